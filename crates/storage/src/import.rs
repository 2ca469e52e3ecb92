//! Takes a bundle in: one transaction, wholly or not at all, a second time without effect.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::SqliteConnection;
use thidua_domain::bundle::Bundle;
use thidua_domain::code::Code;
use thidua_domain::ports::{ImportConflict, ImportError, ImportOutcome, StoreError};
use thidua_domain::submission::{Submission, SubmissionState};
use thidua_domain::unit::Unit;

use crate::agencies::{agency, clusters, contacts, periods, put_contact, successions, texts, units};
use crate::codec::{micros, to_json, unavailable};
use crate::{SqliteStore, submissions};

pub async fn import(store: &SqliteStore, bundle: &Bundle) -> Result<ImportOutcome, ImportError> {
    let mut transaction = store.write().await?;
    let mut import = Import { store, bundle, connection: &mut transaction, outcome: ImportOutcome::default() };
    let agency_id = import.agency().await?;
    import.units(&agency_id).await?;
    import.clusters(&agency_id).await?;
    import.successions(&agency_id).await?;
    import.contacts(&agency_id).await?;
    import.periods(&agency_id).await?;
    import.texts(&agency_id).await?;
    import.submissions(&agency_id).await?;
    let outcome = import.outcome;
    transaction.commit().await.map_err(unavailable)?;
    Ok(outcome)
}

struct Import<'a> {
    store: &'a SqliteStore,
    bundle: &'a Bundle,
    connection: &'a mut SqliteConnection,
    outcome: ImportOutcome,
}

impl Import<'_> {
    fn fresh_id(&self) -> String {
        self.store.world.fresh_id().to_string()
    }

    async fn agency(&mut self) -> Result<String, StoreError> {
        let wanted = &self.bundle.agency;
        let known = agency(self.connection, &wanted.code).await?;
        if let Some((id, stored)) = &known
            && stored == wanted
        {
            return Ok(id.clone());
        }
        let id = known.map_or_else(|| self.fresh_id(), |(id, _)| id);
        let (code, body) = (wanted.code.as_str(), to_json(wanted)?);
        sqlx::query_file!("queries/agency_upsert.sql", id, code, body).execute(&mut *self.connection).await.map_err(unavailable)?;
        self.outcome.changed_rows += 1;
        Ok(id)
    }

    async fn units(&mut self, agency_id: &str) -> Result<(), StoreError> {
        let known: BTreeMap<Code, (String, Unit)> =
            units(self.connection, agency_id).await?.into_iter().map(|(id, unit)| (unit.code.clone(), (id, unit))).collect();
        let mut rows = Vec::new();
        for unit in &self.bundle.units {
            rows.extend(self.changed(known.get(&unit.code), unit, &unit.code)?);
        }
        for rows in rows.chunks(BATCH) {
            let rows = to_json(&rows)?;
            sqlx::query_file!("queries/units_upsert.sql", agency_id, rows).execute(&mut *self.connection).await.map_err(unavailable)?;
        }
        Ok(())
    }

    async fn clusters(&mut self, agency_id: &str) -> Result<(), StoreError> {
        let known = clusters(self.connection, agency_id).await?;
        for cluster in &self.bundle.clusters {
            let stored = known.iter().find(|(_, stored)| stored.code == cluster.code);
            let Some((id, code, body)) = self.changed(stored, cluster, &cluster.code)? else { continue };
            sqlx::query_file!("queries/cluster_upsert.sql", id, agency_id, code, body)
                .execute(&mut *self.connection)
                .await
                .map_err(unavailable)?;
        }
        Ok(())
    }

    async fn successions(&mut self, agency_id: &str) -> Result<(), StoreError> {
        let known = successions(self.connection, agency_id).await?;
        for succession in &self.bundle.successions {
            let stored = known.iter().find(|(_, stored)| stored.code == succession.code);
            let Some((id, code, body)) = self.changed(stored, succession, &succession.code)? else { continue };
            sqlx::query_file!("queries/succession_upsert.sql", id, agency_id, code, body)
                .execute(&mut *self.connection)
                .await
                .map_err(unavailable)?;
        }
        Ok(())
    }

    /// Key, code and body of a row that is new or different; `None` when it is stored as it is.
    fn changed<'c, T: PartialEq + Serialize>(
        &mut self,
        stored: Option<&(String, T)>,
        row: &T,
        code: &'c Code,
    ) -> Result<Option<(String, &'c str, String)>, StoreError> {
        if stored.is_some_and(|(_, stored)| stored == row) {
            return Ok(None);
        }
        self.outcome.changed_rows += 1;
        let id = stored.map_or_else(|| self.fresh_id(), |(id, _)| id.clone());
        Ok(Some((id, code.as_str(), to_json(row)?)))
    }

    async fn contacts(&mut self, agency_id: &str) -> Result<(), StoreError> {
        let known = contacts(self.connection, agency_id).await?;
        for contact in &self.bundle.contacts {
            let stored = known.iter().find(|(_, stored)| stored.email == contact.email);
            if stored.is_some_and(|(_, stored)| stored == contact) {
                continue;
            }
            let id = stored.map_or_else(|| self.fresh_id(), |(id, _)| id.clone());
            put_contact(self.connection, &id, agency_id, contact).await?;
            self.outcome.changed_rows += 1;
        }
        Ok(())
    }

    async fn periods(&mut self, agency_id: &str) -> Result<(), StoreError> {
        let known = periods(self.connection, agency_id).await?;
        for period in &self.bundle.periods {
            let stored = known.iter().find(|stored| stored.period.period == period.period);
            if stored.is_some_and(|stored| stored.period == *period) {
                continue;
            }
            let id = stored.map_or_else(|| self.fresh_id(), |stored| stored.id.clone());
            let (name, from, to) = (period.period.to_string(), period.data_from.to_string(), period.data_to.to_string());
            let (due, lock, now) = (micros(period.due_at), micros(period.lock_at), micros(self.store.world.now()));
            sqlx::query_file!("queries/period_upsert.sql", id, agency_id, name, from, to, due, lock, now)
                .execute(&mut *self.connection)
                .await
                .map_err(unavailable)?;
            self.outcome.changed_rows += 1;
            // A lock that is moved into the future opens the period again, with what the lock had closed.
            if stored.is_some_and(|stored| stored.locked_at.is_some()) && period.lock_at > self.store.world.now() {
                let sent = submissions::current(self.connection, &id, period.period).await?;
                let locked: Vec<Submission> = sent.into_iter().filter(|one| one.state == SubmissionState::Locked).collect();
                restate(self.store, self.connection, agency_id, &id, &locked, &SubmissionState::Accepted).await?;
            }
        }
        Ok(())
    }

    async fn texts(&mut self, agency_id: &str) -> Result<(), StoreError> {
        let periods = periods(self.connection, agency_id).await?;
        for wanted in &self.bundle.texts {
            let Some(period) = periods.iter().find(|stored| stored.period.period == wanted.period) else { continue };
            if texts(self.connection, &period.id).await?.as_ref() == Some(wanted) {
                continue;
            }
            let body = to_json(wanted)?;
            sqlx::query_file!("queries/texts_upsert.sql", period.id, body).execute(&mut *self.connection).await.map_err(unavailable)?;
            self.outcome.changed_rows += 1;
        }
        Ok(())
    }

    async fn submissions(&mut self, agency_id: &str) -> Result<(), ImportError> {
        let units = units(self.connection, agency_id).await?;
        let unit_ids: BTreeMap<&Code, &str> = units.iter().map(|(id, unit)| (&unit.code, id.as_str())).collect();
        let mut conflicts = Vec::new();
        let mut batch = Batch::default();
        for stored in periods(self.connection, agency_id).await? {
            let period = stored.period.period;
            let known = submissions::current(self.connection, &stored.id, period).await?;
            let known: BTreeMap<&Code, &Submission> = known.iter().map(|submission| (&submission.unit, submission)).collect();
            for submission in self.bundle.submissions.iter().filter(|submission| submission.period == period) {
                let Some(unit_id) = unit_ids.get(&submission.unit) else { continue };
                match self.next_version(known.get(&submission.unit).copied(), submission) {
                    Ok(Some(_)) if stored.locked_at.is_some() => {
                        conflicts.push(ImportConflict::PeriodLocked { unit: submission.unit.clone(), period });
                    }
                    Ok(Some(version)) => batch.add(self.store, &stored.id, unit_id, version, submission)?,
                    Ok(None) => {}
                    Err(conflict) => conflicts.push(conflict),
                }
                if batch.submissions.len() == BATCH && conflicts.is_empty() {
                    std::mem::take(&mut batch).insert(self.connection).await?;
                }
            }
        }
        if !conflicts.is_empty() {
            return Err(ImportError::Refused(conflicts));
        }
        Ok(batch.insert(self.connection).await?)
    }

    /// The version under which a submission is stored; `None` when it is there already.
    fn next_version(&mut self, before: Option<&Submission>, submission: &Submission) -> Result<Option<u32>, ImportConflict> {
        let Some(before) = before else {
            self.outcome.new_submissions += 1;
            return Ok(Some(1));
        };
        // What was accepted and locked since is the same when it comes back as accepted.
        let accepted = Submission { state: SubmissionState::Accepted, ..before.clone() };
        let locked = before.state == SubmissionState::Locked;
        if before.same_data(submission) || (locked && accepted.same_data(submission)) {
            self.outcome.unchanged_submissions += 1;
            return Ok(None);
        }
        let (unit, period) = (submission.unit.clone(), submission.period);
        if before.state == SubmissionState::Locked {
            return Err(ImportConflict::Locked { unit, period });
        }
        if !before.state.leads_to(&submission.state) {
            return Err(ImportConflict::StateNotPossible { unit, period, from: before.state.clone(), to: submission.state.clone() });
        }
        self.outcome.revised_submissions += 1;
        Ok(Some(before.version + 1))
    }
}

/// Stores submissions once more in another state; tells how many.
pub async fn restate(
    store: &SqliteStore,
    connection: &mut SqliteConnection,
    agency_id: &str,
    period_id: &str,
    sent: &[Submission],
    state: &SubmissionState,
) -> Result<usize, StoreError> {
    let units = units(connection, agency_id).await?;
    let unit_ids: BTreeMap<&Code, &str> = units.iter().map(|(id, unit)| (&unit.code, id.as_str())).collect();
    let mut restated = 0;
    for some in sent.chunks(BATCH) {
        let mut batch = Batch::default();
        for submission in some {
            let Some(unit_id) = unit_ids.get(&submission.unit) else { continue };
            let next = Submission { state: state.clone(), ..submission.clone() };
            batch.add(store, period_id, unit_id, submission.version + 1, &next)?;
            restated += 1;
        }
        batch.insert(connection).await?;
    }
    Ok(restated)
}

/// Rows that go into the database in one statement. Each statement crosses to the engine's thread and
/// back, which for hundreds of thousands of figures would cost more than the rows themselves.
const BATCH: usize = 500;

/// New submissions with their forms and figures, as the rows of three tables.
#[derive(Default)]
struct Batch {
    submissions: Vec<SubmissionRow>,
    forms: Vec<(String, String)>,
    figures: Vec<(String, String, String, i64)>,
}

type SubmissionRow = (String, String, String, u32, String, Option<i64>, i64, String);

impl Batch {
    fn add(
        &mut self,
        store: &SqliteStore,
        period_id: &str,
        unit_id: &str,
        version: u32,
        submission: &Submission,
    ) -> Result<(), StoreError> {
        let id = store.world.fresh_id().to_string();
        let (state, content) = (to_json(&submission.state)?, to_json(&submission.content)?);
        let (submitted_at, stored_at) = (submission.submitted_at.map(micros), micros(store.world.now()));
        let (period_id, unit_id) = (period_id.to_owned(), unit_id.to_owned());
        self.submissions.push((id.clone(), period_id, unit_id, version, state, submitted_at, stored_at, content));
        for (form, columns) in &submission.figures {
            self.forms.push((id.clone(), form.to_string()));
            for (column, value) in columns {
                let micros = value.to_micros().map_err(|error| StoreError::Conflict(error.to_string()))?;
                self.figures.push((id.clone(), form.to_string(), column.to_string(), micros));
            }
        }
        Ok(())
    }

    async fn insert(self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let (submissions, forms, figures) = (to_json(&self.submissions)?, to_json(&self.forms)?, to_json(&self.figures)?);
        sqlx::query_file!("queries/submissions_insert.sql", submissions).execute(&mut *connection).await.map_err(unavailable)?;
        sqlx::query_file!("queries/forms_insert.sql", forms).execute(&mut *connection).await.map_err(unavailable)?;
        sqlx::query_file!("queries/figures_insert.sql", figures).execute(&mut *connection).await.map_err(unavailable)?;
        Ok(())
    }
}
