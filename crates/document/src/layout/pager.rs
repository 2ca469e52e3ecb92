//! Puts rows on pages: never between rows that must stay together, table heads repeated, marks and
//! page numbers in the margins.

use thidua_domain::catalogue::LayoutProfile;

use super::{Flow, Setter, points, tenths};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::page::{Bookmark, Ink, Item, Line, Mark, Page, Pages, Role, TextRun};

/// A kind of sheet.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Paper width.
    pub paper_width: f64,
    /// Paper height.
    pub paper_height: f64,
    /// Left margin.
    pub left: f64,
    /// Right margin.
    pub right_margin: f64,
    /// Top margin.
    pub top: f64,
    /// Bottom margin.
    pub bottom: f64,
}

impl Sheet {
    /// The profile's upright sheet.
    pub fn portrait(profile: &LayoutProfile) -> Self {
        Self {
            paper_width: tenths(profile.paper_width),
            paper_height: tenths(profile.paper_height),
            left: tenths(profile.margin_left),
            right_margin: tenths(profile.margin_right),
            top: tenths(profile.margin_top),
            bottom: tenths(profile.margin_bottom),
        }
    }

    /// The sheet turned to the left: the margins turn with it, the binding edge lies on top.
    pub fn landscape(profile: &LayoutProfile) -> Self {
        let upright = Self::portrait(profile);
        Self {
            paper_width: upright.paper_height,
            paper_height: upright.paper_width,
            left: upright.bottom,
            right_margin: upright.top,
            top: upright.left,
            bottom: upright.right_margin,
        }
    }

    /// Width between the margins.
    pub fn width(&self) -> f64 {
        self.paper_width - self.left - self.right_margin
    }

    /// Right edge of the type area.
    pub fn right(&self) -> f64 {
        self.paper_width - self.right_margin
    }

    /// Height between the margins.
    pub fn height(&self) -> f64 {
        self.paper_height - self.top - self.bottom
    }
}

/// Elements of the marks on the first page: draft, illustrative.
pub type FirstMarks = (Option<usize>, Option<usize>);

impl Setter<'_> {
    /// The marks are content once, on the first page; artifacts afterwards.
    pub fn mark_elements(&mut self) -> FirstMarks {
        let marks = &self.document.marks;
        let (draft, illustrative) = (marks.draft.is_some(), marks.illustrative.is_some());
        let mut element = |wanted: bool| wanted.then(|| self.element(Role::Paragraph, 0));
        (element(draft), element(illustrative))
    }
}

/// Puts a flow on as many sheets as it needs. Page numbers start from 1 with each flow.
pub fn paginate(
    setter: &mut Setter<'_>,
    flow: &Flow,
    sheet: &Sheet,
    first: &mut Option<FirstMarks>,
    pages: &mut Pages,
) -> Result<(), RenderError> {
    let address = first.is_some() && !setter.document.address.is_empty();
    let mut start = 0;
    let mut number = 1;
    while start < flow.rows.len() {
        let foot = if address && number == 1 { 24.0 } else { 0.0 };
        let end = fill(flow, start, sheet.height() - foot);
        let mut page = Page { width: sheet.paper_width, height: sheet.paper_height, items: Vec::new() };
        margin(setter, &mut page, sheet, number, first.take())?;
        place(flow, start..end, sheet, pages, &mut page);
        if foot > 0.0 {
            address_line(setter, &mut page, sheet)?;
        }
        pages.pages.push(page);
        start = end;
        number += 1;
    }
    Ok(())
}

/// The row after the last one that fits on a page opened by row `start`.
fn fill(flow: &Flow, start: usize, room: f64) -> usize {
    let repeated: f64 = flow.rows[start].repeat.map_or(0.0, |index| flow.repeats[index].iter().map(|row| row.height).sum());
    let mut used = repeated;
    let mut allowed = None;
    for (index, row) in flow.rows.iter().enumerate().skip(start) {
        let space = if index == start { 0.0 } else { row.space_before };
        used += space + row.height;
        if used > room + 1e-6 && index > start {
            // Rows that must stay together fill more than a page: break where the page is full.
            return allowed.unwrap_or(index);
        }
        if !row.keep_with_next {
            allowed = Some(index + 1);
        }
    }
    flow.rows.len()
}

fn place(flow: &Flow, rows: std::ops::Range<usize>, sheet: &Sheet, pages: &mut Pages, page: &mut Page) {
    let first = rows.start;
    let mut y = sheet.top;
    let repeated = flow.rows[first].repeat.map_or(&[][..], |index| &flow.repeats[index]);
    for row in repeated {
        page.items.extend(row.items.iter().cloned().map(|item| artifact(shifted(item, y))));
        y += row.height;
    }
    for (index, row) in flow.rows[rows].iter().enumerate() {
        if index > 0 {
            y += row.space_before;
        }
        if let Some((title, level, element)) = &row.bookmark {
            pages.bookmarks.push(Bookmark { title: title.clone(), level: *level, page: pages.pages.len(), y, element: *element });
        }
        page.items.extend(row.items.iter().cloned().map(|item| shifted(item, y)));
        y += row.height;
    }
}

fn shifted(item: Item, dy: f64) -> Item {
    match item {
        Item::Text(run) => Item::Text(TextRun { y: run.y + dy, ..run }),
        Item::Line(line) => Item::Line(Line { from: (line.from.0, line.from.1 + dy), to: (line.to.0, line.to.1 + dy), ..line }),
        Item::Fill(mut fill) => {
            fill.y += dy;
            Item::Fill(fill)
        }
    }
}

fn artifact(item: Item) -> Item {
    match item {
        Item::Text(run) => Item::Text(TextRun { mark: Mark::Artifact, ..run }),
        other => other,
    }
}

/// The page number from page 2 on, centred in the top margin; the marks at its sides.
fn margin(setter: &Setter<'_>, page: &mut Page, sheet: &Sheet, number: usize, first: Option<FirstMarks>) -> Result<(), RenderError> {
    let profile = &setter.document.profile;
    let size = points(profile.page_number_size);
    let y = tenths(profile.margin_top) * 0.62;
    let mut text = |text: &str, face: Face, size: f64, ink: Ink, mark: Mark, place: f64| -> Result<(), RenderError> {
        let width = setter.fonts.width(face, size, text)?;
        let x = sheet.left + (sheet.width() - width) * place;
        page.items.push(Item::Text(TextRun { x, y, face, size, text: format!("{text} "), stretch: 0.0, ink, mark }));
        Ok(())
    };
    let (draft, illustrative) = first.unwrap_or_default();
    let content = |element: Option<usize>| element.map_or(Mark::Artifact, Mark::Content);
    if let Some(words) = &setter.document.marks.draft {
        text(words, Face::Bold, 12.0, Ink::Black, content(draft), 0.0)?;
    }
    if let Some(words) = &setter.document.marks.illustrative {
        text(words, Face::Bold, 12.0, Ink::Red, content(illustrative), 1.0)?;
    }
    if number > 1 {
        text(&number.to_string(), Face::Regular, size, Ink::Black, Mark::Artifact, 0.5)?;
    }
    Ok(())
}

/// Ô 13: the address at the foot of page 1, below a full-width rule.
fn address_line(setter: &mut Setter<'_>, page: &mut Page, sheet: &Sheet) -> Result<(), RenderError> {
    let y = sheet.paper_height - sheet.bottom - 16.0;
    page.items.push(Item::Line(Line { from: (sheet.left, y), to: (sheet.right(), y), width: 0.5 }));
    let mark = Mark::Content(setter.element(Role::Paragraph, 0));
    let lines = setter.centred(&setter.document.address, Face::Regular, 11.0, sheet.left, sheet.width(), mark)?;
    if let Some(line) = lines.first() {
        page.items.extend(line.items(y + 12.0));
    }
    Ok(())
}

/// A row of blank height, for tests of paging.
#[cfg(test)]
pub fn blank(height: f64, keep_with_next: bool) -> super::Row {
    super::Row { height, keep_with_next, ..super::Row::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_fall_only_where_they_may() {
        let rows = [false, true, true, false, false].map(|keep| blank(30.0, keep)).to_vec();
        let flow = Flow { rows, repeats: Vec::new() };
        assert_eq!(fill(&flow, 0, 100.0), 1, "the chain of rows 1 to 3 moves as a whole");
        assert_eq!(fill(&flow, 1, 100.0), 4);
        assert_eq!(fill(&flow, 4, 100.0), 5);
    }

    #[test]
    fn a_chain_longer_than_a_page_is_broken_where_the_page_is_full() {
        let flow = Flow { rows: vec![blank(30.0, true); 10], repeats: Vec::new() };
        assert_eq!(fill(&flow, 0, 100.0), 3);
        assert_eq!(fill(&flow, 0, 10.0), 1, "a row higher than the page stands alone");
    }
}
