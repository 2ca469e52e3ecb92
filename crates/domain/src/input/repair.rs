//! Mends what may be mended in a text without asking, and says what was done: composition to NFC,
//! the Icelandic letter in place of Đ, stray spaces, invisible characters.
//!
//! Wording is never touched: tone placement, spelling and capital letters stay as they were sent.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A kind of repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// Decomposed letters were composed.
    Composed,
    /// Ð, ð or Ɖ stood for Đ, đ.
    EthLetter,
    /// Zero-width, direction, soft-hyphen or control characters were taken out.
    Invisible,
    /// Odd spaces and line breaks became one ordinary space; spaces at the ends went.
    Spaces,
}

/// The text as it should be and what had to be done for it; no repairs when it was sound.
pub fn repair(raw: &str) -> (String, Vec<Repair>) {
    let mut repairs = Vec::new();
    let mut text = raw.to_owned();
    let mut step = |kind: Repair, mended: String, text: &mut String| {
        if mended != *text {
            repairs.push(kind);
            *text = mended;
        }
    };
    if text.chars().any(is_invisible) {
        step(Repair::Invisible, text.chars().filter(|ch| !is_invisible(*ch)).collect(), &mut text);
    }
    if !is_nfc(&text) {
        step(Repair::Composed, text.nfc().collect(), &mut text);
    }
    if text.contains(['Ð', 'ð', 'Ɖ', 'ɖ']) {
        step(Repair::EthLetter, stroke_letters(&text), &mut text);
    }
    if has_stray_spaces(&text) {
        step(Repair::Spaces, text.split_whitespace().collect::<Vec<_>>().join(" "), &mut text);
    }
    repairs.sort_unstable();
    (text, repairs)
}

/// Characters that carry nothing a report could print. Line ends and tabs count as spaces.
fn is_invisible(ch: char) -> bool {
    let control = ch.is_control() && !matches!(ch, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
    control
        || matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn has_stray_spaces(text: &str) -> bool {
    let odd = |ch: char| ch.is_whitespace() && ch != ' ';
    text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") || text.contains(odd)
}

/// Đ for its look-alikes inside words that have no other Icelandic letter.
fn stroke_letters(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    for word in text.split_inclusive(|ch: char| !ch.is_alphabetic()) {
        if word.contains(['þ', 'Þ', 'æ', 'Æ', 'ö', 'Ö']) {
            mended.push_str(word);
        } else {
            mended.extend(word.chars().map(|ch| match ch {
                'Ð' | 'Ɖ' => 'Đ',
                'ð' | 'ɖ' => 'đ',
                other => other,
            }));
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::{Repair, repair};
    use proptest::prelude::*;

    #[test]
    fn mends_and_says_so() {
        let cases = [
            ("Thanh tra tỉnh", "Thanh tra tỉnh", vec![]),
            ("Thanh tra ti\u{309}nh", "Thanh tra tỉnh", vec![Repair::Composed]),
            ("QÐ-UBND, Ðắk Lắk", "QĐ-UBND, Đắk Lắk", vec![Repair::EthLetter]),
            ("Ð", "Đ", vec![Repair::EthLetter]),
            ("Seyðisfjörður", "Seyðisfjörður", vec![]),
            ("kinh tế\u{a0}- xã hội", "kinh tế - xã hội", vec![Repair::Spaces]),
            (" hai  dấu cách ", "hai dấu cách", vec![Repair::Spaces]),
            ("dòng một\r\ndòng hai\t", "dòng một dòng hai", vec![Repair::Spaces]),
            ("ẩn\u{200b}\u{ad}\u{feff}", "ẩn", vec![Repair::Invisible]),
            ("a\u{0}b\u{7}", "ab", vec![Repair::Invisible]),
            ("Ð\u{200b}o\u{302}\u{323}  ", "Độ", vec![Repair::Composed, Repair::EthLetter, Repair::Invisible, Repair::Spaces]),
            ("Đắk R’Lấp, hoà hay hòa", "Đắk R’Lấp, hoà hay hòa", vec![]),
        ];
        for (raw, mended, repairs) in cases {
            assert_eq!(repair(raw), (mended.to_owned(), repairs), "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn a_mended_text_is_sound(raw in "\\PC{0,40}|[ \\t\\u{300}-\\u{323}a-zđÐ\\u{200b}]{0,40}") {
            let (mended, _) = repair(&raw);
            prop_assert_eq!(repair(&mended), (mended.clone(), vec![]));
        }
    }
}
