//! Port `ReportStore`: versions with their frozen inputs and their files. Nothing here is ever
//! changed but the state of an issue that another one supersedes.

use async_trait::async_trait;
use chrono::{Datelike, NaiveDate};
use sqlx::SqliteConnection;
use thidua_domain::code::Code;
use thidua_domain::period::Period;
use thidua_domain::ports::{AddVersionError, Format, Issue, NewVersion, ReportId, ReportState, ReportStore, ReportVersion, StoreError};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::text::Text;
use uuid::Uuid;

use crate::SqliteStore;
use crate::agencies::{agency, periods};
use crate::codec::{Place, instant, micros, parse, sha256, unavailable, unsigned, verified};

struct VersionRow {
    id: String,
    agency: String,
    period: String,
    scope: String,
    version: i64,
    state: String,
    number: Option<i64>,
    issued_on: Option<String>,
    snapshot: String,
    made_at: i64,
    engine: String,
    illustrative: i64,
    job_id: Option<String>,
    schedule: Option<String>,
}

impl VersionRow {
    fn decode(self) -> Result<ReportVersion, StoreError> {
        let place = |column| Place("report_versions", column, self.id.as_str());
        let issue = match (self.number, &self.issued_on) {
            (Some(number), Some(day)) => {
                Some(Issue { number: unsigned(number, place("number"))?, date: parse::<NaiveDate>(day, place("issued_on"))? })
            }
            _ => None,
        };
        let state = match (self.state.as_str(), issue) {
            ("draft", None) => ReportState::Draft,
            ("issued", Some(issue)) => ReportState::Issued(issue),
            ("superseded", Some(issue)) => ReportState::Superseded(issue),
            (other, _) => return Err(place("state").corrupt(format!("unknown state {other}"))),
        };
        Ok(ReportVersion {
            id: ReportId(parse::<Uuid>(&self.id, place("id"))?),
            agency: parse(&self.agency, place("agency_id"))?,
            period: parse(&self.period, place("period_id"))?,
            scope: parse(&self.scope, place("scope"))?,
            version: unsigned(self.version, place("version"))?,
            schedule: self.schedule.as_deref().map(Text::new),
            state,
            made_at: instant(self.made_at, place("made_at"))?,
            illustrative: self.illustrative == 1,
            job: self.job_id.as_deref().map(|id| parse::<Uuid>(id, place("job_id"))).transpose()?,
            snapshot: self.snapshot,
            engine: self.engine,
        })
    }
}

async fn by_id(connection: &mut SqliteConnection, id: &str) -> Result<Option<ReportVersion>, StoreError> {
    let row = sqlx::query_file_as!(VersionRow, "queries/version_by_id.sql", id).fetch_optional(connection).await.map_err(unavailable)?;
    row.map(VersionRow::decode).transpose()
}

/// Keys of the agency and period a snapshot is of.
async fn keys(connection: &mut SqliteConnection, snapshot: &Snapshot) -> Result<(String, String), StoreError> {
    let gone = || StoreError::Conflict("the agency or period of the snapshot is not stored".to_owned());
    let (agency_id, _) = agency(connection, &snapshot.agency.code).await?.ok_or_else(gone)?;
    let period = periods(connection, &agency_id).await?.into_iter().find(|stored| stored.period.period == snapshot.period.period);
    Ok((agency_id, period.ok_or_else(gone)?.id))
}

/// Refuses a number that the year has given already; supersedes the issue in force.
async fn make_room(
    connection: &mut SqliteConnection,
    agency_id: &str,
    period_id: &str,
    scope: &str,
    issue: Issue,
) -> Result<(), AddVersionError> {
    let year = issue.date.year();
    let taken = sqlx::query_file!("queries/version_by_number.sql", agency_id, year, issue.number)
        .fetch_optional(&mut *connection)
        .await
        .map_err(unavailable)?;
    if let Some(row) = taken {
        let period: Period = parse(&row.period, Place("periods", "period", period_id))?;
        let version = unsigned(row.version, Place("report_versions", "version", period_id))?;
        return Err(AddVersionError::NumberTaken(issue.number, period, version));
    }
    sqlx::query_file!("queries/version_supersede.sql", period_id, scope).execute(connection).await.map_err(unavailable)?;
    Ok(())
}

#[async_trait]
impl ReportStore for SqliteStore {
    async fn add_version(&self, new: NewVersion<'_>) -> Result<ReportVersion, AddVersionError> {
        let body = new.snapshot.canonical();
        let (snapshot, id, made_at) = (sha256(&body), self.world.fresh_id().to_string(), micros(self.world.now()));
        let files: Vec<(&str, String, &[u8])> =
            new.files.iter().map(|(format, bytes)| (format.name(), sha256(bytes), bytes.as_slice())).collect();
        let (job, scope) = (new.job.map(|id| id.to_string()), new.scope.to_string());
        let mut transaction = self.write().await?;
        // A job that was cut off after this very step finds what it had made.
        if let Some(job) = &job
            && let Some(row) = sqlx::query_file_as!(VersionRow, "queries/version_by_job.sql", job, scope)
                .fetch_optional(&mut *transaction)
                .await
                .map_err(unavailable)?
        {
            return Ok(row.decode()?);
        }
        let (agency_id, period_id) = keys(&mut transaction, new.snapshot).await?;
        if let Some(issue) = new.issue {
            make_room(&mut transaction, &agency_id, &period_id, &scope, issue).await?;
        }
        let version =
            sqlx::query_file!("queries/version_next.sql", period_id, scope).fetch_one(&mut *transaction).await.map_err(unavailable)?.next;
        sqlx::query_file!("queries/snapshot_insert.sql", snapshot, body).execute(&mut *transaction).await.map_err(unavailable)?;
        let state = if new.issue.is_some() { "issued" } else { "draft" };
        let (number, issued_on, year) =
            (new.issue.map(|i| i.number), new.issue.map(|i| i.date.to_string()), new.issue.map(|i| i.date.year()));
        let illustrative = i64::from(new.snapshot.agency.illustrative);
        sqlx::query_file!(
            "queries/version_insert.sql",
            id,
            agency_id,
            period_id,
            version,
            state,
            number,
            issued_on,
            year,
            snapshot,
            made_at,
            new.engine,
            illustrative,
            job,
            scope
        )
        .execute(&mut *transaction)
        .await
        .map_err(unavailable)?;
        for (format, hash, bytes) in files {
            sqlx::query_file!("queries/artefact_insert.sql", hash, bytes).execute(&mut *transaction).await.map_err(unavailable)?;
            sqlx::query_file!("queries/file_insert.sql", id, format, hash).execute(&mut *transaction).await.map_err(unavailable)?;
        }
        let stored =
            by_id(&mut transaction, &id).await?.ok_or_else(|| StoreError::Unavailable("a stored version was not found".to_owned()))?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(stored)
    }

    async fn version(&self, id: ReportId) -> Result<Option<ReportVersion>, StoreError> {
        by_id(&mut *self.read().await?, &id.0.to_string()).await
    }

    async fn versions(&self, code: &Code, period: Option<Period>) -> Result<Vec<ReportVersion>, StoreError> {
        let (mut transaction, code, period) = (self.read().await?, code.as_str(), period.map(|period| period.to_string()));
        let rows = sqlx::query_file_as!(VersionRow, "queries/versions_of_agency.sql", code, period)
            .fetch_all(&mut *transaction)
            .await
            .map_err(unavailable)?;
        rows.into_iter().map(VersionRow::decode).collect()
    }

    async fn other_versions(&self, code: &Code, period: Period) -> Result<Vec<ReportVersion>, StoreError> {
        let (mut transaction, code, period) = (self.read().await?, code.as_str(), period.to_string());
        let rows = sqlx::query_file_as!(VersionRow, "queries/versions_of_others.sql", code, period)
            .fetch_all(&mut *transaction)
            .await
            .map_err(unavailable)?;
        rows.into_iter().map(VersionRow::decode).collect()
    }

    async fn versions_of_job(&self, job: Uuid) -> Result<Vec<ReportVersion>, StoreError> {
        let (mut transaction, job) = (self.read().await?, job.to_string());
        let rows =
            sqlx::query_file_as!(VersionRow, "queries/versions_of_job.sql", job).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        rows.into_iter().map(VersionRow::decode).collect()
    }

    async fn file(&self, id: ReportId, format: Format) -> Result<Option<Vec<u8>>, StoreError> {
        let mut transaction = self.read().await?;
        let (id, format) = (id.0.to_string(), format.name());
        let row =
            sqlx::query_file!("queries/file_by_format.sql", id, format).fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        row.map(|row| verified(row.bytes, &row.sha256, Place("artefacts", "bytes", &row.sha256))).transpose()
    }

    async fn version_snapshot(&self, id: ReportId) -> Result<Option<Snapshot>, StoreError> {
        let mut transaction = self.read().await?;
        let id = id.0.to_string();
        let row = sqlx::query_file!("queries/snapshot_of_version.sql", id).fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        let Some(row) = row else { return Ok(None) };
        let place = Place("snapshots", "body", &row.sha256);
        let bytes = verified(row.body, &row.sha256, place)?;
        serde_json::from_slice(&bytes).map(Some).map_err(|error| place.corrupt(error))
    }
}
