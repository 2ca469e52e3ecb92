//! Reminds those who send for units of which nothing has come: one letter a person, whatever the number of units.

use async_trait::async_trait;
use thidua_domain::contact::Side;
use thidua_domain::job::{Job, Task};
use thidua_domain::letter::NewLetter;
use thidua_domain::messages::letters::Board;
use thidua_domain::ports::{Preview, StoreError};

use super::{JobError, Kind, NO_PERIOD, shown};
use crate::Runner;
use crate::post::{Desk, told};

pub struct Remind;

#[async_trait]
impl Kind for Remind {
    fn code(&self) -> &'static str {
        "remind"
    }

    async fn run(&self, job: &Job, _: &Task, runner: &Runner) -> Result<String, JobError> {
        let (letters, mut said) = plan(job, runner).await?;
        if !letters.is_empty() {
            let written = runner.store.write_letters(&letters).await?;
            said.insert(0, told(written, "Các thư nhắc đã được lập trước đó"));
        }
        Ok(said.join(". "))
    }

    async fn preview(&self, job: &Job, _: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let (letters, words) = plan(job, runner).await?;
        Ok(Preview { words, letters: shown(&letters), report: None })
    }
}

/// The letters, and what is to be said besides.
async fn plan(job: &Job, runner: &Runner) -> Result<(Vec<NewLetter>, Vec<String>), StoreError> {
    let nothing = |why: &str| Ok((Vec::new(), vec![why.to_owned()]));
    let Some(period) = job.period else { return nothing(NO_PERIOD) };
    let overview = runner.store.periods(&job.agency).await?.into_iter().find(|known| known.period.period == period);
    let now = runner.world.now();
    if overview.is_none_or(|overview| overview.locked_at.is_some() || now >= overview.period.lock_at) {
        return nothing("Kỳ báo cáo đã khóa số liệu, không nhắc nữa");
    }
    let Some(snapshot) = runner.store.snapshot(&job.agency, period).await? else { return nothing(NO_PERIOD) };
    let board = Board::of(&snapshot);
    if board.missing.is_empty() {
        return nothing("Tất cả đơn vị đã gửi báo cáo, không có ai phải nhắc");
    }
    let desk = Desk::of(runner, &job.agency).await?;
    let missing = || board.missing_codes.iter().zip(&board.missing);
    let mut letters = Vec::new();
    for contact in desk.contacts.iter().filter(|contact| contact.side == Side::Unit) {
        let names: Vec<String> = missing().filter(|(code, _)| contact.units.contains(code)).map(|(_, name)| name.clone()).collect();
        if !names.is_empty() {
            let words = desk.head().reminder(&contact.name, &board.period, &names, now);
            letters.push(desk.letter(runner, job, contact, words, None));
        }
    }
    let told = |code| desk.contacts.iter().any(|contact| contact.side == Side::Unit && contact.units.contains(code));
    let silent: Vec<&str> = missing().filter(|(code, _)| !told(code)).map(|(_, name)| name.as_str()).collect();
    let said = (!silent.is_empty()).then(|| format!("Đơn vị chưa gửi nhưng chưa có địa chỉ thư để nhắc: {}", silent.join("; ")));
    Ok((letters, said.into_iter().collect()))
}
