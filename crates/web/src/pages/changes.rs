//! `GET /reports/{id}/changes?from=N`: how a version of a report differs from version N of its period, or
//! from the one before it.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::narrative::numbers::number;
use thidua_domain::ports::ReportVersion;
use thidua_domain::quantity::Quantity;
use thidua_domain::reporting::Scope;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::versions::{FigureChange, SectionChange, UnitChange, between};

use crate::App;
use crate::error::AppError;
use crate::extract::Report;
use crate::format::{period_href, report_href};
use crate::layout::{Crumb, Frame};
use crate::press::compute;

/// Figures shown; a changed circular changes thousands.
const SHOWN: usize = 500;

#[derive(Deserialize)]
pub struct Asked {
    from: Option<u32>,
}

#[derive(Template)]
#[template(path = "pages/changes.html")]
struct ChangesPage {
    frame: Frame,
    period: String,
    version: u32,
    from: u32,
    others: Vec<Other>,
    tables: Vec<Table>,
    more: usize,
    sections: Vec<SectionChange>,
}

/// A version to compare with.
struct Other {
    version: u32,
    href: String,
}

struct Table {
    title: &'static str,
    rows: Vec<Row>,
}

struct Row {
    label: String,
    before: String,
    after: String,
}

pub async fn show(
    State(app): State<App>,
    Report(id): Report,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Html<String>, AppError> {
    let Query(asked) = asked.map_err(|_| AppError::NotFound)?;
    let version = app.store.version(id).await?.ok_or(AppError::NotFound)?;
    let mut all = match version.scope {
        Scope::Agency => app.store.versions(&version.agency, Some(version.period)).await?,
        _ => app.store.other_versions(&version.agency, version.period).await?,
    };
    all.retain(|other| other.scope == version.scope);
    all.sort_by_key(|other| other.version);
    let wanted = asked.from.or_else(|| all.iter().map(|other| other.version).filter(|other| *other < version.version).max());
    let from = all.iter().find(|other| Some(other.version) == wanted).ok_or(AppError::NotFound)?.clone();
    let after = app.store.version_snapshot(id).await?.ok_or(AppError::NotFound)?;
    let before = app.store.version_snapshot(from.id).await?.ok_or(AppError::NotFound)?;
    let page = compute(move || page(&before, &after, &version, &from, &all)).await?;
    Ok(Html(page.render()?))
}

fn page(before: &Snapshot, after: &Snapshot, version: &ReportVersion, from: &ReportVersion, all: &[ReportVersion]) -> ChangesPage {
    let found = between(before, after);
    let name = period_name(version.period);
    let crumbs = vec![
        Crumb::to(&thidua_domain::text::capitalise(&name), period_href(&version.agency, version.period)),
        Crumb::to(&format!("Báo cáo, bản thứ {}", version.version), report_href(version.id)),
    ];
    let agency = after.agency.name_on(after.period.data_to);
    let others = all.iter().filter(|other| other.version != version.version && other.version != from.version);
    let tables = [
        Table { title: "Đơn vị", rows: found.units.iter().map(unit).collect() },
        Table { title: "Số liệu", rows: found.figures.iter().take(SHOWN).map(figure).collect() },
    ];
    ChangesPage {
        frame: Frame::of(&after.agency, &agency.full, "Khác biệt", crumbs),
        period: name,
        version: version.version,
        from: from.version,
        others: others
            .map(|other| Other { version: other.version, href: format!("{}/changes?from={}", report_href(version.id), other.version) })
            .collect(),
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
        more: found.figures.len().saturating_sub(SHOWN),
        sections: found.sections,
    }
}

fn unit(change: &UnitChange) -> Row {
    let sent = |version: Option<u32>| version.map_or_else(|| "chưa gửi".to_owned(), |version| format!("bản gửi thứ {version}"));
    Row { label: change.name.clone(), before: sent(change.before), after: sent(change.after) }
}

fn figure(change: &FigureChange) -> Row {
    let words = |facts: Option<(Quantity, Option<Quantity>)>| match facts {
        None => "không có".to_owned(),
        Some((value, None)) => format!("{} {}", number(value), change.noun),
        Some((value, Some(base))) => format!("{} {} (cùng kỳ {})", number(value), change.noun, number(base)),
    };
    Row { label: change.label.clone(), before: words(change.before), after: words(change.after) }
}
