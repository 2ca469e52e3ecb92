//! Whole reports as text, kept for reading: the sample and the made-up data of other provinces and years.
//! After a change that is meant, `GOLDEN=update cargo test -p thidua-domain --test golden` writes them anew.

use std::path::Path;

use chrono::{Months, NaiveDate};
use serde_json::Value;
use thidua_domain::bundle::{self, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::narrative::{self, checks};
use thidua_domain::report::{Report, Shape};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

/// Name of the file kept, data, period. `2022` and `2022-H2` of Đắk Nông are its first halves told as a year and as a
/// second half, half a year later.
const REPORTS: [(&str, &str, &str); 8] = [
    ("dak-nong-2022", "../../seeds/dak-nong.json", "2022"),
    ("dak-nong-2022-H2", "../../seeds/dak-nong.json", "2022-H2"),
    ("dak-nong-2022-H1", "../../seeds/dak-nong.json", "2022-H1"),
    ("dak-nong-2021-H1", "../../seeds/dak-nong.json", "2021-H1"),
    ("ninh-binh-2019-H1", "../storage/tests/data/ninh-binh-2019.json", "2019-H1"),
    ("lam-dong-2025-H2", "../storage/tests/data/lam-dong-2025.json", "2025-H2"),
    ("lam-dong-2026-H1", "../storage/tests/data/lam-dong-2025.json", "2026-H1"),
    ("lam-dong-2025-H1", "../storage/tests/data/lam-dong-2025.json", "2025-H1"),
];

fn report(path: &str, period: &str) -> Option<Report> {
    let json = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()?;
    let json = match (path.contains("dak-nong"), period) {
        (true, "2022") => retold(&json, 0, ""),
        (true, "2022-H2") => retold(&json, 6, "-H2"),
        _ => json,
    };
    let catalogue = Catalogue::shipped().unwrap();
    let bundle = bundle::read(&json, &Reading::plain(&catalogue)).ok()?.bundle;
    let snapshot = Snapshot::of_bundle(&bundle, period.parse().unwrap(), catalogue)?;
    let report = narrative::write(&snapshot, &Summary::of(&snapshot), None);
    assert_eq!(report, narrative::write(&snapshot, &Summary::of(&snapshot), None), "the same facts give the same words");
    Some(report)
}

/// The same data with every day `months` later and every first half named otherwise.
fn retold(json: &[u8], months: u32, part: &str) -> Vec<u8> {
    fn walk(value: &mut Value, months: u32, part: &str) {
        match value {
            Value::String(text) => {
                if let Some(year) = text.strip_suffix("-H1").map(str::to_owned) {
                    *text = format!("{year}{part}");
                } else if let Some(day) = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()) {
                    let later = day.checked_add_months(Months::new(months)).unwrap();
                    *text = format!("{later}{}", &text[10..]);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, months, part)),
            Value::Object(fields) => {
                // The windows of half-years are no windows of years; those follow from the period.
                fields.retain(|name, _| !part.is_empty() || !["data_from", "data_to"].contains(&name.as_str()));
                for (name, field) in fields {
                    walk(field, if part.is_empty() && name.ends_with("_at") { 6 } else { months }, part);
                }
            }
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_slice(json).unwrap();
    walk(&mut value, months, part);
    serde_json::to_vec(&value).unwrap()
}

fn text(report: &Report) -> String {
    let mut lines = report.subject.clone();
    let mut notes = Vec::new();
    let mut add = |paragraph: &thidua_domain::report::Paragraph, lines: &mut Vec<String>| {
        let dash = if paragraph.shape == Shape::Item { "- " } else { "" };
        lines.push(format!("{dash}{}", paragraph.text()));
        notes.extend(paragraph.spans().into_iter().filter_map(|span| span.note));
    };
    report.opening.iter().for_each(|paragraph| add(paragraph, &mut lines));
    for section in &report.sections {
        lines.push(format!("\n{} {}", section.number, section.heading));
        section.body.iter().for_each(|paragraph| add(paragraph, &mut lines));
    }
    lines.push(format!("\n{}", report.closing.text()));
    lines.extend(notes.iter().enumerate().map(|(index, note)| format!("({}) {note}", index + 1)));
    for annex in &report.annexes {
        lines.push(format!("\n{} {}\n({})", annex.label, annex.title, annex.note));
        lines.push(annex.table.header.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | "));
        lines.push(annex.table.numbers.join(" | "));
        lines.extend(annex.table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")));
        lines.extend((!annex.signatures.is_empty()).then(|| annex.signatures.join(" | ")));
    }
    lines.join("\n").replace('\u{a0}', " ") + "\n"
}

#[test]
fn whole_reports_are_as_they_were_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var("GOLDEN").is_ok_and(|word| word == "update");
    let mut changed = Vec::new();
    for (name, data, period) in REPORTS {
        let Some(report) = report(data, period) else {
            changed.push(format!("{name}: no report"));
            continue;
        };
        let found = checks::check(&report);
        assert!(found.is_empty(), "{name}: {found:#?}");
        let file = folder.join(format!("{name}.txt"));
        let now = text(&report);
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, &now).unwrap();
        } else if std::fs::read_to_string(&file).ok().as_deref() != Some(now.as_str()) {
            changed.push(name.to_owned());
        }
    }
    assert!(changed.is_empty(), "read the difference, then GOLDEN=update: {changed:?}");
}
