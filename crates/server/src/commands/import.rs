//! `thidua import FILE`: everything is checked before anything is written.

use anyhow::{Result, bail};
use thidua_domain::bundle::Bundle;
use thidua_domain::messages;
use thidua_domain::ports::{AgencyStore as _, ImportOutcome};

use super::check::print_changes;
use super::intake::Intake;
use crate::cli::Import;
use crate::say::say;
use crate::setup::{Tools, open};

pub async fn run(import: Import) -> Result<()> {
    let intake = Intake::open(&import.database.database).await?;
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
    print_changes(checked.changes.as_deref());
    let tools = match intake.tools {
        Some(tools) => tools,
        None => open(&import.database.database).await?,
    };
    let outcome = take_in(&tools, &checked.bundle).await?;
    say!("{}", messages::import_outcome(&outcome));
    tools.store.close().await;
    Ok(())
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
