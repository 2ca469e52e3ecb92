//! What became of the directions of the half before: the agency's own targets against the totals, those of a unit
//! against what that unit sent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::figure::{Figure, FigureKey};
use super::succession::Successors;
use crate::catalogue::{Catalogue, find};
use crate::code::Code;
use crate::period::Part;
use crate::quantity::Quantity;
use crate::snapshot::Snapshot;
use crate::submission::{Direction, DirectionTarget, Submission, TargetRule};
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
    /// The unit whose task it is; `None`: the agency's.
    pub of: Option<Code>,
    /// What is held against the plan: the figure, and for a target of the whole year that of the year's halves.
    pub reached: Option<Quantity>,
    /// The day by which it is to be done, when that is still ahead.
    pub due: Option<NaiveDate>,
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
    /// Chưa đến hạn.
    NotDue,
    /// Không đo được.
    NotMeasured,
}

/// The directions of the half before, the same words once, in official order of their units.
pub(super) fn outcomes(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    ranks: &BTreeMap<Code, usize>,
    successors: &Successors,
    figures: &BTreeMap<FigureKey, Figure>,
) -> Vec<DirectionOutcome> {
    let Some(previous) = &snapshot.previous_period else { return Vec::new() };
    let mut submissions: Vec<_> = snapshot.previous_submissions.iter().filter(|submission| submission.state.counts()).collect();
    submissions.sort_by_key(|submission| (ranks.get(&submission.unit).copied().unwrap_or(usize::MAX), submission.unit.clone()));
    let kinds: BTreeMap<&Code, &Code> = snapshot.units.iter().map(|unit| (&unit.code, &unit.kind)).collect();
    let of_agency = |unit: &Code| {
        let kind = kinds.get(unit).and_then(|kind| find(&catalogue.unit_kinds, kind.as_str(), snapshot.period.data_to));
        kind.and_then(|row| row.branch.as_ref()).is_some_and(|branch| branch.as_str() == AGENCY)
    };
    let mut known: BTreeSet<(String, Option<Code>, Option<String>)> = BTreeSet::new();
    let mut outcomes = Vec::new();
    for submission in &submissions {
        for direction in &submission.content.directions {
            let measured = direction.target.as_ref().and_then(|target| {
                let key = measured_by(catalogue, snapshot, previous.data_to, target)?;
                let unit = (!of_agency(&submission.unit)).then(|| successors.counts_for(&submission.unit));
                let key = unit.as_ref().map_or_else(|| key.clone(), |unit| format!("{key}@{unit}"));
                Some((figures.get(key.as_str())?, unit, target))
            });
            let unit = measured.as_ref().and_then(|(_, unit, _)| unit.clone());
            let target = measured.as_ref().map(|(figure, _, target)| format!("{} {:?} {}", figure.key, target.rule, target.plan));
            if known.insert((same_wording(&direction.text), unit.clone(), target)) {
                let before = measured.as_ref().map(|(_, _, target)| sent_before(&submissions, submission, target, unit.is_some()));
                outcomes.push(outcome(snapshot, direction, measured.map(|(figure, _, target)| (figure, target)), before, unit));
            }
        }
    }
    outcomes
}

/// The branch of the agency's own rooms; what they set out to do is the agency's task.
const AGENCY: &str = "agency";

/// What the half before had reached of a target: the unit alone, or all.
fn sent_before(all: &[&Submission], of: &Submission, target: &DirectionTarget, alone: bool) -> Quantity {
    let (Some(form), Some(column)) = (&target.form, target.column) else { return Quantity::ZERO };
    let value = |submission: &&&Submission| submission.figures.get(form).and_then(|row| row.get(&column)).copied();
    all.iter().filter(|one| !alone || one.unit == of.unit).filter_map(|one| value(&one)).sum()
}

/// The key of the total that measures a target now: its column, or in another circular the one of the same meaning.
fn measured_by(catalogue: &Catalogue, snapshot: &Snapshot, then: NaiveDate, target: &DirectionTarget) -> Option<String> {
    let (form, column) = (target.form.as_ref()?, target.column?);
    let form = catalogue.form(form.as_str(), then)?;
    let (form, column) = catalogue.same_meaning(form, form.column(column)?, snapshot.period.data_to)?;
    Some(format!("{form}:{column}"))
}

fn outcome(
    snapshot: &Snapshot,
    direction: &Direction,
    measured: Option<(&Figure, &DirectionTarget)>,
    before: Option<Quantity>,
    of: Option<Code>,
) -> DirectionOutcome {
    let now = snapshot.period.period;
    // A target of the whole year has grown since January: the second half of a year adds its first.
    let of_year = |target: &DirectionTarget| {
        let same_year = snapshot.previous_period.as_ref().is_some_and(|previous| previous.period.year() == now.year());
        target.rule == TargetRule::Cumulative && same_year
    };
    let reached = measured.map(|(figure, target)| if of_year(target) { figure.value + before.unwrap_or_default() } else { figure.value });
    let due = direction.due.filter(|due| *due > snapshot.period.data_to);
    let growing = |target: &DirectionTarget| matches!(target.rule, TargetRule::Cumulative | TargetRule::AtLeast);
    let verdict = match (measured, reached) {
        (Some((_, target)), Some(reached)) => match target.rule {
            TargetRule::Cumulative | TargetRule::AtLeast if reached >= target.plan => Verdict::Met,
            TargetRule::AtMost if reached <= target.plan => Verdict::Met,
            TargetRule::Qualitative => Verdict::NotMeasured,
            _ if growing(target) && due.is_some() => Verdict::NotDue,
            // A year's target without a day of its own is due when the year ends.
            TargetRule::Cumulative if direction.due.is_none() && now.part() == Part::FirstHalf => Verdict::NotDue,
            _ => Verdict::NotMet,
        },
        _ => Verdict::NotMeasured,
    };
    let target = direction.target.as_ref();
    let figure = measured.map(|(figure, _)| figure);
    DirectionOutcome {
        text: direction.text.clone(),
        unit: direction.unit.clone(),
        plan: target.map(|target| target.plan),
        result: figure.map(|figure| figure.key.clone()),
        of,
        reached,
        due,
        verdict,
    }
}
