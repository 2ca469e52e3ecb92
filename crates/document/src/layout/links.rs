//! What leads where: after all pages are made, the words of every link get their place and their target.

use std::collections::BTreeMap;

use super::{Setter, Target};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::page::{Item, Link, Mark, Page, Pages, TextRun};

impl Setter<'_> {
    /// Gives every page its links; those whose target is not on paper lead nowhere.
    pub fn find_links(&self, pages: &mut Pages) -> Result<(), RenderError> {
        let bookmarks: BTreeMap<usize, (usize, f64)> = pages.bookmarks.iter().map(|mark| (mark.element, (mark.page, mark.y))).collect();
        let place = |target: Target| match target {
            Target::Annex(annex) => bookmarks.get(self.annexes.get(annex)?),
            Target::Heading(element) => bookmarks.get(&element),
        };
        let targets: BTreeMap<usize, (usize, f64)> =
            self.links.iter().filter_map(|(element, target)| Some((*element, *place(*target)?))).collect();
        if targets.is_empty() {
            return Ok(());
        }
        for page in &mut pages.pages {
            page.links = self.links_of(page, &targets)?;
        }
        Ok(())
    }

    fn links_of(&self, page: &Page, targets: &BTreeMap<usize, (usize, f64)>) -> Result<Vec<Link>, RenderError> {
        let mut links: Vec<Link> = Vec::new();
        for item in &page.items {
            let Item::Text(run @ TextRun { mark: Mark::Content(element), .. }) = item else { continue };
            let Some(&(target, y)) = targets.get(element) else { continue };
            let bottom = run.y + self.fonts.descent(Face::Regular) * run.size;
            let right = run.x + run.advance(self.fonts)?;
            match links.last_mut().filter(|last| last.element == *element && (last.bottom - bottom).abs() < 0.01) {
                Some(last) => {
                    last.right = right;
                    last.words.push_str(&run.text);
                }
                None => links.push(Link {
                    left: run.x,
                    top: run.y - self.fonts.ascent(Face::Regular) * run.size,
                    right,
                    bottom,
                    element: *element,
                    words: run.text.clone(),
                    page: target,
                    y,
                }),
            }
        }
        Ok(links)
    }
}
