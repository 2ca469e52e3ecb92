//! Takes a bundle in: one transaction, wholly or not at all, a second time without effect.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::SqliteConnection;
use thidua_domain::bundle::Bundle;
use thidua_domain::catalogue::ColumnNo;
use thidua_domain::code::Code;
use thidua_domain::ports::{ImportConflict, ImportError, ImportOutcome, StoreError};
use thidua_domain::quantity::Quantity;
use thidua_domain::submission::{Submission, SubmissionState};
use thidua_domain::unit::Unit;

use crate::agencies::{agency, clusters, periods, successions, texts, units};
use crate::codec::{micros, to_json, unavailable};
use crate::{SqliteStore, submissions};

pub async fn import(store: &SqliteStore, bundle: &Bundle) -> Result<ImportOutcome, ImportError> {
    let mut transaction = store.write().await?;
    let mut import = Import { store, bundle, connection: &mut transaction, outcome: ImportOutcome::default() };
    let agency_id = import.agency().await?;
    import.units(&agency_id).await?;
    import.clusters(&agency_id).await?;
    import.successions(&agency_id).await?;
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
        for unit in &self.bundle.units {
            let Some((id, code, body)) = self.changed(known.get(&unit.code), unit, &unit.code)? else { continue };
            sqlx::query_file!("queries/unit_upsert.sql", id, agency_id, code, body)
                .execute(&mut *self.connection)
                .await
                .map_err(unavailable)?;
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

    async fn periods(&mut self, agency_id: &str) -> Result<(), StoreError> {
        let known = periods(self.connection, agency_id).await?;
        for period in &self.bundle.periods {
            let stored = known.iter().find(|stored| stored.period.period == period.period);
            if stored.is_some_and(|stored| stored.period == *period) {
                continue;
            }
            let id = stored.map_or_else(|| self.fresh_id(), |stored| stored.id.clone());
            let (name, from, to) = (period.period.to_string(), period.data_from.to_string(), period.data_to.to_string());
            let (due, lock) = (micros(period.due_at), micros(period.lock_at));
            sqlx::query_file!("queries/period_upsert.sql", id, agency_id, name, from, to, due, lock)
                .execute(&mut *self.connection)
                .await
                .map_err(unavailable)?;
            self.outcome.changed_rows += 1;
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
        for stored in periods(self.connection, agency_id).await? {
            let period = stored.period.period;
            let known = submissions::current(self.connection, &stored.id, period).await?;
            let known: BTreeMap<&Code, &Submission> = known.iter().map(|submission| (&submission.unit, submission)).collect();
            for submission in self.bundle.submissions.iter().filter(|submission| submission.period == period) {
                let Some(unit_id) = unit_ids.get(&submission.unit) else { continue };
                match self.next_version(known.get(&submission.unit).copied(), submission) {
                    Ok(Some(version)) if conflicts.is_empty() => self.insert(&stored.id, unit_id, version, submission).await?,
                    Ok(_) => {}
                    Err(conflict) => conflicts.push(conflict),
                }
            }
        }
        if conflicts.is_empty() { Ok(()) } else { Err(ImportError::Refused(conflicts)) }
    }

    /// The version under which a submission is stored; `None` when it is there already.
    fn next_version(&mut self, before: Option<&Submission>, submission: &Submission) -> Result<Option<u32>, ImportConflict> {
        let Some(before) = before else {
            self.outcome.new_submissions += 1;
            return Ok(Some(1));
        };
        if before.same_data(submission) {
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

    async fn insert(&mut self, period_id: &str, unit_id: &str, version: u32, submission: &Submission) -> Result<(), StoreError> {
        let id = self.fresh_id();
        let (state, content) = (to_json(&submission.state)?, to_json(&submission.content)?);
        let (submitted_at, stored_at) = (submission.submitted_at.map(micros), micros(self.store.world.now()));
        sqlx::query_file!("queries/submission_insert.sql", id, period_id, unit_id, version, state, submitted_at, stored_at, content)
            .execute(&mut *self.connection)
            .await
            .map_err(unavailable)?;
        let forms = to_json(&submission.figures.keys().collect::<Vec<_>>())?;
        sqlx::query_file!("queries/forms_insert.sql", id, forms).execute(&mut *self.connection).await.map_err(unavailable)?;
        for (form, columns) in &submission.figures {
            let cell = |(column, value): (&ColumnNo, &Quantity)| {
                value.to_micros().map(|micros| (column.to_string(), micros)).map_err(|error| StoreError::Conflict(error.to_string()))
            };
            let (form, cells) = (form.as_str(), to_json(&columns.iter().map(cell).collect::<Result<Vec<_>, _>>()?)?);
            sqlx::query_file!("queries/figures_insert.sql", id, form, cells).execute(&mut *self.connection).await.map_err(unavailable)?;
        }
        Ok(())
    }
}
