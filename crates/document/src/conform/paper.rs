//! A read file as plain values, the same for PDF and Word: lines of text with their looks and places, sheets, rules.
//!
//! A line is a printed line of a PDF, a paragraph of a Word file. Lengths are millimetres, sizes points.

use super::limits::MOST_VALUES;
use super::{FileKind, Place};

/// A file as it was read.
#[derive(Debug)]
pub struct Paper {
    /// Kind of file.
    pub kind: FileKind,
    /// Pages of a PDF, sections of a Word file.
    pub sheets: Vec<Sheet>,
    /// Lines in reading order.
    pub lines: Vec<Line>,
    /// Drawn straight lines of a PDF; those of a Word file stand with their paragraph.
    pub strokes: Vec<Stroke>,
    /// Faces in use.
    pub faces: Vec<FaceUse>,
}

/// A page of a PDF or a section of a Word file.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Margins as the file states them: top, right, bottom, left. PDF states none.
    pub margins: Option<[f64; 4]>,
    /// Page numbers as a Word file states them.
    pub numbering: Option<Numbering>,
}

impl Sheet {
    /// Turned.
    pub fn wide(&self) -> bool {
        self.width > self.height
    }
}

/// Page numbers of a section.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of a file")]
pub struct Numbering {
    /// A number stands in the head of ordinary pages.
    pub in_head: bool,
    /// A number stands in the foot of ordinary pages.
    pub in_foot: bool,
    /// The first page shows one.
    pub on_first: bool,
    /// It is centred.
    pub centred: bool,
    /// Its size.
    pub size: f64,
    /// Bold or italic.
    pub set_off: bool,
}

/// Where a line stands across the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Left half of the head or the signature.
    Left,
    /// Right half.
    Right,
    /// The whole width.
    Whole,
    /// A cell of a table with a grid.
    Cell,
}

/// How lines are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Centred.
    Centre,
    /// Both edges.
    Both,
}

/// A line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Pieces in one look.
    pub pieces: Vec<Piece>,
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Where for the reader.
    pub place: Place,
    /// Where across.
    pub column: Column,
    /// Left edge, right edge, baseline; of a PDF.
    pub bounds: Option<[f64; 3]>,
    /// Of a paragraph of a Word file.
    pub setting: Option<Setting>,
    /// The rule right below, of a Word file.
    pub rule: Option<Ruling>,
}

/// What a Word file says of a paragraph.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Alignment.
    pub alignment: Alignment,
    /// First-line indent.
    pub indent: f64,
    /// Word sets a number or a mark before it, and with that its indent.
    pub numbered: bool,
    /// Space above, points.
    pub before: f64,
    /// Space below, points.
    pub after: f64,
    /// Line height as a multiple of single spacing.
    pub spacing: f64,
    /// The room that the line has, millimetres.
    pub room: f64,
    /// How wide its text is in Times, millimetres.
    pub width: f64,
}

/// Letters in one look.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The letters.
    pub text: String,
    /// Size.
    pub size: f64,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined, as far as the file says so.
    pub underlined: bool,
    /// Its face: an index into [`Paper::faces`].
    pub face: usize,
    /// Red, green, blue, from 0 to 1.
    pub colour: [f64; 3],
}

/// A face and how it is kept in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceUse {
    /// Name of its family, without style and subset mark.
    pub family: String,
    /// Its program is in the file; Word files carry none.
    pub embedded: bool,
    /// Its letters can be read back.
    pub readable: bool,
}

/// A drawn horizontal line of a PDF.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Left end.
    pub from: f64,
    /// Right end.
    pub to: f64,
    /// Height below the upper edge.
    pub y: f64,
    /// It is broken into dashes.
    pub dashed: bool,
    /// Red, green, blue, from 0 to 1.
    pub colour: [f64; 3],
}

/// A rule under a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruling {
    /// Its length as a multiple of the length of the line above; `None` where it cannot be told.
    pub ratio: Option<f64>,
    /// Drawn as a solid line.
    pub solid: bool,
    /// Black.
    pub black: bool,
    /// What stands in for a rule.
    pub kind: RuleKind,
}

/// What a rule is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// A drawn line.
    Drawn,
    /// The underline attribute of the letters.
    Underline,
    /// A row of dashes or underscores.
    Characters,
}

/// The value that occurs most often, values no farther apart than `slack` taken together; 0 of none. Only the first
/// few values of a file of very many are counted: it has no usual one.
pub fn commonest(values: impl Iterator<Item = (f64, usize)>, slack: f64) -> f64 {
    let mut counts: Vec<(f64, usize)> = Vec::new();
    for (value, times) in values {
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| (known - value).abs() < slack) {
            *count += times;
        } else if counts.len() < MOST_VALUES {
            counts.push((value, times));
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(value, _)| value)
}

impl Line {
    /// Its text with single spaces.
    pub fn text(&self) -> String {
        let joined: String = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        joined.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Letters that are seen.
    pub fn inked(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(|piece| !piece.text.trim().is_empty())
    }

    /// True when all its letters are bold.
    pub fn bold(&self) -> bool {
        self.inked().next().is_some() && self.inked().all(|piece| piece.bold)
    }

    /// True when all its letters are italic.
    pub fn italic(&self) -> bool {
        self.inked().next().is_some() && self.inked().all(|piece| piece.italic)
    }

    /// Some letters are bold.
    pub fn any_bold(&self) -> bool {
        self.inked().any(|piece| piece.bold)
    }

    /// Some letters are italic.
    pub fn any_italic(&self) -> bool {
        self.inked().any(|piece| piece.italic)
    }

    /// Size of most of its letters.
    pub fn size(&self) -> f64 {
        commonest(self.inked().map(|piece| (piece.size, piece.text.chars().count())), 0.05)
    }

    /// True when it has no lower-case letter and at least one capital.
    pub fn capitals(&self) -> bool {
        let text = self.text();
        text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
    }

    /// Middle of the line, of a PDF.
    pub fn middle(&self) -> Option<f64> {
        self.bounds.map(|[left, right, _]| f64::midpoint(left, right))
    }

    /// True of a line whose edges are as far from the middle of its sheet.
    pub fn centred(&self, paper: &Paper) -> bool {
        if let Some(setting) = &self.setting {
            return setting.alignment == Alignment::Centre;
        }
        let (Some(middle), Some(sheet)) = (self.middle(), paper.sheets.get(self.sheet)) else { return false };
        // The middle of the text block lies to the right of that of the paper, by half the difference of the margins;
        // of a turned page it may lie on either side.
        let aside = middle - sheet.width / 2.0;
        let least = if sheet.wide() { -12.0 } else { -3.0 };
        (least..=12.0).contains(&aside)
    }
}
