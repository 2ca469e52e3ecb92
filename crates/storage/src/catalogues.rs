//! Port `CatalogueStore`.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::{CatalogueStore, StoreError};

use crate::SqliteStore;
use crate::codec::{Place, from_json, micros, to_json, unavailable};

struct CatalogueRow {
    version: i64,
    sha256: String,
    body: String,
}

pub async fn newest(connection: &mut SqliteConnection) -> Result<Option<Catalogue>, StoreError> {
    let row = sqlx::query_file_as!(CatalogueRow, "queries/catalogue_newest.sql").fetch_optional(connection).await.map_err(unavailable)?;
    row.map(|row| from_json(&row.body, Place("catalogues", "body", &row.version.to_string()))).transpose()
}

#[async_trait]
impl CatalogueStore for SqliteStore {
    async fn load_catalogue(&self, catalogue: &Catalogue) -> Result<bool, StoreError> {
        let (sha256, body, now) = (catalogue.sha256(), to_json(catalogue)?, micros(self.world.now()));
        let mut transaction = self.write().await?;
        let known = sqlx::query_file_as!(CatalogueRow, "queries/catalogue_newest.sql")
            .fetch_optional(&mut *transaction)
            .await
            .map_err(unavailable)?;
        if known.is_some_and(|row| row.sha256 == sha256) {
            return Ok(false);
        }
        sqlx::query_file!("queries/catalogue_insert.sql", now, sha256, body).execute(&mut *transaction).await.map_err(unavailable)?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(true)
    }

    async fn catalogue(&self) -> Result<Option<Catalogue>, StoreError> {
        newest(&mut *self.read().await?).await
    }
}
