//! `GET /health`: database, disk, version, each with a sentence for a non-expert.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use chrono::TimeDelta;
use thidua_domain::messages;
use thidua_domain::narrative::numbers::number;
use thidua_domain::quantity::Quantity;
use thidua_domain::schedule::ScheduleState;

use crate::App;
use crate::error::AppError;
use crate::format::time;
use crate::layout::Frame;
use crate::pages::jobs::asleep;

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
    if let Some((good, sentence)) = backup(&app).await {
        line("Sao lưu", good, sentence);
    }
    if let Ok(asleep) = asleep(&app).await {
        let sentence = if asleep {
            "Bộ lập lịch không hoạt động hơn 10 phút; các lịch tự động hiện không chạy. Dừng rồi mở lại chương trình."
        } else {
            "Bộ lập lịch hoạt động, hoặc chưa có lịch nào đang chạy."
        };
        line("Lịch tự động", !asleep, sentence.to_owned());
    }
    let sound = lines.iter().all(|line| line.good);
    let page = Health { frame: Frame::plain("Tình trạng hệ thống"), sound, checked_at: time(app.world.now()), lines };
    let status = if sound { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Html(page.render()?)).into_response())
}

/// The newest backup; a bad sign only where backups are made by a schedule and the last one is older than three days.
async fn backup(app: &App) -> Option<(bool, String)> {
    let newest = app.store.last_backup().await.ok()?;
    let schedules = app.store.schedules().await.ok()?;
    let nightly = schedules.iter().any(|schedule| schedule.job.as_str() == "backup" && schedule.state == ScheduleState::Active);
    let Some(backup) = newest else {
        let sentence = "Chưa có bản sao lưu nào. Thêm lịch sao lưu hằng đêm tại trang Công việc tự động, hoặc chạy thidua backup.";
        return Some((!nightly, sentence.to_owned()));
    };
    let size = number(Quantity::whole(backup.size.div_ceil(1024)));
    let fresh = app.world.now() - backup.made_at < TimeDelta::days(3);
    let restored = backup
        .restored_at
        .map_or_else(|| "chưa phục hồi thử".to_owned(), |at| format!("đã phục hồi thử và đối chiếu khớp lúc {}", time(at)));
    let old = if nightly && !fresh {
        " Bản này đã cũ hơn 3 ngày trong khi có lịch sao lưu; xem trang Công việc tự động."
    } else {
        ""
    };
    let sentence = format!("Bản sao lưu gần nhất lúc {} ({size} KB, {}), {restored}.{old}", time(backup.made_at), backup.path);
    Some((backup.restored_at.is_some() && (fresh || !nightly), sentence))
}
