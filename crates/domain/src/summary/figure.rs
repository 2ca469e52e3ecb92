//! One figure: its value, what it is compared with, and where every part of it comes from.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;

use crate::catalogue::{ColumnNo, Counting, Polarity};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::text::Text;

/// Names a figure: `01/TTr:1`; of one unit `01/TTr:1@TTH-CUJUT`; of a group `01/TTr:1#branch.district`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey(pub String);

impl FigureKey {
    /// The unit, when the figure is one unit's alone.
    pub fn unit(&self) -> Option<&str> {
        self.0.split_once('@').map(|(_, unit)| unit)
    }

    /// The group, when the figure is one of a branch, kind or cluster: `branch.district`.
    pub fn group(&self) -> Option<&str> {
        self.0.split_once('#').map(|(_, group)| group)
    }

    /// The key of the total over all units.
    pub fn whole(&self) -> &str {
        self.0.split(['@', '#']).next().unwrap_or(&self.0)
    }
}

impl Borrow<str> for FigureKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FigureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A computed figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name.
    pub key: FigureKey,
    /// What it says, for screens.
    pub label: String,
    /// Counting noun.
    pub noun: Text,
    /// Kind of number.
    pub counting: Counting,
    /// Whether more is better.
    pub polarity: Polarity,
    /// The value of this period, over all units that sent.
    pub value: Quantity,
    /// The value of this period over the units that also have a base.
    pub comparable: Quantity,
    /// The value of the same period last year over the same units; `None` without any base.
    pub base: Option<Quantity>,
    /// What `base` was when the report of that period was issued, when it has been corrected since.
    pub base_as_issued: Option<Quantity>,
    /// Why the law of the two periods does not let them be compared; then there is no base.
    pub not_compared: Option<Text>,
    /// True when the forms of the year before counted nothing of the kind.
    pub new: bool,
    /// Units on which the comparison rests.
    pub compared: usize,
    /// True when both periods rest on the same units.
    pub like_with_like: bool,
    /// The parts of `value`.
    pub sources: Vec<Source>,
    /// The parts of `base`.
    pub base_sources: Vec<Source>,
    /// The comparison with the half right before; of totals and groups alone.
    pub previous: Option<Previous>,
}

/// How a figure stands to the half right before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// The value of this period over the units that sent in both.
    pub comparable: Quantity,
    /// The value of the half before over the same units.
    pub value: Quantity,
    /// Units on which it rests.
    pub compared: usize,
    /// True when both halves rest on the same units.
    pub like_with_like: bool,
}

/// A part of a figure and where it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The unit that sent it.
    pub unit: Code,
    /// The unit for which it counts in comparisons: the one that followed, or the same.
    pub counts_for: Code,
    /// Version of its submission.
    pub version: u32,
    /// Where in the submission.
    pub place: Place,
    /// The value there.
    pub value: Quantity,
}

/// A place in a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A column of a form.
    Column(Code, ColumnNo),
    /// A row of a part other than forms, counted from 0.
    Row(Part, usize),
}

/// A part of a submission that is not a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Khen thưởng.
    Award,
    /// Văn bản.
    Document,
    /// Quán triệt, tuyên truyền.
    Dissemination,
    /// Phong trào thi đua.
    Movement,
    /// Hội đồng.
    Council,
    /// Đăng ký danh hiệu.
    Registration,
    /// Điển hình tiên tiến.
    ModelExample,
    /// Sáng kiến.
    Initiative,
    /// Hội nghị.
    Conference,
    /// Chuẩn mực đạo đức.
    Ethics,
    /// Hoạt động cụm, khối.
    ClusterActivity,
    /// Nhân sự; one row.
    Staff,
    /// Kế hoạch thanh tra năm; one row.
    InspectionPlan,
}

/// How a value moved against its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// No base is known.
    NoBase,
    /// Zero in both periods.
    BothZero,
    /// Something now, nothing then: no percentage exists.
    ZeroBase,
    /// Nothing now, something then.
    ZeroNow,
    /// The same.
    Equal,
    /// A rise; the percentage is absent when it rounds to zero.
    Rise {
        /// By how much.
        by: Quantity,
        /// In percent of the base, half-up at two decimals.
        percent: Option<Quantity>,
    },
    /// A fall; the percentage is absent when it rounds to zero, or to the whole of which something is left.
    Fall {
        /// By how much.
        by: Quantity,
        /// In percent of the base, half-up at two decimals.
        percent: Option<Quantity>,
    },
}

impl Change {
    /// The change from `base` to `now`.
    pub fn between(now: Quantity, base: Option<Quantity>) -> Self {
        let Some(base) = base else { return Self::NoBase };
        let by = now.distance(base);
        let percent = by.percent_of(base).filter(|percent| !percent.is_zero());
        match (now.is_zero(), base.is_zero()) {
            (true, true) => Self::BothZero,
            (true, false) => Self::ZeroNow,
            (false, true) => Self::ZeroBase,
            (false, false) if now == base => Self::Equal,
            (false, false) if now > base => Self::Rise { by, percent },
            (false, false) => Self::Fall { by, percent: percent.filter(|percent| *percent < Quantity::whole(100)) },
        }
    }
}

impl Figure {
    /// How the comparable value moved.
    pub fn change(&self) -> Change {
        Change::between(self.comparable, self.base)
    }

    /// True when the comparison leaves out units of either period.
    pub fn partly_compared(&self) -> bool {
        self.base.is_some() && !self.like_with_like
    }

    /// How the value moved against the half right before.
    pub fn change_from_previous(&self) -> Change {
        self.previous.as_ref().map_or(Change::NoBase, |previous| Change::between(previous.comparable, Some(previous.value)))
    }
}

/// Puts a figure under its key.
pub(super) fn keep(figures: &mut BTreeMap<FigureKey, Figure>, figure: Figure) {
    figures.insert(figure.key.clone(), figure);
}
