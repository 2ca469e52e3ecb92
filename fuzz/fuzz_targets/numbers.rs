//! Any text as a number: what is read is kept exactly and prints to what reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thidua_domain::input::number::{NumberProblem, binary, typed};
use thidua_domain::narrative::numbers::number;

fuzz_target!(|text: &str| {
    for whole in [false, true] {
        if let Ok(value) = typed(text, whole) {
            match typed(&number(value), whole) {
                Ok(again) => assert_eq!(again, value),
                Err(NumberProblem::Ambiguous(readings)) => assert!(readings.contains(&value)),
                Err(NumberProblem::NotANumber) => panic!("{value}"),
            }
        }
    }
    if let Ok(value) = text.parse::<f64>() {
        let _ = binary(value);
    }
});
