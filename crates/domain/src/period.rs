//! Reporting periods (kỳ báo cáo) and the three dates that must not be mixed up:
//! the data window, the day a unit must have sent, and the day the data is locked.
//!
//! All civil dates are Vietnamese (UTC+7, no daylight saving).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, Offset, Utc, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Working days between `due_at` and the default `lock_at`.
pub const LOCK_AFTER_WORKING_DAYS: u32 = 5;

/// Which part of the year a report covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 6 tháng đầu năm.
    FirstHalf,
    /// 6 tháng cuối năm.
    SecondHalf,
    /// Cả năm.
    Year,
}

/// A half-year or a year, written `2022-H1`, `2022-H2` or `2022`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i32,
    part: Part,
}

/// The text is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a period: expected YYYY-H1, YYYY-H2 or YYYY with a year from 1990 to 2100")]
pub struct PeriodError;

impl Period {
    /// The period of `year`; years from 1990 to 2100 are accepted.
    pub fn new(year: i32, part: Part) -> Result<Self, PeriodError> {
        if (1990..=2100).contains(&year) { Ok(Self { year, part }) } else { Err(PeriodError) }
    }

    /// The calendar year the period is named after.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The part of the year.
    pub fn part(self) -> Part {
        self.part
    }

    /// The same period of the year before (cùng kỳ năm trước); `None` before 1990.
    pub fn same_period_last_year(self) -> Option<Self> {
        Self::new(self.year - 1, self.part).ok()
    }

    /// The period right before (kỳ trước): the other half, or the year before.
    pub fn previous(self) -> Option<Self> {
        match self.part {
            Part::FirstHalf => Self::new(self.year - 1, Part::SecondHalf).ok(),
            Part::SecondHalf => Self::new(self.year, Part::FirstHalf).ok(),
            Part::Year => Self::new(self.year - 1, Part::Year).ok(),
        }
    }

    /// The other half right before; a year has none.
    pub fn other_half_before(self) -> Option<Self> {
        self.previous().filter(|_| self.part != Part::Year)
    }

    /// First and last day counted, both inclusive: 15/12–14/6, 15/6–14/12, or 15/12–14/12.
    /// [NĐ 09/2019 Điều 12; TT 02/2021/TT-TTCP Điều 7] The window of a period may be set otherwise.
    pub fn default_window(self) -> (NaiveDate, NaiveDate) {
        let december_before = day(self.year - 1, 12, 15);
        match self.part {
            Part::FirstHalf => (december_before, day(self.year, 6, 14)),
            Part::SecondHalf => (day(self.year, 6, 15), day(self.year, 12, 14)),
            Part::Year => (december_before, day(self.year, 12, 14)),
        }
    }
}

impl Period {
    /// The half-year whose default window holds a day.
    pub fn of_day(date: NaiveDate) -> Option<Self> {
        let halves = [(date.year(), Part::FirstHalf), (date.year(), Part::SecondHalf), (date.year() + 1, Part::FirstHalf)];
        let halves = halves.into_iter().filter_map(|(year, part)| Self::new(year, part).ok());
        halves.into_iter().find(|half| (half.default_window().0..=half.default_window().1).contains(&date))
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MAX)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::FirstHalf => write!(f, "{}-H1", self.year),
            Part::SecondHalf => write!(f, "{}-H2", self.year),
            Part::Year => write!(f, "{}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let (year, part) = match raw.split_once('-') {
            Some((year, "H1")) => (year, Part::FirstHalf),
            Some((year, "H2")) => (year, Part::SecondHalf),
            None => (raw, Part::Year),
            Some(_) => return Err(PeriodError),
        };
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PeriodError);
        }
        Self::new(year.parse().map_err(|_| PeriodError)?, part)
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;
    fn try_from(raw: String) -> Result<Self, PeriodError> {
        raw.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl JsonSchema for Period {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "period", "pattern": "^(199[0-9]|20[0-9]{2}|2100)(-H[12])?$" })
    }
}

/// A period as one agency runs it: what is counted, until when units send, when the data is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingPeriod {
    /// The half-year or year.
    pub period: Period,
    /// First day counted, inclusive.
    pub data_from: NaiveDate,
    /// Last day counted, inclusive (thời điểm chốt số liệu).
    pub data_to: NaiveDate,
    /// The instant by which a unit must have sent (thời hạn gửi báo cáo).
    pub due_at: DateTime<Utc>,
    /// The instant from which figures change only by exception.
    pub lock_at: DateTime<Utc>,
}

/// The Vietnamese zone, UTC+7.
pub fn vietnam() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).unwrap_or_else(|| Utc.fix())
}

/// The Vietnamese civil date of an instant.
pub fn civil_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&vietnam()).date_naive()
}

/// What the holiday table says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOff {
    /// A public holiday, or a day off in exchange for a working one.
    Off,
    /// A Saturday or Sunday worked in exchange for a day off.
    Worked,
    /// Nothing special.
    Plain,
    /// The table has no rows for this year.
    UnknownYear,
}

/// The default `lock_at`: [`LOCK_AFTER_WORKING_DAYS`] working days after `due_at`, at the same hour, and
/// the first year on the way for which no holidays are known.
pub fn default_lock_at(due_at: DateTime<Utc>, day_off: &dyn Fn(NaiveDate) -> DayOff) -> (DateTime<Utc>, Option<i32>) {
    let local = due_at.with_timezone(&vietnam());
    let mut date = local.date_naive();
    let (mut left, mut unknown) = (LOCK_AFTER_WORKING_DAYS, None);
    while left > 0 {
        date = date.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        let off = day_off(date);
        if off == DayOff::UnknownYear {
            unknown = unknown.or(Some(date.year()));
        }
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        if off == DayOff::Worked || (!weekend && off != DayOff::Off) {
            left -= 1;
        }
    }
    (at_civil(date, local.time()), unknown)
}

/// The instant of a Vietnamese civil date and time.
pub fn at_civil(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let utc = date.and_time(time) - chrono::Duration::hours(7);
    utc.and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, Timelike};

    #[test]
    fn every_window_from_1990_to_2100_tiles_the_years_without_gap() {
        for year in 1991..=2100 {
            let first = Period::new(year, Part::FirstHalf).unwrap().default_window();
            let second = Period::new(year, Part::SecondHalf).unwrap().default_window();
            let whole = Period::new(year, Part::Year).unwrap().default_window();
            let before = Period::new(year - 1, Part::SecondHalf).unwrap().default_window();
            assert_eq!(before.1 + Days::new(1), first.0);
            assert_eq!(first.1 + Days::new(1), second.0);
            assert_eq!(whole, (first.0, second.1));
        }
    }

    #[test]
    fn civil_date_turns_at_midnight_in_vietnam_on_every_boundary() {
        for year in 1991..=2100 {
            for part in [Part::FirstHalf, Part::SecondHalf, Part::Year] {
                let (from, _) = Period::new(year, part).unwrap().default_window();
                for minute in 0..7 * 60 {
                    let instant = at_civil(from, NaiveTime::MIN) + Duration::minutes(minute);
                    assert_eq!(civil_date(instant), from);
                    assert_eq!(civil_date(instant - Duration::hours(7) - Duration::nanoseconds(1)), from.pred_opt().unwrap());
                }
            }
        }
    }

    #[test]
    fn every_day_belongs_to_the_half_that_counts_it() {
        for (date, half) in [
            ("2026-12-14", "2026-H2"),
            ("2026-12-15", "2027-H1"),
            ("2027-01-01", "2027-H1"),
            ("2027-06-14", "2027-H1"),
            ("2027-06-15", "2027-H2"),
            ("2028-02-29", "2028-H1"),
        ] {
            assert_eq!(Period::of_day(date.parse().unwrap()).unwrap().to_string(), half, "{date}");
        }
    }

    #[test]
    fn writes_and_reads_back() {
        for raw in ["2022-H1", "2022-H2", "2022", "1990-H1", "2100"] {
            assert_eq!(raw.parse::<Period>().unwrap().to_string(), raw);
        }
        for bad in ["", "2022-H3", "22-H1", "1989-H1", "2101", "2022-h1", "+022-H1", "2022-H1 "] {
            assert_eq!(bad.parse::<Period>(), Err(PeriodError), "{bad:?}");
        }
    }

    #[test]
    fn locks_five_working_days_after_the_due_hour() {
        let due: DateTime<Utc> = "2022-06-16T10:00:00Z".parse().unwrap();
        let (lock, unknown) = default_lock_at(due, &|_| DayOff::Plain);
        assert_eq!(unknown, None);
        assert_eq!(civil_date(lock), NaiveDate::from_ymd_opt(2022, 6, 23).unwrap());
        assert_eq!(lock.hour(), 10);
    }
}
