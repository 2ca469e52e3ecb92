//! Measures of the paper for writers that leave the setting of lines to others: which sheet an annex stands
//! on, how wide its columns are, how long the drawn rules.

use super::pager::Sheet;
use super::paragraph::SetLine;
use super::table::{Part, parts, visible};
use super::{Setter, points};
use crate::error::RenderError;
use crate::fonts::{Face, Fonts};
use crate::model::{AnnexPart, Document};
use crate::page::{Bookmark, Mark, Pages};
use thidua_domain::report::HeaderCell;

/// Widths of the two blocks of the head and lengths of its rules, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeadPlan {
    /// Width between the margins.
    pub width: f64,
    /// Left block.
    pub left: f64,
    /// Right block.
    pub right: f64,
    /// Rule under the name of the issuing body.
    pub agency_rule: f64,
    /// Rule under Tiêu ngữ.
    pub motto_rule: f64,
    /// Rule under the subject.
    pub subject_rule: f64,
    /// Size of place and date.
    pub date_size: f64,
}

/// The sheet of an annex and the parts in which its table stands.
#[derive(Debug)]
pub struct AnnexPlan {
    /// The sheet is turned.
    pub wide: bool,
    /// Width between the margins, in points.
    pub width: f64,
    /// The table, or what is set of it one below the other.
    pub parts: Vec<PartPlan>,
}

/// Columns of a table that stand side by side.
#[derive(Debug)]
pub struct PartPlan(Part);

impl PartPlan {
    /// Columns shown, by index.
    pub fn columns(&self) -> &[usize] {
        &self.0.columns
    }

    /// Their widths, in points.
    pub fn widths(&self) -> &[f64] {
        &self.0.widths
    }

    /// Where a head stands: its first column of this part and how many it covers; `None` when it is not in it.
    pub fn place(&self, cell: &HeaderCell) -> Option<(usize, usize)> {
        visible(&self.0, cell)
    }
}

/// An entry of the list of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry {
    /// Its words.
    pub words: String,
    /// Depth from 1.
    pub level: u8,
    /// Page of the main text; annexes have numbers of their own.
    pub page: Option<usize>,
}

/// Measures of the head of page 1.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn head_plan(document: &Document, fonts: &Fonts) -> Result<HeadPlan, RenderError> {
    let setter = Setter::new(document, fonts);
    let sheet = Sheet::portrait(&document.profile);
    let (head, profile) = (&document.head, &document.profile);
    let (left, right) = setter.columns(&sheet)?;
    let last = |text: &str, size: f64, width: f64| -> Result<f64, RenderError> {
        let lines: Vec<SetLine> = setter.centred(text, Face::Bold, size, 0.0, width, Mark::Artifact)?;
        Ok(lines.last().map_or(0.0, |line| line.width))
    };
    let subject = head.subject.last().map_or("", String::as_str);
    Ok(HeadPlan {
        width: sheet.width(),
        left,
        right,
        agency_rule: last(&head.agency, points(profile.national_title_size), left - 6.0)? * 0.4,
        motto_rule: last(&head.motto, points(profile.motto_size), right)?,
        subject_rule: last(subject, setter.body_size(), sheet.width())? * 0.4,
        date_size: setter.date_size(right)?,
    })
}

/// How an annex stands on its sheet.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn annex_plan(document: &Document, annex: &AnnexPart, fonts: &Fonts) -> Result<AnnexPlan, RenderError> {
    let setter = Setter::new(document, fonts);
    let extents = setter.extents(&annex.table)?;
    let sheet = setter.sheet_for(&annex.table, &extents);
    let parts = parts(&annex.table, &extents, sheet.width());
    Ok(AnnexPlan { wide: sheet.paper_width > sheet.paper_height, width: sheet.width(), parts: parts.into_iter().map(PartPlan).collect() })
}

/// The list of contents of a long report; empty for others.
pub fn contents(document: &Document, pages: &Pages) -> Vec<ContentsEntry> {
    let listed = |mark: &&Bookmark| mark.title == super::contents::TITLE;
    let Some(end) = pages.bookmarks.iter().position(|mark| listed(&mark)) else { return Vec::new() };
    let headings = pages.bookmarks[..end].iter().skip(1).filter(|mark| mark.level <= super::contents::DEEPEST);
    let of_heading = |mark: &Bookmark| ContentsEntry { words: mark.title.clone(), level: mark.level, page: Some(mark.page + 1) };
    let of_annex = |annex: &AnnexPart| ContentsEntry { words: format!("{}. {}", annex.label, annex.title), level: 1, page: None };
    headings.map(of_heading).chain(document.annexes.iter().map(of_annex)).collect()
}
