//! Totals of the statistical forms, over all units and unit by unit.

use std::collections::BTreeMap;

use super::figure::{Figure, FigureKey, Place, Senders, Source, Subject, keep};
use super::{Inputs, Side};
use crate::catalogue::{Column, Form, Sense};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::submission::Submission;

/// A form with the keys of its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormSummary {
    /// The form in force for the period.
    pub form: Form,
    /// Units that sent it, in official order, with their values by column.
    pub rows: Vec<(Code, BTreeMap<u16, Quantity>)>,
}

impl FormSummary {
    /// Key of the total of a column.
    pub fn total_key(&self, column: u16) -> String {
        format!("{}:{column}", self.form.code)
    }

    /// Key of one unit's value.
    pub fn unit_key(&self, column: u16, unit: &Code) -> String {
        format!("{}:{column}@{unit}", self.form.code)
    }

    /// Key of the total of the column with this meaning.
    pub fn key_of(&self, sense: Sense) -> Option<String> {
        self.form.column_of(sense).map(|column| self.total_key(column.number))
    }
}

pub(super) fn summarise(inputs: &Inputs<'_>, figures: &mut BTreeMap<FigureKey, Figure>) -> Vec<FormSummary> {
    let day = inputs.snapshot.period.data_to;
    let in_force = inputs.catalogue.forms.iter().filter(|form| form.validity.covers(day));
    let sent = |form: &&Form| inputs.now.iter().any(|submission| submission.figures.contains_key(&form.code));
    in_force.filter(sent).map(|form| one_form(inputs, form, figures)).collect()
}

fn one_form(inputs: &Inputs<'_>, form: &Form, figures: &mut BTreeMap<FigureKey, Figure>) -> FormSummary {
    let base_form = inputs.snapshot.base_period.as_ref().and_then(|base| inputs.catalogue.form(form.code.as_str(), base.data_to));
    let sending = |list: &[&Submission]| {
        list.iter().filter(|submission| submission.figures.contains_key(&form.code)).map(|submission| submission.unit.clone()).collect()
    };
    let senders = Senders { now: sending(&inputs.now), base: sending(&inputs.base) };
    for column in &form.columns {
        let base_column = base_form.and_then(|base| same_meaning(form, column, base));
        let total = inputs.tally_over(subject(form, column), &senders, |submission, side| {
            let number = if side == Side::Now { Some(column.number) } else { base_column };
            number.and_then(|number| cell(submission, form, number)).into_iter().collect()
        });
        unit_figures(&total, figures);
        let mut total = total;
        if base_column.is_none() {
            total.base = None;
        }
        keep(figures, total);
    }
    let rows = inputs.now.iter().filter_map(|submission| Some((submission.unit.clone(), submission.figures.get(&form.code)?.clone())));
    FormSummary { form: form.clone(), rows: rows.collect() }
}

/// The column of another edition of the form that counts the same thing. Editions share a number
/// only by chance, so without a meaning columns compare within one edition alone.
fn same_meaning(form: &Form, column: &Column, base: &Form) -> Option<u16> {
    if std::ptr::eq(form, base) {
        return Some(column.number);
    }
    base.column_of(column.sense?).map(|column| column.number)
}

fn subject(form: &Form, column: &Column) -> Subject {
    Subject {
        key: format!("{}:{}", form.code, column.number),
        label: column.label.to_string(),
        noun: column.noun.clone(),
        counting: column.counting,
    }
}

fn cell(submission: &Submission, form: &Form, number: u16) -> Option<(Place, Quantity)> {
    let value = submission.figures.get(&form.code)?.get(&number)?;
    Some((Place::Column(form.code.clone(), number), *value))
}

/// The same column for each unit alone.
fn unit_figures(total: &Figure, figures: &mut BTreeMap<FigureKey, Figure>) {
    let mut base_of: BTreeMap<&Code, Vec<&Source>> = BTreeMap::new();
    for source in &total.base_sources {
        base_of.entry(&source.unit).or_default().push(source);
    }
    for source in &total.sources {
        let base_sources: Vec<Source> = base_of.get(&source.unit).into_iter().flatten().copied().cloned().collect();
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
