//! Data of other provinces and years, made up: one before 2024, one across the mergers of 2025, one full
//! of defects. `data/` has the files; what is expected of the defects stands beside them.

use std::sync::Arc;

use serde::Deserialize;
use thidua_domain::bundle::{self, Bundle, Finding, Level, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::messages;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _};
use thidua_domain::world::FixedWorld;
use thidua_storage::SqliteStore;

const SAMPLES: [(&str, &[u8]); 2] =
    [("ninh-binh-2019", include_bytes!("data/ninh-binh-2019.json")), ("lam-dong-2025", include_bytes!("data/lam-dong-2025.json"))];
const DEFECTS: &[u8] = include_bytes!("data/day-loi.json");
const EXPECTED: &[u8] = include_bytes!("data/day-loi.expected.json");
const LEGACY: &[u8] = include_bytes!("data/day-loi-legacy.json");

fn told(findings: &[Finding]) -> String {
    findings.iter().map(messages::finding).collect::<Vec<_>>().join("\n")
}

fn read(name: &str, json: &[u8]) -> Bundle {
    let catalogue = Catalogue::shipped().unwrap();
    bundle::read(json, &Reading::plain(&catalogue)).unwrap_or_else(|findings| panic!("{name}: {}", told(&findings))).bundle
}

async fn store(folder: &tempfile::TempDir, name: &str) -> SqliteStore {
    let world = Arc::new(FixedWorld::at("2026-06-25T01:00:00Z".parse().unwrap()));
    let store = SqliteStore::open(&folder.path().join(name), world).await.unwrap();
    store.upgrade_catalogue(&Catalogue::shipped().unwrap()).await.unwrap();
    store
}

#[tokio::test]
async fn samples_go_in_and_out_unchanged() {
    for (name, json) in SAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let sample = read(name, json);
        let (first, second) = (store(&folder, "a.db").await, store(&folder, "b.db").await);
        first.import(&sample).await.unwrap();
        let exported = first.export(&sample.agency.code).await.unwrap().unwrap().canonical();
        assert_eq!(exported, sample.canonical(), "{name}");
        let again = read(name, &exported);
        second.import(&again).await.unwrap();
        assert_eq!(second.export(&sample.agency.code).await.unwrap().unwrap().canonical(), exported, "{name}");
        let outcome = first.import(&again).await.unwrap();
        assert_eq!((outcome.changed_rows, outcome.new_submissions, outcome.revised_submissions), (0, 0, 0), "{name}");
    }
}

#[derive(Deserialize)]
struct Expected {
    path: String,
    rule: Option<String>,
    level: String,
}

#[test]
fn every_defect_is_told_at_its_place() {
    let catalogue = Catalogue::shipped().unwrap();
    let reading = Reading { drawable: &|ch| u32::from(ch) < 0x1_F000, ..Reading::plain(&catalogue) };
    let findings = bundle::read(DEFECTS, &reading).expect_err("a file full of defects");
    let expected: Vec<Expected> = serde_json::from_slice(EXPECTED).unwrap();
    assert!(expected.len() > 100);
    let level = |finding: &Finding| match finding.level() {
        Level::Block => "block",
        Level::Warn => "warn",
        Level::Repair => "repair",
    };
    let missing: Vec<String> = expected
        .iter()
        .filter(|wanted| {
            let found = |finding: &&Finding| {
                finding.path == wanted.path && finding.rule() == wanted.rule.as_deref() && level(finding) == wanted.level
            };
            !findings.iter().any(|finding| found(&finding))
        })
        .map(|wanted| format!("{} {:?} {}", wanted.path, wanted.rule, wanted.level))
        .collect();
    assert!(missing.is_empty(), "{}\n\n{}", missing.join("\n"), told(&findings));
}

#[test]
fn legacy_text_is_taken_only_when_its_conversion_is_accepted() {
    let catalogue = Catalogue::shipped().unwrap();
    let refused = bundle::read(LEGACY, &Reading::plain(&catalogue)).expect_err("TCVN3 and VNI");
    assert!(refused.iter().filter(|finding| finding.level() == Level::Block).all(|finding| finding.rule() == Some("V16")));
    let taken = bundle::read(LEGACY, &Reading { convert_legacy: true, ..Reading::plain(&catalogue) }).unwrap();
    let shown = |list: &[Finding]| list.iter().filter(|finding| finding.rule() == Some("V16")).count();
    assert_eq!(shown(&taken.notes), shown(&refused), "never silent");
    let written = String::from_utf8(taken.bundle.canonical()).unwrap();
    let again = bundle::read(written.as_bytes(), &Reading::plain(&catalogue)).unwrap();
    assert_eq!(again.bundle.canonical(), written.into_bytes());
}
