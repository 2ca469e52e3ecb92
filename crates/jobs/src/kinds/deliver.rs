//! Brings a report to people and into a folder. A draft goes to the agency's own people alone; bodies outside get an
//! issued report, and only where somebody pressed "send". Nothing goes out that fails its check, and nothing secret.

use std::path::PathBuf;

use async_trait::async_trait;
use thidua_domain::code::Code;
use thidua_domain::contact::{Contact, Side};
use thidua_domain::job::{ByMail, Job, Task};
use thidua_domain::letter::NewLetter;
use thidua_domain::messages::letters::{Attached, Board, ReportTold};
use thidua_domain::ports::{Format, Preview, ReportId, ReportState, ReportVersion, StoreError};
use thidua_domain::reporting::Scope;
use thidua_domain::snapshot::Snapshot;

use super::{JobError, Kind, shown};
use crate::Runner;
use crate::folder::write_whole;
use crate::post::{Desk, carrying, told};

pub struct Deliver;

#[async_trait]
impl Kind for Deliver {
    fn code(&self) -> &'static str {
        "deliver"
    }

    fn limit(&self) -> std::time::Duration {
        std::time::Duration::from_mins(40)
    }

    async fn run(&self, job: &Job, task: &Task, runner: &Runner) -> Result<String, JobError> {
        let versions = chosen(job, task, runner).await?;
        if versions.is_empty() {
            // A draft that is made up for may come a moment later.
            return Err(JobError::Retry("Chưa có báo cáo nào để gửi".to_owned()));
        }
        let desk = Desk::of(runner, &job.agency).await?;
        let mut said = Vec::new();
        if task.to_folder {
            said.push(lay_down(&versions, &desk, runner).await?);
        }
        if let (Some(by_mail), Some(version)) = (task.by_mail, by_letter(&versions, task)) {
            let letters = letters(job, task, by_mail, version, &desk, runner).await?;
            said.push(told(runner.store.write_letters(&letters).await?, "Chưa có người nhận nào, hoặc đã lập thư trước đó"));
        }
        if said.is_empty() {
            return Err(JobError::Discard("Không có báo cáo nào để gửi theo cách đã chọn".to_owned()));
        }
        Ok(said.join(". "))
    }

    async fn preview(&self, job: &Job, task: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let versions = chosen(job, task, runner).await?;
        let Some(version) = by_letter(&versions, task) else {
            return Ok(Preview { words: vec!["Chưa có báo cáo nào để gửi.".to_owned()], ..Preview::default() });
        };
        let desk = Desk::of(runner, &job.agency).await?;
        let mut words = vec![format!("Bản thứ {} của kỳ {}.", version.version, version.period)];
        if task.to_folder {
            words.push(if desk.settings.folder.is_empty() {
                "Chưa cài đặt thư mục nhận báo cáo.".to_owned()
            } else {
                format!("Ghi tệp vào thư mục {}.", desk.settings.folder)
            });
        }
        let letters = match task.by_mail {
            Some(by_mail) => match letters(job, task, by_mail, version, &desk, runner).await {
                Ok(letters) => letters,
                Err(JobError::Retry(why) | JobError::Wait(why, _) | JobError::Discard(why)) => {
                    words.push(why);
                    Vec::new()
                }
            },
            None => Vec::new(),
        };
        Ok(Preview { words, letters: shown(&letters), report: None })
    }
}

/// The versions that are meant.
async fn chosen(job: &Job, task: &Task, runner: &Runner) -> Result<Vec<ReportVersion>, StoreError> {
    if let Some(id) = task.report {
        return Ok(runner.store.version(ReportId(id)).await?.into_iter().collect());
    }
    if let Some(of) = task.of_job {
        return runner.store.versions_of_job(of).await;
    }
    let Some(period) = job.period else { return Ok(Vec::new()) };
    let versions = runner.store.versions(&job.agency, Some(period)).await?;
    let newest =
        versions.into_iter().find(|version| version.scope == Scope::Agency && !matches!(version.state, ReportState::Superseded(_)));
    Ok(newest.into_iter().collect())
}

/// The version that letters bring: the one that was named, else the agency's own.
fn by_letter<'a>(versions: &'a [ReportVersion], task: &Task) -> Option<&'a ReportVersion> {
    versions.iter().find(|version| task.report.is_some() || version.scope == Scope::Agency)
}

/// Bytes that pass their check; what an older engine made was checked then, and has kept its hash since.
pub async fn sound(runner: &Runner, version: &ReportVersion, format: Format, bytes: Vec<u8>) -> Result<Vec<u8>, JobError> {
    if version.engine != runner.press.engine() {
        return Ok(bytes);
    }
    let gone = || JobError::Discard("Không còn bản chốt số liệu của báo cáo".to_owned());
    let snapshot = runner.store.version_snapshot(version.id).await?.ok_or_else(gone)?;
    let (press, issue) = (runner.press.clone(), version.state.issue());
    let checked = tokio::task::spawn_blocking(move || {
        let faults = press.faults(&snapshot, issue, format, &bytes);
        (faults, bytes)
    });
    let (faults, bytes) = checked.await.map_err(|error| JobError::Retry(format!("Lỗi của chương trình: {error}")))?;
    if faults.is_empty() {
        Ok(bytes)
    } else {
        Err(JobError::Discard(format!("Tệp {} không qua kiểm tra nên không gửi: {}", format.name(), faults.join("; "))))
    }
}

/// Refuses what bears a degree of secrecy.
fn open(snapshot: &Snapshot) -> Result<(), JobError> {
    let rows = snapshot.catalogue.layout(snapshot.period.data_to).map(|layout| &layout.stamps[..]).unwrap_or_default();
    match rows.iter().find(|row| row.secrecy && snapshot.texts.stamps.contains(&row.code)) {
        Some(row) => Err(JobError::Discard(format!("Báo cáo có độ {}, chương trình không gửi và không ghi ra thư mục", row.words))),
        None => Ok(()),
    }
}

/// Writes all files of the versions into the folder of the settings.
async fn lay_down(versions: &[ReportVersion], desk: &Desk, runner: &Runner) -> Result<String, JobError> {
    let folder = desk.settings.folder.as_str();
    if folder.is_empty() {
        return Err(JobError::Discard("Chưa cài đặt thư mục nhận báo cáo".to_owned()));
    }
    let mut written = 0;
    for version in versions {
        let snapshot = runner.store.version_snapshot(version.id).await?;
        let snapshot = snapshot.ok_or_else(|| JobError::Discard("Không còn bản chốt số liệu của báo cáo".to_owned()))?;
        open(&snapshot)?;
        for format in Format::ALL {
            let Some(bytes) = runner.store.file(version.id, format).await? else { continue };
            let bytes = sound(runner, version, format, bytes).await?;
            let (into, name) = (PathBuf::from(folder), file_name(version, format));
            // A folder may lie on another machine that does not answer.
            let done = tokio::task::spawn_blocking(move || write_whole(&into, &name, &bytes));
            let done = done.await.map_err(|error| JobError::Retry(format!("Lỗi của chương trình: {error}")))?;
            done.map_err(|error| {
                JobError::Retry(format!("Không ghi được tệp vào thư mục {folder} ({error}); kiểm tra quyền ghi và dung lượng đĩa"))
            })?;
            written += 1;
        }
    }
    if written == 0 {
        return Err(JobError::Discard("Tệp của báo cáo đã được dọn; lập lại báo cáo rồi gửi".to_owned()));
    }
    Ok(format!("Đã ghi {written} tệp vào thư mục {folder}"))
}

/// `TTT-DAKNONG-bao-cao-2022-H1-ban-3-du-thao.pdf`; of a unit: `TTT-DAKNONG-bao-cao-2022-H1-don-vi-TTH-CUJUT-ban-1-du-thao.pdf`.
fn file_name(version: &ReportVersion, format: Format) -> String {
    // Codes may have a slash, and none has a tilde.
    let plain = |code: &Code| code.as_str().replace('/', "~");
    let whose = match &version.scope {
        Scope::Agency => String::new(),
        Scope::Unit(code) => format!("-don-vi-{}", plain(code)),
        Scope::Cluster(code) => format!("-cum-{}", plain(code)),
    };
    let state = match version.state.issue() {
        None => "-du-thao".to_owned(),
        Some(issue) => format!("-so-{:02}", issue.number),
    };
    let agency = plain(&version.agency);
    format!("{agency}-bao-cao-{}{whose}-ban-{}{state}.{}", version.period, version.version, format.name())
}

/// The letters that bring a report.
async fn letters(
    job: &Job,
    task: &Task,
    by_mail: ByMail,
    version: &ReportVersion,
    desk: &Desk,
    runner: &Runner,
) -> Result<Vec<NewLetter>, JobError> {
    let gone = || JobError::Discard("Không còn bản chốt số liệu của báo cáo".to_owned());
    let snapshot = runner.store.version_snapshot(version.id).await?.ok_or_else(gone)?;
    open(&snapshot)?;
    let bytes =
        runner.store.file(version.id, Format::Pdf).await?.ok_or_else(|| JobError::Discard("Báo cáo không có tệp PDF".to_owned()))?;
    let size = bytes.len();
    sound(runner, version, Format::Pdf, bytes).await?;
    if by_mail == ByMail::Link && desk.settings.site.is_empty() {
        return Err(JobError::Discard("Chưa cài đặt địa chỉ trang web ghi trong thư, nên không gửi được bằng đường dẫn".to_owned()));
    }
    let issue = version.state.issue();
    let largest = usize::try_from(desk.settings.mail.largest).unwrap_or(50) << 20;
    let attached = match by_mail {
        ByMail::Attachment if size <= largest => Attached::File,
        ByMail::Attachment => Attached::TooLarge,
        ByMail::Link => Attached::No,
    };
    let on = match &version.scope {
        Scope::Cluster(_) => snapshot.agency.sector.to_string(),
        // The snapshot of a unit's report names the unit as the body that reports.
        Scope::Agency | Scope::Unit(_) => snapshot.scope_name(&Scope::Agency),
    };
    let (board, path) = (Board::of(&snapshot), format!("/reports/{}", version.id.0));
    let missing = if issue.is_none() { &board.missing[..] } else { &[] };
    let told = ReportTold {
        period: version.period,
        on: (version.scope != Scope::Agency).then_some(on.as_str()),
        version: version.version,
        draft: issue.is_none(),
        issue: issue.map(|issue| (issue.number, issue.date)),
        missing,
        attached,
        path: &path,
    };
    // One that was replaced is in force no more.
    let outside = task.outside && matches!(version.state, ReportState::Issued(_));
    let meant = |contact: &&Contact| contact.side == Side::Own || (outside && contact.side == Side::Outside);
    let letter = |contact: &Contact| {
        // Of a job's report each is told once, however often the job is run again; what somebody sends, as often as they do.
        let once = task.of_job.map(|of| format!("deliver@{of}@{}", contact.email));
        let letter = desk.letter(runner, job, contact, desk.head().report(&contact.name, &told), once);
        carrying(letter, version.id)
    };
    Ok(desk.contacts.iter().filter(meant).map(letter).collect())
}
