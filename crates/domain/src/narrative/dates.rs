//! Dates and the names of periods in words.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

use super::house::House;
use crate::period::{Part, Period, vietnam};

/// `09/02/2022`, `14/6/2022`: days below 10 and months 1 and 2 take a zero, as Decree 30 writes dates.
pub fn short_date(date: NaiveDate) -> String {
    format!("{:02}/{}/{}", date.day(), month(date), date.year())
}

/// `ngày 05 tháng 7 năm 2022`.
pub fn long_date(date: NaiveDate) -> String {
    format!("ngày {:02} tháng {} năm {}", date.day(), month(date), date.year())
}

/// `07:00 ngày 14/6/2026`: Vietnamese civil time.
pub fn civil_time(instant: DateTime<Utc>) -> String {
    let local = instant.with_timezone(&vietnam());
    format!("{:02}:{:02} ngày {}", local.hour(), local.minute(), short_date(local.date_naive()))
}

fn month(date: NaiveDate) -> String {
    if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() }
}

/// How a period and its base are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// `H1`, `H2`, `year`: the part as outlines name it.
    pub part: &'static str,
    /// `6 tháng đầu năm 2022`.
    pub this: String,
    /// `6 tháng cuối năm 2022`.
    pub next: String,
    /// The year in which the directions end: `năm 2022`.
    pub goal_year: String,
    /// `so với cùng kỳ năm 2021`, the first time in a section.
    pub versus_first: String,
    /// `so với cùng kỳ`, afterwards.
    pub versus: &'static str,
    /// `cùng kỳ năm trước`: the base itself.
    pub base: &'static str,
    /// `cùng kỳ`: the base where it is named again.
    pub base_short: &'static str,
    /// `cùng kỳ năm 2021`.
    pub base_bare: String,
    /// `so với 6 tháng cuối năm 2021`: the half right before; a year has none.
    pub versus_half_before: Option<String>,
}

impl Wording {
    /// The words for `period`.
    pub fn of(period: Period) -> Self {
        let (year, part) = (period.year(), period.part());
        let (this, next, goal) = match part {
            Part::FirstHalf => (format!("6 tháng đầu năm {year}"), format!("6 tháng cuối năm {year}"), year),
            Part::SecondHalf => (format!("6 tháng cuối năm {year}"), format!("6 tháng đầu năm {}", year + 1), year + 1),
            Part::Year => (format!("năm {year}"), format!("năm {}", year + 1), year + 1),
        };
        let whole_year = part == Part::Year;
        let base_bare = if whole_year { format!("năm {}", year - 1) } else { format!("cùng kỳ năm {}", year - 1) };
        Self {
            part: match part {
                Part::FirstHalf => "H1",
                Part::SecondHalf => "H2",
                Part::Year => "year",
            },
            this,
            next,
            goal_year: format!("năm {goal}"),
            versus_first: format!("so với {base_bare}"),
            versus: if whole_year { "so với năm trước" } else { "so với cùng kỳ" },
            base: if whole_year { "năm trước" } else { "cùng kỳ năm trước" },
            base_short: if whole_year { "năm trước" } else { "cùng kỳ" },
            base_bare,
            versus_half_before: match part {
                Part::FirstHalf => Some(format!("so với 6 tháng cuối năm {}", year - 1)),
                Part::SecondHalf => Some(format!("so với 6 tháng đầu năm {year}")),
                Part::Year => None,
            },
        }
    }
}

impl Wording {
    /// The base without its year where the house does not name it.
    #[must_use]
    pub fn in_style(self, house: &House) -> Self {
        if house.name_base_year { self } else { Self { versus_first: format!("so với {}", self.base), ..self } }
    }
}

/// The name of a period: `6 tháng đầu năm 2022`.
pub fn period_name(period: Period) -> String {
    Wording::of(period).this
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(raw: &str) -> NaiveDate {
        raw.parse().unwrap()
    }

    #[test]
    fn dates_follow_decree_30() {
        for (raw, long, short) in [
            ("2023-02-09", "ngày 09 tháng 02 năm 2023", "09/02/2023"),
            ("2022-07-05", "ngày 05 tháng 7 năm 2022", "05/7/2022"),
            ("2022-12-15", "ngày 15 tháng 12 năm 2022", "15/12/2022"),
            ("2024-01-31", "ngày 31 tháng 01 năm 2024", "31/01/2024"),
        ] {
            assert_eq!(long_date(day(raw)), long);
            assert_eq!(short_date(day(raw)), short);
        }
    }

    #[test]
    fn periods_have_names() {
        let half = Wording::of("2022-H2".parse().unwrap());
        assert_eq!((half.this.as_str(), half.next.as_str()), ("6 tháng cuối năm 2022", "6 tháng đầu năm 2023"));
        let year = Wording::of("2022".parse().unwrap());
        assert_eq!((year.this.as_str(), year.versus_first.as_str()), ("năm 2022", "so với năm 2021"));
    }

    #[test]
    fn instants_are_told_in_vietnamese_time() {
        assert_eq!(civil_time("2026-06-14T00:00:00Z".parse().unwrap()), "07:00 ngày 14/6/2026");
        assert_eq!(civil_time("2022-12-31T17:00:00Z".parse().unwrap()), "00:00 ngày 01/01/2023");
    }
}
