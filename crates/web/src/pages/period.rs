//! `GET /agencies/{agency}/periods/{period}`: figures, comparisons, groups, rankings, charts, units, versions.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use thidua_document::chart;
use thidua_domain::catalogue::{Column, Confidence, Form, find};
use thidua_domain::narrative::chart::{self as charts, Bars};
use thidua_domain::narrative::dates::{period_name, short_date};
use thidua_domain::narrative::numbers::number;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::{Figure, Standing, Summary, Verdict};
use thidua_domain::{hints, messages};

use crate::App;
use crate::error::AppError;
use crate::extract::AgencyPeriod;
use crate::format::{VersionRow, change, change_words, figure_href, period_href, time, unit_href};
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
    /// Name of the half before, empty when it is not known.
    previous_name: String,
    warnings: Vec<String>,
    draft: String,
    action: String,
    token: String,
    tables: Vec<FigureTable>,
    groups: Vec<GroupTable>,
    rankings: Vec<Ranking>,
    directions: Vec<DirectionView>,
    charts: Vec<ChartView>,
    units: Vec<UnitView>,
    versions: Vec<VersionRow>,
    /// Reports on units and clusters.
    others: Vec<VersionRow>,
    /// When the data was locked.
    locked_at: Option<String>,
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
    previous: String,
    previous_change: String,
    previous_percent: String,
}

/// Totals of one form by groups of units.
struct GroupTable {
    title: String,
    columns: Vec<String>,
    rows: Vec<GroupRow>,
}

struct GroupRow {
    name: String,
    cells: Vec<(String, String)>,
}

/// Units by one figure, highest first.
struct Ranking {
    title: String,
    rows: Vec<(String, String, String)>,
}

/// A direction of the half before with what became of it.
struct DirectionView {
    text: String,
    plan: String,
    result: String,
    href: Option<String>,
    verdict: &'static str,
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
    let others = app.store.other_versions(&at.agency, at.period).await?.iter().map(VersionRow::of).collect();
    let overview = app.store.periods(&at.agency).await?.into_iter().find(|known| known.period.period == at.period);
    let locked_at = overview.and_then(|overview| overview.locked_at).map(time);
    let page = compute(move || PeriodPage { others, locked_at, ..page(&snapshot, rows, token) }).await?;
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
        previous_name: snapshot
            .previous_period
            .as_ref()
            .filter(|_| !snapshot.previous_submissions.is_empty())
            .map_or_else(String::new, |previous| thidua_domain::text::capitalise(&period_name(previous.period))),
        warnings: warnings(snapshot, &summary),
        draft: format!("{href}/draft"),
        action: format!("{href}/reports"),
        token,
        tables: tables(snapshot, &summary),
        groups: groups(snapshot, &summary),
        rankings: rankings(snapshot, &summary),
        directions: directions(snapshot, &summary),
        charts: charts::all(snapshot, &summary)
            .into_iter()
            .enumerate()
            .map(|(index, bars)| ChartView { svg: chart::svg(&bars, index), bars })
            .collect(),
        units: units(snapshot, &summary),
        versions,
        others: Vec::new(),
        locked_at: None,
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

/// Legal texts past their own last day, registrations beyond a limit.
fn warnings(snapshot: &Snapshot, summary: &Summary) -> Vec<String> {
    let expired = hints::expired(snapshot).into_iter().map(messages::expired_regime);
    expired.chain(summary.excesses.iter().map(|excess| messages::quota_excess(snapshot, summary, excess))).collect()
}

fn figure_view(snapshot: &Snapshot, figure: &Figure) -> FigureView {
    let (moved, percent) = change(figure);
    let (previous_change, previous_percent) =
        change_words(figure.change_from_previous(), figure.previous.as_ref().map(|half| (half.comparable, half.value)));
    FigureView {
        label: figure.label.clone(),
        unit: figure.noun.to_string(),
        value: number(figure.value),
        href: figure_href(&snapshot.agency.code, snapshot.period.period, &figure.key.0),
        base: figure.base.map_or_else(|| "-".to_owned(), number),
        change: figure.not_compared.as_ref().map_or(moved, |reason| format!("không so sánh do {reason}")),
        percent,
        partly: figure.partly_compared(),
        previous: figure.previous.as_ref().map_or_else(|| "-".to_owned(), |half| number(half.value)),
        previous_change,
        previous_percent,
    }
}

/// Facts that are no columns of forms, by the beginning of their keys.
const FACTS: [(&str, &[&str]); 5] = [
    ("Khen thưởng", &["awards:collective", "awards:individual", "awards:direct_staff", "awards:household"]),
    ("Đăng ký danh hiệu", &["registrations:"]),
    (
        "Lãnh đạo, chỉ đạo, phong trào",
        &["documents:sector", "documents:units", "disseminations:", "movements:", "councils:", "clusters:", "conferences:"],
    ),
    ("Điển hình, sáng kiến, chuẩn mực", &["models:", "initiatives:", "ethics:"]),
    ("Nhân sự, kế hoạch thanh tra năm", &["staff:", "plan:"]),
];

fn tables(snapshot: &Snapshot, summary: &Summary) -> Vec<FigureTable> {
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
                .map(|(column, figure)| without_counterpart(snapshot, &form.form, column, figure_view(snapshot, figure)))
                .collect(),
        })
        .collect();
    let some = |figure: &&Figure| !figure.value.is_zero() || figure.base.is_some_and(|base| !base.is_zero());
    for (title, keys) in FACTS {
        let wanted = |figure: &&Figure| {
            let key = figure.key.0.as_str();
            figure.key.group().is_none()
                && keys.iter().any(|known| {
                    if known.ends_with(':') { key.starts_with(known) } else { key == *known || key.starts_with(&format!("{known}_")) }
                })
        };
        let rows: Vec<FigureView> = summary.figures().filter(wanted).filter(some).map(|figure| figure_view(snapshot, figure)).collect();
        if !rows.is_empty() {
            tables.push(FigureTable { title: title.to_owned(), note: String::new(), rows });
        }
    }
    tables
}

/// Totals by branch, kind and cluster, one table a form and one of awards.
fn groups(snapshot: &Snapshot, summary: &Summary) -> Vec<GroupTable> {
    let table = |title: String, columns: Vec<(String, String)>| {
        let row = |group: &thidua_domain::summary::Group| {
            let cell = |(_, key): &(String, String)| {
                let key = format!("{key}#{}", group.key);
                summary.figure(&key).map_or_else(
                    || ("-".to_owned(), String::new()),
                    |figure| (number(figure.value), figure_href(&snapshot.agency.code, snapshot.period.period, &key)),
                )
            };
            GroupRow { name: group.name.clone(), cells: columns.iter().map(cell).collect() }
        };
        let rows = summary.groups.iter().map(row).filter(|row| row.cells.iter().any(|(_, href)| !href.is_empty())).collect();
        GroupTable { title, rows, columns: columns.into_iter().map(|(label, _)| label).collect() }
    };
    let forms = summary.forms.iter().map(|form| {
        let columns = form.form.figure_columns().map(|column| (column.label.to_string(), form.total_key(column.number)));
        table(format!("Biểu {}", form.form.code), columns.collect())
    });
    let awards = ["awards:collective", "awards:individual", "awards:direct_staff"];
    let labels = awards.iter().filter_map(|key| Some((summary.figure(key)?.label.clone(), (*key).to_owned())));
    forms.chain([table("Khen thưởng".to_owned(), labels.collect())]).filter(|table| !table.rows.is_empty()).collect()
}

/// Units shown in a ranking.
const RANKED: usize = 10;

/// Units by the first column of each form.
fn rankings(snapshot: &Snapshot, summary: &Summary) -> Vec<Ranking> {
    let of = |form: &thidua_domain::summary::FormSummary| {
        let column = form.form.figure_columns().next()?;
        let ranked = summary.ranking(&form.total_key(column.number));
        let rows: Vec<(String, String, String)> = ranked
            .into_iter()
            .filter(|(_, figure)| !figure.value.is_zero())
            .take(RANKED)
            .map(|(line, figure)| {
                (line.name.to_string(), number(figure.value), figure_href(&snapshot.agency.code, snapshot.period.period, &figure.key.0))
            })
            .collect();
        (!rows.is_empty()).then(|| Ranking { title: column.label.to_string(), rows })
    };
    summary.forms.iter().filter_map(of).collect()
}

fn directions(snapshot: &Snapshot, summary: &Summary) -> Vec<DirectionView> {
    let view = |outcome: &thidua_domain::summary::DirectionOutcome| {
        let figure = outcome.result.as_ref().and_then(|key| summary.figure(&key.0));
        let name = summary.units.iter().find(|line| outcome.of.as_ref() == Some(&line.code));
        DirectionView {
            text: name.map_or_else(|| outcome.text.to_string(), |line| format!("{} ({})", outcome.text, line.name)),
            plan: outcome.plan.map_or_else(|| "-".to_owned(), |plan| format!("{} {}", number(plan), outcome.unit)),
            result: figure
                .zip(outcome.reached)
                .map_or_else(|| "-".to_owned(), |(figure, reached)| format!("{} {}", number(reached), figure.noun)),
            href: figure.map(|figure| figure_href(&snapshot.agency.code, snapshot.period.period, &figure.key.0)),
            verdict: match outcome.verdict {
                Verdict::Met => "đạt",
                Verdict::NotMet => "chưa đạt",
                Verdict::NotDue => "chưa đến hạn",
                Verdict::NotMeasured => "không đo được",
            },
        }
    };
    summary.directions.iter().map(view).collect()
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
