//! Where the printed figures come from, for the standalone HTML file: each total leads to its parts by unit, place,
//! value and version. Not part of the paper: it is not printed.

use thidua_domain::messages;
use thidua_domain::narrative::numbers::number;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::{Figure, Source, Summary};

use crate::figures::printed;
use crate::model::Document;

/// A figure with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSources {
    /// Its key.
    pub key: String,
    /// What it says.
    pub label: String,
    /// Its value with its noun.
    pub value: String,
    /// Its parts.
    pub parts: Vec<Part>,
    /// Parts of the same period last year, when it is compared.
    pub base: Vec<Part>,
}

/// A part of a figure, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The unit that sent it.
    pub unit: String,
    /// Form and column, or part and row.
    pub place: String,
    /// Version of its submission.
    pub version: u32,
    /// The value there.
    pub value: String,
}

/// Parts listed in one file; figures behind the limit lead nowhere and `thidua trace` tells them.
const MOST: usize = 20_000;

/// The sources of the printed totals, in the order of their keys; a unit's own figure is its own source.
pub fn of(document: &Document, snapshot: &Snapshot, summary: &Summary) -> Vec<FigureSources> {
    let mut left = MOST;
    let printed = printed(document).into_iter().filter_map(|key| summary.figure(key)).filter(|figure| figure.key.unit().is_none());
    let mut listed = Vec::new();
    for figure in printed {
        let parts = figure.sources.len() + figure.base_sources.len();
        let Some(rest) = left.checked_sub(parts) else { break };
        left = rest;
        listed.push(sources(snapshot, summary, figure));
    }
    listed
}

fn sources(snapshot: &Snapshot, summary: &Summary, figure: &Figure) -> FigureSources {
    let part = |source: &Source| Part {
        unit: messages::source_unit(snapshot, source),
        place: messages::source_place(&source.place),
        version: source.version,
        value: number(source.value),
    };
    FigureSources {
        key: figure.key.0.clone(),
        label: messages::figure_label(summary, figure),
        value: format!("{} {}", number(figure.value), figure.noun),
        parts: figure.sources.iter().map(part).collect(),
        base: figure.base_sources.iter().map(part).collect(),
    }
}
