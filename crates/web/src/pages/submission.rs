//! `GET /agencies/{agency}/periods/{period}/units/{unit}`: everything one unit sent, what the rules say of
//! it, its versions and how they differ; and its workbook.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use thidua_document::workbook::{self, Part};
use thidua_domain::bundle::{self, Bundle, Finding};
use thidua_domain::catalogue::{Catalogue, FormLayout};
use thidua_domain::difference;
use thidua_domain::messages;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::narrative::numbers::number;
use thidua_domain::period::Period;
use thidua_domain::submission::Submission;
use thidua_domain::unit::Unit;

use crate::App;
use crate::error::AppError;
use crate::extract::AgencyPeriodUnit;
use crate::format::{FindingRow, period_href, segment, time, unit_href};
use crate::layout::{Crumb, Frame};
use crate::press::compute;

#[derive(Template)]
#[template(path = "pages/submission.html")]
struct SubmissionPage {
    frame: Frame,
    heading: String,
    state: String,
    reason: String,
    sent_at: String,
    version: String,
    template_href: String,
    expectation: String,
    findings: Vec<FindingRow>,
    forms: Vec<FormView>,
    parts: Vec<Part>,
    history: Vec<VersionView>,
}

struct FormView {
    title: String,
    note: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    remark: String,
}

struct VersionView {
    name: String,
    sent_at: String,
    state: String,
    changes: Vec<String>,
}

/// What the pages of one unit are made from.
struct Stored {
    bundle: Bundle,
    unit: Unit,
    catalogue: Catalogue,
    history: Vec<Submission>,
}

async fn stored(app: &App, at: &AgencyPeriodUnit) -> Result<Stored, AppError> {
    let mut bundle = app.store.export(&at.agency).await?.ok_or(AppError::NotFound)?;
    let unit = bundle.units.iter().find(|unit| unit.code == at.unit).cloned().ok_or(AppError::NotFound)?;
    if !bundle.periods.iter().any(|period| period.period == at.period) {
        return Err(AppError::NotFound);
    }
    bundle.submissions.retain(|sent| sent.unit == at.unit);
    let history = app.store.submission_history(&at.agency, &at.unit, at.period).await?;
    let catalogue = app.store.catalogue().await?.ok_or_else(|| AppError::Internal("no catalogue".to_owned()))?;
    Ok(Stored { bundle, unit, catalogue, history })
}

pub async fn show(State(app): State<App>, at: AgencyPeriodUnit) -> Result<Html<String>, AppError> {
    let stored = stored(&app, &at).await?;
    let page = compute(move || page(&stored, at.period)).await?;
    Ok(Html(page.render()?))
}

fn page(stored: &Stored, period: Period) -> SubmissionPage {
    let agency = &stored.bundle.agency;
    let window = stored.bundle.periods.iter().find(|known| known.period == period);
    let day = window.map_or_else(|| period.default_window().1, |window| window.data_to);
    let name = stored.unit.name_on(day).full.to_string();
    let newest = stored.history.last();
    let crumb = Crumb::to(&thidua_domain::text::capitalise(&period_name(period)), period_href(&agency.code, period));
    SubmissionPage {
        frame: Frame::of(agency, &agency.name_on(day).full, &name, vec![crumb]),
        heading: format!("{name}: số liệu {}", period_name(period)),
        state: newest.map_or_else(|| "chưa gửi".to_owned(), |sent| messages::state(&sent.state).to_owned()),
        reason: newest.map_or_else(String::new, |sent| sent.state.reason().to_string()),
        sent_at: newest.and_then(|sent| sent.submitted_at).map(time).unwrap_or_default(),
        version: newest.map_or_else(String::new, |sent| sent.version.to_string()),
        template_href: format!("{}/template", unit_href(&agency.code, period, &stored.unit.code)),
        expectation: stored.unit.expectation(period).map_or_else(String::new, messages::expectation),
        findings: findings(stored, period).iter().map(FindingRow::of).collect(),
        forms: newest.map(|sent| forms(sent, &stored.catalogue, day)).unwrap_or_default(),
        parts: newest.map(|sent| workbook::parts(sent, agency, &stored.catalogue, day)).unwrap_or_default(),
        history: history(&stored.history, &workbook::words(agency, &stored.catalogue, day)),
    }
}

/// Findings of the shown submission alone, without the part of the path that names it.
fn findings(stored: &Stored, period: Period) -> Vec<Finding> {
    let Some(place) = stored.bundle.submissions.iter().position(|sent| sent.period == period) else { return Vec::new() };
    let prefix = format!("$.submissions[{place}]");
    let own = |finding: Finding| {
        let inner = finding.path.strip_prefix(&prefix)?.trim_start_matches('.').replace('"', "");
        let path = if inner.is_empty() { "báo cáo".to_owned() } else { messages::submission_place(&inner) };
        Some(Finding { path, sender: None, ..finding })
    };
    bundle::findings(&stored.bundle, &stored.catalogue).into_iter().filter_map(own).collect()
}

fn forms(sent: &Submission, catalogue: &Catalogue, day: chrono::NaiveDate) -> Vec<FormView> {
    let mut views = Vec::new();
    for form in catalogue.forms_on(day) {
        let unsure = if form.unverified() { " (chưa đối chiếu với văn bản gốc)" } else { "" };
        let note = format!("{}{unsure}", form.circular);
        let title = format!("Biểu {}: {}", form.code, form.title);
        let remark = sent.content.form_notes.get(&form.code).map_or_else(String::new, ToString::to_string);
        if let Some(columns) = sent.figures.get(&form.code) {
            let explanations = sent.content.explanations.get(&form.code);
            let row = |column: &thidua_domain::catalogue::Column| {
                let value = columns.get(&column.number).map_or_else(|| "-".to_owned(), |value| number(*value));
                let said = explanations.and_then(|said| said.get(&column.number)).map_or_else(String::new, ToString::to_string);
                vec![column.number.to_string(), column.label.to_string(), column.noun.to_string(), value, said]
            };
            let heads = ["Cột", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Giải trình"].map(str::to_owned).to_vec();
            views.push(FormView { title, note, heads, rows: form.figure_columns().map(row).collect(), remark });
        } else if let Some(rows) = sent.content.lists.get(&form.code).filter(|_| form.layout == FormLayout::List) {
            let cells = |row: &std::collections::BTreeMap<_, thidua_domain::text::Text>| {
                form.columns.iter().map(|column| row.get(&column.number).map_or_else(String::new, ToString::to_string)).collect()
            };
            let heads = form.columns.iter().map(|column| column.label.to_string()).collect();
            views.push(FormView { title, note, heads, rows: rows.iter().map(cells).collect(), remark });
        }
    }
    views
}

/// Versions, newest first, each with what it changed.
fn history(history: &[Submission], words: &difference::Words<'_>) -> Vec<VersionView> {
    let view = |(index, sent): (usize, &Submission)| {
        let before = index.checked_sub(1).and_then(|before| history.get(before));
        let changes = before.map(|before| difference::submissions(Some(before), sent, words)).unwrap_or_default();
        VersionView {
            name: format!("Phiên bản {}", sent.version),
            sent_at: sent.submitted_at.map(time).unwrap_or_default(),
            state: messages::state(&sent.state).to_owned(),
            changes: changes.iter().map(messages::field_change).collect(),
        }
    };
    let mut views: Vec<VersionView> = history.iter().enumerate().map(view).collect();
    views.reverse();
    views
}

/// `GET …/template`: the workbook to fill in.
pub async fn template(State(app): State<App>, at: AgencyPeriodUnit) -> Result<Response, AppError> {
    let stored = stored(&app, &at).await?;
    let (period, unit) = (at.period, at.unit.clone());
    let bytes = compute(move || {
        let sent = |period: Option<Period>| stored.bundle.submissions.iter().find(|sent| Some(sent.period) == period);
        let window = stored.bundle.periods.iter().find(|known| known.period == period);
        let made = window.map(|window| workbook::Template {
            agency: &stored.bundle.agency,
            unit: &stored.unit,
            period: window,
            catalogue: &stored.catalogue,
            current: sent(Some(period)),
            previous: sent(period.previous()),
            base: sent(period.same_period_last_year()),
        });
        made.map(|made| workbook::template(&made))
    })
    .await?
    .ok_or(AppError::NotFound)?
    .map_err(|error| AppError::Internal(error.to_string()))?;
    let plain = format!("bieu-{}-{period}.xlsx", unit.as_str().replace('/', "-"));
    let full = format!("Biểu nhập liệu {unit} {}.xlsx", period_name(period));
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", segment(&full));
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
