//! What a further version of a submission changes, in the words of its parts.

use super::{excerpt, state};
use crate::difference::FieldChange;
use crate::narrative::numbers::number;
use crate::quantity::Quantity;
use crate::submission::SubmissionState;

/// Names of the parts of a submission.
const PARTS: [(&str, &str); 96] = [
    ("figures", "Biểu"),
    ("lists", "Biểu"),
    ("form_notes", "Ghi chú biểu"),
    ("explanations", "Giải trình biểu"),
    ("state", "Trạng thái"),
    ("staff", "Nhân sự"),
    ("inspection_plan", "Kế hoạch thanh tra"),
    ("documents", "Văn bản"),
    ("disseminations", "Quán triệt, tuyên truyền"),
    ("movements", "Phong trào"),
    ("pacts", "Giao ước"),
    ("cluster_activities", "Hoạt động cụm, khối"),
    ("councils", "Hội đồng"),
    ("registrations", "Đăng ký danh hiệu"),
    ("awards", "Khen thưởng"),
    ("model_examples", "Điển hình tiên tiến"),
    ("initiatives", "Sáng kiến"),
    ("conferences", "Hội nghị"),
    ("ethics", "Chuẩn mực đạo đức"),
    ("strengths", "Ưu điểm"),
    ("limitations", "Hạn chế"),
    ("directions", "Phương hướng, nhiệm vụ"),
    ("proposals", "Kiến nghị"),
    ("targets", "chỉ tiêu"),
    ("causes", "nguyên nhân"),
    ("names", "tên"),
    ("text", "nội dung"),
    ("form", "hình thức"),
    ("kind", "loại"),
    ("achievement_year", "năm thành tích"),
    ("decided_on", "ngày quyết định"),
    ("decision", "số, ký hiệu quyết định"),
    ("authority", "người quyết định"),
    ("recipient", "đối tượng"),
    ("count", "số lượng"),
    ("leaders", "lãnh đạo"),
    ("direct_staff", "người trực tiếp"),
    ("scope", "phạm vi"),
    ("number", "số, ký hiệu"),
    ("issued_on", "ngày ban hành"),
    ("subject", "nội dung"),
    ("theme", "chủ đề"),
    ("audience", "đối tượng"),
    ("held_on", "ngày tổ chức"),
    ("sessions", "số cuộc"),
    ("people", "số người"),
    ("name", "tên"),
    ("launched_by", "cơ quan phát động"),
    ("own", "tự phát động"),
    ("level", "cấp"),
    ("parent", "phong trào cấp trên"),
    ("launched_on", "ngày phát động"),
    ("participants", "số người tham gia"),
    ("document", "văn bản"),
    ("duration", "thời gian"),
    ("result", "kết quả"),
    ("partners", "ký kết với"),
    ("cluster", "cụm, khối"),
    ("signed_on", "ngày ký"),
    ("place", "địa điểm"),
    ("objective", "mục tiêu"),
    ("unit", "đơn vị tính"),
    ("rule", "cách đánh giá"),
    ("plan", "kế hoạch"),
    ("evaluation", "đánh giá"),
    ("council", "hội đồng"),
    ("members", "số thành viên"),
    ("chair", "chủ tịch"),
    ("meetings", "số phiên họp"),
    ("year", "năm"),
    ("title", "danh hiệu, hình thức"),
    ("headcount", "tổng số người"),
    ("established_posts", "biên chế"),
    ("women", "nữ"),
    ("planned", "số cuộc theo kế hoạch"),
    ("started", "đã triển khai"),
    ("concluded", "đã kết luận"),
    ("carried_over", "năm trước chuyển sang"),
    ("approved_by", "người phê duyệt"),
    ("field", "lĩnh vực"),
    ("achievement", "thành tích"),
    ("stage", "bước"),
    ("recognised_on", "ngày công nhận"),
    ("author", "tác giả"),
    ("effect", "hiệu quả"),
    ("host", "chủ trì"),
    ("bridges", "số điểm cầu"),
    ("standard", "chuẩn mực"),
    ("note", "ghi chú"),
    ("remedy", "biện pháp khắc phục"),
    ("target", "chỉ tiêu"),
    ("owner", "đơn vị thực hiện"),
    ("due", "thời hạn"),
    ("addressee", "nơi nhận kiến nghị"),
    ("returned", "lý do trả lại"),
    ("column", "cột"),
];

/// The name of a part of a submission: `awards` is "Khen thưởng".
pub fn part(field: &str) -> &str {
    PARTS.iter().find(|(known, _)| *known == field).map_or(field, |(_, name)| name)
}

/// The place of a change inside a submission: `figures.01/TTr.4` is "Biểu 01/TTr, cột 4".
pub fn submission_place(path: &str) -> String {
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default();
    if matches!(first, "figures" | "lists" | "form_notes" | "explanations") {
        let rest: Vec<&str> = path[first.len()..].trim_start_matches('.').splitn(2, '.').collect();
        let column = rest.get(1).map_or_else(String::new, |column| format!(", cột {column}"));
        return format!("{} {}{column}", part(first), rest.first().unwrap_or(&""));
    }
    let step = |step: &str| match step.split_once('[') {
        Some((field, index)) => {
            let index: usize = index.trim_end_matches(']').parse().unwrap_or(0);
            format!("{} {}", part(field), index + 1)
        }
        None => part(step).to_owned(),
    };
    std::iter::once(first).chain(steps).map(step).collect::<Vec<_>>().join(", ")
}

/// A changed field as one line.
pub fn field_change(change: &FieldChange) -> String {
    let shown = |value: &str| if value.is_empty() { "không có".to_owned() } else { format!("“{}”", excerpt(&changed_value(value))) };
    format!("{}: {} → {}", submission_place(&change.path), shown(&change.before), shown(&change.after))
}

/// A value of a changed field as officials write it.
fn changed_value(value: &str) -> String {
    const STATES: [SubmissionState; 4] =
        [SubmissionState::Draft, SubmissionState::Submitted, SubmissionState::Accepted, SubmissionState::Locked];
    if let Some(known) = STATES.iter().find(|known| serde_json::to_string(known).is_ok_and(|word| word.trim_matches('"') == value)) {
        return state(known).to_owned();
    }
    match (value.parse::<Quantity>(), value.parse::<chrono::NaiveDate>()) {
        (Ok(quantity), _) => number(quantity),
        (_, Ok(day)) => crate::narrative::dates::short_date(day),
        _ => value.to_owned(),
    }
}
