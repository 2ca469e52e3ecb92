//! What became of the directions of the half before: reached, not reached, not measurable.

use super::Facts;
use super::numbers::number;
use super::prose::punctuated;
use crate::quantity::Quantity;
use crate::report::{Paragraph, Shape};
use crate::summary::{DirectionOutcome, Verdict};

/// Directions told one by one; of more, only the count.
const NAMED: usize = 9;

impl Facts<'_> {
    /// Paragraphs on the directions of the half before.
    pub fn past_directions(&self) -> Vec<Paragraph> {
        let outcomes = &self.summary.directions;
        if outcomes.is_empty() {
            return Vec::new();
        }
        let mut lead = self.prose("past_directions.lead");
        let count = |wanted: Verdict| outcomes.iter().filter(|outcome| outcome.verdict == wanted).count();
        let measured = outcomes.len() - count(Verdict::NotMeasured);
        let before = self.snapshot.previous_period.as_ref().map(|previous| super::dates::period_name(previous.period)).unwrap_or_default();
        lead.say("Báo cáo ").quote(&before).say(" đã đề ra ").count("directions:all", outcomes.len(), "nhiệm vụ");
        if measured == 0 {
            lead.say(", không có nhiệm vụ gắn với chỉ tiêu của biểu thống kê").stop();
            return vec![lead.paragraph()];
        }
        lead.say(", trong đó ").count("directions:measured", measured, "nhiệm vụ gắn với chỉ tiêu của biểu thống kê");
        let parts = [
            ("directions:met", count(Verdict::Met), "đạt"),
            ("directions:not_met", count(Verdict::NotMet), "chưa đạt"),
            ("directions:not_due", count(Verdict::NotDue), "chưa đến hạn"),
        ];
        for (index, (key, count, verdict)) in parts.into_iter().filter(|(_, count, _)| *count > 0).enumerate() {
            lead.say(if index == 0 { ": " } else { ", " }).count(key, count, &format!("nhiệm vụ {verdict}"));
        }
        let open = count(Verdict::NotMeasured);
        if open > 0 {
            lead.say("; ").count("directions:not_measured", open, "nhiệm vụ khác");
        }
        lead.stop();
        let told: Vec<&DirectionOutcome> = outcomes.iter().filter(|outcome| outcome.verdict != Verdict::NotMeasured).take(NAMED).collect();
        let mut paragraphs = vec![lead.paragraph()];
        for (index, outcome) in told.iter().enumerate() {
            paragraphs.push(self.past_direction(index, told.len(), outcome));
        }
        paragraphs
    }

    /// `- Ban hành kết luận thanh tra: 24/36 cuộc, chưa đạt;`.
    fn past_direction(&self, index: usize, count: usize, outcome: &DirectionOutcome) -> Paragraph {
        let mut prose = self.prose(format!("past_directions.{}", index + 1));
        let bare = crate::text::capitalise(outcome.text.trim_end_matches(['.', ';', ',', ' ']));
        prose.quote(&bare);
        if let Some(unit) = &outcome.of {
            prose.say(" (").quote(self.unit_name(unit.as_str())).say(")");
        }
        prose.say(": ");
        let figure = outcome.result.as_ref().and_then(|key| self.summary.figure(&key.0));
        if let (Some(figure), Some(plan), Some(reached)) = (figure, outcome.plan, outcome.reached) {
            let noun = if outcome.unit.is_empty() { figure.noun.as_str() } else { outcome.unit.as_str() };
            prose.fact("direction:plan", plan);
            prose
                .fact("direction:reached", reached)
                .cite(figure, &measured(reached, noun))
                .say(&format!(" (nhiệm vụ đề ra: {})", measured(plan, noun)));
        }
        let verdict = match (outcome.verdict, outcome.due) {
            (Verdict::Met, _) => "đạt".to_owned(),
            (Verdict::NotDue, Some(due)) => format!("chưa đến hạn ({})", super::dates::short_date(due)),
            (Verdict::NotDue, None) => "chưa đến hạn".to_owned(),
            _ => "chưa đạt".to_owned(),
        };
        prose.say(&punctuated(index, count, &format!(", {verdict}")));
        prose.shaped(Shape::Item)
    }
}

/// A value with its unit of measure.
fn measured(value: Quantity, noun: &str) -> String {
    match noun {
        "%" => super::numbers::percent(value),
        "" => number(value),
        _ => format!("{}\u{a0}{noun}", number(value)),
    }
}
