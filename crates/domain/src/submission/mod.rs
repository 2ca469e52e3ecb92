//! What one unit sends for one period (báo cáo của đơn vị), and the states it passes through.

mod assessment;
mod awards;
mod content;
mod examples;
mod movements;

use std::collections::BTreeMap;

pub use assessment::{Cause, CauseKind, Direction, DirectionTarget, Limitation, Proposal};
pub use awards::{Award, Recipient, Registration};
pub use content::{
    ClusterActivity, ClusterActivityKind, Content, CouncilEvent, CouncilEventKind, CouncilKind, Dissemination, DisseminationForm,
    InspectionPlan, IssuedDocument, Scope, Staff,
};
pub use examples::{
    Conference, ConferenceKind, EthicsAssessment, EthicsResult, ExampleKind, ExampleStage, Initiative, InitiativeLevel, ModelExample,
};
pub use movements::{Movement, MovementKind, Pact, Target, TargetRule};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::catalogue::ColumnNo;
use crate::code::Code;
use crate::period::Period;
use crate::quantity::Quantity;
use crate::text::Text;

/// Figures of one unit: form code → column number → value.
pub type Figures = BTreeMap<Code, BTreeMap<ColumnNo, Quantity>>;

/// Rows of list forms of one unit: form code → rows → column number → words.
pub type Lists = BTreeMap<Code, Vec<BTreeMap<ColumnNo, Text>>>;

/// One unit's data for one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The unit.
    pub unit: Code,
    /// The period.
    pub period: Period,
    /// Version counted from 1; a changed submission is a new version. 0 before it is stored.
    pub version: u32,
    /// State.
    pub state: SubmissionState,
    /// When the unit sent it; `None` only in a draft that was never sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Figures of the statistical forms.
    pub figures: Figures,
    /// Everything else.
    pub content: Content,
}

impl Submission {
    /// True when both say the same, whatever their versions.
    pub fn same_data(&self, other: &Self) -> bool {
        (&self.unit, self.period, &self.state, self.submitted_at) == (&other.unit, other.period, &other.state, other.submitted_at)
            && self.figures == other.figures
            && self.content == other.content
    }
}

/// State of a submission, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionState {
    /// Bản nháp.
    Draft,
    /// Đã gửi.
    Submitted,
    /// Trả lại, with the reason.
    Returned(Text),
    /// Đã chấp nhận.
    Accepted,
    /// Đã khóa.
    Locked,
}

/// What is done to a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmissionAct {
    /// The unit sends it.
    Submit,
    /// The officer returns it with a reason.
    Return(Text),
    /// The officer accepts it.
    Accept,
    /// The period is locked.
    Lock,
}

/// Why an act is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// The act does not follow from the present state.
    #[error("the act is not possible in this state")]
    NotPossible,
    /// A returned submission needs a reason.
    #[error("a reason is required")]
    ReasonMissing,
}

impl SubmissionState {
    /// The state after `act`.
    ///
    /// # Errors
    /// [`SubmissionError`] when the act is not possible now; the state stays.
    pub fn after(&self, act: SubmissionAct) -> Result<Self, SubmissionError> {
        match (self, act) {
            (_, SubmissionAct::Return(reason)) if reason.is_empty() => Err(SubmissionError::ReasonMissing),
            (Self::Draft | Self::Returned(_), SubmissionAct::Submit) => Ok(Self::Submitted),
            (Self::Submitted | Self::Accepted, SubmissionAct::Return(reason)) => Ok(Self::Returned(reason)),
            (Self::Submitted, SubmissionAct::Accept) => Ok(Self::Accepted),
            (Self::Accepted, SubmissionAct::Lock) => Ok(Self::Locked),
            _ => Err(SubmissionError::NotPossible),
        }
    }

    /// True when some chain of acts leads from here to `other`.
    pub fn leads_to(&self, other: &Self) -> bool {
        let reason = if let Self::Returned(reason) = other { reason.clone() } else { Text::from("-") };
        let acts = [SubmissionAct::Submit, SubmissionAct::Return(reason), SubmissionAct::Accept, SubmissionAct::Lock];
        let mut reached = vec![self.clone()];
        let mut next = 0;
        while let Some(state) = reached.get(next).cloned() {
            next += 1;
            for after in acts.iter().filter_map(|act| state.after(act.clone()).ok()) {
                if !reached.contains(&after) {
                    reached.push(after);
                }
            }
        }
        reached.contains(other)
    }

    /// Why it was returned; empty in every other state.
    pub fn reason(&self) -> &str {
        if let Self::Returned(reason) = self { reason.as_str() } else { "" }
    }

    /// True when the data counts in the summary: sent and not returned.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted | Self::Locked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_follow_their_order() {
        let submitted = SubmissionState::Draft.after(SubmissionAct::Submit).unwrap();
        assert_eq!(submitted, SubmissionState::Submitted);
        let returned = submitted.after(SubmissionAct::Return("sai cột 4".into())).unwrap();
        assert!(!returned.counts());
        assert_eq!(returned.after(SubmissionAct::Submit), Ok(SubmissionState::Submitted));
        let accepted = submitted.after(SubmissionAct::Accept).unwrap();
        assert_eq!(accepted.after(SubmissionAct::Lock), Ok(SubmissionState::Locked));
    }

    #[test]
    fn leads_forward_and_never_back_to_a_draft() {
        let (draft, accepted, locked) = (SubmissionState::Draft, SubmissionState::Accepted, SubmissionState::Locked);
        assert!(draft.leads_to(&locked) && draft.leads_to(&draft) && accepted.leads_to(&SubmissionState::Submitted));
        assert!(!accepted.leads_to(&draft) && !locked.leads_to(&accepted));
    }

    #[test]
    fn refuses_what_does_not_follow() {
        let locked = SubmissionState::Locked;
        for act in [SubmissionAct::Submit, SubmissionAct::Accept, SubmissionAct::Lock, SubmissionAct::Return("x".into())] {
            assert_eq!(locked.after(act), Err(SubmissionError::NotPossible));
        }
        assert_eq!(SubmissionState::Submitted.after(SubmissionAct::Return("".into())), Err(SubmissionError::ReasonMissing));
        assert_eq!(SubmissionState::Draft.after(SubmissionAct::Accept), Err(SubmissionError::NotPossible));
    }
}
