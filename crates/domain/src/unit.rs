//! Units through time: their dated names, parents and clusters, what became of them, and in which
//! periods they are expected to send.
//!
//! The unit that sends, the unit that is counted and the unit that exists today may be three
//! different ones, so nothing here is ever deleted: a unit ends by its last day, a successor is a
//! unit of its own, and units of predecessor provinces stand in the successor's agency.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::period::{Period, ReportingPeriod};
use crate::text::Text;
use crate::validity::{DatedName, Validity, name_on};

/// A unit that sends figures and text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// Code in files and on the command line.
    pub code: Code,
    /// Kind of unit, a code of the catalogue's `unit_kinds`; orders the units in tables.
    pub kind: Code,
    /// Official names with their days.
    #[schemars(length(min = 1))]
    pub names: Vec<DatedName>,
    /// Official order inside its kind.
    pub position: u32,
    /// Days on which the unit exists.
    #[serde(flatten)]
    pub validity: Validity,
    /// Bodies above it, with their days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Parent>,
    /// Periods in which it is expected otherwise than its days say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expectations: Vec<Expectation>,
}

/// A body above a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Parent {
    /// In which respect it is above.
    pub kind: ParentKind,
    /// Another unit of the agency; either this or `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Code>,
    /// A body outside the list: `UBND huyện Cư Jút`, `Sở Tài chính`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
    /// When.
    #[serde(flatten)]
    pub validity: Validity,
}

/// In which respect a body is above a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParentKind {
    /// It belongs to it (UBND huyện, sở): decides its awards.
    Administrative,
    /// It guides its work (Thanh tra tỉnh).
    Professional,
}

/// Whether a unit is expected to send for one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Expectation {
    /// The period.
    pub period: Period,
    /// False when nothing is expected.
    pub expected: bool,
    /// First day counted, when it is later than the period's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_from: Option<NaiveDate>,
    /// Last day counted, when it is earlier than the period's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_to: Option<NaiveDate>,
    /// Why.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub reason: Text,
}

/// A group for emulation: cụm or khối thi đua.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cluster {
    /// Code.
    pub code: Code,
    /// Cụm or khối.
    pub kind: ClusterKind,
    /// Names with their days: `Cụm thi đua số III`.
    #[schemars(length(min = 1))]
    pub names: Vec<DatedName>,
    /// When it exists.
    #[serde(flatten)]
    pub validity: Validity,
    /// Members with their days; a unit may be in several clusters at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
}

/// Kind of cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterKind {
    /// Cụm thi đua.
    Cluster,
    /// Khối thi đua.
    Block,
}

/// A member of a cluster for some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// A unit of the agency; either this or `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Code>,
    /// A body outside the list: `Thanh tra tỉnh Kon Tum`; the agency itself is named likewise.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
    /// Its part.
    #[serde(default)]
    pub role: ClusterRole,
    /// When.
    #[serde(flatten)]
    pub validity: Validity,
}

/// Part of a member in its cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterRole {
    /// Thành viên.
    #[default]
    Member,
    /// Cụm trưởng, Khối trưởng.
    Head,
    /// Cụm phó, Khối phó.
    Deputy,
}

/// What became of units on a day (sắp xếp, sáp nhập).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Succession {
    /// Code.
    pub code: Code,
    /// What happened.
    pub kind: SuccessionKind,
    /// First day on which it holds.
    pub effective_on: NaiveDate,
    /// Units that ended or were changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub predecessors: Vec<Code>,
    /// Units that follow them; none when they were abolished.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<Code>,
    /// Decision it rests on.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub decision: Text,
}

/// What became of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// Sáp nhập, hợp nhất: several become one.
    Merge,
    /// Chia, tách: one becomes several.
    Split,
    /// Đổi tên, with a new unit in the books.
    Rename,
    /// Giải thể, kết thúc hoạt động.
    Abolish,
}

impl SuccessionKind {
    /// True when so many predecessors and successors fit the kind.
    pub fn fits(self, predecessors: usize, successors: usize) -> bool {
        match self {
            Self::Merge => predecessors >= 1 && successors == 1,
            Self::Split => predecessors == 1 && successors >= 2,
            Self::Rename => predecessors == 1 && successors == 1,
            Self::Abolish => predecessors >= 1 && successors == 0,
        }
    }
}

impl Unit {
    /// The full name borne on `day`.
    pub fn name_on(&self, day: NaiveDate) -> &DatedName {
        name_on(&self.names, day).unwrap_or(&self.names[0])
    }

    /// True when the unit is expected to send for a period: an expectation says so, else it exists
    /// on the window's last day.
    pub fn expected_for(&self, period: &ReportingPeriod) -> bool {
        self.expectation(period.period).map_or_else(|| self.validity.covers(period.data_to), |stated| stated.expected)
    }

    /// What is stated for a period beside the unit's own days.
    pub fn expectation(&self, period: Period) -> Option<&Expectation> {
        self.expectations.iter().find(|expectation| expectation.period == period)
    }

    /// The parent of a kind on `day`.
    pub fn parent_on(&self, kind: ParentKind, day: NaiveDate) -> Option<&Parent> {
        self.parents.iter().find(|parent| parent.kind == kind && parent.validity.covers(day))
    }
}

impl Cluster {
    /// The name borne on `day`.
    pub fn name_on(&self, day: NaiveDate) -> &DatedName {
        name_on(&self.names, day).unwrap_or(&self.names[0])
    }

    /// Members on `day`, head and deputies first.
    pub fn members_on(&self, day: NaiveDate) -> Vec<&Member> {
        let mut members: Vec<&Member> = self.members.iter().filter(|member| member.validity.covers(day)).collect();
        members.sort_by_key(|member| match member.role {
            ClusterRole::Head => 0,
            ClusterRole::Deputy => 1,
            ClusterRole::Member => 2,
        });
        members
    }
}
