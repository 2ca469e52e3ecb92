//! The year's inspection plan: begun and concluded against planned.

use std::collections::BTreeSet;

use super::Facts;
use super::numbers::{number, percent};
use super::prose::{Prose, paragraphs};
use crate::code::Code;
use crate::report::Paragraph;
use crate::summary::Figure;

impl Facts<'_> {
    /// Paragraphs on the plan; none when no unit told it.
    pub fn inspection_plan(&self) -> Vec<Paragraph> {
        let mut prose = self.prose("inspection_plan.progress");
        let planned = self.summary.figure("plan:planned").filter(|figure| !figure.value.is_zero());
        let Some(planned) = planned else { return Vec::new() };
        let year = self.snapshot.period.period.year();
        let planning: BTreeSet<&Code> = planned.sources.iter().map(|source| &source.unit).collect();
        let of_same_units = |figure: &&Figure| figure.sources.iter().all(|source| planning.contains(&source.unit));
        if let Some(started) = self.summary.figure("plan:started").filter(of_same_units) {
            let name = format!("Kế hoạch thanh tra năm {year}");
            self.against_plan(&mut prose, started, planned, ["thực hiện", "triển khai"], &format!(" theo {name}"));
        }
        if let Some(concluded) = self.summary.figure("plan:concluded").filter(of_same_units) {
            self.against_plan(&mut prose, concluded, planned, ["ban hành kết luận", "ban hành kết luận"], "");
        }
        paragraphs([prose])
    }

    /// §6.2: on the way, reached, exceeded, not begun. No pace is a rule here, so nothing is called
    /// late; where the house has a limit, little of the plan is told with "mới".
    fn against_plan(&self, prose: &mut Prose<'_>, done: &Figure, planned: &Figure, [verb, task]: [&str; 2], of: &str) {
        if done.sources.is_empty() {
            return;
        }
        let (a, b) = (done.value, planned.value);
        let share = a.percent_of(b).unwrap_or_default();
        prose.rest_on(done).rest_on(planned);
        if a.is_zero() {
            prose.open(&[&format!("Chưa {task} cuộc thanh tra{of}")]).stop();
        } else if a > b {
            let gap = a.distance(b);
            let over = gap.percent_of(b).map_or_else(String::new, |over| format!(" ({})", percent(over)));
            prose.open(&[&format!("Đã {verb} "), &format!("Đến nay, đã {verb} ")]).amount(done);
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
            prose.say(&format!("{words}{of}"));
            if !share.is_zero() {
                prose.say(&format!(", đạt {} kế hoạch năm", percent(share)));
            }
            prose.stop();
        }
    }
}
