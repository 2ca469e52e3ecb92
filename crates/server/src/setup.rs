//! Opens the store and the faces.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use thidua_document::fonts::{Face, FamilyError, Fonts};
use thidua_document::render::Printer;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::{CatalogueStore as _, CatalogueUpgrade};
use thidua_storage::{OpenError, SqliteStore};

use crate::cli::{Database, Faces};
use crate::world::Machine;

/// What commands work with.
pub struct Tools {
    pub store: SqliteStore,
    pub fonts: Arc<Fonts>,
    pub printer: Arc<Printer>,
    pub world: Arc<Machine>,
}

/// Opens or creates the database, with the shipped catalogues in it.
pub async fn open(asked: &Database) -> Result<Tools> {
    // Catalogue and faces take the longest of a start, so they are read at the same time.
    let catalogue = tokio::task::spawn_blocking(Catalogue::shipped);
    let fonts = Arc::new(faces(&asked.faces)?);
    let database = asked.database.as_path();
    let world = Arc::new(Machine::new());
    let store = SqliteStore::open(database, world.clone()).await.map_err(|error| explain(&error, database))?;
    let catalogue = catalogue.await??;
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
    Ok(Tools { store, printer: Arc::new(Printer::new(fonts.clone())), fonts, world })
}

/// The faces that come with the program, or those of the folder that was named.
pub fn faces(asked: &Faces) -> Result<Fonts> {
    let Some(folder) = &asked.folder else { return Ok(Fonts::bundled()) };
    let place = folder.display();
    let listed = std::fs::read_dir(folder).with_context(|| format!("Không đọc được thư mục phông chữ {place}"))?;
    let mut paths: Vec<PathBuf> = listed.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ttf")));
    paths.sort();
    let files: Result<Vec<Vec<u8>>> =
        paths.iter().map(|path| std::fs::read(path).with_context(|| format!("Không đọc được tệp {}", path.display()))).collect();
    Fonts::of_files(files?).map_err(|error| anyhow::anyhow!("Không dùng được phông chữ trong thư mục {place}: {}", unusable(&error)))
}

fn unusable(error: &FamilyError) -> String {
    let style = |face: &Face| match face {
        Face::Regular => "thường",
        Face::Bold => "đậm",
        Face::Italic => "nghiêng",
        Face::BoldItalic => "đậm nghiêng",
    };
    match error {
        FamilyError::Incomplete { family, .. } if family.is_empty() => {
            "không có tệp .ttf nào đọc được. Chép vào đó bốn tệp của một phông, ví dụ times.ttf, timesbd.ttf, timesi.ttf, timesbi.ttf."
                .to_owned()
        }
        FamilyError::Incomplete { family, missing } => {
            format!(
                "phông {family} thiếu kiểu {}. Chép thêm tệp .ttf của kiểu đó.",
                missing.iter().map(style).collect::<Vec<_>>().join(", ")
            )
        }
        FamilyError::Several(names) => format!("có nhiều phông đủ bốn kiểu ({}). Chỉ để lại một phông.", names.join(", ")),
        FamilyError::Forbidden(name) => {
            format!("nhà cung cấp phông {name} không cho phép nhúng phông vào tệp, nên báo cáo không lưu trữ được. Dùng phông khác.")
        }
        FamilyError::Lacks { family, face, letters } => {
            format!("phông {family}, kiểu {}, thiếu các ký tự {letters}. Dùng phông có đủ chữ tiếng Việt.", style(face))
        }
        FamilyError::Font(error) => format!("tệp hỏng ({error}). Chép lại tệp."),
    }
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
