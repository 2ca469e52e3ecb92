//! Any text as a day: what is read prints to what reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::input::day::{serial, typed};
use thidua_domain::narrative::dates::short_date;

fuzz_target!(|text: &str| {
    if let Some(day) = typed(text) {
        if (1000..=9999).contains(&chrono_year(day)) {
            assert_eq!(typed(&short_date(day)), Some(day));
        }
    }
    if let Ok(value) = text.parse::<f64>() {
        let _ = serial(value);
    }
});

fn chrono_year(day: impl std::fmt::Display) -> i32 {
    day.to_string().split('-').next().and_then(|year| year.parse().ok()).unwrap_or(0)
}
