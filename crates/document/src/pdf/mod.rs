//! Pages to PDF bytes: PDF/A-2a and PDF/UA-1 in one file.
//!
//! printpdf writes the fonts and the tree of pages; contents, tags, metadata, outline and
//! reproducible ids are added to its object tree, and the tree is saved. Nothing here asks the
//! clock or rolls dice: the same pages, data and fonts give the same bytes.

use printpdf::{PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions, Pt, Rect};

use crate::error::RenderError;
use crate::fonts::Fonts;
use crate::page::{Item, Page, Pages};

/// What makes a drawn document archival and accessible; saves it.
mod archive;
/// What is drawn on a page, and which element each sequence belongs to.
mod content;
/// The faces a document uses, cut down and handed to printpdf.
mod faces;
/// The bytes of the file.
mod file;
/// Things by the element they belong to.
mod groups;
/// The colour profile that says what red means.
mod icc;
/// Links inside the document.
mod links;
/// Bookmarks.
mod outline;
/// Deflating.
mod pack;
/// Rules that touch become one.
mod rules;
/// The logical structure.
mod tags;
/// The metadata packet.
mod xmp;

/// What a document says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfMeta {
    /// Title, shown in the window's bar; must not be empty.
    pub title: String,
    /// Author; left out when empty.
    pub author: String,
    /// What it is about; left out when empty.
    pub subject: String,
    /// When the document was made.
    pub created: chrono::DateTime<chrono::FixedOffset>,
    /// A file that goes with the document; makes it PDF/A-3a instead of 2a.
    pub attachment: Option<Attachment>,
}

/// A file inside the PDF, as the data behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Name of the file.
    pub name: String,
    /// Media type: `application/json`.
    pub media_type: String,
    /// What it is, for people.
    pub about: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes pages as PDF/A-2a and PDF/UA-1.
///
/// # Errors
/// [`RenderError::MissingGlyph`] when a face cannot draw a character, [`RenderError::Pdf`] when the
/// pages contradict themselves (an element, parent or page that does not exist).
pub fn write(pages: &Pages, meta: &PdfMeta, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    check(pages, meta)?;
    let faces = faces::Faces::prepare(pages, fonts)?;
    let mut drawn = PdfDocument::new(&meta.title);
    drawn.pages.extend(pages.pages.iter().map(sheet));
    faces.register(&mut drawn);
    let mut warnings = Vec::new();
    let mut document = drawn.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(error) = warnings.iter().find(|w| w.severity == PdfParseErrorSeverity::Error) {
        return Err(RenderError::Pdf(error.msg.clone()));
    }
    faces.finish(&mut document)?;
    let contents: Result<Vec<_>, _> = pages.pages.iter().map(|page| content::draw(page, &pages.elements, &faces)).collect();
    archive::finish(document, pages, contents?, meta)
}

/// Refuses pages whose indices lead nowhere, so that the rest may trust them.
fn check(pages: &Pages, meta: &PdfMeta) -> Result<(), RenderError> {
    let fail = |reason: String| Err(RenderError::Pdf(reason));
    if meta.title.trim().is_empty() {
        return fail("the document has no title; an accessible PDF must have one".into());
    }
    if pages.pages.is_empty() {
        return fail("the document has no pages".into());
    }
    for (index, element) in pages.elements.iter().enumerate() {
        match element.parent {
            None if index > 0 => return fail(format!("element {index} has no parent")),
            Some(parent) if parent >= index => {
                return fail(format!("element {index} comes before its parent {parent}"));
            }
            _ => {}
        }
    }
    for (index, page) in pages.pages.iter().enumerate() {
        if !is_finite(page) {
            return fail(format!("page {index} holds a length that is no number"));
        }
    }
    for bookmark in &pages.bookmarks {
        if bookmark.page >= pages.pages.len() {
            return fail(format!("bookmark {:?} points to no page", bookmark.title));
        }
    }
    Ok(())
}

/// Whether all lengths of a page are numbers; a PDF cannot say anything else.
fn is_finite(page: &Page) -> bool {
    let all = |lengths: &[f64]| lengths.iter().all(|length| length.is_finite());
    all(&[page.width, page.height])
        && page.items.iter().all(|item| match item {
            Item::Text(run) => all(&[run.x, run.y, run.size, run.stretch, run.spread]) && run.size > 0.0,
            Item::Line(line) => all(&[line.from.0, line.from.1, line.to.0, line.to.1, line.width]),
            Item::Fill(fill) => all(&[fill.x, fill.y, fill.width, fill.height, fill.grey]),
        })
}

/// An empty sheet of the page's size.
fn sheet(page: &Page) -> PdfPage {
    let paper = Rect::from_wh(Pt(rounded(page.width)), Pt(rounded(page.height)));
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops: Vec::new() }
}

/// A coordinate to two decimals, never minus zero.
#[expect(clippy::cast_possible_truncation, reason = "printpdf keeps coordinates as f32")]
fn rounded(value: f64) -> f32 {
    ((value * 100.0).round() / 100.0 + 0.0) as f32
}

impl From<lopdf::Error> for RenderError {
    fn from(error: lopdf::Error) -> Self {
        RenderError::Pdf(error.to_string())
    }
}
