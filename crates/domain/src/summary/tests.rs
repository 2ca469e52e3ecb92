//! Totals against independently added figures, and every figure against its own sources.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::quantity::Quantity;
use crate::test_support::{dak_nong, sent, small, snapshot_of, sound};

fn q(raw: &str) -> Quantity {
    raw.parse().unwrap()
}

/// Totals of the seeds, added by another program.
const TOTALS: [(u16, &str, &str); 18] = [
    (1, "61", "72"),
    (2, "9", "12"),
    (3, "52", "60"),
    (4, "50", "58"),
    (5, "11", "14"),
    (6, "27", "24"),
    (7, "198", "224"),
    (8, "10482.8", "14526.8"),
    (9, "38900", "43250"),
    (10, "3968.2", "5357.4"),
    (11, "9650", "11830"),
    (12, "6514.6", "9169.4"),
    (13, "29250", "31420"),
    (14, "11", "11"),
    (15, "44", "47"),
    (16, "0", "2"),
    (17, "0", "3"),
    (18, "4", "4"),
];

#[test]
fn totals_of_the_seeds_are_right() {
    let summary = Summary::of(&dak_nong("2022-H1"));
    for (column, base, now) in TOTALS {
        let figure = summary.figure(&format!("01/TTr:{column}")).unwrap();
        assert_eq!((figure.value, figure.base), (q(now), Some(q(base))), "column {column}");
    }
    for (key, base, now) in [
        ("awards:collective", 21, 24),
        ("awards:individual", 78, 86),
        ("awards:direct_staff", 51, 58),
        ("awards:level.state.collective", 1, 0),
        ("awards:kind.unexpected.collective", 0, 2),
        ("documents:sector", 4, 6),
    ] {
        let figure = summary.figure(key).unwrap();
        assert_eq!((figure.value, figure.base), (Quantity::whole(now), Some(Quantity::whole(base))), "{key}");
    }
}

#[test]
fn every_figure_is_the_sum_of_its_sources() {
    let snapshot = dak_nong("2022-H1");
    let summary = Summary::of(&snapshot);
    assert!(summary.figures().count() > 400);
    for figure in summary.figures() {
        assert_eq!(figure.value, figure.sources.iter().map(|source| source.value).sum(), "{}", figure.key);
        if let Some(base) = figure.base {
            assert_eq!(base, figure.base_sources.iter().map(|source| source.value).sum(), "{}", figure.key);
        }
        for source in &figure.sources {
            let submission = snapshot.submissions.iter().find(|submission| submission.unit == source.unit).unwrap();
            let there = match &source.place {
                Place::Column(form, column) => submission.figures[form][column],
                Place::Row(Part::Award, row) => Quantity::whole(u64::from(submission.content.awards[*row].count)),
                Place::Row(..) => Quantity::whole(1),
            };
            assert_eq!((source.value, source.version), (there, submission.version), "{}", figure.key);
        }
    }
}

#[test]
fn comparison_is_like_with_like() {
    let bundle = sound(
        small(
            2022,
            "H1",
            &[
                sent("A", "2022-H1", &json!({"1": 10, "3": 10, "4": 10}), &json!({})),
                sent("B", "2022-H1", &json!({"1": 7, "3": 7, "4": 7}), &json!({})),
                sent("A", "2021-H1", &json!({"1": 4, "3": 4, "4": 4}), &json!({})),
                sent("C", "2021-H1", &json!({"1": 100, "3": 100, "4": 100}), &json!({})),
            ],
        )
        .to_string()
        .as_bytes(),
    );
    let summary = Summary::of(&snapshot_of(&bundle, "2022-H1"));
    let total = summary.figure("01/TTr:1").unwrap();
    assert_eq!((total.value, total.comparable, total.base), (q("17"), q("10"), Some(q("4"))));
    assert_eq!(total.change(), Change::Rise { by: q("6"), percent: Some(q("150")) });
    assert_eq!(summary.basis.missing.len(), 1);
    assert!(!summary.basis.like_with_like());
}

#[test]
fn returned_and_draft_data_does_not_count() {
    for state in [json!({"state": "returned", "reason": "sai"}), json!({"state": "draft"})] {
        let bundle = sound(small(2022, "H1", &[sent("A", "2022-H1", &json!({"1": 10, "3": 10, "4": 10}), &state)]).to_string().as_bytes());
        let summary = Summary::of(&snapshot_of(&bundle, "2022-H1"));
        assert!(summary.forms.is_empty());
        assert_eq!(summary.basis.missing.len(), 3);
    }
}

#[test]
fn lateness_counts_calendar_days() {
    for (sent_at, standing) in [
        ("2022-06-20T17:00:00+07:00", Standing::OnTime),
        ("2022-06-20T17:00:01+07:00", Standing::Late(1)),
        ("2022-06-21T17:00:00+07:00", Standing::Late(1)),
        ("2022-06-22T20:00:00+07:00", Standing::Late(2)),
    ] {
        let bundle =
            sound(small(2022, "H1", &[sent("A", "2022-H1", &json!({}), &json!({"submitted_at": sent_at}))]).to_string().as_bytes());
        assert_eq!(Summary::of(&snapshot_of(&bundle, "2022-H1")).units[0].standing, standing, "{sent_at}");
    }
}

#[test]
fn columns_of_another_circular_compare_by_meaning() {
    let bundle = sound(
        small(
            2025,
            "H2",
            &[
                sent("A", "2025-H2", &json!({"1": 3, "3": 3, "4": 3, "8": 5, "10": 5, "12": 5, "22": 2, "21": 2}), &json!({})),
                sent("A", "2024-H2", &json!({"1": 2, "3": 2, "4": 2, "14": 1, "12": 9, "8": 9}), &json!({})),
            ],
        )
        .to_string()
        .as_bytes(),
    );
    let summary = Summary::of(&snapshot_of(&bundle, "2025-H2"));
    let base = |column: u16| summary.figure(&format!("01/TTr:{column}")).unwrap().base;
    let inspections = summary.figure("01/TTr:1").unwrap();
    assert!(
        inspections.base.is_none() && inspections.not_compared.as_ref().unwrap().contains("01/7/2025"),
        "other inspections are counted"
    );
    assert_eq!(base(22), Some(q("1")), "tổ chức stood in column 14");
    assert_eq!(base(12), Some(q("0")), "thu hồi về NSNN stood in column 10");
    assert_eq!(base(10), None, "all recovery was not counted before");
}

#[test]
fn a_percentage_is_given_only_where_it_says_something() {
    let percent = |now: u64, base: u64| match Change::between(Quantity::whole(now), Some(Quantity::whole(base))) {
        Change::Rise { percent, .. } | Change::Fall { percent, .. } => percent.map(|percent| percent.to_string()),
        _ => None,
    };
    assert_eq!(percent(5, 7).as_deref(), Some("28.57"));
    assert_eq!(percent(100_001, 100_000), None, "rounds to nothing");
    assert_eq!(percent(1, 20_000), None, "rounds to all, and something is left");
}

proptest! {
    #[test]
    fn totals_are_the_sum_of_any_units(values in prop::collection::vec(0_u32..100_000, 1..4)) {
        let submissions: Vec<_> = values.iter().zip(["A", "B", "C"]).map(|(value, unit)| sent(unit, "2022-H1", &json!({"1": value, "3": value, "5": value}), &json!({}))).collect();
        let bundle = sound(small(2022, "H1", &submissions).to_string().as_bytes());
        let summary = Summary::of(&snapshot_of(&bundle, "2022-H1"));
        let expected: u64 = values.iter().map(|value| u64::from(*value)).sum();
        prop_assert_eq!(summary.figure("01/TTr:1").unwrap().value, Quantity::whole(expected));
    }
    /// Whatever became of the units: totals are the sum of what was sent, a full comparison takes in the
    /// whole base, and the order of the submissions does not matter.
    #[test]
    fn totals_hold_through_any_history_of_mergers(
        units in 2..8_usize,
        now in prop::collection::vec(prop::option::of(0_u64..1000), 8),
        base in prop::collection::vec(prop::option::of(0_u64..1000), 8),
        merges in prop::collection::vec((0..8_usize, 0..8_usize, 1..12_u32), 0..6),
        kinds in prop::collection::vec(0..3_usize, 8),
        parents in prop::collection::vec(prop::option::of(0..8_usize), 8),
        asked in prop::collection::vec(any::<bool>(), 8),
        members in prop::collection::vec(any::<bool>(), 8),
    ) {
        const KINDS: [&str; 3] = ["agency_office", "district_inspectorate", "department_inspectorate"];
        let code = |unit: usize| format!("U{unit}");
        let submission = |unit: usize, period: &str, value: u64| sent(&code(unit), period, &json!({"1": value, "3": value, "5": value}), &json!({}));
        let mut list = Vec::new();
        for unit in 0..units {
            list.extend(now[unit].map(|value| submission(unit, "2022-H1", value)));
            list.extend(base[unit].map(|value| submission(unit, "2021-H1", value)));
        }
        let mut json = small(2022, "H1", &list);
        json["units"] = (0..units)
            .map(|unit| {
                let above = parents[unit].filter(|above| *above < unit).map(|above| json!({"kind": "administrative", "unit": code(above)}));
                let expected = json!({"period": "2022-H1", "expected": asked[unit], "reason": "Theo phân công"});
                json!({
                    "code": code(unit), "kind": KINDS[kinds[unit]], "position": unit + 1, "names": [{"full": format!("Phòng {unit}")}],
                    "parents": above.into_iter().collect::<Vec<_>>(), "expectations": [expected]
                })
            })
            .collect();
        let member: Vec<usize> = (0..units).filter(|unit| members[*unit]).collect();
        let listed: Vec<_> = member.iter().map(|unit| json!({"unit": code(*unit)})).collect();
        json["clusters"] = json!([{"code": "CUM1", "kind": "cluster", "names": [{"full": "Cụm thi đua số 1"}], "members": listed}]);
        json["successions"] = merges
            .iter()
            .filter(|(from, into, _)| *from < units && *into < units && from != into)
            .enumerate()
            .map(|(index, (from, into, month))| {
                json!({"code": format!("S{index}"), "kind": "merge", "effective_on": format!("2021-{month:02}-01"), "predecessors": [code(*from)], "successors": [code(*into)]})
            })
            .collect();
        let snapshot = snapshot_of(&sound(json.to_string().as_bytes()), "2022-H1");
        let summary = Summary::of(&snapshot);
        if let Some(total) = summary.figure("01/TTr:1") {
            prop_assert_eq!(total.value, Quantity::whole(now[..units].iter().flatten().sum()));
            prop_assert_eq!(total.value, total.sources.iter().map(|source| source.value).sum::<Quantity>());
            let of = |key: &str| summary.figure(&format!("01/TTr:1#{key}")).map_or(Quantity::ZERO, |figure| figure.value);
            prop_assert_eq!(KINDS.iter().map(|kind| of(&format!("kind.{kind}"))).sum::<Quantity>(), total.value, "kinds are the leaves");
            let branches = ["agency", "district", "department"];
            prop_assert_eq!(branches.iter().map(|branch| of(&format!("branch.{branch}"))).sum::<Quantity>(), total.value);
            let inside = |code: &Code| member.iter().any(|unit| format!("U{unit}") == code.as_str());
            let of_cluster = total.sources.iter().filter(|source| inside(&source.unit) || inside(&source.counts_for));
            prop_assert_eq!(of("cluster.CUM1"), of_cluster.map(|source| source.value).sum::<Quantity>());
            if total.like_with_like {
                prop_assert_eq!(total.base, Some(Quantity::whole(base[..units].iter().flatten().sum())));
                prop_assert_eq!(total.comparable, total.value);
            }
            if let Some(value) = total.base {
                prop_assert!(value <= Quantity::whole(base[..units].iter().flatten().sum()));
            }
        }
        let mut turned = snapshot;
        turned.submissions.reverse();
        turned.base_submissions.reverse();
        turned.successions.reverse();
        prop_assert_eq!(Summary::of(&turned), summary);
    }
}
