//! Writes the annexes of a report as a workbook for those who add up further: one sheet an annex, then where
//! every figure comes from, then what the workbook was made from. The same inputs give the same bytes.

use chrono::{DateTime, Datelike as _, FixedOffset};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use thidua_domain::narrative::dates::{period_name, short_date};
use thidua_domain::narrative::numbers::parse;
use thidua_domain::period::vietnam;
use thidua_domain::quantity::Quantity;
use thidua_domain::report::{Align, HeaderCell, RowKind, Table};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

use super::listing;
use crate::model::{AnnexPart, Document};
use crate::sources;

/// Digits that a spreadsheet keeps exactly; longer numbers stay text.
const EXACT: usize = 15;
/// Widest column, in characters.
const WIDEST: usize = 48;

/// Looks of cells.
pub(super) struct Styles {
    title: Format,
    note: Format,
    pub head: Format,
    pub text: Format,
    centred: Format,
    whole: Format,
    decimals: Format,
}

impl Styles {
    fn new() -> Self {
        let base = || Format::new().set_font_name("Times New Roman").set_font_size(12);
        let cell = || base().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Self {
            title: base().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            note: base().set_italic().set_align(FormatAlign::Center).set_text_wrap(),
            head: cell().set_bold().set_align(FormatAlign::Center),
            text: cell(),
            centred: cell().set_align(FormatAlign::Center),
            whole: cell().set_align(FormatAlign::Right).set_num_format("#,##0"),
            decimals: cell().set_align(FormatAlign::Right).set_num_format("#,##0.######"),
        }
    }
}

/// The workbook as bytes.
///
/// # Errors
/// When the writer refuses a sheet, which its names and bounds exclude.
pub fn annexes(document: &Document, snapshot: &Snapshot, summary: &Summary) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = snapshot.as_of().with_timezone(&vietnam());
    workbook.set_properties(
        &DocProperties::new().set_title(&document.title).set_author(&document.author).set_creation_datetime(&excel_day(made)?),
    );
    let styles = Styles::new();
    for annex in &document.annexes {
        workbook.push_worksheet(annex_sheet(annex, &styles)?);
    }
    let sources = sources::of(document, snapshot, summary);
    workbook.push_worksheet(listing::frame(&sources, &styles)?);
    workbook.push_worksheet(about_sheet(document, snapshot, &styles)?);
    let framed = workbook.save_to_buffer()?;
    listing::filled(framed, document.annexes.len() + 1, &sources).map_err(XlsxError::ZipError)
}

fn excel_day(at: DateTime<FixedOffset>) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(
        u16::try_from(at.year()).unwrap_or(1900),
        u8::try_from(at.month()).unwrap_or(1),
        u8::try_from(at.day()).unwrap_or(1),
    )
}

/// A sheet for paper of the same kind: A4 turned, as wide as a page, the head on every page.
pub(super) fn sheet(name: &str, head: std::ops::Range<u32>) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.8, 0.6, 0.8, 0.8, 0.3, 0.3).set_footer("&CTrang &P/&N");
    sheet.set_freeze_panes(head.end, 2)?;
    sheet.set_repeat_rows(head.start, head.end.saturating_sub(1))?;
    Ok(sheet)
}

fn annex_sheet(annex: &AnnexPart, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let table = &annex.table;
    let (first, tiers) = (4_u32, as_row(table.header_rows));
    let numbered = u32::from(!table.numbers.is_empty());
    let body = first + tiers + numbered;
    let mut sheet = sheet(&annex.label.replace('\u{a0}', " "), first..body)?;
    let last = as_column(table.columns.len().saturating_sub(1)).max(1);
    for (row, (text, style)) in
        [(&annex.label, &styles.title), (&annex.title, &styles.title), (&annex.attached_to, &styles.note), (&annex.note, &styles.note)]
            .into_iter()
            .enumerate()
    {
        sheet.merge_range(as_row(row), 0, as_row(row), last, text, style)?;
    }
    for cell in &table.header {
        let (row, column) = (first + as_row(cell.row), as_column(cell.column));
        let (row_end, column_end) = (row + as_row(cell.rows) - 1, column + as_column(cell.columns) - 1);
        if (row, column) == (row_end, column_end) {
            sheet.write_string_with_format(row, column, &cell.text, &styles.head)?;
        } else {
            sheet.merge_range(row, column, row_end, column_end, &cell.text, &styles.head)?;
        }
    }
    for (column, text) in table.numbers.iter().enumerate() {
        sheet.write_string_with_format(first + tiers, as_column(column), text, &styles.centred)?;
    }
    body_rows(&mut sheet, table, body, styles)?;
    let end = body + as_row(table.rows.len());
    let counted = table.rows.iter().filter(|row| row.kind == RowKind::Body).count();
    sheet.write_string_with_format(end, 1, format!("Tổng số dòng: {counted}"), &styles.text)?;
    let widths: Vec<usize> = (0..table.columns.len()).map(|column| width(table, column)).collect();
    for (column, width) in widths.iter().enumerate() {
        sheet.set_column_width(as_column(column), f64::from(as_row(*width)))?;
    }
    for tier in 0..table.header_rows {
        let needed = |cell: &HeaderCell| {
            let room: usize = widths[cell.column..cell.column + cell.columns].iter().sum();
            lines(&cell.text, room).div_ceil(cell.rows)
        };
        let covering = table.header.iter().filter(|cell| (cell.row..cell.row + cell.rows).contains(&tier));
        sheet.set_row_height(first + as_row(tier), height(covering.map(needed).max().unwrap_or(1)))?;
    }
    for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind != RowKind::Group) {
        let needed = row.cells.iter().zip(&widths).map(|(cell, width)| lines(&cell.text, *width)).max().unwrap_or(1);
        sheet.set_row_height(body + as_row(index), height(needed))?;
    }
    Ok(sheet)
}

/// Width of a column in characters: what its cells want, up to a bound, and the longest word of its head.
fn width(table: &Table, column: usize) -> usize {
    let texts = table.rows.iter().filter(|row| row.kind != RowKind::Group).filter_map(|row| row.cells.get(column));
    let cells = texts.map(|cell| cell.text.chars().count()).max().unwrap_or(0).clamp(5, WIDEST);
    let heads = table.header.iter().filter(|cell| cell.column == column && cell.columns == 1).flat_map(|cell| cell.text.split(' '));
    cells.max(heads.map(|word| word.chars().count()).max().unwrap_or(0)) + 3
}

/// Lines that a text takes in a column; spreadsheets do not grow rows under merged cells by themselves.
fn lines(text: &str, width: usize) -> usize {
    text.lines().map(|line| (line.chars().count() + 1).div_ceil(width.saturating_sub(2).max(1)).max(1)).sum::<usize>().max(1)
}

/// Height of a row of so many lines, in points.
fn height(lines: usize) -> f64 {
    f64::from(as_row(lines)) * 16.5 + 2.0
}

fn body_rows(sheet: &mut Worksheet, table: &Table, first: u32, styles: &Styles) -> Result<(), XlsxError> {
    for (index, row) in table.rows.iter().enumerate() {
        let at = first + as_row(index);
        if row.kind == RowKind::Group {
            let text = row.cells.iter().map(|cell| cell.text.as_str()).find(|text| !text.is_empty()).unwrap_or_default();
            sheet.merge_range(at, 0, at, as_column(table.columns.len().saturating_sub(1)).max(1), text, &styles.head)?;
            continue;
        }
        for (column, cell) in row.cells.iter().enumerate() {
            let align = table.columns.get(column).map(|column| column.align);
            let column = as_column(column);
            let number = parse(&cell.text).filter(|_| align == Some(Align::Right)).map(Quantity::plain);
            let exact = number.filter(|plain| plain.chars().filter(char::is_ascii_digit).count() <= EXACT);
            if let Some(number) = exact.and_then(|plain| plain.parse::<f64>().ok()) {
                let style = if cell.text.contains(',') { &styles.decimals } else { &styles.whole };
                sheet.write_number_with_format(at, column, number, style)?;
            } else {
                let style = if align == Some(Align::Left) { &styles.text } else { &styles.centred };
                sheet.write_string_with_format(at, column, &cell.text, style)?;
            }
        }
    }
    Ok(())
}

/// From what the workbook was made.
fn about_sheet(document: &Document, snapshot: &Snapshot, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheet("Thông tin", 0..1)?;
    let period = &snapshot.period;
    let rows = [
        ("Cơ quan", document.author.clone()),
        ("Kỳ báo cáo", period_name(period.period)),
        ("Thời kỳ số liệu", format!("từ ngày {} đến ngày {}", short_date(period.data_from), short_date(period.data_to))),
        ("Trạng thái", document.marks.draft.clone().unwrap_or_else(|| document.head.number.clone())),
        ("Loại số liệu", document.marks.illustrative.clone().unwrap_or_else(|| "Số liệu của cơ quan".to_owned())),
        ("Mã bản chốt số liệu (SHA-256)", snapshot.sha256()),
    ];
    sheet.write_string_with_format(0, 0, "Nội dung", &styles.head)?.write_string_with_format(0, 1, "Giá trị", &styles.head)?;
    for (row, (name, value)) in rows.iter().enumerate() {
        let row = as_row(row) + 1;
        sheet.write_string_with_format(row, 0, *name, &styles.text)?.write_string_with_format(row, 1, value, &styles.text)?;
    }
    sheet.set_column_width(0, 34)?.set_column_width(1, 72)?;
    Ok(sheet)
}

pub(super) fn as_row(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) fn as_column(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
