//! Laid-out pages as text.

use thidua_document::page::{Item, Mark, Page, Pages, Role, TextRun};

/// Runs of a page.
pub fn runs(page: &Page) -> impl Iterator<Item = &TextRun> {
    page.items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None })
}

/// Text without any white space, so that line breaks do not matter.
pub fn bare(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

/// Text of the pages in the order of the document: artifacts and the list of contents left out, notes
/// behind the main text instead of at the feet of its pages.
pub fn content_text(pages: &Pages) -> String {
    let inside = |role: Role, mut element: usize| {
        while pages.elements[element].role != role {
            match pages.elements[element].parent {
                Some(parent) => element = parent,
                None => return false,
            }
        }
        true
    };
    let (mut main, mut notes, mut annexes) = (String::new(), String::new(), String::new());
    for run in pages.pages.iter().flat_map(runs) {
        let Mark::Content(element) = run.mark else { continue };
        let list = inside(Role::Contents, element) || run.text.trim() == "MỤC LỤC";
        let part = if inside(Role::Note, element) {
            &mut notes
        } else if inside(Role::Section, element) {
            &mut annexes
        } else {
            &mut main
        };
        part.push_str(if list { "" } else { &run.text });
    }
    main + &notes + &annexes
}

/// All text of one page in drawing order.
pub fn page_text(page: &Page) -> String {
    runs(page).map(|run| run.text.as_str()).collect()
}
