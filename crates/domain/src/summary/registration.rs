//! Registrations of titles held against headcount and quota, unit by unit and in all. Warns, never blocks.

use std::collections::BTreeMap;

use super::tally::Inputs;
use crate::catalogue::QuotaRule;
use crate::code::Code;
use crate::quantity::Quantity;

/// What one unit registered for the year of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationLine {
    /// The unit.
    pub unit: Code,
    /// Its people, when it told them.
    pub headcount: Option<u32>,
    /// Collectives or people by title.
    pub titles: BTreeMap<Code, u64>,
}

/// More of a title than a quota rule or the headcount lets expect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaExcess {
    /// The unit; `None` for all units together.
    pub unit: Option<Code>,
    /// The title.
    pub title: Code,
    /// How many registered it.
    pub count: u64,
    /// How many there are of what it is measured by.
    pub of: u64,
    /// The limit in percent of it; `None`: no more than the headcount.
    pub max_percent: Option<Quantity>,
}

/// The lines of units that registered anything, in official order.
pub(super) fn lines(inputs: &Inputs<'_>) -> Vec<RegistrationLine> {
    let year = inputs.snapshot.period.period.year();
    let line = |submission: &crate::submission::Submission| {
        let mut titles: BTreeMap<Code, u64> = BTreeMap::new();
        for row in submission.content.registrations.iter().filter(|row| i32::from(row.year) == year) {
            *titles.entry(row.title.clone()).or_default() += u64::from(row.count);
        }
        let headcount = submission.content.staff.as_ref().map(|staff| staff.headcount);
        (!titles.is_empty()).then(|| RegistrationLine { unit: submission.unit.clone(), headcount, titles })
    };
    inputs.now().filter_map(line).collect()
}

/// What exceeds a limit: for the whole first, then unit by unit.
pub(super) fn excesses(inputs: &Inputs<'_>, lines: &[RegistrationLine]) -> Vec<QuotaExcess> {
    let year = inputs.snapshot.period.period.year();
    let last_day = chrono::NaiveDate::from_ymd_opt(year, 12, 31);
    let rules: Vec<&QuotaRule> =
        inputs.catalogue.quota_rules.iter().filter(|rule| last_day.is_some_and(|day| rule.validity.covers(day))).collect();
    let mut found = Vec::new();
    let whole = RegistrationLine {
        unit: lines.first().map_or_else(|| inputs.snapshot.agency.code.clone(), |line| line.unit.clone()),
        headcount: lines.iter().try_fold(0_u32, |sum, line| Some(sum.saturating_add(line.headcount?))),
        titles: lines.iter().flat_map(|line| &line.titles).fold(BTreeMap::new(), |mut sum, (title, count)| {
            *sum.entry(title.clone()).or_default() += count;
            sum
        }),
    };
    for (unit, line) in std::iter::once((None, &whole)).chain(lines.iter().map(|line| (Some(line.unit.clone()), line))) {
        let count = |title: &Code| line.titles.get(title).copied().unwrap_or(0);
        for rule in &rules {
            let (wanted, of) = (count(&rule.title), count(&rule.base_title));
            if Quantity::whole(wanted).exceeds_share(rule.max_percent, Quantity::whole(of)) {
                let excess =
                    QuotaExcess { unit: unit.clone(), title: rule.title.clone(), count: wanted, of, max_percent: Some(rule.max_percent) };
                found.push(excess);
            }
        }
        let individual = |title: &&Code| {
            let row = inputs.catalogue.awards.iter().find(|row| row.code == **title);
            row.is_some_and(|row| row.individual && !row.collective && row.title)
        };
        for title in line.titles.keys().filter(individual) {
            if let Some(people) = line.headcount.map(u64::from).filter(|people| count(title) > *people) {
                found.push(QuotaExcess { unit: unit.clone(), title: title.clone(), count: count(title), of: people, max_percent: None });
            }
        }
    }
    found
}
