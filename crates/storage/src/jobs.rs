//! Port `JobStore`: schedules and the queue. A claim is one statement whose condition is repeated outside its
//! choice, and every later step names owner and attempt, so that a job is never two people's.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use thidua_domain::code::Code;
use thidua_domain::job::{Job, JobEnd, JobState, MOST_ATTEMPTS, NewJob};
use thidua_domain::period::Period;
use thidua_domain::ports::{JobStore, ReportId, StoreError};
use thidua_domain::schedule::{Missed, Schedule, ScheduleState};
use thidua_domain::text::Text;
use uuid::Uuid;

use crate::SqliteStore;
use crate::codec::{Place, from_json, instant, micros, parse, to_json, unavailable, unsigned};

struct ScheduleRow {
    id: String,
    agency: String,
    job: String,
    name: String,
    rule: String,
    missed: String,
    state: String,
    since: i64,
}

impl ScheduleRow {
    fn decode(self) -> Result<Schedule, StoreError> {
        let place = |column| Place("schedules", column, self.id.as_str());
        let missed = match self.missed.as_str() {
            "once" => Missed::Once,
            "skip" => Missed::Skip,
            "ask" => Missed::Ask,
            other => return Err(place("missed").corrupt(format!("unknown policy {other}"))),
        };
        let state = match self.state.as_str() {
            "active" => ScheduleState::Active,
            "paused" => ScheduleState::Paused,
            other => return Err(place("state").corrupt(format!("unknown state {other}"))),
        };
        Ok(Schedule {
            id: parse(&self.id, place("id"))?,
            agency: parse(&self.agency, place("agency_id"))?,
            job: parse(&self.job, place("job"))?,
            rule: from_json(&self.rule, place("rule"))?,
            since: instant(self.since, place("since"))?,
            name: Text::new(&self.name),
            missed,
            state,
        })
    }
}

fn missed_name(missed: Missed) -> &'static str {
    match missed {
        Missed::Once => "once",
        Missed::Skip => "skip",
        Missed::Ask => "ask",
    }
}

struct JobRow {
    id: String,
    kind: String,
    agency: String,
    period: Option<String>,
    schedule_id: Option<String>,
    schedule: Option<String>,
    nominal_at: i64,
    late: i64,
    state: String,
    run_at: i64,
    attempt: i64,
    max_attempts: i64,
    #[expect(dead_code, reason = "shown by the engine's own tools alone")]
    lease_owner: Option<String>,
    created_at: i64,
    started_at: Option<i64>,
    finished_at: Option<i64>,
    result: String,
    report: Option<String>,
}

impl JobRow {
    fn decode(self) -> Result<Job, StoreError> {
        let place = |column| Place("jobs", column, self.id.as_str());
        let state = match self.state.as_str() {
            "available" => JobState::Available,
            "running" => JobState::Running,
            "completed" => JobState::Completed,
            "discarded" => JobState::Discarded,
            "held" => JobState::Held,
            other => return Err(place("state").corrupt(format!("unknown state {other}"))),
        };
        let schedule = match (&self.schedule_id, &self.schedule) {
            (Some(id), Some(name)) => Some((parse::<Uuid>(id, place("schedule_id"))?, Text::new(name))),
            _ => None,
        };
        Ok(Job {
            id: parse(&self.id, place("id"))?,
            kind: parse(&self.kind, place("kind"))?,
            agency: parse(&self.agency, place("agency"))?,
            period: self.period.as_deref().map(|period| parse::<Period>(period, place("period"))).transpose()?,
            schedule,
            nominal_at: instant(self.nominal_at, place("nominal_at"))?,
            late: self.late == 1,
            state,
            run_at: instant(self.run_at, place("run_at"))?,
            attempt: unsigned(self.attempt, place("attempt"))?,
            max_attempts: unsigned(self.max_attempts, place("max_attempts"))?,
            created_at: instant(self.created_at, place("created_at"))?,
            started_at: self.started_at.map(|at| instant(at, place("started_at"))).transpose()?,
            finished_at: self.finished_at.map(|at| instant(at, place("finished_at"))).transpose()?,
            result: Text::new(&self.result),
            report: self.report.as_deref().map(|id| parse::<Uuid>(id, place("report")).map(ReportId)).transpose()?,
        })
    }
}

/// Puts a job into the queue; false when its key is known.
async fn insert(connection: &mut SqliteConnection, job: &NewJob, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let (id, schedule, period) = (job.id.to_string(), job.schedule.map(|id| id.to_string()), job.period.map(|period| period.to_string()));
    let (kind, agency, key) = (job.kind.as_str(), job.agency.as_str(), job.unique_key.as_deref());
    let (nominal, run_at, created) = (micros(job.nominal_at), micros(job.run_at), micros(now));
    let (late, state) = (i64::from(job.late), if job.held { "held" } else { "available" });
    let inserted = sqlx::query_file!(
        "queries/job_insert.sql",
        id,
        kind,
        agency,
        period,
        schedule,
        key,
        nominal,
        late,
        state,
        run_at,
        MOST_ATTEMPTS,
        created
    )
    .execute(connection)
    .await
    .map_err(unavailable)?;
    Ok(inserted.rows_affected() == 1)
}

async fn by_id(connection: &mut SqliteConnection, id: &str) -> Result<Option<Job>, StoreError> {
    let row = sqlx::query_file_as!(JobRow, "queries/job_by_id.sql", id).fetch_optional(connection).await.map_err(unavailable)?;
    row.map(JobRow::decode).transpose()
}

#[async_trait]
impl JobStore for SqliteStore {
    async fn schedules(&self) -> Result<Vec<Schedule>, StoreError> {
        let mut transaction = self.read().await?;
        let rows =
            sqlx::query_file_as!(ScheduleRow, "queries/schedules_all.sql").fetch_all(&mut *transaction).await.map_err(unavailable)?;
        rows.into_iter().map(ScheduleRow::decode).collect()
    }

    async fn put_schedule(&self, schedule: &Schedule) -> Result<bool, StoreError> {
        let (id, rule, since) = (schedule.id.to_string(), to_json(&schedule.rule)?, micros(schedule.since));
        let (agency, job, name): (&Code, &Code, &str) = (&schedule.agency, &schedule.job, schedule.name.as_str());
        let (agency, job) = (agency.as_str(), job.as_str());
        let missed = missed_name(schedule.missed);
        let state = if schedule.state == ScheduleState::Active { "active" } else { "paused" };
        let mut transaction = self.write().await?;
        let put = sqlx::query_file!("queries/schedule_upsert.sql", id, agency, job, name, rule, missed, state, since)
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(put.rows_affected() == 1)
    }

    async fn advance(&self, schedule: &Schedule, until: DateTime<Utc>, job: Option<&NewJob>) -> Result<bool, StoreError> {
        let (id, since, until) = (schedule.id.to_string(), micros(schedule.since), micros(until));
        let mut transaction = self.write().await?;
        let moved =
            sqlx::query_file!("queries/schedule_advance.sql", id, since, until).execute(&mut *transaction).await.map_err(unavailable)?;
        if moved.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(job) = job {
            insert(&mut transaction, job, self.world.now()).await?;
        }
        transaction.commit().await.map_err(unavailable)?;
        Ok(true)
    }

    async fn enqueue(&self, job: &NewJob) -> Result<Uuid, StoreError> {
        let mut transaction = self.write().await?;
        let new = insert(&mut transaction, job, self.world.now()).await?;
        let key = job.unique_key.as_deref();
        let known = if new {
            None
        } else {
            sqlx::query_file!("queries/job_by_key.sql", key).fetch_optional(&mut *transaction).await.map_err(unavailable)?
        };
        transaction.commit().await.map_err(unavailable)?;
        known.map_or(Ok(job.id), |row| parse(&row.id, Place("jobs", "id", &row.id)))
    }

    async fn claim(&self, owner: &str, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Option<Job>, StoreError> {
        let (now, until) = (micros(now), micros(lease_until));
        let mut transaction = self.write().await?;
        let claimed =
            sqlx::query_file!("queries/job_claim.sql", owner, now, until).fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        let job = match claimed {
            Some(row) => by_id(&mut transaction, &row.id).await?,
            None => None,
        };
        transaction.commit().await.map_err(unavailable)?;
        Ok(job)
    }

    async fn renew(&self, job: &Job, owner: &str, lease_until: DateTime<Utc>) -> Result<bool, StoreError> {
        let (id, attempt, until) = (job.id.to_string(), job.attempt, micros(lease_until));
        let mut transaction = self.write().await?;
        let renewed =
            sqlx::query_file!("queries/job_renew.sql", id, owner, attempt, until).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(renewed.rows_affected() == 1)
    }

    async fn finish(&self, job: &Job, owner: &str, now: DateTime<Utc>, end: &JobEnd) -> Result<bool, StoreError> {
        let (id, attempt, finished) = (job.id.to_string(), job.attempt, micros(now));
        let (state, run_at, result) = match end {
            JobEnd::Completed(result) => ("completed", micros(job.run_at), result),
            JobEnd::Retry(why, at) => ("available", micros(*at), why),
            JobEnd::Discarded(why) => ("discarded", micros(job.run_at), why),
        };
        let mut transaction = self.write().await?;
        let ended = sqlx::query_file!("queries/job_finish.sql", id, owner, attempt, state, run_at, result, finished)
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(ended.rows_affected() == 1)
    }

    async fn again(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let (id, now) = (id.to_string(), micros(now));
        let mut transaction = self.write().await?;
        let again = sqlx::query_file!("queries/job_again.sql", id, now).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(again.rows_affected() == 1)
    }

    async fn jobs(&self, most: u32) -> Result<Vec<Job>, StoreError> {
        let mut transaction = self.read().await?;
        let rows = sqlx::query_file_as!(JobRow, "queries/jobs_newest.sql", most).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        rows.into_iter().map(JobRow::decode).collect()
    }

    async fn job(&self, id: Uuid) -> Result<Option<Job>, StoreError> {
        by_id(&mut *self.read().await?, &id.to_string()).await
    }
}
