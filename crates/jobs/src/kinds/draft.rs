//! Draft reports of a period, of the agency and, if wanted, of each unit and cluster: a snapshot now, the next
//! version, its files. A version carries its job, so that a second attempt goes on where the first was cut short.

use std::time::Duration;

use async_trait::async_trait;
use thidua_domain::contact::Side;
use thidua_domain::job::{ByMail, Job, NewJob, Task, Whose};
use thidua_domain::messages;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::ports::{AddVersionError, NewVersion, Preview, StoreError};
use thidua_domain::reporting::Scope;
use thidua_domain::snapshot::Snapshot;

use super::{JobError, Kind, NO_PERIOD};
use crate::Runner;

/// Scopes named when they failed.
const NAMED: usize = 5;

pub struct Draft;

#[async_trait]
impl Kind for Draft {
    fn code(&self) -> &'static str {
        "draft"
    }

    /// Thousands of units have a report each.
    fn limit(&self) -> Duration {
        Duration::from_mins(40)
    }

    async fn run(&self, job: &Job, task: &Task, runner: &Runner) -> Result<String, JobError> {
        let period = job.period.ok_or_else(|| JobError::Discard(NO_PERIOD.to_owned()))?;
        let gone = || JobError::Discard(format!("Không có cơ quan {} hoặc kỳ {period}", job.agency));
        let snapshot = runner.store.snapshot(&job.agency, period).await?.ok_or_else(gone)?;
        let known: Vec<Scope> = runner.store.versions_of_job(job.id).await?.into_iter().map(|version| version.scope).collect();
        let (wanted, mut failed) = (scopes(&snapshot, task), Vec::new());
        for scope in wanted.iter().filter(|scope| !known.contains(scope)) {
            match print(job, runner, &snapshot, scope).await {
                Ok(()) => {}
                Err(JobError::Discard(why)) => failed.push(format!("{} ({why})", snapshot.scope_name(scope))),
                Err(error) => return Err(error),
            }
        }
        let made = runner.store.versions_of_job(job.id).await?;
        // Of nothing there is nothing to deliver, and a delivery that comes to nothing would have spent its key.
        if !made.is_empty() && (task.by_mail.is_some() || task.to_folder) {
            let deliver = Task { of_job: Some(job.id), whose: Vec::new(), ..task.clone() };
            let now = runner.world.now();
            let following = NewJob::following(
                runner.world.fresh_id(),
                "deliver",
                &job.agency,
                format!("deliver@{}@{}", job.id, made.len()),
                deliver,
                now,
            );
            runner.store.enqueue(&NewJob { period: job.period, ..following }).await?;
        }
        if !failed.is_empty() {
            let more = if failed.len() > NAMED { format!(" và {} báo cáo khác", failed.len() - NAMED) } else { String::new() };
            failed.truncate(NAMED);
            return Err(JobError::Discard(format!("Không lập được báo cáo của {}{more}", failed.join("; "))));
        }
        let agency = made.into_iter().find(|version| version.scope == Scope::Agency);
        let others = wanted.iter().filter(|scope| **scope != Scope::Agency).count();
        let mut said: Vec<String> = agency.map(|version| format!("bản thứ {} của kỳ {period}", version.version)).into_iter().collect();
        said.extend((others > 0).then(|| format!("{others} báo cáo của đơn vị, cụm, khối thi đua")));
        if said.is_empty() {
            Ok("Chưa có đơn vị nào gửi báo cáo".to_owned())
        } else {
            Ok(format!("Đã lập {}", said.join(" và ")))
        }
    }

    async fn preview(&self, job: &Job, task: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let Some(period) = job.period else { return Ok(Preview { words: vec![NO_PERIOD.to_owned()], ..Preview::default() }) };
        let Some(snapshot) = runner.store.snapshot(&job.agency, period).await? else { return Ok(Preview::default()) };
        let wanted = scopes(&snapshot, task);
        let others = wanted.iter().filter(|scope| **scope != Scope::Agency).count();
        let mut words = Vec::new();
        if wanted.contains(&Scope::Agency) {
            words.push(format!("Lập dự thảo báo cáo của cơ quan, {}, từ số liệu hiện có.", period_name(period)));
        }
        if others > 0 {
            words.push(format!("Lập {others} dự thảo báo cáo của đơn vị, cụm, khối thi đua đã có số liệu."));
        }
        if let Some(by_mail) = task.by_mail {
            let own = runner.store.contacts(&job.agency).await?.into_iter().filter(|contact| contact.side == Side::Own).count();
            let how = if by_mail == ByMail::Attachment { "kèm tệp PDF" } else { "kèm đường dẫn" };
            words.push(format!("Sau đó gửi thư {how} (báo cáo của cơ quan) cho {own} người của cơ quan."));
        }
        if task.to_folder {
            words.push("Sau đó ghi các tệp vào thư mục nhận báo cáo.".to_owned());
        }
        Ok(Preview { words, report: Some((job.agency.clone(), period)), ..Preview::default() })
    }
}

/// Whose reports are wanted; nobody named: the agency's.
fn scopes(snapshot: &Snapshot, task: &Task) -> Vec<Scope> {
    let wanted = |scope: &Scope| match scope {
        Scope::Agency => task.whose.is_empty() || task.whose.contains(&Whose::Agency),
        Scope::Unit(_) => task.whose.contains(&Whose::Units),
        Scope::Cluster(_) => task.whose.contains(&Whose::Clusters),
    };
    snapshot.scopes().into_iter().filter(wanted).collect()
}

/// Prints and keeps the report on one scope.
async fn print(job: &Job, runner: &Runner, whole: &Snapshot, scope: &Scope) -> Result<(), JobError> {
    let Some(snapshot) = whole.narrowed(scope) else { return Ok(()) };
    let press = runner.press.clone();
    let printed = tokio::task::spawn_blocking(move || press.print(&snapshot, None).map(|files| (snapshot, files)));
    let printed = printed.await.map_err(|error| JobError::Retry(format!("Lỗi của chương trình: {error}")))?;
    let (snapshot, files) = printed.map_err(|error| JobError::Discard(messages::press_error(&error)))?;
    let engine = runner.press.engine();
    let new = NewVersion { snapshot: &snapshot, scope, issue: None, engine: &engine, job: Some(job.id), files: &files };
    match runner.store.add_version(new).await {
        Ok(_) => Ok(()),
        Err(AddVersionError::Store(error)) => Err(error.into()),
        Err(error @ AddVersionError::NumberTaken(..)) => Err(JobError::Discard(messages::add_version_error(&error))),
    }
}
