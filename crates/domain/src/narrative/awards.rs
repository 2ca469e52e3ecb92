//! Section II.5: awards by recipient, level, form, type, year of merit.

use super::Facts;
use super::compare::Place;
use super::numbers::{amount, number, percent};
use super::prose::Prose;
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
        let both = [collectives, individuals];
        let mut total = Prose::new();
        if both.iter().all(|figure| figure.value.is_zero()) {
            total.say("Trong kỳ không có tập thể, cá nhân được khen thưởng");
            self.base_of_none(&mut total, &both);
            total.stop();
            return vec![total.paragraph()];
        }
        total.say("Trong kỳ, có ");
        list(&mut total, &both);
        total.say(" được khen thưởng");
        self.compare_together(&mut total, &both, Place::Lead, true);
        total.stop();
        self.levels(&mut total);
        let mut forms = self.forms();
        self.kinds(&mut forms);
        let mut people = self.direct_staff(individuals);
        self.merit_years(&mut people, &both);
        let paragraphs = [total, forms, people];
        paragraphs.into_iter().filter(|prose| !prose.is_empty()).map(Prose::paragraph).collect()
    }

    fn award_pair(&self, group: &str) -> Vec<&Figure> {
        let figure = |class| self.summary.figure(&format!("awards:{group}.{class}"));
        let households = figure("household").filter(|figure| !figure.value.is_zero());
        figure("collective").into_iter().chain(figure("individual")).chain(households).collect()
    }

    /// ` (cùng kỳ năm trước có 01 cá nhân)` when there was something then.
    fn base_of_none(&self, prose: &mut Prose, figures: &[&Figure]) {
        let bases: Vec<String> = figures
            .iter()
            .filter_map(|figure| Some(amount(figure.base.filter(|base| !base.is_zero())?, figure.counting, &figure.noun)))
            .collect();
        if !bases.is_empty() {
            prose.say(&format!(" ({} có {})", self.wording.base, bases.join(", ")));
        }
    }

    fn levels(&self, prose: &mut Prose) {
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

    fn forms(&self) -> Prose {
        let mut prose = Prose::new();
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
        prose.say(&self.annex_reference(AnnexKind::Awards, "Kết quả khen thưởng theo danh hiệu, hình thức nêu tại ", ". "));
        prose
    }

    /// Giver – verb – form – cho – receivers.
    fn form(&self, prose: &mut Prose, line: &AwardLine, same_giver: bool) {
        let verb = if line.form.title {
            format!("công nhận danh hiệu “{}”", line.form.object)
        } else {
            format!("tặng {}", line.form.object)
        };
        let giver = if same_giver { String::new() } else { format!("{} ", self.local(&line.form.giver)) };
        prose.say(&format!("{giver}{verb} cho "));
        list(prose, &self.award_pair(&format!("form.{}", line.form.code)));
    }

    fn kinds(&self, prose: &mut Prose) {
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

    fn direct_staff(&self, individuals: &Figure) -> Prose {
        let mut prose = Prose::new();
        let Some(direct) = self.summary.figure("awards:direct_staff") else { return prose };
        let Some(share) = direct.value.percent_of(individuals.value).filter(|share| !share.is_zero()) else { return prose };
        prose
            .say("Trong ")
            .amount(individuals)
            .say(" được khen thưởng, có ")
            .amount(direct)
            .say(&format!(" trực tiếp công tác, chiếm {}", percent(share)));
        let base_share = direct.base.zip(individuals.base).and_then(|(part, whole)| part.percent_of(whole));
        if let Some(base_share) = base_share.filter(|_| !direct.partly_compared() && !individuals.partly_compared()) {
            self.points(&mut prose, share, base_share);
        }
        prose.stop();
        prose
    }

    /// A ratio moves by percentage points, subtracted as printed.
    fn points(&self, prose: &mut Prose, now: Quantity, base: Quantity) {
        let (versus, gap) = (self.wording.versus, number(now.distance(base)));
        if now == base {
            prose.say(&format!(", bằng {}", self.wording.base));
        } else {
            let verb = if now > base { "tăng" } else { "giảm" };
            prose.say(&format!(", {verb} {gap} điểm phần trăm {versus} ({})", percent(base)));
        }
    }

    /// Half-year reports mostly list decisions on the merits of the year before.
    fn merit_years(&self, prose: &mut Prose, total: &[&Figure]) {
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
fn list(prose: &mut Prose, figures: &[&Figure]) {
    let some = figures.iter().filter(|figure| !figure.value.is_zero());
    for (index, figure) in some.enumerate() {
        prose.say(if index > 0 { ", " } else { "" });
        prose.cite(figure, &amount(figure.value, Counting::Count, &figure.noun));
    }
}
