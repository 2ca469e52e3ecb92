//! Section II.5: awards by recipient, level, form, type, year of merit.

use std::collections::BTreeSet;

use super::Facts;
use super::compare::Place;
use super::numbers::percent;
use super::prose::{Prose, paragraphs};
use crate::catalogue::{AnnexKind, Counting, find};
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::summary::{AWARD_LEVELS, AwardLine, Figure};

/// Award forms spelled out in the prose; of more, only those of the highest level, the rest in the annex.
const NAMED_FORMS: usize = 5;

impl Facts<'_> {
    /// Paragraphs on awards.
    pub fn awards(&self) -> Vec<Paragraph> {
        let (Some(collectives), Some(individuals)) = (self.summary.figure("awards:collective"), self.summary.figure("awards:individual"))
        else {
            return Vec::new();
        };
        let households = self.summary.figure("awards:household").filter(|figure| !figure.value.is_zero());
        let both: Vec<&Figure> = [collectives, individuals].into_iter().chain(households).collect();
        let mut total = self.prose("awards.total");
        if both.iter().all(|figure| figure.value.is_zero()) {
            total.open(&["Trong kỳ không có tập thể, cá nhân được khen thưởng", "Không có tập thể, cá nhân được khen thưởng"]);
            self.base_of_none(&mut total, &both);
            total.stop();
            return vec![total.paragraph()];
        }
        total.open(&["Trong kỳ, có ", "Có "]);
        let repeats = self.awarded_twice() || self.more_than_staff(individuals);
        if repeats {
            for (index, figure) in both.iter().filter(|figure| !figure.value.is_zero()).enumerate() {
                let words = self.house.amount(figure.value, Counting::Count, &format!("lượt {}", figure.noun));
                total.say(if index > 0 { ", " } else { "" }).cite(figure, &words);
            }
        } else {
            list(&mut total, &both);
        }
        total.say(" được khen thưởng");
        self.compare_together(&mut total, &both, Place::Lead, true);
        total.stop();
        self.levels(&mut total);
        let mut forms = self.forms();
        self.kinds(&mut forms);
        let mut people = self.direct_staff(individuals, repeats);
        self.merit_years(&mut people, &both);
        paragraphs([total, forms, people])
    }

    /// True when the names that units sent show somebody with more than one award: then awards are "lượt".
    fn awarded_twice(&self) -> bool {
        let mut names = BTreeSet::new();
        let awards = self.counting().flat_map(|submission| submission.content.awards.iter().map(move |award| (&submission.unit, award)));
        let mut all = awards.flat_map(|(unit, award)| award.names.iter().map(move |name| (unit, crate::text::same_wording(name))));
        all.any(|name| !names.insert(name))
    }

    /// True when more people were awarded than the units have: then some were awarded more than once.
    fn more_than_staff(&self, individuals: &Figure) -> bool {
        let staff = |unit: &crate::code::Code| {
            let sent = self.counting().find(|submission| submission.unit == *unit);
            sent.and_then(|submission| submission.content.staff.as_ref()).map(|staff| u64::from(staff.headcount))
        };
        let units: BTreeSet<&crate::code::Code> = individuals.sources.iter().map(|source| &source.unit).collect();
        let people: Option<u64> = units.into_iter().map(staff).sum();
        people.is_some_and(|people| individuals.value > Quantity::whole(people))
    }

    fn award_pair(&self, group: &str) -> Vec<&Figure> {
        let figure = |class| self.summary.figure(&format!("awards:{group}.{class}"));
        let households = figure("household").filter(|figure| !figure.value.is_zero());
        figure("collective").into_iter().chain(figure("individual")).chain(households).collect()
    }

    /// ` (cùng kỳ năm trước có 01 cá nhân)` when there was something then.
    fn base_of_none(&self, prose: &mut Prose<'_>, figures: &[&Figure]) {
        for figure in figures {
            prose.rest_on(figure);
        }
        let bases: Vec<String> = figures
            .iter()
            .filter_map(|figure| Some(self.house.amount(figure.base.filter(|base| !base.is_zero())?, figure.counting, &figure.noun)))
            .collect();
        if !bases.is_empty() {
            prose.say(&format!(" ({} có {})", self.wording.base, bases.join(", ")));
        }
    }

    fn levels(&self, prose: &mut Prose<'_>) {
        let levels: Vec<(&str, Vec<&Figure>)> = AWARD_LEVELS
            .iter()
            .map(|(level, name, _)| (*name, self.award_pair(&format!("level.{level}"))))
            .filter(|(_, pair)| pair.iter().any(|figure| !figure.value.is_zero()))
            .collect();
        match &levels[..] {
            [] => {}
            [(name, _)] => {
                prose.say(&format!("Các danh hiệu, hình thức khen thưởng đều thuộc {name}")).stop();
            }
            _ => {
                for (index, (name, pair)) in levels.iter().enumerate() {
                    prose.say(if index == 0 { "Theo cấp khen thưởng: " } else { "; " }).say(name).say(" ");
                    list(prose, pair);
                }
                prose.stop();
            }
        }
        let state = self.award_pair("level.state");
        if state.iter().all(|figure| figure.value.is_zero()) {
            prose.say("Không có tập thể, cá nhân được khen thưởng cấp Nhà nước");
            self.base_of_none(prose, &state);
            prose.stop();
        }
    }

    fn forms(&self) -> Prose<'_> {
        let mut prose = self.prose("awards.forms");
        let lines = &self.summary.awards;
        let highest = lines.iter().take_while(|line| line.form.level == lines[0].form.level).count();
        let named = if lines.len() > NAMED_FORMS { highest.min(NAMED_FORMS) } else { lines.len() };
        for (index, line) in lines.iter().take(named).enumerate() {
            prose.say(if index > 0 { "; " } else { "" });
            let same_giver = index > 0 && lines[index - 1].form.giver == line.form.giver;
            self.form(&mut prose, line, same_giver);
        }
        if !lines.is_empty() {
            prose.stop();
        }
        prose.say(&self.annex_reference(AnnexKind::Awards, "Kết quả khen thưởng theo danh hiệu, hình thức nêu tại ", "")).stop();
        prose
    }

    /// Giver – verb – form – cho – receivers.
    fn form(&self, prose: &mut Prose<'_>, line: &AwardLine, same_giver: bool) {
        if !same_giver {
            prose.quote(&self.local(&line.form.giver)).say(" ");
        }
        if line.form.title {
            prose.say(&format!("{} danh hiệu ", self.house.title_verb)).quote(&format!("“{}”", line.form.object));
        } else {
            prose.say("tặng ").quote(&line.form.object);
        }
        prose.say(" cho ");
        list(prose, &self.award_pair(&format!("form.{}", line.form.code)));
    }

    fn kinds(&self, prose: &mut Prose<'_>) {
        let mut codes: Vec<&str> = Vec::new();
        for row in &self.snapshot.catalogue.commendation_types {
            if !codes.contains(&row.code.as_str()) {
                codes.push(row.code.as_str());
            }
        }
        let mut parts = 0;
        for code in codes {
            let pair = self.award_pair(&format!("kind.{code}"));
            if pair.is_empty() || pair.iter().all(|figure| figure.value.is_zero()) {
                continue;
            }
            let name =
                find(&self.snapshot.catalogue.commendation_types, code, self.snapshot.period.data_to).map_or(code, |row| row.name.as_str());
            prose.say(if parts == 0 { "Theo loại hình: " } else { "; " }).say(&format!("khen thưởng {name} "));
            list(prose, &pair);
            if pair.iter().all(|figure| figure.base.is_some_and(Quantity::is_zero)) {
                prose.say(&format!(" ({} không phát sinh)", self.wording.base));
            }
            parts += 1;
        }
        if parts > 0 {
            prose.stop();
        }
    }

    fn direct_staff(&self, individuals: &Figure, repeats: bool) -> Prose<'_> {
        let mut prose = self.prose("awards.people");
        let Some(direct) = self.summary.figure("awards:direct_staff") else { return prose };
        let Some(share) = direct.value.percent_of(individuals.value).filter(|share| !share.is_zero()) else { return prose };
        let count = |figure: &Figure| {
            let noun = if repeats { format!("lượt {}", figure.noun) } else { figure.noun.to_string() };
            self.house.amount(figure.value, figure.counting, &noun)
        };
        prose
            .say("Trong ")
            .cite(individuals, &count(individuals))
            .say(" được khen thưởng, có ")
            .cite(direct, &count(direct))
            .say(&format!(" trực tiếp công tác, chiếm {}", percent(share)));
        self.compare_ratio(&mut prose, direct, individuals, ("chiếm", "không có"));
        prose.stop();
        prose
    }

    /// Half-year reports mostly list decisions on the merits of the year before.
    fn merit_years(&self, prose: &mut Prose<'_>, total: &[&Figure]) {
        let year = self.snapshot.period.period.year();
        let last = self.award_pair(&format!("year.{}", year - 1));
        let this = self.award_pair(&format!("year.{year}"));
        let some = |pair: &[&Figure]| pair.iter().any(|figure| !figure.value.is_zero());
        if !some(&last) || last.iter().zip(total).all(|(part, whole)| part.value == whole.value) {
            return;
        }
        prose.say(&format!("Khen thưởng thành tích năm {} theo các quyết định ban hành trong kỳ: ", year - 1));
        list(prose, &last);
        if some(&this) {
            prose.say(&format!("; khen thưởng thành tích năm {year}: "));
            list(prose, &this);
        }
        prose.stop();
    }
}

/// `05 tập thể, 12 cá nhân`, without what is zero.
fn list(prose: &mut Prose<'_>, figures: &[&Figure]) {
    let some = figures.iter().filter(|figure| !figure.value.is_zero());
    for (index, figure) in some.enumerate() {
        prose.say(if index > 0 { ", " } else { "" });
        prose.amount(figure);
    }
}
