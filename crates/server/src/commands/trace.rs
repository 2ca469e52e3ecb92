//! `thidua trace`: where a figure of a report comes from, down to unit, form, column and version.

use anyhow::{Result, bail};
use thidua_domain::messages;
use thidua_domain::narrative::numbers::number;
use thidua_domain::ports::{AgencyStore as _, ReportStore as _};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::{Figure, Source, Summary};

use crate::cli::Trace;
use crate::say::say;
use crate::setup::{Tools, open};

/// Figures listed when no key is given.
const LISTED: usize = 400;

pub async fn run(trace: Trace) -> Result<()> {
    let database = &trace.database.database;
    if !database.exists() {
        bail!("Không có tệp cơ sở dữ liệu {}. Kiểm tra --database.", database.display());
    }
    let tools = open(&trace.database).await?;
    let snapshot = snapshot(&tools, &trace).await?;
    let summary = Summary::of(&snapshot);
    match &trace.key {
        None => list(&snapshot, &summary, trace.find.as_deref().unwrap_or_default())?,
        Some(key) => match summary.figure(key) {
            Some(figure) => show(&snapshot, &summary, figure),
            None => bail!("Không có số liệu mang mã “{key}” trong kỳ {}. Xem các mã: bỏ --key.", trace.period),
        },
    }
    tools.store.close().await;
    Ok(())
}

/// The data as it is now, or as a version of the report froze it.
async fn snapshot(tools: &Tools, trace: &Trace) -> Result<Snapshot> {
    let Some(wanted) = trace.report else {
        return match tools.store.snapshot(&trace.agency, trace.period).await? {
            Some(snapshot) => Ok(snapshot),
            None => bail!("Không có cơ quan {} hoặc kỳ {} trong cơ sở dữ liệu.", trace.agency, trace.period),
        };
    };
    let versions = tools.store.versions(&trace.agency, Some(trace.period)).await?;
    let Some(version) = versions.iter().find(|version| version.version == wanted) else {
        let known: Vec<String> = versions.iter().map(|version| version.version.to_string()).collect();
        bail!("Kỳ {} không có bản báo cáo thứ {wanted}. Các bản đã lập: {}.", trace.period, known.join(", "));
    };
    match tools.store.version_snapshot(version.id).await? {
        Some(snapshot) => Ok(snapshot),
        None => bail!("Không còn bản chốt số liệu của bản báo cáo thứ {wanted}."),
    }
}

/// Keys with labels and values, those that hold the words.
fn list(snapshot: &Snapshot, summary: &Summary, words: &str) -> Result<()> {
    let words = words.to_lowercase();
    let mut left = 0;
    let mut shown = 0;
    for figure in summary.figures() {
        let label = messages::figure_label(summary, figure);
        if !label.to_lowercase().contains(&words) && !figure.key.0.to_lowercase().contains(&words) {
            continue;
        }
        if shown == LISTED {
            left += 1;
            continue;
        }
        shown += 1;
        say!("{:<28} {:>14} {}  {label}", figure.key.0, number(figure.value), figure.noun);
    }
    if shown == 0 {
        bail!("Kỳ {} không có số liệu nào khớp với “{words}”.", snapshot.period.period);
    }
    if left > 0 {
        say!("… còn {left} số liệu; thu hẹp bằng --find.");
    }
    Ok(())
}

fn show(snapshot: &Snapshot, summary: &Summary, figure: &Figure) {
    say!("{}", messages::figure_label(summary, figure));
    say!("Kỳ này: {} {}", number(figure.value), figure.noun);
    parts(snapshot, &figure.sources);
    match figure.base {
        Some(base) => {
            say!("Cùng kỳ, trên {} đơn vị có số liệu của cả hai kỳ: {} {}", figure.compared, number(base), figure.noun);
            parts(snapshot, &figure.base_sources);
            if figure.partly_compared() {
                say!("Kỳ này trên các đơn vị đó: {} {}", number(figure.comparable), figure.noun);
            }
        }
        None => say!("Cùng kỳ: không có số liệu để so sánh"),
    }
}

fn parts(snapshot: &Snapshot, sources: &[Source]) {
    for source in sources {
        let place = messages::source_place(&source.place);
        say!("  {:>14}  {}; {place}; bản gửi thứ {}", number(source.value), messages::source_unit(snapshot, source), source.version);
    }
}
