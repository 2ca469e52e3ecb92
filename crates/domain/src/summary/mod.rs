//! The summary (tổng hợp): totals, comparisons with the same period last year, who has sent.
//! Every figure knows its sources; `succession` tells for whom those of merged units count. A plain value computed from a `Snapshot`; no sentence here.

mod awards;
mod figure;
mod forms;
mod succession;
mod units;

use std::collections::BTreeMap;

pub use awards::{AWARD_LEVELS, AwardLine, AwardTally};
pub use figure::{Change, Figure, FigureKey, Place, Source};
pub use forms::FormSummary;
pub use units::{Basis, Standing, UnitLine};

use succession::Successors;

use crate::catalogue::Catalogue;
use crate::collation::VietnameseOrder;
use crate::period::ReportingPeriod;
use crate::snapshot::Snapshot;
use crate::submission::Submission;

/// Everything the sentences and tables of a report are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The period.
    pub period: ReportingPeriod,
    /// Units in official order.
    pub units: Vec<UnitLine>,
    /// From whom the figures come and with whom they are compared.
    pub basis: Basis,
    /// Statistical forms that at least one unit sent.
    pub forms: Vec<FormSummary>,
    /// Award forms in order of rank, only those given in either period.
    pub awards: Vec<AwardLine>,
    /// All figures by key.
    figures: BTreeMap<FigureKey, Figure>,
}

/// Which of the two periods a submission belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Now,
    Base,
}

/// What the parts of the summary are computed from: counting submissions of both periods.
struct Inputs<'a> {
    snapshot: &'a Snapshot,
    catalogue: &'a Catalogue,
    basis: &'a Basis,
    successors: &'a Successors,
    now: Vec<&'a Submission>,
    base: Vec<&'a Submission>,
}

/// Submissions that count, in official order of their units.
fn counting<'a>(submissions: &'a [Submission], units: &[UnitLine]) -> Vec<&'a Submission> {
    let rank = |submission: &Submission| units.iter().position(|line| line.code == submission.unit).unwrap_or(usize::MAX);
    let mut counting: Vec<&Submission> = submissions.iter().filter(|submission| submission.state.counts()).collect();
    counting.sort_by_cached_key(|submission| (rank(submission), submission.unit.clone()));
    counting
}

impl Summary {
    /// Consolidates a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let order = VietnameseOrder::new();
        let units = units::lines(snapshot, &order);
        let successors = Successors::of(snapshot);
        let basis = units::basis(snapshot, &units, &successors);
        let inputs = Inputs {
            snapshot,
            catalogue: &snapshot.catalogue,
            basis: &basis,
            successors: &successors,
            now: counting(&snapshot.submissions, &units),
            base: counting(&snapshot.base_submissions, &units),
        };
        let mut figures = BTreeMap::new();
        let forms = forms::summarise(&inputs, &mut figures);
        let awards = awards::summarise(&inputs, &mut figures);
        units::documents(&inputs, &mut figures);
        Self { period: snapshot.period.clone(), units, basis, forms, awards, figures }
    }

    /// The figure with this key.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.get(key)
    }

    /// All figures by key.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.figures.values()
    }
}

#[cfg(test)]
mod tests;
