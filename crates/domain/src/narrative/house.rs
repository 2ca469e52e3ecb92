//! The wordings to which one report keeps: how numbers are written and which of several right words is used.

use super::numbers::{NBSP, number, percent};
use crate::catalogue::{Catalogue, Counting, HouseStyle};
use crate::code::Code;
use crate::quantity::Quantity;

/// The choices of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Counts below ten take a zero.
    pub pad: bool,
    /// The base is named by its year at first.
    pub name_base_year: bool,
    /// The first figure of a paragraph is held against the half right before as well.
    pub half_before: bool,
    /// `vi phạm`, `sai phạm`.
    pub violation: String,
    /// `công nhận`, `tặng`.
    pub title_verb: String,
    /// `đạt`, `đạt tỷ lệ`.
    pub ratio_verb: String,
    /// `sắp xếp`, `hợp nhất`, `sáp nhập`.
    pub merger: String,
    /// Up to so many percent of a year's plan are told with "mới".
    pub barely_until: Option<Quantity>,
    least_base: Quantity,
    billions_from: Option<Quantity>,
    hectares_from: Option<Quantity>,
}

impl Default for House {
    fn default() -> Self {
        Self {
            pad: true,
            name_base_year: true,
            half_before: false,
            violation: "vi phạm".to_owned(),
            title_verb: "công nhận".to_owned(),
            ratio_verb: "đạt".to_owned(),
            merger: "sắp xếp".to_owned(),
            barely_until: None,
            least_base: Quantity::whole(1),
            billions_from: None,
            hectares_from: None,
        }
    }
}

impl House {
    /// The choices of an agency for a period that ends on `day`.
    pub fn of(catalogue: &Catalogue, agency: &Code, day: chrono::NaiveDate) -> Self {
        let usual = Self::default();
        let Some(row) = catalogue.house_style(agency, day) else { return usual };
        let HouseStyle { violation, title_verb, ratio_verb, merger, .. } = row;
        let word = |chosen: &str, usual: String| if chosen.is_empty() { usual } else { chosen.to_owned() };
        Self {
            pad: row.pad_small_counts,
            name_base_year: row.name_base_year,
            half_before: row.half_before,
            violation: word(violation, usual.violation),
            title_verb: word(title_verb, usual.title_verb),
            ratio_verb: word(ratio_verb, usual.ratio_verb),
            merger: word(merger, usual.merger),
            barely_until: row.barely_until,
            least_base: row.least_base_for_percent.unwrap_or(usual.least_base),
            billions_from: row.billions_from,
            hectares_from: row.hectares_from,
        }
    }

    /// A count of things: `05`.
    pub fn count(&self, count: usize) -> String {
        self.quantity(Quantity::whole(count as u64), Counting::Count)
    }

    /// A value in prose without its noun: discrete counts from 1 to 9 are padded, measures never.
    pub fn quantity(&self, value: Quantity, counting: Counting) -> String {
        let text = number(value);
        let pads = self.pad && counting == Counting::Count && text.len() == 1 && text != "0";
        if pads { format!("0{text}") } else { text }
    }

    /// A value with its noun: `05 cuộc`, `43.250 m2`, `14.526,8 triệu đồng`.
    pub fn amount(&self, value: Quantity, counting: Counting, noun: &str) -> String {
        self.scaled(value, value, counting, noun)
    }

    /// A value in the unit of measure in which `leading` is given, so that one sentence keeps to one unit:
    /// `127,5 tỷ đồng`, `43.250 m2 (4,325 ha)`.
    pub fn scaled(&self, value: Quantity, leading: Quantity, counting: Counting, noun: &str) -> String {
        let reaches =
            |from: Option<Quantity>, of: Counting, usual: &str| counting == of && noun == usual && from.is_some_and(|from| leading >= from);
        if reaches(self.billions_from, Counting::Money, "triệu đồng") {
            return format!("{}{NBSP}tỷ đồng", number(value.thousandth()));
        }
        let words = if noun == "%" { percent(value) } else { format!("{}{NBSP}{noun}", self.quantity(value, counting)) };
        let hectares = value == leading && reaches(self.hectares_from, Counting::Land, "m2");
        if hectares { format!("{words} ({}{NBSP}ha)", number(value.ten_thousandth())) } else { words }
    }

    /// The percentage of a change, where the base is large enough for one.
    pub fn share(&self, share: Option<Quantity>, base: Option<Quantity>) -> Option<String> {
        share.filter(|_| base.is_none_or(|base| base >= self.least_base)).map(percent)
    }
}
