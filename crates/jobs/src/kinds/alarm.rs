//! Tells the owners of an alarm by letter.

use async_trait::async_trait;
use thidua_domain::job::{Job, Task};
use thidua_domain::letter::NewLetter;

use super::{JobError, Kind};
use crate::Runner;
use crate::post::{Desk, told};

pub struct Alarm;

#[async_trait]
impl Kind for Alarm {
    fn code(&self) -> &'static str {
        "alarm"
    }

    async fn run(&self, job: &Job, task: &Task, runner: &Runner) -> Result<String, JobError> {
        let alarm = match task.alarm {
            Some(id) => runner.store.alarm(id).await?,
            None => None,
        };
        let alarm = alarm.ok_or_else(|| JobError::Discard("Không còn nội dung cần báo".to_owned()))?;
        let desk = Desk::of(runner, &job.agency).await?;
        let path = alarm.job.map_or_else(|| "/jobs".to_owned(), |job| format!("/jobs/{job}"));
        let letter = |contact: &thidua_domain::contact::Contact| {
            let words = desk.head().alarm(&contact.name, &alarm.words, alarm.at, &path);
            NewLetter { alarm: Some(alarm.id), ..desk.letter(runner, job, contact, words, None) }
        };
        let letters: Vec<NewLetter> = desk.contacts.iter().filter(|contact| contact.owner).map(letter).collect();
        let written = runner.store.write_letters(&letters).await?;
        Ok(told(written, "Chưa có người phụ trách nào có địa chỉ thư; nội dung được báo trên trang đầu"))
    }
}
