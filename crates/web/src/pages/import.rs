//! `GET /import`, `POST /import/file`, `POST /import/confirm`: a file brought in through the browser. It is
//! checked and what it would change is shown; only a second press writes it, wholly or not at all.

use std::collections::VecDeque;
use std::sync::Mutex;

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::{Extension, Form};
use serde::Deserialize;
use thidua_document::workbook;
use thidua_domain::bundle::{self, Bundle, Finding, Problem, Reading};
use thidua_domain::difference::{self, Part, PartChange};
use thidua_domain::messages;
use thidua_domain::period::civil_date;
use thidua_domain::ports::ImportError;

use crate::App;
use crate::error::{AppError, OwnPage};
use crate::format::FindingRow;
use crate::layout::Frame;
use crate::press::compute;
use crate::upload::Upload;

/// Checked files that wait at the same time; the oldest makes room.
const MOST_WAITING: usize = 4;

/// Lines of changes shown.
const MOST_CHANGES: usize = 500;

/// Files that were checked and wait for their confirmation.
#[derive(Default)]
pub struct Waiting(Mutex<VecDeque<(String, Bundle)>>);

impl Waiting {
    fn keep(&self, id: String, bundle: Bundle) {
        if let Ok(mut waiting) = self.0.lock() {
            waiting.push_back((id, bundle));
            if waiting.len() > MOST_WAITING {
                waiting.pop_front();
            }
        }
    }

    fn take(&self, id: &str) -> Option<Bundle> {
        let mut waiting = self.0.lock().ok()?;
        let at = waiting.iter().position(|(known, _)| known == id)?;
        waiting.remove(at).map(|(_, bundle)| bundle)
    }
}

#[derive(Template, Default)]
#[template(path = "pages/import.html")]
struct ImportPage {
    frame: Frame,
    token: String,
    file: String,
    refused: bool,
    problem: String,
    done: String,
    findings: Vec<FindingRow>,
    changes: Vec<String>,
    more: usize,
    waiting: String,
}

fn blank(app: &App) -> ImportPage {
    ImportPage { frame: Frame::plain("Nạp dữ liệu"), token: app.form_token.to_string(), ..ImportPage::default() }
}

pub async fn show(State(app): State<App>) -> Result<Html<String>, AppError> {
    Ok(Html(blank(&app).render()?))
}

pub async fn upload(State(app): State<App>, form: Result<Multipart, MultipartRejection>) -> Result<Response, AppError> {
    let upload = Upload::read(&app, form).await?;
    let mut page = blank(&app);
    page.file.clone_from(&upload.name);
    if upload.bytes.is_empty() {
        page.refused = true;
        page.problem = String::from("Chưa chọn tệp, hoặc tệp rỗng.");
        return refusal(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match check(&app, upload).await? {
        Ok((bundle, notes, changes)) => {
            page.findings = notes.iter().map(FindingRow::of).collect();
            (page.changes, page.more) = messages::part_changes(&changes, MOST_CHANGES);
            page.waiting = app.world.fresh_id().to_string();
            app.waiting.keep(page.waiting.clone(), bundle);
            Ok(Html(page.render()?).into_response())
        }
        Err(findings) => {
            page.refused = true;
            page.problem = String::from("Tệp có nội dung chưa hợp lệ nêu dưới đây. Không có nội dung nào được ghi.");
            page.findings = findings.iter().map(FindingRow::of).collect();
            refusal(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The page with a refusal on it, instead of the page of all errors.
fn refusal(status: StatusCode, page: &ImportPage) -> Result<Response, AppError> {
    Ok((status, Extension(OwnPage), Html(page.render()?)).into_response())
}

type Checked = Result<(Bundle, Vec<Finding>, Vec<PartChange>), Vec<Finding>>;

async fn check(app: &App, upload: Upload) -> Result<Checked, AppError> {
    let catalogue = app.store.catalogue().await?.ok_or_else(|| AppError::Internal("no catalogue".to_owned()))?;
    let (fonts, now) = (app.fonts.clone(), app.world.now());
    if !upload.bytes.starts_with(b"PK") {
        let rows = catalogue.clone();
        let read = compute(move || {
            let reading =
                Reading { catalogue: &rows, drawable: &|ch| fonts.draws(ch), convert_legacy: upload.convert_legacy, now: Some(now) };
            bundle::read(&upload.bytes, &reading)
        });
        let checked = match read.await? {
            Ok(checked) => checked,
            Err(findings) => return Ok(Err(findings)),
        };
        let stored = app.store.export(&checked.bundle.agency.code).await?;
        let compared = compute(move || {
            let bundle = &checked.bundle;
            let changes = difference::bundles(stored.as_ref(), bundle, &workbook::words(&bundle.agency, &catalogue, civil_date(now)));
            (checked.bundle, checked.notes, changes)
        });
        return Ok(Ok(compared.await?));
    }
    let whole = |problem| vec![Finding::whole("tệp", problem)];
    let filled = match workbook::read(&upload.bytes) {
        Ok(filled) => filled,
        Err(finding) => return Ok(Err(vec![finding])),
    };
    let stored = match filled.agency.parse() {
        Ok(code) => app.store.export(&code).await?,
        Err(_) => None,
    };
    let Some(stored) = stored else { return Ok(Err(whole(Problem::NoSuchAgency(filled.agency.clone())))) };
    let taken = compute(move || {
        let reading =
            Reading { catalogue: &catalogue, drawable: &|ch| fonts.draws(ch), convert_legacy: upload.convert_legacy, now: Some(now) };
        filled.take(&stored, &reading, now)
    })
    .await?;
    Ok(taken.map(|taken| {
        let part = taken.bundle.submissions.first().map(|sent| Part::Submission(sent.unit.clone(), sent.period));
        let changes = part.map(|part| difference::of_part(&part, taken.changes)).unwrap_or_default();
        (taken.bundle, taken.notes, changes)
    }))
}

#[derive(Deserialize)]
pub struct Confirm {
    #[serde(default)]
    token: String,
    #[serde(default)]
    waiting: String,
}

pub async fn confirm(State(app): State<App>, Form(confirm): Form<Confirm>) -> Result<Response, AppError> {
    if confirm.token != *app.form_token {
        return Err(AppError::Forbidden("token"));
    }
    let mut page = blank(&app);
    let Some(mut bundle) = app.waiting.take(&confirm.waiting) else {
        page.refused = true;
        page.problem = String::from("Tệp chờ xác nhận không còn. Chọn lại tệp.");
        return refusal(StatusCode::GONE, &page);
    };
    // A workbook brings a submission alone; the agency is taken as it is now.
    if bundle.periods.is_empty()
        && let Some(agency) = app.store.agency(&bundle.agency.code).await?
    {
        bundle.agency = agency;
    }
    match app.store.import(&bundle).await {
        Ok(outcome) => {
            page.done = messages::import_outcome(&outcome);
            Ok(Html(page.render()?).into_response())
        }
        Err(error @ ImportError::Refused(_)) => {
            page.refused = true;
            page.problem = messages::import_error(&error);
            refusal(StatusCode::CONFLICT, &page)
        }
        Err(ImportError::Store(error)) => Err(error.into()),
    }
}
