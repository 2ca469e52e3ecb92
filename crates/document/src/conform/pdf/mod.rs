//! Reads a PDF within bounds: letters with their places and looks, drawn lines, pages.
//!
//! `lexer` cuts contents into operators, `cmap` and `font` turn codes into letters, `content` follows the operators,
//! `lines` puts letters together, `weight` bounds the memory of objects. lopdf reads the structure of the file, nothing of the text.

mod cmap;
mod content;
mod font;
mod lexer;
mod lines;
mod weight;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::limits::{FAILED_STREAM, MOST_CONTENT, MOST_GLYPHS, MOST_PAGES, MOST_PIECE, MOST_STREAM, MOST_WEIGHT};
use super::paper::{Paper, Sheet, Stroke};
use super::{FileKind, Unreadable};
use content::{Drawn, Interpreter};

pub use lines::MARKS;

/// Part of a page that a picture takes where it stands for the page.
const SCANNED: f64 = 0.5;

/// A matrix `[a b c d e f]`.
type Matrix = [f64; 6];

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Paper, Unreadable> {
    if has(bytes, b"/Encrypt") {
        return Err(Unreadable::Encrypted);
    }
    if weight::weight(bytes) > MOST_WEIGHT {
        return Err(Unreadable::TooLarge);
    }
    let options = LoadOptions { max_decompressed_size: Some(MOST_PIECE), filter: Some(weight::pass), ..LoadOptions::default() };
    weight::begin();
    let document = Document::load_mem_with_options(bytes, options);
    if weight::overrun() {
        return Err(Unreadable::TooLarge);
    }
    let document = document.map_err(|_| Unreadable::Broken)?;
    if document.is_encrypted() {
        return Err(Unreadable::Encrypted);
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(Unreadable::Broken);
    }
    if pages.len() > MOST_PAGES {
        return Err(Unreadable::TooLarge);
    }
    let file = File { document: &document };
    let mut interpreter = Interpreter::new(file);
    let mut paper = Paper { kind: FileKind::Pdf, sheets: Vec::new(), lines: Vec::new(), strokes: Vec::new(), faces: Vec::new() };
    let (mut content, mut letters, mut pictures) = (0, 0, 0);
    for (index, id) in pages.values().enumerate() {
        let Some(page) = file.page(*id) else { return Err(Unreadable::Broken) };
        let (stream, cost) = file.contents(page.dictionary, MOST_CONTENT - content);
        content += cost;
        if content >= MOST_CONTENT {
            return Err(Unreadable::TooLarge);
        }
        let drawn = interpreter.page(&stream, page.resources.as_ref(), page.matrix).ok_or(Unreadable::TooLarge)?;
        letters += drawn.glyphs.len();
        if letters > MOST_GLYPHS {
            return Err(Unreadable::TooLarge);
        }
        pictures += usize::from(drawn.pictures > SCANNED * page.width * page.height);
        take(&mut paper, index, &page, drawn);
    }
    paper.faces = interpreter.into_faces();
    if letters == 0 {
        return Err(if pictures > 0 { Unreadable::Scan } else { Unreadable::Empty });
    }
    Ok(paper)
}

fn take(paper: &mut Paper, index: usize, page: &Page<'_>, drawn: Drawn) {
    let millimetres = 25.4 / 72.0;
    paper.sheets.push(Sheet { width: page.width * millimetres, height: page.height * millimetres, margins: None, numbering: None });
    paper.strokes.extend(drawn.strokes.iter().map(|stroke| Stroke {
        sheet: index,
        from: stroke.from * millimetres,
        to: stroke.to * millimetres,
        y: stroke.y * millimetres,
        dashed: stroke.dashed,
        colour: stroke.colour,
    }));
    paper.lines.extend(lines::lines(drawn.glyphs, index, page.width));
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// A page with what it inherits.
struct Page<'a> {
    dictionary: &'a Dictionary,
    resources: Option<Dictionary>,
    /// From the page's own space to points from the left upper corner as shown.
    matrix: Matrix,
    width: f64,
    height: f64,
}

/// The objects of a file.
#[derive(Clone, Copy)]
struct File<'a> {
    document: &'a Document,
}

impl<'a> File<'a> {
    /// What a reference leads to.
    fn resolve<'b>(self, object: &'b Object) -> Option<&'b Object>
    where
        'a: 'b,
    {
        self.document.dereference(object).ok().map(|(_, object)| object)
    }

    fn get<'b>(self, dictionary: &'b Dictionary, key: &[u8]) -> Option<&'b Object>
    where
        'a: 'b,
    {
        self.resolve(dictionary.get(key).ok()?)
    }

    fn dictionary<'b>(self, dictionary: &'b Dictionary, key: &[u8]) -> Option<&'b Dictionary>
    where
        'a: 'b,
    {
        self.get(dictionary, key)?.as_dict().ok()
    }

    fn number(self, object: &Object) -> Option<f64> {
        self.resolve(object)?.as_float().ok().map(f64::from).filter(|number| number.is_finite())
    }

    fn numbers(self, object: &Object) -> Vec<f64> {
        let Some(array) = self.resolve(object).and_then(|object| object.as_array().ok()) else { return Vec::new() };
        array.iter().take(64).filter_map(|item| self.number(item)).collect()
    }

    /// The contents of a page, one stream after the other, and what they count for.
    fn contents(self, page: &'a Dictionary, most: usize) -> (Vec<u8>, usize) {
        let mut all = Vec::new();
        let mut cost = 0;
        let mut add = |object: &'a Object| {
            if let Some(stream) = self.resolve(object).and_then(|object| object.as_stream().ok())
                && cost < most
            {
                let content = unpacked(stream, most - cost);
                cost += content.as_ref().map_or(FAILED_STREAM, Vec::len) + 1;
                all.extend(content.unwrap_or_default());
                all.push(b'\n');
            }
        };
        match self.get(page, b"Contents") {
            Some(Object::Array(streams)) => streams.iter().take(10_000).for_each(add),
            Some(Object::Stream(_)) => {
                if let Ok(reference) = page.get(b"Contents") {
                    add(reference);
                }
            }
            _ => {}
        }
        (all, cost)
    }

    /// A page; what it does not say itself, its ancestors say.
    fn page(self, id: ObjectId) -> Option<Page<'a>> {
        let dictionary = self.document.get_object(id).ok()?.as_dict().ok()?;
        let inherited = |key: &[u8]| {
            let mut node = dictionary;
            for _ in 0..32 {
                if let Some(found) = self.get(node, key) {
                    return Some(found);
                }
                node = self.dictionary(node, b"Parent")?;
            }
            None
        };
        let frame = [&b"CropBox"[..], b"MediaBox"].iter().find_map(|key| {
            let numbers = self.numbers(inherited(key)?);
            <[f64; 4]>::try_from(numbers).ok()
        });
        let [x0, y0, x1, y1] = frame.unwrap_or([0.0, 0.0, 612.0, 792.0]);
        let (left, bottom, right, top) = (x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1));
        let (width, height) = (right - left, top - bottom);
        let unit = self.get(dictionary, b"UserUnit").and_then(|unit| self.number(unit)).filter(|unit| *unit > 0.0).unwrap_or(1.0);
        let turned = inherited(b"Rotate").and_then(|turn| self.number(turn)).unwrap_or(0.0).rem_euclid(360.0);
        let upright = [1.0, 0.0, 0.0, -1.0, -left, top];
        let quarter = |steps: u8| match steps {
            1 => ([0.0, 1.0, -1.0, 0.0, height, 0.0], height, width),
            2 => ([-1.0, 0.0, 0.0, -1.0, width, height], width, height),
            3 => ([0.0, -1.0, 1.0, 0.0, 0.0, width], height, width),
            _ => ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], width, height),
        };
        let steps = [90.0, 180.0, 270.0].iter().position(|angle| (turned - angle).abs() < 1.0).map_or(0, |at| at + 1);
        let (turn, width, height) = quarter(u8::try_from(steps).unwrap_or(0));
        let matrix = multiply(multiply(upright, turn), [unit, 0.0, 0.0, unit, 0.0, 0.0]);
        let resources = inherited(b"Resources").and_then(|resources| resources.as_dict().ok()).cloned();
        Some(Page { dictionary, resources, matrix, width: width * unit, height: height * unit })
    }
}

/// The bytes of a stream; `None` where it is broken or too large.
fn unpacked(stream: &Stream, most: usize) -> Option<Vec<u8>> {
    if stream.dict.get(b"Filter").is_err() {
        return stream.content.get(..stream.content.len().min(most)).map(<[u8]>::to_vec);
    }
    stream.decompressed_content_with_limit(most.min(MOST_STREAM)).ok()
}

/// First `a`, then `b`.
fn multiply(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Where a point comes to stand.
fn apply(matrix: Matrix, x: f64, y: f64) -> (f64, f64) {
    (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
}

/// Entries by name.
type Names<T> = BTreeMap<Vec<u8>, T>;
