//! Twenty years of half-years in an afternoon: schedules of every kind on an agency of two hundred units, with the
//! program down for a second or a year and the clock put forward and back. What should have run is found out here
//! anew from the calendar and from when the program was up, without asking the code under test.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use support::{Hand, Post, agency};
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::contact::{Contact, Side};
use thidua_domain::job::{Job, JobState, Task};
use thidua_domain::period::{DayOff, Period, ReportingPeriod, civil_date};
use thidua_domain::ports::{
    AgencyStore as _, CatalogueStore as _, Clerk as _, Format, Issue, JobStore as _, PeriodOverview, ReportStore as _, ReportVersion,
};
use thidua_domain::reporting::{Press, PressError, Scope};
use thidua_domain::schedule::{Anchor, Missed, Rule, Schedule, ScheduleState, When};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::world::World as _;
use thidua_jobs::Runner;
use thidua_storage::SqliteStore;
use uuid::Uuid;

const SEEDS: &str = include_str!("../../../seeds/dak-nong.json");
const UNITS: usize = 200;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// A sequence of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % most
    }

    /// From one second to four hundred days, seconds as likely as months.
    fn down(&mut self) -> i64 {
        let (short, long) =
            [(1, 60), (60, HOUR), (HOUR, DAY), (DAY, 30 * DAY), (30 * DAY, 400 * DAY)][usize::try_from(self.below(5)).unwrap()];
        short + self.below(long - short + 1)
    }
}

/// Prints next to nothing; the clock may be put while it prints.
#[derive(Default)]
struct Clockwork {
    hand: Mutex<Option<Arc<Hand>>>,
    steps: Mutex<Vec<i64>>,
}

impl Press for Clockwork {
    fn engine(&self) -> String {
        "clockwork".to_owned()
    }

    fn print(&self, _: &Snapshot, _: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError> {
        if let (Some(hand), Some(step)) = (&*self.hand.lock().unwrap(), self.steps.lock().unwrap().pop()) {
            hand.pass(TimeDelta::seconds(step));
        }
        Ok(vec![(Format::Pdf, b"%PDF-".to_vec())])
    }

    fn faults(&self, _: &Snapshot, _: Option<Issue>, _: Format, _: &[u8]) -> Vec<String> {
        Vec::new()
    }
}

/// The sample agency with two hundred units that stay for ever, and one period.
fn large() -> String {
    let mut bundle: serde_json::Value = serde_json::from_str(SEEDS).unwrap();
    for name in bundle["agency"]["names"].as_array_mut().unwrap() {
        name.as_object_mut().unwrap().remove("valid_to");
    }
    let seeds = bundle["units"].as_array().unwrap().clone();
    let unit = |index: usize| {
        let mut unit = seeds[index % seeds.len()].clone();
        let own = unit.as_object_mut().unwrap();
        own.remove("valid_to");
        own.insert("code".to_owned(), format!("DV-{index:03}").into());
        own.insert("position".to_owned(), (index + 1).into());
        own.insert("names".to_owned(), serde_json::json!([{"full": format!("Đơn vị số {index}")}]));
        unit
    };
    let units: Vec<serde_json::Value> = (0..UNITS).map(unit).collect();
    let sent = bundle["submissions"].as_array().unwrap().iter().find(|sent| sent["period"] == "2022-H1").unwrap().clone();
    let sent = |index: usize| {
        let mut sent = sent.clone();
        sent["unit"] = format!("DV-{index:03}").into();
        sent
    };
    bundle["submissions"] = (0..UNITS).step_by(40).map(sent).collect();
    bundle["units"] = units.into();
    bundle["texts"] = serde_json::json!([]);
    bundle["periods"].as_array_mut().unwrap().retain(|period| period["period"] == "2022-H1");
    bundle.to_string()
}

struct Office {
    store: Arc<SqliteStore>,
    hand: Arc<Hand>,
    press: Arc<Clockwork>,
    post: Arc<Post>,
    runner: Runner,
    catalogue: Catalogue,
    path: PathBuf,
    /// All runs by a schedule that ever stood in the queue.
    runs: BTreeMap<Uuid, Job>,
    /// All jobs that told of an alarm.
    told: BTreeSet<Uuid>,
    _folder: tempfile::TempDir,
}

impl Office {
    async fn opened(start: &str) -> Self {
        let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at(start));
        let path = folder.path().join("t.db");
        let store = Arc::new(SqliteStore::open(&path, hand.clone()).await.unwrap());
        let catalogue = Catalogue::shipped().unwrap();
        let read = bundle::read(large().as_bytes(), &bundle::Reading::plain(&catalogue)).unwrap();
        // Only what is asked for here: each look at the schedules reads the catalogue.
        let catalogue = Catalogue { holidays: catalogue.holidays, unit_kinds: catalogue.unit_kinds, ..Catalogue::default() };
        store.upgrade_catalogue(&catalogue).await.unwrap();
        store.import(&read.bundle).await.unwrap();
        let everybody = Contact {
            name: "Trưởng phòng".into(),
            email: "don.vi@daknong.vn".parse().unwrap(),
            side: Side::Unit,
            units: (0..UNITS).map(|index| format!("DV-{index:03}").parse().unwrap()).collect(),
            owner: false,
        };
        assert!(store.put_contact(&agency(), &everybody).await.unwrap());
        let (press, post) = (Arc::new(Clockwork::default()), Arc::new(Post::default()));
        let runner = Runner::new(store.clone(), press.clone(), post.clone(), hand.clone());
        Self { store, hand, press, post, runner, catalogue, path, runs: BTreeMap::new(), told: BTreeSet::new(), _folder: folder }
    }

    async fn put(&self, job: &str, rule: Rule, missed: Missed) -> Schedule {
        let schedule = Schedule {
            id: self.hand.fresh_id(),
            agency: agency(),
            job: job.parse().unwrap(),
            task: Task::default(),
            name: job.into(),
            rule,
            missed,
            state: ScheduleState::Active,
            since: self.hand.now(),
        };
        assert!(self.store.put_schedule(&schedule).await.unwrap());
        schedule
    }

    /// The program as it is while it is up: looks at the schedules, does what is due, and again until all is done.
    async fn turn(&mut self) {
        for _ in 0..500 {
            let runs = self.runner.tick().await.unwrap();
            let done = self.runner.work_until_idle().await.unwrap();
            // Only what was opened brings something new at the same instant.
            if runs + done == 0 || !self.note(u32::try_from(runs + done).unwrap() * 2 + 20).await {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// Writes down the newest runs before they are pruned; true when one of them opened a period.
    async fn note(&mut self, newest: u32) -> bool {
        let mut opened = false;
        for job in self.store.jobs(newest, 0).await.unwrap() {
            if job.kind.as_str() == "alarm" {
                self.told.insert(job.id);
            }
            if job.schedule.is_some() {
                let open = job.kind.as_str() == "open";
                opened |= self.runs.insert(job.id, job).is_none() && open;
            }
        }
        opened
    }

    fn set(&self, at: i64) {
        self.hand.set(&instant(at).to_rfc3339());
    }

    async fn versions(&self) -> Vec<ReportVersion> {
        self.store.versions(&agency(), None).await.unwrap()
    }

    /// Runs of a schedule: when, late, how they stand.
    fn runs_of(&self, schedule: &Schedule) -> Vec<&Job> {
        let mut runs: Vec<&Job> =
            self.runs.values().filter(|job| job.schedule.as_ref().is_some_and(|(id, _)| *id == schedule.id)).collect();
        runs.sort_by_key(|job| job.nominal_at);
        runs
    }

    /// No run of one time or of one period twice, nothing left over.
    async fn check_once(&self, schedules: &[Schedule]) {
        for schedule in schedules {
            let relative = matches!(schedule.rule.when, When::Relative { .. });
            let mut seen = BTreeSet::new();
            for job in self.runs_of(schedule) {
                let key = job.period.filter(|_| relative).map_or_else(|| job.nominal_at.to_rfc3339(), |period| period.to_string());
                assert!(seen.insert(key), "{} twice: {job:?}", schedule.job);
            }
        }
        let left = self.store.unfinished().await.unwrap();
        assert!(left.iter().all(|job| job.state == JobState::Held), "{left:?}");
        let versions = self.versions().await;
        let made_by: BTreeSet<Uuid> = versions.iter().map(|version| version.job.unwrap()).collect();
        assert_eq!(made_by.len(), versions.len(), "no job made two versions");
    }
}

/// The memory of the process is measured: the long runs take turns.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn instant(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).unwrap()
}

/// An hour of a day in Vietnam.
fn civil(day: NaiveDate, hour: u32, minute: u32) -> i64 {
    day.and_hms_opt(hour, minute, 0).unwrap().and_utc().timestamp() - 7 * HOUR
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn at(hour: u32, minute: u32, when: When) -> Rule {
    Rule { when, at: NaiveTime::from_hms_opt(hour, minute, 0).unwrap() }
}

fn relative(anchor: Anchor, days: i32, working: bool) -> When {
    When::Relative { anchor, days, working }
}

/// A half-year: its closing day, the day by which units send, the day of locking.
type Half = (Period, NaiveDate, NaiveDate, NaiveDate);

/// The calendar of twenty years, by the law and the holiday table.
struct Almanac<'a> {
    catalogue: &'a Catalogue,
    first: NaiveDate,
    last: NaiveDate,
}

impl Almanac<'_> {
    fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last;
        self.first.iter_days().take_while(move |day| *day <= last)
    }

    fn works(&self, day: NaiveDate) -> bool {
        match self.catalogue.day_off(day) {
            DayOff::Off => false,
            DayOff::Worked => true,
            DayOff::Plain | DayOff::UnknownYear => day.weekday().num_days_from_monday() < 5,
        }
    }

    fn working(&self, from: NaiveDate, days: i32) -> NaiveDate {
        let all: Vec<NaiveDate> = if days > 0 {
            from.iter_days().skip(1).filter(|day| self.works(*day)).take(usize::try_from(days).unwrap()).collect()
        } else {
            let back = (1..).map(|back| from - Days::new(back));
            back.filter(|day| self.works(*day)).take(usize::try_from(-days).unwrap()).collect()
        };
        all.last().copied().unwrap_or(from)
    }

    /// Every half-year from the first one on.
    fn halves(&self) -> Vec<Half> {
        let days = (self.first.year()..=self.last.year()).flat_map(|year| [("H1", date(year, 6, 14)), ("H2", date(year, 12, 14))]);
        let half = |(half, closed): (&str, NaiveDate)| {
            let period = format!("{}-{half}", closed.year()).parse().unwrap();
            let due = self.working(closed, 3);
            (period, closed, due, self.working(due, 5))
        };
        days.map(half).collect()
    }
}

/// What a schedule is meant to do: its times in order, whether each is one of its own (of a period), the policy.
struct Meant {
    schedule: Schedule,
    times: Vec<i64>,
    each: bool,
}

impl Meant {
    /// The runs that there must have been, by the instants at which the program looked: time, late, waiting. And how
    /// many were late, made or not.
    fn runs(&self, looks: &[i64]) -> (Vec<(i64, bool, bool)>, usize) {
        let (mut runs, mut late_ones, mut next) = (Vec::new(), 0, 0);
        for look in looks {
            let begin = next;
            while self.times.get(next).is_some_and(|time| time <= look) {
                next += 1;
            }
            let passed = &self.times[begin..next];
            let stand = if self.each { passed } else { &passed[passed.len().saturating_sub(1)..] };
            for time in stand {
                let late = look - time > HOUR;
                let before = if self.each { 0 } else { passed[..passed.len() - 1].iter().filter(|time| look - **time > HOUR).count() };
                late_ones += usize::from(late || before > 0);
                match self.schedule.missed {
                    Missed::Skip if late => {}
                    Missed::Ask => runs.push((*time, late, late)),
                    Missed::Once | Missed::Skip => runs.push((*time, late, false)),
                }
            }
        }
        (runs, late_ones)
    }
}

/// Schedules of every kind, with the times that they mean.
async fn meant(office: &Office, almanac: &Almanac<'_>) -> Vec<Meant> {
    let start = office.hand.now().timestamp();
    let halves = almanac.halves();
    let mut all = Vec::new();
    let of_periods = |time: &dyn Fn(&Half) -> i64| -> Vec<i64> { halves.iter().map(time).collect() };
    let on_days = |hour, minute, falls: &dyn Fn(NaiveDate) -> bool| -> Vec<i64> {
        almanac.days().filter(|day| falls(*day)).map(|day| civil(day, hour, minute)).filter(|time| *time > start).collect()
    };
    let last_of_month = |day: NaiveDate| (day + Days::new(1)).day() == 1;
    let rows: Vec<(&str, Rule, Missed, Vec<i64>, bool)> = vec![
        ("open", at(7, 0, relative(Anchor::DataTo, 1, false)), Missed::Once, of_periods(&|half| civil(half.1 + Days::new(1), 7, 0)), true),
        (
            "remind",
            at(8, 0, relative(Anchor::DueAt, -3, true)),
            Missed::Once,
            of_periods(&|half| civil(almanac.working(half.2, -3), 8, 0)),
            true,
        ),
        (
            "remind",
            at(9, 0, relative(Anchor::DueAt, 1, true)),
            Missed::Once,
            of_periods(&|half| civil(almanac.working(half.2, 1), 9, 0)),
            true,
        ),
        (
            "draft",
            at(7, 0, relative(Anchor::DueAt, 1, true)),
            Missed::Once,
            of_periods(&|half| civil(almanac.working(half.2, 1), 7, 0)),
            true,
        ),
        ("lock", at(17, 0, relative(Anchor::LockAt, 0, false)), Missed::Once, of_periods(&|half| civil(half.3, 17, 0)), true),
        ("lock", at(7, 0, relative(Anchor::LockAt, 1, false)), Missed::Once, of_periods(&|half| civil(half.3 + Days::new(1), 7, 0)), true),
        ("canary", at(0, 0, relative(Anchor::DataTo, 0, false)), Missed::Skip, of_periods(&|half| civil(half.1, 0, 0)), true),
        (
            "canary",
            at(6, 59, relative(Anchor::LockAt, -1, false)),
            Missed::Ask,
            of_periods(&|half| civil(half.3 - Days::new(1), 6, 59)),
            true,
        ),
        ("digest", at(7, 30, When::Weekly { weekday: 1 }), Missed::Once, on_days(7, 30, &|day| day.weekday() == Weekday::Mon), false),
        ("prune", at(2, 0, When::Monthly { day: 31 }), Missed::Once, on_days(2, 0, &last_of_month), false),
        ("canary", at(7, 0, When::Daily), Missed::Once, on_days(7, 0, &|_| true), false),
        ("canary", at(7, 0, When::Daily), Missed::Skip, on_days(7, 0, &|_| true), false),
        ("canary", at(7, 0, When::Daily), Missed::Ask, on_days(7, 0, &|_| true), false),
        ("canary", at(23, 59, When::Weekly { weekday: 7 }), Missed::Once, on_days(23, 59, &|day| day.weekday() == Weekday::Sun), false),
        ("canary", at(0, 0, When::Weekly { weekday: 4 }), Missed::Skip, on_days(0, 0, &|day| day.weekday() == Weekday::Thu), false),
        ("canary", at(6, 59, When::Weekly { weekday: 1 }), Missed::Ask, on_days(6, 59, &|day| day.weekday() == Weekday::Mon), false),
        (
            "canary",
            at(0, 0, When::Cron { text: "30 6 29 2 *".into() }),
            Missed::Once,
            on_days(6, 30, &|day| (day.month(), day.day()) == (2, 29)),
            false,
        ),
    ];
    for (job, rule, missed, times, each) in rows {
        assert!(times.is_sorted());
        all.push(Meant { schedule: office.put(job, rule, missed).await, times, each });
    }
    all
}

/// Memory of this process in kilobytes; `None` where it cannot be told.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()
}

fn log_size(path: &Path) -> u64 {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).map_or(0, |metadata| metadata.len())
}

#[tokio::test]
async fn twenty_years_with_every_length_of_down_time_run_what_the_policies_say() {
    let _alone = ALONE.lock().await;
    let mut office = Office::opened("2022-01-04T17:00:00Z").await;
    let catalogue = office.catalogue.clone();
    let almanac = Almanac { catalogue: &catalogue, first: date(2022, 1, 5), last: date(2041, 12, 31) };
    let meant = meant(&office, &almanac).await;
    let (start, end) = (office.hand.now().timestamp(), civil(almanac.last, 23, 0));
    let events: BTreeSet<i64> = meant.iter().flat_map(|one| one.times.iter().copied()).collect();
    let (mut dice, mut looks, mut now) = (Dice(7), Vec::new(), start);
    let mut up_until = now + 20 * DAY;
    let (mut quarter, mut downs) = (None, 0);
    loop {
        let next = events.range(now + 1..).next().copied().unwrap_or(end);
        now = if next > up_until {
            downs += 1;
            let back = up_until.max(now) + dice.down();
            // It stays up for hours or for weeks.
            up_until = back + HOUR + dice.below(15 * DAY);
            back
        } else {
            // The schedules are looked at four times a minute.
            next + dice.below(15)
        };
        if now >= end {
            break;
        }
        looks.push(now);
        office.set(now);
        office.turn().await;
        assert!(log_size(&office.path) <= 64 << 20, "the write-ahead log has {} bytes", log_size(&office.path));
        if quarter.is_none() && now - start > (end - start) / 4 {
            quarter = memory();
        }
    }
    if let (Some(quarter), Some(whole)) = (quarter, memory()) {
        assert!(whole.saturating_sub(quarter) < 64 << 10, "memory grew from {quarter} kB to {whole} kB");
    }
    assert!(looks.len() > 1_000 && downs > 50, "{} looks, {downs} times down", looks.len());

    let mut late_ones = 0;
    for one in &meant {
        let (expected, late) = one.runs(&looks);
        late_ones += late;
        let found: Vec<(i64, bool, bool)> =
            office.runs_of(&one.schedule).iter().map(|job| (job.nominal_at.timestamp(), job.late, job.state == JobState::Held)).collect();
        let differing = expected.iter().zip(&found).find(|(expected, found)| expected != found);
        assert!(
            differing.is_none() && expected.len() == found.len(),
            "{:?}: {differing:?}, {} and {}",
            one.schedule,
            expected.len(),
            found.len()
        );
        for job in office.runs_of(&one.schedule) {
            assert!(matches!(job.state, JobState::Completed | JobState::Held), "{job:?}");
        }
    }
    // Somebody is told of each run that did not happen in its time, and of nothing else.
    assert_eq!(office.told.len(), late_ones);
    office.check_once(&meant.iter().map(|one| one.schedule.clone()).collect::<Vec<_>>()).await;

    // Each half-year was opened, drafted and locked, once, with the days that the law gives it.
    let last_look = *looks.last().unwrap();
    let periods = office.store.periods(&agency()).await.unwrap();
    for (period, closed, due, lock) in almanac.halves() {
        let known = periods.iter().find(|known| known.period.period == period);
        let opened_by = period.previous().map_or(start, |_| civil(closed - Days::new(170), 0, 0));
        let Some(known) = known else {
            assert!(opened_by > last_look, "{period} was not opened");
            continue;
        };
        let hours = (known.period.due_at.timestamp(), known.period.lock_at.timestamp());
        assert_eq!((known.period.data_to, hours), (closed, (civil(due, 17, 0), civil(lock, 17, 0))), "{period}");
        let first_look = |time: i64| looks.iter().copied().find(|look| *look >= time);
        assert_eq!(known.locked_at.map(|at| at.timestamp()), first_look(civil(lock, 17, 0)), "{period}");
        let drafted = first_look(civil(almanac.working(due, 1), 7, 0)).is_some();
        assert_eq!(known.versions, usize::from(drafted), "{period}");
    }
    assert!(periods.len() >= 39, "{}", periods.len());
    // And each person was told of each opening once.
    let taken = office.post.taken.lock().unwrap();
    let mut told = BTreeMap::new();
    for letter in taken.iter().filter(|letter| letter.words.subject.starts_with("Mở kỳ")) {
        *told.entry(letter.words.subject.clone()).or_insert(0) += 1;
    }
    // One that was opened when its data was locked already is not told of: nobody could send for it any more.
    let in_time = |known: &&PeriodOverview| {
        let opened = looks.iter().copied().find(|look| *look >= civil(known.period.data_from, 7, 0));
        known.period.data_from > civil_date(instant(start)) && opened.is_some_and(|look| look < known.period.lock_at.timestamp())
    };
    assert_eq!((told.len(), told.values().max()), (periods.iter().filter(in_time).count(), Some(&1)));
    assert!(told.len() > 25, "{}", told.len());
}

impl Office {
    /// One look and its work, with the clock put by so much between the look at the schedules and the work, and again within it.
    async fn shaken(&mut self, between: i64, within: i64) {
        self.press.steps.lock().unwrap().extend((within != 0).then_some(within));
        self.runner.tick().await.unwrap();
        self.hand.pass(TimeDelta::seconds(between));
        self.runner.work_until_idle().await.unwrap();
        self.press.steps.lock().unwrap().clear();
        self.note(3_000).await;
    }
}

#[tokio::test]
async fn a_clock_that_is_put_about_doubles_nothing_and_leaves_nothing_out() {
    put_about_until(2026).await;
}

#[tokio::test]
#[ignore = "some minutes: run by CI"]
async fn a_clock_that_is_put_about_for_twenty_years_doubles_nothing_either() {
    put_about_until(2041).await;
}

/// Five years or twenty under a clock that is put about, the last year under the right one.
async fn put_about_until(last_year: i32) {
    let _alone = ALONE.lock().await;
    let mut office = Office::opened("2022-01-04T17:00:00Z").await;
    *office.press.hand.lock().unwrap() = Some(office.hand.clone());
    let catalogue = office.catalogue.clone();
    let almanac = Almanac { catalogue: &catalogue, first: date(2022, 1, 5), last: date(last_year, 12, 31) };
    let meant = meant(&office, &almanac).await;
    let events: BTreeSet<i64> = meant.iter().flat_map(|one| one.times.iter().copied()).collect();
    let jumps = [-1, 1, -HOUR, HOUR, -DAY, DAY, -YEAR, YEAR];
    let (mut dice, mut now) = (Dice(11), office.hand.now().timestamp());
    let jump = |dice: &mut Dice| jumps[usize::try_from(dice.below(8)).unwrap()];
    // Looks for which the clock stays wrong, and by how much.
    let (mut wrong, mut by, mut jumped) = (0, 0, 0);
    // In the last year it is right again, so that what was put off comes.
    let right = civil(date(last_year, 1, 1), 0, 0);
    while let Some(next) = events.range(now + 1..).nth(usize::try_from(dice.below(4)).unwrap()) {
        now = next + dice.below(15);
        if wrong == 0 {
            (wrong, by) = if now < right && dice.below(12) == 0 { (dice.below(4) + 1, jump(&mut dice)) } else { (0, 0) };
            jumped += usize::from(wrong > 0);
        } else {
            wrong -= 1;
            by = if wrong == 0 { 0 } else { by };
        }
        office.set(now + by);
        if now < right && dice.below(10) == 0 {
            let (between, within) = (jump(&mut dice), jump(&mut dice));
            office.shaken(between, within).await;
        } else {
            if by.abs() >= HOUR {
                office.shaken(0, 0).await;
            }
            office.turn().await;
        }
    }
    assert!(jumped > 30, "{jumped}");
    let last_look = now;
    office.note(100_000).await;
    let schedules: Vec<Schedule> = meant.iter().map(|one| one.schedule.clone()).collect();
    office.check_once(&schedules).await;
    for job in office.runs.values() {
        let waits = job.state == JobState::Held;
        assert!(waits || job.state == JobState::Completed, "{job:?}");
    }

    // No time that was only dreamt of keeps a weekly run waiting: a wrong clock lasts a fortnight at most.
    for one in meant.iter().filter(|one| !one.each && matches!(one.schedule.rule.when, When::Weekly { .. })) {
        if one.schedule.missed != Missed::Skip {
            let made: BTreeSet<i64> = office.runs_of(&one.schedule).iter().map(|job| job.nominal_at.timestamp()).collect();
            let passed: Vec<i64> = one.times.iter().copied().filter(|time| *time <= last_look).collect();
            let gap = passed.windows(4).find(|weeks| weeks.iter().all(|week| !made.contains(week)));
            assert!(gap.is_none(), "{:?}: {gap:?}", one.schedule);
        }
    }

    let periods = office.store.periods(&agency()).await.unwrap();
    let versions = office.versions().await;
    let locked = |period: Period| {
        let of = |job: &&Job| job.period == Some(period) && job.kind.as_str() == "lock" && job.result.starts_with("Đã khóa");
        office.runs.values().filter(of).count()
    };
    for (period, closed, due, lock) in almanac.halves() {
        let known = periods.iter().find(|known| known.period.period == period).unwrap_or_else(|| panic!("{period} was not opened"));
        let times = (known.period.data_to, known.period.due_at.timestamp(), known.period.lock_at.timestamp());
        assert_eq!(times, (closed, civil(due, 17, 0), civil(lock, 17, 0)), "{period}");
        assert_eq!((known.versions, locked(period), known.locked_at.is_some()), (1, 1, true), "{period}");
    }
    // A year that was only dreamt of has no second draft either, nor has a unit's person a second letter.
    let mut drafted = BTreeSet::new();
    assert!(versions.iter().all(|version| version.scope == Scope::Agency && drafted.insert(version.period)), "{drafted:?}");
    let taken = office.post.taken.lock().unwrap();
    let openings: Vec<&str> =
        taken.iter().map(|letter| letter.words.subject.as_str()).filter(|subject| subject.starts_with("Mở kỳ")).collect();
    assert_eq!(openings.len(), openings.iter().collect::<BTreeSet<_>>().len(), "{openings:?}");
}

#[tokio::test]
async fn a_lock_whose_hour_had_come_is_not_lost_to_a_clock_that_steps_back() {
    // The time server takes it back between the look at the schedules and the work: a second, or far more than any wait.
    for step in [-1, -DAY] {
        let mut office = Office::opened("2022-06-01T00:00:00Z").await;
        let lock = office.put("lock", at(17, 0, relative(Anchor::LockAt, 0, false)), Missed::Once).await;
        office.hand.set("2022-06-24T10:00:00Z");
        office.shaken(step, 0).await;
        office.hand.set("2022-06-24T10:10:00Z");
        office.turn().await;
        let runs = office.runs_of(&lock);
        assert!(runs.len() == 1 && runs[0].state == JobState::Completed, "{step}: {runs:?}");
        let periods = office.store.periods(&agency()).await.unwrap();
        assert!(periods[0].locked_at.is_some(), "{step}: {periods:?}");
    }
    // One that somebody asks for shortly before the hour waits for it.
    let mut early = Office::opened("2022-06-24T09:59:59Z").await;
    let lock = early.put("lock", at(17, 0, relative(Anchor::LockAt, 0, false)), Missed::Once).await;
    early.runner.run_now(&lock).await.unwrap();
    early.shaken(0, 0).await;
    assert!(early.runs_of(&lock).iter().all(|job| job.state == JobState::Available));
    assert!(early.store.periods(&agency()).await.unwrap()[0].locked_at.is_none());
    early.hand.set("2022-06-24T10:00:01Z");
    early.turn().await;
    assert!(early.store.periods(&agency()).await.unwrap()[0].locked_at.is_some());
}

#[tokio::test]
async fn a_run_that_was_made_is_never_said_to_be_missed() {
    let mut office = Office::opened("2022-06-01T00:00:00Z").await;
    for missed in [Missed::Once, Missed::Skip, Missed::Ask] {
        office.put("canary", at(8, 0, When::Daily), missed).await;
        office.put("canary", at(8, 0, relative(Anchor::DataTo, -13, false)), missed).await;
    }
    // Made in time; then the clock goes back for a while, and at last it is long past eight again.
    for clock in ["2022-06-01T01:00:05Z", "2022-06-01T00:30:00Z", "2022-05-01T00:00:00Z", "2022-06-01T03:00:00Z"] {
        office.hand.set(clock);
        office.shaken(0, 0).await;
    }
    let in_june = |job: &&Job| job.nominal_at == "2022-06-01T01:00:00Z".parse::<DateTime<Utc>>().unwrap();
    assert_eq!(office.runs.values().filter(in_june).count(), 6);
    let alarms = office.store.alarms().await.unwrap();
    assert!(alarms.is_empty(), "{alarms:?}");
}

/// Set in a process that is to print and not to compare.
const PRINT: &str = "THIDUA_TEST_PRINT_RUNS";
const THIS: &str = "the_small_hours_of_the_days_that_matter_give_the_same_jobs_in_every_zone";

#[test]
fn the_small_hours_of_the_days_that_matter_give_the_same_jobs_in_every_zone() {
    if std::env::var_os(PRINT).is_some() {
        print!("{}", small_hours());
        return;
    }
    let of = |zone: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let output = command.args(["--exact", THIS, "--nocapture"]).env(PRINT, "1").env("TZ", zone).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        said.lines().filter(|line| line.starts_with("RUN ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let here = of("UTC");
    assert!(here.len() > 2_500, "{} lines", here.len());
    for zone in ["America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati"] {
        let there = of(zone);
        let differing = here.iter().zip(&there).find(|(here, there)| here != there);
        assert!(differing.is_none() && here.len() == there.len(), "{zone}: {differing:?}");
    }
}

/// The jobs that come next from each minute before seven of the days on which something turns.
fn small_hours() -> String {
    use std::fmt::Write as _;
    let catalogue = Catalogue::shipped().unwrap();
    let day_off = |day: NaiveDate| catalogue.day_off(day);
    let almanac = Almanac { catalogue: &catalogue, first: date(2023, 1, 1), last: date(2029, 12, 31) };
    let period = |half: &Half| ReportingPeriod {
        period: half.0,
        data_from: half.0.default_window().0,
        data_to: half.1,
        due_at: instant(civil(half.2, 17, 0)),
        lock_at: instant(civil(half.3, 17, 0)),
    };
    let periods: Vec<ReportingPeriod> = almanac.halves().iter().map(period).collect();
    let rules = [
        at(7, 0, When::Daily),
        at(0, 0, When::Daily),
        at(6, 59, When::Weekly { weekday: 1 }),
        at(0, 1, When::Monthly { day: 29 }),
        at(7, 0, relative(Anchor::DataTo, 1, false)),
        at(0, 0, relative(Anchor::DataTo, 0, false)),
        at(6, 30, relative(Anchor::DueAt, -3, true)),
        at(0, 0, When::Cron { text: "30 6 29 2 *".into() }),
    ];
    let mut said = String::new();
    for day in [date(2024, 1, 1), date(2024, 2, 29), date(2025, 6, 14), date(2025, 6, 15), date(2026, 12, 14), date(2026, 12, 15)] {
        for minute in 0..7 * 60 {
            let now = civil(day, 0, 0) + minute * 60;
            // Seven in the morning of this very day in Vietnam is what comes next, and the day is in its own half-year.
            assert_eq!(rules[0].next_after(instant(now), &periods, &day_off).unwrap().at.timestamp(), civil(day, 7, 0));
            assert_eq!(civil_date(instant(now)), day);
            write!(said, "RUN {day} {minute} {}", Period::of_day(day).unwrap()).unwrap();
            for rule in &rules {
                let schedule = Schedule {
                    id: Uuid::nil(),
                    agency: agency(),
                    job: "canary".parse().unwrap(),
                    task: Task::default(),
                    name: "x".into(),
                    rule: rule.clone(),
                    missed: Missed::Once,
                    state: ScheduleState::Active,
                    since: instant(now - 30 * DAY),
                };
                let next = rule.next_after(instant(now), &periods, &day_off).map(|run| schedule.key(run));
                let due = schedule.due_together(instant(now), &periods, &day_off).first().map(|due| schedule.key(due.last));
                write!(said, " {}/{}", next.unwrap_or_default(), due.unwrap_or_default()).unwrap();
            }
            said.push('\n');
        }
        // Whoever asks in between gets the half-year opened with the same days.
        let opened = thidua_domain::schedule::opened(Period::of_day(day).unwrap(), 3, &day_off).unwrap();
        writeln!(said, "RUN {day} {} {} {} {}", opened.data_from, opened.data_to, opened.due_at, opened.lock_at).unwrap();
    }
    said
}
