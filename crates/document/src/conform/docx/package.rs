//! The parts of a Word file, unpacked within bounds when they are asked for.

use std::cell::RefCell;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::conform::Unreadable;
use crate::conform::limits::{MOST_PART, MOST_PARTS};

/// The parts of a file.
pub struct Package<'a> {
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    names: Vec<String>,
}

/// Opens a file; nothing is unpacked yet.
pub fn open(bytes: &[u8]) -> Result<Package<'_>, Unreadable> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::TooLarge);
    }
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    if !names.iter().any(|name| name == "word/document.xml") {
        return Err(Unreadable::OtherKind);
    }
    let package = Package { archive: RefCell::new(archive), names };
    package.size("word/document.xml")?;
    Ok(package)
}

impl Package<'_> {
    /// Refuses what unpacks to too much, or needs a password.
    fn size(&self, name: &str) -> Result<(), Unreadable> {
        let mut archive = self.archive.borrow_mut();
        let raw = archive.index_for_name(name).ok_or(Unreadable::OtherKind)?;
        let part = archive.by_index_raw(raw).map_err(|_| Unreadable::Broken)?;
        if part.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        if part.size() > MOST_PART { Err(Unreadable::TooLarge) } else { Ok(()) }
    }

    /// A part as text; `None` where it is missing, broken or too large.
    pub fn part(&self, name: &str) -> Option<String> {
        let mut archive = self.archive.borrow_mut();
        let part = archive.by_name(name).ok()?;
        let mut bytes = Vec::new();
        part.take(MOST_PART + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > MOST_PART {
            return None;
        }
        let text = match bytes[..] {
            [0xFF, 0xFE, ..] => utf16(&bytes, u16::from_le_bytes)?,
            [0xFE, 0xFF, ..] => utf16(&bytes, u16::from_be_bytes)?,
            _ => String::from_utf8(bytes).ok()?,
        };
        Some(text.trim_start_matches('\u{feff}').to_owned())
    }

    /// Names of the parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// Text of two bytes a unit.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

/// What a file in the container of old Word is: the old format, or a new one behind a password.
pub fn container(bytes: &[u8]) -> Unreadable {
    // Names of streams are UTF-16; an encrypted package says so.
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) { Unreadable::Encrypted } else { Unreadable::OldWord }
}
