//! Reads what units sent: rows of `submissions`, `figures` and `submitted_forms` as one value.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;
use thidua_domain::code::Code;
use thidua_domain::period::Period;
use thidua_domain::ports::StoreError;
use thidua_domain::quantity::Quantity;
use thidua_domain::submission::{Figures, Submission, SubmissionState};

use crate::codec::{Place, from_json, instant, parse, unavailable, unsigned};

struct SubmissionRow {
    id: String,
    unit: String,
    version: i64,
    state: String,
    submitted_at: Option<i64>,
    content: String,
}

/// The newest version of every unit.
pub async fn current(connection: &mut SqliteConnection, period_id: &str, period: Period) -> Result<Vec<Submission>, StoreError> {
    let rows = sqlx::query_file_as!(SubmissionRow, "queries/submissions_current.sql", period_id)
        .fetch_all(&mut *connection)
        .await
        .map_err(unavailable)?;
    assemble(connection, period_id, period, rows).await
}

/// The state of the newest version of every unit, by the unit's code: without what was sent.
pub async fn states(connection: &mut SqliteConnection, period_id: &str) -> Result<Vec<(String, SubmissionState)>, StoreError> {
    let rows = sqlx::query_file!("queries/states_of_period.sql", period_id).fetch_all(connection).await.map_err(unavailable)?;
    rows.into_iter().map(|row| Ok((row.unit.clone(), from_json(&row.state, Place("submissions", "state", &row.unit))?))).collect()
}

/// All versions of one unit, oldest first.
pub async fn history(
    connection: &mut SqliteConnection,
    period_id: &str,
    period: Period,
    unit: &Code,
) -> Result<Vec<Submission>, StoreError> {
    let unit = unit.as_str();
    let rows = sqlx::query_file_as!(SubmissionRow, "queries/submissions_of_unit.sql", period_id, unit)
        .fetch_all(&mut *connection)
        .await
        .map_err(unavailable)?;
    assemble(connection, period_id, period, rows).await
}

async fn assemble(
    connection: &mut SqliteConnection,
    period_id: &str,
    period: Period,
    rows: Vec<SubmissionRow>,
) -> Result<Vec<Submission>, StoreError> {
    let mut figures = figures(connection, period_id).await?;
    let submission = |row: SubmissionRow| {
        let id = row.id.as_str();
        let at = Place("submissions", "submitted_at", id);
        Ok(Submission {
            unit: parse(&row.unit, Place("units", "code", id))?,
            period,
            version: unsigned(row.version, Place("submissions", "version", id))?,
            state: from_json(&row.state, Place("submissions", "state", id))?,
            submitted_at: row.submitted_at.map(|micros| instant(micros, at)).transpose()?,
            figures: figures.remove(id).unwrap_or_default(),
            content: from_json(&row.content, Place("submissions", "content", id))?,
        })
    };
    rows.into_iter().map(submission).collect()
}

/// Figures of all submissions of a period by the id of the submission.
async fn figures(connection: &mut SqliteConnection, period_id: &str) -> Result<BTreeMap<String, Figures>, StoreError> {
    let mut all: BTreeMap<String, Figures> = BTreeMap::new();
    let forms = sqlx::query_file!("queries/forms_of_period.sql", period_id).fetch_all(&mut *connection).await.map_err(unavailable)?;
    for row in forms {
        let form: Code = parse(&row.form, Place("submitted_forms", "form", &row.submission_id))?;
        all.entry(row.submission_id).or_default().insert(form, BTreeMap::new());
    }
    let cells = sqlx::query_file!("queries/figures_of_period.sql", period_id).fetch_all(&mut *connection).await.map_err(unavailable)?;
    for row in cells {
        let place = Place("figures", "col", &row.submission_id);
        let form: Code = parse(&row.form, Place("figures", "form", &row.submission_id))?;
        let column = parse(&row.col, place)?;
        all.entry(row.submission_id).or_default().entry(form).or_default().insert(column, Quantity::from_micros(row.micros));
    }
    Ok(all)
}
