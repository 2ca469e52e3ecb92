//! The figures that a report prints, as JSON to go with its PDF: keys and exact values, so that nobody has
//! to read them off the paper. No names, no sentences of units, nothing that is not on the paper.

use std::collections::BTreeSet;

use serde::Serialize;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

use crate::model::{Block, Document};
use crate::pdf::Attachment;

/// The file.
#[derive(Serialize)]
struct File<'a> {
    /// Format of this file.
    format: &'static str,
    /// `2022-H1`.
    period: String,
    /// First day of the data.
    data_from: String,
    /// Last day of the data.
    data_to: String,
    /// Hash of the frozen inputs.
    snapshot_sha256: String,
    figures: Vec<Figure<'a>>,
}

/// A figure: its key, its value as an exact decimal, what is counted.
#[derive(Serialize)]
struct Figure<'a> {
    key: &'a str,
    value: String,
    unit_of_measure: &'a str,
}

/// The printed figures of a document made from `snapshot`.
pub fn attachment(document: &Document, snapshot: &Snapshot, summary: &Summary) -> Attachment {
    let period = &snapshot.period;
    let figure = |key: &&str| {
        let figure = summary.figure(key)?;
        Some(Figure { key: &figure.key.0, value: figure.value.to_string(), unit_of_measure: &figure.noun })
    };
    let file = File {
        format: "thidua.figures.v1",
        period: period.period.to_string(),
        data_from: period.data_from.to_string(),
        data_to: period.data_to.to_string(),
        snapshot_sha256: snapshot.sha256(),
        figures: printed(document).iter().filter_map(figure).collect(),
    };
    Attachment {
        name: format!("so-lieu-{}.json", period.period),
        media_type: "application/json".to_owned(),
        about: "Số liệu in trong báo cáo".to_owned(),
        bytes: serde_json::to_vec_pretty(&file).unwrap_or_default(),
    }
}

/// Keys of the figures on the paper.
pub fn printed(document: &Document) -> BTreeSet<&str> {
    let runs = document.body.iter().flat_map(|block| if let Block::Paragraph { runs } = block { &runs[..] } else { &[] });
    let cells = document.annexes.iter().flat_map(|annex| &annex.table.rows).flat_map(|row| &row.cells);
    let in_text = runs.filter_map(|run| run.figure.as_deref());
    let in_tables = cells.filter(|cell| !cell.text.is_empty()).filter_map(|cell| Some(cell.figure.as_ref()?.0.as_str()));
    in_text.chain(in_tables).collect()
}
