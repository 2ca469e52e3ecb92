//! Where a figure comes from, in words: for the page of a figure and for `thidua trace`.

use crate::code::Code;
use crate::snapshot::Snapshot;
use crate::summary::{Figure, Place, Source, Summary};

/// What a figure says, with the unit when it is one unit's alone.
pub fn figure_label(summary: &Summary, figure: &Figure) -> String {
    let unit = figure.key.0.split_once('@').and_then(|(_, unit)| summary.units.iter().find(|line| line.code.as_str() == unit));
    unit.map_or_else(|| figure.label.clone(), |unit| format!("{} - {}", figure.label, unit.name))
}

/// A place in a submission.
pub fn source_place(place: &Place) -> String {
    match place {
        Place::Column(form, column) => format!("Biểu {form}, cột {column}"),
        Place::Award(row) => format!("Khen thưởng, dòng {}", row + 1),
        Place::Document(row) => format!("Văn bản, dòng {}", row + 1),
    }
}

/// The unit that sent a part, and for whom it counts in comparisons when that is another one.
pub fn source_unit(snapshot: &Snapshot, source: &Source) -> String {
    let name = |code: &Code| {
        let unit = snapshot.units.iter().find(|unit| unit.code == *code);
        unit.map_or_else(|| code.to_string(), |unit| unit.name_on(snapshot.period.data_to).full.to_string())
    };
    if source.unit == source.counts_for {
        return name(&source.unit);
    }
    format!("{} (nay tính cho {})", name(&source.unit), name(&source.counts_for))
}
