//! Pages in a readable text form, for snapshots and for the eye.

use std::fmt::Write as _;

use crate::page::{Item, Mark, Pages};

/// One line a run: position, size, face, text. Lines and fills are counted a page.
pub fn dump(pages: &Pages) -> String {
    let mut text = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        let drawn = page.items.iter().filter(|item| !matches!(item, Item::Text(_))).count();
        let _ = writeln!(text, "--- page {} of {:.0}x{:.0} pt, {drawn} lines", index + 1, page.width, page.height);
        for item in &page.items {
            let Item::Text(run) = item else { continue };
            let mark = if run.mark == Mark::Artifact { " artifact" } else { "" };
            let _ = writeln!(
                text,
                "{:6.1} {:6.1} {:4.1} {:?}{mark} {:+.2} | {}",
                run.x,
                run.y,
                run.size,
                run.face,
                run.stretch,
                run.text.replace('\u{a0}', "~")
            );
        }
    }
    text
}
