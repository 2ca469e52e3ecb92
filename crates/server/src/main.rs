//! The only `main`: command line, wiring, shutdown.
//!
//! `cli` says what can be asked, `commands` does it (one file a command), `setup` opens the store and
//! the faces, `say` prints, `world` is the one place that asks the machine for time and chance, `shutdown` the
//! one place that knows the operating system.

mod cli;
mod commands;
mod say;
mod setup;
mod shutdown;
mod world;

use std::process::ExitCode;

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

fn main() -> ExitCode {
    let asked = match cli::parse(std::env::args_os()) {
        Ok(asked) => asked,
        Err(answer) => return answer.print(),
    };
    let wanted = std::env::var("THIDUA_LOG").unwrap_or_default();
    let filter = wanted.parse().ok().filter(|_| !wanted.is_empty()).unwrap_or_else(default_log);
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false))
        .with(filter)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&anyhow::Error::from(error).context("Không khởi động được chương trình")),
    };
    match runtime.block_on(commands::run(asked)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Warnings of everything, the steps of our own crates.
fn default_log() -> Targets {
    use tracing::level_filters::LevelFilter;
    Targets::new().with_default(LevelFilter::WARN).with_target("thidua", LevelFilter::INFO).with_target("thidua_web", LevelFilter::INFO)
}

/// Says what the operator should do; causes stand below, one a line.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("Lỗi: {error}");
    for cause in error.chain().skip(1) {
        let known = cause.downcast_ref::<std::io::Error>().and_then(io_cause);
        match known {
            Some(words) => eprintln!("  - {words}"),
            None => eprintln!("  - {cause}"),
        }
    }
    ExitCode::FAILURE
}

/// The usual failures of files in the operator's language; the system speaks English.
fn io_cause(error: &std::io::Error) -> Option<&'static str> {
    use std::io::ErrorKind;
    Some(match error.kind() {
        ErrorKind::NotFound => "không có tệp hoặc thư mục này",
        ErrorKind::PermissionDenied => "không có quyền đọc hoặc ghi",
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
        ErrorKind::NotADirectory => "một phần của đường dẫn không phải là thư mục",
        ErrorKind::StorageFull => "đĩa đã đầy",
        ErrorKind::ReadOnlyFilesystem => "đĩa chỉ cho đọc",
        ErrorKind::AddrInUse => "cổng này đang có chương trình khác dùng",
        ErrorKind::InvalidData => "tệp không phải văn bản UTF-8",
        _ => return None,
    })
}
