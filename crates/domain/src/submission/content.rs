//! What a submission holds beside figures: the list of its parts, and the smaller of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Award, Conference, Direction, EthicsAssessment, Initiative, Limitation, Lists, ModelExample, Movement, Pact, Proposal, Registration,
};
use crate::catalogue::ColumnNo;
use crate::code::Code;
use crate::text::Text;

/// The part of a submission that is not a figure of a statistical form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Content {
    /// Rows of list forms (02/PCTN, 03/PCTN), by form and column.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lists: Lists,
    /// The line "Ghi chú" of a form, by form.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub form_notes: BTreeMap<Code, Text>,
    /// Why a figure changed much or breaks a soft rule, by form and column.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub explanations: BTreeMap<Code, BTreeMap<ColumnNo, Text>>,
    /// People of the unit at the end of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<Staff>,
    /// The year's inspection plan and its progress.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspection_plan: Option<InspectionPlan>,
    /// Plans and other documents issued in the window.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<IssuedDocument>,
    /// How policy and law on emulation were made known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disseminations: Vec<Dissemination>,
    /// Movements launched or carried out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub movements: Vec<Movement>,
    /// Emulation pacts with their targets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pacts: Vec<Pact>,
    /// What was done in a cluster or block.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cluster_activities: Vec<ClusterActivity>,
    /// Councils re-formed or in session.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub councils: Vec<CouncilEvent>,
    /// Titles and forms registered for the year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub registrations: Vec<Registration>,
    /// Awards decided in the window.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// Advanced examples (điển hình tiên tiến).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub model_examples: Vec<ModelExample>,
    /// Initiatives (sáng kiến).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub initiatives: Vec<Initiative>,
    /// Conferences on emulation and commendation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conferences: Vec<Conference>,
    /// Assessment against the standards of ethics.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ethics: Vec<EthicsAssessment>,
    /// Ưu điểm.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strengths: Vec<Text>,
    /// Tồn tại, hạn chế.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limitations: Vec<Limitation>,
    /// Phương hướng, nhiệm vụ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub directions: Vec<Direction>,
    /// Kiến nghị, đề xuất.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<Proposal>,
}

/// Who a document, a movement or a pact is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Of the whole sector, by the agency.
    Sector,
    /// Of the sending unit.
    #[default]
    Unit,
}

/// People of a unit (công chức, viên chức, người lao động).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Staff {
    /// People present, leaders included.
    pub headcount: u32,
    /// Established posts (biên chế được giao).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub established_posts: Option<u32>,
    /// Leaders and managers among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaders: Option<u32>,
    /// Women among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub women: Option<u32>,
}

/// The annual inspection plan (Kế hoạch thanh tra năm) and its progress since 01 January.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InspectionPlan {
    /// Year of the plan.
    #[schemars(range(min = 1945, max = 2100))]
    pub year: u16,
    /// Inspections planned for the year, as last adjusted.
    pub planned: u32,
    /// Planned inspections begun so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<u32>,
    /// Planned inspections concluded so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concluded: Option<u32>,
    /// Inspections carried over from the year before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_over: Option<u32>,
    /// Who approved the plan.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub approved_by: Text,
    /// Number and symbol of the decision.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub decision: Text,
    /// Day of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
}

/// A plan, decision or letter on emulation and commendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssuedDocument {
    /// Sector-wide or the unit's own.
    #[serde(default)]
    pub scope: Scope,
    /// Type by the abbreviations of Decree 30, Phụ lục III: `KH`, `QĐ`, `CV` …
    pub kind: Text,
    /// Number and symbol, `125/KH-TTr`; left out when it was not reported.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub number: Text,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Subject without "về".
    pub subject: Text,
    /// Theme of the movement, exact.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub theme: Text,
}

/// How a document or policy was made known (quán triệt, tuyên truyền).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dissemination {
    /// Sector-wide or the unit's own.
    #[serde(default)]
    pub scope: Scope,
    /// What was made known.
    pub subject: Text,
    /// By which means.
    pub form: DisseminationForm,
    /// To whom: `công chức, người lao động`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub audience: Text,
    /// Day, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// Sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u32>,
    /// People reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
}

/// Means of making known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisseminationForm {
    /// Hội nghị.
    Conference,
    /// Họp cơ quan, sinh hoạt.
    Meeting,
    /// Văn bản.
    Document,
    /// Trang thông tin điện tử, báo, đài.
    Media,
    /// Khác.
    Other,
}

/// Something done in a cluster (cụm) or block (khối).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClusterActivity {
    /// Code of the cluster.
    pub cluster: Code,
    /// What was done.
    pub kind: ClusterActivityKind,
    /// Subject in words.
    pub text: Text,
    /// Day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// Place.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub place: Text,
}

/// Kind of activity in a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterActivityKind {
    /// Xây dựng kế hoạch.
    Plan,
    /// Ký kết giao ước.
    PactSigning,
    /// Xây dựng tiêu chí, bảng điểm.
    Criteria,
    /// Kiểm tra chéo.
    CrossCheck,
    /// Trao đổi kinh nghiệm.
    Exchange,
    /// Sơ kết, tổng kết.
    Review,
    /// Hội thao, văn nghệ.
    Culture,
    /// Khác.
    Other,
}

/// An act of a council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CouncilEvent {
    /// Sector-wide or the unit's own.
    #[serde(default)]
    pub scope: Scope,
    /// Which council.
    pub council: CouncilKind,
    /// What happened.
    pub kind: CouncilEventKind,
    /// Number and symbol of the decision or minutes.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub decision: Text,
    /// Day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// Members after it was re-formed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<u32>,
    /// Office of the chair: `Chánh Thanh tra tỉnh`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub chair: Text,
    /// Meetings counted, for rows that sum up several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meetings: Option<u32>,
    /// Result in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub result: Text,
}

/// Which council.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouncilKind {
    /// Hội đồng Thi đua - Khen thưởng.
    Emulation,
    /// Hội đồng sáng kiến.
    Initiative,
    /// Hội đồng khoa học.
    Science,
}

/// What a council did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouncilEventKind {
    /// Thành lập.
    Established,
    /// Kiện toàn.
    Reconstituted,
    /// Họp.
    Met,
    /// Ban hành, sửa đổi quy chế.
    Rules,
}
