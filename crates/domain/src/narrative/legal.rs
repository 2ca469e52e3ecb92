//! Section I.1: the laws that govern emulation in the period, and how they were made known.

use super::Facts;
use super::basis::listed;
use super::dates::short_date;
use super::prose::{Prose, paragraphs};
use crate::catalogue::{LegalArea, LegalRank, LegalRegime};
use crate::report::Paragraph;
use crate::submission::{Dissemination, DisseminationForm, Scope};

/// Disseminations named one by one.
const NAMED: usize = 3;

impl Facts<'_> {
    /// Paragraphs on the laws in force and how they were made known.
    pub fn disseminations(&self) -> Vec<Paragraph> {
        paragraphs([self.legal_basis(), self.made_known()])
    }

    /// `Công tác thi đua, khen thưởng được thực hiện theo Luật … và Nghị định …`, as in force on the last day.
    fn legal_basis(&self) -> Prose<'_> {
        let mut prose = self.prose("dissemination.legal_basis");
        let day = self.snapshot.period.data_to;
        let in_force: Vec<&LegalRegime> = self
            .snapshot
            .catalogue
            .legal_regimes
            .iter()
            .filter(|row| row.area == LegalArea::Emulation && row.validity.covers(day))
            .collect();
        let law = in_force.iter().find(|row| row.rank == LegalRank::Law && row.amends.is_empty());
        let Some(law) = law else { return prose };
        // An amendment is told by its law alone: older ones are part of the consolidated text.
        let amended = in_force.iter().any(|row| row.rank == LegalRank::Law && row.amends.contains(&law.code));
        let mut named = vec![format!("{}{}", law.citation, if amended { " (đã được sửa đổi, bổ sung)" } else { "" })];
        let below = |rank: LegalRank| in_force.iter().filter(move |row| row.rank == rank).map(|row| row.citation.to_string());
        named.extend(below(LegalRank::Decree));
        named.extend(below(LegalRank::Circular).filter(|citation| {
            citation.contains("TT-TTCP") && citation.contains("thi đua, khen thưởng")
                || citation.contains("TT-TTCP") && citation.contains("Thi đua, khen thưởng")
        }));
        prose.open(&["Công tác thi đua, khen thưởng trong kỳ được thực hiện theo quy định của "]).quote(&listed(&named)).stop();
        prose
    }

    fn made_known(&self) -> Prose<'_> {
        let mut prose = self.prose("dissemination.made_known");
        let figure = |key: &str| self.summary.figure(key).filter(|figure| !figure.value.is_zero());
        if let Some(sessions) = figure("disseminations:sessions") {
            prose.open(&[&format!("Trong {}, đã tổ chức ", self.wording.this), "Trong kỳ, đã tổ chức "]).amount(sessions);
            prose.say(" quán triệt, phổ biến chủ trương, chính sách, pháp luật về thi đua, khen thưởng");
            if let Some(people) = figure("disseminations:people") {
                prose.say(" với ").amount(people).say(" tham dự");
            }
            self.compare(&mut prose, sessions, super::compare::Place::Lead);
            prose.stop();
        }
        let rows = self.counting().flat_map(|submission| &submission.content.disseminations).filter(|row| row.scope == Scope::Sector);
        for row in rows.take(NAMED) {
            self.dissemination(&mut prose, row);
        }
        prose
    }

    fn dissemination(&self, prose: &mut Prose<'_>, row: &Dissemination) {
        let agency = crate::text::capitalise(&self.agency);
        let day = row.held_on.map(|day| format!("Ngày\u{a0}{}, ", short_date(day)));
        let by = match row.form {
            DisseminationForm::Conference => " thông qua hội nghị",
            DisseminationForm::Meeting => " thông qua họp cơ quan, sinh hoạt",
            DisseminationForm::Document => " bằng văn bản",
            DisseminationForm::Media => " trên trang thông tin điện tử, báo, đài",
            DisseminationForm::Other => "",
        };
        match day {
            Some(day) => prose.open(&[&format!("{day}{} quán triệt ", self.agency)]),
            None => prose.open(&[&format!("{agency} đã quán triệt "), "Cùng với đó, đã quán triệt ", "Đồng thời, quán triệt "]),
        };
        prose.quote(&row.subject);
        if !row.audience.is_empty() {
            prose.say(" đến ").quote(&row.audience);
        }
        prose.say(by).stop();
    }
}
