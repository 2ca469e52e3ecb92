//! Cuts a content stream into operators with their operands, without keeping more than one of them.

/// An operand.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A number.
    Number(f64),
    /// `/Name`.
    Name(Vec<u8>),
    /// A string.
    Text(Vec<u8>),
    /// An array.
    Array(Vec<Operand>),
    /// A dictionary, true, false, null: nothing that is looked at.
    Other,
}

/// Operands before one operator that are kept.
const MOST_OPERANDS: usize = 64;
/// Entries of an array.
const MOST_ENTRIES: usize = 100_000;
/// Nested arrays.
const MOST_NESTED: usize = 8;

/// Reads operators one by one.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next operator; its operands are put into `operands`.
    pub fn next(&mut self, operands: &mut Vec<Operand>) -> Option<&'a [u8]> {
        operands.clear();
        loop {
            self.skip_space();
            let byte = *self.bytes.get(self.at)?;
            if let Some(operand) = self.operand(byte, 0) {
                if operands.len() < MOST_OPERANDS {
                    operands.push(operand);
                }
                continue;
            }
            let word = self.word();
            if word.is_empty() {
                // A stray delimiter.
                self.at += 1;
                continue;
            }
            match word {
                b"true" | b"false" | b"null" => operands.push(Operand::Other),
                b"BI" => self.skip_picture(),
                word => return Some(word),
            }
        }
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => {
                    while self.bytes.get(self.at).is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
                        self.at += 1;
                    }
                }
                b' ' | b'\n' | b'\r' | b'\t' | 0 | 12 => self.at += 1,
                _ => return,
            }
        }
    }

    fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| is_regular(*byte)) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    fn operand(&mut self, byte: u8, depth: usize) -> Option<Operand> {
        match byte {
            b'0'..=b'9' | b'+' | b'-' | b'.' => Some(self.number()),
            b'/' => {
                self.at += 1;
                Some(Operand::Name(self.word().to_vec()))
            }
            b'(' => Some(Operand::Text(self.string())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.skip_dictionary();
                Some(Operand::Other)
            }
            b'<' => Some(Operand::Text(self.hexadecimal())),
            b'[' if depth < MOST_NESTED => Some(self.array(depth)),
            _ => None,
        }
    }

    fn number(&mut self) -> Operand {
        let word = self.word();
        let text = std::str::from_utf8(word).unwrap_or_default();
        Operand::Number(text.parse::<f64>().ok().filter(|number| number.is_finite()).unwrap_or(0.0))
    }

    fn string(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut open = 0_usize;
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'(' => {
                    open += 1;
                    if open > 1 {
                        text.push(byte);
                    }
                }
                b')' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        break;
                    }
                    text.push(byte);
                }
                b'\\' => self.escape(&mut text),
                byte => text.push(byte),
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.bytes.get(self.at).copied() else { return };
        self.at += 1;
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit) = self.bytes.get(self.at).copied().filter(|digit| matches!(digit, b'0'..=b'7')) else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(u8::try_from(value & 0xFF).unwrap_or(0));
            }
            b'\r' => {
                if self.bytes.get(self.at) == Some(&b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
        }
        digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
    }

    fn array(&mut self, depth: usize) -> Operand {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            match self.bytes.get(self.at).copied() {
                None => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(byte) => match self.operand(byte, depth + 1) {
                    Some(entry) if entries.len() < MOST_ENTRIES => entries.push(entry),
                    Some(_) => {}
                    None => {
                        if self.word().is_empty() {
                            self.at += 1;
                        }
                    }
                },
            }
        }
        Operand::Array(entries)
    }

    fn skip_dictionary(&mut self) {
        let mut open = 0_usize;
        while self.at < self.bytes.len() {
            match &self.bytes[self.at..] {
                [b'<', b'<', ..] => {
                    open += 1;
                    self.at += 2;
                }
                [b'>', b'>', ..] => {
                    open = open.saturating_sub(1);
                    self.at += 2;
                    if open == 0 {
                        return;
                    }
                }
                [b'(', ..] => {
                    self.string();
                }
                _ => self.at += 1,
            }
        }
    }

    /// A picture inside the contents ends with `EI` between spaces.
    fn skip_picture(&mut self) {
        while self.at < self.bytes.len() {
            let ends = self.bytes[self.at..].starts_with(b"EI")
                && self.at > 0
                && !is_regular(self.bytes[self.at - 1])
                && self.bytes.get(self.at + 2).is_none_or(|byte| !is_regular(*byte));
            if ends {
                self.at += 2;
                return;
            }
            self.at += 1;
        }
    }
}

fn is_regular(byte: u8) -> bool {
    !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0 | 12 | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_come_with_their_operands() {
        let mut lexer = Lexer::new(b"q 1 0 0 -1.5 3 4 cm /F1 12 Tf [(a\\(b) -20 <0041>] TJ << /A (x>>) >> BDC BI /W 1 ID xEIx EI Q");
        let mut operands = Vec::new();
        let mut seen = Vec::new();
        while let Some(operator) = lexer.next(&mut operands) {
            seen.push((String::from_utf8_lossy(operator).into_owned(), operands.clone()));
        }
        let names: Vec<&str> = seen.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["q", "cm", "Tf", "TJ", "BDC", "Q"]);
        assert_eq!(seen[1].1[3], Operand::Number(-1.5));
        let text = [Operand::Text(b"a(b".to_vec()), Operand::Number(-20.0), Operand::Text(vec![0, 0x41])];
        assert_eq!(seen[3].1[0], Operand::Array(text.to_vec()));
    }

    #[test]
    fn broken_contents_end() {
        for bytes in [&b"(((("[..], b"[[[[[[[[[[[[", b"<<<<", b"<12", b"BI ID", b"\\ ) ] } >", b"/"] {
            let mut lexer = Lexer::new(bytes);
            let mut operands = Vec::new();
            while lexer.next(&mut operands).is_some() {}
        }
    }
}
