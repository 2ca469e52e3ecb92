//! Holds the values of a bundle against each other and against the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use super::Bundle;
use super::finding::{Finding, Level, Problem};
use crate::catalogue::{Catalogue, Counting, Form, Identity, IdentityLevel, named};
use crate::period::{Period, ReportingPeriod};
use crate::quantity::Quantity;
use crate::submission::{Award, Content, Recipient, Submission};

/// All findings of a decoded bundle.
pub fn bundle(bundle: &Bundle, catalogue: &Catalogue) -> Vec<Finding> {
    let mut check = Check { bundle, catalogue, periods: BTreeMap::new(), findings: Vec::new() };
    check.units();
    check.periods();
    check.texts();
    check.submissions();
    check.findings
}

struct Check<'a> {
    bundle: &'a Bundle,
    catalogue: &'a Catalogue,
    periods: BTreeMap<Period, &'a ReportingPeriod>,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn say(&mut self, path: String, problem: Problem) {
        self.findings.push(Finding { path, problem });
    }

    fn units(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, unit) in self.bundle.units.iter().enumerate() {
            if !seen.insert(&unit.code) {
                self.say(format!("$.units[{index}].code"), Problem::Twice(unit.code.to_string()));
            }
            if !self.catalogue.unit_kinds.iter().any(|kind| kind.code.as_str() == unit.kind.as_str()) {
                self.say(format!("$.units[{index}].kind"), Problem::NotInCatalogue { what: "unit_kinds", code: unit.kind.to_string() });
            }
        }
    }

    fn periods(&mut self) {
        for (index, period) in self.bundle.periods.iter().enumerate() {
            if self.periods.insert(period.period, period).is_some() {
                self.say(format!("$.periods[{index}].period"), Problem::Twice(period.period.to_string()));
            }
        }
    }

    fn texts(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, texts) in self.bundle.texts.iter().enumerate() {
            let path = format!("$.texts[{index}]");
            if !self.periods.contains_key(&texts.period) {
                self.say(format!("{path}.period"), Problem::NoSuchPeriod(texts.period));
            }
            if !seen.insert(texts.period) {
                self.say(format!("{path}.period"), Problem::Twice(texts.period.to_string()));
            }
            for id in texts.sections.keys() {
                let known = self.catalogue.outlines.iter().flat_map(|outline| &outline.sections).any(|section| section.id == *id);
                if !known {
                    self.say(format!("{path}.sections.{id}"), Problem::NotInCatalogue { what: "outlines", code: id.to_string() });
                }
            }
        }
    }

    fn submissions(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, submission) in self.bundle.submissions.iter().enumerate() {
            let path = format!("$.submissions[{index}]");
            if !seen.insert((&submission.unit, submission.period)) {
                self.say(path.clone(), Problem::Twice(format!("{} {}", submission.unit, submission.period)));
            }
            if !self.bundle.units.iter().any(|unit| unit.code == submission.unit) {
                self.say(format!("{path}.unit"), Problem::NoSuchUnit(submission.unit.to_string()));
            }
            match self.periods.get(&submission.period).copied() {
                Some(period) => {
                    self.figures(&path, submission, period);
                    self.content(&path, &submission.content, period);
                }
                None => self.say(format!("{path}.period"), Problem::NoSuchPeriod(submission.period)),
            }
        }
    }

    fn figures(&mut self, path: &str, submission: &Submission, period: &ReportingPeriod) {
        for (code, columns) in &submission.figures {
            let path = format!("{path}.figures.\"{code}\"");
            let Some(form) = self.catalogue.form(code.as_str(), period.data_to) else {
                self.say(path, Problem::NotInCatalogue { what: "forms", code: code.to_string() });
                continue;
            };
            for (number, value) in columns {
                let path = format!("{path}.\"{number}\"");
                match form.column(*number) {
                    None => self.say(path, Problem::NoSuchColumn { form: code.to_string(), column: number.to_string() }),
                    Some(column) if column.counting == Counting::Count && !value.is_whole() => self.say(path, Problem::NotWhole(*value)),
                    Some(_) => {}
                }
            }
            for identity in &form.identities {
                self.identity(&path, self.unit_name(submission, period), form, identity, columns);
            }
        }
    }

    fn unit_name(&self, submission: &Submission, period: &ReportingPeriod) -> String {
        let unit = self.bundle.units.iter().find(|unit| unit.code == submission.unit);
        unit.map_or_else(|| submission.unit.to_string(), |unit| unit.name_on(period.data_to).full.to_string())
    }

    /// A column that was not sent counts as zero.
    fn identity(&mut self, path: &str, unit: String, form: &Form, identity: &Identity, columns: &BTreeMap<u16, Quantity>) {
        let value = |number: &u16| columns.get(number).copied().unwrap_or_default();
        let total = value(&identity.total);
        let parts: Vec<(u16, Quantity)> = identity.parts.iter().map(|number| (*number, value(number))).collect();
        let sum: Quantity = parts.iter().map(|(_, value)| *value).sum();
        let level = match identity.level {
            IdentityLevel::Block => Level::Block,
            IdentityLevel::Warn => Level::Warn,
        };
        let (form, total_column) = (form.code.to_string(), identity.total);
        let path = format!("{path}.\"{total_column}\"");
        if identity.at_most && sum > total {
            self.say(path, Problem::PartsExceed { unit, form, total_column, total, parts, level });
        } else if !identity.at_most && sum != total {
            self.say(path, Problem::SumDiffers { unit, form, total_column, total, parts, level });
        }
    }

    fn content(&mut self, path: &str, content: &'a Content, period: &ReportingPeriod) {
        for (index, document) in content.documents.iter().enumerate() {
            let path = format!("{path}.documents[{index}]");
            if named(&self.catalogue.document_kinds, &document.kind, document.issued_on).is_none() {
                self.say(format!("{path}.kind"), Problem::NotInCatalogue { what: "document_kinds", code: document.kind.to_string() });
            }
            if document.issued_on > period.data_to {
                let (day, to) = (document.issued_on.to_string(), period.data_to.to_string());
                self.say(format!("{path}.issued_on"), Problem::DocumentAfterWindow { day, to });
            }
            if !document.number.is_empty() && !looks_like_number(&document.number) {
                self.say(format!("{path}.number"), Problem::OddNumber(document.number.to_string()));
            }
        }
        for (index, award) in content.awards.iter().enumerate() {
            self.award(&format!("{path}.awards[{index}]"), award, period);
        }
        for (index, limitation) in content.limitations.iter().enumerate() {
            if limitation.causes.is_empty() {
                self.say(format!("{path}.limitations[{index}]"), Problem::NoCause);
            }
        }
    }

    fn award(&mut self, path: &str, award: &Award, period: &ReportingPeriod) {
        match self.catalogue.award(award.form.as_str(), award.decided_on) {
            None => self.say(format!("{path}.form"), Problem::NotInCatalogue { what: "awards", code: award.form.to_string() }),
            Some(form) => {
                let allowed = if award.recipient == Recipient::Collective { form.collective } else { form.individual };
                if !allowed {
                    let recipient = if award.recipient == Recipient::Collective { "tập thể" } else { "cá nhân" };
                    self.say(
                        format!("{path}.recipient"),
                        Problem::WrongRecipient { form: self.bundle.agency.local(&form.name, award.decided_on), recipient },
                    );
                }
            }
        }
        if named(&self.catalogue.commendation_types, award.kind.as_str(), award.decided_on).is_none() {
            self.say(format!("{path}.kind"), Problem::NotInCatalogue { what: "commendation_types", code: award.kind.to_string() });
        }
        if award.decided_on < period.data_from || award.decided_on > period.data_to {
            let day = award.decided_on.to_string();
            let problem = Problem::OutsideWindow { day, from: period.data_from.to_string(), to: period.data_to.to_string() };
            self.say(format!("{path}.decided_on"), problem);
        }
        let decided = chrono::Datelike::year(&award.decided_on);
        if award.achievement_year > decided {
            self.say(format!("{path}.achievement_year"), Problem::AchievementAfterDecision { year: award.achievement_year, decided });
        }
    }
}

/// Administrative numbers `n/LOẠI-CQ`, normative `n/yyyy/LOẠI-CQ`, laws `n/yyyy/QHk`, Party `n-LOẠI/CQ`.
fn looks_like_number(number: &str) -> bool {
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    let rest = &number[digits..];
    let mut tail = rest.chars();
    digits > 0 && !number.contains(' ') && matches!(tail.next(), Some('/' | '-')) && tail.next().is_some()
}
