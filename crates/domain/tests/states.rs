//! Every sentence that is written from figures, in every state that its figures can have, kept for reading aloud:
//! `tests/golden/sentences.txt`. After a change that is meant: `GOLDEN=update cargo test -p thidua-domain --test states`.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use thidua_domain::bundle::{self, Reading};
use thidua_domain::catalogue::{Catalogue, Counting};
use thidua_domain::code::Code;
use thidua_domain::narrative::{self, checks};
use thidua_domain::officer::paragraphs;
use thidua_domain::quantity::Quantity;
use thidua_domain::report::{Origin, Paragraph, Report};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::submission::Submission;
use thidua_domain::summary::Summary;
use thidua_domain::versions;

/// A state: its name, what A, B and C send now and sent for the base, as multiples of a unit of measure.
type State = (&'static str, [Option<u32>; 3], [Option<u32>; 3]);

const STATES: [State; 12] = [
    ("tăng", [Some(30), None, None], [Some(20), None, None]),
    ("tăng gấp đôi", [Some(30), None, None], [Some(12), None, None]),
    ("tăng rất nhỏ", [Some(30_001), None, None], [Some(30_000), None, None]),
    ("giảm", [Some(20), None, None], [Some(30), None, None]),
    ("bằng", [Some(20), None, None], [Some(20), None, None]),
    ("kỳ này không", [Some(0), None, None], [Some(3), None, None]),
    ("cùng kỳ không", [Some(3), None, None], [Some(0), None, None]),
    ("cả hai không", [Some(0), None, None], [Some(0), None, None]),
    ("kỳ đầu", [Some(20), None, None], [None, None, None]),
    ("thiếu đơn vị", [Some(30), None, None], [Some(20), Some(10), None]),
    ("thiếu cùng kỳ", [Some(30), Some(5), None], [Some(20), None, None]),
    // C and A were merged into B.
    ("cộng gộp", [None, Some(30), None], [Some(12), None, Some(8)]),
];

/// Ratios whose part and whole move apart: what A sends now and sent for the base, part and whole.
const RATIOS: [(&str, [u32; 2], [u32; 2]); 8] = [
    ("tỷ lệ tăng", [30, 80], [20, 80]),
    ("tỷ lệ giảm, số tăng", [30, 120], [20, 60]),
    ("tỷ lệ bằng, số tăng", [30, 80], [15, 40]),
    ("đủ", [30, 30], [20, 40]),
    ("phần không", [0, 30], [20, 40]),
    ("phần cùng kỳ không", [20, 40], [0, 30]),
    ("tổng cùng kỳ không", [20, 40], [0, 0]),
    ("tổng không", [0, 0], [20, 40]),
];

const FORMS: [&str; 8] = ["01/TTr", "01/TCD", "01/XLD", "01/KQGQ", "03/KQGQ", "RG/TTCN", "RG/KLTT", "RG/PCTN"];

/// Figures of all forms in the proportion of `n`; wholes of ratios are in that of `whole`.
fn figures(catalogue: &Catalogue, n: u32, whole: u32) -> Value {
    let wholes: Vec<&str> =
        catalogue.phrases.iter().flat_map(|phrase| &phrase.of).flat_map(|figure| &figure.meanings).map(Code::as_str).collect();
    let mut forms = Map::new();
    for code in FORMS {
        let form = catalogue.form(code, "2022-06-14".parse().unwrap()).unwrap();
        let mut columns = Map::new();
        for column in &form.columns {
            let of = column.meaning.as_ref().is_some_and(|meaning| wholes.contains(&meaning.as_str()));
            let nothing = column.meaning.as_ref().is_some_and(|meaning| ["carried_over", "ad_hoc"].contains(&meaning.as_str()));
            let units = if of { whole } else { n * u32::from(!nothing) };
            let value = match column.counting {
                Counting::Money => tenths(u64::from(units) * 4842),
                Counting::Land => tenths(u64::from(units) * 15005),
                _ => json!(units),
            };
            columns.insert(column.number.to_string(), value);
        }
        forms.insert(code.to_owned(), Value::Object(columns));
    }
    Value::Object(forms)
}

/// An exact decimal with one place.
fn tenths(value: u64) -> Value {
    serde_json::from_str(&format!("{}.{}", value / 10, value % 10)).unwrap()
}

/// What is not a figure of a form, in the same proportion.
fn content(n: u32, year: i32) -> Value {
    let day = format!("{year}-03-01");
    let many = n.min(60);
    let documents: Vec<Value> = (0..many)
        .map(|index| json!({"scope": "sector", "kind": if index % 3 == 0 { "KH" } else { "CV" }, "issued_on": day, "subject": "thi đua"}))
        .collect();
    let initiatives: Vec<Value> = (0..many).map(|_| json!({"name": "Sáng kiến", "level": "base"})).collect();
    let models: Vec<Value> = (0..many)
        .map(|index| json!({"name": "X", "recipient": if index % 2 == 0 { "collective" } else { "individual" }, "stage": "fostered"}))
        .collect();
    let award = |form: &str, recipient: &str, count: u32| json!({"form": form, "kind": "merit", "achievement_year": year - 1, "decided_on": day, "recipient": recipient, "count": count});
    let awards: Vec<Value> = if n == 0 {
        Vec::new()
    } else {
        vec![award("merit_province", "collective", n), award("certificate", "direct_staff", n * 2), award("certificate", "leader", n)]
    };
    let registrations: Vec<Value> = if n == 0 {
        Vec::new()
    } else {
        vec![
            json!({"year": year, "title": "title_advanced_worker", "count": n}),
            json!({"year": year, "title": "title_base_fighter", "count": 1}),
        ]
    };
    json!({
        "documents": documents,
        "initiatives": initiatives,
        "model_examples": models,
        "awards": awards,
        "registrations": registrations,
        "staff": {"headcount": 2 * n + 1, "leaders": n},
        "inspection_plan": {"year": year, "planned": 36, "started": n.min(36), "concluded": n.min(36) / 4},
        "disseminations": [{"scope": "unit", "subject": "x", "form": "conference", "sessions": n, "people": n * 10}],
        "conferences": [],
        "councils": [{"scope": "sector", "council": "emulation", "kind": "met", "meetings": n}]
    })
}

fn submission(catalogue: &Catalogue, unit: &str, year: i32, n: u32) -> Submission {
    serde_json::from_value(json!({
        "unit": unit, "period": format!("{year}-H1"), "version": 1, "state": "submitted", "submitted_at": format!("{year}-06-15T01:00:00Z"),
        "figures": figures(catalogue, n, n * 2), "content": content(n, year)
    }))
    .unwrap()
}

fn snapshot(catalogue: &Catalogue, (name, now, base): State) -> Snapshot {
    let unit = |code: &str| json!({"code": code, "kind": "agency_office", "position": 1, "names": [{"full": format!("Phòng {code}")}]});
    let mut json = json!({
        "format": "thidua-bundle/1",
        "agency": {
            "code": "TTT-X", "names": [{"full": "Thanh tra tỉnh X", "short": "Thanh tra tỉnh"}], "superior": "UBND tỉnh X", "symbol": "TTr", "place": "X",
            "sector": "ngành Thanh tra tỉnh X", "archive": "VT", "signer": {"titles": ["CHÁNH THANH TRA"], "name": "Nguyễn Văn A"}, "illustrative": true
        },
        "units": [unit("A"), unit("B"), unit("C")],
        "periods": [{"period": "2021-H1", "due_at": "2021-06-20T17:00:00+07:00"}, {"period": "2022-H1", "due_at": "2022-06-20T17:00:00+07:00"}]
    });
    if name == "cộng gộp" {
        json["successions"] =
            json!([{"code": "S1", "kind": "merge", "effective_on": "2021-09-01", "predecessors": ["A", "C"], "successors": ["B"]}]);
        json["units"][0]["valid_to"] = "2021-08-31".into();
        json["units"][2]["valid_to"] = "2021-08-31".into();
        json["units"][1]["valid_from"] = "2021-09-01".into();
    }
    let bundle = bundle::read(json.to_string().as_bytes(), &Reading::plain(catalogue)).unwrap().bundle;
    let mut snapshot = Snapshot::of_bundle(&bundle, "2022-H1".parse().unwrap(), catalogue.clone()).unwrap();
    let sent = |list: [Option<u32>; 3], year: i32| {
        let units = ["A", "B", "C"].into_iter().zip(list);
        units.filter_map(|(unit, n)| Some(submission(catalogue, unit, year, n?))).collect::<Vec<_>>()
    };
    (snapshot.submissions, snapshot.base_submissions) = (sent(now, 2022), sent(base, 2021));
    if name == "kỳ đầu" {
        // Somebody sent form 02/TCD alone: there is a base, but not of these figures.
        let mut other = submission(catalogue, "A", 2021, 1);
        other.figures = serde_json::from_value(json!({"02/TCD": {"1": 1}})).unwrap();
        other.content = serde_json::from_value(json!({})).unwrap();
        snapshot.base_submissions = vec![other];
    }
    snapshot.catalogue = catalogue.clone();
    snapshot
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    /// Whatever three units sent: every rule of wording holds, every number printed is in the facts of its sentence, the
    /// order of what came in changes nothing, totals are the sum of their units, branches and kinds.
    #[test]
    fn any_data_keeps_the_rules(
        now in prop::collection::vec(prop::option::of(prop_oneof![Just(0_u32), 1..9_u32, 10..70_u32, 1000..90_000_u32]), 3),
        base in prop::collection::vec(prop::option::of(prop_oneof![Just(0_u32), 1..9_u32, 10..70_u32, 1000..90_000_u32]), 3),
        merged in any::<bool>(),
    ) {
        let catalogue = Catalogue::shipped().unwrap();
        let name = if merged { "cộng gộp" } else { "" };
        let snapshot = snapshot(&catalogue, (name, [now[0], now[1], now[2]], [base[0], base[1], base[2]]));
        let summary = Summary::of(&snapshot);
        let report = narrative::write(&snapshot, &summary, None);
        let found = checks::check(&report);
        prop_assert!(found.is_empty(), "{:#?}", found);
        let mut turned = snapshot.clone();
        turned.submissions.reverse();
        turned.base_submissions.reverse();
        prop_assert_eq!(&Summary::of(&turned), &summary);
        prop_assert!(versions::between(&snapshot, &snapshot).is_empty());
        for figure in summary.figures().filter(|figure| figure.key.whole() == figure.key.0) {
            prop_assert_eq!(figure.value, figure.sources.iter().map(|source| source.value).sum());
            for kind in ["branch.", "kind."] {
                let parts: Vec<Quantity> = summary.groups.iter().filter(|group| group.key.starts_with(kind)).filter_map(|group| summary.figure(&format!("{}#{}", figure.key, group.key))).map(|part| part.value).collect();
                if !parts.is_empty() {
                    prop_assert_eq!(figure.value, parts.into_iter().sum(), "{} by {}", figure.key, kind);
                }
            }
        }
        prop_assert!(numbers_in_prose_have_sources(&report, &summary));
    }
}

/// Every figure that a sentence prints is one of the summary, with parts or with nothing.
fn numbers_in_prose_have_sources(report: &Report, summary: &Summary) -> bool {
    let spans = paragraphs(report).flat_map(Paragraph::spans);
    let mut keys = spans.filter_map(|span| span.figure);
    keys.all(|key| summary.figure(&key.0).is_some_and(|figure| figure.value.is_zero() || !figure.sources.is_empty()))
}

#[test]
fn every_sentence_in_every_state_is_as_it_was_read() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let plain = STATES.map(|state| (state.0, snapshot(&catalogue, state)));
    let ratios = RATIOS.map(|(name, now, base)| {
        let mut snapshot = snapshot(&catalogue, (name, [Some(now[0]), None, None], [Some(base[0]), None, None]));
        snapshot.submissions[0].figures = serde_json::from_value(figures(&catalogue, now[0], now[1])).unwrap();
        snapshot.base_submissions[0].figures = serde_json::from_value(figures(&catalogue, base[0], base[1])).unwrap();
        (name, snapshot)
    });
    let known = |key: &str, text: &str, table: &BTreeMap<String, Vec<String>>| {
        table.get(key).is_some_and(|lines| lines.iter().any(|line| line.ends_with(&format!("] {text}"))))
    };
    for state in plain.into_iter().chain(ratios) {
        let (name, snapshot) = &state;
        let report = narrative::write(snapshot, &Summary::of(snapshot), None);
        let found = checks::check(&report);
        assert!(found.is_empty(), "{name}: {found:#?}");
        for paragraph in paragraphs(&report).filter(|paragraph| paragraph.origin == Origin::Generated) {
            let said = !paragraph.sentences.iter().all(|sentence| sentence.facts.is_empty());
            let ratio = RATIOS.iter().any(|(ratio, ..)| ratio == name);
            if said && !(ratio && known(&paragraph.key, &paragraph.text(), &table)) {
                table.entry(paragraph.key.clone()).or_default().push(format!("  [{name}] {}", paragraph.text()));
            }
        }
    }
    let text =
        table.iter().map(|(key, lines)| format!("{key}\n{}\n", lines.join("\n"))).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sentences.txt");
    if std::env::var("GOLDEN").is_ok_and(|word| word == "update") {
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "read the difference, then GOLDEN=update");
}
