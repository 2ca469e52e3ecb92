//! A judgement told to people.

use std::fmt::Write as _;

use super::{Judgement, Place, Ruled, Unreadable, Verdict};

/// A verdict in words.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passes => "đạt",
        Verdict::Fails => "không đạt",
        Verdict::Equivalent => "tương đương",
        Verdict::NotChecked => "không kiểm tra được",
        Verdict::NotApplicable => "không áp dụng",
    }
}

/// Why a file cannot be judged, in words.
pub fn unreadable(why: Unreadable) -> &'static str {
    match why {
        Unreadable::OtherKind => "Tệp không phải PDF hoặc Word (.docx). Chọn tệp báo cáo dạng .pdf hoặc .docx.",
        Unreadable::OldWord => "Tệp Word dạng cũ (.doc). Mở bằng Word và lưu lại dạng .docx rồi kiểm tra.",
        Unreadable::Encrypted => "Tệp có mật khẩu hoặc bị mã hóa nên không đọc được. Bỏ mật khẩu rồi kiểm tra lại.",
        Unreadable::Scan => "Tệp là bản chụp, không có chữ đọc được nên không kiểm tra được thể thức. Dùng tệp xuất từ phần mềm soạn thảo.",
        Unreadable::Empty => "Tệp không có chữ.",
        Unreadable::Broken => "Tệp bị hỏng, không đọc được cấu trúc. Xuất lại tệp rồi kiểm tra.",
        Unreadable::TooLarge => "Tệp lớn hơn giới hạn kiểm tra (20 MB, 2.000 trang) hoặc giải nén ra quá lớn.",
    }
}

/// A place in words: `trang 2, cách mép trái 30 mm, mép trên 45 mm`.
pub fn place(place: &Place) -> String {
    let number = |value: &f64| format!("{value}").replace('.', ",");
    match place {
        Place::Page { page, x_mm, y_mm } => format!("trang {page}, cách mép trái {} mm, mép trên {} mm", number(x_mm), number(y_mm)),
        Place::Paragraph { paragraph, style } => format!("đoạn {paragraph} (kiểu {style})"),
    }
}

/// The result in one sentence.
pub fn summary(judgement: &Judgement) -> String {
    if let Some(why) = judgement.unreadable {
        return unreadable(why).to_owned();
    }
    let count = |verdict| judgement.count(verdict);
    let mut words = vec![format!("{} quy định đạt", count(Verdict::Passes))];
    for (wanted, name) in [
        (Verdict::Equivalent, "tương đương"),
        (Verdict::Fails, "không đạt"),
        (Verdict::NotChecked, "không kiểm tra được"),
        (Verdict::NotApplicable, "không áp dụng"),
    ] {
        if count(wanted) > 0 {
            words.push(format!("{} {name}", count(wanted)));
        }
    }
    let result = if judgement.passes() { "Tệp đúng thể thức" } else { "Tệp chưa đúng thể thức" };
    format!("{result}: {}.", words.join(", "))
}

/// What must be mended first, then the rest, as lines of text.
pub fn text(judgement: &Judgement) -> String {
    let mut out = summary(judgement);
    let mut ordered: Vec<&Ruled> = judgement.rules.iter().collect();
    let rank = |ruled: &Ruled| match ruled.verdict {
        Verdict::Fails => 0,
        Verdict::Equivalent => 1,
        Verdict::NotChecked => 2,
        Verdict::Passes => 3,
        Verdict::NotApplicable => 4,
    };
    ordered.sort_by_key(|ruled| rank(ruled));
    for ruled in ordered {
        let _ = write!(out, "\n[{}] {}", verdict(ruled.verdict), ruled.title);
        if !ruled.measured.is_empty() {
            let _ = write!(out, ": {}", ruled.measured);
        }
        if ruled.verdict == Verdict::Fails {
            if !ruled.required.is_empty() {
                let _ = write!(out, "; quy định: {}", ruled.required);
            }
            let _ = write!(out, " ({}; mã {})", ruled.item, ruled.rule);
            for found in &ruled.places {
                let _ = write!(out, "\n    ở {}", place(found));
            }
        }
    }
    out
}
