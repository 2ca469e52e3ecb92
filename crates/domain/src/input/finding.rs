//! What can be wrong with data from outside. The sentences for people are in `messages`.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::catalogue::{ColumnNo, Relation};
use crate::input::legacy::Encoding;
use crate::input::repair::Repair;
use crate::period::Period;
use crate::quantity::Quantity;

/// How many findings of one file are kept; the rest are counted.
pub const KEPT: usize = 1000;

/// One thing noticed at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where: a JSON path `$.submissions[3].figures."01/TTr"."4"`, or sheet and cell of a workbook.
    pub path: String,
    /// What it is.
    pub problem: Problem,
    /// Whose submission it is about, when it is about one.
    pub sender: Option<Arc<Sender>>,
}

/// The unit and period of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Unit, by name.
    pub unit: String,
    /// Period.
    pub period: Period,
}

/// What a finding does to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Mended without asking, and said.
    Repair,
    /// Taken in, and said.
    Warn,
    /// Nothing of the file is taken in.
    Block,
}

/// Findings of one file, at most [`KEPT`] of them.
#[derive(Debug)]
pub struct Findings {
    list: Vec<Finding>,
    most: usize,
    dropped: usize,
    blocks: usize,
    sender: Option<Arc<Sender>>,
}

impl Default for Findings {
    fn default() -> Self {
        Self { list: Vec::new(), most: KEPT, dropped: 0, blocks: 0, sender: None }
    }
}

impl Findings {
    /// Findings of data that is ours already, all of which are kept.
    pub fn unbounded() -> Self {
        Self { most: usize::MAX, ..Self::default() }
    }

    /// Notes a finding.
    pub fn say(&mut self, path: String, problem: Problem) {
        let sender = self.sender.clone();
        self.add(Finding { path, problem, sender });
    }

    /// Says whose submission the findings from here on are about.
    pub fn about(&mut self, sender: Option<Sender>) {
        self.sender = sender.map(Arc::new);
    }

    /// Notes a finding.
    pub fn add(&mut self, finding: Finding) {
        self.blocks += usize::from(finding.level() == Level::Block);
        if self.list.len() < self.most {
            self.list.push(finding);
        } else {
            self.dropped += 1;
        }
    }

    /// True when one of the findings blocks, kept or not.
    pub fn block(&self) -> bool {
        self.blocks > 0
    }

    /// How many findings block, kept or not.
    pub fn blocks(&self) -> usize {
        self.blocks
    }

    /// The blocking findings below `path`, with what follows it in theirs; `None` when some findings
    /// were not kept.
    pub fn blocking_below(&self, path: &str) -> Option<Vec<(&str, &Problem)>> {
        let below = |finding: &'_ Finding| finding.level() == Level::Block && finding.path.starts_with(path);
        let found = self.list.iter().rev().filter(|finding| below(finding));
        let found = found.filter_map(|finding| Some((finding.path.strip_prefix(path)?, &finding.problem)));
        (self.dropped == 0).then(|| found.collect())
    }

    /// The findings, blocking ones first, with a last one for those that were not kept.
    pub fn into_list(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|finding| std::cmp::Reverse(finding.level()));
        if self.dropped > 0 {
            let problem = Problem::More { count: self.dropped, blocking: self.blocks > 0 };
            self.list.push(Finding::whole("$", problem));
        }
        self.list
    }
}

/// The columns of an arithmetic rule with their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Unit that sent them, by name.
    pub unit: String,
    /// Form.
    pub form: String,
    /// Column of the total.
    pub total_column: ColumnNo,
    /// Its value.
    pub total: Quantity,
    /// Columns of the parts with their values.
    pub parts: Vec<(ColumnNo, Quantity)>,
    /// Number of the rule, when the form names one.
    pub rule: Option<String>,
}

/// Titles or forms of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titles {
    /// Name of the title.
    pub name: String,
    /// Year of the achievement.
    pub year: i32,
    /// Registered, not awarded.
    pub registered: bool,
}

/// A column that changed much against its base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LargeChange {
    /// Column.
    pub column: ColumnNo,
    /// Value now.
    pub now: Quantity,
    /// Base value.
    pub base: Quantity,
    /// Form and column of the base, when the form of the year before was another.
    pub base_at: Option<(String, ColumnNo)>,
}

/// Kinds of problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file is no JSON: line and column.
    NotJson { line: usize, column: usize },
    /// A catalogue file is no TOML: line.
    NotToml { line: usize },
    /// A key stands twice in one object.
    DuplicateKey(String),
    /// A required field is absent.
    Missing(String),
    /// A field that the format does not know.
    Unknown { field: String, known: Vec<String> },
    /// A value that passed its schema but could not be decoded.
    Undecodable(String),
    /// Another kind of value was expected.
    Expected(Expected),
    /// One of these words was expected.
    NotOneOf { found: String, allowed: Vec<String> },
    /// Required text is empty.
    Empty,
    /// A list needs at least one entry.
    EmptyList,
    /// A code, unit, period … stands twice.
    Twice(String),
    /// The database has no such agency.
    NoSuchAgency(String),
    /// Names a unit that the bundle does not have.
    NoSuchUnit(String),
    /// Names a period that the bundle does not have.
    NoSuchPeriod(Period),
    /// Names a catalogue row that does not exist or is not in force that day.
    NotInCatalogue { what: &'static str, code: String, day: Option<NaiveDate> },
    /// A form in force has no such column.
    NoSuchColumn { form: String, column: String },
    /// A list form was sent as figures, or a form of figures as a list.
    WrongFormKind { form: String, list: bool },
    /// A count that is not whole.
    NotWhole(Quantity),
    /// A share above 100.
    NotAShare(Quantity),
    /// A negative figure.
    Negative(Quantity),
    /// More decimals or digits than are kept.
    OutOfRange(String),
    /// V01, V03: a total differs from the sum of its parts.
    SumDiffers { sum: Sum, level: Level },
    /// V02, V04, V05: parts exceed their total.
    PartsExceed { sum: Sum, level: Level },
    /// A column does not agree with a column of another form.
    CrossDiffers {
        unit: String,
        form: String,
        column: ColumnNo,
        value: Quantity,
        relation: Relation,
        other_form: String,
        other_column: ColumnNo,
        other_value: Quantity,
        level: Level,
    },
    /// A window, validity or pair of instants runs backwards.
    Backwards { from: String, to: String },
    /// `due_at` does not lie after `data_to`, or `lock_at` before `due_at`.
    DueTooEarly,
    /// V06: more planned inspections than the year's plan.
    AbovePlan { unit: String, planned: Quantity, plan: u32, year: i32 },
    /// V07: the form is not given to this class of recipient.
    WrongRecipient { form: String, recipient: &'static str },
    /// V08: the authority does not fit the form, the recipient's body and the regime.
    WrongAuthority { form: String, authority: String, allowed: Vec<String> },
    /// V09: the decision lies outside the window.
    OutsideWindow { day: String, from: String, to: String },
    /// V09: the achievement is later than the decision.
    AchievementAfterDecision { year: i32, decided: i32 },
    /// V10: more registrations or awards of a title than its quota allows.
    AboveQuota { unit: String, title: Box<Titles>, count: u32, base_title: String, base: u32, percent: Quantity, source: String },
    /// V11: more of a title than people or than the title it rests on.
    TooManyTitles { unit: String, title: Titles, count: u32, limit: String, most: u32 },
    /// V11: more people or names of a kind than there are of all kinds.
    MoreThan { unit: String, what: String, count: u32, limit: String, most: u32 },
    /// V12: leaders and direct staff are not all individuals.
    SplitDiffers { count: u32, leaders: u32, direct_staff: u32 },
    /// A split into leaders and direct staff without the word for it, or the word without the split.
    SplitMisplaced,
    /// V13: a number that fits none of the catalogue's patterns.
    OddNumber { number: String, examples: Vec<String> },
    /// V14: a document is dated after the window.
    DocumentAfterWindow { day: String, to: String },
    /// V14: a plan for a year is dated after it.
    PlanAfterYear { day: String, year: i32 },
    /// V15: columns with a large change against the same period of the year before, without an explanation.
    Unexplained { unit: String, form: String, columns: Vec<LargeChange> },
    /// V17: units that were expected have nothing in the file that counts, and their time is over.
    NothingSent { period: Period, units: Vec<String> },
    /// A submission of a unit that was not there at any day of the window.
    UnitNotThere { unit: String, from: String, to: String },
    /// A form that the agency collects was not sent.
    FormNotSent { unit: String, form: String },
    /// A form was sent that the agency does not collect.
    FormNotCollected { form: String },
    /// V18: a limitation without cause.
    NoCause,
    /// V18: causes without remedy.
    NoRemedy,
    /// An outside member, parent or cluster names neither a unit nor a body, or both.
    UnitOrName,
    /// Validities of the same relation overlap.
    Overlap(String),
    /// A succession lacks predecessors or successors, or has too many for its kind.
    WrongSuccession,
    /// A contact whose parts do not go together.
    Contact(crate::contact::ContactError),
    /// A renaming that makes a unit its own successor.
    SuccessionToItself,
    /// The year of a date has no holiday rows.
    NoHolidays(i32),
    /// V16: text mended at the door.
    Repaired { before: String, after: String, repairs: Vec<Repair> },
    /// V16: text in an encoding before Unicode, with its conversion.
    Legacy { encoding: Encoding, before: String, after: String, accepted: bool },
    /// A character that no face can print.
    NotDrawable(char),
    /// A reason for returning in another state.
    ReasonMisplaced,
    /// A state that needs the instant of sending.
    NotSentYet,
    /// A catalogue row that contradicts itself or another.
    WrongRow { kind: String, code: String, reason: RowProblem },
    /// A cell of a workbook cannot be read as a figure.
    NotANumber(String),
    /// A cell that can be read as two different figures.
    AmbiguousNumber { written: String, readings: Vec<Quantity> },
    /// A cell holds an error value of the spreadsheet program.
    CellError(String),
    /// The workbook was not made for this, or a part that the reader needs is gone.
    NotOurWorkbook(String),
    /// What is stored of the unit for another period does not pass the present catalogue.
    StoredInvalid,
    /// A formula without a result.
    FormulaWithoutValue,
    /// A sheet or cell of a workbook that no part of the submission is read from.
    NotRead(String),
    /// Names an entry of another sheet that is not there.
    NoSuchEntry { found: String, sheet: String },
    /// Names entries of another sheet, more than one.
    ManyEntries { found: String, sheet: String },
    /// A row says otherwise than an earlier row about the same entry.
    EntryDiffers { before: String },
    /// The workbook has lost the sheet of a form of which figures are stored.
    FormSheetGone(String),
    /// Figures are stored of a form that the catalogue no longer has, so that no sheet brings them.
    FormLeftOut(String),
    /// The file cannot be opened as a workbook.
    NotAWorkbook,
    /// A file, sheet or list is larger than is read.
    TooLarge(String),
    /// There were more findings than are kept.
    More { count: usize, blocking: bool },
}

/// What a finding speaks of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Unit, by name.
    pub unit: Option<String>,
    /// Form.
    pub form: Option<String>,
    /// Column.
    pub column: Option<ColumnNo>,
}

/// What is wrong with a catalogue row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowProblem {
    /// Another row of the same code is in force on the same days.
    Overlap,
    /// `valid_to` stands before `valid_from`.
    Backwards,
    /// A column number stands twice.
    ColumnTwice(ColumnNo),
    /// A column has no header.
    NoHeader(ColumnNo),
    /// A rule names a column that does not exist.
    RuleColumn(String),
    /// A meaning stands twice in forms in force on the same day.
    MeaningTwice(String),
    /// Names a row of another kind that does not exist.
    NoSuchRow(String),
    /// A pattern is no regular expression.
    BadPattern(String),
    /// An example does not fit its own pattern.
    BadExample(String),
    /// A phrase names neither columns nor a fact, or lacks the whole that its pattern speaks of.
    BadPhrase,
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
    /// A whole number between two others, both included.
    Between(i64, i64),
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
    /// An e-mail address.
    Email,
    /// A column number.
    ColumnNumber,
}

impl Finding {
    /// A finding about a whole file, or a place of it that is nobody's submission.
    pub fn whole(path: &str, problem: Problem) -> Self {
        Self { path: path.to_owned(), problem, sender: None }
    }

    /// What it does to the file.
    pub fn level(&self) -> Level {
        match &self.problem {
            Problem::SumDiffers { level, .. } | Problem::PartsExceed { level, .. } | Problem::CrossDiffers { level, .. } => *level,
            Problem::Repaired { .. } => Level::Repair,
            Problem::Legacy { accepted, .. } => {
                if *accepted {
                    Level::Repair
                } else {
                    Level::Block
                }
            }
            Problem::More { blocking, .. } => {
                if *blocking {
                    Level::Block
                } else {
                    Level::Warn
                }
            }
            Problem::OutsideWindow { .. }
            | Problem::DocumentAfterWindow { .. }
            | Problem::PlanAfterYear { .. }
            | Problem::OddNumber { .. }
            | Problem::AchievementAfterDecision { .. }
            | Problem::AbovePlan { .. }
            | Problem::WrongAuthority { .. }
            | Problem::AboveQuota { .. }
            | Problem::NothingSent { .. }
            | Problem::UnitNotThere { .. }
            | Problem::NotRead(_)
            | Problem::FormLeftOut(_)
            | Problem::Unexplained { .. }
            | Problem::FormNotSent { .. }
            | Problem::FormNotCollected { .. }
            | Problem::NoHolidays(_)
            | Problem::NoCause
            | Problem::NoRemedy => Level::Warn,
            _ => Level::Block,
        }
    }

    /// The unit, form and column it speaks of, as far as it does.
    pub fn about(&self) -> About {
        let mut about = self.problem_about();
        about.unit = about.unit.or_else(|| self.sender.as_ref().map(|sender| sender.unit.clone()));
        about
    }

    fn problem_about(&self) -> About {
        let about = |unit: &'_ str, form: &'_ str, column| About { unit: Some(unit.to_owned()), form: Some(form.to_owned()), column };
        match &self.problem {
            Problem::SumDiffers { sum, .. } | Problem::PartsExceed { sum, .. } => about(&sum.unit, &sum.form, Some(sum.total_column)),
            Problem::CrossDiffers { unit, form, column, .. } => about(unit, form, Some(*column)),
            Problem::Unexplained { unit, form, .. } | Problem::FormNotSent { unit, form } => about(unit, form, None),
            Problem::AbovePlan { unit, .. }
            | Problem::AboveQuota { unit, .. }
            | Problem::TooManyTitles { unit, .. }
            | Problem::MoreThan { unit, .. }
            | Problem::UnitNotThere { unit, .. } => About { unit: Some(unit.clone()), ..About::default() },
            Problem::NoSuchColumn { form, column } => About { form: Some(form.clone()), column: column.parse().ok(), ..About::default() },
            Problem::FormNotCollected { form } | Problem::WrongFormKind { form, .. } => {
                About { form: Some(form.clone()), ..About::default() }
            }
            _ => About::default(),
        }
    }

    /// The rule of the validation list that it comes from, when it is one of them.
    pub fn rule(&self) -> Option<&str> {
        Some(match &self.problem {
            Problem::SumDiffers { sum, .. } => sum.rule.as_deref().unwrap_or("V01"),
            Problem::PartsExceed { sum, .. } => sum.rule.as_deref().unwrap_or("V02"),
            Problem::CrossDiffers { .. } => "V04",
            Problem::AbovePlan { .. } => "V06",
            Problem::WrongRecipient { .. } => "V07",
            Problem::WrongAuthority { .. } => "V08",
            Problem::OutsideWindow { .. } | Problem::AchievementAfterDecision { .. } => "V09",
            Problem::AboveQuota { .. } => "V10",
            Problem::MoreThan { .. } | Problem::TooManyTitles { .. } => "V11",
            Problem::SplitDiffers { .. } => "V12",
            Problem::OddNumber { .. } => "V13",
            Problem::DocumentAfterWindow { .. } | Problem::PlanAfterYear { .. } => "V14",
            Problem::Unexplained { .. } => "V15",
            Problem::Repaired { .. } | Problem::Legacy { .. } => "V16",
            Problem::NothingSent { .. } => "V17",
            Problem::NoCause | Problem::NoRemedy => "V18",
            _ => return None,
        })
    }
}
