//! Sentences over figures, as the catalogue's phrases word them.

use super::Facts;
use super::compare::Place;
use super::numbers::{number, percent};
use super::prose::Prose;
use crate::catalogue::{Counting, FormLayout, Phrase, PhraseFigure, PhrasePattern};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::summary::{Figure, FormSummary};
use crate::text::Text;

impl Facts<'_> {
    /// The paragraphs of a section's phrases. `heading` is the section's, for phrases that repeat its subject.
    pub fn indicators(&self, section: &str, heading: &str) -> Vec<Paragraph> {
        let mut paragraphs: Vec<(String, Prose<'_>)> = Vec::new();
        for phrase in self.snapshot.catalogue.phrases_of(section, self.snapshot.period.data_to) {
            let known = paragraphs.iter().position(|(name, _)| *name == *phrase.paragraph);
            let at = known.unwrap_or_else(|| {
                paragraphs.push((phrase.paragraph.to_string(), self.prose(format!("{section}.{}", phrase.paragraph))));
                paragraphs.len() - 1
            });
            let place = if paragraphs[at].1.is_empty() { Place::Lead } else { Place::Follow };
            self.phrase(&mut paragraphs[at].1, phrase, place, heading);
        }
        let mut written: Vec<Prose<'_>> = paragraphs.into_iter().map(|(_, prose)| prose).filter(|prose| !prose.is_empty()).collect();
        if let Some(last) = written.last_mut() {
            self.annexes_of(last, section);
        }
        written.into_iter().map(Prose::paragraph).collect()
    }

    /// `Số liệu của từng đơn vị nêu tại Phụ lục V, Phụ lục VI.`, for the forms of which the section speaks.
    fn annexes_of(&self, prose: &mut Prose<'_>, section: &str) {
        let day = self.snapshot.period.data_to;
        let phrases: Vec<&Phrase> = self.snapshot.catalogue.phrases_of(section, day).collect();
        let meanings: Vec<&str> = phrases
            .iter()
            .flat_map(|phrase| phrase.figures.iter().chain(&phrase.of))
            .flat_map(|figure| &figure.meanings)
            .map(Code::as_str)
            .collect();
        let spoken = |form: &FormSummary| meanings.iter().any(|meaning| form.form.column_of(meaning).is_some());
        let annexes = self.form_annexes(spoken);
        let something = |form: &&FormSummary| {
            let totals = form.form.columns.iter().filter_map(|column| self.summary.figure(&form.total_key(column.number)));
            spoken(form) && totals.into_iter().any(|figure| !figure.value.is_zero())
        };
        if !annexes.is_empty() && self.summary.forms.iter().any(|form| something(&form)) {
            let by_unit = self.summary.forms.iter().filter(|form| spoken(form)).all(|form| form.form.layout != FormLayout::Rows);
            let of_units = ["Số liệu của từng đơn vị nêu tại ", "Số liệu chi tiết nêu tại "];
            prose.open(&of_units[usize::from(!by_unit)..]).say(&annexes.join(", ")).stop();
        }
    }

    fn phrase(&self, prose: &mut Prose<'_>, phrase: &Phrase, place: Place, heading: &str) {
        let figures: Vec<Figure> = phrase.figures.iter().filter_map(|wanted| self.worded(wanted)).collect();
        let sent = |meaning: &Code| self.summary.figure_meaning(meaning.as_str()).is_some();
        if figures.is_empty() || !phrase.needs.iter().all(sent) || phrase.lacks.iter().any(sent) {
            return;
        }
        let fill = |words: &Text| words.replace("{ky}", &self.wording.this).replace("{de_muc}", &crate::text::uncapitalise(heading));
        let leads: Vec<String> = phrase.lead.iter().map(|lead| format!("{} ", fill(lead))).collect();
        let tail = fill(&phrase.tail);
        let tail = if tail.is_empty() { tail } else { format!(" {tail}") };
        let leads: Vec<&str> = leads.iter().map(String::as_str).collect();
        let whole = phrase.of.as_ref().map(|wanted| self.worded(wanted));
        match (phrase.pattern, whole) {
            (PhrasePattern::Absence, _) if figures.iter().any(|figure| !figure.value.is_zero()) => {}
            (PhrasePattern::Count | PhrasePattern::Absence, _) if figures.iter().all(|figure| figure.value.is_zero()) => {
                self.nothing(prose, phrase, &figures, &fill(&phrase.zero));
            }
            (PhrasePattern::Count | PhrasePattern::Absence, _) => {
                prose.open(&leads);
                self.counted(prose, phrase, &figures);
                prose.say(&tail);
                self.compare_counted(prose, phrase, &figures, place);
                prose.stop();
            }
            (_, None | Some(None)) => {}
            (PhrasePattern::Ratio, Some(Some(whole))) if whole.value.is_zero() => {
                self.nothing_due(prose, phrase, &figures[0], &whole, &fill(&phrase.zero));
            }
            (PhrasePattern::Ratio, Some(Some(whole))) if figures[0].value.is_zero() => {
                if let Some((before, after)) = fill(&phrase.none).split_once("{n}") {
                    prose.rest_on(&figures[0]).open(&[before]).amount(&whole);
                    prose.say(if whole.counting == Counting::Land { " đất" } else { "" }).say(after).stop();
                }
            }
            (PhrasePattern::Ratio, Some(Some(whole))) => {
                prose.open(&leads);
                self.ratio(prose, phrase, &figures[0], &whole, &tail);
                prose.stop();
            }
            (PhrasePattern::Share, Some(Some(whole))) => {
                if let Some(share) = figures[0].value.percent_of(whole.value).filter(|share| !share.is_zero()) {
                    let noun = &whole.noun;
                    prose.open(&leads).amount(&figures[0]).rest_on(&whole).say(&format!(", chiếm {} tổng số {noun}", percent(share)));
                    prose.say(&tail).stop();
                }
            }
        }
    }

    /// The figure with the noun that the phrase gives it.
    fn worded(&self, wanted: &PhraseFigure) -> Option<Figure> {
        let figure = self.summary.figure_of(wanted)?;
        let noun = if wanted.noun.is_empty() { figure.noun.clone() } else { wanted.noun.clone() };
        Some(Figure { noun, ..figure.clone() })
    }

    /// `842 lượt/910 người`, with the parts of the first in brackets.
    fn counted(&self, prose: &mut Prose<'_>, phrase: &Phrase, figures: &[Figure]) {
        let joined = match phrase.joined.as_str() {
            "" => ", ".to_owned(),
            "/" => "/".to_owned(),
            words => format!(" {words} "),
        };
        let some = figures.iter().filter(|figure| !figure.value.is_zero());
        for (index, figure) in some.enumerate() {
            prose.say(if index > 0 { &joined } else { "" }).amount(figure);
            if figure.counting == Counting::Land {
                prose.say(" đất");
            }
        }
        let parts: Vec<Figure> = phrase.parts.iter().filter_map(|wanted| self.worded(wanted)).collect();
        let whole = parts.iter().map(|part| part.value).sum::<Quantity>() == figures[0].value;
        let parts: Vec<&Figure> = parts.iter().filter(|part| !part.value.is_zero()).collect();
        if whole && parts.len() > 1 {
            for (index, part) in parts.iter().enumerate() {
                prose.say(if index > 0 { ", " } else { " (" }).amount(part);
            }
            prose.say(")");
        }
    }

    fn compare_counted(&self, prose: &mut Prose<'_>, phrase: &Phrase, figures: &[Figure], place: Place) {
        if !phrase.compared {
            return;
        }
        // What was nothing in both periods is not spoken of.
        let some = |figure: &&Figure| !figure.value.is_zero() || figure.base.is_some_and(|base| !base.is_zero());
        let all: Vec<&Figure> = figures.iter().filter(some).collect();
        if let [only] = all[..] {
            return self.compare(prose, only, place);
        }
        self.compare_together(prose, &all, Place::Follow, place == Place::Lead && phrase.joined.is_empty());
    }

    fn nothing(&self, prose: &mut Prose<'_>, phrase: &Phrase, figures: &[Figure], zero: &str) {
        let wholes = || phrase.unless_zero.iter().filter_map(|meaning| self.summary.figure_meaning(meaning.as_str()));
        if zero.is_empty() || wholes().any(|whole| whole.value.is_zero()) {
            return;
        }
        prose.open_nothing(zero);
        if phrase.compared {
            let all: Vec<&Figure> = figures.iter().collect();
            self.compare_zero(prose, &all, zero.contains("không phát sinh"));
        }
        prose.stop_nothing();
    }

    /// Nothing was due: `(cùng kỳ đã giải quyết 4/5 vụ việc)`.
    fn nothing_due(&self, prose: &mut Prose<'_>, phrase: &Phrase, done: &Figure, whole: &Figure, zero: &str) {
        if zero.is_empty() {
            return;
        }
        prose.open_nothing(zero).rest_on(done).rest_on(whole);
        if let (Some(then), Some(of)) = (done.base, whole.base.filter(|of| phrase.compared && !of.is_zero())) {
            let base = self.wording.base;
            prose.say(&format!(" ({base} là {}/{}\u{a0}{})", number(then), number(of), whole.noun));
        }
        prose.stop_nothing();
    }

    /// `125/160 vụ việc, đạt 78,13%, tăng 6,79 điểm phần trăm so với cùng kỳ (71,34%); còn 35 vụ việc …`.
    fn ratio(&self, prose: &mut Prose<'_>, phrase: &Phrase, done: &Figure, whole: &Figure, tail: &str) {
        let share = done.value.percent_of(whole.value).unwrap_or_default();
        prose.cite(done, &number(done.value)).say("/").cite(whole, &format!("{}\u{a0}{}", number(whole.value), whole.noun));
        if whole.counting == Counting::Land {
            prose.say(" đất");
        }
        prose.say(tail);
        if !share.is_zero() {
            prose.say(&format!(", {} {}", self.house.ratio_verb, percent(share)));
        }
        if phrase.compared && !share.is_zero() {
            self.compare_ratio(prose, done, whole, (&self.house.ratio_verb, "chưa có kết quả"));
        }
        let closed: Vec<Figure> = phrase.closed.iter().filter_map(|wanted| self.worded(wanted)).collect();
        let out: Vec<&Figure> = closed.iter().filter(|figure| !figure.value.is_zero()).collect();
        let over = done.value + out.iter().map(|figure| figure.value).sum::<Quantity>();
        if phrase.remainder.is_empty() || over > whole.value {
            return;
        }
        for figure in out {
            prose.say("; ").amount(figure);
        }
        if over < whole.value {
            let rest = whole.value.distance(over);
            prose.fact("rest", rest).say(&format!("; còn {} {}", self.house.amount(rest, whole.counting, &whole.noun), phrase.remainder));
        }
    }
}
