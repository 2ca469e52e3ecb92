//! The four faces: how wide a character is, whether it can be drawn, and subsets to embed.
//!
//! A face is read once, freed of its hints and kept with a table from character to glyph.
//! Vietnamese in NFC needs no shaping: every letter is one precomposed glyph. Characters beyond
//! the Basic Multilingual Plane are not looked up. Advances are rounded to thousandths of an em,
//! as a PDF states them, so that layout measures what a viewer draws.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use subsetter::GlyphRemapper;

use crate::error::RenderError;

use face::FaceData;
pub(crate) use face::Metrics;
pub use family::FamilyError;
pub(crate) use subset::{Packed, Subset};
pub(crate) use table::Glyph;

/// One face as it was read.
mod face;
/// Picks the four faces among the files of a folder.
mod family;
/// Takes the hinting programs out of a file.
mod hints;
/// The container of tables.
mod sfnt;
/// A face cut down to some characters.
mod subset;
/// From character to glyph.
mod table;
/// Subsets that a browser accepts.
mod web;

/// A space that does not break; drawn and measured like a space.
pub(crate) const NO_BREAK_SPACE: char = '\u{A0}';

/// One of the four faces of the body type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Upright, normal weight.
    Regular,
    /// Upright, bold.
    Bold,
    /// Slanted, normal weight.
    Italic,
    /// Slanted, bold.
    BoldItalic,
}

impl Face {
    /// All faces, in the order in which [`Fonts::new`] takes them.
    pub const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Italic, Face::BoldItalic];

    /// Place in [`Face::ALL`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Face::Regular => "regular",
            Face::Bold => "bold",
            Face::Italic => "italic",
            Face::BoldItalic => "bold italic",
        })
    }
}

/// A font file is of no use to us.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// The file is not a TrueType font, or is damaged.
    #[error("the file of the {0} face is not a sound TrueType font (.ttf)")]
    NotTrueType(Face),
    /// The font maps no characters to glyphs.
    #[error("the file of the {0} face maps no characters to glyphs")]
    NoCharacters(Face),
    /// A subset could not be made.
    #[error("the {face} face could not be cut down to the characters used: {reason}")]
    Subset {
        /// The face.
        face: Face,
        /// What went wrong.
        reason: String,
    },
}

/// The four faces, read once; share by `Arc`.
pub struct Fonts {
    faces: [FaceData; 4],
    fingerprint: String,
    /// Subsets made last: reports of one agency use much the same characters.
    made: Mutex<VecDeque<Made>>,
}

/// A subset and what it was made for.
type Made = (Face, BTreeSet<char>, Arc<Subset>);

/// Subsets kept, some 20 KB each.
const KEPT: usize = 64;

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

impl Fonts {
    /// Reads four TrueType files.
    ///
    /// # Errors
    /// When a file is no TrueType font or maps no characters.
    #[expect(clippy::needless_pass_by_value, reason = "callers may drop the files with the call")]
    pub fn new(
        regular: Cow<'static, [u8]>,
        bold: Cow<'static, [u8]>,
        italic: Cow<'static, [u8]>,
        bold_italic: Cow<'static, [u8]>,
    ) -> Result<Fonts, FontError> {
        let mut hash = Sha256::new();
        for file in [&regular, &bold, &italic, &bold_italic] {
            hash.update(Sha256::digest(file));
        }
        Ok(Fonts {
            faces: [
                FaceData::read(Face::Regular, &regular)?,
                FaceData::read(Face::Bold, &bold)?,
                FaceData::read(Face::Italic, &italic)?,
                FaceData::read(Face::BoldItalic, &bold_italic)?,
            ],
            fingerprint: hex(&hash.finalize()),
            made: Mutex::default(),
        })
    }

    /// The Liberation Serif faces that come with the program.
    ///
    /// # Panics
    /// Never: a test reads the same bytes, which are part of the program.
    #[must_use]
    pub fn bundled() -> Fonts {
        let read = Fonts::new(
            Cow::Borrowed(include_bytes!("../../../fonts/LiberationSerif-Regular.ttf")),
            Cow::Borrowed(include_bytes!("../../../fonts/LiberationSerif-Bold.ttf")),
            Cow::Borrowed(include_bytes!("../../../fonts/LiberationSerif-Italic.ttf")),
            Cow::Borrowed(include_bytes!("../../../fonts/LiberationSerif-BoldItalic.ttf")),
        );
        read.expect("the bundled faces are part of the program and read in a test")
    }

    /// Advance width of `ch` in ems; `None` when the face has no glyph for it.
    #[must_use]
    pub fn advance(&self, face: Face, ch: char) -> Option<f64> {
        self.glyph(face, ch).map(|glyph| f64::from(glyph.advance) / 1000.0)
    }

    /// Whether every face can draw `ch`.
    #[must_use]
    pub fn draws(&self, ch: char) -> bool {
        Face::ALL.iter().all(|face| self.glyph(*face, ch).is_some())
    }

    /// Width of `text` set at `size` points.
    ///
    /// # Errors
    /// [`RenderError::MissingGlyph`] for the first character that the face cannot draw.
    pub fn width(&self, face: Face, size: f64, text: &str) -> Result<f64, RenderError> {
        let missing = |ch| RenderError::MissingGlyph { ch, face };
        let thousandths =
            text.chars().try_fold(0_u32, |sum, ch| Ok(sum + u32::from(self.glyph(face, ch).ok_or_else(|| missing(ch))?.advance)));
        thousandths.map(|sum| f64::from(sum) / 1000.0 * size)
    }

    /// How far letters rise above the baseline, in ems.
    #[must_use]
    pub fn ascent(&self, face: Face) -> f64 {
        f64::from(self.data(face).metrics.ascent) / 1000.0
    }

    /// How far letters fall below the baseline, in ems.
    #[must_use]
    pub fn descent(&self, face: Face) -> f64 {
        f64::from(-self.data(face).metrics.descent) / 1000.0
    }

    /// Hex SHA-256 over the four files: part of everything that is derived from them.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// A small TrueType file with the glyphs of `chars`, for `@font-face` in a page.
    ///
    /// # Errors
    /// [`RenderError::MissingGlyph`] for the first character that the face cannot draw.
    pub fn web_subset(&self, face: Face, chars: &BTreeSet<char>) -> Result<Vec<u8>, RenderError> {
        let subset = self.subset(face, chars)?;
        web::dress(&subset, &self.data(face).file).ok_or_else(|| broken(face, "no web font").into())
    }

    /// The face cut down to `chars`, without a character map.
    pub(crate) fn subset(&self, face: Face, chars: &BTreeSet<char>) -> Result<Arc<Subset>, RenderError> {
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, subset)) = made().iter().find(|(of, with, _)| *of == face && with == chars) {
            return Ok(subset.clone());
        }
        let subset = Arc::new(self.cut(face, chars)?);
        let mut made = made();
        made.push_front((face, chars.clone(), subset.clone()));
        made.truncate(KEPT);
        Ok(subset)
    }

    fn cut(&self, face: Face, chars: &BTreeSet<char>) -> Result<Subset, RenderError> {
        let mut remapper = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        for &ch in chars {
            let glyph = self.glyph(face, ch).ok_or(RenderError::MissingGlyph { ch, face })?;
            glyphs.insert(ch, Glyph { id: remapper.remap(glyph.id), ..glyph });
        }
        let file = subsetter::subset(&self.data(face).file, 0, &remapper).map_err(|error| broken(face, &error.to_string()))?;
        Subset::new(file, glyphs).ok_or_else(|| broken(face, "unreadable subset").into())
    }

    /// Name and measures of a face.
    pub(crate) fn metrics(&self, face: Face) -> &Metrics {
        &self.data(face).metrics
    }

    fn data(&self, face: Face) -> &FaceData {
        &self.faces[face.index()]
    }

    fn glyph(&self, face: Face, ch: char) -> Option<Glyph> {
        self.data(face).glyphs.get(if ch == NO_BREAK_SPACE { ' ' } else { ch })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

fn broken(face: Face, reason: &str) -> FontError {
    FontError::Subset { face, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

    use super::*;
    use crate::page::{Element, Ink, Item, Mark, Page, Pages, Role, TextRun};

    /// Regular with one glyph for Đ and Ð, as Times New Roman has it.
    fn sharing() -> Fonts {
        let fonts = Fonts::bundled();
        let data = fonts.data(Face::Regular);
        let mut map: BTreeMap<char, Glyph> = "Đề nghị ".chars().filter_map(|ch| Some((ch, data.glyphs.get(ch)?))).collect();
        map.insert('Ð', map[&'Đ']);
        let mut tables = sfnt::read(&data.file).expect("sound");
        let map = web::character_map(&map).expect("in the BMP");
        tables.insert(*b"cmap", Cow::Owned(map));
        let file = sfnt::write(&tables).expect("fits");
        let face = || Cow::Owned(file.clone());
        Fonts::new(face(), face(), face(), face()).expect("sound")
    }

    fn paragraph(text: &str) -> Pages {
        let run = TextRun {
            x: 85.0,
            y: 85.0,
            face: Face::Regular,
            size: 14.0,
            text: text.to_owned(),
            stretch: 0.0,
            spread: 0.0,
            ink: Ink::Black,
            mark: Mark::Content(1),
        };
        let element = |role, parent| Element::new(role, parent);
        Pages {
            pages: vec![Page { width: 595.28, height: 841.89, items: vec![Item::Text(run)], links: Vec::new() }],
            elements: vec![element(Role::Document, None), element(Role::Paragraph, Some(0))],
            bookmarks: Vec::new(),
        }
    }

    #[test]
    fn characters_that_share_a_glyph_stay_apart() {
        let meta = crate::pdf::PdfMeta {
            title: "Đ".into(),
            author: String::new(),
            subject: String::new(),
            created: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
            attachment: None,
        };
        let bytes = crate::pdf::write(&paragraph("Đề Ðề nghị "), &meta, &sharing()).expect("written");
        let text = lopdf::Document::load_mem(&bytes).and_then(|file| file.extract_text(&[1]));
        assert_eq!(text.expect("extracted").trim_end(), "Đề Ðề nghị");
        for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
            let options = ValidationOptions::default().profile(profile);
            let report = validate_pdf_bytes(&bytes, &options).expect("readable");
            assert!(report.is_compliant, "{:#?}", report.failures);
        }
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_by_the_name_of_its_face() {
        let file = || Cow::Borrowed(&include_bytes!("../../../fonts/LiberationSerif-Regular.ttf")[..]);
        let error = Fonts::new(file(), Cow::Borrowed(b"PK"), file(), file()).expect_err("no font");
        assert!(matches!(error, FontError::NotTrueType(Face::Bold)), "{error:?}");
        let half = Cow::Owned(file()[..200_000].to_vec());
        let error = Fonts::new(file(), file(), half, file()).expect_err("cut short");
        assert!(matches!(error, FontError::NotTrueType(Face::Italic)), "{error:?}");
    }
}
