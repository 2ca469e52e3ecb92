//! A report version: making one, showing it, its files as they were made.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use thidua_document::html::fragment;
use thidua_document::render::{annex_workbook, document};
use thidua_domain::narrative::dates::period_name;
use thidua_domain::ports::{Format, ReportId, ReportState, ReportVersion};
use thidua_domain::reporting::PressError;
use thidua_domain::snapshot::Snapshot;

use crate::App;
use crate::error::AppError;
use crate::extract::{AgencyPeriod, Report};
use crate::format::{VersionRow, period_href, report_href, segment};
use crate::layout::{Crumb, Frame};
use crate::press::{compute, make_draft};

#[derive(Deserialize)]
pub struct MakeForm {
    #[serde(default)]
    token: String,
}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct ReportPage {
    frame: Frame,
    version: VersionRow,
    paper: String,
}

/// `POST /agencies/{agency}/periods/{period}/reports`: a snapshot now, the next version, its page.
pub async fn make(State(app): State<App>, at: AgencyPeriod, form: Result<Form<MakeForm>, FormRejection>) -> Result<Redirect, AppError> {
    let Form(form) = form.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::Layer(StatusCode::PAYLOAD_TOO_LARGE),
        _ => AppError::Forbidden("form"),
    })?;
    if form.token != *app.form_token {
        return Err(AppError::Forbidden("token"));
    }
    let snapshot = app.store.snapshot(&at.agency, at.period).await?.ok_or(AppError::NotFound)?;
    let version = make_draft(&app, snapshot).await?;
    tracing::info!(agency = %version.agency, period = %version.period, version = version.version, "report version made");
    Ok(Redirect::to(&report_href(version.id)))
}

/// `GET /reports/{id}`: the report set again from its frozen inputs, beside its stored files.
pub async fn show(State(app): State<App>, Report(id): Report) -> Result<Html<String>, AppError> {
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let snapshot = app.store.version_snapshot(id).await?.ok_or(AppError::NotFound)?;
    let fonts = app.fonts.clone();
    let page = compute(move || {
        let issue = issue_of(&version);
        let link = |key: &str| Some(format!("{}/figures?key={}", report_href(version.id), segment(key)));
        let paper = fragment(&document(&snapshot, issue), &fonts, Some(&link)).map_err(|error| PressError::Failed(error.to_string()))?;
        Ok::<_, AppError>(ReportPage { frame: frame(&snapshot, &version), version: VersionRow::of(&version), paper })
    })
    .await??;
    Ok(Html(page.render()?))
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

fn issue_of(version: &ReportVersion) -> Option<thidua_domain::ports::Issue> {
    match version.state {
        ReportState::Draft => None,
        ReportState::Issued(issue) | ReportState::Superseded(issue) => Some(issue),
    }
}

/// `GET /reports/{id}/pdf`.
pub async fn pdf(State(app): State<App>, Report(id): Report, headers: HeaderMap) -> Result<Response, AppError> {
    download(&app, id, Format::Pdf, &headers).await
}

/// `GET /reports/{id}/html`.
pub async fn html(State(app): State<App>, Report(id): Report, headers: HeaderMap) -> Result<Response, AppError> {
    download(&app, id, Format::Html, &headers).await
}

/// `GET /reports/{id}/xlsx`: the annexes as a workbook, made again from the frozen inputs.
pub async fn xlsx(State(app): State<App>, Report(id): Report) -> Result<Response, AppError> {
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let snapshot = app.store.version_snapshot(id).await?.ok_or(AppError::NotFound)?;
    let issue = issue_of(&version);
    let bytes = compute(move || annex_workbook(&snapshot, issue)).await??;
    let (plain, full) = file_names(&version, "xlsx");
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", segment(&full))),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// A stored file, unchanged, as a download.
async fn download(app: &App, id: ReportId, format: Format, headers: &HeaderMap) -> Result<Response, AppError> {
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let (extension, kind) = match format {
        Format::Pdf => ("pdf", "application/pdf"),
        Format::Html => ("html", "text/html; charset=utf-8"),
    };
    let etag = format!("\"{}-{}-{}-{extension}\"", &version.snapshot[..16], version.engine, version.version);
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if asked.is_some_and(|known| known.split(',').any(|known| known.trim() == etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let bytes = app.store.file(id, format).await?.ok_or(AppError::NotFound)?;
    let (plain, full) = file_names(&version, extension);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", segment(&full));
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
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
