//! A report version: making one, showing it, its files as they were made.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use thidua_document::html::fragment;
use thidua_document::render::document;
use thidua_domain::job::{ByMail, NewJob, Task};
use thidua_domain::narrative::dates::period_name;
use thidua_domain::ports::ReportVersion;
use thidua_domain::reporting::PressError;
use thidua_domain::snapshot::Snapshot;

use crate::App;
use crate::error::AppError;
use crate::extract::{AgencyPeriod, Report, ReportFile, Signed};
use crate::format::{VersionRow, job_href, period_href, report_href, segment};
use crate::layout::{Crumb, Frame};
use crate::pages::jobs::LetterView;
use crate::press::{compute, make_draft, print_again};

/// The form of a button: nothing but the token.
#[derive(Deserialize)]
pub struct Pressed {}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct ReportPage {
    frame: Frame,
    token: String,
    version: VersionRow,
    issued: bool,
    letters: Vec<LetterView>,
    paper: String,
}

/// `POST /agencies/{agency}/periods/{period}/reports`: a snapshot now, the next version, its page.
pub async fn make(State(app): State<App>, at: AgencyPeriod, _: Signed<Pressed>) -> Result<Redirect, AppError> {
    let snapshot = app.store.snapshot(&at.agency, at.period).await?.ok_or(AppError::NotFound)?;
    let version = make_draft(&app, snapshot).await?;
    tracing::info!(agency = %version.agency, period = %version.period, version = version.version, "report version made");
    Ok(Redirect::to(&report_href(version.id)))
}

/// `GET /reports/{id}`: the report set again from its frozen inputs, beside its stored files.
pub async fn show(State(app): State<App>, Report(id): Report) -> Result<Html<String>, AppError> {
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let snapshot = app.store.version_snapshot(id).await?.ok_or(AppError::NotFound)?;
    let (fonts, token) = (app.fonts.clone(), app.form_token.to_string());
    let letters = app.store.letters_of_report(id).await?.iter().map(LetterView::of).collect();
    let page = compute(move || {
        let issue = version.state.issue();
        let link = |key: &str| Some(format!("{}/figures?key={}", report_href(version.id), segment(key)));
        let paper = fragment(&document(&snapshot, issue), &fonts, Some(&link)).map_err(|error| PressError::Failed(error.to_string()))?;
        Ok::<_, AppError>(ReportPage {
            frame: frame(&snapshot, &version),
            token,
            issued: issue.is_some(),
            letters,
            version: VersionRow::of(&version),
            paper,
        })
    })
    .await??;
    Ok(Html(page.render()?))
}

/// How a report is sent.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct DeliverForm {
    by_mail: String,
    to_folder: String,
    outside: String,
}

/// `POST /reports/{id}/deliver`: somebody pressed "send". The job looks once more at who may get what.
pub async fn deliver(State(app): State<App>, Report(id): Report, Signed(form): Signed<DeliverForm>) -> Result<Redirect, AppError> {
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let task = Task {
        by_mail: match form.by_mail.as_str() {
            "attachment" => Some(ByMail::Attachment),
            "link" => Some(ByMail::Link),
            _ => None,
        },
        to_folder: !form.to_folder.is_empty(),
        outside: !form.outside.is_empty() && version.state.issue().is_some(),
        report: Some(id.0),
        ..Task::default()
    };
    if task.by_mail.is_none() && !task.to_folder {
        return Ok(Redirect::to(&report_href(id)));
    }
    let job = app.world.fresh_id();
    let new = NewJob::following(job, "deliver", &version.agency, format!("deliver@{job}"), task, app.world.now());
    app.store.enqueue(&NewJob { period: Some(version.period), ..new }).await?;
    Ok(Redirect::to(&job_href(job)))
}

fn frame(snapshot: &Snapshot, version: &ReportVersion) -> Frame {
    let name = thidua_domain::text::capitalise(&period_name(version.period));
    let crumb = Crumb::to(&name, period_href(&version.agency, version.period));
    let agency = &snapshot.agency;
    let mut frame =
        Frame::of(agency, &agency.name_on(snapshot.period.data_to).full, &format!("Báo cáo, bản thứ {}", version.version), vec![crumb]);
    frame.paper_css = Some(crate::assets::paper_css());
    frame
}

/// `GET /reports/{id}/{format}`: a file of the version as it was made, as a download.
pub async fn download(State(app): State<App>, at: ReportFile, headers: HeaderMap) -> Result<Response, AppError> {
    let (id, format) = (at.id, at.format);
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let extension = format.name();
    let etag = format!("\"{}-{}-{}-{extension}\"", &version.snapshot[..16], version.engine, version.version);
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if asked.is_some_and(|known| known.split(',').any(|known| known.trim() == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let bytes = match app.store.file(id, format).await? {
        Some(bytes) => bytes,
        None => print_again(&app, &version, format).await?,
    };
    let (plain, full) = file_names(&version, extension);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", segment(&full));
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::ETAG, etag),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (
            HeaderName::from_static("content-security-policy"),
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; font-src data:".to_owned(),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// File names without and with Vietnamese letters.
fn file_names(version: &ReportVersion, extension: &str) -> (String, String) {
    let plain = format!("bao-cao-{}-ban-{}.{extension}", version.period, version.version);
    let full = format!("Báo cáo thi đua khen thưởng {} - bản {}.{extension}", period_name(version.period), version.version);
    (plain, full)
}
