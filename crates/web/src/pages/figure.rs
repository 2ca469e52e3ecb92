//! `GET /agencies/{agency}/periods/{period}/figures?key=…`: where a figure comes from; of a report version, from its
//! frozen inputs: `GET /reports/{id}/figures?key=…`.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;
use thidua_domain::messages;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::narrative::numbers::number;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::{Place, Source, Summary};

use crate::App;
use crate::error::AppError;
use crate::extract::{AgencyPeriod, Report};
use crate::format::{change, change_words, figure_href, period_href, report_href, segment};
use crate::layout::{Crumb, Frame};
use crate::press::compute;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    key: String,
}

#[derive(Template)]
#[template(path = "pages/figure.html")]
struct FigurePage {
    frame: Frame,
    label: String,
    value: String,
    unit: String,
    period: String,
    base_period: String,
    base: Option<String>,
    change: String,
    percent: String,
    comparable: Option<String>,
    previous: Option<(String, String, String)>,
    sources: Vec<SourceView>,
    base_sources: Vec<SourceView>,
}

struct SourceView {
    unit: String,
    place: String,
    version: u32,
    value: String,
    href: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    at: AgencyPeriod,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Html<String>, AppError> {
    let Query(asked) = asked.map_err(|_| AppError::NotFound)?;
    let snapshot = app.store.snapshot(&at.agency, at.period).await?.ok_or(AppError::NotFound)?;
    let page = compute(move || {
        let (agency, period) = (snapshot.agency.code.clone(), snapshot.period.period);
        page(&snapshot, &asked.key, Vec::new(), &|key| figure_href(&agency, period, key))
    });
    Ok(Html(page.await?.ok_or(AppError::NotFound)?.render()?))
}

/// The same for the frozen inputs of a report version.
pub async fn of_version(
    State(app): State<App>,
    Report(id): Report,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Html<String>, AppError> {
    let Query(asked) = asked.map_err(|_| AppError::NotFound)?;
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let snapshot = app.store.version_snapshot(id).await?.ok_or(AppError::NotFound)?;
    let page = compute(move || {
        let crumb = Crumb::to(&format!("Báo cáo, bản thứ {}", version.version), report_href(id));
        page(&snapshot, &asked.key, vec![crumb], &|key| format!("{}/figures?key={}", report_href(id), segment(key)))
    });
    Ok(Html(page.await?.ok_or(AppError::NotFound)?.render()?))
}

fn page(snapshot: &Snapshot, key: &str, more: Vec<Crumb>, href: &dyn Fn(&str) -> String) -> Option<FigurePage> {
    let summary = Summary::of(snapshot);
    let figure = summary.figure(key)?;
    let period = snapshot.period.period;
    let name = period_name(period);
    let crumb = Crumb::to(&thidua_domain::text::capitalise(&name), period_href(&snapshot.agency.code, period));
    let (moved, percent) = change(figure);
    let whole = figure.key.whole();
    let crumbs = std::iter::once(crumb).chain(more).collect();
    let link =
        |source: &Source| key_of_part(whole, source).filter(|part| part != key && summary.figure(part).is_some()).map(|part| href(&part));
    Some(FigurePage {
        frame: Frame::of(&snapshot.agency, &snapshot.agency.name_on(snapshot.period.data_to).full, "Nguồn số liệu", crumbs),
        label: messages::figure_label(&summary, figure),
        value: number(figure.value),
        unit: figure.noun.to_string(),
        period: name,
        base_period: snapshot.base_period.as_ref().map_or_else(|| "cùng kỳ".to_owned(), |base| period_name(base.period)),
        base: figure.base.map(number),
        change: moved,
        percent,
        comparable: figure.partly_compared().then(|| number(figure.comparable)),
        previous: figure.previous.as_ref().zip(snapshot.previous_period.as_ref()).map(|(half, before)| {
            let (moved, percent) = change_words(figure.change_from_previous(), Some((half.comparable, half.value)));
            (thidua_domain::text::capitalise(&period_name(before.period)), number(half.value), format!("{moved} ({percent})"))
        }),
        sources: views(snapshot, &figure.sources, &link),
        base_sources: views(snapshot, &figure.base_sources, &|_| None),
    })
}

/// The key of one unit's part of a total.
fn key_of_part(whole: &str, source: &Source) -> Option<String> {
    matches!(source.place, Place::Column(..)).then(|| format!("{whole}@{}", source.unit))
}

fn views(snapshot: &Snapshot, sources: &[Source], link: &dyn Fn(&Source) -> Option<String>) -> Vec<SourceView> {
    sources
        .iter()
        .map(|source| SourceView {
            unit: messages::source_unit(snapshot, source),
            place: messages::source_place(&source.place),
            version: source.version,
            value: number(source.value),
            href: link(source),
        })
        .collect()
}
