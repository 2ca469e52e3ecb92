//! The workbook of annexes read back by another reader: the same texts and numbers as the document, the sources of
//! its figures, the same bytes each time.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use thidua_document::render::{annex_workbook, document};
use thidua_domain::narrative::numbers::parse;
use thidua_domain::report::RowKind;
use thidua_domain::summary::Summary;

#[path = "support/seeds.rs"]
mod seeds;

#[test]
fn annexes_sources_and_origin_are_in_the_workbook() {
    let snapshot = seeds::snapshot("2022-H1");
    let bytes = annex_workbook(&snapshot, None).unwrap();
    assert!(bytes == annex_workbook(&snapshot, None).unwrap(), "the same inputs give the same bytes");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let paper = document(&snapshot, None);
    for annex in &paper.annexes {
        let sheet = book.worksheet_range(&annex.label).unwrap();
        let body = 4 + annex.table.header_rows + usize::from(!annex.table.numbers.is_empty());
        for (index, row) in annex.table.rows.iter().enumerate().filter(|(_, row)| row.kind != RowKind::Group) {
            for (column, cell) in row.cells.iter().enumerate() {
                let at = (u32::try_from(body + index).unwrap(), u32::try_from(column).unwrap());
                let same = match sheet.get_value(at) {
                    Some(Data::Float(number)) => parse(&cell.text).unwrap().plain().parse::<f64>().unwrap().to_bits() == number.to_bits(),
                    Some(Data::String(text)) => *text == cell.text,
                    other => cell.text.is_empty() && matches!(other, None | Some(Data::Empty)),
                };
                assert!(same, "{} {at:?}: {:?} is not {}", annex.label, sheet.get_value(at), cell.text);
            }
        }
        let counted = annex.table.rows.iter().filter(|row| row.kind == RowKind::Body).count();
        let last =
            sheet.rows().last().unwrap().iter().find_map(|cell| if let Data::String(text) = cell { Some(text.clone()) } else { None });
        assert_eq!(last, Some(format!("Tổng số dòng: {counted}")));
    }
    let summary = Summary::of(&snapshot);
    let sources = book.worksheet_range("Nguồn số liệu").unwrap();
    let parts =
        sources.rows().filter(|row| row[0] == Data::String("01/TTr:1".to_owned()) && row[3] == Data::String("Kỳ này".to_owned())).count();
    assert_eq!(parts, summary.figure("01/TTr:1").unwrap().sources.len());
    let about = book.worksheet_range("Thông tin").unwrap();
    assert!(about.rows().any(|row| row[1] == Data::String(snapshot.sha256())));
}
