//! What becomes of a refusal: one type, turned into a page by `guard` once the request id is known.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use thidua_domain::messages;
use thidua_domain::ports::{AddVersionError, StoreError};
use thidua_domain::reporting::PressError;

/// Marks a refusal that is a page of its own already, such as the list of a file's errors.
#[derive(Clone, Copy)]
pub struct OwnPage;

/// Why a request was not answered as asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppError {
    /// Nothing stands at this address.
    #[error("not found")]
    NotFound,
    /// The address knows other methods only.
    #[error("method not allowed")]
    WrongMethod,
    /// The form was not sent from a page of this process, or the host is not one of ours.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// All presses are at work.
    #[error("all presses are busy")]
    Busy,
    /// The files could not be made.
    #[error("press: {0}")]
    Press(#[from] PressError),
    /// The store failed.
    #[error("store: {0}")]
    Store(String, String),
    /// Another layer refused: time, size, panic.
    #[error("refused with status {0}")]
    Layer(StatusCode),
    /// A template or a task failed.
    #[error("internal: {0}")]
    Internal(String),
}

impl AppError {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Busy | Self::Store(..) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Press(PressError::MissingGlyph(_)) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Press(PressError::Failed(_) | PressError::Unsound { .. }) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Layer(status) => *status,
        }
    }

    /// The sentence for the user.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFound => "Không tìm thấy trang hoặc tệp này. Kiểm tra lại địa chỉ, hoặc bắt đầu từ trang đầu.".to_owned(),
            Self::WrongMethod => "Địa chỉ này không nhận thao tác vừa gửi. Quay lại trang trước và dùng nút trên trang.".to_owned(),
            Self::Forbidden(_) => "Yêu cầu không được chấp nhận vì không được gửi từ trang đang mở của chương trình. Mở lại trang rồi thử lại.".to_owned(),
            Self::Busy => "Máy chủ đang lập các báo cáo khác. Đợi vài giây rồi thử lại.".to_owned(),
            Self::Press(error) => messages::press_error(error),
            Self::Store(sentence, _) => sentence.clone(),
            Self::Layer(StatusCode::REQUEST_TIMEOUT) => "Yêu cầu mất quá nhiều thời gian nên đã dừng. Thử lại sau ít phút.".to_owned(),
            Self::Layer(StatusCode::PAYLOAD_TOO_LARGE) => "Nội dung gửi lên quá lớn.".to_owned(),
            Self::Layer(status) if status.is_client_error() => "Yêu cầu không hợp lệ. Quay lại trang trước và thử lại.".to_owned(),
            Self::Layer(_) | Self::Internal(_) => "Chương trình gặp lỗi khi xử lý yêu cầu. Dữ liệu đã lưu không bị ảnh hưởng. Nếu lỗi lặp lại, gửi mã yêu cầu dưới đây cho người phụ trách kỹ thuật.".to_owned(),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        Self::Store(messages::store_error(&error), error.to_string())
    }
}

impl From<AddVersionError> for AppError {
    fn from(error: AddVersionError) -> Self {
        Self::Store(messages::add_version_error(&error), error.to_string())
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(self);
        response
    }
}
