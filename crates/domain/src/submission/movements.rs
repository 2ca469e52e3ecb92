//! Movements, and pacts with their targets.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Scope;
use crate::code::Code;
use crate::quantity::Quantity;
use crate::text::Text;

/// A movement (phong trào thi đua).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Movement {
    /// Sector-wide or the unit's own.
    #[serde(default)]
    pub scope: Scope,
    /// Name or theme, without quotation marks.
    pub name: Text,
    /// Standing (thường xuyên) or by topic (theo đợt, chuyên đề).
    pub kind: MovementKind,
    /// The body that launched it.
    pub launched_by: Text,
    /// True when the agency or unit itself launched it; false when it responds to a launch from above.
    pub own: bool,
    /// Level: a code of the catalogue's `movement_levels`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Code>,
    /// Name of the movement of a higher level that it answers.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub parent: Text,
    /// Day of launch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launched_on: Option<NaiveDate>,
    /// People or units that take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<u32>,
    /// Document it rests on.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub document: Text,
    /// Duration in words: `năm 2022`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub duration: Text,
    /// Main result in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub result: Text,
}

/// Kind of movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Thi đua thường xuyên.
    Standing,
    /// Thi đua theo chuyên đề (before 2024: theo đợt).
    Campaign,
}

/// An emulation pact (giao ước thi đua).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pact {
    /// Sector-wide or the unit's own.
    #[serde(default)]
    pub scope: Scope,
    /// With whom: `Thanh tra các tỉnh trong Cụm thi đua số III`.
    pub partners: Text,
    /// Cluster or block in which it was signed, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Code>,
    /// Day of signing when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// Place of signing.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub place: Text,
    /// Objective in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub objective: Text,
    /// Targets (chỉ tiêu).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Target>,
}

/// One target of a pact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// What is to be reached.
    pub text: Text,
    /// Unit of measure: `%`, `cuộc`; left out for a target in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// How plan and result are compared.
    pub rule: TargetRule,
    /// Planned value for the year; required unless the rule is `qualitative`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Quantity>,
    /// Result so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Quantity>,
    /// Evaluation in the words of the agency; left out when the figures speak.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub evaluation: Text,
}

/// How a target is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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
