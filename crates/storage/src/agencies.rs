//! Port `AgencyStore`: agencies, units, periods, and the snapshot of a report's inputs.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use thidua_domain::agency::Agency;
use thidua_domain::bundle::{AgencyTexts, Bundle};
use thidua_domain::code::Code;
use thidua_domain::contact::Contact;
use thidua_domain::period::{Period, ReportingPeriod};
use thidua_domain::ports::{AgencyStore, ImportError, ImportOutcome, PeriodOverview, StoreError, WriteTextsError};
use thidua_domain::snapshot::{Inputs, Snapshot};
use thidua_domain::submission::{Submission, SubmissionState};
use thidua_domain::unit::{Cluster, Succession, Unit};

use crate::codec::{Place, from_json, instant, micros, parse, to_json, unavailable};
use crate::{SqliteStore, catalogues, import, submissions};

struct BodyRow {
    id: String,
    body: String,
}

struct PeriodRow {
    id: String,
    period: String,
    data_from: String,
    data_to: String,
    due_at: i64,
    lock_at: i64,
    locked_at: Option<i64>,
    versions: i64,
}

/// A stored period with its key.
pub struct StoredPeriod {
    pub id: String,
    pub period: ReportingPeriod,
    pub locked_at: Option<DateTime<Utc>>,
    pub versions: i64,
}

pub async fn agency(connection: &mut SqliteConnection, code: &Code) -> Result<Option<(String, Agency)>, StoreError> {
    let code = code.as_str();
    let row = sqlx::query_file_as!(BodyRow, "queries/agency_by_code.sql", code).fetch_optional(connection).await.map_err(unavailable)?;
    row.map(|row| Ok((row.id.clone(), from_json(&row.body, Place("agencies", "body", &row.id))?))).transpose()
}

/// Units with their keys, by code.
pub async fn units(connection: &mut SqliteConnection, agency_id: &str) -> Result<Vec<(String, Unit)>, StoreError> {
    let rows = sqlx::query_file_as!(BodyRow, "queries/units_of_agency.sql", agency_id).fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(|row| Ok((row.id.clone(), from_json(&row.body, Place("units", "body", &row.id))?))).collect()
}

/// Clusters with their keys, by code.
pub async fn clusters(connection: &mut SqliteConnection, agency_id: &str) -> Result<Vec<(String, Cluster)>, StoreError> {
    let rows =
        sqlx::query_file_as!(BodyRow, "queries/clusters_of_agency.sql", agency_id).fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(|row| Ok((row.id.clone(), from_json(&row.body, Place("clusters", "body", &row.id))?))).collect()
}

/// Successions with their keys, by code.
pub async fn successions(connection: &mut SqliteConnection, agency_id: &str) -> Result<Vec<(String, Succession)>, StoreError> {
    let rows =
        sqlx::query_file_as!(BodyRow, "queries/successions_of_agency.sql", agency_id).fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(|row| Ok((row.id.clone(), from_json(&row.body, Place("successions", "body", &row.id))?))).collect()
}

/// Contacts with their keys, by address.
pub async fn contacts(connection: &mut SqliteConnection, agency_id: &str) -> Result<Vec<(String, Contact)>, StoreError> {
    let rows =
        sqlx::query_file_as!(BodyRow, "queries/contacts_of_agency.sql", agency_id).fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(|row| Ok((row.id.clone(), from_json(&row.body, Place("contacts", "body", &row.id))?))).collect()
}

/// Keeps a contact under its address.
pub async fn put_contact(connection: &mut SqliteConnection, id: &str, agency_id: &str, contact: &Contact) -> Result<(), StoreError> {
    let (email, body) = (contact.email.as_str(), to_json(contact)?);
    sqlx::query_file!("queries/contact_upsert.sql", id, agency_id, email, body).execute(connection).await.map_err(unavailable)?;
    Ok(())
}

fn without_keys<T>(rows: Vec<(String, T)>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Periods, newest first.
pub async fn periods(connection: &mut SqliteConnection, agency_id: &str) -> Result<Vec<StoredPeriod>, StoreError> {
    let rows =
        sqlx::query_file_as!(PeriodRow, "queries/periods_of_agency.sql", agency_id).fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(stored_period).collect()
}

fn stored_period(row: PeriodRow) -> Result<StoredPeriod, StoreError> {
    let place = |column| Place("periods", column, row.id.as_str());
    let period = ReportingPeriod {
        period: parse(&row.period, place("period"))?,
        data_from: parse(&row.data_from, place("data_from"))?,
        data_to: parse(&row.data_to, place("data_to"))?,
        due_at: instant(row.due_at, place("due_at"))?,
        lock_at: instant(row.lock_at, place("lock_at"))?,
    };
    let locked_at = row.locked_at.map(|at| instant(at, place("locked_at"))).transpose()?;
    Ok(StoredPeriod { period, locked_at, versions: row.versions, id: row.id })
}

/// The agency's own texts for a period.
pub async fn texts(connection: &mut SqliteConnection, period_id: &str) -> Result<Option<AgencyTexts>, StoreError> {
    let row = sqlx::query_file!("queries/texts_by_period.sql", period_id).fetch_optional(connection).await.map_err(unavailable)?;
    row.map(|row| from_json(&row.body, Place("agency_texts", "body", period_id))).transpose()
}

/// What counts of a period; nothing of one that is not stored.
async fn sent(connection: &mut SqliteConnection, period: Option<&StoredPeriod>) -> Result<Vec<Submission>, StoreError> {
    match period {
        Some(stored) => submissions::current(connection, &stored.id, stored.period.period).await,
        None => Ok(Vec::new()),
    }
}

/// What the issued report of a period was made from; nothing when none is in force.
async fn as_issued(connection: &mut SqliteConnection, period_id: &str) -> Result<Vec<Submission>, StoreError> {
    let row =
        sqlx::query_file!("queries/issued_snapshot_of_period.sql", period_id).fetch_optional(connection).await.map_err(unavailable)?;
    let Some(row) = row else { return Ok(Vec::new()) };
    let snapshot: Snapshot = serde_json::from_slice(&row.body).map_err(|error| Place("snapshots", "body", &row.sha256).corrupt(error))?;
    Ok(snapshot.submissions)
}

#[async_trait]
impl AgencyStore for SqliteStore {
    async fn agencies(&self) -> Result<Vec<Agency>, StoreError> {
        let mut transaction = self.read().await?;
        let rows = sqlx::query_file_as!(BodyRow, "queries/agencies_all.sql").fetch_all(&mut *transaction).await.map_err(unavailable)?;
        rows.into_iter().map(|row| from_json(&row.body, Place("agencies", "body", &row.id))).collect()
    }

    async fn agency(&self, code: &Code) -> Result<Option<Agency>, StoreError> {
        Ok(agency(&mut *self.read().await?, code).await?.map(|(_, agency)| agency))
    }

    async fn units(&self, code: &Code) -> Result<Vec<Unit>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Ok(Vec::new()) };
        Ok(without_keys(units(&mut transaction, &id).await?))
    }

    async fn clusters(&self, code: &Code) -> Result<Vec<Cluster>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Ok(Vec::new()) };
        Ok(without_keys(clusters(&mut transaction, &id).await?))
    }

    async fn successions(&self, code: &Code) -> Result<Vec<Succession>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Ok(Vec::new()) };
        Ok(without_keys(successions(&mut transaction, &id).await?))
    }

    async fn export(&self, code: &Code) -> Result<Option<Bundle>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, agency)) = agency(&mut transaction, code).await? else { return Ok(None) };
        let mut bundle = Bundle {
            agency,
            units: without_keys(units(&mut transaction, &id).await?),
            clusters: without_keys(clusters(&mut transaction, &id).await?),
            successions: without_keys(successions(&mut transaction, &id).await?),
            contacts: without_keys(contacts(&mut transaction, &id).await?),
            periods: Vec::new(),
            texts: Vec::new(),
            submissions: Vec::new(),
        };
        for stored in periods(&mut transaction, &id).await? {
            bundle.submissions.extend(submissions::current(&mut transaction, &stored.id, stored.period.period).await?);
            bundle.texts.extend(texts(&mut transaction, &stored.id).await?);
            bundle.periods.push(stored.period);
        }
        Ok(Some(bundle))
    }

    async fn windows(&self, code: &Code) -> Result<Vec<ReportingPeriod>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Ok(Vec::new()) };
        Ok(periods(&mut transaction, &id).await?.into_iter().map(|stored| stored.period).collect())
    }

    async fn periods(&self, code: &Code) -> Result<Vec<PeriodOverview>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Ok(Vec::new()) };
        let units = units(&mut transaction, &id).await?;
        let mut overviews = Vec::new();
        for stored in periods(&mut transaction, &id).await? {
            let states = submissions::states(&mut transaction, &stored.id).await?;
            let expected: BTreeSet<&str> = units
                .iter()
                .map(|(_, unit)| unit)
                .filter(|unit| unit.expected_for(&stored.period))
                .map(|unit| unit.code.as_str())
                .collect();
            let counting = states.iter().filter(|(unit, state)| state.counts() && expected.contains(unit.as_str())).count();
            let versions = usize::try_from(stored.versions).unwrap_or(0);
            overviews.push(PeriodOverview {
                period: stored.period,
                expected: expected.len(),
                sent: counting,
                versions,
                locked_at: stored.locked_at,
            });
        }
        Ok(overviews)
    }

    async fn submission_history(&self, code: &Code, unit: &Code, period: Period) -> Result<Vec<Submission>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Ok(Vec::new()) };
        let Some(stored) = periods(&mut transaction, &id).await?.into_iter().find(|stored| stored.period.period == period) else {
            return Ok(Vec::new());
        };
        submissions::history(&mut transaction, &stored.id, period, unit).await
    }

    async fn snapshot(&self, code: &Code, period: Period) -> Result<Option<Snapshot>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, agency)) = agency(&mut transaction, code).await? else { return Ok(None) };
        let mut stored = periods(&mut transaction, &id).await?;
        let Some(at) = stored.iter().position(|stored| stored.period.period == period) else { return Ok(None) };
        let now = stored.swap_remove(at);
        let mut take = |wanted: Option<Period>| {
            let at = stored.iter().position(|stored| Some(stored.period.period) == wanted)?;
            Some(stored.swap_remove(at))
        };
        let (base, previous) = (take(period.same_period_last_year()), take(period.other_half_before()));
        let base_submissions = sent(&mut transaction, base.as_ref()).await?;
        let previous_submissions = sent(&mut transaction, previous.as_ref()).await?;
        let base_as_issued = match &base {
            Some(base) => as_issued(&mut transaction, &base.id).await?,
            None => Vec::new(),
        };
        let Some(catalogue) = catalogues::newest(&mut transaction).await? else {
            return Err(StoreError::Unavailable("no catalogue has been loaded".to_owned()));
        };
        Ok(Some(Snapshot::take(Inputs {
            agency,
            units: without_keys(units(&mut transaction, &id).await?),
            clusters: without_keys(clusters(&mut transaction, &id).await?),
            successions: without_keys(successions(&mut transaction, &id).await?),
            submissions: submissions::current(&mut transaction, &now.id, period).await?,
            base_submissions,
            base_as_issued,
            previous_submissions,
            previous_period: previous.map(|previous| previous.period),
            texts: texts(&mut transaction, &now.id).await?.unwrap_or_else(|| AgencyTexts::empty(period)),
            period: now.period,
            base_period: base.map(|base| base.period),
            catalogue,
        })))
    }

    async fn write_texts(&self, code: &Code, before: &AgencyTexts, after: &AgencyTexts) -> Result<(), WriteTextsError> {
        let mut transaction = self.write().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Err(WriteTextsError::NoSuchPeriod) };
        let stored = periods(&mut transaction, &id).await?.into_iter().find(|stored| stored.period.period == after.period);
        let period = stored.ok_or(WriteTextsError::NoSuchPeriod)?;
        let current = texts(&mut transaction, &period.id).await?.unwrap_or_else(|| AgencyTexts::empty(after.period));
        if current != *before {
            return Err(WriteTextsError::Overtaken);
        }
        let body = to_json(after)?;
        sqlx::query_file!("queries/texts_upsert.sql", period.id, body).execute(&mut *transaction).await.map_err(unavailable)?;
        Ok(transaction.commit().await.map_err(unavailable)?)
    }

    async fn import(&self, bundle: &Bundle) -> Result<ImportOutcome, ImportError> {
        import::import(self, bundle).await
    }

    async fn open_period(&self, code: &Code, period: &ReportingPeriod) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let Some((agency_id, _)) = agency(&mut transaction, code).await? else { return Ok(false) };
        let id = self.world.fresh_id().to_string();
        let (name, from, to) = (period.period.to_string(), period.data_from.to_string(), period.data_to.to_string());
        let (due, lock) = (micros(period.due_at), micros(period.lock_at));
        let opened = sqlx::query_file!("queries/period_insert.sql", id, agency_id, name, from, to, due, lock)
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(opened.rows_affected() == 1)
    }

    async fn lock_period(&self, code: &Code, period: Period) -> Result<Option<usize>, StoreError> {
        let mut transaction = self.write().await?;
        let Some((agency_id, _)) = agency(&mut transaction, code).await? else { return Ok(None) };
        let stored = periods(&mut transaction, &agency_id).await?.into_iter().find(|stored| stored.period.period == period);
        let Some(stored) = stored.filter(|stored| stored.locked_at.is_none()) else { return Ok(None) };
        let now = micros(self.world.now());
        sqlx::query_file!("queries/period_lock.sql", stored.id, now).execute(&mut *transaction).await.map_err(unavailable)?;
        let accepted: Vec<Submission> = submissions::current(&mut transaction, &stored.id, period).await?;
        let accepted: Vec<Submission> = accepted.into_iter().filter(|one| one.state == SubmissionState::Accepted).collect();
        let locked = import::restate(self, &mut transaction, &agency_id, &stored.id, &accepted, &SubmissionState::Locked).await?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(Some(locked))
    }

    async fn contacts(&self, code: &Code) -> Result<Vec<Contact>, StoreError> {
        let mut transaction = self.read().await?;
        let Some((id, _)) = agency(&mut transaction, code).await? else { return Ok(Vec::new()) };
        Ok(without_keys(contacts(&mut transaction, &id).await?))
    }

    async fn put_contact(&self, code: &Code, contact: &Contact) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let Some((agency_id, _)) = agency(&mut transaction, code).await? else { return Ok(false) };
        put_contact(&mut transaction, &self.world.fresh_id().to_string(), &agency_id, contact).await?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(true)
    }

    async fn remove_contact(&self, code: &Code, email: &str) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let Some((agency_id, _)) = agency(&mut transaction, code).await? else { return Ok(false) };
        let removed =
            sqlx::query_file!("queries/contact_delete.sql", agency_id, email).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(removed.rows_affected() == 1)
    }
}
