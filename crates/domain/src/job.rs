//! A job: something to be done once, later, in spite of crashes. The queue keeps it; the `jobs` crate does it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::code::Code;
use crate::period::Period;
use crate::ports::ReportId;
use crate::text::Text;

/// Work that does not wait for work of another lane: each has its own loop, so that what is slow or stuck in one
/// delays nobody in the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Quick acts on the database.
    Desk,
    /// Printing.
    Press,
    /// Letters to the mail server, one after the other.
    Post,
    /// Files to folders, which may lie on another machine.
    Road,
    /// Copies and cleaning.
    Care,
}

impl Lane {
    /// All lanes.
    pub const ALL: [Self; 5] = [Self::Desk, Self::Press, Self::Post, Self::Road, Self::Care];
}

/// What a run of a kind is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The period that its rule leads to.
    Period,
    /// The period in which it runs, whether it is there or still to be opened.
    Current,
    /// The program itself.
    Nothing,
}

/// A kind of job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its code.
    pub code: &'static str,
    /// What it does, in Vietnamese.
    pub title: &'static str,
    /// Where it is done.
    pub lane: Lane,
    /// What its runs are about.
    pub about: About,
    /// Whether schedules may ask for it; the others follow from something else.
    pub by_schedule: bool,
    /// Attempts before a job of it is put aside.
    pub attempts: u32,
}

const fn kind_row(code: &'static str, title: &'static str, lane: Lane) -> Kind {
    Kind { code, title, lane, about: About::Period, by_schedule: true, attempts: MOST_ATTEMPTS }
}

/// All kinds of job.
pub const KINDS: [Kind; 11] = [
    kind_row("draft", "Lập dự thảo báo cáo", Lane::Press),
    Kind { about: About::Current, ..kind_row("open", "Mở kỳ báo cáo và thông báo cho các đơn vị", Lane::Desk) },
    kind_row("remind", "Nhắc các đơn vị chưa gửi báo cáo", Lane::Desk),
    kind_row("lock", "Khóa số liệu của kỳ báo cáo", Lane::Desk),
    kind_row("deliver", "Gửi báo cáo đã lập", Lane::Road),
    kind_row("digest", "Tổng hợp tình hình gửi báo cáo", Lane::Desk),
    // A copy that cannot be restored is told of within minutes.
    Kind { about: About::Nothing, attempts: 3, ..kind_row("backup", "Sao lưu cơ sở dữ liệu và thử phục hồi", Lane::Care) },
    Kind { about: About::Nothing, ..kind_row("prune", "Dọn dữ liệu tạm quá thời hạn lưu", Lane::Care) },
    Kind { about: About::Nothing, ..kind_row("canary", "Kiểm tra hàng đợi công việc", Lane::Desk) },
    // Mail servers are given up on after some days, not within the hour.
    Kind { by_schedule: false, attempts: 24, ..kind_row("mail", "Gửi thư điện tử", Lane::Post) },
    Kind { by_schedule: false, ..kind_row("alarm", "Báo cho người phụ trách", Lane::Desk) },
];

/// A kind by its code.
pub fn kind(code: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.code == code)
}

/// What a kind of job does, in Vietnamese; the code itself for one that this program does not know.
pub fn title(code: &Code) -> &str {
    kind(code.as_str()).map_or(code.as_str(), |kind| kind.title)
}

/// Attempts before a job is put aside, unless its kind says otherwise.
pub const MOST_ATTEMPTS: u32 = 8;

/// Working days between the last day counted and the day by which units must have sent, unless a schedule says otherwise.
pub const DUE_AFTER: u32 = 3;

/// Whose reports a draft job makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// The agency's.
    Agency,
    /// One for each unit that sent.
    Units,
    /// One for each cluster.
    Clusters,
}

/// How a report comes by e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByMail {
    /// The PDF in the letter; where it is too large, a link.
    Attachment,
    /// A link to the report's page.
    Link,
}

/// What a job is told besides agency and period; a schedule carries it for its runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Task {
    /// Whose reports are made; none named: the agency's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub whose: Vec<Whose>,
    /// How a report is sent by e-mail; left out: not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<ByMail>,
    /// Whether files are laid down in the folder of the settings.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub to_folder: bool,
    /// Whether bodies outside the agency are told; only of issued reports, only where somebody pressed "send".
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// Of a period that is opened: working days from the last day counted to the day by which units must have sent, at
    /// 17:00, from 0 to 60; left out: [`DUE_AFTER`]. Each agency sets its own; no law known here does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_after: Option<u32>,
    /// The report version that is delivered; left out: the newest of the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<Uuid>,
    /// The job whose reports are delivered: the agency's by e-mail, all of them to the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_job: Option<Uuid>,
    /// The letter that is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<Uuid>,
    /// The alarm that the owners are told of, or that the letter tells of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Uuid>,
}

/// Wait after the first failure; doubled after each.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(30);
/// Longest wait.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(6);

/// A job that is to be enqueued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Identifier.
    pub id: Uuid,
    /// Kind: which piece of code does it.
    pub kind: Code,
    /// Agency that it is about.
    pub agency: Code,
    /// Period that it is about.
    pub period: Option<Period>,
    /// Schedule that it comes from.
    pub schedule: Option<Uuid>,
    /// What it is told.
    pub task: Task,
    /// Names what may run once only.
    pub unique_key: Option<String>,
    /// When it should have run by its rule; of a job that somebody asked for, now.
    pub nominal_at: DateTime<Utc>,
    /// It makes up for a missed run.
    pub late: bool,
    /// It waits for somebody.
    pub held: bool,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
}

/// State of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// It waits for its time, or for its next attempt.
    Available,
    /// Somebody is at it.
    Running,
    /// Done.
    Completed,
    /// Given up after all attempts, or not to be mended by repeating; kept, and may be run again.
    Discarded,
    /// It waits for somebody to run it.
    Held,
}

/// A stored job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Identifier.
    pub id: Uuid,
    /// Kind.
    pub kind: Code,
    /// Agency.
    pub agency: Code,
    /// Period.
    pub period: Option<Period>,
    /// Schedule that it comes from, with its name now.
    pub schedule: Option<(Uuid, Text)>,
    /// What it is told; `None` when that cannot be read.
    pub task: Option<Task>,
    /// When it should have run.
    pub nominal_at: DateTime<Utc>,
    /// It makes up for a missed run.
    pub late: bool,
    /// State.
    pub state: JobState,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    /// Attempts begun.
    pub attempt: u32,
    /// Attempts allowed.
    pub max_attempts: u32,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When the last attempt began.
    pub started_at: Option<DateTime<Utc>>,
    /// When the last attempt ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// What came of it, or why it failed, in Vietnamese.
    pub result: Text,
    /// The report version that it made.
    pub report: Option<ReportId>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobEnd {
    /// Done, with what came of it.
    Completed(String),
    /// Failed; tried again at that instant.
    Retry(String, DateTime<Utc>),
    /// Put aside.
    Discarded(String),
}

/// One attempt at a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which one, from 1.
    pub attempt: u32,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended; `None` of one under way, and of one that was cut short.
    pub ended_at: Option<DateTime<Utc>>,
    /// What came of it.
    pub result: Text,
}

/// Something that the owner must know: a run that failed, or did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Identifier.
    pub id: Uuid,
    /// Agency.
    pub agency: Code,
    /// When it was found.
    pub at: DateTime<Utc>,
    /// What it is about, in Vietnamese.
    pub words: Text,
    /// The job that failed or was missed.
    pub job: Option<Uuid>,
    /// Whether the owners are told by letter too; not where a letter of this very kind could not be sent.
    pub by_letter: bool,
}

impl NewJob {
    /// A job that follows from something else, to be done at once.
    pub fn following(id: Uuid, kind: &'static str, agency: &Code, key: String, task: Task, now: DateTime<Utc>) -> Self {
        Self {
            id,
            kind: code_of(kind),
            agency: agency.clone(),
            period: None,
            schedule: None,
            task,
            unique_key: Some(key),
            nominal_at: now,
            late: false,
            held: false,
            run_at: now,
        }
    }

    /// The job that tells the owners of an alarm by letter.
    pub fn of_alarm(id: Uuid, alarm: &Alarm, now: DateTime<Utc>) -> Self {
        let task = Task { alarm: Some(alarm.id), ..Task::default() };
        Self::following(id, "alarm", &alarm.agency, format!("alarm@{}", alarm.id), task, now)
    }

    /// Attempts that its kind allows.
    pub fn attempts(&self) -> u32 {
        kind(self.kind.as_str()).map_or(MOST_ATTEMPTS, |kind| kind.attempts)
    }
}

/// The code of a kind of ours, which is always sound.
fn code_of(kind: &'static str) -> Code {
    kind.parse().unwrap_or_else(|_| unreachable!("kinds have sound codes"))
}

impl Job {
    /// The end of a failed attempt: another one later, or none.
    pub fn failed(&self, why: String, now: DateTime<Utc>) -> JobEnd {
        if self.attempt >= self.max_attempts { JobEnd::Discarded(why) } else { JobEnd::Retry(why, now + self.wait()) }
    }

    /// How long to wait after this attempt: 30 s, doubled each time, up to six hours, a tenth of it spread by the job.
    fn wait(&self) -> TimeDelta {
        let doubled = FIRST_WAIT * (1 << self.attempt.saturating_sub(1).min(12));
        let wait = doubled.min(LONGEST_WAIT);
        let spread = i32::from(self.id.as_bytes()[15]) % 100;
        wait + wait / 1000 * spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(attempt: u32) -> Job {
        let now = DateTime::UNIX_EPOCH;
        Job {
            id: Uuid::nil(),
            kind: "draft".parse().unwrap(),
            agency: "A".parse().unwrap(),
            period: None,
            schedule: None,
            task: Some(Task::default()),
            nominal_at: now,
            late: false,
            state: JobState::Running,
            run_at: now,
            attempt,
            max_attempts: MOST_ATTEMPTS,
            created_at: now,
            started_at: None,
            finished_at: None,
            result: "".into(),
            report: None,
        }
    }

    #[test]
    fn attempts_wait_longer_each_time_and_end() {
        let waits: Vec<i64> = (1..=8)
            .map(|attempt| match job(attempt).failed("x".to_owned(), DateTime::UNIX_EPOCH) {
                JobEnd::Retry(_, at) => at.timestamp(),
                _ => -1,
            })
            .collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, -1]);
        let JobEnd::Retry(_, last) = Job { max_attempts: 24, ..job(20) }.failed("x".to_owned(), DateTime::UNIX_EPOCH) else { panic!() };
        assert_eq!(last.timestamp(), 6 * 3600);
    }

    #[test]
    fn every_kind_has_a_code_of_its_own() {
        for (index, kind) in KINDS.iter().enumerate() {
            assert_eq!(code_of(kind.code).as_str(), kind.code);
            assert!(KINDS[..index].iter().all(|other| other.code != kind.code));
        }
    }
}
