//! Arguments of `thidua schedule` and `thidua jobs`.

use chrono::NaiveTime;
use clap::{Args, Subcommand};
use thidua_domain::code::Code;
use thidua_domain::schedule::{Anchor, Missed};
use uuid::Uuid;

use super::{Database, TEMPLATE};

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct ScheduleCommand {
    #[command(subcommand)]
    pub act: ScheduleAct,
}

#[derive(Debug, Subcommand)]
pub enum ScheduleAct {
    /// Xem các lịch và năm lần chạy tiếp theo
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule list [TÙY CHỌN]")]
    List(Database),
    /// Thêm một lịch
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule add --agency <MÃ> --name <TÊN> (--anchor <MỐC> --days <SỐ> [--working] | --daily | --weekly <THỨ> | --monthly <NGÀY>) [TÙY CHỌN]")]
    Add(ScheduleAdd),
    /// Tạm dừng một lịch
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule pause <MÃ> [TÙY CHỌN]")]
    Pause(Named),
    /// Cho một lịch chạy tiếp; các lần lỡ trong lúc tạm dừng không chạy bù
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule resume <MÃ> [TÙY CHỌN]")]
    Resume(Named),
    /// Chạy ngay một lịch, ngoài các lần theo lịch
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule run <MÃ> [TÙY CHỌN]")]
    Run(Named),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct ScheduleAdd {
    /// Mã cơ quan
    #[arg(long, value_name = "MÃ")]
    pub agency: Code,
    /// Tên để gọi lịch này
    #[arg(long, value_name = "TÊN")]
    pub name: String,
    /// Việc cần làm: draft (lập dự thảo báo cáo, mặc định) hoặc canary (kiểm tra hàng đợi)
    #[arg(long, value_name = "VIỆC", default_value = "draft", hide_default_value = true)]
    pub job: Code,
    /// Mốc của mỗi kỳ: data_to (ngày chốt số liệu), due_at (thời hạn gửi), lock_at (thời điểm khóa)
    #[arg(long, value_name = "MỐC", value_parser = anchor)]
    pub anchor: Option<Anchor>,
    /// Số ngày tính từ mốc; số âm là trước mốc
    #[arg(long, value_name = "SỐ", default_value_t = 0, hide_default_value = true, allow_negative_numbers = true, requires = "anchor")]
    pub days: i32,
    /// Chỉ tính ngày làm việc
    #[arg(long, requires = "anchor")]
    pub working: bool,
    /// Hằng ngày
    #[arg(long)]
    pub daily: bool,
    /// Hằng tuần: 1 là thứ Hai, 7 là Chủ nhật
    #[arg(long, value_name = "THỨ")]
    pub weekly: Option<u8>,
    /// Hằng tháng: ngày 1 đến 31
    #[arg(long, value_name = "NGÀY")]
    pub monthly: Option<u8>,
    /// Giờ Việt Nam (mặc định 07:00)
    #[arg(long, value_name = "GIỜ", default_value = "07:00", hide_default_value = true, value_parser = hour)]
    pub at: NaiveTime,
    /// Lần chạy bị lỡ: once (chạy bù một lần, mặc định), skip (bỏ qua), ask (chờ quyết định)
    #[arg(long, value_name = "CÁCH", default_value = "once", hide_default_value = true, value_parser = missed)]
    pub missed: Missed,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Named {
    /// Mã trong danh sách
    #[arg(value_name = "MÃ")]
    pub id: Uuid,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct JobsCommand {
    #[command(subcommand)]
    pub act: JobsAct,
}

#[derive(Debug, Subcommand)]
pub enum JobsAct {
    /// Xem các công việc gần đây
    #[command(help_template = TEMPLATE, override_usage = "thidua jobs list [TÙY CHỌN]")]
    List(Database),
    /// Xem một công việc
    #[command(help_template = TEMPLATE, override_usage = "thidua jobs show <MÃ> [TÙY CHỌN]")]
    Show(Named),
    /// Chạy lại một công việc không thực hiện được, hoặc chạy một lần đã lỡ
    #[command(help_template = TEMPLATE, override_usage = "thidua jobs retry <MÃ> [TÙY CHỌN]")]
    Retry(Named),
}

/// A date of a period by its name.
fn anchor(name: &str) -> Result<Anchor, &'static str> {
    match name {
        "data_to" => Ok(Anchor::DataTo),
        "due_at" => Ok(Anchor::DueAt),
        "lock_at" => Ok(Anchor::LockAt),
        _ => Err("not a date of a period"),
    }
}

/// `07:00`.
fn hour(raw: &str) -> Result<NaiveTime, &'static str> {
    NaiveTime::parse_from_str(raw, "%H:%M").map_err(|_| "not an hour")
}

/// A policy by its name.
fn missed(name: &str) -> Result<Missed, &'static str> {
    match name {
        "once" => Ok(Missed::Once),
        "skip" => Ok(Missed::Skip),
        "ask" => Ok(Missed::Ask),
        _ => Err("not a policy"),
    }
}
