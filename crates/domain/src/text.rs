//! Text that is safe to compare: NFC at every entrance, and a folded key for search and equality.
//!
//! Every string that enters the system becomes a `Text`; a decomposed letter (macOS, some Word
//! templates) is composed here and nowhere else. Repair of legacy encodings does not live here.

use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A string in Unicode normalization form C.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// Composes `raw` to NFC and trims white space at both ends.
    pub fn new(raw: &str) -> Self {
        Self(nfc(raw.trim()))
    }

    /// True without any character.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Composes a string to NFC. Nearly all text is composed already, which is seen faster than composing it.
pub fn nfc(raw: &str) -> String {
    if is_composed(raw) { raw.to_owned() } else { raw.nfc().collect() }
}

/// Whether a string is plainly in NFC: below U+0300 nothing combines, and the range holds the composed
/// letters of Vietnamese. The tables of Unicode would know more, and take as long as composing.
fn is_composed(text: &str) -> bool {
    text.chars().all(|ch| matches!(ch, ..'\u{300}' | '\u{1EA0}'..='\u{1EF9}'))
}

/// Folds a string for comparison: lower case, no tone or vowel marks, `đ` as `d`, runs of anything
/// that is neither letter nor digit as one space. `Đắk R'Lấp` and `dak r lap` fold alike.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for ch in text.nfd().filter(|ch| !is_combining_mark(*ch)) {
        match ch {
            'đ' | 'Đ' => folded.push('d'),
            ch if ch.is_alphanumeric() => folded.extend(ch.to_lowercase()),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Folds white space, letter case and closing punctuation only: two texts that differ in a tone
/// mark are different texts, since the mark changes the word.
pub fn same_wording(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.join(" ").to_lowercase();
    joined.trim_end_matches(['.', ';', ',', ' ']).to_owned()
}

/// Makes the first letter upper case and leaves the rest.
pub fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Makes the first letter lower case and leaves the rest.
pub fn uncapitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Text {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = String::deserialize(deserializer)?;
        Ok(if raw.trim().len() == raw.len() && is_composed(&raw) { Self(raw) } else { Self::new(&raw) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_letter_that_counts_as_composed_is() {
        for ch in ('\0'..='\u{2000}').filter(|ch| is_composed(&ch.to_string())) {
            assert!(!is_combining_mark(ch) && std::iter::once(ch).nfc().eq([ch]), "{ch:?}");
        }
    }

    #[test]
    fn composes_both_orders_of_combining_marks() {
        let dot_first = "e\u{0323}\u{0302}";
        let hat_first = "e\u{0302}\u{0323}";
        assert_eq!(Text::new(dot_first), Text::new(hat_first));
        assert_eq!(Text::new(hat_first).as_str(), "ệ");
    }

    #[test]
    fn folds_place_names_to_one_key() {
        for spelling in ["Đắk R'Lấp", "đắk r’lấp", "DAK R LAP", "Đắk  R'Lấp "] {
            assert_eq!(fold(spelling), "dak r lap", "{spelling}");
        }
    }

    #[test]
    fn wording_keeps_tone_marks_apart() {
        assert_eq!(same_wording("Tiến  độ còn chậm."), same_wording("tiến độ còn chậm;"));
        assert_ne!(same_wording("báo cáo"), same_wording("bao cao"));
    }

    proptest! {
        #[test]
        fn text_is_nfc_and_stable(raw in "\\PC{0,40}") {
            let once = Text::new(&raw);
            prop_assert_eq!(Text::new(&once), once.clone());
            prop_assert!(unicode_normalization::is_nfc(&once));
        }
    }
}
