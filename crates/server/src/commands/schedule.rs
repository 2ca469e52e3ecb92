//! `thidua schedule`: what runs by itself, and when.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use thidua_domain::job::{self, KINDS};
use thidua_domain::messages::schedule as words;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _, JobStore as _};
use thidua_domain::schedule::{Rule, Schedule, ScheduleState, When};
use thidua_domain::text::Text;
use thidua_domain::world::World as _;
use thidua_jobs::Runner;
use uuid::Uuid;

use crate::cli::{Database, Named, ScheduleAct, ScheduleAdd};
use crate::say::say;
use crate::setup::{Tools, open};

/// Runs to come that are shown.
const SHOWN: usize = 5;

pub async fn run(act: ScheduleAct) -> Result<()> {
    match act {
        ScheduleAct::List(database) => list(&database).await,
        ScheduleAct::Add(asked) => add(asked).await,
        ScheduleAct::Pause(named) => set(&named, ScheduleState::Paused).await,
        ScheduleAct::Resume(named) => set(&named, ScheduleState::Active).await,
        ScheduleAct::Run(named) => run_now(&named).await,
    }
}

/// Opens a database that is there.
pub async fn existing(database: &Database) -> Result<Tools> {
    let path: &Path = &database.database;
    if !path.exists() {
        bail!("Không có cơ sở dữ liệu {}. Chỉ đúng tệp bằng --database.", path.display());
    }
    open(database).await
}

async fn list(database: &Database) -> Result<()> {
    let tools = existing(database).await?;
    let schedules = tools.store.schedules().await?;
    if schedules.is_empty() {
        say!("Chưa có lịch nào. Thêm bằng thidua schedule add.");
    }
    for schedule in &schedules {
        say!("{}", told(&tools, schedule).await?);
    }
    tools.store.close().await;
    Ok(())
}

/// A schedule in words with its next runs.
async fn told(tools: &Tools, schedule: &Schedule) -> Result<String> {
    let title = job::title(&schedule.job);
    let mut lines = vec![
        format!("{}  {} ({})", schedule.id, schedule.name, words::schedule_state(schedule.state)),
        format!("    {title}: {}; lần bị lỡ: {}", words::rule(&schedule.rule), words::missed(schedule.missed)),
    ];
    if schedule.state == ScheduleState::Active {
        let catalogue = tools.store.catalogue().await?.unwrap_or_default();
        let periods: Vec<_> = tools.store.periods(&schedule.agency).await?.into_iter().map(|overview| overview.period).collect();
        let runs = schedule.rule.runs_after(schedule.since.max(tools.world.now()), SHOWN, &periods, &|day| catalogue.day_off(day));
        if runs.is_empty() {
            lines.push("    Chưa có kỳ báo cáo nào cho lần chạy tiếp theo.".to_owned());
        }
        lines.extend(runs.iter().map(|run| format!("    - {}", words::run(run))));
    }
    Ok(lines.join("\n"))
}

fn when(asked: &ScheduleAdd) -> Result<When> {
    let chosen = [
        asked.anchor.map(|anchor| When::Relative { anchor, days: asked.days, working: asked.working }),
        asked.daily.then_some(When::Daily),
        asked.weekly.map(|weekday| When::Weekly { weekday }),
        asked.monthly.map(|day| When::Monthly { day }),
    ];
    let mut chosen = chosen.into_iter().flatten();
    match (chosen.next(), chosen.next()) {
        (Some(when), None) => Ok(when),
        _ => bail!("Chọn đúng một cách tính: --anchor (kèm --days), --daily, --weekly hoặc --monthly."),
    }
}

async fn add(asked: ScheduleAdd) -> Result<()> {
    let rule = Rule { when: when(&asked)?, at: asked.at };
    if let Err(error) = rule.check() {
        bail!(words::rule_error(error));
    }
    if !KINDS.iter().any(|(code, _)| *code == asked.job.as_str()) {
        let known = KINDS.map(|(code, _)| code);
        bail!("Không có loại công việc “{}”. Các loại: {}.", asked.job, known.join(", "));
    }
    let tools = existing(&asked.database).await?;
    let name = Text::new(&asked.name);
    if name.is_empty() {
        bail!("Tên của lịch không được để trống.");
    }
    let schedule = Schedule {
        id: tools.world.fresh_id(),
        agency: asked.agency,
        job: asked.job,
        name,
        rule,
        missed: asked.missed,
        state: ScheduleState::Active,
        since: tools.world.now(),
    };
    if !tools.store.put_schedule(&schedule).await? {
        bail!("Không có cơ quan mang mã “{}”.", schedule.agency);
    }
    say!("{}", told(&tools, &schedule).await?);
    tools.store.close().await;
    Ok(())
}

async fn found(tools: &Tools, id: Uuid) -> Result<Schedule> {
    let schedules = tools.store.schedules().await?;
    match schedules.into_iter().find(|schedule| schedule.id == id) {
        Some(schedule) => Ok(schedule),
        None => bail!("Không có lịch mang mã {id}. Xem các lịch bằng thidua schedule list."),
    }
}

async fn set(named: &Named, state: ScheduleState) -> Result<()> {
    let tools = existing(&named.database).await?;
    let mut schedule = found(&tools, named.id).await?;
    // What fell into the pause is not made up for.
    if schedule.state == ScheduleState::Paused && state == ScheduleState::Active {
        schedule.since = tools.world.now();
    }
    schedule.state = state;
    tools.store.put_schedule(&schedule).await?;
    say!("{}", told(&tools, &schedule).await?);
    tools.store.close().await;
    Ok(())
}

async fn run_now(named: &Named) -> Result<()> {
    let tools = existing(&named.database).await?;
    let schedule = found(&tools, named.id).await?;
    let runner = Runner::new(Arc::new(tools.store.clone()), tools.printer.clone(), tools.world.clone());
    let id = runner.run_now(&schedule).await?;
    // Nobody may be serving: the job is done here, unless somebody else takes it first.
    while tools.store.job(id).await?.is_some_and(|job| job.started_at.is_none()) {
        if runner.work().await?.is_none() {
            break;
        }
    }
    if let Some(job) = tools.store.job(id).await? {
        say!("{}", super::jobs::line(&job));
    }
    tools.store.close().await;
    Ok(())
}
