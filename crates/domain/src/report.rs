//! The report as a value: sections with sentences that carry their facts, and annex tables.
//!
//! `narrative` writes it from a summary; `document` makes paper of it. No layout and no frame here.

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::agency::Agency;
use crate::catalogue::{AnnexKind, LayoutProfile, StampRow};
use crate::narrative::chart::Bars;
use crate::period::ReportingPeriod;
use crate::ports::Issue;
use crate::quantity::Quantity;
use crate::summary::FigureKey;
use crate::text::Text;

/// A whole report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The agency as it stood in the snapshot.
    pub agency: Agency,
    /// Its short name on the last day of the window: `Thanh tra tỉnh`.
    pub agency_short: Text,
    /// Its full name on that day.
    pub agency_name: Text,
    /// The period.
    pub period: ReportingPeriod,
    /// Number and date; `None` prints a draft.
    pub issue: Option<Issue>,
    /// Measures of the prescribed form.
    pub layout: Option<LayoutProfile>,
    /// Stamps of secrecy and urgency, in the order of the profile.
    pub stamps: Vec<StampRow>,
    /// Lines of the subject (trích yếu).
    pub subject: Vec<String>,
    /// Paragraphs before the first section.
    pub opening: Vec<Paragraph>,
    /// Numbered sections in reading order, nested by `level`.
    pub sections: Vec<Section>,
    /// The closing sentence, ending in `./.`.
    pub closing: Paragraph,
    /// Annexes.
    pub annexes: Vec<Annex>,
}

/// A section with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Identifier in the outline.
    pub id: Text,
    /// Depth from 1.
    pub level: u8,
    /// `I.`, `1.`, `a)`.
    pub number: String,
    /// Heading without number.
    pub heading: String,
    /// What it says.
    pub body: Vec<Paragraph>,
    /// Charts below it, when the outline asks for them.
    pub charts: Vec<Bars>,
}

/// A paragraph of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Names it within the report, as long as its subject stays: `inspections.performed`.
    pub key: String,
    /// How it is set.
    pub shape: Shape,
    /// Who wrote it.
    pub origin: Origin,
    /// What it says by the rules, whether or not somebody replaced it.
    pub sentences: Vec<Sentence>,
    /// What an officer wrote instead.
    pub replaced: Option<Replaced>,
}

/// A sentence with the facts it rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its pieces.
    pub spans: Vec<Span>,
    /// The facts whose numbers it prints.
    pub facts: Vec<Fact>,
    /// Worded forms of its opening; the first piece begins with one of them.
    pub openings: Vec<String>,
}

/// A fact: a figure of the summary or another counted thing, with what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its key.
    pub key: String,
    /// Its value in this period.
    pub value: Quantity,
    /// The part of it that is compared.
    pub comparable: Quantity,
    /// What it is compared with.
    pub base: Option<Quantity>,
    /// What the base was before it was corrected.
    pub base_as_issued: Option<Quantity>,
    /// Units on which the comparison rests.
    pub compared: usize,
}

/// An officer's words in the place of a generated paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The words.
    pub text: String,
    /// Who wrote them.
    pub author: String,
    /// Why.
    pub reason: String,
    /// True when the facts of the paragraph have changed since.
    pub outdated: bool,
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Running text.
    Text,
    /// A list item opened by a dash.
    Item,
}

/// Who wrote a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Written from figures by rules.
    Generated,
    /// Typed by people.
    Own,
}

/// A piece of text, with the figure it prints if it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// The figure behind them.
    pub figure: Option<FigureKey>,
    /// A note to them at the foot of the page.
    pub note: Option<String>,
    /// True for words of people, names and citations inside a generated sentence.
    pub quoted: bool,
}

/// An annex: a title and a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// Which table it is.
    pub kind: AnnexKind,
    /// `Phụ lục`, or `Phụ lục I` when there are several.
    pub label: String,
    /// Title, as written; printed in capitals.
    pub title: String,
    /// A line under the title, such as the data window and the units of measure.
    pub note: String,
    /// The table.
    pub table: Table,
    /// Who signs at the foot, from the left; none: nobody.
    pub signatures: Vec<String>,
}

/// A table with a header grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Columns from the left.
    pub columns: Vec<TableColumn>,
    /// Cells of the header grid.
    pub header: Vec<HeaderCell>,
    /// Rows of the header grid.
    pub header_rows: usize,
    /// The row of column numbers under the header, empty when there is none.
    pub numbers: Vec<String>,
    /// Body rows.
    pub rows: Vec<TableRow>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableColumn {
    /// How its cells are set.
    pub align: Align,
    /// Its share of spare width: 0 keeps the column as narrow as its content.
    pub stretch: u8,
}

/// How cells are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Left.
    Left,
    /// Centred.
    Centre,
    /// Right.
    Right,
}

/// A cell of the header grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderCell {
    /// Text.
    pub text: String,
    /// Row from 0.
    pub row: usize,
    /// Column from 0.
    pub column: usize,
    /// Rows covered.
    pub rows: usize,
    /// Columns covered.
    pub columns: usize,
}

/// A body row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// What kind of row.
    pub kind: RowKind,
    /// Cells from the left; empty text for an empty cell.
    pub cells: Vec<Span>,
}

/// Kinds of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Ordinary.
    Body,
    /// A group title; its text stands in the second cell.
    Group,
    /// A total, kept with the row before it.
    Total,
}

impl Span {
    /// Plain words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), figure: None, note: None, quoted: false }
    }

    /// Words of people, names, citations.
    pub fn quoted(text: impl Into<String>) -> Self {
        Self { quoted: true, ..Self::plain(text) }
    }

    /// Words that print a figure.
    pub fn figure(text: impl Into<String>, key: &str) -> Self {
        Self { figure: Some(FigureKey(key.to_owned())), ..Self::plain(text) }
    }
}

impl Sentence {
    /// Its words.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

impl Paragraph {
    /// A paragraph of one sentence in people's words.
    pub fn own(key: String, shape: Shape, text: &str) -> Self {
        let sentence = Sentence { spans: vec![Span::quoted(text)], ..Sentence::default() };
        Self { key, shape, origin: Origin::Own, sentences: vec![sentence], replaced: None }
    }

    /// The pieces that are printed: an officer's words where there are any.
    pub fn spans(&self) -> Vec<Span> {
        self.replaced.as_ref().map_or_else(|| self.generated(), |replaced| vec![Span::quoted(&*replaced.text)])
    }

    /// The pieces that the rules wrote.
    pub fn generated(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for sentence in &self.sentences {
            if let Some(last) = spans.last_mut() {
                match last.note {
                    None => last.text.push(' '),
                    Some(_) => spans.push(Span::plain(" ")),
                }
            }
            spans.extend(sentence.spans.iter().cloned());
        }
        spans
    }

    /// The whole text that is printed.
    pub fn text(&self) -> String {
        self.spans().iter().map(|span| span.text.as_str()).collect()
    }

    /// The facts of its sentences as one short hash: what tells an officer that they changed.
    pub fn facts_hash(&self) -> String {
        let facts: Vec<&Fact> = self.sentences.iter().flat_map(|sentence| &sentence.facts).collect();
        let quoted: Vec<&str> =
            self.sentences.iter().flat_map(|sentence| &sentence.spans).filter(|span| span.quoted).map(|span| span.text.as_str()).collect();
        let canonical = serde_json::to_vec(&(facts, quoted)).unwrap_or_default();
        let mut hash = crate::snapshot::hex(&Sha256::digest(canonical));
        hash.truncate(16);
        hash
    }
}

impl Report {
    /// The last day of the window, by which names and rules are chosen.
    pub fn day(&self) -> NaiveDate {
        self.period.data_to
    }
}
