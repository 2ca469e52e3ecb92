//! The year's inspection plan: begun and concluded against planned.

use std::collections::BTreeMap;

use super::Facts;
use super::numbers::{number, percent};
use super::prose::{Prose, paragraphs};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::summary::Figure;

impl Facts<'_> {
    /// Paragraphs on the plan; none when no unit told it.
    pub fn inspection_plan(&self) -> Vec<Paragraph> {
        let mut prose = self.prose("inspection_plan.progress");
        let planned = self.summary.figure("plan:planned").filter(|figure| !figure.value.is_zero());
        let Some(planned) = planned else { return Vec::new() };
        let year = self.snapshot.period.period.year();
        if let Some(started) = self.summary.figure("plan:started") {
            let name = format!("Kế hoạch thanh tra năm {year}");
            self.against_plan(&mut prose, started, planned, ["thực hiện", "triển khai"], &format!(" theo {name}"));
        }
        if let Some(concluded) = self.summary.figure("plan:concluded") {
            self.against_plan(&mut prose, concluded, planned, ["ban hành kết luận", "ban hành kết luận"], "");
        }
        paragraphs([prose])
    }

    /// §6.2: on the way, reached, exceeded, not begun, over the units that told both. No pace is a rule here, so
    /// nothing is called late; where the house has a limit, little of the plan is told with "mới".
    fn against_plan(&self, prose: &mut Prose<'_>, done: &Figure, planned: &Figure, [verb, task]: [&str; 2], of: &str) {
        let plans: BTreeMap<&Code, Quantity> = planned.sources.iter().map(|source| (&source.unit, source.value)).collect();
        let both: Vec<(Quantity, Quantity)> =
            done.sources.iter().filter_map(|source| Some((source.value, *plans.get(&source.unit)?))).collect();
        let (a, b) = (both.iter().map(|(done, _)| *done).sum::<Quantity>(), both.iter().map(|(_, plan)| *plan).sum::<Quantity>());
        if b.is_zero() {
            return;
        }
        let share = a.percent_of(b).unwrap_or_default();
        prose.rest_on(done).rest_on(planned).fact_against("plan:told", a, b);
        if both.len() < plans.len() {
            let units = format!("{}\u{a0}đơn vị", self.house.count(both.len()));
            prose.fact("units:plan", Quantity::whole(both.len() as u64)).say(&format!("Tại {units} có báo cáo tiến độ, "));
        }
        let capital = |words: &str| if both.len() < plans.len() { crate::text::uncapitalise(words) } else { words.to_owned() };
        if a.is_zero() {
            prose.open(&[&capital(&format!("Chưa {task} cuộc thanh tra{of}"))]).stop();
        } else if a > b {
            let gap = a.distance(b);
            let over = gap.percent_of(b).map_or_else(String::new, |over| format!(" ({})", percent(over)));
            let amount = self.house.amount(a, done.counting, &done.noun);
            prose.open(&[&capital(&format!("Đã {verb} ")), &capital(&format!("Đến nay, đã {verb} "))]).cite(done, &amount);
            prose.say(&format!("{of}, vượt {}{over} so với kế hoạch năm", self.house.amount(gap, done.counting, &done.noun))).stop();
        } else {
            let so_far = format!("{}/{}\u{a0}{}", number(a), number(b), done.noun);
            let opening = if a == b {
                "Hoàn thành"
            } else if self.house.barely_until.is_some_and(|limit| share <= limit) {
                "Mới"
            } else {
                "Đã"
            };
            let words = if a == b { format!("{opening} {so_far}") } else { format!("{opening} {verb} {so_far}") };
            prose.say(&capital(&format!("{words}{of}")));
            if !share.is_zero() {
                prose.say(&format!(", đạt {} kế hoạch năm", percent(share)));
            }
            prose.stop();
        }
    }
}
