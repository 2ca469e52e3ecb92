//! Who was expected, who has sent and when.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::succession::Successors;
use crate::code::Code;
use crate::collation::VietnameseOrder;
use crate::period::civil_date;
use crate::snapshot::Snapshot;
use crate::submission::Submission;
use crate::text::Text;
use crate::unit::Unit;

/// A unit in the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    /// Code.
    pub code: Code,
    /// Full name on the last day of the window.
    pub name: Text,
    /// Short name on that day.
    pub short: Text,
    /// Kind of unit.
    pub kind: Code,
    /// Whether and when it sent.
    pub standing: Standing,
    /// When it sent.
    pub submitted_at: Option<DateTime<Utc>>,
}

/// Whether a unit sent in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Đúng hạn.
    OnTime,
    /// Trễ hạn by so many calendar days; later on the day itself counts as one.
    Late(i64),
    /// Chưa gửi.
    Missing,
}

/// From whom the figures come and with whom they are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basis {
    /// Units whose data counts now.
    pub reporting: BTreeSet<Code>,
    /// Units expected that have not sent, in official order.
    pub missing: Vec<Code>,
    /// The same units as they count in comparisons: a unit that another one follows counts for that one.
    pub counted: BTreeSet<Code>,
    /// Units with counting data in both periods, as they count; comparisons are made on these alone.
    pub compared: BTreeSet<Code>,
    /// Units whose data counted in the base period, as they count.
    pub base: BTreeSet<Code>,
    /// Units whose base was added up from those that they follow, with these.
    pub merged: BTreeMap<Code, Vec<Code>>,
}

impl Basis {
    /// Units the report speaks of: those that sent and those that should have.
    pub fn concerned(&self) -> usize {
        self.reporting.len() + self.missing.len()
    }

    /// True when both periods rest on the same units.
    pub fn like_with_like(&self) -> bool {
        self.counted == self.compared && self.base == self.compared
    }
}

/// Units expected for the period or with counting data, in official order.
pub(super) fn lines(snapshot: &Snapshot, order: &VietnameseOrder) -> Vec<UnitLine> {
    let day = snapshot.period.data_to;
    let sent: BTreeMap<&Code, &Submission> = snapshot.submissions.iter().filter(|s| s.state.counts()).map(|s| (&s.unit, s)).collect();
    let mut units: Vec<&Unit> =
        snapshot.units.iter().filter(|unit| unit.expected_for(&snapshot.period) || sent.contains_key(&unit.code)).collect();
    let kind_rank = |unit: &Unit| snapshot.catalogue.unit_kinds.iter().position(|kind| kind.code.as_str() == unit.kind.as_str());
    units.sort_by(|a, b| {
        let by_position = (kind_rank(a), a.position).cmp(&(kind_rank(b), b.position));
        by_position.then_with(|| order.compare(&a.name_on(day).full, &b.name_on(day).full))
    });
    let line = |unit: &Unit| {
        let name = unit.name_on(day);
        let submitted_at = sent.get(&unit.code).and_then(|submission| submission.submitted_at);
        UnitLine {
            code: unit.code.clone(),
            name: name.full.clone(),
            short: name.short.clone(),
            kind: unit.kind.clone(),
            standing: standing(sent.contains_key(&unit.code), submitted_at, snapshot.period.due_at),
            submitted_at,
        }
    };
    units.into_iter().map(line).collect()
}

fn standing(sent: bool, submitted_at: Option<DateTime<Utc>>, due_at: DateTime<Utc>) -> Standing {
    match submitted_at {
        _ if !sent => Standing::Missing,
        Some(at) if at > due_at => Standing::Late((civil_date(at) - civil_date(due_at)).num_days().max(1)),
        _ => Standing::OnTime,
    }
}

pub(super) fn basis(snapshot: &Snapshot, lines: &[UnitLine], successors: &Successors) -> Basis {
    let counting = |list: &[Submission]| -> BTreeSet<Code> { list.iter().filter(|s| s.state.counts()).map(|s| s.unit.clone()).collect() };
    let (reporting, sent) = (counting(&snapshot.submissions), counting(&snapshot.base_submissions));
    let missing = lines.iter().filter(|line| line.standing == Standing::Missing).map(|line| line.code.clone()).collect();
    let (counted, base) = (successors.counted(&reporting), successors.counted(&sent));
    let lacking = snapshot.base_period.as_ref().map(|period| successors.without_whole_base(snapshot, period, &snapshot.base_submissions));
    let lacking = lacking.unwrap_or_default();
    let compared = counted.intersection(&base).filter(|code| !lacking.contains(*code)).cloned().collect();
    Basis { compared, reporting, counted, missing, base, merged: successors.merged(&sent) }
}
