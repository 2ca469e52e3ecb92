//! Speaks HTTP: routes, extractors, askama pages, errors as pages.
//!
//! [`router`] is the whole application over an [`App`]. One file a page under `pages`; `guard` holds
//! what every request passes (request id, host and origin checks, headers), `error` what becomes of
//! a refusal, `assets` the files inside the program. Knows the store only through the ports.

mod assets;
mod error;
mod extract;
mod format;
mod guard;
mod layout;
mod pages;
mod press;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};
use thidua_document::fonts::Fonts;
use thidua_domain::ports::{Clerk, Store};
use thidua_domain::reporting::Press;
use thidua_domain::world::World;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// Longest a request may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Largest file brought in.
const FILE_LIMIT: usize = 64 << 20;
/// Largest file whose presentation is checked, with its form: the checker itself says what is too large.
const CONFORM_LIMIT: usize = thidua_document::conform::MOST_BYTES + (1 << 20);
/// Largest body of a form.
const BODY_LIMIT: usize = 64 * 1024;
/// Largest body of a page on which long texts are written: 10,000 characters, each up to nine bytes when sent.
const EDIT_LIMIT: usize = 256 * 1024;
/// Reports printed at the same time; further ones are asked to come back.
const PRESSES: usize = 2;

/// What handlers share.
#[derive(Clone)]
pub struct App {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Prints files.
    pub press: Arc<dyn Press>,
    /// The faces, for the preview.
    pub fonts: Arc<Fonts>,
    /// Time and chance.
    pub world: Arc<dyn World>,
    /// Whoever does the jobs.
    pub clerk: Arc<dyn Clerk>,
    /// Secret of this process, proved by every form.
    pub form_token: Arc<str>,
    /// Files that were checked and wait for their confirmation.
    pub(crate) waiting: Arc<pages::import::Waiting>,
    presses: Arc<Semaphore>,
}

impl App {
    /// An application over a store.
    pub fn new(
        store: Arc<dyn Store>,
        press: Arc<dyn Press>,
        fonts: Arc<Fonts>,
        world: Arc<dyn World>,
        clerk: Arc<dyn Clerk>,
        form_token: &str,
    ) -> Self {
        Self {
            clerk,
            store,
            press,
            fonts,
            world,
            form_token: form_token.into(),
            waiting: Arc::default(),
            presses: Arc::new(Semaphore::new(PRESSES)),
        }
    }
}

/// All routes with everything a request passes on its way.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(pages::home::show))
        .route("/agencies/{agency}/periods/{period}", get(pages::period::show))
        .route("/agencies/{agency}/periods/{period}/figures", get(pages::figure::show))
        .route("/agencies/{agency}/periods/{period}/reports", post(pages::report::make))
        .route("/agencies/{agency}/reports", get(pages::reports::show))
        .route("/agencies/{agency}/periods/{period}/units/{unit}", get(pages::submission::show))
        .route("/agencies/{agency}/periods/{period}/units/{unit}/template", get(pages::submission::template))
        .route("/catalogue", get(pages::catalogue::show))
        .route("/conform", get(pages::conform::show))
        .route("/import", get(pages::import::show))
        .route("/import/confirm", post(pages::import::confirm))
        .route("/reports/{id}", get(pages::report::show))
        .route("/reports/{id}/figures", get(pages::figure::of_version))
        .route("/reports/{id}/changes", get(pages::changes::show))
        .route("/reports/{id}/conform", get(pages::conform::of_version))
        .route("/reports/{id}/{format}", get(pages::report::download))
        .route("/reports/{id}/deliver", post(pages::report::deliver))
        .route("/jobs", get(pages::jobs::show))
        .route("/jobs/{id}", get(pages::jobs::one))
        .route("/jobs/{id}/again", post(pages::jobs::again))
        .route("/alarms/{id}/seen", post(pages::jobs::seen))
        .route("/alarms/seen", post(pages::jobs::all_seen))
        .route("/agencies/{agency}/schedules", get(pages::schedules::list).post(pages::schedules::add))
        .route("/agencies/{agency}/schedules/new", get(pages::schedules::new))
        .route("/agencies/{agency}/contacts", get(pages::contacts::show).post(pages::contacts::edit))
        .route("/schedules/{id}", get(pages::schedules::show).post(pages::schedules::edit))
        .route("/schedules/{id}/preview", get(pages::schedules::preview))
        .route("/settings", get(pages::settings::show).post(pages::settings::edit))
        .route("/health", get(pages::health::show))
        .route("/assets/{file}", get(assets::serve))
        .fallback(pages::missing)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .route(
            "/agencies/{agency}/periods/{period}/draft",
            get(pages::drafting::show).post(pages::drafting::edit).layer(RequestBodyLimitLayer::new(EDIT_LIMIT)),
        )
        .route("/import/file", post(pages::import::upload).layer(DefaultBodyLimit::max(FILE_LIMIT)))
        .route("/conform/file", post(pages::conform::upload).layer(DefaultBodyLimit::max(CONFORM_LIMIT)))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIMEOUT))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::pass))
        .with_state(app)
}

#[cfg(test)]
mod tests;
