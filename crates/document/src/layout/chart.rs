//! Charts on paper: as many groups of bars as have room on a page stand together in one row.

use thidua_domain::narrative::chart::{Bar, Bars};

use super::pager::Sheet;
use super::paragraph::{Measure, Piece, SetLine, Setting, set};
use super::{Flow, Row, Setter, points};
use crate::chart::{Drawing, Measures, Shape, description, draw};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::page::{Figure, Fill, Ink, Item, Line, Mark, Pages, Role, TextRun};

/// The part of a page that a drawing may take, so that its title stands above it.
const PAGE_PART: f64 = 0.85;
/// Size of the letters.
const SIZE: f64 = 10.0;
/// Shade of the first bars.
const DARK: f64 = 0.3;
/// Shade of the second bars.
const LIGHT: f64 = 0.85;
/// Outline of the bars.
const OUTLINE: f64 = 0.4;

/// The bounds of what has not been drawn yet.
const NOWHERE: [f64; 4] = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

impl Setter<'_> {
    /// The rows of a chart: its title, then drawings.
    pub fn chart(&mut self, bars: &Bars, sheet: &Sheet, flow: &mut Flow) -> Result<(), RenderError> {
        let size = points(self.document.profile.table_size);
        let title = Mark::Content(self.element(Role::Paragraph, 0));
        let lines = self.centred(&bars.title, Face::Bold, size, sheet.left, sheet.width(), title)?;
        let mut rows = self.rows_of(lines, size, size * super::SINGLE, 8.0);
        for row in &mut rows {
            row.keep_with_next = true;
        }
        flow.rows.append(&mut rows);
        let mut rest = &bars.rows[..];
        let mut repeated = false;
        while !rest.is_empty() {
            let (count, drawing) = self.fitting(bars, rest, sheet)?;
            let (now, later) = rest.split_at(count);
            rest = later;
            let element = self.element(Role::Figure, 0);
            let alt = format!("{}. {}", bars.title, description(bars, now));
            self.elements[element].figure = Some(Figure { alt, bounds: NOWHERE, page: 0 });
            // On further pages the legend is furniture, like the repeated head of a table.
            let legend = if repeated { Mark::Artifact } else { Mark::Content(element) };
            flow.rows.push(self.drawn(drawing, sheet.left, [legend, Mark::Content(element)])?);
            repeated = true;
        }
        Ok(())
    }

    /// As many of `rows` as have room on a page, one at least, and their drawing.
    fn fitting(&self, bars: &Bars, rows: &[Bar], sheet: &Sheet) -> Result<(usize, Drawing), RenderError> {
        let width = sheet.width();
        let mut longest = 0.0_f64;
        for text in bars.rows.iter().flat_map(|row| [&row.first_text, &row.second_text]) {
            longest = longest.max(self.fonts.width(Face::Regular, SIZE, text)?);
        }
        let measures = Measures { width, labels: width * 0.34, values: longest + SIZE, size: SIZE };
        let room = measures.labels - SIZE;
        let wrapped = |label: &str| {
            let measure = Measure { left: 0.0, width: room, indent: 0.0, size: SIZE, setting: Setting::Left };
            let lines = set(self.fonts, &[Piece::plain(label, Face::Regular)], measure, Mark::Artifact)?;
            let words = |line: SetLine| line.runs.into_iter().map(|run| run.text).collect::<String>().trim_end().to_owned();
            Ok::<_, RenderError>(lines.into_iter().map(words).collect())
        };
        let mut count = rows.len();
        loop {
            let drawing = draw(bars, &rows[..count], measures, wrapped)?;
            if count == 1 || drawing.height <= sheet.height() * PAGE_PART {
                return Ok((count, drawing));
            }
            count = (count * 3 / 4).max(1);
        }
    }

    /// Tells every figure where it came to stand.
    pub fn find_figures(&mut self, pages: &Pages) -> Result<(), RenderError> {
        for (index, page) in pages.pages.iter().enumerate() {
            for item in &page.items {
                let (mark, own) = match item {
                    Item::Fill(fill) => (fill.mark, [fill.x, fill.y, fill.x + fill.width, fill.y + fill.height]),
                    Item::Text(run) => (run.mark, [run.x, run.y - run.size, run.x + run.advance(self.fonts)?, run.y + 0.25 * run.size]),
                    Item::Line(_) => continue,
                };
                let Mark::Content(element) = mark else { continue };
                let Some(figure) = self.elements.get_mut(element).and_then(|element| element.figure.as_mut()) else { continue };
                let [left, top, right, bottom] = figure.bounds;
                figure.bounds = [left.min(own[0]), top.min(own[1]), right.max(own[2]), bottom.max(own[3])];
                figure.page = index;
            }
        }
        Ok(())
    }

    fn drawn(&self, drawing: Drawing, left: f64, [of_legend, of_rows]: [Mark; 2]) -> Result<Row, RenderError> {
        let mut items = Vec::new();
        for (index, shape) in drawing.shapes.into_iter().enumerate() {
            let mark = if index < drawing.legend { of_legend } else { of_rows };
            match shape {
                Shape::Bar { x, y, width, height, second } => {
                    let x = x + left;
                    let grey = if second { LIGHT } else { DARK };
                    items.push(Item::Fill(Fill { x, y, width, height, grey, mark }));
                    let (right, bottom) = (x + width, y + height);
                    let sides =
                        [((x, y), (right, y)), ((x, bottom), (right, bottom)), ((x, y), (x, bottom)), ((right, y), (right, bottom))];
                    items.extend(sides.map(|(from, to)| Item::Line(Line { from, to, width: OUTLINE, ink: Ink::Black })));
                }
                Shape::Words { x, y, ends, text } => {
                    let shift = if ends { self.fonts.width(Face::Regular, SIZE, &text)? } else { 0.0 };
                    let text = text + " ";
                    let x = x + left - shift;
                    items.push(Item::Text(TextRun {
                        x,
                        y,
                        face: Face::Regular,
                        size: SIZE,
                        text,
                        stretch: 0.0,
                        spread: 0.0,
                        ink: Ink::Black,
                        mark,
                    }));
                }
            }
        }
        Ok(Row { height: drawing.height, space_before: 6.0, items, ..Row::default() })
    }
}
