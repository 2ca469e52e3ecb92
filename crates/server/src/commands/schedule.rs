//! `thidua schedule`: what runs by itself, and when.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use chrono::NaiveTime;
use thidua_domain::job::{self, KINDS, Lane, Task, Whose};
use thidua_domain::messages::schedule as words;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _, Clerk as _, JobStore as _};
use thidua_domain::schedule::{Missed, Rule, Schedule, ScheduleState, When};
use thidua_domain::text::Text;
use thidua_domain::world::World as _;
use thidua_jobs::{Runner, Smtp};
use uuid::Uuid;

use crate::cli::{Database, Named, RuleArgs, ScheduleAct, ScheduleAdd, ScheduleEdit};
use crate::say::say;
use crate::setup::{Tools, open};

/// When nobody names an hour: 07:00.
const USUAL_HOUR: NaiveTime = NaiveTime::from_hms_opt(7, 0, 0).expect("an hour of the day");

/// Runs to come that are shown.
const SHOWN: usize = 5;

pub async fn run(act: ScheduleAct) -> Result<()> {
    match act {
        ScheduleAct::List(database) => list(&database).await,
        ScheduleAct::Add(asked) => add(asked).await,
        ScheduleAct::Edit(asked) => edit(asked).await,
        ScheduleAct::Remove(named) => remove(&named).await,
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
    let details = words::task(&schedule.task);
    if !details.is_empty() {
        lines.push(format!("    {}", thidua_domain::text::capitalise(&details)));
    }
    if schedule.state != ScheduleState::Paused {
        let catalogue = tools.store.catalogue().await?.unwrap_or_default();
        let periods = tools.store.windows(&schedule.agency).await?;
        let ran = tools.store.run_keys(schedule.id).await?;
        let runs = words::next_runs(schedule, SHOWN, &periods, &ran, tools.world.now(), &|day| catalogue.day_off(day));
        if runs.is_empty() {
            lines.push("    Chưa có kỳ báo cáo nào cho lần chạy tiếp theo.".to_owned());
        }
        lines.extend(runs.iter().map(|(_, run)| format!("    - {run}")));
    }
    Ok(lines.join("\n"))
}

/// The days that were asked for; `None` when none were.
fn when(asked: &RuleArgs) -> Result<Option<When>> {
    let chosen = [
        asked.anchor.map(|anchor| When::Relative { anchor, days: asked.days, working: asked.working }),
        asked.daily.then_some(When::Daily),
        asked.weekly.map(|weekday| When::Weekly { weekday }),
        asked.monthly.map(|day| When::Monthly { day }),
        asked.cron.as_ref().map(|text| When::Cron { text: Text::new(text) }),
    ];
    let mut chosen = chosen.into_iter().flatten();
    match (chosen.next(), chosen.next()) {
        (when, None) => Ok(when),
        _ => bail!("Chỉ chọn một cách tính: --anchor (kèm --days), --daily, --weekly, --monthly hoặc --cron."),
    }
}

/// What runs are told, as far as it was asked for.
fn task(before: Task, asked: &RuleArgs) -> Task {
    Task {
        whose: if asked.whose.is_empty() { before.whose } else { asked.whose.clone() },
        by_mail: asked.by_mail.map_or(before.by_mail, |by_mail| by_mail.0),
        to_folder: asked.to_folder.unwrap_or(before.to_folder),
        due_after: asked.due_after.or(before.due_after),
        ..before
    }
}

/// Refuses what no schedule can be.
fn check(schedule: &Schedule) -> Result<()> {
    if let Err(error) = schedule.rule.check() {
        bail!(words::rule_error(error));
    }
    let known: Vec<&str> = KINDS.iter().filter(|kind| kind.by_schedule).map(|kind| kind.code).collect();
    if !known.contains(&schedule.job.as_str()) {
        bail!("Không có loại công việc “{}”. Các loại: {}.", schedule.job, known.join(", "));
    }
    let task = &schedule.task;
    if schedule.job.as_str() == "deliver" && task.by_mail.is_none() && !task.to_folder {
        bail!("Chọn cách gửi: --by-mail attachment, --by-mail link hoặc --to-folder yes.");
    }
    if schedule.job.as_str() == "draft" && task.by_mail.is_some() && !task.whose.is_empty() && !task.whose.contains(&Whose::Agency) {
        bail!("Thư chỉ kèm báo cáo của cơ quan: thêm agency vào --whose, hoặc chỉ ghi vào thư mục (--to-folder yes).");
    }
    if schedule.name.is_empty() {
        bail!("Tên của lịch không được để trống.");
    }
    Ok(())
}

async fn add(asked: ScheduleAdd) -> Result<()> {
    let Some(when) = when(&asked.rule)? else {
        bail!("Chọn một cách tính: --anchor (kèm --days), --daily, --weekly, --monthly hoặc --cron.");
    };
    let tools = existing(&asked.database).await?;
    let schedule = Schedule {
        id: tools.world.fresh_id(),
        agency: asked.agency,
        job: asked.job,
        task: task(Task::default(), &asked.rule),
        name: Text::new(&asked.name),
        rule: Rule { when, at: asked.rule.at.unwrap_or(USUAL_HOUR) },
        missed: asked.rule.missed.unwrap_or(Missed::Once),
        state: if asked.draft { ScheduleState::Draft } else { ScheduleState::Active },
        since: tools.world.now(),
    };
    check(&schedule)?;
    if !tools.store.put_schedule(&schedule).await? {
        bail!("Không có cơ quan mang mã “{}”.", schedule.agency);
    }
    say!("{}", told(&tools, &schedule).await?);
    tools.store.close().await;
    Ok(())
}

async fn edit(asked: ScheduleEdit) -> Result<()> {
    let tools = existing(&asked.database).await?;
    let before = found(&tools, asked.id).await?;
    let rule = Rule { when: when(&asked.rule)?.unwrap_or(before.rule.when.clone()), at: asked.rule.at.unwrap_or(before.rule.at) };
    let schedule = Schedule {
        // Another rule does not look back.
        since: if rule == before.rule { before.since } else { tools.world.now() },
        name: asked.name.as_deref().map_or(before.name.clone(), Text::new),
        job: asked.job.unwrap_or(before.job),
        task: task(before.task, &asked.rule),
        missed: asked.rule.missed.unwrap_or(before.missed),
        rule,
        ..before
    };
    check(&schedule)?;
    tools.store.put_schedule(&schedule).await?;
    say!("{}", told(&tools, &schedule).await?);
    tools.store.close().await;
    Ok(())
}

async fn remove(named: &Named) -> Result<()> {
    let tools = existing(&named.database).await?;
    // Also one that cannot be read any more.
    if !tools.store.remove_schedule(named.id).await? {
        bail!("{}", no_such(named.id));
    }
    say!("Đã bỏ lịch {}; các lần đã chạy vẫn còn trong lịch sử.", named.id);
    tools.store.close().await;
    Ok(())
}

fn no_such(id: Uuid) -> String {
    format!("Không có lịch mang mã {id}. Xem các lịch bằng thidua schedule list.")
}

async fn found(tools: &Tools, id: Uuid) -> Result<Schedule> {
    let schedules = tools.store.schedules().await?;
    match schedules.into_iter().find(|schedule| schedule.id == id) {
        Some(schedule) => Ok(schedule),
        None => bail!("{}", no_such(id)),
    }
}

async fn set(named: &Named, state: ScheduleState) -> Result<()> {
    let tools = existing(&named.database).await?;
    let mut schedule = found(&tools, named.id).await?;
    // What fell into the pause is not made up for.
    if schedule.state != ScheduleState::Active && state == ScheduleState::Active {
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
    let runner = runner(&tools);
    let id = runner.run_now(&schedule).await?;
    // Nobody may be serving: the job is done here, unless somebody else takes it first.
    let lane = job::kind(schedule.job.as_str()).map_or(Lane::Desk, |kind| kind.lane);
    while tools.store.job(id).await?.is_some_and(|job| job.started_at.is_none()) {
        if runner.work(lane).await?.is_none() {
            break;
        }
    }
    if let Some(job) = tools.store.job(id).await? {
        say!("{}", super::jobs::line(&job));
    }
    tools.store.close().await;
    Ok(())
}

/// Whoever does jobs in this program.
fn runner(tools: &Tools) -> Runner {
    Runner::new(Arc::new(tools.store.clone()), tools.printer.clone(), Arc::new(Smtp), tools.world.clone())
}
