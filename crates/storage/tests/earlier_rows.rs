//! Rows as an earlier program wrote them are read and added to like those of today.

use std::sync::Arc;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::CatalogueStore as _;
use thidua_domain::world::FixedWorld;
use thidua_storage::SqliteStore;

#[tokio::test]
async fn catalogue_rows_of_an_earlier_spelling_can_be_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let store = SqliteStore::open(&path, Arc::new(FixedWorld::at("2022-06-25T01:00:00Z".parse().unwrap()))).await.unwrap();
    let shipped = Catalogue::shipped().unwrap();
    store.upgrade_catalogue(&shipped).await.unwrap();
    let mut connection = SqliteConnectOptions::new().filename(&path).connect().await.unwrap();
    let earlier = "UPDATE catalogues SET body = replace(body, '\"meaning\":', '\"sense\":'), sha256 = 'of the earlier spelling'";
    assert_eq!(sqlx::query(earlier).execute(&mut connection).await.unwrap().rows_affected(), 1);

    let base = store.catalogue().await.unwrap().unwrap();
    assert_eq!(base, shipped, "the earlier spelling means the same");
    let mut own = base.clone();
    own.ethics_standards[0].text = "Liêm khiết".into();
    assert!(store.add_catalogue(&own, &base, "a.toml").await.unwrap());
    assert_eq!(store.catalogue().await.unwrap(), Some(own));
}
