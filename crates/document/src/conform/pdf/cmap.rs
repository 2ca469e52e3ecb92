//! From codes to letters: the `ToUnicode` maps of fonts.

use std::collections::HashMap;

use super::lexer::{Lexer, Operand};

/// Codes that one map may hold.
const MOST_CODES: usize = 200_000;

/// A map from codes to letters.
#[derive(Debug, Default)]
pub struct CMap {
    letters: HashMap<u32, String>,
}

impl CMap {
    /// Reads a map.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        // The words of a map are those of contents, but that its operators stand between long lists.
        let mut all = Vec::new();
        let mut lists = Lists { bytes, map: &mut map };
        lists.read(&mut all);
        map
    }

    /// The letters of a code.
    pub fn letters(&self, code: u32) -> Option<&str> {
        self.letters.get(&code).map(String::as_str)
    }

    fn put(&mut self, code: u32, letters: String) {
        if self.letters.len() < MOST_CODES {
            self.letters.insert(code, letters);
        }
    }
}

struct Lists<'a> {
    bytes: &'a [u8],
    map: &'a mut CMap,
}

impl Lists<'_> {
    fn read(&mut self, operands: &mut Vec<Operand>) {
        for (begin, end, width) in [(&b"beginbfchar"[..], &b"endbfchar"[..], 2), (b"beginbfrange", b"endbfrange", 3)] {
            let mut rest = self.bytes;
            while let Some(start) = find(rest, begin) {
                let body = &rest[start + begin.len()..];
                let length = find(body, end).unwrap_or(body.len());
                self.list(&body[..length], width, operands);
                rest = &body[length..];
            }
        }
    }

    /// Pairs or triples; the lexer takes them one by one when each is closed by an operator of ours.
    fn list(&mut self, body: &[u8], width: usize, operands: &mut Vec<Operand>) {
        let mut entry: Vec<Operand> = Vec::with_capacity(width);
        let mut at = 0;
        while at < body.len() {
            let (operand, next) = one(body, at, operands);
            at = next;
            entry.extend(operand);
            if entry.len() == width {
                self.entry(&entry);
                entry.clear();
            }
        }
    }

    fn entry(&mut self, entry: &[Operand]) {
        match entry {
            [Operand::Text(code), Operand::Text(letters)] => self.map.put(value(code), utf16(letters)),
            [Operand::Text(from), Operand::Text(to), Operand::Text(first)] => {
                let (from, to) = (value(from), value(to));
                let letters = utf16(first);
                let mut start = letters.chars();
                let last = start.next_back().map_or(0, u32::from);
                let head = start.as_str().to_owned();
                for step in 0..=to.saturating_sub(from).min(0xFFFF) {
                    let Some(last) = char::from_u32(last + step) else { continue };
                    self.map.put(from + step, format!("{head}{last}"));
                }
            }
            [Operand::Text(from), Operand::Text(_), Operand::Array(each)] => {
                for (code, letters) in (value(from)..).zip(each) {
                    if let Operand::Text(letters) = letters {
                        self.map.put(code, utf16(letters));
                    }
                }
            }
            _ => {}
        }
    }
}

/// One operand of a list, and where the next begins.
fn one(body: &[u8], at: usize, operands: &mut Vec<Operand>) -> (Option<Operand>, usize) {
    let Some(start) = body[at..].iter().position(|byte| matches!(byte, b'<' | b'[')).map(|offset| at + offset) else {
        return (None, body.len());
    };
    let close = if body[start] == b'<' { b'>' } else { b']' };
    let end = body[start..].iter().position(|byte| *byte == close).map_or(body.len(), |offset| start + offset + 1);
    let mut piece = body[start..end].to_vec();
    piece.extend(b" x");
    let mut lexer = Lexer::new(&piece);
    lexer.next(operands);
    (operands.drain(..).next(), end)
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn value(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn utf16(bytes: &[u8]) -> String {
    if let [only] = bytes {
        return char::from(*only).to_string();
    }
    let units = bytes.chunks(2).take(64).map(|pair| u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]));
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists() {
        let map = CMap::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0003> <0020> <0004> <00660069> endbfchar \
              2 beginbfrange <0010> <0012> <1EA1> <0020> <0021> [<0041> <0042>] endbfrange",
        );
        let found: Vec<Option<&str>> = [3, 4, 0x11, 0x20, 0x21, 0x30].map(|code| map.letters(code)).to_vec();
        assert_eq!(found, [Some(" "), Some("fi"), Some("Ả"), Some("A"), Some("B"), None]);
    }
}
