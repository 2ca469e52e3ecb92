//! What charts say: bars of this period and the base, unit by unit.

use super::numbers::amount;
use crate::catalogue::meaning;
use crate::summary::Summary;

/// Bars of two periods side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// What is shown.
    pub title: String,
    /// Name of this period's bars.
    pub now: String,
    /// Name of the base bars; `None` when there is no base.
    pub base: Option<String>,
    /// One group of bars a row.
    pub rows: Vec<Bar>,
}

/// One unit's bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The unit.
    pub label: String,
    /// This period, as a whole number for the length of the bar.
    pub now: u64,
    /// This period in words.
    pub now_text: String,
    /// The base.
    pub base: Option<u64>,
    /// The base in words.
    pub base_text: String,
}

/// Inspections by unit, for units with any in either period.
pub fn inspections_by_unit(summary: &Summary) -> Option<Bars> {
    let form = summary.forms.first()?;
    let column = form.form.column_of(meaning::PERFORMED_TOTAL)?;
    let whole = |value: crate::quantity::Quantity| value.plain().parse::<u64>().unwrap_or(0);
    let rows: Vec<Bar> = summary
        .units
        .iter()
        .filter_map(|line| {
            let figure = summary.figure(&form.unit_key(column.number, &line.code))?;
            let some = !figure.value.is_zero() || figure.base.is_some_and(|base| !base.is_zero());
            some.then(|| Bar {
                label: line.short.to_string(),
                now: whole(figure.value),
                now_text: amount(figure.value, figure.counting, &figure.noun),
                base: figure.base.map(whole),
                base_text: figure.base.map_or_else(String::new, |base| amount(base, figure.counting, &figure.noun)),
            })
        })
        .collect();
    let wording = super::dates::Wording::of(summary.period.period);
    let base = rows.iter().any(|row| row.base.is_some()).then(|| wording.base_bare.clone());
    (!rows.is_empty()).then(|| Bars {
        title: format!("Số cuộc thanh tra theo đơn vị, {}", wording.this),
        now: crate::text::capitalise(&wording.this),
        base: base.map(|base| crate::text::capitalise(&base)),
        rows,
    })
}
