//! `GET /jobs`, `GET /jobs/{id}`, `POST /jobs/{id}/again`, `POST /alarms/{id}/seen`, `POST /alarms/seen`: what runs by itself, what will, what
//! did not, and why.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use serde::Deserialize;
use thidua_domain::job::{self, Job, JobState};
use thidua_domain::letter::{Letter, LetterState};
use thidua_domain::messages::letters::letter_state;
use thidua_domain::messages::schedule as words;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::ports::{Format, ReportVersion};
use thidua_domain::reporting::Scope;
use thidua_domain::schedule::ScheduleState;
use uuid::Uuid;

use crate::App;
use crate::error::AppError;
use crate::extract::{Id, Signed};
use crate::format::{VersionRow, job_href, period_href, report_href, schedule_href, schedules_href, time};
use crate::layout::{Crumb, Frame};
use crate::pages::report::Pressed;

/// Jobs on one page of the history.
const PAGE: u32 = 50;
/// Jobs under way or waiting that are shown.
const SHOWN: usize = 50;
/// Newest letters that are looked through for those that nobody has received.
const LETTERS: u32 = 100;
/// Schedules whose next run is shown.
const NEXT: usize = 50;

#[derive(Template)]
#[template(path = "pages/jobs.html")]
struct JobsPage {
    frame: Frame,
    token: String,
    alarms: Vec<AlarmView>,
    asleep: bool,
    next: Vec<NextView>,
    unfinished: Vec<JobView>,
    /// Further jobs that wait.
    more: usize,
    /// Of the newest letters those that nobody has received.
    letters: Vec<LetterView>,
    history: Vec<JobView>,
    newer: Option<String>,
    older: Option<String>,
    agencies: Vec<(String, String)>,
}

/// An alarm that nobody has seen.
pub struct AlarmView {
    pub words: String,
    pub at: String,
    pub seen: String,
    pub job: Option<String>,
}

struct NextView {
    at: String,
    name: String,
    href: String,
    title: String,
}

/// A job as a row of a list.
pub struct JobView {
    pub href: String,
    pub title: String,
    pub schedule: String,
    pub period: String,
    pub state: &'static str,
    pub bad: bool,
    /// It waits for somebody to decide.
    pub held: bool,
    pub times: String,
    pub took: String,
    pub attempts: String,
    pub result: String,
    pub report: Option<String>,
    /// Where it is made to run again; `None` where it need not be.
    pub again: Option<String>,
}

impl JobView {
    fn of(job: &Job) -> Self {
        let took = job.started_at.zip(job.finished_at).filter(|_| job.state != JobState::Running);
        Self {
            href: job_href(job.id),
            title: job::title(&job.kind).to_owned(),
            schedule: job.schedule.as_ref().map_or_else(String::new, |(_, name)| name.to_string()),
            period: job.period.map_or_else(String::new, period_name),
            state: words::job_state(job),
            bad: matches!(job.state, JobState::Discarded | JobState::Held),
            held: job.state == JobState::Held,
            times: words::job_times(job),
            took: took.map_or_else(String::new, |(from, to)| words::duration(to - from)),
            attempts: if job.attempt == 0 { String::new() } else { format!("{}/{}", job.attempt, job.max_attempts) },
            result: job.result.trim_end_matches('.').to_owned(),
            report: job.report.map(report_href),
            again: matches!(job.state, JobState::Discarded | JobState::Held).then(|| format!("{}/again", job_href(job.id))),
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Paged {
    page: u32,
}

pub async fn show(State(app): State<App>, paged: Result<Query<Paged>, QueryRejection>) -> Result<Html<String>, AppError> {
    let page = paged.map_or(0, |Query(paged)| paged.page).min(1_000_000);
    let mut jobs = app.store.finished(PAGE + 1, page * PAGE).await?;
    let older = (jobs.len() > PAGE as usize).then(|| format!("/jobs?page={}", page + 1));
    jobs.truncate(PAGE as usize);
    let unfinished = if page == 0 { app.store.unfinished().await? } else { Vec::new() };
    let agencies = app.store.agencies().await?;
    let mut frame = Frame::plain("Công việc tự động");
    frame.illustrative = agencies.iter().any(|agency| agency.illustrative);
    let view = JobsPage {
        frame,
        token: app.form_token.to_string(),
        alarms: alarms(&app).await?,
        asleep: asleep(&app).await?,
        next: next(&app).await?,
        letters: app.store.letters(LETTERS).await?.iter().filter(|letter| letter.state != LetterState::Sent).map(LetterView::of).collect(),
        more: unfinished.len().saturating_sub(SHOWN),
        unfinished: unfinished.iter().take(SHOWN).map(JobView::of).collect(),
        history: jobs.iter().map(JobView::of).collect(),
        newer: (page > 0).then(|| format!("/jobs?page={}", page - 1)),
        older,
        agencies: agencies
            .iter()
            .map(|agency| {
                (agency.name_on(thidua_domain::period::civil_date(app.world.now())).full.to_string(), schedules_href(&agency.code))
            })
            .collect(),
    };
    Ok(Html(view.render()?))
}

/// Alarms that nobody has seen.
pub async fn alarms(app: &App) -> Result<Vec<AlarmView>, AppError> {
    let alarms = app.store.alarms().await?;
    let view = |alarm: &job::Alarm| AlarmView {
        words: alarm.words.to_string(),
        at: time(alarm.at),
        seen: format!("/alarms/{}/seen", alarm.id),
        job: alarm.job.map(job_href),
    };
    Ok(alarms.iter().map(view).collect())
}

/// True when schedules are to run and nobody has looked at them for ten minutes.
pub async fn asleep(app: &App) -> Result<bool, AppError> {
    if !app.store.schedules().await?.iter().any(|schedule| schedule.state == ScheduleState::Active) {
        return Ok(false);
    }
    let silence = app.store.last_beat().await?.map(|beat| app.world.now() - beat);
    Ok(silence.is_none_or(|silence| silence > chrono::TimeDelta::minutes(10)))
}

async fn next(app: &App) -> Result<Vec<NextView>, AppError> {
    let catalogue = app.store.catalogue().await?.unwrap_or_default();
    let mut runs = Vec::new();
    for schedule in app.store.schedules().await?.iter().filter(|schedule| schedule.state == ScheduleState::Active) {
        let periods = app.store.windows(&schedule.agency).await?;
        let ran = app.store.run_keys(schedule.id).await?;
        for (run, at) in words::next_runs(schedule, 1, &periods, &ran, app.world.now(), &|day| catalogue.day_off(day)) {
            let view = NextView {
                at,
                name: schedule.name.to_string(),
                href: schedule_href(schedule.id),
                title: job::title(&schedule.job).to_owned(),
            };
            runs.push((run, schedule.id, view));
        }
    }
    runs.sort_by_key(|(run, id, _)| (*run, *id));
    Ok(runs.into_iter().take(NEXT).map(|(_, _, view)| view).collect())
}

#[derive(Template)]
#[template(path = "pages/job.html")]
struct JobPage {
    frame: Frame,
    token: String,
    job: JobView,
    id: Uuid,
    schedule_href: Option<String>,
    period_href: Option<String>,
    attempts: Vec<AttemptView>,
    reports: Vec<ReportView>,
    letters: Vec<LetterView>,
}

struct AttemptView {
    number: u32,
    began: String,
    took: String,
    result: String,
}

struct ReportView {
    row: VersionRow,
    files: Vec<(String, String)>,
}

/// A letter as a row of a list.
pub struct LetterView {
    pub to: String,
    pub subject: String,
    pub state: &'static str,
    pub bad: bool,
    pub why: String,
    pub at: String,
    pub words: Option<String>,
    pub sending: String,
}

impl LetterView {
    pub fn of(letter: &Letter) -> Self {
        let words = letter.words.as_ref().map(|words| {
            let parts = words.paragraphs.iter().cloned().chain(words.items.iter().map(|item| format!("- {item}")));
            parts.chain(words.closing.iter().cloned()).collect::<Vec<_>>().join("\n")
        });
        Self {
            to: format!("{} <{}>", letter.name, letter.recipient),
            subject: letter.subject.to_string(),
            state: letter_state(letter.state),
            bad: letter.state != LetterState::Sent,
            why: letter.why.to_string(),
            at: letter.sent_at.map_or_else(|| time(letter.created_at), time),
            words,
            sending: job_href(letter.sending),
        }
    }
}

pub async fn one(State(app): State<App>, Id(id): Id) -> Result<Html<String>, AppError> {
    let job = app.store.job(id).await?.ok_or(AppError::NotFound)?;
    let attempts = app.store.attempts(id).await?.into_iter().map(|attempt| AttemptView {
        number: attempt.attempt,
        began: time(attempt.started_at),
        took: attempt.ended_at.map_or_else(String::new, |end| words::duration(end - attempt.started_at)),
        result: match attempt.ended_at {
            Some(_) => attempt.result.to_string(),
            None => "chưa kết thúc, hoặc bị cắt ngang".to_owned(),
        },
    });
    let versions = app.store.versions_of_job(id).await?;
    let schedules = app.store.schedules().await?;
    let known = job.schedule.as_ref().filter(|(schedule, _)| schedules.iter().any(|known| known.id == *schedule));
    let crumbs = vec![Crumb::to("Công việc tự động", "/jobs".to_owned())];
    let frame = match app.store.agency(&job.agency).await? {
        Some(agency) => {
            let name = agency.name_on(thidua_domain::period::civil_date(app.world.now())).full.clone();
            Frame::of(&agency, &name, job::title(&job.kind), crumbs)
        }
        None => Frame::plain(job::title(&job.kind)),
    };
    let opened = app.store.windows(&job.agency).await?;
    let period = job.period.filter(|period| opened.iter().any(|known| known.period == *period));
    let page = JobPage {
        frame,
        token: app.form_token.to_string(),
        id,
        schedule_href: known.map(|(schedule, _)| schedule_href(*schedule)),
        period_href: period.map(|period| period_href(&job.agency, period)),
        attempts: attempts.collect(),
        reports: versions.iter().map(report_view).collect(),
        letters: app.store.letters_of_job(id).await?.iter().map(LetterView::of).collect(),
        job: JobView::of(&job),
    };
    Ok(Html(page.render()?))
}

fn report_view(version: &ReportVersion) -> ReportView {
    let files = Format::ALL.iter().map(|format| (format.name().to_uppercase(), format!("{}/{}", report_href(version.id), format.name())));
    let mut row = VersionRow::of(version);
    if version.scope != Scope::Agency {
        row.state = format!("{} ({})", row.state, version.scope.to_string().replacen("unit:", "", 1).replacen("cluster:", "", 1));
    }
    ReportView { row, files: files.collect() }
}

pub async fn again(State(app): State<App>, Id(id): Id, _: Signed<Pressed>) -> Result<Redirect, AppError> {
    let known = app.store.job(id).await?.is_some();
    if !app.store.again(id, app.world.now()).await? && !known {
        return Err(AppError::NotFound);
    }
    Ok(Redirect::to(&job_href(id)))
}

/// `POST /alarms/seen`: all at once.
pub async fn all_seen(State(app): State<App>, _: Signed<Pressed>) -> Result<Redirect, AppError> {
    app.store.see_all_alarms().await?;
    Ok(Redirect::to("/jobs"))
}

pub async fn seen(State(app): State<App>, Id(id): Id, _: Signed<Pressed>) -> Result<Redirect, AppError> {
    app.store.see_alarm(id).await?;
    Ok(Redirect::to("/jobs"))
}
