//! The seeds as a snapshot, and documents made of any blocks.

use thidua_document::model::Document;
use thidua_document::page::{Item, Mark, Page, Pages, TextRun};
use thidua_document::render::document;
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::Issue;
use thidua_domain::snapshot::Snapshot;

/// The snapshot of a period of the shipped Đắk Nông data.
pub fn snapshot(period: &str) -> Snapshot {
    let catalogue = Catalogue::shipped().unwrap();
    let json = include_bytes!("../../../../seeds/dak-nong.json");
    let bundle = bundle::read(json, &bundle::Reading::plain(&catalogue)).unwrap().bundle;
    Snapshot::of_bundle(&bundle, period.parse().unwrap(), catalogue).unwrap()
}

/// The draft of the first half of 2022.
pub fn draft() -> Document {
    document(&snapshot("2022-H1"), None)
}

/// Number 88 of 05/7/2022.
pub fn issue() -> Issue {
    Issue { number: 88, date: "2022-07-05".parse().unwrap() }
}

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
