//! Reading a file that somebody sent: size, kind, findings. Shared by `check` and `import`.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use thidua_document::fonts::Fonts;
use thidua_domain::bundle::{self, Checked, Finding, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::CatalogueStore as _;

use crate::setup::{Tools, open};

/// Files larger than this are refused before they are read.
const LARGEST: u64 = 64 << 20;

/// What files are held against, and the store when there is one already.
pub struct Intake {
    pub tools: Option<Tools>,
    pub catalogue: Catalogue,
    fonts: Arc<Fonts>,
}

impl Intake {
    /// Opens the database if it exists; a file that may be refused makes none.
    pub async fn open(database: &Path) -> Result<Self> {
        let tools = if database.exists() { Some(open(database).await?) } else { None };
        let catalogue = match &tools {
            Some(tools) => tools.store.catalogue().await?.map_or_else(Catalogue::shipped, Ok)?,
            None => Catalogue::shipped()?,
        };
        let fonts = tools.as_ref().map_or_else(|| Arc::new(Fonts::bundled()), |tools| tools.fonts.clone());
        Ok(Self { tools, catalogue, fonts })
    }

    /// Reads and checks a bundle.
    pub fn read(&self, file: &Path, convert_legacy: bool) -> Result<Result<Checked, Vec<Finding>>> {
        let bytes = bytes_of(file)?;
        let fonts = self.fonts.clone();
        let reading = Reading { catalogue: &self.catalogue, drawable: &|ch| fonts.draws(ch), convert_legacy };
        Ok(bundle::read(&bytes, &reading))
    }
}

fn bytes_of(file: &Path) -> Result<Vec<u8>> {
    let path = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("Không đọc được tệp {path}"))?.len();
    if size > LARGEST {
        bail!("Tệp {path} lớn hơn {} MB, không phải tệp dữ liệu của một cơ quan. Không có nội dung nào được ghi.", LARGEST >> 20);
    }
    std::fs::read(file).with_context(|| format!("Không đọc được tệp {path}"))
}
