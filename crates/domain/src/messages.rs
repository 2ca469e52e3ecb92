//! From each typed finding or error to the sentence its reader sees, in Vietnamese.
//!
//! Pages and command line use the same sentences. `Display` of the errors themselves is English and
//! meant for logs.

use crate::bundle::{Expected, Finding, Level, Problem};
use crate::narrative::numbers::number;
use crate::ports::{AddVersionError, ImportError, ReportState, StoreError};
use crate::quantity::Quantity;
use crate::reporting::PressError;
use crate::submission::SubmissionState;

/// A finding as one line: level, place, sentence.
pub fn finding(finding: &Finding) -> String {
    let level = match finding.level() {
        Level::Block => "Lỗi",
        Level::Warn => "Lưu ý",
    };
    format!("{level} tại {}: {}", finding.path, problem(&finding.problem))
}

/// The sentence of a problem.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::NotJson { line, column } => {
            format!("Tệp không đúng cú pháp JSON (dòng {line}, cột {column}). Kiểm tra dấu ngoặc, dấu phẩy, dấu nháy tại vị trí này.")
        }
        Problem::DuplicateKey(key) => format!("Khóa “{key}” được ghi hai lần trong cùng một đối tượng. Chỉ giữ lại một."),
        Problem::Missing(field) => format!("Thiếu trường bắt buộc “{field}”."),
        Problem::Unknown { field, known } => format!("Không có trường “{field}”. Các trường được dùng: {}.", known.join(", ")),
        Problem::Expected(expected) => expected_sentence(*expected).to_owned(),
        Problem::NotOneOf { found, allowed } => format!("Giá trị “{found}” không hợp lệ. Giá trị hợp lệ: {}.", allowed.join(", ")),
        Problem::Empty => "Nội dung không được để trống.".to_owned(),
        Problem::EmptyList => "Danh sách phải có ít nhất một mục.".to_owned(),
        Problem::Twice(what) => format!("“{what}” xuất hiện hai lần. Mỗi mã, kỳ báo cáo hoặc báo cáo của đơn vị chỉ được ghi một lần."),
        Problem::NoSuchUnit(unit) => format!("Không có đơn vị mang mã “{unit}” trong danh sách “units” của tệp."),
        Problem::NoSuchPeriod(period) => format!("Kỳ báo cáo {period} chưa được khai báo trong danh sách “periods” của tệp."),
        Problem::NotInCatalogue { what, code } => {
            format!("Mã “{code}” không có trong danh mục “{what}” đang có hiệu lực tại ngày liên quan.")
        }
        Problem::NoSuchColumn { form, column } => format!("Biểu {form} không có cột {column}."),
        Problem::NotWhole(value) => format!("Cột này đếm theo đơn vị nguyên, không thể là {}.", number(*value)),
        Problem::Negative(value) => format!("Số liệu không được âm ({}).", number(*value)),
        Problem::OutOfRange(raw) => format!("Số “{raw}” không lưu được chính xác: tối đa 6 chữ số thập phân và không quá 9.000 tỷ đơn vị."),
        Problem::SumDiffers { unit, form, total_column, total, parts, .. } => format!(
            "{unit}, biểu {form}: cột {total_column} ({}) phải bằng {} ({}). Kiểm tra lại các cột này.",
            number(*total),
            columns(parts, " + "),
            number(parts.iter().map(|(_, value)| *value).sum())
        ),
        Problem::PartsExceed { unit, form, total_column, total, parts, .. } => format!(
            "{unit}, biểu {form}: {} ({}) không được lớn hơn cột {total_column} ({}). Kiểm tra lại các cột này.",
            columns(parts, " + "),
            number(parts.iter().map(|(_, value)| *value).sum()),
            number(*total)
        ),
        Problem::Backwards { from, to } => format!("Ngày kết thúc ({to}) đứng trước ngày bắt đầu ({from})."),
        Problem::DueTooEarly => {
            "Thời hạn gửi (due_at) phải sau ngày chốt số liệu (data_to) và thời điểm khóa (lock_at) không được trước thời hạn gửi."
                .to_owned()
        }
        Problem::WrongRecipient { form, recipient } => format!("“{form}” không tặng cho {recipient}."),
        Problem::OutsideWindow { day, from, to } => format!("Ngày quyết định {day} nằm ngoài thời kỳ số liệu ({from} đến {to})."),
        Problem::AchievementAfterDecision { year, decided } => format!("Năm thành tích {year} sau năm quyết định {decided}."),
        Problem::DocumentAfterWindow { day, to } => format!("Văn bản ban hành ngày {day}, sau ngày chốt số liệu {to}."),
        Problem::OddNumber(raw) => format!("Số, ký hiệu “{raw}” không theo mẫu “số/LOẠI-CƠ QUAN”, ví dụ 125/KH-TTr."),
        Problem::NoCause => "Hạn chế này chưa ghi nguyên nhân.".to_owned(),
        Problem::NotDrawable(ch) => {
            format!("Có ký tự “{ch}” (U+{:04X}) mà phông chữ của báo cáo không in được. Thay hoặc bỏ ký tự này.", u32::from(*ch))
        }
        Problem::NotSentYet => "Báo cáo ở trạng thái đã gửi phải có thời điểm gửi (submitted_at).".to_owned(),
    }
}

fn columns(parts: &[(u16, Quantity)], joint: &str) -> String {
    let names: Vec<String> = parts.iter().map(|(column, _)| format!("cột {column}")).collect();
    names.join(joint)
}

fn expected_sentence(expected: Expected) -> &'static str {
    match expected {
        Expected::Text => "Cần một chuỗi ký tự.",
        Expected::List => "Cần một danh sách [ … ].",
        Expected::Object => "Cần một đối tượng { … }.",
        Expected::Number => "Cần một số viết theo JSON, ví dụ 14526.8.",
        Expected::WholeNumber => "Cần một số nguyên không âm.",
        Expected::Bool => "Cần true hoặc false.",
        Expected::Day => "Cần một ngày viết dạng năm-tháng-ngày, ví dụ 2022-06-14.",
        Expected::Instant => "Cần một thời điểm có múi giờ, ví dụ 2022-06-17T17:00:00+07:00.",
        Expected::Period => {
            "Cần một kỳ báo cáo: 2022-H1 (6 tháng đầu năm), 2022-H2 (6 tháng cuối năm) hoặc 2022 (cả năm), năm từ 1990 đến 2100."
        }
        Expected::Code => "Cần một mã gồm 1 đến 40 chữ cái không dấu, chữ số và các dấu - _ . /.",
        Expected::Format => "Tệp phải có \"format\": \"thidua-bundle/1\".",
    }
}

/// The sentence of a refused import.
pub fn import_error(error: &ImportError) -> String {
    match error {
        ImportError::Locked { unit, period } => {
            format!("Báo cáo của đơn vị {unit} kỳ {period} đã khóa, không nhận số liệu khác. Không có nội dung nào được ghi.")
        }
        ImportError::StateNotPossible { unit, period, from, to } => format!(
            "Báo cáo của đơn vị {unit} kỳ {period} đang ở trạng thái “{}”, không chuyển được sang “{}”. Không có nội dung nào được ghi.",
            state(from),
            state(to)
        ),
        ImportError::Store(error) => store_error(error),
    }
}

/// The sentence of a storage failure.
pub fn store_error(error: &StoreError) -> String {
    match error {
        StoreError::Conflict(what) => format!("Không ghi được vì trùng với dữ liệu đã có ({what})."),
        StoreError::Corrupt { table, column, row, .. } => {
            format!("Dữ liệu trong cơ sở dữ liệu không đọc được (bảng {table}, cột {column}, dòng {row}). Hãy phục hồi từ bản sao lưu.")
        }
        StoreError::Unavailable(_) => {
            "Cơ sở dữ liệu tạm thời không truy cập được. Kiểm tra dung lượng đĩa và quyền ghi tệp rồi thử lại.".to_owned()
        }
    }
}

/// The name of a state.
pub fn state(state: &SubmissionState) -> &'static str {
    match state {
        SubmissionState::Draft => "bản nháp",
        SubmissionState::Submitted => "đã gửi",
        SubmissionState::Returned(_) => "trả lại",
        SubmissionState::Accepted => "đã chấp nhận",
        SubmissionState::Locked => "đã khóa",
    }
}

/// The sentence of files that could not be made.
pub fn press_error(error: &PressError) -> String {
    match error {
        PressError::MissingGlyph(ch) => format!(
            "Không lập được báo cáo: văn bản có ký tự “{ch}” (U+{:04X}) mà phông chữ không có. Tìm và thay ký tự này trong dữ liệu đã gửi.",
            u32::from(*ch)
        ),
        PressError::Failed(_) => {
            "Không lập được tệp báo cáo do lỗi của chương trình. Hãy gửi nhật ký cho người phụ trách kỹ thuật.".to_owned()
        }
    }
}

/// The sentence of a version that was not stored.
pub fn add_version_error(error: &AddVersionError) -> String {
    match error {
        AddVersionError::NumberTaken(number, period, version) => format!(
            "Số {number:02} trong năm này đã được cấp cho báo cáo kỳ {period}, bản thứ {version}. Báo cáo đã ban hành không thay đổi; bản thay thế phải mang số riêng."
        ),
        AddVersionError::Store(error) => store_error(error),
    }
}

/// The name of a report's state.
pub fn report_state(state: &ReportState) -> &'static str {
    match state {
        ReportState::Draft => "dự thảo",
        ReportState::Issued(_) => "đã ban hành",
        ReportState::Superseded(_) => "đã được thay thế",
    }
}
