//! The JSON bundle: how data comes in and goes out (and how the seeds are kept). Format: `docs/bundle.md`.
//!
//! `written` has the types as they stand in the file, `decode` reads them piece by piece, `check` holds
//! the values against each other and the catalogue, `canonical` writes them in one way only. Nothing
//! is stored here: a bundle with one blocking finding is refused whole.

mod canonical;
mod check;
mod decode;
mod mend;
mod rules;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::input::finding::{Expected, Finding, Level, Problem, RowProblem, Sum};

use crate::agency::Agency;
use crate::catalogue::Catalogue;
use crate::code::Code;
use crate::contact::Contact;
use crate::input::finding::Findings;
use crate::period::{Period, ReportingPeriod};
use crate::submission::Submission;
use crate::text::Text;
use crate::unit::{Cluster, Succession, Unit};

/// The format this program reads and writes.
pub const FORMAT: &str = "thidua-bundle/1";

/// Everything one file brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The agency.
    pub agency: Agency,
    /// Its units.
    pub units: Vec<Unit>,
    /// Clusters and blocks.
    pub clusters: Vec<Cluster>,
    /// What became of units.
    pub successions: Vec<Succession>,
    /// People who are told something by e-mail.
    pub contacts: Vec<Contact>,
    /// Its periods.
    pub periods: Vec<ReportingPeriod>,
    /// The agency's own texts, by period.
    pub texts: Vec<AgencyTexts>,
    /// What the units sent.
    pub submissions: Vec<Submission>,
}

/// What the agency itself writes for one period's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgencyTexts {
    /// The period.
    pub period: Period,
    /// The request that is answered, as it stands after "Thực hiện"; left out when there was none.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub request: Text,
    /// Paragraphs by section of the outline.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<Text, Vec<Text>>,
    /// Stamps of secrecy and urgency on the report, codes of the layout profile: `urgent`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamps: Vec<Code>,
    /// An officer's words in the place of generated paragraphs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replacements: Vec<Replacement>,
    /// Changes to the outline for this report.
    #[serde(default, skip_serializing_if = "OutlineChanges::is_empty")]
    pub outline: OutlineChanges,
}

/// An officer's words in the place of one generated paragraph; the generated one is kept beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Replacement {
    /// Key of the paragraph: `inspections.performed`.
    pub paragraph: Text,
    /// What is printed instead.
    pub text: Text,
    /// Who wrote it.
    pub author: Text,
    /// Why.
    pub reason: Text,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_at: Option<DateTime<Utc>>,
    /// Hash of the facts that the paragraph rested on then; left out: nobody is told when they change.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub facts: Text,
}

/// Changes to the outline for one report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OutlineChanges {
    /// Sections left out, with those below them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Text>,
    /// Sections added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<AddedSection>,
    /// Sections moved, with those below them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<MovedSection>,
}

/// A section that one report has and the outline does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AddedSection {
    /// Identifier, none of the outline's.
    pub id: Text,
    /// The section behind which it stands, with those below that one.
    pub after: Text,
    /// Depth from 1.
    #[schemars(range(min = 1, max = 4))]
    pub level: u8,
    /// Heading.
    pub heading: Text,
    /// What it says.
    #[schemars(length(min = 1))]
    pub paragraphs: Vec<Text>,
}

/// A section that stands elsewhere in one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MovedSection {
    /// The section.
    pub section: Text,
    /// The section behind which it stands now.
    pub after: Text,
}

impl OutlineChanges {
    /// True when the outline stays as it is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl AgencyTexts {
    /// No texts for `period`.
    pub fn empty(period: Period) -> Self {
        Self {
            period,
            request: Text::default(),
            sections: BTreeMap::new(),
            stamps: Vec::new(),
            replacements: Vec::new(),
            outline: OutlineChanges::default(),
        }
    }
}

/// How a file is read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The rows it is held against.
    pub catalogue: &'a Catalogue,
    /// Whether the faces of the report can print a character.
    pub drawable: &'a dyn Fn(char) -> bool,
    /// Accept the conversions of TCVN3 and VNI text.
    pub convert_legacy: bool,
    /// The present, which tells the periods whose time is over; nothing is said of lateness without it.
    pub now: Option<DateTime<Utc>>,
}

impl<'a> Reading<'a> {
    /// Any character is taken to be printable, and legacy text is refused.
    pub fn plain(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, drawable: &|_| true, convert_legacy: false, now: None }
    }
}

/// A bundle that may be taken in, with what was noticed.
#[derive(Debug)]
pub struct Checked {
    /// The data.
    pub bundle: Bundle,
    /// Warnings and repairs; none of them blocks.
    pub notes: Vec<Finding>,
}

/// Reads and checks a bundle.
///
/// # Errors
/// All findings, blocking and not, when at least one blocks.
pub fn read(json: &[u8], reading: &Reading<'_>) -> Result<Checked, Vec<Finding>> {
    finish(decode::bundle(json, reading, None), reading)
}

/// Reads and checks a bundle that another reader (the workbook's) made as a JSON value. `unread` names
/// the fields of the last submission, `awards` or `figures."01/TTr"`, of which that reader could not
/// read everything, so that no rule takes what is not there for nothing.
///
/// # Errors
/// As [`read`].
pub fn read_value(value: &serde_json::Value, reading: &Reading<'_>, unread: &BTreeSet<String>) -> Result<Checked, Vec<Finding>> {
    let json = serde_json::to_vec(value).unwrap_or_default();
    let last = value["submissions"].as_array().and_then(|list| list.len().checked_sub(1));
    finish(decode::bundle(&json, reading, last.map(|index| (index, unread))), reading)
}

fn finish((decoded, mut findings): (Option<decode::Decoded>, Findings), reading: &Reading<'_>) -> Result<Checked, Vec<Finding>> {
    let bundle = decoded.map(|decoded| {
        check::bundle(&decoded, reading.catalogue, reading.now, &mut findings);
        decoded.bundle
    });
    match bundle {
        Some(bundle) if !findings.block() => Ok(Checked { bundle, notes: findings.into_list() }),
        _ => Err(findings.into_list()),
    }
}

/// What the rules say of data that is stored already, all of it, by the paths that its canonical form would have.
pub fn findings(bundle: &Bundle, catalogue: &Catalogue) -> Vec<Finding> {
    let places = (0..bundle.submissions.len()).map(|index| rules::Place { index, holes: BTreeSet::new() }).collect();
    let decoded = decode::Decoded { bundle: bundle.clone(), places, complete: true, whole: true };
    let mut findings = Findings::unbounded();
    check::bundle(&decoded, catalogue, None, &mut findings);
    findings.into_list()
}

/// The JSON Schema of the format, made from the types that read it.
pub fn schema() -> serde_json::Value {
    let mut schema = written::shape().schema().clone();
    schema["$id"] = FORMAT.into();
    schema
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;
