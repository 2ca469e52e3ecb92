//! From a snapshot to finished files: the whole way of the data in one call.

use std::sync::Arc;

use thidua_domain::narrative;
use thidua_domain::period::vietnam;
use thidua_domain::ports::{Format, Issue};
use thidua_domain::reporting::{Press, PressError};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

use crate::compose::compose;
use crate::error::RenderError;
use crate::fonts::Fonts;
use crate::layout::lay_out;
use crate::model::Document;
use crate::pdf::{self, Attachment, PdfMeta};
use crate::{figures, html, sources, workbook};

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
        let pdf = pdf_file(&document, snapshot, &self.fonts, attachment).map_err(refusal)?;
        let html = html::standalone(&document, &self.fonts, &sources::of(&document, snapshot, &summary)).map_err(refusal)?;
        Ok(vec![(Format::Pdf, pdf), (Format::Html, html)])
    }
}

fn refusal(error: RenderError) -> PressError {
    match error {
        RenderError::MissingGlyph { ch, .. } => PressError::MissingGlyph(ch),
        other => PressError::Failed(other.to_string()),
    }
}

/// The annexes of a report as a workbook, with the sources of its figures.
///
/// # Errors
/// [`PressError::Failed`] when the writer refuses, which its names and bounds exclude.
pub fn annex_workbook(snapshot: &Snapshot, issue: Option<Issue>) -> Result<Vec<u8>, PressError> {
    let summary = Summary::of(snapshot);
    let document = compose(&narrative::write(snapshot, &summary, issue));
    workbook::annexes(&document, snapshot, &summary).map_err(|error| PressError::Failed(error.to_string()))
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
    let meta = PdfMeta {
        title: document.title.clone(),
        author: document.author.clone(),
        subject: document.head.subject.join(" "),
        created: snapshot.as_of().with_timezone(&vietnam()),
        attachment,
    };
    pdf::write(&lay_out(document, fonts)?, &meta, fonts)
}
