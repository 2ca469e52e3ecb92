//! Port `CatalogueStore`: every version is kept; shipped rows and the operator's own are merged on upgrade.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thidua_domain::catalogue::{Catalogue, noted, upgrade};
use thidua_domain::ports::{AddCatalogueError, CatalogueOrigin, CatalogueStore, CatalogueUpgrade, CatalogueVersion, StoreError};

use crate::SqliteStore;
use crate::codec::{Place, from_json, instant, micros, to_json, unavailable, unsigned};

struct CatalogueRow {
    version: i64,
    sha256: String,
    body: String,
}

struct CatalogueVersionRow {
    version: i64,
    loaded_at: i64,
    sha256: String,
    origin: String,
    note: String,
}

impl CatalogueRow {
    fn catalogue(&self) -> Result<Catalogue, StoreError> {
        from_json(&self.body, Place("catalogues", "body", &self.version.to_string()))
    }
}

async fn newest_row(connection: &mut SqliteConnection) -> Result<Option<CatalogueRow>, StoreError> {
    sqlx::query_file_as!(CatalogueRow, "queries/catalogue_newest.sql").fetch_optional(connection).await.map_err(unavailable)
}

pub async fn newest(connection: &mut SqliteConnection) -> Result<Option<Catalogue>, StoreError> {
    newest_row(connection).await?.map(|row| row.catalogue()).transpose()
}

fn word(origin: CatalogueOrigin) -> &'static str {
    match origin {
        CatalogueOrigin::Shipped => "shipped",
        CatalogueOrigin::Loaded => "loaded",
        CatalogueOrigin::Upgraded => "upgraded",
    }
}

async fn insert(
    store: &SqliteStore,
    connection: &mut SqliteConnection,
    catalogue: &Catalogue,
    origin: CatalogueOrigin,
    note: &str,
) -> Result<(), StoreError> {
    let (sha256, body, now, origin) = (catalogue.sha256(), to_json(catalogue)?, micros(store.world.now()), word(origin));
    sqlx::query_file!("queries/catalogue_insert.sql", now, sha256, body, origin, note).execute(connection).await.map_err(unavailable)?;
    Ok(())
}

#[async_trait]
impl CatalogueStore for SqliteStore {
    async fn upgrade_catalogue(&self, shipped: &Catalogue) -> Result<CatalogueUpgrade, StoreError> {
        let sha256 = shipped.sha256();
        let known = sqlx::query_file!("queries/shipped_newest.sql").fetch_optional(&mut *self.read().await?).await.map_err(unavailable)?;
        if known.is_some_and(|row| row.sha256 == sha256) {
            return Ok(CatalogueUpgrade::Known);
        }
        let mut transaction = self.write().await?;
        let (mut kept, mut noted_rows) = (Vec::new(), None);
        let before = sqlx::query_file!("queries/shipped_newest.sql").fetch_optional(&mut *transaction).await.map_err(unavailable)?;
        let current = newest_row(&mut transaction).await?;
        if let Some(current) = current {
            let own = current.catalogue()?;
            let shipped_before = match &before {
                Some(row) => from_json(&row.body, Place("shipped_catalogues", "body", &row.sha256))?,
                None => own.clone(),
            };
            let (merged, contradicted) = upgrade(&shipped_before, shipped, &own);
            kept = contradicted;
            if !kept.is_empty() {
                noted_rows = Some(noted(&shipped_before, shipped, &kept));
            }
            if merged != own {
                insert(self, &mut transaction, &merged, CatalogueOrigin::Upgraded, "").await?;
            }
        } else {
            insert(self, &mut transaction, shipped, CatalogueOrigin::Shipped, "").await?;
        }
        // Kinds that were kept back are tried again at the next start, the others never: their rows are noted.
        let rows = noted_rows.as_ref().unwrap_or(shipped);
        let sha256 = rows.sha256();
        if before.is_none_or(|row| row.sha256 != sha256) {
            let (now, body) = (micros(self.world.now()), to_json(rows)?);
            sqlx::query_file!("queries/shipped_insert.sql", sha256, now, body).execute(&mut *transaction).await.map_err(unavailable)?;
        }
        transaction.commit().await.map_err(unavailable)?;
        Ok(CatalogueUpgrade::Done(kept))
    }

    async fn add_catalogue(&self, catalogue: &Catalogue, base: &Catalogue, note: &str) -> Result<bool, AddCatalogueError> {
        let sha256 = catalogue.sha256();
        let mut transaction = self.write().await?;
        if let Some(newest) = newest_row(&mut transaction).await? {
            if newest.sha256 == sha256 {
                return Ok(false);
            }
            // Rows are compared, not hashes: a newer program may write the same rows in another way.
            if newest.catalogue()? != *base {
                return Err(AddCatalogueError::Overtaken);
            }
        }
        insert(self, &mut transaction, catalogue, CatalogueOrigin::Loaded, note).await?;
        transaction.commit().await.map_err(unavailable)?;
        Ok(true)
    }

    async fn catalogue(&self) -> Result<Option<Catalogue>, StoreError> {
        newest(&mut *self.read().await?).await
    }

    async fn catalogue_versions(&self) -> Result<Vec<CatalogueVersion>, StoreError> {
        let mut transaction = self.read().await?;
        let rows = sqlx::query_file_as!(CatalogueVersionRow, "queries/catalogue_versions.sql")
            .fetch_all(&mut *transaction)
            .await
            .map_err(unavailable)?;
        let version = |row: &CatalogueVersionRow| {
            let CatalogueVersionRow { version, loaded_at, sha256, origin, note } = row;
            let id = version.to_string();
            let place = |column| Place("catalogues", column, &id);
            let origins = [CatalogueOrigin::Shipped, CatalogueOrigin::Loaded, CatalogueOrigin::Upgraded];
            let origin = origins.into_iter().find(|known| word(*known) == origin).ok_or_else(|| place("origin").corrupt("no origin"))?;
            Ok(CatalogueVersion {
                version: unsigned(*version, place("version"))?,
                loaded_at: instant(*loaded_at, place("loaded_at"))?,
                sha256: sha256.clone(),
                origin,
                note: note.clone(),
            })
        };
        rows.iter().map(version).collect()
    }

    async fn catalogue_version(&self, version: u32) -> Result<Option<Catalogue>, StoreError> {
        let version = i64::from(version);
        let row = sqlx::query_file_as!(CatalogueRow, "queries/catalogue_by_version.sql", version)
            .fetch_optional(&mut *self.read().await?)
            .await
            .map_err(unavailable)?;
        row.map(|row| row.catalogue()).transpose()
    }
}
