//! `long_report PAGES DIR`: a report of so many pages as `report.pdf`, timed, and the same text and tables
//! as `report.typ` for Typst, the peer that `scripts/measure` runs beside it. The first line printed is
//! pages, bytes, median ms of 20 warm runs, and MB of memory above what stood before the first one.

use std::fmt::Write as _;
use std::time::Instant;

use thidua_document::compose::compose;
use thidua_document::fonts::Fonts;
use thidua_document::layout::lay_out;
use thidua_document::model::{Block, Document};
use thidua_document::render::pdf_file;
use thidua_domain::report::Table;

#[path = "../benches/grown/mod.rs"]
mod grown;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(Ok(pages)), Some(folder)) = (arguments.next().map(|pages| pages.parse::<usize>()), arguments.next()) else {
        panic!("long_report PAGES DIR");
    };
    let (fonts, snapshot) = (Fonts::bundled(), grown::snapshot());
    let report = grown::report(&snapshot, pages, &fonts);
    let made = || pdf_file(&compose(&report), &snapshot, &fonts, None).expect("printed");
    // The peak so far includes finding the length; it is forgotten before the renders.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = memory("VmRSS:");
    let bytes = made();
    let above = memory("VmHWM:").saturating_sub(before);
    let mut times: Vec<u128> = Vec::new();
    for _ in 0..20 {
        let start = Instant::now();
        let again = made();
        times.push(start.elapsed().as_micros());
        assert_eq!(again, bytes, "two renders are equal");
    }
    times.sort_unstable();
    let document = compose(&report);
    let count = lay_out(&document, &fonts).expect("laid out").pages.len();
    println!("{count} {} {}.{:03} {}.{}", bytes.len(), times[10] / 1000, times[10] % 1000, above / 1024, above % 1024 * 10 / 1024);
    std::fs::write(format!("{folder}/report.pdf"), bytes).expect("written");
    std::fs::write(format!("{folder}/report.typ"), typst(&document)).expect("written");
}

/// A line of the process's own account, in KB.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// The same paragraphs, headings and tables, in the same measures.
fn typst(document: &Document) -> String {
    let mut source = String::from(concat!(
        "#set document(title: \"Báo cáo \" + sys.inputs.at(\"run\", default: \"\"))\n",
        "#set page(paper: \"a4\", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm), numbering: \"1\", number-align: top + center)\n",
        "#set text(font: \"Liberation Serif\", size: 14pt, lang: \"vi\", hyphenate: false)\n",
        "#set par(justify: true, first-line-indent: (amount: 10mm, all: true), spacing: 12pt, leading: 7pt)\n",
        "#show heading: set text(size: 14pt)\n#show table: set text(size: 11pt)\n#show table: set par(justify: false, first-line-indent: 0pt)\n",
        "= Báo cáo\n#par(sys.inputs.at(\"run\", default: \"\"))\n",
    ));
    for block in &document.body {
        let text = quoted(&block.text());
        match block {
            Block::Heading { level, .. } => writeln!(source, "#heading(level: {}, {text})", level + 1),
            Block::Paragraph { .. } | Block::Chart(_) => writeln!(source, "#par({text})"),
        }
        .expect("memory");
    }
    for annex in &document.annexes {
        let wide = annex.table.columns.len() > 7;
        let _ = writeln!(source, "#page(flipped: {wide})[#heading(level: 2, {})\n{}]", quoted(&annex.title), table(&annex.table));
    }
    source
}

fn table(table: &Table) -> String {
    let mut source = format!("#table(columns: {}, table.header(", table.columns.len());
    let mut heads: Vec<_> = table.header.iter().collect();
    heads.sort_by_key(|head| (head.row, head.column));
    for head in heads {
        let _ = write!(
            source,
            "table.cell(x: {}, y: {}, rowspan: {}, colspan: {}, {}), ",
            head.column,
            head.row,
            head.rows,
            head.columns,
            quoted(&head.text)
        );
    }
    for number in &table.numbers {
        let _ = write!(source, "{}, ", quoted(number));
    }
    source.push_str("), ");
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        let _ = write!(source, "{}, ", quoted(&cell.text));
    }
    source.push(')');
    source
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\u{a0}', " "))
}
