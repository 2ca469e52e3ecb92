//! The queue under several programs on one file that are killed at any moment: each job is done, and done once.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use thidua_domain::code::Code;
use thidua_domain::job::{Job, JobState, NewJob, Task};
use thidua_domain::ports::{JobStore as _, ReportStore as _};
use thidua_domain::reporting::Scope;
use thidua_domain::schedule::{Anchor, Missed, Rule, Schedule, ScheduleState, When};
use thidua_domain::world::{FixedWorld, World};
use thidua_storage::SqliteStore;
use uuid::Uuid;

/// A minute after seven in the morning in Vietnam of the first working day after the units had to send.
const START: &str = "2022-06-20T00:01:00Z";
/// So much later, by the clock, the programs of the next round begin: the claims of those that were killed have run out.
const LATER: TimeDelta = TimeDelta::minutes(6);
/// Rounds in which programs are killed. A job is begun at most once in each, and may be begun eight times.
const ROUNDS: usize = 6;
/// Real time in which the last round must come to its end.
const PATIENCE: Duration = Duration::from_mins(10);

/// A sequence of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    /// How long until the next one is killed.
    fn wait(&mut self) -> Duration {
        Duration::from_millis(u64::try_from(50 + self.below(1_451)).unwrap())
    }
}

/// A running `thidua serve`; it is killed with the test.
struct Program {
    child: Child,
    log: PathBuf,
}

impl Program {
    fn start(folder: &Path, clock: DateTime<Utc>, number: usize) -> Self {
        let log = folder.join(format!("{number}.log"));
        let file = File::create(&log).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_thidua"))
            .args(["serve", "--listen", "127.0.0.1:0", "--database", "thidua-demo/thidua.db"])
            .current_dir(folder)
            .env("THIDUA_TEST_CLOCK", clock.to_rfc3339())
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        Self { child, log }
    }

    /// It is there until somebody kills it, however many others start and die around it.
    fn lives(&mut self) {
        if let Some(status) = self.child.try_wait().unwrap() {
            panic!("a program ended by itself ({status}): {}", std::fs::read_to_string(&self.log).unwrap_or_default());
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // SIGKILL: nothing is put in order, no claim is given back.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Programs on one file, with one clock.
struct Round<'a> {
    folder: &'a Path,
    clock: DateTime<Utc>,
    began: Instant,
    started: &'a mut usize,
    programs: Vec<Program>,
}

impl Round<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.clock + TimeDelta::from_std(self.began.elapsed()).unwrap()
    }

    fn start(&mut self) {
        *self.started += 1;
        self.programs.push(Program::start(self.folder, self.now(), *self.started));
    }
}

fn agency() -> Code {
    "TTT-DAKNONG".parse().unwrap()
}

fn canary(world: &dyn World, number: usize) -> NewJob {
    let now = world.now() - TimeDelta::minutes(5);
    NewJob::following(world.fresh_id(), "canary", &agency(), format!("canary@{number}"), Task::default(), now)
}

fn draft(world: &dyn World, when: When) -> Schedule {
    Schedule {
        id: world.fresh_id(),
        agency: agency(),
        job: "draft".parse().unwrap(),
        task: Task::default(),
        name: "Dự thảo".into(),
        rule: Rule { when, at: NaiveTime::from_hms_opt(7, 0, 0).unwrap() },
        missed: Missed::Once,
        state: ScheduleState::Active,
        since: world.now() - TimeDelta::hours(20),
    }
}

/// Puts so many jobs and drafts of 18 schedules into a queue, and has them done by programs of which so many a round
/// are killed.
async fn survive(canaries: usize, kills: usize) {
    let began = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_thidua")).args(["demo", "--no-serve"]).current_dir(folder.path()).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mut clock: DateTime<Utc> = START.parse().unwrap();
    let world = std::sync::Arc::new(FixedWorld::at(clock));
    let store = SqliteStore::open(&folder.path().join("thidua-demo/thidua.db"), world.clone()).await.unwrap();
    let before = store.versions(&agency(), None).await.unwrap().len();
    let mut jobs = Vec::new();
    let mut schedules = Vec::new();
    let (mut dice, mut started, mut killed) = (Dice(20_220_620), 0, 0);
    for turn in 1..=ROUNDS {
        // Work comes in all the time, so that whoever is killed is at something.
        for when in
            [When::Relative { anchor: Anchor::DueAt, days: 1, working: true }, When::Daily, When::Cron { text: "0 7 20 6 *".into() }]
        {
            schedules.push(draft(&*world, when));
            assert!(store.put_schedule(&schedules[schedules.len() - 1]).await.unwrap());
        }
        let mut round = Round { folder: folder.path(), clock, began: Instant::now(), started: &mut started, programs: Vec::new() };
        for _ in 0..2 + dice.below(7) {
            round.start();
        }
        for kill in 1..=kills {
            let share = canaries * ((turn - 1) * kills + kill) / (ROUNDS * kills);
            while jobs.len() < share {
                jobs.push(store.enqueue(&canary(&*world, jobs.len())).await.unwrap());
            }
            tokio::time::sleep(dice.wait()).await;
            round.programs.iter_mut().for_each(Program::lives);
            let index = dice.below(round.programs.len());
            drop(round.programs.swap_remove(index));
            killed += 1;
            round.start();
        }
        clock = round.now() + LATER;
    }
    // The last ones are left alone.
    let mut round = Round { folder: folder.path(), clock, began: Instant::now(), started: &mut started, programs: Vec::new() };
    round.start();
    round.start();
    while !(store.unfinished().await.unwrap().is_empty()
        && store.versions(&agency(), None).await.unwrap().len() >= before + schedules.len())
    {
        assert!(round.began.elapsed() < PATIENCE, "{:?}", store.unfinished().await.unwrap());
        round.programs.iter_mut().for_each(Program::lives);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(round);

    let all = store.jobs(u32::try_from(canaries).unwrap() + 1_000, 0).await.unwrap();
    assert!(all.iter().all(|job| job.state == JobState::Completed), "{:?}", all.iter().find(|job| job.state != JobState::Completed));
    let found: BTreeSet<Uuid> = all.iter().filter(|job| job.kind.as_str() == "canary").map(|job| job.id).collect();
    assert_eq!(found, jobs.iter().copied().collect(), "none lost, none added");
    let mut cut_short = 0;
    for id in jobs {
        let attempts = store.attempts(id).await.unwrap();
        let done: Vec<_> = attempts.iter().filter(|attempt| attempt.result.as_str() == "Hàng đợi hoạt động").collect();
        assert_eq!(done.len(), 1, "{attempts:?}");
        assert!(attempts.iter().all(|attempt| attempt.ended_at.is_some() == (attempt.attempt == done[0].attempt)), "{attempts:?}");
        cut_short += attempts.len() - 1;
    }
    let mut drafts_cut_short = 0;
    let runs: Vec<&Job> = all.iter().filter(|job| job.schedule.is_some()).collect();
    let times: BTreeSet<(Uuid, DateTime<Utc>)> = runs.iter().map(|job| (job.schedule.as_ref().unwrap().0, job.nominal_at)).collect();
    assert_eq!((runs.len(), times.len()), (schedules.len(), schedules.len()), "each time of each schedule once: {runs:?}");
    for job in runs {
        let versions = store.versions_of_job(job.id).await.unwrap();
        assert!(versions.len() == 1 && versions[0].scope == Scope::Agency, "{job:?}: {versions:?}");
        drafts_cut_short += store.attempts(job.id).await.unwrap().len() - 1;
    }
    let versions = store.versions(&agency(), None).await.unwrap();
    let numbers: BTreeSet<_> = versions.iter().map(|version| (version.period, version.version)).collect();
    assert_eq!((versions.len(), numbers.len()), (before + schedules.len(), before + schedules.len()), "{versions:?}");
    assert_eq!(store.alarms().await.unwrap(), [], "nothing was late, nothing failed");
    // Few jobs on a fast machine may all slip through between the kills; ten thousand do not.
    assert!(canaries < 10_000 || cut_short + drafts_cut_short > 0, "whoever was killed was idle");
    println!(
        "{canaries} jobs, {killed} of {started} programs killed, {cut_short} of them and {drafts_cut_short} drafts cut short, {:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn programs_that_are_killed_at_any_moment_lose_no_job_and_double_none() {
    survive(300, 5).await;
}

#[tokio::test]
#[ignore = "some minutes: run by CI"]
async fn ten_thousand_jobs_survive_programs_that_are_killed_at_any_moment() {
    survive(10_000, 20).await;
}
