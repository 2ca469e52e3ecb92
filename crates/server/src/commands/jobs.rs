//! `thidua jobs`: what ran by itself, what did not, and what waits.

use anyhow::{Result, bail};
use thidua_domain::job::{self, Job};
use thidua_domain::messages::schedule as words;
use thidua_domain::ports::JobStore as _;
use thidua_domain::world::World as _;

use super::schedule::existing;
use crate::cli::JobsAct;
use crate::say::say;

/// Jobs listed.
const SHOWN: u32 = 50;

pub async fn run(act: JobsAct) -> Result<()> {
    match act {
        JobsAct::List(database) => {
            let tools = existing(&database).await?;
            let jobs = tools.store.jobs(SHOWN).await?;
            if jobs.is_empty() {
                say!("Chưa có công việc nào.");
            }
            for job in &jobs {
                say!("{}", line(job));
            }
            tools.store.close().await;
        }
        JobsAct::Show(named) => {
            let tools = existing(&named.database).await?;
            match tools.store.job(named.id).await? {
                Some(job) => say!("{}", line(&job)),
                None => bail!("Không có công việc mang mã {}.", named.id),
            }
            tools.store.close().await;
        }
        JobsAct::Retry(named) => {
            let tools = existing(&named.database).await?;
            if !tools.store.again(named.id, tools.world.now()).await? {
                bail!("Công việc {} không có hoặc không ở trạng thái chạy lại được.", named.id);
            }
            say!("Đã xếp lại công việc; trang web đang chạy (thidua serve) sẽ thực hiện.");
            tools.store.close().await;
        }
    }
    Ok(())
}

/// A job in words.
pub fn line(job: &Job) -> String {
    let title = job::title(&job.kind);
    let schedule = job.schedule.as_ref().map_or_else(String::new, |(_, name)| format!(", theo lịch “{name}”"));
    let result = if job.result.is_empty() { String::new() } else { format!(": {}", job.result) };
    let attempts = if job.attempt > 1 { format!(", lần thử {}/{}", job.attempt, job.max_attempts) } else { String::new() };
    format!("{}  {title}{schedule}\n    {}{attempts}{result}\n    {}", job.id, words::job_state(job), words::job_times(job))
}
