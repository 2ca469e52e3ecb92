//! What is drawn on a page, as the bytes of its content stream, and which element each marked
//! sequence belongs to.
//!
//! printpdf could write these operators too, in five times the time: it keeps each as a value and
//! spells codes byte by byte. Shading comes first, then rules, then text in reading order, so that
//! neither covers text nor breaks the sequence of an element. Here `y` turns from downwards to upwards.

use super::faces::Faces;
use super::{rules, tags};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::page::{Element, Fill, Ink, Item, Line, Mark, Page, TextRun};

/// The red of stamps and marks, dark enough to read on white (contrast 5.9 to 1).
const RED: &str = "0.8 0 0";

/// What a page draws.
pub(super) struct Content {
    /// Operators in order.
    pub bytes: Vec<u8>,
    /// The element of each marked sequence; the index is its number (MCID) on the page.
    pub owners: Vec<usize>,
}

/// Draws one page.
pub(super) fn draw(page: &Page, elements: &[Element], faces: &Faces<'_>) -> Result<Content, RenderError> {
    let mut pen = Pen::new(page.height, elements, faces);
    let (mut lines, mut runs) = (Vec::new(), Vec::new());
    for item in &page.items {
        match item {
            Item::Fill(fill) => pen.fill(fill)?,
            Item::Line(line) => lines.push(*line),
            Item::Text(run) => runs.push(run),
        }
    }
    for line in rules::joined(lines) {
        pen.line(&line)?;
    }
    for run in runs {
        pen.text(run)?;
    }
    pen.close();
    Ok(Content { bytes: pen.bytes, owners: pen.owners })
}

/// A colour as the operands of its operator.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Colour {
    Grey(f64),
    Red,
}

/// Draws while keeping in mind what the viewer already knows, so that nothing is said twice.
struct Pen<'a> {
    height: f64,
    elements: &'a [Element],
    faces: &'a Faces<'a>,
    bytes: Vec<u8>,
    owners: Vec<usize>,
    /// The marked sequence being written, and whether it has an open text object.
    open: Option<(Mark, bool)>,
    font: Option<(Face, f64)>,
    /// Where the last run of the open text object began, in hundredths of a point.
    from: [i64; 2],
    /// Colour of areas and text, colour and strength of lines.
    fill: Colour,
    stroke: (Colour, Option<f64>),
}

impl<'a> Pen<'a> {
    fn new(height: f64, elements: &'a [Element], faces: &'a Faces<'a>) -> Self {
        let bytes = Vec::with_capacity(16 << 10);
        Pen {
            height,
            elements,
            faces,
            bytes,
            owners: Vec::new(),
            open: None,
            font: None,
            from: [0; 2],
            fill: Colour::Grey(0.0),
            stroke: (Colour::Grey(0.0), None),
        }
    }

    /// Operands, then the operator.
    fn op(&mut self, operands: &[f64], operator: &str) {
        for operand in operands {
            number(&mut self.bytes, *operand);
            self.bytes.push(b' ');
        }
        self.say(operator);
    }

    fn say(&mut self, words: &str) {
        self.bytes.extend_from_slice(words.as_bytes());
        self.bytes.push(b'\n');
    }

    fn fill(&mut self, fill: &Fill) -> Result<(), RenderError> {
        self.begin(fill.mark, false)?;
        self.colour(Colour::Grey(fill.grey));
        self.op(&[fill.x, self.height - fill.y - fill.height, fill.width, fill.height], "re f");
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), RenderError> {
        self.begin(Mark::Artifact, false)?;
        let colour = colour(line.ink);
        if self.stroke.0 != colour {
            self.stroke.0 = colour;
            match colour {
                Colour::Grey(level) => self.op(&[level], "G"),
                Colour::Red => self.say(&format!("{RED} RG")),
            }
        }
        if self.stroke.1.replace(line.width) != Some(line.width) {
            self.op(&[line.width], "w");
        }
        self.op(&[line.from.0, self.height - line.from.1], "m");
        self.op(&[line.to.0, self.height - line.to.1], "l S");
        Ok(())
    }

    fn text(&mut self, run: &TextRun) -> Result<(), RenderError> {
        if run.text.is_empty() {
            return Ok(());
        }
        self.begin(run.mark, true)?;
        self.colour(colour(run.ink));
        if self.font.replace((run.face, run.size)) != Some((run.face, run.size)) {
            self.bytes.push(b'/');
            self.bytes.extend_from_slice(self.faces.name(run.face)?.as_bytes());
            self.bytes.push(b' ');
            self.op(&[run.size], "Tf");
        }
        self.go_to(run.x, self.height - run.y);
        self.show(run)
    }

    /// From the beginning of the run before in the text object, or from the corner of the page.
    fn go_to(&mut self, x: f64, y: f64) {
        let place = [hundredths(x), hundredths(y)];
        for (to, from) in place.into_iter().zip(self.from) {
            decimal(&mut self.bytes, to - from);
            self.bytes.push(b' ');
        }
        self.from = place;
        self.say("Td");
    }

    /// The characters of a run, with its stretch behind every space and its spread behind every character.
    ///
    /// Word spacing has no effect on fonts with two-byte codes, so the pen is moved: by thousandths of
    /// the font size, and backwards, as PDF has it.
    fn show(&mut self, run: &TextRun) -> Result<(), RenderError> {
        let thousandths = |length: f64| -length / run.size * 1000.0;
        let between = if run.spread.abs() > 1e-9 { thousandths(run.spread) } else { 0.0 };
        let at_space = between + (thousandths(run.stretch) * 10.0).round() / 10.0;
        let moves = between != 0.0 || at_space != 0.0;
        self.bytes.extend_from_slice(if moves { b"[(" } else { b"(" });
        let mut rest = run.text.chars().peekable();
        while let Some(ch) = rest.next() {
            for byte in self.faces.code(run.face, ch)?.to_be_bytes() {
                match byte {
                    b'(' | b')' | b'\\' => self.bytes.extend([b'\\', byte]),
                    b'\r' => self.bytes.extend(b"\\r"),
                    _ => self.bytes.push(byte),
                }
            }
            let offset = if matches!(ch, ' ' | '\u{a0}') { at_space } else { between };
            if offset != 0.0 && rest.peek().is_some() {
                self.bytes.push(b')');
                number(&mut self.bytes, offset);
                self.bytes.push(b'(');
            }
        }
        self.say(if moves { ")]TJ" } else { ")Tj" });
        Ok(())
    }

    fn colour(&mut self, colour: Colour) {
        if self.fill != colour {
            self.fill = colour;
            match colour {
                Colour::Grey(level) => self.op(&[level], "g"),
                Colour::Red => self.say(&format!("{RED} rg")),
            }
        }
    }

    /// Makes sure that what follows belongs to `mark`, and stands in a text object if it is text.
    fn begin(&mut self, mark: Mark, text: bool) -> Result<(), RenderError> {
        if self.open == Some((mark, text)) {
            return Ok(());
        }
        self.close();
        match mark {
            Mark::Artifact => self.say("/Artifact BMC"),
            Mark::Content(element) => self.sequence(element)?,
        }
        if text {
            self.say("BT");
            self.from = [0; 2];
        }
        self.open = Some((mark, text));
        Ok(())
    }

    /// The next marked sequence of the page, owned by `element`.
    fn sequence(&mut self, element: usize) -> Result<(), RenderError> {
        let Some(found) = self.elements.get(element) else {
            return Err(RenderError::Pdf(format!("text belongs to element {element}: no such one")));
        };
        self.bytes.push(b'/');
        self.bytes.extend_from_slice(tags::role_name(found.role).as_bytes());
        self.bytes.extend_from_slice(b" <</MCID ");
        whole(&mut self.bytes, self.owners.len() as u64);
        self.say(">> BDC");
        self.owners.push(element);
        Ok(())
    }

    fn close(&mut self) {
        if let Some((_, text)) = self.open.take() {
            self.say(if text { "ET EMC" } else { "EMC" });
        }
    }
}

fn colour(ink: Ink) -> Colour {
    match ink {
        Ink::Black => Colour::Grey(0.0),
        Ink::Red => Colour::Red,
    }
}

/// A length in hundredths of a point.
#[expect(clippy::cast_possible_truncation, reason = "lengths on paper; `check` has seen that they are numbers")]
fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

/// A number to two decimals.
fn number(out: &mut Vec<u8>, value: f64) {
    decimal(out, hundredths(value));
}

/// Hundredths as a number, without needless digits and never minus zero.
fn decimal(out: &mut Vec<u8>, hundredths: i64) {
    if hundredths < 0 {
        out.push(b'-');
    }
    let size = hundredths.unsigned_abs();
    whole(out, size / 100);
    let [tens, ones] = [size / 10 % 10, size % 10].map(|digit| b'0' + u8::try_from(digit).unwrap_or(0));
    if (tens, ones) != (b'0', b'0') {
        out.extend([b'.', tens]);
        if ones != b'0' {
            out.push(ones);
        }
    }
}

/// A whole number in decimal digits.
pub(super) fn whole(out: &mut Vec<u8>, value: u64) {
    if value >= 10 {
        whole(out, value / 10);
    }
    out.push(b'0' + u8::try_from(value % 10).unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact_to_two_decimals() {
        let shown = |value| {
            let mut out = Vec::new();
            number(&mut out, value);
            String::from_utf8(out).unwrap_or_default()
        };
        let cases = [(0.0, "0"), (-0.001, "0"), (1.005, "1"), (12.5, "12.5"), (841.89, "841.89"), (-3.07, "-3.07"), (1000.0, "1000")];
        for (value, expected) in cases {
            assert_eq!(shown(value), expected, "{value}");
        }
    }
}
