//! What units sent, held against the catalogue: rules V01 to V18 of the validation list. Forms, their
//! identities, awards, authorities, quotas and patterns are rows; here they are only applied. Awards and
//! titles have a file of their own.

mod awards;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use regex_lite::Regex;

use awards::{TitleCounts, quotas, titles};

use super::decode::Decoded;
use super::{Bundle, Level, Problem, Sum};
use crate::catalogue::{Catalogue, ColumnNo, Counting, CrossCheck, Form, FormLayout, Identity, IdentityLevel, Relation, find, meaning};
use crate::code::Code;
use crate::input::finding::Findings;
use crate::input::finding::{LargeChange, Sender};
use crate::narrative::dates::short_date;
use crate::period::{Period, ReportingPeriod};
use crate::quantity::Quantity;
use crate::submission::{Content, Figures, Submission};
use crate::text::Text;
use crate::unit::Unit;
use crate::validity::Validity;

/// V15: a change above so many percent needs an explanation.
const LARGE_CHANGE: u64 = 50;

/// The rules with everything they look at.
pub struct Rules<'a> {
    bundle: &'a Bundle,
    catalogue: &'a Catalogue,
    units: &'a BTreeMap<&'a Code, &'a Unit>,
    periods: &'a BTreeMap<Period, &'a ReportingPeriod>,
    sent: BTreeMap<(&'a Code, Period), &'a Submission>,
    patterns: Vec<Regex>,
    /// Whether all units, clusters and periods of the file are there.
    whole: bool,
    /// Whether all its submissions are.
    complete: bool,
}

/// Where a submission stands in its file, and which of its fields could not be read.
pub struct Place {
    pub index: usize,
    pub holes: BTreeSet<String>,
}

/// One submission under the rules.
struct Case<'a, 'r> {
    rules: &'r Rules<'a>,
    submission: &'a Submission,
    /// Fields that could not be read, of which nothing is known.
    holes: &'r BTreeSet<String>,
    period: &'a ReportingPeriod,
    unit: String,
    kind: Option<&'a Code>,
    path: String,
    findings: &'r mut Findings,
}

impl<'a> Rules<'a> {
    pub fn new(
        decoded: &'a Decoded,
        catalogue: &'a Catalogue,
        units: &'a BTreeMap<&'a Code, &'a Unit>,
        periods: &'a BTreeMap<Period, &'a ReportingPeriod>,
    ) -> Self {
        let Decoded { bundle, whole, complete, .. } = decoded;
        let sent = bundle.submissions.iter().filter(|submission| submission.state.counts());
        let sent = sent.map(|submission| ((&submission.unit, submission.period), submission)).collect();
        let patterns = catalogue.citation_patterns.iter().filter_map(|row| Regex::new(&row.pattern).ok()).collect();
        Self { bundle, catalogue, units, periods, sent, patterns, whole: *whole, complete: *complete }
    }

    /// Every submission by every rule.
    pub fn submissions(&mut self, places: &[Place], findings: &mut Findings) {
        let mut seen = BTreeSet::new();
        for (submission, Place { index, holes }) in self.bundle.submissions.iter().zip(places) {
            let path = format!("$.submissions[{index}]");
            if !seen.insert((&submission.unit, submission.period)) {
                findings.say(path.clone(), Problem::Twice(format!("{} {}", submission.unit, submission.period)));
            }
            let unit = self.units.get(&submission.unit).copied();
            if self.whole && unit.is_none() {
                findings.say(format!("{path}.unit"), Problem::NoSuchUnit(submission.unit.to_string()));
            }
            let Some(period) = self.periods.get(&submission.period).copied() else {
                if self.whole {
                    findings.say(format!("{path}.period"), Problem::NoSuchPeriod(submission.period));
                }
                continue;
            };
            let name = unit.map_or_else(|| submission.unit.to_string(), |unit| unit.name_on(period.data_to).full.to_string());
            let kind = unit.map(|unit| &unit.kind);
            findings.about(Some(Sender { unit: name.clone(), period: period.period }));
            let mut case = Case { rules: self, submission, holes, period, unit: name, kind, path, findings };
            case.unit_there(unit);
            case.forms();
            case.plan();
            case.content();
            case.titles();
            case.people();
            findings.about(None);
        }
        if self.complete {
            self.pooled_quotas(places, findings);
        }
    }

    /// V10 over all units of a period: practice pools the places of small units. Where one of them could
    /// not be read, the pool is not known.
    fn pooled_quotas(&self, places: &[Place], findings: &mut Findings) {
        let unread = |place: &Place| ["awards", "registrations"].iter().any(|field| place.holes.contains(*field));
        let sent = || self.bundle.submissions.iter().zip(places);
        let unknown: BTreeSet<Period> = sent().filter(|(_, place)| unread(place)).map(|(submission, _)| submission.period).collect();
        for (place, window) in self.bundle.periods.iter().enumerate().filter(|(_, window)| !unknown.contains(&window.period)) {
            let mut counts: TitleCounts<'_> = BTreeMap::new();
            let of_period = |submission: &&Submission| submission.period == window.period && submission.state.counts();
            for submission in self.bundle.submissions.iter().filter(of_period) {
                for (key, count) in titles(submission) {
                    let sum = counts.entry(key).or_default();
                    *sum = sum.saturating_add(count);
                }
            }
            let path = format!("$.periods[{place}]");
            quotas(self, &counts, "toàn ngành", window.data_to, &mut |problem| findings.say(path.clone(), problem));
        }
    }
}

impl Rules<'_> {
    fn title_name(&self, code: &str, day: NaiveDate) -> String {
        let row = self.catalogue.award(code, day).or_else(|| self.catalogue.awards.iter().find(|row| row.code.as_str() == code));
        row.map_or_else(|| code.to_owned(), |row| self.bundle.agency.local(&row.name, day))
    }
}

impl<'a> Case<'a, '_> {
    fn say(&mut self, step: &str, problem: Problem) {
        self.findings.say(format!("{}{step}", self.path), problem);
    }

    /// A unit reports for windows in which it was there on one day at least.
    fn unit_there(&mut self, unit: Option<&Unit>) {
        let (from, to) = (self.period.data_from, self.period.data_to);
        let window = Validity { from: Some(from), to: Some(to) };
        if unit.is_some_and(|unit| !unit.validity.overlaps(&window)) {
            let problem = Problem::UnitNotThere { unit: self.unit.clone(), from: short_date(from), to: short_date(to) };
            self.say(".unit", problem);
        }
    }

    /// V01 to V05 and what a form in force allows.
    fn forms(&mut self) {
        let (figures, content) = (&self.submission.figures, &self.submission.content);
        let day = self.period.data_to;
        for (code, columns) in figures {
            if let Some(form) = self.form(code, &format!(".figures.\"{code}\""), false) {
                self.cells(form, columns);
                for identity in &form.identities {
                    self.identity(form, identity, columns);
                }
                for cross in &form.cross {
                    self.cross(form, cross, columns, figures);
                }
                self.changes(form, columns);
            }
        }
        for (code, rows) in &content.lists {
            if let Some(form) = self.form(code, &format!(".lists.\"{code}\""), true) {
                for (index, number) in rows.iter().enumerate().flat_map(|(index, row)| row.keys().map(move |number| (index, *number))) {
                    if form.column(number).is_none() {
                        let problem = Problem::NoSuchColumn { form: code.to_string(), column: number.to_string() };
                        self.say(&format!(".lists.\"{code}\"[{index}].\"{number}\""), problem);
                    }
                }
            }
        }
        for (field, code) in
            content.form_notes.keys().map(|code| ("form_notes", code)).chain(content.explanations.keys().map(|code| ("explanations", code)))
        {
            if self.rules.catalogue.form(code.as_str(), day).is_none() {
                self.say(
                    &format!(".{field}.\"{code}\""),
                    Problem::NotInCatalogue { what: "forms", code: code.to_string(), day: Some(day) },
                );
            }
        }
        let explained = content.explanations.iter().flat_map(|(code, columns)| columns.keys().map(move |number| (code, *number)));
        for (code, number) in explained {
            self.column_known(code, number, [&format!(".explanations.\"{code}\""), &format!(".explanations.\"{code}\".\"{number}\"")]);
        }
        for (index, target) in
            content.directions.iter().enumerate().filter_map(|(index, direction)| Some((index, direction.target.as_ref()?)))
        {
            let step = format!(".directions[{index}].target");
            match (&target.form, target.column) {
                (Some(form), Some(column)) => self.column_known(form, column, [&format!("{step}.form"), &format!("{step}.column")]),
                (None, None) => {}
                _ => self.say(&step, Problem::Missing(if target.form.is_some() { "column" } else { "form" }.to_owned())),
            }
        }
        self.missing_forms();
    }

    /// Forms that the agency collects and that are neither sent nor unreadable.
    fn missing_forms(&mut self) {
        if ["figures", "lists"].iter().any(|field| self.holes.contains(*field)) {
            return;
        }
        let (figures, content, day) = (&self.submission.figures, &self.submission.content, self.period.data_to);
        let sent = |code: &Code| figures.contains_key(code) || content.lists.contains_key(code);
        let kind = self.kind.map_or("", Code::as_str);
        for form in self.rules.catalogue.forms_on(day) {
            if self.rules.bundle.agency.collects_from(form.code.as_str(), kind, day) && form.layout != FormLayout::List && !sent(&form.code)
            {
                self.say("", Problem::FormNotSent { unit: self.unit.clone(), form: form.code.to_string() });
            }
        }
    }

    /// The form in force, of the right kind and collected by the agency.
    fn form(&mut self, code: &Code, step: &str, list: bool) -> Option<&'a Form> {
        let day = self.period.data_to;
        let Some(form) = self.rules.catalogue.form(code.as_str(), day) else {
            self.say(step, Problem::NotInCatalogue { what: "forms", code: code.to_string(), day: Some(day) });
            return None;
        };
        if (form.layout == FormLayout::List) != list {
            self.say(step, Problem::WrongFormKind { form: code.to_string(), list: form.layout == FormLayout::List });
            return None;
        }
        if !self.rules.bundle.agency.forms.is_empty() && !self.rules.bundle.agency.collects(code.as_str(), day) {
            self.say(step, Problem::FormNotCollected { form: code.to_string() });
        }
        Some(form)
    }

    /// A column of a form in force in the period, or in the next one, which a direction may look to.
    fn column_known(&mut self, code: &Code, number: ColumnNo, [at_form, at_column]: [&str; 2]) {
        let mut editions = self.rules.catalogue.forms.iter().filter(|form| form.code == *code).peekable();
        if editions.peek().is_none() {
            self.say(at_form, Problem::NotInCatalogue { what: "forms", code: code.to_string(), day: None });
        } else if !editions.any(|form| form.column(number).is_some()) {
            self.say(at_column, Problem::NoSuchColumn { form: code.to_string(), column: number.to_string() });
        }
    }

    fn cells(&mut self, form: &Form, columns: &BTreeMap<ColumnNo, Quantity>) {
        for (number, value) in columns {
            let problem = match form.column(*number).map(|column| column.counting) {
                None => Some(Problem::NoSuchColumn { form: form.code.to_string(), column: number.to_string() }),
                Some(Counting::Count) if !value.is_whole() => Some(Problem::NotWhole(*value)),
                Some(Counting::Percent) if *value > Quantity::whole(100) => Some(Problem::NotAShare(*value)),
                Some(_) => None,
            };
            if let Some(problem) = problem {
                self.say(&format!(".figures.\"{}\".\"{number}\"", form.code), problem);
            }
        }
    }

    /// V01 to V05 within a form. A column that was not sent counts as zero.
    fn identity(&mut self, form: &Form, identity: &Identity, columns: &BTreeMap<ColumnNo, Quantity>) {
        let value = |number: &ColumnNo| columns.get(number).copied().unwrap_or_default();
        let total = value(&identity.total);
        let parts: Vec<(ColumnNo, Quantity)> = identity.parts.iter().map(|number| (*number, value(number))).collect();
        let together: Quantity = parts.iter().map(|(_, value)| *value).sum();
        let broken = if identity.at_most { together > total } else { together != total };
        if !broken || (identity.explainable && self.explained(form, identity.total)) {
            return;
        }
        let rule = identity.rule.as_ref().map(Code::to_string);
        let sum = Sum { unit: self.unit.clone(), form: form.code.to_string(), total_column: identity.total, total, parts, rule };
        let level = level(identity.level);
        let problem = if identity.at_most { Problem::PartsExceed { sum, level } } else { Problem::SumDiffers { sum, level } };
        self.say(&format!(".figures.\"{}\".\"{}\"", form.code, identity.total), problem);
    }

    fn explained(&self, form: &Form, column: ColumnNo) -> bool {
        self.holes.contains("explanations")
            || self.submission.content.explanations.get(&form.code).is_some_and(|columns| columns.contains_key(&column))
    }

    /// A column against another form of the same circular; says nothing when that form was not sent.
    fn cross(&mut self, form: &Form, cross: &CrossCheck, columns: &BTreeMap<ColumnNo, Quantity>, figures: &Figures) {
        let other_form = self.rules.catalogue.form(cross.form.as_str(), self.period.data_to);
        let Some(other) = figures.get(&cross.form).filter(|_| other_form.is_some_and(|other| other.circular == form.circular)) else {
            return;
        };
        let value = columns.get(&cross.column).copied().unwrap_or_default();
        let other_value = other.get(&cross.other).copied().unwrap_or_default();
        let holds = match cross.relation {
            Relation::Equal => value == other_value,
            Relation::AtLeast => value >= other_value,
            Relation::AtMost => value <= other_value,
        };
        if !holds {
            let problem = Problem::CrossDiffers {
                unit: self.unit.clone(),
                form: form.code.to_string(),
                column: cross.column,
                value,
                relation: cross.relation,
                other_form: cross.form.to_string(),
                other_column: cross.other,
                other_value,
                level: level(cross.level),
            };
            self.say(&format!(".figures.\"{}\".\"{}\"", form.code, cross.column), problem);
        }
    }

    /// V15, for the columns of one form together. Without a base there is no percentage.
    fn changes(&mut self, form: &Form, columns: &BTreeMap<ColumnNo, Quantity>) {
        let Some(base_period) = self.submission.period.same_period_last_year() else { return };
        let Some(base) = self.rules.sent.get(&(&self.submission.unit, base_period)) else { return };
        let Some(base_day) = self.rules.periods.get(&base_period).map(|period| period.data_to) else { return };
        let mut large = Vec::new();
        for column in form.figure_columns() {
            let (number, now) = (&column.number, columns.get(&column.number).copied().unwrap_or_default());
            let Some((code, base_number)) = self.rules.catalogue.same_meaning(form, column, base_day) else { continue };
            let Some(base) = base.figures.get(code).and_then(|columns| columns.get(&base_number)) else { continue };
            let percent = now.distance(*base).percent_of(*base);
            if percent.is_some_and(|percent| percent > Quantity::whole(LARGE_CHANGE)) && !self.explained(form, *number) {
                let base_at = ((code, base_number) != (&form.code, *number)).then(|| (code.to_string(), base_number));
                large.push(LargeChange { column: *number, now, base: *base, base_at });
            }
        }
        if !large.is_empty() {
            let problem = Problem::Unexplained { unit: self.unit.clone(), form: form.code.to_string(), columns: large };
            self.say(&format!(".figures.\"{}\"", form.code), problem);
        }
    }

    /// V06: planned inspections begun since 01 January against the year's plan.
    fn plan(&mut self) {
        let Some(plan) = &self.submission.content.inspection_plan else { return };
        let year = i32::from(plan.year);
        let in_form = || {
            let planned = |form: &Form| form.column_of(meaning::PLANNED).map(|column| column.number);
            self.submission.figures.iter().find_map(|(code, columns)| {
                let form = self.rules.catalogue.form(code.as_str(), self.period.data_to)?;
                columns.get(&planned(form)?).copied()
            })
        };
        let begun = plan.started.map(|started| Quantity::whole(u64::from(started))).or_else(in_form);
        if let Some(planned) = begun.filter(|begun| *begun > Quantity::whole(u64::from(plan.planned)) && year == self.period.period.year())
        {
            let problem = Problem::AbovePlan { unit: self.unit.clone(), planned, plan: plan.planned, year };
            self.say(".inspection_plan", problem);
        }
        if let Some(day) = plan.decided_on.filter(|day| day.year() > year) {
            self.say(".inspection_plan.decided_on", Problem::PlanAfterYear { day: day.to_string(), year });
        }
        self.number(".inspection_plan.decision", &plan.decision);
    }

    fn content(&mut self) {
        let content = &self.submission.content;
        self.documents(content);
        for (index, award) in content.awards.iter().enumerate() {
            self.award(&format!(".awards[{index}]"), award);
        }
        for (index, limitation) in content.limitations.iter().enumerate() {
            if limitation.causes.is_empty() {
                self.say(&format!(".limitations[{index}]"), Problem::NoCause);
            } else if limitation.remedy.is_empty() {
                self.say(&format!(".limitations[{index}]"), Problem::NoRemedy);
            }
        }
        self.codes(content);
    }

    fn documents(&mut self, content: &Content) {
        let to = self.period.data_to;
        for (index, document) in content.documents.iter().enumerate() {
            let step = format!(".documents[{index}]");
            if find(&self.rules.catalogue.document_kinds, &document.kind, document.issued_on).is_none() {
                self.say(
                    &format!("{step}.kind"),
                    Problem::NotInCatalogue { what: "document_kinds", code: document.kind.to_string(), day: Some(document.issued_on) },
                );
            }
            if document.issued_on > to {
                let problem = Problem::DocumentAfterWindow { day: document.issued_on.to_string(), to: to.to_string() };
                self.say(&format!("{step}.issued_on"), problem);
            }
            if let Some(year) =
                plan_year(&document.subject).filter(|year| document.kind.as_str() == "KH" && document.issued_on.year() > *year)
            {
                self.say(&format!("{step}.issued_on"), Problem::PlanAfterYear { day: document.issued_on.to_string(), year });
            }
            self.number(&format!("{step}.number"), &document.number);
        }
        for (index, event) in content.councils.iter().enumerate() {
            self.number(&format!(".councils[{index}].decision"), &event.decision);
        }
        for (index, initiative) in content.initiatives.iter().enumerate() {
            self.number(&format!(".initiatives[{index}].decision"), &initiative.decision);
        }
    }

    /// V13. A pattern is tried whatever the day, since copies of old numbers occur in new papers.
    fn number(&mut self, step: &str, number: &Text) {
        let bare = number.strip_prefix("Số ").or_else(|| number.strip_prefix("số ")).unwrap_or(number);
        if number.is_empty() || self.rules.patterns.is_empty() || self.rules.patterns.iter().any(|pattern| pattern.is_match(bare)) {
            return;
        }
        let examples = self.rules.catalogue.citation_patterns.iter().map(|row| row.example.to_string()).take(3).collect();
        self.say(step, Problem::OddNumber { number: number.to_string(), examples });
    }

    /// Codes of the catalogue and of the bundle in the other parts.
    fn codes(&mut self, content: &Content) {
        let (catalogue, day) = (self.rules.catalogue, self.period.data_to);
        for (index, movement) in content.movements.iter().enumerate() {
            if let Some(level) = movement.level.as_ref().filter(|level| find(&catalogue.movement_levels, level.as_str(), day).is_none()) {
                self.say(
                    &format!(".movements[{index}].level"),
                    Problem::NotInCatalogue { what: "movement_levels", code: level.to_string(), day: Some(day) },
                );
            }
        }
        let clusters = &self.rules.bundle.clusters;
        let in_pacts =
            content.pacts.iter().enumerate().filter_map(|(index, pact)| Some((format!(".pacts[{index}]"), pact.cluster.as_ref()?)));
        let in_activities =
            content.cluster_activities.iter().enumerate().map(|(index, row)| (format!(".cluster_activities[{index}]"), &row.cluster));
        for (step, code) in in_pacts.chain(in_activities) {
            if self.rules.whole && !clusters.iter().any(|cluster| cluster.code == *code) {
                self.say(&format!("{step}.cluster"), Problem::NotInCatalogue { what: "clusters", code: code.to_string(), day: None });
            }
        }
        for (index, row) in content.ethics.iter().enumerate() {
            if find(&catalogue.ethics_standards, row.standard.as_str(), day).is_none() {
                self.say(
                    &format!(".ethics[{index}].standard"),
                    Problem::NotInCatalogue { what: "ethics_standards", code: row.standard.to_string(), day: Some(day) },
                );
            }
        }
        for (index, row) in content.registrations.iter().enumerate() {
            if catalogue.award(row.title.as_str(), day).is_none() {
                self.say(
                    &format!(".registrations[{index}].title"),
                    Problem::NotInCatalogue { what: "awards", code: row.title.to_string(), day: Some(day) },
                );
            }
        }
    }
}

fn level(level: IdentityLevel) -> Level {
    match level {
        IdentityLevel::Block => Level::Block,
        IdentityLevel::Warn => Level::Warn,
    }
}

/// The year in "… năm 2022 …" when it is the only one.
fn plan_year(subject: &str) -> Option<i32> {
    let mut years =
        subject.split("năm ").skip(1).filter_map(|rest| rest.get(..4)?.parse::<i32>().ok()).filter(|year| (1990..=2100).contains(year));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}
