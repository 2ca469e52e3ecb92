//! Holds the parts of a bundle against each other: codes that stand twice, names of units, periods
//! and clusters that the file does not have, validities that overlap. What units sent is `rules`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::decode::Decoded;
use super::rules::Rules;
use super::{Bundle, OutlineChanges, Problem};
use crate::catalogue::{Catalogue, Row as _};
use crate::code::Code;
use crate::input::finding::Findings;
use crate::period::{Period, ReportingPeriod};
use crate::text::Text;
use crate::unit::{SuccessionKind, Unit};
use crate::validity::{DatedName, Validity};

/// Checks a decoded bundle.
pub fn bundle(decoded: &Decoded, catalogue: &Catalogue, now: Option<DateTime<Utc>>, findings: &mut Findings) {
    let bundle = &decoded.bundle;
    let units: BTreeMap<&Code, &Unit> = bundle.units.iter().map(|unit| (&unit.code, unit)).collect();
    let periods: BTreeMap<Period, &ReportingPeriod> = bundle.periods.iter().map(|period| (period.period, period)).collect();
    let mut check = Check { bundle, catalogue, units: &units, whole: decoded.whole, findings };
    check.agency();
    check.units(&periods);
    check.clusters();
    check.successions();
    check.contacts();
    check.periods();
    check.texts(&periods);
    check.silence(now.filter(|_| decoded.complete));
    let mut rules = Rules::new(decoded, catalogue, &units, &periods);
    rules.submissions(&decoded.places, findings);
}

struct Check<'a> {
    bundle: &'a Bundle,
    catalogue: &'a Catalogue,
    units: &'a BTreeMap<&'a Code, &'a Unit>,
    whole: bool,
    findings: &'a mut Findings,
}

impl Check<'_> {
    fn say(&mut self, path: String, problem: Problem) {
        self.findings.say(path, problem);
    }

    fn known_unit(&mut self, path: String, code: &Code) {
        if self.whole && !self.units.contains_key(code) {
            self.say(path, Problem::NoSuchUnit(code.to_string()));
        }
    }

    /// A unit of the file or a name, one of the two.
    fn unit_or_name(&mut self, path: &str, unit: Option<&Code>, name: &Text) {
        if unit.is_some() != name.is_empty() {
            self.say(path.to_owned(), Problem::UnitOrName);
        }
        if let Some(code) = unit {
            self.known_unit(format!("{path}.unit"), code);
        }
    }

    fn validity(&mut self, path: &str, validity: Validity) {
        if let (Some(from), Some(to)) = (validity.from, validity.to)
            && to < from
        {
            self.say(path.to_owned(), Problem::Backwards { from: from.to_string(), to: to.to_string() });
        }
    }

    fn names(&mut self, path: &str, names: &[DatedName]) {
        for (index, name) in names.iter().enumerate() {
            self.validity(&format!("{path}.names[{index}]"), name.validity);
            if names[..index].iter().any(|other| other.validity.overlaps(&name.validity)) {
                self.say(format!("{path}.names[{index}]"), Problem::Overlap(name.full.to_string()));
            }
        }
    }

    fn kind(&mut self, path: String, kind: &Code) {
        if !self.catalogue.unit_kinds.iter().any(|row| row.code() == kind.as_str()) {
            self.say(path, Problem::NotInCatalogue { what: "unit_kinds", code: kind.to_string(), day: None });
        }
    }

    fn agency(&mut self) {
        let bundle = self.bundle;
        self.names("$.agency", &bundle.agency.names);
        for (index, form) in bundle.agency.forms.iter().enumerate() {
            let path = format!("$.agency.forms[{index}]");
            self.validity(&path, form.validity);
            if !self.catalogue.forms.iter().any(|row| row.code == form.code) {
                self.say(format!("{path}.code"), Problem::NotInCatalogue { what: "forms", code: form.code.to_string(), day: None });
            }
            for (kind_index, kind) in form.unit_kinds.iter().enumerate() {
                self.kind(format!("{path}.unit_kinds[{kind_index}]"), kind);
            }
        }
    }

    fn units(&mut self, periods: &BTreeMap<Period, &ReportingPeriod>) {
        let mut seen = BTreeSet::new();
        for (index, unit) in self.bundle.units.iter().enumerate() {
            let path = format!("$.units[{index}]");
            if !seen.insert(&unit.code) {
                self.say(format!("{path}.code"), Problem::Twice(unit.code.to_string()));
            }
            self.kind(format!("{path}.kind"), &unit.kind);
            self.validity(&path, unit.validity);
            self.names(&path, &unit.names);
            for (parent_index, parent) in unit.parents.iter().enumerate() {
                let path = format!("{path}.parents[{parent_index}]");
                self.validity(&path, parent.validity);
                self.unit_or_name(&path, parent.unit.as_ref(), &parent.name);
                let same = |other: &crate::unit::Parent| other.kind == parent.kind && other.validity.overlaps(&parent.validity);
                if unit.parents[..parent_index].iter().any(same) {
                    self.say(path, Problem::Overlap(unit.code.to_string()));
                }
            }
            self.expectations(&path, unit, periods);
        }
    }

    fn expectations(&mut self, path: &str, unit: &Unit, periods: &BTreeMap<Period, &ReportingPeriod>) {
        let mut stated = BTreeSet::new();
        for (index, expectation) in unit.expectations.iter().enumerate() {
            let path = format!("{path}.expectations[{index}]");
            self.validity(&path, Validity { from: expectation.data_from, to: expectation.data_to });
            if self.whole && !periods.contains_key(&expectation.period) {
                self.say(format!("{path}.period"), Problem::NoSuchPeriod(expectation.period));
            }
            if !stated.insert(expectation.period) {
                self.say(path, Problem::Twice(expectation.period.to_string()));
            }
        }
    }

    fn clusters(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, cluster) in self.bundle.clusters.iter().enumerate() {
            let path = format!("$.clusters[{index}]");
            if !seen.insert(&cluster.code) {
                self.say(format!("{path}.code"), Problem::Twice(cluster.code.to_string()));
            }
            self.validity(&path, cluster.validity);
            self.names(&path, &cluster.names);
            for (member_index, member) in cluster.members.iter().enumerate() {
                let path = format!("{path}.members[{member_index}]");
                self.validity(&path, member.validity);
                self.unit_or_name(&path, member.unit.as_ref(), &member.name);
                let same = |other: &crate::unit::Member| {
                    (&other.unit, &other.name) == (&member.unit, &member.name) && other.validity.overlaps(&member.validity)
                };
                if cluster.members[..member_index].iter().any(same) {
                    self.say(path, Problem::Overlap(member.unit.as_ref().map_or_else(|| member.name.to_string(), Code::to_string)));
                }
            }
        }
    }

    fn successions(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, succession) in self.bundle.successions.iter().enumerate() {
            let path = format!("$.successions[{index}]");
            if !seen.insert(&succession.code) {
                self.say(format!("{path}.code"), Problem::Twice(succession.code.to_string()));
            }
            if !succession.kind.fits(succession.predecessors.len(), succession.successors.len()) {
                self.say(path.clone(), Problem::WrongSuccession);
            }
            if succession.kind == SuccessionKind::Rename && succession.predecessors == succession.successors {
                self.say(path.clone(), Problem::SuccessionToItself);
            }
            for (field, codes) in [("predecessors", &succession.predecessors), ("successors", &succession.successors)] {
                for (code_index, code) in codes.iter().enumerate() {
                    self.known_unit(format!("{path}.{field}[{code_index}]"), code);
                }
            }
        }
    }

    fn contacts(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, contact) in self.bundle.contacts.iter().enumerate() {
            let path = format!("$.contacts[{index}]");
            if !seen.insert(&contact.email) {
                self.say(format!("{path}.email"), Problem::Twice(contact.email.to_string()));
            }
            if let Err(error) = contact.check() {
                self.say(path.clone(), Problem::Contact(error));
            }
            for (unit_index, unit) in contact.units.iter().enumerate() {
                self.known_unit(format!("{path}.units[{unit_index}]"), unit);
            }
        }
    }

    fn periods(&mut self) {
        let mut seen = BTreeSet::new();
        for (index, period) in self.bundle.periods.iter().enumerate() {
            if !seen.insert(period.period) {
                self.say(format!("$.periods[{index}].period"), Problem::Twice(period.period.to_string()));
            }
        }
    }

    /// V17, for periods of which the file has something and whose time is over.
    fn silence(&mut self, now: Option<DateTime<Utc>>) {
        let Some(now) = now.filter(|_| self.whole) else { return };
        let mut sent: BTreeMap<Period, BTreeSet<&Code>> = BTreeMap::new();
        for submission in self.bundle.submissions.iter().filter(|submission| submission.state.counts()) {
            sent.entry(submission.period).or_default().insert(&submission.unit);
        }
        for (index, period) in self.bundle.periods.iter().enumerate().filter(|(_, period)| period.due_at < now) {
            let Some(sent) = sent.get(&period.period) else { continue };
            let silent = self.bundle.units.iter().filter(|unit| unit.expected_for(period) && !sent.contains(&unit.code));
            let units: Vec<String> = silent.map(|unit| unit.name_on(period.data_to).full.to_string()).collect();
            if !units.is_empty() {
                self.say(format!("$.periods[{index}]"), Problem::NothingSent { period: period.period, units });
            }
        }
    }

    fn texts(&mut self, periods: &BTreeMap<Period, &ReportingPeriod>) {
        let mut seen = BTreeSet::new();
        for (index, texts) in self.bundle.texts.iter().enumerate() {
            let path = format!("$.texts[{index}]");
            if self.whole && !periods.contains_key(&texts.period) {
                self.say(format!("{path}.period"), Problem::NoSuchPeriod(texts.period));
            }
            if !seen.insert(texts.period) {
                self.say(format!("{path}.period"), Problem::Twice(texts.period.to_string()));
            }
            let day = periods.get(&texts.period).map(|period| period.data_to);
            let stamps = day.and_then(|day| self.catalogue.layout(day)).map(|layout| &layout.stamps[..]).unwrap_or_default();
            for (stamp_index, code) in texts.stamps.iter().enumerate() {
                if !stamps.iter().any(|row| row.code == *code) {
                    self.say(
                        format!("{path}.stamps[{stamp_index}]"),
                        Problem::NotInCatalogue { what: "layouts", code: code.to_string(), day },
                    );
                }
            }
            self.outline_changes(&format!("{path}.outline"), &texts.outline);
            for (index, one) in texts.replacements.iter().enumerate() {
                let path = format!("{path}.replacements[{index}]");
                for (field, text) in [("paragraph", &one.paragraph), ("text", &one.text), ("author", &one.author), ("reason", &one.reason)]
                {
                    if text.is_empty() {
                        self.say(format!("{path}.{field}"), Problem::Empty);
                    }
                }
                if texts.replacements[..index].iter().any(|other| other.paragraph == one.paragraph) {
                    self.say(format!("{path}.paragraph"), Problem::Twice(one.paragraph.to_string()));
                }
            }
            for id in texts.sections.keys() {
                if !self.known_section(id) {
                    self.say(
                        format!("{path}.sections.{id}"),
                        Problem::NotInCatalogue { what: "outlines", code: id.to_string(), day: None },
                    );
                }
            }
        }
    }
    fn known_section(&self, id: &Text) -> bool {
        self.catalogue.outlines.iter().flat_map(|outline| &outline.sections).any(|section| section.id == *id)
    }

    /// Sections that are left out, moved or added to must be there; an added one must be new.
    fn outline_changes(&mut self, path: &str, changes: &OutlineChanges) {
        let unknown = |id: &Text| Problem::NotInCatalogue { what: "outlines", code: id.to_string(), day: None };
        for (index, id) in changes.left_out.iter().enumerate() {
            if !self.known_section(id) {
                self.say(format!("{path}.left_out[{index}]"), unknown(id));
            }
        }
        for (index, section) in changes.added.iter().enumerate() {
            let path = format!("{path}.added[{index}]");
            let before = &changes.added[..index];
            if self.known_section(&section.id) || before.iter().any(|other| other.id == section.id) {
                self.say(format!("{path}.id"), Problem::Twice(section.id.to_string()));
            }
            if section.id.is_empty() || section.heading.is_empty() {
                self.say(path.clone(), Problem::Empty);
            }
            if !self.known_section(&section.after) && !before.iter().any(|other| other.id == section.after) {
                self.say(format!("{path}.after"), unknown(&section.after));
            }
        }
        for (index, moved) in changes.moved.iter().enumerate() {
            for (field, id) in [("section", &moved.section), ("after", &moved.after)] {
                if !self.known_section(id) && !changes.added.iter().any(|section| section.id == *id) {
                    self.say(format!("{path}.moved[{index}].{field}"), unknown(id));
                }
            }
        }
    }
}
