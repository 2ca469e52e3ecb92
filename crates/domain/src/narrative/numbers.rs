//! Numbers as officials write them: `1.506`, `43.368,8`, `52,76%`, `05 cuộc`, `14.526,8 triệu đồng`.

use crate::quantity::Quantity;

/// Non-breaking space between a number and its unit.
pub const NBSP: char = '\u{a0}';

/// Thousands dot and decimal comma: `1.234.567,5`.
pub fn number(value: Quantity) -> String {
    let plain = value.plain();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push('.');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(',');
        text.push_str(fraction);
    }
    text
}

/// A percentage: `52,76%`, `100%`.
pub fn percent(value: Quantity) -> String {
    format!("{}%", number(value))
}

/// Reads what [`number`] writes.
///
/// # Errors
/// None when the text is not grouped by threes or has other characters.
pub fn parse(text: &str) -> Option<Quantity> {
    let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.trim_start_matches('-').split('.').collect();
    let (first, rest) = groups.split_first()?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = digits(first) && (rest.is_empty() || first.len() <= 3) && rest.iter().all(|part| part.len() == 3 && digits(part));
    let fraction_ok = fraction.bytes().all(|b| b.is_ascii_digit()) && (!text.contains(',') || !fraction.is_empty());
    if !grouped || !fraction_ok {
        return None;
    }
    let point = if fraction.is_empty() { "" } else { "." };
    Quantity::from_plain(&format!("{}{point}{fraction}", whole.replace('.', "")))
}

/// Roman numerals for sections and annexes (1–3,999).
pub fn roman(mut n: usize) -> String {
    const STEPS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, letters) in STEPS {
        while n >= value {
            text.push_str(letters);
            n -= value;
        }
    }
    text
}

/// Letters of points in Vietnamese order: a b c d đ e g … (Decree 30, Phụ lục I); from the 24th on doubled.
pub fn point_letter(index: usize) -> String {
    const LETTERS: [&str; 23] =
        ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y"];
    LETTERS[index % LETTERS.len()].repeat(index / LETTERS.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn q(raw: &str) -> Quantity {
        raw.parse().unwrap()
    }

    #[test]
    fn writes_numbers_as_officials_do() {
        for (raw, text) in [
            ("0", "0"),
            ("5", "5"),
            ("999", "999"),
            ("1506", "1.506"),
            ("43368.8", "43.368,8"),
            ("1234567.5", "1.234.567,5"),
            ("-1234", "-1.234"),
        ] {
            assert_eq!(number(q(raw)), text);
        }
        assert_eq!(percent(q("52.76")), "52,76%");
        assert_eq!(percent(q("100")), "100%");
    }

    #[test]
    fn points_follow_the_vietnamese_alphabet() {
        let first: Vec<String> = (0..8).map(point_letter).collect();
        assert_eq!(first.join(" "), "a b c d đ e g h");
        assert!((0..23).all(|i| !["f", "j", "w", "z"].contains(&point_letter(i).as_str())));
    }

    #[test]
    fn roman_numerals() {
        for (n, text) in [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL")] {
            assert_eq!(roman(n), text);
        }
    }

    proptest! {
        #[test]
        fn any_whole_number_and_any_hundredths_come_back(n in any::<i64>()) {
            for raw in [n.to_string(), format!("{}.{:02}", n / 100, (n % 100).abs())] {
                let value = Quantity::from_plain(&raw).unwrap();
                prop_assert_eq!(parse(&number(value)), Some(value));
            }
        }

        #[test]
        fn parse_reads_back_what_number_writes(micros in -9_000_000_000_000_000_000_i64..9_000_000_000_000_000_000) {
            let value = Quantity::from_micros(micros);
            prop_assert_eq!(parse(&number(value)), Some(value));
        }
    }
}
