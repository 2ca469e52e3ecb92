//! Port `StoreCare`: health, backups with their rehearsal, pruning.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{Column as _, ConnectOptions as _, Connection as _, Row as _, SqliteConnection, TypeInfo as _, ValueRef as _};
use thidua_domain::period::vietnam;
use thidua_domain::ports::{Backup, BackupError, Pruned, StoreCare, StoreError, StoreHealth};
use thidua_domain::settings::Settings;
use thidua_domain::snapshot::hex;

use crate::SqliteStore;
use crate::codec::{Place, instant, micros, unavailable};

/// Where backups lie when the settings name no folder.
const FOLDER: &str = "sao-luu";

/// Copies that are made because somebody wrote in between, before writers have to wait.
const TURNS: u32 = 3;

/// Tables whose rows a backup does not have to agree on: it is written down there itself, and the pulse goes on.
const OWN: [&str; 2] = ["backups", "heartbeats"];

#[async_trait]
impl StoreCare for SqliteStore {
    async fn health(&self) -> Result<StoreHealth, StoreError> {
        let mut transaction = self.read().await?;
        let engine: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut *transaction).await.map_err(unavailable)?;
        let check: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *transaction).await.map_err(unavailable)?;
        drop(transaction);
        let writable = match self.write().await {
            Ok(transaction) => transaction.rollback().await.is_ok(),
            Err(_) => false,
        };
        let size = std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len());
        Ok(StoreHealth { engine, size, defect: (check != "ok").then_some(check), writable })
    }

    async fn back_up(&self, folder: &str, keep: u32) -> Result<Backup, BackupError> {
        let beside = self.path.parent().map(Path::to_owned).unwrap_or_default();
        let folder = if folder.is_empty() { beside.join(FOLDER) } else { PathBuf::from(folder) };
        let folder = std::path::absolute(&folder).map_err(|error| file(&folder, &error))?;
        std::fs::create_dir_all(&folder).map_err(|error| file(&folder, &error))?;
        sweep(&folder);
        let made_at = self.world.now();
        let name = made_at.with_timezone(&vietnam()).format("thidua-%Y%m%d-%H%M%S.db").to_string();
        let (path, part) = (folder.join(&name), folder.join(format!(".{name}.part")));
        let outcome = async {
            let content = self.copy(&part).await?;
            sync(&part).map_err(|error| file(&part, &error))?;
            std::fs::rename(&part, &path).map_err(|error| file(&path, &error))?;
            Ok::<_, BackupError>(content)
        }
        .await;
        // What is not whole does not lie about as if it were.
        let content = outcome.inspect_err(|_| sweep(&folder))?;
        let size = std::fs::metadata(&path).map_err(|error| file(&path, &error))?.len();
        let backup = Backup { path: path.display().to_string(), made_at, size, content, restored_at: Some(self.world.now()) };
        self.note(&backup, keep).await?;
        Ok(backup)
    }

    async fn last_backup(&self) -> Result<Option<Backup>, StoreError> {
        let mut transaction = self.read().await?;
        let row = sqlx::query_file!("queries/backup_newest.sql").fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        let Some(row) = row else { return Ok(None) };
        let place = |column| Place("backups", column, &row.path);
        Ok(Some(Backup {
            made_at: instant(row.made_at, place("made_at"))?,
            size: u64::try_from(row.size).map_err(|error| place("size").corrupt(error))?,
            content: row.content.clone(),
            restored_at: row.restored_at.map(|at| instant(at, place("restored_at"))).transpose()?,
            path: row.path.clone(),
        }))
    }

    async fn prune(&self, settings: &Settings, now: DateTime<Utc>) -> Result<Pruned, StoreError> {
        let before = |age: u32| micros(now - TimeDelta::days(i64::from(age)));
        let (jobs, drafts, letters) = (before(settings.keep_jobs), before(settings.keep_drafts), before(settings.keep_letters));
        let mut transaction = self.write().await?;
        sqlx::query_file!("queries/prune_keys.sql", jobs).execute(&mut *transaction).await.map_err(unavailable)?;
        sqlx::query_file!("queries/prune_attempts.sql", jobs).execute(&mut *transaction).await.map_err(unavailable)?;
        let jobs = sqlx::query_file!("queries/prune_jobs.sql", jobs).execute(&mut *transaction).await.map_err(unavailable)?;
        let files = sqlx::query_file!("queries/prune_files.sql", drafts).execute(&mut *transaction).await.map_err(unavailable)?;
        sqlx::query_file!("queries/prune_artefacts.sql").execute(&mut *transaction).await.map_err(unavailable)?;
        let letters = sqlx::query_file!("queries/prune_letters.sql", letters).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(Pruned { jobs: jobs.rows_affected(), files: files.rows_affected(), letters: letters.rows_affected() })
    }
}

impl SqliteStore {
    /// Copies the database into a file, restores that on trial and tells the hash of the rows, which both have. Nobody is kept
    /// from writing, unless somebody always writes in between: the last time they wait.
    async fn copy(&self, part: &Path) -> Result<String, BackupError> {
        for turn in 1..=TURNS {
            let still = if turn == TURNS { Some(self.write().await?) } else { None };
            let _ = std::fs::remove_file(part);
            let mut source = self.options.clone().connect().await.map_err(unavailable)?;
            let before = content(&mut source).await.map_err(unavailable)?;
            let to = part.display().to_string();
            sqlx::query("VACUUM INTO ?").bind(&to).execute(&mut source).await.map_err(|error| match &error {
                sqlx::Error::Database(problem) => BackupError::File { path: to.clone(), problem: problem.message().to_owned() },
                _ => BackupError::Store(unavailable(error)),
            })?;
            source.close().await.map_err(unavailable)?;
            if let Some(still) = still {
                still.rollback().await.map_err(unavailable)?;
            }
            if restored(part).await? == before {
                return Ok(before);
            }
        }
        Err(BackupError::Broken(part.display().to_string(), "its rows are not those of the database".to_owned()))
    }

    /// Writes a good backup down and takes away those that are too many.
    async fn note(&self, backup: &Backup, keep: u32) -> Result<(), StoreError> {
        let (made, size) = (micros(backup.made_at), i64::try_from(backup.size).unwrap_or(i64::MAX));
        let restored = backup.restored_at.map(micros);
        let mut transaction = self.write().await?;
        sqlx::query_file!("queries/backup_insert.sql", backup.path, made, size, backup.content, restored)
            .execute(&mut *transaction)
            .await
            .map_err(unavailable)?;
        let beyond = sqlx::query_file!("queries/backups_beyond.sql", keep).fetch_all(&mut *transaction).await.map_err(unavailable)?;
        for old in beyond {
            // One that somebody moved away is no longer ours to remove; one that cannot be removed is tried again.
            match std::fs::remove_file(&old.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => continue,
                _ => {}
            }
            sqlx::query_file!("queries/backup_delete.sql", old.path).execute(&mut *transaction).await.map_err(unavailable)?;
        }
        transaction.commit().await.map_err(unavailable)
    }
}

fn file(path: &Path, error: &std::io::Error) -> BackupError {
    BackupError::File { path: path.display().to_string(), problem: error.to_string() }
}

/// Brings a file to the disk.
fn sync(path: &Path) -> std::io::Result<()> {
    std::fs::OpenOptions::new().read(true).write(true).open(path)?.sync_all()
}

/// Takes away what copies that were cut short left in the folder.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(".thidua-") && (name.contains(".db.part") || name.contains(".restored")) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Restores a copy elsewhere, as one would after a loss, checks it, and tells the hash of its rows.
async fn restored(part: &Path) -> Result<String, BackupError> {
    let shown = part.display().to_string();
    let broken = |error: sqlx::Error| BackupError::Broken(shown.clone(), error.to_string());
    let elsewhere = part.with_extension("restored");
    let outcome = async {
        std::fs::copy(part, &elsewhere).map_err(|error| file(&elsewhere, &error))?;
        let options = SqliteConnectOptions::new().filename(&elsewhere).journal_mode(SqliteJournalMode::Wal);
        let mut connection = options.connect().await.map_err(&broken)?;
        let check: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await.map_err(&broken)?;
        let found = content(&mut connection).await.map_err(&broken)?;
        connection.close().await.map_err(&broken)?;
        if check == "ok" { Ok(found) } else { Err(BackupError::Broken(shown.clone(), check)) }
    }
    .await;
    for end in ["restored", "restored-wal", "restored-shm"] {
        let _ = std::fs::remove_file(part.with_extension(end));
    }
    outcome
}

/// SHA-256 over all rows of all tables, in order of their keys.
async fn content(connection: &mut SqliteConnection) -> Result<String, sqlx::Error> {
    // One state of the database, whatever is written meanwhile.
    let mut transaction = connection.begin().await?;
    let hash = content_of(&mut transaction).await?;
    transaction.rollback().await?;
    Ok(hash)
}

async fn content_of(connection: &mut SqliteConnection) -> Result<String, sqlx::Error> {
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .fetch_all(&mut *connection)
            .await?;
    let mut hash = Sha256::new();
    for table in tables.iter().filter(|table| !OWN.contains(&table.as_str())) {
        hash.update(table.as_bytes());
        let columns: i64 = sqlx::query_scalar("SELECT count(*) FROM pragma_table_info(?)").bind(table).fetch_one(&mut *connection).await?;
        // Names of tables come from the schema. In order of all columns, so that equal rows alone may change places.
        let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
        let query = format!("SELECT * FROM \"{table}\" ORDER BY {}", order.join(", "));
        let mut rows = sqlx::query(sqlx::AssertSqlSafe(query)).fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            for column in row.columns() {
                let value = row.try_get_raw(column.ordinal())?;
                let kind = value.type_info().name().to_owned();
                hash.update([0]);
                match kind.as_str() {
                    "NULL" => hash.update([1]),
                    "INTEGER" => hash.update(row.try_get_unchecked::<i64, _>(column.ordinal())?.to_le_bytes()),
                    "TEXT" => hash.update(row.try_get_unchecked::<String, _>(column.ordinal())?.as_bytes()),
                    _ => hash.update(row.try_get_unchecked::<Vec<u8>, _>(column.ordinal())?),
                }
            }
        }
    }
    Ok(hex(&hash.finalize()))
}
