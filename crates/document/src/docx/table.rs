//! Annexes: heading, table with repeated heads and the row of column numbers, signatures.

use thidua_domain::report::{Align, RowKind, Table, TableRow};

use super::body::bookmark;
use super::frame::{annex_signatures, grid};
use super::twentieths;
use super::xml::{Face, Look, Xml};
use crate::layout::{AnnexPlan, PartPlan};
use crate::model::{AnnexPart, Document};

/// Letters of a cell from which its row may break: a page holds more, a good part of it does not.
const BREAKS: usize = 900;

/// An annex, without the end of its section.
pub fn annex(xml: &mut Xml, document: &Document, index: usize, annex: &AnnexPart, plan: &AnnexPlan) {
    let heading = Look { style: "PhuLuc", ..Look::default() };
    xml.paragraph(&heading, |xml| {
        let id = index + 1;
        xml.raw(&format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{}\"/>", bookmark(index)));
        xml.run(Face::PLAIN, &annex.label);
        xml.raw(&format!("<w:bookmarkEnd w:id=\"{id}\"/>"));
    });
    let centred = Look { align: "center", keep_with_next: true, ..Look::default() };
    xml.line(&centred, Face::BOLD, &annex.title);
    xml.line(&centred, Face::ITALIC, &annex.attached_to);
    if !annex.note.is_empty() {
        xml.line(&centred, Face::ITALIC.sized(120), &annex.note);
    }
    xml.paragraph(&Look { exactly: Some(160), keep_with_next: true, ..Look::default() }, |_| {});
    for (index, part) in plan.parts.iter().enumerate() {
        if index > 0 {
            xml.paragraph(&Look { exactly: Some(twentieths(14.0)), ..Look::default() }, |_| {});
        }
        let last = index + 1 == plan.parts.len();
        table(xml, document, &annex.table, part, last && !annex.signatures.is_empty());
    }
    annex_signatures(xml, document, annex, plan.width);
}

/// A table or a part of it; `signed`: those who sign it follow.
fn table(xml: &mut Xml, document: &Document, table: &Table, part: &PartPlan, signed: bool) {
    let widths: Vec<u32> = part.widths().iter().map(|width| twentieths(*width)).collect();
    let total: u32 = widths.iter().sum();
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"))
        .concat();
    let margins: String = [("top", 45), ("left", 52), ("bottom", 45), ("right", 52)]
        .map(|(side, width)| format!("<w:{side} w:w=\"{width}\" w:type=\"dxa\"/>"))
        .concat();
    xml.raw(&format!("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/></w:tblPr>"));
    grid(xml, &widths);
    head(xml, document, table, part, &widths);
    for (index, row) in table.rows.iter().enumerate() {
        // A total never stands without a row above it, nor those who sign without the last row.
        let keep = table.rows.get(index + 1).map_or(signed, |next| next.kind == RowKind::Total);
        body_row(xml, document, table, (row, keep), part, &widths);
    }
    xml.raw("</w:tbl>");
}

/// The header grid and the column numbers, repeated on every page.
fn head(xml: &mut Xml, document: &Document, table: &Table, part: &PartPlan, widths: &[u32]) {
    let size = document.profile.table_head_size;
    let look = Look { align: "center", keep_with_next: true, ..Look::default() };
    for row in 0..table.header_rows {
        xml.raw("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        let mut position = 0;
        while position < widths.len() {
            let covering = table.header.iter().filter(|cell| (cell.row..cell.row + cell.rows).contains(&row));
            let placed =
                covering.filter_map(|cell| Some((cell, part.place(cell)?))).find(|(_, (at, span))| (*at..*at + *span).contains(&position));
            let Some((cell, (at, span))) = placed else {
                open_cell(xml, widths[position], 1, "");
                xml.paragraph(&look, |_| {});
                xml.raw("</w:tc>");
                position += 1;
                continue;
            };
            let merge = match (cell.rows > 1, cell.row == row) {
                (false, _) => "",
                (true, true) => "<w:vMerge w:val=\"restart\"/>",
                (true, false) => "<w:vMerge/>",
            };
            open_cell(xml, widths[at..at + span].iter().sum(), span, merge);
            xml.line(&look, Face::BOLD.sized(size), if cell.row == row { &cell.text } else { "" });
            xml.raw("</w:tc>");
            position = at + span;
        }
        xml.raw("</w:tr>");
    }
    if table.numbers.is_empty() {
        return;
    }
    xml.raw("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in part.columns().iter().zip(widths) {
        open_cell(xml, *width, 1, "");
        xml.line(&look, Face::ITALIC.sized(size - 10), table.numbers.get(*column).map_or("", String::as_str));
        xml.raw("</w:tc>");
    }
    xml.raw("</w:tr>");
}

fn body_row(xml: &mut Xml, document: &Document, table: &Table, (row, keep): (&TableRow, bool), part: &PartPlan, widths: &[u32]) {
    let size = document.profile.table_size;
    let long = row.cells.iter().any(|cell| cell.text.chars().count() > BREAKS);
    xml.raw(if long { "<w:tr>" } else { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" });
    let face = if row.kind == RowKind::Body { Face::PLAIN } else { Face::BOLD }.sized(size);
    let keep_with_next = keep || row.kind == RowKind::Group;
    if row.kind == RowKind::Group {
        let text = row.cells.iter().map(|cell| cell.text.as_str()).find(|text| !text.is_empty()).unwrap_or_default();
        open_cell(xml, widths.iter().sum(), widths.len(), "");
        xml.line(&Look { keep_with_next, ..Look::default() }, face, text);
        xml.raw("</w:tc></w:tr>");
        return;
    }
    for (column, width) in part.columns().iter().zip(widths) {
        let align = match table.columns.get(*column).map(|column| column.align) {
            Some(Align::Right) => "right",
            Some(Align::Centre) => "center",
            _ => "left",
        };
        open_cell(xml, *width, 1, "");
        let text = row.cells.get(*column).map_or("", |cell| cell.text.as_str());
        for block in text.split('\n') {
            xml.line(&Look { align, keep_with_next, ..Look::default() }, face, block);
        }
        xml.raw("</w:tc>");
    }
    xml.raw("</w:tr>");
}

fn open_cell(xml: &mut Xml, width: u32, columns: usize, merge: &str) {
    let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    xml.raw(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}<w:vAlign w:val=\"center\"/></w:tcPr>"));
}
