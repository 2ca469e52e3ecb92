//! Numbers as people type them: `1.234,5`, `1234.5`, `1 234`. What could be two numbers is named, never
//! guessed.

use crate::quantity::Quantity;

/// Why a typed number is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberProblem {
    /// No number, or one that cannot be kept.
    NotANumber,
    /// More than one reading.
    Ambiguous(Vec<Quantity>),
}

/// Reads a typed number that is not negative. `whole`: only whole numbers make sense, which settles
/// `1.234` as one thousand two hundred and thirty-four.
pub fn typed(raw: &str, whole: bool) -> Result<Quantity, NumberProblem> {
    let text: String = raw.chars().filter(|ch| !ch.is_whitespace()).collect();
    let sound = text.starts_with(|ch: char| ch.is_ascii_digit()) && text.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, '.' | ','));
    if !sound || (raw.trim().len() != text.len() && !grouped_by_spaces(raw)) {
        return Err(NumberProblem::NotANumber);
    }
    let mut readings: Vec<Quantity> = [('.', ','), (',', '.')]
        .into_iter()
        .filter_map(|(group, point)| reading(&text, group, point))
        .filter(|value| !whole || value.is_whole())
        .collect();
    readings.dedup();
    match readings.as_slice() {
        [] => Err(NumberProblem::NotANumber),
        [one] => Ok(*one),
        _ => Err(NumberProblem::Ambiguous(readings)),
    }
}

/// Spaces may only part groups of three digits.
fn grouped_by_spaces(raw: &str) -> bool {
    let whole = raw.trim().split(['.', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = whole.split(char::is_whitespace).collect();
    raw.trim()[whole.len()..].chars().all(|ch| !ch.is_whitespace()) && is_grouped(&parts)
}

fn is_grouped(parts: &[&str]) -> bool {
    (1..=3).contains(&parts[0].len()) && parts[1..].iter().all(|part| part.len() == 3)
}

/// The number with one sign for groups and the other for decimals, when it is written so.
fn reading(text: &str, group: char, point: char) -> Option<Quantity> {
    let (whole, decimals) = match text.split_once(point) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let groups: Vec<&str> = whole.split(group).collect();
    let led_by_zero = whole.len() > 1 && whole.starts_with('0');
    if (groups.len() > 1 && !is_grouped(&groups)) || led_by_zero {
        return None;
    }
    let plain = match decimals {
        None => groups.concat(),
        Some(decimals) if !decimals.is_empty() && decimals.bytes().all(|b| b.is_ascii_digit()) => format!("{}.{decimals}", groups.concat()),
        Some(_) => return None,
    };
    plain.parse().ok()
}

/// A spreadsheet's binary number at the fifteen digits that spreadsheets show, so that `0.1 + 0.2` is `0.3`.
pub fn binary(value: f64) -> Option<Quantity> {
    if !value.is_finite() {
        return None;
    }
    format!("{value:.14e}").parse::<Quantity>().ok().filter(|quantity| !quantity.is_negative())
}

#[cfg(test)]
mod tests {
    use super::{NumberProblem, binary, typed};
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (raw, plain) in [
            ("0", "0"),
            ("12", "12"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1234.5", "1234.5"),
            ("1234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("0,125", "0.125"),
            ("0.125", "0.125"),
            (" 25 000 ", "25000"),
            ("1\u{a0}234,5", "1234.5"),
            ("43.368,8", "43368.8"),
            ("1234,567", "1234.567"),
        ] {
            assert_eq!(typed(raw, false).map(crate::quantity::Quantity::plain), Ok(plain.to_owned()), "{raw}");
        }
        for wrong in [
            "",
            "-",
            "-5",
            "5%",
            "abc",
            "1.23.4",
            "1,2,3",
            "1.234,5.6",
            "12 34",
            "1. 5",
            ".5",
            "5.",
            "١٢",
            "1e5",
            "9.999.999.999.999,5",
            "007",
        ] {
            assert_eq!(typed(wrong, false), Err(NumberProblem::NotANumber), "{wrong}");
        }
    }

    #[test]
    fn two_readings_are_named() {
        for (raw, first, second) in [("1.234", "1234", "1.234"), ("12,500", "12.5", "12500")] {
            let Err(NumberProblem::Ambiguous(readings)) = typed(raw, false) else { panic!("{raw}") };
            assert_eq!(readings.iter().map(|value| value.plain()).collect::<Vec<_>>(), [first, second]);
            assert!(typed(raw, true).is_ok() || raw.ends_with("500"), "a count settles it");
        }
        assert_eq!(typed("1.234", true).unwrap().plain(), "1234");
    }

    #[test]
    fn binary_noise_is_no_decimal() {
        assert_eq!(binary(0.1 + 0.2).unwrap().plain(), "0.3");
        assert_eq!(binary(14526.8).unwrap().plain(), "14526.8");
        assert_eq!(binary(1e6).unwrap().plain(), "1000000");
        assert!(binary(f64::NAN).is_none() && binary(-1.0).is_none() && binary(1e300).is_none());
    }

    proptest! {
        #[test]
        fn anything_typed_is_answered(raw in "\\PC{0,20}|[0-9., \u{a0}]{0,14}") {
            let _ = typed(&raw, false);
            let _ = typed(&raw, true);
        }

        #[test]
        fn the_printed_form_is_read_back(micros in 0_i64..9_000_000_000_000_000) {
            let value = crate::quantity::Quantity::from_micros(micros);
            let printed = crate::narrative::numbers::number(value);
            match typed(&printed, false) {
                Ok(read) => prop_assert_eq!(read, value),
                Err(NumberProblem::Ambiguous(readings)) => prop_assert!(readings.contains(&value)),
                Err(NumberProblem::NotANumber) => prop_assert!(false, "{}", printed),
            }
        }
    }
}
