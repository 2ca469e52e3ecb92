//! What charts say: inspections by unit, awards by form and recipient, progress of the year's targets.

use super::house::House;
use super::numbers::{number, percent};
use crate::catalogue::{ContentKind, meaning};
use crate::quantity::Quantity;
use crate::snapshot::Snapshot;
use crate::submission::{Recipient, Scope, TargetRule};
use crate::summary::Summary;

/// Bars in groups of one or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// What is shown.
    pub title: String,
    /// Name of the first bars.
    pub first: String,
    /// Name of the second bars; `None` when there is one bar a group.
    pub second: Option<String>,
    /// Groups.
    pub rows: Vec<Bar>,
}

/// A group: a unit, an award form, a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// Length of the first bar.
    pub first: u64,
    /// Its value in words.
    pub first_text: String,
    /// Length of the second bar.
    pub second: Option<u64>,
    /// Its value in words.
    pub second_text: String,
}

/// Every chart that has something to show.
pub fn all(snapshot: &Snapshot, summary: &Summary) -> Vec<Bars> {
    [ContentKind::InspectionsChart, ContentKind::AwardsChart, ContentKind::PlanChart]
        .into_iter()
        .filter_map(|kind| of(kind, snapshot, summary))
        .collect()
}

/// The chart of a kind of content; `None` for other kinds and without data.
pub fn of(kind: ContentKind, snapshot: &Snapshot, summary: &Summary) -> Option<Bars> {
    match kind {
        ContentKind::InspectionsChart => inspections_by_unit(snapshot, summary),
        ContentKind::AwardsChart => awards_by_form(snapshot, summary),
        ContentKind::PlanChart => plan_progress(snapshot, summary),
        _ => None,
    }
}

/// Inspections by unit, for units with any in either period.
fn inspections_by_unit(snapshot: &Snapshot, summary: &Summary) -> Option<Bars> {
    let house = House::of(&snapshot.catalogue, &snapshot.agency.code, snapshot.period.data_to);
    let form = summary.forms.first()?;
    let column = form.form.column_of(meaning::PERFORMED_TOTAL)?;
    let rows: Vec<Bar> = summary
        .units
        .iter()
        .filter_map(|line| {
            let figure = summary.figure(&form.unit_key(column.number, &line.code))?;
            let some = !figure.value.is_zero() || figure.base.is_some_and(|base| !base.is_zero());
            some.then(|| Bar {
                label: line.short.to_string(),
                first: hundredths(figure.value),
                first_text: house.amount(figure.value, figure.counting, &figure.noun),
                second: figure.base.map(hundredths),
                second_text: figure.base.map_or_else(String::new, |base| house.amount(base, figure.counting, &figure.noun)),
            })
        })
        .collect();
    let wording = super::dates::Wording::of(summary.period.period);
    let base = rows.iter().any(|row| row.second.is_some()).then(|| wording.base_bare.clone());
    (!rows.is_empty()).then(|| Bars {
        title: format!("Số cuộc thanh tra theo đơn vị, {}", wording.this),
        first: crate::text::capitalise(&wording.this),
        second: base.map(|base| crate::text::capitalise(&base)),
        rows,
    })
}

/// Awards of the period by form: collectives beside individuals.
fn awards_by_form(snapshot: &Snapshot, summary: &Summary) -> Option<Bars> {
    let row = |line: &crate::summary::AwardLine| {
        let (collectives, individuals) = (line.now.collectives(), line.now.individuals() + line.now.of(Recipient::Household));
        (line.now.total() > 0).then(|| Bar {
            label: snapshot.agency.local(&line.form.name, snapshot.period.data_to),
            first: collectives * 100,
            first_text: number(Quantity::whole(collectives)),
            second: Some(individuals * 100),
            second_text: number(Quantity::whole(individuals)),
        })
    };
    let rows: Vec<Bar> = summary.awards.iter().filter_map(row).collect();
    let households = summary.awards.iter().any(|line| line.now.of(Recipient::Household) > 0);
    let wording = super::dates::Wording::of(summary.period.period);
    (!rows.is_empty()).then(|| Bars {
        title: format!("Kết quả khen thưởng theo danh hiệu, hình thức, {}", wording.this),
        first: "Tập thể".to_owned(),
        second: Some(if households { "Cá nhân, hộ gia đình" } else { "Cá nhân" }.to_owned()),
        rows,
    })
}

/// How much of the year's plan is done, target by target, for those that add up over the year.
fn plan_progress(snapshot: &Snapshot, summary: &Summary) -> Option<Bars> {
    let counting = snapshot.submissions.iter().filter(|submission| submission.state.counts());
    let pacts = counting.flat_map(|submission| &submission.content.pacts).filter(|pact| pact.scope == Scope::Sector);
    let row = |target: &crate::submission::Target| {
        let (plan, result) = target.plan.zip(target.result).filter(|_| target.rule == TargetRule::Cumulative)?;
        let share = result.percent_of(plan)?;
        let words = format!("{} ({}/{})", percent(share), number(result), number(plan));
        Some(Bar { label: target.text.to_string(), first: hundredths(share), first_text: words, second: None, second_text: String::new() })
    };
    let rows: Vec<Bar> = pacts.flat_map(|pact| &pact.targets).filter_map(row).collect();
    let wording = super::dates::Wording::of(summary.period.period);
    (!rows.is_empty()).then(|| Bars {
        title: format!("Tỷ lệ thực hiện chỉ tiêu giao ước thi đua so với kế hoạch năm, {}", wording.this),
        first: "Tỷ lệ thực hiện (%)".to_owned(),
        second: None,
        rows,
    })
}

/// A length for a value: its hundredths, cut off behind them.
fn hundredths(value: Quantity) -> u64 {
    let plain = value.plain();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    format!("{whole}{part}").parse().unwrap_or(0)
}
