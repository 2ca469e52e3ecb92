//! Annexes: column widths from content, header grids that repeat, tall rows that split, wide tables
//! on turned sheets and, when that is not enough, in parts that repeat the first two columns.

use thidua_domain::report::{Align, HeaderCell, RowKind, Table, TableRow};

use super::pager::Sheet;
use super::paragraph::{Measure, Piece, SetLine, Setting, as_f64, extent, set};
use super::{Flow, Row, SINGLE, Setter, points};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::model::AnnexPart;
use crate::page::{Ink, Item, Line, Mark, Role};

/// Space between a cell's edge and its text, left and right.
const PAD_X: f64 = 2.6;
/// Space above and below a cell's text.
const PAD_Y: f64 = 2.5;
/// Stroke of the grid.
const GRID: f64 = 0.5;
/// Columns repeated in every part of a table that is too wide.
const REPEATED_COLUMNS: usize = 2;
/// A word wider than this is cut between its letters rather than widening its column.
const WIDE: f64 = 170.0;
/// Width at which a column of running text reads at ease.
const EASE: f64 = 75.0;
/// Width at which the repeated columns of a table cut into parts read at ease.
const REPEATED_EASE: f64 = 110.0;
/// Lines of a column's head at ease.
const HEAD_LINES: f64 = 3.0;

/// Widths that a column could have, padding included.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// The widest word.
    least: f64,
    /// The widest cell of the body on one line.
    natural: f64,
    /// The head on few lines.
    eased: f64,
    /// What stands behind the decimal comma, at most; nought where no number has one.
    decimals: f64,
}

/// Widths of a part of a table.
#[derive(Debug)]
pub struct Part {
    /// Columns shown, by index.
    pub columns: Vec<usize>,
    /// Their widths.
    pub widths: Vec<f64>,
    /// What their numbers have behind the decimal comma, at most.
    decimals: Vec<f64>,
}

impl Part {
    fn left(&self, position: usize, sheet: &Sheet) -> f64 {
        sheet.left + self.widths[..position].iter().sum::<f64>()
    }

    fn total(&self) -> f64 {
        self.widths.iter().sum()
    }
}

impl Setter<'_> {
    /// The sheet an annex stands on, and its flows: one, or one for each part of a table too wide.
    pub fn annex_flows(&mut self, annex: &AnnexPart) -> Result<(Sheet, Vec<Flow>), RenderError> {
        let extents = self.extents(&annex.table)?;
        let sheet = self.sheet_for(&annex.table, &extents);
        let parts = parts(&annex.table, &extents, sheet.width());
        let section = self.element(Role::Section, 0);
        let rows = self.annex_title(annex, &sheet, section)?;
        let mut flow = Flow { rows, ..Flow::default() };
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                // The next part opens below the one before it, with its own head.
                if let Some(last) = flow.rows.last_mut() {
                    last.height += 14.0;
                }
            }
            self.table(&annex.table, part, &sheet, section, &mut flow)?;
        }
        if !annex.signatures.is_empty() {
            if let Some(last) = flow.rows.last_mut() {
                last.keep_with_next = true;
            }
            flow.rows.push(self.annex_signatures(annex, &sheet, section)?);
        }
        Ok((sheet, vec![flow]))
    }

    fn annex_title(&mut self, annex: &AnnexPart, sheet: &Sheet, section: usize) -> Result<Vec<Row>, RenderError> {
        let size = self.body_size();
        let height = size * SINGLE;
        let heading = self.element(Role::Heading(2), section);
        self.annexes.push(heading);
        let mut rows = Vec::new();
        for text in [&annex.label, &annex.title] {
            let lines = self.centred(text, Face::Bold, size, sheet.left, sheet.width(), Mark::Content(heading))?;
            rows.extend(self.rows_of(lines, size, height, 0.0));
        }
        if let Some(first) = rows.first_mut() {
            first.bookmark = Some((format!("{} {}", annex.label, annex.title), 1, heading));
        }
        for (text, size) in [(&annex.attached_to, size), (&annex.note, 12.0)] {
            if !text.is_empty() {
                let element = self.element(Role::Paragraph, section);
                let lines = self.centred(text, Face::Italic, size, sheet.left, sheet.width(), Mark::Content(element))?;
                rows.extend(self.rows_of(lines, size, size * SINGLE, 0.0));
            }
        }
        if let Some(last) = rows.last_mut() {
            last.height += 8.0;
        }
        for row in &mut rows {
            row.keep_with_next = true;
        }
        Ok(rows)
    }

    /// Upright when the columns stand there at ease, else turned.
    pub fn sheet_for(&self, table: &Table, extents: &[Extent]) -> Sheet {
        let profile = &self.document.profile;
        let portrait = Sheet::portrait(profile);
        let ease = |(column, extent): (usize, &Extent)| {
            if table.columns[column].stretch > 0 { extent.natural.min(EASE).max(extent.least) } else { extent.natural }
        };
        let needed: f64 = extents.iter().enumerate().map(ease).sum();
        if needed <= portrait.width() { portrait } else { Sheet::landscape(profile) }
    }

    /// The widths that every column could have.
    pub fn extents(&self, table: &Table) -> Result<Vec<Extent>, RenderError> {
        let profile = &self.document.profile;
        let (body, head) = (points(profile.table_size), points(profile.table_head_size));
        let mut extents = vec![Extent { least: 8.0, natural: 8.0, eased: 8.0, decimals: 0.0 }; table.columns.len()];
        for (column, cell) in table.rows.iter().flat_map(|row| row.cells.iter().enumerate()) {
            if let Some(entry) = extents.get_mut(column).filter(|_| table.columns[column].align == Align::Right) {
                entry.decimals = entry.decimals.max(self.decimals(&cell.text, body)?);
            }
        }
        let mut widen = |column: usize, text: &str, face: Face, size: f64, wraps: bool| -> Result<(), RenderError> {
            let (least, natural) = extent(self.fonts, &[Piece::plain(text, face)], size)?;
            let entry = &mut extents[column];
            // A number without decimals keeps the room of those below and above it.
            let behind = if !wraps && entry.decimals > 0.0 && is_number(text) { entry.decimals - self.decimals(text, size)? } else { 0.0 };
            let padded = |width: f64| width + behind + 2.0 * PAD_X + 0.5;
            entry.least = entry.least.max(padded(least.min(WIDE)));
            if wraps {
                entry.eased = entry.eased.max(padded((natural / HEAD_LINES + least / 2.0).min(natural).min(WIDE)));
            } else {
                entry.natural = entry.natural.max(padded(natural));
            }
            entry.natural = entry.natural.max(entry.least);
            Ok(())
        };
        for cell in table.header.iter().filter(|cell| cell.columns == 1) {
            widen(cell.column, &cell.text, Face::Bold, head, true)?;
        }
        for (column, text) in table.numbers.iter().enumerate() {
            let longest = formula_parts(text).into_iter().max_by_key(|part| part.len()).unwrap_or_default();
            widen(column, longest, Face::Italic, head - 1.0, true)?;
        }
        for row in table.rows.iter().filter(|row| row.kind != RowKind::Group) {
            for (column, cell) in row.cells.iter().enumerate() {
                let face = if row.kind == RowKind::Total { Face::Bold } else { Face::Regular };
                for block in cell.text.split('\n') {
                    widen(column, block, face, body, false)?;
                }
            }
        }
        self.widen_under_spans(table, head, &mut extents)?;
        Ok(extents)
    }

    /// Width of what stands behind the decimal comma of a number.
    fn decimals(&self, text: &str, size: f64) -> Result<f64, RenderError> {
        let behind = text.rfind(',').filter(|_| is_number(text)).map_or("", |comma| &text[comma..]);
        self.fonts.width(Face::Regular, size, behind)
    }

    /// A spanning head needs room for its widest word over any column it covers alone in a part.
    fn widen_under_spans(&self, table: &Table, size: f64, extents: &mut [Extent]) -> Result<(), RenderError> {
        let (portrait, landscape) = (Sheet::portrait(&self.document.profile), Sheet::landscape(&self.document.profile));
        let cut = extents.iter().map(|extent| extent.least).sum::<f64>() > portrait.width().max(landscape.width());
        for cell in table.header.iter().filter(|cell| cell.columns > 1) {
            let (widest, _) = extent(self.fonts, &[Piece::plain(&cell.text, Face::Bold)], size)?;
            let need = widest.min(WIDE) + 2.0 * PAD_X + 0.5;
            let covered = &mut extents[cell.column..cell.column + cell.columns];
            let have: f64 = covered.iter().map(|extent| extent.least).sum();
            let count = as_f64(covered.len());
            for entry in covered {
                entry.least = if cut { entry.least.max(need) } else { entry.least + ((need - have) / count).max(0.0) };
                entry.natural = entry.natural.max(entry.least);
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Table, part: &Part, sheet: &Sheet, section: usize, flow: &mut Flow) -> Result<(), RenderError> {
        let element = self.element(Role::Table, section);
        // A table has a head only above a body.
        let head_group = self.element(if table.rows.is_empty() { Role::TableBody } else { Role::TableHead }, element);
        let head = self.header(table, part, sheet, head_group)?;
        let head_height: f64 = head.iter().map(|row| row.height).sum();
        let repeat = flow.repeats.len();
        flow.repeats.push(head.clone());
        flow.rows.extend(head);
        let body_group = if table.rows.is_empty() { head_group } else { self.element(Role::TableBody, element) };
        let room = sheet.height() - head_height;
        let first = flow.rows.len();
        for row in &table.rows {
            for mut set in self.body_row(table, row, part, sheet, body_group, room)? {
                if row.kind == RowKind::Total
                    && flow.rows.len() > first
                    && let Some(before) = flow.rows.last_mut()
                {
                    before.keep_with_next = true;
                }
                set.repeat = Some(repeat);
                flow.rows.push(set);
            }
        }
        Ok(())
    }

    /// The header grid and the row of column numbers.
    fn header(&mut self, table: &Table, part: &Part, sheet: &Sheet, group: usize) -> Result<Vec<Row>, RenderError> {
        let size = points(self.document.profile.table_head_size);
        let line_height = size * SINGLE;
        let mut heights = vec![line_height + 2.0 * PAD_Y; table.header_rows];
        let mut cells = Vec::new();
        let grid_rows: Vec<usize> = (0..table.header_rows).map(|_| self.element(Role::Row, group)).collect();
        let mut ordered: Vec<&HeaderCell> = table.header.iter().collect();
        ordered.sort_by_key(|cell| (cell.row, cell.column));
        for cell in ordered {
            let Some((position, span)) = visible(part, cell) else { continue };
            let width: f64 = part.widths[position..position + span].iter().sum();
            let role = Role::HeaderCell { columns: to_u16(span), rows: to_u16(cell.rows), scope_row: false };
            let element = self.element(role, grid_rows[cell.row]);
            let left = part.left(position, sheet);
            let lines = self.centred(&cell.text, Face::Bold, size, left + PAD_X, width - 2.0 * PAD_X, Mark::Content(element))?;
            let need = as_f64(lines.len()) * line_height + 2.0 * PAD_Y;
            if cell.rows == 1 {
                heights[cell.row] = heights[cell.row].max(need);
            }
            cells.push((cell, left, width, lines, need));
        }
        for (cell, _, _, _, need) in &cells {
            let have: f64 = heights[cell.row..cell.row + cell.rows].iter().sum();
            if let Some(last) = heights[cell.row..cell.row + cell.rows].last_mut().filter(|_| have < *need) {
                *last += need - have;
            }
        }
        let total: f64 = heights.iter().sum();
        let mut items = Vec::new();
        for (cell, left, width, lines, _) in cells {
            let top: f64 = heights[..cell.row].iter().sum();
            let height: f64 = heights[cell.row..cell.row + cell.rows].iter().sum();
            let text_top = top + (height - as_f64(lines.len()) * line_height) / 2.0;
            for (index, line) in lines.into_iter().enumerate() {
                items.extend(line.items(text_top + as_f64(index) * line_height + self.baseline(size, line_height)));
            }
            items.extend(frame(left, top, width, height));
        }
        let mut rows = vec![Row { height: total, keep_with_next: true, items, ..Row::default() }];
        if !table.numbers.is_empty() {
            rows.push(self.number_row(table, part, sheet, group)?);
        }
        Ok(rows)
    }

    /// `1 2 3=4+5`: the row of column numbers that readers expect under the header.
    fn number_row(&mut self, table: &Table, part: &Part, sheet: &Sheet, group: usize) -> Result<Row, RenderError> {
        let size = points(self.document.profile.table_head_size) - 1.0;
        let row = self.element(Role::Row, group);
        let mut cells = Vec::new();
        for (position, column) in part.columns.iter().enumerate() {
            let element = self.element(Role::HeaderCell { columns: 1, rows: 1, scope_row: false }, row);
            let (left, width) = (part.left(position, sheet), part.widths[position]);
            cells.push((left, width, self.formula(&table.numbers[*column], size, left, width, Mark::Content(element))?));
        }
        let mut rows = self.cells_to_rows(cells, size, f64::INFINITY);
        let mut row = rows.pop().unwrap_or_default();
        row.keep_with_next = true;
        Ok(row)
    }

    /// A column number or formula; one that is too long for its column is cut before "=".
    fn formula(&self, text: &str, size: f64, left: f64, width: f64, mark: Mark) -> Result<Vec<SetLine>, RenderError> {
        let room = width - 2.0 * PAD_X;
        let mut lines: Vec<String> = Vec::new();
        for part in formula_parts(text) {
            match lines.last_mut() {
                Some(line) if self.fonts.width(Face::Italic, size, &format!("{line}{part}"))? <= room => line.push_str(part),
                _ => lines.push(part.to_owned()),
            }
        }
        let mut set = Vec::new();
        for line in lines {
            set.extend(self.centred(&line, Face::Italic, size, left + PAD_X, room, mark)?);
        }
        Ok(set)
    }

    fn body_row(
        &mut self,
        table: &Table,
        row: &TableRow,
        part: &Part,
        sheet: &Sheet,
        group: usize,
        room: f64,
    ) -> Result<Vec<Row>, RenderError> {
        let size = points(self.document.profile.table_size);
        let element = self.element(Role::Row, group);
        let face = if row.kind == RowKind::Body { Face::Regular } else { Face::Bold };
        let mut cells = Vec::new();
        if row.kind == RowKind::Group {
            let text = row.cells.iter().map(|cell| cell.text.as_str()).find(|text| !text.is_empty()).unwrap_or_default();
            let cell = self.element(Role::Cell { columns: to_u16(part.columns.len()) }, element);
            let measure =
                Measure { left: sheet.left + PAD_X, width: part.total() - 2.0 * PAD_X, indent: 0.0, size, setting: Setting::Left };
            cells.push((sheet.left, part.total(), set(self.fonts, &[Piece::plain(text, face)], measure, Mark::Content(cell))?));
        } else {
            for (position, column) in part.columns.iter().enumerate() {
                let cell = self.element(Role::Cell { columns: 1 }, element);
                let (left, width) = (part.left(position, sheet), part.widths[position]);
                let text = row.cells.get(*column).map_or("", |cell| cell.text.as_str());
                let most = part.decimals[position];
                let behind = if most > 0.0 && is_number(text) { (most - self.decimals(text, size)?).max(0.0) } else { 0.0 };
                let measure = Measure {
                    left: left + PAD_X,
                    width: width - 2.0 * PAD_X - behind,
                    indent: 0.0,
                    size,
                    setting: setting(table.columns[*column].align),
                };
                cells.push((left, width, self.blocks(text, face, measure, Mark::Content(cell))?));
            }
        }
        let mut rows = self.cells_to_rows(cells, size, room);
        if row.kind == RowKind::Group
            && let Some(last) = rows.last_mut()
        {
            last.keep_with_next = true;
        }
        Ok(rows)
    }

    /// The lines of a cell: one paragraph after the other, as its text is broken.
    fn blocks(&self, text: &str, face: Face, measure: Measure, mark: Mark) -> Result<Vec<SetLine>, RenderError> {
        let mut lines = Vec::new();
        for block in text.split('\n') {
            lines.append(&mut set(self.fonts, &[Piece::plain(block, face)], measure, mark)?);
        }
        Ok(lines)
    }

    /// Cells of one row, split into several where they are higher than `room`.
    fn cells_to_rows(&self, cells: Vec<(f64, f64, Vec<SetLine>)>, size: f64, room: f64) -> Vec<Row> {
        let line_height = size * SINGLE;
        let lines = cells.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(1).max(1);
        let fits = (1..=lines).rev().find(|count| as_f64(*count) * line_height + 2.0 * PAD_Y <= room).unwrap_or(1);
        let mut rows = Vec::new();
        let mut cells: Vec<_> = cells.into_iter().map(|(left, width, lines)| (left, width, lines.into_iter())).collect();
        for start in (0..lines).step_by(fits) {
            let count = fits.min(lines - start);
            let height = as_f64(count) * line_height + 2.0 * PAD_Y;
            let mut items = Vec::new();
            for (left, width, lines) in &mut cells {
                for (index, line) in lines.take(count).enumerate() {
                    items.extend(line.items(PAD_Y + as_f64(index) * line_height + self.baseline(size, line_height)));
                }
                items.extend(frame(*left, 0.0, *width, height));
            }
            rows.push(Row { height, items, ..Row::default() });
        }
        rows
    }
}

/// Shares `available` among the columns, or cuts the table into parts that fit.
pub fn parts(table: &Table, extents: &[Extent], available: f64) -> Vec<Part> {
    let least: f64 = extents.iter().map(|extent| extent.least).sum();
    if least <= available || extents.len() <= REPEATED_COLUMNS + 1 {
        let columns: Vec<usize> = (0..extents.len()).collect();
        return vec![part(table, extents, columns, available)];
    }
    let repeated: Vec<usize> = (0..REPEATED_COLUMNS).collect();
    let eased = |extent: &Extent| extent.natural.min(REPEATED_EASE).max(extent.least).min(available / 3.0);
    let head: f64 = repeated.iter().map(|column| eased(&extents[*column])).sum();
    let others: Vec<(usize, f64)> = extents.iter().map(|extent| extent.least).enumerate().skip(REPEATED_COLUMNS).collect();
    let groups = shared_out(&others, available - head);
    groups.into_iter().map(|columns| part(table, extents, [&repeated[..], &columns].concat(), available)).collect()
}

/// Columns with their widths in as few groups as have room, of about the same width where that has room too.
fn shared_out(columns: &[(usize, f64)], room: f64) -> Vec<Vec<usize>> {
    let mut full: Vec<Vec<usize>> = Vec::new();
    let mut used = f64::INFINITY;
    for (column, width) in columns {
        if used + width > room {
            full.push(Vec::new());
            used = 0.0;
        }
        if let Some(group) = full.last_mut() {
            group.push(*column);
        }
        used += width;
    }
    let share = columns.iter().map(|(_, width)| width).sum::<f64>() / as_f64(full.len().max(1));
    let (mut even, mut before) = (vec![(Vec::new(), 0.0); full.len()], 0.0);
    for (column, width) in columns {
        let group = (1..full.len()).rev().find(|group| before + width / 2.0 >= share * as_f64(*group)).unwrap_or(0);
        even[group].0.push(*column);
        even[group].1 += width;
        before += width;
    }
    let fits = even.iter().all(|(group, width)| !group.is_empty() && *width <= room);
    if fits { even.into_iter().map(|(group, _)| group).collect() } else { full }
}

/// Every column gets its widest word, then what its cells want, then what its head wants; what is left
/// goes to the columns that stretch.
fn part(table: &Table, extents: &[Extent], columns: Vec<usize>, available: f64) -> Part {
    let mut widths: Vec<f64> = columns.iter().map(|column| extents[*column].least).collect();
    let decimals = columns.iter().map(|column| extents[*column].decimals).collect();
    let least: f64 = widths.iter().sum();
    if least > available {
        // Too narrow even for single words: they are cut between letters.
        for width in &mut widths {
            *width *= available / least;
        }
        return Part { columns, widths, decimals };
    }
    for wish in [|extent: &Extent| extent.natural, |extent: &Extent| extent.eased] {
        let wants: Vec<f64> = columns.iter().zip(&widths).map(|(column, width)| (wish(&extents[*column]) - width).max(0.0)).collect();
        let wanted: f64 = wants.iter().sum();
        let spare = available - widths.iter().sum::<f64>();
        let granted = if wanted > 0.0 { (spare / wanted).clamp(0.0, 1.0) } else { 0.0 };
        for (width, want) in widths.iter_mut().zip(&wants) {
            *width += want * granted;
        }
    }
    let left = (available - widths.iter().sum::<f64>()).max(0.0);
    let weights: Vec<f64> = columns.iter().map(|column| f64::from(table.columns[*column].stretch)).collect();
    let weight: f64 = weights.iter().sum();
    let count = as_f64(widths.len());
    for (width, share) in widths.iter_mut().zip(&weights) {
        *width += if weight > 0.0 { left * share / weight } else { left / count };
    }
    Part { columns, widths, decimals }
}

/// Where a header cell stands in a part: position and columns covered; `None` when it is not in it.
pub fn visible(part: &Part, cell: &HeaderCell) -> Option<(usize, usize)> {
    let covered = cell.column..cell.column + cell.columns;
    let position = part.columns.iter().position(|column| covered.contains(column))?;
    let span = part.columns[position..].iter().take_while(|column| covered.contains(column)).count();
    Some((position, span))
}

/// Digits with their points, comma, sign and percent, or the dash of no value: what is aligned on its comma.
fn is_number(text: &str) -> bool {
    text == "-"
        || text.contains(|ch: char| ch.is_ascii_digit())
            && text.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, '.' | ',' | '-' | '−' | '+' | '%'))
}

fn setting(align: Align) -> Setting {
    match align {
        Align::Left => Setting::Left,
        Align::Centre => Setting::Centre,
        Align::Right => Setting::Right,
    }
}

/// `1=2+3=4+5` as `1`, `=2+3`, `=4+5`.
fn formula_parts(text: &str) -> Vec<&str> {
    let cuts: Vec<usize> = text.match_indices('=').map(|(at, _)| at).filter(|at| *at > 0).chain([text.len()]).collect();
    let mut start = 0;
    cuts.into_iter().map(|end| &text[std::mem::replace(&mut start, end)..end]).collect()
}

/// The four sides of a cell.
fn frame(left: f64, top: f64, width: f64, height: f64) -> [Item; 4] {
    let (right, bottom) = (left + width, top + height);
    let line = |from, to| Item::Line(Line { from, to, width: GRID, ink: Ink::Black });
    [
        line((left, top), (right, top)),
        line((left, bottom), (right, bottom)),
        line((left, top), (left, bottom)),
        line((right, top), (right, bottom)),
    ]
}

fn to_u16(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
