//! What a further version of a submission changes, in the words of its parts.

use super::{excerpt, state};
use crate::difference::{FieldChange, Part, PartChange};
use crate::narrative::numbers::number;
use crate::quantity::Quantity;
use crate::submission::SubmissionState;

/// Names of the parts of a submission.
const PARTS: &[(&str, &str)] = &[
    ("after", "đứng sau mục"),
    ("heading", "đề mục"),
    ("id", "mã"),
    ("paragraphs", "đoạn"),
    ("outline", "đề cương"),
    ("replacements", "Đoạn thay thế"),
    ("section", "mục"),
    ("added", "mục thêm"),
    ("left_out", "mục bỏ"),
    ("moved", "mục chuyển chỗ"),
    ("facts", "mã số liệu"),
    ("paragraph", "đoạn được thay"),
    ("written_at", "viết lúc"),
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
    ("members", "thành viên"),
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
    ("submitted_at", "thời điểm gửi"),
    ("full", "tên đầy đủ"),
    ("short", "tên ngắn"),
    ("valid_from", "từ ngày"),
    ("valid_to", "đến ngày"),
    ("position", "thứ tự"),
    ("parents", "cấp trên"),
    ("expectations", "yêu cầu gửi"),
    ("expected", "phải gửi"),
    ("reason", "lý do"),
    ("data_from", "số liệu từ ngày"),
    ("data_to", "số liệu đến ngày"),
    ("due_at", "hạn gửi"),
    ("lock_at", "thời điểm khóa"),
    ("superior", "cơ quan chủ quản"),
    ("symbol", "ký hiệu"),
    ("signer", "người ký"),
    ("titles", "chức vụ"),
    ("sector", "ngành"),
    ("archive", "nơi lưu"),
    ("recipients", "nơi nhận"),
    ("illustrative", "số liệu minh họa"),
    ("attach_figures", "đính kèm số liệu vào tệp PDF"),
    ("stamps", "dấu chỉ độ mật, mức độ khẩn"),
    ("forms", "biểu thu thập"),
    ("unit_kinds", "loại đơn vị"),
    ("sections", "mục"),
    ("request", "văn bản yêu cầu"),
    ("predecessors", "đơn vị trước"),
    ("successors", "đơn vị sau"),
    ("effective_on", "ngày hiệu lực"),
    ("code", "mã"),
    ("province", "tỉnh"),
    ("role", "vai trò"),
    ("address", "địa chỉ"),
    ("addressees", "kính gửi"),
    ("period", "kỳ báo cáo"),
    ("agency", "cơ quan"),
    ("units", "đơn vị"),
    ("clusters", "cụm, khối"),
    ("successions", "sắp xếp đơn vị"),
    ("contacts", "người nhận thư"),
    ("email", "địa chỉ thư điện tử"),
    ("side", "thuộc bên nào"),
    ("owner", "người phụ trách"),
    ("periods", "kỳ báo cáo"),
    ("texts", "nội dung của cơ quan"),
    ("submissions", "báo cáo của đơn vị"),
];

/// Names that depend on what the part belongs to; the empty one is the whole.
const PARTS_OF: &[(&str, &str, &str)] = &[
    ("", "unit", "đơn vị"),
    ("parents", "unit", "đơn vị"),
    ("members", "unit", "đơn vị"),
    ("target", "form", "biểu"),
    ("councils", "members", "số thành viên"),
    ("signer", "name", "họ và tên"),
];

/// The name of a part of a submission: `awards` is "Khen thưởng".
pub fn part(field: &str) -> &str {
    PARTS.iter().find(|(known, _)| *known == field).map_or(field, |(_, name)| name)
}

/// The name of a part of another part.
fn part_of<'a>(of: &str, field: &'a str) -> &'a str {
    PARTS_OF.iter().find(|(outer, known, _)| (*outer, *known) == (of, field)).map_or_else(|| part(field), |(_, _, name)| name)
}

/// The place of a change inside a submission: `figures.01/TTr.4` is "Biểu 01/TTr, cột 4".
pub fn submission_place(path: &str) -> String {
    let mut steps = path.split('.');
    let first = steps.next().unwrap_or_default();
    if matches!(first, "figures" | "lists" | "form_notes" | "explanations") {
        let rest = path[first.len()..].trim_start_matches('.').replace('"', "");
        let (form, column) = rest.split_once('.').unwrap_or((&rest, ""));
        let (form, row) = form.split_once('[').unwrap_or((form, ""));
        let row = row.trim_end_matches(']').parse::<usize>().map_or_else(|_| String::new(), |row| format!(", dòng {}", row + 1));
        let column = if column.is_empty() { String::new() } else { format!(", cột {column}") };
        return format!("{} {form}{row}{column}", part(first));
    }
    let mut of = "";
    let step = |step| {
        let (field, index) = match str::split_once(step, '[') {
            Some((field, index)) => (field, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (step, None),
        };
        let name = part_of(std::mem::replace(&mut of, field), field);
        index.map_or_else(|| name.to_owned(), |index| format!("{name} {}", index + 1))
    };
    std::iter::once(first).chain(steps).map(step).collect::<Vec<_>>().join(", ")
}

/// A part of a bundle that is new or changes, as one line.
pub fn part_change(change: &PartChange) -> String {
    let name = match &change.part {
        Part::Agency(code) => format!("Cơ quan {code}"),
        Part::Unit(code) => format!("Đơn vị {code}"),
        Part::Cluster(code) => format!("Cụm, khối {code}"),
        Part::Succession(code) => format!("Sắp xếp đơn vị {code}"),
        Part::Period(period) => format!("Kỳ {period}"),
        Part::Texts(period) => format!("Nội dung của cơ quan trong kỳ {period}"),
        Part::Submission(unit, period) => format!("Báo cáo của {unit} kỳ {period}"),
    };
    match &change.field {
        None => format!("{name}: mới"),
        Some(field) => format!("{name}: {}", field_change(field)),
    }
}

/// What a file changes, at most `most` lines and how many were left out. Parts that are new are
/// counted together when they are many.
pub fn part_changes(changes: &[PartChange], most: usize) -> (Vec<String>, usize) {
    const FEW: usize = 5;
    let kind = |change: &PartChange| std::mem::discriminant(&change.part);
    let new_of = |change: &PartChange| changes.iter().filter(|other| other.field.is_none() && kind(other) == kind(change)).count();
    let (mut lines, mut counted) = (Vec::new(), Vec::new());
    for change in changes {
        if change.field.is_some() || counted.contains(&kind(change)) {
            if change.field.is_some() {
                lines.push(part_change(change));
            }
            continue;
        }
        let new = new_of(change);
        if new <= FEW {
            lines.push(part_change(change));
            continue;
        }
        counted.push(kind(change));
        let what = match &change.part {
            Part::Agency(_) => "cơ quan",
            Part::Unit(_) => "đơn vị",
            Part::Cluster(_) => "cụm, khối",
            Part::Succession(_) => "lần sắp xếp đơn vị",
            Part::Period(_) => "kỳ báo cáo",
            Part::Texts(_) => "kỳ có nội dung của cơ quan",
            Part::Submission(..) => "báo cáo của đơn vị",
        };
        lines.push(format!("{new} {what} mới"));
    }
    let left = lines.len().saturating_sub(most);
    lines.truncate(most);
    (lines, left)
}

/// A changed field as one line.
pub fn field_change(change: &FieldChange) -> String {
    let is_year = change.path.ends_with("year");
    let words = |value: &str| if is_year { value.to_owned() } else { changed_value(value) };
    let shown = |value: &str| if value.is_empty() { "không có".to_owned() } else { format!("“{}”", excerpt(&words(value))) };
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
        _ if value == "true" => "Có".to_owned(),
        _ if value == "false" => "Không".to_owned(),
        _ => chrono::DateTime::parse_from_rfc3339(value)
            .map_or_else(|_| value.to_owned(), |at| crate::narrative::dates::civil_time(at.to_utc())),
    }
}

#[cfg(test)]
mod tests {
    use super::{field_change, part, submission_place};
    use crate::difference::FieldChange;

    #[test]
    fn every_field_of_a_bundle_has_a_name() {
        let schema = crate::bundle::schema();
        let defined = schema["$defs"].as_object().unwrap().values();
        let fields =
            std::iter::once(&schema).chain(defined).filter_map(|shape| shape["properties"].as_object()).flat_map(|shape| shape.keys());
        let nameless: Vec<&String> = fields.filter(|field| *field != "format" && part(field) == field.as_str()).collect();
        assert!(nameless.is_empty(), "{nameless:?}");
    }

    #[test]
    fn a_name_depends_on_what_the_field_belongs_to() {
        for (path, name) in [
            ("unit", "đơn vị"),
            ("parents[0].unit", "cấp trên 1, đơn vị"),
            ("pacts[1].targets[0].unit", "Giao ước 2, chỉ tiêu 1, đơn vị tính"),
            ("directions[0].target.form", "Phương hướng, nhiệm vụ 1, chỉ tiêu, biểu"),
            ("awards[2].form", "Khen thưởng 3, hình thức"),
            ("councils[0].members", "Hội đồng 1, số thành viên"),
            ("members[3].role", "thành viên 4, vai trò"),
            ("figures.01/TTr.4", "Biểu 01/TTr, cột 4"),
        ] {
            assert_eq!(submission_place(path), name);
        }
        let change = FieldChange { path: "movements[0].own".to_owned(), before: "true".to_owned(), after: "false".to_owned() };
        assert_eq!(field_change(&change), "Phong trào 1, tự phát động: “Có” → “Không”");
    }
}
