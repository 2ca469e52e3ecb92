//! Kinds of job, one file each. A kind may be begun twice, so what it does is done once by its own means: a version
//! carries its job, a letter its key.

mod alarm;
mod backup;
mod canary;
mod deliver;
mod digest;
mod draft;
mod lock;
mod mail;
mod open;
mod prune;
mod remind;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use thidua_domain::job::{Job, Task};
use thidua_domain::letter::NewLetter;
use thidua_domain::messages;
use thidua_domain::ports::{Preview, StoreError};

use crate::Runner;
use crate::mailer::plain;

/// How an attempt of a kind failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobError {
    /// It may work later.
    Retry(String),
    /// It is not time yet; that is no failure, at most seven hours ahead.
    Wait(String, DateTime<Utc>),
    /// Repeating does not help.
    Discard(String),
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Retry(messages::store_error(&error))
    }
}

/// A kind of job.
#[async_trait]
pub trait Kind: Send + Sync {
    /// Its code, as in [`thidua_domain::job::KINDS`].
    fn code(&self) -> &'static str;

    /// Longest an attempt may take.
    fn limit(&self) -> Duration {
        Duration::from_mins(5)
    }

    /// Does the job; tells what came of it, in Vietnamese.
    async fn run(&self, job: &Job, task: &Task, runner: &Runner) -> Result<String, JobError>;

    /// What it would do now; nothing is done.
    async fn preview(&self, _: &Job, _: &Task, _: &Runner) -> Result<Preview, StoreError> {
        Ok(Preview::default())
    }
}

/// All kinds.
pub const KINDS: [&dyn Kind; 11] = [
    &draft::Draft,
    &open::Open,
    &remind::Remind,
    &lock::Lock,
    &deliver::Deliver,
    &digest::Digest,
    &backup::BackUp,
    &prune::Prune,
    &canary::Canary,
    &mail::Mail,
    &alarm::Alarm,
];

/// The kind with this code.
pub fn kind(code: &str) -> Option<&'static dyn Kind> {
    KINDS.into_iter().find(|kind| kind.code() == code)
}

/// Letters as a preview shows them.
fn shown(letters: &[NewLetter]) -> Vec<(String, String, String)> {
    let one =
        |letter: &NewLetter| (format!("{} <{}>", letter.words.to, letter.recipient), letter.words.subject.clone(), plain(&letter.words));
    letters.iter().map(one).collect()
}

/// What a run without a period says.
const NO_PERIOD: &str = "Chưa có kỳ báo cáo nào";

#[cfg(test)]
mod tests {
    #[test]
    fn every_kind_is_done_by_one() {
        let codes: Vec<&str> = super::KINDS.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes, thidua_domain::job::KINDS.map(|kind| kind.code));
    }
}
