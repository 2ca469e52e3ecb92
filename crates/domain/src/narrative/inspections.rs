//! Section II.1.a: inspections, in the fixed chain total → conclusions → violations → recovery →
//! sanctions → referral → policy.

use super::Facts;
use super::compare::Place;
use super::prose::{Prose, paragraphs};
use crate::catalogue::{Counting, meaning};
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::summary::{Figure, FormSummary};

const FORM: &str = "01/TTr";

/// The figures of one form by meaning.
struct Inspections<'a> {
    facts: &'a Facts<'a>,
    form: &'a FormSummary,
}

impl Facts<'_> {
    /// The paragraphs on inspections; none when no unit sent the form.
    pub fn inspections(&self) -> Vec<Paragraph> {
        let Some(form) = self.summary.forms.iter().find(|form| form.form.code.as_str() == FORM) else {
            return Vec::new();
        };
        let inspections = Inspections { facts: self, form };
        let nothing = form
            .form
            .columns
            .iter()
            .filter_map(|column| self.summary.figure(&form.total_key(column.number)))
            .all(|figure| figure.value.is_zero());
        if nothing {
            return paragraphs([inspections.performed()]);
        }
        paragraphs([inspections.performed(), inspections.money(), inspections.sanctions(), inspections.ranking()])
    }
}

impl Inspections<'_> {
    fn figure(&self, sense: &'static str) -> Option<&Figure> {
        self.facts.summary.figure(&self.form.key_of(sense)?)
    }

    /// The figure when it is not zero.
    fn some(&self, sense: &'static str) -> Option<&Figure> {
        self.figure(sense).filter(|figure| !figure.value.is_zero())
    }

    fn performed(&self) -> Prose<'_> {
        let mut prose = self.facts.prose("inspections.performed");
        let Some(total) = self.figure(meaning::PERFORMED_TOTAL) else { return prose };
        let all = self.facts.all_units();
        let whole = format!("Trong {}, {all} ", self.facts.wording.this);
        if total.value.is_zero() {
            prose.open(&[&format!("{whole}không triển khai cuộc thanh tra"), &format!("Trong kỳ, {all} không triển khai cuộc thanh tra")]);
            self.facts.compare_zero(&mut prose, &[total], false);
            prose.stop();
            if self.some(meaning::CONCLUDED).is_some() {
                self.concluded(&mut prose);
            }
            return prose;
        }
        prose.open(&[&format!("{whole}đã triển khai "), &format!("Trong kỳ, {all} đã triển khai ")]).amount(total).say(" thanh tra");
        self.breakdown(&mut prose, total);
        if let Some(units) = self.some(meaning::UNITS_INSPECTED) {
            prose.say(" tại ").amount(units);
        }
        self.facts.compare(&mut prose, total, Place::Lead);
        prose.stop();
        self.not_compared(&mut prose, total);
        self.concluded(&mut prose);
        prose
    }

    /// `Không so sánh số cuộc thanh tra với cùng kỳ do …`.
    fn not_compared(&self, prose: &mut Prose<'_>, figure: &Figure) {
        let Some(reason) = &figure.not_compared else { return };
        let catalogue = &self.facts.snapshot.catalogue;
        let row = catalogue.comparison_breaks.iter().find(|row| row.reason == *reason);
        let subject = row.map_or_else(|| figure.label.clone(), |row| row.subject.to_string());
        let then = self.facts.wording.base_short;
        prose.say(&format!("Không so sánh {subject} với {then} do ")).quote(reason).stop();
    }

    /// `(12 cuộc kỳ trước chuyển sang, 60 cuộc triển khai trong kỳ; đều theo kế hoạch)`.
    fn breakdown(&self, prose: &mut Prose<'_>, total: &Figure) {
        let pairs = [
            [
                (meaning::CARRIED_OVER, "kỳ trước chuyển sang", "từ kỳ trước chuyển sang"),
                (meaning::STARTED, "triển khai trong kỳ", "triển khai trong kỳ"),
            ],
            [(meaning::PLANNED, "theo kế hoạch", "theo kế hoạch"), (meaning::AD_HOC, "đột xuất", "đột xuất")],
        ];
        let mut opened = false;
        for pair in pairs {
            let parts: Vec<(&Figure, &str, &str)> =
                pair.iter().filter_map(|(sense, words, all)| Some((self.some(sense)?, *words, *all))).collect();
            if parts.is_empty() {
                continue;
            }
            prose.say(if opened { "; " } else { " (" });
            opened = true;
            if let [(only, _, all)] = parts[..]
                && only.value == total.value
            {
                prose.say("đều ").cite(only, all);
                continue;
            }
            for (index, (figure, words, _)) in parts.iter().enumerate() {
                prose.say(if index > 0 { ", " } else { "" }).amount(figure).say(&format!(" {words}"));
            }
        }
        if opened {
            prose.say(")");
        }
    }

    fn concluded(&self, prose: &mut Prose<'_>) {
        let Some(concluded) = self.figure(meaning::CONCLUDED) else { return };
        let conclusions = concluded.noun.as_str() == "kết luận";
        if concluded.value.is_zero() {
            prose.say("Chưa ban hành kết luận thanh tra");
            self.facts.compare_zero(prose, &[concluded], false);
        } else if conclusions {
            prose.say("Đã ban hành ").amount(concluded).say(" thanh tra");
            if let Some(units) = self.some(meaning::UNITS_CONCLUDED) {
                prose.say(" đối với ").amount(units);
            }
            self.facts.compare(prose, concluded, Place::Follow);
        } else {
            prose.say("Đã ban hành kết luận ").amount(concluded);
            self.facts.compare(prose, concluded, Place::Follow);
        }
        prose.stop();
    }

    fn money(&self) -> Prose<'_> {
        let mut prose = self.facts.prose("inspections.money");
        let violation = self.facts.house.violation.as_str();
        self.pair(
            &mut prose,
            meaning::VIOLATION_MONEY,
            meaning::VIOLATION_LAND,
            &format!("Qua thanh tra, phát hiện {violation} về kinh tế "),
            &format!("{violation} "),
            &format!("Qua thanh tra, chưa phát hiện {violation} về kinh tế"),
        );
        // TT 02/2021 knows only what is recovered to the budget, TT 06/2025 all recovery and the budget's part.
        let all = self.form.form.column_of(meaning::RECOVER_MONEY).is_some();
        let (money, land) = if all {
            (meaning::RECOVER_MONEY, meaning::RECOVER_LAND)
        } else {
            (meaning::RECOVER_BUDGET_MONEY, meaning::RECOVER_BUDGET_LAND)
        };
        let recovery = self.figure(money).map_or("", |_| self.phrase(money, "thu hồi"));
        let (opening, none) = (format!("Kiến nghị {recovery} "), format!("Không phát sinh kiến nghị {recovery}"));
        self.pair(&mut prose, money, land, &opening, "thu hồi ", &none);
        self.pair(
            &mut prose,
            meaning::OTHER_MONEY,
            meaning::OTHER_LAND,
            "Ngoài ra, kiến nghị xử lý khác về kinh tế ",
            "xử lý khác ",
            "Ngoài ra, không phát sinh kiến nghị xử lý khác về kinh tế",
        );
        prose
    }

    fn phrase(&self, sense: &'static str, usual: &'static str) -> &str {
        self.form.form.column_of(sense).map(|column| column.phrase.as_str()).filter(|phrase| !phrase.is_empty()).unwrap_or(usual)
    }

    /// Money and land of one heading in one sentence.
    fn pair(&self, prose: &mut Prose<'_>, money: &'static str, land: &'static str, opening: &str, second: &str, none: &str) {
        let both: Vec<&Figure> = [money, land].into_iter().filter_map(|sense| self.figure(sense)).collect();
        let some: Vec<&Figure> = both.iter().copied().filter(|figure| !figure.value.is_zero()).collect();
        if both.is_empty() {
            return;
        }
        if some.is_empty() {
            prose.say(none);
            self.facts.compare_zero(prose, &both, false);
        }
        for (index, figure) in some.iter().enumerate() {
            prose.say(if index == 0 { opening } else { "; " });
            if index > 0 {
                prose.say(second);
            }
            prose.amount(figure);
            if figure.counting == Counting::Land {
                prose.say(" đất");
            }
            self.facts.compare(prose, figure, Place::Follow);
        }
        prose.stop();
    }

    fn sanctions(&self) -> Prose<'_> {
        let mut prose = self.facts.prose("inspections.sanctions");
        let people = [meaning::ADMIN_ORGS, meaning::ADMIN_PEOPLE].map(|sense| self.figure(sense));
        if let [Some(orgs), Some(persons)] = people {
            let some: Vec<&Figure> = [orgs, persons].into_iter().filter(|figure| !figure.value.is_zero()).collect();
            if some.is_empty() {
                prose.say("Không phát sinh kiến nghị xử lý hành chính");
                self.facts.compare_zero(&mut prose, &[orgs, persons], false);
            } else {
                prose.say("Về trách nhiệm, kiến nghị xử lý hành chính đối với ");
                for (index, figure) in some.iter().enumerate() {
                    prose.say(if index > 0 { ", " } else { "" }).amount(figure);
                }
                self.facts.compare_together(&mut prose, &[orgs, persons], Place::Follow, true);
            }
            prose.stop();
        }
        self.referral(&mut prose);
        if let Some(policy) = self.some(meaning::POLICY_DOCS) {
            prose.say("Đồng thời, kiến nghị hoàn thiện cơ chế, chính sách đối với ").amount(policy);
            self.facts.compare(&mut prose, policy, Place::Follow);
            prose.stop();
        }
        prose
    }

    fn referral(&self, prose: &mut Prose<'_>) {
        let (Some(cases), Some(people)) = (self.figure(meaning::POLICE_CASES), self.figure(meaning::POLICE_PEOPLE)) else { return };
        if cases.value.is_zero() && people.value.is_zero() {
            prose.say("Không có vụ việc chuyển cơ quan điều tra");
            self.facts.compare_zero(prose, &[cases, people], false);
        } else {
            prose.say("Chuyển cơ quan điều tra ");
            for (index, figure) in [cases, people].into_iter().filter(|figure| !figure.value.is_zero()).enumerate() {
                prose.say(if index > 0 { "/" } else { "" }).amount(figure);
            }
            self.facts.compare_together(prose, &[cases, people], Place::Follow, false);
        }
        prose.stop();
    }

    /// The three units with most inspections, then the reference to the annex.
    fn ranking(&self) -> Prose<'_> {
        let mut prose = self.facts.prose("inspections.ranking");
        let Some(key) = self.form.key_of(meaning::PERFORMED_TOTAL) else { return prose };
        let rows = if self.facts.is_of_one() { Vec::new() } else { self.facts.summary.ranking(&key) };
        // Only places that one unit holds alone: of equals none is named before the other.
        let alone = |at: usize| {
            let value = rows[at].1.value;
            !value.is_zero() && rows.iter().filter(|(_, figure)| figure.value == value).count() == 1
        };
        let named: Vec<usize> = (0..rows.len().min(3)).take_while(|at| alone(*at)).collect();
        for at in &named {
            let (line, figure) = rows[*at];
            let last = *at + 1 == named.len();
            let opening = match at {
                0 => "Đơn vị triển khai nhiều cuộc thanh tra nhất là ",
                1 => ", tiếp đến là ",
                _ if last => " và ",
                _ => ", ",
            };
            let count = format!("({}\u{a0}{})", self.facts.house.quantity(figure.value, figure.counting), figure.noun);
            prose.say(opening).quote(&line.name).say(" ").cite(figure, &count);
        }
        if !named.is_empty() {
            prose.stop();
        }
        let (senders, reporting) = (self.form.rows.len(), self.facts.summary.basis.reporting.len());
        if senders < reporting {
            prose.fact_against("units:form", Quantity::whole(senders as u64), Quantity::whole(reporting as u64));
            prose.say(&format!("Số liệu công tác thanh tra được tổng hợp từ {senders}/{reporting}\u{a0}đơn vị đã gửi "));
            prose.quote(&format!("Biểu {}", self.form.form.code)).stop();
        }
        let annexes = self.facts.form_annexes(|form| form.form.code == self.form.form.code);
        if let [annex] = annexes[..] {
            prose.open(&["Số liệu của từng đơn vị nêu tại ", "Chi tiết theo đơn vị nêu tại "]).say(annex).stop();
        }
        prose
    }
}
