//! Section II.4: advanced examples, the assessment against the standards of ethics.

use std::collections::BTreeSet;

use super::Facts;
use super::compare::Place;
use super::numbers::number;
use super::prose::{Prose, paragraphs};
use crate::catalogue::{Counting, find};
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::submission::{ExampleKind, ModelExample};

/// Examples named one by one; of more, only the number is given.
const NAMED: usize = 5;

/// Results of an assessment, and how they are said.
const RESULTS: [(&str, &str); 3] = [("good", "thực hiện tốt"), ("met", "đạt yêu cầu"), ("not_met", "chưa đạt")];

impl Facts<'_> {
    /// Paragraphs on examples and ethics.
    pub fn models(&self) -> Vec<Paragraph> {
        paragraphs([self.examples(), self.ethics()])
    }

    fn examples(&self) -> Prose<'_> {
        let mut prose = self.prose("models.examples");
        let figure = |key: &str| self.summary.figure(key).filter(|figure| !figure.value.is_zero());
        let Some(total) = figure("models:all") else { return prose };
        prose.open(&["Trong kỳ, phát hiện, bồi dưỡng ", "Phát hiện, bồi dưỡng "]).amount(total);
        let parts = [figure("models:collective"), figure("models:individual")];
        for (index, part) in parts.iter().flatten().enumerate() {
            prose.say(if index == 0 { " (" } else { ", " }).amount(part);
        }
        prose.say(")");
        self.compare(&mut prose, total, Place::Lead);
        prose.stop();
        if let Some(replicated) = figure("models:replicated") {
            prose.open(&["Trong đó, có ", "Đã nhân rộng "]).amount(replicated).say(" được nhân rộng").stop();
        }
        let told = self.counting().flat_map(|submission| &submission.content.model_examples).filter(|row| !row.achievement.is_empty());
        for row in told.take(NAMED) {
            example(&mut prose, row);
        }
        prose
    }

    /// `Kết quả tự đánh giá của 20 đơn vị theo chuẩn mực đạo đức: chuẩn mực … có 18 đơn vị thực hiện tốt, 02 đơn vị đạt yêu cầu.`
    fn ethics(&self) -> Prose<'_> {
        let mut prose = self.prose("models.ethics");
        let day = self.snapshot.period.data_to;
        let assessed = self.counting().flat_map(|submission| &submission.content.ethics);
        let standards: BTreeSet<&str> = assessed.map(|row| row.standard.as_str()).collect();
        let figure = |standard: &str, result: &str| self.summary.figure(&format!("ethics:{standard}.{result}"));
        let units =
            |standard: &str| RESULTS.iter().filter_map(|(code, _)| figure(standard, code)).map(|figure| figure.value).sum::<Quantity>();
        let of_all: BTreeSet<Quantity> = standards.iter().map(|standard| units(standard)).collect();
        // Said once where all standards were assessed by as many units, else at each.
        let common = of_all.first().filter(|_| of_all.len() == 1);
        for standard in standards {
            let name = find(&self.snapshot.catalogue.ethics_standards, standard, day).map_or(standard, |row| row.name.as_str());
            let some = RESULTS.iter().filter_map(|(code, words)| Some((figure(standard, code)?, words)));
            for (index, (figure, words)) in some.filter(|(figure, _)| !figure.value.is_zero()).enumerate() {
                if index > 0 {
                    prose.say(", ");
                } else {
                    match common {
                        _ if !prose.is_empty() => prose.say("; "),
                        Some(all) => {
                            let all_units = self.house.amount(*all, Counting::Count, &figure.noun);
                            prose.fact("ethics:units", *all).say(&format!("Kết quả tự đánh giá của {all_units} theo chuẩn mực đạo đức: "))
                        }
                        None => prose.say("Kết quả tự đánh giá theo chuẩn mực đạo đức: "),
                    };
                    prose.quote(&crate::text::uncapitalise(name)).say(" có ");
                }
                if common.is_some() {
                    prose.amount(figure).say(&format!(" {words}"));
                } else {
                    let all = units(standard);
                    prose.fact("ethics:units", all);
                    prose.cite(figure, &format!("{}/{}\u{a0}{}", number(figure.value), number(all), figure.noun)).say(&format!(" {words}"));
                }
            }
        }
        prose.stop();
        prose
    }
}

/// One example, one sentence, in people's words.
fn example(prose: &mut Prose<'_>, row: &ModelExample) {
    let who = match row.recipient {
        ExampleKind::Collective => "Tập thể ",
        ExampleKind::Individual => "Đồng chí ",
    };
    let achievement = crate::text::uncapitalise(row.achievement.trim_end_matches(['.', ';']));
    let lower = crate::text::uncapitalise(who);
    prose
        .open(&[who, &format!("Tiêu biểu có {lower}"), &format!("Cùng với đó, có {lower}")])
        .quote(&format!("{} {achievement}", row.name))
        .stop();
}
