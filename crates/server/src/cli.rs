//! The command line, in Vietnamese: what can be asked, and what is said when it was asked wrongly.

mod schedule;
mod settings;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand};
use thidua_domain::code::Code;
use thidua_domain::period::Period;
use thidua_domain::ports::Format;

pub use schedule::{JobsAct, JobsCommand, Named, RuleArgs, ScheduleAct, ScheduleAdd, ScheduleCommand, ScheduleEdit};
pub use settings::{SettingsAct, SettingsCommand, SettingsSet};

const COMMANDS: &str =
    "demo, serve, check, import, export, template, catalogue, gallery, report, trace, diff, conform, schedule, jobs, settings, backup";

const TEMPLATE: &str = "{about}\n\nCách dùng: {usage}\n\n{all-args}";

/// Lập báo cáo sơ kết công tác thi đua, khen thưởng 6 tháng của Thanh tra tỉnh.
#[derive(Debug, Parser)]
#[command(name = "thidua", version, help_template = TEMPLATE, override_usage = "thidua <LỆNH> [TÙY CHỌN]", disable_help_subcommand = true, disable_help_flag = true, disable_version_flag = true, subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH", next_help_heading = "Tùy chọn")]
pub struct Asked {
    #[command(subcommand)]
    pub command: Command,
    /// In hướng dẫn
    #[arg(long, short = 'h', action = clap::ArgAction::Help, global = true, display_order = 1000)]
    help: Option<bool>,
    /// In phiên bản
    #[arg(long, short = 'V', action = clap::ArgAction::Version, display_order = 1001)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tạo thư mục thidua-demo với dữ liệu minh họa, lập báo cáo rồi mở trang web
    #[command(help_template = TEMPLATE, override_usage = "thidua demo [TÙY CHỌN]")]
    Demo(Demo),
    /// Mở trang web trên cơ sở dữ liệu của cơ quan
    #[command(help_template = TEMPLATE, override_usage = "thidua serve [TÙY CHỌN]")]
    Serve(Serve),
    /// Kiểm tra một tệp dữ liệu: nêu mọi lỗi, lưu ý và chỗ tự sửa, không ghi gì
    #[command(help_template = TEMPLATE, override_usage = "thidua check [TÙY CHỌN] <TỆP>")]
    Check(Check),
    /// Nạp một tệp dữ liệu: kiểm tra toàn bộ trước, nạp tất cả hoặc không nạp gì
    #[command(help_template = TEMPLATE, override_usage = "thidua import [TÙY CHỌN] <TỆP>")]
    Import(Import),
    /// Xuất toàn bộ dữ liệu của một cơ quan ra tệp JSON
    #[command(help_template = TEMPLATE, override_usage = "thidua export --agency <MÃ> --out <TỆP> [TÙY CHỌN]")]
    Export(Export),
    /// Tạo biểu nhập liệu Excel cho một đơn vị, kèm số liệu kỳ trước
    #[command(help_template = TEMPLATE, override_usage = "thidua template --unit <MÃ> --period <KỲ> --out <TỆP.xlsx> [TÙY CHỌN]")]
    Template(Template),
    /// Danh mục pháp lý và biểu mẫu: nạp, xem, so sánh
    #[command(help_template = TEMPLATE, override_usage = "thidua catalogue <load|show|diff> …", subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH", disable_help_subcommand = true)]
    Catalogue(CatalogueCommand),
    /// Lập các trang mẫu: mọi thành phần và trường hợp khó của thể thức, để xem bản in, HTML và Word
    #[command(help_template = TEMPLATE, override_usage = "thidua gallery --out <THƯ_MỤC>")]
    Gallery(Gallery),
    /// Lập báo cáo của một kỳ và ghi ra tệp
    #[command(help_template = TEMPLATE, override_usage = "thidua report --agency <MÃ> --period <KỲ> --out <THƯ_MỤC> [TÙY CHỌN]")]
    Report(Report),
    /// Xem nguồn của một số liệu trong báo cáo: đơn vị, biểu, cột, giá trị, bản gửi
    #[command(help_template = TEMPLATE, override_usage = "thidua trace --agency <MÃ> --period <KỲ> [TÙY CHỌN]")]
    Trace(Trace),
    /// So sánh hai bản báo cáo của một kỳ: số liệu, câu chữ, đơn vị
    #[command(help_template = TEMPLATE, override_usage = "thidua diff --agency <MÃ> --period <KỲ> --from <BẢN> --to <BẢN> [TÙY CHỌN]")]
    Diff(Diff),
    /// Kiểm tra thể thức của một tệp PDF hoặc Word theo Nghị định 30/2020/NĐ-CP
    #[command(help_template = TEMPLATE, override_usage = "thidua conform <TỆP.pdf|TỆP.docx> [--json]")]
    Conform(Conform),
    /// Lịch tự động: xem, thêm, tạm dừng, chạy ngay
    #[command(help_template = TEMPLATE, override_usage = "thidua schedule <list|add|edit|pause|resume|run|remove> …", subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH", disable_help_subcommand = true)]
    Schedule(ScheduleCommand),
    /// Công việc đã và sẽ chạy theo lịch: xem, chạy lại
    #[command(help_template = TEMPLATE, override_usage = "thidua jobs <list|show|retry> …", subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH", disable_help_subcommand = true)]
    Jobs(JobsCommand),
    /// Cài đặt: thư điện tử, thư mục nhận báo cáo, sao lưu, thời hạn lưu
    #[command(help_template = TEMPLATE, override_usage = "thidua settings <show|set> …", subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH", disable_help_subcommand = true)]
    Settings(SettingsCommand),
    /// Sao lưu cơ sở dữ liệu ngay, phục hồi thử và đối chiếu
    #[command(help_template = TEMPLATE, override_usage = "thidua backup [TÙY CHỌN]")]
    Backup(Database),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Conform {
    /// Tệp cần kiểm tra: PDF hoặc Word (.docx)
    #[arg(value_name = "TỆP")]
    pub file: PathBuf,
    /// In kết quả dạng JSON
    #[arg(long)]
    pub json: bool,
    /// Dùng danh mục quy định của cơ sở dữ liệu này thay danh mục kèm chương trình
    #[arg(long, value_name = "TỆP")]
    pub database: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Database {
    /// Tệp cơ sở dữ liệu (mặc định thidua.db trong thư mục hiện tại)
    #[arg(long, value_name = "TỆP", default_value = "thidua.db", hide_default_value = true)]
    pub database: PathBuf,
    #[command(flatten)]
    pub faces: Faces,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Faces {
    /// Thư mục có bốn tệp .ttf của một phông chữ (thường, đậm, nghiêng, đậm nghiêng) để in báo cáo thay phông kèm theo
    #[arg(long = "fonts", value_name = "THƯ_MỤC", env = "THIDUA_FONTS", hide_env = true)]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Listen {
    /// Địa chỉ và cổng của trang web, chỉ trên máy này (mặc định 127.0.0.1:8080)
    #[arg(long, value_name = "ĐỊA_CHỈ:CỔNG", default_value = "127.0.0.1:8080", hide_default_value = true)]
    pub listen: SocketAddr,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Demo {
    #[command(flatten)]
    pub listen: Listen,
    #[command(flatten)]
    pub faces: Faces,
    /// Chỉ lập báo cáo, không mở trang web
    #[arg(long)]
    pub no_serve: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Serve {
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub listen: Listen,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Check {
    /// Tệp dữ liệu JSON (xem docs/bundle.md) hoặc biểu nhập liệu Excel đã điền
    #[arg(value_name = "TỆP", help_heading = "Đối số")]
    pub file: PathBuf,
    /// In kết quả dạng JSON
    #[arg(long)]
    pub json: bool,
    /// Chấp nhận bản chuyển đổi các đoạn chữ TCVN3, VNI sang Unicode
    #[arg(long)]
    pub convert_legacy: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Import {
    /// Tệp dữ liệu JSON (xem docs/bundle.md) hoặc biểu nhập liệu Excel đã điền
    #[arg(value_name = "TỆP", help_heading = "Đối số")]
    pub file: PathBuf,
    /// Chấp nhận bản chuyển đổi các đoạn chữ TCVN3, VNI sang Unicode
    #[arg(long)]
    pub convert_legacy: bool,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Gallery {
    /// Thư mục ghi các tệp
    #[arg(long, value_name = "THƯ_MỤC")]
    pub out: PathBuf,
    #[command(flatten)]
    pub faces: Faces,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Export {
    /// Mã cơ quan, ví dụ TTT-DAKNONG
    #[arg(long, value_name = "MÃ")]
    pub agency: Code,
    /// Tệp JSON được ghi
    #[arg(long, value_name = "TỆP")]
    pub out: PathBuf,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Template {
    /// Mã đơn vị, ví dụ TTH-CUJUT
    #[arg(long, value_name = "MÃ")]
    pub unit: Code,
    /// Kỳ báo cáo: 2022-H1, 2022-H2 hoặc 2022
    #[arg(long, value_name = "KỲ")]
    pub period: Period,
    /// Mã cơ quan, cần khi cơ sở dữ liệu có nhiều cơ quan
    #[arg(long, value_name = "MÃ")]
    pub agency: Option<Code>,
    /// Tệp Excel được ghi
    #[arg(long, value_name = "TỆP")]
    pub out: PathBuf,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
pub struct CatalogueCommand {
    #[command(subcommand)]
    pub act: CatalogueAct,
}

#[derive(Debug, Subcommand)]
pub enum CatalogueAct {
    /// Nạp một tệp TOML hoặc mọi tệp TOML trong thư mục; giữ lại phiên bản trước
    #[command(help_template = TEMPLATE, override_usage = "thidua catalogue load [TÙY CHỌN] <TỆP|THƯ_MỤC>")]
    Load(CatalogueLoad),
    /// Xem các danh mục, các dòng của một danh mục hoặc một dòng
    #[command(help_template = TEMPLATE, override_usage = "thidua catalogue show [DANH_MỤC] [MÃ] [TÙY CHỌN]")]
    Show(CatalogueShow),
    /// So sánh: tệp sắp nạp với danh mục hiện có, hoặc hai phiên bản
    #[command(help_template = TEMPLATE, override_usage = "thidua catalogue diff <TỆP|THƯ_MỤC|PHIÊN_BẢN> [PHIÊN_BẢN]")]
    Diff(CatalogueDiff),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct CatalogueLoad {
    /// Tệp TOML hoặc thư mục chứa các tệp TOML (xem docs/catalogue.md)
    #[arg(value_name = "TỆP|THƯ_MỤC", help_heading = "Đối số")]
    pub path: PathBuf,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct CatalogueShow {
    /// Tên danh mục, ví dụ forms, awards, holidays
    #[arg(value_name = "DANH_MỤC", help_heading = "Đối số")]
    pub kind: Option<String>,
    /// Mã của một dòng, ví dụ 01/TTr
    #[arg(value_name = "MÃ", help_heading = "Đối số")]
    pub code: Option<String>,
    /// Phiên bản danh mục (mặc định bản mới nhất)
    #[arg(long, value_name = "SỐ")]
    pub version: Option<u32>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct CatalogueDiff {
    /// Tệp, thư mục sắp nạp, hoặc số phiên bản
    #[arg(value_name = "TỆP|THƯ_MỤC|PHIÊN_BẢN", help_heading = "Đối số")]
    pub first: String,
    /// Số phiên bản thứ hai (mặc định bản mới nhất)
    #[arg(value_name = "PHIÊN_BẢN", help_heading = "Đối số")]
    pub second: Option<String>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Trace {
    /// Mã cơ quan, ví dụ TTT-DAKNONG
    #[arg(long, value_name = "MÃ")]
    pub agency: Code,
    /// Kỳ báo cáo: 2022-H1, 2022-H2 hoặc 2022
    #[arg(long, value_name = "KỲ")]
    pub period: Period,
    /// Mã số liệu, ví dụ 01/TTr:1; không ghi thì liệt kê các mã
    #[arg(long, value_name = "MÃ_SỐ_LIỆU")]
    pub key: Option<String>,
    /// Chỉ liệt kê các số liệu có những chữ này
    #[arg(long, value_name = "CHỮ", conflicts_with = "key")]
    pub find: Option<String>,
    /// Theo bản báo cáo thứ mấy đã lập; không ghi thì theo số liệu hiện có
    #[arg(long, value_name = "SỐ")]
    pub report: Option<u32>,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Diff {
    /// Mã cơ quan, ví dụ TTT-DAKNONG
    #[arg(long, value_name = "MÃ")]
    pub agency: Code,
    /// Kỳ báo cáo: 2022-H1, 2022-H2 hoặc 2022
    #[arg(long, value_name = "KỲ")]
    pub period: Period,
    /// Bản báo cáo trước (số thứ tự)
    #[arg(long, value_name = "BẢN")]
    pub from: u32,
    /// Bản báo cáo sau (số thứ tự)
    #[arg(long, value_name = "BẢN")]
    pub to: u32,
    #[command(flatten)]
    pub database: Database,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct Report {
    /// Mã cơ quan, ví dụ TTT-DAKNONG
    #[arg(long, value_name = "MÃ")]
    pub agency: Code,
    /// Kỳ báo cáo: 2022-H1, 2022-H2 hoặc 2022
    #[arg(long, value_name = "KỲ")]
    pub period: Period,
    /// Dạng tệp, cách nhau bằng dấu phẩy: pdf, html, docx, xlsx (mặc định pdf và html; docx để sửa tiếp bằng Word, xlsx là các phụ lục kèm nguồn số liệu)
    #[arg(
        long,
        value_name = "DẠNG",
        value_delimiter = ',',
        default_value = "pdf,html",
        hide_default_value = true,
        value_parser = file_format
    )]
    pub format: Vec<Format>,
    /// Thư mục ghi tệp (tự tạo nếu chưa có)
    #[arg(long, value_name = "THƯ_MỤC")]
    pub out: PathBuf,
    /// Số của báo cáo khi ban hành; phải có cả --date
    #[arg(long, value_name = "SỐ", requires = "date", value_parser = clap::value_parser!(u32).range(1..))]
    pub number: Option<u32>,
    /// Ngày ban hành, ví dụ 2022-07-05; phải có cả --number
    #[arg(long, value_name = "NGÀY", requires = "number")]
    pub date: Option<NaiveDate>,
    #[command(flatten)]
    pub database: Database,
}

/// A format by its name.
fn file_format(name: &str) -> Result<Format, &'static str> {
    Format::named(name).ok_or("not a format")
}

/// What is printed instead of running a command.
pub struct Answer {
    text: String,
    wrong: bool,
}

impl Answer {
    pub fn print(&self) -> ExitCode {
        if self.wrong {
            eprintln!("{}", self.text);
            return ExitCode::from(2);
        }
        println!("{}", self.text);
        ExitCode::SUCCESS
    }
}

/// Reads the command line.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Asked, Answer> {
    Asked::try_parse_from(arguments).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Answer { text: error.to_string().trim_end().to_owned(), wrong: false },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Answer { text: error.to_string().trim_end().to_owned(), wrong: true },
        _ => Answer { text: format!("Lỗi: {}\nXem hướng dẫn: thidua --help", refusal(&error)), wrong: true },
    })
}

fn refusal(error: &clap::Error) -> String {
    let context = |kind| {
        error
            .get(kind)
            .map(|value| if let ContextValue::Strings(list) = value { list.join(", ") } else { value.to_string() })
            .unwrap_or_default()
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("không có lệnh “{}”. Các lệnh: {COMMANDS}.", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => format!("thiếu lệnh. Các lệnh: {COMMANDS}."),
        ErrorKind::UnknownArgument => format!("không có tùy chọn “{argument}”."),
        ErrorKind::MissingRequiredArgument => format!("thiếu {argument}."),
        ErrorKind::ArgumentConflict => format!("tùy chọn {argument} được ghi hai lần hoặc không dùng cùng nhau được."),
        ErrorKind::InvalidValue if value.is_empty() => format!("tùy chọn {argument} cần một giá trị."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("giá trị “{value}” của {argument} không hợp lệ. {}", expected(&argument))
        }
        _ => format!("dòng lệnh không hợp lệ ({}).", error.kind()),
    }
}

fn expected(argument: &str) -> &'static str {
    const HINTS: [(&str, &str); 15] = [
        ("--anchor", "Viết data_to, due_at hoặc lock_at."),
        ("--at", "Viết giờ và phút, ví dụ 07:00."),
        ("--missed", "Viết once, skip hoặc ask."),
        ("--whose", "Viết agency, units, clusters hoặc nhiều loại cách nhau bằng dấu phẩy."),
        ("--by-mail", "Viết attachment, link hoặc none."),
        ("--to-folder", "Viết yes hoặc no."),
        ("--due-after", "Viết số nguyên từ 0 đến 60."),
        ("--smtp-security", "Viết tls, start_tls hoặc plain."),
        ("--sender", "Viết địa chỉ thư, ví dụ vanthu@thanhtra.tinh.gov.vn."),
        ("--period", "Viết 2022-H1 (6 tháng đầu năm), 2022-H2 (6 tháng cuối năm) hoặc 2022 (cả năm); năm từ 1990 đến 2100."),
        ("--listen", "Viết địa chỉ và cổng, ví dụ 127.0.0.1:8081."),
        ("--date", "Viết năm-tháng-ngày, ví dụ 2022-07-05."),
        ("--number", "Viết một số nguyên từ 1."),
        ("--format", "Viết pdf, html, docx, xlsx hoặc nhiều dạng cách nhau bằng dấu phẩy, ví dụ pdf,html."),
        ("--agency", "Mã gồm chữ cái không dấu, chữ số và các dấu - _ . /."),
    ];
    HINTS.iter().find(|(name, _)| argument.contains(name)).map_or("", |(_, hint)| hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Result<Asked, String> {
        parse(line.split(' ').map(OsString::from)).map_err(|answer| answer.text)
    }

    #[test]
    fn no_two_options_of_a_command_share_a_name() {
        <Asked as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn number_and_date_come_together() {
        let line = "thidua report --agency TTT-DAKNONG --period 2022-H1 --out d";
        assert!(asked(line).is_ok());
        assert!(asked(&format!("{line} --number 88 --date 2022-07-05")).is_ok());
        assert!(asked(&format!("{line} --number 88")).unwrap_err().contains("--date"));
        assert!(asked(&format!("{line} --number 0 --date 2022-07-05")).unwrap_err().contains("số nguyên từ 1"));
    }

    #[test]
    fn refusals_are_vietnamese_and_name_what_is_valid() {
        for (line, words) in [
            ("thidua dmeo", "không có lệnh “dmeo”"),
            ("thidua demo --listn x", "không có tùy chọn “--listn”"),
            ("thidua demo --listen abc", "127.0.0.1:8081"),
            ("thidua report --agency A --period 2022-H3 --out d", "2022-H1"),
            ("thidua report --agency A --period 2022-H1", "--out"),
            ("thidua report --agency A --period 2022-H1 --out d --format doc", "pdf, html, docx, xlsx"),
        ] {
            let said = asked(line).unwrap_err();
            assert!(said.starts_with("Lỗi: ") && said.contains(words), "{line}: {said}");
            assert!(!said.contains("error") && !said.contains("invalid"), "{said}");
        }
    }
}
