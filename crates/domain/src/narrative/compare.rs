//! Comparison with the same period last year, by the decision table of the phrase guide.

use super::Facts;
use super::numbers::{amount, number, percent};
use super::prose::Prose;
use crate::catalogue::Counting;
use crate::quantity::Quantity;
use crate::summary::{Change, Figure};

/// Whether the comparison opens a paragraph or follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first figure: "tăng 11 cuộc, tương ứng tăng 18,03% so với cùng kỳ năm 2021".
    Lead,
    /// The rest: "tăng 11 cuộc (18,03%) so với cùng kỳ".
    Follow,
}

impl Facts<'_> {
    /// Adds how `figure` moved, right after its value, which is not zero.
    pub fn compare(&self, prose: &mut Prose, figure: &Figure, place: Place) {
        if figure.partly_compared() {
            return self.compare_partly(prose, figure);
        }
        let versus = if place == Place::Lead { self.wording.versus_first.as_str() } else { self.wording.versus };
        let base = self.wording.base;
        match figure.change() {
            Change::Rise { by, percent } => match Self::multiple(figure) {
                Some(times) => {
                    prose.say(&format!(", tăng {}, gấp {} lần {base}", of(by, figure), number(times)));
                }
                None => moved(prose, "tăng", &of(by, figure), percent, versus, place),
            },
            Change::Fall { by, percent } => moved(prose, "giảm", &of(by, figure), percent, versus, place),
            Change::Equal => {
                prose.say(&format!(", bằng {base}"));
            }
            Change::ZeroBase => {
                prose.say(&aside(prose, &format!("{base} không phát sinh")));
            }
            Change::NoBase if !self.summary.basis.compared.is_empty() => {
                prose.say(&format!(
                    " (chỉ tiêu mới theo dõi từ kỳ này, chưa có số liệu {} để so sánh)",
                    if base == "năm trước" { base } else { "cùng kỳ" }
                ));
            }
            Change::NoBase | Change::BothZero | Change::ZeroNow => {}
        }
    }

    /// `gấp n lần`, only where n is exact at one decimal: at least double, on a base of 5 or more.
    fn multiple(figure: &Figure) -> Option<Quantity> {
        let base = figure.base.filter(|base| *base >= Quantity::whole(5) && figure.counting == Counting::Count)?;
        figure.comparable.exact_multiple_of(base).filter(|times| *times >= Quantity::whole(2))
    }

    /// The comparison rests on fewer units than the value.
    fn compare_partly(&self, prose: &mut Prose, figure: &Figure) {
        let units = super::numbers::padded(figure.compared);
        let head = format!(
            "so với {} của {units}\u{a0}đơn vị có số liệu",
            if self.wording.versus == "so với cùng kỳ" { "cùng kỳ" } else { "năm trước" }
        );
        let share = |percent: Option<Quantity>| percent.map_or_else(String::new, |p| format!(" ({})", super::numbers::percent(p)));
        match figure.change() {
            Change::Rise { by, percent } => prose.say(&format!("; {head}, tăng {}{}", of(by, figure), share(percent))),
            Change::Fall { by, percent } => prose.say(&format!("; {head}, giảm {}{}", of(by, figure), share(percent))),
            Change::ZeroNow => prose.say(&format!("; {head}, giảm {}", of(figure.base.unwrap_or_default(), figure))),
            Change::ZeroBase => prose.say(&format!("; {head}, tăng {}", of(figure.comparable, figure))),
            Change::Equal | Change::BothZero => prose.say(&format!("; {head}, không thay đổi")),
            Change::NoBase => prose,
        };
    }

    /// Adds how a figure that is zero now moved: "giảm 03 đoàn so với cùng kỳ", or nothing.
    pub fn compare_zero(&self, prose: &mut Prose, figures: &[&Figure]) {
        let bases: Vec<String> =
            figures.iter().filter_map(|figure| Some(of_base(figure.base.filter(|base| !base.is_zero())?, figure))).collect();
        if !bases.is_empty() {
            prose.say(&format!(", giảm {} {}", bases.join(", "), self.wording.versus));
        }
    }

    /// Adds how several figures moved together, right after their values.
    pub fn compare_together(&self, prose: &mut Prose, figures: &[&Figure], place: Place, shares: bool) {
        let changes: Vec<Change> = figures.iter().map(|figure| figure.change()).collect();
        let versus = if place == Place::Lead { self.wording.versus_first.as_str() } else { self.wording.versus };
        let partly = figures.iter().any(|figure| figure.partly_compared());
        let by = |figure: &Figure, by: Quantity, share: Option<Quantity>| {
            let share = share.filter(|_| shares).map_or_else(String::new, |share| format!(" ({})", percent(share)));
            format!("{}{share}", of(by, figure))
        };
        if changes.iter().all(|change| matches!(change, Change::NoBase | Change::BothZero)) {
            return;
        }
        let rises: Vec<String> = figures
            .iter()
            .zip(&changes)
            .filter_map(|(f, c)| if let Change::Rise { by: d, percent } = c { Some(by(f, *d, *percent)) } else { None })
            .collect();
        let falls: Vec<String> = figures
            .iter()
            .zip(&changes)
            .filter_map(|(f, c)| if let Change::Fall { by: d, percent } = c { Some(by(f, *d, *percent)) } else { None })
            .collect();
        let base = self.wording.base;
        if partly {
            let units = super::numbers::padded(figures.iter().map(|figure| figure.compared).max().unwrap_or(0));
            let list = each_change(figures, &changes, shares);
            prose.say(&format!("; {versus} của {units}\u{a0}đơn vị có số liệu, {list}"));
        } else if rises.len() == figures.len() {
            prose.say(&format!("; {versus} tăng {}", rises.join(", ")));
        } else if falls.len() == figures.len() {
            prose.say(&format!("; {versus} giảm {}", falls.join(", ")));
        } else if changes.iter().all(|change| *change == Change::Equal) {
            prose.say(&format!(", bằng {base}"));
        } else if changes.iter().all(|change| matches!(change, Change::ZeroBase | Change::BothZero)) {
            prose.say(&aside(prose, &format!("{base} không phát sinh")));
        } else {
            let list = each_change(figures, &changes, shares);
            prose.say(&format!("; {versus} {list}"));
        }
    }
}

fn each_change(figures: &[&Figure], changes: &[Change], shares: bool) -> String {
    let share = |p: Option<Quantity>| p.filter(|_| shares).map_or_else(String::new, |p| format!(" ({})", percent(p)));
    let one = |(figure, change): (&&Figure, &Change)| match change {
        Change::Rise { by, percent } => Some(format!("tăng {}{}", of(*by, figure), share(*percent))),
        Change::Fall { by, percent } => Some(format!("giảm {}{}", of(*by, figure), share(*percent))),
        Change::ZeroNow => Some(format!("giảm {}", of(figure.base.unwrap_or_default(), figure))),
        Change::ZeroBase => Some(format!("tăng {}", of(figure.comparable, figure))),
        Change::Equal => Some(format!("không thay đổi về số {}", figure.noun)),
        Change::BothZero | Change::NoBase => None,
    };
    figures.iter().zip(changes).filter_map(one).collect::<Vec<_>>().join(", ")
}

/// An amount of a base, where no figure of this period has named the thing yet.
fn of_base(value: Quantity, figure: &Figure) -> String {
    let thing = if figure.counting == Counting::Land { " đất" } else { "" };
    format!("{}{thing}", of(value, figure))
}

/// A remark in brackets, or behind a semicolon where brackets have just been closed.
fn aside(prose: &Prose, words: &str) -> String {
    if prose.ends_with(')') { format!("; {words}") } else { format!(" ({words})") }
}

/// An amount of the figure's noun.
fn of(value: Quantity, figure: &Figure) -> String {
    amount(value, figure.counting, &figure.noun)
}

fn moved(prose: &mut Prose, verb: &str, by: &str, share: Option<Quantity>, versus: &str, place: Place) {
    let words = match (share.map(percent), place) {
        (Some(share), Place::Lead) => format!(", {verb} {by}, tương ứng {verb} {share} {versus}"),
        (Some(share), Place::Follow) => format!(", {verb} {by} ({share}) {versus}"),
        (None, _) => format!(", {verb} {by} {versus}"),
    };
    prose.say(&words);
}
