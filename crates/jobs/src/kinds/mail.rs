//! Sends one letter. Its Message-ID is in the ledger before the first attempt, so that a letter that arrives twice
//! (the server took it and the connection broke before it said so) is known as one.

use std::time::Duration;

use async_trait::async_trait;
use thidua_domain::contact::Side;
use thidua_domain::job::{Job, Task};
use thidua_domain::letter::{Letter, LetterState};
use thidua_domain::narrative::dates::period_name;
use thidua_domain::ports::{Format, ReportId, ReportState, ReportVersion};

use super::deliver::sound;
use super::{JobError, Kind};
use crate::{Outgoing, Runner, SendError};

pub struct Mail;

#[async_trait]
impl Kind for Mail {
    fn code(&self) -> &'static str {
        "mail"
    }

    fn limit(&self) -> Duration {
        Duration::from_mins(3)
    }

    async fn run(&self, _: &Job, task: &Task, runner: &Runner) -> Result<String, JobError> {
        let letter = match task.letter {
            Some(id) => runner.store.letter(id).await?,
            None => None,
        };
        let letter = letter.ok_or_else(|| JobError::Discard("Không còn thư này".to_owned()))?;
        if letter.state == LetterState::Sent {
            return Ok(sent(&letter));
        }
        still_meant(&letter, runner).await?;
        let settings = runner.store.settings().await?.mail;
        let words = letter.words.clone().ok_or_else(|| JobError::Discard("Nội dung thư đã được dọn, không gửi được nữa".to_owned()))?;
        let file = match letter.report.filter(|_| words.attached) {
            Some(report) => Some(attached(report, runner).await?),
            None => None,
        };
        let outgoing = Outgoing { message_id: letter.message_id.clone(), to: letter.recipient.clone(), words, file, at: letter.created_at };
        match runner.mailer.send(&settings, &outgoing).await {
            Ok(()) => {
                // The server has it: that is written down before anything else, since forgetting it would send it twice.
                let mut turns = 0;
                while let Err(error) = runner.store.mark_letter(letter.id, LetterState::Sent, "").await {
                    turns += 1;
                    if turns == 20 {
                        return Err(error.into());
                    }
                    tokio::time::sleep(Duration::from_secs(2)).await;
                }
                Ok(sent(&letter))
            }
            Err(SendError::Later(why)) => {
                runner.store.mark_letter(letter.id, LetterState::Waiting, &why).await?;
                Err(JobError::Retry(why))
            }
            // Whoever reads it among other alarms sees which letter it was.
            Err(SendError::Never(why)) => Err(JobError::Discard(format!("{why}; thư “{}” gửi {}", letter.subject, letter.recipient))),
        }
    }
}

/// A letter may have waited for days: whether its recipient may still have it.
async fn still_meant(letter: &Letter, runner: &Runner) -> Result<(), JobError> {
    let contacts = runner.store.contacts(&letter.agency).await?;
    let Some(contact) = contacts.into_iter().find(|contact| contact.email == letter.recipient) else {
        return Err(JobError::Discard("Người nhận đã được bỏ khỏi danh sách".to_owned()));
    };
    let version = match letter.report {
        Some(report) => runner.store.version(report).await?,
        None => None,
    };
    let refused = match version.map(|version| version.state) {
        Some(ReportState::Draft) if contact.side != Side::Own => "Dự thảo chỉ gửi người của cơ quan",
        Some(ReportState::Superseded(_)) if contact.side == Side::Outside => "Báo cáo đã được thay thế bằng bản ban hành khác",
        _ => return Ok(()),
    };
    Err(JobError::Discard(refused.to_owned()))
}

fn sent(letter: &Letter) -> String {
    format!("Đã gửi thư cho {} <{}>", letter.name, letter.recipient)
}

/// The PDF of a report, checked once more before it leaves the house.
async fn attached(id: ReportId, runner: &Runner) -> Result<(String, &'static str, Vec<u8>), JobError> {
    let gone = || JobError::Discard("Không còn báo cáo phải gửi".to_owned());
    let version = runner.store.version(id).await?.ok_or_else(gone)?;
    let bytes = runner.store.file(id, Format::Pdf).await?.ok_or_else(|| JobError::Discard("Tệp PDF của báo cáo đã được dọn".to_owned()))?;
    let bytes = sound(runner, &version, Format::Pdf, bytes).await?;
    Ok((file_name(&version), Format::Pdf.media_type(), bytes))
}

/// `Dự thảo báo cáo thi đua khen thưởng 6 tháng đầu năm 2022 - bản 3.pdf`.
fn file_name(version: &ReportVersion) -> String {
    let kind = if version.state.issue().is_none() { "Dự thảo báo cáo" } else { "Báo cáo" };
    format!("{kind} thi đua khen thưởng {} - bản {}.pdf", period_name(version.period), version.version)
}
