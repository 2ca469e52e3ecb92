//! The only `main`: command line, wiring, shutdown.
//!
//! `cli` says what can be asked, `commands` does it (one file a command), `setup` opens the store and
//! the faces, `world` is the one place that asks the machine for time and chance, `shutdown` the
//! one place that knows the operating system.

mod cli;
mod commands;
mod setup;
mod shutdown;
mod world;

use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let asked = match cli::parse(std::env::args_os()) {
        Ok(asked) => asked,
        Err(answer) => return answer.print(),
    };
    let filter = EnvFilter::try_from_env("THIDUA_LOG").unwrap_or_else(|_| EnvFilter::new("warn,thidua=info,web=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&anyhow::Error::from(error).context("Không khởi động được chương trình")),
    };
    match runtime.block_on(commands::run(asked)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Says what the operator should do; causes stand below, one a line.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("Lỗi: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  - {cause}");
    }
    ExitCode::FAILURE
}
