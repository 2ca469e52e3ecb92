//! The targets of the pact: plan, result, the year before, verdict.

use super::table::{Head, build, count_columns, signed};
use crate::narrative::Facts;
use crate::narrative::numbers::number;
use crate::narrative::targets::verdict;
use crate::quantity::Quantity;
use crate::report::{Align, RowKind, Span, Table, TableRow};
use crate::submission::{Scope, Target, TargetRule};

impl Facts<'_> {
    pub(super) fn target_table(&self) -> Table {
        let so_far = match self.wording.part {
            "year" => "Thực hiện năm",
            _ => "Thực hiện 6 tháng",
        };
        let targets: Vec<&Target> = self.pacts().flat_map(|pact| &pact.targets).collect();
        let then: Vec<Option<Quantity>> = targets.iter().map(|target| self.result_last_year(target)).collect();
        let compared = then.iter().any(Option::is_some);
        let mut heads = vec![
            Head::tall("STT", Align::Centre, 0),
            Head::tall("Chỉ tiêu", Align::Left, 5),
            Head::tall("Đơn vị tính", Align::Centre, 0),
            Head::tall("Kế hoạch năm", Align::Right, 0),
            Head::tall(so_far, Align::Right, 0),
            Head::tall("Tỷ lệ (%)", Align::Right, 0),
        ];
        if compared {
            heads.extend([Head::tall("Cùng kỳ", Align::Right, 0), Head::tall("Tăng, giảm", Align::Right, 0)]);
        }
        heads.push(Head::tall("Đánh giá", Align::Left, 4));
        let row = |(index, target): (usize, &&Target)| {
            let plain = |value: Option<Quantity>| value.map_or_else(String::new, number);
            let share = target
                .result
                .zip(target.plan)
                .filter(|_| target.rule == TargetRule::Cumulative)
                .and_then(|(result, plan)| result.percent_of(plan));
            let limit = |text: String| {
                if target.rule == TargetRule::AtMost && !text.is_empty() && text != "0" { format!("≤ {text}") } else { text }
            };
            let mut texts = vec![
                (index + 1).to_string(),
                target.text.to_string(),
                target.unit.to_string(),
                limit(plain(target.plan)),
                plain(target.result),
                plain(share),
            ];
            if compared {
                let moved = target.result.zip(then[index]).map_or_else(String::new, |(now, then)| signed(now, then));
                texts.extend([plain(then[index]), moved]);
            }
            texts.push(crate::text::capitalise(&verdict(target, &self.house)));
            TableRow { kind: RowKind::Body, cells: texts.into_iter().map(Span::plain).collect() }
        };
        let mut numbers = count_columns(heads.len());
        numbers[5] = String::from("6=5:4x100");
        if compared {
            numbers[7] = String::from("8=5-7");
        }
        build(&heads, numbers, targets.iter().enumerate().map(row).collect())
    }

    /// What the pact of the year before reached for the same target.
    fn result_last_year(&self, target: &Target) -> Option<Quantity> {
        let counting = self.snapshot.base_submissions.iter().filter(|submission| submission.state.counts());
        let pacts = counting.flat_map(|submission| &submission.content.pacts).filter(|pact| pact.scope == Scope::Sector);
        let same = |other: &&Target| other.unit == target.unit && same_target(&other.text) == same_target(&target.text);
        pacts.flat_map(|pact| &pact.targets).find(same)?.result
    }
}

/// The words by which a target is known from year to year: without the year.
fn same_target(text: &str) -> String {
    let words = crate::text::same_wording(text);
    words.split(' ').filter(|word| word.parse::<u16>().is_err()).collect::<Vec<_>>().join(" ")
}
