//! Section II.4: advanced examples, the assessment against the standards of ethics.

use super::Facts;
use super::compare::Place;
use super::prose::{Prose, paragraphs};
use crate::catalogue::find;
use crate::report::Paragraph;
use crate::submission::{ExampleKind, ModelExample};

/// Examples named one by one; of more, only the number is given.
const NAMED: usize = 5;

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

    /// `Theo chuẩn mực …, có 18 đơn vị thực hiện tốt, 02 đơn vị đạt yêu cầu.`
    fn ethics(&self) -> Prose<'_> {
        let mut prose = self.prose("models.ethics");
        let day = self.snapshot.period.data_to;
        let mut seen: Vec<&str> = Vec::new();
        for row in self.counting().flat_map(|submission| &submission.content.ethics) {
            if seen.contains(&row.standard.as_str()) {
                continue;
            }
            seen.push(row.standard.as_str());
        }
        seen.sort_unstable();
        let results = [("good", "thực hiện tốt"), ("met", "đạt yêu cầu"), ("not_met", "chưa đạt")];
        for standard in seen {
            let name = find(&self.snapshot.catalogue.ethics_standards, standard, day).map_or(standard, |row| row.name.as_str());
            let some: Vec<_> = results
                .into_iter()
                .filter_map(|(code, words)| Some((self.summary.figure(&format!("ethics:{standard}.{code}"))?, words)))
                .filter(|(figure, _)| !figure.value.is_zero())
                .collect();
            for (index, (figure, words)) in some.iter().enumerate() {
                if index > 0 {
                    prose.say(", ");
                } else if prose.is_empty() {
                    prose.say("Kết quả tự đánh giá theo chuẩn mực đạo đức: ").quote(&crate::text::uncapitalise(name)).say(" có ");
                } else {
                    prose.say("; ").quote(&crate::text::uncapitalise(name)).say(" có ");
                }
                prose.amount(figure).say(&format!(" {words}"));
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
