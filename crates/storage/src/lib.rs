//! Keeps the domain's things in one SQLite file, through sqlx.
//!
//! [`SqliteStore`] is the adapter of the ports in `thidua_domain::ports`; one file for each port.
//! SQL stands in `queries/`, the schema in `migrations/`. No `sqlx` type leaves this crate.
//! `codec` holds the only conversions between columns and domain values.

mod agencies;
mod care;
mod catalogues;
mod codec;
mod import;
mod job_rows;
mod jobs;
mod letters;
mod reports;
mod store;
mod submissions;

pub use store::{OpenError, SqliteStore};
