//! The whole application over a real store with the seeds in it, asked without a socket.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use thidua_document::render::Printer;
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _};
use thidua_domain::world::FixedWorld;
use thidua_jobs::{Runner, Smtp};
use thidua_storage::SqliteStore;
use tower::ServiceExt as _;

use super::*;
use crate::format::segment;

const SEEDS: &[u8] = include_bytes!("../../../seeds/dak-nong.json");
const PERIOD: &str = "/agencies/TTT-DAKNONG/periods/2022-H1";
const UNIT: &str = "/agencies/TTT-DAKNONG/periods/2022-H1/units/TTH-CUJUT";
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
        let (store, printer) = (Arc::new(store), Arc::new(Printer::new(fonts.clone())));
        let clerk = Runner::new(store.clone(), printer.clone(), Arc::new(Smtp), world.clone());
        let app = App::new(store, printer, fonts, world, Arc::new(clerk), TOKEN);
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
    site.post("/agencies/TTT-DAKNONG/schedules", &format!("token={TOKEN}&act=usual")).await;
    let schedule = format!("/schedules/{}", site.app.store.schedules().await.unwrap()[0].id);
    let ran = site.post(&schedule, &format!("token={TOKEN}&act=run")).await;
    let (job, preview) = (ran.header("location").to_owned(), format!("{schedule}/preview"));
    let automation = ["/jobs", &job, "/agencies/TTT-DAKNONG/schedules", "/agencies/TTT-DAKNONG/schedules/new", &schedule, &preview];
    let others = ["/", PERIOD, &figure, "/agencies/TTT-DAKNONG/reports", &report, UNIT, "/settings", "/agencies/TTT-DAKNONG/contacts"];
    for path in others.into_iter().chain(automation) {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let page = answer.text();
        assert!(page.contains("<html lang=\"vi\">") && page.contains("<h1>"), "{path}");
        assert!(page.contains("SỐ LIỆU MINH HỌA"), "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.header("x-request-id").is_empty());
        for inline in ["<script", "style=\"", "onclick", "<style", "=\"http://", "=\"https://"] {
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
        "Số cuộc thanh tra theo đơn vị, 6 tháng đầu năm 2022",
        "Kết quả khen thưởng theo danh hiệu, hình thức, 6 tháng đầu năm 2022",
        "Tỷ lệ thực hiện chỉ tiêu giao ước thi đua so với kế hoạch năm",
        "trễ 2 ngày",
        "23/23",
        "17:00 ngày 17/6/2022 (giờ Việt Nam)",
        "Lập báo cáo",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(page.matches("<svg class=\"bieu-do\"").count(), 3);
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
    assert!(
        site.get(&second).await.text().contains(&format!("href=\"{second}/changes\""))
            && !site.get(&first).await.text().contains("/changes")
    );
    let same = site.get(&format!("{second}/changes")).await.text();
    assert!(same.contains("bản thứ 2 so với bản thứ 1") && same.contains("Hai bản không khác nhau"), "{same}");
    assert_eq!(site.get(&format!("{first}/changes")).await.status, StatusCode::NOT_FOUND, "nothing stands before the first");
    assert_eq!(site.get(&format!("{first}/changes?from=2")).await.status, StatusCode::OK);
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

/// A form with a file in it.
fn file_form(token: &str, name: &str, bytes: &[u8]) -> Request<Body> {
    file_form_to("/import/file", token, name, bytes)
}

fn file_form_to(path: &str, token: &str, name: &str, bytes: &[u8]) -> Request<Body> {
    let mut body = format!("--X\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n--X\r\n").into_bytes();
    body.extend(format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes());
    body.extend_from_slice(bytes);
    body.extend(b"\r\n--X--\r\n");
    Request::post(path)
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::ORIGIN, "http://127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X")
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn a_unit_has_its_page_with_findings_parts_and_versions() {
    let site = Site::new(true).await;
    let page = site.get(UNIT).await.text();
    for words in [
        "Thanh tra huyện Cư Jút: số liệu",
        "đã chấp nhận",
        "Biểu 01/TTr",
        "chưa đối chiếu với văn bản gốc",
        "Kết quả kiểm tra",
        "Phiên bản 1",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let other = site.get(&UNIT.replace("TTH-CUJUT", "TTH-TUYDUC")).await.text();
    assert!(other.contains("V15") && other.contains("Biểu 01/TTr</td>"), "rules are told at their places");
    assert!(site.get(PERIOD).await.text().contains(&format!("href=\"{UNIT}\"")), "the period leads to its units");
    for missing in ["/agencies/TTT-DAKNONG/periods/2022-H1/units/NAO", "/agencies/TTT-DAKNONG/periods/2030-H1/units/VP"] {
        assert_eq!(site.get(missing).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_workbook_goes_out_and_comes_back_only_when_confirmed() {
    let site = Site::new(true).await;
    let workbook = site.get(&format!("{UNIT}/template")).await;
    assert_eq!(workbook.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(workbook.header("content-disposition").contains("filename*=UTF-8''"));
    let same = site.ask(file_form(TOKEN, "bieu.xlsx", &workbook.bytes)).await;
    assert_eq!(same.status, StatusCode::OK);
    assert!(same.text().contains("hợp lệ, chưa ghi") && same.text().contains("đã có đủ"));

    let mut bundle: serde_json::Value = serde_json::from_slice(SEEDS).unwrap();
    let place = bundle["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .position(|sent| sent["unit"] == "TTH-CUJUT" && sent["period"] == "2022-H1")
        .unwrap();
    bundle["submissions"][place]["strengths"] = serde_json::json!(["Ưu điểm mới <b>"]);
    let checked = site.ask(file_form(TOKEN, "goi.json", bundle.to_string().as_bytes())).await.text();
    assert!(
        checked.contains("Báo cáo của TTH-CUJUT kỳ 2022-H1: Ưu điểm 1") && !checked.contains("<b>"),
        "differences stand before writing, escaped"
    );
    assert!(!site.get(UNIT).await.text().contains("Ưu điểm mới"), "nothing is written yet");
    let waiting = checked.split("name=\"waiting\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(site.post("/import/confirm", &format!("token=x&waiting={waiting}")).await.status, StatusCode::FORBIDDEN);
    let done = site.post("/import/confirm", &format!("token={TOKEN}&waiting={waiting}")).await;
    assert!(done.text().contains("1 báo cáo có phiên bản mới"), "{}", done.text());
    let page = site.get(UNIT).await.text();
    assert!(page.contains("Ưu điểm mới") && page.contains("Khác phiên bản trước ở"));
    assert_eq!(site.post("/import/confirm", &format!("token={TOKEN}&waiting={waiting}")).await.status, StatusCode::GONE, "once");
}

#[tokio::test]
async fn a_bad_file_is_told_line_by_line_and_changes_nothing() {
    let site = Site::new(true).await;
    for (token, bytes, status, words) in [
        (TOKEN, &b"{\"format\": 1}"[..], StatusCode::UNPROCESSABLE_ENTITY, "Thiếu trường bắt buộc “agency”"),
        (TOKEN, b"PK\x03\x04 broken", StatusCode::UNPROCESSABLE_ENTITY, "không mở được"),
        (TOKEN, b"", StatusCode::UNPROCESSABLE_ENTITY, "Chưa chọn tệp"),
        ("wrong", b"{}", StatusCode::FORBIDDEN, "không được chấp nhận"),
    ] {
        let answer = site.ask(file_form(token, "a.json", bytes)).await;
        assert_eq!(answer.status, status);
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    let cut = Request::post("/import/file")
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
    let answer = site.ask(cut.body(Body::from("--X\r\nContent-Disposition: form-data; na")).unwrap()).await;
    assert!(answer.status.is_client_error());
}

#[tokio::test]
async fn catalogue_pages_show_rows_validity_and_doubt() {
    let site = Site::new(true).await;
    let page = site.get("/catalogue").await.text();
    assert!(page.contains("Biểu mẫu thống kê") && page.contains("Phiên bản 1"));
    let forms = site.get("/catalogue?kind=forms").await.text();
    assert!(forms.contains("từ 30/9/2025") && forms.contains("Chưa đối chiếu với văn bản gốc"));
    let form = site.get("/catalogue?kind=forms&code=03%2FGQKN").await.text();
    assert!(form.contains("Cột 1 bằng cột 6 biểu 02/XLD") && form.contains("Hướng dẫn ghi biểu"));
    for kind in thidua_domain::catalogue::KINDS {
        assert_eq!(site.get(&format!("/catalogue?kind={}", kind.0)).await.status, StatusCode::OK, "{}", kind.0);
    }
    for missing in ["/catalogue?kind=nao", "/catalogue?kind=forms&code=nao"] {
        assert_eq!(site.get(missing).await.status, StatusCode::NOT_FOUND);
    }
}

/// The value of a hidden field of the page.
fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let at = page.find(&mark).unwrap() + mark.len();
    page[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_officer_replaces_a_paragraph_sees_both_and_takes_it_back() {
    let site = Site::new(true).await;
    let draft = format!("{PERIOD}/draft");
    let page = site.get(&draft).await.text();
    assert!(page.contains("toàn ngành đã triển khai 72") && page.contains("Viết thay đoạn này"), "{page}");
    let stand = hidden(&page, "stand");
    let form = |stand: &str, act: &str, more: &str| format!("token={TOKEN}&stand={stand}&act={act}&{more}");
    let own = "paragraph=inspections.performed&text=C%C3%A1c+%C4%91%C6%A1n+v%E1%BB%8B+tri%E1%BB%83n+khai+72+cu%E1%BB%99c.&author=B&reason=N%C3%B3i+g%E1%BB%8Dn";
    let saved = site.post(&draft, &form(&stand, "replace", own)).await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, format!("{draft}#inspections.performed").as_str()));
    let page = site.get(&draft).await.text();
    assert!(
        page.contains("Các đơn vị triển khai 72 cuộc.")
            && page.contains("Viết thay: B")
            && page.contains("Đoạn do chương trình lập: Trong 6 tháng")
    );
    let version = site.make().await;
    let paper = site.get(&version).await.text().replace('\u{a0}', " ");
    assert!(paper.contains("Các đơn vị triển khai 72 cuộc.") && !paper.contains("toàn ngành đã triển khai"));
    let late = site.post(&draft, &form(&stand, "leave-out", "section=clusters")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "the page was older than the texts");
    assert!(late.text().contains("vừa được người khác sửa"));
    let stand = hidden(&page, "stand");
    let typed = "paragraph=inspections.money&text=Loi+da+go&author=C&reason=y";
    let overtaken = site.post(&draft, &form("0", "replace", typed)).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    assert!(overtaken.text().contains(">Loi da go</textarea>"), "what was typed is not lost");
    let empty = site.post(&draft, &form(&stand, "replace", "paragraph=inspections.money&text=x&author=&reason=y")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Chưa ghi họ tên người viết."));
    assert_eq!(site.post(&draft, "act=take-back&paragraph=x").await.status, StatusCode::FORBIDDEN);
    site.post(&draft, &form(&stand, "take-back", "paragraph=inspections.performed")).await;
    assert!(!site.get(&draft).await.text().contains("Viết thay: B"));
}

#[tokio::test]
async fn figures_of_a_stored_version_lead_to_what_it_was_made_from() {
    let site = Site::new(true).await;
    let version = site.make().await;
    let paper = site.get(&version).await.text().replace('\u{a0}', " ");
    assert!(paper.contains(&format!("{version}/figures?key=01%2FTTr%3A1\"")), "figures on the paper are links");
    let page = site.get(&format!("{version}/figures?key=01%2FTTr%3A1")).await.text();
    assert!(page.contains("Biểu 01/TTr, cột 1") && page.contains("Báo cáo, bản thứ 1"));
    assert_eq!(site.get(&format!("{version}/figures?key=x")).await.status, StatusCode::NOT_FOUND);
    let group = site.get(&format!("{PERIOD}/figures?key=01%2FTTr%3A1%23branch.district")).await.text();
    assert!(group.contains("Cấp huyện") && group.contains("Thanh tra huyện Cư Jút"));
}

#[tokio::test]
async fn four_files_of_a_version_are_offered_and_checked() {
    let site = Site::new(true).await;
    let made = site.post(&format!("{PERIOD}/reports"), &format!("token={TOKEN}")).await;
    let page = made.header("location").to_owned();
    let shown = site.get(&page).await.text();
    for (format, kind, start) in [
        ("pdf", "application/pdf", &b"%PDF-"[..]),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ] {
        assert!(shown.contains(&format!("href=\"{page}/{format}\"")), "{format}");
        let file = site.get(&format!("{page}/{format}")).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, kind));
        assert!(file.bytes.starts_with(start), "{format}");
        let disposition = file.header("content-disposition");
        assert!(disposition.contains(&format!("filename=\"bao-cao-2022-H1-ban-1.{format}\"")), "{disposition}");
        assert!(disposition.contains("filename*=UTF-8''B%C3%A1o%20c%C3%A1o"), "{disposition}");
    }
    assert_eq!(site.get(&format!("{page}/doc")).await.status, StatusCode::NOT_FOUND);
    let checked = site.get(&format!("{page}/conform")).await.text();
    assert!(checked.contains("Tệp PDF") && checked.contains("Tệp Word"));
    assert_eq!(checked.matches("Tệp đúng thể thức").count(), 2, "{checked}");
}

#[tokio::test]
async fn anybody_s_file_is_checked_on_a_page() {
    let site = Site::new(true).await;
    assert!(site.get("/").await.text().contains("href=\"/conform\""), "every page leads there");
    assert!(site.get("/conform").await.text().contains("Nghị định số 30/2020/NĐ-CP"));
    let good = include_bytes!("../../document/tests/data/strangers/python-docx.pdf");
    let sent = |token: &str, name: &str, bytes: &[u8]| file_form_to("/conform/file", token, name, bytes);
    let answer = site.ask(sent(TOKEN, "<b>.pdf", good)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = answer.text();
    assert!(page.contains("Tệp đúng thể thức") && page.contains("tương đương") && !page.contains("<b>"));
    let broken = site.ask(sent(TOKEN, "hong.pdf", b"%PDF-1.7")).await.text();
    assert!(broken.contains("Tệp bị hỏng"));
    assert!(site.ask(sent(TOKEN, "anh.png", b"\x89PNG")).await.text().contains("không phải PDF hoặc Word"));
    assert_eq!(site.ask(sent("x", "a.pdf", good)).await.status, StatusCode::FORBIDDEN);
    let none = site.ask(sent(TOKEN, "", b"")).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Chưa chọn tệp"));
}

/// Fields of a form, encoded.
fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| segment(text);
    fields.iter().fold(format!("token={TOKEN}"), |form, (name, value)| format!("{form}&{name}={}", encoded(value)))
}

const SCHEDULES: &str = "/agencies/TTT-DAKNONG/schedules";

#[tokio::test]
async fn a_schedule_is_looked_at_kept_changed_and_started_on_pages() {
    let site = Site::new(true).await;
    let fields =
        [("name", "Dự thảo <b>"), ("job", "draft"), ("when", "cron"), ("cron", "30 6 1 1,7 *"), ("at", "07:00"), ("whose_units", "1")];
    let with = |more: &[(&'static str, &'static str)]| form(&[&fields[..], more].concat());
    // Refused, nothing is lost of what was typed.
    let wrong = site
        .post(
            SCHEDULES,
            &form(&[
                ("name", "Dự thảo <b>"),
                ("job", "draft"),
                ("when", "cron"),
                ("cron", "30 6 * *"),
                ("at", "07:00"),
                ("whose_units", "1"),
                ("act", "save"),
            ]),
        )
        .await;
    let page = wrong.text();
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("năm phần") && page.contains("value=\"30 6 * *\""), "{page}");
    assert!(page.contains("value=\"Dự thảo &#60;b&#62;\""), "{page}");
    for (more, words) in [
        (vec![("name", "x"), ("job", "nothing"), ("when", "daily"), ("at", "07:00")], "Chọn việc cần làm"),
        (vec![("name", " "), ("job", "lock"), ("when", "daily"), ("at", "07:00")], "1 đến 200 ký tự"),
        (vec![("name", "x"), ("job", "lock"), ("when", "daily"), ("at", "7 giờ")], "viết giờ và phút"),
        (vec![("name", "x"), ("job", "lock"), ("when", "relative"), ("days", "ba"), ("at", "07:00")], "cần một số nguyên"),
        (vec![("name", "x"), ("job", "draft"), ("when", "daily"), ("at", "07:00")], "Chọn ít nhất một loại báo cáo"),
        (vec![("name", "x"), ("job", "deliver"), ("when", "daily"), ("at", "07:00")], "Chọn cách gửi"),
        (vec![("name", "x"), ("job", "open"), ("when", "daily"), ("at", "07:00"), ("due_after", "61")], "từ 0 đến 60"),
    ] {
        let answer = site.post(SCHEDULES, &form(&[&more[..], &[("act", "save")]].concat())).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains(words), "{words}: {}", answer.text());
    }
    assert!(site.app.store.schedules().await.unwrap().is_empty());
    let shown = site.post(SCHEDULES, &with(&[("act", "look")])).await.text();
    assert!(shown.contains("06:30 ngày 01/7/2022 (giờ Việt Nam)") && shown.contains("Xem trước, chưa lưu"), "{shown}");
    let kept = site.post(SCHEDULES, &with(&[("act", "draft")])).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let href = kept.header("location").to_owned();
    assert!(site.get(&href).await.text().contains("bản nháp, chưa chạy"));
    site.post(&href, &form(&[("act", "resume")])).await;
    let page = site.get(&href).await.text();
    assert!(page.contains("<strong>đang chạy</strong>") && page.contains("Báo cáo của từng đơn vị"), "{page}");
    site.post(
        &href,
        &form(&[
            ("name", "Khác"),
            ("job", "backup"),
            ("when", "weekly"),
            ("weekday", "7"),
            ("at", "01:00"),
            ("missed", "skip"),
            ("act", "save"),
        ]),
    )
    .await;
    let page = site.get(&href).await.text();
    assert!(page.contains("01:00 Chủ nhật hằng tuần") && page.contains("Lần bị lỡ: bỏ qua"), "{page}");
    site.post(&href, &form(&[("act", "pause")])).await;
    assert!(site.get(&href).await.text().contains("<strong>tạm dừng</strong>"));
    site.post(&href, &form(&[("act", "remove")])).await;
    assert_eq!(site.get(&href).await.status, StatusCode::NOT_FOUND);
    // Nothing is done without the token of this process.
    assert_eq!(site.post(SCHEDULES, "act=usual").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post("/settings", "act=save&host=evil").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn settings_keep_the_password_to_themselves_and_contacts_are_checked() {
    let site = Site::new(true).await;
    let numbers = [("largest", "10"), ("backups_kept", "7"), ("keep_jobs", "400"), ("keep_drafts", "800"), ("keep_letters", "400")];
    let mail =
        [("host", "127.0.0.1"), ("port", "1"), ("security", "plain"), ("sender", "a@b.vn"), ("user", "thidua"), ("password", "bí mật")];
    let all = |more: &[(&'static str, &'static str)]| form(&[&numbers[..], &mail[..], more].concat());
    assert_eq!(site.post("/settings", &all(&[("act", "save")])).await.status, StatusCode::SEE_OTHER);
    let page = site.get("/settings").await.text();
    assert!(page.contains("đã có; để trống: giữ nguyên") && !page.contains("bí mật"), "{page}");
    // Saved again without it, it stays; nothing else shows it.
    let again = form(&[&numbers[..], &mail[..5], &[("act", "save")]].concat());
    site.post("/settings", &again).await;
    assert_eq!(site.app.store.settings().await.unwrap().mail.password, "bí mật");
    for (more, words) in [
        (vec![("host", "mail.gov.vn"), ("security", "plain"), ("sender", "a@b.vn")], "chỉ dùng cho máy chủ thư trên chính máy này"),
        (vec![("host", "mail.gov.vn")], "phải ghi địa chỉ thư của người gửi"),
        (vec![("sender", "không phải")], "không đúng dạng"),
        (vec![("port", "99999")], "1 đến 65535"),
        (vec![("site", "javascript:alert(1)")], "bắt đầu bằng http"),
    ] {
        let answer = site.post("/settings", &form(&[&numbers[..], &more[..], &[("act", "save")]].concat())).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains(words), "{words}: {}", answer.text());
    }
    // The password that is kept goes to no other server.
    let elsewhere = form(
        &[&numbers[..], &[("host", "mail.evil.vn"), ("security", "tls"), ("sender", "a@b.vn"), ("user", "thidua"), ("act", "save")]]
            .concat(),
    );
    assert!(site.post("/settings", &elsewhere).await.text().contains("nhập lại mật khẩu"));
    // Nobody listens there: the trial says so and keeps nothing.
    let tried = site.post("/settings", &all(&[("act", "try"), ("try_to", "me@b.vn"), ("site", "http://127.0.0.1:5")])).await;
    assert!(
        tried.status == StatusCode::UNPROCESSABLE_ENTITY && tried.text().contains("Chưa gửi được thư thử: Không kết nối được"),
        "{}",
        tried.text()
    );
    assert!(site.app.store.settings().await.unwrap().site.is_empty());

    let contacts = "/agencies/TTT-DAKNONG/contacts";
    for (fields, words) in [
        (vec![("name", "A"), ("email", "a@"), ("side", "own")], "không đúng dạng"),
        (vec![("name", "A"), ("email", "a@b.vn"), ("side", "unit")], "ít nhất một đơn vị"),
        (vec![("name", "A"), ("email", "a@b.vn"), ("side", "unit"), ("units", "KHONG")], "Không có đơn vị mang mã “KHONG”"),
        (vec![("name", "A"), ("email", "a@b.vn"), ("side", "outside"), ("owner", "1")], "phải là người của cơ quan"),
    ] {
        let answer = site.post(contacts, &form(&fields)).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains(words), "{words}: {}", answer.text());
    }
    let unit = [("name", "Ông Cường"), ("email", "Cuong@B.vn"), ("side", "unit"), ("units", "TTH-CUJUT, TTS-YTE")];
    assert_eq!(site.post(contacts, &form(&unit)).await.status, StatusCode::SEE_OTHER);
    let page = site.get(contacts).await.text();
    assert!(page.contains("cuong@b.vn") && page.contains("Thanh tra huyện Cư Jút; Thanh tra Sở Y tế"), "{page}");
    site.post(contacts, &form(&[("act", "remove"), ("email", "cuong@b.vn")])).await;
    assert!(!site.get(contacts).await.text().contains("cuong@b.vn"));
}
