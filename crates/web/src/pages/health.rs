//! `GET /health`: database, disk, version, each with a sentence for a non-expert.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use thidua_domain::messages;
use thidua_domain::narrative::numbers::number;
use thidua_domain::quantity::Quantity;

use crate::App;
use crate::error::AppError;
use crate::format::time;
use crate::layout::Frame;

#[derive(Template)]
#[template(path = "pages/health.html")]
struct Health {
    frame: Frame,
    sound: bool,
    checked_at: String,
    lines: Vec<Line>,
}

struct Line {
    name: &'static str,
    good: bool,
    sentence: String,
}

pub async fn show(State(app): State<App>) -> Result<Response, AppError> {
    let mut lines = Vec::new();
    let mut line = |name, good, sentence: String| lines.push(Line { name, good, sentence });
    match app.store.health().await {
        Ok(health) => {
            let sentence = health.defect.as_ref().map_or_else(
                || "Cơ sở dữ liệu đọc được và không có dấu hiệu hư hỏng.".to_owned(),
                |defect| format!("Cơ sở dữ liệu có dấu hiệu hư hỏng ({defect}). Dừng nhập liệu và phục hồi từ bản sao lưu."),
            );
            line("Cơ sở dữ liệu", health.defect.is_none(), sentence);
            let written = if health.writable {
                "Ghi được dữ liệu mới."
            } else {
                "Không ghi được dữ liệu. Kiểm tra dung lượng đĩa và quyền ghi tệp cơ sở dữ liệu."
            };
            let size = number(Quantity::whole(health.size.div_ceil(1024)));
            line("Đĩa", health.writable, format!("{written} Tệp cơ sở dữ liệu có dung lượng {size} KB."));
            line(
                "Phiên bản",
                true,
                format!("thidua {}, SQLite {}, bộ in {}.", env!("CARGO_PKG_VERSION"), health.engine, app.press.engine()),
            );
        }
        Err(error) => {
            tracing::error!(error = %error, "health check failed");
            line("Cơ sở dữ liệu", false, messages::store_error(&error));
        }
    }
    let sound = lines.iter().all(|line| line.good);
    let page = Health { frame: Frame::plain("Tình trạng hệ thống"), sound, checked_at: time(app.world.now()), lines };
    let status = if sound { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Html(page.render()?)).into_response())
}
