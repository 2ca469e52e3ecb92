//! The paper as laid out and as written: text, margins, breaks, conformance, sameness.

#[path = "support/guard.rs"]
mod guard;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/seeds.rs"]
mod seeds;

use proptest::prelude::*;
use thidua_document::fonts::Fonts;
use thidua_document::layout::{dump, lay_out};
use thidua_document::model::{AnnexPart, Block, Document, Run};
use thidua_document::page::{Item, Mark, Pages, Role, TextRun};
use thidua_document::render::{Printer, document};
use thidua_domain::ports::Format;
use thidua_domain::report::{Align, HeaderCell, RowKind, Span, Table, TableColumn, TableRow};
use thidua_domain::reporting::{Press as _, PressError};

use pages::{bare, content_text, page_text, runs};
use seeds::{draft, issue, snapshot};

const POINTS_PER_MM: f64 = 72.0 / 25.4;

fn printer() -> Printer {
    Printer::new(std::sync::Arc::new(Fonts::bundled()))
}

fn pdf(period: &str, issued: bool) -> Vec<u8> {
    let files = printer().print(&snapshot(period), issued.then(issue)).unwrap();
    files.into_iter().find(|(format, _)| *format == Format::Pdf).unwrap().1
}

/// Width of a run's ink: without the spaces at its end.
fn ink(fonts: &Fonts, run: &TextRun) -> f64 {
    let text = run.text.trim_end_matches(' ');
    let spaces = text.chars().filter(|ch| matches!(ch, ' ' | '\u{a0}')).count();
    fonts.width(run.face, run.size, text).unwrap() + f64::from(u32::try_from(spaces).unwrap()) * run.stretch
}

/// Compares two texts but for white space, and shows where they part.
fn assert_same(left: &str, right: &str) {
    let (left, right): (Vec<char>, Vec<char>) = (bare(left).chars().collect(), bare(right).chars().collect());
    let same = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let around = |text: &[char]| text.iter().skip(same.saturating_sub(20)).take(60).collect::<String>();
    assert!(left == right, "…{}… is not …{}…", around(&left), around(&right));
}

#[test]
fn the_pages_hold_the_text_of_the_document() {
    let document = draft();
    let pages = lay_out(&document, &Fonts::bundled()).unwrap();
    assert_same(&content_text(&pages), &document.text());
}

#[test]
fn golden_files_keep_the_standards_and_hold_what_was_laid_out() {
    for (period, issued) in [("2022-H1", false), ("2022-H1", true), ("2021-H1", false)] {
        let document = document(&snapshot(period), issued.then(issue));
        let pages = lay_out(&document, &Fonts::bundled()).unwrap();
        assert_eq!(guard::complaints(&pdf(period, issued), &pages), [""; 0], "{period}");
    }
}

#[test]
fn the_same_snapshot_gives_the_same_bytes() {
    let first = printer().print(&snapshot("2022-H1"), None).unwrap();
    assert_eq!(first, printer().print(&snapshot("2022-H1"), None).unwrap());
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(|| printer().print(&snapshot("2022-H1"), None).unwrap())).collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), first);
    }
}

#[test]
fn the_frame_stands_as_decree_30_draws_it() {
    let text = dump(&lay_out(&draft(), &Fonts::bundled()).unwrap());
    let head = text.lines().take(16).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(head);
}

#[test]
fn a_draft_leaves_blanks_and_an_issue_fills_them() {
    let draft = draft();
    assert_eq!(draft.marks.draft.as_deref(), Some("DỰ THẢO"));
    assert_eq!(bare(&draft.head.number), "Số:/BC-TTr");
    assert!(bare(&draft.head.place_and_date).ends_with("ngàythángnăm2022"));
    let issued = document(&snapshot("2022-H1"), Some(issue()));
    assert_eq!(issued.marks.draft, None);
    assert_eq!(issued.head.number, "Số: 88/BC-TTr");
    assert_eq!(issued.head.place_and_date, "Đắk Nông, ngày 05 tháng 7 năm 2022");
    assert!(
        issued.annexes[0].attached_to.replace('\u{a0}', " ").contains("số 88/BC-TTr ngày 05 tháng 7 năm 2022 của Thanh tra tỉnh Đắk Nông")
    );
    assert_eq!(issued.text().matches("./.").count(), 1);
}

#[test]
fn the_illustrative_mark_is_on_every_page_and_cannot_be_left_out() {
    for issued in [None, Some(issue())] {
        let document = document(&snapshot("2022-H1"), issued);
        let pages = lay_out(&document, &Fonts::bundled()).unwrap();
        for page in &pages.pages {
            assert_eq!(runs(page).filter(|run| run.text.trim() == "SỐ LIỆU MINH HỌA").count(), 1);
            assert_eq!(runs(page).filter(|run| run.text.trim() == "DỰ THẢO").count(), usize::from(issued.is_none()));
        }
    }
}

#[test]
fn page_numbers_stand_in_the_top_margin_from_page_2_of_each_part() {
    let document = draft();
    let pages = lay_out(&document, &Fonts::bundled()).unwrap();
    let top = 20.0 * POINTS_PER_MM;
    let number = |index: usize| {
        let page = &pages.pages[index];
        let found = runs(page).find(|run| run.y < top && run.text.trim().parse::<u32>().is_ok());
        found.map(|run| (run.text.trim().to_owned(), run.mark))
    };
    assert_eq!(number(0), None);
    assert_eq!(number(1), Some(("2".to_owned(), Mark::Artifact)));
    let annex = pages.pages.iter().position(|page| page_text(page).contains("Phụ lục I ")).unwrap();
    assert_eq!(number(annex), None, "an annex starts again");
    assert_eq!(number(annex - 1), Some((annex.to_string(), Mark::Artifact)));
}

#[test]
fn justified_lines_end_at_the_margin() {
    let fonts = Fonts::bundled();
    let pages = lay_out(&draft(), &fonts).unwrap();
    let right = (210.0 - 20.0) * POINTS_PER_MM;
    let stretched: Vec<&TextRun> = pages.pages.iter().flat_map(runs).filter(|run| run.stretch.abs() > 1e-9).collect();
    assert!(stretched.len() > 100);
    for run in stretched {
        let page = pages.pages.iter().find(|page| runs(page).any(|other| std::ptr::eq(other, run))).unwrap();
        let end = runs(page)
            .filter(|other| (other.y - run.y).abs() < 0.01 && other.mark == run.mark)
            .map(|other| other.x + ink(&fonts, other))
            .fold(0.0, f64::max);
        assert!((end - right).abs() < 0.05, "{end} {right}: {}", run.text);
    }
}

#[test]
fn the_signature_has_two_lines_of_text_above_it_on_its_page() {
    let fonts = Fonts::bundled();
    let mut document = draft();
    for extra in 0..45 {
        document.body.insert(3, Block::Paragraph { runs: vec![Run { text: format!("Dòng thêm {extra}."), figure: None }] });
        let pages = lay_out(&document, &fonts).unwrap();
        let page = pages.pages.iter().find(|page| runs(page).any(|run| run.text.trim() == "Nguyễn Văn A")).unwrap();
        let title = runs(page).find(|run| run.text.trim() == "CHÁNH THANH TRA").unwrap();
        let mut above: Vec<i64> =
            runs(page).filter(|run| run.mark != Mark::Artifact && run.y < title.y - 8.0).map(|run| rounded(run.y)).collect();
        above.sort_unstable();
        above.dedup();
        assert!(above.len() >= 2, "{extra}: {above:?}");
        assert!(runs(page).any(|run| run.text.contains("Nơi nhận")));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a position on a page")]
fn rounded(y: f64) -> i64 {
    y.round() as i64
}

#[test]
fn a_heading_never_ends_a_page() {
    let fonts = Fonts::bundled();
    let mut document = draft();
    for _ in 0..30 {
        document.body.insert(2, Block::Paragraph { runs: vec![Run { text: "Một dòng.".to_owned(), figure: None }] });
        let pages = lay_out(&document, &fonts).unwrap();
        for page in &pages.pages {
            let last = runs(page).filter_map(|run| if let Mark::Content(element) = run.mark { Some(element) } else { None }).last();
            assert!(last.is_none_or(|element| !matches!(pages.elements[element].role, Role::Heading(_))));
        }
    }
}

#[test]
fn a_character_without_glyph_is_named() {
    let mut odd = snapshot("2022-H1");
    odd.texts.sections.insert("council".into(), vec!["Họp ☑ xong.".into()]);
    assert_eq!(printer().print(&odd, None), Err(PressError::MissingGlyph('☑')));
}

#[test]
fn html_holds_the_same_text_and_the_marks() {
    let files = printer().print(&snapshot("2022-H1"), None).unwrap();
    let html = String::from_utf8(files.into_iter().find(|(format, _)| *format == Format::Html).unwrap().1).unwrap();
    let body = html.split("<body").nth(1).unwrap();
    let mut text = String::new();
    let mut in_tag = true;
    for ch in body.chars() {
        match ch {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(ch),
            _ => {}
        }
    }
    let text = text.replace("&#38;", "&").replace("&#39;", "'").replace("&amp;", "&");
    let document = draft();
    // The mark is repeated over each annex on screen.
    let repeated = text.replacen("SỐ LIỆU MINH HỌA", "\u{1}", 1).replace("SỐ LIỆU MINH HỌA", "").replace('\u{1}', "SỐ LIỆU MINH HỌA");
    assert_same(&repeated, &document.text());
    assert!(!html.contains("http://") && !html.contains("https://"), "the file needs nothing from outside");
}

/// A document of any blocks and one table.
fn any_document() -> impl Strategy<Value = Document> {
    let word = prop_oneof![8 => "[a-zđêôơưàáạ]{1,8}", 1 => "[a-z]{60,160}", 1 => "[0-9]{1,30}(\\.[0-9]{3}){0,9}"];
    let text = prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "));
    let blocks = prop::collection::vec((any::<bool>(), 1..4_u8, text.clone()), 0..12);
    let rows = prop_oneof![9 => 0..40_usize, 1 => 40..=400_usize];
    let table = (0..=30_usize, rows, any::<bool>(), prop::collection::vec(text, 1..6));
    (blocks, table).prop_map(|(blocks, (columns, rows, tiers, texts))| {
        let mut document = draft();
        document.body = blocks
            .into_iter()
            .map(
                |(heading, level, text)| {
                    if heading { Block::Heading { level, text } } else { Block::Paragraph { runs: vec![Run { text, figure: None }] } }
                },
            )
            .collect();
        let cell = |n: usize| Span::plain(if n.is_multiple_of(7) { texts[n % texts.len()].clone() } else { (n * 37).to_string() });
        let table = Table {
            columns: vec![TableColumn { align: Align::Right, stretch: 0 }; columns],
            header: header(columns, tiers && columns > 3),
            header_rows: if tiers && columns > 3 { 2 } else { 1 },
            numbers: Vec::new(),
            rows: (0..rows)
                .map(|row| TableRow {
                    kind: if row + 1 == rows { RowKind::Total } else { RowKind::Body },
                    cells: (0..columns).map(|column| cell(row * columns + column)).collect(),
                })
                .collect(),
        };
        document.annexes = vec![AnnexPart {
            label: "Phụ lục".to_owned(),
            title: "BẢNG".to_owned(),
            attached_to: String::new(),
            note: String::new(),
            table,
        }];
        document
    })
}

/// Heads of columns, those behind the second under one that spans them when there are tiers.
fn header(columns: usize, tiers: bool) -> Vec<HeaderCell> {
    let one = |column: usize| {
        let below = tiers && column > 1;
        let rows = if tiers && !below { 2 } else { 1 };
        HeaderCell { text: format!("Chỉ tiêu thống kê thứ {column}"), row: usize::from(below), column, rows, columns: 1 }
    };
    let above = HeaderCell { text: "Kết quả thực hiện".to_owned(), row: 0, column: 2, rows: 1, columns: columns.saturating_sub(2) };
    (0..columns).map(one).chain(tiers.then_some(above)).collect()
}

/// Everything stands between the margins; the top margin holds page numbers and marks alone.
fn assert_inside(pages: &Pages, fonts: &Fonts) {
    for page in &pages.pages {
        let wide = page.width > page.height;
        let (top, right, bottom, left) = if wide { (30.0, 20.0, 20.0, 20.0) } else { (20.0, 20.0, 20.0, 30.0) };
        let (top, right, bottom, left) =
            (top * POINTS_PER_MM, page.width - right * POINTS_PER_MM, page.height - bottom * POINTS_PER_MM, left * POINTS_PER_MM);
        for item in &page.items {
            match item {
                Item::Text(run) if run.y < top => assert!(run.size >= 12.0),
                Item::Text(run) => {
                    assert!(run.x > left - 0.05 && run.x + ink(fonts, run) < right + 0.05, "{} {} {:?}", run.x, right, run.text);
                    assert!(run.y < bottom + 0.05, "{} {bottom} {:?}", run.y, run.text);
                }
                Item::Line(line) => assert!(line.from.0 > left - 0.05 && line.to.0 < right + 0.05 && line.to.1 < bottom + 0.05),
                Item::Fill(_) => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn nothing_leaves_the_margins(document in any_document()) {
        let fonts = Fonts::bundled();
        let pages = lay_out(&document, &fonts).unwrap();
        assert_inside(&pages, &fonts);
        let whole = document.annexes[0].table.columns.len() < 4;
        if whole {
            // A row higher than a page is split, and its cells are read piece by piece; nothing is lost or added.
            let sorted = |text: &str| {
                let mut chars: Vec<char> = bare(text).chars().collect();
                chars.sort_unstable();
                chars
            };
            prop_assert_eq!(sorted(&content_text(&pages)), sorted(&document.text()));
        }
    }
}
