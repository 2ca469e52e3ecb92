//! Tells the agency's own people who has sent and who has not.

use async_trait::async_trait;
use thidua_domain::contact::Side;
use thidua_domain::job::{Job, Task};
use thidua_domain::letter::NewLetter;
use thidua_domain::messages::letters::Board;
use thidua_domain::ports::{Preview, StoreError};

use super::{JobError, Kind, NO_PERIOD, shown};
use crate::Runner;
use crate::post::{Desk, told};

pub struct Digest;

#[async_trait]
impl Kind for Digest {
    fn code(&self) -> &'static str {
        "digest"
    }

    async fn run(&self, job: &Job, _: &Task, runner: &Runner) -> Result<String, JobError> {
        let (letters, said) = plan(job, runner).await?;
        let written = runner.store.write_letters(&letters).await?;
        Ok(format!("{said}. {}", told(written, "Chưa có người nhận nào của cơ quan")))
    }

    async fn preview(&self, job: &Job, _: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let (letters, said) = plan(job, runner).await?;
        Ok(Preview { words: vec![said], letters: shown(&letters), report: None })
    }
}

async fn plan(job: &Job, runner: &Runner) -> Result<(Vec<NewLetter>, String), StoreError> {
    let Some(period) = job.period else { return Ok((Vec::new(), NO_PERIOD.to_owned())) };
    let Some(snapshot) = runner.store.snapshot(&job.agency, period).await? else { return Ok((Vec::new(), NO_PERIOD.to_owned())) };
    let (board, desk, now) = (Board::of(&snapshot), Desk::of(runner, &job.agency).await?, runner.world.now());
    let own = desk.contacts.iter().filter(|contact| contact.side == Side::Own);
    let letters = own.map(|contact| desk.letter(runner, job, contact, desk.head().digest(&contact.name, &board, now), None)).collect();
    Ok((letters, format!("Đã gửi {}/{} đơn vị", board.sent, board.expected)))
}
