//! Port `JobStore`: schedules and the queue. A claim is one statement whose condition is repeated outside its
//! choice, and every later step names owner and attempt, so that a job is never two people's.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;
use thidua_domain::code::Code;
use thidua_domain::job::{Alarm, Attempt, Job, JobEnd, Lane, NewJob};
use thidua_domain::ports::{JobStore, Raised, StoreError};
use thidua_domain::schedule::{Missed, Schedule, ScheduleState};
use thidua_domain::text::Text;
use uuid::Uuid;

use crate::SqliteStore;
use crate::codec::{Place, instant, micros, parse, to_json, unavailable, unsigned};
use crate::job_rows::{AlarmRow, JobRow, ScheduleRow};

/// The agency of an alarm about a row of which not even the agency can be read.
const UNKNOWN: &str = "unknown";
/// No job waits longer for its next attempt; one that seems to was set under a clock that has been put back since.
const FURTHEST_WAIT: TimeDelta = TimeDelta::hours(8);
/// No lease reaches further beyond a fresh one.
const FURTHEST_LEASE: TimeDelta = TimeDelta::minutes(5);

fn missed_name(missed: Missed) -> &'static str {
    match missed {
        Missed::Once => "once",
        Missed::Skip => "skip",
        Missed::Ask => "ask",
    }
}

fn lane_name(lane: Lane) -> &'static str {
    match lane {
        Lane::Desk => "desk",
        Lane::Press => "press",
        Lane::Post => "post",
        Lane::Road => "road",
        Lane::Care => "care",
    }
}

/// Puts a job into the queue; false when its key is known.
pub async fn insert(connection: &mut SqliteConnection, job: &NewJob, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let (id, schedule, period) = (job.id.to_string(), job.schedule.map(|id| id.to_string()), job.period.map(|period| period.to_string()));
    let (kind, agency, key) = (job.kind.as_str(), job.agency.as_str(), job.unique_key.as_deref());
    let (nominal, run_at, created) = (micros(job.nominal_at), micros(job.run_at), micros(now));
    let (late, state) = (i64::from(job.late), if job.held { "held" } else { "available" });
    let queue = lane_name(thidua_domain::job::kind(kind).map_or(Lane::Desk, |kind| kind.lane));
    let (task, attempts) = (to_json(&job.task)?, job.attempts());
    let inserted = sqlx::query_file!(
        "queries/job_insert.sql",
        id,
        kind,
        queue,
        agency,
        period,
        schedule,
        task,
        key,
        nominal,
        late,
        state,
        run_at,
        attempts,
        created
    )
    .execute(connection)
    .await
    .map_err(unavailable)?;
    Ok(inserted.rows_affected() == 1)
}

/// Raises an alarm with the job that tells of it.
async fn raise(connection: &mut SqliteConnection, raised: &Raised, now: DateTime<Utc>) -> Result<(), StoreError> {
    let alarm = &raised.alarm;
    let (id, agency, at, words) = (alarm.id.to_string(), alarm.agency.as_str(), micros(alarm.at), alarm.words.as_str());
    let (job, by_letter, key) = (alarm.job.map(|id| id.to_string()), i64::from(alarm.by_letter), raised.once.as_deref());
    let new = sqlx::query_file!("queries/alarm_insert.sql", id, agency, at, words, job, by_letter, key)
        .execute(&mut *connection)
        .await
        .map_err(unavailable)?;
    if let Some(telling) = raised.telling.as_ref().filter(|_| new.rows_affected() == 1) {
        insert(connection, telling, now).await?;
    }
    Ok(())
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
        Ok(rows.into_iter().filter_map(|row| row.decode().ok()).collect())
    }

    async fn spoilt_schedules(&self) -> Result<Vec<(Code, Uuid, Text)>, StoreError> {
        let mut transaction = self.read().await?;
        let rows =
            sqlx::query_file_as!(ScheduleRow, "queries/schedules_all.sql").fetch_all(&mut *transaction).await.map_err(unavailable)?;
        let spoilt = |row: ScheduleRow| {
            let (agency, id, name) = (row.agency.parse().ok()?, row.id.parse().ok()?, Text::new(&row.name));
            row.decode().err().map(|_| (agency, id, name))
        };
        Ok(rows.into_iter().filter_map(spoilt).collect())
    }

    async fn put_schedule(&self, schedule: &Schedule) -> Result<bool, StoreError> {
        let (id, rule, since) = (schedule.id.to_string(), to_json(&schedule.rule)?, micros(schedule.since));
        let (agency, job, name): (&Code, &Code, &str) = (&schedule.agency, &schedule.job, schedule.name.as_str());
        let (agency, job, task) = (agency.as_str(), job.as_str(), to_json(&schedule.task)?);
        let missed = missed_name(schedule.missed);
        let state = match schedule.state {
            ScheduleState::Draft => "draft",
            ScheduleState::Active => "active",
            ScheduleState::Paused => "paused",
        };
        let mut transaction = self.write().await?;
        let put = sqlx::query_file!("queries/schedule_upsert.sql", id, agency, job, name, rule, task, missed, state, since)
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(put.rows_affected() == 1)
    }

    async fn remove_schedule(&self, id: Uuid) -> Result<bool, StoreError> {
        let (mut transaction, id) = (self.write().await?, id.to_string());
        let removed = sqlx::query_file!("queries/schedule_delete.sql", id).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(removed.rows_affected() == 1)
    }

    async fn advance(
        &self,
        schedule: &Schedule,
        until: DateTime<Utc>,
        job: Option<&NewJob>,
        alarm: Option<&Raised>,
    ) -> Result<bool, StoreError> {
        let (id, since, until) = (schedule.id.to_string(), micros(schedule.since), micros(until));
        let now = self.world.now();
        let mut transaction = self.write().await?;
        let moved =
            sqlx::query_file!("queries/schedule_advance.sql", id, since, until).execute(&mut *transaction).await.map_err(unavailable)?;
        if moved.rows_affected() == 0 {
            return Ok(false);
        }
        let left_out = alarm.and_then(|alarm| alarm.left_out.as_deref());
        let new = match (job, left_out) {
            (Some(job), _) => insert(&mut transaction, job, now).await?,
            (None, Some(_)) => {
                !sqlx::query_file!("queries/key_known.sql", left_out).fetch_one(&mut *transaction).await.map_err(unavailable)?.known
            }
            (None, None) => true,
        };
        if let Some(alarm) = alarm.filter(|_| new) {
            raise(&mut transaction, alarm, now).await?;
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

    async fn claim(&self, lane: Lane, owner: &str, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Option<Job>, StoreError> {
        let (at, until, lane) = (micros(now), micros(lease_until), lane_name(lane));
        let (furthest_wait, furthest_lease) = (micros(now + FURTHEST_WAIT), micros(lease_until + FURTHEST_LEASE));
        // Nobody is kept from writing for an empty queue.
        let mut reading = self.read().await?;
        let waiting = sqlx::query_file!("queries/job_waiting.sql", at, lane, furthest_wait, furthest_lease)
            .fetch_one(&mut *reading)
            .await
            .map_err(unavailable)?;
        drop(reading);
        if !waiting.waiting {
            return Ok(None);
        }
        let mut transaction = self.write().await?;
        let claimed = sqlx::query_file!("queries/job_claim.sql", owner, at, until, lane, furthest_wait, furthest_lease)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(unavailable)?;
        let Some(row) = claimed else { return Ok(None) };
        let job = match by_id(&mut transaction, &row.id).await {
            Ok(job) => {
                sqlx::query_file!("queries/attempt_insert.sql", row.id, row.attempt, owner, at)
                    .execute(&mut *transaction)
                    .await
                    .map_err(unavailable)?;
                Ok(job)
            }
            Err(error) => {
                let why = "Dữ liệu của công việc không đọc được";
                sqlx::query_file!("queries/job_unreadable.sql", row.id, at, why).execute(&mut *transaction).await.map_err(unavailable)?;
                sqlx::query_file!("queries/letter_given_up.sql", row.id, why).execute(&mut *transaction).await.map_err(unavailable)?;
                let (id, agency, words) = (
                    self.world.fresh_id().to_string(),
                    UNKNOWN,
                    format!("Dữ liệu của công việc {} không đọc được, nên không thực hiện", row.id),
                );
                sqlx::query_file!("queries/alarm_insert.sql", id, agency, at, words, row.id, 0, row.id)
                    .execute(&mut *transaction)
                    .await
                    .map_err(unavailable)?;
                Err(error)
            }
        };
        transaction.commit().await.map_err(unavailable)?;
        job
    }

    async fn renew(&self, job: &Job, owner: &str, lease_until: DateTime<Utc>) -> Result<bool, StoreError> {
        let (id, attempt, until) = (job.id.to_string(), job.attempt, micros(lease_until));
        let mut transaction = self.write().await?;
        let renewed =
            sqlx::query_file!("queries/job_renew.sql", id, owner, attempt, until).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(renewed.rows_affected() == 1)
    }

    async fn finish(&self, job: &Job, owner: &str, now: DateTime<Utc>, end: &JobEnd, alarm: Option<&Raised>) -> Result<bool, StoreError> {
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
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query_file!("queries/attempt_end.sql", id, attempt, owner, finished, result)
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        if state == "discarded" {
            sqlx::query_file!("queries/letter_given_up.sql", id, result).execute(&mut *transaction).await.map_err(unavailable)?;
        }
        if let Some(alarm) = alarm {
            raise(&mut transaction, alarm, now).await?;
        }
        transaction.commit().await.map_err(unavailable)?;
        Ok(true)
    }

    async fn again(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let (id, now) = (id.to_string(), micros(now));
        let mut transaction = self.write().await?;
        let again = sqlx::query_file!("queries/job_again.sql", id, now).execute(&mut *transaction).await.map_err(unavailable)?;
        if again.rows_affected() == 1 {
            sqlx::query_file!("queries/letter_waits_again.sql", id).execute(&mut *transaction).await.map_err(unavailable)?;
        }
        transaction.commit().await.map_err(unavailable)?;
        Ok(again.rows_affected() == 1)
    }

    async fn jobs(&self, most: u32, skip: u32) -> Result<Vec<Job>, StoreError> {
        let mut transaction = self.read().await?;
        let rows =
            sqlx::query_file_as!(JobRow, "queries/jobs_newest.sql", most, skip).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        Ok(rows.into_iter().filter_map(|row| row.decode().ok()).collect())
    }

    async fn finished(&self, most: u32, skip: u32) -> Result<Vec<Job>, StoreError> {
        let mut transaction = self.read().await?;
        let rows = sqlx::query_file_as!(JobRow, "queries/jobs_finished.sql", most, skip)
            .fetch_all(&mut *transaction)
            .await
            .map_err(unavailable)?;
        Ok(rows.into_iter().filter_map(|row| row.decode().ok()).collect())
    }

    async fn jobs_of_schedule(&self, schedule: Uuid, most: u32) -> Result<Vec<Job>, StoreError> {
        let (mut transaction, id) = (self.read().await?, schedule.to_string());
        let rows = sqlx::query_file_as!(JobRow, "queries/jobs_of_schedule.sql", id, most)
            .fetch_all(&mut *transaction)
            .await
            .map_err(unavailable)?;
        Ok(rows.into_iter().filter_map(|row| row.decode().ok()).collect())
    }

    async fn run_keys(&self, schedule: Uuid) -> Result<BTreeSet<String>, StoreError> {
        let (mut transaction, id) = (self.read().await?, schedule.to_string());
        let rows = sqlx::query_file!("queries/run_keys.sql", id).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        Ok(rows.into_iter().map(|row| row.unique_key).collect())
    }

    async fn unfinished(&self) -> Result<Vec<Job>, StoreError> {
        let mut transaction = self.read().await?;
        let rows = sqlx::query_file_as!(JobRow, "queries/jobs_unfinished.sql").fetch_all(&mut *transaction).await.map_err(unavailable)?;
        Ok(rows.into_iter().filter_map(|row| row.decode().ok()).collect())
    }

    async fn job(&self, id: Uuid) -> Result<Option<Job>, StoreError> {
        by_id(&mut *self.read().await?, &id.to_string()).await
    }

    async fn attempts(&self, id: Uuid) -> Result<Vec<Attempt>, StoreError> {
        let (mut transaction, id) = (self.read().await?, id.to_string());
        let rows = sqlx::query_file!("queries/attempts_of_job.sql", id).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        let place = |column| Place("attempts", column, &id);
        rows.into_iter()
            .map(|row| {
                Ok(Attempt {
                    attempt: unsigned(row.attempt, place("attempt"))?,
                    started_at: instant(row.started_at, place("started_at"))?,
                    ended_at: row.ended_at.map(|at| instant(at, place("ended_at"))).transpose()?,
                    result: Text::new(&row.result),
                })
            })
            .collect()
    }

    async fn raise(&self, raised: &Raised) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        raise(&mut transaction, raised, self.world.now()).await?;
        transaction.commit().await.map_err(unavailable)
    }

    async fn alarms(&self) -> Result<Vec<Alarm>, StoreError> {
        let mut transaction = self.read().await?;
        let rows = sqlx::query_file_as!(AlarmRow, "queries/alarms_unseen.sql").fetch_all(&mut *transaction).await.map_err(unavailable)?;
        // One spoilt row hides no other alarm.
        Ok(rows.into_iter().filter_map(|row| row.decode().ok()).collect())
    }

    async fn alarm(&self, id: Uuid) -> Result<Option<Alarm>, StoreError> {
        let (mut transaction, id) = (self.read().await?, id.to_string());
        let row =
            sqlx::query_file_as!(AlarmRow, "queries/alarm_by_id.sql", id).fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        row.map(AlarmRow::decode).transpose()
    }

    async fn see_alarm(&self, id: Uuid) -> Result<bool, StoreError> {
        let (id, now) = (id.to_string(), micros(self.world.now()));
        let mut transaction = self.write().await?;
        let seen = sqlx::query_file!("queries/alarm_seen.sql", id, now).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(seen.rows_affected() == 1)
    }

    async fn see_all_alarms(&self) -> Result<(), StoreError> {
        let (mut transaction, now) = (self.write().await?, micros(self.world.now()));
        sqlx::query_file!("queries/alarms_seen.sql", now).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }

    async fn beat(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let (mut transaction, now) = (self.write().await?, micros(now));
        sqlx::query_file!("queries/beat.sql", now).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }

    async fn last_beat(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let mut transaction = self.read().await?;
        let row = sqlx::query_file!("queries/last_beat.sql").fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        row.map(|row| instant(row.at, Place("heartbeats", "at", "schedules"))).transpose()
    }
}
