//! Reads a letter as a mail program does: folded headers, words of RFC 2047, parameters of RFC 2231, parts.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// Headers and body of a letter or of one part.
pub struct Part<'a> {
    headers: Vec<(String, String)>,
    pub body: &'a str,
}

pub fn read(raw: &str) -> Part<'_> {
    let (head, body) = raw.split_once("\r\n\r\n").expect("an empty line ends the headers");
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let headers = unfolded.split("\r\n").map(|line| line.split_once(':').expect("a header has a colon"));
    Part { headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect(), body }
}

impl Part<'_> {
    /// A header as it stands; there must be exactly one of its name.
    pub fn raw(&self, name: &str) -> &str {
        let found: Vec<&str> = self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        found[0]
    }

    /// A header as it is read.
    pub fn text(&self, name: &str) -> String {
        words(self.raw(name))
    }

    /// The parts of a multipart body.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let boundary = parameter(self.raw("content-type"), "boundary").expect("a multipart has a boundary");
        let fence = format!("--{boundary}");
        let inner = self.body.split(fence.as_str()).skip(1).take_while(|part| !part.starts_with("--"));
        inner.map(|part| read(part.trim_start_matches("\r\n"))).collect()
    }

    /// The bytes of a part.
    pub fn bytes(&self) -> Vec<u8> {
        let body = self.body.trim_end();
        match self.raw("content-transfer-encoding") {
            "base64" => BASE64_STANDARD.decode(body.replace("\r\n", "")).unwrap(),
            "quoted-printable" => quoted(&body.replace("=\r\n", ""), b'='),
            _ => body.as_bytes().to_vec(),
        }
    }

    /// The file name of an attachment.
    pub fn file_name(&self) -> Option<String> {
        parameter(self.raw("content-disposition"), "filename")
    }
}

/// Bytes with some of them written as a mark and two hexadecimal digits.
fn quoted(text: &str, mark: u8) -> Vec<u8> {
    let (bytes, mut read, mut at) = (text.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] == mark {
            read.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            read.push(bytes[at]);
            at += 1;
        }
    }
    read
}

/// RFC 2047: `=?utf-8?b?...?=`; white space between two such words is none. No word may be longer than 75 characters.
fn words(raw: &str) -> String {
    let (mut read, mut rest, mut after_word) = (String::new(), raw, false);
    while let Some(start) = rest.find("=?") {
        let between = &rest[..start];
        if !(after_word && between.trim().is_empty()) {
            read.push_str(between);
        }
        let fields: Vec<&str> = rest[start + 2..].splitn(4, '?').collect();
        assert_eq!(fields[0].to_ascii_lowercase(), "utf-8", "{raw}");
        let bytes = match fields[1] {
            "b" | "B" => BASE64_STANDARD.decode(fields[2]).unwrap(),
            _ => quoted(&fields[2].replace('_', " "), b'='),
        };
        // Whole letters in each word: a reader decodes them one by one.
        read.push_str(&String::from_utf8(bytes).expect("a word holds whole letters"));
        let length = 2 + fields[0].len() + 1 + fields[1].len() + 1 + fields[2].len() + 2;
        assert!(length <= 75, "{length}: {raw}");
        rest = &rest[start + length..];
        after_word = true;
    }
    read + rest
}

/// A parameter of a header, also one in sections and percent signs (RFC 2231).
fn parameter(header: &str, name: &str) -> Option<String> {
    let (mut bytes, mut found) = (Vec::new(), false);
    for field in header.split(';').skip(1) {
        let (key, value) = field.trim().split_once('=')?;
        let Some(form) = key.strip_prefix(name) else { continue };
        found = true;
        let value = value.trim_matches('"');
        if form.ends_with('*') {
            // The character set stands before the first section alone.
            let first = form == "*" || form == "*0*";
            let value = if first { value.strip_prefix("utf-8''").expect("the character set is named") } else { value };
            bytes.extend(quoted(value, b'%'));
        } else {
            bytes.extend(value.as_bytes());
        }
    }
    found.then(|| String::from_utf8(bytes).unwrap())
}
