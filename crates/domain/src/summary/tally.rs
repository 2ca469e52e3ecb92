//! Adds up what units sent: over all of them, unit by unit, and by branch, kind and cluster.
//!
//! Units have slots, numbers by which sets of them are kept: a unit that another one follows shares
//! the slot of that one.

use std::collections::{BTreeMap, BTreeSet};

use super::figure::{Figure, FigureKey, Place, Previous, Source, keep};
use super::groups::Group;
use super::succession::Successors;
use crate::catalogue::{Catalogue, Counting, Polarity};
use crate::code::Code;
use crate::period::ReportingPeriod;
use crate::quantity::Quantity;
use crate::snapshot::Snapshot;
use crate::submission::{Content, Submission};
use crate::text::Text;

/// Which of the periods a submission belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Now,
    LastYear,
    Previous,
}

/// What the parts of the summary are computed from: counting submissions of this period and of those
/// that it is compared with.
pub(super) struct Inputs<'a> {
    pub snapshot: &'a Snapshot,
    pub catalogue: &'a Catalogue,
    pub groups: Vec<Group>,
    now: Vec<Sent<'a>>,
    last_year: Against<'a>,
    previous: Against<'a>,
    slots: usize,
}

/// A period that this one is compared with.
struct Against<'a> {
    period: Option<&'a ReportingPeriod>,
    sent: Vec<Sent<'a>>,
    as_issued: Vec<Sent<'a>>,
    /// Slots of units whose base lacks a part.
    incomplete: Vec<bool>,
}

/// A submission with the unit for which it counts.
struct Sent<'a> {
    submission: &'a Submission,
    counts_for: Code,
    slot: usize,
}

/// What a figure is, apart from its numbers.
pub(super) struct Subject {
    pub key: String,
    pub label: String,
    pub noun: Text,
    pub counting: Counting,
    pub polarity: Polarity,
}

impl Subject {
    /// A count of things of which more is neither better nor worse.
    pub fn count(key: String, label: String, noun: &str) -> Self {
        Self { key, label, noun: Text::from(noun), counting: Counting::Count, polarity: Polarity::Neutral }
    }
}

/// A total whose parts know their slots.
pub(super) struct Tally {
    pub figure: Figure,
    slots: Vec<usize>,
    base_slots: Vec<usize>,
    /// Slots that sent now, for the base, and in both whole.
    now: Vec<bool>,
    base: Vec<bool>,
    compared: Vec<bool>,
    previous: Vec<(usize, Quantity)>,
    previous_compared: Vec<bool>,
    whole_base: bool,
}

impl<'a> Inputs<'a> {
    /// Puts the counting submissions in the official order of their units, `ranks`.
    pub fn of(snapshot: &'a Snapshot, ranks: &BTreeMap<Code, usize>, successors: &Successors) -> Self {
        let all = [&snapshot.submissions, &snapshot.base_submissions, &snapshot.previous_submissions, &snapshot.base_as_issued];
        let stand: BTreeSet<Code> = all.into_iter().flatten().map(|submission| successors.counts_for(&submission.unit)).collect();
        let numbers: BTreeMap<Code, usize> = stand.into_iter().zip(0..).collect();
        let sent = |list: &'a [Submission]| -> Vec<Sent<'a>> {
            let counting = list.iter().filter(|submission| submission.state.counts());
            let mut sent: Vec<Sent<'a>> = counting
                .map(|submission| {
                    let counts_for = successors.counts_for(&submission.unit);
                    let slot = numbers[&counts_for];
                    Sent { submission, counts_for, slot }
                })
                .collect();
            sent.sort_by_cached_key(|sent| (ranks.get(&sent.submission.unit).copied().unwrap_or(usize::MAX), sent.submission.unit.clone()));
            sent
        };
        let against = |period: Option<&'a ReportingPeriod>, list: &'a [Submission], as_issued: &'a [Submission]| {
            let lacking: BTreeSet<Code> = period.map(|period| successors.without_whole_base(snapshot, period, list)).unwrap_or_default();
            let mut incomplete = vec![false; numbers.len()];
            for slot in lacking.iter().filter_map(|code| numbers.get(code)) {
                incomplete[*slot] = true;
            }
            Against { period, sent: sent(list), as_issued: sent(as_issued), incomplete }
        };
        Self {
            snapshot,
            catalogue: &snapshot.catalogue,
            groups: super::groups::groups(snapshot, &numbers),
            now: sent(&snapshot.submissions),
            last_year: against(snapshot.base_period.as_ref(), &snapshot.base_submissions, &snapshot.base_as_issued),
            previous: against(snapshot.previous_period.as_ref(), &snapshot.previous_submissions, &[]),
            slots: numbers.len(),
        }
    }

    /// The counting submissions of this period in official order.
    pub fn now(&self) -> impl Iterator<Item = &'a Submission> {
        self.now.iter().map(|sent| sent.submission)
    }

    /// Those of this period and of the year before.
    pub fn compared(&self) -> impl Iterator<Item = &'a Submission> {
        self.now().chain(self.last_year.sent.iter().map(|sent| sent.submission))
    }

    /// The last day of one of the periods.
    pub fn day(&self, side: Side) -> Option<chrono::NaiveDate> {
        match side {
            Side::Now => Some(self.snapshot.period.data_to),
            Side::LastYear => self.last_year.period.map(|period| period.data_to),
            Side::Previous => self.previous.period.map(|period| period.data_to),
        }
    }

    /// True when anything was sent for the year before.
    pub fn has_base(&self) -> bool {
        !self.last_year.sent.is_empty()
    }

    /// True when units sent anything beside figures for a period: where they sent figures alone, nothing is known
    /// of the rest, and that is not nothing. Of this period everything is known.
    pub fn told(&self, side: Side) -> bool {
        let sent = match side {
            Side::Now => return true,
            Side::LastYear => &self.last_year.sent,
            Side::Previous => &self.previous.sent,
        };
        let bare = |content: &Content| {
            let figures_only = Content {
                form_notes: content.form_notes.clone(),
                explanations: content.explanations.clone(),
                lists: content.lists.clone(),
                ..Content::default()
            };
            *content == figures_only
        };
        sent.iter().any(|sent| !bare(&sent.submission.content))
    }

    /// Adds up what `extract` finds; `sent` tells whether a submission could have it at all, so that a unit
    /// that did not send the form is no unit with nothing.
    pub fn tally(
        &self,
        subject: Subject,
        sent: impl Fn(&Submission, Side) -> bool,
        extract: impl Fn(&Submission, Side) -> Vec<(Place, Quantity)>,
    ) -> Tally {
        let marks = |list: &[Sent<'_>], side| {
            let mut marks = vec![false; self.slots];
            for one in list.iter().filter(|one| sent(one.submission, side)) {
                marks[one.slot] = true;
            }
            marks
        };
        let now = marks(&self.now, Side::Now);
        let against = |against: &Against<'_>, side| {
            let base = marks(&against.sent, side);
            let compared: Vec<bool> = (0..self.slots).map(|slot| now[slot] && base[slot] && !against.incomplete[slot]).collect();
            let like = now == compared && base == compared;
            (compared, like, base)
        };
        let (compared, like_with_like, base_sent) = against(&self.last_year, Side::LastYear);
        let (previous_compared, previous_like, _) = against(&self.previous, Side::Previous);
        let (sources, slots) = gather(&self.now, Side::Now, None, &extract);
        let (base_sources, base_slots) = gather(&self.last_year.sent, Side::LastYear, Some(&compared), &extract);
        let units = count(&compared);
        let left_out = self.last_year.sent.iter().filter(|one| !compared[one.slot]);
        let whole_base = left_out.into_iter().all(|one| extract(one.submission, Side::LastYear).is_empty());
        let base: Option<Quantity> = (units > 0).then(|| base_sources.iter().map(|source| source.value).sum());
        let previous = self.half_before(&previous_compared, &extract);
        let halves = (count(&previous_compared) > 0).then(|| Previous {
            comparable: sum_of(&sources, &slots, &previous_compared),
            value: previous.iter().map(|(_, value)| *value).sum(),
            compared: count(&previous_compared),
            like_with_like: previous_like,
        });
        let figure = Figure {
            key: FigureKey(subject.key),
            label: subject.label,
            noun: subject.noun,
            counting: subject.counting,
            polarity: subject.polarity,
            value: sources.iter().map(|source| source.value).sum(),
            comparable: sum_of(&sources, &slots, &compared),
            base,
            base_as_issued: base.and_then(|base| self.as_issued(base, &compared, &extract)),
            not_compared: None,
            new: false,
            compared: units,
            like_with_like,
            sources,
            base_sources,
            previous: halves,
        };
        Tally { figure, slots, base_slots, now, base: base_sent, compared, previous, previous_compared, whole_base }
    }

    /// The parts of the half before, by slot.
    fn half_before(&self, compared: &[bool], extract: &impl Fn(&Submission, Side) -> Vec<(Place, Quantity)>) -> Vec<(usize, Quantity)> {
        let sent = self.previous.sent.iter().filter(|one| compared[one.slot]);
        sent.flat_map(|one| extract(one.submission, Side::Previous).into_iter().map(move |(_, value)| (one.slot, value))).collect()
    }

    /// The base as it was printed, when submissions corrected since give another one.
    fn as_issued(
        &self,
        base: Quantity,
        compared: &[bool],
        extract: &impl Fn(&Submission, Side) -> Vec<(Place, Quantity)>,
    ) -> Option<Quantity> {
        let sum = |list: &mut dyn Iterator<Item = &Sent<'_>>| -> Quantity {
            list.filter(|one| compared[one.slot]).flat_map(|one| extract(one.submission, Side::LastYear)).map(|(_, value)| value).sum()
        };
        let old = &self.last_year.as_issued;
        if old.is_empty() {
            return None;
        }
        let corrected = |one: &&Sent<'_>| old.iter().any(|issued| issued.submission.unit == one.submission.unit);
        let now = sum(&mut self.last_year.sent.iter().filter(corrected));
        let printed = base + sum(&mut old.iter()) - now;
        (printed != base).then_some(printed)
    }
}

/// The parts that `extract` finds, of the slots in `only` when it is given.
fn gather(
    list: &[Sent<'_>],
    side: Side,
    only: Option<&[bool]>,
    extract: &impl Fn(&Submission, Side) -> Vec<(Place, Quantity)>,
) -> (Vec<Source>, Vec<usize>) {
    let (mut sources, mut slots) = (Vec::new(), Vec::new());
    for one in list.iter().filter(|one| only.is_none_or(|only| only[one.slot])) {
        let Submission { unit, version, .. } = one.submission;
        for (place, value) in extract(one.submission, side) {
            sources.push(Source { unit: unit.clone(), counts_for: one.counts_for.clone(), version: *version, place, value });
            slots.push(one.slot);
        }
    }
    (sources, slots)
}

fn count(marks: &[bool]) -> usize {
    marks.iter().filter(|mark| **mark).count()
}

fn sum_of(sources: &[Source], slots: &[usize], marks: &[bool]) -> Quantity {
    sources.iter().zip(slots).filter(|(_, slot)| marks[**slot]).map(|(source, _)| source.value).sum()
}

impl Tally {
    /// True when the base holds all that was sent for it.
    pub fn whole_base(&self) -> bool {
        self.whole_base
    }

    /// The same figure for each unit alone.
    pub fn units(&self, figures: &mut BTreeMap<FigureKey, Figure>) {
        let total = &self.figure;
        let slots = self.slots.iter().chain(&self.base_slots).max().map_or(0, |slot| slot + 1);
        let mut senders = vec![0_usize; slots];
        self.slots.iter().for_each(|slot| senders[*slot] += 1);
        let mut base_of: Vec<Vec<&Source>> = vec![Vec::new(); slots];
        self.base_slots.iter().zip(&total.base_sources).for_each(|(slot, source)| base_of[*slot].push(source));
        for (source, slot) in total.sources.iter().zip(&self.slots) {
            // What a unit sent has a base of its own only where nobody else counts for the same unit now.
            // One of several that count for a unit is compared with what it sent itself.
            let alone = source.unit == source.counts_for && senders[*slot] == 1;
            let own = base_of[*slot].iter().filter(|base| alone || base.unit == source.unit);
            let base_sources: Vec<Source> = own.map(|source| (*source).clone()).collect();
            let base = (!base_sources.is_empty() && total.base.is_some()).then(|| base_sources.iter().map(|source| source.value).sum());
            keep(
                figures,
                Figure {
                    key: FigureKey(format!("{}@{}", total.key, source.unit)),
                    value: source.value,
                    comparable: source.value,
                    compared: usize::from(base.is_some()),
                    like_with_like: true,
                    base,
                    sources: vec![source.clone()],
                    base_sources,
                    ..total.bare()
                },
            );
        }
    }

    /// The same figure for each branch, kind and cluster of units.
    pub fn groups(&self, groups: &[Group], figures: &mut BTreeMap<FigureKey, Figure>) {
        let total = &self.figure;
        for group in groups {
            let part = |sources: &[Source], slots: &[usize]| -> Vec<(usize, Source)> {
                let member = |slot: usize, source: &Source| group.slots[slot] || group.rooms.contains(&source.unit);
                let inside = slots.iter().zip(sources).filter(|(slot, source)| member(**slot, source));
                inside.map(|(slot, source)| (*slot, source.clone())).collect()
            };
            let (sources, base_sources) = (part(&total.sources, &self.slots), part(&total.base_sources, &self.base_slots));
            if sources.is_empty() && base_sources.is_empty() {
                continue;
            }
            let inside = |marks: &[bool]| marks.iter().zip(&group.slots).filter(|(mark, member)| **mark && **member).count();
            let compared = inside(&self.compared);
            let base = (compared > 0 && total.base.is_some())
                .then(|| base_sources.iter().filter(|(slot, _)| group.slots[*slot]).map(|(_, source)| source.value).sum());
            let among = |marks: &[bool]| {
                let both = |slot: usize| marks[slot] && group.slots[slot];
                sources.iter().filter(|(slot, _)| both(*slot)).map(|(_, source)| source.value).sum()
            };
            let halves = inside(&self.previous_compared);
            let previous = total.previous.as_ref().filter(|_| halves > 0).map(|whole| Previous {
                comparable: among(&self.previous_compared),
                value: self.previous.iter().filter(|(slot, _)| group.slots[*slot]).map(|(_, value)| *value).sum(),
                compared: halves,
                like_with_like: whole.like_with_like,
            });
            keep(
                figures,
                Figure {
                    key: FigureKey(format!("{}#{}", total.key, group.key)),
                    value: sources.iter().map(|(_, source)| source.value).sum(),
                    comparable: among(&self.compared),
                    compared,
                    like_with_like: inside(&self.now) == compared && inside(&self.base) == compared && group.rooms.is_empty(),
                    base,
                    sources: sources.into_iter().map(|(_, source)| source).collect(),
                    base_sources: base_sources.into_iter().map(|(_, source)| source).collect(),
                    previous,
                    ..total.bare()
                },
            );
        }
    }
}

impl Figure {
    /// What a part of a total has in common with it.
    fn bare(&self) -> Self {
        Self {
            key: FigureKey(String::new()),
            label: self.label.clone(),
            noun: self.noun.clone(),
            sources: Vec::new(),
            base_sources: Vec::new(),
            base_as_issued: None,
            not_compared: self.not_compared.clone(),
            previous: None,
            ..*self
        }
    }

    /// The sum of several figures; `None` of none.
    pub(super) fn sum(key: String, label: String, noun: Text, parts: &[&Self]) -> Option<Self> {
        let first = parts.first()?;
        let previous: Option<Vec<&Previous>> = parts.iter().map(|part| part.previous.as_ref()).collect();
        let base: Option<Vec<Quantity>> = parts.iter().map(|part| part.base).collect();
        Some(Self {
            key: FigureKey(key),
            label,
            noun,
            value: parts.iter().map(|part| part.value).sum(),
            comparable: parts.iter().map(|part| part.comparable).sum(),
            base: base.map(|bases| bases.into_iter().sum()),
            base_as_issued: None,
            not_compared: parts.iter().find_map(|part| part.not_compared.clone()),
            new: parts.iter().any(|part| part.new),
            compared: parts.iter().map(|part| part.compared).max().unwrap_or(0),
            like_with_like: parts.iter().all(|part| part.like_with_like),
            sources: parts.iter().flat_map(|part| part.sources.iter().cloned()).collect(),
            base_sources: parts.iter().flat_map(|part| part.base_sources.iter().cloned()).collect(),
            previous: previous.map(|halves| Previous {
                comparable: halves.iter().map(|half| half.comparable).sum(),
                value: halves.iter().map(|half| half.value).sum(),
                compared: halves.iter().map(|half| half.compared).max().unwrap_or(0),
                like_with_like: halves.iter().all(|half| half.like_with_like),
            }),
            counting: first.counting,
            polarity: first.polarity,
        })
    }
}
