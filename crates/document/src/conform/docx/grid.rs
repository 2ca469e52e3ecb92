//! Tables of a Word file: which cells are columns of the page, and how much room each has.

use roxmltree::Node;

use super::{attribute, child, millimetres, number};
use crate::conform::paper::Column;

/// Room beside the text of a cell where nothing else is said, twentieths of a point on each side.
const PADDING: f64 = 108.0;

/// What holds for all rows of a table.
pub struct Grid {
    /// Widths of its columns, millimetres.
    columns: Vec<f64>,
    /// Room beside the text of a cell, both sides together, millimetres.
    padding: f64,
    /// The cell of each row that only keeps two others apart.
    spacer: Option<usize>,
}

impl Grid {
    /// Reads a table.
    pub fn of(table: Node<'_, '_>) -> Self {
        let widths = child(table, "tblGrid").map(|grid| {
            let columns = grid.children().filter(|node| node.tag_name().name() == "gridCol");
            columns.map(|column| number(column, "w").map_or(0.0, millimetres)).collect()
        });
        let margins = child(table, "tblPr").and_then(|properties| child(properties, "tblCellMar"));
        let side = |names: [&str; 2]| {
            let side = names.iter().find_map(|name| margins.and_then(|margins| child(margins, name)));
            side.and_then(|side| number(side, "w")).unwrap_or(PADDING).max(0.0)
        };
        let padding = millimetres(side(["left", "start"]) + side(["right", "end"]));
        let mut grid = Self { columns: widths.unwrap_or_default(), padding, spacer: None };
        grid.spacer = (0..3).find(|at| {
            let mut rows = rows(table).map(cells).peekable();
            rows.peek().is_some() && rows.all(|cells| cells.len() == 3 && is_empty(cells[*at]))
        });
        grid
    }

    /// The cells of a row with their columns, in a table that stands in `outer`, and their room.
    pub fn cells<'a, 'input>(&self, row: Node<'a, 'input>, outer: Column) -> Vec<(Node<'a, 'input>, Column, Option<f64>)> {
        let cells = cells(row);
        let count = cells.len() - usize::from(self.spacer.is_some());
        let told = cells.into_iter().enumerate().map(|(index, cell)| {
            let column = match (count, index) {
                (1, _) => outer,
                (2, 0) => Column::Left,
                (2, _) => Column::Right,
                _ => Column::Cell,
            };
            (cell, column, self.room(cell, index))
        });
        told.collect()
    }

    /// The room of a cell: as it says, else as the grid says.
    fn room(&self, cell: Node<'_, '_>, index: usize) -> Option<f64> {
        let stated = child(cell, "tcPr").and_then(|properties| child(properties, "tcW"));
        let stated = stated.filter(|width| attribute(*width, "type").is_none_or(|kind| kind == "dxa"));
        let stated = stated.and_then(|width| number(width, "w")).filter(|width| *width > 0.0).map(millimetres);
        let width = stated.or(self.columns.get(index).copied().filter(|width| *width > 0.0))?;
        Some((width - self.padding).max(1.0))
    }
}

/// The rows of a table.
pub fn rows<'a, 'input: 'a>(table: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    table.children().filter(|node| node.tag_name().name() == "tr")
}

fn cells<'a, 'input>(row: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
    row.children().filter(|node| node.tag_name().name() == "tc").collect()
}

/// No text stands in a cell.
fn is_empty(cell: Node<'_, '_>) -> bool {
    !cell.descendants().any(|node| node.tag_name().name() == "t" && node.text().is_some_and(|text| !text.trim().is_empty()))
}
