//! One step of scheduling, one step of work. Both may be called by several processes on one store.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::code::Code;
use thidua_domain::job::{Job, JobEnd};
use thidua_domain::period::ReportingPeriod;
use thidua_domain::ports::{Store, StoreError};
use thidua_domain::reporting::Press;
use thidua_domain::schedule::Schedule;
use thidua_domain::world::World;
use uuid::Uuid;

use crate::kinds::{JobError, kind};

/// How long a claim holds without being renewed.
pub(crate) const LEASE: TimeDelta = TimeDelta::minutes(5);
/// Runs of one schedule that one tick enqueues; the next tick goes on.
const MOST_RUNS: usize = 50;

/// Does jobs on a store.
#[derive(Clone)]
pub struct Runner {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Prints files.
    pub press: Arc<dyn Press>,
    /// Time and chance.
    pub world: Arc<dyn World>,
    /// Name of this process in the queue.
    pub owner: Arc<str>,
}

impl Runner {
    /// A runner; its name in the queue is fresh.
    pub fn new(store: Arc<dyn Store>, press: Arc<dyn Press>, world: Arc<dyn World>) -> Self {
        let owner = world.fresh_id().to_string().into();
        Self { store, press, world, owner }
    }

    /// Moves schedules on and enqueues what is due; tells how many runs that were.
    pub async fn tick(&self) -> Result<usize, StoreError> {
        let mut enqueued = 0;
        let schedules = self.store.schedules().await?;
        if schedules.is_empty() {
            return Ok(0);
        }
        let catalogue = self.store.catalogue().await?.unwrap_or_default();
        let mut periods: BTreeMap<Code, Vec<ReportingPeriod>> = BTreeMap::new();
        for mut schedule in schedules {
            if !periods.contains_key(&schedule.agency) {
                let known = self.store.periods(&schedule.agency).await?;
                periods.insert(schedule.agency.clone(), known.into_iter().map(|overview| overview.period).collect());
            }
            for _ in 0..MOST_RUNS {
                let now = self.world.now();
                let Some(due) = schedule.due(now, &periods[&schedule.agency], &|day| catalogue.day_off(day)) else { break };
                let job = due.run.map(|run| schedule.job(self.world.fresh_id(), run, &due, now));
                if !self.store.advance(&schedule, due.until, job.as_ref()).await? {
                    // Another process was quicker, or somebody changed the schedule.
                    break;
                }
                if let Some(job) = &job {
                    tracing::info!(schedule = %schedule.id, nominal = %job.nominal_at, late = job.late, "run enqueued");
                    enqueued += 1;
                }
                schedule.since = due.until;
            }
        }
        Ok(enqueued)
    }

    /// Enqueues a run of a schedule that somebody asks for.
    pub async fn run_now(&self, schedule: &Schedule) -> Result<Uuid, StoreError> {
        let periods: Vec<ReportingPeriod> =
            self.store.periods(&schedule.agency).await?.into_iter().map(|overview| overview.period).collect();
        let catalogue: Catalogue = self.store.catalogue().await?.unwrap_or_default();
        let job = schedule.asked_for(self.world.fresh_id(), self.world.now(), &periods, &|day| catalogue.day_off(day));
        self.store.enqueue(&job).await
    }

    /// Claims the job that is due longest and does it; `None` when nothing is due.
    pub async fn work(&self) -> Result<Option<JobEnd>, StoreError> {
        let now = self.world.now();
        let Some(job) = self.store.claim(&self.owner, now, now + LEASE).await? else { return Ok(None) };
        let end = self.attempt(&job).await;
        let kept = self.store.finish(&job, &self.owner, self.world.now(), &end).await?;
        if !kept {
            tracing::warn!(job = %job.id, attempt = job.attempt, "the claim was taken over before the job ended");
        }
        Ok(Some(end))
    }

    /// One attempt, in a task of its own: whatever happens in it, the loop goes on.
    async fn attempt(&self, job: &Job) -> JobEnd {
        if job.attempt > job.max_attempts {
            // Its attempts never ended: it takes the program down with it, or is always cut short.
            return JobEnd::Discarded("Chương trình đã dừng giữa chừng trong mọi lần thử".to_owned());
        }
        let Some(kind) = kind(job.kind.as_str()) else {
            return JobEnd::Discarded(format!("Chương trình này không biết loại công việc “{}”", job.kind));
        };
        let (runner, own) = (self.clone(), job.clone());
        let mut task = tokio::spawn(async move { kind.run(&own, &runner).await });
        let renewed = std::time::Duration::from_mins(1);
        let outcome = loop {
            tokio::select! {
                outcome = &mut task => break outcome,
                () = tokio::time::sleep(renewed) => {
                    let until = self.world.now() + LEASE;
                    if !matches!(self.store.renew(job, &self.owner, until).await, Ok(true)) {
                        tracing::warn!(job = %job.id, "the claim could not be renewed");
                    }
                }
            }
        };
        let now = self.world.now();
        match outcome {
            Ok(Ok(result)) => JobEnd::Completed(result),
            Ok(Err(JobError::Retry(why))) => job.failed(why, now),
            Ok(Err(JobError::Discard(why))) => JobEnd::Discarded(why),
            Err(panic) => {
                tracing::error!(job = %job.id, %panic, "a job panicked");
                job.failed("Lỗi của chương trình khi thực hiện công việc; xem nhật ký".to_owned(), now)
            }
        }
    }
}
