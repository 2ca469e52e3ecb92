//! Any workbook as plain cells, within bounds of size: a stranger's file must not fill the memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx, XlsxFormulaMetadata};
use thidua_domain::input::day;
use thidua_domain::input::finding::Problem;
use thidua_domain::input::number::binary;
use thidua_domain::narrative::dates::short_date;
use thidua_domain::quantity::Quantity;

/// Bytes of a workbook after unpacking.
const MOST_BYTES: u64 = 64 << 20;

/// Files inside a workbook.
const MOST_FILES: usize = 2000;

/// Cells with content in one workbook.
const MOST_CELLS: usize = 200_000;

/// A cell's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
    Bool(bool),
    /// A day as the spreadsheet's serial number.
    Serial(f64),
    /// An error value: `#DIV/0!`.
    Error(String),
    /// A formula that was never worked out.
    Formula,
}

/// A sheet: its name and its cells by row and column, counted from 0.
#[derive(Debug)]
pub struct Sheet {
    pub name: String,
    pub cells: BTreeMap<(u32, u32), Cell>,
}

/// Reads all sheets of a workbook.
#[expect(clippy::result_large_err, reason = "a file is refused once, and its finding is kept as it is")]
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    check_size(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Problem::NotAWorkbook)?;
    let mut left = MOST_CELLS;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut cells = BTreeMap::new();
        while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|_| Problem::NotAWorkbook)? {
            let cell = match &record.value {
                DataRef::Empty if record.formula.as_ref().is_some_and(is_formula) => Some(Cell::Formula),
                data => value(data),
            };
            if let Some(cell) = cell {
                left = left.checked_sub(1).ok_or_else(|| Problem::TooLarge(MOST_CELLS.to_string()))?;
                cells.insert(record.pos, cell);
            }
        }
        sheets.push(Sheet { name, cells });
    }
    Ok(sheets)
}

/// True for a formula of its own and for a place in the range of a shared one, whose text stands elsewhere.
fn is_formula(formula: &XlsxFormulaMetadata) -> bool {
    !matches!(formula, XlsxFormulaMetadata::Normal { formula } if formula.is_empty())
}

/// Unpacks everything once and counts, since the sizes that a file states may be lies.
#[expect(clippy::result_large_err, reason = "a file is refused once, and its finding is kept as it is")]
fn check_size(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::NotAWorkbook)?;
    if archive.len() > MOST_FILES {
        return Err(Problem::TooLarge(MOST_FILES.to_string()));
    }
    let mut left = MOST_BYTES;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|_| Problem::NotAWorkbook)?;
        let size = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| Problem::NotAWorkbook)?;
        left = left.checked_sub(size).ok_or_else(|| Problem::TooLarge(format!("{} MB", MOST_BYTES >> 20)))?;
    }
    Ok(())
}

fn value(data: &DataRef<'_>) -> Option<Cell> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| Cell::Text(text.to_owned()));
    match data {
        DataRef::Empty => None,
        DataRef::String(raw) | DataRef::DateTimeIso(raw) | DataRef::DurationIso(raw) => text(raw),
        DataRef::SharedString(raw) => text(raw),
        #[expect(clippy::cast_precision_loss, reason = "spreadsheets hold binary numbers anyway")]
        DataRef::Int(number) => Some(Cell::Number(*number as f64)),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::Bool(value) => Some(Cell::Bool(*value)),
        DataRef::DateTime(day) => Some(Cell::Serial(day.as_f64())),
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

/// The name of a cell: `B7`.
pub fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = (left - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// The text of a cell that holds a text or a number.
pub fn text_of(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(text.trim().to_owned()),
        Cell::Number(number) => Some(binary(*number).map_or_else(|| number.to_string(), Quantity::plain)),
        Cell::Bool(_) | Cell::Serial(_) | Cell::Error(_) | Cell::Formula => None,
    }
}

/// What a cell shows, to name it by.
pub fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Cell::Serial(serial) => day::serial(*serial).map_or_else(|| serial.to_string(), short_date),
        Cell::Error(error) => error.clone(),
        Cell::Formula => "công thức chưa có kết quả".to_owned(),
        Cell::Text(_) | Cell::Number(_) => text_of(cell).unwrap_or_default(),
    }
}
