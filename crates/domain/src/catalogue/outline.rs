//! Report outlines: headings, their order, what each section says, which annexes follow.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;
use crate::validity::Validity;

/// An outline for some parts of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outline {
    /// Identifier.
    pub code: Text,
    /// For which periods: `H1`, `H2`, `year`.
    pub parts: Vec<Text>,
    /// Agencies whose outline it is; none named: all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<Code>,
    /// When it holds, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
    /// Subject line (trích yếu) and the sentence frame built on it.
    pub title: TitleRow,
    /// Sections in order.
    pub sections: Vec<SectionRow>,
    /// Annexes in order.
    pub annexes: Vec<AnnexRow>,
}

/// The subject of the report. `{ky}` stands for this period, `{ky_sau}` for the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TitleRow {
    /// Printed lines of the subject.
    pub lines: Vec<Text>,
    /// What is reported, as it stands after "báo cáo": `kết quả công tác thi đua, khen thưởng {ky}`.
    pub reported: Text,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SectionRow {
    /// Identifier that an agency's own texts name.
    pub id: Text,
    /// Depth from 1.
    pub level: u8,
    /// Heading; `{ky}` and `{ky_sau}` as above.
    pub heading: Text,
    /// When this section stands in reports, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
    /// What it says, in order.
    #[serde(default)]
    pub content: Vec<ContentKind>,
    /// What happens when there is nothing to say.
    #[serde(default)]
    pub when_empty: WhenEmpty,
}

/// A kind of content that the program can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContentKind {
    /// The agency's own text for this section.
    OwnText,
    /// Sentences over figures: the catalogue's phrases for this section.
    Indicators,
    /// Laws that govern emulation, and how they were made known.
    Disseminations,
    /// Documents issued.
    Documents,
    /// Movements launched and pacts signed.
    Launches,
    /// Titles registered for the year.
    Registrations,
    /// Councils re-formed and in session.
    Councils,
    /// Inspections (form 01/TTr).
    Inspections,
    /// The year's inspection plan.
    InspectionPlan,
    /// Results of movements and pact targets.
    Movements,
    /// Activities of clusters and blocks.
    Clusters,
    /// Advanced examples, initiatives, standards of ethics.
    Models,
    /// Awards.
    Awards,
    /// What became of the directions of the half before.
    PastDirections,
    /// Ưu điểm.
    Strengths,
    /// Tồn tại, hạn chế.
    Limitations,
    /// Nguyên nhân khách quan.
    ExternalCauses,
    /// Nguyên nhân chủ quan.
    InternalCauses,
    /// Phương hướng, nhiệm vụ.
    Directions,
    /// Kiến nghị, đề xuất.
    Proposals,
    /// Chart: inspections by unit.
    InspectionsChart,
    /// Chart: awards by form and recipient.
    AwardsChart,
    /// Chart: progress of the year's targets.
    PlanChart,
}

/// What happens to a section without content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenEmpty {
    /// It is left out with its heading.
    #[default]
    Omit,
    /// It says "Không có."
    SayNone,
    /// It says "Không phát sinh."
    SayNothingOccurred,
}

/// An annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnnexRow {
    /// Which table.
    pub kind: AnnexKind,
    /// Title, printed in capitals.
    pub title: Text,
    /// Who signs at the foot, from the left: `Người lập biểu`, `Thủ trưởng đơn vị`; none: nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Text>,
}

/// A table the program can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnnexKind {
    /// Tổng hợp kết quả khen thưởng.
    Awards,
    /// Danh mục phong trào thi đua.
    Movements,
    /// Kết quả thực hiện chỉ tiêu thi đua, giao ước.
    Targets,
    /// Kết quả nhiệm vụ chuyên môn theo đơn vị: one table a form.
    Inspections,
    /// Đăng ký danh hiệu thi đua.
    Registrations,
    /// Tình hình nộp báo cáo.
    Completeness,
}
