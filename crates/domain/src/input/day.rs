//! Days as people and spreadsheets write them.

use chrono::{Days, NaiveDate};

/// `15/6/2022`, `15-06-2022`, `15.6.2022` or `2022-06-15`, the last also with a time after it.
pub fn typed(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if let Some(day) = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok())
        && (text.len() == 10 || text[10..].starts_with(['T', ' ']))
    {
        return Some(day);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let sound = (1..=2).contains(&day.len()) && (1..=2).contains(&month.len()) && year.len() == 4 && parts.iter().all(|part| digits(part));
    sound.then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)).flatten()
}

/// A day as spreadsheets count it: 61 is 01/3/1900, after the 29/02/1900 that never was.
pub fn serial(serial: f64) -> Option<NaiveDate> {
    if !(61.0..=109_573.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the bounds above")]
    let days = serial.trunc() as u64;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::{serial, typed};

    #[test]
    fn days_are_read_as_they_are_written() {
        for written in ["15/6/2022", "15/06/2022", " 15-6-2022 ", "15.06.2022", "2022-06-15", "2022-06-15T00:00:00", "2022-06-15 07:00"] {
            assert_eq!(typed(written).map(|day| day.to_string()).as_deref(), Some("2022-06-15"), "{written}");
        }
        for wrong in
            ["", "6/2022", "31/02/2022", "15/6/22", "2022/6/15", "15/6/2022/1", "+5/6/2022", "2022-06-15x", "mười lăm", "١٥/6/2022"]
        {
            assert_eq!(typed(wrong), None, "{wrong}");
        }
        assert_eq!(serial(44727.0).map(|day| day.to_string()).as_deref(), Some("2022-06-15"));
        assert_eq!((serial(0.0), serial(f64::NAN), serial(1e300)), (None, None, None));
    }
}
