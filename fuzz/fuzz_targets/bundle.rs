//! Any bytes as a bundle: refused or taken; what is taken has a canonical form that is taken again.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use thidua_domain::bundle::{Reading, read};
use thidua_domain::catalogue::Catalogue;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::shipped().unwrap());

fuzz_target!(|bytes: &[u8]| {
    let reading = Reading { convert_legacy: true, ..Reading::plain(&CATALOGUE) };
    if let Ok(checked) = read(bytes, &reading) {
        let canonical = checked.bundle.canonical();
        assert_eq!(read(&canonical, &reading).unwrap().bundle.canonical(), canonical);
    }
});
