//! `GET /agencies/{agency}/reports`: every version ever made.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::App;
use crate::error::AppError;
use crate::extract::AgencyCode;
use crate::format::VersionRow;
use crate::layout::Frame;

#[derive(Template)]
#[template(path = "pages/reports.html")]
struct Reports {
    frame: Frame,
    versions: Vec<VersionRow>,
}

pub async fn show(State(app): State<App>, AgencyCode(code): AgencyCode) -> Result<Html<String>, AppError> {
    let agency = app.store.agency(&code).await?.ok_or(AppError::NotFound)?;
    let versions = app.store.versions(&code, None).await?;
    let day = app
        .store
        .periods(&code)
        .await?
        .first()
        .map_or_else(|| thidua_domain::period::civil_date(app.world.now()), |newest| newest.period.data_to);
    let frame = Frame::of(&agency, &agency.name_on(day).full, "Các bản báo cáo", Vec::new());
    Ok(Html(Reports { frame, versions: versions.iter().map(VersionRow::of).collect() }.render()?))
}
