//! One file a command.

mod demo;
mod import;
mod report;
mod serve;

use anyhow::Result;

use crate::cli::{Asked, Command};

/// Does what was asked.
pub async fn run(asked: Asked) -> Result<()> {
    match asked.command {
        Command::Demo(demo) => demo::run(demo).await,
        Command::Serve(serve) => serve::run(serve).await,
        Command::Import(import) => import::run(import).await,
        Command::Report(report) => report::run(report).await,
    }
}
