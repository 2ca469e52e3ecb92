//! `GET /agencies/{agency}/periods/{period}`: figures, comparisons, chart, units, versions.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use thidua_document::chart;
use thidua_domain::catalogue::{Column, Confidence, Form, find};
use thidua_domain::narrative::chart::{self as charts, Bars};
use thidua_domain::narrative::dates::{period_name, short_date};
use thidua_domain::narrative::numbers::number;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::{Figure, Standing, Summary};

use crate::App;
use crate::error::AppError;
use crate::extract::AgencyPeriod;
use crate::format::{VersionRow, change, figure_href, period_href, time, unit_href};
use crate::layout::Frame;
use crate::press::compute;

#[derive(Template)]
#[template(path = "pages/period.html")]
struct PeriodPage {
    frame: Frame,
    heading: String,
    window: String,
    due: String,
    lock: String,
    reporting: usize,
    concerned: usize,
    missing: Vec<String>,
    basis: String,
    base_name: String,
    action: String,
    token: String,
    tables: Vec<FigureTable>,
    charts: Vec<ChartView>,
    units: Vec<UnitView>,
    versions: Vec<VersionRow>,
}

struct FigureTable {
    title: String,
    note: String,
    rows: Vec<FigureView>,
}

struct FigureView {
    label: String,
    unit: String,
    value: String,
    href: String,
    base: String,
    change: String,
    percent: String,
    partly: bool,
}

struct ChartView {
    svg: String,
    bars: Bars,
}

struct UnitView {
    name: String,
    href: String,
    kind: String,
    standing: String,
    late: bool,
    sent_at: String,
}

pub async fn show(State(app): State<App>, at: AgencyPeriod) -> Result<Html<String>, AppError> {
    let snapshot = app.store.snapshot(&at.agency, at.period).await?.ok_or(AppError::NotFound)?;
    let versions = app.store.versions(&at.agency, Some(at.period)).await?;
    let token = app.form_token.to_string();
    let rows = versions.iter().map(VersionRow::of).collect();
    let page = compute(move || page(&snapshot, rows, token)).await?;
    Ok(Html(page.render()?))
}

fn page(snapshot: &Snapshot, versions: Vec<VersionRow>, token: String) -> PeriodPage {
    let summary = Summary::of(snapshot);
    let period = &snapshot.period;
    let name = period_name(period.period);
    let agency_name = &snapshot.agency.name_on(period.data_to).full;
    let href = period_href(&snapshot.agency.code, period.period);
    let missing = summary.units.iter().filter(|line| line.standing == Standing::Missing).map(|line| line.name.to_string()).collect();
    PeriodPage {
        frame: Frame::of(&snapshot.agency, agency_name, &thidua_domain::text::capitalise(&name), Vec::new()),
        heading: format!("Tổng hợp {name}"),
        window: format!("từ ngày {} đến ngày {}", short_date(period.data_from), short_date(period.data_to)),
        due: time(period.due_at),
        lock: time(period.lock_at),
        reporting: summary.basis.reporting.len(),
        concerned: summary.basis.concerned(),
        missing,
        basis: basis(&summary),
        base_name: snapshot
            .base_period
            .as_ref()
            .map_or_else(|| "Cùng kỳ".to_owned(), |base| thidua_domain::text::capitalise(&period_name(base.period))),
        action: format!("{href}/reports"),
        token,
        tables: tables(snapshot, &summary),
        charts: charts::all(snapshot, &summary)
            .into_iter()
            .enumerate()
            .map(|(index, bars)| ChartView { svg: chart::svg(&bars, index), bars })
            .collect(),
        units: units(snapshot, &summary),
        versions,
    }
}

fn basis(summary: &Summary) -> String {
    let basis = &summary.basis;
    if basis.compared.is_empty() {
        "Chưa có số liệu cùng kỳ để so sánh.".to_owned()
    } else if basis.like_with_like() {
        format!("So sánh với cùng kỳ trên toàn bộ {} đơn vị.", basis.compared.len())
    } else {
        format!("So sánh với cùng kỳ trên {} đơn vị có số liệu của cả hai kỳ.", basis.compared.len())
    }
}

fn tables(snapshot: &Snapshot, summary: &Summary) -> Vec<FigureTable> {
    let row = |figure: &Figure| {
        let (moved, percent) = change(figure);
        FigureView {
            label: figure.label.clone(),
            unit: figure.noun.to_string(),
            value: number(figure.value),
            href: figure_href(&snapshot.agency.code, snapshot.period.period, &figure.key.0),
            base: figure.base.map_or_else(|| "-".to_owned(), number),
            change: moved,
            percent,
            partly: figure.partly_compared(),
        }
    };
    let mut tables: Vec<FigureTable> = summary
        .forms
        .iter()
        .map(|form| FigureTable {
            title: format!("Biểu {}: {}", form.form.code, form.form.title),
            note: match form.form.confidence {
                Confidence::High => form.form.circular.to_string(),
                Confidence::Medium | Confidence::Low => format!("{} (cột biểu chưa đối chiếu với văn bản gốc)", form.form.circular),
            },
            rows: form
                .form
                .columns
                .iter()
                .filter_map(|column| Some((column, summary.figure(&form.total_key(column.number))?)))
                .map(|(column, figure)| without_counterpart(snapshot, &form.form, column, row(figure)))
                .collect(),
        })
        .collect();
    let awards: Vec<FigureView> =
        ["awards:collective", "awards:individual", "awards:direct_staff", "documents:sector", "documents:units_with_plan"]
            .iter()
            .filter_map(|key| summary.figure(key))
            .map(row)
            .collect();
    tables.push(FigureTable { title: "Thi đua, khen thưởng".to_owned(), note: String::new(), rows: awards });
    tables
}

/// Says where the circular of the year before counted nothing of the kind.
fn without_counterpart(snapshot: &Snapshot, form: &Form, column: &Column, view: FigureView) -> FigureView {
    let base = snapshot.base_period.as_ref().map(|base| base.data_to);
    if base.is_some_and(|day| snapshot.catalogue.same_meaning(form, column, day).is_none()) {
        return FigureView {
            change: "năm trước không có số liệu của chỉ tiêu tương ứng".to_owned(), percent: "-".to_owned(), ..view
        };
    }
    view
}

fn units(snapshot: &Snapshot, summary: &Summary) -> Vec<UnitView> {
    let kind = |code: &str| {
        find(&snapshot.catalogue.unit_kinds, code, snapshot.period.data_to).map_or_else(String::new, |row| row.name.to_string())
    };
    summary
        .units
        .iter()
        .map(|line| UnitView {
            name: line.name.to_string(),
            href: unit_href(&snapshot.agency.code, snapshot.period.period, &line.code),
            kind: kind(line.kind.as_str()),
            standing: match line.standing {
                Standing::OnTime => "đúng hạn".to_owned(),
                Standing::Late(days) => format!("trễ {days} ngày"),
                Standing::Missing => "chưa gửi".to_owned(),
            },
            late: line.standing != Standing::OnTime,
            sent_at: line.submitted_at.map(time).unwrap_or_default(),
        })
        .collect()
}
