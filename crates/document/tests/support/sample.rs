//! A document in small that has every kind of item and element.

use chrono::{DateTime, FixedOffset};
use thidua_document::fonts::{Face, Fonts};
use thidua_document::page::{Bookmark, Element, Fill, Ink, Item, Line, Mark, Page, Pages, Role, TextRun};
use thidua_document::pdf::PdfMeta;

/// Every letter that Vietnamese adds to ASCII, both cases: 134.
pub const LETTERS: &str = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ\
àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

const PARAGRAPH: &str = "Thực hiện Kế hoạch số\u{a0}125/KH-TTr ngày 09/02/2022 của Bộ trưởng \
Bộ Nội vụ về phong trào thi đua yêu nước, cơ quan đã tổ chức phát động, triển khai đồng bộ và \
quyết liệt các nhiệm vụ được giao; nhiều tập thể, cá nhân đã có thành tích xuất sắc, góp phần \
hoàn thành vượt mức các chỉ tiêu kinh tế – xã hội của địa phương trong năm vừa qua.";

/// What the sample says about itself.
///
/// # Errors
/// Never in practice.
pub fn meta() -> Result<PdfMeta, chrono::ParseError> {
    Ok(PdfMeta {
        title: "Báo cáo thành tích <mẫu> & thử".to_owned(),
        author: "Phòng Tổ chức – Hành chính".to_owned(),
        subject: "Đề nghị tặng Bằng khen".to_owned(),
        created: DateTime::<FixedOffset>::parse_from_rfc3339("2026-02-03T14:05:06+07:00")?,
        attachment: None,
    })
}

/// A report in small: headings, justified text, a table over two pages, a landscape annex.
///
/// # Errors
/// When a face lacks a character.
pub fn sample(fonts: &Fonts) -> Result<Pages, Box<dyn std::error::Error>> {
    let mut setter = Setter::new(fonts);
    setter.page(595.28, 841.89);
    setter.heading(1, "BÁO CÁO THÀNH TÍCH ĐỀ NGHỊ TẶNG BẰNG KHEN");
    setter.heading(2, "I. SƠ LƯỢC LÝ LỊCH");
    for _ in 0..3 {
        setter.paragraph(0, &[(Face::Regular, PARAGRAPH)])?;
    }
    setter.heading(2, "II. THÀNH TÍCH ĐẠT ĐƯỢC");
    setter.heading(3, "1. Kết quả nổi bật");
    setter.paragraph(
        0,
        &[
            (Face::Regular, "Trong năm học, đơn vị đã "),
            (Face::Bold, "hoàn thành xuất sắc nhiệm vụ"),
            (Face::Regular, " và được Thủ tướng Chính phủ tặng "),
            (Face::Italic, "Bằng khen"),
            (Face::BoldItalic, " (Quyết định số\u{a0}12/QĐ-TTg)"),
            (Face::Regular, ". "),
            (Face::Regular, PARAGRAPH),
        ],
    )?;
    let table = setter.table_start();
    let body = setter.element(Role::TableBody, table);
    setter.rows(body, 1..4);
    setter.page(595.28, 841.89);
    setter.repeated_head();
    setter.rows(body, 4..8);
    setter.heading(2, "III. CHỮ VIỆT");
    for face in Face::ALL {
        setter.paragraph(0, &[(face, &spaced(LETTERS))])?;
    }
    setter.page(841.89, 595.28);
    let annex = setter.element(Role::Section, 0);
    setter.artifact(400.0, 40.0, "3", Ink::Black);
    setter.artifact(700.0, 40.0, "BẢN NHÁP", Ink::Red);
    setter.heading(2, "PHỤ LỤC");
    setter.paragraph(annex, &[(Face::Regular, PARAGRAPH), (Face::Regular, " "), (Face::Italic, PARAGRAPH)])?;
    Ok(setter.pages)
}

fn spaced(letters: &str) -> String {
    letters.chars().flat_map(|letter| [letter, ' ']).collect::<String>().trim_end().to_owned()
}

struct Setter<'a> {
    fonts: &'a Fonts,
    pages: Pages,
    y: f64,
}

const LEFT: f64 = 85.0;
const RIGHT: f64 = 42.5;
const SIZE: f64 = 14.0;
const COLUMNS: [f64; 4] = [0.0, 40.0, 300.0, 460.0];

type Words<'t> = Vec<(Face, &'t str)>;

impl<'a> Setter<'a> {
    fn new(fonts: &'a Fonts) -> Self {
        let root = Element::new(Role::Document, None);
        let pages = Pages { pages: Vec::new(), elements: vec![root], bookmarks: Vec::new() };
        Setter { fonts, pages, y: 0.0 }
    }

    fn page(&mut self, width: f64, height: f64) {
        self.pages.pages.push(Page { width, height, items: Vec::new(), links: Vec::new() });
        self.y = 70.0;
    }

    fn element(&mut self, role: Role, parent: usize) -> usize {
        self.pages.elements.push(Element::new(role, Some(parent)));
        self.pages.elements.len() - 1
    }

    fn items(&mut self) -> &mut Vec<Item> {
        &mut self.pages.pages.last_mut().expect("a page was begun").items
    }

    fn run(&mut self, x: f64, face: Face, text: &str, stretch: f64, mark: Mark) -> f64 {
        let width = self.fonts.width(face, SIZE, text).unwrap_or(0.0)
            + stretch * f64::from(u32::try_from(text.matches([' ', '\u{a0}']).count()).unwrap_or(0));
        let (text, y) = (text.to_owned(), self.y);
        let run = TextRun { x, y, face, size: SIZE, text, stretch, spread: 0.0, ink: Ink::Black, mark };
        self.items().push(Item::Text(run));
        x + width
    }

    fn artifact(&mut self, x: f64, y: f64, text: &str, ink: Ink) {
        let (face, text, mark) = (Face::Regular, text.to_owned(), Mark::Artifact);
        let run = TextRun { x, y, face, size: 13.0, text, stretch: 0.0, spread: 0.0, ink, mark };
        self.items().push(Item::Text(run));
    }

    fn heading(&mut self, level: u8, text: &str) {
        let element = self.element(Role::Heading(level), 0);
        self.y += 12.0;
        let (page, y) = (self.pages.pages.len() - 1, self.y - SIZE);
        self.pages.bookmarks.push(Bookmark { title: text.to_owned(), level, page, y, element });
        self.run(LEFT, Face::Bold, text, 0.0, Mark::Content(element));
        self.y += 20.0;
    }

    /// Greedy, justified; enough to show what the writer does.
    fn paragraph(&mut self, parent: usize, runs: &[(Face, &str)]) -> Result<(), Box<dyn std::error::Error>> {
        let element = self.element(Role::Paragraph, parent);
        let page = self.pages.pages.last().expect("a page was begun");
        let room = page.width - LEFT - RIGHT;
        let words = runs.iter().flat_map(|&(face, text)| text.split_inclusive(' ').map(move |word| (face, word)));
        let mut line: Words<'_> = Vec::new();
        let mut used = 0.0;
        for (face, word) in words {
            let width = self.fonts.width(face, SIZE, word.trim_end_matches(' '))?;
            if used + width > room && !line.is_empty() {
                self.line(&line, Some(room), element)?;
                (used, line) = (0.0, Vec::new());
            }
            used += self.fonts.width(face, SIZE, word)?;
            line.push((face, word));
        }
        self.line(&line, None, element)?;
        self.y += 6.0;
        Ok(())
    }

    fn line(&mut self, words: &Words<'_>, room: Option<f64>, element: usize) -> Result<(), Box<dyn std::error::Error>> {
        let all: String = words.iter().map(|(_, word)| *word).collect();
        let spaces = all.trim_end_matches(' ').matches([' ', '\u{a0}']).count();
        let mut width = 0.0;
        for (index, (face, word)) in words.iter().enumerate() {
            let last = index + 1 == words.len();
            width += self.fonts.width(*face, SIZE, if last { word.trim_end_matches(' ') } else { word })?;
        }
        let stretch = match room {
            Some(room) if spaces > 0 => (room - width) / f64::from(u32::try_from(spaces)?),
            _ => 0.0,
        };
        let mut x = LEFT;
        let mut runs: Vec<(Face, String)> = Vec::new();
        for (face, word) in words {
            match runs.last_mut() {
                Some((open, text)) if open == face => text.push_str(word),
                _ => runs.push((*face, (*word).to_owned())),
            }
        }
        if let Some((_, text)) = runs.last_mut()
            && !text.ends_with(' ')
        {
            text.push(' ');
        }
        for (face, text) in runs {
            x = self.run(x, face, &text, stretch, Mark::Content(element));
        }
        self.y += 20.0;
        Ok(())
    }

    fn cell_text(&mut self, column: usize, face: Face, text: &str, mark: Mark) {
        self.run(LEFT + COLUMNS[column] + 4.0, face, text, 0.0, mark);
    }

    fn rules(&mut self) {
        let y = self.y + 6.0;
        self.items().push(Item::Line(Line { from: (LEFT, y), to: (LEFT + COLUMNS[3], y), width: 0.5, ink: Ink::Black }));
    }

    fn table_start(&mut self) -> usize {
        let table = self.element(Role::Table, 0);
        let head = self.element(Role::TableHead, table);
        let row = self.element(Role::Row, head);
        let fill = Fill { x: LEFT, y: self.y - 15.0, width: COLUMNS[3], height: 21.0, grey: 0.9, mark: Mark::Artifact };
        self.items().push(Item::Fill(fill));
        for (column, text) in ["TT ", "Danh hiệu ", "Năm "].into_iter().enumerate() {
            let role = Role::HeaderCell { columns: 1, rows: 1, scope_row: false };
            let cell = self.element(role, row);
            self.cell_text(column, Face::Bold, text, Mark::Content(cell));
        }
        self.rules();
        self.y += 21.0;
        table
    }

    fn repeated_head(&mut self) {
        self.artifact(290.0, 40.0, "2", Ink::Black);
        for (column, text) in ["TT ", "Danh hiệu ", "Năm "].into_iter().enumerate() {
            self.cell_text(column, Face::Bold, text, Mark::Artifact);
        }
        self.rules();
        self.y += 21.0;
    }

    /// Rows with an empty cell each, and one that spans.
    fn rows(&mut self, body: usize, numbers: std::ops::Range<u8>) {
        for number in numbers {
            let row = self.element(Role::Row, body);
            let role = Role::HeaderCell { columns: 1, rows: 1, scope_row: true };
            let head = self.element(role, row);
            self.cell_text(0, Face::Regular, &format!("{number} "), Mark::Content(head));
            if number == 3 {
                let wide = self.element(Role::Cell { columns: 2 }, row);
                self.cell_text(1, Face::Italic, "Tổng cộng hai năm ", Mark::Content(wide));
            } else {
                let cell = self.element(Role::Cell { columns: 1 }, row);
                let paragraph = self.element(Role::Paragraph, cell);
                self.cell_text(1, Face::Regular, "Chiến sĩ thi đua cơ sở ", Mark::Content(paragraph));
                let empty = self.element(Role::Cell { columns: 1 }, row);
                self.element(Role::Paragraph, empty);
            }
            self.rules();
            self.y += 21.0;
        }
    }
}
