//! `thidua jobs`: what ran by itself, what did not, and what waits.

use anyhow::{Result, bail};
use thidua_domain::job::{self, Job};
use thidua_domain::messages::letters::letter_state;
use thidua_domain::messages::schedule as words;
use thidua_domain::ports::{JobStore as _, LetterStore as _};
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
            let jobs = tools.store.jobs(SHOWN, 0).await?;
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
                Some(job) => {
                    say!("{}", line(&job));
                    for attempt in tools.store.attempts(job.id).await? {
                        let end = attempt.ended_at.map_or_else(
                            || "chưa kết thúc hoặc bị cắt ngang".to_owned(),
                            |end| format!("{}: {}", words::duration(end - attempt.started_at), attempt.result),
                        );
                        say!("    Lần thử {}, {}: {end}", attempt.attempt, words::instant(attempt.started_at));
                    }
                    for letter in tools.store.letters_of_job(job.id).await? {
                        let why = if letter.why.is_empty() { String::new() } else { format!(" ({})", letter.why) };
                        say!("    Thư gửi {} <{}>: {}{why}", letter.name, letter.recipient, letter_state(letter.state));
                    }
                }
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
