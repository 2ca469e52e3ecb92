//! Copies the database and restores the copy elsewhere.

use std::time::Duration;

use async_trait::async_trait;
use thidua_domain::job::{Job, Task};
use thidua_domain::ports::{BackupError, Preview, StoreError};

use super::{JobError, Kind};
use crate::Runner;

pub struct BackUp;

#[async_trait]
impl Kind for BackUp {
    fn code(&self) -> &'static str {
        "backup"
    }

    fn limit(&self) -> Duration {
        Duration::from_mins(40)
    }

    async fn run(&self, _: &Job, _: &Task, runner: &Runner) -> Result<String, JobError> {
        let settings = runner.store.settings().await?;
        match runner.store.back_up(&settings.backup_folder, settings.backups_kept).await {
            Ok(backup) => Ok(format!("Đã sao lưu vào {} ({} KB), phục hồi thử và đối chiếu khớp", backup.path, backup.size.div_ceil(1024))),
            Err(BackupError::File { path, problem }) => {
                Err(JobError::Retry(format!("Không ghi được {path} ({problem}); kiểm tra thư mục sao lưu, quyền ghi và dung lượng đĩa")))
            }
            Err(BackupError::Broken(path, problem)) => {
                Err(JobError::Retry(format!("Bản sao lưu {path} không phục hồi được ({problem}); kiểm tra đĩa")))
            }
            Err(BackupError::Store(error)) => Err(error.into()),
        }
    }

    async fn preview(&self, _: &Job, _: &Task, runner: &Runner) -> Result<Preview, StoreError> {
        let settings = runner.store.settings().await?;
        let folder = if settings.backup_folder.is_empty() {
            "sao-luu bên cạnh cơ sở dữ liệu".to_owned()
        } else {
            settings.backup_folder.to_string()
        };
        let words = vec![format!("Sao lưu cơ sở dữ liệu vào thư mục {folder}, phục hồi thử, giữ {} bản mới nhất.", settings.backups_kept)];
        Ok(Preview { words, ..Preview::default() })
    }
}
