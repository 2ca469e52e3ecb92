//! Units' figures: one row a unit, or one row an indicator, as the form has it.

use std::collections::BTreeMap;

use super::table::{Head, build, cell, count_columns, dash_if_zero, signed};
use crate::catalogue::{Column, ColumnNo, find};
use crate::code::Code;
use crate::narrative::Facts;
use crate::quantity::Quantity;
use crate::report::{Align, RowKind, Span, Table, TableColumn, TableRow};
use crate::summary::FormSummary;

impl Facts<'_> {
    /// A form whose indicators are rows: the totals beside those of the year before.
    pub(super) fn indicator_table(&self, form: &FormSummary) -> Table {
        let heads = [
            Head::tall("Mã số", Align::Centre, 0),
            Head::tall("Chỉ tiêu", Align::Left, 6),
            Head::tall("Đơn vị tính", Align::Centre, 0),
            Head::tall("Kỳ này", Align::Right, 0),
            Head::tall("Cùng kỳ", Align::Right, 0),
            Head::tall("Tăng, giảm", Align::Right, 0),
        ];
        let mut rows = Vec::new();
        let mut group: Option<&crate::text::Text> = None;
        for column in form.form.figure_columns() {
            let Some(figure) = self.summary.figure(&form.total_key(column.number)) else { continue };
            if column.header.len() > 1 && group != column.header.first() {
                group = column.header.first();
                let mut cells = vec![Span::plain(""); heads.len()];
                cells[1] = Span::plain(group.map_or("", |text| text.as_str()));
                rows.push(TableRow { kind: RowKind::Group, cells });
            }
            let moved = figure.base.map_or_else(String::new, |base| signed(figure.comparable, base));
            let cells = vec![
                Span::plain(column.number.to_string()),
                Span::plain(column.label.as_str()),
                Span::plain(column.noun.as_str()),
                Span::figure(dash_if_zero(figure.value), &figure.key.0),
                Span::plain(figure.base.map_or_else(String::new, dash_if_zero)),
                Span::plain(moved),
            ];
            rows.push(TableRow { kind: RowKind::Body, cells });
        }
        build(&heads, count_columns(heads.len()), rows)
    }

    pub(super) fn inspection_table(&self, form: &FormSummary) -> Table {
        let columns = &form.form.columns;
        let depth = form.form.header_depth();
        let mut header = vec![cell("STT", 0, 0, depth, 1), cell("Đơn vị", 0, 1, depth, 1)];
        header.extend(form.form.header_tree().iter().map(|node| cell(&node.text, node.row, node.start + 2, node.height, node.width)));
        let mut widths = vec![TableColumn { align: Align::Centre, stretch: 0 }, TableColumn { align: Align::Left, stretch: 1 }];
        widths.extend(columns.iter().map(|_| TableColumn { align: Align::Right, stretch: 0 }));
        let mut rows = self.unit_rows(form, columns);
        let mut total = vec![Span::plain(""), Span::plain("Tổng cộng")];
        total.extend(columns.iter().map(|column| {
            let key = form.total_key(column.number);
            let value = self.summary.figure(&key).map(|figure| figure.value).unwrap_or_default();
            Span::figure(dash_if_zero(value), &key)
        }));
        rows.push(TableRow { kind: RowKind::Total, cells: total });
        let formula = |column: &Column| if column.formula.is_empty() { column.number.to_string() } else { column.formula.to_string() };
        let mut numbers = vec!["A".to_owned(), "B".to_owned()];
        numbers.extend(columns.iter().map(formula));
        Table { columns: widths, header, header_rows: depth, numbers, rows }
    }

    fn unit_rows(&self, form: &FormSummary, columns: &[Column]) -> Vec<TableRow> {
        let mut rows = Vec::new();
        let (mut kind, mut index) = (None, 0);
        let day = self.snapshot.period.data_to;
        let sent: BTreeMap<&Code, &BTreeMap<ColumnNo, Quantity>> = form.rows.iter().map(|(unit, values)| (unit, values)).collect();
        for line in &self.summary.units {
            let Some(values) = sent.get(&line.code) else { continue };
            if kind != Some(&line.kind) {
                kind = Some(&line.kind);
                let name = find(&self.snapshot.catalogue.unit_kinds, line.kind.as_str(), day).map_or("", |row| row.name.as_str());
                let mut cells = vec![Span::plain(""); columns.len() + 2];
                cells[1] = Span::plain(name);
                rows.push(TableRow { kind: RowKind::Group, cells });
            }
            index += 1;
            let mut cells = vec![Span::plain(index.to_string()), Span::plain(line.short.as_str())];
            cells.extend(columns.iter().map(|column| {
                let text = values.get(&column.number).map_or_else(String::new, |value| dash_if_zero(*value));
                Span::figure(text, &form.unit_key(column.number, &line.code))
            }));
            rows.push(TableRow { kind: RowKind::Body, cells });
        }
        rows
    }
}
