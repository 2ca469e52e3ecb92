//! From words to letters in the ledger: to whom they go, and what makes a letter one of its kind.

use thidua_domain::code::Code;
use thidua_domain::contact::Contact;
use thidua_domain::job::Job;
use thidua_domain::letter::{NewLetter, Words};
use thidua_domain::messages::letters::Head;
use thidua_domain::period::civil_date;
use thidua_domain::ports::{ReportId, StoreError};
use thidua_domain::settings::Settings;

use crate::Runner;

/// What letters of one agency share, read once a run.
pub struct Desk {
    /// The agency's name today.
    pub agency: String,
    /// The data is made up.
    pub illustrative: bool,
    /// The operator's settings.
    pub settings: Settings,
    /// The agency's contacts.
    pub contacts: Vec<Contact>,
}

impl Desk {
    /// Reads what letters of an agency need.
    pub async fn of(runner: &Runner, agency: &Code) -> Result<Self, StoreError> {
        let found = runner.store.agency(agency).await?;
        let today = civil_date(runner.world.now());
        Ok(Self {
            agency: found.as_ref().map_or_else(|| agency.to_string(), |agency| agency.name_on(today).full.to_string()),
            illustrative: found.is_some_and(|agency| agency.illustrative),
            settings: runner.store.settings().await?,
            contacts: runner.store.contacts(agency).await?,
        })
    }

    /// For the words of its letters.
    pub fn head(&self) -> Head<'_> {
        Head { agency: &self.agency, illustrative: self.illustrative, settings: &self.settings }
    }

    /// A letter of a job to a contact; `key` names what the contact is told once only, by default this job's words.
    pub fn letter(&self, runner: &Runner, job: &Job, to: &Contact, words: Words, key: Option<String>) -> NewLetter {
        let id = runner.world.fresh_id();
        let domain = self.settings.mail.sender.as_ref().map_or("localhost", |sender| sender.domain());
        NewLetter {
            id,
            message_id: format!("{id}@{domain}"),
            sending: runner.world.fresh_id(),
            agency: job.agency.clone(),
            job: job.id,
            unique_key: key.unwrap_or_else(|| format!("{}@{}", job.id, to.email)),
            recipient: to.email.clone(),
            words,
            report: None,
            alarm: None,
            at: runner.world.now(),
        }
    }
}

/// A letter that carries a report.
pub fn carrying(letter: NewLetter, report: ReportId) -> NewLetter {
    NewLetter { unique_key: format!("{}@{}", letter.unique_key, report.0), report: Some(report), ..letter }
}

/// `Đã viết 3 thư`, or why none was written.
pub fn told(written: usize, nobody: &str) -> String {
    if written == 0 { nobody.to_owned() } else { format!("Đã lập {written} thư, chờ gửi") }
}
