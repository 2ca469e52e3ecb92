//! Section II.2: results of movements, and pact targets against their plan.

use super::Facts;
use super::house::House;
use super::leadership::called;
use super::numbers::{number, percent};
use super::prose::items;
use crate::catalogue::{AnnexKind, Counting};
use crate::quantity::Quantity;
use crate::report::{Paragraph, Shape};
use crate::submission::{Scope, Target, TargetRule};

/// Targets named one by one in the prose; more stand in the annex alone.
const NAMED_TARGETS: usize = 8;

impl Facts<'_> {
    /// Paragraphs on movements and targets.
    pub fn movements(&self) -> Vec<Paragraph> {
        let results: Vec<String> = self
            .counting()
            .flat_map(|submission| &submission.content.movements)
            .filter(|movement| movement.scope == Scope::Sector && !movement.result.is_empty())
            .map(|movement| format!("{}: {}", called(movement, "phong trào thi đua"), movement.result))
            .collect();
        let mut paragraphs = items("movements", &results);
        for (number, pact) in self.pacts().filter(|pact| !pact.targets.is_empty()).enumerate() {
            let reference = self.annex_reference(AnnexKind::Targets, " (chi tiết tại ", ")");
            let mut lead = self.prose(format!("targets.{}.lead", number + 1));
            lead.open(&["Kết quả thực hiện các chỉ tiêu giao ước thi đua với ", "Đối với các chỉ tiêu giao ước thi đua với "]);
            lead.quote(&pact.partners).say(&format!("{reference}:"));
            paragraphs.push(lead.paragraph());
            let named: Vec<&Target> = pact.targets.iter().take(NAMED_TARGETS).collect();
            for (index, target) in named.iter().enumerate() {
                let mut prose = self.prose(format!("targets.{}.{}", number + 1, index + 1));
                let words = format!(": {}", crate::text::uncapitalise(&verdict(target, &self.house)));
                prose.quote(&crate::text::capitalise(target.text.trim_end_matches(['.', ';'])));
                if let Some((plan, result)) = target.plan.zip(target.result) {
                    prose.fact_against("target", result, plan);
                }
                prose.say(&super::prose::punctuated(index, named.len(), &words));
                paragraphs.push(prose.shaped(Shape::Item));
            }
        }
        paragraphs
    }
}

/// A value with the target's unit of measure.
pub fn measured(value: Quantity, unit: &str, house: &House) -> String {
    match unit {
        "%" => percent(value),
        "" => number(value),
        _ => format!("{}\u{a0}{unit}", house.quantity(value, Counting::Count)),
    }
}

/// What became of a target, without judging a pace for which no rule exists.
pub fn verdict(target: &Target, house: &House) -> String {
    let said = |otherwise: &str| if target.evaluation.is_empty() { otherwise.to_owned() } else { target.evaluation.to_string() };
    let (Some(plan), Some(result)) = (target.plan, target.result) else {
        return said(if target.rule == TargetRule::Qualitative { "chưa đánh giá" } else { "chưa có số liệu" });
    };
    let unit = target.unit.as_str();
    let gap = result.distance(plan);
    let gap_words = if unit == "%" { format!("{} điểm phần trăm", number(gap)) } else { measured(gap, unit, house) };
    let share = if unit == "%" { "chiếm " } else { "" };
    // What the target itself is called says what was done: money is recovered, initiatives are there.
    let called = crate::text::fold(&target.text);
    let recovers = called.starts_with("thu hoi");
    let done = match () {
        () if recovers => "đã thu hồi",
        () if called.contains(" duoc ") => "đã có",
        () => "đã thực hiện",
    };
    let words = match target.rule {
        TargetRule::Qualitative => return said("chưa đánh giá"),
        TargetRule::Cumulative if result.is_zero() => (if recovers { "chưa thu hồi" } else { "chưa triển khai" }).to_owned(),
        TargetRule::Cumulative if result > plan => {
            let share = gap.percent_of(plan).map_or_else(String::new, |share| format!(" ({})", percent(share)));
            format!("{done} {}, vượt {gap_words}{share} so với kế hoạch năm", measured(result, unit, house))
        }
        TargetRule::Cumulative => {
            let share = result.percent_of(plan).map_or_else(String::new, |share| format!(", đạt {} kế hoạch năm", percent(share)));
            let verb = if result == plan && !recovers { "hoàn thành" } else { done };
            format!("{verb} {}/{}\u{a0}{unit}{share}", number(result), number(plan))
        }
        TargetRule::AtLeast if result > plan => {
            format!("đạt {}, vượt {gap_words} so với chỉ tiêu giao ước ({})", measured(result, unit, house), measured(plan, unit, house))
        }
        TargetRule::AtLeast if result == plan => format!("đạt {}, bằng chỉ tiêu giao ước", measured(result, unit, house)),
        TargetRule::AtLeast => {
            format!(
                "đạt {}, thấp hơn {gap_words} so với chỉ tiêu giao ước ({})",
                measured(result, unit, house),
                measured(plan, unit, house)
            )
        }
        TargetRule::AtMost if result.is_zero() && unit == "%" => "không có trường hợp nào, bảo đảm chỉ tiêu giao ước".to_owned(),
        TargetRule::AtMost if result.is_zero() => "không phát sinh, bảo đảm chỉ tiêu giao ước".to_owned(),
        TargetRule::AtMost if result <= plan => {
            format!(
                "{share}{}, trong giới hạn chỉ tiêu giao ước (không quá {})",
                measured(result, unit, house),
                measured(plan, unit, house)
            )
        }
        TargetRule::AtMost => {
            format!(
                "{share}{}, cao hơn {gap_words} so với chỉ tiêu giao ước (không quá {})",
                measured(result, unit, house),
                measured(plan, unit, house)
            )
        }
    };
    if target.evaluation.is_empty() { words } else { format!("{words}; {}", target.evaluation) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(rule: TargetRule, unit: &str, plan: &str, result: &str) -> Target {
        Target {
            text: "Chỉ tiêu".into(),
            unit: unit.into(),
            rule,
            plan: plan.parse().ok(),
            result: result.parse().ok(),
            evaluation: "".into(),
        }
    }

    #[test]
    fn targets_are_worded_by_the_guide() {
        let cases = [
            (TargetRule::Cumulative, "cuộc", "36", "21", "đã thực hiện 21/36\u{a0}cuộc, đạt 58,33% kế hoạch năm"),
            (TargetRule::Cumulative, "cuộc", "36", "38", "đã thực hiện 38\u{a0}cuộc, vượt 02\u{a0}cuộc (5,56%) so với kế hoạch năm"),
            (TargetRule::Cumulative, "cuộc", "36", "36", "hoàn thành 36/36\u{a0}cuộc, đạt 100% kế hoạch năm"),
            (TargetRule::Cumulative, "cuộc", "36", "0", "chưa triển khai"),
            (TargetRule::AtLeast, "%", "90", "92.04", "đạt 92,04%, vượt 2,04 điểm phần trăm so với chỉ tiêu giao ước (90%)"),
            (TargetRule::AtLeast, "%", "90", "85", "đạt 85%, thấp hơn 5 điểm phần trăm so với chỉ tiêu giao ước (90%)"),
            (TargetRule::AtMost, "%", "5", "0.93", "chiếm 0,93%, trong giới hạn chỉ tiêu giao ước (không quá 5%)"),
            (TargetRule::AtMost, "%", "5", "6", "chiếm 6%, cao hơn 1 điểm phần trăm so với chỉ tiêu giao ước (không quá 5%)"),
            (TargetRule::AtMost, "trường hợp", "0", "0", "không phát sinh, bảo đảm chỉ tiêu giao ước"),
            (TargetRule::AtLeast, "%", "100", "", "chưa có số liệu"),
        ];
        for (rule, unit, plan, result, words) in cases {
            assert_eq!(verdict(&target(rule, unit, plan, result), &House::default()), words);
        }
    }
}
