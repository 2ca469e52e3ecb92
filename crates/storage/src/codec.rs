//! Conversions between columns and domain values, and of engine errors into the port's.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use thidua_domain::ports::StoreError;
use thidua_domain::snapshot::hex;

/// The engine's errors: a broken constraint is a conflict, all else means the store cannot be used now.
#[expect(clippy::needless_pass_by_value, reason = "used as a function of `map_err`")]
pub fn unavailable(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(database)
            if database.is_unique_violation() || database.is_foreign_key_violation() || database.is_check_violation() =>
        {
            StoreError::Conflict(database.message().to_owned())
        }
        _ => StoreError::Unavailable(error.to_string()),
    }
}

/// Names a place for [`StoreError::Corrupt`].
#[derive(Clone, Copy)]
pub struct Place<'a>(pub &'static str, pub &'static str, pub &'a str);

impl Place<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "takes what an error path has in hand")]
    pub fn corrupt(self, problem: impl ToString) -> StoreError {
        StoreError::Corrupt { table: self.0, column: self.1, row: self.2.to_owned(), problem: problem.to_string() }
    }
}

pub fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unavailable(error.to_string()))
}

pub fn from_json<T: DeserializeOwned>(text: &str, place: Place<'_>) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| place.corrupt(error))
}

/// Text columns with a type of their own: codes, periods, days.
pub fn parse<T: std::str::FromStr>(text: &str, place: Place<'_>) -> Result<T, StoreError>
where
    T::Err: ToString,
{
    text.parse().map_err(|error: T::Err| place.corrupt(error))
}

pub fn micros(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_micros()
}

pub fn instant(micros: i64, place: Place<'_>) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| place.corrupt("no instant"))
}

pub fn unsigned(value: i64, place: Place<'_>) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|error| place.corrupt(error))
}

pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes that must still have the hash under which they were stored.
pub fn verified(bytes: Vec<u8>, hash: &str, place: Place<'_>) -> Result<Vec<u8>, StoreError> {
    if sha256(&bytes) == hash { Ok(bytes) } else { Err(place.corrupt("the bytes do not have their hash any more")) }
}
