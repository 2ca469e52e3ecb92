//! Statistical forms: columns, the header tree above them, and their arithmetic identities.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;
use crate::validity::Validity;

/// A statistical form of a reporting circular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Official number: `01/TTr`.
    pub code: Code,
    /// Title as printed.
    pub title: Text,
    /// The circular that prescribes it.
    pub circular: Text,
    /// How sure we are of the columns.
    pub confidence: Confidence,
    /// When it is in force, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Arithmetic identities.
    pub identities: Vec<Identity>,
}

/// How well the source of a row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in full text or in two independent sources.
    High,
    /// One secondary source; shown as "chưa đối chiếu với văn bản gốc".
    Medium,
    /// Weak; shown likewise.
    Low,
}

/// One column of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Printed number.
    pub number: u16,
    /// Printed formula, empty when there is none: `1=2+3=4+5`.
    #[serde(default)]
    pub formula: Text,
    /// Path of header cells from the top.
    pub header: Vec<Text>,
    /// Short label for screens.
    pub label: Text,
    /// Unit of the values.
    pub counting: Counting,
    /// Counting noun in sentences: `cuộc`, `triệu đồng`, `m2`.
    pub noun: Text,
    /// Whether more is better.
    pub polarity: Polarity,
    /// Words that replace the usual ones in a sentence: `thu hồi về ngân sách nhà nước`; may be empty.
    #[serde(default)]
    pub phrase: Text,
    /// What the column says in the report, if it is quoted there.
    #[serde(default)]
    pub sense: Option<Sense>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Discrete things: whole numbers.
    Count,
    /// Money in triệu đồng.
    Money,
    /// Land in m2.
    Land,
}

/// Whether a rise is good, bad or neither. The verb tăng/giảm never depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// A rise is good.
    MoreIsBetter,
    /// A fall is good.
    FewerIsBetter,
    /// Neither.
    Neutral,
}

/// What a column means to the sentences, independent of its number in a circular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// Tổng số cuộc thanh tra.
    PerformedTotal,
    /// Kỳ trước chuyển sang.
    CarriedOver,
    /// Triển khai trong kỳ.
    Started,
    /// Theo kế hoạch.
    Planned,
    /// Đột xuất.
    AdHoc,
    /// Đã ban hành kết luận.
    Concluded,
    /// Số đơn vị được thanh tra.
    UnitsInspected,
    /// Số đơn vị được thanh tra theo kết luận đã ban hành (from 2025).
    UnitsConcluded,
    /// Vi phạm về kinh tế, tiền.
    ViolationMoney,
    /// Vi phạm về kinh tế, đất.
    ViolationLand,
    /// Kiến nghị thu hồi, tiền.
    RecoverMoney,
    /// Kiến nghị thu hồi, đất.
    RecoverLand,
    /// Xử lý khác, tiền.
    OtherMoney,
    /// Xử lý khác, đất.
    OtherLand,
    /// Xử lý hành chính, tổ chức.
    AdminOrgs,
    /// Xử lý hành chính, cá nhân.
    AdminPeople,
    /// Chuyển cơ quan điều tra, vụ.
    PoliceCases,
    /// Chuyển cơ quan điều tra, đối tượng.
    PolicePeople,
    /// Hoàn thiện cơ chế, chính sách.
    PolicyDocs,
}

/// `total` must equal the sum of `parts`, or must not be less than it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Column of the total.
    pub total: u16,
    /// Columns of the parts.
    pub parts: Vec<u16>,
    /// `true`: the sum may stay below the total.
    #[serde(default)]
    pub at_most: bool,
    /// Refuse or only warn.
    pub level: IdentityLevel,
}

/// What happens when an identity does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    pub fn column(&self, number: u16) -> Option<&Column> {
        self.columns.iter().find(|column| column.number == number)
    }

    /// The column with this meaning.
    pub fn column_of(&self, sense: Sense) -> Option<&Column> {
        self.columns.iter().find(|column| column.sense == Some(sense))
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

    /// Checks that numbers are unique and identities name existing columns.
    ///
    /// # Errors
    /// A sentence in English for whoever edits the catalogue.
    pub fn check(&self) -> Result<(), String> {
        for (index, column) in self.columns.iter().enumerate() {
            if self.columns[..index].iter().any(|other| other.number == column.number) {
                return Err(format!("column {} stands twice", column.number));
            }
            if column.header.is_empty() {
                return Err(format!("column {} has no header", column.number));
            }
        }
        for number in self.identities.iter().flat_map(|identity| identity.parts.iter().chain([&identity.total])) {
            if self.column(*number).is_none() {
                return Err(format!("an identity names column {number}, which does not exist"));
            }
        }
        Ok(())
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
