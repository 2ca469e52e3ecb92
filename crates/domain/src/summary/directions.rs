//! What became of the directions of the half before: their targets against the totals of this half.

use std::collections::BTreeMap;

use super::figure::{Figure, FigureKey};
use crate::catalogue::Catalogue;
use crate::quantity::Quantity;
use crate::snapshot::Snapshot;
use crate::submission::{Direction, DirectionTarget, TargetRule};
use crate::text::{Text, same_wording};

/// A direction of the half before with its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectionOutcome {
    /// The task.
    pub text: Text,
    /// Unit of measure of its target.
    pub unit: Text,
    /// What was to be reached; `None`: nothing that can be measured.
    pub plan: Option<Quantity>,
    /// The figure of this half that measures it.
    pub result: Option<FigureKey>,
    /// What became of it.
    pub verdict: Verdict,
}

/// Whether a direction was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Đạt.
    Met,
    /// Chưa đạt.
    NotMet,
    /// Không đo được.
    NotMeasured,
}

/// The directions of the half before, the same words once, in official order of their units.
pub(super) fn outcomes(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    ranks: &BTreeMap<crate::code::Code, usize>,
    figures: &BTreeMap<FigureKey, Figure>,
) -> Vec<DirectionOutcome> {
    let Some(previous) = &snapshot.previous_period else { return Vec::new() };
    let mut submissions: Vec<_> = snapshot.previous_submissions.iter().filter(|submission| submission.state.counts()).collect();
    submissions.sort_by_key(|submission| (ranks.get(&submission.unit).copied().unwrap_or(usize::MAX), submission.unit.clone()));
    let mut known: Vec<String> = Vec::new();
    let mut outcomes = Vec::new();
    for direction in submissions.into_iter().flat_map(|submission| &submission.content.directions) {
        let wording = same_wording(&direction.text);
        if known.contains(&wording) {
            continue;
        }
        known.push(wording);
        let key = direction.target.as_ref().and_then(|target| measured_by(catalogue, snapshot, previous.data_to, target));
        let figure = key.as_ref().and_then(|key| figures.get(key.as_str()));
        outcomes.push(outcome(direction, figure));
    }
    outcomes
}

/// The key of the total that measures a target now: its column, or in another circular the one of the same meaning.
fn measured_by(catalogue: &Catalogue, snapshot: &Snapshot, then: chrono::NaiveDate, target: &DirectionTarget) -> Option<String> {
    let (form, column) = (target.form.as_ref()?, target.column?);
    let form = catalogue.form(form.as_str(), then)?;
    let (form, column) = catalogue.same_meaning(form, form.column(column)?, snapshot.period.data_to)?;
    Some(format!("{form}:{column}"))
}

fn outcome(direction: &Direction, figure: Option<&Figure>) -> DirectionOutcome {
    let target = direction.target.as_ref();
    let verdict = match (target, figure) {
        (Some(target), Some(figure)) => match target.rule {
            TargetRule::Cumulative | TargetRule::AtLeast if figure.value >= target.plan => Verdict::Met,
            TargetRule::AtMost if figure.value <= target.plan => Verdict::Met,
            TargetRule::Qualitative => Verdict::NotMeasured,
            _ => Verdict::NotMet,
        },
        _ => Verdict::NotMeasured,
    };
    DirectionOutcome {
        text: direction.text.clone(),
        unit: direction.unit.clone(),
        plan: target.map(|target| target.plan),
        result: figure.map(|figure| figure.key.clone()),
        verdict,
    }
}
