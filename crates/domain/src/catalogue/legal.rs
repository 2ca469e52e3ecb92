//! Rows of law and custom beside forms, awards and outlines: regimes, authorities, quotas, patterns of
//! document numbers, holidays, standards of ethics, levels of movements.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::Confidence;
use crate::code::Code;
use crate::quantity::Quantity;
use crate::text::Text;
use crate::validity::Validity;

/// A law, decree, circular or decision with the days on which it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LegalRegime {
    /// Code: `law-2022`.
    pub code: Code,
    /// What it governs.
    pub area: LegalArea,
    /// Kind of document.
    pub rank: LegalRank,
    /// Number and symbol: `06/2022/QH15`.
    pub number: Text,
    /// Name: `Luật Thi đua, khen thưởng`.
    pub name: Text,
    /// How a report cites it for the first time.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub citation: Text,
    /// Day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<NaiveDate>,
    /// When it is in force.
    #[serde(flatten)]
    pub validity: Validity,
    /// A last day stated by the text itself while no successor is known: the row stays in force and a
    /// warning is shown from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_expiry: Option<NaiveDate>,
    /// Codes of the rows it amends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amends: Vec<Code>,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// Remark for the user.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// What a legal text governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegalArea {
    /// Thi đua, khen thưởng.
    Emulation,
    /// Thanh tra.
    Inspection,
    /// Chế độ báo cáo.
    Reporting,
    /// Văn thư.
    Records,
}

/// Kind of legal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegalRank {
    /// Luật.
    Law,
    /// Nghị định.
    Decree,
    /// Thông tư.
    Circular,
    /// Quyết định.
    Decision,
}

/// Who decides an award (thẩm quyền khen thưởng).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authority {
    /// Code of the row.
    pub code: Code,
    /// Codes of the awards it decides.
    #[schemars(length(min = 1))]
    pub awards: Vec<Code>,
    /// Accepted wordings of its office; `{thanh_tra}` and `{ubnd}` stand for the agency's own.
    #[schemars(length(min = 1))]
    pub authorities: Vec<Text>,
    /// Kinds of unit whose people and collectives it decides on; none named: all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_kinds: Vec<Code>,
    /// When, by the day of the decision.
    #[serde(flatten)]
    pub validity: Validity,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// Remark for the user.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// How many of a title there may be (tỷ lệ danh hiệu). Warns, never blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuotaRule {
    /// Code of the row.
    pub code: Code,
    /// The title.
    pub title: Code,
    /// The title whose number it is measured by.
    pub base_title: Code,
    /// At most so many percent of it.
    pub max_percent: Quantity,
    /// When, by the year of the achievement.
    #[serde(flatten)]
    pub validity: Validity,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// Remark for the user.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// How a document's number and symbol may look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CitationPattern {
    /// Code of the row.
    pub code: Code,
    /// Kind of document.
    pub name: Text,
    /// Regular expression for the whole number.
    pub pattern: Text,
    /// A number that fits.
    pub example: Text,
    /// When such numbers are in use, by the day of the document.
    #[serde(flatten)]
    pub validity: Validity,
    /// How sure we are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// Remark for the user.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// A day off, or a Saturday or Sunday worked instead of another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Why.
    pub name: Text,
    /// Off or worked.
    pub kind: HolidayKind,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
}

/// What a row of the holiday table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// Nghỉ.
    Off,
    /// Làm bù.
    Working,
}

/// A standard of ethics (chuẩn mực đạo đức). The official list was not found: the texts are the agency's to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EthicsStandard {
    /// Code: `ethics-1`.
    pub code: Code,
    /// Name: `Chuẩn mực thứ nhất`.
    pub name: Text,
    /// The standard itself; empty until the agency fills it in.
    #[serde(default)]
    pub text: Text,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
}
