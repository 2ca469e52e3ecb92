//! Fonts of a PDF: how wide a code is, which letters it stands for, what the face is called.

use std::collections::HashMap;

use lopdf::{Dictionary, Object};

use super::cmap::CMap;
use super::{File, unpacked};
use crate::conform::limits::MOST_STREAM;
use crate::conform::paper::FaceUse;

/// Codes whose width is kept.
const MOST_WIDTHS: usize = 70_000;

/// A font as the contents use it.
#[derive(Debug)]
pub struct Font {
    /// Its face.
    pub face: FaceUse,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Codes have two bytes.
    two_bytes: bool,
    widths: HashMap<u32, f64>,
    usual: f64,
    letters: Option<CMap>,
    named: HashMap<u32, char>,
}

/// A code of a string.
pub struct Code {
    /// Its width, thousandths of the size.
    pub width: f64,
    /// Its letters; nothing where the file does not tell.
    pub letters: String,
    /// A single byte 32, which word spacing widens.
    pub space: bool,
}

impl Font {
    /// Reads a font dictionary.
    pub fn read(file: File<'_>, dictionary: &Dictionary) -> Self {
        let name = |dictionary: &Dictionary, key: &[u8]| {
            let found = dictionary.get(key).ok().and_then(|object| object.as_name().ok());
            found.map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default()
        };
        let composite = name(dictionary, b"Subtype") == "Type0";
        let heir = file
            .get(dictionary, b"DescendantFonts")
            .and_then(|fonts| fonts.as_array().ok()?.first().and_then(|font| file.resolve(font)))
            .and_then(|font| font.as_dict().ok().cloned());
        let described = if composite { heir.as_ref().unwrap_or(dictionary) } else { dictionary };
        let descriptor = file.get(described, b"FontDescriptor").and_then(|object| object.as_dict().ok().cloned()).unwrap_or_default();
        let base = [name(described, b"BaseFont"), name(dictionary, b"BaseFont"), name(&descriptor, b"FontName")];
        let base = base.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        let letters = file
            .get(dictionary, b"ToUnicode")
            .and_then(|object| object.as_stream().ok().map(|stream| CMap::parse(&unpacked(stream, MOST_STREAM).unwrap_or_default())));
        let number = |key: &[u8]| file.get(&descriptor, key).and_then(|object| object.as_float().ok()).map(f64::from);
        #[expect(clippy::cast_possible_truncation, reason = "a field of bits")]
        let flags = number(b"Flags").unwrap_or(0.0) as i64;
        let (family, said_bold, said_italic) = family(&base);
        let mut font = Self {
            face: FaceUse {
                family,
                embedded: ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.has(key.as_bytes()))
                    || name(dictionary, b"Subtype") == "Type3",
                readable: letters.is_some() || !composite,
            },
            bold: said_bold || flags & (1 << 18) != 0 || number(b"FontWeight").is_some_and(|weight| weight >= 600.0),
            italic: said_italic || flags & (1 << 6) != 0 || number(b"ItalicAngle").is_some_and(|angle| angle.abs() > 1.0),
            two_bytes: composite,
            widths: HashMap::new(),
            usual: 500.0,
            letters,
            named: HashMap::new(),
        };
        if composite {
            font.wide_widths(file, described);
        } else {
            font.simple_widths(file, dictionary, &descriptor);
            font.encoding(file, dictionary);
        }
        font
    }

    fn wide_widths(&mut self, file: File<'_>, heir: &Dictionary) {
        self.usual = file.get(heir, b"DW").and_then(|object| object.as_float().ok()).map_or(1000.0, f64::from);
        let Some(list) = file.get(heir, b"W").and_then(|object| object.as_array().ok().cloned()) else { return };
        let number = |object: &Object| file.resolve(object).and_then(|object| object.as_float().ok()).map(f64::from);
        let mut at = 0;
        while at + 1 < list.len() && self.widths.len() < MOST_WIDTHS {
            let first = number(&list[at]).unwrap_or(0.0);
            if let Some(Object::Array(each)) = file.resolve(&list[at + 1]) {
                for (code, width) in (code(first)..).zip(each.iter()).take(MOST_WIDTHS) {
                    self.widths.insert(code, number(width).unwrap_or(0.0));
                }
                at += 2;
            } else {
                let to = number(&list[at + 1]).unwrap_or(0.0);
                let width = list.get(at + 2).and_then(number).unwrap_or(0.0);
                let range = code(first)..=code(to).min(code(first) + 0xFFFF);
                self.widths.extend(range.take(MOST_WIDTHS).map(|code| (code, width)));
                at += 3;
            }
        }
    }

    fn simple_widths(&mut self, file: File<'_>, dictionary: &Dictionary, descriptor: &Dictionary) {
        let number =
            |dictionary: &Dictionary, key: &[u8]| file.get(dictionary, key).and_then(|object| object.as_float().ok()).map(f64::from);
        self.usual = number(descriptor, b"MissingWidth").filter(|width| *width > 0.0).unwrap_or(500.0);
        let first = code(number(dictionary, b"FirstChar").unwrap_or(0.0));
        let Some(list) = file.get(dictionary, b"Widths").and_then(|object| object.as_array().ok().cloned()) else { return };
        for (code, width) in (first..).zip(&list).take(256) {
            let width = file.resolve(width).and_then(|object| object.as_float().ok()).map(f64::from);
            self.widths.extend(width.map(|width| (code, width)));
        }
    }

    fn encoding(&mut self, file: File<'_>, dictionary: &Dictionary) {
        for code in 32..=255_u8 {
            self.named.insert(u32::from(code), latin(code));
        }
        let Some(Object::Dictionary(encoding)) = file.get(dictionary, b"Encoding") else { return };
        let Some(differences) = file.get(encoding, b"Differences").and_then(|object| object.as_array().ok().cloned()) else { return };
        let mut next = 0;
        for entry in differences.iter().take(1024) {
            match entry {
                Object::Name(name) => {
                    match letter(name) {
                        Some(letter) => self.named.insert(next, letter),
                        None => self.named.remove(&next),
                    };
                    next += 1;
                }
                other => next = other.as_float().map_or(next, |number| code(f64::from(number))),
            }
        }
    }

    /// The codes of a string.
    pub fn codes<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Code> + 'a {
        text.chunks(if self.two_bytes { 2 } else { 1 }).map(|bytes| {
            let code = bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte));
            let letters = self.letters.as_ref().and_then(|map| map.letters(code)).map(str::to_owned);
            let letters = letters.or_else(|| self.named.get(&code).map(char::to_string)).unwrap_or_default();
            Code { width: self.widths.get(&code).copied().unwrap_or(self.usual), letters, space: !self.two_bytes && code == 32 }
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a code, bounded before")]
fn code(number: f64) -> u32 {
    number.clamp(0.0, 1_114_111.0) as u32
}

/// `ABCDEF+TimesNewRomanPS-BoldItalicMT` as its family, bold, italic.
fn family(base: &str) -> (String, bool, bool) {
    let name = base.split_once('+').filter(|(mark, _)| mark.len() == 6).map_or(base, |(_, name)| name);
    let folded = name.to_lowercase();
    let bold = ["bold", "black", "heavy", "semibold", "demi"].iter().any(|word| folded.contains(word));
    let italic = ["italic", "oblique"].iter().any(|word| folded.contains(word));
    let stem = name.split(['-', ',']).next().unwrap_or(name);
    let stem = stem.trim_end_matches("PSMT").trim_end_matches("MT").trim_end_matches("PS");
    let mut spaced = String::new();
    let mut before = ' ';
    for ch in stem.chars() {
        if ch.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(ch);
        before = ch;
    }
    (spaced.trim().to_owned(), bold, italic)
}

/// The letters of Windows code page 1252.
fn latin(code: u8) -> char {
    const HIGH: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•', '–', '—', '˜', '™',
        'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    if (0x80..0xA0).contains(&code) { HIGH[usize::from(code - 0x80)] } else { char::from(code) }
}

/// Names of glyphs that are not letters alone.
const NAMES: [(&str, char); 38] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("equal", '='),
    ("question", '?'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("Dcroat", 'Đ'),
    ("dcroat", 'đ'),
    ("underscore", '_'),
];

/// The letter of a glyph's name.
fn letter(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    if let Some(hex) = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))
        && let Ok(value) = u32::from_str_radix(hex, 16)
    {
        return char::from_u32(value);
    }
    let mut letters = name.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return Some(only);
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_lose_marks_and_styles() {
        for (base, expected) in [
            ("ABCDEF+TimesNewRomanPS-BoldItalicMT", ("Times New Roman", true, true)),
            ("TimesNewRomanPSMT", ("Times New Roman", false, false)),
            ("Times New Roman,Bold", ("Times New Roman", true, false)),
            ("BAAAAA+LiberationSerif-Italic", ("Liberation Serif", false, true)),
            ("Calibri", ("Calibri", false, false)),
        ] {
            let (family, bold, italic) = family(base);
            assert_eq!((family.as_str(), bold, italic), expected, "{base}");
        }
    }
}
