//! Whole reports as text, kept for reading: the sample and the made-up data of other provinces and years.
//! After a change that is meant, `GOLDEN=update cargo test -p thidua-domain --test golden` writes them anew.

use std::path::Path;

use thidua_domain::bundle::{self, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::narrative::{self, checks};
use thidua_domain::report::{Report, Shape};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

/// Name of the file kept, data, period.
const REPORTS: [(&str, &str, &str); 6] = [
    ("dak-nong-2022-H1", "../../seeds/dak-nong.json", "2022-H1"),
    ("dak-nong-2021-H1", "../../seeds/dak-nong.json", "2021-H1"),
    ("ninh-binh-2019-H1", "../storage/tests/data/ninh-binh-2019.json", "2019-H1"),
    ("lam-dong-2025-H2", "../storage/tests/data/lam-dong-2025.json", "2025-H2"),
    ("lam-dong-2026-H1", "../storage/tests/data/lam-dong-2025.json", "2026-H1"),
    ("lam-dong-2025-H1", "../storage/tests/data/lam-dong-2025.json", "2025-H1"),
];

fn report(path: &str, period: &str) -> Option<Report> {
    let json = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()?;
    let catalogue = Catalogue::shipped().unwrap();
    let bundle = bundle::read(&json, &Reading::plain(&catalogue)).ok()?.bundle;
    let snapshot = Snapshot::of_bundle(&bundle, period.parse().unwrap(), catalogue)?;
    let report = narrative::write(&snapshot, &Summary::of(&snapshot), None);
    assert_eq!(report, narrative::write(&snapshot, &Summary::of(&snapshot), None), "the same facts give the same words");
    Some(report)
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
