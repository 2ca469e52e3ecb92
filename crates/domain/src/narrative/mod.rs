//! The sentences: from facts to administrative Vietnamese, by fixed rules, the same words for the
//! same facts. No adverb or judgement that the data did not give.
//!
//! `numbers`, `dates`, `house` and `compare` phrase the smallest parts; `prose` puts sentences together with the
//! facts they rest on; one file per group of sections writes with them, `indicators` from the catalogue's phrases;
//! `vary` chooses among worded forms; `outline` puts the sections in order and numbers them; `replaced` puts in
//! an officer's words; `annexes` makes tables, `basis` says on which units the figures rest, `similar` finds texts
//! of units that nearly say the same; `checks` are the rules that every report is held to.

mod annexes;
mod assessment;
mod awards;
mod basis;
pub mod chart;
pub mod checks;
mod clusters;
mod compare;
mod councils;
pub mod dates;
pub mod house;
mod indicators;
mod inspections;
mod leadership;
mod legal;
mod models;
pub mod numbers;
mod outline;
mod past;
mod plan;
mod prose;
mod registrations;
mod replaced;
pub mod similar;
mod targets;
pub mod vary;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::catalogue::{AnnexKind, StampRow};
use crate::code::Code;
use crate::ports::Issue;
use crate::report::{Paragraph, Report};
use crate::snapshot::Snapshot;
use crate::submission::Submission;
use crate::summary::Summary;
use crate::text::Text;
use dates::Wording;
use house::House;
use prose::Prose;

/// What every writer of sentences sees.
struct Facts<'a> {
    snapshot: &'a Snapshot,
    summary: &'a Summary,
    wording: Wording,
    house: House,
    agency: Text,
    annexes: Vec<annexes::Numbered>,
    /// Submissions that count, in official order of their units.
    counting: Vec<&'a Submission>,
    /// Names of the units on the last day of the window.
    names: BTreeMap<&'a str, &'a str>,
}

impl Facts<'_> {
    /// True of a report on one unit, which is not spoken of as if it were several.
    fn is_of_one(&self) -> bool {
        self.summary.units.len() == 1
    }

    /// Who did what is added up: the whole sector, the cluster, or the one unit.
    fn all_units(&self) -> &'static str {
        let sector = self.snapshot.agency.sector.to_lowercase();
        match sector {
            _ if self.is_of_one() => "đơn vị",
            sector if sector.starts_with("cụm") => "toàn cụm",
            sector if sector.starts_with("khối") => "toàn khối",
            _ => "toàn ngành",
        }
    }
}

/// Writes the report of a snapshot: as a draft, or as issued with number and date.
pub fn write(snapshot: &Snapshot, summary: &Summary, issue: Option<Issue>) -> Report {
    let day = snapshot.period.data_to;
    let name = snapshot.agency.name_on(day);
    let house = House::of(&snapshot.catalogue, &snapshot.agency.code, day);
    let wording = Wording::of(snapshot.period.period).in_style(&house);
    let outline = snapshot.catalogue.outline(&snapshot.agency.code, wording.part, day);
    let annexes = outline.map(|outline| annexes::numbered(snapshot, summary, outline)).unwrap_or_default();
    let sent: BTreeMap<&Code, &Submission> =
        snapshot.submissions.iter().filter(|sent| sent.state.counts()).map(|sent| (&sent.unit, sent)).collect();
    let counting = summary.units.iter().filter_map(|line| sent.get(&line.code).copied()).collect();
    let mut names: BTreeMap<&str, &str> = snapshot.units.iter().map(|unit| (unit.code.as_str(), unit.name_on(day).full.as_str())).collect();
    names.extend(summary.units.iter().map(|line| (line.code.as_str(), line.name.as_str())));
    let facts = Facts { snapshot, summary, wording, house, agency: name.short.clone(), annexes, counting, names };
    let (subject, reported) = outline.map_or_else(|| outline::plain_title(&facts), |outline| outline::title(&facts, outline));
    let mut report = Report {
        agency: snapshot.agency.clone(),
        agency_short: name.short.clone(),
        agency_name: name.full.clone(),
        period: snapshot.period.clone(),
        issue,
        stamps: stamps(snapshot, day),
        layout: snapshot.catalogue.layout(day).cloned(),
        opening: opening(&facts, &name.full, &reported),
        closing: closing(&facts, &subject, &name.full),
        sections: outline.map(|outline| outline::sections(&facts, outline)).unwrap_or_default(),
        annexes: annexes::tables(&facts),
        subject,
    };
    replaced::put_in(&mut report, &snapshot.texts.replacements);
    report
}

/// The stamps that the agency asked for, as far as the profile has them.
fn stamps(snapshot: &Snapshot, day: NaiveDate) -> Vec<StampRow> {
    let rows = snapshot.catalogue.layout(day).map(|layout| &layout.stamps[..]).unwrap_or_default();
    rows.iter().filter(|row| snapshot.texts.stamps.contains(&row.code)).cloned().collect()
}

fn opening(facts: &Facts<'_>, agency: &str, reported: &str) -> Vec<Paragraph> {
    let request = &facts.snapshot.texts.request;
    let reason = if request.is_empty() { "chế độ báo cáo định kỳ" } else { request.as_str() };
    let mut first = facts.prose("opening.request");
    first.say("Thực hiện ").quote(reason).say(", ").quote(agency).say(" báo cáo ").quote(reported).say(" như sau:");
    vec![first.paragraph(), facts.basis()]
}

fn closing(facts: &Facts<'_>, subject: &[String], agency: &str) -> Paragraph {
    let title = crate::text::uncapitalise(&subject.join(" "));
    let mut prose = facts.prose("closing");
    prose.say("Trên đây là Báo cáo ").quote(&format!("{title} của {agency}")).say("./.");
    prose.paragraph()
}

impl Facts<'_> {
    /// A paragraph in the making.
    fn prose(&self, key: impl Into<String>) -> Prose<'_> {
        Prose::new(key, &self.house)
    }

    /// A catalogue text in the words of this agency: a city's people's committee is no province's.
    fn local(&self, text: &str) -> String {
        self.snapshot.agency.local(text, self.snapshot.period.data_to)
    }

    fn unit_name(&self, code: &str) -> &str {
        self.names.get(code).copied().unwrap_or_default()
    }

    /// `Phụ lục IV` between `before` and `after`; empty when that annex is not part of the report.
    fn annex_reference(&self, kind: AnnexKind, before: &str, after: &str) -> String {
        let annex = self.annexes.iter().find(|annex| annex.kind == kind);
        annex.map_or_else(String::new, |annex| format!("{before}{}{after}", annex.label))
    }

    /// The labels of the annexes with units' figures of these forms.
    fn form_annexes(&self, wanted: impl Fn(&crate::summary::FormSummary) -> bool) -> Vec<&str> {
        let of_form = |annex: &&annexes::Numbered| annex.form.is_some_and(|form| wanted(&self.summary.forms[form]));
        self.annexes.iter().filter(of_form).map(|annex| annex.label.as_str()).collect()
    }
}

#[cfg(test)]
mod example_tests;
#[cfg(test)]
mod tests;
