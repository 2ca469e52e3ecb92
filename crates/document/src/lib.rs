//! From a report to paper: a [`model::Document`] value, its layout, and its writers.
//!
//! [`compose`] dresses a report in the frame of Decree 30; [`layout`] sets it on pages (plain values
//! of [`page`], no PDF type in them); [`pdf`] draws the pages as PDF/A-2a and PDF/UA-1; [`html`]
//! writes the same document for the browser; [`chart`] draws bars as SVG. Pure: time, fonts and
//! ids come in by argument, and the same input gives the same bytes.

/// Bars as inline SVG.
pub mod chart;
/// From a report to a document: the frame of Decree 30.
pub mod compose;
/// Judges finished files by the rules of presentation.
pub mod conform;
/// The document as a Word file.
pub mod docx;
/// Why a document could not be written.
pub mod error;
/// Printed figures as JSON inside the PDF.
mod figures;
/// The four faces: metrics, coverage, subsets.
pub mod fonts;
/// Every block, edge case and annex once.
pub mod gallery;
/// The document as HTML.
pub mod html;
/// From a document to pages.
pub mod layout;
/// Reads back what was just made.
mod made;
/// The document as a value.
pub mod model;
/// Laid-out pages as plain values.
pub mod page;
/// Pages to PDF bytes.
pub mod pdf;
/// From a snapshot to finished files.
pub mod render;
/// Where printed figures come from.
pub mod sources;
/// Workbooks for units to fill in.
pub mod workbook;
