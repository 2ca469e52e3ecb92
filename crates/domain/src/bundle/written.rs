//! The parts of a bundle as they stand in the file, where that differs from the domain's values.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AgencyTexts;
use crate::agency::Agency;
use crate::code::Code;
use crate::contact::Contact;
use crate::input::shape::Shape;
use crate::period::{Period, ReportingPeriod, vietnam};
use crate::submission::{Content, Figures, Submission, SubmissionState};
use crate::text::Text;
use crate::unit::{Cluster, Succession, Unit};

/// One agency with its units, periods, texts and what the units sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Bundle")]
pub struct WrittenBundle {
    /// The format of the file.
    pub format: FormatMark,
    /// The agency.
    pub agency: Agency,
    /// Its units, historical ones included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Unit>,
    /// Clusters and blocks with their members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Cluster>,
    /// Mergers, splits, renames, abolitions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successions: Vec<Succession>,
    /// People who are told something by e-mail; one an address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Reporting periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<WrittenPeriod>,
    /// The agency's own texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<AgencyTexts>,
    /// What the units sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub submissions: Vec<WrittenSubmission>,
}

/// The shape of the whole file.
pub fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(Shape::of::<WrittenBundle>);
    &SHAPE
}

/// The mark of the format.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub enum FormatMark {
    /// The only version so far.
    #[serde(rename = "thidua-bundle/1")]
    One,
}

/// A period; what is left out follows the rule.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Period")]
pub struct WrittenPeriod {
    /// Half-year or year.
    pub period: Period,
    /// First day counted, inclusive; by default 15/12 of the year before, or 15/6.
    #[serde(default)]
    pub data_from: Option<NaiveDate>,
    /// Last day counted, inclusive; by default 14/6 or 14/12.
    #[serde(default)]
    pub data_to: Option<NaiveDate>,
    /// When units must have sent; after the end of `data_to`.
    pub due_at: DateTime<FixedOffset>,
    /// From when figures change only by exception; by default five working days after `due_at`.
    #[serde(default)]
    pub lock_at: Option<DateTime<FixedOffset>>,
}

/// What one unit sent for one period.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Submission")]
pub struct WrittenSubmission {
    /// The unit.
    pub unit: Code,
    /// The period.
    pub period: Period,
    /// State; data counts when it is submitted, accepted or locked.
    #[serde(default)]
    pub state: StateWord,
    /// Why it was returned; required in that state.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub reason: Text,
    /// When it was sent; required unless it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<FixedOffset>>,
    /// Figures by form and column; a column left out counts as zero.
    #[serde(default, skip_serializing_if = "Figures::is_empty")]
    pub figures: Figures,
    #[serde(flatten)]
    pub content: Content,
}

/// State of a submission.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateWord {
    /// Bản nháp.
    Draft,
    /// Đã gửi.
    #[default]
    Submitted,
    /// Trả lại.
    Returned,
    /// Đã chấp nhận.
    Accepted,
    /// Đã khóa.
    Locked,
}

impl WrittenSubmission {
    /// The domain's value.
    pub fn into_submission(self) -> Submission {
        let state = match self.state {
            StateWord::Draft => SubmissionState::Draft,
            StateWord::Submitted => SubmissionState::Submitted,
            StateWord::Returned => SubmissionState::Returned(self.reason),
            StateWord::Accepted => SubmissionState::Accepted,
            StateWord::Locked => SubmissionState::Locked,
        };
        let submitted_at = self.submitted_at.map(|at| at.to_utc());
        Submission { unit: self.unit, period: self.period, version: 0, state, submitted_at, figures: self.figures, content: self.content }
    }
}

impl From<&Submission> for WrittenSubmission {
    fn from(submission: &Submission) -> Self {
        let (state, reason) = match &submission.state {
            SubmissionState::Draft => (StateWord::Draft, Text::default()),
            SubmissionState::Submitted => (StateWord::Submitted, Text::default()),
            SubmissionState::Returned(reason) => (StateWord::Returned, reason.clone()),
            SubmissionState::Accepted => (StateWord::Accepted, Text::default()),
            SubmissionState::Locked => (StateWord::Locked, Text::default()),
        };
        Self {
            unit: submission.unit.clone(),
            period: submission.period,
            state,
            reason,
            submitted_at: submission.submitted_at.map(|at| at.with_timezone(&vietnam())),
            figures: submission.figures.clone(),
            content: submission.content.clone(),
        }
    }
}

impl From<&ReportingPeriod> for WrittenPeriod {
    fn from(period: &ReportingPeriod) -> Self {
        Self {
            period: period.period,
            data_from: Some(period.data_from),
            data_to: Some(period.data_to),
            due_at: period.due_at.with_timezone(&vietnam()),
            lock_at: Some(period.lock_at.with_timezone(&vietnam())),
        }
    }
}
