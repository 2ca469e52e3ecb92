//! The draft report of a period: a snapshot now, the next version, its files. The version carries the job, so that
//! a second attempt finds the first one's version instead of making another.

use async_trait::async_trait;
use thidua_domain::job::Job;
use thidua_domain::messages;
use thidua_domain::ports::{AddVersionError, NewVersion, StoreError};

use super::{JobError, Kind};
use crate::Runner;

pub struct Draft;

#[async_trait]
impl Kind for Draft {
    fn code(&self) -> &'static str {
        "draft"
    }

    async fn run(&self, job: &Job, runner: &Runner) -> Result<String, JobError> {
        let unavailable = |error: StoreError| JobError::Retry(messages::store_error(&error));
        let Some(period) = job.period else {
            return Err(JobError::Discard("Chưa có kỳ báo cáo nào để lập dự thảo".to_owned()));
        };
        let snapshot = runner.store.snapshot(&job.agency, period).await.map_err(unavailable)?;
        let Some(snapshot) = snapshot else {
            return Err(JobError::Discard(format!("Không có cơ quan {} hoặc kỳ {period}", job.agency)));
        };
        let press = runner.press.clone();
        let printed = tokio::task::spawn_blocking(move || press.print(&snapshot, None).map(|files| (snapshot, files)));
        let printed = printed.await.map_err(|error| JobError::Retry(format!("Lỗi của chương trình: {error}")))?;
        let (snapshot, files) = printed.map_err(|error| JobError::Discard(messages::press_error(&error)))?;
        let engine = runner.press.engine();
        let new = NewVersion { snapshot: &snapshot, issue: None, engine: &engine, job: Some(job.id), files: &files };
        match runner.store.add_version(new).await {
            Ok(version) => Ok(format!("Đã lập bản thứ {} của kỳ {period}", version.version)),
            Err(AddVersionError::Store(error)) => Err(unavailable(error)),
            Err(error @ AddVersionError::NumberTaken(..)) => Err(JobError::Discard(messages::add_version_error(&error))),
        }
    }
}
