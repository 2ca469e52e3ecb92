//! Judges finished files, ours or a stranger's, by the rules of presentation of Decree 30: it measures the file and
//! knows nothing of how it was made.
//!
//! `pdf` and `docx` read a file within bounds into the same `paper::Paper`; `parts` finds the components of the
//! document in it (Quốc hiệu, number, signature …); `rules` judges them by the catalogue's rows; `report` tells the
//! result as text and JSON.

mod docx;
pub mod fold;
mod limits;
mod paper;
mod parts;
mod pdf;
mod report;
mod rules;

use serde::Serialize;
use thidua_domain::catalogue::{Catalogue, PresentationRule};

use crate::fonts::Fonts;

pub use limits::MOST_BYTES;
pub use report::{place, summary, text, unreadable, verdict};

/// The judgement of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgement {
    /// Kind of the file; `None` when it is neither PDF nor Word.
    pub kind: Option<FileKind>,
    /// Why the file could not be judged at all; then no rule was.
    pub unreadable: Option<Unreadable>,
    /// Pages of a PDF, sections of a Word file.
    pub sheets: usize,
    /// One for each rule, in the order of the catalogue.
    pub rules: Vec<Ruled>,
}

impl Judgement {
    /// True when nothing was found wanting.
    pub fn passes(&self) -> bool {
        self.unreadable.is_none() && self.rules.iter().all(|ruled| ruled.verdict != Verdict::Fails)
    }

    /// Rules with this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rules.iter().filter(|ruled| ruled.verdict == verdict).count()
    }

    /// Codes of the rules that the file breaks.
    pub fn broken(&self) -> Vec<&str> {
        self.rules.iter().filter(|ruled| ruled.verdict == Verdict::Fails).map(|ruled| ruled.rule.as_str()).collect()
    }

    fn unreadable(kind: Option<FileKind>, why: Unreadable) -> Self {
        Self { kind, unreadable: Some(why), sheets: 0, rules: Vec::new() }
    }
}

/// Kinds of file that are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// Word (Office Open XML).
    Docx,
}

/// Why a file cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// Neither PDF nor Word.
    OtherKind,
    /// The old binary format of Word.
    OldWord,
    /// It needs a password.
    Encrypted,
    /// Pictures of pages, no text.
    Scan,
    /// Nothing stands in it.
    Empty,
    /// Its structure is broken.
    Broken,
    /// Larger, or larger inside, than the checker takes.
    TooLarge,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ruled {
    /// Code of the rule.
    pub rule: String,
    /// What it asks for.
    pub title: String,
    /// The item that it comes from.
    pub item: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What was measured.
    pub measured: String,
    /// What is required.
    pub required: String,
    /// Where.
    pub places: Vec<Place>,
}

/// Verdicts on a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Đạt.
    Passes,
    /// Không đạt.
    Fails,
    /// Tương đương: not what is named, but as good.
    Equivalent,
    /// Không kiểm tra được.
    NotChecked,
    /// Không áp dụng.
    NotApplicable,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// On a page of a PDF, millimetres from the left upper corner.
    Page {
        /// Page from 1.
        page: usize,
        /// From the left edge.
        x_mm: f64,
        /// From the upper edge.
        y_mm: f64,
    },
    /// In a Word file.
    Paragraph {
        /// Paragraph from 1, those of tables counted in reading order.
        paragraph: usize,
        /// Name of its style.
        style: String,
    },
}

/// Judges a file by the catalogue's rules of presentation. Takes a bounded part of time and memory, whatever the file.
pub fn check(bytes: &[u8], catalogue: &Catalogue, fonts: &Fonts) -> Judgement {
    check_with_text(bytes, catalogue, fonts).0
}

/// Judges a file, and tells the text that was read in it, line by line.
pub fn check_with_text(bytes: &[u8], catalogue: &Catalogue, fonts: &Fonts) -> (Judgement, String) {
    let refused = |kind, why| (Judgement::unreadable(kind, why), String::new());
    let kind = if bytes.starts_with(b"PK") {
        Some(FileKind::Docx)
    } else if bytes.windows(5).take(1024).any(|start| start == b"%PDF-") {
        Some(FileKind::Pdf)
    } else {
        None
    };
    if bytes.len() > MOST_BYTES {
        return refused(kind, Unreadable::TooLarge);
    }
    let read = match kind {
        Some(FileKind::Pdf) => pdf::read(bytes),
        Some(FileKind::Docx) => docx::read(bytes, fonts),
        // The container of old Word files, and of encrypted new ones.
        None if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) => Err(docx::container(bytes)),
        None if bytes.is_empty() => Err(Unreadable::Empty),
        None => Err(Unreadable::OtherKind),
    };
    match read {
        Ok(paper) => {
            let parts = parts::find(&paper);
            let rules = rules::judge(&paper, &parts, catalogue);
            let text = paper.lines.iter().map(paper::Line::text).collect::<Vec<_>>().join("\n");
            (Judgement { kind, unreadable: None, sheets: paper.sheets.len(), rules }, text)
        }
        Err(why) => refused(kind, why),
    }
}

/// A rule with what was found.
fn ruled(rule: &PresentationRule, verdict: Verdict, measured: String, required: String, places: Vec<Place>) -> Ruled {
    Ruled { rule: rule.code.to_string(), title: rule.title.to_string(), item: rule.item.to_string(), verdict, measured, required, places }
}
