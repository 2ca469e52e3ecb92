//! `thidua export`: everything stored of an agency as a bundle in its canonical form.

use std::io::{BufWriter, Write as _};

use anyhow::{Context as _, Result, bail};
use thidua_domain::ports::AgencyStore as _;

use crate::cli::Export;
use crate::say::say;
use crate::setup::open;

pub async fn run(export: Export) -> Result<()> {
    let database = &export.database.database;
    if !database.exists() {
        bail!("Không có tệp cơ sở dữ liệu {}. Kiểm tra --database.", database.display());
    }
    let tools = open(&export.database).await?;
    let Some(bundle) = tools.store.export(&export.agency).await? else {
        let known: Vec<String> = tools.store.agencies().await?.iter().map(|agency| agency.code.to_string()).collect();
        bail!("Không có cơ quan mang mã “{}”. Các cơ quan đã có: {}.", export.agency, known.join(", "));
    };
    let path = export.out.display();
    let failed = || format!("Không ghi được tệp {path}; kiểm tra quyền ghi và dung lượng đĩa");
    let mut part = export.out.clone().into_os_string();
    part.push(".part");
    let mut file = BufWriter::new(std::fs::File::create(&part).with_context(failed)?);
    bundle.write_canonical(&mut file).and_then(|()| file.flush()).with_context(failed)?;
    drop(file);
    std::fs::rename(&part, &export.out).with_context(failed)?;
    say!("{path}");
    tools.store.close().await;
    Ok(())
}
