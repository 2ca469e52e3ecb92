//! Our extractors: a bad code, period or id is our page, not the framework's text.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thidua_domain::code::Code;
use thidua_domain::period::Period;
use thidua_domain::ports::{Format, ReportId};
use uuid::Uuid;

use crate::App;
use crate::error::AppError;

/// `{agency}` and `{period}` of an address.
pub struct AgencyPeriod {
    pub agency: Code,
    pub period: Period,
}

/// `{agency}`, `{period}` and `{unit}` of an address.
pub struct AgencyPeriodUnit {
    pub agency: Code,
    pub period: Period,
    pub unit: Code,
}

/// `{agency}` of an address.
pub struct AgencyCode(pub Code);

/// `{id}` of a report.
pub struct Report(pub ReportId);

/// `{id}` of a report and the `{format}` of one of its files.
pub struct ReportFile {
    pub id: ReportId,
    pub format: Format,
}

/// A form that was sent from a page of this process: it proves the process's token.
pub struct Signed<T>(pub T);

#[derive(Deserialize)]
struct WithToken<T> {
    #[serde(default)]
    token: String,
    #[serde(flatten)]
    form: T,
}

impl<T: DeserializeOwned> FromRequest<App> for Signed<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self, AppError> {
        let Form(sent) = Form::<WithToken<T>>::from_request(request, app).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => AppError::Layer(StatusCode::PAYLOAD_TOO_LARGE),
            _ => AppError::Forbidden("form"),
        })?;
        if sent.token == *app.form_token { Ok(Self(sent.form)) } else { Err(AppError::Forbidden("token")) }
    }
}

/// `{id}` of a schedule, a job or an alarm.
pub struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        Ok(Self(parsed(segments(parts, state).await?.id.as_deref())?))
    }
}

#[derive(Deserialize)]
struct Segments {
    agency: Option<String>,
    period: Option<String>,
    unit: Option<String>,
    id: Option<String>,
    format: Option<String>,
}

async fn segments<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Segments, AppError> {
    Path::<Segments>::from_request_parts(parts, state).await.map(|Path(segments)| segments).map_err(|_| AppError::NotFound)
}

fn parsed<T: std::str::FromStr>(segment: Option<&str>) -> Result<T, AppError> {
    segment.and_then(|segment| segment.parse().ok()).ok_or(AppError::NotFound)
}

impl<S: Send + Sync> FromRequestParts<S> for AgencyPeriod {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let segments = segments(parts, state).await?;
        Ok(Self { agency: parsed(segments.agency.as_deref())?, period: parsed(segments.period.as_deref())? })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AgencyPeriodUnit {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let segments = segments(parts, state).await?;
        let (agency, unit) = (parsed(segments.agency.as_deref())?, parsed(segments.unit.as_deref())?);
        Ok(Self { agency, period: parsed(segments.period.as_deref())?, unit })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AgencyCode {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        Ok(Self(parsed(segments(parts, state).await?.agency.as_deref())?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Report {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        Ok(Self(ReportId(parsed::<Uuid>(segments(parts, state).await?.id.as_deref())?)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ReportFile {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let segments = segments(parts, state).await?;
        let format = segments.format.as_deref().and_then(Format::named).ok_or(AppError::NotFound)?;
        Ok(Self { id: ReportId(parsed::<Uuid>(segments.id.as_deref())?), format })
    }
}
