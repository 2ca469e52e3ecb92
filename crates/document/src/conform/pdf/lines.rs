//! Puts letters together: into lines by their baselines, into columns by the gaps between them.

use super::content::Glyph;
use crate::conform::Place;
use crate::conform::fold::fold;
use crate::conform::paper::{Column, Line, Piece};

/// A gap of so many times the size separates columns.
const COLUMN_GAP: f64 = 2.2;
/// On the line of number and date the largest gap does, from so much.
const HEAD_GAP: f64 = 0.8;
/// A gap of so many times the size is a space, where the file has none.
const SPACE_GAP: f64 = 0.18;
/// Marks of lists; the private ones are those of the Symbol faces.
pub const MARKS: [&str; 9] = ["-", "–", "+", "•", "*", "●", "▪", "\u{F0B7}", "\u{F0A7}"];
/// How the two blocks at the right of the head begin; a name at their left may say a part of it.
const RIGHT_BLOCKS: [&str; 2] = ["conghoaxahoichunghia", "doclaptudo"];

/// The lines of a page of this width (points), from top to bottom and left to right.
pub fn lines(mut glyphs: Vec<Glyph>, sheet: usize, width: f64) -> Vec<Line> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    let mut tallest = 0.0_f64;
    for glyph in glyphs {
        // Raised numbers of notes and small differences of baselines belong to the line.
        if row.last().is_some_and(|lowest| glyph.y - lowest.y > 0.38 * tallest.max(glyph.size)) {
            rows.push(std::mem::take(&mut row));
            tallest = 0.0;
        }
        tallest = tallest.max(glyph.size);
        row.push(glyph);
    }
    rows.push(row);
    let mut lines = Vec::new();
    for mut row in rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        let segments = segments(row, sheet == 0);
        let count = segments.len();
        for (index, segment) in segments.into_iter().enumerate() {
            lines.extend(line(&segment, sheet, width, (index, count)));
        }
    }
    lines
}

/// Cuts a row of letters where columns part.
fn segments(row: Vec<Glyph>, first_page: bool) -> Vec<Vec<Glyph>> {
    let gaps = gaps(&row);
    let mut cuts: Vec<usize> = (1..row.len()).filter(|at| gaps[*at] > COLUMN_GAP * row[*at].size).collect();
    if first_page && let Some(at) = right_block(&row) {
        cuts = vec![at];
    } else if first_page && let Some(at) = number_and_date(&row, &gaps) {
        cuts = vec![at];
    }
    // A mark before a paragraph stands apart from it, but is no column.
    cuts.retain(|at| !is_mark(&row[..*at]));
    let mut rest = row;
    let mut pieces = Vec::new();
    for cut in cuts.into_iter().rev() {
        pieces.push(rest.split_off(cut));
    }
    pieces.push(rest);
    pieces.reverse();
    pieces
}

/// Nothing but a mark of a list.
fn is_mark(start: &[Glyph]) -> bool {
    let mut letters = start.iter().map(|glyph| glyph.letters.trim()).filter(|letters| !letters.is_empty());
    letters.next().is_some_and(|mark| MARKS.contains(&mark)) && letters.next().is_none()
}

/// The gap before each letter, spaces not counted as ink.
fn gaps(row: &[Glyph]) -> Vec<f64> {
    let mut before: Option<f64> = None;
    let gap = |glyph: &Glyph| {
        if glyph.letters.trim().is_empty() {
            return 0.0;
        }
        before.replace(glyph.right).map_or(0.0, |right| glyph.left - right)
    };
    row.iter().map(gap).collect()
}

/// Where Quốc hiệu or Tiêu ngữ begins behind something else.
fn right_block(row: &[Glyph]) -> Option<usize> {
    let mut folded = String::new();
    let mut starts = Vec::new();
    for (index, glyph) in row.iter().enumerate() {
        let letters = fold(&glyph.letters).replace(' ', "");
        starts.extend(std::iter::repeat_n(index, letters.len()));
        folded.push_str(&letters);
    }
    RIGHT_BLOCKS.iter().find_map(|words| folded.rfind(words)).and_then(|at| starts.get(at).copied()).filter(|at| *at > 0)
}

/// Where the date begins on the line of the number.
fn number_and_date(row: &[Glyph], gaps: &[f64]) -> Option<usize> {
    let text = fold(&row.iter().map(|glyph| glyph.letters.as_str()).collect::<String>());
    if !text.starts_with("so") || !text.contains("ngay") || !text.contains("thang") {
        return None;
    }
    // Blanks for a number or a day that is not yet given are no gap between the two.
    let symbol = row.iter().position(|glyph| glyph.letters == "/")?;
    let day = (symbol..row.len()).find(|at| row[*at..].iter().take(4).map(|glyph| glyph.letters.as_str()).collect::<String>() == "ngày")?;
    let widest = (symbol + 1..=day).max_by(|a, b| gaps[*a].total_cmp(&gaps[*b]))?;
    (gaps[widest] > HEAD_GAP * row[widest].size).then_some(widest)
}

/// A segment as a line; nothing for one of spaces.
fn line(segment: &[Glyph], sheet: usize, width: f64, (index, count): (usize, usize)) -> Option<Line> {
    let inked = || segment.iter().filter(|glyph| !glyph.letters.trim().is_empty() || glyph.letters.is_empty());
    let left = inked().map(|glyph| glyph.left).fold(f64::INFINITY, f64::min);
    let right = inked().map(|glyph| glyph.right).fold(f64::NEG_INFINITY, f64::max);
    if left > right {
        return None;
    }
    // The line stands where its largest letters stand.
    let base = inked().max_by(|a, b| a.size.total_cmp(&b.size)).map_or(0.0, |glyph| glyph.y);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut before: Option<&Glyph> = None;
    for glyph in segment {
        let spaced = before.is_some_and(|before| {
            glyph.left - before.right > SPACE_GAP * glyph.size
                && !before.letters.ends_with(char::is_whitespace)
                && !glyph.letters.starts_with(char::is_whitespace)
        });
        let letters = if glyph.letters.is_empty() { "\u{FFFD}" } else { &glyph.letters };
        let text = format!("{}{letters}", if spaced { " " } else { "" });
        let piece = Piece {
            text,
            size: glyph.size,
            bold: glyph.bold,
            italic: glyph.italic,
            underlined: false,
            face: glyph.face,
            colour: glyph.colour,
        };
        match pieces.last_mut() {
            Some(last) if same_look(last, &piece) => last.text.push_str(&piece.text),
            _ => pieces.push(piece),
        }
        before = Some(glyph);
    }
    let middle = width / 2.0;
    let column = match (index, count) {
        (0, 1) if left > middle - 15.0 => Column::Right,
        (0, 1) if right < middle => Column::Left,
        (0, 1) => Column::Whole,
        (_, 2) if right < middle + 60.0 && index == 0 => Column::Left,
        (_, 2) => Column::Right,
        _ => Column::Cell,
    };
    let millimetres = 25.4 / 72.0;
    let bounds = [left, right, base].map(|length| length * millimetres);
    let place = Place::Page { page: sheet + 1, x_mm: tenth(bounds[0]), y_mm: tenth(bounds[2]) };
    Some(Line { pieces, sheet, place, column, bounds: Some(bounds), setting: None, rule: None })
}

fn same_look(one: &Piece, other: &Piece) -> bool {
    let colour = one.colour.iter().zip(&other.colour).all(|(a, b)| (a - b).abs() < 0.02);
    (one.size - other.size).abs() < 0.05 && one.bold == other.bold && one.italic == other.italic && one.face == other.face && colour
}

/// Rounded to a tenth.
fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
