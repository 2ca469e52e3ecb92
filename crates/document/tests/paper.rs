//! The paper as laid out and as written: text, margins, breaks, conformance, sameness.

#[path = "support/guard.rs"]
mod guard;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/seeds.rs"]
mod seeds;

use std::collections::BTreeMap;

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use proptest::prelude::*;
use thidua_document::fonts::Fonts;
use thidua_document::gallery::gallery;
use thidua_document::html;
use thidua_document::layout::{dump, lay_out};
use thidua_document::model::{AnnexPart, Block, Document, Run};
use thidua_document::page::{Ink, Item, Link, Mark, Pages, Role, TextRun};
use thidua_document::render::{Printer, document};
use thidua_domain::catalogue::ContentKind;
use thidua_domain::ports::Format;
use thidua_domain::report::{Align, HeaderCell, RowKind, Span, Table, TableColumn, TableRow};
use thidua_domain::reporting::{Press as _, PressError};
use thidua_domain::summary::Summary;

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
    let letters = text.chars().count().saturating_sub(1);
    let times = |count: usize, length: f64| f64::from(u32::try_from(count).unwrap()) * length;
    fonts.width(run.face, run.size, text).unwrap() + times(spaces, run.stretch) + times(letters, run.spread)
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
fn printed_figures_go_with_the_file_when_the_agency_wants_them() {
    let mut wanting = snapshot("2022-H1");
    wanting.agency.attach_figures = true;
    let files = printer().print(&wanting, None).unwrap();
    let bytes = &files.iter().find(|(format, _)| *format == Format::Pdf).unwrap().1;
    for profile in [ValidationProfile::PdfA3a, ValidationProfile::PdfUa1] {
        let report = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).unwrap();
        assert!(report.is_compliant, "{profile:?}: {:#?}", report.failures);
    }
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let embedded = |object: &&lopdf::Object| object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"EmbeddedFile"));
    let stream = file.objects.values().find(embedded).unwrap().as_stream().unwrap();
    let json: serde_json::Value =
        serde_json::from_slice(&stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())).unwrap();
    assert_eq!((&json["format"], &json["snapshot_sha256"]), (&"thidua.figures.v1".into(), &wanting.sha256().into()));
    let figures = json["figures"].as_array().unwrap();
    let total = figures.iter().find(|figure| figure["key"] == "01/TTr:1").unwrap();
    assert_eq!(total["value"], Summary::of(&wanting).figure("01/TTr:1").unwrap().value.to_string());
    let text = json.to_string();
    let names = wanting.units.iter().map(|unit| unit.names[0].full.to_string()).chain([wanting.agency.signer.name.to_string()]);
    for name in names {
        assert!(!text.contains(&name), "{name}");
    }
    // Off by default, and then the file says nothing of it.
    let plain = lopdf::Document::load_mem(&pdf("2022-H1", false)).unwrap();
    assert!(!plain.objects.values().any(|object| embedded(&object)));
}

#[test]
fn stamps_stand_in_red_under_the_number() {
    let fonts = Fonts::bundled();
    let mut stamped = snapshot("2022-H1");
    stamped.texts.stamps = vec!["urgent".parse().unwrap(), "unheard_of".parse().unwrap()];
    let document = document(&stamped, None);
    let pages = lay_out(&document, &fonts).unwrap();
    let first = &pages.pages[0];
    let find = |words: &str| runs(first).find(|run| run.text.trim() == words).unwrap();
    let (stamp, number) = (find("KHẨN"), runs(first).find(|run| run.text.starts_with("Số:")).unwrap());
    assert!(stamp.ink == Ink::Red && stamp.y > number.y && stamp.y < find("BÁO CÁO").y);
    let frame: Vec<_> = first.items.iter().filter_map(|item| if let Item::Line(line) = item { Some(line) } else { None }).collect();
    let frame: Vec<_> = frame.into_iter().filter(|line| line.ink == Ink::Red).collect();
    let width = frame.iter().map(|line| line.to.0 - line.from.0).fold(0.0, f64::max);
    let height = frame.iter().map(|line| line.to.1 - line.from.1).fold(0.0, f64::max);
    assert!(frame.len() == 4 && (width - 20.0 * POINTS_PER_MM).abs() < 0.01 && (height - 8.0 * POINTS_PER_MM).abs() < 0.01);
    // Words wider than the frame widen it; those wider than the block of the number stand on several lines in it.
    let mut wide = document.clone();
    wide.head.stamps[0].words = "CHỈ DÙNG TRONG NGÀNH THANH TRA TỈNH, KHÔNG SAO CHỤP".to_owned();
    let pages = lay_out(&wide, &fonts).unwrap();
    let red: Vec<_> = runs(&pages.pages[0]).filter(|run| run.ink == Ink::Red && run.mark != Mark::Artifact && run.x < 250.0).collect();
    assert!(red.len() > 1 && red.windows(2).all(|pair| pair[1].y - pair[0].y > 12.0), "{red:?}");
    assert_inside(&pages, &fonts);
    assert!(html::standalone(&document, &fonts, &[]).is_ok_and(|html| String::from_utf8(html).unwrap().contains("<span>KHẨN</span>")));
}

#[test]
fn notes_stand_at_the_foot_of_the_page_of_their_number() {
    let fonts = Fonts::bundled();
    let exhibit = gallery(&draft().profile, &fonts).unwrap().into_iter().find(|exhibit| exhibit.name == "chu-thich").unwrap();
    let pages = lay_out(&exhibit.document, &fonts).unwrap();
    let page_of = |role: Role, words: &str| {
        let holds =
            |run: &&TextRun| matches!(run.mark, Mark::Content(element) if pages.elements[element].role == role) && run.text.contains(words);
        pages.pages.iter().position(|page| runs(page).any(|run| holds(&run)))
    };
    for number in 1..=3 {
        let (sign, note) = (page_of(Role::Reference, &number.to_string()), page_of(Role::Note, &format!("Chú thích thứ {number}:")));
        assert!(sign.is_some() && sign == note, "{number}: {sign:?} {note:?}");
    }
    let link = pages.pages.iter().flat_map(|page| &page.links).find(|link| link.words.trim() == "Phụ lục").unwrap();
    assert!(page_text(&pages.pages[link.page]).contains("BIỂU THỬ"));
    assert_inside(&pages, &fonts);
}

#[test]
fn a_long_report_has_a_list_of_contents_that_leads_to_its_parts() {
    let fonts = Fonts::bundled();
    let exhibit = gallery(&draft().profile, &fonts).unwrap().into_iter().find(|exhibit| exhibit.name == "dai").unwrap();
    let pages = lay_out(&exhibit.document, &fonts).unwrap();
    let links: Vec<&Link> = pages.pages.iter().flat_map(|page| &page.links).collect();
    let headings = exhibit.document.body.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
    assert_eq!(links.len(), headings);
    for link in links {
        let words = link.words.trim();
        let (heading, number) = words.rsplit_once(' ').unwrap();
        assert_eq!(number, (link.page + 1).to_string());
        assert!(bare(&page_text(&pages.pages[link.page])).contains(&bare(heading)), "{heading}");
    }
    let mut document = exhibit.document.clone();
    document.profile.contents_from = 0;
    assert!(lay_out(&document, &fonts).unwrap().pages.iter().all(|page| page.links.is_empty()));
}

#[test]
fn charts_stand_where_the_outline_asks_for_them() {
    let fonts = Fonts::bundled();
    let mut asking = snapshot("2022-H1");
    let plain = document(&asking, None);
    assert!(!plain.body.iter().any(|block| matches!(block, Block::Chart(_))), "the shipped outline asks for none");
    let sections = &mut asking.catalogue.outlines[0].sections;
    for (id, kind) in
        [("inspections", ContentKind::InspectionsChart), ("movements", ContentKind::PlanChart), ("awards", ContentKind::AwardsChart)]
    {
        sections.iter_mut().find(|row| row.id.as_str() == id).unwrap().content.push(kind);
    }
    let document = document(&asking, None);
    let pages = lay_out(&document, &fonts).unwrap();
    assert_same(&content_text(&pages), &document.text());
    assert_inside(&pages, &fonts);
    let figures: Vec<_> = pages.elements.iter().filter_map(|element| element.figure.as_ref()).collect();
    assert!(figures.len() >= 3, "a chart with many units stands on two pages");
    for figure in figures {
        let [left, top, right, bottom] = figure.bounds;
        let page = &pages.pages[figure.page];
        assert!(left > 0.0 && top > 0.0 && left < right && top < bottom && right < page.width && bottom < page.height);
    }
    assert!(pages.elements.iter().any(|element| element.figure.as_ref().is_some_and(|figure| figure.alt.contains("Cư Jút"))));
    let files = printer().print(&asking, None).unwrap();
    let bytes = &files.iter().find(|(format, _)| *format == Format::Pdf).unwrap().1;
    assert_eq!(guard::complaints(bytes, &pages), [""; 0]);
    let html = String::from_utf8(html::standalone(&document, &fonts, &[]).unwrap()).unwrap();
    assert_eq!(html.matches("<svg class=\"bieu-do\"").count(), 3);
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
    assert_eq!(head.trim_end(), include_str!("data/head.txt").trim_end());
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

/// Every line of a justified paragraph but its last ends at the margin; returns how many were measured.
fn assert_justified(pages: &Pages, fonts: &Fonts) -> usize {
    let owner = |mut element: usize| {
        while !matches!(pages.elements[element].role, Role::Paragraph | Role::Note | Role::Document) {
            element = pages.elements[element].parent.unwrap();
        }
        element
    };
    let mut paragraphs: BTreeMap<usize, Vec<(usize, &TextRun)>> = BTreeMap::new();
    for (index, page) in pages.pages.iter().enumerate() {
        for run in runs(page) {
            if let Mark::Content(element) = run.mark {
                paragraphs.entry(owner(element)).or_default().push((index, run));
            }
        }
    }
    let mut measured = 0;
    for runs in paragraphs.into_values().filter(|runs| runs.iter().any(|(_, run)| run.stretch.abs() + run.spread.abs() > 1e-9)) {
        // Numbers of notes stand a little above the line that they belong to.
        let mut lines: Vec<(usize, f64, f64)> = Vec::new();
        for (page, run) in runs {
            let end = run.x + ink(fonts, run);
            match lines.last_mut().filter(|line| line.0 == page && (line.1 - run.y).abs() < 7.0) {
                Some(line) => line.2 = line.2.max(end),
                None => lines.push((page, run.y, end)),
            }
        }
        lines.pop();
        for (page, y, end) in lines {
            let right = pages.pages[page].width - 20.0 * POINTS_PER_MM;
            assert!((end - right).abs() < 0.05, "page {page}, {y} from the top: {end} of {right}");
            measured += 1;
        }
    }
    measured
}

#[test]
fn justified_lines_end_at_the_margin() {
    let fonts = Fonts::bundled();
    assert!(assert_justified(&lay_out(&draft(), &fonts).unwrap(), &fonts) > 100);
    // Found by random documents: a letter before words so long that it could stand alone on its line.
    for text in [
        "đ 000.000.000.000 ơàaàđuơ 387889012567145223379022648.291.476.414 ơàêôsơ",
        "ư ạàđa ạàđaêê 7545611544532420304143923014.469.091.625.292.424.666 ơđơêạơ",
    ] {
        let mut document = draft();
        document.body = vec![Block::Paragraph { runs: vec![Run::plain(text)] }];
        assert!(assert_justified(&lay_out(&document, &fonts).unwrap(), &fonts) > 0, "{text}");
    }
    for exhibit in gallery(&draft().profile, &fonts).unwrap() {
        assert_justified(&lay_out(&exhibit.document, &fonts).unwrap(), &fonts);
    }
}

#[test]
fn the_signature_has_two_lines_of_text_above_it_on_its_page() {
    let fonts = Fonts::bundled();
    let mut document = draft();
    for extra in 0..45 {
        document.body.insert(3, Block::Paragraph { runs: vec![Run::plain(format!("Dòng thêm {extra}."))] });
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
        document.body.insert(2, Block::Paragraph { runs: vec![Run::plain("Một dòng.")] });
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
    let (body, sources) = html.split("<body").nth(1).unwrap().split_once("<aside").unwrap();
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
    // Behind the paper each printed total leads to its parts.
    let place = body.split("href=\"#nguon-").nth(1).unwrap().split('"').next().unwrap();
    let details = sources.split(&format!("id=\"nguon-{place}\"")).nth(1).unwrap().split("</details>").next().unwrap();
    assert!(details.contains("Văn bản, dòng 1") && details.contains("Văn phòng"), "{details}");
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
                    if heading { Block::Heading { level, text } } else { Block::Paragraph { runs: vec![Run::plain(text)] } }
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
            signatures: vec!["Người lập biểu".to_owned(), "Thủ trưởng đơn vị".to_owned()],
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
        assert_justified(&pages, &fonts);
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
