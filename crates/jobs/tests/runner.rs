//! The runner on a real store, with time under the test's hand: what is due runs once, whatever happens.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::code::Code;
use thidua_domain::job::{JobEnd, JobState, MOST_ATTEMPTS};
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _, Format, Issue, JobStore as _, ReportStore as _};
use thidua_domain::reporting::{Press, PressError};
use thidua_domain::schedule::{Anchor, Missed, Rule, Schedule, ScheduleState, When};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::world::World;
use thidua_jobs::{Runner, serve};
use thidua_storage::SqliteStore;
use uuid::Uuid;

const SEEDS: &[u8] = include_bytes!("../../../seeds/dak-nong.json");

/// Time that moves when the test says so.
struct Hand {
    now: AtomicI64,
    count: AtomicU64,
}

impl Hand {
    fn at(instant: &str) -> Arc<Self> {
        let now: DateTime<Utc> = instant.parse().unwrap();
        Arc::new(Self { now: AtomicI64::new(now.timestamp()), count: AtomicU64::new(0) })
    }

    fn set(&self, instant: &str) {
        self.now.store(instant.parse::<DateTime<Utc>>().unwrap().timestamp(), Ordering::SeqCst);
    }

    fn pass(&self, time: TimeDelta) {
        self.now.fetch_add(time.num_seconds(), Ordering::SeqCst);
    }
}

impl World for Hand {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.now.load(Ordering::SeqCst), 0).unwrap()
    }

    fn fresh_id(&self) -> Uuid {
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        Uuid::from_u64_pair(0x0192_0000_0000_7000, 0x8000_0000_0000_0000 | count)
    }
}

/// Prints one file, or breaks as often as it is told to.
#[derive(Default)]
struct Stub {
    panics: AtomicU64,
}

impl Press for Stub {
    fn engine(&self) -> String {
        "stub".to_owned()
    }

    fn print(&self, _: &Snapshot, _: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError> {
        let left = self.panics.load(Ordering::SeqCst);
        if left > 0 {
            self.panics.store(left - 1, Ordering::SeqCst);
            panic!("the press broke");
        }
        Ok(vec![(Format::Pdf, b"%PDF-".to_vec())])
    }
}

async fn filled(path: &Path, hand: &Arc<Hand>) -> Arc<SqliteStore> {
    let store = SqliteStore::open(path, hand.clone()).await.unwrap();
    let catalogue = Catalogue::shipped().unwrap();
    store.upgrade_catalogue(&catalogue).await.unwrap();
    store.import(&bundle::read(SEEDS, &bundle::Reading::plain(&catalogue)).unwrap().bundle).await.unwrap();
    Arc::new(store)
}

fn agency() -> Code {
    "TTT-DAKNONG".parse().unwrap()
}

fn schedule(hand: &Hand, job: &str, when: When, missed: Missed) -> Schedule {
    Schedule {
        id: hand.fresh_id(),
        agency: agency(),
        job: job.parse().unwrap(),
        name: "Lịch".into(),
        rule: Rule { when, at: NaiveTime::from_hms_opt(7, 0, 0).unwrap() },
        missed,
        state: ScheduleState::Active,
        since: hand.now(),
    }
}

/// The day on which the data of a period is closed.
fn at_close() -> When {
    When::Relative { anchor: Anchor::DataTo, days: 1, working: false }
}

fn runner(store: &Arc<SqliteStore>, hand: &Arc<Hand>) -> Runner {
    Runner::new(store.clone(), Arc::new(Stub::default()), hand.clone())
}

/// When the first half of 2022 is closed, and a week before.
async fn close_of_h1(store: &SqliteStore) -> (DateTime<Utc>, String) {
    let period =
        store.periods(&agency()).await.unwrap().into_iter().find(|known| known.period.period.to_string() == "2022-H1").unwrap().period;
    let run = period.data_to.succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    (run, (run - TimeDelta::days(7)).to_rfc3339())
}

#[tokio::test]
async fn a_draft_is_made_once_on_its_day_and_names_its_job() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-01-05T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let (run, before) = close_of_h1(&store).await;
    hand.set(&before);
    let runner = runner(&store, &hand);
    let schedule = schedule(&hand, "draft", at_close(), Missed::Once);
    assert!(store.put_schedule(&schedule).await.unwrap());
    assert_eq!((runner.tick().await.unwrap(), runner.work().await.unwrap()), (0, None), "a week too early");

    hand.set(&(run + TimeDelta::minutes(1)).to_rfc3339());
    assert_eq!(runner.tick().await.unwrap(), 1);
    assert_eq!(runner.tick().await.unwrap(), 0, "once is enough");
    let Some(JobEnd::Completed(result)) = runner.work().await.unwrap() else { panic!("the draft failed") };
    assert!(result.contains("kỳ 2022-H1"), "{result}");
    let jobs = store.jobs(10).await.unwrap();
    assert_eq!((jobs.len(), jobs[0].state, jobs[0].late), (1, JobState::Completed, false));
    let version = store.version(jobs[0].report.expect("the job names its report")).await.unwrap().unwrap();
    assert_eq!((version.job, version.period.to_string()), (Some(jobs[0].id), "2022-H1".to_owned()));

    // Dates that are moved afterwards bring no second run of the period: the key is that of the period.
    let again = Schedule { since: run - TimeDelta::days(30), ..schedule };
    store.put_schedule(&again).await.unwrap();
    runner.tick().await.unwrap();
    assert_eq!(store.jobs(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_attempt_that_was_cut_short_is_made_again_without_a_second_version() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-01-05T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let (run, before) = close_of_h1(&store).await;
    hand.set(&before);
    store.put_schedule(&schedule(&hand, "draft", at_close(), Missed::Once)).await.unwrap();
    hand.set(&run.to_rfc3339());
    let first = runner(&store, &hand);
    first.tick().await.unwrap();
    // It did its work and died before it could say so: the claim stays.
    let job = store.claim(&first.owner, hand.now(), hand.now() + TimeDelta::minutes(5)).await.unwrap().unwrap();
    let snapshot = store.snapshot(&job.agency, job.period.unwrap()).await.unwrap().unwrap();
    let new = thidua_domain::ports::NewVersion {
        snapshot: &snapshot,
        issue: None,
        engine: "stub",
        job: Some(job.id),
        files: &[(Format::Pdf, vec![1])],
    };
    store.add_version(new).await.unwrap();

    let second = runner(&store, &hand);
    assert_eq!(second.work().await.unwrap(), None, "the claim still holds");
    hand.pass(TimeDelta::minutes(6));
    assert!(matches!(second.work().await.unwrap(), Some(JobEnd::Completed(_))));
    assert_eq!(store.versions(&agency(), job.period).await.unwrap().len(), 1);
    // The first one comes back to life and is not listened to.
    assert!(!store.finish(&job, &first.owner, hand.now(), &JobEnd::Discarded("trễ".to_owned())).await.unwrap());
    assert_eq!(store.job(job.id).await.unwrap().unwrap().state, JobState::Completed);
}

#[tokio::test]
async fn missed_runs_follow_the_policy() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2026-03-02T00:30:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    for missed in [Missed::Once, Missed::Skip, Missed::Ask] {
        store.put_schedule(&schedule(&hand, "canary", When::Daily, missed)).await.unwrap();
    }
    // Down for ten days: one run at most makes up for all of them.
    hand.set("2026-03-12T09:00:00Z");
    let runner = runner(&store, &hand);
    assert_eq!(runner.tick().await.unwrap(), 2);
    while runner.work().await.unwrap().is_some() {}
    let mut states: Vec<(JobState, bool)> = store.jobs(10).await.unwrap().iter().map(|job| (job.state, job.late)).collect();
    states.sort_by_key(|(state, _)| *state == JobState::Held);
    assert_eq!(states, [(JobState::Completed, true), (JobState::Held, true)]);
    let held = store.jobs(10).await.unwrap().into_iter().find(|job| job.state == JobState::Held).unwrap();
    assert!(store.again(held.id, hand.now()).await.unwrap());
    assert!(matches!(runner.work().await.unwrap(), Some(JobEnd::Completed(_))));
    // The next day is an ordinary one for all three.
    hand.set("2026-03-13T00:10:00Z");
    assert_eq!(runner.tick().await.unwrap(), 3);
    assert!(store.jobs(3).await.unwrap().iter().all(|job| !job.late && job.state == JobState::Available));
}

#[tokio::test]
async fn what_breaks_is_tried_again_later_and_put_aside_in_the_end() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-05T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let press = Arc::new(Stub { panics: AtomicU64::new(2) });
    let runner = Runner::new(store.clone(), press, hand.clone());
    let own = schedule(&hand, "draft", When::Daily, Missed::Once);
    store.put_schedule(&own).await.unwrap();
    let id = runner.run_now(&own).await.unwrap();
    for attempt in 1..=2 {
        let Some(JobEnd::Retry(_, at)) = runner.work().await.unwrap() else { panic!("attempt {attempt} did not break") };
        assert!(at > hand.now());
        assert_eq!(runner.work().await.unwrap(), None, "it waits");
        hand.set(&(at + TimeDelta::seconds(1)).to_rfc3339());
    }
    assert!(matches!(runner.work().await.unwrap(), Some(JobEnd::Completed(_))));
    assert_eq!(store.job(id).await.unwrap().unwrap().attempt, 3);

    // One that takes the program down every time is not claimed for ever.
    let killer = runner.run_now(&own).await.unwrap();
    for _ in 0..MOST_ATTEMPTS {
        assert!(store.claim("dead", hand.now(), hand.now() + TimeDelta::minutes(5)).await.unwrap().is_some());
        hand.pass(TimeDelta::minutes(6));
    }
    assert!(matches!(runner.work().await.unwrap(), Some(JobEnd::Discarded(_))));
    assert_eq!(store.job(killer).await.unwrap().unwrap().state, JobState::Discarded);

    // A kind that this program does not know, from a newer one.
    let strange = Schedule { job: "from_the_future".parse().unwrap(), ..schedule(&hand, "draft", When::Daily, Missed::Once) };
    store.put_schedule(&strange).await.unwrap();
    runner.run_now(&strange).await.unwrap();
    assert!(matches!(runner.work().await.unwrap(), Some(JobEnd::Discarded(why)) if why.contains("from_the_future")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_programs_on_one_file_share_the_work_and_double_nothing() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2026-03-02T00:30:00Z"));
    let path = folder.path().join("t.db");
    let store = filled(&path, &hand).await;
    for _ in 0..20 {
        store.put_schedule(&schedule(&hand, "canary", When::Daily, Missed::Once)).await.unwrap();
    }
    hand.set("2026-03-03T00:05:00Z");
    let others = [store.clone(), Arc::new(SqliteStore::open(&path, hand.clone()).await.unwrap())];
    let tasks: Vec<_> = others
        .into_iter()
        .map(|store| {
            let runner = runner(&store, &hand);
            tokio::spawn(async move {
                let enqueued = runner.tick().await.unwrap();
                let mut done = 0;
                for _ in 0..60 {
                    done += usize::from(runner.work().await.unwrap().is_some());
                }
                (enqueued, done)
            })
        })
        .collect();
    let (mut enqueued, mut done) = (0, 0);
    for task in tasks {
        let (own, did) = task.await.unwrap();
        (enqueued, done) = (enqueued + own, done + did);
    }
    let jobs = store.jobs(100).await.unwrap();
    assert_eq!((enqueued, done, jobs.len()), (20, 20, 20));
    assert!(jobs.iter().all(|job| job.state == JobState::Completed && job.attempt == 1));
}

#[tokio::test]
async fn the_loops_run_and_end_when_asked() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2026-03-02T00:30:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let runner = runner(&store, &hand);
    let own = schedule(&hand, "canary", When::Daily, Missed::Once);
    store.put_schedule(&own).await.unwrap();
    let id = runner.run_now(&own).await.unwrap();
    let (ask, asked) = tokio::sync::oneshot::channel::<()>();
    let loops = tokio::spawn(serve(runner, async move {
        let _ = asked.await;
    }));
    while store.job(id).await.unwrap().unwrap().state != JobState::Completed {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(!loops.is_finished(), "they go on");
    ask.send(()).unwrap();
    loops.await.unwrap();
}
