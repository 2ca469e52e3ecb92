//! From a document to pages: pure layout, no PDF type in it.
//!
//! `paragraph` breaks lines; `frame` makes the rows of the head and the signature, `table` those of
//! tables, this file those of the body; `pager` puts rows on pages. A `Row` is a piece of a page
//! that is never broken.

mod dump;
mod frame;
mod pager;
mod paragraph;
mod table;

use crate::error::RenderError;
use crate::fonts::{Face, Fonts};
use crate::model::{Block, Document};
use crate::page::{Element, Item, Mark, Pages, Role};
use pager::{Sheet, paginate};
use paragraph::{Measure, Piece, SetLine, Setting, set};

pub use dump::dump;

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
}

/// Rows that follow each other on sheets of one kind.
#[derive(Debug, Default)]
struct Flow {
    rows: Vec<Row>,
    /// Table heads that are set again, as artifacts, at the top of a page.
    repeats: Vec<Vec<Row>>,
}

/// What the makers of rows share.
struct Setter<'a> {
    fonts: &'a Fonts,
    document: &'a Document,
    elements: Vec<Element>,
}

/// Lays a document out.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn lay_out(document: &Document, fonts: &Fonts) -> Result<Pages, RenderError> {
    let mut setter = Setter { fonts, document, elements: vec![Element { role: Role::Document, parent: None }] };
    let mut pages = Pages { pages: Vec::new(), elements: Vec::new(), bookmarks: Vec::new() };
    let portrait = Sheet::portrait(&document.profile);
    let marks = setter.mark_elements();
    let flow = setter.main_flow(&portrait)?;
    let mut first_marks = Some(marks);
    paginate(&mut setter, &flow, &portrait, &mut first_marks, &mut pages)?;
    for annex in &document.annexes {
        let (sheet, flows) = setter.annex_flows(annex)?;
        for flow in flows {
            paginate(&mut setter, &flow, &sheet, &mut None, &mut pages)?;
        }
    }
    pages.elements = setter.elements;
    Ok(pages)
}

/// Whether an annex stands on a turned sheet.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn is_wide(document: &Document, annex: &crate::model::AnnexPart, fonts: &Fonts) -> Result<bool, RenderError> {
    let setter = Setter { fonts, document, elements: Vec::new() };
    let sheet = setter.sheet_for(&annex.table, &setter.extents(&annex.table)?);
    Ok(sheet.paper_width > sheet.paper_height)
}

impl Setter<'_> {
    /// A new structure element.
    fn element(&mut self, role: Role, parent: usize) -> usize {
        self.elements.push(Element { role, parent: Some(parent) });
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
    fn rows_of(&self, lines: &[SetLine], size: f64, height: f64, space: f64) -> Vec<Row> {
        let baseline = self.baseline(size, height);
        let count = lines.len();
        let row = |(index, line): (usize, &SetLine)| Row {
            height,
            space_before: if index == 0 { space } else { 0.0 },
            keep_with_next: index + 1 < count && (index == 0 || index + 2 == count),
            items: line.items(baseline).collect(),
            ..Row::default()
        };
        lines.iter().enumerate().map(row).collect()
    }

    /// The main text: head, body, signature.
    fn main_flow(&mut self, sheet: &Sheet) -> Result<Flow, RenderError> {
        let mut flow = Flow { rows: self.head(sheet)?, repeats: Vec::new() };
        let document = self.document;
        for block in &document.body {
            self.block(block, sheet, &mut flow)?;
        }
        keep_last_lines(&mut flow);
        flow.rows.push(self.signature(sheet)?);
        Ok(flow)
    }

    fn block(&mut self, block: &Block, sheet: &Sheet, flow: &mut Flow) -> Result<(), RenderError> {
        let size = self.body_size();
        let (pieces, role, heading) = match block {
            Block::Heading { level, text } => {
                let face = if *level < 3 { Face::Bold } else { Face::Regular };
                (vec![Piece { text: text.clone(), face }], Role::Heading((level + 1).min(6)), Some(*level))
            }
            Block::Paragraph { runs } => {
                let pieces = runs.iter().map(|run| Piece { text: run.text.clone(), face: Face::Regular }).collect();
                (pieces, Role::Paragraph, None)
            }
        };
        let element = self.element(role, 0);
        let measure = Measure {
            left: sheet.left,
            width: sheet.width(),
            indent: tenths(self.document.profile.first_line_indent),
            size,
            setting: if heading.is_some() { Setting::Left } else { Setting::Justified },
        };
        let lines = set(self.fonts, &pieces, measure, Mark::Content(element))?;
        let mut rows = self.rows_of(&lines, size, self.leading(size), points(self.document.profile.paragraph_space));
        let leads_on = heading.is_some() || block.text().ends_with(':');
        if leads_on {
            for row in &mut rows {
                row.keep_with_next = true;
            }
        }
        if let (Some(level), Some(first)) = (heading, rows.first_mut()) {
            first.bookmark = Some((block.text().replace('\u{a0}', " "), level, element));
        }
        flow.rows.append(&mut rows);
        Ok(())
    }

    /// One line or more, centred in a column.
    fn centred(&self, text: &str, face: Face, size: f64, left: f64, width: f64, mark: Mark) -> Result<Vec<SetLine>, RenderError> {
        let measure = Measure { left, width, indent: 0.0, size, setting: Setting::Centre };
        set(self.fonts, &[Piece { text: text.to_owned(), face }], measure, mark)
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

#[cfg(test)]
mod tests;
