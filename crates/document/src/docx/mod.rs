//! The document as a Word file, from the same `Document` as the paper: real styles, sections, notes and fields,
//! so that officials can go on editing it.
//!
//! `xml` spells markup; `styles` has the styles and the fixed parts of the package, `frame` the head, the
//! signature and the margins, `body` the running text with notes and contents, `table` the annexes, `chart` the
//! bars; this file puts the parts together. Measures that follow from the faces come from `layout`.

mod body;
mod chart;
mod frame;
mod package;
mod styles;
mod table;
mod xml;

use chrono::{DateTime, FixedOffset};

use crate::error::RenderError;
use crate::fonts::Fonts;
use crate::layout::{ContentsEntry, annex_plan};
use crate::model::Document;
use package::{Part, Sections};
use xml::Xml;
pub(crate) use xml::escape;

/// Tenths of a millimetre in twentieths of a point, the unit of Word.
fn twips(tenths: u32) -> u32 {
    round(f64::from(tenths) * 144.0 / 25.4)
}

/// Points in twentieths of a point.
fn twentieths(points: f64) -> u32 {
    round(points * 20.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length on paper")]
fn round(length: f64) -> u32 {
    length.round().max(0.0) as u32
}

/// Writes a Word file. `contents` is the list of contents, where the paper has one; `created` is when the data was
/// complete: the same document gives the same bytes.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character of which the faces do not know the width; [`RenderError::Office`]
/// when the package cannot be put together, which its bounds exclude.
pub fn write(
    document: &Document,
    contents: &[ContentsEntry],
    created: DateTime<FixedOffset>,
    fonts: &Fonts,
) -> Result<Vec<u8>, RenderError> {
    let mut xml = Xml::document();
    frame::head(&mut xml, document, fonts)?;
    body::blocks(&mut xml, document);
    frame::signature(&mut xml, document);
    body::contents(&mut xml, document, contents);
    let mut sections = Sections::new(document);
    let mut plans = Vec::with_capacity(document.annexes.len());
    for annex in &document.annexes {
        plans.push(annex_plan(document, annex, fonts)?);
    }
    let main = sections.main();
    Sections::end(&mut xml, &main, document.annexes.is_empty());
    for (index, (annex, plan)) in document.annexes.iter().zip(&plans).enumerate() {
        table::annex(&mut xml, document, index, annex, plan);
        let section = sections.annex(plan.wide);
        Sections::end(&mut xml, &section, index + 1 == document.annexes.len());
    }
    let mut parts = vec![Part::new("word/document.xml", xml.finish())];
    parts.extend(sections.parts(document));
    parts.extend(styles::parts(document, created));
    parts.push(Part::new("word/footnotes.xml", body::notes(document)));
    package::pack(&parts).map_err(|error| RenderError::Office(error.to_string()))
}
