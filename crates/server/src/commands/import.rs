//! `thidua import FILE`: everything is checked before anything is written.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use thidua_document::fonts::Fonts;
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::messages;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _, ImportOutcome};

use crate::cli::Import;
use crate::setup::{Tools, open};

pub async fn run(import: Import) -> Result<()> {
    let path = import.file.display();
    let json = std::fs::read(&import.file).with_context(|| format!("Không đọc được tệp {path}"))?;
    // Checked against the shipped rows before a database is made for a file that will be refused.
    let tools = if import.database.database.exists() { Some(open(&import.database.database).await?) } else { None };
    let catalogue = match &tools {
        Some(tools) => tools.store.catalogue().await?.map_or_else(Catalogue::shipped, Ok)?,
        None => Catalogue::shipped()?,
    };
    let fonts = tools.as_ref().map_or_else(|| Arc::new(Fonts::bundled()), |tools| tools.fonts.clone());
    let checked = match bundle::read_for(&json, &catalogue, &|ch| fonts.draws(ch)) {
        Ok(checked) => checked,
        Err(findings) => {
            for finding in &findings {
                eprintln!("{}", messages::finding(finding));
            }
            bail!("Tệp {path} có nội dung chưa hợp lệ nêu trên. Không có nội dung nào được ghi.");
        }
    };
    for warning in &checked.warnings {
        eprintln!("{}", messages::finding(warning));
    }
    let tools = match tools {
        Some(tools) => tools,
        None => open(&import.database.database).await?,
    };
    let outcome = take_in(&tools, &checked.bundle).await?;
    println!("{}", said(&outcome));
    tools.store.close().await;
    Ok(())
}

/// Takes a checked bundle in.
pub async fn take_in(tools: &Tools, bundle: &bundle::Bundle) -> Result<ImportOutcome> {
    match tools.store.import(bundle).await {
        Ok(outcome) => Ok(outcome),
        Err(error) => {
            tracing::error!(error = %error, "import refused");
            bail!("{}", messages::import_error(&error))
        }
    }
}

fn said(outcome: &ImportOutcome) -> String {
    if outcome.changed_rows + outcome.new_submissions + outcome.revised_submissions == 0 {
        return "Dữ liệu trong tệp đã có đủ, không có gì thay đổi.".to_owned();
    }
    format!(
        "Đã nạp: {} báo cáo mới, {} báo cáo có phiên bản mới, {} báo cáo không đổi; {} mục thông tin cơ quan, đơn vị, kỳ báo cáo được thêm hoặc sửa.",
        outcome.new_submissions, outcome.revised_submissions, outcome.unchanged_submissions, outcome.changed_rows
    )
}
