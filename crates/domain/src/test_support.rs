//! What tests of this crate share: the seeds, small made-up bundles, a report as plain text.

use serde_json::{Value, json};

use crate::bundle::{self, Bundle, Finding, Reading};
use crate::catalogue::Catalogue;
use crate::messages;
use crate::narrative;
use crate::report::{Report, Shape};
use crate::snapshot::Snapshot;
use crate::summary::Summary;

/// The shipped Đắk Nông data.
pub const SEEDS: &[u8] = include_bytes!("../../../seeds/dak-nong.json");

/// Reads a bundle that must be sound.
pub fn sound(json: &[u8]) -> Bundle {
    match bundle::read(json, &Reading::plain(&Catalogue::shipped().unwrap())) {
        Ok(checked) => checked.bundle,
        Err(findings) => panic!("{}", sentences(&findings).join("\n")),
    }
}

/// Findings as their reader sees them.
pub fn sentences(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(messages::finding).collect()
}

/// The snapshot of a bundle.
pub fn snapshot_of(bundle: &Bundle, period: &str) -> Snapshot {
    Snapshot::of_bundle(bundle, period.parse().unwrap(), Catalogue::shipped().unwrap()).unwrap()
}

/// The seeds' snapshot.
pub fn dak_nong(period: &str) -> Snapshot {
    snapshot_of(&sound(SEEDS), period)
}

/// A draft report.
pub fn report(snapshot: &Snapshot) -> Report {
    narrative::write(snapshot, &Summary::of(snapshot), None)
}

/// A small agency with units `A`, `B`, `C` and the periods of `year` and the year before.
pub fn small(year: i32, part: &str, submissions: &[Value]) -> Value {
    let due = if part == "H1" { "06-20" } else { "12-18" };
    let name = |year: i32| if part.is_empty() { year.to_string() } else { format!("{year}-{part}") };
    let period = |year: i32| json!({"period": name(year), "due_at": format!("{year}-{due}T17:00:00+07:00")});
    let unit = |code: &str, position: u32| json!({"code": code, "kind": "agency_office", "position": position, "names": [{"full": format!("Phòng {code}")}]});
    json!({
        "format": "thidua-bundle/1",
        "agency": {
            "code": "TTT-X", "names": [{"full": "Thanh tra tỉnh X", "short": "Thanh tra tỉnh"}], "superior": "UBND tỉnh X", "symbol": "TTr", "place": "X",
            "sector": "ngành Thanh tra tỉnh X", "archive": "VT", "addressees": ["Thanh tra Chính phủ"], "recipients": [],
            "signer": {"titles": ["CHÁNH THANH TRA"], "name": "Nguyễn Văn A"}, "illustrative": true
        },
        "units": [unit("A", 1), unit("B", 2), unit("C", 3)],
        "periods": [period(year - 1), period(year)],
        "submissions": submissions
    })
}

/// What unit `unit` sent: columns of form 01/TTr and further fields.
pub fn sent(unit: &str, period: &str, columns: &Value, more: &Value) -> Value {
    let year = &period[..4];
    let day = if period.ends_with("H1") { "06-15" } else { "12-15" };
    let mut submission =
        json!({"unit": unit, "period": period, "submitted_at": format!("{year}-{day}T08:00:00+07:00"), "figures": {"01/TTr": columns}});
    for (key, value) in more.as_object().unwrap() {
        submission[key] = value.clone();
    }
    submission
}

/// A report as plain text, with ordinary spaces.
pub fn report_text(report: &Report) -> String {
    let mut lines = report.subject.clone();
    lines.extend(report.opening.iter().map(crate::report::Paragraph::text));
    for section in &report.sections {
        lines.push(format!("{} {}", section.number, section.heading));
        lines.extend(
            section.body.iter().map(|paragraph| format!("{}{}", if paragraph.shape == Shape::Item { "- " } else { "" }, paragraph.text())),
        );
    }
    lines.push(report.closing.text());
    for annex in &report.annexes {
        lines.push(format!("{} {} ({})", annex.label, annex.title, annex.note));
        lines.extend(annex.table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")));
    }
    lines.join("\n").replace('\u{a0}', " ")
}

/// A snapshot of [`small`] for 2022-H1 with these submissions, which need not keep the rules of any form: unit,
/// true for this period, figures by form, further parts.
pub fn free(submissions: &[(&str, bool, Value, Value)]) -> Snapshot {
    let mut snapshot = snapshot_of(&sound(small(2022, "H1", &[]).to_string().as_bytes()), "2022-H1");
    for (unit, now, figures, content) in submissions {
        let year = if *now { 2022 } else { 2021 };
        let sent = serde_json::from_value(json!({
            "unit": unit, "period": format!("{year}-H1"), "version": 1, "state": "submitted", "submitted_at": format!("{year}-06-15T01:00:00Z"),
            "figures": figures, "content": content
        }));
        if *now { &mut snapshot.submissions } else { &mut snapshot.base_submissions }.push(sent.unwrap());
    }
    snapshot.catalogue = Catalogue::shipped().unwrap();
    snapshot
}
