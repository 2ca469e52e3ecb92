//! What is drawn on a page, as printpdf's operators, and which element each marked sequence
//! belongs to.
//!
//! Shading comes first, then rules, then text in reading order, so that neither covers text nor
//! breaks the sequence of an element. Here `y` turns from downwards to upwards.

use std::collections::BTreeMap;

use printpdf::{Color, DictItem, Greyscale, LinePoint, Op, PaintMode, PdfFontHandle, Point, Pt, Rect, Rgb, TextItem, TextMatrix};

use super::faces::{Faces, as_drawn};
use super::{rounded, tags};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::page::{Element, Fill, Ink, Item, Line, Mark, Page, TextRun};

/// The red of stamps and marks, dark enough to read on white (contrast 5.9 to 1).
const RED: Rgb = Rgb { r: 0.8, g: 0.0, b: 0.0, icc_profile: None };

/// What a page draws.
pub(super) struct Content {
    /// Operators in order.
    pub ops: Vec<Op>,
    /// The element of each marked sequence; the index is its number (MCID) on the page.
    pub owners: Vec<usize>,
}

/// Draws one page.
pub(super) fn draw(page: &Page, elements: &[Element], faces: &Faces) -> Result<Content, RenderError> {
    let mut pen = Pen::new(page.height, elements, faces);
    for item in &page.items {
        if let Item::Fill(fill) = item {
            pen.fill(fill)?;
        }
    }
    for item in &page.items {
        if let Item::Line(line) = item {
            pen.line(line)?;
        }
    }
    for item in &page.items {
        if let Item::Text(run) = item {
            pen.text(run)?;
        }
    }
    pen.close();
    Ok(pen.content)
}

/// Draws while keeping in mind what the viewer already knows, so that nothing is said twice.
struct Pen<'a> {
    height: f64,
    elements: &'a [Element],
    faces: &'a Faces,
    content: Content,
    /// The marked sequence being written, and whether it has an open text object.
    open: Option<(Mark, bool)>,
    font: Option<(Face, f32)>,
    fill: Color,
    stroke_width: Option<f32>,
}

impl<'a> Pen<'a> {
    fn new(height: f64, elements: &'a [Element], faces: &'a Faces) -> Self {
        Pen {
            height,
            elements,
            faces,
            content: Content { ops: Vec::new(), owners: Vec::new() },
            open: None,
            font: None,
            fill: grey(0.0),
            stroke_width: None,
        }
    }

    fn push(&mut self, op: Op) {
        self.content.ops.push(op);
    }

    /// A place on the page, in PDF's axes.
    fn point(&self, x: f64, y: f64) -> Point {
        Point { x: Pt(rounded(x)), y: Pt(rounded(self.height - y)) }
    }

    fn fill(&mut self, fill: &Fill) -> Result<(), RenderError> {
        self.begin(Mark::Artifact, false)?;
        self.colour(grey(rounded(fill.grey)));
        let corner = self.point(fill.x, fill.y + fill.height);
        self.push(Op::DrawRectangle {
            rectangle: Rect {
                x: corner.x,
                y: corner.y,
                width: Pt(rounded(fill.width)),
                height: Pt(rounded(fill.height)),
                mode: Some(PaintMode::Fill),
                winding_order: None,
            },
        });
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), RenderError> {
        self.begin(Mark::Artifact, false)?;
        let width = rounded(line.width);
        if self.stroke_width.replace(width) != Some(width) {
            self.push(Op::SetOutlineThickness { pt: Pt(width) });
        }
        let ends = [line.from, line.to].map(|(x, y)| self.point(x, y));
        let points = ends.map(|p| LinePoint { p, bezier: false }).to_vec();
        self.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
        Ok(())
    }

    fn text(&mut self, run: &TextRun) -> Result<(), RenderError> {
        if run.text.is_empty() {
            return Ok(());
        }
        self.begin(run.mark, true)?;
        self.colour(match run.ink {
            Ink::Black => grey(0.0),
            Ink::Red => Color::Rgb(RED),
        });
        let font = (run.face, rounded(run.size));
        if self.font.replace(font) != Some(font) {
            let handle = PdfFontHandle::External(self.faces.id(run.face)?.clone());
            self.push(Op::SetFont { font: handle, size: Pt(font.1) });
        }
        let Point { x, y } = self.point(run.x, run.y);
        self.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(x, y) });
        self.push(Op::ShowText { items: text_items(run) });
        Ok(())
    }

    fn colour(&mut self, colour: Color) {
        if self.fill != colour {
            self.fill = colour.clone();
            self.push(Op::SetFillColor { col: colour });
        }
    }

    /// Makes sure that what follows belongs to `mark`, and stands in a text object if it is text.
    fn begin(&mut self, mark: Mark, text: bool) -> Result<(), RenderError> {
        if self.open == Some((mark, text)) {
            return Ok(());
        }
        self.close();
        let begin = match mark {
            Mark::Artifact => Op::BeginMarkedContent { tag: "Artifact".into() },
            Mark::Content(element) => self.sequence(element)?,
        };
        self.push(begin);
        if text {
            self.push(Op::StartTextSection);
        }
        self.open = Some((mark, text));
        Ok(())
    }

    /// The next marked sequence of the page, owned by `element`.
    fn sequence(&mut self, element: usize) -> Result<Op, RenderError> {
        let Some(found) = self.elements.get(element) else {
            return Err(RenderError::Pdf(format!("text belongs to element {element}: no such one")));
        };
        let number = i64::try_from(self.content.owners.len()).unwrap_or(i64::MAX);
        self.content.owners.push(element);
        let properties = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]);
        Ok(Op::BeginMarkedContentWithProperties {
            tag: tags::role_name(found.role).to_owned(),
            properties: DictItem::Dict { map: properties },
        })
    }

    fn close(&mut self) {
        if let Some((_, text)) = self.open.take() {
            if text {
                self.push(Op::EndTextSection);
            }
            self.push(Op::EndMarkedContent);
        }
    }
}

fn grey(level: f32) -> Color {
    Color::Greyscale(Greyscale { percent: level, icc_profile: None })
}

/// The characters of a run, with its stretch behind every space.
///
/// Word spacing has no effect on fonts with two-byte codes, so the pen is moved: by thousandths of
/// the font size, and backwards, as PDF has it.
#[expect(clippy::cast_possible_truncation, reason = "printpdf keeps offsets as f32")]
fn text_items(run: &TextRun) -> Vec<TextItem> {
    let drawn: String = run.text.chars().map(as_drawn).collect();
    let offset = (-run.stretch / run.size * 10_000.0).round() / 10.0;
    if offset == 0.0 || !offset.is_finite() {
        return vec![TextItem::Text(drawn)];
    }
    let mut items = Vec::new();
    for word in drawn.split_inclusive(' ') {
        items.push(TextItem::Text(word.to_owned()));
        if word.ends_with(' ') {
            items.push(TextItem::Offset(offset as f32));
        }
    }
    items.pop_if(|item| matches!(item, TextItem::Offset(_))); // nothing follows it
    items
}
