//! A job: something to be done once, later, in spite of crashes. The queue keeps it; the `jobs` crate does it.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::code::Code;
use crate::period::Period;
use crate::ports::ReportId;
use crate::text::Text;

/// Kinds of job that schedules may ask for: code, and what it does in Vietnamese.
pub const KINDS: [(&str, &str); 2] = [("draft", "Lập dự thảo báo cáo"), ("canary", "Kiểm tra hàng đợi công việc")];

/// What a kind of job does, in Vietnamese; the code itself for one that this program does not know.
pub fn title(kind: &Code) -> &str {
    KINDS.iter().find(|(code, _)| *code == kind.as_str()).map_or(kind.as_str(), |(_, title)| title)
}

/// Attempts before a job is put aside.
pub const MOST_ATTEMPTS: u32 = 8;
/// Wait after the first failure; doubled after each.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);
/// Longest wait.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(6);

/// A job that is to be enqueued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Identifier.
    pub id: Uuid,
    /// Kind: which piece of code does it.
    pub kind: Code,
    /// Agency that it is about.
    pub agency: Code,
    /// Period that it is about.
    pub period: Option<Period>,
    /// Schedule that it comes from.
    pub schedule: Option<Uuid>,
    /// Names what may run once only.
    pub unique_key: Option<String>,
    /// When it should have run by its rule; of a job that somebody asked for, now.
    pub nominal_at: DateTime<Utc>,
    /// It makes up for a missed run.
    pub late: bool,
    /// It waits for somebody.
    pub held: bool,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
}

/// State of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It waits for its time, or for its next attempt.
    Available,
    /// Somebody is at it.
    Running,
    /// Done.
    Completed,
    /// Given up after all attempts, or not to be mended by repeating; kept, and may be run again.
    Discarded,
    /// It waits for somebody to run it.
    Held,
}

/// A stored job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Identifier.
    pub id: Uuid,
    /// Kind.
    pub kind: Code,
    /// Agency.
    pub agency: Code,
    /// Period.
    pub period: Option<Period>,
    /// Schedule that it comes from, with its name now.
    pub schedule: Option<(Uuid, Text)>,
    /// When it should have run.
    pub nominal_at: DateTime<Utc>,
    /// It makes up for a missed run.
    pub late: bool,
    /// State.
    pub state: JobState,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    /// Attempts begun.
    pub attempt: u32,
    /// Attempts allowed.
    pub max_attempts: u32,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When the last attempt began.
    pub started_at: Option<DateTime<Utc>>,
    /// When the last attempt ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// What came of it, or why it failed, in Vietnamese.
    pub result: Text,
    /// The report version that it made.
    pub report: Option<ReportId>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEnd {
    /// Done, with what came of it.
    Completed(String),
    /// Failed; tried again at that instant.
    Retry(String, DateTime<Utc>),
    /// Put aside.
    Discarded(String),
}

impl Job {
    /// The end of a failed attempt: another one later, or none.
    pub fn failed(&self, why: String, now: DateTime<Utc>) -> JobEnd {
        if self.attempt >= self.max_attempts { JobEnd::Discarded(why) } else { JobEnd::Retry(why, now + self.wait()) }
    }

    /// How long to wait after this attempt: 30 s, doubled each time, up to six hours, a tenth of it spread by the job.
    fn wait(&self) -> TimeDelta {
        let doubled = FIRST_WAIT * (1 << self.attempt.saturating_sub(1).min(12));
        let wait = doubled.min(LONGEST_WAIT);
        let spread = i32::from(self.id.as_bytes()[15]) % 100;
        wait + wait / 1000 * spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(attempt: u32) -> Job {
        let now = DateTime::UNIX_EPOCH;
        Job {
            id: Uuid::nil(),
            kind: "draft".parse().unwrap(),
            agency: "A".parse().unwrap(),
            period: None,
            schedule: None,
            nominal_at: now,
            late: false,
            state: JobState::Running,
            run_at: now,
            attempt,
            max_attempts: MOST_ATTEMPTS,
            created_at: now,
            started_at: None,
            finished_at: None,
            result: "".into(),
            report: None,
        }
    }

    #[test]
    fn attempts_wait_longer_each_time_and_end() {
        let waits: Vec<i64> = (1..=8)
            .map(|attempt| match job(attempt).failed("x".to_owned(), DateTime::UNIX_EPOCH) {
                JobEnd::Retry(_, at) => at.timestamp(),
                _ => -1,
            })
            .collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, -1]);
    }
}
