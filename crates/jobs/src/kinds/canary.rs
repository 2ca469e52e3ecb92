//! A job that only shows that the queue lives.

use async_trait::async_trait;
use thidua_domain::job::{Job, Task};

use super::{JobError, Kind};
use crate::Runner;

pub struct Canary;

#[async_trait]
impl Kind for Canary {
    fn code(&self) -> &'static str {
        "canary"
    }

    async fn run(&self, _: &Job, _: &Task, _: &Runner) -> Result<String, JobError> {
        Ok("Hàng đợi hoạt động".to_owned())
    }
}
