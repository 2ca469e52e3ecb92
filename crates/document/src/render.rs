//! From a snapshot to finished files: the whole way of the data in one call.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use thidua_domain::narrative;
use thidua_domain::period::vietnam;
use thidua_domain::ports::{Format, Issue};
use thidua_domain::reporting::{Press, PressError};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

use crate::compose::compose;
use crate::error::RenderError;
use crate::fonts::Fonts;
use crate::layout::{contents, lay_out};
use crate::model::Document;
use crate::pdf::{self, Attachment, PdfMeta};
use crate::{docx, figures, html, made, sources, workbook};

/// Prints reports in the given faces.
pub struct Printer {
    fonts: Arc<Fonts>,
}

impl Printer {
    /// A printer with these faces.
    pub fn new(fonts: Arc<Fonts>) -> Self {
        Self { fonts }
    }
}

impl Press for Printer {
    fn engine(&self) -> String {
        format!("{}+{}", env!("CARGO_PKG_VERSION"), &self.fonts.fingerprint()[..12])
    }

    fn print(&self, snapshot: &Snapshot, issue: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError> {
        let summary = Summary::of(snapshot);
        let document = compose(&narrative::write(snapshot, &summary, issue));
        let attachment = snapshot.agency.attach_figures.then(|| figures::attachment(&document, snapshot, &summary));
        let pages = lay_out(&document, &self.fonts).map_err(refusal)?;
        let created = snapshot.as_of().with_timezone(&vietnam());
        let pdf = pdf::write(&pages, &meta(&document, created, attachment), &self.fonts).map_err(refusal)?;
        let html = html::standalone(&document, &self.fonts, &sources::of(&document, snapshot, &summary)).map_err(refusal)?;
        let docx = docx::write(&document, &contents(&document, &pages), created, &self.fonts).map_err(refusal)?;
        let xlsx = workbook::annexes(&document, snapshot, &summary).map_err(|error| PressError::Failed(error.to_string()))?;
        let files = vec![(Format::Pdf, pdf), (Format::Html, html), (Format::Docx, docx), (Format::Xlsx, xlsx)];
        for (format, bytes) in &files {
            let faults = made::faults(*format, bytes, &document, &snapshot.catalogue, &self.fonts);
            if !faults.is_empty() {
                return Err(PressError::Unsound { format: *format, faults });
            }
        }
        Ok(files)
    }

    fn faults(&self, snapshot: &Snapshot, issue: Option<Issue>, format: Format, bytes: &[u8]) -> Vec<String> {
        made::faults(format, bytes, &document(snapshot, issue), &snapshot.catalogue, &self.fonts)
    }
}

fn refusal(error: RenderError) -> PressError {
    match error {
        RenderError::MissingGlyph { ch, .. } => PressError::MissingGlyph(ch),
        other => PressError::Failed(other.to_string()),
    }
}

/// The document of a snapshot.
pub fn document(snapshot: &Snapshot, issue: Option<Issue>) -> Document {
    compose(&narrative::write(snapshot, &Summary::of(snapshot), issue))
}

/// Lays a document out and writes it as PDF.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn pdf_file(document: &Document, snapshot: &Snapshot, fonts: &Fonts, attachment: Option<Attachment>) -> Result<Vec<u8>, RenderError> {
    let created = snapshot.as_of().with_timezone(&vietnam());
    pdf::write(&lay_out(document, fonts)?, &meta(document, created, attachment), fonts)
}

fn meta(document: &Document, created: DateTime<FixedOffset>, attachment: Option<Attachment>) -> PdfMeta {
    PdfMeta {
        title: document.title.clone(),
        author: document.author.clone(),
        subject: document.head.subject.join(" "),
        created,
        attachment,
    }
}
