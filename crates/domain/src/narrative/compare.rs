//! Comparison with the same period last year, by the decision table of the phrase guide (§3.2, §5).

use super::Facts;
use super::numbers::{number, percent};
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
    pub fn compare(&self, prose: &mut Prose<'_>, figure: &Figure, place: Place) {
        prose.rest_on(figure);
        // Units that were named already in this paragraph are not named again where they account for the whole value.
        let known = figure.comparable == figure.value && prose.names_units(figure.compared);
        if figure.partly_compared() && !known {
            self.compare_partly(prose, figure);
            return self.half_before(prose, figure, place);
        }
        let place = if figure.partly_compared() { Place::Follow } else { place };
        let versus = if place == Place::Lead { self.wording.versus_first.as_str() } else { self.wording.versus };
        let base = self.wording.base;
        match figure.change() {
            Change::Rise { by, percent } => match Self::multiple(figure) {
                Some(times) => {
                    prose.say(&format!(", tăng {}, gấp {} lần {base}", self.of(by, figure), number(times)));
                }
                None => self.moved(prose, "tăng", figure, (by, percent), (versus, place)),
            },
            Change::Fall { by, percent } => self.moved(prose, "giảm", figure, (by, percent), (versus, place)),
            Change::Equal => {
                prose.say(&format!(", bằng {base}"));
            }
            Change::ZeroBase => {
                prose.say(&aside(prose, &format!("{base} không phát sinh")));
            }
            Change::NoBase => self.no_base(prose, figure),
            Change::BothZero | Change::ZeroNow => {}
        }
        self.corrected(prose, figure);
        self.half_before(prose, figure, place);
    }

    /// Where the house asks for it, the first figure of a paragraph is held against the half right before too:
    /// `; so với 6 tháng cuối năm 2021 tăng 05 cuộc (7,46%)`.
    fn half_before(&self, prose: &mut Prose<'_>, figure: &Figure, place: Place) {
        let (Some(versus), Some(previous)) = (&self.wording.versus_half_before, &figure.previous) else { return };
        if !self.house.half_before || place != Place::Lead || !previous.like_with_like || figure.not_compared.is_some() {
            return;
        }
        let change = Change::between(previous.comparable, Some(previous.value));
        let (verb, by, percent) = match change {
            Change::Rise { by, percent } => ("tăng", by, percent),
            Change::Fall { by, percent } => ("giảm", by, percent),
            Change::Equal => {
                prose.fact_against("half_before", previous.comparable, previous.value).say(&format!("; {versus} không thay đổi"));
                return;
            }
            Change::ZeroBase | Change::ZeroNow | Change::BothZero | Change::NoBase => return,
        };
        let share = self.house.share(percent, Some(previous.value)).map_or_else(String::new, |share| format!(" ({share})"));
        prose.fact_against("half_before", previous.comparable, previous.value);
        prose.say(&format!("; {versus} {verb} {}{share}", self.of(by, figure)));
    }

    /// Says once a paragraph that there is nothing to compare with, where other figures of the report are compared.
    fn no_base(&self, prose: &mut Prose<'_>, figure: &Figure) {
        if self.summary.basis.compared.is_empty() || figure.not_compared.is_some() || prose.says_no_base() {
            return;
        }
        let then = self.wording.base_short;
        let new = if figure.new { "chỉ tiêu mới theo dõi từ kỳ này, " } else { "" };
        let words = format!("{new}chưa có số liệu {then} để so sánh");
        prose.say(&aside(prose, &words));
    }

    /// Says that the base was corrected after its report had been issued.
    fn corrected(&self, prose: &mut Prose<'_>, figure: &Figure) {
        let (Some(printed), Some(base)) = (figure.base_as_issued, figure.base) else { return };
        let then = self.wording.base_short;
        let from = self.house.quantity(printed, figure.counting);
        let words = format!("số liệu {then} đã rà soát, điều chỉnh từ {from} thành {}", self.of(base, figure));
        prose.say(&aside(prose, &words));
    }

    /// `gấp n lần`, only where n is exact at one decimal: at least double, on a base of 5 or more.
    fn multiple(figure: &Figure) -> Option<Quantity> {
        let base = figure.base.filter(|base| *base >= Quantity::whole(5) && figure.counting == Counting::Count)?;
        figure.comparable.exact_multiple_of(base).filter(|times| *times >= Quantity::whole(2))
    }

    /// The comparison rests on fewer units than the value.
    fn compare_partly(&self, prose: &mut Prose<'_>, figure: &Figure) {
        let share =
            |percent: Option<Quantity>| self.house.share(percent, figure.base).map_or_else(String::new, |share| format!(" ({share})"));
        let of = |value: Quantity| self.of(value, figure);
        let (versus, base) = (self.wording.versus, self.wording.base);
        let moved = match figure.change() {
            Change::Rise { by, percent } => format!("tăng {}{}", of(by), share(percent)),
            Change::Fall { by, percent } => format!("giảm {}{}", of(by), share(percent)),
            Change::ZeroNow => format!("giảm {}", of(figure.base.unwrap_or_default())),
            Change::ZeroBase | Change::Equal | Change::BothZero => String::new(),
            Change::NoBase => return,
        };
        let whole = figure.comparable == figure.value;
        let units = self.compared_units(prose, figure);
        let words = match figure.change() {
            Change::BothZero => format!("; {base} của {units} không phát sinh"),
            Change::ZeroBase if whole => format!("; {base} của {units} không phát sinh"),
            Change::Equal if whole => format!(", bằng {base} của {units}"),
            _ if whole => format!("; {versus} của {units}, {moved}"),
            Change::ZeroBase => format!("; riêng {units}: {} ({base} không phát sinh)", of(figure.comparable)),
            Change::Equal => format!("; riêng {units}: {}, bằng {base}", of(figure.comparable)),
            Change::ZeroNow => format!("; riêng {units} {moved} {versus}"),
            _ => format!("; riêng {units}: {}, {moved} {versus}", of(figure.comparable)),
        };
        prose.say(&words);
    }

    /// `11 đơn vị có số liệu của cả hai kỳ`, the first time in a paragraph; then `các đơn vị này`. One alone is named.
    fn compared_units(&self, prose: &mut Prose<'_>, figure: &Figure) -> String {
        let known = prose.says_units(figure.compared);
        match (figure.compared, figure.base_sources.first()) {
            (1, _) if known => "đơn vị này".to_owned(),
            (1, Some(source)) => self.unit_name(source.counts_for.as_str()).to_owned(),
            _ if known => "các đơn vị này".to_owned(),
            (units, _) => format!("{}\u{a0}đơn vị có số liệu của cả hai kỳ", self.house.count(units)),
        }
    }

    /// Adds how figures that are zero now moved: "giảm 03 đoàn so với cùng kỳ"; where they were zero then too
    /// and `equal` is asked for, "cùng kỳ năm trước cũng không phát sinh".
    pub fn compare_zero(&self, prose: &mut Prose<'_>, figures: &[&Figure], equal: bool) {
        for figure in figures {
            prose.rest_on(figure);
        }
        let bases: Vec<String> =
            figures.iter().filter_map(|figure| Some(self.of_base(figure.base.filter(|base| !base.is_zero())?, figure))).collect();
        if !bases.is_empty() {
            prose.say(&format!(", giảm {} {}", bases.join(", "), self.wording.versus));
        } else if equal && figures.iter().all(|figure| figure.base.is_some_and(Quantity::is_zero)) {
            prose.say(&format!("; {} cũng không phát sinh", self.wording.base));
        }
    }

    /// Adds how several figures moved together, right after their values.
    pub fn compare_together(&self, prose: &mut Prose<'_>, figures: &[&Figure], place: Place, shares: bool) {
        for figure in figures {
            prose.rest_on(figure);
        }
        let changes: Vec<Change> = figures.iter().map(|figure| figure.change()).collect();
        if changes.iter().all(|change| matches!(change, Change::NoBase | Change::BothZero)) {
            if let Some(figure) = figures.iter().find(|figure| figure.base.is_none()) {
                self.no_base(prose, figure);
            }
            return;
        }
        let versus = if place == Place::Lead { self.wording.versus_first.as_str() } else { self.wording.versus };
        // What was nothing in both periods hinders no common verb; a rise from nothing is a rise.
        let silent = |change: &Change| matches!(change, Change::BothZero | Change::NoBase);
        let rising = changes.iter().all(|change| silent(change) || matches!(change, Change::Rise { .. } | Change::ZeroBase));
        let falling = changes.iter().all(|change| silent(change) || matches!(change, Change::Fall { .. } | Change::ZeroNow));
        let list = self.each_change(figures, &changes, shares);
        let base = self.wording.base;
        let whole = figures.iter().all(|figure| figure.comparable == figure.value);
        let known = whole && figures.iter().map(|figure| figure.compared).max().is_some_and(|units| prose.names_units(units));
        if !known && figures.iter().any(|figure| figure.partly_compared()) {
            let Some(widest) = figures.iter().max_by_key(|figure| figure.compared) else { return };
            let units = self.compared_units(prose, widest);
            if changes.iter().all(|change| silent(change) || *change == Change::Equal) {
                prose.say(&format!(", bằng {base} của {units}"));
                return;
            }
            let moved = together(&list, rising, falling);
            if whole {
                prose.say(&format!("; {versus} của {units}, {moved}"));
            } else {
                let some = figures.iter().filter(|figure| !figure.comparable.is_zero());
                let now: Vec<String> = some.map(|figure| self.of(figure.comparable, figure)).collect();
                let now = if now.is_empty() { String::new() } else { format!(": {}; {versus}", now.join(", ")) };
                prose.say(&format!("; riêng {units}{now} {moved}"));
            }
        } else if changes.iter().all(|change| matches!(change, Change::ZeroBase | Change::BothZero)) {
            prose.say(&aside(prose, &format!("{base} không phát sinh")));
        } else if rising || falling {
            prose.say(&format!("; {versus} {}", together(&list, rising, falling)));
        } else if changes.iter().all(|change| *change == Change::Equal) {
            prose.say(&format!(", bằng {base}"));
        } else {
            prose.say(&format!("; {versus} {}", together(&list, rising, falling)));
        }
    }

    fn each_change(&self, figures: &[&Figure], changes: &[Change], shares: bool) -> Vec<String> {
        let one = |(figure, change): (&&Figure, &Change)| {
            let share = |p: Option<Quantity>| {
                self.house.share(p.filter(|_| shares), figure.base).map_or_else(String::new, |share| format!(" ({share})"))
            };
            match change {
                Change::Rise { by, percent } => Some(format!("tăng {}{}", self.of(*by, figure), share(*percent))),
                Change::Fall { by, percent } => Some(format!("giảm {}{}", self.of(*by, figure), share(*percent))),
                Change::ZeroNow => Some(format!("giảm {}", self.of(figure.base.unwrap_or_default(), figure))),
                Change::ZeroBase => Some(format!("tăng {}", self.of(figure.comparable, figure))),
                Change::Equal => Some(match figure.counting {
                    Counting::Money => "không thay đổi về số tiền".to_owned(),
                    Counting::Land => "không thay đổi về diện tích đất".to_owned(),
                    _ => format!("không thay đổi về số {}", figure.noun),
                }),
                Change::BothZero | Change::NoBase => None,
            }
        };
        figures.iter().zip(changes).filter_map(one).collect()
    }

    /// Adds how the ratio of two figures moved, in percentage points, subtracted as printed, over the units that have both
    /// periods; `said` is the verb of the ratio, `nothing` says that it was nothing then.
    pub fn compare_ratio(&self, prose: &mut Prose<'_>, part: &Figure, whole: &Figure, (said, nothing): (&str, &str)) {
        let Some(then) = part.base.zip(whole.base).and_then(|(part, whole)| part.percent_of(whole)) else { return };
        let Some(now) = part.comparable.percent_of(whole.comparable) else { return };
        let (versus, base) = (self.wording.versus, self.wording.base);
        let gap = format!("{}\u{a0}điểm phần trăm", number(now.distance(then)));
        let verb = if now > then { "tăng" } else { "giảm" };
        if !part.partly_compared() && !whole.partly_compared() {
            match (then.is_zero(), now == then) {
                (true, _) => prose.say(&aside(prose, &format!("{base} {nothing}"))),
                (_, true) => prose.say(&format!(", bằng {base}")),
                _ => prose.say(&format!(", {verb} {gap} {versus} ({})", percent(then))),
            };
            return;
        }
        for (key, figure) in [("ratio:part", part), ("ratio:whole", whole)] {
            prose.fact_against(key, figure.comparable, figure.base.unwrap_or_default());
        }
        let units = self.compared_units(prose, whole);
        let all = part.comparable == part.value && whole.comparable == whole.value;
        let lead = if all { format!("; {versus} của {units}") } else { format!("; riêng {units}: {said} {}", percent(now)) };
        let lead = if now.is_zero() && !all { format!("; riêng {units}: {nothing}") } else { lead };
        let moved = match (then.is_zero(), now == then) {
            (true, true) => String::new(),
            (true, _) => format!(" ({base} {nothing})"),
            (_, true) if all => ", không thay đổi".to_owned(),
            (_, true) => format!(", bằng {base}"),
            _ if all => format!(", {verb} {gap} ({} {})", self.wording.base_short, percent(then)),
            _ => format!(", {verb} {gap} {versus} ({})", percent(then)),
        };
        prose.say(&format!("{lead}{moved}"));
    }

    /// An amount of a base, where no figure of this period has named the thing yet.
    fn of_base(&self, value: Quantity, figure: &Figure) -> String {
        let thing = if figure.counting == Counting::Land { " đất" } else { "" };
        format!("{}{thing}", self.of(value, figure))
    }

    /// An amount of the figure's noun.
    fn of(&self, value: Quantity, figure: &Figure) -> String {
        self.house.scaled(value, figure.value, figure.counting, &figure.noun)
    }

    fn moved(
        &self,
        prose: &mut Prose<'_>,
        verb: &str,
        figure: &Figure,
        (by, share): (Quantity, Option<Quantity>),
        (versus, place): (&str, Place),
    ) {
        let by = self.of(by, figure);
        let words = match (self.house.share(share, figure.base), place) {
            (Some(share), Place::Lead) => format!(", {verb} {by}, tương ứng {verb} {share} {versus}"),
            (Some(share), Place::Follow) => format!(", {verb} {by} ({share}) {versus}"),
            (None, _) => format!(", {verb} {by} {versus}"),
        };
        prose.say(&words);
    }
}

/// `tăng 03 tập thể, 08 cá nhân`: one verb where all moved the same way; `giảm 63 lượt, nhưng tăng 12 người`.
fn together(list: &[String], rising: bool, falling: bool) -> String {
    let verb = match (rising, falling) {
        (true, _) => "tăng ",
        (_, true) => "giảm ",
        _ => {
            let opposite =
                matches!(list, [one, other] if one.starts_with("tăng ") == other.starts_with("giảm ") && moves(one) && moves(other));
            return list.join(if opposite { ", nhưng " } else { ", " });
        }
    };
    let amounts: Vec<&str> = list.iter().map(|words| words.strip_prefix(verb).unwrap_or(words)).collect();
    format!("{verb}{}", amounts.join(", "))
}

/// True of a change that is a rise or a fall.
fn moves(words: &str) -> bool {
    ["tăng ", "giảm "].iter().any(|verb| words.starts_with(verb))
}

/// A remark in brackets, or behind a semicolon where brackets have just been closed.
fn aside(prose: &Prose<'_>, words: &str) -> String {
    if prose.ends_with(')') { format!("; {words}") } else { format!(" ({words})") }
}
