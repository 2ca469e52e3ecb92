//! Files inside the program, under names that carry their hash, so that they may be kept for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use thidua_domain::snapshot::hex;

use crate::error::AppError;

/// A file inside the program.
struct Asset {
    name: String,
    kind: &'static str,
    bytes: &'static [u8],
}

impl Asset {
    fn new(stem: &str, extension: &str, kind: &'static str, bytes: &'static [u8]) -> Self {
        let hash = hex(&Sha256::digest(bytes));
        Self { name: format!("{stem}.{}.{extension}", &hash[..12]), kind, bytes }
    }
}

const TTF: &str = "font/ttf";

static SITE_CSS: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("site", "css", "text/css; charset=utf-8", include_bytes!("../../../templates/assets/site.css")));
static REGULAR: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("serif", "ttf", TTF, include_bytes!("../../../fonts/LiberationSerif-Regular.ttf")));
static BOLD: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("serif-bold", "ttf", TTF, include_bytes!("../../../fonts/LiberationSerif-Bold.ttf")));
static ITALIC: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("serif-italic", "ttf", TTF, include_bytes!("../../../fonts/LiberationSerif-Italic.ttf")));
static BOLD_ITALIC: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("serif-bold-italic", "ttf", TTF, include_bytes!("../../../fonts/LiberationSerif-BoldItalic.ttf")));

/// The style of the paper with the faces under their hashed names.
static PAPER_CSS: LazyLock<Asset> = LazyLock::new(|| {
    let face = |asset: &Asset, weight: &str, style: &str| {
        format!(
            "@font-face {{ font-family: \"Thidua Serif\"; font-weight: {weight}; font-style: {style}; src: url({}) format(\"truetype\"); }}\n",
            asset.name
        )
    };
    let faces = [
        face(&REGULAR, "normal", "normal"),
        face(&BOLD, "bold", "normal"),
        face(&ITALIC, "normal", "italic"),
        face(&BOLD_ITALIC, "bold", "italic"),
    ]
    .concat();
    let css = format!("{faces}{}", thidua_document::html::PAPER_CSS);
    Asset::new("paper", "css", "text/css; charset=utf-8", css.leak().as_bytes())
});

/// Address of the site's style.
pub fn site_css() -> String {
    format!("/assets/{}", SITE_CSS.name)
}

/// Address of the paper's style.
pub fn paper_css() -> String {
    format!("/assets/{}", PAPER_CSS.name)
}

/// `GET /assets/{file}`.
pub async fn serve(Path(file): Path<String>) -> Result<Response, AppError> {
    let all = [&SITE_CSS, &PAPER_CSS, &REGULAR, &BOLD, &ITALIC, &BOLD_ITALIC];
    let asset = all.iter().find(|asset| asset.name == file).ok_or(AppError::NotFound)?;
    Ok(([(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")], asset.bytes).into_response())
}
