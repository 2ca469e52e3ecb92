//! One job that makes the reports of 200 units, in all formats with their checks, while somebody reads pages:
//! `cargo bench -p thidua-server`.
//!
//! Targets on an idle 2-core machine: the job in under 10 s; 99 of 100 pages in under 100 ms meanwhile. Where the machine
//! is busy, compare with the calibration of the same run: the same pages without the job, and a megabyte hashed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use sha2::{Digest as _, Sha256};
use thidua_document::fonts::Fonts;
use thidua_document::render::Printer;
use thidua_domain::bundle::{self, Bundle};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::code::Code;
use thidua_domain::job::{JobEnd, Lane, NewJob, Task, Whose};
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _, JobStore as _, ReportStore as _};
use thidua_domain::submission::Submission;
use thidua_domain::unit::Unit;
use thidua_domain::world::{FixedWorld, World as _};
use thidua_jobs::{Runner, Smtp};
use thidua_storage::SqliteStore;
use tower::ServiceExt as _;

const UNITS: usize = 200;
const PERIOD: &str = "/agencies/TTT-DAKNONG/periods/2022-H1";
/// What people read: the first page, a unit's submission, the list of reports, the jobs, the health page.
const PAGES: [&str; 5] =
    ["/", "/agencies/TTT-DAKNONG/periods/2022-H1/units/TTH-CUJUT-0", "/agencies/TTT-DAKNONG/reports", "/jobs", "/settings"];

/// The seeds with their units repeated under other codes until there are 200 that sent.
fn bundle() -> Bundle {
    let catalogue = Catalogue::shipped().unwrap();
    let mut bundle = bundle::read(include_bytes!("../../../seeds/dak-nong.json"), &bundle::Reading::plain(&catalogue)).unwrap().bundle;
    let (units, submissions) = (std::mem::take(&mut bundle.units), std::mem::take(&mut bundle.submissions));
    bundle.clusters.clear();
    bundle.successions.clear();
    let sent: Vec<&Unit> = units.iter().filter(|unit| submissions.iter().any(|one| one.unit == unit.code)).collect();
    for index in 0..UNITS {
        let unit = sent[index % sent.len()];
        let code: Code = format!("{}-{}", unit.code, index / sent.len()).parse().unwrap();
        let own = submissions.iter().filter(|one| one.unit == unit.code);
        bundle.submissions.extend(own.map(|one| Submission { unit: code.clone(), ..one.clone() }));
        bundle.units.push(Unit { code, parents: Vec::new(), ..unit.clone() });
    }
    bundle
}

/// Reads the pages in turn until told to stop; how long each took.
async fn read(app: axum::Router, until: Arc<AtomicBool>) -> Vec<Duration> {
    let mut times = Vec::new();
    while !until.load(Ordering::SeqCst) {
        for page in PAGES {
            let request = Request::get(page).header("host", "127.0.0.1").body(Body::empty()).unwrap();
            let start = Instant::now();
            let answer = app.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            assert!(status.is_success(), "{page}: {status}");
            times.push(start.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    times
}

fn told(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!("{name}: {} pages, median {:.1} ms, p99 {:.1} ms, slowest {:.1} ms", times.len(), at(50), at(99), at(100));
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let world = Arc::new(FixedWorld::at("2022-07-01T00:00:00Z".parse().unwrap()));
    let store = Arc::new(SqliteStore::open(&folder.path().join("t.db"), world.clone()).await.unwrap());
    store.upgrade_catalogue(&Catalogue::shipped().unwrap()).await.unwrap();
    store.import(&bundle()).await.unwrap();
    let fonts = Arc::new(Fonts::bundled());
    let printer = Arc::new(Printer::new(fonts.clone()));
    let runner = Runner::new(store.clone(), printer.clone(), Arc::new(Smtp), world.clone());
    let app = thidua_web::router(thidua_web::App::new(store.clone(), printer, fonts, world.clone(), Arc::new(runner.clone()), "x"));

    let start = Instant::now();
    for _ in 0..100 {
        std::hint::black_box(Sha256::digest(std::hint::black_box(vec![7_u8; 1 << 20])));
    }
    println!("calibration: SHA-256 of 1 MB in {:.2} ms", start.elapsed().as_secs_f64() * 10.0);
    let stop = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn(read(app.clone(), stop.clone()));
    tokio::time::sleep(Duration::from_secs(3)).await;
    stop.store(true, Ordering::SeqCst);
    told("pages alone", reader.await.unwrap());

    for round in 1..=3 {
        let (agency, id) = ("TTT-DAKNONG".parse().unwrap(), world.fresh_id());
        let task = Task { whose: vec![Whose::Units], ..Task::default() };
        let job = NewJob::following(id, "draft", &agency, format!("bench {round}"), task, world.now());
        store.enqueue(&NewJob { period: Some("2022-H1".parse().unwrap()), ..job }).await.unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let reader = tokio::spawn(read(app.clone(), stop.clone()));
        let start = Instant::now();
        let end = runner.work(Lane::Press).await.unwrap();
        let took = start.elapsed();
        stop.store(true, Ordering::SeqCst);
        let Some(JobEnd::Completed(result)) = end else { panic!("{end:?}") };
        let made = store.versions_of_job(id).await.unwrap().len();
        println!("round {round}: {result}: {made} reports in {:.2} s", took.as_secs_f64());
        told("pages meanwhile", reader.await.unwrap());
    }
    let request = Request::get(PERIOD).header("host", "127.0.0.1").body(Body::empty()).unwrap();
    let start = Instant::now();
    app.oneshot(request).await.unwrap();
    println!("the summary page of {UNITS} units, alone: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
}
