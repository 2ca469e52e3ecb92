//! The report as a value: sections with sentences that carry their facts, and annex tables.
//!
//! `narrative` writes it from a summary; `document` makes paper of it. No layout and no frame here.

use chrono::NaiveDate;

use crate::agency::Agency;
use crate::catalogue::{AnnexKind, LayoutProfile, StampRow};
use crate::narrative::chart::Bars;
use crate::period::ReportingPeriod;
use crate::ports::Issue;
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
    /// How it is set.
    pub shape: Shape,
    /// Who wrote it.
    pub origin: Origin,
    /// The words.
    pub spans: Vec<Span>,
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
        Self { text: text.into(), figure: None, note: None }
    }

    /// Words that print a figure.
    pub fn figure(text: impl Into<String>, key: &str) -> Self {
        Self { text: text.into(), figure: Some(FigureKey(key.to_owned())), note: None }
    }
}

impl Paragraph {
    /// The whole text.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

impl Report {
    /// The last day of the window, by which names and rules are chosen.
    pub fn day(&self) -> NaiveDate {
        self.period.data_to
    }
}
