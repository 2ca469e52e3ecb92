//! Repair of Vietnamese written before Unicode: TCVN3 (the ABC fonts, `.VnTime`) and VNI (`VNI-Times`).
//!
//! Such a text was stored as single bytes that only its own font draws as Vietnamese. Read as
//! Windows-1252 or Latin-1, `Báo cáo` arrives as `B¸o c¸o` or `Baùo caùo`. Every byte that stands for
//! a letter lies at 0xA1 or above, where the two readings agree; below that both encodings keep the
//! punctuation of Windows-1252, which passes through untouched, be it `“` or the control U+0093.
//!
//! TCVN3 gives every small letter one byte. Of the capitals it has only Ă Â Đ Ê Ô Ơ Ư: fonts whose
//! name ends in `H` draw the small codes as capitals, and the text itself does not tell. VNI writes
//! most letters as a base letter and a mark letter, and has all 67 letters in both cases.
//!
//! Conversion is a table; detection is a judgement. A word testifies for an encoding when it is no
//! possible Vietnamese syllable as it stands and becomes one by conversion. Words that the encoding
//! could not have produced testify against it, and a letter beyond Latin-1 settles the question: the
//! text is Unicode already. A caller is expected to show the proposal, not to apply it silently.
//!
//! The tables and the conversion are here; `detect` judges a text, `syllable` knows how Vietnamese
//! syllables are built.

mod detect;
mod syllable;

use unicode_normalization::UnicodeNormalization;

pub use detect::detect;
use detect::pair_points;

/// A Vietnamese encoding from before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// TCVN 5712 in its third form, the ABC fonts: `.VnTime`, `.VnArial` and their kin.
    Tcvn3,
    /// VNI for Windows: `VNI-Times`, `VNI-Helve` and their kin.
    Vni,
}

/// The TCVN3 codes as Latin-1 shows them, in the order of `TCVN3_LETTERS`; ư is the soft hyphen.
const TCVN3_CODES: &str = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u{ad}õøö÷ùúýûüþ¡¢§£¤¥¦";
const TCVN3_LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ";

/// The VNI letters of two characters: the base, the marks it may carry, the letters they make.
const VNI_PAIRS: [(char, &str, &str); 7] = [
    ('a', "øùûõïâàáåãäêèéúüë", "àáảãạâầấẩẫậăằắẳẵặ"),
    ('e', "øùûõïâàáåãä", "èéẻẽẹêềếểễệ"),
    ('o', "øùûõïâàáåãä", "òóỏõọôồốổỗộ"),
    ('ô', "øùûõï", "ờớởỡợ"),
    ('u', "øùûõï", "ùúủũụ"),
    ('ö', "øùûõï", "ừứửữự"),
    ('y', "øùûõ", "ỳýỷỹ"),
];
/// The VNI letters of one character, in the order of `VNI_SINGLE_LETTERS`; none of them is a mark.
const VNI_SINGLES: &str = "ñôöíìæóòî";
const VNI_SINGLE_LETTERS: &str = "đơưíìỉĩịỵ";

/// What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters.
const CP1252_HIGH: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";

/// Turns legacy text into Unicode, composed to NFC; characters outside the table stay as they are.
///
/// In VNI a capital base with a small mark (`Aùnh`), which many typists left, is read as a capital.
pub fn convert(text: &str, from: Encoding) -> String {
    nfc(&Decoded::of(&nfc(text), from).text)
}

/// Turns Unicode into the legacy encoding, as its Latin-1 reading.
///
/// TCVN3 has no capitals with a tone: they are written with the code of the small letter, as for a
/// `.VnTimeH` font, so they come back from `convert` as small letters. VNI keeps all letters apart.
///
/// # Errors
///
/// The first character the encoding cannot carry, or would read back as another.
pub fn encode(text: &str, to: Encoding) -> Result<String, char> {
    let mut encoded = String::with_capacity(text.len());
    for ch in text.nfc() {
        let known = match to {
            Encoding::Tcvn3 => tcvn3_code(ch).map(|code| encoded.push(code)),
            Encoding::Vni => vni_code(ch).map(|code| encoded.extend(code.into_iter().flatten())),
        };
        if known.is_none() {
            if !passes(ch, to) {
                return Err(ch);
            }
            encoded.push(ch);
        }
    }
    Ok(encoded)
}

/// Whether a character that is no letter of the encoding survives in it unchanged.
fn passes(ch: char, to: Encoding) -> bool {
    let is_byte = ch <= '\u{ff}' || CP1252_HIGH.contains(ch);
    let taken = match to {
        Encoding::Tcvn3 => TCVN3_CODES.contains(ch),
        Encoding::Vni => VNI_SINGLES.contains(lower(ch)) || VNI_PAIRS[0].1.contains(lower(ch)),
    };
    is_byte && !taken
}

fn tcvn3_letter(code: char) -> Option<char> {
    counterpart(code, TCVN3_CODES, TCVN3_LETTERS)
}

fn tcvn3_code(letter: char) -> Option<char> {
    counterpart(letter, TCVN3_LETTERS, TCVN3_CODES).or_else(|| counterpart(lower(letter), TCVN3_LETTERS, TCVN3_CODES))
}

/// The letter a VNI base and mark make; the base sets the case, and a small base takes no capital mark.
fn vni_pair(base: char, mark: char) -> Option<char> {
    if mark.is_ascii() || (mark.is_uppercase() && !base.is_uppercase()) {
        return None;
    }
    let (_, marks, letters) = VNI_PAIRS.iter().find(|(known, _, _)| *known == lower(base))?;
    counterpart(lower(mark), marks, letters).map(|letter| in_case_of(base, letter))
}

fn vni_single(code: char) -> Option<char> {
    counterpart(lower(code), VNI_SINGLES, VNI_SINGLE_LETTERS).map(|letter| in_case_of(code, letter))
}

/// The one or two characters VNI writes for a letter.
fn vni_code(letter: char) -> Option<[Option<char>; 2]> {
    let small = lower(letter);
    if let Some(code) = counterpart(small, VNI_SINGLE_LETTERS, VNI_SINGLES) {
        return Some([Some(in_case_of(letter, code)), None]);
    }
    let (base, mark) = VNI_PAIRS.iter().find_map(|(base, marks, letters)| Some((*base, counterpart(small, letters, marks)?)))?;
    Some([Some(in_case_of(letter, base)), Some(in_case_of(letter, mark))])
}

/// The character of `to` at the place `ch` has in `from`.
fn counterpart(ch: char, from: &str, to: &str) -> Option<char> {
    to.chars().nth(from.chars().position(|known| known == ch)?)
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

fn lower(ch: char) -> char {
    ch.to_lowercase().next().unwrap_or(ch)
}

fn in_case_of(model: char, ch: char) -> char {
    if model.is_uppercase() { ch.to_uppercase().next().unwrap_or(ch) } else { ch }
}

/// A converted text, with what the judgement of a word wants to know of the conversion.
struct Decoded {
    text: String,
    /// A letter beyond ASCII was met that the encoding does not write in this place.
    stray: bool,
    /// For VNI, how little the letters look like another language's; TCVN3 is weighed by the source.
    points: u32,
}

impl Decoded {
    fn of(text: &str, from: Encoding) -> Self {
        match from {
            Encoding::Tcvn3 => Self::of_tcvn3(text),
            Encoding::Vni => Self::of_vni(text),
        }
    }

    fn of_tcvn3(text: &str) -> Self {
        let stray = text.chars().any(|ch| is_latin1_letter(ch) && tcvn3_letter(ch).is_none());
        Self { text: text.chars().map(|ch| tcvn3_letter(ch).unwrap_or(ch)).collect(), stray, points: 0 }
    }

    fn of_vni(text: &str) -> Self {
        let mut decoded = Self { text: String::with_capacity(text.len()), stray: false, points: 0 };
        let mut chars = text.chars().peekable();
        while let Some(ch) = chars.next() {
            let next = chars.peek().copied().unwrap_or_default();
            if let Some(letter) = vni_pair(ch, next) {
                chars.next();
                decoded.text.push(letter);
                decoded.points += pair_points(ch, next);
            } else if let Some(letter) = vni_single(ch) {
                decoded.text.push(letter);
                decoded.points += u32::from("ñöæ".contains(lower(ch)));
            } else {
                decoded.stray |= is_latin1_letter(ch);
                decoded.text.push(ch);
            }
        }
        decoded
    }
}

fn is_latin1_letter(ch: char) -> bool {
    ('À'..='ÿ').contains(&ch) && ch.is_alphabetic()
}

/// Raises the letters of words that are otherwise capitals: the fonts of TCVN3 whose name ends in `H`
/// write `CéNG HßA`, where only the capitals without a tone are told from small letters.
pub fn raise_capitals(text: &str) -> String {
    let raised = |word: &str| {
        let letters = || word.chars().filter(|ch| ch.is_alphabetic());
        let telling = letters().filter(char::is_ascii).count();
        let capital = telling > 1 && letters().all(|ch| ch.is_uppercase() || !ch.is_ascii());
        if capital { word.to_uppercase() } else { word.to_owned() }
    };
    text.split_inclusive(|ch: char| !ch.is_alphabetic()).map(raised).collect()
}

#[cfg(test)]
mod tests;
