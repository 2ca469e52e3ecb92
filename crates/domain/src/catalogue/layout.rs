//! Layout profiles: the numbers of the prescribed form as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;
use crate::validity::Validity;

/// Measures of the prescribed form. Lengths of the page in tenths of a millimetre, type sizes and
/// spaces in tenths of a point, so that everything is a whole number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LayoutProfile {
    /// Identifier: `nd30-2020`.
    pub code: Text,
    /// The rule it follows.
    pub source: Text,
    /// When it holds, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
    /// Paper width, 0.1 mm.
    pub paper_width: u32,
    /// Paper height, 0.1 mm.
    pub paper_height: u32,
    /// Top margin, 0.1 mm.
    pub margin_top: u32,
    /// Bottom margin, 0.1 mm.
    pub margin_bottom: u32,
    /// Left margin, 0.1 mm.
    pub margin_left: u32,
    /// Right margin, 0.1 mm.
    pub margin_right: u32,
    /// Body and headings, 0.1 pt.
    pub body_size: u32,
    /// Page number, 0.1 pt.
    pub page_number_size: u32,
    /// Quốc hiệu and names of the bodies, 0.1 pt.
    pub national_title_size: u32,
    /// Tiêu ngữ, 0.1 pt.
    pub motto_size: u32,
    /// Number and symbol, 0.1 pt.
    pub number_size: u32,
    /// Place and date, 0.1 pt.
    pub date_size: u32,
    /// "Nơi nhận:", 0.1 pt.
    pub recipients_title_size: u32,
    /// List of recipients, 0.1 pt.
    pub recipients_size: u32,
    /// Cells of annex tables, 0.1 pt.
    pub table_size: u32,
    /// Heads of annex tables, 0.1 pt.
    pub table_head_size: u32,
    /// First-line indent, 0.1 mm.
    pub first_line_indent: u32,
    /// Space between paragraphs, 0.1 pt.
    pub paragraph_space: u32,
    /// Line spacing in hundredths of single spacing (100–150).
    pub line_spacing: u32,
    /// Height kept free for the signature, 0.1 mm.
    pub signature_space: u32,
    /// Width of the right block of the head (Quốc hiệu), 0.1 mm.
    pub head_right_width: u32,
    /// Notes at the foot of pages, 0.1 pt.
    #[serde(default = "note_size")]
    pub note_size: u32,
    /// Pages of main text from which a list of contents follows it; 0 for never.
    #[serde(default = "contents_from")]
    pub contents_from: u32,
    /// Stamps of secrecy and urgency that a report may bear.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamps: Vec<StampRow>,
}

/// A stamp of secrecy or urgency: red words in a red frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StampRow {
    /// Code used in data: `urgent`.
    pub code: Code,
    /// Words, as printed: `KHẨN`.
    pub words: Text,
    /// Width of the frame, 0.1 mm.
    pub width: u32,
    /// Height of the frame, 0.1 mm.
    pub height: u32,
    /// A degree of secrecy: such a report leaves the program by nobody's mail and into nobody's folder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secrecy: bool,
    /// Where its measures are known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
}

/// Size of notes in a profile that does not say it.
fn note_size() -> u32 {
    110
}

/// Length from which a list of contents stands, in a profile that does not say it.
fn contents_from() -> u32 {
    20
}
