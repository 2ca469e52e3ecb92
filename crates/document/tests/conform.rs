//! The checker of presentation: good files pass, ours and strangers'; spoiled ones fail by the rule that was broken
//! and by no other; hostile ones get a verdict within bounds.

#[expect(dead_code, reason = "each test file uses a part of the support")]
#[path = "support/seeds.rs"]
mod seeds;
#[path = "support/word.rs"]
mod word;

use std::fmt::Write as _;
use std::sync::Arc;

use lopdf::{Dictionary, Document as PdfDocument, Object};
use thidua_document::conform::{self, FileKind, Judgement, Place, Unreadable, Verdict};
use thidua_document::docx;
use thidua_document::fonts::{Face, Fonts};
use thidua_document::gallery::gallery;
use thidua_document::layout::lay_out;
use thidua_document::model::{Block, Document};
use thidua_document::page::{Ink, Item, Line, Mark, Page, Pages, TextRun};
use thidua_document::pdf::{self, PdfMeta};
use thidua_document::render::{Printer, document};
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::Format;
use thidua_domain::reporting::Press as _;
use thidua_domain::snapshot::Snapshot;

use seeds::{issue, snapshot};
use word::changed;

const PYTHON_DOCX: &[u8] = include_bytes!("data/strangers/python-docx.docx");
const PYTHON_PDF: &[u8] = include_bytes!("data/strangers/python-docx.pdf");
const LIBREOFFICE_DOCX: &[u8] = include_bytes!("data/strangers/libreoffice.docx");

fn judge(bytes: &[u8]) -> Judgement {
    conform::check(bytes, &Catalogue::shipped().unwrap(), &Fonts::bundled())
}

#[track_caller]
fn passes(name: &str, bytes: &[u8]) -> Judgement {
    let judgement = judge(bytes);
    assert!(judgement.passes(), "{name}:\n{}", conform::text(&judgement));
    judgement
}

/// The issued report of the seeds: several pages, two addressees, annexes upright and turned.
fn issued() -> Document {
    document(&snapshot("2022-H1"), Some(issue()))
}

fn meta() -> PdfMeta {
    PdfMeta {
        title: "Báo cáo".to_owned(),
        author: String::new(),
        subject: String::new(),
        created: "2022-07-05T07:00:00+07:00".parse().unwrap(),
        attachment: None,
    }
}

fn word_file(document: &Document) -> Vec<u8> {
    docx::write(document, &[], meta().created, &Fonts::bundled()).unwrap()
}

#[test]
fn files_of_strangers_pass() {
    let pdf = passes("python-docx.pdf", PYTHON_PDF);
    assert_eq!((pdf.kind, pdf.sheets), (Some(FileKind::Pdf), 4));
    let typeface = pdf.rules.iter().find(|ruled| ruled.rule == "typeface").unwrap();
    assert_eq!(typeface.verdict, Verdict::Equivalent, "Liberation Serif, embedded");
    passes("python-docx.docx", PYTHON_DOCX);
    let word = passes("libreoffice.docx", LIBREOFFICE_DOCX);
    let alone = word.rules.iter().find(|ruled| ruled.rule == "signature_not_alone").unwrap();
    assert_eq!((alone.verdict, alone.measured.as_str()), (Verdict::NotChecked, "không kiểm tra được trên tệp Word"));
}

#[test]
fn other_good_ways_to_set_a_page_pass() {
    let spacer = |text: String| {
        let cell = "<w:tc><w:tcPr><w:tcW w:type=\"dxa\" w:w=\"200\"/></w:tcPr><w:p/></w:tc>";
        let end = text.find("</w:tbl>").unwrap();
        let head = text[..end].replace("</w:tc><w:tc>", &format!("</w:tc>{cell}<w:tc>"));
        format!("{head}{}", &text[end..])
    };
    let committee = |text: String| {
        let text = text.replacen(
            "<w:rPr><w:b w:val=\"0\"/><w:i w:val=\"0\"/><w:sz w:val=\"26\"/></w:rPr><w:t>UBND TỈNH QUẢNG MINH",
            "<w:rPr><w:b/><w:i w:val=\"0\"/><w:sz w:val=\"26\"/></w:rPr><w:t>ỦY BAN NHÂN DÂN",
            1,
        );
        text.replacen("THANH TRA TỈNH", "TỈNH QUẢNG MINH", 1)
    };
    let cases: [(&str, Edit<'_>); 6] = [
        ("cột đệm giữa hai cột", &spacer),
        ("cơ quan không có cấp trên", &committee),
        ("ngắt dòng trong ô", &|text| text.replacen("<w:t>THANH TRA TỈNH", "<w:t>THANH TRA TỈNH</w:t><w:br/><w:t>QUẢNG MINH", 1)),
        ("giãn dòng ít nhất 12 pt", &|text| {
            text.replacen("w:line=\"276\" w:lineRule=\"auto\"", "w:line=\"240\" w:lineRule=\"atLeast\"", 40)
        }),
        ("phụ lục số", &|text| text.replacen("<w:t>Phụ lục", "<w:t>Phụ lục số", 1)),
        ("Phụ lục trong ô của bảng", &|text| {
            let at = text.rfind("<w:t>Đơn vị").unwrap();
            format!("{}<w:t>Phụ lục I{}", &text[..at], &text[at + "<w:t>Đơn vị".len()..])
        }),
    ];
    let whole = word::part(PYTHON_DOCX, "word/document.xml");
    for (name, edit) in cases {
        let edited = edit(whole.clone());
        assert!(edited != whole, "{name}: nothing was changed");
        passes(name, &changed(PYTHON_DOCX, "word/document.xml", |_| edited.clone()));
    }
    // The other place of the tone mark is as good.
    let tone = judge(&changed(PYTHON_DOCX, "word/document.xml", |text| text.replacen("CỘNG HÒA", "CỘNG HOÀ", 1)));
    assert!(tone.passes() && tone.count(Verdict::Equivalent) == 1, "{}", conform::text(&tone));
    // A heading of an annex at the left is still a heading; a first entry without its dash is still an entry.
    for (name, edit, expected) in [
        ("phụ lục canh trái", annex_at_the_left as fn(String) -> String, "annex_heading"),
        ("nơi nhận thiếu gạch", |text: String| text.replacen("<w:t>- ", "<w:t>", 1), "recipients"),
    ] {
        let judgement = judge(&changed(PYTHON_DOCX, "word/document.xml", edit));
        assert_eq!(judgement.broken(), [expected], "{name}:\n{}", conform::text(&judgement));
    }
    // A name that says a part of Tiêu ngữ, and a long list below Kính gửi.
    let mut document = issued();
    "THANH TRA XÃ ĐỘC LẬP".clone_into(&mut document.head.agency);
    let places = 30;
    document.head.addressees =
        (1..=places).map(|at| format!("- Sở số {at} tỉnh Đắk Nông{}", if at == places { "." } else { ";" })).collect();
    passes("Độc Lập.pdf", &drawn(&document, |_| {}));
    passes("Độc Lập.docx", &word_file(&document));
}

/// The first annex of the stranger's file with its heading at the left.
#[expect(clippy::needless_pass_by_value, reason = "the shape of an edit")]
fn annex_at_the_left(text: String) -> String {
    let at = text.find("<w:t>Phụ lục").unwrap();
    let alignment = text[..at].rfind("<w:jc w:val=\"center\"/>").unwrap();
    format!("{}<w:jc w:val=\"left\"/>{}", &text[..alignment], &text[alignment + "<w:jc w:val=\"center\"/>".len()..])
}

#[test]
fn every_rule_of_the_catalogue_is_judged_and_told_with_its_item() {
    let catalogue = Catalogue::shipped().unwrap();
    let judgement = judge(PYTHON_PDF);
    let judged: Vec<&str> = judgement.rules.iter().map(|ruled| ruled.rule.as_str()).collect();
    let rows: Vec<&str> = catalogue.presentation_rules.iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(judged, rows);
    assert!(judgement.rules.iter().all(|ruled| !ruled.item.is_empty() && !ruled.measured.is_empty()));
    let json = serde_json::to_value(&judgement).unwrap();
    assert_eq!(json["rules"][0]["verdict"], "passes");
    assert_eq!(json["kind"], "pdf");
}

#[test]
fn our_own_files_pass() {
    let fonts = Fonts::bundled();
    let profile = &Catalogue::shipped().unwrap().layouts[0];
    for exhibit in gallery(profile, &fonts).unwrap() {
        // A paper of all letters: its frame is no words.
        if exhibit.name == "chu-viet" {
            continue;
        }
        passes(&format!("{}.pdf", exhibit.name), &exhibit.pdf(meta().created, &fonts).unwrap());
        passes(&format!("{}.docx", exhibit.name), &exhibit.docx(meta().created, &fonts).unwrap());
    }
    let printer = Printer::new(Arc::new(Fonts::bundled()));
    let seeds = [("2022-H1", None), ("2022-H1", Some(issue())), ("2021-H1", None)].map(|(period, number)| (snapshot(period), number));
    let provinces = [
        (&include_bytes!("../../storage/tests/data/lam-dong-2025.json")[..], "2026-H1"),
        (include_bytes!("../../storage/tests/data/ninh-binh-2019.json"), "2019-H1"),
    ];
    let others = provinces.map(|(json, period)| {
        let catalogue = Catalogue::shipped().unwrap();
        let bundle = bundle::read(json, &bundle::Reading::plain(&catalogue)).unwrap().bundle;
        (Snapshot::of_bundle(&bundle, period.parse().unwrap(), catalogue).unwrap(), None)
    });
    for (snapshot, number) in seeds.into_iter().chain(others) {
        for (format, bytes) in printer.print(&snapshot, number).unwrap() {
            if matches!(format, Format::Pdf | Format::Docx) {
                passes(&format!("{} {} {}", snapshot.agency.code, snapshot.period.period, format.name()), &bytes);
            }
        }
    }
}

/// Broken in a Word file: part, what is replaced by what (the first time), and the rules that must fail.
type Spoil = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const WORD_SPOILS: [Spoil; 29] = [
    ("Letter", "word/document.xml", "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>", "<w:pgSz w:w=\"12240\" w:h=\"15840\"/>", &["page_size"]),
    ("lề trái 20 mm", "word/document.xml", "w:left=\"1701\" w:header", "w:left=\"1134\" w:header", &["margin_left"]),
    ("lề phải 10 mm", "word/document.xml", "w:right=\"1134\" w:bottom", "w:right=\"567\" w:bottom", &["margin_right"]),
    ("lề trên 30 mm", "word/document.xml", "w:top=\"1134\" w:right", "w:top=\"1701\" w:right", &["margin_top"]),
    ("lề dưới 10 mm", "word/document.xml", "w:bottom=\"1134\" w:left", "w:bottom=\"567\" w:left", &["margin_bottom"]),
    (
        "Calibri",
        "word/styles.xml",
        "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\"",
        "w:ascii=\"Calibri\" w:hAnsi=\"Calibri\"",
        &["typeface"],
    ),
    (
        "chữ xanh",
        "word/document.xml",
        "<w:t xml:space=\"preserve\">Thực hiện",
        "<w:rPr><w:color w:val=\"0000FF\"/></w:rPr><w:t xml:space=\"preserve\">Thực hiện",
        &["text_colour"],
    ),
    ("dấu tách rời", "word/document.xml", "Thực hiện", "Thu\u{31b}\u{323}c hiê\u{323}n", &["extractable_text"]),
    ("trang 1 có số", "word/document.xml", "<w:titlePg/>", "", &["page_number"]),
    (
        "Quốc hiệu cỡ 11",
        "word/document.xml",
        "<w:sz w:val=\"26\"/></w:rPr><w:t xml:space=\"preserve\">CỘNG HÒA",
        "<w:sz w:val=\"22\"/></w:rPr><w:t xml:space=\"preserve\">CỘNG HÒA",
        &["national_title"],
    ),
    ("Tiêu ngữ gạch dài", "word/document.xml", "Độc lập - Tự do", "Độc lập – Tự do", &["motto"]),
    ("không có đường kẻ dưới Tiêu ngữ", "word/document.xml", "§motto", "", &["motto_rule"]),
    ("đường kẻ đứt", "word/document.xml", "<w:top w:val=\"single\"", "<w:top w:val=\"dashed\"", &["agency_rule"]),
    ("đường kẻ xanh", "word/document.xml", "w:color=\"000000\"/></w:pBdr>", "w:color=\"0070C0\"/></w:pBdr>", &["agency_rule"]),
    (
        "cơ quan chủ quản đậm",
        "word/document.xml",
        "<w:rPr><w:sz w:val=\"26\"/></w:rPr><w:t xml:space=\"preserve\">UBND",
        "<w:rPr><w:b/><w:sz w:val=\"26\"/></w:rPr><w:t xml:space=\"preserve\">UBND",
        &["superior"],
    ),
    (
        "cơ quan không đậm",
        "word/document.xml",
        "<w:rPr><w:b/><w:sz w:val=\"26\"/></w:rPr><w:t xml:space=\"preserve\">THANH",
        "<w:rPr><w:sz w:val=\"26\"/></w:rPr><w:t xml:space=\"preserve\">THANH",
        &["agency"],
    ),
    ("số viết rời", "word/document.xml", "Số: 88/BC-TTr", "Số : 8 / BC - TTr", &["number"]),
    (
        "ngày đứng",
        "word/document.xml",
        "<w:i/><w:sz w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\">Đắk Nông",
        "<w:sz w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\">Đắk Nông",
        &["place_and_date"],
    ),
    (
        "trích yếu in hoa",
        "word/document.xml",
        "<w:t xml:space=\"preserve\">và phương hướng, nhiệm vụ 6 tháng cuối năm 2022</w:t>",
        "<w:t xml:space=\"preserve\">VÀ PHƯƠNG HƯỚNG</w:t>",
        &["subject"],
    ),
    ("thiếu hai chấm", "word/document.xml", "Kính gửi:", "Kính gửi", &["addressees"]),
    (
        "canh trái",
        "word/styles.xml",
        "<w:jc w:val=\"both\"/></w:pPr><w:rPr></w:rPr>",
        "<w:jc w:val=\"left\"/></w:pPr><w:rPr></w:rPr>",
        &["body_alignment"],
    ),
    (
        "thân cỡ 12",
        "word/styles.xml",
        "<w:jc w:val=\"both\"/></w:pPr><w:rPr></w:rPr>",
        "<w:jc w:val=\"both\"/></w:pPr><w:rPr><w:sz w:val=\"24\"/></w:rPr>",
        &["body_size"],
    ),
    (
        "không thụt dòng",
        "word/styles.xml",
        "<w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        "<w:ind w:firstLine=\"0\"/><w:jc w:val=\"both\"/>",
        &["first_line_indent"],
    ),
    (
        "đoạn sát nhau",
        "word/styles.xml",
        "w:before=\"120\" w:after=\"0\" w:line=\"264\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        "w:before=\"0\" w:after=\"0\" w:line=\"264\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        &["paragraph_space"],
    ),
    (
        "dòng đôi",
        "word/styles.xml",
        "w:line=\"264\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        "w:line=\"480\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/>",
        &["line_spacing"],
    ),
    ("thiếu ./.", "word/document.xml", "./.", ".", &["end_mark"]),
    ("chức vụ in thường", "word/document.xml", "CHÁNH THANH TRA</w:t>", "Chánh Thanh tra</w:t>", &["signer"]),
    ("thiếu Lưu", "word/document.xml", "- Lưu: VT", "- Gửi: VT", &["recipients"]),
    (
        "phụ lục không đậm",
        "word/styles.xml",
        "<w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Header\">",
        "<w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr></w:rPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"Header\">",
        &["annex_heading"],
    ),
];

#[test]
fn spoiled_word_files_fail_by_the_rule_that_was_broken() {
    let good = word_file(&issued());
    passes("good.docx", &good);
    for (name, part, from, to, expected) in &WORD_SPOILS {
        let spoiled = changed(&good, part, |text| {
            if *from == "§motto" {
                // The second rule of the head.
                let first = text.find("<w:pBdr>").unwrap() + 1;
                let start = text[first..].find("<w:pBdr>").unwrap() + first;
                let end = text[start..].find("</w:pBdr>").unwrap() + start + "</w:pBdr>".len();
                return format!("{}{}", &text[..start], &text[end..]);
            }
            assert!(text.contains(from), "{name}: nothing to spoil in {part}");
            text.replacen(from, to, 1)
        });
        let judgement = judge(&spoiled);
        assert_eq!(judgement.broken(), *expected, "{name}:\n{}", conform::text(&judgement));
    }
}

/// Something done to the main part of a Word file.
type Edit<'a> = &'a dyn Fn(String) -> String;

#[test]
fn spoiled_word_files_of_a_stranger_fail_by_the_rule_that_was_broken() {
    let text_of = |file: &[u8]| word::part(file, "word/document.xml");
    let whole = text_of(PYTHON_DOCX);
    let two_lines = |text: String| {
        text.replacen(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p>",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/><w:sz w:val=\"26\"/></w:rPr><w:t>VIỆT NAM</w:t></w:r></w:p>",
            1,
        )
    };
    let underlined = |text: String| {
        let cut = text.find("<w:pict").unwrap();
        let end = text.find("</w:pict>").unwrap() + "</w:pict>".len();
        let text = format!("{}{}", &text[..cut], &text[end..]);
        text.replacen(
            "<w:t>Kết quả công tác thi đua, khen thưởng 6 tháng đầu năm 2024",
            "<w:rPr><w:b/><w:u w:val=\"single\"/></w:rPr><w:t>Kết quả công tác thi đua, khen thưởng 6 tháng đầu năm 2024",
            1,
        )
    };
    let dashes = |text: String| {
        let cut = text.find("<w:pict").unwrap();
        let end = text.find("</w:pict>").unwrap() + "</w:pict>".len();
        format!("{}<w:t>---------------</w:t>{}", &text[..cut], &text[end..])
    };
    let swapped = |text: String| {
        // Two cells of the first row change places.
        let row = text.find("<w:tr>").or_else(|| text.find("<w:tr ")).unwrap();
        let cell = |from: usize| {
            let start = text[from..].find("<w:tc>").unwrap() + from;
            (start, text[start..].find("</w:tc>").unwrap() + start + "</w:tc>".len())
        };
        let (first, first_end) = cell(row);
        let (second, second_end) = cell(first_end);
        format!(
            "{}{}{}{}{}",
            &text[..first],
            &text[second..second_end],
            &text[first_end..second],
            &text[first..first_end],
            &text[second_end..]
        )
    };
    let cases: [(&str, Edit<'_>, &[&str]); 8] = [
        ("Quốc hiệu hai dòng", &two_lines, &["national_title_line"]),
        ("gạch chân thay đường kẻ", &underlined, &["subject_rule"]),
        ("hàng gạch thay đường kẻ", &dashes, &["subject_rule"]),
        ("tháng 07", &|text| text.replace("ngày 08 tháng 7 năm 2024</w:t>", "ngày 08 tháng 07 năm 2024</w:t>"), &["place_and_date"]),
        ("đường kẻ ngắn", &|text| text.replacen("to=\"150.0pt", "to=\"60.0pt", 1), &["subject_rule"]),
        ("số dưới 10", &|text| text.replacen("Số: 96/BC-TTT", "Số: 6/BC-TTT", 1), &["number"]),
        ("tên loại in thường", &|text| text.replacen("BÁO CÁO</w:t>", "Báo cáo</w:t>", 1), &["kind"]),
        ("đổi chỗ tên cơ quan và Quốc hiệu", &swapped, &["order"]),
    ];
    for (name, edit, expected) in cases {
        let edited = edit(whole.clone());
        assert!(edited != whole, "{name}: nothing was spoiled");
        let judgement = judge(&changed(PYTHON_DOCX, "word/document.xml", |_| edited.clone()));
        assert_eq!(judgement.broken(), expected, "{name}:\n{}", conform::text(&judgement));
    }
}

/// A PDF of pages that something was done to.
fn drawn(document: &Document, spoil: impl FnOnce(&mut Pages)) -> Vec<u8> {
    let fonts = Fonts::bundled();
    let mut pages = lay_out(document, &fonts).unwrap();
    spoil(&mut pages);
    pdf::write(&pages, &meta(), &fonts).unwrap()
}

fn runs(page: &mut Page) -> impl Iterator<Item = &mut TextRun> {
    page.items.iter_mut().filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None })
}

#[track_caller]
fn run_with<'a>(page: &'a mut Page, words: &str) -> &'a mut TextRun {
    runs(page).find(|run| run.text.replace('\u{a0}', " ").contains(words)).unwrap_or_else(|| panic!("{words} is not on the page"))
}

/// The horizontal lines of page 1 in reading order: under the agency, under Tiêu ngữ, under the subject.
fn rule(pages: &mut Pages, index: usize) -> &mut Item {
    pages.pages[0].items.iter_mut().filter(|item| matches!(item, Item::Line(_))).nth(index).unwrap()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn spoiled_pdfs_fail_by_the_rule_that_was_broken() {
    let good = issued();
    passes("good.pdf", &drawn(&good, |_| {}));
    let with = |change: &dyn Fn(&mut Document)| {
        let mut document = good.clone();
        change(&mut document);
        drawn(&document, |_| {})
    };
    let on = |spoil: &dyn Fn(&mut Pages)| drawn(&good, |pages| spoil(pages));
    let line = |change: fn(&mut Line)| {
        move |pages: &mut Pages, index: usize| {
            if let Item::Line(line) = rule(pages, index) {
                change(line);
            }
        }
    };
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        ("Letter", with(&|document| (document.profile.paper_width, document.profile.paper_height) = (2159, 2794)), &["page_size"]),
        ("lề trái 20 mm", with(&|document| document.profile.margin_left = 200), &["margin_left"]),
        ("lề phải 10 mm", with(&|document| document.profile.margin_right = 100), &["margin_right"]),
        ("lề trên 30 mm", with(&|document| document.profile.margin_top = 330), &["margin_top"]),
        ("lề dưới 10 mm", with(&|document| document.profile.margin_bottom = 100), &["margin_bottom"]),
        ("số viết rời", with(&|document| "Số : 5 / BC - TTr".clone_into(&mut document.head.number)), &["number"]),
        (
            "tháng 07",
            with(&|document| "Đắk Nông, ngày 05 tháng 07 năm 2022".clone_into(&mut document.head.place_and_date)),
            &["place_and_date"],
        ),
        ("Tiêu ngữ sai chữ", with(&|document| "Độc lập - Tự Do - Hạnh phúc".clone_into(&mut document.head.motto)), &["motto"]),
        ("trích yếu in hoa", with(&|document| document.head.subject = vec!["SƠ KẾT CÔNG TÁC THI ĐUA".to_owned()]), &["subject"]),
        ("thiếu hai chấm", with(&|document| "Kính gửi".clone_into(&mut document.head.salutation)), &["addressees"]),
        ("không thụt dòng", with(&|document| document.profile.first_line_indent = 0), &["first_line_indent"]),
        ("đoạn sát nhau", with(&|document| document.profile.paragraph_space = 0), &["paragraph_space"]),
        ("dòng đôi", with(&|document| document.profile.line_spacing = 200), &["line_spacing"]),
        ("thiếu Lưu", with(&|document| "- Gửi: VT.".clone_into(document.closing.recipients.last_mut().unwrap())), &["recipients"]),
        ("danh sách nơi nhận cỡ 13", with(&|document| document.profile.recipients_size = 130), &["recipients"]),
        ("chức vụ in thường", with(&|document| document.closing.titles = vec!["Chánh Thanh tra".to_owned()]), &["signer"]),
        (
            "thiếu ./.",
            with(&|document| {
                let Some(Block::Paragraph { runs }) = document.body.last_mut() else { panic!("the last block is a paragraph") };
                let last = runs.last_mut().unwrap();
                last.text = last.text.replace("./.", ".");
            }),
            &["end_mark"],
        ),
        ("cơ quan chủ quản đậm", on(&|pages| run_with(&mut pages.pages[0], "UBND TỈNH").face = Face::Bold), &["superior"]),
        ("tên cơ quan không đậm", on(&|pages| run_with(&mut pages.pages[0], "THANH TRA TỈNH").face = Face::Regular), &["agency"]),
        ("Quốc hiệu cỡ 11", on(&|pages| run_with(&mut pages.pages[0], "CỘNG HÒA").size = 11.0), &["national_title"]),
        ("tên loại không đậm", on(&|pages| run_with(&mut pages.pages[0], "BÁO CÁO").face = Face::Regular), &["kind"]),
        ("ngày không nghiêng", on(&|pages| run_with(&mut pages.pages[0], "Đắk Nông, ngày").face = Face::Regular), &["place_and_date"]),
        (
            "phụ lục không đậm",
            on(&|pages| {
                let is_label = |run: &&mut TextRun| run.text.replace('\u{a0}', " ").trim() == "Phụ lục I" && run.face == Face::Bold;
                pages.pages.iter_mut().find_map(|page| runs(page).find(is_label)).unwrap().face = Face::Regular;
            }),
            &["annex_heading"],
        ),
        ("đường kẻ đỏ", on(&|pages| line(|line| line.ink = Ink::Red)(pages, 0)), &["agency_rule"]),
        ("đường kẻ ngắn", on(&|pages| line(|line| line.to.0 = line.from.0 + 40.0)(pages, 1)), &["motto_rule"]),
        ("không có đường kẻ", on(&|pages| line(|line| line.from.0 = line.to.0)(pages, 2)), &["subject_rule"]),
        (
            "đường kẻ đứt",
            on(&|pages| {
                let Item::Line(whole) = *rule(pages, 1) else { return };
                line(|line| line.to.0 = line.from.0 + 4.0)(pages, 1);
                let mut x = whole.from.0 + 8.0;
                while x + 4.0 <= whole.to.0 {
                    pages.pages[0].items.push(Item::Line(Line { from: (x, whole.from.1), to: (x + 4.0, whole.to.1), ..whole }));
                    x += 8.0;
                }
                pages.pages[0].items.push(Item::Line(Line { from: (whole.to.0 - 4.0, whole.from.1), ..whole }));
            }),
            &["motto_rule"],
        ),
        ("chữ đỏ", on(&|pages| run_with(&mut pages.pages[0], "Trong 6 tháng").ink = Ink::Red), &["text_colour"]),
        (
            "không canh đều",
            on(&|pages| pages.pages.iter_mut().flat_map(runs).for_each(|run| (run.stretch, run.spread) = (0.0, 0.0))),
            &["body_alignment"],
        ),
        (
            "trang 1 có số",
            on(&|pages| {
                let mut number = run_with(&mut pages.pages[1], "2 ").clone();
                number.text = "1 ".to_owned();
                pages.pages[0].items.push(Item::Text(number));
            }),
            &["page_number"],
        ),
        (
            "trang 2 không có số",
            on(&|pages| pages.pages[1].items.retain(|item| !matches!(item, Item::Text(run) if run.text == "2 "))),
            &["page_number"],
        ),
        (
            "Quốc hiệu hai dòng",
            on(&|pages| {
                let page = &mut pages.pages[0];
                let below = run_with(page, "CỘNG HÒA").y;
                for item in &mut page.items {
                    match item {
                        Item::Text(run) if run.y > below + 1.0 => run.y += 15.0,
                        Item::Line(line) => {
                            line.from.1 += 15.0;
                            line.to.1 += 15.0;
                        }
                        _ => {}
                    }
                }
                let title = run_with(page, "CỘNG HÒA");
                title.text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA ".to_owned();
                let second = TextRun { text: "VIỆT NAM ".to_owned(), y: title.y + 15.0, x: title.x + 80.0, ..title.clone() };
                page.items.push(Item::Text(second));
            }),
            &["national_title_line"],
        ),
        (
            "chữ ký một mình",
            on(&|pages| {
                let at = pages.pages.iter_mut().position(|page| runs(page).any(|run| run.text.starts_with("Nơi nhận"))).unwrap();
                let top = run_with(&mut pages.pages[at], "Nơi nhận").y - 5.0;
                let (kept, moved): (Vec<Item>, Vec<Item>) =
                    pages.pages[at].items.drain(..).partition(|item| !matches!(item, Item::Text(run) if run.y > top));
                let page = Page { items: moved, links: Vec::new(), ..pages.pages[at].clone() };
                pages.pages[at].items = kept;
                pages.pages.insert(at + 1, page);
                let mut number = run_with(&mut pages.pages[1], "2 ").clone();
                number.text = format!("{} ", at + 2);
                number.mark = Mark::Artifact;
                pages.pages[at + 1].items.push(Item::Text(number));
            }),
            &["signature_not_alone"],
        ),
        (
            "số ở bên phải, ngày ở bên trái",
            on(&|pages| {
                let page = &mut pages.pages[0];
                let (number, date) = (run_with(page, "Số: 88").x, run_with(page, "Đắk Nông, ngày").x);
                run_with(page, "Số: 88").x = date + 60.0;
                run_with(page, "Đắk Nông, ngày").x = number - 40.0;
            }),
            &["order"],
        ),
    ];
    let mut wrong = Vec::new();
    for (name, bytes, expected) in &cases {
        let judgement = judge(bytes);
        if judgement.broken() != *expected {
            wrong.push(format!(
                "{name}: {:?} expected {expected:?}\n{}",
                judgement.broken(),
                conform::text(&judgement).lines().filter(|line| !line.contains("[đạt]")).collect::<Vec<_>>().join("\n")
            ));
        }
        let failed = judgement.rules.iter().find(|ruled| ruled.verdict == Verdict::Fails);
        assert!(failed.is_some_and(|ruled| matches!(ruled.places.first(), Some(Place::Page { .. }))), "{name}: where is it?");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The good PDF with its objects changed.
fn rewritten(spoil: impl Fn(&mut Dictionary)) -> Vec<u8> {
    let mut file = PdfDocument::load_mem(PYTHON_PDF).unwrap();
    for object in file.objects.values_mut() {
        match object {
            Object::Dictionary(dictionary) => spoil(dictionary),
            Object::Stream(stream) => spoil(&mut stream.dict),
            _ => {}
        }
    }
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

fn renamed(dictionary: &mut Dictionary, name: &str) {
    for key in ["BaseFont", "FontName"] {
        if let Ok(Object::Name(old)) = dictionary.get(key.as_bytes()) {
            let old = String::from_utf8_lossy(old).replace("LiberationSerif", name);
            dictionary.set(key, Object::Name(old.into_bytes()));
        }
    }
}

#[test]
fn faces_of_a_pdf_are_told_apart() {
    assert_eq!(judge(&rewritten(|dictionary| renamed(dictionary, "Calibri"))).broken(), ["typeface"]);
    let named = judge(&rewritten(|dictionary| renamed(dictionary, "TimesNewRoman")));
    assert!(named.passes() && named.count(Verdict::Equivalent) == 0);
    let bare = |dictionary: &mut Dictionary| {
        renamed(dictionary, "TimesNewRoman");
        dictionary.remove(b"FontFile2");
    };
    assert_eq!(judge(&rewritten(bare)).broken(), ["embedded_fonts"]);
    let foreign = |dictionary: &mut Dictionary| {
        dictionary.remove(b"FontFile2");
    };
    assert_eq!(judge(&rewritten(foreign)).broken(), ["typeface", "embedded_fonts"], "a face with the same measures must be in the file");
}

#[test]
fn files_that_cannot_be_judged_get_one_clear_verdict() {
    let unreadable = |bytes: &[u8]| judge(bytes).unreadable;
    assert_eq!(unreadable(b""), Some(Unreadable::Empty));
    assert_eq!(unreadable(b"not a document at all"), Some(Unreadable::OtherKind));
    assert_eq!(unreadable(b"%PDF-1.7 nothing behind"), Some(Unreadable::Broken));
    assert_eq!(unreadable(b"PK\x03\x04 nothing behind"), Some(Unreadable::Broken));
    assert_eq!(unreadable(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0]), Some(Unreadable::OldWord));
    let mut encrypted = vec![0xD0, 0xCF, 0x11, 0xE0];
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(unreadable(&encrypted), Some(Unreadable::Encrypted));
    assert_eq!(unreadable(&vec![b'x'; conform::MOST_BYTES + 1]), Some(Unreadable::TooLarge));
    assert_eq!(unreadable(&word::packed(&[("mimetype", "application/epub+zip")])), Some(Unreadable::OtherKind));
    // A workbook is a package as well.
    let printer = Printer::new(Arc::new(Fonts::bundled()));
    let files = printer.print(&snapshot("2022-H1"), None).unwrap();
    let workbook = files.iter().find(|(format, _)| *format == Format::Xlsx).unwrap();
    assert_eq!(unreadable(&workbook.1), Some(Unreadable::OtherKind));
    // Pages of pictures.
    assert_eq!(unreadable(&scan()), Some(Unreadable::Scan));
    let locked = rewritten(|_| {});
    let at = locked.windows(7).rposition(|window| window == b"/Root 1" || window == b"trailer").map_or(locked.len(), |at| at);
    let mut with_key = locked.clone();
    with_key.splice(at..at, b"/Encrypt 9 0 R ".iter().copied());
    assert_eq!(unreadable(&with_key), Some(Unreadable::Encrypted));
}

/// A page that is one picture.
fn scan() -> Vec<u8> {
    let mut file = PdfDocument::with_version("1.4");
    let picture = file.add_object(lopdf::Stream::new(
        lopdf::dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 },
        vec![128],
    ));
    let content = file.add_object(lopdf::Stream::new(Dictionary::new(), b"q 595 0 0 842 0 0 cm /Im0 Do Q".to_vec()));
    let pages = file.new_object_id();
    let page = file.add_object(lopdf::dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()], "Contents" => content,
        "Resources" => lopdf::dictionary! { "XObject" => lopdf::dictionary! { "Im0" => picture } }
    });
    file.objects.insert(pages, Object::Dictionary(lopdf::dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }));
    let root = file.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", root);
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

#[test]
fn hostile_files_end_within_bounds() {
    // Cut and flipped in many places.
    for file in [PYTHON_PDF, PYTHON_DOCX, LIBREOFFICE_DOCX] {
        for cut in (0..file.len()).step_by(file.len() / 60) {
            let _ = judge(&file[..cut]);
            let mut flipped = file.to_vec();
            flipped[cut] ^= 0x5A;
            let _ = judge(&flipped);
        }
    }
    // Deep, wide and endless structures.
    let deep = format!("<w:document xmlns:w=\"x\"><w:body>{}{}</w:body></w:document>", "<w:sdt>".repeat(5_000), "</w:sdt>".repeat(5_000));
    assert!(judge(&word::packed(&[("word/document.xml", &deep)])).unreadable.is_some());
    let entities = "<!DOCTYPE d [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><w:document xmlns:w=\"x\"><w:body>&b;</w:body></w:document>";
    assert_eq!(judge(&word::packed(&[("word/document.xml", entities)])).unreadable, Some(Unreadable::Broken));
    let bomb = format!("<w:document xmlns:w=\"x\"><w:body>{}</w:body></w:document>", " ".repeat(60_000_000));
    assert_eq!(judge(&word::packed(&[("word/document.xml", &bomb)])).unreadable, Some(Unreadable::TooLarge));
    let endless = pdf_of("/Fm0 Do", "/Fm0 Do /Fm0 Do");
    assert!(judge(&endless).unreadable.is_some());
}

#[test]
fn small_files_that_ask_for_much_are_refused_or_judged_in_linear_work() {
    let page_of = |content: String| pdf_of(&content, "");
    // A million arrays in an object that nobody uses, plain and packed; the name of the packing written with an escape.
    let arrays = "[]".repeat(3_000_000);
    let mut plain = pdf_of("", "");
    let at = plain.windows(4).rposition(|window| window == b"xref").unwrap();
    plain.splice(at..at, format!("99 0 obj\n[{arrays}]\nendobj\n").into_bytes());
    assert_eq!(judge(&plain).unreadable, Some(Unreadable::TooLarge));
    for kind in ["ObjStm", "Obj#53tm"] {
        assert_eq!(
            judge(&packed_structure(kind, &format!("9 0 [{}]", &arrays[..2_000_000]))).unreadable,
            Some(Unreadable::TooLarge),
            "{kind}"
        );
    }
    // Streams that unpack past the bound count, though nothing comes of them.
    let bomb = lopdf::Stream::new(Dictionary::new(), vec![b' '; 20_000_000]);
    let mut file = PdfDocument::load_mem(&pdf_of("", "")).unwrap();
    let mut bomb = bomb;
    bomb.compress().unwrap();
    let bomb = file.add_object(bomb);
    let page = *file.get_pages().values().next().unwrap();
    file.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Contents", vec![Object::Reference(bomb); 500]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    assert_eq!(judge(&bytes).unreadable, Some(Unreadable::TooLarge));
    // Very many short rules and forms are drawn without harm.
    let strokes = "50 700 m 200 700 l S 50 710.5 m 200 710.5 l S\n".repeat(20_000);
    assert_eq!(judge(&page_of(strokes)).unreadable, Some(Unreadable::Empty));
    // Very many attributes of one element, very many vocabularies.
    let attributes: String = (0..5_000).fold(String::new(), |mut all, at| {
        let _ = write!(all, " a{at}='>'");
        all
    });
    let of =
        |inside: &str| word::packed(&[("word/document.xml", &format!("<w:document xmlns:w=\"x\"><w:body>{inside}</w:body></w:document>"))]);
    assert_eq!(judge(&of(&format!("<w:p{attributes}/>"))).unreadable, Some(Unreadable::TooLarge));
    assert_eq!(judge(&of(&"<w:p xmlns:y='z'/>".repeat(9_000))).unreadable, Some(Unreadable::TooLarge));
    // A comment is no element.
    assert_eq!(judge(&of(&format!("<!-- ' <w:p{attributes} --><w:p><w:r><w:t>Chữ</w:t></w:r></w:p>"))).unreadable, None);
    // Text of two bytes a unit is text.
    let main = word::part(PYTHON_DOCX, "word/document.xml").replacen("UTF-8", "UTF-16", 1);
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(main.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    passes("UTF-16", &word::rewritten(PYTHON_DOCX, "word/document.xml", |_| wide));
}

/// A file whose objects are packed under this name of the kind.
fn packed_structure(kind: &str, inside: &str) -> Vec<u8> {
    let mut file = PdfDocument::load_mem(&pdf_of("", "")).unwrap();
    let first = inside.find('[').unwrap();
    let stand_in = "X".repeat(kind.len());
    let dictionary = lopdf::dictionary! { "Type" => stand_in.as_str(), "N" => 1, "First" => i64::try_from(first).unwrap() };
    let mut packed = lopdf::Stream::new(dictionary, inside.as_bytes().to_vec());
    packed.compress().unwrap();
    file.add_object(packed);
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    // The writer packs objects itself and knows no escapes: the name is written over one as long.
    let at = out.windows(stand_in.len()).position(|window| window == stand_in.as_bytes()).unwrap();
    out.splice(at..at + kind.len(), kind.bytes());
    out
}

/// A page whose form draws itself.
fn pdf_of(page_content: &str, form_content: &str) -> Vec<u8> {
    let mut file = PdfDocument::with_version("1.4");
    let form = file.new_object_id();
    let inside = lopdf::dictionary! { "XObject" => lopdf::dictionary! { "Fm0" => form } };
    let stream = lopdf::Stream::new(
        lopdf::dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()], "Resources" => inside.clone() },
        form_content.as_bytes().to_vec(),
    );
    file.objects.insert(form, Object::Stream(stream));
    let content = file.add_object(lopdf::Stream::new(Dictionary::new(), page_content.as_bytes().to_vec()));
    let pages = file.new_object_id();
    let page = file.add_object(lopdf::dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()], "Contents" => content, "Resources" => inside
    });
    file.objects.insert(pages, Object::Dictionary(lopdf::dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }));
    let root = file.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", root);
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}
