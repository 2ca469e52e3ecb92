//! What the page on which a report is drafted says: refused edits, and warnings.

use crate::catalogue::LegalRegime;
use crate::narrative::numbers::number;
use crate::officer::EditError;
use crate::snapshot::Snapshot;
use crate::summary::{QuotaExcess, Summary};

/// Why an officer's edit was refused.
pub fn edit_error(error: &EditError) -> String {
    match error {
        EditError::Empty("text") => "Chưa nhập nội dung.".to_owned(),
        EditError::Empty("author") => "Chưa ghi họ tên người viết.".to_owned(),
        EditError::Empty("reason") => "Chưa ghi lý do thay.".to_owned(),
        EditError::Empty(_) => "Chưa nhập tên mục.".to_owned(),
        EditError::TooLong(field, longest) => {
            let name = match *field {
                "author" => "Họ tên người viết",
                "reason" => "Lý do",
                "heading" => "Tên mục",
                _ => "Nội dung",
            };
            format!("{name} dài quá {longest} ký tự. Rút gọn lại; nội dung đã nhập còn nguyên dưới đây.")
        }
        EditError::NoSuchParagraph(_) => {
            "Đoạn này không còn trong báo cáo vì số liệu đã thay đổi. Mở lại trang để xem các đoạn hiện có.".to_owned()
        }
        EditError::NoSuchSection(_) => "Mục này không còn trong báo cáo. Mở lại trang để xem các mục hiện có.".to_owned(),
        EditError::BehindItself => "Không thể chuyển một mục ra sau chính nó hoặc vào trong nó. Chọn mục khác.".to_owned(),
        EditError::NotDrawable(ch) => format!("Ký tự “{ch}” không in được bằng phông chữ của báo cáo. Bỏ hoặc thay ký tự này."),
    }
}

/// A registration beyond headcount or quota: a warning, nothing is refused for it.
pub fn quota_excess(snapshot: &Snapshot, summary: &Summary, excess: &QuotaExcess) -> String {
    let row = snapshot.catalogue.awards.iter().find(|row| row.code == excess.title);
    let title = row.map_or_else(|| excess.title.to_string(), |row| format!("“{}”", row.object));
    let unit = excess
        .unit
        .as_ref()
        .map(|unit| summary.units.iter().find(|line| line.code == *unit).map_or_else(|| unit.to_string(), |line| line.name.to_string()));
    let of = unit.unwrap_or_else(|| "Toàn ngành".to_owned());
    match excess.max_percent {
        Some(limit) => format!(
            "{of}: số đăng ký {title} là {}, vượt tỷ lệ {}% của {} làm căn cứ tính. Kiểm tra lại đăng ký; chương trình không chặn.",
            excess.count,
            number(limit),
            excess.of
        ),
        None => {
            format!("{of}: số đăng ký {title} là {}, nhiều hơn số người của đơn vị ({}). Kiểm tra lại đăng ký.", excess.count, excess.of)
        }
    }
}

/// A legal text that is past its own last day.
pub fn expired_regime(row: &LegalRegime) -> String {
    format!("{}: căn cứ pháp lý đã hết hạn theo quy định, cần kiểm tra.", row.citation)
}
