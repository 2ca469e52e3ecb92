//! Totals of the statistical forms, over all units and unit by unit.

use std::collections::BTreeMap;

use super::figure::{Figure, FigureKey, Place, Senders, Source, Subject, keep};
use super::{Inputs, Side};
use crate::catalogue::{Column, ColumnNo, Form, FormLayout};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::submission::Submission;

/// A form with the keys of its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormSummary {
    /// The form in force for the period.
    pub form: Form,
    /// Units that sent it, in official order, with their values by column.
    pub rows: Vec<(Code, BTreeMap<ColumnNo, Quantity>)>,
    /// Columns for which the forms of the base have none of the same meaning, where a base was sent.
    pub without_base: Vec<ColumnNo>,
}

impl FormSummary {
    /// Key of the total of a column.
    pub fn total_key(&self, column: ColumnNo) -> String {
        format!("{}:{column}", self.form.code)
    }

    /// Key of one unit's value.
    pub fn unit_key(&self, column: ColumnNo, unit: &Code) -> String {
        format!("{}:{column}@{unit}", self.form.code)
    }

    /// Key of the total of the column with this meaning.
    pub fn key_of(&self, meaning: &str) -> Option<String> {
        self.form.column_of(meaning).map(|column| self.total_key(column.number))
    }
}

pub(super) fn summarise(inputs: &Inputs<'_>, figures: &mut BTreeMap<FigureKey, Figure>) -> Vec<FormSummary> {
    let day = inputs.snapshot.period.data_to;
    let in_force = inputs.catalogue.forms_on(day).filter(|form| form.layout != FormLayout::List);
    let sent = |form: &&Form| inputs.now.iter().any(|submission| submission.figures.contains_key(&form.code));
    in_force.filter(sent).map(|form| one_form(inputs, form, figures)).collect()
}

fn one_form(inputs: &Inputs<'_>, form: &Form, figures: &mut BTreeMap<FigureKey, Figure>) -> FormSummary {
    let base_day = inputs.snapshot.base_period.as_ref().map(|base| base.data_to);
    let sending = |list: &[&Submission], code: Option<&Code>| {
        let sent = |submission: &&&Submission| code.is_some_and(|code| submission.figures.contains_key(code));
        list.iter().filter(sent).map(|submission| inputs.successors.counts_for(&submission.unit)).collect()
    };
    let mut without_base = Vec::new();
    for column in form.figure_columns() {
        let base_column = base_day.and_then(|day| inputs.catalogue.same_meaning(form, column, day));
        // Without a column of the same meaning the form itself tells who could be compared.
        let base_code = base_column.map_or(Some(&form.code), |(code, _)| Some(code));
        let senders = Senders { now: sending(&inputs.now, Some(&form.code)), base: sending(&inputs.base, base_code) };
        let total = inputs.tally_over(subject(form, column), &senders, |submission, side| {
            let place = if side == Side::Now { Some((&form.code, column.number)) } else { base_column };
            place.and_then(|(code, number)| cell(submission, code, number)).into_iter().collect()
        });
        unit_figures(&total, figures);
        let mut total = total;
        if base_column.is_none() {
            total.base = None;
            if base_day.is_some() && !inputs.basis.base.is_empty() {
                without_base.push(column.number);
            }
        }
        keep(figures, total);
    }
    let rows = inputs.now.iter().filter_map(|submission| Some((submission.unit.clone(), submission.figures.get(&form.code)?.clone())));
    FormSummary { form: form.clone(), rows: rows.collect(), without_base }
}

fn subject(form: &Form, column: &Column) -> Subject {
    Subject {
        key: format!("{}:{}", form.code, column.number),
        label: column.label.to_string(),
        noun: column.noun.clone(),
        counting: column.counting,
    }
}

fn cell(submission: &Submission, form: &Code, number: ColumnNo) -> Option<(Place, Quantity)> {
    let value = submission.figures.get(form)?.get(&number)?;
    Some((Place::Column(form.clone(), number), *value))
}

/// The same column for each unit alone.
fn unit_figures(total: &Figure, figures: &mut BTreeMap<FigureKey, Figure>) {
    let mut base_of: BTreeMap<&Code, Vec<&Source>> = BTreeMap::new();
    for source in &total.base_sources {
        base_of.entry(&source.counts_for).or_default().push(source);
    }
    for source in &total.sources {
        // What a unit sent has a base of its own only where nobody else counts for the same unit now.
        let alone = source.unit == source.counts_for && total.sources.iter().filter(|other| other.counts_for == source.unit).count() == 1;
        let base_sources: Vec<Source> = base_of.get(&source.unit).filter(|_| alone).into_iter().flatten().copied().cloned().collect();
        let base = (!base_sources.is_empty()).then(|| base_sources.iter().map(|source| source.value).sum());
        let figure = Figure {
            key: FigureKey(format!("{}@{}", total.key, source.unit)),
            label: total.label.clone(),
            noun: total.noun.clone(),
            counting: total.counting,
            value: source.value,
            comparable: source.value,
            compared: usize::from(base.is_some()),
            like_with_like: true,
            base,
            sources: vec![source.clone()],
            base_sources,
        };
        keep(figures, figure);
    }
}
