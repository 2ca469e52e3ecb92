//! Total-fit line breaking over syllables, without hyphenation: of all ways to break a paragraph,
//! the one with the most even spaces.

use crate::error::RenderError;
use crate::fonts::{Face, Fonts};
use crate::page::{Ink, Item, Mark, TextRun};

/// How lines are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Both edges straight, the last line at its natural width.
    Justified,
    /// Left edge straight.
    Left,
    /// Right edge straight.
    Right,
    /// Centred.
    Centre,
}

/// Text in one face.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Text.
    pub text: String,
    /// Face.
    pub face: Face,
}

/// Where and how a paragraph is set.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Left edge on the page.
    pub left: f64,
    /// Width of the lines.
    pub width: f64,
    /// Indent of the first line.
    pub indent: f64,
    /// Type size.
    pub size: f64,
    /// Setting.
    pub setting: Setting,
}

/// A line: its runs with `y` still at 0.
#[derive(Debug, Clone)]
pub struct SetLine {
    /// Runs from the left.
    pub runs: Vec<TextRun>,
    /// Left end of the ink.
    pub left: f64,
    /// Natural or stretched width of the ink.
    pub width: f64,
}

impl SetLine {
    /// The runs as items with their baseline at `y`.
    pub fn items(&self, y: f64) -> impl Iterator<Item = Item> + '_ {
        self.runs.iter().map(move |run| Item::Text(TextRun { y, ..run.clone() }))
    }
}

/// A word: pieces that do not break.
#[derive(Debug, Clone, Default)]
struct Word {
    pieces: Vec<Piece>,
    width: f64,
    /// Non-breaking spaces inside, stretched like the others.
    inner: usize,
    /// A further letter of a word that is wider than the line: no space stands before it.
    joined: bool,
}

/// Spaces between words, none before letters of a word cut in pieces.
fn spaces(words: &[Word]) -> usize {
    words.iter().skip(1).filter(|word| !word.joined).count()
}

/// How far a space may shrink, as a part of its width.
const SHRINK: f64 = 0.25;

/// Sets a paragraph.
pub fn set(fonts: &Fonts, pieces: &[Piece], measure: Measure, mark: Mark) -> Result<Vec<SetLine>, RenderError> {
    let words = split_long(fonts, words(fonts, pieces, measure.size)?, measure)?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let face = words[0].pieces.first().map_or(Face::Regular, |piece| piece.face);
    let space = fonts.width(face, measure.size, " ")?;
    let breaks = break_points(&words, space, measure);
    let mut lines = Vec::with_capacity(breaks.len());
    let mut start = 0;
    for (index, end) in breaks.iter().enumerate() {
        let last = index + 1 == breaks.len();
        let cut = words.get(*end).is_some_and(|next| next.joined);
        lines.push(line(fonts, &words[start..*end], space, measure, mark, [index == 0, last, cut])?);
        start = *end;
    }
    Ok(lines)
}

/// Widest word and natural width of a text, to size the columns of a table.
pub fn extent(fonts: &Fonts, pieces: &[Piece], size: f64) -> Result<(f64, f64), RenderError> {
    let words = words(fonts, pieces, size)?;
    let face = pieces.first().map_or(Face::Regular, |piece| piece.face);
    let space = fonts.width(face, size, " ")?;
    let widest = words.iter().map(|word| word.width).fold(0.0, f64::max);
    let natural = words.iter().map(|word| word.width + space).sum::<f64>() - space;
    Ok((widest, natural.max(0.0)))
}

fn words(fonts: &Fonts, pieces: &[Piece], size: f64) -> Result<Vec<Word>, RenderError> {
    let mut words = Vec::new();
    let mut word = Word::default();
    for piece in pieces {
        for (index, part) in piece.text.split(' ').enumerate() {
            if index > 0 && !word.pieces.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if !part.is_empty() {
                word.width += fonts.width(piece.face, size, part)?;
                word.inner += part.matches('\u{a0}').count();
                match word.pieces.last_mut() {
                    Some(last) if last.face == piece.face => last.text.push_str(part),
                    _ => word.pieces.push(Piece { text: part.to_owned(), face: piece.face }),
                }
            }
        }
    }
    if !word.pieces.is_empty() {
        words.push(word);
    }
    Ok(words)
}

/// Takes words that are wider than a line apart, so that a line may end between any two of their letters.
fn split_long(fonts: &Fonts, words: Vec<Word>, measure: Measure) -> Result<Vec<Word>, RenderError> {
    let limit = (measure.width - measure.indent).max(measure.size);
    let mut whole = Vec::with_capacity(words.len());
    for word in words {
        if word.width <= limit {
            whole.push(word);
            continue;
        }
        let mut joined = false;
        for piece in &word.pieces {
            for ch in piece.text.chars() {
                let text = ch.to_string();
                let width = fonts.width(piece.face, measure.size, &text)?;
                let inner = usize::from(ch == '\u{a0}');
                whole.push(Word { pieces: vec![Piece { text, face: piece.face }], width, inner, joined });
                joined = true;
            }
        }
    }
    Ok(whole)
}

/// Ends of the lines, as numbers of words, by dynamic programming over prefix sums.
fn break_points(words: &[Word], space: f64, measure: Measure) -> Vec<usize> {
    let count = words.len();
    let (mut widths, mut inners, mut gaps) = (vec![0.0; count + 1], vec![0; count + 1], vec![0; count + 1]);
    for (index, word) in words.iter().enumerate() {
        widths[index + 1] = widths[index] + word.width;
        inners[index + 1] = inners[index] + word.inner;
        gaps[index + 1] = gaps[index] + usize::from(!word.joined);
    }
    let mut best = vec![(f64::INFINITY, 0); count + 1];
    best[0].0 = 0.0;
    for start in 0..count {
        if !best[start].0.is_finite() {
            continue;
        }
        let target = measure.width - if start == 0 { measure.indent } else { 0.0 };
        for end in start + 1..=count {
            let between = gaps[end] - gaps[start + 1];
            let natural = widths[end] - widths[start] + as_f64(between) * space;
            let gaps = as_f64(between + inners[end] - inners[start]);
            let slack = target - natural;
            let shrinks = if measure.setting == Setting::Justified { gaps * space * SHRINK } else { 0.0 };
            if slack < -shrinks - 1e-6 && end > start + 1 {
                break;
            }
            let cost = best[start].0 + cost(slack, gaps * space, target, end == count, measure.setting);
            if cost < best[end].0 {
                best[end] = (cost, start);
            }
        }
    }
    let mut breaks = Vec::new();
    let mut end = count;
    while end > 0 {
        breaks.push(end);
        end = best[end].1;
    }
    breaks.reverse();
    breaks
}

/// How bad a line with this slack is.
fn cost(slack: f64, stretchable: f64, target: f64, last: bool, setting: Setting) -> f64 {
    let ratio = match setting {
        Setting::Justified if stretchable > 0.0 => slack / stretchable,
        Setting::Justified => slack / target * 20.0,
        // Ragged and centred lines: even lengths, few lines.
        _ => slack / target * 4.0,
    };
    if last && slack >= 0.0 {
        let nearly_empty = target - slack < target * 0.12;
        return if nearly_empty { 60.0 } else { 1.0 };
    }
    (1.0 + 10.0 * ratio.abs().powi(3)).powi(2)
}

fn line(
    fonts: &Fonts,
    words: &[Word],
    space: f64,
    measure: Measure,
    mark: Mark,
    [first, last, cut]: [bool; 3],
) -> Result<SetLine, RenderError> {
    let indent = if first { measure.indent } else { 0.0 };
    let target = measure.width - indent;
    let gaps = spaces(words) + words.iter().map(|word| word.inner).sum::<usize>();
    let natural = words.iter().map(|word| word.width).sum::<f64>() + as_f64(spaces(words)) * space;
    let slack = target - natural;
    let justify = measure.setting == Setting::Justified && gaps > 0 && (!last || slack < 0.0);
    let stretch = if justify { slack / as_f64(gaps) } else { 0.0 };
    let width = if justify { target } else { natural };
    let left = measure.left
        + match measure.setting {
            Setting::Justified | Setting::Left => indent,
            Setting::Right => target - width,
            Setting::Centre => (target - width) / 2.0,
        };
    let runs = runs(fonts, words, measure.size, stretch, left, mark, cut)?;
    Ok(SetLine { runs, left, width })
}

/// Joins words into runs of one face; the line ends with a space so that lines do not read as one word,
/// unless it ends inside a word.
fn runs(fonts: &Fonts, words: &[Word], size: f64, stretch: f64, left: f64, mark: Mark, cut: bool) -> Result<Vec<TextRun>, RenderError> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        for piece in &word.pieces {
            match pieces.last_mut() {
                Some(last) if last.face == piece.face => last.text.push_str(&piece.text),
                _ => pieces.push(piece.clone()),
            }
        }
        let goes_on = words.get(index + 1).map_or(cut, |next| next.joined);
        if let Some(last) = pieces.last_mut().filter(|_| !goes_on) {
            last.text.push(' ');
        }
    }
    let mut x = left;
    let mut runs = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let spaces = piece.text.chars().filter(|ch| matches!(ch, ' ' | '\u{a0}')).count();
        let width = fonts.width(piece.face, size, &piece.text)? + as_f64(spaces) * stretch;
        runs.push(TextRun { x, y: 0.0, face: piece.face, size, text: piece.text, stretch, ink: Ink::Black, mark });
        x += width;
    }
    Ok(runs)
}

/// A small count as a length factor.
#[expect(clippy::cast_precision_loss, reason = "counts of words on a line")]
pub fn as_f64(count: usize) -> f64 {
    count as f64
}
