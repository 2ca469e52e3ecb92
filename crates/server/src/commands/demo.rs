//! `thidua demo`: a folder with a database of made-up data, its report, and the pages over it.

use std::path::Path;

use anyhow::{Context as _, Result};
use thidua_domain::bundle::{self, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::messages;
use thidua_domain::period::{Part, Period};
use thidua_domain::ports::Format;

use super::{import, report, serve};
use crate::cli::{Database, Demo};
use crate::say::say;
use crate::setup::open;

/// The sample agency; it comes only with this command.
const SEEDS: &[u8] = include_bytes!("../../../../seeds/dak-nong.json");

const FOLDER: &str = "thidua-demo";

pub async fn run(demo: Demo) -> Result<()> {
    serve::check(demo.listen.listen)?;
    let folder = Path::new(FOLDER);
    std::fs::create_dir_all(folder).with_context(|| format!("Không tạo được thư mục {FOLDER} trong thư mục hiện tại"))?;
    let tools = open(&Database { database: folder.join("thidua.db"), faces: demo.faces }).await?;
    let checked = bundle::read(SEEDS, &Reading::plain(&Catalogue::shipped()?))
        .map_err(|findings| anyhow::anyhow!(findings.iter().map(messages::finding).collect::<Vec<_>>().join("\n")))?;
    import::take_in(&tools, &checked.bundle).await?;
    let period = Period::new(2022, Part::FirstHalf)?;
    let (version, _) = report::make(&tools, &checked.bundle.agency.code, period, None).await?;
    for path in report::write_files(&tools, &version, &Format::ALL, folder).await? {
        say!("{}", path.display());
    }
    if demo.no_serve {
        tools.store.close().await;
        return Ok(());
    }
    serve::listen(tools, demo.listen.listen).await
}
