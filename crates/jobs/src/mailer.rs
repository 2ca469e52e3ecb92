//! Letters on their way: set as plain text and HTML, handed to a mail server over a verified connection.

use std::time::Duration;

use askama::Template;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use thidua_domain::contact::Email;
use thidua_domain::letter::Words;
use thidua_domain::settings::{MailSettings, Security};

/// Longest wait for the connection to a mail server.
const CONNECTING: Duration = Duration::from_secs(30);
/// Longest time for one letter, however slowly the server takes it, or says nothing at all.
const WHOLE: Duration = Duration::from_secs(90);

/// A letter that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Message-ID without brackets; the same at every attempt.
    pub message_id: String,
    /// To whom.
    pub to: Email,
    /// What it says.
    pub words: Words,
    /// A file with its name and media type.
    pub file: Option<(String, &'static str, Vec<u8>)>,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// It may be later.
    Later(String),
    /// It will never be.
    Never(String),
}

/// Hands letters to a mail server.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Returns when the server has taken the letter.
    async fn send(&self, settings: &MailSettings, letter: &Outgoing) -> Result<(), SendError>;
}

/// The mail server of the settings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Smtp;

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, settings: &MailSettings, letter: &Outgoing) -> Result<(), SendError> {
        let message = message(settings, letter)?;
        let transport = transport(settings)?;
        match tokio::time::timeout(WHOLE, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => match refusal(&error) {
                // A server that takes nobody's letters refuses none of them for good.
                SendError::Never(why) if !greets(&transport).await => Err(SendError::Later(why)),
                refused => Err(refused),
            },
            Err(_) => Err(SendError::Later("Máy chủ thư trả lời quá chậm".to_owned())),
        }
    }
}

/// Whether a server takes up a conversation at all.
async fn greets(transport: &AsyncSmtpTransport<Tokio1Executor>) -> bool {
    matches!(tokio::time::timeout(CONNECTING, transport.test_connection()).await, Ok(Ok(true)))
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Plain<'a> {
    words: &'a Words,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    words: &'a Words,
}

/// A letter as plain text.
pub fn plain(words: &Words) -> String {
    Plain { words }.render().unwrap_or_default()
}

/// A letter as HTML.
pub fn html(words: &Words) -> String {
    Html { words }.render().unwrap_or_default()
}

fn transport(settings: &MailSettings) -> Result<AsyncSmtpTransport<Tokio1Executor>, SendError> {
    if settings.host.is_empty() {
        return Err(SendError::Later("Chưa cài đặt máy chủ thư".to_owned()));
    }
    let tls = || {
        let mut parameters = TlsParameters::builder(settings.host.to_string());
        if !settings.authority.is_empty() {
            let unusable = |_| SendError::Later("Chứng thư trong cài đặt thư điện tử không dùng được".to_owned());
            parameters = parameters.add_root_certificate(Certificate::from_pem(settings.authority.as_bytes()).map_err(unusable)?);
        }
        parameters.build_rustls().map_err(|error| SendError::Later(format!("Không lập được kết nối mã hóa ({error})")))
    };
    let tls = match settings.security {
        Security::Tls => Tls::Wrapper(tls()?),
        Security::StartTls => Tls::Required(tls()?),
        Security::Plain => Tls::None,
    };
    let port = if settings.port == 0 { settings.security.port() } else { settings.port };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str())
        .port(port)
        .tls(tls)
        // The name of this machine is nobody's business.
        .hello_name(ClientId::Domain("localhost".to_owned()))
        .timeout(Some(CONNECTING));
    if !settings.user.is_empty() {
        builder = builder.credentials(Credentials::new(settings.user.to_string(), settings.password.clone()));
    }
    Ok(builder.build())
}

fn message(settings: &MailSettings, letter: &Outgoing) -> Result<Message, SendError> {
    let sender = settings.sender.as_ref().ok_or_else(|| SendError::Later("Chưa cài đặt địa chỉ thư của người gửi".to_owned()))?;
    let unwritable = |error: &dyn std::fmt::Display| SendError::Never(format!("Không lập được thư ({error})"));
    let address = |email: &Email| email.as_str().parse().map_err(|error| unwritable(&error));
    let words = &letter.words;
    // Names and subjects are one line, whatever came in.
    let line = |text: &str| text.split(|ch: char| ch.is_control()).collect::<Vec<_>>().join(" ");
    let sender_name = line(if settings.sender_name.is_empty() { &words.from } else { &settings.sender_name });
    let builder = Message::builder()
        .message_id(Some(format!("<{}>", letter.message_id)))
        .date(letter.at.into())
        .from(Mailbox::new(Some(sender_name), address(sender)?))
        .to(Mailbox::new(Some(line(&words.to)).filter(|name| *name != letter.to.as_str()), address(&letter.to)?))
        .subject(line(&words.subject))
        // Machines do not answer machines.
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    let body = MultiPart::alternative_plain_html(plain(words), html(words));
    let built = match &letter.file {
        Some((name, kind, bytes)) => {
            let kind = ContentType::parse(kind).map_err(|error| unwritable(&error))?;
            let attached: SinglePart = Attachment::new(name.clone()).body(bytes.clone(), kind);
            builder.multipart(MultiPart::mixed().multipart(body).singlepart(attached))
        }
        None => builder.multipart(body),
    };
    built.map_err(|error| unwritable(&error))
}

/// What a failure means. A login that is refused is the settings' fault, not the letter's.
fn refusal(error: &SmtpError) -> SendError {
    let said = cause(error);
    if let Some(status) = error.status() {
        let code = status.to_string();
        let login = ["530", "534", "535", "538"].contains(&code.as_str());
        return match (error.is_permanent(), login) {
            (true, true) => SendError::Later(format!("Máy chủ thư không nhận tên hoặc mật khẩu đăng nhập ({said})")),
            (true, false) => SendError::Never(format!("Máy chủ thư từ chối thư ({said})")),
            (false, _) => SendError::Later(format!("Máy chủ thư tạm thời chưa nhận thư ({said})")),
        };
    }
    if error.is_tls() {
        return SendError::Later(format!("Không tin cậy được kết nối mã hóa với máy chủ thư ({said})"));
    }
    SendError::Later(format!("Không kết nối được hoặc mất kết nối với máy chủ thư ({said})"))
}

/// The innermost cause that says something.
fn cause(error: &SmtpError) -> String {
    let mut said = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(inner) = next {
        said = inner.to_string();
        next = inner.source();
    }
    told(&said.chars().filter(|ch| !ch.is_control()).take(300).collect::<String>())
}

/// The usual causes in Vietnamese, with the library's words behind; others as they come.
fn told(said: &str) -> String {
    const KNOWN: [(&str, &str); 7] = [
        ("STARTTLS is not supported", "máy chủ không hỗ trợ STARTTLS; chọn TLS hoặc hỏi người quản trị thư"),
        ("No compatible authentication mechanism", "máy chủ không nhận cách đăng nhập nào; bỏ tên đăng nhập hoặc đổi cách bảo vệ kết nối"),
        ("InvalidContentType", "máy chủ không nói TLS ở cổng này; chọn STARTTLS hoặc cổng khác"),
        ("failed to lookup address", "không tìm thấy tên máy chủ"),
        ("Connection refused", "máy chủ không mở cổng này"),
        ("UnknownIssuer", "không có đơn vị chứng thực nào bảo đảm cho chứng thư của máy chủ"),
        ("not valid for name", "chứng thư của máy chủ không mang tên này"),
    ];
    KNOWN.iter().find(|(known, _)| said.contains(known)).map_or_else(|| said.to_owned(), |(_, words)| format!("{words}; {said}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_carries_every_vietnamese_letter() {
        let words = Words {
            subject: "[DỰ THẢO] Báo cáo thi đua, khen thưởng: ằẵặấẫậếễệốỗộớỡợứữựđĐƠƯ".to_owned(),
            from: "Thanh tra tỉnh Đắk Nông".to_owned(),
            to: "Nguyễn Thị Ngọc Ánh".to_owned(),
            paragraphs: vec!["Đoạn <một> & hai".to_owned()],
            items: vec!["Thanh tra huyện Cư Jút".to_owned()],
            closing: vec!["Hết".to_owned()],
            link: Some(("Trang".to_owned(), "http://127.0.0.1:8080/x?a=1&b=2".to_owned())),
            attached: false,
            illustrative: true,
        };
        let text = plain(&words);
        for part in [
            "Kính gửi: Nguyễn Thị Ngọc Ánh",
            "Đoạn <một> & hai",
            "\n- Thanh tra huyện Cư Jút\n",
            "Trang: http://127.0.0.1:8080/x?a=1&b=2",
            "SỐ LIỆU MINH HỌA",
        ] {
            assert!(text.contains(part), "{part}:\n{text}");
        }
        let page = html(&words);
        assert!(page.contains("Đoạn &#60;một&#62; &#38; hai") && page.contains("<li>Thanh tra huyện Cư Jút</li>"), "{page}");
        let settings = MailSettings { host: "127.0.0.1".into(), sender: "a@b.vn".parse().ok(), ..MailSettings::default() };
        let file = ("Báo cáo thi đua.pdf".to_owned(), "application/pdf", b"%PDF-".to_vec());
        let outgoing =
            Outgoing { message_id: "x@b.vn".to_owned(), to: "c@d.vn".parse().unwrap(), words, file: Some(file), at: DateTime::UNIX_EPOCH };
        let raw = String::from_utf8(message(&settings, &outgoing).unwrap().formatted()).unwrap();
        assert!(raw.contains("Message-ID: <x@b.vn>\r\n") && raw.is_ascii(), "{raw}");
        assert!(message(&settings, &Outgoing { file: None, ..outgoing.clone() }).unwrap().formatted().len() < raw.len());
        let nobody = MailSettings { sender: None, ..settings };
        assert!(matches!(message(&nobody, &outgoing), Err(SendError::Later(_))));
    }
}
