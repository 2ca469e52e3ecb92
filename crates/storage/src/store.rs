//! The database file: how it is opened, and its two pools.
//!
//! One connection writes, in `BEGIN IMMEDIATE`, since a transaction that reads first and writes
//! later would fail under a second writer. Reads go through a read-only pool.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, Transaction};
use thidua_domain::ports::StoreError;
use thidua_domain::world::World;

use crate::codec::unavailable;

/// Older engines have known faults in write-ahead logging.
const OLDEST_ENGINE: [u32; 3] = [3, 51, 3];

/// How long a statement waits for another process's lock.
const BUSY: Duration = Duration::from_secs(5);

/// A store in one SQLite file.
#[derive(Clone)]
pub struct SqliteStore {
    pub(crate) path: PathBuf,
    pub(crate) world: Arc<dyn World>,
    /// How one more connection that only reads is opened.
    pub(crate) options: SqliteConnectOptions,
    writer: SqlitePool,
    reader: SqlitePool,
}

/// Why a database file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The engine is too old to be trusted.
    #[error("SQLite {0} is older than 3.51.3")]
    OldEngine(String),
    /// The file cannot be opened or is no database of ours.
    #[error("cannot open {path}: {problem}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the engine said.
        problem: String,
    },
    /// The schema could not be brought up to date.
    #[error("cannot migrate the database: {0}")]
    Migration(String),
}

impl SqliteStore {
    /// Opens or creates the database at `path` and brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`] when the file, the engine or the schema does not allow it.
    pub async fn open(path: &Path, world: Arc<dyn World>) -> Result<Self, OpenError> {
        let unusable = |error: sqlx::Error| OpenError::Unusable { path: path.to_owned(), problem: error.to_string() };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await.map_err(unusable)?;
        let engine: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await.map_err(unusable)?;
        if is_older(&engine) {
            return Err(OpenError::OldEngine(engine));
        }
        sqlx::migrate!("../../migrations").run(&writer).await.map_err(|error| OpenError::Migration(error.to_string()))?;
        let options = options.create_if_missing(false).read_only(true);
        let reader = SqlitePoolOptions::new().max_connections(4).connect_with(options.clone()).await.map_err(unusable)?;
        Ok(Self { path: path.to_owned(), world, options, writer, reader })
    }

    /// A transaction that may write.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(unavailable)
    }

    /// A transaction that reads one state of the database.
    pub(crate) async fn read(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.reader.begin().await.map_err(unavailable)
    }

    /// Closes both pools; the write-ahead log is folded into the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

fn is_older(engine: &str) -> bool {
    let parts: Vec<u32> = engine.split('.').filter_map(|part| part.parse().ok()).collect();
    parts.as_slice() < OLDEST_ENGINE.as_slice()
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn engines_are_compared_by_number() {
        assert!(is_older("3.9.99") && is_older("3.51.2") && is_older("2.99.9"));
        assert!(!is_older("3.51.3") && !is_older("3.100.0"));
    }
}
