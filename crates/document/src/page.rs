//! Laid-out pages as plain values: what stands where, in which face, and what it means.
//!
//! Nothing here knows PDF. `layout` makes these values, `pdf` draws them, tests print them.
//! Lengths are typographic points (1 pt = 1/72 inch); `x` grows to the right from the left
//! paper edge and `y` grows **downwards** from the top paper edge.

use crate::error::RenderError;
use crate::fonts::{Face, Fonts};

/// A laid-out document: its pages, its logical structure and its bookmarks.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    /// The sheets in order.
    pub pages: Vec<Page>,
    /// Every structure element; the first one is the root (`Role::Document`), parents come before children.
    pub elements: Vec<Element>,
    /// Bookmarks in reading order.
    pub bookmarks: Vec<Bookmark>,
}

/// One sheet of paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// What is drawn, in reading order (artifacts may stand anywhere).
    pub items: Vec<Item>,
    /// Places that lead elsewhere in the document.
    pub links: Vec<Link>,
}

/// A place that leads elsewhere in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
    /// The structure element (`Role::Link`) of its words.
    pub element: usize,
    /// Its words.
    pub words: String,
    /// Index of the page it leads to.
    pub page: usize,
    /// Distance of the target from the top edge of that page.
    pub y: f64,
}

/// Something drawn on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A run of text in one face on one baseline.
    Text(TextRun),
    /// A straight solid line; always an artifact.
    Line(Line),
    /// A filled rectangle.
    Fill(Fill),
}

/// A run of text in one face and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    /// Left end of the run.
    pub x: f64,
    /// Baseline, measured downwards from the top edge of the paper.
    pub y: f64,
    /// Face the run is set in.
    pub face: Face,
    /// Font size in points.
    pub size: f64,
    /// The characters, NFC, spaces included. U+00A0 is drawn like a space but is never stretched less than one.
    pub text: String,
    /// Added to every space (U+0020 and U+00A0) of the run so that the line is justified; may be negative.
    pub stretch: f64,
    /// Added to every character: a line without spaces is justified by its letters.
    pub spread: f64,
    /// Colour of the ink.
    pub ink: Ink,
    /// What the run belongs to.
    pub mark: Mark,
}

impl TextRun {
    /// How far the run carries the pen, spaces at its end included.
    ///
    /// # Errors
    /// [`RenderError::MissingGlyph`] for the first character that the face cannot draw.
    pub fn advance(&self, fonts: &Fonts) -> Result<f64, RenderError> {
        let (mut spaces, mut letters) = (0.0, 0.0);
        for ch in self.text.chars() {
            letters += 1.0;
            if matches!(ch, ' ' | '\u{a0}') {
                spaces += 1.0;
            }
        }
        Ok(fonts.width(self.face, self.size, &self.text)? + spaces * self.stretch + letters * self.spread)
    }
}

/// Colour of text and lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Black, the rule.
    Black,
    /// Red, for stamps and marks.
    Red,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Start.
    pub from: (f64, f64),
    /// End.
    pub to: (f64, f64),
    /// Stroke width in points.
    pub width: f64,
    /// Colour of the ink.
    pub ink: Ink,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Grey level, 0 black to 1 white.
    pub grey: f64,
    /// What it belongs to.
    pub mark: Mark,
}

/// What text or an area belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Real content of the element with this index in [`Pages::elements`].
    Content(usize),
    /// Page furniture: page numbers, marks, repeated table heads.
    Artifact,
}

/// A node of the logical structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// Index of the parent; `None` only for the root.
    pub parent: Option<usize>,
    /// Of a figure: what it shows and where it stands.
    pub figure: Option<Figure>,
}

/// What a figure shows and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it says, for those who do not see it.
    pub alt: String,
    /// Left, upper, right and lower edge on its page.
    pub bounds: [f64; 4],
    /// Index of its page.
    pub page: usize,
}

impl Element {
    /// An element that is no figure.
    pub fn new(role: Role, parent: Option<usize>) -> Self {
        Self { role, parent, figure: None }
    }
}

/// Role of a structure element, by the names of ISO 32000-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Root.
    Document,
    /// A part with its own title, such as an annex.
    Section,
    /// Heading of level 1 to 6.
    Heading(u8),
    /// Paragraph.
    Paragraph,
    /// Words that lead elsewhere, inside a paragraph.
    Link,
    /// The number of a note, inside a paragraph.
    Reference,
    /// A note at the foot of a page.
    Note,
    /// A drawing with words of its own.
    Figure,
    /// List of contents.
    Contents,
    /// Entry of the list of contents.
    ContentsItem,
    /// Table.
    Table,
    /// Group of header rows.
    TableHead,
    /// Group of body rows.
    TableBody,
    /// Row.
    Row,
    /// Header cell; spans in cells; `scope_row` when it heads a row rather than a column.
    HeaderCell {
        /// Columns covered.
        columns: u16,
        /// Rows covered.
        rows: u16,
        /// Heads its row.
        scope_row: bool,
    },
    /// Data cell.
    Cell {
        /// Columns covered.
        columns: u16,
    },
}

/// An entry of the outline shown beside the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    /// Text shown.
    pub title: String,
    /// Depth from 1.
    pub level: u8,
    /// Index of the page.
    pub page: usize,
    /// Distance of the target from the top edge of the paper.
    pub y: f64,
    /// The structure element it points to.
    pub element: usize,
}
