//! Any bytes as a bundle: refused or taken; what is taken has a canonical form that is taken again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::bundle::{Reading, read};
use thidua_domain::catalogue::Catalogue;

fuzz_target!(|bytes: &[u8]| {
    let catalogue = Catalogue::shipped().unwrap();
    let reading = Reading { convert_legacy: true, ..Reading::plain(&catalogue) };
    if let Ok(checked) = read(bytes, &reading) {
        let canonical = checked.bundle.canonical();
        assert_eq!(read(&canonical, &reading).unwrap().bundle.canonical(), canonical);
    }
});
