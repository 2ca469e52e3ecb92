//! Chooses among worded forms, so that neighbouring sentences do not open alike and the period is named
//! once a section. The same facts give the same words: the first form that fits is taken.

use crate::report::{Origin, Paragraph};

/// Words by which two openings are told apart.
const SHOWN: usize = 2;

/// Goes through the generated sentences of one section. `period` is the name of the period.
pub fn vary(paragraphs: &mut [Paragraph], period: &str) {
    let mut before = String::new();
    let mut named = false;
    for paragraph in paragraphs {
        if paragraph.origin == Origin::Own {
            before.clear();
            continue;
        }
        for sentence in &mut paragraph.sentences {
            if let Some(current) = sentence.openings.first().cloned() {
                let rest = sentence.text().get(current.len()..).unwrap_or_default().to_owned();
                let fits = |form: &&String| {
                    let opening = start(&format!("{form}{rest}"));
                    opening != before && !(named && form.contains(period))
                };
                let quiet = |form: &&String| !(named && form.contains(period));
                let chosen =
                    sentence.openings.iter().find(fits).or_else(|| sentence.openings.iter().find(quiet)).unwrap_or(&current).clone();
                if let Some(first) = sentence.spans.first_mut().filter(|_| chosen != current) {
                    first.text = format!("{chosen}{}", first.text.get(current.len()..).unwrap_or_default());
                }
            }
            let text = sentence.text();
            named |= text.contains(period);
            before = start(&text);
        }
    }
}

/// The first words of a sentence.
pub fn start(text: &str) -> String {
    let text = text.replace('\u{a0}', " ");
    text.split(' ').take(SHOWN).map(|word| word.trim_end_matches([',', ':', ';', '.'])).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrative::house::House;
    use crate::narrative::prose::Prose;

    #[test]
    fn the_first_form_that_opens_otherwise_is_taken() {
        let house = House::default();
        let mut prose = Prose::new("x", &house);
        prose.open(&["Trong kỳ năm nay, có ", "Có "]).say("một").stop();
        prose.open(&["Trong kỳ năm nay, có ", "Có "]).say("hai").stop();
        prose.open(&["Có hai ", "Còn hai "]).say("ba").stop();
        let mut paragraphs = [prose.paragraph()];
        vary(&mut paragraphs, "kỳ năm nay");
        assert_eq!(paragraphs[0].text(), "Trong kỳ năm nay, có một. Có hai. Còn hai ba.");
    }
}
