//! Letters to people: what is said in one, to whom, and what became of it. How the words are found is
//! `messages::letters`; how they are set and sent is the business of the `jobs` crate.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::code::Code;
use crate::contact::Email;
use crate::ports::ReportId;
use crate::text::Text;

/// What a letter says, without its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Subject; carries "DỰ THẢO" when it brings a draft.
    pub subject: String,
    /// Who writes: the agency's name.
    pub from: String,
    /// Who is addressed, after "Kính gửi".
    pub to: String,
    /// Paragraphs before the list.
    pub paragraphs: Vec<String>,
    /// Entries of a list.
    pub items: Vec<String>,
    /// Paragraphs after the list.
    pub closing: Vec<String>,
    /// A link: words and address.
    pub link: Option<(String, String)>,
    /// The report's PDF goes with it.
    #[serde(default)]
    pub attached: bool,
    /// The data is made up.
    pub illustrative: bool,
}

/// A letter that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// Identifier.
    pub id: Uuid,
    /// What mail servers know it by, the same at every attempt, without brackets.
    pub message_id: String,
    /// The job that sends it.
    pub sending: Uuid,
    /// Agency.
    pub agency: Code,
    /// The job that writes it.
    pub job: Uuid,
    /// Names what one person is told once only.
    pub unique_key: String,
    /// Address.
    pub recipient: Email,
    /// What it says.
    pub words: Words,
    /// The report that it is about.
    pub report: Option<ReportId>,
    /// It only tells of an alarm: if it cannot be sent, no letter tells of that.
    pub alarm: Option<Uuid>,
    /// When it is written.
    pub at: DateTime<Utc>,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// Not sent yet; tried again.
    Waiting,
    /// The mail server took it.
    Sent,
    /// Given up: refused for good, or after all attempts.
    Refused,
}

/// A stored letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Identifier.
    pub id: Uuid,
    /// What mail servers know it by, the same at every attempt, without brackets.
    pub message_id: String,
    /// The job that sends it.
    pub sending: Uuid,
    /// Agency.
    pub agency: Code,
    /// Address.
    pub recipient: Email,
    /// To whom, by name.
    pub name: Text,
    /// Subject.
    pub subject: Text,
    /// What it says; `None` when its words were pruned.
    pub words: Option<Words>,
    /// The report that it is about.
    pub report: Option<ReportId>,
    /// It only tells of an alarm.
    pub alarm: Option<Uuid>,
    /// What became of it.
    pub state: LetterState,
    /// Why it was not sent, in Vietnamese.
    pub why: Text,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}
