//! The whole application over a real store with the seeds in it, asked without a socket.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use thidua_document::render::Printer;
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _};
use thidua_domain::world::FixedWorld;
use thidua_storage::SqliteStore;
use tower::ServiceExt as _;

use super::*;

const SEEDS: &[u8] = include_bytes!("../../../seeds/dak-nong.json");
const PERIOD: &str = "/agencies/TTT-DAKNONG/periods/2022-H1";
const TOKEN: &str = "proof";

struct Site {
    _folder: tempfile::TempDir,
    app: App,
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Site {
    async fn new(seeded: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Arc::new(FixedWorld::at("2022-06-25T01:00:00Z".parse().unwrap()));
        let store = SqliteStore::open(&folder.path().join("t.db"), world.clone()).await.unwrap();
        let catalogue = Catalogue::shipped().unwrap();
        store.upgrade_catalogue(&catalogue).await.unwrap();
        if seeded {
            store.import(&bundle::read(SEEDS, &bundle::Reading::plain(&catalogue)).unwrap().bundle).await.unwrap();
        }
        let fonts = Arc::new(Fonts::bundled());
        let app = App::new(Arc::new(store), Arc::new(Printer::new(fonts.clone())), fonts, world, TOKEN);
        Self { _folder: folder, app }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = router(self.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).header(header::HOST, "127.0.0.1:8080").body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::ORIGIN, "http://127.0.0.1:8080")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// Presses the button and gives the new version's address.
    async fn make(&self) -> String {
        let answer = self.post(&format!("{PERIOD}/reports"), &format!("token={TOKEN}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        answer.header("location").to_owned()
    }
}

#[tokio::test]
async fn every_page_is_vietnamese_guarded_and_marked() {
    let site = Site::new(true).await;
    let report = site.make().await;
    let figure = format!("{PERIOD}/figures?key=01%2FTTr%3A1");
    for path in ["/", PERIOD, &figure, "/agencies/TTT-DAKNONG/reports", &report, "/health"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let page = answer.text();
        assert!(page.contains("<html lang=\"vi\">") && page.contains("<h1>"), "{path}");
        assert_eq!(page.contains("SỐ LIỆU MINH HỌA"), path != "/health", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.header("x-request-id").is_empty());
        for inline in ["<script", "style=\"", "onclick", "<style", "http://", "https://"] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|link| link.starts_with('/')) {
            assert_eq!(site.get(&link.replace("&#38;", "&").replace("&amp;", "&")).await.status, StatusCode::OK, "{path} links to {link}");
        }
    }
}

#[tokio::test]
async fn the_summary_shows_figures_comparisons_chart_and_units() {
    let site = Site::new(true).await;
    let page = site.get(PERIOD).await.text();
    for words in [
        ">72</a>",
        ">61</td>",
        "tăng 11",
        "18,03%",
        ">14.526,8</a>",
        "chưa đối chiếu với văn bản gốc",
        "<svg class=\"bieu-do\"",
        "trễ 2 ngày",
        "23/23",
        "17:00 ngày 17/6/2022 (giờ Việt Nam)",
        "Lập báo cáo",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_figure_leads_to_unit_form_column_and_version() {
    let site = Site::new(true).await;
    let page = site.get(&format!("{PERIOD}/figures?key=01%2FTTr%3A1")).await.text();
    assert_eq!(page.matches("Biểu 01/TTr, cột 1").count(), 46, "23 units in both periods");
    assert!(page.contains("Thanh tra huyện Cư Jút"));
    let unit = site.get(&format!("{PERIOD}/figures?key=01%2FTTr%3A1%40TTH-CUJUT")).await.text();
    assert_eq!(unit.matches("Biểu 01/TTr, cột 1").count(), 2);
    assert_eq!(site.get(&format!("{PERIOD}/figures?key=none")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&format!("{PERIOD}/figures")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_button_makes_the_next_version_and_earlier_files_stay() {
    let site = Site::new(true).await;
    let first = site.make().await;
    let before = site.get(&format!("{first}/pdf")).await;
    assert_eq!(before.header("content-type"), "application/pdf");
    assert!(before.bytes.starts_with(b"%PDF-1.7"));
    assert!(before.header("content-disposition").contains("filename*=UTF-8''B%C3%A1o%20c%C3%A1o"));
    let second = site.make().await;
    assert_ne!(first, second);
    let page = site.get(PERIOD).await.text();
    assert!(page.contains("Bản thứ 1</a>") && page.contains("Bản thứ 2</a>"));
    assert_eq!(site.get(&format!("{first}/pdf")).await.bytes, before.bytes);
    let html = site.get(&format!("{first}/html")).await;
    assert!(html.header("content-disposition").starts_with("attachment"));
    assert!(html.header("content-security-policy").starts_with("sandbox"));
    let again = Request::get(format!("{first}/pdf")).header(header::HOST, "localhost").header(header::IF_NONE_MATCH, before.header("etag"));
    assert_eq!(site.ask(again.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn refusals_are_pages_with_a_request_id() {
    let site = Site::new(true).await;
    let make = format!("{PERIOD}/reports");
    let cases = [
        (site.get("/nowhere").await, StatusCode::NOT_FOUND),
        (site.get("/reports/abc").await, StatusCode::NOT_FOUND),
        (site.get("/reports/00000000-0000-0000-0000-000000000000").await, StatusCode::NOT_FOUND),
        (site.get("/agencies/TTT-KHAC/periods/2022-H1").await, StatusCode::NOT_FOUND),
        (site.get("/agencies/TTT-DAKNONG/periods/2022-H9").await, StatusCode::NOT_FOUND),
        (site.get("/agencies/%FF/reports").await, StatusCode::NOT_FOUND),
        (site.get(&make).await, StatusCode::METHOD_NOT_ALLOWED),
        (site.post(&make, "").await, StatusCode::FORBIDDEN),
        (site.post(&make, "token=other").await, StatusCode::FORBIDDEN),
        (site.post(&make, &"x".repeat(100_000)).await, StatusCode::PAYLOAD_TOO_LARGE),
    ];
    for (index, (answer, status)) in cases.iter().enumerate() {
        let page = answer.text();
        assert_eq!(answer.status, *status, "case {index}: {page}");
        assert!(page.contains("role=\"alert\"") && page.contains(answer.header("x-request-id")), "case {index}: {page}");
    }
}

#[tokio::test]
async fn foreign_hosts_and_origins_are_refused() {
    let site = Site::new(true).await;
    let foreign = Request::get("/").header(header::HOST, "attacker.example").body(Body::empty()).unwrap();
    assert_eq!(site.ask(foreign).await.status, StatusCode::FORBIDDEN);
    let posted =
        Request::post(format!("{PERIOD}/reports")).header(header::HOST, "localhost").header(header::ORIGIN, "http://attacker.example");
    assert_eq!(site.ask(posted.body(Body::from(format!("token={TOKEN}"))).unwrap()).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_empty_database_says_what_to_do() {
    let site = Site::new(false).await;
    let page = site.get("/").await.text();
    assert!(page.contains("thidua import"));
    assert!(!page.contains("SỐ LIỆU MINH HỌA"));
}

#[tokio::test]
async fn busy_presses_ask_to_come_back() {
    let site = Site::new(true).await;
    let permits = site.app.presses.clone().acquire_many_owned(2).await.unwrap();
    let answer = site.post(&format!("{PERIOD}/reports"), &format!("token={TOKEN}")).await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    drop(permits);
    site.make().await;
}
