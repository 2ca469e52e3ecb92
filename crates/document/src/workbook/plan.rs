//! The sheets of a workbook and their columns, in the words that officials read.
//!
//! Every sheet carries hidden marks: row 1 says what the sheet is (`form 01/TTr`, `list awards`), row 2
//! which field stands in each column. Sheets may be renamed and put in another order.

use chrono::NaiveDate;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::text::fold;

/// A choice of words: the code in data, the word on the sheet.
pub type Choices = &'static [(&'static str, &'static str)];

/// What a column of a list sheet holds.
#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    Day,
    Whole,
    Figure,
    /// Có or Không.
    Yes,
    Choice(Choices),
    /// A row of the catalogue, by name or code.
    Row(RowKind),
    /// Several texts, parted by semicolons.
    Texts,
}

/// Kinds of catalogue rows that a cell may name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    Award,
    Commendation,
    Document,
    Level,
    Ethics,
}

/// A column of a list sheet. A dot in the key leads into a nested object.
pub struct Field {
    pub key: &'static str,
    pub title: &'static str,
    pub kind: Kind,
    pub needed: bool,
}

/// A sheet with one entry a row.
pub struct ListSheet {
    /// Field of the submission, or a nested list (`targets`, `causes`).
    pub list: &'static str,
    pub name: &'static str,
    pub fields: &'static [Field],
}

const fn need(key: &'static str, title: &'static str, kind: Kind) -> Field {
    Field { key, title, kind, needed: true }
}

const fn may(key: &'static str, title: &'static str, kind: Kind) -> Field {
    Field { key, title, kind, needed: false }
}

const SCOPE: Kind = Kind::Choice(&[("unit", "Của đơn vị"), ("sector", "Toàn ngành")]);

/// Values of the unit as a whole, one a row on the sheet "Thông tin chung".
pub const GENERAL: &[Field] = &[
    may("staff.headcount", "Tổng số công chức, viên chức, người lao động", Kind::Whole),
    may("staff.established_posts", "Biên chế được giao", Kind::Whole),
    may("staff.leaders", "Trong đó lãnh đạo, quản lý", Kind::Whole),
    may("staff.women", "Trong đó nữ", Kind::Whole),
    may("inspection_plan.year", "Kế hoạch thanh tra năm", Kind::Whole),
    may("inspection_plan.planned", "Số cuộc thanh tra theo kế hoạch năm", Kind::Whole),
    may("inspection_plan.started", "Số cuộc theo kế hoạch đã triển khai từ đầu năm", Kind::Whole),
    may("inspection_plan.concluded", "Số cuộc theo kế hoạch đã kết luận từ đầu năm", Kind::Whole),
    may("inspection_plan.carried_over", "Số cuộc năm trước chuyển sang", Kind::Whole),
    may("inspection_plan.approved_by", "Người phê duyệt kế hoạch", Kind::Text),
    may("inspection_plan.decision", "Số, ký hiệu quyết định phê duyệt", Kind::Text),
    may("inspection_plan.decided_on", "Ngày quyết định phê duyệt", Kind::Day),
];

/// All list sheets in their order.
pub const LISTS: &[ListSheet] = &[
    ListSheet {
        list: "documents",
        name: "Văn bản",
        fields: &[
            may("scope", "Phạm vi", SCOPE),
            need("kind", "Loại văn bản", Kind::Row(RowKind::Document)),
            may("number", "Số, ký hiệu", Kind::Text),
            need("issued_on", "Ngày ban hành", Kind::Day),
            need("subject", "Trích yếu (không ghi “về”)", Kind::Text),
            may("theme", "Chủ đề phong trào", Kind::Text),
        ],
    },
    ListSheet {
        list: "disseminations",
        name: "Quán triệt, tuyên truyền",
        fields: &[
            may("scope", "Phạm vi", SCOPE),
            need("subject", "Nội dung", Kind::Text),
            need(
                "form",
                "Hình thức",
                Kind::Choice(&[
                    ("conference", "Hội nghị"),
                    ("meeting", "Họp hoặc sinh hoạt"),
                    ("document", "Văn bản"),
                    ("media", "Báo đài hoặc trang điện tử"),
                    ("other", "Khác"),
                ]),
            ),
            may("audience", "Đối tượng", Kind::Text),
            may("held_on", "Ngày", Kind::Day),
            may("sessions", "Số cuộc", Kind::Whole),
            may("people", "Số lượt người", Kind::Whole),
        ],
    },
    ListSheet {
        list: "movements",
        name: "Phong trào",
        fields: &[
            may("scope", "Phạm vi", SCOPE),
            need("name", "Tên phong trào, chủ đề", Kind::Text),
            need("kind", "Loại", Kind::Choice(&[("standing", "Thường xuyên"), ("campaign", "Theo đợt (chuyên đề)")])),
            need("launched_by", "Cơ quan phát động", Kind::Text),
            need("own", "Đơn vị tự phát động", Kind::Yes),
            may("level", "Cấp phát động", Kind::Row(RowKind::Level)),
            may("parent", "Hưởng ứng phong trào", Kind::Text),
            may("launched_on", "Ngày phát động", Kind::Day),
            may("participants", "Số người tham gia", Kind::Whole),
            may("document", "Văn bản", Kind::Text),
            may("duration", "Thời gian thực hiện", Kind::Text),
            may("result", "Kết quả chính", Kind::Text),
        ],
    },
    ListSheet {
        list: "pacts",
        name: "Giao ước",
        fields: &[
            may("scope", "Phạm vi", SCOPE),
            may("no", "STT", Kind::Whole),
            need("partners", "Ký kết với", Kind::Text),
            may("cluster", "Mã cụm, khối", Kind::Text),
            may("signed_on", "Ngày ký", Kind::Day),
            may("place", "Nơi ký", Kind::Text),
            may("objective", "Mục tiêu", Kind::Text),
        ],
    },
    ListSheet {
        list: "targets",
        name: "Chỉ tiêu giao ước",
        fields: &[
            need("of", "Giao ước: ký với ai, hoặc STT ở sheet Giao ước", Kind::Text),
            need("text", "Chỉ tiêu", Kind::Text),
            may("unit", "Đơn vị tính", Kind::Text),
            need(
                "rule",
                "Cách đánh giá",
                Kind::Choice(&[
                    ("cumulative", "Lũy kế đến kế hoạch năm"),
                    ("at_least", "Ít nhất bằng"),
                    ("at_most", "Không vượt quá"),
                    ("qualitative", "Định tính"),
                ]),
            ),
            may("plan", "Kế hoạch năm", Kind::Figure),
            may("result", "Thực hiện", Kind::Figure),
            may("evaluation", "Đánh giá", Kind::Text),
        ],
    },
    ListSheet {
        list: "cluster_activities",
        name: "Hoạt động cụm, khối",
        fields: &[
            need("cluster", "Mã cụm, khối", Kind::Text),
            need(
                "kind",
                "Loại hoạt động",
                Kind::Choice(&[
                    ("plan", "Xây dựng kế hoạch"),
                    ("pact_signing", "Ký kết giao ước"),
                    ("criteria", "Xây dựng tiêu chí"),
                    ("cross_check", "Kiểm tra chéo"),
                    ("exchange", "Trao đổi kinh nghiệm"),
                    ("review", "Sơ kết hoặc tổng kết"),
                    ("culture", "Hội thao hoặc văn nghệ"),
                    ("other", "Khác"),
                ]),
            ),
            need("text", "Nội dung", Kind::Text),
            may("held_on", "Ngày", Kind::Day),
            may("place", "Địa điểm", Kind::Text),
        ],
    },
    ListSheet {
        list: "councils",
        name: "Hội đồng",
        fields: &[
            may("scope", "Phạm vi", SCOPE),
            need(
                "council",
                "Hội đồng",
                Kind::Choice(&[("emulation", "Thi đua - Khen thưởng"), ("initiative", "Sáng kiến"), ("science", "Khoa học")]),
            ),
            need(
                "kind",
                "Nội dung",
                Kind::Choice(&[("established", "Thành lập"), ("reconstituted", "Kiện toàn"), ("met", "Họp"), ("rules", "Quy chế")]),
            ),
            may("decision", "Số, ký hiệu văn bản", Kind::Text),
            may("held_on", "Ngày", Kind::Day),
            may("members", "Số thành viên", Kind::Whole),
            may("chair", "Chủ tịch Hội đồng", Kind::Text),
            may("meetings", "Số phiên họp", Kind::Whole),
            may("result", "Kết quả", Kind::Text),
        ],
    },
    ListSheet {
        list: "registrations",
        name: "Đăng ký danh hiệu",
        fields: &[
            need("year", "Năm", Kind::Whole),
            need("title", "Danh hiệu, hình thức", Kind::Row(RowKind::Award)),
            need("count", "Số đăng ký", Kind::Whole),
        ],
    },
    ListSheet {
        list: "awards",
        name: "Khen thưởng",
        fields: &[
            need("form", "Danh hiệu, hình thức", Kind::Row(RowKind::Award)),
            need("kind", "Loại hình", Kind::Row(RowKind::Commendation)),
            need("achievement_year", "Năm thành tích", Kind::Whole),
            need("decided_on", "Ngày quyết định", Kind::Day),
            may("decision", "Số, ký hiệu quyết định", Kind::Text),
            may("authority", "Người quyết định", Kind::Text),
            need(
                "recipient",
                "Đối tượng",
                Kind::Choice(&[
                    ("collective", "Tập thể"),
                    ("leader", "Cá nhân lãnh đạo"),
                    ("direct_staff", "Cá nhân trực tiếp công tác"),
                    ("individual", "Cá nhân (ghi cả hai cột sau)"),
                    ("household", "Hộ gia đình"),
                ]),
            ),
            may("count", "Số lượng", Kind::Whole),
            may("leaders", "Trong đó lãnh đạo", Kind::Whole),
            may("direct_staff", "Trong đó trực tiếp", Kind::Whole),
            may("names", "Tên (cách nhau bằng dấu ;)", Kind::Texts),
        ],
    },
    ListSheet {
        list: "model_examples",
        name: "Điển hình tiên tiến",
        fields: &[
            need("name", "Tên tập thể, cá nhân", Kind::Text),
            need("recipient", "Đối tượng", Kind::Choice(&[("collective", "Tập thể"), ("individual", "Cá nhân")])),
            may("field", "Lĩnh vực", Kind::Text),
            may("achievement", "Thành tích", Kind::Text),
            need(
                "stage",
                "Bước",
                Kind::Choice(&[
                    ("discovered", "Phát hiện"),
                    ("fostered", "Bồi dưỡng"),
                    ("honoured", "Tuyên dương"),
                    ("replicated", "Nhân rộng"),
                ]),
            ),
            may("recognised_on", "Ngày công nhận", Kind::Day),
        ],
    },
    ListSheet {
        list: "initiatives",
        name: "Sáng kiến",
        fields: &[
            need("name", "Tên sáng kiến", Kind::Text),
            may("author", "Tác giả", Kind::Text),
            may("level", "Cấp công nhận", Kind::Choice(&[("base", "Cơ sở"), ("province", "Bộ - ngành - tỉnh"), ("state", "Toàn quốc")])),
            may("decision", "Số, ký hiệu quyết định", Kind::Text),
            may("recognised_on", "Ngày công nhận", Kind::Day),
            may("effect", "Hiệu quả", Kind::Text),
        ],
    },
    ListSheet {
        list: "conferences",
        name: "Hội nghị",
        fields: &[
            need("subject", "Nội dung", Kind::Text),
            need("kind", "Hình thức", Kind::Choice(&[("in_person", "Trực tiếp"), ("online", "Trực tuyến"), ("hybrid", "Kết hợp")])),
            may("host", "Chủ trì", Kind::Text),
            may("held_on", "Ngày", Kind::Day),
            may("bridges", "Số điểm cầu", Kind::Whole),
            may("participants", "Số người dự", Kind::Whole),
        ],
    },
    ListSheet {
        list: "ethics",
        name: "Chuẩn mực đạo đức",
        fields: &[
            need("standard", "Chuẩn mực", Kind::Row(RowKind::Ethics)),
            need("result", "Kết quả", Kind::Choice(&[("good", "Thực hiện tốt"), ("met", "Đạt yêu cầu"), ("not_met", "Chưa đạt")])),
            may("note", "Ghi chú", Kind::Text),
        ],
    },
    ListSheet { list: "strengths", name: "Ưu điểm", fields: &[need("", "Ưu điểm", Kind::Text)] },
    ListSheet {
        list: "causes",
        name: "Hạn chế, nguyên nhân",
        fields: &[
            may("no", "Hạn chế số", Kind::Whole),
            may("of", "Hạn chế (nguyên nhân sau của cùng hạn chế: ghi lại, hoặc chỉ ghi số)", Kind::Text),
            may("kind", "Loại nguyên nhân", Kind::Choice(&[("external", "Khách quan"), ("internal", "Chủ quan")])),
            may("text", "Nguyên nhân", Kind::Text),
            may("remedy", "Biện pháp khắc phục", Kind::Text),
        ],
    },
    ListSheet {
        list: "directions",
        name: "Phương hướng",
        fields: &[
            need("text", "Nhiệm vụ", Kind::Text),
            may("unit", "Đơn vị tính", Kind::Text),
            may(
                "target.rule",
                "Cách đánh giá chỉ tiêu",
                Kind::Choice(&[("cumulative", "Lũy kế"), ("at_least", "Ít nhất bằng"), ("at_most", "Không vượt quá")]),
            ),
            may("target.plan", "Chỉ tiêu", Kind::Figure),
            may("target.form", "Biểu đo", Kind::Text),
            may("target.column", "Cột đo", Kind::Text),
            may("owner", "Đơn vị thực hiện", Kind::Text),
            may("due", "Thời hạn", Kind::Day),
        ],
    },
    ListSheet {
        list: "proposals",
        name: "Kiến nghị",
        fields: &[need("addressee", "Kiến nghị với", Kind::Text), need("text", "Nội dung (không ghi “Đề nghị”)", Kind::Text)],
    },
];

/// Catalogue rows of a kind in force on `day`: code and name as it stands on the sheet.
pub fn rows(kind: RowKind, catalogue: &Catalogue, day: NaiveDate, local: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    fn named<'a, T: thidua_domain::catalogue::Row>(rows: &'a [T], day: NaiveDate, name: impl Fn(&'a T) -> String) -> Vec<(String, String)> {
        // A decision inside the window may be older than its last day.
        let window = thidua_domain::validity::Validity { from: day.checked_sub_months(chrono::Months::new(13)), to: Some(day) };
        rows.iter().filter(|row| row.validity().overlaps(&window)).map(|row| (row.code().to_owned(), name(row))).collect()
    }
    match kind {
        RowKind::Award => named(&catalogue.awards, day, |row| local(&row.name)),
        RowKind::Commendation => named(&catalogue.commendation_types, day, |row| row.name.to_string()),
        RowKind::Document => named(&catalogue.document_kinds, day, |row| row.name.to_string()),
        RowKind::Level => named(&catalogue.movement_levels, day, |row| row.name.to_string()),
        RowKind::Ethics => named(&catalogue.ethics_standards, day, |row| row.name.to_string()),
    }
}

/// The code that a cell means: a code as it is, or a name whatever its letter case and marks.
pub fn code_of<'a>(rows: &'a [(String, String)], written: &str) -> Option<&'a str> {
    let exact = rows.iter().find(|(code, name)| code == written || name == written);
    let folded = fold(written);
    let loose = || rows.iter().find(|(code, name)| fold(code) == folded || fold(name) == folded);
    exact.or_else(loose).map(|(code, _)| code.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Kind, LISTS};

    #[test]
    fn words_of_choices_fit_a_drop_down() {
        for field in LISTS.iter().flat_map(|list| list.fields) {
            if let Kind::Choice(choices) = field.kind {
                assert!(choices.iter().all(|(_, word)| !word.contains(',')), "{}: commas part the words of a list", field.title);
                assert!(choices.iter().map(|(_, word)| word.chars().count() + 1).sum::<usize>() < 255, "{}", field.title);
            }
        }
    }
}
