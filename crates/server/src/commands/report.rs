//! `thidua report`: the report of a period as files, as a draft or as issued.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use thidua_domain::code::Code;
use thidua_domain::messages;
use thidua_domain::narrative::dates::short_date;
use thidua_domain::period::Period;
use thidua_domain::ports::{AgencyStore as _, Format, Issue, NewVersion, ReportState, ReportStore as _, ReportVersion};
use thidua_domain::reporting::{self, Press as _, Scope, already_made};
use thidua_jobs::write_whole;

use crate::cli::Report;
use crate::say::say;
use crate::setup::{Tools, open};

pub async fn run(report: Report) -> Result<()> {
    if !report.database.database.exists() {
        bail!(
            "Không có cơ sở dữ liệu {}. Nạp dữ liệu trước bằng “thidua import TỆP --database {0}”, hoặc chỉ đúng tệp bằng --database.",
            report.database.database.display()
        );
    }
    let tools = open(&report.database).await?;
    let issue = report.number.zip(report.date).map(|(number, date)| Issue { number, date });
    if let Some(issue) = issue {
        check_date(&tools, &report, issue).await?;
    }
    let versions = tools.store.versions(&report.agency, Some(report.period)).await?;
    let (version, made) = make(&tools, &report.agency, report.period, issue).await?;
    say!("{}", said(&version, made));
    if made && issue.is_some() {
        say_replaced(&versions);
    }
    let mut formats = report.format.clone();
    formats.sort_unstable();
    formats.dedup();
    for path in write_files(&tools, &version, &formats, &report.out).await? {
        say!("{}", path.display());
    }
    tools.store.close().await;
    Ok(())
}

/// A report is not issued before the days it reports on; within them it is odd, and said.
async fn check_date(tools: &Tools, report: &Report, issue: Issue) -> Result<()> {
    let periods = tools.store.periods(&report.agency).await?;
    let Some(window) = periods.iter().map(|known| &known.period).find(|known| known.period == report.period) else { return Ok(()) };
    let (date, from, to) = (short_date(issue.date), short_date(window.data_from), short_date(window.data_to));
    if issue.date < window.data_from {
        bail!("Ngày ban hành {date} trước ngày đầu của thời kỳ số liệu ({from}). Kiểm tra lại --date.");
    }
    if issue.date < window.data_to {
        eprintln!("Lưu ý: ngày ban hành {date} trước ngày chốt số liệu {to}.");
    }
    Ok(())
}

/// Names the issue that was in force until now.
fn say_replaced(before: &[ReportVersion]) {
    for version in before {
        if let ReportState::Issued(issue) = &version.state {
            let (number, date) = (issue.number, short_date(issue.date));
            say!(
                "Bản thứ {} (số {number:02} ngày {date}) chuyển sang trạng thái đã được thay thế; tệp của bản đó giữ nguyên.",
                version.version
            );
        }
    }
}

fn said(version: &ReportVersion, made: bool) -> String {
    let state = messages::report_state(&version.state);
    if made {
        format!("Đã lập bản thứ {} ({state}) kỳ {}.", version.version, version.period)
    } else {
        format!("Số liệu không đổi từ bản thứ {} ({state}) kỳ {}; ghi lại tệp của bản này.", version.version, version.period)
    }
}

/// Makes the next version from the data as it is now, or finds the one already made from it.
pub async fn make(tools: &Tools, agency: &Code, period: Period, issue: Option<Issue>) -> Result<(ReportVersion, bool)> {
    let Some(snapshot) = tools.store.snapshot(agency, period).await? else {
        bail!("Không có cơ quan mang mã “{agency}” hoặc cơ quan chưa có kỳ báo cáo {period}.{}", known(tools, agency).await?);
    };
    let engine = tools.printer.engine();
    let versions = tools.store.versions(agency, Some(period)).await?;
    if let Some(version) = already_made(&versions, &snapshot.sha256(), issue, &engine) {
        return Ok((version.clone(), false));
    }
    let files = tools.printer.print(&snapshot, issue).map_err(|error| anyhow::anyhow!(messages::press_error(&error)))?;
    let new = NewVersion { snapshot: &snapshot, scope: &Scope::Agency, issue, engine: &engine, job: None, files: &files };
    let version = tools.store.add_version(new).await.map_err(|error| anyhow::anyhow!(messages::add_version_error(&error)))?;
    Ok((version, true))
}

/// What could have been asked for.
async fn known(tools: &Tools, agency: &Code) -> Result<String> {
    let agencies = tools.store.agencies().await?;
    if agencies.iter().any(|known| known.code == *agency) {
        let periods: Vec<String> = tools.store.periods(agency).await?.iter().map(|known| known.period.period.to_string()).collect();
        return Ok(format!(" Các kỳ đã có: {}.", periods.join(", ")));
    }
    let codes: Vec<&str> = agencies.iter().map(|known| known.code.as_str()).collect();
    Ok(if codes.is_empty() {
        " Cơ sở dữ liệu chưa có cơ quan nào.".to_owned()
    } else {
        format!(" Các cơ quan đã có: {}.", codes.join(", "))
    })
}

/// Writes the files of a version; each appears whole or not at all.
pub async fn write_files(tools: &Tools, version: &ReportVersion, formats: &[Format], folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for format in formats {
        let mut file = tools.store.file(version.id, *format).await?;
        if file.is_none()
            && let Some(snapshot) = tools.store.version_snapshot(version.id).await?
        {
            let made = reporting::again(&*tools.printer, version, &snapshot, *format);
            file = made.map_err(|error| anyhow::anyhow!(messages::press_error(&error)))?;
        }
        let bytes = file.context("Bản báo cáo đã lưu thiếu tệp; phục hồi cơ sở dữ liệu từ bản sao lưu")?;
        let name = format!("bao-cao-{}.{}", version.period, format.name());
        paths.push(write_whole(folder, &name, &bytes).with_context(|| {
            format!("Không ghi được tệp {name} vào {}; kiểm tra quyền ghi, dung lượng đĩa và đóng tệp nếu đang mở", folder.display())
        })?);
    }
    Ok(paths)
}
