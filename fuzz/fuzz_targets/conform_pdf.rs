//! Any bytes as a PDF to be judged.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use thidua_document::conform;
use thidua_document::fonts::Fonts;
use thidua_domain::catalogue::Catalogue;

fuzz_target!(|bytes: &[u8]| {
    static RULES: OnceLock<(Catalogue, Fonts)> = OnceLock::new();
    let (catalogue, fonts) = RULES.get_or_init(|| (Catalogue::shipped().unwrap(), Fonts::bundled()));
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend_from_slice(bytes);
    let _ = conform::text(&conform::check(if bytes.starts_with(b"%PDF-") { bytes } else { &file }, catalogue, fonts));
});
