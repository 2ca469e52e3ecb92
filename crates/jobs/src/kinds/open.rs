//! Opens the period in which the run falls, unless it is there, and tells those who send, each once a period.

use async_trait::async_trait;
use thidua_domain::contact::Side;
use thidua_domain::job::{DUE_AFTER, Job, Task};
use thidua_domain::letter::NewLetter;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::period::{Period, ReportingPeriod, civil_date};
use thidua_domain::ports::{Preview, StoreError};
use thidua_domain::schedule::opened;

use super::{JobError, Kind, shown};
use crate::Runner;
use crate::post::{Desk, told};

pub struct Open;

#[async_trait]
impl Kind for Open {
    fn code(&self) -> &'static str {
        "open"
    }

    async fn run(&self, job: &Job, task: &Task, runner: &Runner) -> Result<String, JobError> {
        let (period, new) =
            dated(job, task, runner).await?.ok_or_else(|| JobError::Discard("Ngày chạy ngoài các năm 1990 đến 2100".to_owned()))?;
        if new {
            runner.store.open_period(&job.agency, &period).await?;
        }
        let letters = letters(job, &period, runner).await?;
        let written = runner.store.write_letters(&letters).await?;
        let opened = if new { "Đã mở" } else { "Đã có" };
        let name = period_name(period.period);
        Ok(format!("{opened} kỳ {name}. {}", told(written, "Không còn ai cần thông báo")))
    }

    async fn preview(&self, job: &Job, task: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let Some((period, new)) = dated(job, task, runner).await? else { return Ok(Preview::default()) };
        let letters = letters(job, &period, runner).await?;
        let name = period_name(period.period);
        let words = if new {
            format!("Mở kỳ {name} và thông báo cho các đơn vị.")
        } else {
            format!("Kỳ {name} đã mở; chỉ thông báo cho người chưa được thông báo.")
        };
        Ok(Preview { words: vec![words], letters: shown(&letters), report: None })
    }
}

/// The period of the run's day, and whether it is still to be opened.
async fn dated(job: &Job, task: &Task, runner: &Runner) -> Result<Option<(ReportingPeriod, bool)>, StoreError> {
    let Some(period) = Period::of_day(civil_date(job.nominal_at)) else { return Ok(None) };
    let (periods, catalogue) = runner.calendar(&job.agency).await?;
    if let Some(known) = periods.into_iter().find(|known| known.period == period) {
        return Ok(Some((known, false)));
    }
    let fresh = opened(period, task.due_after.unwrap_or(DUE_AFTER), &|day| catalogue.day_off(day));
    Ok(fresh.map(|period| (period, true)))
}

async fn letters(job: &Job, period: &ReportingPeriod, runner: &Runner) -> Result<Vec<NewLetter>, StoreError> {
    if runner.world.now() >= period.lock_at {
        // Made up for after a long silence: nobody can send for it any more.
        return Ok(Vec::new());
    }
    let (desk, units) = (Desk::of(runner, &job.agency).await?, runner.store.units(&job.agency).await?);
    let mut letters = Vec::new();
    for contact in desk.contacts.iter().filter(|contact| contact.side == Side::Unit) {
        let own = units.iter().filter(|unit| contact.units.contains(&unit.code) && unit.expected_for(period));
        let names: Vec<String> = own.map(|unit| unit.name_on(period.data_to).full.to_string()).collect();
        if !names.is_empty() {
            let words = desk.head().opening(&contact.name, period, &names);
            let key = format!("open@{}@{}@{}", job.agency, period.period, contact.email);
            letters.push(desk.letter(runner, job, contact, words, Some(key)));
        }
    }
    Ok(letters)
}
