//! Rules about awards, titles and the people who receive them: V07 to V12.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::super::Problem;
use super::{Case, Rules};
use crate::catalogue::{AwardLevel, find};
use crate::input::finding::Titles;
use crate::quantity::Quantity;
use crate::submission::{Award, Recipient, Submission};
use crate::text::fold;

/// Titles of a year: registered (`true`) or awarded, by code.
pub type TitleCounts<'a> = BTreeMap<(bool, i32, &'a str), u32>;

pub fn titles(submission: &Submission) -> TitleCounts<'_> {
    let mut counts: TitleCounts<'_> = BTreeMap::new();
    for registration in &submission.content.registrations {
        let sum = counts.entry((true, i32::from(registration.year), registration.title.as_str())).or_default();
        *sum = sum.saturating_add(registration.count);
    }
    for award in &submission.content.awards {
        let sum = counts.entry((false, award.achievement_year, award.form.as_str())).or_default();
        *sum = sum.saturating_add(award.count);
    }
    counts
}

/// V10: titles above the quota in force in the year of the achievement.
pub fn quotas(rules: &Rules<'_>, counts: &TitleCounts<'_>, unit: &str, day: NaiveDate, say: &mut dyn FnMut(Problem)) {
    for ((registered, year, title), count) in counts {
        let Some(last) = NaiveDate::from_ymd_opt(*year, 12, 31) else { continue };
        for rule in rules.catalogue.quota_rules.iter().filter(|rule| rule.title.as_str() == *title && rule.validity.covers(last)) {
            let base = counts.get(&(*registered, *year, rule.base_title.as_str())).copied().unwrap_or(0);
            let share = Quantity::whole(u64::from(*count)).percent_of(Quantity::whole(u64::from(base)));
            if share.is_none_or(|share| share > rule.max_percent) && (base > 0 || *registered) {
                say(Problem::AboveQuota {
                    unit: unit.to_owned(),
                    title: Box::new(Titles { name: rules.title_name(title, day), year: *year, registered: *registered }),
                    count: *count,
                    base_title: rules.title_name(rule.base_title.as_str(), day),
                    base,
                    percent: rule.max_percent,
                    source: rule.source.to_string(),
                });
            }
        }
    }
}

impl Case<'_, '_> {
    /// V07, V08, V09, V12.
    pub fn award(&mut self, step: &str, award: &Award) {
        let catalogue = self.rules.catalogue;
        match catalogue.award(award.form.as_str(), award.decided_on) {
            None => self.say(
                &format!("{step}.form"),
                Problem::NotInCatalogue { what: "awards", code: award.form.to_string(), day: Some(award.decided_on) },
            ),
            Some(form) => {
                let (allowed, recipient) = match award.recipient {
                    Recipient::Collective => (form.collective, "tập thể"),
                    Recipient::Household => (form.household, "hộ gia đình"),
                    Recipient::Leader | Recipient::DirectStaff | Recipient::Individual => (form.individual, "cá nhân"),
                };
                if !allowed {
                    let form = self.rules.bundle.agency.local(&form.name, award.decided_on);
                    self.say(&format!("{step}.recipient"), Problem::WrongRecipient { form, recipient });
                }
            }
        }
        if find(&catalogue.commendation_types, award.kind.as_str(), award.decided_on).is_none() {
            self.say(
                &format!("{step}.kind"),
                Problem::NotInCatalogue { what: "commendation_types", code: award.kind.to_string(), day: Some(award.decided_on) },
            );
        }
        let (day, from, to) = (award.decided_on, self.period.data_from, self.period.data_to);
        if day < from || day > to {
            self.say(
                &format!("{step}.decided_on"),
                Problem::OutsideWindow { day: day.to_string(), from: from.to_string(), to: to.to_string() },
            );
        }
        if award.achievement_year > day.year() {
            let problem = Problem::AchievementAfterDecision { year: award.achievement_year, decided: day.year() };
            self.say(&format!("{step}.achievement_year"), problem);
        }
        self.split(step, award);
        self.authority(step, award);
        self.number(&format!("{step}.decision"), &award.decision);
    }

    fn split(&mut self, step: &str, award: &Award) {
        let whole = award.recipient == Recipient::Individual;
        match (whole, award.leaders, award.direct_staff) {
            (false, None, None) => {}
            (true, Some(leaders), Some(direct_staff)) => {
                if leaders.checked_add(direct_staff) != Some(award.count) {
                    self.say(step, Problem::SplitDiffers { count: award.count, leaders, direct_staff });
                }
            }
            _ => self.say(step, Problem::SplitMisplaced),
        }
    }

    /// V08: rows for the unit's own kind come before rows for all kinds.
    fn authority(&mut self, step: &str, award: &Award) {
        if award.authority.is_empty() {
            return;
        }
        let agency = &self.rules.bundle.agency;
        let rows =
            self.rules.catalogue.authorities.iter().filter(|row| row.validity.covers(award.decided_on) && row.awards.contains(&award.form));
        let (own, all): (Vec<_>, Vec<_>) = rows.partition(|row| !row.unit_kinds.is_empty());
        let own: Vec<_> = own.into_iter().filter(|row| self.kind.is_some_and(|kind| row.unit_kinds.contains(kind))).collect();
        let rows = if own.is_empty() { all } else { own };
        let allowed: Vec<String> = rows.iter().flat_map(|row| &row.authorities).map(|name| agency.local(name, award.decided_on)).collect();
        let plain = |name: &str| fold(name).replace("uy ban nhan dan", "ubnd");
        let said = plain(&award.authority);
        let fits = |name: &String| said == plain(name) || said.starts_with(&format!("{} ", plain(name)));
        if !allowed.is_empty() && !allowed.iter().any(fits) {
            let form = self.rules.title_name(award.form.as_str(), award.decided_on);
            self.say(&format!("{step}.authority"), Problem::WrongAuthority { form, authority: award.authority.to_string(), allowed });
        }
    }

    /// V10 and V11 for the unit alone.
    pub fn titles(&mut self) {
        if ["awards", "registrations"].iter().any(|field| self.holes.contains(*field)) {
            return;
        }
        let counts = titles(self.submission);
        let day = self.period.data_to;
        let mut problems = Vec::new();
        quotas(self.rules, &counts, &self.unit, day, &mut |problem| problems.push(("", problem)));
        let headcount = self.submission.content.staff.as_ref().map(|staff| staff.headcount);
        for ((registered, year, title), count) in &counts {
            let row = self.rules.catalogue.awards.iter().filter(|row| row.code.as_str() == *title);
            let Some(row) = row
                .clone()
                .find(|row| row.validity.covers(day))
                .or_else(|| self.rules.catalogue.awards.iter().find(|row| row.code.as_str() == *title))
            else {
                continue;
            };
            let mut more_than = |limit: String, most: u32| {
                if *count > most {
                    let step = if *registered { ".registrations" } else { ".awards" };
                    problems.push((
                        step,
                        Problem::TooManyTitles {
                            unit: self.unit.clone(),
                            title: Titles { name: self.rules.title_name(title, day), year: *year, registered: *registered },
                            count: *count,
                            limit,
                            most,
                        },
                    ));
                }
            };
            if let Some(base) = &row.rests_on {
                let most = counts.get(&(*registered, *year, base.as_str())).copied();
                if let Some(most) = most.or(registered.then_some(0)) {
                    more_than(format!("số “{}”", self.rules.title_name(base.as_str(), day)), most);
                }
            }
            if let Some(most) = headcount.filter(|_| row.title && !row.collective && row.level == AwardLevel::Base) {
                more_than("tổng số công chức, viên chức, người lao động".to_owned(), most);
            }
        }
        for (step, problem) in problems {
            self.say(step, problem);
        }
    }

    /// Parts of the staff and names of recipients are never more than the whole.
    pub fn people(&mut self) {
        let content = &self.submission.content;
        let mut more_than = |step: &str, what: &str, count: Option<u32>, limit: &str, most: u32| {
            if let Some(count) = count.filter(|count| *count > most) {
                let problem = Problem::MoreThan { unit: self.unit.clone(), what: what.to_owned(), count, limit: limit.to_owned(), most };
                self.findings.say(format!("{}{step}", self.path), problem);
            }
        };
        if let Some(staff) = &content.staff {
            let all = "tổng số công chức, viên chức, người lao động";
            more_than(".staff.leaders", "lãnh đạo, quản lý", staff.leaders, all, staff.headcount);
            more_than(".staff.women", "nữ", staff.women, all, staff.headcount);
        }
        if let Some((plan, started)) = content.inspection_plan.as_ref().and_then(|plan| Some((plan, plan.started?))) {
            more_than(".inspection_plan.concluded", "cuộc đã kết luận", plan.concluded, "số cuộc đã triển khai", started);
        }
        for (index, award) in content.awards.iter().enumerate() {
            more_than(&format!(".awards[{index}].names"), "tên được ghi", u32::try_from(award.names.len()).ok(), "số lượng", award.count);
        }
    }
}
