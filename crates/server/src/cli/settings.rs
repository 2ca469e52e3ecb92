//! Arguments of `thidua settings`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use thidua_domain::contact::Email;
use thidua_domain::settings::Security;

use super::{Database, TEMPLATE};

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct SettingsCommand {
    #[command(subcommand)]
    pub act: SettingsAct,
}

#[derive(Debug, Subcommand)]
pub enum SettingsAct {
    /// Xem cài đặt; mật khẩu không hiện
    #[command(help_template = TEMPLATE, override_usage = "thidua settings show [TÙY CHỌN]")]
    Show(Database),
    /// Đổi cài đặt; phần không nêu giữ nguyên, giá trị trống xóa phần đó
    #[command(help_template = TEMPLATE, override_usage = "thidua settings set [TÙY CHỌN]")]
    Set(Box<SettingsSet>),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct SettingsSet {
    /// Máy chủ thư
    #[arg(long, value_name = "TÊN")]
    pub smtp_host: Option<String>,
    /// Cổng của máy chủ thư; 0 là cổng thường dùng
    #[arg(long, value_name = "CỔNG")]
    pub smtp_port: Option<u16>,
    /// Bảo vệ kết nối: tls, start_tls, hoặc plain (chỉ với máy chủ trên máy này)
    #[arg(long, value_name = "CÁCH", value_parser = security)]
    pub smtp_security: Option<Security>,
    /// Tên đăng nhập máy chủ thư
    #[arg(long, value_name = "TÊN")]
    pub smtp_user: Option<String>,
    /// Tệp có mật khẩu ở dòng đầu; mật khẩu không ghi trên dòng lệnh
    #[arg(long, value_name = "TỆP")]
    pub smtp_password_file: Option<PathBuf>,
    /// Tệp PEM của đơn vị chứng thực máy chủ thư
    #[arg(long, value_name = "TỆP")]
    pub smtp_authority: Option<PathBuf>,
    /// Địa chỉ thư của người gửi
    #[arg(long, value_name = "ĐỊA_CHỈ", value_parser = email)]
    pub sender: Option<Email>,
    /// Tên người gửi
    #[arg(long, value_name = "TÊN")]
    pub sender_name: Option<String>,
    /// Tệp đính kèm lớn nhất, MB
    #[arg(long, value_name = "SỐ")]
    pub largest: Option<u32>,
    /// Địa chỉ trang web ghi trong thư, ví dụ http://127.0.0.1:8080
    #[arg(long, value_name = "ĐỊA_CHỈ")]
    pub site: Option<String>,
    /// Thư mục nhận báo cáo
    #[arg(long = "folder", value_name = "THƯ_MỤC")]
    pub reports: Option<String>,
    /// Thư mục sao lưu
    #[arg(long, value_name = "THƯ_MỤC")]
    pub backup_folder: Option<String>,
    /// Số bản sao lưu giữ lại
    #[arg(long, value_name = "SỐ")]
    pub backups_kept: Option<u32>,
    /// Thời hạn lưu công việc đã xong, ngày
    #[arg(long, value_name = "NGÀY")]
    pub keep_jobs: Option<u32>,
    /// Thời hạn lưu tệp của dự thảo đã có bản mới hơn, ngày
    #[arg(long, value_name = "NGÀY")]
    pub keep_drafts: Option<u32>,
    /// Thời hạn lưu nội dung thư, ngày
    #[arg(long, value_name = "NGÀY")]
    pub keep_letters: Option<u32>,
    #[command(flatten)]
    pub database: Database,
}

/// A protection by its name.
fn security(name: &str) -> Result<Security, &'static str> {
    [Security::Tls, Security::StartTls, Security::Plain].into_iter().find(|known| known.name() == name).ok_or("not a protection")
}

/// An address.
fn email(raw: &str) -> Result<Email, String> {
    raw.parse().map_err(|error: thidua_domain::contact::EmailError| error.to_string())
}
