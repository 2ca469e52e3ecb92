//! From each typed finding or error to the sentence its reader sees, in Vietnamese.
//!
//! Pages and command line use the same sentences. `Display` of the errors themselves is English and
//! meant for logs.

mod changes;
mod draft;
mod import;
pub mod letters;
pub mod schedule;
pub mod settings;
mod sources;

pub use changes::{field_change, part, part_change, part_changes, submission_place};
pub use draft::{edit_error, expired_regime, quota_excess};
pub use import::{import_conflict, import_error};
pub use sources::{figure_label, source_place, source_unit};

use crate::bundle::{Expected, Finding, Level, Problem, RowProblem};
use crate::catalogue::{ColumnNo, CrossCheck, Form, Identity, IdentityLevel, Relation};
use crate::input::finding::{LargeChange, Titles};
use crate::input::legacy::Encoding;
use crate::input::repair::Repair;
use crate::narrative::numbers::number;
use crate::ports::{AddVersionError, CatalogueOrigin, CatalogueVersion, ImportOutcome, ReportState, StoreError};
use crate::quantity::Quantity;
use crate::reporting::PressError;
use crate::submission::SubmissionState;
use crate::unit::Expectation;

/// A finding as one line: level, rule, place, sentence.
pub fn finding(finding: &Finding) -> String {
    let rule = finding.rule().map_or_else(String::new, |rule| format!(" [{rule}]"));
    let place = words_of_place(finding).map_or_else(String::new, |words| format!(" ({words})"));
    format!("{}{rule} tại {}{place}: {}", level(finding.level()), finding.path, problem(&finding.problem))
}

/// The place of a finding for people: unit, period and part of its submission; else its path or cell.
pub fn place(finding: &Finding) -> String {
    words_of_place(finding).unwrap_or_else(|| finding.path.clone())
}

/// Unit, period and part in words, when a JSON path leads into a submission.
fn words_of_place(finding: &Finding) -> Option<String> {
    let sender = finding.sender.as_ref()?;
    let inner = finding.path.strip_prefix("$.submissions[")?.split_once(']')?.1.trim_start_matches('.');
    let part = if inner.is_empty() { String::new() } else { format!(", {}", submission_place(inner)) };
    Some(format!("{}, kỳ {}{part}", sender.unit, sender.period))
}

/// The name of a level.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Block => "Lỗi",
        Level::Warn => "Lưu ý",
        Level::Repair => "Đã sửa",
    }
}

/// How many units a sentence names.
const NAMED: usize = 20;

/// The sentence of a problem.
pub fn problem(problem: &Problem) -> String {
    written(problem).or_else(|| counted(problem)).or_else(|| organised(problem)).unwrap_or_else(|| entered(problem))
}

/// Problems of the file as such.
fn written(problem: &Problem) -> Option<String> {
    Some(match problem {
        Problem::NotJson { line, column } => {
            format!("Tệp không đúng cú pháp JSON (dòng {line}, cột {column}). Kiểm tra dấu ngoặc, dấu phẩy, dấu nháy tại vị trí này.")
        }
        Problem::NotToml { line } => {
            format!("Tệp không đúng cú pháp TOML gần dòng {line}. Kiểm tra dấu ngoặc, dấu nháy, dấu bằng tại vị trí này.")
        }
        Problem::DuplicateKey(key) => format!("Khóa “{key}” được ghi hai lần trong cùng một đối tượng. Chỉ giữ lại một."),
        Problem::Missing(field) => format!("Thiếu trường bắt buộc “{field}”."),
        Problem::Unknown { field, known } => format!("Không có trường “{field}”. Các trường được dùng: {}.", known.join(", ")),
        Problem::Undecodable(why) => format!("Không đọc được giá trị này ({why})."),
        Problem::Expected(Expected::Between(least, most)) => format!("Cần một số nguyên từ {least} đến {most}."),
        Problem::Expected(expected) => expected_sentence(*expected).to_owned(),
        Problem::NotOneOf { found, allowed } => not_one_of(found, allowed),
        Problem::Empty => "Nội dung không được để trống.".to_owned(),
        Problem::EmptyList => "Danh sách phải có ít nhất một mục.".to_owned(),
        Problem::Twice(what) => format!("“{what}” xuất hiện hai lần. Mỗi mã, kỳ báo cáo hoặc báo cáo của đơn vị chỉ được ghi một lần."),
        Problem::Repaired { before, after, repairs } => {
            let done: Vec<&str> = repairs.iter().map(|repair| repair_name(*repair)).collect();
            format!("{}: “{}” → “{}”.", crate::text::capitalise(&done.join(", ")), excerpt(before), excerpt(after))
        }
        Problem::Legacy { encoding, before, after, accepted } => {
            let name = match encoding {
                Encoding::Tcvn3 => "TCVN3 (ABC)",
                Encoding::Vni => "VNI",
            };
            let act = if *accepted {
                "Đã chuyển sang Unicode theo yêu cầu."
            } else {
                "Nếu bản chuyển đúng, chạy lại với --convert-legacy để chấp nhận; nếu không, sửa trong tệp."
            };
            format!("Văn bản dùng bảng mã {name}: “{}” → “{}”. {act}", excerpt(before), excerpt(after))
        }
        Problem::NotDrawable(ch) => {
            format!("Có ký tự “{ch}” (U+{:04X}) mà phông chữ của báo cáo không in được. Thay hoặc bỏ ký tự này.", u32::from(*ch))
        }
        Problem::TooLarge(limit) => format!("Nội dung lớn hơn mức đọc được ({limit}). Chia tệp thành nhiều phần nhỏ hơn."),
        Problem::More { count, .. } => format!("Còn {count} nội dung khác không nêu hết ở đây. Sửa các nội dung đã nêu rồi kiểm tra lại."),
        Problem::WrongRow { kind, code, reason } => format!("Danh mục “{kind}”, mã “{code}”: {}", row_problem(reason)),
        Problem::NotANumber(raw) => format!("“{}” không phải là số. Ghi 1234,5 hoặc 1.234,5 hoặc để ô dạng số.", excerpt(raw)),
        Problem::AmbiguousNumber { written, readings } => {
            let readings: Vec<String> = readings.iter().map(|value| number(*value)).collect();
            format!("“{written}” có thể hiểu là {}. Để ô ở dạng số hoặc ghi rõ bằng dấu phẩy thập phân.", readings.join(" hoặc "))
        }
        Problem::CellError(error) => format!("Ô chứa lỗi công thức {error}. Sửa công thức hoặc ghi thẳng giá trị."),
        Problem::FormulaWithoutValue => {
            "Ô có công thức nhưng chưa có kết quả. Mở tệp bằng chương trình bảng tính để tính lại rồi lưu, hoặc ghi thẳng giá trị.".to_owned()
        }
        Problem::NotRead(what) => format!("Nội dung “{}” nằm ngoài các ô của biểu nên không được đọc. Ghi vào đúng ô nếu cần gửi.", excerpt(what)),
        Problem::NoSuchEntry { found, sheet } => {
            format!("Sheet “{sheet}” không có “{}”. Ghi đúng nội dung hoặc số thứ tự (STT) ở sheet đó.", excerpt(found))
        }
        Problem::ManyEntries { found, sheet } => {
            format!("Sheet “{sheet}” có nhiều dòng ghi “{}”. Ghi số thứ tự (STT) của dòng cần chọn.", excerpt(found))
        }
        Problem::EntryDiffers { before } => {
            format!("Dòng trước về cùng hạn chế đã ghi “{}”. Ghi giống nhau, hoặc dùng số khác cho hạn chế khác.", excerpt(before))
        }
        Problem::FormSheetGone(form) => {
            format!("Tệp không còn sheet của biểu {form}, là biểu đơn vị đã có số liệu. Lập lại biểu nhập liệu rồi điền.")
        }
        Problem::FormLeftOut(form) => {
            format!(
                "Nội dung đã gửi của biểu {form} không còn chỗ ghi theo danh mục của kỳ này nên không có trong bản mới; các bản trước vẫn giữ."
            )
        }
        Problem::NotOurWorkbook(part) => {
            format!("Tệp không phải biểu nhập liệu do chương trình tạo, hoặc đã mất phần “{part}”. Tạo lại biểu bằng lệnh thidua template.")
        }
        Problem::StoredInvalid => {
            "Số liệu đã lưu của đơn vị ở kỳ khác không còn hợp với danh mục hiện có. Xuất dữ liệu (thidua export), kiểm tra (thidua check) và sửa trước."
                .to_owned()
        }
        Problem::NotAWorkbook => {
            "Tệp không mở được như một tệp Excel (.xlsx). Tệp có thể bị hỏng, được đặt mật khẩu hoặc không đúng loại.".to_owned()
        }
        _ => return None,
    })
}

/// Problems of figures.
fn counted(problem: &Problem) -> Option<String> {
    Some(match problem {
        Problem::NoSuchColumn { form, column } => format!("Biểu {form} không có cột {column}."),
        Problem::WrongFormKind { form, list: true } => format!("Biểu {form} là danh sách, ghi trong “lists”, không ghi trong “figures”."),
        Problem::WrongFormKind { form, list: false } => {
            format!("Biểu {form} là biểu số liệu, ghi trong “figures”, không ghi trong “lists”.")
        }
        Problem::NotWhole(value) => format!("Cột này đếm theo đơn vị nguyên, không thể là {}.", number(*value)),
        Problem::NotAShare(value) => format!("Tỷ trọng phải từ 0 đến 100, không thể là {}.", number(*value)),
        Problem::Negative(value) => format!("Số liệu không được âm ({}).", number(*value)),
        Problem::OutOfRange(raw) => format!("Số “{raw}” không lưu được chính xác: tối đa 6 chữ số thập phân và không quá 9.000 tỷ đơn vị."),
        Problem::SumDiffers { sum, .. } => format!(
            "{}, biểu {}: cột {} ({}) phải bằng {} ({}). Kiểm tra lại các cột này.",
            sum.unit,
            sum.form,
            sum.total_column,
            number(sum.total),
            columns(&sum.parts, " + "),
            number(sum.parts.iter().map(|(_, value)| *value).sum())
        ),
        Problem::PartsExceed { sum, .. } => format!(
            "{}, biểu {}: {} ({}) không được lớn hơn cột {} ({}). Kiểm tra lại các cột này.",
            sum.unit,
            sum.form,
            columns(&sum.parts, " + "),
            number(sum.parts.iter().map(|(_, value)| *value).sum()),
            sum.total_column,
            number(sum.total)
        ),
        Problem::CrossDiffers { unit, form, column, value, relation, other_form, other_column, other_value, .. } => {
            let must = match relation {
                Relation::Equal => "phải bằng",
                Relation::AtLeast => "không được nhỏ hơn",
                Relation::AtMost => "không được lớn hơn",
            };
            format!(
                "{unit}: cột {column} biểu {form} ({}) {must} cột {other_column} biểu {other_form} ({}). Kiểm tra lại hai biểu này.",
                number(*value),
                number(*other_value)
            )
        }
        Problem::AbovePlan { unit, planned, plan, year } => format!(
            "{unit}: số cuộc thanh tra theo kế hoạch đã triển khai ({}) lớn hơn Kế hoạch thanh tra năm {year} ({}). Kiểm tra lại kế hoạch đã điều chỉnh.",
            number(*planned),
            number(Quantity::whole(u64::from(*plan)))
        ),
        Problem::Unexplained { unit, form, columns } => {
            let list: Vec<String> = columns.iter().map(large_change).collect();
            format!("{unit}, biểu {form}: {} thay đổi trên 50% so với cùng kỳ năm trước, cần ghi giải trình.", list.join("; "))
        }
        Problem::AboveQuota { unit, title, count, base_title, base, percent, source } => {
            format!("{unit}: {} ({count}) vượt {}% số “{base_title}” ({base}). Căn cứ: {source}.", titles(title), number(*percent))
        }
        Problem::TooManyTitles { unit, title, count, limit, most } => {
            format!("{unit}: {} ({count}) không được lớn hơn {limit} ({most}).", titles(title))
        }
        Problem::MoreThan { unit, what, count, limit, most } => {
            format!("{unit}: số “{what}” ({count}) không được lớn hơn {limit} ({most}).")
        }
        Problem::SplitDiffers { count, leaders, direct_staff } => {
            format!("Lãnh đạo ({leaders}) cộng người trực tiếp ({direct_staff}) phải bằng tổng số cá nhân ({count}).")
        }
        Problem::SplitMisplaced => {
            "“leaders” và “direct_staff” phải được ghi cùng nhau, và chỉ khi “recipient” là “individual”.".to_owned()
        }
        _ => return None,
    })
}

/// Problems of units, periods, catalogues.
fn organised(problem: &Problem) -> Option<String> {
    Some(match problem {
        Problem::NoSuchAgency(agency) => {
            format!("Cơ sở dữ liệu chưa có cơ quan mang mã “{agency}”. Nạp dữ liệu của cơ quan trước, hoặc chỉ đúng tệp bằng --database.")
        }
        Problem::NoSuchUnit(unit) => format!("Không có đơn vị mang mã “{unit}” trong danh sách “units” của tệp."),
        Problem::NoSuchPeriod(period) => format!("Kỳ báo cáo {period} chưa được khai báo trong danh sách “periods” của tệp."),
        Problem::NotInCatalogue { what: "clusters", code, .. } => format!("Không có cụm, khối mang mã “{code}” trong danh sách “clusters” của tệp."),
        Problem::NotInCatalogue { what, code, day } => {
            let when = day.map_or_else(String::new, |day| format!(" tại ngày {}", crate::narrative::dates::short_date(day)));
            format!("Mã “{code}” không có trong danh mục “{what}” đang có hiệu lực{when}. Xem: thidua catalogue show {what}.")
        }
        Problem::FormNotSent { unit, form } => format!("{unit} chưa gửi biểu {form} mà cơ quan thu thập trong kỳ này."),
        Problem::NothingSent { period, units } => {
            let shown = units.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
            let rest = units.len().saturating_sub(NAMED);
            let rest = if rest == 0 { String::new() } else { format!(" và {rest} đơn vị khác") };
            format!("Kỳ {period} đã hết thời hạn gửi, trong tệp còn {} đơn vị phải gửi mà chưa có báo cáo: {shown}{rest}.", units.len())
        }
        Problem::UnitNotThere { unit, from, to } => {
            format!("{unit} không còn hoặc chưa hoạt động trong thời kỳ số liệu ({from} đến {to}). Kiểm tra ngày hiệu lực của đơn vị.")
        }
        Problem::FormNotCollected { form } => format!("Biểu {form} không nằm trong các biểu cơ quan thu thập cho báo cáo này; số liệu vẫn được lưu."),
        Problem::Backwards { from, to } => format!("Ngày kết thúc ({to}) đứng trước ngày bắt đầu ({from})."),
        Problem::DueTooEarly => {
            "Thời hạn gửi (due_at) phải sau ngày chốt số liệu (data_to) và thời điểm khóa (lock_at) không được trước thời hạn gửi."
                .to_owned()
        }
        Problem::UnitOrName => "Ghi một trong hai: “unit” (mã đơn vị trong tệp) hoặc “name” (tên cơ quan ngoài danh sách).".to_owned(),
        Problem::Overlap(what) => format!("“{what}” có thời gian hiệu lực chồng lên mục trước. Sửa valid_from, valid_to cho nối tiếp nhau."),
        Problem::Contact(error) => settings::contact_error(*error).to_owned(),
        Problem::WrongSuccession => {
            "Số đơn vị trước và sau không hợp với loại sắp xếp: merge nhiều thành một, split một thành nhiều, rename một thành một, abolish không có đơn vị sau."
                .to_owned()
        }
        Problem::SuccessionToItself => "Đơn vị trước và sau là một. Đổi tên mà giữ mã thì ghi tên mới vào “names” của đơn vị.".to_owned(),
        Problem::NoHolidays(year) => {
            format!("Danh mục ngày nghỉ chưa có năm {year}; thời điểm khóa mặc định chỉ trừ thứ Bảy, Chủ nhật. Bổ sung danh mục “holidays” hoặc ghi rõ lock_at.")
        }
        _ => return None,
    })
}

/// Problems of what units write beside figures.
fn entered(problem: &Problem) -> String {
    match problem {
        Problem::WrongRecipient { form, recipient } => format!("“{form}” không tặng cho {recipient}."),
        Problem::WrongAuthority { form, authority, allowed } => {
            format!("“{form}” do “{authority}” quyết định chưa đúng thẩm quyền. Thẩm quyền: {}.", allowed.join(", "))
        }
        Problem::OutsideWindow { day, from, to } => format!("Ngày quyết định {day} nằm ngoài thời kỳ số liệu ({from} đến {to})."),
        Problem::AchievementAfterDecision { year, decided } => format!("Năm thành tích {year} sau năm quyết định {decided}."),
        Problem::DocumentAfterWindow { day, to } => format!("Văn bản ban hành ngày {day}, sau ngày chốt số liệu {to}."),
        Problem::PlanAfterYear { day, year } => format!("Kế hoạch năm {year} được ban hành ngày {day}, sau năm kế hoạch."),
        Problem::OddNumber { number, examples } => {
            format!("Số, ký hiệu “{number}” không theo mẫu nào trong danh mục. Ví dụ đúng: {}.", examples.join("; "))
        }
        Problem::NoCause => "Hạn chế này chưa ghi nguyên nhân.".to_owned(),
        Problem::NoRemedy => "Hạn chế này chưa ghi biện pháp khắc phục.".to_owned(),
        Problem::ReasonMisplaced => "Chỉ ghi lý do (reason) khi trạng thái là “returned” (trả lại).".to_owned(),
        Problem::NotSentYet => "Báo cáo ở trạng thái đã gửi phải có thời điểm gửi (submitted_at).".to_owned(),
        _ => "Nội dung không hợp lệ.".to_owned(),
    }
}

fn not_one_of(found: &str, allowed: &[String]) -> String {
    const MOST: usize = 20;
    let shown = allowed.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    let rest = allowed.len().saturating_sub(MOST);
    let rest = if rest == 0 { String::new() } else { format!(" và {rest} giá trị khác trong danh mục") };
    format!("Giá trị “{}” không hợp lệ. Giá trị hợp lệ: {shown}{rest}.", excerpt(found))
}

fn titles(titles: &Titles) -> String {
    let how = if titles.registered { "đăng ký" } else { "được tặng" };
    format!("số “{}” {how} của năm {}", titles.name, titles.year)
}

fn large_change(change: &LargeChange) -> String {
    let at = change.base_at.as_ref().map_or_else(String::new, |(form, column)| format!(" ở cột {column} biểu {form} cùng kỳ"));
    format!("cột {} ({} so với {}{at})", change.column, number(change.now), number(change.base))
}

fn repair_name(repair: Repair) -> &'static str {
    match repair {
        Repair::Composed => "ghép dấu rời thành chữ Unicode dựng sẵn",
        Repair::EthLetter => "thay chữ Ð, ð (không phải chữ Việt) bằng Đ, đ",
        Repair::Invisible => "bỏ ký tự không nhìn thấy",
        Repair::Spaces => "bỏ dấu cách, xuống dòng thừa",
    }
}

fn row_problem(problem: &RowProblem) -> String {
    match problem {
        RowProblem::Overlap => {
            "có hai dòng cùng hiệu lực trong một ngày. Thêm valid_to cho dòng cũ hoặc sửa valid_from của dòng mới.".to_owned()
        }
        RowProblem::Backwards => "valid_to đứng trước valid_from.".to_owned(),
        RowProblem::ColumnTwice(number) => format!("cột {number} được ghi hai lần."),
        RowProblem::NoHeader(number) => format!("cột {number} thiếu tiêu đề (header)."),
        RowProblem::RuleColumn(column) => format!("quy tắc kiểm tra nhắc đến cột {column}, cột này không có hoặc không chứa số liệu."),
        RowProblem::MeaningTwice(meaning) => format!("ý nghĩa “{meaning}” được dùng cho hai cột cùng hiệu lực."),
        RowProblem::NoSuchRow(code) => format!("nhắc đến mã “{code}” không có trong danh mục."),
        RowProblem::BadPattern(pattern) => format!("biểu thức mẫu “{pattern}” không đúng cú pháp."),
        RowProblem::BadPhrase => {
            "mỗi số liệu của câu phải ghi `meanings` hoặc `fact`; mẫu `ratio`, `share` phải có `of`, mẫu `count` thì không.".to_owned()
        }
        RowProblem::BadExample(example) => format!("ví dụ “{example}” không khớp với chính mẫu của dòng."),
    }
}

/// The beginning of a text, so that a line stays readable.
fn excerpt(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}

fn columns(parts: &[(ColumnNo, Quantity)], joint: &str) -> String {
    let names: Vec<String> = parts.iter().map(|(column, _)| format!("cột {column}")).collect();
    names.join(joint)
}

fn expected_sentence(expected: Expected) -> &'static str {
    match expected {
        Expected::Text => "Cần một chuỗi ký tự.",
        Expected::List => "Cần một danh sách [ … ].",
        Expected::Object => "Cần một đối tượng { … }.",
        Expected::Number => "Cần một số viết theo JSON, ví dụ 14526.8.",
        Expected::WholeNumber | Expected::Between(..) => "Cần một số nguyên không âm.",
        Expected::Bool => "Cần true hoặc false.",
        Expected::Day => "Cần một ngày, ví dụ 2022-06-14 trong tệp JSON hoặc 14/6/2022 trong biểu Excel.",
        Expected::Instant => "Cần một thời điểm có múi giờ, ví dụ 2022-06-17T17:00:00+07:00.",
        Expected::Period => {
            "Cần một kỳ báo cáo: 2022-H1 (6 tháng đầu năm), 2022-H2 (6 tháng cuối năm) hoặc 2022 (cả năm), năm từ 1990 đến 2100."
        }
        Expected::Email => "Cần một địa chỉ thư điện tử, ví dụ vanthu@thanhtra.tinh.gov.vn.",
        Expected::Code => "Cần một mã gồm 1 đến 40 chữ cái không dấu, chữ số và các dấu - _ . /.",
        Expected::ColumnNumber => "Cần số thứ tự cột như đã in trên biểu, ví dụ 4, 43.1 hoặc 52A.",
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
        PressError::Unsound { format, faults } => format!(
            "Tệp {} vừa lập không qua được bước kiểm tra ({}) nên không được lưu. Báo người phụ trách kỹ thuật; dữ liệu không bị ảnh hưởng.",
            format.name().to_uppercase(),
            faults.join("; ")
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

/// What is stated of a unit for one period beside its own days.
pub fn expectation(expectation: &Expectation) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(crate::narrative::dates::short_date);
    let window = match (day(expectation.data_from), day(expectation.data_to)) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" số liệu từ ngày {from}"),
        (None, Some(to)) => format!(" số liệu đến ngày {to}"),
        (Some(from), Some(to)) => format!(" số liệu từ ngày {from} đến ngày {to}"),
    };
    let reason = if expectation.reason.is_empty() { String::new() } else { format!(" ({})", expectation.reason) };
    if expectation.expected {
        format!("Đơn vị phải gửi{window}{reason}.")
    } else {
        format!("Đơn vị không phải gửi trong kỳ này{reason}.")
    }
}

/// A stored version of the catalogue as one line.
pub fn catalogue_version(version: &CatalogueVersion) -> String {
    let origin = match version.origin {
        CatalogueOrigin::Shipped => "theo chương trình".to_owned(),
        CatalogueOrigin::Loaded => format!("nạp từ {}", version.note),
        CatalogueOrigin::Upgraded => "cập nhật cùng chương trình".to_owned(),
    };
    let day = crate::narrative::dates::short_date(crate::period::civil_date(version.loaded_at));
    format!("Phiên bản {} (ngày {day}), {origin}", version.version)
}

/// The arithmetic rules of a form, one a line.
pub fn form_rules(form: &Form) -> Vec<String> {
    let level = |level: IdentityLevel| if level == IdentityLevel::Warn { " (chỉ lưu ý)" } else { "" };
    let sum = |identity: &Identity| {
        let parts: Vec<String> = identity.parts.iter().map(|number| format!("cột {number}")).collect();
        let relation = if identity.at_most { "không nhỏ hơn" } else { "bằng" };
        format!("Cột {} {relation} {}{}.", identity.total, parts.join(" + "), level(identity.level))
    };
    let cross = |check: &CrossCheck| {
        let relation = match check.relation {
            Relation::Equal => "bằng",
            Relation::AtLeast => "không nhỏ hơn",
            Relation::AtMost => "không lớn hơn",
        };
        format!("Cột {} {relation} cột {} biểu {}{}.", check.column, check.other, check.form, level(check.level))
    };
    form.identities.iter().map(sum).chain(form.cross.iter().map(cross)).collect()
}

/// What an import did.
pub fn import_outcome(outcome: &ImportOutcome) -> String {
    if outcome.changed_rows + outcome.new_submissions + outcome.revised_submissions == 0 {
        return "Dữ liệu trong tệp đã có đủ, không có gì thay đổi.".to_owned();
    }
    format!(
        "Đã nạp: {} báo cáo mới, {} báo cáo có phiên bản mới, {} báo cáo không đổi; {} mục thông tin cơ quan, đơn vị, kỳ báo cáo được thêm hoặc sửa.",
        outcome.new_submissions, outcome.revised_submissions, outcome.unchanged_submissions, outcome.changed_rows
    )
}
