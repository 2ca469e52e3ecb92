//! Locks the data of a period once its hour has come.

use async_trait::async_trait;
use chrono::TimeDelta;
use thidua_domain::job::{Job, Task};
use thidua_domain::messages::schedule::instant;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::ports::{Preview, StoreError};

use super::{JobError, Kind, NO_PERIOD};
use crate::Runner;

pub struct Lock;

#[async_trait]
impl Kind for Lock {
    fn code(&self) -> &'static str {
        "lock"
    }

    async fn run(&self, job: &Job, _: &Task, runner: &Runner) -> Result<String, JobError> {
        let period = job.period.ok_or_else(|| JobError::Discard(NO_PERIOD.to_owned()))?;
        let overview = runner.store.periods(&job.agency).await?.into_iter().find(|known| known.period.period == period);
        let overview = overview.ok_or_else(|| JobError::Discard(format!("Không có kỳ {period}")))?;
        let name = period_name(period);
        // A run by the rule came when the clock said so; the clock may have been put back since.
        if runner.world.now().max(job.nominal_at) < overview.period.lock_at {
            let hour = instant(overview.period.lock_at);
            if overview.period.lock_at - runner.world.now() < TimeDelta::hours(7) {
                // The rule's hour lies before that of the period: the same day it is waited for.
                return Err(JobError::Wait(format!("Chờ đến thời điểm khóa số liệu ({hour})"), overview.period.lock_at));
            }
            return Err(JobError::Discard(format!("Chưa đến thời điểm khóa số liệu của kỳ {name} ({hour})")));
        }
        Ok(match runner.store.lock_period(&job.agency, period).await? {
            Some(locked) => format!("Đã khóa số liệu kỳ {name}; {locked} báo cáo đã chấp nhận chuyển sang trạng thái khóa"),
            None => format!("Số liệu kỳ {name} đã khóa từ trước"),
        })
    }

    async fn preview(&self, job: &Job, _: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let known = runner.store.periods(&job.agency).await?;
        let known = known.into_iter().find(|known| Some(known.period.period) == job.period);
        let words = known.map_or_else(
            || NO_PERIOD.to_owned(),
            |known| format!("Khóa số liệu kỳ {}, không sớm hơn {}.", period_name(known.period.period), instant(known.period.lock_at)),
        );
        Ok(Preview { words: vec![words], ..Preview::default() })
    }
}
