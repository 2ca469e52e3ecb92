//! The frozen inputs of one report version (bản chốt số liệu), with their SHA-256.
//!
//! A report is a pure function of a `Snapshot`; whoever keeps the snapshot can make the same
//! report again, whatever happened to the data since.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::agency::Agency;
use crate::bundle::{AgencyTexts, Bundle};
use crate::catalogue::Catalogue;
use crate::code::Code;
use crate::period::{Period, ReportingPeriod};
use crate::submission::Submission;
use crate::unit::{Cluster, Succession, Unit};

/// Everything a report is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The agency.
    pub agency: Agency,
    /// All its units, expected or not.
    pub units: Vec<Unit>,
    /// Clusters and blocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Cluster>,
    /// What became of units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successions: Vec<Succession>,
    /// The period reported.
    pub period: ReportingPeriod,
    /// The same period of the year before, when it is known.
    pub base_period: Option<ReportingPeriod>,
    /// The newest version of what each unit sent for the period.
    pub submissions: Vec<Submission>,
    /// The same for the year before.
    pub base_submissions: Vec<Submission>,
    /// What the issued report of the year before was made from, of units whose data has changed since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub base_as_issued: Vec<Submission>,
    /// The other half right before, when it is known; a year has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_period: Option<ReportingPeriod>,
    /// The newest version of what each unit sent for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previous_submissions: Vec<Submission>,
    /// The agency's own texts.
    pub texts: AgencyTexts,
    /// The catalogue rows in use.
    pub catalogue: Catalogue,
}

/// What a snapshot is taken of; the store gathers it, [`Snapshot::take`] freezes it.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The agency.
    pub agency: Agency,
    /// Its units.
    pub units: Vec<Unit>,
    /// Clusters and blocks.
    pub clusters: Vec<Cluster>,
    /// What became of units.
    pub successions: Vec<Succession>,
    /// The period reported.
    pub period: ReportingPeriod,
    /// The same period of the year before.
    pub base_period: Option<ReportingPeriod>,
    /// The newest version of what each unit sent.
    pub submissions: Vec<Submission>,
    /// The same for the year before.
    pub base_submissions: Vec<Submission>,
    /// What the report of the year before was issued with; empty when none was.
    pub base_as_issued: Vec<Submission>,
    /// The other half right before.
    pub previous_period: Option<ReportingPeriod>,
    /// The newest version of what each unit sent for it.
    pub previous_submissions: Vec<Submission>,
    /// The agency's own texts.
    pub texts: AgencyTexts,
    /// All catalogue rows.
    pub catalogue: Catalogue,
}

impl Snapshot {
    /// The snapshot that a store holding nothing but `bundle` would take; `None` without the period.
    pub fn of_bundle(bundle: &Bundle, period: Period, catalogue: Catalogue) -> Option<Self> {
        let stored = |wanted: Period| bundle.periods.iter().find(|known| known.period == wanted).cloned();
        let sent = |wanted: Option<Period>| {
            let submissions = bundle.submissions.iter().filter(|submission| Some(submission.period) == wanted);
            submissions.map(|submission| Submission { version: 1, ..submission.clone() }).collect::<Vec<_>>()
        };
        let base_period = period.same_period_last_year().and_then(stored);
        let previous_period = period.other_half_before().and_then(stored);
        Some(Self::take(Inputs {
            agency: bundle.agency.clone(),
            units: bundle.units.clone(),
            clusters: bundle.clusters.clone(),
            successions: bundle.successions.clone(),
            period: stored(period)?,
            submissions: sent(Some(period)),
            base_submissions: sent(base_period.as_ref().map(|base| base.period)),
            base_as_issued: Vec::new(),
            base_period,
            previous_submissions: sent(previous_period.as_ref().map(|previous| previous.period)),
            previous_period,
            texts: bundle.texts.iter().find(|texts| texts.period == period).cloned().unwrap_or_else(|| AgencyTexts::empty(period)),
            catalogue,
        }))
    }

    /// Freezes inputs: lists in order of their codes, of the catalogue what the report can depend on.
    pub fn take(inputs: Inputs) -> Self {
        let Inputs {
            agency,
            mut units,
            mut clusters,
            mut successions,
            period,
            base_period,
            mut submissions,
            mut base_submissions,
            mut base_as_issued,
            previous_period,
            mut previous_submissions,
            texts,
            catalogue,
        } = inputs;
        units.sort_by(|a, b| a.code.cmp(&b.code));
        clusters.sort_by(|a, b| a.code.cmp(&b.code));
        successions.sort_by(|a, b| a.code.cmp(&b.code));
        submissions.sort_by(|a, b| a.unit.cmp(&b.unit));
        base_submissions.sort_by(|a, b| a.unit.cmp(&b.unit));
        previous_submissions.sort_by(|a, b| a.unit.cmp(&b.unit));
        base_as_issued.retain(|issued| base_submissions.iter().any(|now| now.unit == issued.unit && !now.same_data(issued)));
        base_as_issued.sort_by(|a, b| a.unit.cmp(&b.unit));
        let sent = submissions.iter().chain(&base_submissions).chain(&previous_submissions);
        let used: BTreeSet<&Code> = sent.flat_map(|submission| submission.figures.keys().chain(submission.content.lists.keys())).collect();
        let days: Vec<NaiveDate> =
            [Some(&period), base_period.as_ref(), previous_period.as_ref()].into_iter().flatten().map(|period| period.data_to).collect();
        let catalogue = catalogue.frozen(&used, &days);
        Self {
            agency,
            units,
            clusters,
            successions,
            period,
            base_period,
            submissions,
            base_submissions,
            base_as_issued,
            previous_period,
            previous_submissions,
            texts,
            catalogue,
        }
    }

    /// The canonical bytes: JSON with ordered maps; the lists are in order since [`Self::take`].
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
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
