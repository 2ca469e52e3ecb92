//! Ports of what runs by itself: schedules and the queue, letters, and whoever does the jobs.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{ReportId, StoreError};
use crate::code::Code;
use crate::contact::Email;
use crate::job::{Alarm, Attempt, Job, JobEnd, Lane, NewJob};
use crate::letter::{Letter, LetterState, NewLetter};
use crate::period::Period;
use crate::schedule::Schedule;
use crate::settings::Settings;
use crate::text::Text;

/// Schedules, and the queue of what is to be done.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// All schedules that can be read, oldest first.
    async fn schedules(&self) -> Result<Vec<Schedule>, StoreError>;
    /// Agency, identifier and name of the schedules that cannot be read, and so do not run.
    async fn spoilt_schedules(&self) -> Result<Vec<(Code, Uuid, Text)>, StoreError>;
    /// Keeps a schedule, new or changed; false without its agency.
    async fn put_schedule(&self, schedule: &Schedule) -> Result<bool, StoreError>;
    /// Forgets a schedule; its runs stay in the history.
    async fn remove_schedule(&self, id: Uuid) -> Result<bool, StoreError>;
    /// Moves a schedule on, enqueues its run and raises the alarm of a missed one, in one transaction. False when another
    /// has moved it meanwhile; then nothing is done. A run whose key is known is not enqueued again, and raises no alarm.
    async fn advance(
        &self,
        schedule: &Schedule,
        until: DateTime<Utc>,
        job: Option<&NewJob>,
        alarm: Option<&Raised>,
    ) -> Result<bool, StoreError>;
    /// Enqueues a job; of a key that is known nothing is enqueued, and the job that has it is told.
    async fn enqueue(&self, job: &NewJob) -> Result<Uuid, StoreError>;
    /// Takes the job of a lane that is due longest, or one whose lease has run out, for `owner` until `lease_until`.
    /// Leases and waits that lie further ahead than any could (the clock was set back) count as run out. A job whose
    /// row cannot be read is put aside.
    async fn claim(&self, lane: Lane, owner: &str, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Option<Job>, StoreError>;
    /// Keeps a claim longer; false when it is another's by now.
    async fn renew(&self, job: &Job, owner: &str, lease_until: DateTime<Utc>) -> Result<bool, StoreError>;
    /// Ends an attempt; false when the claim is another's by now. With it goes the alarm that follows from the end.
    async fn finish(&self, job: &Job, owner: &str, now: DateTime<Utc>, end: &JobEnd, alarm: Option<&Raised>) -> Result<bool, StoreError>;
    /// Makes a discarded or held job available again, with as many attempts as at first; false for others.
    async fn again(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError>;
    /// Jobs, newest first: at most so many, after skipping so many.
    async fn jobs(&self, most: u32, skip: u32) -> Result<Vec<Job>, StoreError>;
    /// Jobs that ended, newest first: at most so many, after skipping so many.
    async fn finished(&self, most: u32, skip: u32) -> Result<Vec<Job>, StoreError>;
    /// The runs of a schedule, newest first, at most so many.
    async fn jobs_of_schedule(&self, schedule: Uuid, most: u32) -> Result<Vec<Job>, StoreError>;
    /// The keys of all runs of a schedule, also of those whose rows were pruned.
    async fn run_keys(&self, schedule: Uuid) -> Result<BTreeSet<String>, StoreError>;
    /// Jobs that wait or are under way, by when they are due; the first 500.
    async fn unfinished(&self) -> Result<Vec<Job>, StoreError>;
    /// One job.
    async fn job(&self, id: Uuid) -> Result<Option<Job>, StoreError>;
    /// The attempts at a job, oldest first.
    async fn attempts(&self, id: Uuid) -> Result<Vec<Attempt>, StoreError>;
    /// Raises an alarm that no job and no missed run stands behind.
    async fn raise(&self, raised: &Raised) -> Result<(), StoreError>;
    /// Alarms that nobody has seen yet, newest first.
    async fn alarms(&self) -> Result<Vec<Alarm>, StoreError>;
    /// One alarm.
    async fn alarm(&self, id: Uuid) -> Result<Option<Alarm>, StoreError>;
    /// Notes that somebody has seen all alarms.
    async fn see_all_alarms(&self) -> Result<(), StoreError>;
    /// Notes that somebody has seen an alarm.
    async fn see_alarm(&self, id: Uuid) -> Result<bool, StoreError>;
    /// Notes that the schedules are being looked at.
    async fn beat(&self, now: DateTime<Utc>) -> Result<(), StoreError>;
    /// When the schedules were last looked at.
    async fn last_beat(&self) -> Result<Option<DateTime<Utc>>, StoreError>;
}

/// An alarm with the job that tells the owners of it by letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The alarm.
    pub alarm: Alarm,
    /// The job; none where no letter is to be written.
    pub telling: Option<NewJob>,
    /// What one alarm is enough for; a second one with this key is not kept.
    pub once: Option<String>,
    /// Key of a run that was left out; where it is known the run was made after all, and nothing is raised.
    pub left_out: Option<String>,
}

/// Letters and what became of them.
#[async_trait]
pub trait LetterStore: Send + Sync {
    /// Keeps letters and enqueues the job that sends each, in one transaction; a letter whose key is known is left out.
    /// Tells how many were new.
    async fn write_letters(&self, letters: &[NewLetter]) -> Result<usize, StoreError>;
    /// One letter.
    async fn letter(&self, id: Uuid) -> Result<Option<Letter>, StoreError>;
    /// The letters that a job wrote, by recipient.
    async fn letters_of_job(&self, job: Uuid) -> Result<Vec<Letter>, StoreError>;
    /// The letters that carry a report, by recipient.
    async fn letters_of_report(&self, report: ReportId) -> Result<Vec<Letter>, StoreError>;
    /// The newest letters, newest first.
    async fn letters(&self, most: u32) -> Result<Vec<Letter>, StoreError>;
    /// Notes what became of a letter; one that was sent stays so.
    async fn mark_letter(&self, id: Uuid, state: LetterState, why: &str) -> Result<(), StoreError>;
    /// The operator's settings.
    async fn settings(&self) -> Result<Settings, StoreError>;
    /// Keeps the operator's settings.
    async fn put_settings(&self, settings: &Settings) -> Result<(), StoreError>;
}

/// What pages and commands ask of whoever does the jobs.
#[async_trait]
pub trait Clerk: Send + Sync {
    /// Enqueues a run of a schedule besides those by its rule.
    async fn run_now(&self, schedule: &Schedule) -> Result<Uuid, StoreError>;
    /// What a run of a schedule would do now; nothing is done.
    async fn preview(&self, schedule: &Schedule) -> Result<Preview, StoreError>;
    /// Sends a letter by these settings at once, kept or not, to show that they work; tells what went wrong, in Vietnamese.
    async fn try_mail(&self, settings: &Settings, to: &Email) -> Result<(), String>;
}

/// What a run would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// In words, one a line.
    pub words: Vec<String>,
    /// The letters that it would write: to whom, subject, plain text.
    pub letters: Vec<(String, String, String)>,
    /// Page that shows the report as it would be made.
    pub report: Option<(Code, Period)>,
}
