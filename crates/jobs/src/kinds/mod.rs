//! Kinds of job, one file each. A kind may be begun twice, so what it does is done once by its own means.

mod canary;
mod draft;

use async_trait::async_trait;
use thidua_domain::job::Job;

use crate::Runner;

/// How an attempt of a kind failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobError {
    /// It may work later.
    Retry(String),
    /// Repeating does not help.
    Discard(String),
}

/// A kind of job.
#[async_trait]
pub trait Kind: Send + Sync {
    /// Its code, as in [`thidua_domain::job::KINDS`].
    fn code(&self) -> &'static str;
    /// Does the job; tells what came of it, in Vietnamese.
    async fn run(&self, job: &Job, runner: &Runner) -> Result<String, JobError>;
}

/// All kinds.
pub const KINDS: [&dyn Kind; 2] = [&draft::Draft, &canary::Canary];

/// The kind with this code.
pub fn kind(code: &str) -> Option<&'static dyn Kind> {
    KINDS.into_iter().find(|kind| kind.code() == code)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_kind_that_a_schedule_may_ask_for_is_done_by_one() {
        let codes: Vec<&str> = super::KINDS.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes, thidua_domain::job::KINDS.map(|(code, _)| code));
    }
}
