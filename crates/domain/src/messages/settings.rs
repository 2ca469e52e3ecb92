//! Settings and contacts in words.

use crate::contact::{ContactError, Side};
use crate::settings::{Security, SettingsError};

/// Why settings are refused.
pub fn settings_error(error: SettingsError) -> &'static str {
    match error {
        SettingsError::Sender => "Đã ghi máy chủ thư thì phải ghi địa chỉ thư của người gửi.",
        SettingsError::Unprotected => {
            "Kết nối không mã hóa chỉ dùng cho máy chủ thư trên chính máy này (127.0.0.1). Chọn TLS hoặc STARTTLS."
        }
        SettingsError::Authority => {
            "Chứng thư của máy chủ thư phải ở dạng PEM, từ dòng -----BEGIN CERTIFICATE----- đến dòng -----END CERTIFICATE-----."
        }
        SettingsError::Site => "Địa chỉ trang web bắt đầu bằng http:// hoặc https://, ví dụ http://127.0.0.1:8080.",
        SettingsError::Folder => "Thư mục phải ghi đường dẫn đầy đủ từ gốc, ví dụ /srv/bao-cao hoặc D:\\bao-cao.",
        SettingsError::Largest => "Dung lượng tệp đính kèm lớn nhất từ 1 đến 50 MB.",
        SettingsError::Backups => "Số bản sao lưu giữ lại từ 1 đến 1000.",
        SettingsError::Age => "Thời hạn lưu từ 30 đến 36500 ngày.",
    }
}

/// Why a contact is refused.
pub fn contact_error(error: ContactError) -> &'static str {
    match error {
        ContactError::Name => "Người nhận thư phải có tên.",
        ContactError::Units => {
            "Người của đơn vị phải ghi ít nhất một đơn vị; người của cơ quan và nơi nhận ngoài cơ quan không ghi đơn vị."
        }
        ContactError::Owner => "Người phụ trách phải là người của cơ quan.",
    }
}

/// Where a contact stands.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Own => "người của cơ quan",
        Side::Unit => "người của đơn vị",
        Side::Outside => "nơi nhận ngoài cơ quan",
    }
}

/// Protection of the connection to the mail server.
pub fn security(security: Security) -> &'static str {
    match security {
        Security::Tls => "TLS",
        Security::StartTls => "STARTTLS",
        Security::Plain => "không mã hóa (chỉ với máy chủ trên máy này)",
    }
}
