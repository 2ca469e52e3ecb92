//! `GET /conform`, `POST /conform/file`: whether an uploaded file keeps the rules of presentation; `GET
//! /reports/{id}/conform`: the same of a version's own files. Nothing is stored.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use thidua_document::conform::{self, Judgement, Verdict};
use thidua_domain::narrative::dates::period_name;
use thidua_domain::ports::Format;

use crate::App;
use crate::error::{AppError, OwnPage};
use crate::extract::Report;
use crate::format::{period_href, report_href};
use crate::layout::{Crumb, Frame};
use crate::press::{compute, print_again};
use crate::upload::Upload;

#[derive(Template, Default)]
#[template(path = "pages/conform.html")]
struct ConformPage {
    frame: Frame,
    /// Empty on the page of a version.
    token: String,
    problem: String,
    files: Vec<FileRow>,
}

/// A judged file.
struct FileRow {
    name: String,
    passes: bool,
    summary: String,
    rules: Vec<RuleRow>,
}

/// A judged rule.
struct RuleRow {
    verdict: &'static str,
    class: &'static str,
    title: String,
    measured: String,
    required: String,
    item: String,
    places: Vec<String>,
}

impl FileRow {
    fn of(name: String, judgement: &Judgement) -> Self {
        let mut rules: Vec<(u8, RuleRow)> = judgement
            .rules
            .iter()
            .map(|ruled| {
                (
                    rank(ruled.verdict),
                    RuleRow {
                        verdict: conform::verdict(ruled.verdict),
                        class: if ruled.verdict == Verdict::Fails { "canh-bao" } else { "" },
                        title: ruled.title.clone(),
                        measured: ruled.measured.clone(),
                        required: ruled.required.clone(),
                        item: ruled.item.clone(),
                        places: ruled.places.iter().map(conform::place).collect(),
                    },
                )
            })
            .collect();
        rules.sort_by_key(|(rank, _)| *rank);
        Self {
            name,
            passes: judgement.passes(),
            summary: conform::summary(judgement),
            rules: rules.into_iter().map(|(_, row)| row).collect(),
        }
    }
}

/// What must be mended comes first.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Fails => 0,
        Verdict::Equivalent => 1,
        Verdict::NotChecked => 2,
        Verdict::Passes => 3,
        Verdict::NotApplicable => 4,
    }
}

/// Judges on a place of the press: a large file takes a core for a while.
async fn judge(app: &App, bytes: Vec<u8>) -> Result<Judgement, AppError> {
    let catalogue = app.store.catalogue().await?.ok_or_else(|| AppError::Internal("no catalogue".to_owned()))?;
    let permit = app.presses.clone().try_acquire_owned().map_err(|_| AppError::Busy)?;
    let fonts = app.fonts.clone();
    compute(move || {
        let judgement = conform::check(&bytes, &catalogue, &fonts);
        drop(permit);
        judgement
    })
    .await
}

fn blank(app: &App) -> ConformPage {
    ConformPage { frame: Frame::plain("Kiểm tra thể thức"), token: app.form_token.to_string(), ..ConformPage::default() }
}

pub async fn show(State(app): State<App>) -> Result<Html<String>, AppError> {
    Ok(Html(blank(&app).render()?))
}

pub async fn upload(State(app): State<App>, form: Result<Multipart, MultipartRejection>) -> Result<Response, AppError> {
    let Upload { name, bytes, .. } = Upload::read(&app, form).await?;
    let mut page = blank(&app);
    if name.is_empty() && bytes.is_empty() {
        "Chưa chọn tệp.".clone_into(&mut page.problem);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Extension(OwnPage), Html(page.render()?)).into_response());
    }
    let judgement = judge(&app, bytes).await?;
    page.files.push(FileRow::of(name, &judgement));
    Ok(Html(page.render()?).into_response())
}

/// `GET /reports/{id}/conform`: the PDF and the Word file of a version.
pub async fn of_version(State(app): State<App>, Report(id): Report) -> Result<Html<String>, AppError> {
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let agency = app.store.agency(&version.agency).await?.ok_or(AppError::NotFound)?;
    let name = thidua_domain::text::capitalise(&period_name(version.period));
    let crumbs = vec![
        Crumb::to(&name, period_href(&version.agency, version.period)),
        Crumb::to(&format!("Báo cáo, bản thứ {}", version.version), report_href(id)),
    ];
    let day = thidua_domain::period::civil_date(app.world.now());
    let frame = Frame::of(&agency, &agency.name_on(day).full, "Kiểm tra thể thức", crumbs);
    let mut page = ConformPage { frame, ..ConformPage::default() };
    for (format, words) in [(Format::Pdf, "Tệp PDF"), (Format::Docx, "Tệp Word")] {
        let bytes = match app.store.file(id, format).await? {
            Some(bytes) => bytes,
            None => print_again(&app, &version, format).await?,
        };
        page.files.push(FileRow::of(words.to_owned(), &judge(&app, bytes).await?));
    }
    Ok(Html(page.render()?))
}
