//! What every request passes: an id, the host and origin checks, one log line, the headers; and the
//! page of a refusal.
//!
//! Until accounts exist the service answers on loopback alone, so only loopback names are accepted
//! as `Host`: a page elsewhere cannot reach it by pointing its own name here.

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use tracing::Instrument as _;

use crate::App;
use crate::error::{AppError, OwnPage};
use crate::layout::Frame;

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    status: u16,
    sentence: String,
    request_id: &'a str,
}

/// The layer around all routes.
pub async fn pass(State(app): State<App>, request: Request, next: Next) -> Response {
    let request_id = app.world.fresh_id().to_string();
    let span = tracing::info_span!("web.request", id = %request_id, method = %request.method(), path = %request.uri().path());
    let answer = async {
        match admit(request.method(), request.headers()) {
            Ok(()) => next.run(request).await,
            Err(refusal) => refusal.into_response(),
        }
    };
    let response = answer.instrument(span.clone()).await;
    let _entered = span.enter();
    finish(response, &request_id)
}

/// Refuses foreign hosts, and unsafe methods from foreign pages.
fn admit(method: &Method, headers: &HeaderMap) -> Result<(), AppError> {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_loopback_name(host) {
        return Err(AppError::Forbidden("host"));
    }
    if method.is_safe() {
        return Ok(());
    }
    let value = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let same_site = value(HeaderName::from_static("sec-fetch-site")).is_none_or(|site| site == "same-origin" || site == "none");
    let same_origin = value(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    if same_site && same_origin { Ok(()) } else { Err(AppError::Forbidden("origin")) }
}

fn is_loopback_name(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "[::1]") || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// A refusal becomes a page; every answer gets its id and the headers.
fn finish(response: Response, request_id: &str) -> Response {
    let status = response.status();
    let refusal = response
        .extensions()
        .get::<AppError>()
        .cloned()
        .or_else(|| (status.is_client_error() || status.is_server_error()).then_some(AppError::Layer(status)))
        .filter(|_| response.extensions().get::<OwnPage>().is_none());
    let mut response = match refusal {
        Some(refusal) => {
            log(&refusal);
            page(response, &refusal, request_id)
        }
        None => response,
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(HeaderName::from_static("x-request-id"), request_id);
    set(header::CONTENT_SECURITY_POLICY, CSP);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::CACHE_CONTROL, "no-store");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

fn log(refusal: &AppError) {
    let status = refusal.status().as_u16();
    match refusal {
        AppError::Store(_, detail) => tracing::error!(status, detail = %detail, "request failed"),
        _ if refusal.status().is_server_error() => tracing::error!(status, error = %refusal, "request failed"),
        _ => tracing::info!(status, error = %refusal, "request refused"),
    }
}

fn page(response: Response, refusal: &AppError, request_id: &str) -> Response {
    let frame = Frame::plain("Không thực hiện được yêu cầu");
    let page = ErrorPage { frame, status: refusal.status().as_u16(), sentence: refusal.sentence(), request_id };
    let body = page.render().unwrap_or_else(|_| refusal.sentence());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    let mut answer = Html(body).into_response();
    *answer.status_mut() = refusal.status();
    if let Some(after) = parts.headers.remove(header::RETRY_AFTER) {
        answer.headers_mut().insert(header::RETRY_AFTER, after);
    }
    if let Some(allow) = parts.headers.remove(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow);
    }
    answer.map(Body::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_hosts() {
        for good in ["127.0.0.1:8080", "localhost", "localhost:1", "[::1]:8080", "127.1.2.3"] {
            assert!(is_loopback_name(good), "{good}");
        }
        for bad in ["", "example.vn", "127.0.0.1.example.vn", "localhost.example.vn:8080", "10.0.0.1", "[::2]:80"] {
            assert!(!is_loopback_name(bad), "{bad}");
        }
    }

    #[test]
    fn foreign_pages_cannot_post() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect::<HeaderMap>()
        };
        let ours = headers(&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")]);
        assert!(admit(&Method::POST, &ours).is_ok());
        for foreign in [
            headers(&[("host", "127.0.0.1:8080"), ("origin", "http://example.vn")]),
            headers(&[("host", "127.0.0.1:8080"), ("sec-fetch-site", "cross-site")]),
            headers(&[("host", "127.0.0.1:8080"), ("origin", "null")]),
        ] {
            assert!(admit(&Method::POST, &foreign).is_err());
        }
    }
}
