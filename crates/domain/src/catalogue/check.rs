//! Finds catalogue rows that contradict themselves or each other.

use std::collections::BTreeSet;

use regex_lite::Regex;

use super::{Catalogue, Form, FormLayout, PhrasePattern, Row};
use crate::code::Code;
use crate::input::finding::{Findings, Problem, RowProblem};
use crate::validity::Validity;

/// Checks all rows.
pub fn check(catalogue: &Catalogue, findings: &mut Findings) {
    let mut check = Check { catalogue, findings };
    check.dated("forms", &catalogue.forms);
    check.dated("awards", &catalogue.awards);
    check.dated("commendation_types", &catalogue.commendation_types);
    check.dated("unit_kinds", &catalogue.unit_kinds);
    check.dated("document_kinds", &catalogue.document_kinds);
    check.dated("movement_kinds", &catalogue.movement_kinds);
    check.dated("movement_levels", &catalogue.movement_levels);
    check.dated("outlines", &catalogue.outlines);
    check.dated("phrases", &catalogue.phrases);
    check.dated("house_styles", &catalogue.house_styles);
    check.dated("layouts", &catalogue.layouts);
    check.dated("legal_regimes", &catalogue.legal_regimes);
    check.dated("authorities", &catalogue.authorities);
    check.dated("quota_rules", &catalogue.quota_rules);
    check.dated("citation_patterns", &catalogue.citation_patterns);
    check.dated("ethics_standards", &catalogue.ethics_standards);
    check.dated("presentation_rules", &catalogue.presentation_rules);
    check.holidays();
    for form in &catalogue.forms {
        check.form(form);
    }
    check.meanings();
    check.references();
    check.phrases();
    check.patterns();
}

struct Check<'a> {
    catalogue: &'a Catalogue,
    findings: &'a mut Findings,
}

impl Check<'_> {
    fn say(&mut self, kind: &str, code: &str, reason: RowProblem) {
        let problem = Problem::WrongRow { kind: kind.to_owned(), code: code.to_owned(), reason };
        self.findings.say(format!("{kind} ({code})"), problem);
    }

    fn dated<T: Row>(&mut self, kind: &str, rows: &[T]) {
        for (index, row) in rows.iter().enumerate() {
            let Validity { from, to } = row.validity();
            if from.zip(*to).is_some_and(|(from, to)| to < from) {
                self.say(kind, row.code(), RowProblem::Backwards);
            }
            if rows[..index].iter().any(|other| other.code() == row.code() && other.validity().overlaps(row.validity())) {
                self.say(kind, row.code(), RowProblem::Overlap);
            }
        }
    }

    fn holidays(&mut self) {
        let mut seen = BTreeSet::new();
        for row in &self.catalogue.holidays {
            if !seen.insert(row.date) {
                self.say("holidays", &row.date.to_string(), RowProblem::Overlap);
            }
        }
    }

    fn form(&mut self, form: &Form) {
        let code = form.code.as_str();
        for (index, column) in form.columns.iter().enumerate() {
            if form.columns[..index].iter().any(|other| other.number == column.number) {
                self.say("forms", code, RowProblem::ColumnTwice(column.number));
            }
            if column.header.is_empty() {
                self.say("forms", code, RowProblem::NoHeader(column.number));
            }
        }
        let figure = |number| form.column(number).is_some_and(|column| column.counting.is_figure());
        for number in form.identities.iter().flat_map(|identity| identity.parts.iter().chain([&identity.total])) {
            if !figure(*number) {
                self.say("forms", code, RowProblem::RuleColumn(number.to_string()));
            }
        }
        if form.layout == FormLayout::List && !form.identities.is_empty() {
            self.say("forms", code, RowProblem::RuleColumn(form.identities[0].total.to_string()));
        }
        for cross in &form.cross {
            let mut others = self.catalogue.forms.iter().filter(|other| other.code == cross.form && other.circular == form.circular);
            let known = others.any(|other| other.column(cross.other).is_some()) && figure(cross.column);
            if !known {
                self.say("forms", code, RowProblem::RuleColumn(format!("{} - {}/{}", cross.column, cross.form, cross.other)));
            }
        }
    }

    /// A meaning names one column of the forms in force on a day.
    fn meanings(&mut self) {
        let forms = &self.catalogue.forms;
        for (index, form) in forms.iter().enumerate() {
            let mut own = BTreeSet::new();
            for meaning in form.columns.iter().filter_map(|column| column.meaning.as_ref()) {
                let elsewhere = forms[..index]
                    .iter()
                    .any(|other| other.validity.overlaps(&form.validity) && other.column_of(meaning.as_str()).is_some());
                if !own.insert(meaning) || elsewhere {
                    self.say("forms", form.code.as_str(), RowProblem::MeaningTwice(meaning.to_string()));
                }
            }
        }
    }

    fn references(&mut self) {
        let catalogue = self.catalogue;
        let award = |code: &Code| catalogue.awards.iter().any(|row| row.code == *code);
        for row in &catalogue.awards {
            if let Some(base) = row.rests_on.as_ref().filter(|base| !award(base)) {
                self.say("awards", row.code.as_str(), RowProblem::NoSuchRow(base.to_string()));
            }
        }
        for row in &catalogue.quota_rules {
            for title in [&row.title, &row.base_title].into_iter().filter(|title| !award(title)) {
                self.say("quota_rules", row.code.as_str(), RowProblem::NoSuchRow(title.to_string()));
            }
        }
        for row in &catalogue.authorities {
            for code in row.awards.iter().filter(|code| !award(code)) {
                self.say("authorities", row.code.as_str(), RowProblem::NoSuchRow(code.to_string()));
            }
            for kind in row.unit_kinds.iter().filter(|kind| !catalogue.unit_kinds.iter().any(|known| known.code == **kind)) {
                self.say("authorities", row.code.as_str(), RowProblem::NoSuchRow(kind.to_string()));
            }
        }
        for row in &catalogue.legal_regimes {
            for code in row.amends.iter().filter(|code| !catalogue.legal_regimes.iter().any(|known| known.code == **code)) {
                self.say("legal_regimes", row.code.as_str(), RowProblem::NoSuchRow(code.to_string()));
            }
        }
    }

    /// A phrase speaks of columns or facts, and of a whole where its pattern has one.
    fn phrases(&mut self) {
        for row in &self.catalogue.phrases {
            let figures = row.figures.iter().chain(&row.of).chain(&row.parts).chain(&row.closed);
            let named = figures.into_iter().all(|figure| figure.meanings.is_empty() != figure.fact.is_empty());
            let whole = matches!(row.pattern, PhrasePattern::Count | PhrasePattern::Absence) == row.of.is_none();
            if !named || !whole {
                self.say("phrases", row.code.as_str(), RowProblem::BadPhrase);
            }
        }
    }

    fn patterns(&mut self) {
        for row in &self.catalogue.citation_patterns {
            match Regex::new(&row.pattern) {
                Err(_) => self.say("citation_patterns", row.code.as_str(), RowProblem::BadPattern(row.pattern.to_string())),
                Ok(pattern) if !pattern.is_match(&row.example) => {
                    self.say("citation_patterns", row.code.as_str(), RowProblem::BadExample(row.example.to_string()));
                }
                Ok(_) => {}
            }
        }
    }
}
