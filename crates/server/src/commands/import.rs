//! `thidua import FILE`: everything is checked before anything is written.

use std::io::IsTerminal as _;

use anyhow::{Context as _, Result, bail};
use thidua_domain::bundle::Bundle;
use thidua_domain::messages;
use thidua_domain::ports::{AgencyStore as _, ImportOutcome};

use super::check::print_changes;
use super::intake::Intake;
use crate::cli::Import;
use crate::say::say;
use crate::setup::{Tools, open};

pub async fn run(import: Import) -> Result<()> {
    let intake = Intake::open(&import.database).await?;
    let checked = match intake.read(&import.file, import.convert_legacy).await? {
        Ok(checked) => checked,
        Err(findings) => {
            for finding in &findings {
                eprintln!("{}", messages::finding(finding));
            }
            bail!("Tệp {} có nội dung chưa hợp lệ nêu trên. Không có nội dung nào được ghi.", import.file.display());
        }
    };
    for note in &checked.notes {
        eprintln!("{}", messages::finding(note));
    }
    if let Some(changes) = checked.changes.as_deref().filter(|changes| !changes.is_empty()) {
        print_changes(changes);
        if !confirmed()? {
            bail!("Không có nội dung nào được ghi.");
        }
    }
    let tools = match intake.tools {
        Some(tools) => tools,
        None => open(&import.database).await?,
    };
    let outcome = take_in(&tools, &checked.bundle).await?;
    say!("{}", messages::import_outcome(&outcome));
    tools.store.close().await;
    Ok(())
}

/// Asks a person at a terminal; a script has seen to it itself.
fn confirmed() -> Result<bool> {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return Ok(true);
    }
    eprint!("Ghi các thay đổi trên vào cơ sở dữ liệu? (c = có, Enter = không) ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).context("Không đọc được câu trả lời")?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "c" | "co" | "có" | "y" | "yes"))
}

/// Takes a checked bundle in.
pub async fn take_in(tools: &Tools, bundle: &Bundle) -> Result<ImportOutcome> {
    match tools.store.import(bundle).await {
        Ok(outcome) => Ok(outcome),
        Err(error) => {
            tracing::debug!(error = %error, "import refused");
            bail!("{}", messages::import_error(&error))
        }
    }
}
