//! How the report words what units sent: sentences over figures, the wordings an agency chose, and
//! what the law keeps from being compared.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::Confidence;
use crate::code::Code;
use crate::quantity::Quantity;
use crate::text::Text;
use crate::validity::Validity;

/// A sentence written from figures, for a section whose content has `indicators`. Sentences of one section
/// stand in the order of the rows. `{ky}` stands for this period, `{de_muc}` for the section's heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// Code of the row: `petitions.visits`.
    pub code: Code,
    /// Identifier of the section.
    pub section: Text,
    /// Sentences with the same name share a paragraph.
    pub paragraph: Text,
    /// What is said.
    pub pattern: PhrasePattern,
    /// Worded forms of the opening, up to the first figure; the first one that does not open like the
    /// sentence before is taken.
    #[schemars(length(min = 1))]
    pub lead: Vec<Text>,
    /// The figures.
    #[schemars(length(min = 1))]
    pub figures: Vec<PhraseFigure>,
    /// With `ratio` and `share`: the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<PhraseFigure>,
    /// What stands between figures: `/` in `02 vụ/03 đối tượng`; a comma when left out.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub joined: Text,
    /// Words behind the figures.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub tail: Text,
    /// Parts of the first figure, in brackets behind it; only those that are not zero, and only when they add up to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PhraseFigure>,
    /// Words when all figures are zero: `Trong kỳ không phát sinh đoàn đông người`; left out: nothing is said.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub zero: Text,
    /// With `ratio`: words when nothing of the whole is done, which stands for `{n}`: `Chưa thu hồi {n}`; left out:
    /// nothing is said.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub none: Text,
    /// With `ratio`: outcomes of the whole that are neither done nor open, named one by one and left out of the rest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<PhraseFigure>,
    /// Meanings that units must have sent, every one of them, for the sentence to be written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Code>,
    /// Meanings of which no unit may have sent any, for the sentence to be written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<Code>,
    /// Meanings whose own zero, said before, says this one too: the sentence about nothing is then left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless_zero: Vec<Code>,
    /// With `ratio`: what the rest of the whole is doing: `đang xem xét, giải quyết`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub remainder: Text,
    /// False when the figures are not compared with the year before.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub compared: bool,
    /// When it holds, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
}

/// What a sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhrasePattern {
    /// So many, and how that moved.
    Count,
    /// So many of so many, with the percentage reached and the rest.
    Ratio,
    /// So many, which is such a share of the whole.
    Share,
    /// Only that there is nothing (`zero`); what there is stands elsewhere.
    Absence,
}

/// A figure of a sentence: columns of forms by their meanings, added up; or a counted fact by its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PhraseFigure {
    /// Meanings of columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meanings: Vec<Code>,
    /// Key of a counted fact: `initiatives:recognised`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub fact: Text,
    /// Counting noun, when it is not the figure's own.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub noun: Text,
}

/// Wordings of which a report keeps to one (house choices).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HouseStyle {
    /// Code of the row.
    pub code: Code,
    /// Agencies that chose it; none named: all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<Code>,
    /// Counts below ten take a zero: `05 cuộc`.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub pad_small_counts: bool,
    /// The base is named by its year where a section speaks of it first: `so với cùng kỳ năm 2021`.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub name_base_year: bool,
    /// The first figure of a paragraph is also compared with the half right before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub half_before: bool,
    /// `vi phạm` or `sai phạm`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub violation: Text,
    /// `công nhận danh hiệu` or `tặng danh hiệu`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title_verb: Text,
    /// `đạt` or `đạt tỷ lệ`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub ratio_verb: Text,
    /// `sắp xếp`, `hợp nhất` or `sáp nhập`: the word of the decision.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub merger: Text,
    /// The least base of which a percentage is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_base_for_percent: Option<Quantity>,
    /// Money of so many triệu đồng and more is given in tỷ đồng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billions_from: Option<Quantity>,
    /// Land of so many m2 and more is given in ha as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hectares_from: Option<Quantity>,
    /// Up to so many percent of a year's plan are told with "mới": a mild admission. Left out: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barely_until: Option<Quantity>,
    /// When it holds, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
}

/// A change of law over which a figure is not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonBreak {
    /// Code of the row.
    pub code: Code,
    /// Meanings of the columns.
    #[schemars(length(min = 1))]
    pub meanings: Vec<Code>,
    /// First day of the new law: a base that ends before it is not compared with a period that ends on or after it.
    pub since: NaiveDate,
    /// What is not compared, as it stands in a sentence: `số cuộc thanh tra`.
    pub subject: Text,
    /// Why, as it stands after "do".
    pub reason: Text,
    /// How sure we are.
    pub confidence: Confidence,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "called by serde with a reference")]
fn is_true(value: &bool) -> bool {
    *value
}
