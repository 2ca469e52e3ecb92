//! Opens the store and the faces.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use thidua_document::fonts::Fonts;
use thidua_document::render::Printer;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::{CatalogueStore as _, CatalogueUpgrade};
use thidua_storage::{OpenError, SqliteStore};

use crate::world::Machine;

/// What commands work with.
pub struct Tools {
    pub store: SqliteStore,
    pub fonts: Arc<Fonts>,
    pub printer: Arc<Printer>,
    pub world: Arc<Machine>,
}

/// Opens or creates the database, with the shipped catalogues in it.
pub async fn open(database: &Path) -> Result<Tools> {
    let world = Arc::new(Machine);
    let store = SqliteStore::open(database, world.clone()).await.map_err(|error| explain(&error, database))?;
    let catalogue = Catalogue::shipped()?;
    let upgrade = store
        .upgrade_catalogue(&catalogue)
        .await
        .context("Không ghi được danh mục vào cơ sở dữ liệu; kiểm tra dung lượng đĩa và quyền ghi")?;
    if let CatalogueUpgrade::Done(kept) = upgrade
        && !kept.is_empty()
    {
        eprintln!(
            "Lưu ý: danh mục mới kèm chương trình trái với các dòng của cơ quan nên chưa đưa vào: {}. Sửa các dòng đó bằng thidua catalogue load; danh mục mới được đưa vào ở lần chạy sau.",
            kept.join(", ")
        );
    }
    let fonts = Arc::new(Fonts::bundled());
    Ok(Tools { store, printer: Arc::new(Printer::new(fonts.clone())), fonts, world })
}

fn explain(error: &OpenError, database: &Path) -> anyhow::Error {
    let path = database.display();
    match error {
        OpenError::OldEngine(version) => {
            anyhow::anyhow!("Bộ máy SQLite {version} quá cũ, cần từ 3.51.3. Dùng đúng tệp chương trình được cung cấp.")
        }
        OpenError::Unusable { problem, .. } => anyhow::anyhow!(
            "Không mở được cơ sở dữ liệu {path}: {problem}. Kiểm tra đường dẫn (--database), quyền ghi thư mục và dung lượng đĩa."
        ),
        OpenError::Migration(problem) => anyhow::anyhow!(
            "Cơ sở dữ liệu {path} không dùng được với phiên bản này của chương trình: {problem}. Tệp không bị thay đổi; dùng phiên bản mới hơn hoặc tệp khác (--database)."
        ),
    }
}
