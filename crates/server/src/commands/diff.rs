//! `thidua diff`: how two versions of a report differ.

use anyhow::{Result, bail};
use thidua_domain::narrative::numbers::number;
use thidua_domain::ports::{ReportStore as _, ReportVersion};
use thidua_domain::quantity::Quantity;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::versions::{Differences, between};

use crate::cli::Diff;
use crate::say::say;
use crate::setup::{Tools, open};

pub async fn run(diff: Diff) -> Result<()> {
    let database = &diff.database.database;
    if !database.exists() {
        bail!("Không có tệp cơ sở dữ liệu {}. Kiểm tra --database.", database.display());
    }
    let tools = open(&diff.database).await?;
    let versions = tools.store.versions(&diff.agency, Some(diff.period)).await?;
    let before = frozen(&tools, &versions, diff.from).await?;
    let after = frozen(&tools, &versions, diff.to).await?;
    show(&between(&before, &after));
    tools.store.close().await;
    Ok(())
}

/// What a version was made from.
async fn frozen(tools: &Tools, versions: &[ReportVersion], wanted: u32) -> Result<Snapshot> {
    let Some(version) = versions.iter().find(|version| version.version == wanted) else {
        let mut known: Vec<u32> = versions.iter().map(|version| version.version).collect();
        known.sort_unstable();
        let known: Vec<String> = known.iter().map(ToString::to_string).collect();
        bail!(
            "Không có bản báo cáo thứ {wanted}. Các bản đã lập: {}.",
            if known.is_empty() { "chưa có".to_owned() } else { known.join(", ") }
        );
    };
    match tools.store.version_snapshot(version.id).await? {
        Some(snapshot) => Ok(snapshot),
        None => bail!("Không còn bản chốt số liệu của bản báo cáo thứ {wanted}."),
    }
}

fn show(found: &Differences) {
    if found.is_empty() {
        say!("Hai bản không khác nhau về số liệu, câu chữ và đơn vị.");
    }
    for unit in &found.units {
        let sent = |version: Option<u32>| version.map_or_else(|| "chưa gửi".to_owned(), |version| format!("bản gửi thứ {version}"));
        say!("Đơn vị: {}: {} → {}", unit.name, sent(unit.before), sent(unit.after));
    }
    for figure in &found.figures {
        let words = |facts: Option<(Quantity, Option<Quantity>)>| match facts {
            None => "không có".to_owned(),
            Some((value, None)) => format!("{} {}", number(value), figure.noun),
            Some((value, Some(base))) => format!("{} {} (cùng kỳ {})", number(value), figure.noun, number(base)),
        };
        say!("Số liệu {} ({}): {} → {}", figure.key, figure.label, words(figure.before), words(figure.after));
    }
    for section in &found.sections {
        say!("Mục {}", if section.heading.is_empty() { "mở đầu" } else { &section.heading });
        for text in &section.before {
            say!("  - {text}");
        }
        for text in &section.after {
            say!("  + {text}");
        }
    }
}
