//! Any text through repair and the legacy encodings: mended text is sound, and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::input::legacy::{Encoding, convert, detect, encode, raise_capitals};
use thidua_domain::input::repair::repair;

fuzz_target!(|text: &str| {
    let (mended, _) = repair(text);
    assert_eq!(repair(&mended), (mended.clone(), vec![]));
    let _ = detect(text);
    for encoding in [Encoding::Tcvn3, Encoding::Vni] {
        let _ = raise_capitals(&convert(text, encoding));
        let _ = encode(text, encoding);
    }
});
