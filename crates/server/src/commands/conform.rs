//! `thidua conform`: whether a finished file, ours or a stranger's, keeps the rules of presentation.

use anyhow::{Context as _, Result, bail};
use thidua_document::conform::{self, MOST_BYTES};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::CatalogueStore as _;

use crate::cli::{Conform, Database, Faces};
use crate::say::say;
use crate::setup::{faces, open};

pub async fn run(asked: Conform) -> Result<()> {
    let path = asked.file.display();
    let unread = || format!("Không đọc được tệp {path}");
    // A file that is too large is told as such without being read.
    let size = std::fs::metadata(&asked.file).with_context(unread)?.len();
    let bytes = if size > MOST_BYTES as u64 { vec![0; MOST_BYTES + 1] } else { std::fs::read(&asked.file).with_context(unread)? };
    let mut catalogue = Catalogue::shipped()?;
    if let Some(database) = asked.database {
        let tools = open(&Database { database, faces: Faces { folder: None } }).await?;
        catalogue = tools.store.catalogue().await?.unwrap_or(catalogue);
        tools.store.close().await;
    }
    let judgement = conform::check(&bytes, &catalogue, &faces(&Faces { folder: None })?);
    if asked.json {
        say!("{}", serde_json::to_string_pretty(&judgement)?);
    } else {
        say!("{}", conform::text(&judgement));
    }
    if !judgement.passes() {
        bail!("{path}: {}", if judgement.unreadable.is_some() { "không kiểm tra được" } else { "chưa đúng thể thức" });
    }
    Ok(())
}
