//! Laid-out pages as text.

use thidua_document::page::{Item, Mark, Page, Pages, TextRun};

/// Runs of a page.
pub fn runs(page: &Page) -> impl Iterator<Item = &TextRun> {
    page.items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None })
}

/// Text without any white space, so that line breaks do not matter.
pub fn bare(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

/// Text of the pages in drawing order, artifacts left out.
pub fn content_text(pages: &Pages) -> String {
    pages.pages.iter().flat_map(runs).filter(|run| run.mark != Mark::Artifact).map(|run| run.text.as_str()).collect()
}

/// All text of one page in drawing order.
pub fn page_text(page: &Page) -> String {
    runs(page).map(|run| run.text.as_str()).collect()
}
