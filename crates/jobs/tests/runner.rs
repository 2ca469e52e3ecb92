//! The runner on a real store, with time under the test's hand: what is due runs once, whatever happens.

mod support;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chrono::{DateTime, TimeDelta, Utc};
use support::{Hand, Post, Stub, agency, filled, runner, schedule};
use thidua_domain::job::{Job, JobEnd, JobState, Lane, MOST_ATTEMPTS};
use thidua_domain::ports::{AgencyStore as _, Clerk as _, Format, Issue, JobStore as _, NewVersion, ReportStore as _};
use thidua_domain::reporting::{PressError, Scope};
use thidua_domain::schedule::{Anchor, Missed, Schedule, When};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::world::World as _;
use thidua_jobs::{Runner, serve};
use thidua_storage::SqliteStore;

/// The day on which the data of a period is closed.
fn at_close() -> When {
    When::Relative { anchor: Anchor::DataTo, days: 1, working: false }
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
    assert_eq!((runner.tick().await.unwrap(), runner.work(Lane::Press).await.unwrap()), (0, None), "a week too early");

    hand.set(&(run + TimeDelta::minutes(1)).to_rfc3339());
    assert_eq!(runner.tick().await.unwrap(), 1);
    assert_eq!(runner.tick().await.unwrap(), 0, "once is enough");
    let Some(JobEnd::Completed(result)) = runner.work(Lane::Press).await.unwrap() else { panic!("the draft failed") };
    assert!(result.contains("kỳ 2022-H1"), "{result}");
    let jobs = store.jobs(10, 0).await.unwrap();
    assert_eq!((jobs.len(), jobs[0].state, jobs[0].late), (1, JobState::Completed, false));
    let version = store.version(jobs[0].report.expect("the job names its report")).await.unwrap().unwrap();
    assert_eq!((version.job, version.period.to_string()), (Some(jobs[0].id), "2022-H1".to_owned()));

    // Dates that are moved afterwards bring no second run of the period: the key is that of the period.
    let again = Schedule { since: run - TimeDelta::days(30), ..schedule };
    store.put_schedule(&again).await.unwrap();
    runner.tick().await.unwrap();
    assert_eq!(store.jobs(10, 0).await.unwrap().len(), 1);
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
    let job = store.claim(Lane::Press, &first.owner, hand.now(), hand.now() + TimeDelta::minutes(5)).await.unwrap().unwrap();
    let snapshot = store.snapshot(&job.agency, job.period.unwrap()).await.unwrap().unwrap();
    let new = NewVersion {
        snapshot: &snapshot,
        scope: &Scope::Agency,
        issue: None,
        engine: "stub",
        job: Some(job.id),
        files: &[(Format::Pdf, vec![1])],
    };
    store.add_version(new).await.unwrap();

    let second = runner(&store, &hand);
    assert_eq!(second.work(Lane::Press).await.unwrap(), None, "the claim still holds");
    hand.pass(TimeDelta::minutes(6));
    assert!(matches!(second.work(Lane::Press).await.unwrap(), Some(JobEnd::Completed(_))));
    assert_eq!(store.versions(&agency(), job.period).await.unwrap().len(), 1);
    // The first one comes back to life and is not listened to.
    assert!(!store.finish(&job, &first.owner, hand.now(), &JobEnd::Discarded("trễ".to_owned()), None).await.unwrap());
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
    while runner.work(Lane::Desk).await.unwrap().is_some() {}
    let runs = |jobs: Vec<Job>| jobs.into_iter().filter(|job| job.kind.as_str() == "canary").collect::<Vec<_>>();
    let mut states: Vec<(JobState, bool)> = runs(store.jobs(10, 0).await.unwrap()).iter().map(|job| (job.state, job.late)).collect();
    states.sort_by_key(|(state, _)| *state == JobState::Held);
    assert_eq!(states, [(JobState::Completed, true), (JobState::Held, true)]);
    let held = store.jobs(10, 0).await.unwrap().into_iter().find(|job| job.state == JobState::Held).unwrap();
    assert!(store.again(held.id, hand.now()).await.unwrap());
    assert!(matches!(runner.work(Lane::Desk).await.unwrap(), Some(JobEnd::Completed(_))));
    // The owner is told of all three, also of the run that was left out.
    let alarms: Vec<String> = store.alarms().await.unwrap().iter().map(|alarm| alarm.words.to_string()).collect();
    assert_eq!(alarms.len(), 3, "{alarms:?}");
    for words in ["đang chạy bù", "bỏ qua", "chờ người phụ trách quyết định", "07:00 ngày 12/3/2026"] {
        assert!(alarms.iter().any(|alarm| alarm.contains(words)), "{words}: {alarms:?}");
    }
    // The next day is an ordinary one for all three.
    hand.set("2026-03-13T00:10:00Z");
    assert_eq!(runner.tick().await.unwrap(), 3);
    assert!(store.jobs(3, 0).await.unwrap().iter().all(|job| !job.late && job.state == JobState::Available));
}

#[tokio::test]
async fn what_breaks_is_tried_again_later_and_put_aside_in_the_end() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-05T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let press = Arc::new(Stub { panics: AtomicU64::new(2) });
    let runner = Runner::new(store.clone(), press, Arc::new(Post::default()), hand.clone());
    let own = schedule(&hand, "draft", When::Daily, Missed::Once);
    store.put_schedule(&own).await.unwrap();
    let id = runner.run_now(&own).await.unwrap();
    for attempt in 1..=2 {
        let Some(JobEnd::Retry(_, at)) = runner.work(Lane::Press).await.unwrap() else { panic!("attempt {attempt} did not break") };
        assert!(at > hand.now());
        assert_eq!(runner.work(Lane::Press).await.unwrap(), None, "it waits");
        hand.set(&(at + TimeDelta::seconds(1)).to_rfc3339());
    }
    assert!(matches!(runner.work(Lane::Press).await.unwrap(), Some(JobEnd::Completed(_))));
    assert_eq!(store.job(id).await.unwrap().unwrap().attempt, 3);

    // One that takes the program down every time is not claimed for ever.
    let killer = runner.run_now(&own).await.unwrap();
    for _ in 0..MOST_ATTEMPTS {
        assert!(store.claim(Lane::Press, "dead", hand.now(), hand.now() + TimeDelta::minutes(5)).await.unwrap().is_some());
        hand.pass(TimeDelta::minutes(6));
    }
    assert!(matches!(runner.work(Lane::Press).await.unwrap(), Some(JobEnd::Discarded(_))));
    assert_eq!(store.job(killer).await.unwrap().unwrap().state, JobState::Discarded);

    // A kind that this program does not know, from a newer one.
    let strange = Schedule { job: "from_the_future".parse().unwrap(), ..schedule(&hand, "draft", When::Daily, Missed::Once) };
    store.put_schedule(&strange).await.unwrap();
    let strange = runner.run_now(&strange).await.unwrap();
    runner.work_until_idle().await.unwrap();
    let strange = store.job(strange).await.unwrap().unwrap();
    assert!(strange.state == JobState::Discarded && strange.result.contains("from_the_future"), "{strange:?}");
    // What was given up is told of, each once.
    let told: Vec<String> = store.alarms().await.unwrap().iter().map(|alarm| alarm.words.to_string()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|words| words.contains("không thử nữa")), "{told:?}");
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
                    done += usize::from(runner.work(Lane::Desk).await.unwrap().is_some());
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
    let jobs = store.jobs(100, 0).await.unwrap();
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

/// A press that waits until it is told to go on.
struct Held {
    begun: tokio::sync::Notify,
    go_on: std::sync::Mutex<std::sync::mpsc::Receiver<()>>,
}

impl thidua_domain::reporting::Press for Held {
    fn engine(&self) -> String {
        "stub".to_owned()
    }

    fn print(&self, _: &Snapshot, _: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError> {
        self.begun.notify_one();
        self.go_on.lock().unwrap().recv().unwrap();
        Ok(vec![(Format::Pdf, b"%PDF-".to_vec())])
    }

    fn faults(&self, _: &Snapshot, _: Option<Issue>, _: Format, _: &[u8]) -> Vec<String> {
        Vec::new()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_button_pressed_while_the_run_is_under_way_makes_a_version_of_its_own() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-05T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let (tell, told) = std::sync::mpsc::channel();
    let press = Arc::new(Held { begun: tokio::sync::Notify::new(), go_on: std::sync::Mutex::new(told) });
    let runner = Runner::new(store.clone(), press.clone(), Arc::new(Post::default()), hand.clone());
    let own = schedule(&hand, "draft", When::Daily, Missed::Once);
    store.put_schedule(&own).await.unwrap();
    let id = runner.run_now(&own).await.unwrap();
    let working = tokio::spawn(async move { runner.work(Lane::Press).await.unwrap() });
    press.begun.notified().await;
    // The same inputs, the same instant: pressed in the middle of the run.
    let snapshot = store.snapshot(&agency(), "2022-H1".parse().unwrap()).await.unwrap().unwrap();
    let files = [(Format::Pdf, b"%PDF-".to_vec())];
    let pressed = NewVersion { snapshot: &snapshot, scope: &Scope::Agency, issue: None, engine: "stub", job: None, files: &files };
    let pressed = store.add_version(pressed).await.unwrap();
    tell.send(()).unwrap();
    assert!(matches!(working.await.unwrap(), Some(JobEnd::Completed(_))));
    let versions = store.versions(&agency(), Some("2022-H1".parse().unwrap())).await.unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions.iter().filter(|version| version.job == Some(id)).count(), 1, "one belongs to the schedule");
    assert_eq!((pressed.job, pressed.schedule, pressed.version), (None, None, 1));
}
