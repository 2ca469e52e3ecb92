//! Rows as an earlier program wrote them are read and added to like those of today.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::job::Lane;
use thidua_domain::ports::{CatalogueStore as _, Format, JobStore as _, ReportStore as _};
use thidua_domain::schedule::ScheduleState;
use thidua_domain::world::FixedWorld;
use thidua_storage::SqliteStore;

#[tokio::test]
async fn catalogue_rows_of_an_earlier_spelling_can_be_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let store = SqliteStore::open(&path, Arc::new(FixedWorld::at("2022-06-25T01:00:00Z".parse().unwrap()))).await.unwrap();
    let shipped = Catalogue::shipped().unwrap();
    store.upgrade_catalogue(&shipped).await.unwrap();
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let earlier = "UPDATE catalogues SET body = replace(body, '\"meaning\":', '\"sense\":'), sha256 = 'of the earlier spelling'";
    assert_eq!(sqlx::query(earlier).execute(&mut connection).await.unwrap().rows_affected(), 1);

    let base = store.catalogue().await.unwrap().unwrap();
    assert_eq!(base, shipped, "the earlier spelling means the same");
    let mut own = base.clone();
    own.ethics_standards[0].text = "Liêm khiết".into();
    assert!(store.add_catalogue(&own, &base, "a.toml").await.unwrap());
    assert_eq!(store.catalogue().await.unwrap(), Some(own));
}

/// A database of the schema before letters and lanes, with a schedule, its run and the version that it made.
#[tokio::test]
async fn schedules_runs_and_versions_of_the_schema_before_come_along() {
    let folder = tempfile::tempdir().unwrap();
    let (old, path) = (folder.path().join("migrations"), folder.path().join("t.db"));
    std::fs::create_dir(&old).unwrap();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.as_str() < "20261128140000" {
            std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/").to_owned() + &name, old.join(&name)).unwrap();
        }
    }
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true).foreign_keys(true);
    let mut raw = options.connect().await.unwrap();
    sqlx::migrate::Migrator::new(old).await.unwrap().run(&mut raw).await.unwrap();
    let id = |number: u32| format!("00000000-0000-7000-8000-{number:012}");
    let agency = r#"{"code":"A","names":[{"full":"A","short":"A"}],"superior":"B","symbol":"TTr","place":"P","sector":"S","archive":"VT","signer":{"titles":["T"],"name":"N"},"illustrative":true}"#;
    let rule = r#"{"when":{"kind":"daily"},"at":"07:00:00"}"#;
    for query in [
        format!("INSERT INTO agencies VALUES ('{}', 'A', '{agency}')", id(1)),
        format!("INSERT INTO periods VALUES ('{}', '{}', '2022-H1', '2021-12-15', '2022-06-14', 1000000, 2000000)", id(2), id(1)),
        format!("INSERT INTO schedules VALUES ('{}', '{}', 'draft', 'Dự thảo', '{rule}', 'skip', 'paused', 5)", id(3), id(1)),
        format!(
            "INSERT INTO jobs (id, kind, agency, period, schedule_id, unique_key, nominal_at, late, state, run_at, attempt, max_attempts, created_at) \
             VALUES ('{}', 'draft', 'A', '2022-H1', '{}', 'k', 5, 1, 'completed', 5, 2, 8, 5)",
            id(4),
            id(3)
        ),
        format!(
            "INSERT INTO jobs (id, kind, agency, nominal_at, late, state, run_at, attempt, max_attempts, created_at) VALUES ('{}', 'canary', 'A', 5, 0, 'available', 5, 0, 8, 6)",
            id(5)
        ),
        "INSERT INTO snapshots VALUES ('s', x'00')".to_owned(),
        "INSERT INTO artefacts VALUES ('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'test')"
            .replace("'test'", "x'74657374'"),
        format!(
            "INSERT INTO report_versions (id, agency_id, period_id, version, state, snapshot, made_at, engine, illustrative, job_id) \
             VALUES ('{}', '{}', '{}', 1, 'draft', 's', 7, 'e', 1, '{}')",
            id(6),
            id(1),
            id(2),
            id(4)
        ),
        format!("INSERT INTO report_files VALUES ('{}', 'pdf', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')", id(6)),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(query)).execute(&mut raw).await.unwrap();
    }
    raw.close().await.unwrap();

    let world = Arc::new(FixedWorld::at("2022-07-01T00:00:00Z".parse().unwrap()));
    let store = SqliteStore::open(&path, world).await.unwrap();
    let schedules = store.schedules().await.unwrap();
    assert_eq!((schedules.len(), schedules[0].name.as_str(), schedules[0].state), (1, "Dự thảo", ScheduleState::Paused));
    let jobs = store.jobs(10, 0).await.unwrap();
    assert_eq!(
        jobs.iter().map(|job| (job.kind.as_str(), job.attempt, job.late)).collect::<Vec<_>>(),
        [("canary", 0, false), ("draft", 2, true)]
    );
    assert_eq!(jobs[1].schedule.as_ref().unwrap().1.as_str(), "Dự thảo");
    let versions = store.versions(&"A".parse().unwrap(), None).await.unwrap();
    assert_eq!(
        (versions.len(), versions[0].job, versions[0].schedule.as_deref().map(String::from)),
        (1, Some(jobs[1].id), Some("Dự thảo".to_owned()))
    );
    assert_eq!(store.file(versions[0].id, Format::Pdf).await.unwrap().as_deref(), Some(&b"test"[..]));
    // What waits is claimed in its lane, and a key that was used stays used.
    let taken =
        store.claim(Lane::Desk, "x", "2022-07-01T00:00:00Z".parse().unwrap(), "2022-07-01T00:05:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(taken.unwrap().id, jobs[0].id);
}
