//! Excel workbooks in which a unit fills in its submission, and their way back.
//!
//! `plan` says which sheets there are and what their columns mean, for both directions; `template`
//! writes an empty or pre-filled workbook; `cells` reads any workbook within bounds; `filled` turns the
//! cells into the JSON of a submission and remembers which cell each value came from, with `nested` for
//! rows that belong to rows of another sheet; `taken` holds it against what is stored, `shown` gives the
//! same tables to the pages; `annexes` writes the annexes of a report, `listing` the sources of its figures behind them. Whether a submission is sound is the domain's business.

mod annexes;
mod cells;
mod filled;
mod listing;
mod nested;
mod plan;
mod shown;
mod taken;
mod template;

pub use annexes::annexes;
pub use filled::{Filled, read};
pub use shown::{Part, parts, words};
pub use taken::Taken;
pub use template::{Template, template};

/// The mark that tells our workbooks from others.
pub const FORMAT: &str = "thidua-workbook/1";
