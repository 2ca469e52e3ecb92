//! The JSON bundle: how data comes in (and how the seeds are kept). Format: `docs/bundle.md`.
//!
//! `reader` walks the JSON and collects every finding with its path; `decode` turns the walk into
//! domain values; `check` holds them against each other and the catalogue. Nothing is written here:
//! a bundle with one blocking finding is refused whole.

mod check;
mod decode;
mod decode_content;
mod drawable;
mod finding;
mod reader;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use finding::{Expected, Finding, Level, Problem};

use crate::agency::{Agency, Unit};
use crate::catalogue::Catalogue;
use crate::period::{Period, ReportingPeriod};
use crate::submission::Submission;
use crate::text::Text;

/// The format this program reads.
pub const FORMAT: &str = "thidua-bundle/1";

/// Everything one file brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The agency.
    pub agency: Agency,
    /// Its units.
    pub units: Vec<Unit>,
    /// Its periods.
    pub periods: Vec<ReportingPeriod>,
    /// The agency's own texts, by period.
    pub texts: Vec<AgencyTexts>,
    /// What the units sent.
    pub submissions: Vec<Submission>,
}

/// What the agency itself writes for one period's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyTexts {
    /// The period.
    pub period: Period,
    /// The request that is answered, as it stands after "Thực hiện"; empty when there was none.
    pub request: Text,
    /// Paragraphs by section of the outline.
    pub sections: BTreeMap<Text, Vec<Text>>,
}

impl AgencyTexts {
    /// No texts for `period`.
    pub fn empty(period: Period) -> Self {
        Self { period, request: Text::default(), sections: BTreeMap::new() }
    }
}

/// A bundle that may be taken in, with what was noticed.
#[derive(Debug)]
pub struct Checked {
    /// The data.
    pub bundle: Bundle,
    /// Warnings; none of them blocks.
    pub warnings: Vec<Finding>,
}

/// Reads and checks a bundle; characters are taken to be printable.
///
/// # Errors
/// All findings, blocking and not, when at least one blocks.
pub fn read(json: &[u8], catalogue: &Catalogue) -> Result<Checked, Vec<Finding>> {
    read_for(json, catalogue, &|_| true)
}

/// Reads and checks a bundle for faces that can print the characters of `drawable`.
///
/// # Errors
/// All findings, blocking and not, when at least one blocks.
pub fn read_for(json: &[u8], catalogue: &Catalogue, drawable: &dyn Fn(char) -> bool) -> Result<Checked, Vec<Finding>> {
    let (bundle, mut findings) = decode::bundle(json);
    findings.extend(drawable::undrawable(json, drawable));
    if let Some(bundle) = &bundle {
        findings.extend(check::bundle(bundle, catalogue));
    }
    match bundle {
        Some(bundle) if findings.iter().all(|finding| finding.level() == Level::Warn) => Ok(Checked { bundle, warnings: findings }),
        _ => Err(findings),
    }
}

#[cfg(test)]
mod tests;
