//! Section I.3: titles registered for the year, collectives before people, from the base title up.

use super::Facts;
use super::leadership::named_units;
use super::numbers::{number, percent};
use super::prose::{Prose, paragraphs};
use crate::catalogue::{AnnexKind, AwardForm};
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::summary::Figure;

impl Facts<'_> {
    /// Paragraphs on registrations.
    pub fn registrations(&self) -> Vec<Paragraph> {
        let mut prose = self.prose("registrations.titles");
        let Some(units) = self.summary.figure("registrations:units").filter(|figure| !figure.value.is_zero()) else {
            return Vec::new();
        };
        self.registering_units(&mut prose, units);
        // Registrations rise from the base title, awards fall from the highest: the catalogue has the order of awards.
        let day = self.snapshot.period.data_to;
        let titles: Vec<(&AwardForm, &Figure)> = self
            .snapshot
            .catalogue
            .awards
            .iter()
            .rev()
            .filter(|row| row.validity.covers(day))
            .filter_map(|row| Some((row, self.summary.figure(&format!("registrations:{}", row.code))?)))
            .filter(|(_, figure)| !figure.value.is_zero())
            .collect();
        let of_collectives = |figure: &Figure| figure.noun.as_str() == "tập thể";
        let collectives: Vec<_> = titles.iter().copied().filter(|(_, figure)| of_collectives(figure)).collect();
        let people: Vec<_> = titles.iter().copied().filter(|(_, figure)| !of_collectives(figure)).collect();
        self.registered(&mut prose, "Về tập thể, có ", &collectives, None);
        let staff = self.summary.figure("staff:headcount").filter(|figure| !figure.value.is_zero());
        self.registered(&mut prose, "Về cá nhân, có ", &people, staff);
        prose.say(&self.annex_reference(AnnexKind::Registrations, "Số đăng ký của từng đơn vị nêu tại ", "")).stop();
        paragraphs([prose])
    }

    fn registering_units(&self, prose: &mut Prose<'_>, units: &Figure) {
        let (reporting, year) = (self.summary.basis.reporting.len(), self.snapshot.period.period.year());
        let without = self.reporting_without(units);
        prose.say("Có ").cite(units, &format!("{}/{reporting}", number(units.value)));
        prose.fact("units:reporting", Quantity::whole(reporting as u64));
        prose.say(&format!("\u{a0}đơn vị đăng ký danh hiệu thi đua, hình thức khen thưởng năm {year}"));
        if let Some(share) = units.value.percent_of(Quantity::whole(reporting as u64)).filter(|share| !share.is_zero()) {
            prose.say(&format!(", {} {}", self.house.ratio_verb, percent(share)));
        }
        if !without.is_empty() {
            prose.say("; ").count("units:without", without.len(), "đơn vị chưa đăng ký").quote(&named_units(&without));
        }
        prose.stop();
    }

    /// `Về cá nhân, có 210/215 người đăng ký “Lao động tiên tiến”, đạt 97,67%; 31 người đăng ký …`.
    fn registered(&self, prose: &mut Prose<'_>, opening: &str, titles: &[(&AwardForm, &Figure)], staff: Option<&Figure>) {
        for (index, (form, figure)) in titles.iter().enumerate() {
            prose.say(if index == 0 { opening } else { "; " });
            let same_units = |staff: &&Figure| {
                let senders =
                    |figure: &Figure| figure.sources.iter().map(|source| source.unit.clone()).collect::<std::collections::BTreeSet<_>>();
                senders(figure).is_subset(&senders(staff))
            };
            let whole =
                staff.filter(|staff| index == 0 && form.rests_on.is_none() && form.title && staff.value >= figure.value).filter(same_units);
            if let Some(whole) = whole {
                prose.cite(figure, &number(figure.value)).say("/").cite(whole, &format!("{}\u{a0}người", number(whole.value)));
            } else {
                prose.amount(figure);
            }
            prose.say(if form.title { " đăng ký danh hiệu " } else { " đăng ký " });
            prose.quote(&if form.title { format!("“{}”", form.object) } else { self.local(&form.name) });
            if let Some(share) = whole.and_then(|whole| figure.value.percent_of(whole.value)).filter(|share| !share.is_zero()) {
                prose.say(&format!(", {} {}", self.house.ratio_verb, percent(share)));
            }
            against_base_title(prose, form, figure, titles);
        }
        prose.stop();
    }
}

/// `, bằng 14,76% số đăng ký “Lao động tiên tiến”`.
fn against_base_title(prose: &mut Prose<'_>, form: &AwardForm, figure: &Figure, titles: &[(&AwardForm, &Figure)]) {
    let base = form.rests_on.as_ref().and_then(|code| titles.iter().find(|(other, _)| other.code == *code));
    let Some((base_form, base)) = base else { return };
    if let Some(share) = figure.value.percent_of(base.value).filter(|share| !share.is_zero()) {
        prose.rest_on(base).say(&format!(", bằng {} số đăng ký ", percent(share))).quote(&format!("“{}”", base_form.object));
    }
}
