//! `thidua check FILE`: everything that is wrong or odd in a file, without taking anything in.

use anyhow::{Result, bail};
use serde_json::{Value, json};
use thidua_domain::bundle::{Finding, Level};
use thidua_domain::difference::PartChange;
use thidua_domain::messages;

use super::intake::Intake;
use crate::cli::Check;
use crate::say::say;

pub async fn run(check: Check) -> Result<()> {
    let intake = Intake::open(&check.database).await?;
    let (findings, sound) = match intake.read(&check.file, check.convert_legacy).await? {
        Ok(accepted) => {
            if !check.json {
                print_changes(&intake.changes(&accepted).await?);
            }
            (accepted.notes, true)
        }
        Err(findings) => (findings, false),
    };
    if let Some(tools) = &intake.tools {
        tools.store.close().await;
    }
    if check.json {
        say!("{:#}", as_json(&check.file.display().to_string(), sound, &findings));
    } else {
        for finding in &findings {
            say!("{}", messages::finding(finding));
        }
    }
    let count = |level| findings.iter().filter(|finding| finding.level() == level).count();
    let (blocks, warns, repairs) = (count(Level::Block), count(Level::Warn), count(Level::Repair));
    if !sound {
        bail!("Tệp {} chưa nạp được: {blocks} lỗi, {warns} lưu ý, {repairs} chỗ tự sửa.", check.file.display());
    }
    if !check.json {
        say!("Tệp {} nạp được: không có lỗi, {warns} lưu ý, {repairs} chỗ tự sửa.", check.file.display());
    }
    Ok(())
}

/// Lines of changes shown.
const MOST_CHANGES: usize = 500;

/// What a file would change.
pub fn print_changes(changes: &[PartChange]) {
    let (lines, left) = messages::part_changes(changes, MOST_CHANGES);
    for line in lines {
        say!("Thay đổi: {line}");
    }
    if left > 0 {
        say!("Thay đổi: và {left} nội dung khác");
    }
}

fn as_json(file: &str, sound: bool, findings: &[Finding]) -> Value {
    let level = |finding: &Finding| match finding.level() {
        Level::Block => "block",
        Level::Warn => "warn",
        Level::Repair => "repair",
    };
    let one = |finding: &Finding| {
        let about = finding.about();
        json!({
            "level": level(finding), "rule": finding.rule(), "path": finding.path, "unit": about.unit, "form": about.form,
            "column": about.column.map(|column| column.to_string()), "message": messages::problem(&finding.problem),
        })
    };
    json!({ "file": file, "importable": sound, "findings": findings.iter().map(one).collect::<Vec<_>>() })
}
