//! The form by which a file is brought in: a token that proves whose page it was, the file, choices.

use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};

use crate::App;
use crate::error::AppError;

/// The parts of the form.
pub struct Upload {
    /// Name of the file; empty when none was chosen.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Text in old encodings may be turned into Unicode.
    pub convert_legacy: bool,
}

impl Upload {
    /// Reads the form; the file only behind a right token.
    pub async fn read(app: &App, form: Result<Multipart, MultipartRejection>) -> Result<Self, AppError> {
        let mut form = form.map_err(|_| AppError::Forbidden("form"))?;
        let refused = |error: MultipartError| AppError::Layer(error.status());
        let (mut proven, mut upload) = (false, Self { name: String::new(), bytes: Vec::new(), convert_legacy: false });
        while let Some(field) = form.next_field().await.map_err(refused)? {
            match field.name() {
                Some("token") => proven = field.text().await.map_err(refused)? == *app.form_token,
                Some("convert_legacy") => upload.convert_legacy = true,
                Some("file") if proven => {
                    field.file_name().unwrap_or_default().clone_into(&mut upload.name);
                    upload.bytes = field.bytes().await.map_err(refused)?.to_vec();
                }
                _ => {}
            }
        }
        if proven { Ok(upload) } else { Err(AppError::Forbidden("token")) }
    }
}
