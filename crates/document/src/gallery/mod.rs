//! Every block, edge case and annex once, on made-up papers: for tests and for people to look at.
//!
//! `papers` has the running text and the frame, `tables` the annexes. All are pure values; the cases that
//! depend on where a page ends are found by laying out.

mod papers;
mod tables;

use chrono::{DateTime, FixedOffset};
use thidua_domain::catalogue::LayoutProfile;

use crate::error::RenderError;
use crate::fonts::Fonts;
use crate::layout::{contents, lay_out};
use crate::model::{AnnexPart, Block, Closing, Document, Head, Marks, Run};
use crate::pdf::{self, PdfMeta};
use crate::{docx, html};

/// One paper of the gallery.
#[derive(Debug)]
pub struct Exhibit {
    /// Name of its files: `khung`.
    pub name: String,
    /// What it shows, in Vietnamese.
    pub about: &'static str,
    /// The paper.
    pub document: Document,
}

impl Exhibit {
    fn new(name: &str, about: &'static str, document: Document) -> Self {
        Self { name: name.to_owned(), about, document: Document { title: about.to_owned(), ..document } }
    }

    /// Its PDF, dated `created`.
    ///
    /// # Errors
    /// [`RenderError`], which a test excludes for the bundled faces.
    pub fn pdf(&self, created: DateTime<FixedOffset>, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
        let document = &self.document;
        let meta = PdfMeta {
            title: document.title.clone(),
            author: document.author.clone(),
            subject: document.head.subject.join(" "),
            created,
            attachment: None,
        };
        pdf::write(&lay_out(document, fonts)?, &meta, fonts)
    }

    /// Its Word file, dated `created`.
    ///
    /// # Errors
    /// As [`Self::pdf`].
    pub fn docx(&self, created: DateTime<FixedOffset>, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
        let contents = contents(&self.document, &lay_out(&self.document, fonts)?);
        docx::write(&self.document, &contents, created, fonts)
    }

    /// Its standalone HTML.
    ///
    /// # Errors
    /// As [`Self::pdf`].
    pub fn html(&self, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
        html::standalone(&self.document, fonts, &[])
    }
}

/// All papers, in the measures of `profile`.
///
/// # Errors
/// [`RenderError`], which a test excludes for the bundled faces.
pub fn gallery(profile: &LayoutProfile, fonts: &Fonts) -> Result<Vec<Exhibit>, RenderError> {
    let plain = plain(profile);
    let mut exhibits = papers::papers(&plain, fonts)?;
    exhibits.extend(tables::tables(&plain));
    Ok(exhibits)
}

/// A short issued report, from which the others differ in what they show.
fn plain(profile: &LayoutProfile) -> Document {
    Document {
        title: String::new(),
        author: "Thanh tra tỉnh Minh Họa".to_owned(),
        profile: profile.clone(),
        marks: Marks { draft: None, illustrative: Some("SỐ LIỆU MINH HỌA".to_owned()) },
        head: Head {
            superior: "ỦY BAN NHÂN DÂN TỈNH MINH HỌA".to_owned(),
            agency: "THANH TRA TỈNH".to_owned(),
            national_title: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
            motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
            number: "Số: 07/BC-TTr".to_owned(),
            stamps: Vec::new(),
            place_and_date: "Minh Họa, ngày 05 tháng 7 năm 2026".to_owned(),
            kind: "BÁO CÁO".to_owned(),
            subject: vec!["Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2026".to_owned()],
            salutation: "Kính gửi:".to_owned(),
            addressees: vec!["Thanh tra Chính phủ".to_owned()],
        },
        body: vec![paragraph(SENTENCE), paragraph("Trên đây là báo cáo mẫu./.")],
        closing: Closing {
            recipients_title: "Nơi nhận:".to_owned(),
            recipients: ["- Như trên;", "- UBND tỉnh;", "- Lưu: VT, VP."].map(str::to_owned).to_vec(),
            titles: vec!["CHÁNH THANH TRA".to_owned()],
            name: "Nguyễn Văn A".to_owned(),
        },
        notes: Vec::new(),
        annexes: Vec::new(),
        address: String::new(),
    }
}

/// An ordinary sentence of such reports.
const SENTENCE: &str = "Trong 6 tháng đầu năm 2026, các đơn vị trong ngành đã tổ chức phát động phong trào thi đua, ký kết giao ước, triển khai các cuộc thanh tra theo kế hoạch được phê duyệt và thực hiện các kiến nghị, quyết định xử lý sau thanh tra theo đúng quy định của pháp luật.";

fn paragraph(text: &str) -> Block {
    Block::Paragraph { runs: vec![Run::plain(text)] }
}

fn annex(label: &str, title: &str, table: thidua_domain::report::Table) -> AnnexPart {
    AnnexPart {
        label: label.to_owned(),
        title: title.to_owned(),
        attached_to: "(Kèm theo Báo cáo số\u{a0}07/BC-TTr ngày\u{a0}05 tháng\u{a0}7 năm\u{a0}2026 của Thanh tra tỉnh Minh Họa)".to_owned(),
        note: "Số liệu minh họa. Đơn vị tính tiền: triệu đồng; đất: m2".to_owned(),
        table,
        signatures: ["Người lập biểu", "Thủ trưởng đơn vị"].map(str::to_owned).to_vec(),
    }
}
