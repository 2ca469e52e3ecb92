//! One file a command.

mod backup;
mod catalogue;
mod check;
mod conform;
mod demo;
mod diff;
mod export;
mod gallery;
mod import;
mod intake;
mod jobs;
mod report;
mod schedule;
mod serve;
mod settings;
mod template;
mod trace;

use anyhow::Result;

use crate::cli::{Asked, Command};

/// Does what was asked.
pub async fn run(asked: Asked) -> Result<()> {
    match asked.command {
        Command::Demo(demo) => demo::run(demo).await,
        Command::Serve(serve) => serve::run(serve).await,
        Command::Check(check) => check::run(check).await,
        Command::Conform(conform) => conform::run(conform).await,
        Command::Schedule(schedule) => schedule::run(schedule.act).await,
        Command::Settings(settings) => settings::run(settings.act).await,
        Command::Backup(database) => backup::run(database).await,
        Command::Jobs(jobs) => jobs::run(jobs.act).await,
        Command::Import(import) => import::run(import).await,
        Command::Export(export) => export::run(export).await,
        Command::Gallery(gallery) => gallery::run(&gallery),
        Command::Catalogue(catalogue) => catalogue::run(catalogue.act).await,
        Command::Template(template) => template::run(template).await,
        Command::Report(report) => report::run(report).await,
        Command::Trace(trace) => trace::run(trace).await,
        Command::Diff(diff) => diff::run(diff).await,
    }
}
