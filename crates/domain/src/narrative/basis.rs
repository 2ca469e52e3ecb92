//! On which units the figures and the comparisons rest: a sentence in the opening, and at the foot of
//! the page who is left out of the comparison and why.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::dates::short_date;
use super::house::House;
use super::leadership::named_units;
use super::prose::Prose;
use crate::catalogue::AnnexKind;
use crate::code::Code;
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::unit::{SuccessionKind, Unit};

/// Why a unit is in one of the two periods only.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reason {
    /// It sent now and nothing for the base.
    NoBase,
    /// It sent now, and of those that it follows not all sent for the base.
    PartOfBase,
    /// It began after the base's window.
    New,
    /// It sent for the base and has not sent now.
    NotSent,
    /// It ended before this window's last day; what became of it.
    Ended(String),
    /// It is not asked to send in this period.
    NotAsked,
}

impl Facts<'_> {
    /// From how many units, over which days, and with whom it is compared.
    pub fn basis(&self) -> Paragraph {
        let (basis, period) = (&self.summary.basis, &self.snapshot.period);
        let mut prose = self.prose("opening.basis");
        let (reporting, concerned) = (basis.reporting.len(), basis.concerned());
        if reporting == 0 {
            prose.say("Đến thời điểm lập báo cáo, chưa có đơn vị nào gửi báo cáo cho kỳ này").stop();
            return prose.paragraph();
        } else if basis.missing.is_empty() {
            prose.say("Số liệu trong báo cáo được tổng hợp từ ").count("units:reporting", reporting, "đơn vị");
        } else {
            prose.say("Số liệu trong báo cáo được tổng hợp từ ");
            prose.fact_against("units:reporting", Quantity::whole(reporting as u64), Quantity::whole(concerned as u64));
            prose.say(&format!("{reporting}/{concerned}\u{a0}đơn vị"));
        }
        prose.say(&format!(", tính từ ngày {} đến ngày {}", short_date(period.data_from), short_date(period.data_to)));
        if !basis.missing.is_empty() {
            let names: Vec<&str> = basis.missing.iter().map(|code| self.unit_name(code.as_str())).collect();
            prose.say("; ").count("units:missing", names.len(), "đơn vị chưa gửi báo cáo").quote(&named_units(&names));
        }
        prose.stop();
        if let Some(note) = self.partial_windows() {
            prose.note(note);
        }
        let reference = self.annex_reference(AnnexKind::Completeness, "Tình hình gửi báo cáo của từng đơn vị nêu tại ", "");
        prose.say(&reference).stop();
        self.comparison(&mut prose);
        prose.paragraph()
    }

    fn comparison(&self, prose: &mut Prose<'_>) {
        let (basis, base) = (&self.summary.basis, self.wording.base_bare.as_str());
        if basis.compared.is_empty() {
            prose.say(&format!("Chưa có số liệu {base} để so sánh")).stop();
            return;
        }
        let mut notes = Vec::new();
        if !basis.like_with_like() {
            prose.say(&format!("Việc so sánh với {base} được thực hiện trên "));
            prose.count("units:compared", basis.compared.len(), "đơn vị có số liệu của cả hai kỳ").stop();
            notes.extend(self.left_out());
        }
        let merged = self.merged();
        if notes.is_empty() && merged.is_some() {
            prose.say(&format!("Số liệu {base} đã được cộng gộp theo các đơn vị sau {}", self.house.merger)).stop();
        }
        notes.extend(merged);
        if let Some(columns) = self.without_counterpart() {
            if notes.is_empty() {
                prose.say(&format!("Số liệu {base} được lấy theo biểu mẫu áp dụng tại thời điểm đó")).stop();
            }
            notes.push(columns);
        }
        if !notes.is_empty() {
            prose.note(notes.join(" "));
        }
    }

    /// Whose base was added up from the units before a rearrangement.
    fn merged(&self) -> Option<String> {
        let basis = &self.summary.basis;
        let name = |code: &Code, day| {
            let unit = self.snapshot.units.iter().find(|unit| unit.code == *code);
            unit.map_or_else(|| code.to_string(), |unit| unit.name_on(day).full.to_string())
        };
        let (now, then) = (self.snapshot.period.data_to, self.snapshot.base_period.as_ref()?.data_to);
        let told: Vec<String> = basis
            .merged
            .iter()
            .filter(|(successor, _)| basis.compared.contains(*successor))
            .map(|(successor, predecessors)| {
                let own = self.snapshot.base_submissions.iter().any(|sent| sent.unit == *successor && sent.state.counts());
                let mut parts: Vec<String> = own.then(|| name(successor, then)).into_iter().collect();
                parts.extend(predecessors.iter().map(|code| name(code, then)));
                let verb = if parts.len() > 1 { "được cộng từ" } else { "là số liệu của" };
                format!("của {} {verb} {} trước khi {}", name(successor, now), listed(&parts), self.house.merger)
            })
            .collect();
        (!told.is_empty()).then(|| format!("Số liệu {} {}.", self.wording.base_bare, told.join("; ")))
    }

    /// The units that the comparison leaves out, grouped by why.
    fn left_out(&self) -> Option<String> {
        let basis = &self.summary.basis;
        let mut groups: Vec<(Reason, Vec<&str>)> = Vec::new();
        let left_out = self.snapshot.units.iter().filter(|unit| {
            let counts = basis.counted.contains(&unit.code) || basis.base.contains(&unit.code);
            counts && !basis.compared.contains(&unit.code)
        });
        let ranks: BTreeMap<&Code, usize> = self.summary.units.iter().enumerate().map(|(rank, line)| (&line.code, rank)).collect();
        let rank = |unit: &Unit| ranks.get(&unit.code).copied().unwrap_or(usize::MAX);
        let mut left_out: Vec<&Unit> = left_out.collect();
        left_out.sort_by_key(|unit| (rank(unit), unit.position));
        for unit in left_out {
            let reason = self.reason(unit);
            let name = unit.name_on(self.snapshot.period.data_to).full.as_str();
            match groups.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, names)) => names.push(name),
                None => groups.push((reason, vec![name])),
            }
        }
        let base = self.wording.base_bare.as_str();
        let group = |(reason, names): &(Reason, Vec<&str>)| {
            let units = format!("{}\u{a0}đơn vị", self.house.count(names.len()));
            let named = in_full(names, &self.house);
            match reason {
                Reason::NoBase => format!("{units} chưa có số liệu {base}{named}"),
                Reason::PartOfBase => format!("{units} thiếu số liệu {base} của đơn vị trước khi {}{named}", self.house.merger),
                Reason::New => format!("{units} mới hoạt động sau {base}{named}"),
                Reason::NotSent => format!("{units} có số liệu {base} nhưng chưa gửi báo cáo kỳ này{named}"),
                Reason::Ended(words) => format!("{units} {words}{named}"),
                Reason::NotAsked => format!("{units} không phải gửi báo cáo kỳ này{named}"),
            }
        };
        let told: Vec<String> = groups.iter().map(group).collect();
        (!told.is_empty()).then(|| format!("Không đưa vào so sánh: {}.", told.join("; ")))
    }

    fn reason(&self, unit: &Unit) -> Reason {
        let (snapshot, basis) = (self.snapshot, &self.summary.basis);
        let sent_now = basis.counted.contains(&unit.code);
        if sent_now && basis.base.contains(&unit.code) {
            return Reason::PartOfBase;
        }
        let base_end = snapshot.base_period.as_ref().map(|base| base.data_to);
        if sent_now {
            let began = unit.validity.from.zip(base_end).is_some_and(|(from, end)| from > end);
            return if began { Reason::New } else { Reason::NoBase };
        }
        if let Some(words) = self.end_of(&unit.code) {
            return Reason::Ended(words);
        }
        if unit.validity.to.is_some_and(|to| to < snapshot.period.data_to) {
            return Reason::Ended("đã kết thúc hoạt động".to_owned());
        }
        if unit.expected_for(&snapshot.period) { Reason::NotSent } else { Reason::NotAsked }
    }

    /// What became of a unit by the end of the window.
    fn end_of(&self, code: &Code) -> Option<String> {
        let snapshot = self.snapshot;
        let ended =
            snapshot.successions.iter().find(|row| row.effective_on <= snapshot.period.data_to && row.predecessors.contains(code))?;
        let into: Vec<&str> = ended
            .successors
            .iter()
            .filter_map(|code| snapshot.units.iter().find(|unit| unit.code == *code))
            .map(|unit| unit.name_on(snapshot.period.data_to).full.as_str())
            .collect();
        let day = short_date(ended.effective_on);
        Some(match ended.kind {
            SuccessionKind::Merge if !into.is_empty() => format!("đã {} vào {} từ ngày {day}", self.house.merger, into.join(", ")),
            SuccessionKind::Split if !into.is_empty() => format!("đã được chia, tách thành {} từ ngày {day}", into.join(", ")),
            SuccessionKind::Rename if !into.is_empty() => format!("đã đổi thành {} từ ngày {day}", into.join(", ")),
            _ => format!("đã kết thúc hoạt động từ ngày {day}"),
        })
    }

    /// Units that report for a part of the window only.
    fn partial_windows(&self) -> Option<String> {
        let snapshot = self.snapshot;
        let period = &snapshot.period;
        let sent: BTreeSet<&Code> = self.summary.basis.reporting.iter().collect();
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        let units: BTreeMap<&Code, &Unit> = snapshot.units.iter().map(|unit| (&unit.code, unit)).collect();
        let in_order = self.summary.units.iter().filter_map(|line| units.get(&line.code));
        let parts = in_order.filter(|unit| sent.contains(&unit.code)).filter_map(|unit| {
            let stated = unit.expectation(period.period)?;
            let (from, to) = (stated.data_from.filter(|day| *day > period.data_from), stated.data_to.filter(|day| *day < period.data_to));
            let days = match (from, to) {
                (Some(from), Some(to)) => format!("từ ngày {} đến ngày {}", short_date(from), short_date(to)),
                (Some(from), None) => format!("từ ngày {}", short_date(from)),
                (None, Some(to)) => format!("đến ngày {}", short_date(to)),
                (None, None) => return None,
            };
            let reason = if stated.reason.is_empty() { String::new() } else { format!(" ({})", crate::text::uncapitalise(&stated.reason)) };
            Some((format!("{days}{reason}"), unit.name_on(period.data_to).full.as_str()))
        });
        for (days, name) in parts {
            match groups.iter_mut().find(|(known, _)| *known == days) {
                Some((_, names)) => names.push(name),
                None => groups.push((days, vec![name])),
            }
        }
        let group = |(days, names): (String, Vec<&str>)| match names[..] {
            [only] => format!("{only} {days}"),
            _ => format!("{}\u{a0}đơn vị {days}{}", self.house.count(names.len()), in_full(&names, &self.house)),
        };
        let told: Vec<String> = groups.into_iter().map(group).collect();
        (!told.is_empty()).then(|| format!("Số liệu của một số đơn vị chỉ tính một phần kỳ báo cáo: {}.", told.join("; ")))
    }

    /// Columns of this period's forms for which the forms of the base have nothing of the same meaning.
    fn without_counterpart(&self) -> Option<String> {
        let (whole, part): (Vec<_>, Vec<_>) = (self.summary.forms.iter().filter(|form| !form.without_base.is_empty()))
            .partition(|form| form.without_base.len() == form.form.figure_columns().count());
        let mut lost: Vec<String> = part
            .into_iter()
            .map(|form| {
                let columns: Vec<String> = form.without_base.iter().map(ToString::to_string).collect();
                format!("cột {} của Biểu {}", columns.join(", "), form.form.code)
            })
            .collect();
        let new: Vec<String> = whole.iter().map(|form| form.form.code.to_string()).collect();
        lost.extend((!new.is_empty()).then(|| format!("toàn bộ các cột của Biểu {}", new.join(", "))));
        (!lost.is_empty())
            .then(|| format!("Không có chỉ tiêu tương ứng ở biểu mẫu {} để so sánh: {}.", self.wording.base_bare, lost.join("; ")))
    }
}

/// Units named in a note; it has more room than a sentence.
const NAMED: usize = 20;

/// `, là: A`, `, gồm: A, B, C`, with the number of those that find no room.
fn in_full(names: &[&str], house: &House) -> String {
    if let [only] = names {
        return format!(", là: {only}");
    }
    let left = names.len().saturating_sub(NAMED);
    let rest = if left == 0 { String::new() } else { format!(" và {}\u{a0}đơn vị khác", house.count(left)) };
    format!(", gồm: {}{rest}", names[..names.len() - left].join(", "))
}

/// `A`, `A và B`, `A, B và C`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} và {last}", first.join(", ")),
    }
}
