//! One file a page: extract, ask, decide, answer.

/// Rows of law and custom.
pub mod catalogue;
/// How two versions of a report differ.
pub mod changes;
/// Whether a file keeps the rules of presentation.
pub mod conform;
/// People who are told something by e-mail.
pub mod contacts;
/// The report as it would be made now, with the officer's hand.
pub mod drafting;
/// Sources of a figure.
pub mod figure;
/// How the service is.
pub mod health;
/// Agencies and their periods.
pub mod home;
/// A file brought in through the browser.
pub mod import;
/// What runs by itself, and what did not.
pub mod jobs;
/// A period's summary.
pub mod period;
/// One report version.
pub mod report;
/// All report versions of an agency.
pub mod reports;
/// When something runs by itself.
pub mod schedules;
/// Mail server, folders, ages.
pub mod settings;
/// What one unit sent.
pub mod submission;

use crate::error::AppError;

/// Any address without a route.
pub async fn missing() -> AppError {
    AppError::NotFound
}

/// A route that knows other methods.
pub async fn wrong_method() -> AppError {
    AppError::WrongMethod
}
