//! From a document to pages: pure layout, no PDF type in it.
//!
//! `paragraph` breaks lines; `frame` makes the rows of the head and the signature, `table` those of
//! tables, `contents` those of the list of contents, `chart` those of charts, this file those of the body; `pager` puts rows on
//! pages; `plan` tells measures to other writers; `links` finds what leads where. A `Row` is a piece of a page that is never broken.

mod chart;
mod contents;
mod dump;
mod frame;
mod links;
mod pager;
mod paragraph;
mod plan;
mod table;

use crate::error::RenderError;
use crate::fonts::{Face, Fonts};
use crate::model::{Block, Document, Run, Style};
use crate::page::{Element, Item, Mark, Pages, Role};
use pager::{Sheet, paginate};
use paragraph::{Measure, Piece, SetLine, Setting, set};

pub use dump::dump;
pub use plan::{AnnexPlan, ContentsEntry, HeadPlan, PartPlan, annex_plan, contents, head_plan};

/// Points per tenth of a millimetre.
const TENTH_MM: f64 = 72.0 / 254.0;

/// Single line spacing of the body type, as a multiple of its size.
const SINGLE: f64 = 1.15;

/// A piece of a page that is never broken.
#[derive(Debug, Clone, Default)]
struct Row {
    /// Height.
    height: f64,
    /// Space above, dropped at the top of a page.
    space_before: f64,
    /// No page may end after this row.
    keep_with_next: bool,
    /// What is drawn; `y` counts from the top of the row, `x` from the left edge of the paper.
    items: Vec<Item>,
    /// Bookmark on this row: title, level, element.
    bookmark: Option<(String, u8, usize)>,
    /// Rows repeated above this one when it opens a page: an index into [`Flow::repeats`].
    repeat: Option<usize>,
    /// Notes whose numbers stand in this row: indices into [`Flow::notes`].
    notes: Vec<usize>,
}

/// Rows that follow each other on sheets of one kind.
#[derive(Debug, Default)]
struct Flow {
    rows: Vec<Row>,
    /// Table heads that are set again, as artifacts, at the top of a page.
    repeats: Vec<Vec<Row>>,
    /// Lines of notes, each to stand at the foot of the page with its number.
    notes: Vec<Vec<Row>>,
    /// Number of the first page, when it is not 1.
    first_number: usize,
}

/// What the makers of rows share.
struct Setter<'a> {
    fonts: &'a Fonts,
    document: &'a Document,
    elements: Vec<Element>,
    /// Elements that lead somewhere.
    links: Vec<(usize, Target)>,
    /// Headings of the annexes so far.
    annexes: Vec<usize>,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy)]
enum Target {
    /// An annex, by its place.
    Annex(usize),
    /// An element with a bookmark.
    Heading(usize),
}

/// Lays a document out.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn lay_out(document: &Document, fonts: &Fonts) -> Result<Pages, RenderError> {
    let mut setter = Setter::new(document, fonts);
    let mut pages = Pages { pages: Vec::new(), elements: Vec::new(), bookmarks: Vec::new() };
    let portrait = Sheet::portrait(&document.profile);
    let marks = setter.mark_elements();
    let flow = setter.main_flow(&portrait)?;
    let mut first_marks = Some(marks);
    paginate(&mut setter, flow, &portrait, &mut first_marks, &mut pages)?;
    if let Some(flow) = setter.contents(&portrait, &pages)? {
        paginate(&mut setter, flow, &portrait, &mut None, &mut pages)?;
    }
    for annex in &document.annexes {
        let (sheet, flows) = setter.annex_flows(annex)?;
        for flow in flows {
            paginate(&mut setter, flow, &sheet, &mut None, &mut pages)?;
        }
    }
    setter.find_links(&mut pages)?;
    if document.body.iter().any(|block| matches!(block, Block::Chart(_))) {
        setter.find_figures(&pages)?;
    }
    pages.elements = setter.elements;
    Ok(pages)
}

/// Whether an annex stands on a turned sheet.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn is_wide(document: &Document, annex: &crate::model::AnnexPart, fonts: &Fonts) -> Result<bool, RenderError> {
    Ok(annex_plan(document, annex, fonts)?.wide)
}

impl<'a> Setter<'a> {
    fn new(document: &'a Document, fonts: &'a Fonts) -> Self {
        Self { fonts, document, elements: vec![Element::new(Role::Document, None)], links: Vec::new(), annexes: Vec::new() }
    }
}

impl Setter<'_> {
    /// A new structure element.
    fn element(&mut self, role: Role, parent: usize) -> usize {
        self.elements.push(Element::new(role, Some(parent)));
        self.elements.len() - 1
    }

    /// Type size of the body.
    fn body_size(&self) -> f64 {
        points(self.document.profile.body_size)
    }

    /// Distance of baselines in the body.
    fn leading(&self, size: f64) -> f64 {
        size * SINGLE * f64::from(self.document.profile.line_spacing) / 100.0
    }

    /// Distance of the baseline from the top of a line of this height.
    fn baseline(&self, size: f64, height: f64) -> f64 {
        let (ascent, descent) = (self.fonts.ascent(Face::Regular) * size, self.fonts.descent(Face::Regular) * size);
        (height - ascent - descent) / 2.0 + ascent
    }

    /// Lines as rows, the first with `space` above; no page ends after the first or before the last line.
    fn rows_of(&self, lines: Vec<SetLine>, size: f64, height: f64, space: f64) -> Vec<Row> {
        let baseline = self.baseline(size, height);
        let count = lines.len();
        let row = |(index, line): (usize, SetLine)| Row {
            height,
            space_before: if index == 0 { space } else { 0.0 },
            keep_with_next: index + 1 < count && (index == 0 || index + 2 == count),
            items: line.items(baseline).collect(),
            ..Row::default()
        };
        lines.into_iter().enumerate().map(row).collect()
    }

    /// The main text: head, body, signature.
    fn main_flow(&mut self, sheet: &Sheet) -> Result<Flow, RenderError> {
        let mut flow = Flow { rows: self.head(sheet)?, ..Flow::default() };
        let document = self.document;
        for block in &document.body {
            self.block(block, sheet, &mut flow)?;
        }
        keep_last_lines(&mut flow);
        flow.rows.push(self.signature(sheet)?);
        Ok(flow)
    }

    fn block(&mut self, block: &Block, sheet: &Sheet, flow: &mut Flow) -> Result<(), RenderError> {
        match block {
            Block::Heading { level, text } => self.heading(*level, text, sheet, flow),
            Block::Paragraph { runs } => self.paragraph(runs, sheet, flow),
            Block::Chart(bars) => self.chart(bars, sheet, flow),
        }
    }

    fn heading(&mut self, level: u8, text: &str, sheet: &Sheet, flow: &mut Flow) -> Result<(), RenderError> {
        let face = if level < 3 { Face::Bold } else { Face::Regular };
        let element = self.element(Role::Heading((level + 1).min(6)), 0);
        let measure = self.body_measure(sheet, Setting::Left);
        let lines = set(self.fonts, &[Piece::plain(text, face)], measure, Mark::Content(element))?;
        let mut rows = self.rows_of(lines, measure.size, self.leading(measure.size), points(self.document.profile.paragraph_space));
        for row in &mut rows {
            row.keep_with_next = true;
        }
        if let Some(first) = rows.first_mut() {
            first.bookmark = Some((text.replace('\u{a0}', " "), level, element));
        }
        flow.rows.append(&mut rows);
        Ok(())
    }

    fn paragraph(&mut self, runs: &[Run], sheet: &Sheet, flow: &mut Flow) -> Result<(), RenderError> {
        let element = self.element(Role::Paragraph, 0);
        let numbers: Vec<String> = runs.iter().map(|run| run.note.map_or_else(String::new, |note| (note + 1).to_string())).collect();
        let mut noted = Vec::new();
        let mut pieces = Vec::with_capacity(runs.len());
        for (run, number) in runs.iter().zip(&numbers) {
            let mark = run.annex.map(|annex| {
                let link = self.element(Role::Link, element);
                self.links.push((link, Target::Annex(annex)));
                Mark::Content(link)
            });
            pieces.push(Piece { mark, ..Piece::plain(&run.text, face(run.style)) });
            if let Some(note) = run.note {
                let reference = self.element(Role::Reference, element);
                noted.push((reference, note));
                pieces.push(Piece { mark: Some(Mark::Content(reference)), raised: true, ..Piece::plain(number, Face::Regular) });
            }
        }
        let measure = self.body_measure(sheet, Setting::Justified);
        let lines = set(self.fonts, &pieces, measure, Mark::Content(element))?;
        let mut rows = self.rows_of(lines, measure.size, self.leading(measure.size), points(self.document.profile.paragraph_space));
        let leads_on = runs.last().is_some_and(|run| run.text.ends_with(':'));
        for row in &mut rows {
            row.keep_with_next |= leads_on;
        }
        for (reference, note) in noted {
            let holds = |item: &Item| matches!(item, Item::Text(run) if run.mark == Mark::Content(reference));
            if let Some(row) = rows.iter_mut().find(|row| row.items.iter().any(holds)) {
                row.notes.push(flow.notes.len());
            }
            flow.notes.push(self.note(note, sheet)?);
        }
        flow.rows.append(&mut rows);
        Ok(())
    }

    /// The lines of a note with its number.
    fn note(&mut self, note: usize, sheet: &Sheet) -> Result<Vec<Row>, RenderError> {
        let element = self.element(Role::Note, 0);
        let size = points(self.document.profile.note_size);
        let text = self.document.notes.get(note).map_or("", String::as_str);
        let number = (note + 1).to_string();
        let pieces = [
            Piece { raised: true, ..Piece::plain(&number, Face::Regular) },
            Piece::plain(" ", Face::Regular),
            Piece::plain(text, Face::Regular),
        ];
        let measure = Measure { left: sheet.left, width: sheet.width(), indent: 0.0, size, setting: Setting::Justified };
        let lines = set(self.fonts, &pieces, measure, Mark::Content(element))?;
        Ok(self.rows_of(lines, size, size * SINGLE, 0.0))
    }

    fn body_measure(&self, sheet: &Sheet, setting: Setting) -> Measure {
        let indent = tenths(self.document.profile.first_line_indent);
        Measure { left: sheet.left, width: sheet.width(), indent, size: self.body_size(), setting }
    }

    /// One line or more, centred in a column.
    fn centred(&self, text: &str, face: Face, size: f64, left: f64, width: f64, mark: Mark) -> Result<Vec<SetLine>, RenderError> {
        let measure = Measure { left, width, indent: 0.0, size, setting: Setting::Centre };
        set(self.fonts, &[Piece::plain(text, face)], measure, mark)
    }
}

/// The face of a style.
fn face(style: Style) -> Face {
    match style {
        Style::Plain => Face::Regular,
        Style::Bold => Face::Bold,
        Style::Italic => Face::Italic,
        Style::BoldItalic => Face::BoldItalic,
    }
}

/// The signature never stands without at least two lines of text above it.
fn keep_last_lines(flow: &mut Flow) {
    for row in flow.rows.iter_mut().rev().take(2) {
        row.keep_with_next = true;
    }
}

/// Tenths of a millimetre in points.
fn tenths(value: u32) -> f64 {
    f64::from(value) * TENTH_MM
}

/// Tenths of a point in points.
fn points(value: u32) -> f64 {
    f64::from(value) / 10.0
}
