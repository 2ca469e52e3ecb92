//! The list of contents of a long report: headings of two levels with their pages, then the annexes.

use super::pager::Sheet;
use super::paragraph::{Measure, Piece, Setting, set};
use super::{Flow, Row, SINGLE, Setter, Target, points};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::page::{Ink, Item, Mark, Pages, Role, TextRun};

/// Title of the list.
pub const TITLE: &str = "MỤC LỤC";
/// Deepest level of headings shown.
pub const DEEPEST: u8 = 2;
/// Room for the page number at the right.
const NUMBER: f64 = 36.0;
/// Indent of a level.
const INDENT: f64 = 18.0;

/// An entry: its words, level, what it leads to, and the page if it has one in the main text.
struct Entry {
    words: String,
    level: u8,
    target: Target,
    page: Option<usize>,
}

impl Setter<'_> {
    /// The list, when the main text is as long as the profile says; it follows the signature.
    pub fn contents(&mut self, sheet: &Sheet, pages: &Pages) -> Result<Option<Flow>, RenderError> {
        let least = self.document.profile.contents_from as usize;
        if least == 0 || pages.pages.len() < least {
            return Ok(None);
        }
        let headings = pages.bookmarks.iter().skip(1).filter(|mark| mark.level <= DEEPEST);
        let mut entries: Vec<Entry> = headings
            .map(|mark| Entry {
                words: mark.title.clone(),
                level: mark.level,
                target: Target::Heading(mark.element),
                page: Some(mark.page + 1),
            })
            .collect();
        for (index, annex) in self.document.annexes.iter().enumerate() {
            let words = format!("{}. {}", annex.label, annex.title);
            entries.push(Entry { words, level: 1, target: Target::Annex(index), page: None });
        }
        let size = self.body_size();
        let title = self.element(Role::Heading(2), 0);
        let lines = self.centred(TITLE, Face::Bold, size, sheet.left, sheet.width(), Mark::Content(title))?;
        let mut rows = self.rows_of(lines, size, size * SINGLE, 0.0);
        if let Some(first) = rows.first_mut() {
            first.bookmark = Some((TITLE.to_owned(), 1, title));
            first.keep_with_next = true;
            first.height += 8.0;
        }
        let list = self.element(Role::Contents, 0);
        for entry in &entries {
            rows.extend(self.entry(entry, sheet, list)?);
        }
        Ok(Some(Flow { rows, first_number: pages.pages.len() + 1, ..Flow::default() }))
    }

    fn entry(&mut self, entry: &Entry, sheet: &Sheet, list: usize) -> Result<Vec<Row>, RenderError> {
        let size = self.body_size();
        let item = self.element(Role::ContentsItem, list);
        let link = self.element(Role::Link, item);
        self.links.push((link, entry.target));
        let mark = Mark::Content(link);
        let left = sheet.left + INDENT * f64::from(entry.level.saturating_sub(1));
        let measure = Measure { left, width: sheet.right() - NUMBER - left, indent: 0.0, size, setting: Setting::Left };
        let lines = set(self.fonts, &[Piece::plain(&entry.words, Face::Regular)], measure, mark)?;
        let end = lines.last().map_or(left, |line| line.left + line.width);
        let mut rows = self.rows_of(lines, size, size * SINGLE, points(self.document.profile.paragraph_space) / 2.0);
        let keep = rows.len().saturating_sub(1);
        for row in rows.iter_mut().take(keep) {
            row.keep_with_next = true;
        }
        if let (Some(row), Some(page)) = (rows.last_mut(), entry.page) {
            let y = self.baseline(size, row.height);
            let number = page.to_string();
            let x = sheet.right() - self.fonts.width(Face::Regular, size, &number)?;
            let run = |x, text, mark| TextRun { x, y, face: Face::Regular, size, text, stretch: 0.0, spread: 0.0, ink: Ink::Black, mark };
            let dot = self.fonts.width(Face::Regular, size, " .")?;
            // Dots stand on a grid counted from the right edge, so that those of all lines are below each other.
            let room = ((sheet.right() - NUMBER / 2.0 - end - dot) / dot).floor().max(0.0);
            let dots: String =
                std::iter::successors(Some(1.0), |count| Some(count + 1.0)).take_while(|count| *count <= room).map(|_| " .").collect();
            if !dots.is_empty() {
                row.items.push(Item::Text(run(sheet.right() - NUMBER / 2.0 - room * dot, dots, Mark::Artifact)));
            }
            row.items.push(Item::Text(run(x, format!("{number} "), mark)));
        }
        Ok(rows)
    }
}
