//! One face: its file without hints, its name and measures, its glyphs.

use super::table::{GlyphTable, thousandths};
use super::{Face, FontError, hints};

/// Name and measures of a face in thousandths of an em, as a PDF states them.
pub(crate) struct Metrics {
    pub name: String,
    pub ascent: i16,
    pub descent: i16,
    pub capital_height: i16,
    /// Left, bottom, right, top.
    pub bounds: [i16; 4],
    /// Degrees, negative when leaning right.
    pub italic_angle: f32,
    pub weight: u16,
}

/// A face, read once.
pub(super) struct FaceData {
    /// The file without hints.
    pub file: Vec<u8>,
    pub glyphs: GlyphTable,
    pub metrics: Metrics,
}

impl FaceData {
    pub(super) fn read(face: Face, file: &[u8]) -> Result<FaceData, FontError> {
        let stripped = hints::strip(file).ok_or(FontError::NotTrueType(face))?;
        let parsed = ttf_parser::Face::parse(&stripped, 0).map_err(|_| FontError::NotTrueType(face))?;
        let glyphs = GlyphTable::read(&parsed).ok_or(FontError::NoCharacters(face))?;
        let metrics = Metrics::read(face, &parsed);
        Ok(FaceData { file: stripped, glyphs, metrics })
    }
}

impl Metrics {
    fn read(face: Face, font: &ttf_parser::Face<'_>) -> Metrics {
        let scale = |units: i16| thousandths(i32::from(units), font.units_per_em());
        let bounds = font.global_bounding_box();
        Metrics {
            name: postscript_name(font).unwrap_or_else(|| format!("{face:?}")),
            ascent: scale(font.ascender()),
            descent: scale(font.descender()),
            capital_height: scale(font.capital_height().unwrap_or_else(|| font.ascender())),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scale),
            italic_angle: font.italic_angle(),
            weight: font.weight().to_number(),
        }
    }
}

fn postscript_name(font: &ttf_parser::Face<'_>) -> Option<String> {
    font.names()
        .into_iter()
        .filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
        .find_map(|name| name.to_string())
        .map(|name| name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect())
}
