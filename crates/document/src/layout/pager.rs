//! Puts rows on pages: never between rows that must stay together, table heads repeated, marks and
//! page numbers in the margins.

use thidua_domain::catalogue::LayoutProfile;

use super::{Flow, Row, Setter, points, tenths};
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

/// Puts a flow on as many sheets as it needs. Page numbers start anew with each flow.
pub fn paginate(
    setter: &mut Setter<'_>,
    mut flow: Flow,
    sheet: &Sheet,
    first: &mut Option<FirstMarks>,
    pages: &mut Pages,
) -> Result<(), RenderError> {
    let address = first.is_some() && !setter.document.address.is_empty();
    let mut start = 0;
    let mut number = flow.first_number.max(1);
    let mut waiting = Vec::new();
    while start < flow.rows.len() || !waiting.is_empty() {
        let foot = if address && number == 1 { ADDRESS } else { 0.0 };
        let room = Room::new(&flow, start, sheet.height() - foot);
        let end = room.fill(&flow, start, heights(&waiting));
        let mut page = Page { width: sheet.paper_width, height: sheet.paper_height, items: Vec::new(), links: Vec::new() };
        margin(setter, &mut page, sheet, number, first.take())?;
        place(&mut flow, start..end, sheet, pages, &mut page);
        for note in flow.rows[start..end].iter().flat_map(|row| &row.notes) {
            waiting.append(&mut flow.notes[*note]);
        }
        let text = start < flow.rows.len();
        let bottom =
            if text { sheet.paper_height - sheet.bottom - foot } else { sheet.top + NOTE_RULE + heights(&waiting).min(room.notes) };
        waiting = place_notes(waiting, room.notes, sheet.left, bottom, &mut page);
        if foot > 0.0 {
            address_line(setter, &mut page, sheet)?;
        }
        pages.pages.push(page);
        start = end;
        number += 1;
    }
    Ok(())
}

/// Height kept for the address at the foot of page 1.
const ADDRESS: f64 = 24.0;
/// Space with the rule between text and notes.
const NOTE_RULE: f64 = 10.0;
/// Length of that rule.
const NOTE_RULE_LENGTH: f64 = 144.0;
/// The part of a page that notes may take while text remains.
const NOTE_PART: f64 = 0.4;

/// The height that a page has for text, and how much of it notes may take.
struct Room {
    text: f64,
    notes: f64,
}

impl Room {
    fn new(flow: &Flow, start: usize, height: f64) -> Self {
        let notes = if start < flow.rows.len() { height * NOTE_PART } else { height };
        Self { text: height, notes: notes - NOTE_RULE }
    }

    /// What notes of this height in all take of the page; those that find no room wait for the next.
    fn foot(&self, notes: f64) -> f64 {
        if notes > 0.0 { NOTE_RULE + notes.min(self.notes) } else { 0.0 }
    }

    /// The row after the last one that fits on a page opened by row `start`, with notes of height `waiting`.
    fn fill(&self, flow: &Flow, start: usize, waiting: f64) -> usize {
        let Some(opening) = flow.rows.get(start) else { return start };
        let mut used: f64 = opening.repeat.map_or(0.0, |index| heights(&flow.repeats[index]));
        let mut notes = waiting;
        let mut allowed = None;
        for (index, row) in flow.rows.iter().enumerate().skip(start) {
            let space = if index == start { 0.0 } else { row.space_before };
            used += space + row.height;
            notes += row.notes.iter().map(|note| heights(&flow.notes[*note])).sum::<f64>();
            if used + self.foot(notes) > self.text + 1e-6 && index > start {
                // Rows that must stay together fill more than a page: break where the page is full.
                return allowed.unwrap_or(index);
            }
            if !row.keep_with_next {
                allowed = Some(index + 1);
            }
        }
        flow.rows.len()
    }
}

fn heights(rows: &[Row]) -> f64 {
    rows.iter().map(|row| row.height).sum()
}

/// As many lines of notes as have room, above `bottom`; the others are returned.
fn place_notes(mut waiting: Vec<Row>, room: f64, left: f64, bottom: f64, page: &mut Page) -> Vec<Row> {
    let mut height = 0.0;
    let fits = |row: &Row| {
        height += row.height;
        height <= room + 1e-6
    };
    let count = waiting.iter().map(fits).take_while(|fits| *fits).count().max(usize::from(!waiting.is_empty()));
    let rest = waiting.split_off(count);
    let mut y = bottom - heights(&waiting);
    if count > 0 {
        let rule = y - NOTE_RULE / 2.0;
        page.items.push(Item::Line(Line { from: (left, rule), to: (left + NOTE_RULE_LENGTH, rule), width: 0.5, ink: Ink::Black }));
    }
    for row in waiting {
        page.items.extend(row.items.into_iter().map(|item| shifted(item, y)));
        y += row.height;
    }
    rest
}

fn place(flow: &mut Flow, rows: std::ops::Range<usize>, sheet: &Sheet, pages: &mut Pages, page: &mut Page) {
    let first = rows.start;
    let mut y = sheet.top;
    let repeated = flow.rows.get(first).and_then(|row| row.repeat).map_or(&[][..], |index| &flow.repeats[index]);
    for row in repeated {
        page.items.extend(row.items.iter().cloned().map(|item| artifact(shifted(item, y))));
        y += row.height;
    }
    for (index, row) in flow.rows[rows].iter_mut().enumerate() {
        if index > 0 {
            y += row.space_before;
        }
        if let Some((title, level, element)) = &row.bookmark {
            pages.bookmarks.push(Bookmark { title: title.clone(), level: *level, page: pages.pages.len(), y, element: *element });
        }
        page.items.extend(std::mem::take(&mut row.items).into_iter().map(|item| shifted(item, y)));
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
        page.items.push(Item::Text(TextRun { x, y, face, size, text: format!("{text} "), stretch: 0.0, spread: 0.0, ink, mark }));
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
    page.items.push(Item::Line(Line { from: (sheet.left, y), to: (sheet.right(), y), width: 0.5, ink: Ink::Black }));
    let mark = Mark::Content(setter.element(Role::Paragraph, 0));
    let lines = setter.centred(&setter.document.address, Face::Regular, 11.0, sheet.left, sheet.width(), mark)?;
    if let Some(line) = lines.into_iter().next() {
        page.items.extend(line.items(y + 12.0));
    }
    Ok(())
}

/// A row of blank height, for tests of paging.
#[cfg(test)]
pub fn blank(height: f64, keep_with_next: bool) -> Row {
    Row { height, keep_with_next, ..Row::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(flow: &Flow, start: usize, height: f64) -> usize {
        Room::new(flow, start, height).fill(flow, start, 0.0)
    }

    #[test]
    fn breaks_fall_only_where_they_may() {
        let rows = [false, true, true, false, false].map(|keep| blank(30.0, keep)).to_vec();
        let flow = Flow { rows, ..Flow::default() };
        assert_eq!(fill(&flow, 0, 100.0), 1, "the chain of rows 1 to 3 moves as a whole");
        assert_eq!(fill(&flow, 1, 100.0), 4);
        assert_eq!(fill(&flow, 4, 100.0), 5);
    }

    #[test]
    fn a_chain_longer_than_a_page_is_broken_where_the_page_is_full() {
        let flow = Flow { rows: vec![blank(30.0, true); 10], ..Flow::default() };
        assert_eq!(fill(&flow, 0, 100.0), 3);
        assert_eq!(fill(&flow, 0, 10.0), 1, "a row higher than the page stands alone");
    }

    #[test]
    fn a_row_goes_with_its_note_and_a_long_note_goes_on_at_the_next_foot() {
        let mut rows = vec![blank(30.0, false); 3];
        rows[2].notes.push(0);
        let flow = Flow { rows, notes: vec![vec![blank(10.0, false); 2]], ..Flow::default() };
        assert_eq!(fill(&flow, 0, 100.0), 2, "90 of text and 30 of note do not fit on 100");
        assert_eq!(fill(&flow, 0, 120.0), 3);
        let mut page = Page { width: 100.0, height: 100.0, items: Vec::new(), links: Vec::new() };
        let rest = place_notes(vec![blank(10.0, false); 5], 30.0, 0.0, 100.0, &mut page);
        assert_eq!(rest.len(), 2);
    }
}
