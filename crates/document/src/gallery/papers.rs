//! The frame and running text: long names, marks, every block, every letter, pages that just overflow.

use super::{Exhibit, SENTENCE, paragraph};
use crate::error::RenderError;
use crate::fonts::Fonts;
use crate::layout::lay_out;
use crate::model::{Block, Document, Marks, Run, Stamp, Style};
use thidua_domain::catalogue::StampRow;
use thidua_domain::narrative::chart::{Bar, Bars};

/// Letters of Vietnamese beyond ASCII, lower case.
const LETTERS: &str =
    "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ";

pub fn papers(plain: &Document, fonts: &Fonts) -> Result<Vec<Exhibit>, RenderError> {
    let mut exhibits = vec![
        Exhibit::new("khung", "Khung văn bản một trang", plain.clone()),
        Exhibit::new("ten-dai", "Tên cơ quan, trích yếu, nơi nhận, chức vụ dài", long_names(plain)),
        Exhibit::new("du-thao", "Dấu dự thảo và số liệu minh họa", draft(plain)),
        Exhibit::new("khoi", "Tiêu đề các cấp, gạch đầu dòng, chữ và số dài", blocks(plain)),
        Exhibit::new("chu-viet", "Mọi chữ cái tiếng Việt ở bốn kiểu chữ", letters(plain)),
    ];
    exhibits.push(Exhibit::new("dau-khan-mat", "Dấu chỉ độ mật, mức độ khẩn", stamped(plain)));
    exhibits.push(Exhibit::new("chu-thich", "Chú thích cuối trang, kể cả chú thích dài hơn trang; dẫn chiếu phụ lục", noted(plain)));
    exhibits.push(Exhibit::new("bieu-do", "Biểu đồ một cột, hai cột, dài hơn một trang", charts(plain)));
    for pages in 1..=3 {
        exhibits.push(Exhibit::new(&format!("chu-ky-{pages}"), "Chữ ký không đứng riêng ở trang cuối", full(plain, pages, fonts)?));
    }
    exhibits.push(Exhibit::new("dai", "Báo cáo 60 trang", long(plain)));
    Ok(exhibits)
}

fn long_names(plain: &Document) -> Document {
    let mut document = plain.clone();
    let head = &mut document.head;
    head.superior = String::from("ỦY BAN NHÂN DÂN THÀNH PHỐ BÀ RỊA - VŨNG TÀU - MINH HỌA");
    head.agency = String::from("THANH TRA SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN THÀNH PHỐ");
    head.number = String::from("Số: 1234/BC-TTr.SNNPTNT");
    head.place_and_date = String::from("Bà Rịa - Vũng Tàu - Minh Họa, ngày 15 tháng 12 năm 2026");
    head.subject = vec![
        "Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2026".to_owned(),
        "và phương hướng, nhiệm vụ trọng tâm 6 tháng cuối năm 2026".to_owned(),
    ];
    head.addressees = [
        "- Thanh tra Chính phủ;",
        "- Ban Thường vụ Tỉnh ủy, Thường trực Hội đồng nhân dân, Ủy ban nhân dân tỉnh và Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Minh Họa;",
        "- Ban Thi đua - Khen thưởng tỉnh.",
    ]
    .map(str::to_owned)
    .to_vec();
    let closing = &mut document.closing;
    closing.titles = ["TUQ. CHÁNH THANH TRA", "TRƯỞNG PHÒNG GIÁM SÁT, KIỂM TRA VÀ XỬ LÝ SAU THANH TRA"].map(str::to_owned).to_vec();
    closing.name = String::from("Công Tằng Tôn Nữ Nguyễn Phúc Thị Bảo Khánh");
    closing.recipients.insert(1, "- Các phòng nghiệp vụ và đơn vị trực thuộc Thanh tra tỉnh Minh Họa, thanh tra các sở, ngành;".to_owned());
    document.address = String::from("Số 01 đường Lê Duẩn, phường Nghĩa Đức, tỉnh Minh Họa; điện thoại: 0261 3544 000");
    document
}

fn draft(plain: &Document) -> Document {
    let mut document = plain.clone();
    document.marks = Marks { draft: Some("DỰ THẢO".to_owned()), ..document.marks };
    document.head.number = "Số:        /BC-TTr".replace(' ', "\u{a0}");
    document.body.splice(0..0, std::iter::repeat_with(|| paragraph(SENTENCE)).take(14));
    document
}

/// Every stamp, one below the other; a report bears two at most.
fn stamped(plain: &Document) -> Document {
    let mut document = plain.clone();
    let stamp = |row: &StampRow| Stamp { words: row.words.to_string(), width: row.width, height: row.height };
    document.head.stamps = plain.profile.stamps.iter().map(stamp).collect();
    document
}

/// Short notes, several on a page, one at the last line of a page, one longer than a page.
fn noted(plain: &Document) -> Document {
    let with_note = |text: &str, number| Block::Paragraph {
        runs: vec![Run { note: Some(number), ..Run::plain(text) }, Run::plain(" Câu tiếp theo.")],
    };
    let mut body: Vec<Block> =
        (0..24).map(|line| if line % 4 == 0 { with_note(SENTENCE, line / 4) } else { paragraph(SENTENCE) }).collect();
    let annex = Run { annex: Some(0), ..Run::plain("Phụ lục") };
    body.push(Block::Paragraph { runs: vec![Run::plain("Số liệu nêu tại "), annex, Run::plain(".")] });
    body.extend(plain.body.clone());
    let mut notes: Vec<String> = (0..6).map(|note| format!("Chú thích thứ {}: {SENTENCE}", note + 1)).collect();
    notes[3] = [SENTENCE; 40].join(" ");
    Document { body, notes, annexes: vec![super::annex("Phụ lục", "BIỂU THỬ", super::tables::simple(3, 4))], ..plain.clone() }
}

/// One bar a group, two bars a group, more groups than a page holds.
fn charts(plain: &Document) -> Document {
    let bars = |title: &str, second: Option<&str>, count: u64| Bars {
        title: title.to_owned(),
        first: "6 tháng đầu năm 2026".to_owned(),
        second: second.map(str::to_owned),
        rows: (0..count)
            .map(|row| Bar {
                label: format!("Thanh tra Sở Nông nghiệp và Phát triển nông thôn, đơn vị thứ {}", row + 1),
                first: row * 37 % 100,
                first_text: format!("{:02} cuộc", row * 37 % 100),
                second: second.map(|_| row * 53 % 80),
                second_text: format!("{:02} cuộc", row * 53 % 80),
            })
            .collect(),
    };
    let mut body = vec![paragraph(SENTENCE)];
    body.push(Block::Chart(bars("Tỷ lệ thực hiện chỉ tiêu", None, 4)));
    body.push(paragraph(SENTENCE));
    body.push(Block::Chart(bars("Số cuộc thanh tra theo đơn vị", Some("Cùng kỳ năm 2025"), 40)));
    body.extend(plain.body.clone());
    Document { body, ..plain.clone() }
}

fn blocks(plain: &Document) -> Document {
    let heading = |level, text: &str| Block::Heading { level, text: text.to_owned() };
    let item = |text: &str| Block::Paragraph { runs: ["-\u{a0}", text].map(Run::plain).to_vec() };
    let figure = |text: &str, key: Option<&str>| Run { figure: key.map(str::to_owned), ..Run::plain(text) };
    let body = vec![
        heading(1, "I.\u{a0}KẾT QUẢ THỰC HIỆN CÔNG TÁC THI ĐUA"),
        heading(2, "1.\u{a0}Công tác chỉ đạo, triển khai"),
        heading(3, "a)\u{a0}Ban hành văn bản chỉ đạo, hướng dẫn, đôn đốc thực hiện các phong trào thi đua yêu nước trong toàn ngành"),
        paragraph(SENTENCE),
        item(SENTENCE),
        item("Ngắn."),
        Block::Paragraph {
            runs: vec![
                figure("Toàn ngành đã triển khai ", None),
                figure("1.234.567", Some("inspections")),
                figure(" cuộc, kiến nghị thu hồi ", None),
                figure("9.000.000.000.000,25", Some("recovered")),
                figure(" triệu đồng.", None),
            ],
        },
        heading(4, "Tiêu đề cấp bốn"),
        Block::Paragraph {
            runs: vec![
                Run { style: Style::Bold, ..Run::plain("Chữ đậm,") },
                Run { style: Style::Italic, ..Run::plain(" chữ nghiêng,") },
                Run { style: Style::BoldItalic, ..Run::plain(" đậm nghiêng") },
                Run::plain(format!(" trong cùng một đoạn. {SENTENCE}")),
            ],
        },
        paragraph(&format!("Chuỗi dài hơn dòng: {}.", "abcdefghij".repeat(16))),
        paragraph(&format!("Số dài hơn dòng: {}.", "123.456.789.".repeat(14).trim_end_matches('.'))),
        paragraph("Trích dẫn “Nghị định số 30/2020/NĐ-CP” (ngày 05/3/2020) - khoản 1 Điều 8; 100% & 52,76%; < 5 m2 > 3 ha; 12/13."),
        heading(1, "II.\u{a0}TIÊU ĐỀ DÀI HƠN MỘT DÒNG ĐỂ XEM CÁCH XUỐNG DÒNG CỦA TIÊU ĐỀ CẤP MỘT TRONG PHẦN NỘI DUNG BÁO CÁO"),
        paragraph(SENTENCE),
        paragraph("Trên đây là báo cáo mẫu./."),
    ];
    Document { body, ..plain.clone() }
}

/// Regular in the body, bold in headings, italic in the date, bold italic over the recipients.
fn letters(plain: &Document) -> Document {
    let mut document = plain.clone();
    let upper = LETTERS.to_uppercase();
    document.body = vec![
        Block::Heading { level: 1, text: upper.clone() },
        Block::Heading { level: 2, text: LETTERS.to_owned() },
        paragraph(LETTERS),
        paragraph(&upper),
        paragraph("Quyết định, khen thưởng, nguyễn, đường, thuở, khuỷu, ngoằn ngoèo, loẹt quẹt, quýnh./."),
    ];
    document.head.subject = vec![upper.clone()];
    document.closing.recipients_title = format!("{LETTERS} {upper}");
    document.annexes = vec![super::AnnexPart {
        attached_to: format!("{LETTERS} {upper}"),
        ..super::annex("Phụ lục", "MỌI CHỮ CÁI", super::tables::simple(2, 1))
    }];
    document
}

/// As many lines as make the text and signature of `pages` pages run over to one more.
fn full(plain: &Document, pages: usize, fonts: &Fonts) -> Result<Document, RenderError> {
    let mut document = plain.clone();
    while lay_out(&document, fonts)?.pages.len() <= pages {
        document.body.insert(0, paragraph("Một dòng để đầy trang."));
    }
    Ok(document)
}

/// Some sixty pages in three levels of headings.
fn long(plain: &Document) -> Document {
    const SECTIONS: usize = 58;
    let mut document = plain.clone();
    let mut body = Vec::new();
    for section in 1..=SECTIONS {
        body.push(Block::Heading { level: 1, text: format!("{section}.\u{a0}PHẦN THỨ {section}") });
        body.push(Block::Heading { level: 2, text: format!("{section}.1.\u{a0}Nội dung của phần thứ {section}") });
        body.extend((0..8).map(|place| paragraph(&format!("{SENTENCE} Mục {section}.{place}."))));
    }
    body.append(&mut document.body);
    Document { body, ..document }
}
