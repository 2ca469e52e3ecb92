//! What any store must do: one case for every method of the ports, on a real file.
//!
//! The cases know the ports alone; a second adapter runs them by adding a `store` of its own.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use thidua_domain::bundle::{self, Bundle};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::code::Code;
use thidua_domain::period::Period;
use thidua_domain::ports::{
    AddCatalogueError, AddVersionError, AgencyStore as _, CatalogueOrigin, CatalogueStore as _, CatalogueUpgrade, Format, ImportConflict,
    ImportError, Issue, NewVersion, ReportId, ReportState, ReportStore as _, Store, StoreCare as _,
};
use thidua_domain::quantity::Quantity;
use thidua_domain::reporting::Scope;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::submission::SubmissionState;
use thidua_domain::unit::{Cluster, ClusterKind, Succession, SuccessionKind};
use thidua_domain::validity::Validity;
use thidua_domain::world::FixedWorld;
use thidua_storage::SqliteStore;
use uuid::Uuid;

const SEEDS: &[u8] = include_bytes!("../../../seeds/dak-nong.json");

fn seeds() -> Bundle {
    bundle::read(SEEDS, &bundle::Reading::plain(&Catalogue::shipped().unwrap())).unwrap().bundle
}

fn now() -> DateTime<Utc> {
    "2022-06-25T01:00:00Z".parse().unwrap()
}

async fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, Arc::new(FixedWorld::at(now()))).await.unwrap()
}

/// A store on a fresh file with catalogues and seeds in it.
async fn filled() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("t.db")).await;
    store.upgrade_catalogue(&Catalogue::shipped().unwrap()).await.unwrap();
    store.import(&seeds()).await.unwrap();
    (folder, store)
}

fn agency() -> Code {
    "TTT-DAKNONG".parse().unwrap()
}

fn h1() -> Period {
    "2022-H1".parse().unwrap()
}

fn issue(number: u32, date: &str) -> Issue {
    Issue { number, date: date.parse::<NaiveDate>().unwrap() }
}

async fn add(
    store: &dyn Store,
    snapshot: &Snapshot,
    issue: Option<Issue>,
    file: &[u8],
) -> Result<thidua_domain::ports::ReportVersion, AddVersionError> {
    let files = [(Format::Pdf, file.to_vec()), (Format::Html, b"<html>".to_vec()), (Format::Docx, b"PK docx".to_vec())];
    store.add_version(NewVersion { snapshot, scope: &Scope::Agency, issue, engine: "test", job: None, files: &files }).await
}

#[tokio::test]
async fn catalogues_keep_every_version() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("t.db")).await;
    assert!(store.catalogue().await.unwrap().is_none() && store.catalogue_versions().await.unwrap().is_empty());
    let shipped = Catalogue::shipped().unwrap();
    assert_eq!(store.upgrade_catalogue(&shipped).await.unwrap(), CatalogueUpgrade::Done(Vec::new()));
    assert_eq!(store.upgrade_catalogue(&shipped).await.unwrap(), CatalogueUpgrade::Known, "the same program brings nothing");
    let mut own = shipped.clone();
    own.ethics_standards[0].text = "Liêm khiết".into();
    assert!(store.add_catalogue(&own, &shipped, "dao-duc.toml").await.unwrap());
    assert!(!store.add_catalogue(&own, &own, "dao-duc.toml").await.unwrap(), "the same rows are not a new version");
    assert_eq!(store.catalogue().await.unwrap().as_ref(), Some(&own));
    assert_eq!(
        store.upgrade_catalogue(&shipped).await.unwrap(),
        CatalogueUpgrade::Known,
        "opening again does not undo the operator's rows"
    );
    assert_eq!(store.catalogue().await.unwrap().as_ref(), Some(&own));
    let mut late = shipped.clone();
    late.ethics_standards[2].text = "Khách quan".into();
    let overtaken = store.add_catalogue(&late, &shipped, "muon.toml").await;
    assert!(matches!(overtaken, Err(AddCatalogueError::Overtaken)), "rows merged into an older version would lose the newer ones");
    assert_eq!(store.catalogue().await.unwrap().as_ref(), Some(&own));

    let mut next = shipped.clone();
    next.ethics_standards[0].text = "Bản của chương trình".into();
    next.ethics_standards[1].text = "Bản của chương trình".into();
    assert_eq!(store.upgrade_catalogue(&next).await.unwrap(), CatalogueUpgrade::Done(Vec::new()));
    let merged = store.catalogue().await.unwrap().unwrap();
    assert_eq!(merged.ethics_standards[0].text.as_str(), "Liêm khiết");
    assert_eq!(merged.ethics_standards[1].text.as_str(), "Bản của chương trình");

    let versions = store.catalogue_versions().await.unwrap();
    let told: Vec<_> = versions.iter().map(|version| (version.version, version.origin, version.note.as_str())).collect();
    assert_eq!(told, [(3, CatalogueOrigin::Upgraded, ""), (2, CatalogueOrigin::Loaded, "dao-duc.toml"), (1, CatalogueOrigin::Shipped, "")]);
    assert_eq!(store.catalogue_version(1).await.unwrap(), Some(shipped));
    assert_eq!(store.catalogue_version(9).await.unwrap(), None);
}

#[tokio::test]
async fn rows_that_an_upgrade_keeps_back_come_once_the_agency_has_mended_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("t.db")).await;
    let shipped = Catalogue::shipped().unwrap();
    store.upgrade_catalogue(&shipped).await.unwrap();
    let kind = |from: Option<&str>, to: Option<&str>| {
        let mut row = shipped.unit_kinds[0].clone();
        row.code = "own".parse().unwrap();
        row.validity = Validity { from: from.map(|day| day.parse().unwrap()), to: to.map(|day| day.parse().unwrap()) };
        row
    };
    let (mut own, mut next) = (shipped.clone(), shipped.clone());
    own.unit_kinds.push(kind(None, None));
    next.unit_kinds.push(kind(Some("2020-01-01"), None));
    next.ethics_standards[0].text = "Bản của chương trình".into();
    store.add_catalogue(&own, &shipped, "rieng.toml").await.unwrap();
    own.ethics_standards[0] = next.ethics_standards[0].clone();
    for _ in 0..2 {
        assert_eq!(store.upgrade_catalogue(&next).await.unwrap(), CatalogueUpgrade::Done(vec!["unit_kinds"]));
        assert_eq!(store.catalogue().await.unwrap().as_ref(), Some(&own), "told at every start, and nothing is written");
    }
    // What the agency does meanwhile to rows of another kind stays.
    let mut busy = own.clone();
    busy.ethics_standards[0] = shipped.ethics_standards[0].clone();
    busy.ethics_standards.remove(1);
    store.add_catalogue(&busy, &own, "khac.toml").await.unwrap();
    assert_eq!(store.upgrade_catalogue(&next).await.unwrap(), CatalogueUpgrade::Done(vec!["unit_kinds"]));
    assert_eq!(store.catalogue().await.unwrap().as_ref(), Some(&busy));
    let mut mended = busy.clone();
    let own = busy;
    *mended.unit_kinds.last_mut().unwrap() = kind(None, Some("2019-12-31"));
    store.add_catalogue(&mended, &own, "sua.toml").await.unwrap();
    assert_eq!(store.upgrade_catalogue(&next).await.unwrap(), CatalogueUpgrade::Done(Vec::new()));
    assert_eq!(store.catalogue().await.unwrap().unwrap().unit_kinds.len(), shipped.unit_kinds.len() + 2);
    assert_eq!(store.upgrade_catalogue(&next).await.unwrap(), CatalogueUpgrade::Known);
}

#[tokio::test]
async fn agencies_units_and_periods_come_back_as_they_went_in() {
    let (_folder, store) = filled().await;
    let bundle = seeds();
    assert_eq!(store.agencies().await.unwrap(), std::slice::from_ref(&bundle.agency));
    assert_eq!(store.agency(&agency()).await.unwrap(), Some(bundle.agency.clone()));
    assert_eq!(store.agency(&"TTT-KHAC".parse().unwrap()).await.unwrap(), None);
    let units = store.units(&agency()).await.unwrap();
    let codes = |units: &[thidua_domain::unit::Unit]| units.iter().map(|unit| unit.code.clone()).collect::<BTreeSet<_>>();
    assert_eq!(codes(&units), codes(&bundle.units));
    let periods = store.periods(&agency()).await.unwrap();
    assert_eq!(periods.len(), 2);
    assert_eq!(periods[0].period.period, h1(), "newest first");
    assert_eq!((periods[0].expected, periods[0].sent, periods[0].versions), (bundle.units.len(), bundle.units.len(), 0));
    assert!(store.periods(&"TTT-KHAC".parse().unwrap()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_snapshot_holds_what_was_imported() {
    let (_folder, store) = filled().await;
    let stored = store.snapshot(&agency(), h1()).await.unwrap().unwrap();
    let expected = Snapshot::of_bundle(&seeds(), h1(), Catalogue::shipped().unwrap()).unwrap();
    assert_eq!(stored, expected);
    assert_eq!(stored.sha256(), expected.sha256());
    assert!(store.snapshot(&agency(), "2030-H1".parse().unwrap()).await.unwrap().is_none());
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let (_folder, store) = filled().await;
    let before = store.snapshot(&agency(), h1()).await.unwrap();
    let outcome = store.import(&seeds()).await.unwrap();
    assert_eq!((outcome.changed_rows, outcome.new_submissions, outcome.revised_submissions), (0, 0, 0));
    assert_eq!(outcome.unchanged_submissions, seeds().submissions.len());
    assert_eq!(store.snapshot(&agency(), h1()).await.unwrap(), before);
}

#[tokio::test]
async fn a_changed_submission_is_a_further_version() {
    let (_folder, store) = filled().await;
    let mut bundle = seeds();
    let submission =
        bundle.submissions.iter_mut().find(|submission| submission.unit.as_str() == "TTH-CUJUT" && submission.period == h1()).unwrap();
    *submission.figures.get_mut("01/TTr").unwrap().get_mut(&18.into()).unwrap() = Quantity::whole(9);
    let outcome = store.import(&bundle).await.unwrap();
    assert_eq!((outcome.new_submissions, outcome.revised_submissions), (0, 1));
    let history = store.submission_history(&agency(), &"TTH-CUJUT".parse().unwrap(), h1()).await.unwrap();
    assert_eq!(history.iter().map(|submission| submission.version).collect::<Vec<_>>(), [1, 2]);
    assert_ne!(history[0].figures, history[1].figures);
    assert_eq!(history[1].figures["01/TTr"][&18.into()], Quantity::whole(9));
}

#[tokio::test]
async fn a_refused_import_leaves_nothing_behind() {
    let (_folder, store) = filled().await;
    let mut locked = seeds();
    for submission in locked.submissions.iter_mut().filter(|submission| submission.unit.as_str() == "TTS-YTE") {
        submission.state = SubmissionState::Locked;
    }
    store.import(&locked).await.unwrap();
    let before = store.snapshot(&agency(), h1()).await.unwrap();
    let mut changed = locked.clone();
    changed.agency.place = "Gia Nghĩa".into();
    for submission in &mut changed.submissions {
        submission.content.strengths.push("Thêm".into());
    }
    let refusal = store.import(&changed).await.unwrap_err();
    let ImportError::Refused(conflicts) = &refusal else { panic!("{refusal}") };
    assert_eq!(conflicts.len(), 2, "every locked submission is told: both periods");
    assert!(matches!(&conflicts[0], ImportConflict::Locked { unit, .. } if unit.as_str() == "TTS-YTE"), "{refusal}");
    let mut back = seeds();
    for submission in back.submissions.iter_mut().filter(|submission| submission.unit.as_str() == "VP") {
        submission.state = SubmissionState::Draft;
    }
    back.submissions.retain(|submission| submission.unit.as_str() == "VP");
    let refusal = store.import(&back).await.unwrap_err();
    assert!(
        matches!(&refusal, ImportError::Refused(conflicts) if matches!(conflicts[0], ImportConflict::StateNotPossible { .. })),
        "{refusal}"
    );
    assert_eq!(store.snapshot(&agency(), h1()).await.unwrap(), before);
}

#[tokio::test]
async fn versions_keep_their_inputs_and_files() {
    let (_folder, store) = filled().await;
    let snapshot = store.snapshot(&agency(), h1()).await.unwrap().unwrap();
    let first = add(&store, &snapshot, None, b"one").await.unwrap();
    assert_eq!((first.version, &first.state, first.illustrative), (1, &ReportState::Draft, true));
    assert_eq!(first.snapshot, snapshot.sha256());
    let mut bundle = seeds();
    bundle.submissions[0].content.strengths.push("Thêm một ưu điểm".into());
    bundle.agency.place = "Gia Nghĩa".into();
    store.import(&bundle).await.unwrap();
    let later = store.snapshot(&agency(), bundle.submissions[0].period).await.unwrap().unwrap();
    add(&store, &later, None, b"two").await.unwrap();
    assert_eq!(store.file(first.id, Format::Pdf).await.unwrap().unwrap(), b"one");
    assert_eq!(store.file(first.id, Format::Html).await.unwrap().unwrap(), b"<html>");
    assert_eq!(store.file(first.id, Format::Docx).await.unwrap().unwrap(), b"PK docx");
    assert_eq!(store.file(first.id, Format::Xlsx).await.unwrap(), None, "a version made before has no workbook");
    assert_eq!(store.version_snapshot(first.id).await.unwrap().unwrap(), snapshot, "the frozen inputs stay");
    assert_eq!(store.version(first.id).await.unwrap(), Some(first));
    assert_eq!(store.version(ReportId(Uuid::nil())).await.unwrap(), None);
    assert_eq!(store.file(ReportId(Uuid::nil()), Format::Pdf).await.unwrap(), None);
    assert_eq!(store.version_snapshot(ReportId(Uuid::nil())).await.unwrap(), None);
}

#[tokio::test]
async fn versions_are_listed_by_agency_and_period() {
    let (_folder, store) = filled().await;
    let base: Period = "2021-H1".parse().unwrap();
    for period in [h1(), base, h1()] {
        let snapshot = store.snapshot(&agency(), period).await.unwrap().unwrap();
        add(&store, &snapshot, None, b"x").await.unwrap();
    }
    let numbers = |versions: Vec<thidua_domain::ports::ReportVersion>| {
        versions.iter().map(|version| (version.period, version.version)).collect::<Vec<_>>()
    };
    assert_eq!(numbers(store.versions(&agency(), None).await.unwrap()), [(h1(), 2), (base, 1), (h1(), 1)]);
    assert_eq!(numbers(store.versions(&agency(), Some(base)).await.unwrap()), [(base, 1)]);
    assert!(store.versions(&"TTT-KHAC".parse().unwrap(), None).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_issue_is_in_force_and_numbers_are_given_once() {
    let (_folder, store) = filled().await;
    let snapshot = store.snapshot(&agency(), h1()).await.unwrap().unwrap();
    let first = add(&store, &snapshot, Some(issue(88, "2022-07-05")), b"a").await.unwrap();
    let again = add(&store, &snapshot, Some(issue(88, "2022-07-06")), b"b").await.unwrap_err();
    assert!(matches!(again, AddVersionError::NumberTaken(88, period, 1) if period == h1()));
    let second = add(&store, &snapshot, Some(issue(95, "2022-07-20")), b"c").await.unwrap();
    assert_eq!(store.version(first.id).await.unwrap().unwrap().state, ReportState::Superseded(issue(88, "2022-07-05")));
    assert_eq!(store.version(second.id).await.unwrap().unwrap().state, ReportState::Issued(issue(95, "2022-07-20")));
    let other = store.snapshot(&agency(), "2021-H1".parse().unwrap()).await.unwrap().unwrap();
    assert!(add(&store, &other, Some(issue(88, "2021-07-05")), b"d").await.is_ok(), "another year has its own series");
    assert_eq!(store.file(first.id, Format::Pdf).await.unwrap().unwrap(), b"a");
}

/// The seeds under another name, with one submission, a cluster and a succession of their own.
fn neighbour() -> Bundle {
    let mut other = seeds();
    other.agency.code = "TTT-KHAC".parse().unwrap();
    other.submissions.truncate(1);
    other.submissions[0].content.strengths = vec!["Của cơ quan khác".into()];
    other.units.truncate(other.units.len() - 1);
    other.periods.truncate(1);
    other.submissions[0].period = other.periods[0].period;
    other.texts.clear();
    let names = other.units[0].names.clone();
    let code: Code = "CUM-KHAC".parse().unwrap();
    other.clusters =
        vec![Cluster { code: code.clone(), kind: ClusterKind::Cluster, names, validity: Validity::default(), members: Vec::new() }];
    let ended = vec![other.units[0].code.clone()];
    let effective_on = "2025-07-01".parse().unwrap();
    other.successions = vec![Succession {
        code,
        kind: SuccessionKind::Abolish,
        effective_on,
        predecessors: ended,
        successors: Vec::new(),
        decision: "".into(),
    }];
    other
}

/// Every method that names an agency gives that agency's rows alone, although both use the same codes.
#[tokio::test]
async fn agencies_in_one_file_do_not_see_each_other() {
    let (_folder, store) = filled().await;
    let other = neighbour();
    store.import(&other).await.unwrap();
    let (code, period) = (other.agency.code.clone(), other.periods[0].period);
    let (our_code, unit) = (agency(), other.submissions[0].unit.clone());

    assert_eq!(store.agencies().await.unwrap().len(), 2);
    assert_eq!(store.agency(&code).await.unwrap().unwrap().code, code);
    assert_eq!(store.units(&code).await.unwrap().len(), other.units.len());
    assert_eq!(store.units(&our_code).await.unwrap().len(), seeds().units.len());
    assert_eq!((store.clusters(&code).await.unwrap().len(), store.clusters(&our_code).await.unwrap().len()), (1, 0));
    assert_eq!((store.successions(&code).await.unwrap().len(), store.successions(&our_code).await.unwrap().len()), (1, 0));
    let periods = store.periods(&code).await.unwrap();
    assert_eq!((periods.len(), periods[0].sent), (1, 1));
    assert_eq!(store.periods(&our_code).await.unwrap().len(), 2);
    assert_eq!(store.submission_history(&code, &unit, period).await.unwrap().len(), 1);
    let ours = store.submission_history(&our_code, &unit, period).await.unwrap();
    assert_eq!(ours.len(), 1);
    assert_ne!(ours[0].content.strengths, other.submissions[0].content.strengths);
    assert_eq!(store.export(&code).await.unwrap().unwrap().canonical(), other.canonical());
    assert_eq!(store.export(&our_code).await.unwrap().unwrap().canonical(), seeds().canonical());
    assert_eq!(store.export(&"TTT-NAO".parse().unwrap()).await.unwrap(), None);

    let snapshot = store.snapshot(&code, period).await.unwrap().unwrap();
    assert_eq!(snapshot.submissions.len(), 1);
    let version = add(&store, &snapshot, Some(issue(88, "2022-07-05")), b"x").await.unwrap();
    assert_eq!(store.version(version.id).await.unwrap().unwrap().agency, code);
    assert_eq!(store.version_snapshot(version.id).await.unwrap().unwrap().agency.code, code);
    assert!(store.versions(&our_code, None).await.unwrap().is_empty());
    assert_eq!(store.versions(&code, None).await.unwrap().len(), 1);
    let ours = store.snapshot(&our_code, h1()).await.unwrap().unwrap();
    assert_eq!(ours.submissions.len(), seeds().units.len());
    let own = add(&store, &ours, Some(issue(88, "2022-07-05")), b"y").await.unwrap();
    assert_eq!(store.file(own.id, Format::Pdf).await.unwrap().unwrap(), b"y", "each agency has its own series");
    assert_eq!(store.file(version.id, Format::Pdf).await.unwrap().unwrap(), b"x");
}

#[tokio::test]
async fn an_export_comes_back_as_it_went_in() {
    let (_folder, store) = filled().await;
    let exported = store.export(&agency()).await.unwrap().unwrap().canonical();
    assert_eq!(exported, seeds().canonical());
    let again = bundle::read(&exported, &bundle::Reading::plain(&Catalogue::shipped().unwrap())).unwrap().bundle;
    let outcome = store.import(&again).await.unwrap();
    assert_eq!((outcome.changed_rows, outcome.new_submissions, outcome.revised_submissions), (0, 0, 0));
}

#[tokio::test]
async fn what_was_stored_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let store = open(&path).await;
    store.upgrade_catalogue(&Catalogue::shipped().unwrap()).await.unwrap();
    store.import(&seeds()).await.unwrap();
    let snapshot = store.snapshot(&agency(), h1()).await.unwrap().unwrap();
    let version = add(&store, &snapshot, None, b"bytes").await.unwrap();
    store.close().await;
    let again = open(&path).await;
    assert_eq!(again.snapshot(&agency(), h1()).await.unwrap().unwrap(), snapshot);
    assert_eq!(again.file(version.id, Format::Pdf).await.unwrap().unwrap(), b"bytes");
}

#[tokio::test]
async fn health_tells_engine_size_and_soundness() {
    let (_folder, store) = filled().await;
    let health = store.health().await.unwrap();
    assert!(health.writable && health.defect.is_none() && health.size > 0);
    assert!(health.engine.starts_with("3."));
}

/// T5: many writers at once lose nothing and never see "busy".
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_at_once_are_all_served() {
    let (_folder, store) = filled().await;
    let snapshot = Arc::new(store.snapshot(&agency(), h1()).await.unwrap().unwrap());
    let tasks: Vec<_> = (0..64_u8)
        .map(|index| {
            let (store, snapshot) = (store.clone(), snapshot.clone());
            tokio::spawn(async move { add(&store, &snapshot, None, &[index]).await.map(|version| version.version) })
        })
        .collect();
    let mut versions = BTreeSet::new();
    for task in tasks {
        versions.insert(task.await.unwrap().unwrap());
    }
    assert_eq!(versions, (1..=64).collect());
}

/// T5 over two pools on one file, as two processes would be.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_on_one_file_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let first = open(&path).await;
    first.upgrade_catalogue(&Catalogue::shipped().unwrap()).await.unwrap();
    first.import(&seeds()).await.unwrap();
    let second = SqliteStore::open(&path, Arc::new(FixedWorld::at(now() + chrono::Duration::seconds(1)))).await.unwrap();
    let snapshot = Arc::new(first.snapshot(&agency(), h1()).await.unwrap().unwrap());
    let tasks: Vec<_> = (0..32_u8)
        .map(|index| {
            let (store, snapshot) = (if index % 2 == 0 { first.clone() } else { second.clone() }, snapshot.clone());
            tokio::spawn(async move { add(&store, &snapshot, None, &[index]).await.map(|version| version.version) })
        })
        .collect();
    let mut versions = BTreeSet::new();
    for task in tasks {
        versions.insert(task.await.unwrap().unwrap());
    }
    assert_eq!(versions, (1..=32).collect());
}
