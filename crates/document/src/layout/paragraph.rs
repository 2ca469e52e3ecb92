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
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// Text.
    pub text: &'a str,
    /// Face.
    pub face: Face,
    /// What it belongs to, if not to the paragraph: a link, the number of a note.
    pub mark: Option<Mark>,
    /// Set small and high, as the numbers of notes are.
    pub raised: bool,
}

/// Size of raised text, as a part of the paragraph's.
const RAISED_SIZE: f64 = 0.6;
/// How high it stands above the baseline, as a part of the paragraph's size.
const RAISED_BY: f64 = 0.36;

impl<'a> Piece<'a> {
    /// Text of the paragraph itself.
    pub fn plain(text: &'a str, face: Face) -> Self {
        Self { text, face, mark: None, raised: false }
    }

    fn size(&self, size: f64) -> f64 {
        if self.raised { size * RAISED_SIZE } else { size }
    }

    fn goes_with(&self, other: &Self) -> bool {
        self.face == other.face && self.mark == other.mark && self.raised == other.raised
    }
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
    pub fn items(self, y: f64) -> impl Iterator<Item = Item> {
        self.runs.into_iter().map(move |run| Item::Text(TextRun { y: y + run.y, ..run }))
    }
}

/// A word: pieces that do not break. Nearly every word is one piece.
#[derive(Debug, Clone)]
struct Word<'a> {
    first: Piece<'a>,
    others: Vec<Piece<'a>>,
    width: f64,
    /// Non-breaking spaces inside, stretched like the others.
    inner: usize,
    /// A further letter of a word that is wider than the line: no space stands before it.
    joined: bool,
}

impl<'a> Word<'a> {
    fn pieces(&self) -> impl Iterator<Item = &Piece<'a>> {
        std::iter::once(&self.first).chain(&self.others)
    }
}

/// Spaces between words, none before letters of a word cut in pieces.
fn spaces(words: &[Word<'_>]) -> usize {
    words.iter().skip(1).filter(|word| !word.joined).count()
}

/// How far a space may shrink, as a part of its width.
const SHRINK: f64 = 0.25;
/// What the gap between two letters gives in a line without spaces, as a part of what a space gives.
const LETTERS_GIVE: f64 = 0.3;

/// Sets a paragraph.
pub fn set(fonts: &Fonts, pieces: &[Piece<'_>], measure: Measure, mark: Mark) -> Result<Vec<SetLine>, RenderError> {
    let words = split_long(fonts, words(fonts, pieces, measure.size)?, measure)?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let face = words[0].first.face;
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
pub fn extent(fonts: &Fonts, pieces: &[Piece<'_>], size: f64) -> Result<(f64, f64), RenderError> {
    let words = words(fonts, pieces, size)?;
    let face = pieces.first().map_or(Face::Regular, |piece| piece.face);
    let space = fonts.width(face, size, " ")?;
    let widest = words.iter().map(|word| word.width).fold(0.0, f64::max);
    let natural = words.iter().map(|word| word.width + space).sum::<f64>() - space;
    Ok((widest, natural.max(0.0)))
}

fn words<'a>(fonts: &Fonts, pieces: &[Piece<'a>], size: f64) -> Result<Vec<Word<'a>>, RenderError> {
    let mut words: Vec<Word<'a>> = Vec::new();
    let mut open = false;
    for piece in pieces {
        for (index, text) in piece.text.split(' ').enumerate() {
            open &= index == 0;
            if text.is_empty() {
                continue;
            }
            let part = Piece { text, ..*piece };
            let width = fonts.width(part.face, part.size(size), text)?;
            let inner = text.matches('\u{a0}').count();
            match words.last_mut().filter(|_| open) {
                Some(word) => {
                    word.others.push(part);
                    word.width += width;
                    word.inner += inner;
                }
                None => words.push(Word { first: part, others: Vec::new(), width, inner, joined: false }),
            }
            open = true;
        }
    }
    Ok(words)
}

/// A word wider than this part of a justified line is taken apart: kept whole, it could leave a single
/// letter on the line before, which nothing can stretch.
const LONG: f64 = 0.75;

/// Takes words that are wider than a line apart, so that a line may end between any two of their letters.
fn split_long<'a>(fonts: &Fonts, words: Vec<Word<'a>>, measure: Measure) -> Result<Vec<Word<'a>>, RenderError> {
    let part = if measure.setting == Setting::Justified { LONG } else { 1.0 };
    let limit = ((measure.width - measure.indent) * part).max(measure.size);
    if words.iter().all(|word| word.width <= limit) {
        return Ok(words);
    }
    let mut whole = Vec::with_capacity(words.len());
    for word in words {
        if word.width <= limit {
            whole.push(word);
            continue;
        }
        let mut joined = false;
        for piece in word.pieces() {
            for (at, ch) in piece.text.char_indices() {
                let first = Piece { text: &piece.text[at..at + ch.len_utf8()], ..*piece };
                let width = fonts.width(piece.face, piece.size(measure.size), first.text)?;
                let inner = usize::from(ch == '\u{a0}');
                whole.push(Word { first, others: Vec::new(), width, inner, joined });
                joined = true;
            }
        }
    }
    Ok(whole)
}

/// Ends of the lines, as numbers of words, by dynamic programming over prefix sums.
fn break_points(words: &[Word<'_>], space: f64, measure: Measure) -> Vec<usize> {
    let count = words.len();
    let (mut widths, mut inners, mut gaps) = (vec![0.0; count + 1], vec![0; count + 1], vec![0; count + 1]);
    let mut letters = vec![0; count + 1];
    for (index, word) in words.iter().enumerate() {
        widths[index + 1] = widths[index] + word.width;
        inners[index + 1] = inners[index] + word.inner;
        gaps[index + 1] = gaps[index] + usize::from(!word.joined);
        letters[index + 1] = letters[index] + word.pieces().map(|piece| piece.text.chars().count()).sum::<usize>();
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
            // Without any space the letters give way instead, and less willingly.
            let between_letters = as_f64(letters[end] - letters[start] - 1) * LETTERS_GIVE;
            let gives = space * if gaps > 0.0 { gaps } else { between_letters };
            let cost = best[start].0 + cost(slack, gives, target, end == count, measure.setting);
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
        // A single letter cannot be made to fill a line.
        Setting::Justified if last => 0.0,
        Setting::Justified => return 1e20,
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
    words: &[Word<'_>],
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
    // A line without any space, before more of its paragraph, is spread between its letters.
    let letters: usize = words.iter().flat_map(Word::pieces).map(|piece| piece.text.chars().count()).sum();
    let alone = measure.setting == Setting::Justified && gaps == 0 && !last && letters > 1;
    let spread = if alone { slack / as_f64(letters - 1) } else { 0.0 };
    let width = if justify || alone { target } else { natural };
    let left = measure.left
        + match measure.setting {
            Setting::Justified | Setting::Left => indent,
            Setting::Right => target - width,
            Setting::Centre => (target - width) / 2.0,
        };
    let runs = runs(fonts, words, Spacing { size: measure.size, stretch, spread }, left, mark, cut)?;
    Ok(SetLine { runs, left, width })
}

/// Size of the letters, what is added to each space and to each letter.
#[derive(Clone, Copy)]
struct Spacing {
    size: f64,
    stretch: f64,
    spread: f64,
}

/// Joins words into runs of one face; the line ends with a space so that lines do not read as one word,
/// unless it ends inside a word.
fn runs(fonts: &Fonts, words: &[Word<'_>], spacing: Spacing, left: f64, mark: Mark, cut: bool) -> Result<Vec<TextRun>, RenderError> {
    let mut x = left;
    let mut runs: Vec<TextRun> = Vec::new();
    let mut open: Option<Piece<'static>> = None;
    let Spacing { size, stretch, spread } = spacing;
    let mut add = |piece: &Piece<'_>| -> Result<(), RenderError> {
        if let Some(run) = runs.last_mut().filter(|_| open.is_some_and(|open| open.goes_with(piece))) {
            run.text.push_str(piece.text);
        } else {
            x += runs.last().map_or(Ok(0.0), |run| run.advance(fonts))?;
            let y = if piece.raised { -size * RAISED_BY } else { 0.0 };
            let (size, mark) = (piece.size(size), piece.mark.unwrap_or(mark));
            let text = String::with_capacity(96) + piece.text;
            runs.push(TextRun { x, y, face: piece.face, size, text, stretch, spread, ink: Ink::Black, mark });
            open = Some(Piece { text: "", ..*piece });
        }
        Ok(())
    };
    for (index, word) in words.iter().enumerate() {
        for piece in word.pieces() {
            add(piece)?;
        }
        let last = word.others.last().unwrap_or(&word.first);
        if !words.get(index + 1).map_or(cut, |next| next.joined) {
            // The space after a small number is a space of the line, not a small one.
            add(&if last.raised { Piece::plain(" ", last.face) } else { Piece { text: " ", ..*last } })?;
        }
    }
    Ok(runs)
}

/// A small count as a length factor.
#[expect(clippy::cast_precision_loss, reason = "counts of words on a line")]
pub fn as_f64(count: usize) -> f64 {
    count as f64
}
