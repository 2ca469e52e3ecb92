//! `GET`/`POST /agencies/{agency}/schedules`, `GET …/new`, `GET`/`POST /schedules/{id}`, `GET /schedules/{id}/preview`:
//! schedules in the terms of the report, made and changed, each with its sentence and its next runs.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveTime;
use serde::Deserialize;
use thidua_domain::agency::Agency;
use thidua_domain::job::{self, ByMail, KINDS, Task, Whose};
use thidua_domain::messages::schedule as words;
use thidua_domain::period::civil_date;
use thidua_domain::ports::StoreError;
use thidua_domain::schedule::{Anchor, Missed, Rule, Schedule, ScheduleState, When};
use thidua_domain::text::{Text, capitalise};
use uuid::Uuid;

use crate::App;
use crate::error::{AppError, OwnPage};
use crate::extract::{AgencyCode, Id, Signed};
use crate::format::{job_href, period_href, schedule_href, schedules_href};
use crate::layout::{Crumb, Frame};

/// Runs to come that are shown.
const NEXT: usize = 5;
/// Schedules of one agency.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "pages/schedules.html")]
struct SchedulesPage {
    frame: Frame,
    token: String,
    action: String,
    fresh: String,
    schedules: Vec<ScheduleView>,
}

struct ScheduleView {
    href: String,
    name: String,
    state: &'static str,
    draft: bool,
    title: String,
    rule: String,
    task: String,
    missed: &'static str,
    next: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/schedule.html")]
struct SchedulePage {
    frame: Frame,
    token: String,
    action: String,
    problem: String,
    heading: String,
    /// The stored schedule; none of a new one.
    stored: Option<ScheduleView>,
    state: &'static str,
    form: ScheduleForm,
    /// What was typed, in words, with its next runs, before it is kept.
    shown: Option<ScheduleView>,
    kinds: Vec<(&'static str, &'static str)>,
    runs: Vec<(String, String, String)>,
}

/// What the form of a schedule sends; numbers as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ScheduleForm {
    act: String,
    name: String,
    job: String,
    when: String,
    anchor: String,
    side: String,
    days: String,
    working: String,
    weekday: String,
    month_day: String,
    cron: String,
    at: String,
    missed: String,
    whose_agency: String,
    whose_units: String,
    whose_clusters: String,
    by_mail: String,
    to_folder: String,
    due_after: String,
}

impl ScheduleForm {
    fn fresh() -> Self {
        let text = str::to_owned;
        Self {
            job: text("draft"),
            when: text("relative"),
            anchor: text("due_at"),
            side: text("after"),
            days: text("1"),
            working: text("1"),
            weekday: text("1"),
            month_day: text("1"),
            at: text("07:00"),
            missed: text("once"),
            whose_agency: text("1"),
            by_mail: text("none"),
            due_after: job::DUE_AFTER.to_string(),
            ..Self::default()
        }
    }

    fn of(schedule: &Schedule) -> Self {
        let flag = |on: bool| if on { "1".to_owned() } else { String::new() };
        let task = &schedule.task;
        let form = Self {
            name: schedule.name.to_string(),
            job: schedule.job.to_string(),
            at: schedule.rule.at.format("%H:%M").to_string(),
            missed: match schedule.missed {
                Missed::Once => "once",
                Missed::Skip => "skip",
                Missed::Ask => "ask",
            }
            .to_owned(),
            whose_agency: flag(task.whose.is_empty() || task.whose.contains(&Whose::Agency)),
            whose_units: flag(task.whose.contains(&Whose::Units)),
            whose_clusters: flag(task.whose.contains(&Whose::Clusters)),
            by_mail: match task.by_mail {
                Some(ByMail::Attachment) => "attachment",
                Some(ByMail::Link) => "link",
                None => "none",
            }
            .to_owned(),
            to_folder: flag(task.to_folder),
            due_after: task.due_after.unwrap_or(job::DUE_AFTER).to_string(),
            working: String::new(),
            ..Self::fresh()
        };
        let text = str::to_owned;
        match &schedule.rule.when {
            When::Relative { anchor, days, working } => {
                let anchor = match anchor {
                    Anchor::DataTo => "data_to",
                    Anchor::DueAt => "due_at",
                    Anchor::LockAt => "lock_at",
                };
                let side = if *days < 0 { "before" } else { "after" };
                let (days, working) = (days.unsigned_abs().to_string(), flag(*working));
                Self { when: text("relative"), anchor: text(anchor), side: text(side), days, working, ..form }
            }
            When::Daily => Self { when: text("daily"), ..form },
            When::Weekly { weekday } => Self { when: text("weekly"), weekday: weekday.to_string(), ..form },
            When::Monthly { day } => Self { when: text("monthly"), month_day: day.to_string(), ..form },
            When::Cron { text: pattern } => Self { when: text("cron"), cron: pattern.to_string(), ..form },
        }
    }

    /// The schedule that was typed, in the place of `before`.
    fn read(&self, before: Schedule) -> Result<Schedule, String> {
        let whole =
            |raw: &str, what: &str| raw.trim().parse::<i32>().map_err(|_| format!("{what}: cần một số nguyên, không phải “{raw}”."));
        let when = match self.when.as_str() {
            "daily" => When::Daily,
            "weekly" => When::Weekly { weekday: u8::try_from(whole(&self.weekday, "Thứ trong tuần")?).unwrap_or(0) },
            "monthly" => When::Monthly { day: u8::try_from(whole(&self.month_day, "Ngày trong tháng")?).unwrap_or(0) },
            "cron" => When::Cron { text: Text::new(&self.cron) },
            _ => {
                let days = whole(&self.days, "Số ngày")?;
                if days < 0 {
                    return Err("Số ngày: viết số không âm và chọn trước hoặc sau mốc.".to_owned());
                }
                When::Relative {
                    anchor: match self.anchor.as_str() {
                        "data_to" => Anchor::DataTo,
                        "lock_at" => Anchor::LockAt,
                        _ => Anchor::DueAt,
                    },
                    days: if self.side == "before" { -days } else { days },
                    working: !self.working.is_empty(),
                }
            }
        };
        let at = NaiveTime::parse_from_str(&self.at.trim().replace(['h', 'g'], ":"), "%H:%M")
            .map_err(|_| format!("Giờ chạy: viết giờ và phút, ví dụ 07:00, không phải “{}”.", self.at))?;
        let rule = Rule { when, at };
        rule.check().map_err(|error| words::rule_error(error).to_owned())?;
        let kind = job::kind(self.job.as_str()).filter(|kind| kind.by_schedule).ok_or("Chọn việc cần làm trong danh sách.")?;
        let name = Text::new(&self.name);
        if name.is_empty() || name.chars().count() > 200 {
            return Err("Tên của lịch gồm 1 đến 200 ký tự.".to_owned());
        }
        Ok(Schedule {
            job: kind.code.parse().map_err(|_| "Chọn việc cần làm trong danh sách.".to_owned())?,
            task: self.task(kind.code)?,
            missed: match self.missed.as_str() {
                "skip" => Missed::Skip,
                "ask" => Missed::Ask,
                _ => Missed::Once,
            },
            name,
            rule,
            ..before
        })
    }

    /// What runs of a kind are told; what other kinds would be told is left out.
    fn task(&self, kind: &str) -> Result<Task, String> {
        let mut task = Task::default();
        if kind == "draft" {
            let chosen = [(&self.whose_agency, Whose::Agency), (&self.whose_units, Whose::Units), (&self.whose_clusters, Whose::Clusters)];
            task.whose = chosen.into_iter().filter(|(flag, _)| !flag.is_empty()).map(|(_, whose)| whose).collect();
            if task.whose.is_empty() {
                return Err("Chọn ít nhất một loại báo cáo cần lập: của cơ quan, từng đơn vị hoặc từng cụm, khối.".to_owned());
            }
        }
        if ["draft", "deliver"].contains(&kind) {
            task.by_mail = match self.by_mail.as_str() {
                "attachment" => Some(ByMail::Attachment),
                "link" => Some(ByMail::Link),
                _ => None,
            };
            task.to_folder = !self.to_folder.is_empty();
            if kind == "draft" && task.by_mail.is_some() && !task.whose.contains(&Whose::Agency) {
                return Err("Thư chỉ kèm báo cáo của cơ quan: chọn lập báo cáo của cơ quan, hoặc chỉ ghi vào thư mục.".to_owned());
            }
            if kind == "deliver" && task.by_mail.is_none() && !task.to_folder {
                return Err("Chọn cách gửi: thư điện tử, thư mục hoặc cả hai.".to_owned());
            }
        }
        if kind == "open" {
            let days = self.due_after.trim().parse::<u32>().ok().filter(|days| *days <= 60);
            task.due_after = Some(days.ok_or("Số ngày làm việc đến thời hạn gửi: viết số nguyên từ 0 đến 60.")?);
        }
        Ok(task)
    }
}

async fn view(app: &App, schedule: &Schedule) -> Result<ScheduleView, StoreError> {
    let catalogue = app.store.catalogue().await?.unwrap_or_default();
    let periods = app.store.windows(&schedule.agency).await?;
    let ran = app.store.run_keys(schedule.id).await?;
    let runs = words::next_runs(schedule, NEXT, &periods, &ran, app.world.now(), &|day| catalogue.day_off(day));
    Ok(ScheduleView {
        href: schedule_href(schedule.id),
        name: schedule.name.to_string(),
        state: words::schedule_state(schedule.state),
        draft: schedule.state == ScheduleState::Draft,
        title: job::title(&schedule.job).to_owned(),
        rule: words::rule(&schedule.rule),
        task: capitalise(&words::task(&schedule.task)),
        missed: words::missed(schedule.missed),
        next: runs.into_iter().map(|(_, words)| words).collect(),
    })
}

fn frame(app: &App, agency: &Agency, title: &str, below: bool) -> Frame {
    let mut crumbs = vec![Crumb::to("Công việc tự động", "/jobs".to_owned())];
    if below {
        crumbs.push(Crumb::to("Lịch tự động", schedules_href(&agency.code)));
    }
    Frame::of(agency, &agency.name_on(civil_date(app.world.now())).full, title, crumbs)
}

pub async fn list(State(app): State<App>, AgencyCode(code): AgencyCode) -> Result<Html<String>, AppError> {
    let agency = app.store.agency(&code).await?.ok_or(AppError::NotFound)?;
    let mut schedules = Vec::new();
    for schedule in app.store.schedules().await?.iter().filter(|schedule| schedule.agency == code) {
        schedules.push(view(&app, schedule).await?);
    }
    let page = SchedulesPage {
        frame: frame(&app, &agency, "Lịch tự động", false),
        token: app.form_token.to_string(),
        action: schedules_href(&code),
        fresh: format!("{}/new", schedules_href(&code)),
        schedules,
    };
    Ok(Html(page.render()?))
}

/// A schedule that is not there yet.
fn blank(app: &App, agency: &Agency) -> Schedule {
    Schedule {
        id: app.world.fresh_id(),
        agency: agency.code.clone(),
        job: "draft".parse().unwrap_or_else(|_| agency.code.clone()),
        task: Task::default(),
        name: Text::default(),
        rule: Rule { when: When::Daily, at: NaiveTime::MIN },
        missed: Missed::Once,
        state: ScheduleState::Draft,
        since: app.world.now(),
    }
}

/// The page of one schedule, stored or typed.
async fn page(
    app: &App,
    agency: &Agency,
    stored: Option<&Schedule>,
    form: ScheduleForm,
    problem: String,
    shown: Option<&Schedule>,
) -> Result<String, AppError> {
    let runs = match stored {
        Some(schedule) => {
            let jobs = app.store.jobs_of_schedule(schedule.id, 20).await?;
            jobs.iter()
                .map(|job| (job_href(job.id), words::job_times(job), format!("{}. {}", capitalise(words::job_state(job)), job.result)))
                .collect()
        }
        None => Vec::new(),
    };
    let heading = stored.map_or_else(|| "Thêm lịch tự động".to_owned(), |schedule| format!("Lịch “{}”", schedule.name));
    let page = SchedulePage {
        frame: frame(app, agency, &heading, true),
        token: app.form_token.to_string(),
        action: stored.map_or_else(|| schedules_href(&agency.code), |schedule| schedule_href(schedule.id)),
        problem,
        state: match stored.map(|schedule| schedule.state) {
            None => "new",
            Some(ScheduleState::Draft) => "draft",
            Some(ScheduleState::Active) => "active",
            Some(ScheduleState::Paused) => "paused",
        },
        stored: match stored {
            Some(schedule) => Some(view(app, schedule).await?),
            None => None,
        },
        heading,
        form,
        shown: match shown {
            Some(schedule) => Some(view(app, schedule).await?),
            None => None,
        },
        kinds: KINDS.iter().filter(|kind| kind.by_schedule).map(|kind| (kind.code, kind.title)).collect(),
        runs,
    };
    Ok(page.render()?)
}

pub async fn new(State(app): State<App>, AgencyCode(code): AgencyCode) -> Result<Html<String>, AppError> {
    let agency = app.store.agency(&code).await?.ok_or(AppError::NotFound)?;
    Ok(Html(page(&app, &agency, None, ScheduleForm::fresh(), String::new(), None).await?))
}

async fn refused(app: &App, agency: &Agency, stored: Option<&Schedule>, form: ScheduleForm, problem: String) -> Result<Response, AppError> {
    let page = page(app, agency, stored, form, problem, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Extension(OwnPage), Html(page)).into_response())
}

pub async fn add(State(app): State<App>, AgencyCode(code): AgencyCode, Signed(form): Signed<ScheduleForm>) -> Result<Response, AppError> {
    let agency = app.store.agency(&code).await?.ok_or(AppError::NotFound)?;
    if form.act == "usual" {
        return add_usual(&app, &agency).await;
    }
    let schedule = match form.read(blank(&app, &agency)) {
        Ok(schedule) => schedule,
        Err(problem) => return refused(&app, &agency, None, form, problem).await,
    };
    if form.act == "look" {
        return Ok(Html(page(&app, &agency, None, form, String::new(), Some(&schedule)).await?).into_response());
    }
    let own = app.store.schedules().await?.iter().filter(|known| known.agency == code).count();
    if own >= MOST {
        return refused(&app, &agency, None, form, format!("Mỗi cơ quan có tối đa {MOST} lịch.")).await;
    }
    let state = if form.act == "draft" { ScheduleState::Draft } else { ScheduleState::Active };
    app.store.put_schedule(&Schedule { state, ..schedule.clone() }).await?;
    Ok(Redirect::to(&schedule_href(schedule.id)).into_response())
}

/// The usual schedules of an agency as drafts: looked at, changed and started by somebody.
async fn add_usual(app: &App, agency: &Agency) -> Result<Response, AppError> {
    for (name, job, rule, task) in usual() {
        let job = job.parse().map_err(|_| AppError::Internal("a kind without a code".to_owned()))?;
        let schedule = Schedule { job, task, rule, name: Text::from(name), ..blank(app, agency) };
        app.store.put_schedule(&schedule).await?;
    }
    Ok(Redirect::to(&schedules_href(&agency.code)).into_response())
}

/// What most agencies want by itself. Proposals, no rules: each is a draft until somebody starts it.
fn usual() -> Vec<(&'static str, &'static str, Rule, Task)> {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    let relative = |anchor, days, working| Rule { when: When::Relative { anchor, days, working }, at: at(7) };
    let by_mail = Task { by_mail: Some(ByMail::Attachment), ..Task::default() };
    vec![
        ("Mở kỳ báo cáo tiếp theo", "open", relative(Anchor::DataTo, 1, false), Task::default()),
        ("Nhắc trước thời hạn", "remind", relative(Anchor::DueAt, -2, true), Task::default()),
        ("Nhắc sau thời hạn", "remind", relative(Anchor::DueAt, 1, true), Task::default()),
        ("Khóa số liệu", "lock", Rule { at: at(17), ..relative(Anchor::LockAt, 0, false) }, Task::default()),
        ("Dự thảo sau khi khóa số liệu", "draft", relative(Anchor::LockAt, 1, true), by_mail),
        ("Tình hình gửi báo cáo hằng tuần", "digest", Rule { when: When::Weekly { weekday: 1 }, at: at(7) }, Task::default()),
        ("Sao lưu hằng đêm", "backup", Rule { when: When::Daily, at: at(1) }, Task::default()),
        ("Dọn dữ liệu tạm hằng tháng", "prune", Rule { when: When::Monthly { day: 1 }, at: at(2) }, Task::default()),
    ]
}

/// The schedule of an address, with its agency.
async fn found(app: &App, id: Uuid) -> Result<(Agency, Schedule), AppError> {
    let schedule = app.store.schedules().await?.into_iter().find(|schedule| schedule.id == id).ok_or(AppError::NotFound)?;
    let agency = app.store.agency(&schedule.agency).await?.ok_or(AppError::NotFound)?;
    Ok((agency, schedule))
}

pub async fn show(State(app): State<App>, Id(id): Id) -> Result<Html<String>, AppError> {
    let (agency, schedule) = found(&app, id).await?;
    Ok(Html(page(&app, &agency, Some(&schedule), ScheduleForm::of(&schedule), String::new(), None).await?))
}

pub async fn edit(State(app): State<App>, Id(id): Id, Signed(form): Signed<ScheduleForm>) -> Result<Response, AppError> {
    let (agency, stored) = found(&app, id).await?;
    let kept = match form.act.as_str() {
        "pause" => Schedule { state: ScheduleState::Paused, ..stored },
        // What fell into the pause is not made up for.
        "resume" if stored.state != ScheduleState::Active => Schedule { state: ScheduleState::Active, since: app.world.now(), ..stored },
        "resume" => stored,
        "run" => {
            let job = app.clerk.run_now(&stored).await?;
            return Ok(Redirect::to(&job_href(job)).into_response());
        }
        "remove" => {
            app.store.remove_schedule(id).await?;
            return Ok(Redirect::to(&schedules_href(&agency.code)).into_response());
        }
        act => {
            let read = match form.read(stored.clone()) {
                Ok(read) => read,
                Err(problem) => return refused(&app, &agency, Some(&stored), form, problem).await,
            };
            if act == "look" {
                return Ok(Html(page(&app, &agency, Some(&stored), form, String::new(), Some(&read)).await?).into_response());
            }
            // Another rule does not look back.
            Schedule { since: if read.rule == stored.rule { stored.since } else { app.world.now() }, ..read }
        }
    };
    app.store.put_schedule(&kept).await?;
    Ok(Redirect::to(&schedule_href(id)).into_response())
}

#[derive(Template)]
#[template(path = "pages/preview.html")]
struct PreviewPage {
    frame: Frame,
    token: String,
    schedule: ScheduleView,
    words: Vec<String>,
    letters: Vec<(String, String, String)>,
    report: Option<String>,
}

/// What a run would do now; nothing is done.
pub async fn preview(State(app): State<App>, Id(id): Id) -> Result<Html<String>, AppError> {
    let (agency, schedule) = found(&app, id).await?;
    let preview = app.clerk.preview(&schedule).await?;
    let page = PreviewPage {
        frame: frame(&app, &agency, "Xem trước", true),
        token: app.form_token.to_string(),
        schedule: view(&app, &schedule).await?,
        words: preview.words,
        letters: preview.letters,
        report: preview.report.map(|(agency, period)| format!("{}/draft", period_href(&agency, period))),
    };
    Ok(Html(page.render()?))
}
