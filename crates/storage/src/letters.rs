//! Port `LetterStore`: letters with the jobs that send them, and the operator's settings.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use thidua_domain::job::{NewJob, Task};
use thidua_domain::letter::{Letter, LetterState, NewLetter};
use thidua_domain::ports::{LetterStore, ReportId, StoreError};
use thidua_domain::settings::Settings;
use thidua_domain::text::Text;
use uuid::Uuid;

use crate::codec::{Place, from_json, instant, micros, parse, to_json, unavailable};
use crate::{SqliteStore, jobs};

struct LetterRow {
    id: String,
    sending: String,
    message_id: String,
    agency: String,
    recipient: String,
    name: String,
    subject: String,
    words: Option<String>,
    report_id: Option<String>,
    alarm_id: Option<String>,
    state: String,
    why: String,
    created_at: i64,
    sent_at: Option<i64>,
}

impl LetterRow {
    fn decode(self) -> Result<Letter, StoreError> {
        let place = |column| Place("letters", column, self.id.as_str());
        let state = match self.state.as_str() {
            "waiting" => LetterState::Waiting,
            "sent" => LetterState::Sent,
            "refused" => LetterState::Refused,
            other => return Err(place("state").corrupt(format!("unknown state {other}"))),
        };
        Ok(Letter {
            id: parse(&self.id, place("id"))?,
            sending: parse(&self.sending, place("sending"))?,
            message_id: self.message_id.clone(),
            agency: parse(&self.agency, place("agency"))?,
            recipient: parse(&self.recipient, place("recipient"))?,
            name: Text::new(&self.name),
            subject: Text::new(&self.subject),
            words: self.words.as_deref().map(|words| from_json(words, place("words"))).transpose()?,
            report: self.report_id.as_deref().map(|id| parse::<Uuid>(id, place("report_id")).map(ReportId)).transpose()?,
            alarm: self.alarm_id.as_deref().map(|id| parse::<Uuid>(id, place("alarm_id"))).transpose()?,
            state,
            why: Text::new(&self.why),
            created_at: instant(self.created_at, place("created_at"))?,
            sent_at: self.sent_at.map(|at| instant(at, place("sent_at"))).transpose()?,
        })
    }
}

fn decoded(rows: Vec<LetterRow>) -> Result<Vec<Letter>, StoreError> {
    rows.into_iter().map(LetterRow::decode).collect()
}

/// The job that sends a letter.
fn sending(letter: &NewLetter) -> NewJob {
    let task = Task { letter: Some(letter.id), alarm: letter.alarm, ..Task::default() };
    NewJob::following(letter.sending, "mail", &letter.agency, format!("mail@{}", letter.id), task, letter.at)
}

#[async_trait]
impl LetterStore for SqliteStore {
    async fn write_letters(&self, letters: &[NewLetter]) -> Result<usize, StoreError> {
        let now: DateTime<Utc> = self.world.now();
        let mut transaction = self.write().await?;
        let mut written = 0;
        for letter in letters {
            let (id, job_id, agency, job) =
                (letter.id.to_string(), letter.sending.to_string(), letter.agency.as_str(), letter.job.to_string());
            let (recipient, name, subject) = (letter.recipient.as_str(), letter.words.to.as_str(), letter.words.subject.as_str());
            let (words, key, at) = (to_json(&letter.words)?, letter.unique_key.as_str(), micros(letter.at));
            let (report, alarm) = (letter.report.map(|id| id.0.to_string()), letter.alarm.map(|id| id.to_string()));
            let new = sqlx::query_file!(
                "queries/letter_insert.sql",
                id,
                job_id,
                agency,
                job,
                key,
                recipient,
                name,
                subject,
                words,
                report,
                alarm,
                letter.message_id,
                at
            )
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
            if new.rows_affected() == 1 {
                jobs::insert(&mut transaction, &sending(letter), now).await?;
                written += 1;
            }
        }
        transaction.commit().await.map_err(unavailable)?;
        Ok(written)
    }

    async fn letter(&self, id: Uuid) -> Result<Option<Letter>, StoreError> {
        let (mut transaction, id) = (self.read().await?, id.to_string());
        let row =
            sqlx::query_file_as!(LetterRow, "queries/letter_by_id.sql", id).fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        row.map(LetterRow::decode).transpose()
    }

    async fn letters_of_job(&self, job: Uuid) -> Result<Vec<Letter>, StoreError> {
        let (mut transaction, job) = (self.read().await?, job.to_string());
        let rows =
            sqlx::query_file_as!(LetterRow, "queries/letters_of_job.sql", job).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        decoded(rows)
    }

    async fn letters_of_report(&self, report: ReportId) -> Result<Vec<Letter>, StoreError> {
        let (mut transaction, report) = (self.read().await?, report.0.to_string());
        let rows = sqlx::query_file_as!(LetterRow, "queries/letters_of_report.sql", report)
            .fetch_all(&mut *transaction)
            .await
            .map_err(unavailable)?;
        decoded(rows)
    }

    async fn letters(&self, most: u32) -> Result<Vec<Letter>, StoreError> {
        let mut transaction = self.read().await?;
        let rows =
            sqlx::query_file_as!(LetterRow, "queries/letters_newest.sql", most).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        decoded(rows)
    }

    async fn mark_letter(&self, id: Uuid, state: LetterState, why: &str) -> Result<(), StoreError> {
        let (name, sent_at) = match state {
            LetterState::Waiting => ("waiting", None),
            LetterState::Sent => ("sent", Some(micros(self.world.now()))),
            LetterState::Refused => ("refused", None),
        };
        let (mut transaction, id) = (self.write().await?, id.to_string());
        sqlx::query_file!("queries/letter_mark.sql", id, name, why, sent_at).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }

    async fn settings(&self) -> Result<Settings, StoreError> {
        let mut transaction = self.read().await?;
        let row = sqlx::query_file!("queries/settings_get.sql").fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        row.map_or_else(|| Ok(Settings::default()), |row| from_json(&row.body, Place("settings", "body", "1")))
    }

    async fn put_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let (mut transaction, body) = (self.write().await?, to_json(settings)?);
        sqlx::query_file!("queries/settings_put.sql", body).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)
    }
}
