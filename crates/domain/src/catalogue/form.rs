//! Statistical forms: columns, the header tree above them, and their arithmetic identities.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::number::ColumnNo;
use crate::code::Code;
use crate::text::Text;
use crate::validity::Validity;

/// A statistical form of a reporting circular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Form {
    /// Official number: `01/TTr`.
    pub code: Code,
    /// Title as printed.
    pub title: Text,
    /// The circular that prescribes it; empty for a reduced form (Biểu rút gọn) of our own.
    #[serde(default)]
    pub circular: Text,
    /// How sure we are of the columns.
    pub confidence: Confidence,
    /// How the form is drawn.
    #[serde(default, skip_serializing_if = "FormLayout::is_columns")]
    pub layout: FormLayout,
    /// When it is in force, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
    /// What the user should know about its source; empty when nothing is doubtful.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub caution: Text,
    /// Number of the printed line "Ghi chú".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_line: Option<u16>,
    /// How to fill it in, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// Columns (or rows of indicators) in order.
    pub columns: Vec<Column>,
    /// Arithmetic identities.
    #[serde(default)]
    pub identities: Vec<Identity>,
    /// Comparisons with other forms of the same submission.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cross: Vec<CrossCheck>,
}

/// How a form is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormLayout {
    /// A unit a row, an indicator a column.
    #[default]
    Columns,
    /// An indicator a row, under headings.
    Rows,
    /// A list of texts, as many rows as there are cases.
    List,
}

impl FormLayout {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "called by serde with a reference")]
    fn is_columns(&self) -> bool {
        *self == Self::Columns
    }
}

/// How well the source of a row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in full text or in two independent sources.
    High,
    /// One secondary source; shown as "chưa đối chiếu với văn bản gốc".
    Medium,
    /// Weak; shown likewise.
    Low,
}

/// One column of a form, or one row of indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Printed number.
    pub number: ColumnNo,
    /// False when the number is ours because none is printed.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub printed: bool,
    /// Printed formula, empty when there is none: `1=2+3=4+5`.
    #[serde(default)]
    pub formula: Text,
    /// Path of header cells from the top.
    pub header: Vec<Text>,
    /// Short label for screens; made from the header when it is not given.
    #[serde(default)]
    pub label: Text,
    /// Unit of the values.
    pub counting: Counting,
    /// Counting noun in sentences: `cuộc`, `triệu đồng`, `m2`.
    #[serde(default)]
    pub noun: Text,
    /// Whether more is better.
    #[serde(default)]
    pub polarity: Polarity,
    /// Words that replace the usual ones in a sentence: `thu hồi về ngân sách nhà nước`; may be empty.
    #[serde(default)]
    pub phrase: Text,
    /// What is counted, independent of form and number: columns of different circulars with the
    /// same meaning are compared, and the sentences of the report find their figures by it
    /// ([`super::meaning`]).
    #[serde(default, alias = "sense", skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Code>,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "called by serde with a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Discrete things: whole numbers.
    Count,
    /// Money in triệu đồng.
    Money,
    /// Land in m2.
    Land,
    /// A share in percent: never added up.
    Percent,
    /// Words, in lists.
    Text,
    /// A mark `x`, in lists.
    Mark,
}

impl Counting {
    /// False for cells that hold words.
    pub fn is_figure(self) -> bool {
        !matches!(self, Self::Text | Self::Mark)
    }
}

/// Whether a rise is good, bad or neither. The verb tăng/giảm never depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// A rise is good.
    MoreIsBetter,
    /// A fall is good.
    FewerIsBetter,
    /// Neither.
    #[default]
    Neutral,
}

/// `total` must equal the sum of `parts`, or must not be less than it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// Column of the total.
    pub total: ColumnNo,
    /// Columns of the parts.
    pub parts: Vec<ColumnNo>,
    /// `true`: the sum may stay below the total.
    #[serde(default)]
    pub at_most: bool,
    /// Refuse or only warn.
    pub level: IdentityLevel,
    /// `true`: an explanation of the total's column in the submission answers the warning.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub explainable: bool,
    /// Number of the validation rule it carries out, when it is not V01 (sums) or V02 (limits).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Code>,
}

/// A column held against a column of another form of the same submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CrossCheck {
    /// Column of this form.
    pub column: ColumnNo,
    /// The other form.
    pub form: Code,
    /// Its column.
    pub other: ColumnNo,
    /// What this column must be to the other.
    pub relation: Relation,
    /// Refuse or only warn.
    pub level: IdentityLevel,
}

/// What one figure must be to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same.
    Equal,
    /// Not less.
    AtLeast,
    /// Not more.
    AtMost,
}

/// What happens when an identity does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IdentityLevel {
    /// The data is refused.
    Block,
    /// The data is taken, with a warning.
    Warn,
}

/// A cell of the header tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderNode {
    /// Text.
    pub text: Text,
    /// First column covered, counted from 0 among the form's columns.
    pub start: usize,
    /// Columns covered.
    pub width: usize,
    /// Row from the top.
    pub row: usize,
    /// Rows covered.
    pub height: usize,
}

impl Form {
    /// The column with this number.
    pub fn column(&self, number: ColumnNo) -> Option<&Column> {
        self.columns.iter().find(|column| column.number == number)
    }

    /// The column with this meaning.
    pub fn column_of(&self, meaning: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.meaning.as_ref().is_some_and(|known| known.as_str() == meaning))
    }

    /// The columns that hold figures.
    pub fn figure_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.counting.is_figure())
    }

    /// True when the source was not read in full or twice: shown as "chưa đối chiếu với văn bản gốc".
    pub fn unverified(&self) -> bool {
        self.confidence != Confidence::High
    }

    /// Fills labels and nouns that the file leaves to the program.
    pub(super) fn complete(&mut self) {
        for column in &mut self.columns {
            if column.label.is_empty() {
                let path: Vec<&str> = column.header.iter().map(Text::as_str).collect();
                column.label = match (self.layout, path.as_slice()) {
                    (FormLayout::Rows, [.., last]) => Text::new(last),
                    _ => Text::from(path.join(" - ").as_str()),
                };
            }
            if column.noun.is_empty() {
                column.noun = Text::from(match column.counting {
                    Counting::Money => "triệu đồng",
                    Counting::Land => "m2",
                    Counting::Percent => "%",
                    Counting::Count | Counting::Text | Counting::Mark => "",
                });
            }
        }
    }

    /// Depth of the header tree.
    pub fn header_depth(&self) -> usize {
        self.columns.iter().map(|column| column.header.len()).max().unwrap_or(1)
    }

    /// The header cells, neighbours with the same path merged, short paths reaching down.
    pub fn header_tree(&self) -> Vec<HeaderNode> {
        let depth = self.header_depth();
        let mut nodes: Vec<HeaderNode> = Vec::new();
        for row in 0..depth {
            let mut start = 0;
            while start < self.columns.len() {
                let path = &self.columns[start].header;
                let Some(text) = path.get(row) else {
                    start += 1;
                    continue;
                };
                let same = |column: &&Column| column.header.len() > row && column.header[..=row] == path[..=row];
                let width = self.columns[start..].iter().take_while(same).count();
                let leaf = self.columns[start..start + width].iter().all(|column| column.header.len() == row + 1);
                let height = if leaf { depth - row } else { 1 };
                nodes.push(HeaderNode { text: text.clone(), start, width, row, height });
                start += width;
            }
        }
        nodes
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn header_tree_covers_every_column_in_every_row_once() {
        let catalogue = crate::catalogue::Catalogue::shipped().unwrap();
        for form in &catalogue.forms {
            let depth = form.header_depth();
            let mut covered = vec![vec![0; form.columns.len()]; depth];
            for node in form.header_tree() {
                for row in &mut covered[node.row..node.row + node.height] {
                    for cell in &mut row[node.start..node.start + node.width] {
                        *cell += 1;
                    }
                }
            }
            assert!(covered.iter().flatten().all(|count| *count == 1), "{}: {covered:?}", form.code);
        }
    }
}
