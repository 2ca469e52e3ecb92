//! Reads back what was just made, before anybody keeps or sends it: every letter of the document is there, the file
//! opens, and what does not depend on the agency's own words keeps the rules of presentation.
//!
//! Faults of content (a signer's name in capitals, a missing archive) are the agency's to mend; the checker tells them
//! on the report's page. A file that fails here was made wrongly and is kept out.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::Format;
use thidua_domain::report::RowKind;

use crate::conform::{self, Judgement, Verdict};
use crate::fonts::Fonts;
use crate::model::Document;

/// Rules that only the maker of a file can break.
const MAKERS: [&str; 8] =
    ["page_size", "embedded_fonts", "extractable_text", "page_number", "national_title", "national_title_line", "motto", "motto_rule"];

/// What is wrong with a file that was just made; nothing when it is sound.
pub fn faults(format: Format, bytes: &[u8], document: &Document, catalogue: &Catalogue, fonts: &Fonts) -> Vec<String> {
    match format {
        Format::Pdf | Format::Docx => {
            let (judgement, text) = conform::check_with_text(bytes, catalogue, fonts);
            of_paper(&judgement, &text, document)
        }
        Format::Html => {
            let html = String::from_utf8_lossy(bytes);
            let body = html.split_once("<article").map_or("", |(_, body)| body);
            let mut faults: Vec<String> = missing(&unmarked(body), document).into_iter().collect();
            faults.extend((!html.trim_end().ends_with("</html>")).then(|| "tệp bị cắt".to_owned()));
            faults
        }
        Format::Xlsx => of_workbook(bytes, document),
    }
}

fn of_paper(judgement: &Judgement, text: &str, document: &Document) -> Vec<String> {
    if let Some(why) = judgement.unreadable {
        return vec![conform::unreadable(why).to_owned()];
    }
    let broken = judgement.rules.iter().filter(|ruled| ruled.verdict == Verdict::Fails && MAKERS.contains(&ruled.rule.as_str()));
    let mut faults: Vec<String> = broken.map(|ruled| format!("{}: {}", ruled.title, ruled.measured)).collect();
    faults.extend(missing(text, document));
    faults
}

/// How often each letter stands in a text.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    for ch in text.chars().filter(|ch| ch.is_alphanumeric()) {
        *letters.entry(ch).or_default() += 1;
    }
    letters
}

/// A letter of the document that the file has not as often. Files repeat heads and cut words, so order is not compared.
fn missing(text: &str, document: &Document) -> Option<String> {
    // Notes, addresses and marks stand in parts of a Word file that are not its running text.
    let have = letters(text);
    let wanted = letters(&document.running_text());
    let lost = wanted.iter().find(|(ch, count)| have.get(ch).is_none_or(|have| have < count))?;
    Some(format!("thiếu chữ “{}” so với nội dung báo cáo", lost.0))
}

/// HTML without its tags.
fn unmarked(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for ch in html.chars() {
        match ch {
            '<' => inside = true,
            '>' => inside = false,
            ch if !inside => text.push(ch),
            _ => {}
        }
    }
    text
}

/// Every annex has its sheet, and the count in its last row is right.
fn of_workbook(bytes: &[u8], document: &Document) -> Vec<String> {
    let Ok(mut book) = calamine::open_workbook_from_rs::<Xlsx<_>, _>(Cursor::new(bytes)) else {
        return vec!["tệp không mở được".to_owned()];
    };
    let mut faults = Vec::new();
    for annex in &document.annexes {
        let name = annex.label.replace('\u{a0}', " ");
        let counted = annex.table.rows.iter().filter(|row| row.kind == RowKind::Body).count();
        let last = book.worksheet_range(&name).ok().and_then(|range| {
            let cells: Vec<String> = range
                .rows()
                .next_back()?
                .iter()
                .filter_map(|cell| if let Data::String(text) = cell { Some(text.clone()) } else { None })
                .collect();
            cells.into_iter().next()
        });
        if last != Some(format!("Tổng số dòng: {counted}")) {
            faults.push(format!("trang tính {name} thiếu dòng hoặc sai tổng số dòng"));
        }
    }
    faults
}
