//! `thidua backup`: a copy of the database now, restored elsewhere and compared.

use anyhow::{Result, bail};
use thidua_domain::messages;
use thidua_domain::ports::{BackupError, LetterStore as _, StoreCare as _};

use super::schedule::existing;
use crate::cli::Database;
use crate::say::say;

pub async fn run(database: Database) -> Result<()> {
    let tools = existing(&database).await?;
    let settings = tools.store.settings().await?;
    match tools.store.back_up(&settings.backup_folder, settings.backups_kept).await {
        Ok(backup) => {
            say!("{}", backup.path);
            say!("Đã phục hồi thử bản sao lưu này ở chỗ khác và đối chiếu khớp với cơ sở dữ liệu.");
        }
        Err(BackupError::File { path, problem }) => {
            bail!("Không ghi được {path} ({problem}). Kiểm tra thư mục sao lưu, quyền ghi và dung lượng đĩa.")
        }
        Err(BackupError::Broken(path, problem)) => bail!("Bản sao lưu {path} không phục hồi được ({problem}). Kiểm tra đĩa."),
        Err(BackupError::Store(error)) => bail!(messages::store_error(&error)),
    }
    tools.store.close().await;
    Ok(())
}
