//! `GET /`: agencies, their periods, who has sent.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use thidua_domain::agency::Agency;
use thidua_domain::narrative::dates::{period_name, short_date};
use thidua_domain::ports::PeriodOverview;

use crate::App;
use crate::error::AppError;
use crate::format::{contacts_href, period_href, reports_href, schedules_href, time};
use crate::layout::Frame;
use crate::pages::jobs::{AlarmView, alarms, asleep};

#[derive(Template)]
#[template(path = "pages/home.html")]
struct Home {
    frame: Frame,
    agencies: Vec<AgencyView>,
    alarms: Vec<AlarmView>,
    asleep: bool,
}

struct AgencyView {
    name: String,
    reports_href: String,
    schedules_href: String,
    contacts_href: String,
    periods: Vec<PeriodView>,
}

struct PeriodView {
    name: String,
    href: String,
    window: String,
    due: String,
    sent: usize,
    expected: usize,
    missing: usize,
    locked: bool,
    versions: usize,
}

pub async fn show(State(app): State<App>) -> Result<Html<String>, AppError> {
    let agencies = app.store.agencies().await?;
    let mut views = Vec::with_capacity(agencies.len());
    for agency in &agencies {
        let periods = app.store.periods(&agency.code).await?;
        let day = thidua_domain::period::civil_date(app.world.now());
        let day = periods.first().map_or(day, |newest| newest.period.data_to);
        views.push(AgencyView {
            name: agency.name_on(day).full.to_string(),
            reports_href: reports_href(&agency.code),
            schedules_href: schedules_href(&agency.code),
            contacts_href: contacts_href(&agency.code),
            periods: periods.iter().map(|period| view(agency, period)).collect(),
        });
    }
    let mut frame = Frame::plain("Kỳ báo cáo");
    frame.crumbs.truncate(1);
    frame.crumbs[0].href = None;
    frame.illustrative = agencies.iter().any(|agency| agency.illustrative);
    if let ([agency], [view]) = (&agencies[..], &views[..]) {
        frame.agency = view.name.to_uppercase();
        frame.address = agency.address.to_string();
    }
    Ok(Html(Home { frame, agencies: views, alarms: alarms(&app).await?, asleep: asleep(&app).await? }.render()?))
}

fn view(agency: &Agency, overview: &PeriodOverview) -> PeriodView {
    let period = &overview.period;
    PeriodView {
        name: thidua_domain::text::capitalise(&period_name(period.period)),
        href: period_href(&agency.code, period.period),
        window: format!("{} - {}", short_date(period.data_from), short_date(period.data_to)),
        due: time(period.due_at),
        sent: overview.sent,
        expected: overview.expected,
        missing: overview.expected - overview.sent,
        locked: overview.locked_at.is_some(),
        versions: overview.versions,
    }
}
