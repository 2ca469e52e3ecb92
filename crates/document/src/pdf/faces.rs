//! The faces a document uses: cut down to its characters and embedded through printpdf.
//!
//! printpdf's own `from_bytes` would embed a whole face, and would write its widths and its map to Unicode
//! for every file anew. It is given a face of one letter instead; file, widths and map, which are kept with
//! the subset, take the place of what it wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, Stream};
use printpdf::{FontId, Op, PdfDocument, PdfFont, PdfFontHandle, Pt, TextItem, font::FontType, font::PdfFontMetricsStub};

use super::archive::number;
use super::pack::Packer;
use crate::error::RenderError;
use crate::fonts::{Face, Fonts, Metrics, NO_BREAK_SPACE, Packed, Subset};
use crate::page::{Item, Pages};

/// The faces in use, by [`Face::index`].
pub(super) struct Faces<'f>([Option<Embedded<'f>>; 4]);

/// A face as it stands in the file.
struct Embedded<'f> {
    /// Name in contents.
    name: &'static str,
    /// Name of the font.
    full_name: String,
    subset: Arc<Subset>,
    metrics: &'f Metrics,
}

impl<'f> Faces<'f> {
    /// Cuts down every face that `pages` uses.
    pub(super) fn prepare(pages: &Pages, fonts: &'f Fonts) -> Result<Faces<'f>, RenderError> {
        let mut faces = Faces([const { None }; 4]);
        for (face, chars) in Face::ALL.into_iter().zip(used(pages)) {
            if !chars.is_empty() {
                let (subset, metrics) = (fonts.subset(face, &chars)?, fonts.metrics(face));
                let full_name = format!("{}+{}", subset.tag, metrics.name);
                faces.0[face.index()] = Some(Embedded { name: resource_name(face), full_name, subset, metrics });
            }
        }
        Ok(faces)
    }

    /// Gives the faces to printpdf, which embeds what the first page seems to show.
    pub(super) fn register(&self, document: &mut PdfDocument) {
        let mut shown = vec![Op::StartTextSection];
        for face in self.0.iter().flatten() {
            let id = FontId(face.name.to_owned());
            document.resources.fonts.map.insert(id.clone(), PdfFont::new(stand_in(face.full_name.clone(), face.metrics)));
            shown.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
            shown.push(Op::ShowText { items: vec![TextItem::Text(char::from(LETTER).to_string())] });
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
        self.embedded(face)?.subset.code(as_drawn(ch)).ok_or(RenderError::MissingGlyph { ch, face })
    }

    fn embedded(&self, face: Face) -> Result<&Embedded<'f>, RenderError> {
        self.0[face.index()].as_ref().ok_or_else(|| RenderError::Pdf(format!("the {face} face was not prepared")))
    }

    /// Puts the faces in the place of what printpdf wrote about them.
    pub(super) fn finish(&self, document: &mut Document) -> Result<(), RenderError> {
        for face in self.0.iter().flatten() {
            let name = face.full_name.as_bytes();
            let find = |key: &[u8]| {
                let is_named =
                    |object: &Object| object.as_dict().and_then(|dict| dict.get(key)?.as_name()).is_ok_and(|found| found == name);
                let found = document.objects.iter().find(|(_, object)| is_named(object));
                found.map(|(id, _)| *id).ok_or_else(|| RenderError::Pdf(format!("{} was not embedded", face.name)))
            };
            let (descriptor, font) = (find(b"FontName")?, find(b"BaseFont")?);
            let packed = face.subset.packed(packed)?;
            let dict = document.get_dictionary_mut(descriptor)?;
            dict.set("CapHeight", i64::from(face.metrics.capital_height));
            let program = dict.get(b"FontFile2")?.as_reference()?;
            let program = document.get_object_mut(program)?.as_stream_mut()?;
            program.dict.set("Length1", number(face.subset.file.len()));
            fill(program, &packed.file);
            let to_unicode = document.get_dictionary(font)?.get(b"ToUnicode")?.as_reference()?;
            fill(document.get_object_mut(to_unicode)?.as_stream_mut()?, &packed.to_unicode);
            let map = face.subset.glyph_of_code.as_deref().map(|glyphs| code_map(document, glyphs));
            for descendant in document.get_dictionary_mut(font)?.get_mut(b"DescendantFonts")?.as_array_mut()? {
                let descendant = descendant.as_dict_mut()?;
                descendant.set("W", widths(&face.subset));
                if let Some(map) = &map {
                    descendant.set("CIDToGIDMap", map.clone());
                }
            }
        }
        Ok(())
    }
}

/// The file and the map of a subset, deflated.
fn packed(subset: &Subset) -> Result<Packed, RenderError> {
    let mut packer = Packer::new();
    let file = packer.pack(&subset.file)?.to_vec();
    Ok(Packed { file, to_unicode: packer.pack_text(to_unicode(subset).as_bytes())?.to_vec() })
}

fn fill(stream: &mut Stream, packed: &[u8]) {
    stream.set_content(packed.to_vec());
    stream.dict.set("Filter", "FlateDecode");
}

/// Most entries that one part of a map may have.
const ENTRIES: usize = 100;

/// The map from codes to characters, for whoever searches or copies text.
fn to_unicode(subset: &Subset) -> String {
    let mut map = String::from(concat!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n",
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n",
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    ));
    for part in subset.coded.chunks(ENTRIES) {
        let _ = writeln!(map, "{} beginbfchar", part.len());
        for (code, ch, _) in part {
            let _ = writeln!(map, "<{code:04X}> <{:04X}>", u32::from(*ch));
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// Advances by code: each list begins with its first code.
fn widths(subset: &Subset) -> Vec<Object> {
    let mut widths = Vec::new();
    for list in subset.coded.chunk_by(|(one, ..), (next, ..)| one + 1 == *next) {
        widths.push(Object::Integer(i64::from(list[0].0)));
        widths.push(list.iter().map(|(_, _, advance)| Object::Integer(i64::from(*advance))).collect::<Vec<_>>().into());
    }
    widths
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

fn code_map(document: &mut Document, glyphs: &[u16]) -> Object {
    let bytes = glyphs.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
    Object::Reference(document.add_object(Stream::new(Dictionary::new(), bytes)))
}

/// The character that stands for `ch` on paper: a space that does not break is drawn as a space,
/// and is one for whoever searches or copies the text.
pub(super) fn as_drawn(ch: char) -> char {
    if ch == NO_BREAK_SPACE { ' ' } else { ch }
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

/// The letter of the stand-in.
const LETTER: u8 = b'a';

/// What printpdf is told of a font: name and measures, in thousandths of an em, and one letter.
fn stand_in(name: String, metrics: &Metrics) -> printpdf::ParsedFont {
    let [x_min, y_min, x_max, y_max] = metrics.bounds;
    printpdf::ParsedFont {
        original_bytes: vec![0],
        font_index: 0,
        font_name: Some(name),
        codepoint_to_glyph: BTreeMap::from([(LETTER.into(), 1)]),
        glyph_widths: BTreeMap::from([(1, 1000)]),
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
