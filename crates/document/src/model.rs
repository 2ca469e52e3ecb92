//! The document as a value: what every writer prints, in reading order, without any measure but
//! the layout profile.

use thidua_domain::catalogue::LayoutProfile;
use thidua_domain::narrative::chart::Bars;
use thidua_domain::report::Table;

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Title for windows and metadata.
    pub title: String,
    /// Issuing body, for metadata.
    pub author: String,
    /// Measures.
    pub profile: LayoutProfile,
    /// Marks on every page.
    pub marks: Marks,
    /// The head of page 1.
    pub head: Head,
    /// The body.
    pub body: Vec<Block>,
    /// Signature and recipients.
    pub closing: Closing,
    /// Notes, in the order of their numbers in the body.
    pub notes: Vec<String>,
    /// Annexes.
    pub annexes: Vec<AnnexPart>,
    /// Address line at the foot of page 1; empty for none.
    pub address: String,
}

/// Marks on every page of every format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// `DỰ THẢO`, while it is a draft.
    pub draft: Option<String>,
    /// `SỐ LIỆU MINH HỌA`, when the data is made up.
    pub illustrative: Option<String>,
}

/// Ô số 1 to 5 and 9a of Decree 30.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Ô 2, first line: superior body, in capitals.
    pub superior: String,
    /// Ô 2, second line: issuing body, in capitals.
    pub agency: String,
    /// Ô 1, first line.
    pub national_title: String,
    /// Ô 1, second line.
    pub motto: String,
    /// Ô 3.
    pub number: String,
    /// Ô 10a and 10b: secrecy, then urgency; nearly always none.
    pub stamps: Vec<Stamp>,
    /// Ô 4.
    pub place_and_date: String,
    /// Ô 5a: type of document.
    pub kind: String,
    /// Ô 5a: subject, line by line.
    pub subject: Vec<String>,
    /// Ô 9a: "Kính gửi:".
    pub salutation: String,
    /// Ô 9a: addressees, with their punctuation.
    pub addressees: Vec<String>,
}

/// A block of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A numbered heading; level 1 is printed in capitals.
    Heading {
        /// Depth from 1.
        level: u8,
        /// Number and text as printed.
        text: String,
    },
    /// A paragraph, or a list item with its dash.
    Paragraph {
        /// Pieces of text.
        runs: Vec<Run>,
    },
    /// A chart with its title.
    Chart(Bars),
}

/// A piece of text with the figure it prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Text.
    pub text: String,
    /// How it is set off.
    pub style: Style,
    /// Key of the figure behind it.
    pub figure: Option<String>,
    /// The annex that it names, by its place among the annexes.
    pub annex: Option<usize>,
    /// The note whose number follows it, by its place among the notes.
    pub note: Option<usize>,
}

impl Run {
    /// The words with the number of the note behind them.
    fn text(&self) -> String {
        self.note.map_or_else(|| self.text.clone(), |note| format!("{}{}", self.text, note + 1))
    }

    /// Text that leads nowhere.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Style::Plain, figure: None, annex: None, note: None }
    }
}

/// How a piece of text is set off from the rest of its paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// It is not.
    #[default]
    Plain,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Both.
    BoldItalic,
}

/// A stamp under the number of the document: urgency or secrecy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// `KHẨN`.
    pub words: String,
    /// Width of the frame, 0.1 mm.
    pub width: u32,
    /// Height of the frame, 0.1 mm.
    pub height: u32,
}

/// Ô số 7a, 7b, 9b.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// "Nơi nhận:".
    pub recipients_title: String,
    /// Recipients with dash and punctuation.
    pub recipients: Vec<String>,
    /// Authority and office of the signer.
    pub titles: Vec<String>,
    /// Name of the signer.
    pub name: String,
}

/// An annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexPart {
    /// `Phụ lục I`.
    pub label: String,
    /// Title in capitals.
    pub title: String,
    /// `(Kèm theo Báo cáo số …)`.
    pub attached_to: String,
    /// Data window and units of measure; may be empty.
    pub note: String,
    /// The table.
    pub table: Table,
    /// Who signs at its foot, from the left; none: nobody.
    pub signatures: Vec<String>,
}

/// What stands under the office of who signs a table.
pub const SIGN_HERE: &str = "(Ký, ghi rõ họ tên)";

impl Document {
    /// The text of pages without what stands in their margins: marks, the address, notes.
    pub fn running_text(&self) -> String {
        let mut bare = Self { marks: Marks::default(), address: String::new(), notes: Vec::new(), ..self.clone() };
        for block in &mut bare.body {
            if let Block::Paragraph { runs } = block {
                for run in runs {
                    run.note = None;
                }
            }
        }
        bare.text()
    }

    /// All text in reading order, one line a paragraph or cell: what every writer must reproduce.
    pub fn text(&self) -> String {
        let mut lines: Vec<&str> = Vec::new();
        lines.extend(self.marks.draft.as_deref());
        lines.extend(self.marks.illustrative.as_deref());
        let head = &self.head;
        lines.extend(
            [&head.superior, &head.agency, &head.national_title, &head.motto, &head.number, &head.place_and_date].map(String::as_str),
        );
        lines.extend(head.stamps.iter().map(|stamp| stamp.words.as_str()));
        lines.push(&head.kind);
        lines.extend(head.subject.iter().map(String::as_str));
        if !head.addressees.is_empty() {
            lines.push(&head.salutation);
            lines.extend(head.addressees.iter().map(String::as_str));
        }
        let bodies: Vec<String> = self.body.iter().map(Block::text).collect();
        lines.extend(bodies.iter().map(String::as_str));
        lines.push(&self.closing.recipients_title);
        lines.extend(self.closing.recipients.iter().map(String::as_str));
        lines.extend(self.closing.titles.iter().map(String::as_str));
        lines.push(&self.closing.name);
        lines.push(&self.address);
        let notes: Vec<String> = self.notes.iter().enumerate().map(|(index, note)| format!("{} {note}", index + 1)).collect();
        lines.extend(notes.iter().map(String::as_str));
        for annex in &self.annexes {
            lines.extend([annex.label.as_str(), &annex.title, &annex.attached_to, &annex.note]);
            lines.extend(table_text(&annex.table));
            lines.extend(annex.signatures.iter().flat_map(|office| [office.as_str(), SIGN_HERE]));
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}

fn table_text(table: &Table) -> Vec<&str> {
    let mut grid: Vec<_> = table.header.iter().collect();
    grid.sort_by_key(|cell| (cell.row, cell.column));
    let header = grid.into_iter().map(|cell| cell.text.as_str());
    let numbers = table.numbers.iter().map(String::as_str);
    let cells = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
    header.chain(numbers).chain(cells).collect()
}

impl Block {
    /// The text of the block.
    pub fn text(&self) -> String {
        match self {
            Self::Heading { text, .. } => text.clone(),
            Self::Paragraph { runs } => runs.iter().map(Run::text).collect(),
            Self::Chart(bars) => {
                let second = bars.second.as_deref().unwrap_or_default();
                let mut lines = vec![bars.title.as_str(), &bars.first, second];
                for row in &bars.rows {
                    lines.extend([row.label.as_str(), &row.first_text]);
                    lines.extend(row.second.map(|_| row.second_text.as_str()));
                }
                lines.join("\n")
            }
        }
    }
}
