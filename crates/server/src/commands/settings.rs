//! `thidua settings`: what the operator sets for the whole program.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use thidua_domain::messages::settings as words;
use thidua_domain::ports::LetterStore as _;
use thidua_domain::settings::Settings;
use thidua_domain::text::Text;

use super::schedule::existing;
use crate::cli::{SettingsAct, SettingsSet};
use crate::say::say;

pub async fn run(act: SettingsAct) -> Result<()> {
    match act {
        SettingsAct::Show(database) => {
            let tools = existing(&database).await?;
            say!("{}", told(&tools.store.settings().await?));
            tools.store.close().await;
        }
        SettingsAct::Set(asked) => {
            let tools = existing(&asked.database).await?;
            let settings = changed(tools.store.settings().await?, &asked)?;
            if let Err(error) = settings.check() {
                bail!(words::settings_error(error));
            }
            tools.store.put_settings(&settings).await?;
            say!("{}", told(&settings));
            tools.store.close().await;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("Không đọc được tệp {}", path.display()))
}

fn changed(mut settings: Settings, asked: &SettingsSet) -> Result<Settings> {
    let before = settings.mail.clone();
    let text = |field: &mut Text, value: &Option<String>| {
        if let Some(value) = value {
            *field = Text::new(value);
        }
    };
    let mail = &mut settings.mail;
    text(&mut mail.host, &asked.smtp_host);
    text(&mut mail.user, &asked.smtp_user);
    text(&mut mail.sender_name, &asked.sender_name);
    mail.port = asked.smtp_port.unwrap_or(mail.port);
    mail.security = asked.smtp_security.unwrap_or(mail.security);
    mail.largest = asked.largest.unwrap_or(mail.largest);
    if let Some(sender) = &asked.sender {
        mail.sender = Some(sender.clone());
    }
    if let Some(path) = &asked.smtp_password_file {
        read(path)?.lines().next().unwrap_or_default().clone_into(&mut mail.password);
    }
    if let Some(path) = &asked.smtp_authority {
        mail.authority = Text::new(&read(path)?);
    }
    // A kept password goes to the server that it was given for, and to no other.
    if asked.smtp_password_file.is_none() && !settings.mail.same_account(&before) && !before.password.is_empty() {
        settings.mail.password = String::new();
        say!("Lưu ý: đã đổi máy chủ thư hoặc tên đăng nhập nên mật khẩu cũ bị xóa; đặt lại bằng --smtp-password-file.");
    }
    text(&mut settings.site, &asked.site);
    text(&mut settings.folder, &asked.reports);
    text(&mut settings.backup_folder, &asked.backup_folder);
    settings.backups_kept = asked.backups_kept.unwrap_or(settings.backups_kept);
    settings.keep_jobs = asked.keep_jobs.unwrap_or(settings.keep_jobs);
    settings.keep_drafts = asked.keep_drafts.unwrap_or(settings.keep_drafts);
    settings.keep_letters = asked.keep_letters.unwrap_or(settings.keep_letters);
    Ok(settings)
}

fn told(settings: &Settings) -> String {
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    let mail = &settings.mail;
    let port = if mail.port == 0 { mail.security.port() } else { mail.port };
    let password = if mail.password.is_empty() { "chưa có" } else { "đã có (không hiện)" };
    [
        format!(
            "Máy chủ thư: {}",
            if mail.host.is_empty() {
                "chưa cài đặt".to_owned()
            } else {
                format!("{}, cổng {port}, {}", mail.host, words::security(mail.security))
            }
        ),
        format!("Đăng nhập: {}; mật khẩu: {password}", or(&mail.user, "không")),
        format!(
            "Người gửi: {} <{}>",
            or(&mail.sender_name, "(tên cơ quan)"),
            mail.sender.as_ref().map_or("chưa cài đặt", |sender| sender.as_str())
        ),
        format!("Chứng thư riêng của máy chủ thư: {}", if mail.authority.is_empty() { "không" } else { "có" }),
        format!("Tệp đính kèm lớn nhất: {} MB", mail.largest),
        format!("Địa chỉ trang web trong thư: {}", or(&settings.site, "không ghi")),
        format!("Thư mục nhận báo cáo: {}", or(&settings.folder, "chưa cài đặt")),
        format!("Sao lưu: {} (giữ {} bản)", or(&settings.backup_folder, "thư mục sao-luu bên cạnh cơ sở dữ liệu"), settings.backups_kept),
        format!(
            "Thời hạn lưu: công việc đã xong {} ngày, tệp của dự thảo cũ {} ngày, nội dung thư {} ngày",
            settings.keep_jobs, settings.keep_drafts, settings.keep_letters
        ),
    ]
    .join("\n")
}
