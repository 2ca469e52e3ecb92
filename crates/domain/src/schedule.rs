//! Schedules in the terms of a reporting period: when something is due, as a pure question to dates, holidays and
//! periods. Civil time is Vietnamese (UTC+7); it becomes an instant last.
//!
//! What is done then is the business of the `jobs` crate; how it is said of `messages::schedule`.

use std::cmp::Reverse;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use croner::Cron;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::code::Code;
use crate::job::{self, About, DUE_AFTER, NewJob, Task};
use crate::period::{DayOff, Period, ReportingPeriod, at_civil, civil_date, default_lock_at, vietnam};
use crate::snapshot::hex;
use crate::text::Text;

/// The furthest a day may lie from its anchor.
pub const MOST_DAYS: i32 = 366;
/// How late a run may begin without being a missed one.
pub const GRACE: TimeDelta = TimeDelta::hours(1);

/// Kinds of job that follow the dates of a period when they are moved.
const BY_DATE: [&str; 2] = ["lock", "remind"];

/// Half-years that are foreseen, the present one first.
const FORESEEN: usize = 6;

/// A date of a period from which days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Thời điểm chốt số liệu.
    DataTo,
    /// Thời hạn gửi báo cáo.
    DueAt,
    /// Thời điểm khóa số liệu.
    LockAt,
}

/// Days on which something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum When {
    /// So many days before (negative) or after a date of every period.
    Relative {
        /// The date.
        anchor: Anchor,
        /// Days, from -366 to 366; 0 is the day itself.
        days: i32,
        /// Only working days count, by the holiday table. With 0 the day itself, or the next working day.
        working: bool,
    },
    /// Every day.
    Daily,
    /// Every week.
    Weekly {
        /// 1 for Monday to 7 for Sunday.
        weekday: u8,
    },
    /// Every month.
    Monthly {
        /// 1 to 31; in shorter months the last day.
        day: u8,
    },
    /// By a cron text of five fields, in Vietnamese time; the hour of the rule is not used.
    Cron {
        /// `0 7 1 1,7 *`: minute, hour, day, month, weekday.
        text: Text,
    },
}

/// Runs of a cron text may not lie closer together.
pub const CLOSEST: TimeDelta = TimeDelta::minutes(15);

/// Days and the hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Days.
    pub when: When,
    /// Hour and minute of the day.
    pub at: NaiveTime,
}

/// What becomes of runs whose time passed while the program was down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// The last of them is made up for, once.
    Once,
    /// They are left out.
    Skip,
    /// The last of them waits for somebody to run it.
    Ask,
}

/// State of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleState {
    /// Bản nháp: shown with its runs to come, does not run yet.
    Draft,
    /// It runs.
    Active,
    /// Somebody halted it; what was missed meanwhile is not made up for.
    Paused,
}

/// A run that is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Nominal {
    /// The instant by the rule.
    pub at: DateTime<Utc>,
    /// The period that it is about.
    pub period: Option<Period>,
}

/// A schedule of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Identifier.
    pub id: Uuid,
    /// Agency.
    pub agency: Code,
    /// Kind of job.
    pub job: Code,
    /// What its runs are told.
    pub task: Task,
    /// What people call it.
    pub name: Text,
    /// When.
    pub rule: Rule,
    /// What becomes of missed runs.
    pub missed: Missed,
    /// Whether it runs.
    pub state: ScheduleState,
    /// Runs up to this instant are dealt with: when it was made or resumed, or its last run by the rule.
    pub since: DateTime<Utc>,
}

/// Why a rule is no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// Days out of bounds.
    #[error("days must be from -366 to 366")]
    Days,
    /// No weekday.
    #[error("a weekday is 1 (Monday) to 7 (Sunday)")]
    Weekday,
    /// No day of a month.
    #[error("a day of the month is 1 to 31")]
    MonthDay,
    /// No cron text of five fields, or one that never comes.
    #[error("not a cron text of five fields")]
    Cron,
    /// A cron text whose runs lie closer than [`CLOSEST`].
    #[error("runs lie at least 15 minutes apart")]
    TooClose,
}

impl Rule {
    /// Checks bounds.
    pub fn check(&self) -> Result<(), RuleError> {
        match &self.when {
            When::Relative { days, .. } if days.abs() > MOST_DAYS => Err(RuleError::Days),
            When::Weekly { weekday } if !(1..=7).contains(weekday) => Err(RuleError::Weekday),
            When::Monthly { day } if !(1..=31).contains(day) => Err(RuleError::MonthDay),
            When::Cron { text } => {
                let pattern = cron(text).ok_or(RuleError::Cron)?;
                // A leap year decides for all others, as far as nearness goes: the closest runs lie within a day.
                let start = at_civil(NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default(), NaiveTime::MIN);
                let mut runs = std::iter::successors(next_of(&pattern, start), |run| next_of(&pattern, *run)).take(200);
                let mut before = runs.next().ok_or(RuleError::Cron)?;
                for run in runs {
                    if run - before < CLOSEST {
                        return Err(RuleError::TooClose);
                    }
                    before = run;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The first run after an instant.
    pub fn next_after(&self, after: DateTime<Utc>, periods: &[ReportingPeriod], day_off: &dyn Fn(NaiveDate) -> DayOff) -> Option<Nominal> {
        if matches!(self.when, When::Relative { .. }) {
            return self.relative_runs(after, periods, day_off).into_iter().next();
        }
        if let When::Cron { text } = &self.when {
            let at = next_of(&cron(text)?, after)?;
            return Some(Nominal { at, period: current(periods, civil_date(at)) });
        }
        let first = civil_date(after);
        let dates = (0..=400).filter_map(|step| first.checked_add_days(Days::new(step)));
        let at = dates.filter(|date| self.falls_on(*date)).map(|date| at_civil(date, self.at)).find(|at| *at > after)?;
        Some(Nominal { at, period: current(periods, civil_date(at)) })
    }

    /// All runs of a relative rule after an instant, one a period; two periods may have theirs at the same one.
    fn relative_runs(&self, after: DateTime<Utc>, periods: &[ReportingPeriod], day_off: &dyn Fn(NaiveDate) -> DayOff) -> Vec<Nominal> {
        let When::Relative { anchor, days, working } = self.when else { return Vec::new() };
        let run = |period: &ReportingPeriod| {
            let date = counted(anchored(period, anchor), days, working, day_off)?;
            Some(Nominal { at: at_civil(date, self.at), period: Some(period.period) })
        };
        let mut runs: Vec<Nominal> = periods.iter().filter_map(run).filter(|run| run.at > after).collect();
        runs.sort();
        runs
    }

    /// The next runs after an instant, at most so many.
    pub fn runs_after(
        &self,
        after: DateTime<Utc>,
        most: usize,
        periods: &[ReportingPeriod],
        day_off: &dyn Fn(NaiveDate) -> DayOff,
    ) -> Vec<Nominal> {
        let mut runs = self.relative_runs(after, periods, day_off);
        if matches!(self.when, When::Relative { .. }) {
            runs.truncate(most);
            return runs;
        }
        let mut from = after;
        while let Some(run) = self.next_after(from, periods, day_off).filter(|_| runs.len() < most) {
            from = run.at;
            runs.push(run);
        }
        runs
    }

    fn falls_on(&self, date: NaiveDate) -> bool {
        match &self.when {
            When::Relative { .. } | When::Cron { .. } => false,
            When::Daily => true,
            When::Weekly { weekday } => date.weekday().number_from_monday() == u32::from(*weekday),
            When::Monthly { day } => {
                let tomorrow = date.succ_opt().unwrap_or(date);
                let last = tomorrow.month() != date.month();
                date.day() == u32::from(*day) || (last && date.day() < u32::from(*day))
            }
        }
    }
}

/// A cron text of exactly five fields.
fn cron(text: &str) -> Option<Cron> {
    (text.split_whitespace().count() == 5).then(|| Cron::new(text).parse().ok()).flatten()
}

/// The next instant of a cron text, in Vietnamese civil time.
fn next_of(pattern: &Cron, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let next = pattern.find_next_occurrence(&after.with_timezone(&vietnam()), false).ok()?;
    Some(next.to_utc())
}

/// What a plain recurring run is about: of the periods that have begun the oldest whose data is not locked yet, since
/// that is the one people work on, else the newest.
fn current(periods: &[ReportingPeriod], date: NaiveDate) -> Option<Period> {
    let begun = || periods.iter().filter(|period| period.data_from <= date);
    let open = begun().filter(|period| civil_date(period.lock_at) >= date).min_by_key(|period| (period.data_to, Reverse(period.data_from)));
    open.or_else(|| begun().max_by_key(|period| (period.data_to, period.data_from))).map(|period| period.period)
}

fn anchored(period: &ReportingPeriod, anchor: Anchor) -> NaiveDate {
    match anchor {
        Anchor::DataTo => period.data_to,
        Anchor::DueAt => civil_date(period.due_at),
        Anchor::LockAt => civil_date(period.lock_at),
    }
}

/// The day so many (working) days from another.
fn counted(from: NaiveDate, days: i32, working: bool, day_off: &dyn Fn(NaiveDate) -> DayOff) -> Option<NaiveDate> {
    let step = |date: NaiveDate, back: bool| if back { date.pred_opt() } else { date.succ_opt() };
    if !working {
        let distance = Days::new(u64::from(days.unsigned_abs()));
        return if days < 0 { from.checked_sub_days(distance) } else { from.checked_add_days(distance) };
    }
    let mut date = from;
    if days == 0 {
        while !is_working(date, day_off) {
            date = step(date, false)?;
        }
        return Some(date);
    }
    let mut left = days.unsigned_abs();
    while left > 0 {
        date = step(date, days < 0)?;
        left -= u32::from(is_working(date, day_off));
    }
    Some(date)
}

/// A period as it is opened when nobody has set its dates: the default window, units send by 17:00 so many working days
/// after its last day, the data is locked five working days later. Whoever brings in the period's own dates changes them.
pub fn opened(period: Period, due_after: u32, day_off: &dyn Fn(NaiveDate) -> DayOff) -> Option<ReportingPeriod> {
    let (data_from, data_to) = period.default_window();
    let date = if due_after == 0 { data_to } else { counted(data_to, i32::try_from(due_after).ok()?, true, day_off)? };
    let due_at = at_civil(date, NaiveTime::from_hms_opt(17, 0, 0)?);
    Some(ReportingPeriod { period, data_from, data_to, due_at, lock_at: default_lock_at(due_at, day_off).0 })
}

/// Whether people work on a day; of a year without rows in the holiday table only weekends are known.
pub fn is_working(date: NaiveDate, day_off: &dyn Fn(NaiveDate) -> DayOff) -> bool {
    match day_off(date) {
        DayOff::Off => false,
        DayOff::Worked => true,
        DayOff::Plain | DayOff::UnknownYear => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
    }
}

/// What a tick finds at an instant: the runs whose time has come, taken together by the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The run to be made; `None` when all that was due is left out.
    pub run: Option<Nominal>,
    /// The last run whose time has come, made or left out.
    pub last: Nominal,
    /// Its time passed longer ago than [`GRACE`]: it makes up for a missed one.
    pub late: bool,
    /// Runs of a plain rule before the last, of which each was missed: how many, and when the first and the last were.
    pub before: usize,
    /// The first and the last of them.
    pub missed: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// It waits for somebody.
    pub held: bool,
    /// Runs up to here are dealt with by it.
    pub until: DateTime<Utc>,
}

impl Schedule {
    /// What is due at `now`: one run, or all of a relative rule that fall on one instant; nothing when nothing is.
    pub fn due_together(&self, now: DateTime<Utc>, periods: &[ReportingPeriod], day_off: &dyn Fn(NaiveDate) -> DayOff) -> Vec<Due> {
        let Some(first) = self.due(now, periods, day_off) else { return Vec::new() };
        let mut all = vec![first];
        for run in self.rule.relative_runs(self.since, periods, day_off).into_iter().skip(1).take_while(|run| run.at == first.last.at) {
            all.push(Due { run: first.run.map(|_| run), last: run, ..first });
        }
        // The schedule moves on with the last of them, so that none is lost when it is cut short before.
        let behind = all.len() - 1;
        all[..behind].iter_mut().for_each(|due| due.until = self.since);
        all
    }

    /// What is due at `now`; `None` when nothing is.
    fn due(&self, now: DateTime<Utc>, periods: &[ReportingPeriod], day_off: &dyn Fn(NaiveDate) -> DayOff) -> Option<Due> {
        let first =
            self.rule.next_after(self.since, periods, day_off).filter(|next| self.state == ScheduleState::Active && next.at <= now)?;
        // Of runs about periods each is one; of plain recurring ones the last stands for all.
        let relative = matches!(self.rule.when, When::Relative { .. });
        let (mut last, mut before, mut missed) = (first, 0, None);
        if !relative {
            while let Some(run) = self.rule.next_after(last.at, periods, day_off).filter(|run| run.at <= now) {
                if now - last.at > GRACE {
                    before += 1;
                    missed = Some((missed.map_or(last.at, |(first, _)| first), last.at));
                }
                last = run;
            }
        }
        let late = now - last.at > GRACE;
        let skipped = late && self.missed == Missed::Skip;
        Some(Due { run: (!skipped).then_some(last), last, late, before, missed, held: late && self.missed == Missed::Ask, until: last.at })
    }

    /// The periods that its rule counts from. A period that is not open yet is foreseen with its usual dates where the run
    /// itself opens periods; `foreseen` asks for the same where runs are only shown.
    pub fn counted_periods(
        &self,
        stored: &[ReportingPeriod],
        now: DateTime<Utc>,
        foreseen: bool,
        day_off: &dyn Fn(NaiveDate) -> DayOff,
    ) -> Vec<ReportingPeriod> {
        let opens = job::kind(self.job.as_str()).is_some_and(|kind| kind.about == About::Current);
        // A plain rule does not count from periods: its runs are about the newest that is there.
        if !(opens || foreseen) || !matches!(self.rule.when, When::Relative { .. }) {
            return stored.to_vec();
        }
        let due_after = self.task.due_after.unwrap_or(DUE_AFTER);
        let mut periods = stored.to_vec();
        let mut next = Period::of_day(civil_date(now));
        for _ in 0..FORESEEN {
            let Some(half) = next else { break };
            if !periods.iter().any(|known| known.period == half) {
                periods.extend(opened(half, due_after, day_off));
            }
            next = half.default_window().1.succ_opt().and_then(Period::of_day);
        }
        periods
    }

    /// The period that a run is about.
    pub fn about(&self, run: Nominal) -> Option<Period> {
        match job::kind(self.job.as_str()).map_or(About::Period, |kind| kind.about) {
            About::Period => run.period,
            About::Current => Period::of_day(civil_date(run.at)),
            About::Nothing => None,
        }
    }

    /// The job of a run by the rule.
    pub fn job(&self, id: Uuid, run: Nominal, due: &Due, now: DateTime<Utc>) -> NewJob {
        NewJob {
            id,
            kind: self.job.clone(),
            agency: self.agency.clone(),
            period: self.about(run),
            schedule: Some(self.id),
            task: self.task.clone(),
            unique_key: Some(self.key(run)),
            nominal_at: run.at,
            late: due.late,
            held: due.held,
            run_at: now,
        }
    }

    /// A job that somebody asks for now, besides those by the rule: about the period that people work on.
    pub fn asked_for(&self, id: Uuid, now: DateTime<Utc>, periods: &[ReportingPeriod]) -> NewJob {
        let newest = periods.iter().max_by_key(|period| period.data_to).map(|period| period.period);
        let run = Nominal { at: now, period: current(periods, civil_date(now)).or(newest) };
        let due = Due { run: Some(run), last: run, late: false, before: 0, missed: None, held: false, until: now };
        NewJob { unique_key: None, ..self.job(id, run, &due, now) }
    }

    /// What makes a run one of its kind: the period that it is about with what is done by which rule, or its time. A period
    /// whose dates are moved has no second draft; it is locked, and people are reminded, by its new dates.
    pub fn key(&self, run: Nominal) -> String {
        match (&self.rule.when, run.period) {
            (When::Relative { .. }, Some(period)) if BY_DATE.contains(&self.job.as_str()) => {
                format!("{}@{period}@{}", self.id, run.at.timestamp())
            }
            (When::Relative { .. }, Some(period)) => format!("{}@{period}@{}", self.id, self.fingerprint()),
            _ => format!("{}@{}", self.id, run.at.timestamp()),
        }
    }

    /// What is done by which rule, in a few letters.
    fn fingerprint(&self) -> String {
        let told = format!("{} {}", self.job, serde_json::to_string(&self.rule).unwrap_or_default());
        hex(&Sha256::digest(told))[..12].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn period(name: &str, data_to: &str, due: &str) -> ReportingPeriod {
        let data_to: NaiveDate = data_to.parse().unwrap();
        let due_at: DateTime<Utc> = due.parse().unwrap();
        ReportingPeriod {
            period: name.parse().unwrap(),
            data_from: data_to - Days::new(181),
            data_to,
            due_at,
            lock_at: due_at + TimeDelta::days(7),
        }
    }

    fn periods() -> Vec<ReportingPeriod> {
        vec![period("2022-H1", "2022-06-14", "2022-06-17T10:00:00Z"), period("2022-H2", "2022-12-14", "2022-12-16T10:00:00Z")]
    }

    fn plain(_: NaiveDate) -> DayOff {
        DayOff::Plain
    }

    fn rule(when: When) -> Rule {
        Rule { when, at: NaiveTime::from_hms_opt(7, 0, 0).unwrap() }
    }

    fn at(raw: &str) -> DateTime<Utc> {
        raw.parse().unwrap()
    }

    #[test]
    fn days_are_counted_from_dates_of_the_period() {
        let relative = |anchor, days, working| rule(When::Relative { anchor, days, working });
        for (rule, expected) in [
            (relative(Anchor::DataTo, 0, false), "2022-06-14T00:00:00Z"),
            (relative(Anchor::DataTo, -3, false), "2022-06-11T00:00:00Z"),
            // 17/6/2022 is a Friday.
            (relative(Anchor::DueAt, 1, true), "2022-06-20T00:00:00Z"),
            (relative(Anchor::DueAt, 1, false), "2022-06-18T00:00:00Z"),
            (relative(Anchor::DueAt, -5, true), "2022-06-10T00:00:00Z"),
            (relative(Anchor::LockAt, 0, true), "2022-06-24T00:00:00Z"),
        ] {
            let run = rule.next_after(at("2022-06-01T00:00:00Z"), &periods(), &plain).unwrap();
            assert_eq!((run.at, run.period.unwrap().to_string().as_str()), (at(expected), "2022-H1"), "{rule:?}");
        }
        let off = |date: NaiveDate| if date == "2022-06-20".parse().unwrap() { DayOff::Off } else { DayOff::Plain };
        let run = relative(Anchor::DueAt, 1, true).next_after(at("2022-06-01T00:00:00Z"), &periods(), &off).unwrap();
        assert_eq!(run.at, at("2022-06-21T00:00:00Z"), "a holiday is no working day");
        let last = relative(Anchor::DueAt, 1, true).next_after(at("2022-12-31T00:00:00Z"), &periods(), &plain);
        assert_eq!(last, None, "no period gives a run any more");
    }

    #[test]
    fn plain_rules_recur_in_vietnamese_time() {
        let runs = |when, from: &str| -> Vec<String> {
            rule(when).runs_after(at(from), 3, &periods(), &plain).iter().map(|run| run.at.format("%Y-%m-%dT%H").to_string()).collect()
        };
        // 07:00 in Vietnam is midnight UTC.
        assert_eq!(runs(When::Daily, "2022-12-30T23:59:59Z"), ["2022-12-31T00", "2023-01-01T00", "2023-01-02T00"]);
        assert_eq!(runs(When::Daily, "2022-12-31T00:00:00Z"), ["2023-01-01T00", "2023-01-02T00", "2023-01-03T00"]);
        assert_eq!(runs(When::Weekly { weekday: 1 }, "2022-06-15T00:00:00Z"), ["2022-06-20T00", "2022-06-27T00", "2022-07-04T00"]);
        assert_eq!(runs(When::Monthly { day: 31 }, "2024-02-01T00:00:00Z"), ["2024-02-29T00", "2024-03-31T00", "2024-04-30T00"]);
        let run = rule(When::Daily).next_after(at("2022-07-01T00:00:00Z"), &periods(), &plain).unwrap();
        assert_eq!(run.period.unwrap().to_string(), "2022-H2");
    }

    #[test]
    fn a_period_is_opened_with_working_days() {
        // 14/6/2025 is a Saturday.
        let period = opened("2025-H1".parse().unwrap(), 3, &plain).unwrap();
        assert_eq!((period.data_from, period.data_to), ("2024-12-15".parse().unwrap(), "2025-06-14".parse().unwrap()));
        assert_eq!((period.due_at, period.lock_at), (at("2025-06-18T10:00:00Z"), at("2025-06-25T10:00:00Z")));
        assert_eq!(opened("2025-H1".parse().unwrap(), 0, &plain).unwrap().due_at, at("2025-06-14T10:00:00Z"));
    }

    fn schedule(when: When, missed: Missed, since: &str) -> Schedule {
        Schedule {
            id: Uuid::nil(),
            agency: "TTT-X".parse().unwrap(),
            job: "draft".parse().unwrap(),
            task: Task::default(),
            name: "x".into(),
            rule: rule(when),
            missed,
            state: ScheduleState::Active,
            since: at(since),
        }
    }

    #[test]
    fn cron_texts_are_read_in_vietnamese_time() {
        let by = |text: &str| rule(When::Cron { text: text.into() });
        let runs = by("30 7 1 1,7 *").runs_after(at("2026-06-30T00:00:00Z"), 2, &periods(), &plain);
        assert_eq!(runs.iter().map(|run| run.at).collect::<Vec<_>>(), [at("2026-07-01T00:30:00Z"), at("2027-01-01T00:30:00Z")]);
        // 00:30 on a Monday in Vietnam is a Sunday in UTC.
        assert_eq!(by("30 0 * * 1").next_after(at("2026-11-28T00:00:00Z"), &[], &plain).unwrap().at, at("2026-11-29T17:30:00Z"));
        assert_eq!(by("0 0 29 2 *").next_after(at("2026-11-28T00:00:00Z"), &[], &plain).unwrap().at, at("2028-02-28T17:00:00Z"));
        for (text, error) in [
            ("", RuleError::Cron),
            ("0 7 * *", RuleError::Cron),
            ("0 0 7 * * *", RuleError::Cron),
            ("61 7 * * *", RuleError::Cron),
            ("0 7 30 2 *", RuleError::Cron),
            ("* * * * *", RuleError::TooClose),
            ("0,10 7 * * *", RuleError::TooClose),
            ("59,0 * * * *", RuleError::TooClose),
        ] {
            assert_eq!(by(text).check(), Err(error), "{text:?}");
        }
        for text in ["0 7 * * *", "*/15 * * * *", "0 7 1 1,7 *", "15 6 * * MON-FRI"] {
            assert_eq!(by(text).check(), Ok(()), "{text}");
        }
    }

    #[test]
    fn openings_count_from_periods_that_are_not_there_yet() {
        let at_start = When::Relative { anchor: Anchor::DataTo, days: 1, working: false };
        let mut opening = schedule(at_start.clone(), Missed::Once, "2023-03-01T00:00:00Z");
        opening.job = "open".parse().unwrap();
        // The newest period that is stored ended in 2022; the present half is not open.
        let counted = opening.counted_periods(&periods(), opening.since, false, &plain);
        let next = opening.rule.runs_after(opening.since, 2, &counted, &plain);
        assert_eq!(next.iter().map(|run| run.at).collect::<Vec<_>>(), [at("2023-06-15T00:00:00Z"), at("2023-12-15T00:00:00Z")]);
        assert_eq!(opening.about(next[0]).unwrap().to_string(), "2023-H2");
        let drafts = schedule(at_start, Missed::Once, "2023-03-01T00:00:00Z");
        assert_eq!(drafts.counted_periods(&periods(), drafts.since, false, &plain), periods(), "no draft of a period that is not open");
        let shown = crate::messages::schedule::next_runs(&drafts, 5, &periods(), &BTreeSet::new(), drafts.since, &plain);
        assert_eq!(shown.len(), 5);
        let ran = BTreeSet::from([drafts.key(shown[0].0)]);
        assert_eq!(
            crate::messages::schedule::next_runs(&drafts, 5, &periods(), &ran, drafts.since, &plain)[0],
            shown[1],
            "what ran comes no more"
        );
        assert_eq!(shown[0].1, "07:00 ngày 15/6/2023 (giờ Việt Nam): 6 tháng đầu năm 2023 (dự kiến, kỳ chưa mở)");
        let daily = schedule(When::Daily, Missed::Once, "2023-03-01T00:00:00Z");
        let shown = crate::messages::schedule::next_runs(&daily, 1, &periods(), &BTreeSet::new(), daily.since, &plain);
        assert_eq!(shown[0].1, "07:00 ngày 02/3/2023 (giờ Việt Nam): 6 tháng cuối năm 2022", "what it would be about");
        let backup = Schedule { job: "backup".parse().unwrap(), ..drafts };
        assert_eq!(backup.about(next[0]), None);
    }

    #[test]
    fn missed_runs_go_by_the_policy() {
        let daily = |missed| schedule(When::Daily, missed, "2022-05-31T23:00:00Z");
        let due = |schedule: &Schedule, now: &str| schedule.due(at(now), &periods(), &plain);
        assert_eq!(due(&daily(Missed::Once), "2022-05-31T23:59:59Z"), None);
        let on_time = due(&daily(Missed::Once), "2022-06-01T00:30:00Z").unwrap();
        assert!(!on_time.late && on_time.run.unwrap().at == at("2022-06-01T00:00:00Z"));
        let once = due(&daily(Missed::Once), "2022-06-04T05:00:00Z").unwrap();
        assert_eq!((once.late, once.run.unwrap().at, once.until), (true, at("2022-06-04T00:00:00Z"), at("2022-06-04T00:00:00Z")));
        assert_eq!(due(&daily(Missed::Skip), "2022-06-04T05:00:00Z").unwrap().run, None);
        assert!(due(&daily(Missed::Ask), "2022-06-04T05:00:00Z").unwrap().held);
        let paused = Schedule { state: ScheduleState::Paused, ..daily(Missed::Once) };
        assert_eq!(due(&paused, "2022-06-04T05:00:00Z"), None);
        let relative = schedule(When::Relative { anchor: Anchor::DataTo, days: 1, working: false }, Missed::Once, "2022-06-01T00:00:00Z");
        let first = due(&relative, "2023-01-05T00:00:00Z").unwrap();
        assert_eq!(first.run.unwrap().at, at("2022-06-15T00:00:00Z"), "every period is made up for, one after the other");
        let second = Schedule { since: first.until, ..relative.clone() };
        assert_eq!(due(&second, "2023-01-05T00:00:00Z").unwrap().run.unwrap().at, at("2022-12-15T00:00:00Z"));
        let key = relative.key(first.run.unwrap());
        assert!(key.starts_with(&format!("{}@2022-H1@", Uuid::nil())));
        let moved = Nominal { at: at("2022-06-17T00:00:00Z"), ..first.run.unwrap() };
        assert_eq!(relative.key(moved), key, "moved dates bring no second draft");
        let lock = Schedule { job: "lock".parse().unwrap(), ..relative.clone() };
        assert_ne!(lock.key(moved), lock.key(first.run.unwrap()), "but the lock follows them");
        let other = Schedule { rule: rule(When::Relative { anchor: Anchor::DueAt, days: 1, working: false }), ..relative.clone() };
        assert_ne!(other.key(first.run.unwrap()), key, "another rule runs once more");
        // The year and its second half end on one day: both have their run.
        let mut both = periods();
        both.push(period("2022", "2022-12-14", "2022-12-16T10:00:00Z"));
        let together = second.due_together(at("2023-01-05T00:00:00Z"), &both, &plain);
        let told: Vec<String> = together.iter().map(|due| due.run.unwrap().period.unwrap().to_string()).collect();
        assert_eq!(told, ["2022-H2", "2022"]);
        assert_eq!((together[0].until, together[1].until), (second.since, at("2022-12-15T00:00:00Z")));
        assert_eq!(second.rule.runs_after(second.since, 5, &both, &plain).len(), 2);
        // Between the end of a half and its lock people work on that half, though the next has begun.
        assert_eq!(current(&periods(), "2022-06-20".parse().unwrap()).unwrap().to_string(), "2022-H1");
        assert_eq!(current(&periods(), "2022-06-26".parse().unwrap()).unwrap().to_string(), "2022-H2");
    }

    #[test]
    fn every_boundary_gives_the_same_run_at_every_minute_before_it() {
        for year in 1991..=2100 {
            let period = ReportingPeriod {
                period: Period::new(year, crate::period::Part::FirstHalf).unwrap(),
                data_from: NaiveDate::from_ymd_opt(year - 1, 12, 15).unwrap(),
                data_to: NaiveDate::from_ymd_opt(year, 6, 14).unwrap(),
                due_at: at_civil(NaiveDate::from_ymd_opt(year, 6, 17).unwrap(), NaiveTime::from_hms_opt(17, 0, 0).unwrap()),
                lock_at: at_civil(NaiveDate::from_ymd_opt(year, 6, 24).unwrap(), NaiveTime::from_hms_opt(17, 0, 0).unwrap()),
            };
            let rule = rule(When::Relative { anchor: Anchor::DataTo, days: 1, working: false });
            let expected = at_civil(NaiveDate::from_ymd_opt(year, 6, 15).unwrap(), NaiveTime::from_hms_opt(7, 0, 0).unwrap());
            for minute in (0..24 * 60).step_by(13) {
                let before = expected - TimeDelta::minutes(minute + 1);
                assert_eq!(rule.next_after(before, std::slice::from_ref(&period), &plain).unwrap().at, expected);
            }
            assert_eq!(rule.next_after(expected, &[period], &plain), None);
        }
    }
}
