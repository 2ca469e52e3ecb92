//! `GET`/`POST /settings`: the mail server, folders, ages; and a letter to oneself to try them. The password is never
//! shown; left empty it stays as it is.

use askama::Template;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use thidua_domain::contact::Email;
use thidua_domain::messages::settings as words;
use thidua_domain::settings::{MailSettings, Security, Settings};
use thidua_domain::text::Text;

use crate::App;
use crate::error::{AppError, OwnPage};
use crate::extract::Signed;
use crate::layout::Frame;

#[derive(Template)]
#[template(path = "pages/settings.html")]
struct SettingsPage {
    frame: Frame,
    token: String,
    problem: String,
    done: String,
    has_password: bool,
    /// A password was typed for the trial and is not kept yet.
    retype: bool,
    form: SettingsForm,
    securities: [(&'static str, &'static str); 3],
    contacts: Vec<(String, String)>,
}

/// What the form sends; numbers as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    act: String,
    host: String,
    port: String,
    security: String,
    user: String,
    password: String,
    no_password: String,
    sender: String,
    sender_name: String,
    authority: String,
    largest: String,
    site: String,
    folder: String,
    backup_folder: String,
    backups_kept: String,
    keep_jobs: String,
    keep_drafts: String,
    keep_letters: String,
    try_to: String,
}

impl SettingsForm {
    fn of(settings: &Settings) -> Self {
        let mail = &settings.mail;
        Self {
            host: mail.host.to_string(),
            port: if mail.port == 0 { String::new() } else { mail.port.to_string() },
            security: mail.security.name().to_owned(),
            user: mail.user.to_string(),
            sender: mail.sender.as_ref().map_or_else(String::new, ToString::to_string),
            sender_name: mail.sender_name.to_string(),
            authority: mail.authority.to_string(),
            largest: mail.largest.to_string(),
            site: settings.site.to_string(),
            folder: settings.folder.to_string(),
            backup_folder: settings.backup_folder.to_string(),
            backups_kept: settings.backups_kept.to_string(),
            keep_jobs: settings.keep_jobs.to_string(),
            keep_drafts: settings.keep_drafts.to_string(),
            keep_letters: settings.keep_letters.to_string(),
            ..Self::default()
        }
    }

    /// The settings that were typed.
    fn read(&self, before: &Settings) -> Result<Settings, String> {
        let number =
            |raw: &str, what: &str| raw.trim().parse::<u32>().map_err(|_| format!("{what}: cần một số nguyên, không phải “{raw}”."));
        let port = if self.port.trim().is_empty() { 0 } else { number(&self.port, "Cổng")? };
        let sender: Option<Email> =
            if self.sender.trim().is_empty() {
                None
            } else {
                Some(self.sender.parse().map_err(|_| {
                    format!("Địa chỉ thư của người gửi “{}” không đúng dạng, ví dụ vanthu@thanhtra.tinh.gov.vn.", self.sender)
                })?)
            };
        let securities = [Security::Tls, Security::StartTls, Security::Plain];
        let password = match (self.password.as_str(), self.no_password.is_empty()) {
            (_, false) => String::new(),
            ("", true) => before.mail.password.clone(),
            (typed, true) => typed.to_owned(),
        };
        let mut settings = Settings {
            mail: MailSettings {
                host: Text::new(&self.host),
                port: u16::try_from(port).map_err(|_| "Cổng: viết số từ 1 đến 65535, hoặc để trống.".to_owned())?,
                security: securities.into_iter().find(|known| known.name() == self.security).unwrap_or(Security::StartTls),
                user: Text::new(&self.user),
                password,
                sender,
                sender_name: Text::new(&self.sender_name),
                authority: Text::new(&self.authority.replace("\r\n", "\n")),
                largest: number(&self.largest, "Dung lượng tệp đính kèm lớn nhất")?,
            },
            site: Text::new(&self.site),
            folder: Text::new(&self.folder),
            backup_folder: Text::new(&self.backup_folder),
            backups_kept: number(&self.backups_kept, "Số bản sao lưu giữ lại")?,
            keep_jobs: number(&self.keep_jobs, "Thời hạn lưu công việc")?,
            keep_drafts: number(&self.keep_drafts, "Thời hạn lưu tệp của dự thảo")?,
            keep_letters: number(&self.keep_letters, "Thời hạn lưu nội dung thư")?,
        };
        settings.check().map_err(|error| words::settings_error(error).to_owned())?;
        // A kept password goes to the server that it was given for, and to no other.
        if self.password.is_empty() && !settings.mail.same_account(&before.mail) {
            if !settings.mail.password.is_empty() && !settings.mail.host.is_empty() && !settings.mail.user.is_empty() {
                return Err("Đã đổi máy chủ, cổng, cách bảo vệ, chứng thư hoặc tên đăng nhập: nhập lại mật khẩu.".to_owned());
            }
            settings.mail.password = String::new();
        }
        Ok(settings)
    }
}

async fn page(app: &App, form: SettingsForm, problem: String, done: String) -> Result<String, AppError> {
    let stored = app.store.settings().await?;
    let agencies = app.store.agencies().await?;
    let today = thidua_domain::period::civil_date(app.world.now());
    let page = SettingsPage {
        frame: Frame { illustrative: agencies.iter().any(|agency| agency.illustrative), ..Frame::plain("Cài đặt") },
        token: app.form_token.to_string(),
        problem,
        done,
        has_password: !stored.mail.password.is_empty(),
        retype: !form.password.is_empty(),
        form: SettingsForm { password: String::new(), ..form },
        securities: [Security::Tls, Security::StartTls, Security::Plain].map(|one| (one.name(), words::security(one))),
        contacts: agencies
            .iter()
            .map(|agency| (agency.name_on(today).full.to_string(), crate::format::contacts_href(&agency.code)))
            .collect(),
    };
    Ok(page.render()?)
}

#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    saved: String,
}

pub async fn show(State(app): State<App>, after: Result<Query<After>, QueryRejection>) -> Result<Html<String>, AppError> {
    let form = SettingsForm::of(&app.store.settings().await?);
    let saved = after.is_ok_and(|Query(after)| !after.saved.is_empty());
    let done = if saved { "Đã lưu cài đặt." } else { "" };
    Ok(Html(page(&app, form, String::new(), done.to_owned()).await?))
}

pub async fn edit(State(app): State<App>, Signed(form): Signed<SettingsForm>) -> Result<Response, AppError> {
    let before = app.store.settings().await?;
    let refused = async |form: SettingsForm, problem: String| {
        let page = page(&app, form, problem, String::new()).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Extension(OwnPage), Html(page)).into_response())
    };
    let settings = match form.read(&before) {
        Ok(settings) => settings,
        Err(problem) => return refused(form, problem).await,
    };
    if form.act == "try" {
        let Ok(to) = form.try_to.parse::<Email>() else {
            let problem = format!("Địa chỉ nhận thư thử “{}” không đúng dạng.", form.try_to);
            return refused(form, problem).await;
        };
        return match app.clerk.try_mail(&settings, &to).await {
            Ok(()) => {
                let done = format!(
                    "Máy chủ thư đã nhận thư thử gửi {to}. Mở hộp thư để kiểm tra. Cài đặt chưa được lưu nếu chưa bấm Lưu cài đặt."
                );
                Ok(Html(page(&app, form, String::new(), done).await?).into_response())
            }
            Err(why) => refused(form, format!("Chưa gửi được thư thử: {why}.")).await,
        };
    }
    app.store.put_settings(&settings).await?;
    tracing::info!("settings changed");
    Ok(Redirect::to("/settings?saved=1").into_response())
}
