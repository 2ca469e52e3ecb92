//! Follows the operators of a page: where each letter stands and how it looks, which lines are drawn, how much
//! of the page pictures take.

use lopdf::{Dictionary, Object, ObjectId};

use super::font::Font;
use super::lexer::{Lexer, Operand};
use super::{File, Matrix, Names, apply, multiply, unpacked};
use crate::conform::limits::{FAILED_STREAM, MOST_DEPTH, MOST_FONTS, MOST_GLYPHS, MOST_OPERATORS, MOST_STREAM};
use crate::conform::paper::FaceUse;

/// A letter on a page; points from the left upper corner.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// What it says; nothing where the file does not tell.
    pub letters: String,
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Baseline.
    pub y: f64,
    /// Size as shown.
    pub size: f64,
    /// Index of the face.
    pub face: usize,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Colour.
    pub colour: [f64; 3],
}

/// A drawn horizontal line, points.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    pub from: f64,
    pub to: f64,
    pub y: f64,
    pub dashed: bool,
    pub colour: [f64; 3],
}

/// What stands on a page.
#[derive(Debug, Default)]
pub struct Drawn {
    pub glyphs: Vec<Glyph>,
    pub strokes: Vec<Stroke>,
    /// Area of pictures, square points.
    pub pictures: f64,
}

/// Thickest filled bar that is a line.
const THICKEST: f64 = 3.0;
/// Shortest line that is looked at.
const SHORTEST: f64 = 3.0;
/// Points of a path that are kept.
const MOST_POINTS: usize = 10_000;
/// Lines of a page that are kept.
const MOST_STROKES: usize = 100_000;
/// Operators that a font counts for that no reference names.
const DIRECT_FONT: usize = 50_000;
/// Saved states.
const MOST_SAVED: usize = 256;

#[derive(Debug, Clone)]
struct State {
    matrix: Matrix,
    fill: [f64; 3],
    stroke: [f64; 3],
    dashed: bool,
    font: Option<usize>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    hidden: bool,
}

impl State {
    fn new(matrix: Matrix) -> Self {
        Self {
            matrix,
            fill: [0.0; 3],
            stroke: [0.0; 3],
            dashed: false,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            hidden: false,
        }
    }
}

/// Follows pages; fonts are read once a file.
pub struct Interpreter<'a> {
    file: File<'a>,
    fonts: Vec<(Font, usize)>,
    known: std::collections::HashMap<ObjectId, usize>,
    faces: Vec<FaceUse>,
    operators: usize,
    glyphs: usize,
}

impl<'a> Interpreter<'a> {
    pub fn new(file: File<'a>) -> Self {
        Self { file, fonts: Vec::new(), known: std::collections::HashMap::new(), faces: Vec::new(), operators: 0, glyphs: 0 }
    }

    /// The faces met so far.
    pub fn into_faces(self) -> Vec<FaceUse> {
        self.faces
    }

    /// What stands on a page; `None` when the file takes more than the bounds allow.
    pub fn page(&mut self, content: &[u8], resources: Option<&Dictionary>, matrix: Matrix) -> Option<Drawn> {
        let mut drawn = Drawn::default();
        self.run(content, resources, State::new(matrix), 0, &mut drawn)?;
        Some(drawn)
    }

    fn run(&mut self, content: &[u8], resources: Option<&Dictionary>, start: State, depth: usize, drawn: &mut Drawn) -> Option<()> {
        let mut lexer = Lexer::new(content);
        let mut operands = Vec::new();
        let mut names: Names<usize> = Names::new();
        let mut run = Run { state: start, saved: Vec::new(), text: IDENTITY, line: IDENTITY, path: Vec::new(), open: None };
        while let Some(operator) = lexer.next(&mut operands) {
            self.operators += 1;
            if self.operators > MOST_OPERATORS || self.glyphs > MOST_GLYPHS || self.fonts.len() > MOST_FONTS {
                return None;
            }
            let number = |at: usize| match operands.get(at) {
                Some(Operand::Number(number)) => *number,
                _ => 0.0,
            };
            match operator {
                b"Tf" => {
                    run.state.size = number(1);
                    if let Some(Operand::Name(name)) = operands.first() {
                        run.state.font = match names.get(name) {
                            Some(font) => Some(*font),
                            None => self.font(resources, name).inspect(|font| {
                                names.insert(name.clone(), *font);
                            }),
                        };
                    }
                }
                b"Tj" => self.show(&mut run, operands.first(), drawn),
                b"'" => {
                    run.next_line();
                    self.show(&mut run, operands.first(), drawn);
                }
                b"\"" => {
                    (run.state.word_space, run.state.letter_space) = (number(0), number(1));
                    run.next_line();
                    self.show(&mut run, operands.get(2), drawn);
                }
                b"TJ" => {
                    if let Some(Operand::Array(entries)) = operands.first() {
                        for entry in entries {
                            if let Operand::Number(shift) = entry {
                                let by = -shift / 1000.0 * run.state.size * run.state.stretch;
                                run.text = multiply([1.0, 0.0, 0.0, 1.0, by, 0.0], run.text);
                            } else {
                                self.show(&mut run, Some(entry), drawn);
                            }
                        }
                    }
                }
                b"Do" => self.object(resources, operands.first(), &run.state, depth, drawn)?,
                other => run.plain(other, &operands, drawn),
            }
        }
        Some(())
    }

    /// A form or a picture.
    fn object(
        &mut self,
        resources: Option<&Dictionary>,
        name: Option<&Operand>,
        state: &State,
        depth: usize,
        drawn: &mut Drawn,
    ) -> Option<()> {
        let Some(Operand::Name(name)) = name else { return Some(()) };
        let file = self.file;
        let object = resources.and_then(|resources| file.dictionary(resources, b"XObject")).and_then(|objects| file.get(objects, name));
        let Some(Object::Stream(stream)) = object else { return Some(()) };
        match stream.dict.get(b"Subtype").ok().and_then(|kind| kind.as_name().ok()) {
            Some(b"Image") => {
                let [a, b, c, d, ..] = state.matrix;
                drawn.pictures += (a * d - b * c).abs();
            }
            Some(b"Form") if depth < MOST_DEPTH => {
                let own = stream.dict.get(b"Matrix").map(|matrix| file.numbers(matrix)).unwrap_or_default();
                let own = <Matrix>::try_from(own).unwrap_or(IDENTITY);
                let inside = State { matrix: multiply(own, state.matrix), ..state.clone() };
                let content = unpacked(stream, MOST_STREAM);
                self.operators += content.as_ref().map_or(FAILED_STREAM / 16, |content| content.len() / 64);
                let own = file.dictionary(&stream.dict, b"Resources").or(resources);
                self.run(&content.unwrap_or_default(), own, inside, depth + 1, drawn)?;
            }
            _ => {}
        }
        Some(())
    }

    /// The font of a name; read once.
    fn font(&mut self, resources: Option<&Dictionary>, name: &[u8]) -> Option<usize> {
        let fonts = self.file.dictionary(resources?, b"Font")?;
        let entry = fonts.get(name).ok()?;
        let id = entry.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return Some(*known);
        }
        let font = Font::read(self.file, self.file.resolve(entry)?.as_dict().ok()?);
        let face = self.faces.iter().position(|face| *face == font.face).unwrap_or_else(|| {
            self.faces.push(font.face.clone());
            self.faces.len() - 1
        });
        self.fonts.push((font, face));
        match id {
            Some(id) => {
                self.known.insert(id, self.fonts.len() - 1);
            }
            // Written where it is used, it is read again at every use.
            None => self.operators += DIRECT_FONT,
        }
        Some(self.fonts.len() - 1)
    }

    fn show(&mut self, run: &mut Run, text: Option<&Operand>, drawn: &mut Drawn) {
        let (Some(Operand::Text(text)), Some(index)) = (text, run.state.font) else { return };
        let Some((font, face)) = self.fonts.get(index) else { return };
        for code in font.codes(text) {
            let state = &run.state;
            let width = code.width / 1000.0 * state.size;
            let space = state.letter_space + if code.space { state.word_space } else { 0.0 };
            let shown = multiply(multiply([state.stretch, 0.0, 0.0, 1.0, 0.0, state.rise], run.text), state.matrix);
            let (left, y) = apply(shown, 0.0, 0.0);
            let (right, end) = apply(shown, width, 0.0);
            let (_, top) = apply(shown, 0.0, state.size);
            // Only text that runs from the left to the right is read.
            if !state.hidden && right >= left && (end - y).abs() < 0.05 * (right - left).max(1.0) && top < y {
                drawn.glyphs.push(Glyph {
                    letters: code.letters,
                    left,
                    right,
                    y,
                    size: y - top,
                    face: *face,
                    bold: font.bold,
                    italic: font.italic,
                    colour: state.fill,
                });
            }
            self.glyphs += 1;
            if self.glyphs > MOST_GLYPHS {
                return;
            }
            run.text = multiply([1.0, 0.0, 0.0, 1.0, (width + space) * run.state.stretch, 0.0], run.text);
        }
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A piece of content being followed.
struct Run {
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Points of the path, in points from the left upper corner; `true` where a piece begins.
    path: Vec<(f64, f64, bool)>,
    open: Option<(f64, f64)>,
}

impl Run {
    fn next_line(&mut self) {
        self.move_line(0.0, -self.state.leading);
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.line = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn point(&mut self, x: f64, y: f64, begins: bool) {
        if self.path.len() < MOST_POINTS {
            let (x, y) = apply(self.state.matrix, x, y);
            self.path.push((x, y, begins));
            if begins {
                self.open = Some((x, y));
            }
        }
    }

    fn close(&mut self) {
        if let Some((x, y)) = self.open
            && self.path.len() < MOST_POINTS
        {
            self.path.push((x, y, false));
        }
    }

    /// Operators that need no fonts and no objects.
    fn plain(&mut self, operator: &[u8], operands: &[Operand], drawn: &mut Drawn) {
        let n = |at: usize| match operands.get(at) {
            Some(Operand::Number(number)) => *number,
            _ => 0.0,
        };
        match operator {
            b"q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.matrix = multiply([n(0), n(1), n(2), n(3), n(4), n(5)], self.state.matrix),
            b"BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            b"Td" => self.move_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.move_line(n(0), n(1));
            }
            b"Tm" => {
                self.line = [n(0), n(1), n(2), n(3), n(4), n(5)];
                self.text = self.line;
            }
            b"T*" => self.next_line(),
            b"Tc" => self.state.letter_space = n(0),
            b"Tw" => self.state.word_space = n(0),
            b"Tz" => self.state.stretch = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Tr" => self.state.hidden = (n(0) - 3.0).abs() < 0.5,
            b"d" => {
                let dashes = matches!(operands.first(), Some(Operand::Array(dashes)) if dashes.iter().any(|dash| matches!(dash, Operand::Number(length) if *length > 0.0)));
                self.state.dashed = dashes;
            }
            b"g" | b"rg" | b"k" | b"sc" | b"scn" => self.state.fill = colour(operands, self.state.fill),
            b"G" | b"RG" | b"K" | b"SC" | b"SCN" => self.state.stroke = colour(operands, self.state.stroke),
            b"cs" => self.state.fill = [0.0; 3],
            b"CS" => self.state.stroke = [0.0; 3],
            b"m" => self.point(n(0), n(1), true),
            b"l" => self.point(n(0), n(1), false),
            b"c" => self.point(n(4), n(5), false),
            b"v" | b"y" => self.point(n(2), n(3), false),
            b"h" => self.close(),
            b"re" => {
                let (x, y, width, height) = (n(0), n(1), n(2), n(3));
                self.point(x, y, true);
                self.point(x + width, y, false);
                self.point(x + width, y + height, false);
                self.point(x, y + height, false);
                self.close();
            }
            b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => {
                if matches!(operator, b"s" | b"b" | b"b*") {
                    self.close();
                }
                self.strokes(drawn);
            }
            b"f" | b"F" | b"f*" => self.fills(drawn),
            b"n" => self.path.clear(),
            _ => {}
        }
    }

    /// The horizontal lines of a path that is stroked.
    fn strokes(&mut self, drawn: &mut Drawn) {
        for pair in self.path.windows(2) {
            let [(x0, y0, _), (x1, y1, begins)] = pair else { continue };
            if !begins && (y0 - y1).abs() < 0.5 {
                self.add(drawn, (*x0, *x1), f64::midpoint(*y0, *y1), self.state.stroke);
            }
        }
        self.path.clear();
    }

    /// Filled bars that are no thicker than a line.
    fn fills(&mut self, drawn: &mut Drawn) {
        let starts: Vec<usize> = self.path.iter().enumerate().filter(|(_, (_, _, begins))| *begins).map(|(at, _)| at).collect();
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(self.path.len());
            let piece = &self.path[*start..end];
            let low = |pick: fn(&(f64, f64, bool)) -> f64| piece.iter().map(pick).fold(f64::INFINITY, f64::min);
            let high = |pick: fn(&(f64, f64, bool)) -> f64| piece.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
            let (top, bottom) = (low(|point| point.1), high(|point| point.1));
            if bottom - top <= THICKEST {
                self.add(drawn, (low(|point| point.0), high(|point| point.0)), f64::midpoint(top, bottom), self.state.fill);
            }
        }
        self.path.clear();
    }

    fn add(&self, drawn: &mut Drawn, (x0, x1): (f64, f64), y: f64, colour: [f64; 3]) {
        let (from, to) = (x0.min(x1), x0.max(x1));
        if to - from >= SHORTEST && drawn.strokes.len() < MOST_STROKES {
            drawn.strokes.push(Stroke { from, to, y, dashed: self.state.dashed, colour });
        }
    }
}

/// Operands as red, green, blue.
fn colour(operands: &[Operand], before: [f64; 3]) -> [f64; 3] {
    let numbers: Vec<f64> =
        operands.iter().filter_map(|operand| if let Operand::Number(number) = operand { Some(*number) } else { None }).collect();
    match numbers[..] {
        [grey] => [grey; 3],
        [red, green, blue] => [red, green, blue],
        [cyan, magenta, yellow, black] => [cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black)),
        _ => before,
    }
}
