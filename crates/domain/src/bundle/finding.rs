//! What can be wrong in a bundle. The sentences for people are in `messages`.

use crate::period::Period;
use crate::quantity::Quantity;

/// One thing noticed at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// JSON path: `$.submissions[3].figures."01/TTr"."4"`.
    pub path: String,
    /// What it is.
    pub problem: Problem,
}

/// Whether a finding stops the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing is taken in.
    Block,
    /// Taken in, and said.
    Warn,
}

/// Kinds of problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file is no JSON: line and column.
    NotJson { line: usize, column: usize },
    /// A key stands twice in one object.
    DuplicateKey(String),
    /// A required field is absent.
    Missing(&'static str),
    /// A field that the format does not know.
    Unknown { field: String, known: Vec<&'static str> },
    /// Another kind of value was expected.
    Expected(Expected),
    /// One of these words was expected.
    NotOneOf { found: String, allowed: Vec<&'static str> },
    /// Required text is empty.
    Empty,
    /// A list needs at least one entry.
    EmptyList,
    /// A code, unit, period … stands twice.
    Twice(String),
    /// Names a unit that the bundle does not have.
    NoSuchUnit(String),
    /// Names a period that the bundle does not have.
    NoSuchPeriod(Period),
    /// Names a catalogue row that does not exist or is not in force that day.
    NotInCatalogue { what: &'static str, code: String },
    /// A form in force has no such column.
    NoSuchColumn { form: String, column: String },
    /// A count that is not whole.
    NotWhole(Quantity),
    /// A negative figure.
    Negative(Quantity),
    /// More decimals or digits than are kept.
    OutOfRange(String),
    /// V01, V03: a total differs from the sum of its parts.
    SumDiffers { unit: String, form: String, total_column: u16, total: Quantity, parts: Vec<(u16, Quantity)>, level: Level },
    /// V02: parts exceed their total.
    PartsExceed { unit: String, form: String, total_column: u16, total: Quantity, parts: Vec<(u16, Quantity)>, level: Level },
    /// A window, validity or pair of instants runs backwards.
    Backwards { from: String, to: String },
    /// `due_at` does not lie after `data_to`, or `lock_at` before `due_at`.
    DueTooEarly,
    /// V07: the form is not given to this class of recipient.
    WrongRecipient { form: String, recipient: &'static str },
    /// V09: the decision lies outside the window.
    OutsideWindow { day: String, from: String, to: String },
    /// V09: the achievement is later than the decision.
    AchievementAfterDecision { year: i32, decided: i32 },
    /// V14: a document is dated after the window.
    DocumentAfterWindow { day: String, to: String },
    /// V13: a number that does not look like `n/LOẠI-CQ`.
    OddNumber(String),
    /// V18: a limitation without cause.
    NoCause,
    /// A character that no face can print.
    NotDrawable(char),
    /// A state that needs the instant of sending.
    NotSentYet,
}

/// Kinds of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// A number.
    Number,
    /// A whole number from 0.
    WholeNumber,
    /// `true` or `false`.
    Bool,
    /// A day `YYYY-MM-DD`.
    Day,
    /// An instant with zone.
    Instant,
    /// A period.
    Period,
    /// A code.
    Code,
    /// The format mark.
    Format,
}

impl Finding {
    /// Whether it blocks.
    pub fn level(&self) -> Level {
        match &self.problem {
            Problem::OutsideWindow { .. }
            | Problem::DocumentAfterWindow { .. }
            | Problem::OddNumber(_)
            | Problem::AchievementAfterDecision { .. }
            | Problem::NoCause => Level::Warn,
            Problem::SumDiffers { level, .. } | Problem::PartsExceed { level, .. } => *level,
            _ => Level::Block,
        }
    }
}
