//! One step of scheduling, one step of work. Both may be called by several processes on one store.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::code::Code;
use thidua_domain::job::{Alarm, Job, JobEnd, Lane, NewJob};
use thidua_domain::messages::schedule as words;
use thidua_domain::period::{ReportingPeriod, civil_date};
use thidua_domain::ports::{Raised, Store, StoreError};
use thidua_domain::reporting::Press;
use thidua_domain::schedule::{Due, GRACE, Schedule, ScheduleState};
use thidua_domain::text::Text;
use thidua_domain::world::World;
use uuid::Uuid;

use crate::Mailer;
use crate::kinds::{JobError, kind};

/// How long a claim holds without being renewed.
pub(crate) const LEASE: TimeDelta = TimeDelta::minutes(5);
/// Between two renewals.
const RENEWED: Duration = Duration::from_mins(1);
/// Runs of one schedule that one tick enqueues; the next tick goes on.
const MOST_RUNS: usize = 50;
/// Attempts that fail before somebody is told, though more follow.
const TOLD_AFTER: u32 = 5;

/// Does jobs on a store.
#[derive(Clone)]
pub struct Runner {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Prints files.
    pub press: Arc<dyn Press>,
    /// Carries letters.
    pub mailer: Arc<dyn Mailer>,
    /// Time and chance.
    pub world: Arc<dyn World>,
    /// Name of this process in the queue.
    pub owner: Arc<str>,
}

impl Runner {
    /// A runner; its name in the queue is fresh.
    pub fn new(store: Arc<dyn Store>, press: Arc<dyn Press>, mailer: Arc<dyn Mailer>, world: Arc<dyn World>) -> Self {
        let owner = world.fresh_id().to_string().into();
        Self { store, press, mailer, world, owner }
    }

    /// Moves schedules on and enqueues what is due; tells how many runs that were. A schedule that cannot be looked at keeps
    /// no other from running, and is told of; the pulse is given when all could be.
    pub async fn tick(&self) -> Result<usize, StoreError> {
        for (agency, id, name) in self.store.spoilt_schedules().await? {
            let raised = self.raised(&agency, &words::spoilt_schedule(&name, id), None, true, None);
            let once = format!("spoilt@{id}@{}", civil_date(self.world.now()));
            self.store.raise(&Raised { once: Some(once), ..raised }).await?;
        }
        let schedules = self.store.schedules().await?;
        let active: Vec<Schedule> = schedules.into_iter().filter(|schedule| schedule.state == ScheduleState::Active).collect();
        let (mut enqueued, mut failed) = (0, None);
        if !active.is_empty() {
            let catalogue = self.store.catalogue().await?.unwrap_or_default();
            let mut periods: BTreeMap<Code, Vec<ReportingPeriod>> = BTreeMap::new();
            for schedule in active {
                match self.look_at(schedule, &catalogue, &mut periods).await {
                    Ok(runs) => enqueued += runs,
                    Err(error) => failed = Some(error),
                }
            }
        }
        if let Some(error) = failed {
            return Err(error);
        }
        self.store.beat(self.world.now()).await?;
        Ok(enqueued)
    }

    /// Moves one schedule on.
    async fn look_at(
        &self,
        mut schedule: Schedule,
        catalogue: &Catalogue,
        periods: &mut BTreeMap<Code, Vec<ReportingPeriod>>,
    ) -> Result<usize, StoreError> {
        if !periods.contains_key(&schedule.agency) {
            periods.insert(schedule.agency.clone(), self.store.windows(&schedule.agency).await?);
        }
        let now = self.world.now();
        if schedule.since > now {
            // The clock was put back. What was done ahead of time keeps its key, so nothing is done twice; what was
            // not done, and what is due just now, is not waited for until the wrong time comes round.
            let since = now - GRACE;
            if !self.store.advance(&schedule, since, None, None).await? {
                return Ok(0);
            }
            schedule.since = since;
        }
        let counted = schedule.counted_periods(&periods[&schedule.agency], schedule.since, false, &|day| catalogue.day_off(day));
        let mut enqueued = 0;
        for _ in 0..MOST_RUNS {
            let now = self.world.now();
            let together = schedule.due_together(now, &counted, &|day| catalogue.day_off(day));
            if together.is_empty() {
                break;
            }
            for due in together {
                let job = due.run.map(|run| schedule.job(self.world.fresh_id(), run, &due, now));
                let alarm = (due.late || due.before > 0).then(|| self.missed(&schedule, &due, job.as_ref(), now));
                if !self.store.advance(&schedule, due.until, job.as_ref(), alarm.as_ref()).await? {
                    // Another process was quicker, or somebody changed the schedule.
                    return Ok(enqueued);
                }
                if let Some(job) = &job {
                    tracing::info!(schedule = %schedule.id, nominal = %job.nominal_at, late = job.late, "run due");
                    enqueued += 1;
                }
                schedule.since = due.until;
            }
        }
        Ok(enqueued)
    }

    /// The alarm of a run that did not happen when it should have.
    fn missed(&self, schedule: &Schedule, due: &Due, job: Option<&NewJob>, now: DateTime<Utc>) -> Raised {
        let said = words::missed_run(schedule, due, now);
        let left_out = job.is_none().then(|| schedule.key(due.last));
        Raised { left_out, ..self.raised(&schedule.agency, &said, job.map(|job| job.id), true, None) }
    }

    /// An alarm, told by letter unless it must not be; `key` gathers what one letter is enough for.
    pub(crate) fn raised(&self, agency: &Code, said: &str, job: Option<Uuid>, by_letter: bool, key: Option<String>) -> Raised {
        let now = self.world.now();
        let alarm = Alarm { id: self.world.fresh_id(), agency: agency.clone(), at: now, words: Text::new(said), job, by_letter };
        let telling = by_letter.then(|| {
            let telling = NewJob::of_alarm(self.world.fresh_id(), &alarm, now);
            NewJob { unique_key: key.or(telling.unique_key), ..telling }
        });
        Raised { alarm, telling, once: None, left_out: None }
    }

    /// Claims the job of a lane that is due longest and does it; `None` when nothing is due.
    pub async fn work(&self, lane: Lane) -> Result<Option<JobEnd>, StoreError> {
        let now = self.world.now();
        let Some(job) = self.store.claim(lane, &self.owner, now, now + LEASE).await? else { return Ok(None) };
        let end = self.attempt(&job).await;
        let alarm = self.alarm_of(&job, &end);
        let kept = self.store.finish(&job, &self.owner, self.world.now(), &end, alarm.as_ref()).await?;
        if !kept {
            tracing::warn!(job = %job.id, attempt = job.attempt, "the claim was taken over before the job ended");
        }
        Ok(Some(end))
    }

    /// Does what is due in all lanes, until nothing is; tells how many jobs ended.
    pub async fn work_until_idle(&self) -> Result<usize, StoreError> {
        let mut done = 0;
        loop {
            let before = done;
            for lane in Lane::ALL {
                while self.work(lane).await?.is_some() {
                    done += 1;
                }
            }
            if done == before {
                return Ok(done);
            }
        }
    }

    /// What the owner must know of an end.
    fn alarm_of(&self, job: &Job, end: &JobEnd) -> Option<Raised> {
        let task = job.task.clone().unwrap_or_default();
        let said = match end {
            JobEnd::Discarded(why) => words::failed_run(job, why, false),
            JobEnd::Retry(why, _) if job.attempt == TOLD_AFTER => words::failed_run(job, why, true),
            JobEnd::Completed(_) | JobEnd::Retry(..) => return None,
        };
        tracing::warn!(job = %job.id, kind = %job.kind, attempt = job.attempt, "a job failed");
        // No letter tells that letters about alarms do not arrive; of other letters one a day is enough.
        let letters = (job.kind.as_str() == "mail").then(|| format!("alarm@mail@{}@{}", job.agency, civil_date(self.world.now())));
        let end = if matches!(end, JobEnd::Discarded(_)) { "end" } else { "late" };
        let once = letters.as_ref().map(|key| format!("{key}@{end}@{}", task.alarm.is_some()));
        Some(Raised { once, ..self.raised(&job.agency, &said, Some(job.id), task.alarm.is_none(), letters) })
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
        let Some(told) = job.task.clone() else {
            return JobEnd::Discarded("Nội dung của công việc không đọc được".to_owned());
        };
        let (runner, own) = (self.clone(), job.clone());
        let mut task = tokio::spawn(async move { kind.run(&own, &told, &runner).await });
        let limit = tokio::time::sleep(kind.limit());
        tokio::pin!(limit);
        let outcome = loop {
            tokio::select! {
                outcome = &mut task => break outcome,
                () = &mut limit => {
                    task.abort();
                    tracing::error!(job = %job.id, "an attempt took too long");
                    return job.failed(words::too_long(kind.limit()), self.world.now());
                }
                () = tokio::time::sleep(RENEWED) => {
                    let until = self.world.now() + LEASE;
                    match self.store.renew(job, &self.owner, until).await {
                        Ok(true) => {}
                        Ok(false) => {
                            // Somebody else is at it by now: two at it would only be in each other's way.
                            task.abort();
                            return job.failed("Tiến trình khác đã nhận công việc này".to_owned(), self.world.now());
                        }
                        Err(error) => tracing::warn!(job = %job.id, %error, "the claim could not be renewed"),
                    }
                }
            }
        };
        let now = self.world.now();
        match outcome {
            Ok(Ok(result)) => JobEnd::Completed(result),
            Ok(Err(JobError::Retry(why))) => job.failed(why, now),
            Ok(Err(JobError::Wait(why, until))) => JobEnd::Retry(why, until),
            Ok(Err(JobError::Discard(why))) => JobEnd::Discarded(why),
            Err(panic) => {
                tracing::error!(job = %job.id, %panic, "a job panicked");
                job.failed("Lỗi của chương trình khi thực hiện công việc; xem nhật ký".to_owned(), now)
            }
        }
    }

    /// The agency's periods and the newest catalogue.
    pub(crate) async fn calendar(&self, agency: &Code) -> Result<(Vec<ReportingPeriod>, Catalogue), StoreError> {
        Ok((self.store.windows(agency).await?, self.store.catalogue().await?.unwrap_or_default()))
    }
}
