//! Why a document could not be written, told so that the one who reads it knows what to change.

use crate::fonts::{Face, FontError};

/// Writing a document failed.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The text holds a character that the face cannot draw.
    #[error("the {face} face has no glyph for {ch:?} (U+{:04X}); replace the character or choose a font that has it", u32::from(*.ch))]
    MissingGlyph {
        /// The character.
        ch: char,
        /// The face that lacks it.
        face: Face,
    },
    /// A font file could not be read or cut.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A template failed.
    #[error("HTML: {0}")]
    Html(String),
    /// The pages contradict themselves, or the PDF writer failed.
    #[error("PDF: {0}")]
    Pdf(String),
    /// A Word or Excel file could not be put together.
    #[error("office file: {0}")]
    Office(String),
}
