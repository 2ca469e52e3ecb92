//! The faces a document uses: cut down to its characters and handed to printpdf as parsed fonts.
//!
//! printpdf's own `from_bytes` would embed a whole face. Its parsed font is filled by hand instead:
//! every character gets a code, and the code is the glyph's number in the subset. Where two
//! characters share a glyph the second gets a code of its own behind the last glyph, so that both
//! are extracted as what they were; a map from code to glyph then goes with the font.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, Stream};
use printpdf::{FontId, Op, PdfDocument, PdfFont, PdfFontHandle, Pt, TextItem, font::FontType, font::PdfFontMetricsStub};

use crate::error::RenderError;
use crate::fonts::{Face, Fonts, Metrics, NO_BREAK_SPACE, Subset};
use crate::page::{Item, Pages};

use super::pack::Packer;

/// The faces in use, by [`Face::index`].
pub(super) struct Faces([Option<Embedded>; 4]);

/// A face as it stands in the file.
struct Embedded {
    name: &'static str,
    subset: Arc<Subset>,
    font: printpdf::ParsedFont,
    /// Codes by character; 0 for those that the document does not use.
    codes: Vec<u16>,
    capital_height: i16,
    /// Glyphs by code, when codes and glyphs differ.
    glyph_of_code: Option<Vec<u16>>,
}

impl Faces {
    /// Cuts down every face that `pages` uses.
    pub(super) fn prepare(pages: &Pages, fonts: &Fonts) -> Result<Faces, RenderError> {
        let used = used(pages);
        let mut faces = Faces([const { None }; 4]);
        for (face, chars) in Face::ALL.into_iter().zip(used) {
            if !chars.is_empty() {
                faces.0[face.index()] = Some(Embedded::new(face, &chars, fonts)?);
            }
        }
        Ok(faces)
    }

    /// Gives the faces to printpdf, which embeds what the first page seems to show: every character once.
    pub(super) fn register(&self, document: &mut PdfDocument) {
        let mut shown = vec![Op::StartTextSection];
        for face in self.0.iter().flatten() {
            let id = FontId(face.name.to_owned());
            document.resources.fonts.map.insert(id.clone(), PdfFont::new(face.font.clone()));
            shown.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
            shown.push(Op::ShowText { items: vec![TextItem::Text(face.subset.glyphs.keys().collect())] });
        }
        shown.push(Op::EndTextSection);
        if let Some(page) = document.pages.first_mut() {
            page.ops = shown;
        }
    }

    /// The name by which contents call a face.
    pub(super) fn name(&self, face: Face) -> Result<&'static str, RenderError> {
        Ok(self.embedded(face)?.name)
    }

    /// The code of a character in a face.
    pub(super) fn code(&self, face: Face, ch: char) -> Result<u16, RenderError> {
        let code = self.embedded(face)?.codes.get(as_drawn(ch) as usize).copied().filter(|code| *code > 0);
        code.ok_or(RenderError::MissingGlyph { ch, face })
    }

    fn embedded(&self, face: Face) -> Result<&Embedded, RenderError> {
        self.0[face.index()].as_ref().ok_or_else(|| RenderError::Pdf(format!("the {face} face was not prepared")))
    }

    /// Corrects what printpdf wrote about the fonts: the height of capitals, the codes; deflates their files.
    pub(super) fn finish(&self, document: &mut Document) -> Result<(), RenderError> {
        for face in self.0.iter().flatten() {
            let name = face.font.font_name.clone().unwrap_or_default().into_bytes();
            let map = face.glyph_of_code.as_deref().map(|glyphs| code_map(document, glyphs));
            let mut program = None;
            for object in document.objects.values_mut() {
                let Ok(dict) = object.as_dict_mut() else { continue };
                if is_named(dict, b"FontName", &name) {
                    dict.set("CapHeight", i64::from(face.capital_height));
                    program = Some(dict.get(b"FontFile2")?.as_reference()?);
                } else if let (Some(map), true) = (&map, is_named(dict, b"BaseFont", &name)) {
                    let descendants = dict.get_mut(b"DescendantFonts")?.as_array_mut()?;
                    for descendant in descendants {
                        descendant.as_dict_mut()?.set("CIDToGIDMap", map.clone());
                    }
                }
            }
            let program = program.ok_or_else(|| RenderError::Pdf(format!("{} was not embedded", face.name)))?;
            let program = document.get_object_mut(program)?.as_stream_mut()?;
            program.set_content(face.subset.packed(|file| Ok::<_, RenderError>(Packer::new().pack(file)?.to_vec()))?.to_vec());
            program.dict.set("Filter", "FlateDecode");
        }
        Ok(())
    }
}

/// The characters of each face, as they are drawn.
fn used(pages: &Pages) -> [BTreeSet<char>; 4] {
    let mut seen = [const { Vec::new() }; 4];
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        let Item::Text(run) = item else { continue };
        let seen = &mut seen[run.face.index()];
        for ch in run.text.chars() {
            let place = as_drawn(ch) as usize;
            if seen.len() <= place {
                seen.resize(place + 1, false);
            }
            seen[place] = true;
        }
    }
    let chars = |seen: Vec<bool>| {
        let places = seen.into_iter().enumerate().filter(|(_, seen)| *seen);
        places.filter_map(|(place, _)| char::from_u32(u32::try_from(place).ok()?)).collect()
    };
    seen.map(chars)
}

fn is_named(dict: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    dict.get(key).and_then(Object::as_name).is_ok_and(|found| found == name)
}

fn code_map(document: &mut Document, glyphs: &[u16]) -> Object {
    let bytes = glyphs.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
    Object::Reference(document.add_object(Stream::new(Dictionary::new(), bytes)))
}

/// The character that stands for `ch` on paper: a space that does not break is drawn as a space,
/// and is one for whoever searches or copies the text.
pub(super) fn as_drawn(ch: char) -> char {
    if ch == NO_BREAK_SPACE { ' ' } else { ch }
}

impl Embedded {
    fn new(face: Face, chars: &BTreeSet<char>, fonts: &Fonts) -> Result<Embedded, RenderError> {
        let subset = fonts.subset(face, chars)?;
        let metrics = fonts.metrics(face);
        let assigned = Codes::assign(&subset);
        let name = format!("{}+{}", subset.tag, metrics.name);
        let mut codes = Vec::new();
        for (&ch, &code) in &assigned.by_char {
            codes.resize(ch as usize + 1, 0);
            codes[ch as usize] = code;
        }
        Ok(Embedded {
            name: resource_name(face),
            font: parsed_font(name, subset.file.clone(), assigned.by_char, assigned.widths, metrics),
            codes,
            capital_height: metrics.capital_height,
            glyph_of_code: assigned.glyphs,
            subset,
        })
    }
}

/// Name in the page's resources; `F1` to `F14` would mean the standard fonts to printpdf.
fn resource_name(face: Face) -> &'static str {
    match face {
        Face::Regular => "Serif0R",
        Face::Bold => "Serif1B",
        Face::Italic => "Serif2I",
        Face::BoldItalic => "Serif3BI",
    }
}

/// Which code stands for which character, and for which glyph.
struct Codes {
    by_char: BTreeMap<u32, u16>,
    widths: BTreeMap<u16, u16>,
    /// Only when codes and glyphs differ.
    glyphs: Option<Vec<u16>>,
}

impl Codes {
    fn assign(subset: &Subset) -> Codes {
        let mut codes = Codes { by_char: BTreeMap::new(), widths: BTreeMap::new(), glyphs: None };
        let mut glyph_of_code: Vec<u16> = (0..subset.count).collect();
        let mut taken = BTreeSet::new();
        for (&ch, glyph) in &subset.glyphs {
            let mut code = glyph.id;
            if !taken.insert(glyph.id) {
                // A face has at most 65,535 glyphs and we use some hundred characters of it.
                code = u16::try_from(glyph_of_code.len()).unwrap_or(glyph.id);
                glyph_of_code.push(glyph.id);
            }
            codes.by_char.insert(u32::from(ch), code);
            codes.widths.insert(code, glyph.advance);
        }
        let shared = glyph_of_code.len() > usize::from(subset.count);
        codes.glyphs = shared.then_some(glyph_of_code);
        codes
    }
}

/// What printpdf wants to know of a font; everything in thousandths of an em, since it cuts widths
/// to whole ones.
fn parsed_font(
    name: String,
    file: Vec<u8>,
    codes: BTreeMap<u32, u16>,
    widths: BTreeMap<u16, u16>,
    metrics: &Metrics,
) -> printpdf::ParsedFont {
    let [x_min, y_min, x_max, y_max] = metrics.bounds;
    printpdf::ParsedFont {
        original_bytes: file,
        font_index: 0,
        font_name: Some(name),
        codepoint_to_glyph: codes,
        glyph_widths: widths,
        units_per_em: 1000,
        font_metrics: printpdf::FontMetrics { ascent: metrics.ascent, descent: metrics.descent },
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: 1000,
            x_min,
            y_min,
            x_max,
            y_max,
            caret_slope_rise: 1000,
            caret_slope_run: caret_run(metrics.italic_angle),
            us_weight_class: metrics.weight,
        },
    }
}

/// How far a caret 1000 high leans to the right.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and no face leans 88°")]
fn caret_run(italic_angle: f32) -> i16 {
    (-italic_angle.to_radians().tan() * 1000.0).round() as i16
}
