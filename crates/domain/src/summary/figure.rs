//! One figure: its value, what it is compared with, and where every part of it comes from.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::{Inputs, Side};
use crate::catalogue::{ColumnNo, Counting};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::submission::Submission;
use crate::text::Text;

/// Names a figure: `01/TTr:1`, `01/TTr:1@TTH-CUJUT`, `awards:collective`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey(pub String);

impl Borrow<str> for FigureKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A computed figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name.
    pub key: FigureKey,
    /// What it says, for screens.
    pub label: String,
    /// Counting noun.
    pub noun: Text,
    /// Kind of number.
    pub counting: Counting,
    /// The value of this period, over all units that sent.
    pub value: Quantity,
    /// The value of this period over the units that also have a base.
    pub comparable: Quantity,
    /// The value of the same period last year over the same units; `None` without any base.
    pub base: Option<Quantity>,
    /// Units on which the comparison rests.
    pub compared: usize,
    /// True when both periods rest on the same units.
    pub like_with_like: bool,
    /// The parts of `value`.
    pub sources: Vec<Source>,
    /// The parts of `base`.
    pub base_sources: Vec<Source>,
}

/// A part of a figure and where it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The unit that sent it.
    pub unit: Code,
    /// The unit for which it counts in comparisons: the one that followed, or the same.
    pub counts_for: Code,
    /// Version of its submission.
    pub version: u32,
    /// Where in the submission.
    pub place: Place,
    /// The value there.
    pub value: Quantity,
}

/// A place in a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A column of a form.
    Column(Code, ColumnNo),
    /// An award row, counted from 0.
    Award(usize),
    /// A document row, counted from 0.
    Document(usize),
}

/// How a value moved against its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// No base is known.
    NoBase,
    /// Zero in both periods.
    BothZero,
    /// Something now, nothing then: no percentage exists.
    ZeroBase,
    /// Nothing now, something then.
    ZeroNow,
    /// The same.
    Equal,
    /// A rise; the percentage is absent when it rounds to zero.
    Rise {
        /// By how much.
        by: Quantity,
        /// In percent of the base, half-up at two decimals.
        percent: Option<Quantity>,
    },
    /// A fall; the percentage is absent when it rounds to zero.
    Fall {
        /// By how much.
        by: Quantity,
        /// In percent of the base, half-up at two decimals.
        percent: Option<Quantity>,
    },
}

impl Change {
    /// The change from `base` to `now`.
    pub fn between(now: Quantity, base: Option<Quantity>) -> Self {
        let Some(base) = base else { return Self::NoBase };
        let by = now.distance(base);
        let percent = by.percent_of(base).filter(|percent| !percent.is_zero());
        match (now.is_zero(), base.is_zero()) {
            (true, true) => Self::BothZero,
            (true, false) => Self::ZeroNow,
            (false, true) => Self::ZeroBase,
            (false, false) if now == base => Self::Equal,
            (false, false) if now > base => Self::Rise { by, percent },
            (false, false) => Self::Fall { by, percent },
        }
    }
}

impl Figure {
    /// How the comparable value moved.
    pub fn change(&self) -> Change {
        Change::between(self.comparable, self.base)
    }

    /// True when the comparison leaves out units of either period.
    pub fn partly_compared(&self) -> bool {
        self.base.is_some() && !self.like_with_like
    }
}

/// Units that sent what a figure is made of, in either period, as they count.
pub(super) struct Senders {
    pub now: BTreeSet<Code>,
    pub base: BTreeSet<Code>,
}

/// What a figure is, apart from its numbers.
pub(super) struct Subject {
    pub key: String,
    pub label: String,
    pub noun: Text,
    pub counting: Counting,
}

impl Inputs<'_> {
    /// Adds up whatever `extract` finds in the counting submissions of both periods.
    pub fn tally<E>(&self, subject: Subject, extract: E) -> Figure
    where
        E: Fn(&Submission, Side) -> Vec<(Place, Quantity)>,
    {
        let senders = Senders { now: self.basis.counted.clone(), base: self.basis.base.clone() };
        self.tally_over(subject, &senders, extract)
    }

    /// The same, when only `senders` could have sent it.
    pub fn tally_over<E>(&self, subject: Subject, senders: &Senders, extract: E) -> Figure
    where
        E: Fn(&Submission, Side) -> Vec<(Place, Quantity)>,
    {
        let gather = |submissions: &[&Submission], side: Side| -> Vec<Source> {
            let parts = |submission: &&Submission| {
                let (unit, version) = (submission.unit.clone(), submission.version);
                let counts_for = self.successors.counts_for(&unit);
                let source = move |(place, value)| Source { unit: unit.clone(), counts_for: counts_for.clone(), version, place, value };
                extract(submission, side).into_iter().map(source)
            };
            submissions.iter().flat_map(parts).collect()
        };
        let both = senders.now.intersection(&senders.base);
        let compared: BTreeSet<Code> = both.filter(|code| self.successors.has_whole_base(code)).cloned().collect();
        let sources = gather(&self.now, Side::Now);
        let mut base_sources = gather(&self.base, Side::Base);
        base_sources.retain(|source| compared.contains(&source.counts_for));
        Figure {
            key: FigureKey(subject.key),
            label: subject.label,
            noun: subject.noun,
            counting: subject.counting,
            value: sources.iter().map(|source| source.value).sum(),
            comparable: sum_over(&sources, &compared),
            compared: compared.len(),
            like_with_like: senders.now == compared && senders.base == compared,
            base: (!compared.is_empty()).then(|| base_sources.iter().map(|source| source.value).sum()),
            sources,
            base_sources,
        }
    }
}

fn sum_over(sources: &[Source], units: &BTreeSet<Code>) -> Quantity {
    sources.iter().filter(|source| units.contains(&source.counts_for)).map(|source| source.value).sum()
}

/// Puts a figure under its key.
pub(super) fn keep(figures: &mut BTreeMap<FigureKey, Figure>, figure: Figure) {
    figures.insert(figure.key.clone(), figure);
}
