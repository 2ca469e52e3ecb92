//! Awards counted by form, level, type, recipient and year of merit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::figure::{Figure, FigureKey, Part, Place, keep};
use super::tally::{Inputs, Side, Subject};
use crate::catalogue::{AwardForm, AwardLevel, find};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::submission::{Award, Recipient};

/// One award form with what was given in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardLine {
    /// The form.
    pub form: AwardForm,
    /// What was given now.
    pub now: AwardTally,
}

/// Counts of one award form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardTally {
    /// By class of recipient.
    pub recipients: BTreeMap<Recipient, u64>,
    /// By commendation type (code).
    pub kinds: BTreeMap<Code, u64>,
}

impl AwardTally {
    /// Tập thể.
    pub fn collectives(&self) -> u64 {
        self.of(Recipient::Collective)
    }

    /// Cá nhân: leaders and direct staff together (V12 holds by construction).
    pub fn individuals(&self) -> u64 {
        self.of(Recipient::Leader) + self.of(Recipient::DirectStaff)
    }

    /// One class of recipient.
    pub fn of(&self, recipient: Recipient) -> u64 {
        self.recipients.get(&recipient).copied().unwrap_or(0)
    }

    /// All recipients.
    pub fn total(&self) -> u64 {
        self.recipients.values().sum()
    }
}

/// A class of recipients: key, counting noun, label, and who belongs to it.
type Class = (&'static str, &'static str, &'static str, &'static [Recipient]);

const CLASSES: [Class; 4] = [
    ("collective", "tập thể", "Tập thể", &[Recipient::Collective]),
    ("individual", "cá nhân", "Cá nhân", &[Recipient::Leader, Recipient::DirectStaff]),
    ("direct_staff", "người", "Người trực tiếp công tác", &[Recipient::DirectStaff]),
    ("household", "hộ gia đình", "Hộ gia đình", &[Recipient::Household]),
];

/// How many recipients of an award row belong to a class.
fn amount(award: &Award, class: &[Recipient]) -> u64 {
    award.classes().into_iter().filter(|(recipient, _)| class.contains(recipient)).map(|(_, count)| u64::from(count)).sum()
}

pub(super) fn summarise(inputs: &Inputs<'_>, figures: &mut BTreeMap<FigureKey, Figure>) -> Vec<AwardLine> {
    let told = [Side::Now, Side::LastYear, Side::Previous].map(|side| inputs.told(side));
    let mut count = |key: String, label: String, noun: &str, class: &[Recipient], filter: &dyn Fn(&Award) -> bool| {
        let grouped = !key.contains('.');
        let tally = inputs.tally(
            Subject::count(key, label, noun),
            |_, side| told[side as usize],
            |submission, _| {
                let rows = submission.content.awards.iter().enumerate().filter(|(_, award)| filter(award));
                let counted = rows.map(|(index, award)| (Place::Row(Part::Award, index), Quantity::whole(amount(award, class))));
                counted.filter(|(_, amount)| !amount.is_zero()).collect()
            },
        );
        if grouped {
            tally.groups(&inputs.groups, figures);
        }
        keep(figures, tally.figure);
    };
    let catalogue = inputs.catalogue;
    let mut levels: BTreeMap<(Code, NaiveDate), Option<AwardLevel>> = BTreeMap::new();
    for award in all(inputs) {
        let key = (award.form.clone(), award.decided_on);
        levels.entry(key).or_insert_with(|| catalogue.award(award.form.as_str(), award.decided_on).map(|form| form.level));
    }
    let level = |award: &Award| levels.get(&(award.form.clone(), award.decided_on)).copied().flatten();
    let (year, last_year) = (inputs.snapshot.period.period.year(), inputs.snapshot.period.period.year() - 1);
    for (class, noun, label, recipients) in CLASSES {
        count(format!("awards:{class}"), format!("{label} được khen thưởng"), noun, recipients, &|_| true);
        for (name, title, wanted) in AWARD_LEVELS {
            count(format!("awards:level.{name}.{class}"), format!("{label} được khen thưởng {title}"), noun, recipients, &|award| {
                level(award) == Some(wanted)
            });
        }
        for of_year in [last_year, year] {
            count(
                format!("awards:year.{of_year}.{class}"),
                format!("{label} được khen thưởng thành tích năm {of_year}"),
                noun,
                recipients,
                &|award| award.achievement_year == of_year,
            );
        }
        for kind in kinds(inputs) {
            let name = find(&catalogue.commendation_types, kind.as_str(), inputs.snapshot.period.data_to)
                .map_or_else(|| kind.to_string(), |row| row.name.to_string());
            count(format!("awards:kind.{kind}.{class}"), format!("{label} được khen thưởng {name}"), noun, recipients, &|award| {
                award.kind == kind
            });
        }
        for form in forms(inputs) {
            let name = catalogue
                .awards
                .iter()
                .find(|row| row.code == form)
                .map_or_else(|| form.to_string(), |row| inputs.snapshot.agency.local(&row.name, inputs.snapshot.period.data_to));
            count(format!("awards:form.{form}.{class}"), format!("{label}: {name}"), noun, recipients, &|award| award.form == form);
        }
    }
    lines(inputs)
}

/// Levels with their keys and names, highest first.
pub const AWARD_LEVELS: [(&str, &str, AwardLevel); 3] = [
    ("state", "cấp Nhà nước", AwardLevel::State),
    ("province", "cấp bộ, ngành, tỉnh", AwardLevel::Province),
    ("base", "cấp cơ sở", AwardLevel::Base),
];

fn all<'a>(inputs: &'a Inputs<'_>) -> impl Iterator<Item = &'a Award> {
    inputs.compared().flat_map(|submission| &submission.content.awards)
}

fn kinds(inputs: &Inputs<'_>) -> BTreeSet<Code> {
    all(inputs).map(|award| award.kind.clone()).collect()
}

fn forms(inputs: &Inputs<'_>) -> BTreeSet<Code> {
    all(inputs).map(|award| award.form.clone()).collect()
}

fn lines(inputs: &Inputs<'_>) -> Vec<AwardLine> {
    let mut tallies: BTreeMap<usize, AwardLine> = BTreeMap::new();
    for award in inputs.now().flat_map(|submission| &submission.content.awards) {
        let Some(form) = inputs.catalogue.award(award.form.as_str(), award.decided_on) else { continue };
        let rank = inputs.catalogue.award_rank(award.form.as_str());
        let line = tallies.entry(rank).or_insert_with(|| AwardLine { form: form.clone(), now: AwardTally::default() });
        for (recipient, count) in award.classes() {
            *line.now.recipients.entry(recipient).or_default() += u64::from(count);
            *line.now.kinds.entry(award.kind.clone()).or_default() += u64::from(count);
        }
    }
    tallies.into_values().collect()
}
