//! How two versions of a report differ: in figures, in sentences, in what units sent.

use std::collections::{BTreeMap, BTreeSet};

use crate::messages;
use crate::narrative;
use crate::quantity::Quantity;
use crate::report::{Paragraph, Report};
use crate::snapshot::Snapshot;
use crate::summary::{Figure, Summary};

/// The differences, each list in the order of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Figures of all units together, then those of single units.
    pub figures: Vec<FigureChange>,
    /// Sections whose paragraphs changed.
    pub sections: Vec<SectionChange>,
    /// Units that sent, sent again or no longer count.
    pub units: Vec<UnitChange>,
}

impl Differences {
    /// True when nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A figure whose value or base changed; `None` where it did not stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// Its key.
    pub key: String,
    /// What it says.
    pub label: String,
    /// Counting noun.
    pub noun: String,
    /// Value and base before.
    pub before: Option<(Quantity, Option<Quantity>)>,
    /// Value and base after.
    pub after: Option<(Quantity, Option<Quantity>)>,
}

/// Paragraphs of one section that stand in one of the versions only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// Number and heading; empty for opening and close.
    pub heading: String,
    /// Those gone.
    pub before: Vec<String>,
    /// Those new.
    pub after: Vec<String>,
}

/// What a unit sent: the version that counted, `None` for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// Its name.
    pub name: String,
    /// Version of its submission before.
    pub before: Option<u32>,
    /// Version after.
    pub after: Option<u32>,
}

/// What changed from one frozen state to another.
pub fn between(before: &Snapshot, after: &Snapshot) -> Differences {
    let summaries = [before, after].map(Summary::of);
    let reports = [(before, &summaries[0]), (after, &summaries[1])].map(|(snapshot, summary)| narrative::write(snapshot, summary, None));
    Differences { figures: figures(&summaries), sections: sections(&reports), units: units(before, after) }
}

fn figures([before, after]: &[Summary; 2]) -> Vec<FigureChange> {
    // Of groups nothing is told: their units say it.
    let told = before.figures().chain(after.figures()).filter(|figure| figure.key.group().is_none());
    let keys: BTreeSet<&str> = told.map(|figure| figure.key.0.as_str()).collect();
    let facts = |figure: Option<&Figure>| figure.map(|figure| (figure.value, figure.base));
    let change = |key: &str| {
        let (old, new) = (before.figure(key), after.figure(key));
        let (summary, shown) = new.map_or((before, old), |figure| (after, Some(figure)));
        let shown = shown.filter(|_| facts(old) != facts(new))?;
        Some(FigureChange {
            key: key.to_owned(),
            label: messages::figure_label(summary, shown),
            noun: shown.noun.to_string(),
            before: facts(old),
            after: facts(new),
        })
    };
    let mut changes: Vec<FigureChange> = keys.into_iter().filter_map(change).collect();
    changes.sort_by_key(|change| change.key.contains('@'));
    changes
}

fn sections([before, after]: &[Report; 2]) -> Vec<SectionChange> {
    let (old, new) = (parts(before), parts(after));
    let known: BTreeMap<&str, &Vec<String>> = old.iter().map(|(id, _, texts)| (id.as_str(), texts)).collect();
    let mut changes = Vec::new();
    for (id, heading, texts) in &new {
        changes.extend(changed(heading, known.get(id.as_str()).map_or(&[][..], |texts| texts), texts));
    }
    for (_, heading, texts) in old.iter().filter(|(id, ..)| !new.iter().any(|(other, ..)| other == id)) {
        changes.extend(changed(heading, texts, &[]));
    }
    changes
}

/// Id, heading and paragraphs of each part of a report.
fn parts(report: &Report) -> Vec<(String, String, Vec<String>)> {
    let texts = |paragraphs: &[Paragraph]| paragraphs.iter().map(|paragraph| paragraph.text().replace('\u{a0}', " ")).collect();
    let mut parts = vec![(String::new(), String::new(), texts(&report.opening))];
    parts.extend(
        report
            .sections
            .iter()
            .map(|section| (section.id.to_string(), format!("{} {}", section.number, section.heading), texts(&section.body))),
    );
    parts
}

/// Paragraphs that stand on one side only, however often they stand there.
fn changed(heading: &str, before: &[String], after: &[String]) -> Option<SectionChange> {
    let only = |these: &[String], those: &[String]| {
        let mut left: Vec<&String> = those.iter().collect();
        let mut own = Vec::new();
        for text in these {
            match left.iter().position(|other| *other == text) {
                Some(place) => drop(left.swap_remove(place)),
                None => own.push(text.clone()),
            }
        }
        own
    };
    let change = SectionChange { heading: heading.to_owned(), before: only(before, after), after: only(after, before) };
    (!change.before.is_empty() || !change.after.is_empty()).then_some(change)
}

fn units(before: &Snapshot, after: &Snapshot) -> Vec<UnitChange> {
    let sent = |snapshot: &Snapshot| -> BTreeMap<String, u32> {
        let counting = snapshot.submissions.iter().filter(|submission| submission.state.counts());
        counting.map(|submission| (submission.unit.to_string(), submission.version)).collect()
    };
    let (old, new) = (sent(before), sent(after));
    let codes: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let name = |code: &str| {
        let unit = [after, before].into_iter().find_map(|snapshot| snapshot.units.iter().find(|unit| unit.code.as_str() == code));
        unit.map_or_else(|| code.to_owned(), |unit| unit.name_on(after.period.data_to).full.to_string())
    };
    codes
        .into_iter()
        .filter(|code| old.get(*code) != new.get(*code))
        .map(|code| UnitChange { name: name(code), before: old.get(code).copied(), after: new.get(code).copied() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::dak_nong;

    #[test]
    fn a_version_does_not_differ_from_itself() {
        for period in ["2022-H1", "2021-H1"] {
            let snapshot = dak_nong(period);
            assert!(between(&snapshot, &snapshot).is_empty(), "{period}");
        }
    }

    #[test]
    fn one_changed_figure_is_told_with_its_sentences_and_its_unit() {
        let before = dak_nong("2022-H1");
        let mut after = before.clone();
        let sent = after.submissions.iter_mut().find(|sent| sent.unit.as_str() == "TTH-CUJUT").unwrap();
        sent.version = 2;
        let form = sent.figures.values_mut().next().unwrap();
        let column = "7".parse().unwrap();
        let old = form[&column];
        form.insert(column, old + Quantity::whole(5));
        let found = between(&before, &after);
        let keys: Vec<&str> = found.figures.iter().map(|change| change.key.as_str()).collect();
        assert_eq!(keys, ["01/TTr:7", "01/TTr:7@TTH-CUJUT"]);
        let facts = |change: &Option<(Quantity, Option<Quantity>)>| change.as_ref().unwrap().0;
        assert_eq!((facts(&found.figures[0].before), facts(&found.figures[0].after)), (Quantity::whole(224), Quantity::whole(229)));
        assert_eq!(found.units, [UnitChange { name: "Thanh tra huyện Cư Jút".to_owned(), before: Some(1), after: Some(2) }]);
        assert_eq!(found.sections.len(), 1, "{:?}", found.sections);
        assert!(found.sections[0].before[0].contains("224 đơn vị") && found.sections[0].after[0].contains("229 đơn vị"));
        let back = between(&after, &before);
        assert_eq!((&back.sections[0].before, &back.sections[0].after), (&found.sections[0].after, &found.sections[0].before));
    }
}
