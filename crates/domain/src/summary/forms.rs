//! Totals of the statistical forms, over all units and unit by unit.

use std::collections::BTreeMap;

use super::figure::{Figure, FigureKey, Place, keep};
use super::tally::{Inputs, Side, Subject};
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
    let sent = |form: &&Form| inputs.now().any(|submission| submission.figures.contains_key(&form.code));
    in_force.filter(sent).map(|form| one_form(inputs, form, figures)).collect()
}

fn one_form(inputs: &Inputs<'_>, form: &Form, figures: &mut BTreeMap<FigureKey, Figure>) -> FormSummary {
    let base_day = inputs.day(Side::LastYear);
    let mut without_base = Vec::new();
    for column in form.figure_columns() {
        let same = |side| inputs.day(side).and_then(|day| inputs.catalogue.same_meaning(form, column, day));
        let (then, before) = (same(Side::LastYear), same(Side::Previous));
        let place = |side| match side {
            Side::Now => Some((&form.code, column.number)),
            Side::LastYear => then,
            Side::Previous => before,
        };
        // Without a column of the same meaning the form itself tells who could be compared.
        let sent = |submission: &Submission, side| submission.figures.contains_key(place(side).map_or(&form.code, |(code, _)| code));
        let extract =
            |submission: &Submission, side| place(side).and_then(|(code, number)| cell(submission, code, number)).into_iter().collect();
        let mut tally = inputs.tally(subject(form, column), sent, extract);
        if before.is_none() {
            tally.figure.previous = None;
        }
        let lost = then.is_none() && base_day.is_some() && inputs.has_base();
        let broken = column
            .meaning
            .as_ref()
            .zip(base_day)
            .and_then(|(meaning, base)| inputs.catalogue.comparison_break(meaning.as_str(), base, inputs.snapshot.period.data_to));
        tally.figure.new = lost && before.is_none();
        if lost {
            without_base.push(column.number);
        }
        tally.figure.not_compared = broken.map(|row| row.reason.clone()).filter(|_| tally.figure.base.is_some());
        if lost || tally.figure.not_compared.is_some() {
            tally.figure.base = None;
            tally.figure.base_as_issued = None;
            tally.figure.base_sources.clear();
        }
        tally.units(figures);
        tally.groups(&inputs.groups, figures);
        keep(figures, tally.figure);
    }
    let rows = inputs.now().filter_map(|submission| Some((submission.unit.clone(), submission.figures.get(&form.code)?.clone())));
    FormSummary { form: form.clone(), rows: rows.collect(), without_base }
}

fn subject(form: &Form, column: &Column) -> Subject {
    Subject {
        key: format!("{}:{}", form.code, column.number),
        label: column.label.to_string(),
        noun: column.noun.clone(),
        counting: column.counting,
        polarity: column.polarity,
    }
}

fn cell(submission: &Submission, form: &Code, number: ColumnNo) -> Option<(Place, Quantity)> {
    let value = submission.figures.get(form)?.get(&number)?;
    Some((Place::Column(form.clone(), number), *value))
}
