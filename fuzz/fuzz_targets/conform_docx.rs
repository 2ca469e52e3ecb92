//! Any bytes as a Word file to be judged: the package as it comes, or the bytes as its main part and its styles.
#![no_main]

use std::io::{Cursor, Write as _};
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use thidua_document::conform;
use thidua_document::fonts::Fonts;
use thidua_domain::catalogue::Catalogue;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    static RULES: OnceLock<(Catalogue, Fonts)> = OnceLock::new();
    let (catalogue, fonts) = RULES.get_or_init(|| (Catalogue::shipped().unwrap(), Fonts::bundled()));
    if bytes.starts_with(b"PK") {
        let _ = conform::text(&conform::check(bytes, catalogue, fonts));
        return;
    }
    let half = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("word/document.xml", &bytes[..half]), ("word/styles.xml", &bytes[half..])] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(part).unwrap();
    }
    let file = zip.finish().unwrap().into_inner();
    let _ = conform::text(&conform::check(&file, catalogue, fonts));
});
