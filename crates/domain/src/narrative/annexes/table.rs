//! Tables of annexes: heads of at most two rows, cells with `-` for zero, signed changes.

use crate::narrative::numbers::number;
use crate::quantity::Quantity;
use crate::report::{Align, HeaderCell, Table, TableColumn, TableRow};

/// A change in a table, with its sign.
pub fn signed(now: Quantity, then: Quantity) -> String {
    let gap = number(now.distance(then));
    match now.cmp(&then) {
        std::cmp::Ordering::Greater => format!("+{gap}"),
        std::cmp::Ordering::Less => format!("-{gap}"),
        std::cmp::Ordering::Equal => "0".to_owned(),
    }
}

/// A cell of a table: `-` for zero.
pub fn dash_if_zero(value: Quantity) -> String {
    if value.is_zero() { "-".to_owned() } else { number(value) }
}

pub fn count_columns(count: usize) -> Vec<String> {
    (1..=count).map(|n| n.to_string()).collect()
}

/// The head of one column of a table with at most two header rows.
pub struct Head {
    group: &'static str,
    text: String,
    align: Align,
    stretch: u8,
}

impl Head {
    pub fn tall(text: &str, align: Align, stretch: u8) -> Self {
        Self { group: "", text: text.to_owned(), align, stretch }
    }

    pub fn under(group: &'static str, text: &str, align: Align) -> Self {
        Self { group, text: text.to_owned(), align, stretch: 0 }
    }
}

pub fn cell(text: &str, row: usize, column: usize, rows: usize, columns: usize) -> HeaderCell {
    HeaderCell { text: text.to_owned(), row, column, rows, columns }
}

/// A table from column heads; neighbours under the same group share one cell above them.
pub fn build(heads: &[Head], numbers: Vec<String>, rows: Vec<TableRow>) -> Table {
    let header_rows = if heads.iter().any(|head| !head.group.is_empty()) { 2 } else { 1 };
    let mut header = Vec::new();
    let mut column = 0;
    while column < heads.len() {
        let head = &heads[column];
        let width = heads[column..].iter().take_while(|other| !head.group.is_empty() && other.group == head.group).count().max(1);
        if head.group.is_empty() {
            header.push(cell(&head.text, 0, column, header_rows, 1));
        } else {
            header.push(cell(head.group, 0, column, 1, width));
            header
                .extend(heads[column..column + width].iter().enumerate().map(|(offset, head)| cell(&head.text, 1, column + offset, 1, 1)));
        }
        column += width;
    }
    let columns = heads.iter().map(|head| TableColumn { align: head.align, stretch: head.stretch }).collect();
    Table { columns, header, header_rows, numbers, rows }
}
