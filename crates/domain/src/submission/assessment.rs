//! Limitations with their causes, tasks ahead, proposals.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TargetRule;
use crate::catalogue::ColumnNo;
use crate::code::Code;
use crate::quantity::Quantity;
use crate::text::Text;

/// A limitation with its causes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Limitation {
    /// The limitation: a task and its state.
    pub text: Text,
    /// Why; empty only with a warning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// What will be done about it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub remedy: Text,
}

/// A cause of a limitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cause {
    /// External or internal.
    pub kind: CauseKind,
    /// The circumstance.
    pub text: Text,
}

/// Kind of cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// Khách quan.
    External,
    /// Chủ quan.
    Internal,
}

/// A task for the next half (phương hướng, nhiệm vụ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "WrittenDirection", into = "WrittenDirection")]
pub struct Direction {
    /// The task.
    pub text: Text,
    /// Unit of measure of a measurable target: `%`, `cuộc`.
    pub unit: Text,
    /// The measurable target, when there is one.
    pub target: Option<DirectionTarget>,
    /// Who is to do it.
    pub owner: Text,
    /// By when.
    pub due: Option<NaiveDate>,
}

/// What a direction is to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DirectionTarget {
    /// How plan and result are compared.
    pub rule: TargetRule,
    /// Value to be reached.
    pub plan: Quantity,
    /// Form and column whose total is the result: `01/TTr`, `6`; left out when none measures it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Code>,
    /// Column of `form`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<ColumnNo>,
}

/// A direction as it is written: plain text when there is nothing else.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Direction")]
#[serde(untagged)]
enum WrittenDirection {
    Plain(Text),
    Full(FullDirection),
}

/// A direction with target, owner or term.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "FullDirection")]
struct FullDirection {
    /// The task.
    text: Text,
    /// Unit of measure of the target.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    unit: Text,
    /// The measurable target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<DirectionTarget>,
    /// Who is to do it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    owner: Text,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<NaiveDate>,
}

impl From<WrittenDirection> for Direction {
    fn from(written: WrittenDirection) -> Self {
        match written {
            WrittenDirection::Plain(text) => Self::from(text),
            WrittenDirection::Full(full) => {
                Self { text: full.text, unit: full.unit, target: full.target, owner: full.owner, due: full.due }
            }
        }
    }
}

impl From<Direction> for WrittenDirection {
    fn from(direction: Direction) -> Self {
        let Direction { text, unit, target, owner, due } = direction;
        if unit.is_empty() && target.is_none() && owner.is_empty() && due.is_none() {
            return Self::Plain(text);
        }
        Self::Full(FullDirection { text, unit, target, owner, due })
    }
}

impl From<Text> for Direction {
    fn from(text: Text) -> Self {
        Self { text, unit: Text::default(), target: None, owner: Text::default(), due: None }
    }
}

/// A proposal to a higher body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// To whom.
    pub addressee: Text,
    /// What is asked, without "Đề nghị".
    pub text: Text,
}
