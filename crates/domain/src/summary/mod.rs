//! The summary (tổng hợp): totals by unit, branch, kind and cluster, comparisons with the same period last
//! year and with the half before, who has sent, what was registered, what became of the last directions.
//!
//! `tally` adds up, `figure` is what comes of it: every figure knows its sources. `succession` tells for whom
//! those of merged units count. A plain value computed from a `Snapshot`; no sentence here.

mod awards;
mod content;
mod directions;
mod figure;
mod forms;
mod groups;
mod registration;
mod succession;
mod tally;
mod units;

use std::collections::BTreeMap;

pub use awards::{AWARD_LEVELS, AwardLine, AwardTally};
pub use directions::{DirectionOutcome, Verdict};
pub use figure::{Change, Figure, FigureKey, Part, Place, Previous, Source};
pub use forms::FormSummary;
pub use groups::{Group, GroupKind};
pub use registration::{QuotaExcess, RegistrationLine};
pub use units::{Basis, Standing, UnitLine};

use succession::Successors;
use tally::Inputs;

use crate::catalogue::{Phrase, PhraseFigure};
use crate::code::Code;
use crate::collation::VietnameseOrder;
use crate::period::ReportingPeriod;
use crate::snapshot::Snapshot;

/// Everything the sentences and tables of a report are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The period.
    pub period: ReportingPeriod,
    /// Units in official order.
    pub units: Vec<UnitLine>,
    /// From whom the figures come and with whom they are compared.
    pub basis: Basis,
    /// Groups of units for which totals stand.
    pub groups: Vec<Group>,
    /// Statistical forms that at least one unit sent.
    pub forms: Vec<FormSummary>,
    /// Award forms in order of rank, only those given in either period.
    pub awards: Vec<AwardLine>,
    /// What units registered for the year, in official order.
    pub registrations: Vec<RegistrationLine>,
    /// Registrations beyond headcount or quota.
    pub excesses: Vec<QuotaExcess>,
    /// What became of the directions of the half before.
    pub directions: Vec<DirectionOutcome>,
    /// All figures by key.
    figures: BTreeMap<FigureKey, Figure>,
}

impl Summary {
    /// Consolidates a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let order = VietnameseOrder::new();
        let units = units::lines(snapshot, &order);
        let ranks: BTreeMap<Code, usize> = units.iter().enumerate().map(|(rank, line)| (line.code.clone(), rank)).collect();
        let successors = Successors::of(snapshot);
        let basis = units::basis(snapshot, &units, &successors);
        let inputs = Inputs::of(snapshot, &ranks, &successors);
        let mut figures = BTreeMap::new();
        let forms = forms::summarise(&inputs, &mut figures);
        let awards = awards::summarise(&inputs, &mut figures);
        content::summarise(&inputs, &mut figures);
        sums(snapshot, &forms, &mut figures);
        let registrations = registration::lines(&inputs);
        let excesses = registration::excesses(&inputs, &registrations);
        let directions = directions::outcomes(snapshot, &snapshot.catalogue, &ranks, &successors, &figures);
        let period = snapshot.period.clone();
        Self { period, units, basis, groups: inputs.groups, forms, awards, registrations, excesses, directions, figures }
    }

    /// The figure with this key.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.get(key)
    }

    /// All figures by key.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.figures.values()
    }

    /// The figure of a sentence: a counted fact, a column, or a sum of columns.
    pub fn figure_of(&self, wanted: &PhraseFigure) -> Option<&Figure> {
        self.figure(&key_of(&self.forms, wanted)?)
    }

    /// The figure of the column with this meaning, in whatever form it stands.
    pub fn figure_meaning(&self, meaning: &str) -> Option<&Figure> {
        self.figure(&self.forms.iter().find_map(|form| form.key_of(meaning))?)
    }

    /// Units by their own part of a figure, highest first, equal ones in official order.
    pub fn ranking(&self, whole: &str) -> Vec<(&UnitLine, &Figure)> {
        let parts = self.units.iter().filter_map(|line| Some((line, self.figure(&format!("{whole}@{}", line.code))?)));
        let mut ranked: Vec<(&UnitLine, &Figure)> = parts.collect();
        ranked.sort_by_key(|(_, figure)| std::cmp::Reverse(figure.value));
        ranked
    }
}

/// The key of a sentence's figure; columns that no unit sent are passed over.
fn key_of(forms: &[FormSummary], wanted: &PhraseFigure) -> Option<String> {
    if !wanted.fact.is_empty() {
        return Some(wanted.fact.to_string());
    }
    let keys: Vec<String> =
        wanted.meanings.iter().filter_map(|meaning| forms.iter().find_map(|form| form.key_of(meaning.as_str()))).collect();
    (!keys.is_empty()).then(|| keys.join("+"))
}

/// Sums of columns that sentences speak of.
fn sums(snapshot: &Snapshot, forms: &[FormSummary], figures: &mut BTreeMap<FigureKey, Figure>) {
    let day = snapshot.period.data_to;
    let in_force = snapshot.catalogue.phrases.iter().filter(|row| row.validity.covers(day));
    for wanted in in_force.flat_map(|row: &Phrase| row.figures.iter().chain(&row.of).chain(&row.parts).chain(&row.closed)) {
        let Some(key) = key_of(forms, wanted).filter(|key| key.contains('+')) else { continue };
        let parts: Option<Vec<&Figure>> = key.split('+').map(|part| figures.get(part)).collect();
        let Some(parts) = parts else { continue };
        let label = parts.iter().map(|part| part.label.as_str()).collect::<Vec<_>>().join(" + ");
        let noun = if wanted.noun.is_empty() { parts[0].noun.clone() } else { wanted.noun.clone() };
        if let Some(sum) = Figure::sum(key, label, noun, &parts) {
            figure::keep(figures, sum);
        }
    }
}

#[cfg(test)]
mod tests;
