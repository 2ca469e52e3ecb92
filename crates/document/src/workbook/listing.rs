//! The sheet of sources: thousands of rows of plain text. The library writes its frame, head and last row; the rows
//! between are spelt here in one go, since cell by cell they took most of the time of a workbook.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{Worksheet, XlsxError};
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::annexes::{Styles, as_column, as_row, sheet};
use crate::docx::escape;
use crate::sources::FigureSources;

/// Heads and widths of the columns.
const COLUMNS: [(&str, f64); 8] = [
    ("Mã số liệu", 18.0),
    ("Chỉ tiêu", 40.0),
    ("Số trong báo cáo", 22.0),
    ("Kỳ", 10.0),
    ("Đơn vị", 34.0),
    ("Vị trí", 26.0),
    ("Bản gửi", 9.0),
    ("Giá trị", 16.0),
];

/// Head and last row; every printed total has a row for each of its parts between.
pub fn frame(sources: &[FigureSources], styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = sheet("Nguồn số liệu", 0..1)?;
    for (column, (head, width)) in COLUMNS.iter().enumerate() {
        let column = as_column(column);
        sheet.set_column_width(column, *width)?.set_column_format(column, &styles.text)?;
        sheet.write_string_with_format(0, column, *head, &styles.head)?;
    }
    let rows = count(sources);
    sheet.write_string_with_format(as_row(rows) + 1, 1, format!("Tổng số dòng: {rows}"), &styles.text)?;
    Ok(sheet)
}

fn count(sources: &[FigureSources]) -> usize {
    sources.iter().map(|figure| figure.parts.len() + figure.base.len()).sum()
}

/// The workbook with the rows put into its sheet number `sheet`, counted from 1; the other parts are taken over as
/// they are.
pub fn filled(workbook: Vec<u8>, sheet: usize, sources: &[FigureSources]) -> ZipResult<Vec<u8>> {
    let name = format!("xl/worksheets/sheet{sheet}.xml");
    let mut archive = ZipArchive::new(Cursor::new(workbook))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let entry = archive.by_index(index)?;
        if entry.name()? == name.as_str() {
            continue;
        }
        out.raw_copy_file(entry)?;
    }
    let mut xml = String::new();
    archive.by_name(&name)?.read_to_string(&mut xml)?;
    let moved = || ZipError::Io(std::io::Error::other("the last row of the sheet is not where it was written"));
    let last = xml.find(&format!("<row r=\"{}\"", count(sources) + 2)).ok_or_else(moved)?;
    let style = xml[last..].split(" s=\"").nth(1).and_then(|rest| rest.split('"').next()).ok_or_else(moved)?;
    let rows = rows(sources, style);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // Rows that repeat each other pack well even in a hurry.
        .compression_level(Some(1))
        .last_modified_time(zip::DateTime::default());
    out.start_file(name, options)?;
    for part in [&xml[..last], &rows, &xml[last..]] {
        out.write_all(part.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

fn rows(sources: &[FigureSources], style: &str) -> String {
    let mut xml = String::with_capacity(count(sources) * 500);
    let mut row = 1;
    for figure in sources {
        let [key, label, value] = [&figure.key, &figure.label, &figure.value].map(|text| escape(text));
        let parts = figure.parts.iter().map(|part| ("Kỳ này", part)).chain(figure.base.iter().map(|part| ("Cùng kỳ", part)));
        for (period, part) in parts {
            row += 1;
            let (unit, place, own, version) = (escape(&part.unit), escape(&part.place), escape(&part.value), part.version.to_string());
            let number = row.to_string();
            for piece in ["<row r=\"", &number, "\">"] {
                xml.push_str(piece);
            }
            let cells = [
                ("A", key.as_str()),
                ("B", &label),
                ("C", &value),
                ("D", period),
                ("E", &unit),
                ("F", &place),
                ("G", &version),
                ("H", &own),
            ];
            for (column, text) in cells {
                for piece in ["<c r=\"", column, &number, "\" s=\"", style, "\" t=\"inlineStr\"><is><t>", text, "</t></is></c>"] {
                    xml.push_str(piece);
                }
            }
            xml.push_str("</row>");
        }
    }
    xml
}
