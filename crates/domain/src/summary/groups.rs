//! Groups of units for which totals are made: branches, kinds, clusters, as of the last day of the window.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::find;
use crate::code::Code;
use crate::snapshot::Snapshot;
use crate::validity::name_on;

/// A group of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `branch.district`, `kind.district_inspectorate`, `cluster.CUM3`.
    pub key: String,
    /// Its name on screens.
    pub name: String,
    /// What it is: branch, kind or cluster.
    pub kind: GroupKind,
    /// Which slots belong to it.
    pub(super) slots: Vec<bool>,
    /// Members of a cluster that count for another unit: their own values belong to it, without a base.
    pub(super) rooms: BTreeSet<Code>,
}

/// Kinds of group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// Khối đơn vị: the agency's own, departments, districts, communes.
    Branch,
    /// Loại đơn vị.
    Kind,
    /// Cụm, khối thi đua.
    Cluster,
}

/// Names of branches.
const BRANCHES: [(&str, &str); 5] = [
    ("agency", "Các phòng thuộc Thanh tra tỉnh"),
    ("department", "Các sở, ngành"),
    ("district", "Cấp huyện"),
    ("commune", "Cấp xã"),
    ("predecessor", "Đơn vị trước sắp xếp"),
];

/// The groups that have a unit among `slots`.
pub(super) fn groups(snapshot: &Snapshot, slots: &BTreeMap<Code, usize>) -> Vec<Group> {
    let day = snapshot.period.data_to;
    let empty = || vec![false; slots.len()];
    let mut branches: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for unit in &snapshot.units {
        let Some(slot) = slots.get(&unit.code) else { continue };
        kinds.entry(unit.kind.as_str()).or_insert_with(empty)[*slot] = true;
        let row = find(&snapshot.catalogue.unit_kinds, unit.kind.as_str(), day)
            .or_else(|| snapshot.catalogue.unit_kinds.iter().find(|row| row.code == unit.kind));
        if let Some(branch) = row.and_then(|row| row.branch.as_ref()) {
            branches.entry(branch.as_str()).or_insert_with(empty)[*slot] = true;
        }
    }
    let mut groups = Vec::new();
    let mut add = |key: String, name: String, kind, slots: Vec<bool>| groups.push(Group { key, name, kind, slots, rooms: BTreeSet::new() });
    for (branch, marks) in branches {
        let name = BRANCHES.iter().find(|(code, _)| *code == branch).map_or(branch, |(_, name)| name);
        add(format!("branch.{branch}"), name.to_owned(), GroupKind::Branch, marks);
    }
    for row in &snapshot.catalogue.unit_kinds {
        if let Some(marks) = kinds.remove(row.code.as_str()) {
            add(format!("kind.{}", row.code), row.name.to_string(), GroupKind::Kind, marks);
        }
    }
    for cluster in snapshot.clusters.iter().filter(|cluster| cluster.validity.covers(day)) {
        let (mut marks, mut rooms) = (empty(), BTreeSet::new());
        for member in cluster.members.iter().filter(|member| member.validity.covers(day)) {
            match member.unit.as_ref().map(|unit| (unit, slots.get(unit))) {
                Some((_, Some(slot))) => marks[*slot] = true,
                Some((unit, None)) => rooms.extend([unit.clone()]),
                None => {}
            }
        }
        if marks.contains(&true) || !rooms.is_empty() {
            let name = name_on(&cluster.names, day).or(cluster.names.first()).map_or(String::new(), |name| name.full.to_string());
            groups.push(Group { key: format!("cluster.{}", cluster.code), name, kind: GroupKind::Cluster, slots: marks, rooms });
        }
    }
    groups
}
