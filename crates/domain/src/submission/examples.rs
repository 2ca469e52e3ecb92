//! Advanced examples, initiatives, conferences, the assessment of ethics.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;

/// An advanced example (điển hình tiên tiến).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelExample {
    /// Person or collective.
    pub name: Text,
    /// Collective or person.
    pub recipient: ExampleKind,
    /// Field of work.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub field: Text,
    /// Achievement in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub achievement: Text,
    /// How far it has come.
    pub stage: ExampleStage,
    /// Day of recognition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised_on: Option<NaiveDate>,
}

/// Who an example is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExampleKind {
    /// Tập thể.
    Collective,
    /// Cá nhân.
    Individual,
}

/// Stage of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExampleStage {
    /// Phát hiện.
    Discovered,
    /// Bồi dưỡng.
    Fostered,
    /// Tổng kết, tuyên dương.
    Honoured,
    /// Nhân rộng.
    Replicated,
}

/// An initiative (sáng kiến).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Initiative {
    /// Name.
    pub name: Text,
    /// Authors.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub author: Text,
    /// Level of recognition; left out while it is not recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<InitiativeLevel>,
    /// Number and symbol of the decision.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub decision: Text,
    /// Day of recognition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised_on: Option<NaiveDate>,
    /// Effect in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub effect: Text,
}

/// Level at which an initiative is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InitiativeLevel {
    /// Cơ sở.
    Base,
    /// Bộ, ngành, tỉnh.
    Province,
    /// Toàn quốc.
    State,
}

/// A conference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conference {
    /// Subject.
    pub subject: Text,
    /// In person, online or both.
    pub kind: ConferenceKind,
    /// Host.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub host: Text,
    /// Day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// Connected places (điểm cầu).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridges: Option<u32>,
    /// People present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<u32>,
}

/// Kind of conference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConferenceKind {
    /// Trực tiếp.
    InPerson,
    /// Trực tuyến.
    Online,
    /// Trực tiếp kết hợp trực tuyến.
    Hybrid,
}

/// Assessment against one standard of ethics (chuẩn mực đạo đức).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EthicsAssessment {
    /// Code of the catalogue's standard.
    pub standard: Code,
    /// Result.
    pub result: EthicsResult,
    /// Remark.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// Result of an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EthicsResult {
    /// Thực hiện tốt.
    Good,
    /// Thực hiện đạt yêu cầu.
    Met,
    /// Chưa đạt.
    NotMet,
}
