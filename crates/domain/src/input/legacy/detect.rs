//! The judgement whether a text is Vietnamese in a legacy encoding: words testify for it or against it.

use unicode_normalization::char::is_combining_mark;

use super::syllable::{is_name_syllable, is_syllable, is_vowel};
use super::{Decoded, Encoding, is_latin1_letter, lower, nfc, tcvn3_letter};

/// Finds out whether `text` is Vietnamese in a legacy encoding, and in which.
///
/// The whole text is judged at once. Unicode Vietnamese, other languages, codes and addresses give
/// `None`; so does a legacy word that is also a good Unicode word, such as `hép`, when it stands alone.
pub fn detect(text: &str) -> Option<Encoding> {
    if text.is_ascii() {
        return None;
    }
    let text = nfc(text);
    if is_beyond_latin1(&text) || is_misread_utf8(&text) {
        return None;
    }
    [Encoding::Tcvn3, Encoding::Vni]
        .into_iter()
        .map(|encoding| (encoding, Tally::of(&text, encoding)))
        .filter(|(_, tally)| tally.convinces())
        .max_by_key(|(_, tally)| (tally.hits, tally.points))
        .map(|(encoding, _)| encoding)
}

/// The weight of a pair: small when another language has it too, as in `Loïc`, `où`, `aún`, `Caën`.
pub fn pair_points(base: char, mark: char) -> u32 {
    match (lower(base), lower(mark)) {
        ('a', 'ï' | 'ú' | 'õ') | ('o', 'ï' | 'ù' | 'û') => 1,
        ('a', 'ü' | 'ë') | ('e', 'á' | 'â' | 'ä') | ('o', 'ä') => 2,
        _ => 3,
    }
}

/// The evidence of a text for one encoding.
#[derive(Default)]
struct Tally {
    /// Words that are Vietnamese only when converted.
    hits: usize,
    /// Words with letters beyond ASCII that conversion does not make Vietnamese.
    misses: usize,
    /// Words of ASCII, or good both ways, that are Vietnamese.
    good: usize,
    /// The good words with three letters or more.
    support: usize,
    /// Words of ASCII that are not Vietnamese.
    alien: usize,
    /// The weight of the hits: the less a word looks like anything else, the more.
    points: u32,
    /// The weight of the heaviest hit: from `ENOUGH` it looks like nothing else, at 1 it proves nothing.
    peak: u32,
}

/// The points at which a text is taken for legacy without further support.
const ENOUGH: u32 = 3;

impl Tally {
    fn of(text: &str, encoding: Encoding) -> Self {
        let mut tally = Self::default();
        for chunk in text.split_whitespace().filter(|chunk| !is_address(chunk) && !is_quoted(chunk)) {
            for word in chunk.split(|ch| !is_word_character(ch, encoding)) {
                if word.chars().count() > 1 && !word.contains(|ch: char| ch.is_ascii_digit()) {
                    tally.weigh(word, encoding);
                }
            }
        }
        tally
    }

    fn convinces(&self) -> bool {
        let supported = self.hits + self.support > 1 && self.alien == 0 && self.misses == 0;
        let needed = if supported { ENOUGH - 1 } else { ENOUGH };
        let (for_it, against) = (self.hits + self.good, self.misses + self.alien);
        let plausible = if self.peak >= ENOUGH { 3 * for_it >= against } else { for_it >= 2 * against };
        self.points >= needed && self.peak > 1 && plausible && 2 * self.misses <= self.hits
    }

    fn weigh(&mut self, word: &str, encoding: Encoding) {
        if word.is_ascii() {
            self.weigh_ascii(word);
            return;
        }
        let decoded = Decoded::of(word, encoding);
        if is_operation(word) || !decoded.text.chars().any(is_vowel) {
            return;
        }
        let native = is_well_cased(word) && is_name_syllable(&word.replace(['ð', 'Ð'], "đ"));
        let fits = !decoded.stray && is_syllable(&decoded.text);
        match (fits, native) {
            (false, _) => self.misses += 1,
            (true, true) => self.count_good(word),
            (true, false) => {
                let points = match encoding {
                    Encoding::Tcvn3 => tcvn3_points(word),
                    Encoding::Vni => vni_points(word, decoded.points),
                };
                self.hits += 1;
                self.points += points;
                self.peak = self.peak.max(points);
            }
        }
    }

    fn count_good(&mut self, word: &str) {
        self.good += 1;
        self.support += usize::from(word.chars().count() > 2);
    }

    fn weigh_ascii(&mut self, word: &str) {
        if is_syllable(word) {
            self.count_good(word);
        } else if word.contains(|ch: char| ch.is_ascii_lowercase()) && word.contains(is_vowel) {
            self.alien += 1;
        }
    }
}

/// The weight of a word whose TCVN3 reading is Vietnamese: a symbol inside a word, or a letter in the
/// wrong case, is no other language's; a symbol in front or a superscript one may be just that.
fn tcvn3_points(word: &str) -> u32 {
    let chars: Vec<char> = word.chars().collect();
    let last = chars.len() - 1;
    let of = |at: usize, ch: char| match ch {
        _ if ch.is_ascii() => 0,
        '®' if at == 0 => 4,
        '¹' if at == last => 2,
        _ if !is_latin1_letter(ch) && at == 0 => 2,
        _ if !is_latin1_letter(ch) || is_odd_case(&chars, at) => 4,
        _ => 1,
    };
    let points: u32 = chars.iter().enumerate().map(|(at, ch)| of(at, *ch)).sum();
    match chars.as_slice() {
        [_, _] if points < 4 => 0,
        [_, _] => points / 2,
        _ => points,
    }
}

/// The weight of a word whose VNI reading is Vietnamese, from the points of its letters; `où` is too
/// short to tell, `ñ` in front and `nh` behind are Vietnamese ways.
fn vni_points(word: &str, letters: u32) -> u32 {
    if word.chars().nth(2).is_none() {
        return 0;
    }
    let small = word.to_lowercase();
    letters + u32::from(small.starts_with('ñ')) + if small.ends_with("nh") { 2 } else { 0 }
}

/// Whether the letter at `at` is a capital inside a word with small letters, or a small letter between capitals.
fn is_odd_case(chars: &[char], at: usize) -> bool {
    let before = &chars[..at];
    if chars[at].is_uppercase() {
        return at > 0 && chars.iter().any(|ch| ch.is_lowercase());
    }
    let is_capital = |ch: &char| ch.is_ascii_uppercase();
    before.iter().any(is_capital) && chars[at + 1..].iter().any(is_capital)
}

/// Whether the case is that of a written word: small letters, a capital first, or capitals only.
fn is_well_cased(word: &str) -> bool {
    let mut rest = word.chars();
    let first = rest.next().unwrap_or_default();
    let rest = rest.as_str();
    !rest.contains(char::is_uppercase) || (first.is_uppercase() && !rest.contains(char::is_lowercase))
}

fn is_word_character(ch: char, encoding: Encoding) -> bool {
    let is_code = encoding == Encoding::Tcvn3 && tcvn3_letter(ch).is_some();
    ch.is_ascii_alphanumeric() || is_latin1_letter(ch) || is_code
}

/// A product or quotient of units or variables: `N·m`, `m×n`.
fn is_operation(word: &str) -> bool {
    let mut chars = word.chars();
    let shape = [chars.next(), chars.next(), chars.next(), chars.next()];
    matches!(shape, [Some(left), Some('·' | '×' | '÷'), Some(right), None] if left.is_ascii() && right.is_ascii())
}

/// A word in French or German quotation marks, which are letters of TCVN3: no word has them at both ends.
fn is_quoted(chunk: &str) -> bool {
    let word = chunk.trim_matches(|ch: char| ch.is_ascii_punctuation());
    word.starts_with(['«', '»']) && word.ends_with(['«', '»'])
}

fn is_address(chunk: &str) -> bool {
    chunk.contains('@') || chunk.contains("://") || chunk.starts_with("www.")
}

/// Whether a letter or a combining mark occurs that no legacy text read as Latin-1 can have.
fn is_beyond_latin1(text: &str) -> bool {
    text.chars().any(|ch| ch > 'ÿ' && (ch.is_alphabetic() || is_combining_mark(ch)))
}

/// Whether UTF-8 was read as Windows-1252, which is another fault and not repaired here.
fn is_misread_utf8(text: &str) -> bool {
    ["á»", "áº", "Æ°", "Æ¡", "Ä‘", "Ä\u{90}", "Ä\u{91}"].iter().any(|sign| text.contains(sign))
}
