//! Printing on a bounded pool, so that pages stay quick while reports are made.

use thidua_domain::ports::{Format, NewVersion, ReportVersion};
use thidua_domain::reporting::{Scope, again};
use thidua_domain::snapshot::Snapshot;

use crate::App;
use crate::error::AppError;

/// Prints a draft of a snapshot and stores it as the next version.
pub async fn make_draft(app: &App, snapshot: Snapshot) -> Result<ReportVersion, AppError> {
    let permit = app.presses.clone().try_acquire_owned().map_err(|_| AppError::Busy)?;
    let press = app.press.clone();
    let printed = tokio::task::spawn_blocking(move || {
        let files = press.print(&snapshot, None);
        drop(permit);
        files.map(|files| (snapshot, files))
    });
    let (snapshot, files) = printed.await.map_err(|error| AppError::Internal(error.to_string()))??;
    let engine = app.press.engine();
    Ok(app
        .store
        .add_version(NewVersion { snapshot: &snapshot, scope: &Scope::Agency, issue: None, engine: &engine, job: None, files: &files })
        .await?)
}

/// A file that a version made long ago does not have yet.
pub async fn print_again(app: &App, version: &ReportVersion, format: Format) -> Result<Vec<u8>, AppError> {
    let permit = app.presses.clone().try_acquire_owned().map_err(|_| AppError::Busy)?;
    let snapshot = app.store.version_snapshot(version.id).await?.ok_or(AppError::NotFound)?;
    let (press, version) = (app.press.clone(), version.clone());
    let file = compute(move || {
        let file = again(&*press, &version, &snapshot, format);
        drop(permit);
        file
    });
    file.await??.ok_or(AppError::NotFound)
}

/// Runs pure work of a page (consolidation, preview) off the threads that answer requests.
pub async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::Internal(error.to_string()))
}
