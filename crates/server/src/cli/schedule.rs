//! Arguments of `thidua schedule` and `thidua jobs`.

use chrono::NaiveTime;
use clap::{Args, Subcommand};
use thidua_domain::code::Code;
use thidua_domain::job::{ByMail, Whose};
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
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule add --agency <MÃ> --name <TÊN> (--anchor <MỐC> --days <SỐ> [--working] | --daily | --weekly <THỨ> | --monthly <NGÀY> | --cron <BIỂU_THỨC>) [TÙY CHỌN]")]
    Add(ScheduleAdd),
    /// Sửa một lịch; phần không nêu giữ nguyên
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule edit <MÃ> [TÙY CHỌN]")]
    Edit(ScheduleEdit),
    /// Tạm dừng một lịch
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule pause <MÃ> [TÙY CHỌN]")]
    Pause(Named),
    /// Cho một lịch tạm dừng hoặc bản nháp chạy; các lần lỡ trước đó không chạy bù
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule resume <MÃ> [TÙY CHỌN]")]
    Resume(Named),
    /// Chạy ngay một lịch, ngoài các lần theo lịch
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule run <MÃ> [TÙY CHỌN]")]
    Run(Named),
    /// Bỏ một lịch; các lần đã chạy vẫn còn trong lịch sử
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule remove <MÃ> [TÙY CHỌN]")]
    Remove(Named),
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
    /// Việc cần làm: draft (lập dự thảo, mặc định), open (mở kỳ), remind (nhắc), lock (khóa), deliver (gửi), digest (tổng hợp tình hình gửi), backup (sao lưu), prune (dọn), canary (kiểm tra hàng đợi)
    #[arg(long, value_name = "VIỆC", default_value = "draft", hide_default_value = true)]
    pub job: Code,
    #[command(flatten)]
    pub rule: RuleArgs,
    /// Lưu thành bản nháp: chưa chạy cho đến khi dùng thidua schedule resume
    #[arg(long)]
    pub draft: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct ScheduleEdit {
    /// Mã trong danh sách
    #[arg(value_name = "MÃ")]
    pub id: Uuid,
    /// Tên để gọi lịch này
    #[arg(long, value_name = "TÊN")]
    pub name: Option<String>,
    /// Việc cần làm, như của thidua schedule add
    #[arg(long, value_name = "VIỆC")]
    pub job: Option<Code>,
    #[command(flatten)]
    pub rule: RuleArgs,
    #[command(flatten)]
    pub database: Database,
}

/// When it runs, what becomes of missed runs, what runs are told.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct RuleArgs {
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
    /// Biểu thức cron gồm năm phần: phút, giờ, ngày, tháng, thứ, theo giờ Việt Nam; ví dụ "0 7 1 1,7 *"
    #[arg(long, value_name = "BIỂU_THỨC")]
    pub cron: Option<String>,
    /// Giờ Việt Nam (mặc định 07:00)
    #[arg(long, value_name = "GIỜ", value_parser = hour)]
    pub at: Option<NaiveTime>,
    /// Lần chạy bị lỡ: once (chạy bù một lần, mặc định), skip (bỏ qua), ask (chờ quyết định)
    #[arg(long, value_name = "CÁCH", value_parser = missed)]
    pub missed: Option<Missed>,
    /// Báo cáo được lập: agency (của cơ quan), units (từng đơn vị), clusters (từng cụm, khối); cách nhau bằng dấu phẩy
    #[arg(long, value_name = "CỦA_AI", value_delimiter = ',', value_parser = whose)]
    pub whose: Vec<Whose>,
    /// Gửi thư: attachment (kèm tệp PDF), link (kèm đường dẫn) hoặc none (không gửi)
    #[arg(long, value_name = "CÁCH", value_parser = by_mail)]
    pub by_mail: Option<ByMailArg>,
    /// Ghi tệp vào thư mục nhận báo cáo: yes hoặc no
    #[arg(long, value_name = "CÓ_KHÔNG", value_parser = yes)]
    pub to_folder: Option<bool>,
    /// Kỳ được mở: số ngày làm việc từ ngày chốt số liệu đến thời hạn gửi (mặc định 3)
    #[arg(long, value_name = "SỐ", value_parser = clap::value_parser!(u32).range(0..=60))]
    pub due_after: Option<u32>,
}

/// How a report comes by mail, if at all.
#[derive(Debug, Clone, Copy)]
pub struct ByMailArg(pub Option<ByMail>);

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

/// Whose reports, by name.
fn whose(name: &str) -> Result<Whose, &'static str> {
    match name {
        "agency" => Ok(Whose::Agency),
        "units" => Ok(Whose::Units),
        "clusters" => Ok(Whose::Clusters),
        _ => Err("nobody's reports"),
    }
}

/// A way by mail, by name.
fn by_mail(name: &str) -> Result<ByMailArg, &'static str> {
    match name {
        "attachment" => Ok(ByMailArg(Some(ByMail::Attachment))),
        "link" => Ok(ByMailArg(Some(ByMail::Link))),
        "none" => Ok(ByMailArg(None)),
        _ => Err("no way by mail"),
    }
}

/// Yes or no.
fn yes(name: &str) -> Result<bool, &'static str> {
    match name {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("yes or no"),
    }
}
