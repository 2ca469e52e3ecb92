//! Port `StoreCare`.

use async_trait::async_trait;
use thidua_domain::ports::{StoreCare, StoreError, StoreHealth};

use crate::SqliteStore;
use crate::codec::unavailable;

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
}
