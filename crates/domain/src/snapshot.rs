//! The frozen inputs of one report version (bản chốt số liệu), with their SHA-256.
//!
//! A report is a pure function of a `Snapshot`; whoever keeps the snapshot can make the same
//! report again, whatever happened to the data since.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::agency::{Agency, Unit};
use crate::bundle::{AgencyTexts, Bundle};
use crate::catalogue::Catalogue;
use crate::period::{Period, ReportingPeriod};
use crate::submission::Submission;

/// Everything a report is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The agency.
    pub agency: Agency,
    /// All its units, expected or not.
    pub units: Vec<Unit>,
    /// The period reported.
    pub period: ReportingPeriod,
    /// The same period of the year before, when it is known.
    pub base_period: Option<ReportingPeriod>,
    /// The newest version of what each unit sent for the period.
    pub submissions: Vec<Submission>,
    /// The same for the year before.
    pub base_submissions: Vec<Submission>,
    /// The agency's own texts.
    pub texts: AgencyTexts,
    /// The catalogue rows in use.
    pub catalogue: Catalogue,
}

impl Snapshot {
    /// The snapshot that a store holding nothing but `bundle` would take; `None` without the period.
    pub fn of_bundle(bundle: &Bundle, period: Period, catalogue: Catalogue) -> Option<Self> {
        let stored = |wanted: Period| bundle.periods.iter().find(|known| known.period == wanted).cloned();
        let sent = |wanted: Option<Period>| {
            let submissions = bundle.submissions.iter().filter(|submission| Some(submission.period) == wanted);
            let mut sent: Vec<Submission> = submissions.map(|submission| Submission { version: 1, ..submission.clone() }).collect();
            sent.sort_by(|a, b| a.unit.cmp(&b.unit));
            sent
        };
        let base_period = period.same_period_last_year().and_then(stored);
        let mut units = bundle.units.clone();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        Some(Self {
            agency: bundle.agency.clone(),
            units,
            period: stored(period)?,
            submissions: sent(Some(period)),
            base_submissions: sent(base_period.as_ref().map(|base| base.period)),
            base_period,
            texts: bundle.texts.iter().find(|texts| texts.period == period).cloned().unwrap_or_else(|| AgencyTexts::empty(period)),
            catalogue,
        })
    }

    /// The canonical bytes: JSON with ordered maps and units and submissions in order of their codes.
    pub fn canonical(&self) -> Vec<u8> {
        let mut ordered = self.clone();
        ordered.units.sort_by(|a, b| a.code.cmp(&b.code));
        ordered.submissions.sort_by(|a, b| a.unit.cmp(&b.unit));
        ordered.base_submissions.sort_by(|a, b| a.unit.cmp(&b.unit));
        serde_json::to_vec(&ordered).unwrap_or_default()
    }

    /// SHA-256 of [`Self::canonical`], hexadecimal.
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(self.canonical()))
    }

    /// The instant of the newest input: what the files of the report carry as their date, so that
    /// the same inputs give the same bytes.
    pub fn as_of(&self) -> DateTime<Utc> {
        let newest = self.submissions.iter().filter_map(|submission| submission.submitted_at).max();
        newest.unwrap_or(self.period.due_at)
    }
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}
