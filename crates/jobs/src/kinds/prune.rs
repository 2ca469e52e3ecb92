//! Takes away what is older than the settings say. Snapshots, issued reports and the history of data stay for ever.

use std::time::Duration;

use async_trait::async_trait;
use thidua_domain::job::{Job, Task};
use thidua_domain::ports::{Preview, StoreError};

use super::{JobError, Kind};
use crate::Runner;

pub struct Prune;

#[async_trait]
impl Kind for Prune {
    fn code(&self) -> &'static str {
        "prune"
    }

    fn limit(&self) -> Duration {
        Duration::from_mins(20)
    }

    async fn run(&self, _: &Job, _: &Task, runner: &Runner) -> Result<String, JobError> {
        let settings = runner.store.settings().await?;
        let pruned = runner.store.prune(&settings, runner.world.now()).await?;
        Ok(format!(
            "Đã dọn {} dòng công việc đã xong, {} tệp của dự thảo đã có bản mới hơn, nội dung {} thư",
            pruned.jobs, pruned.files, pruned.letters
        ))
    }

    async fn preview(&self, _: &Job, _: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let settings = runner.store.settings().await?;
        let words = vec![format!(
            "Dọn công việc đã xong quá {} ngày, tệp của dự thảo đã có bản mới hơn quá {} ngày, nội dung thư quá {} ngày.",
            settings.keep_jobs, settings.keep_drafts, settings.keep_letters
        )];
        Ok(Preview { words, ..Preview::default() })
    }
}
