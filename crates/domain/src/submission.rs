//! What one unit sends for one period (báo cáo của đơn vị), and the states it passes through.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::period::Period;
use crate::quantity::Quantity;
use crate::text::Text;

/// Figures of one unit: form code → column number → value.
pub type Figures = BTreeMap<Code, BTreeMap<u16, Quantity>>;

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

    /// True when the data counts in the summary: sent and not returned.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted | Self::Locked)
    }
}

/// The part of a submission that is not a statistical form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Plans and other documents issued in the window.
    pub documents: Vec<IssuedDocument>,
    /// Movements launched or carried out.
    pub movements: Vec<Movement>,
    /// Emulation pacts with their targets.
    pub pacts: Vec<Pact>,
    /// Awards decided in the window.
    pub awards: Vec<Award>,
    /// Ưu điểm.
    pub strengths: Vec<Text>,
    /// Tồn tại, hạn chế.
    pub limitations: Vec<Limitation>,
    /// Phương hướng, nhiệm vụ.
    pub directions: Vec<Text>,
    /// Kiến nghị, đề xuất.
    pub proposals: Vec<Proposal>,
}

/// Who a document, a movement or a pact is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Of the whole sector, by the agency.
    Sector,
    /// Of the sending unit.
    Unit,
}

/// A plan, decision or letter on emulation and commendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDocument {
    /// Sector-wide or the unit's own.
    pub scope: Scope,
    /// Type by the abbreviations of Decree 30, Phụ lục III: `KH`, `QĐ`, `CV` …
    pub kind: Text,
    /// Number and symbol, `125/KH-TTr`; empty when it was not reported.
    pub number: Text,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Subject without "về".
    pub subject: Text,
    /// Theme of the movement, exact; empty when there is none.
    pub theme: Text,
}

/// A movement (phong trào thi đua).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Sector-wide or the unit's own.
    pub scope: Scope,
    /// Name or theme, without quotation marks.
    pub name: Text,
    /// Standing (thường xuyên) or by topic (theo đợt, chuyên đề).
    pub kind: MovementKind,
    /// The body that launched it.
    pub launched_by: Text,
    /// True when the agency or unit itself launched it; false when it responds to a launch from above.
    pub own: bool,
    /// Document it rests on; empty when not reported.
    pub document: Text,
    /// Duration in words: `năm 2022`; empty when not reported.
    pub duration: Text,
    /// Main result in words; empty when not reported.
    pub result: Text,
}

/// Kind of movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Thi đua thường xuyên.
    Standing,
    /// Thi đua theo chuyên đề (before 2024: theo đợt).
    Campaign,
}

/// An emulation pact (giao ước thi đua).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pact {
    /// Sector-wide or the unit's own.
    pub scope: Scope,
    /// With whom: `Thanh tra các tỉnh trong Cụm thi đua số III`.
    pub partners: Text,
    /// Day of signing when it is known.
    pub signed_on: Option<NaiveDate>,
    /// Place of signing; empty when not known.
    pub place: Text,
    /// Objective in words; empty when not reported.
    pub objective: Text,
    /// Targets (chỉ tiêu).
    pub targets: Vec<Target>,
}

/// One target of a pact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What is to be reached.
    pub text: Text,
    /// Unit of measure: `%`, `cuộc`; empty for a target in words.
    pub unit: Text,
    /// How plan and result are compared.
    pub rule: TargetRule,
    /// Planned value for the year.
    pub plan: Option<Quantity>,
    /// Result so far.
    pub result: Option<Quantity>,
    /// Evaluation in the words of the agency; empty when the figures speak.
    pub evaluation: Text,
}

/// How a target is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetRule {
    /// A quantity that grows through the year towards the plan.
    Cumulative,
    /// A ratio that must be at least the plan.
    AtLeast,
    /// A ratio that must not exceed the plan.
    AtMost,
    /// In words only.
    Qualitative,
}

/// One row of awards: same decision, form, type, year of merit and recipient class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Code of the catalogue's title or award form.
    pub form: Code,
    /// Code of the commendation type: `merit`, `thematic`, `unexpected` …
    pub kind: Code,
    /// Year of the achievement.
    pub achievement_year: i32,
    /// Day of the decision.
    pub decided_on: NaiveDate,
    /// Number and symbol of the decision; empty when not reported.
    pub decision: Text,
    /// Who received it.
    pub recipient: Recipient,
    /// How many received it.
    pub count: u32,
}

/// Class of recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Tập thể.
    Collective,
    /// Cá nhân là lãnh đạo, quản lý.
    Leader,
    /// Cá nhân là người trực tiếp lao động, công tác.
    DirectStaff,
}

/// A limitation with its causes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limitation {
    /// The limitation: a task and its state.
    pub text: Text,
    /// Why; never empty after validation.
    pub causes: Vec<Cause>,
}

/// A cause of a limitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// External or internal.
    pub kind: CauseKind,
    /// The circumstance.
    pub text: Text,
}

/// Kind of cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// Khách quan.
    External,
    /// Chủ quan.
    Internal,
}

/// A proposal to a higher body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// To whom.
    pub addressee: Text,
    /// What is asked, without "Đề nghị".
    pub text: Text,
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
