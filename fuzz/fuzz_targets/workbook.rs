//! Any bytes as a filled-in workbook, held against the sample agency.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use thidua_document::workbook::read;
use thidua_domain::bundle::{self, Bundle, Reading};
use thidua_domain::catalogue::Catalogue;

fn stored() -> &'static (Catalogue, Bundle) {
    static STORED: OnceLock<(Catalogue, Bundle)> = OnceLock::new();
    STORED.get_or_init(|| {
        let catalogue = Catalogue::shipped().unwrap();
        let bundle = bundle::read(include_bytes!("../../seeds/dak-nong.json"), &Reading::plain(&catalogue)).unwrap().bundle;
        (catalogue, bundle)
    })
}

fuzz_target!(|bytes: &[u8]| {
    let (catalogue, bundle) = stored();
    if let Ok(filled) = read(bytes) {
        let _ = filled.take(bundle, &Reading::plain(catalogue), "2022-06-16T02:00:00Z".parse().unwrap());
    }
});
