//! For which unit of today a unit of yesterday counts: figures of units that were merged or renamed stand,
//! in comparisons, with the unit that followed them; those of a unit that was divided stand with none.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::Code;
use crate::period::ReportingPeriod;
use crate::snapshot::Snapshot;
use crate::submission::Submission;
use crate::unit::{ParentKind, SuccessionKind, Unit};

/// From each unit that another one follows to that one.
#[derive(Debug, Clone, Default)]
pub(super) struct Successors {
    into: BTreeMap<Code, Code>,
}

impl Successors {
    /// What holds on the last day of the window.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut rows: Vec<_> = snapshot.successions.iter().filter(|row| row.effective_on <= snapshot.period.data_to).collect();
        rows.sort_by(|a, b| (a.effective_on, &a.code).cmp(&(b.effective_on, &b.code)));
        let mut into: BTreeMap<Code, Code> = BTreeMap::new();
        for row in rows {
            let (SuccessionKind::Merge | SuccessionKind::Rename, [successor]) = (row.kind, &row.successors[..]) else { continue };
            for predecessor in row.predecessors.iter().filter(|code| *code != successor) {
                // Who takes over again from the one that had followed it is no longer followed.
                into.remove(predecessor);
                if last(&into, successor) == predecessor {
                    into.remove(successor);
                }
                into.insert(predecessor.clone(), successor.clone());
            }
        }
        Self::rooms(snapshot, &mut into);
        Self { into }
    }

    /// Where a unit that others were merged into is not asked to send because its rooms send for it, the rooms
    /// count for it: only all of them together can be held against those that were merged.
    fn rooms(snapshot: &Snapshot, into: &mut BTreeMap<Code, Code>) {
        let period = &snapshot.period;
        let then: BTreeSet<&Code> =
            snapshot.base_submissions.iter().chain(&snapshot.previous_submissions).map(|submission| &submission.unit).collect();
        let sends: BTreeSet<&Code> = snapshot.submissions.iter().map(|submission| &submission.unit).collect();
        let merged: BTreeSet<&Code> = into.iter().filter(|(from, _)| then.contains(from)).map(|(_, into)| into).collect();
        let alive = |unit: &Unit| merged.contains(&unit.code) && !into.contains_key(&unit.code);
        let silent = |unit: &&Unit| alive(unit) && !unit.expected_for(period) && !sends.contains(&unit.code);
        let hosts: BTreeSet<Code> = snapshot.units.iter().filter(silent).map(|unit| unit.code.clone()).collect();
        for unit in &snapshot.units {
            let host = unit.parents.iter().find_map(|parent| {
                let holds = parent.kind == ParentKind::Administrative && parent.validity.covers(period.data_to);
                parent.unit.as_ref().filter(|code| holds && hosts.contains(*code))
            });
            if let Some(host) = host.filter(|host| !into.contains_key(&unit.code) && last(into, host) != &unit.code) {
                into.insert(unit.code.clone(), host.clone());
            }
        }
    }

    /// The unit for which `code` counts: the last of those that followed it, or itself.
    pub fn counts_for(&self, code: &Code) -> Code {
        last(&self.into, code).clone()
    }

    /// The units that sent, as they count.
    pub fn counted(&self, codes: &BTreeSet<Code>) -> BTreeSet<Code> {
        codes.iter().map(|code| self.counts_for(code)).collect()
    }

    /// Successors with the predecessors among `sent`.
    pub fn merged(&self, sent: &BTreeSet<Code>) -> BTreeMap<Code, Vec<Code>> {
        let mut merged: BTreeMap<Code, Vec<Code>> = BTreeMap::new();
        for code in sent {
            let successor = self.counts_for(code);
            if successor != *code {
                merged.entry(successor).or_default().push(code.clone());
            }
        }
        merged
    }

    /// Units whose base lacks a part: of those that they follow one had to send for `base` and did not.
    pub fn without_whole_base(&self, snapshot: &Snapshot, base: &ReportingPeriod, sent: &[Submission]) -> BTreeSet<Code> {
        let sent: BTreeSet<&Code> = sent.iter().filter(|submission| submission.state.counts()).map(|submission| &submission.unit).collect();
        let lacking = |code: &&Code| {
            let unit = snapshot.units.iter().find(|unit| unit.code == **code);
            unit.is_some_and(|unit| unit.expected_for(base)) && !sent.contains(code)
        };
        self.into.keys().filter(lacking).map(|code| self.counts_for(code)).collect()
    }
}

/// The last of those that followed a unit, or itself.
fn last<'a>(into: &'a BTreeMap<Code, Code>, code: &'a Code) -> &'a Code {
    let mut now = code;
    // A chain is no longer than the list.
    for _ in 0..into.len() {
        match into.get(now) {
            Some(next) => now = next,
            None => break,
        }
    }
    now
}
