//! The sentences: from facts to administrative Vietnamese, by fixed rules, the same words for the
//! same facts. No adverb or judgement that the data did not give.
//!
//! `numbers`, `dates` and `compare` phrase the smallest parts; one file per group of sections writes
//! sentences with them; `outline` puts the sections in order and numbers them; `annexes` makes tables,
//! `basis` says on which units the figures rest.

mod annexes;
mod assessment;
mod awards;
mod basis;
pub mod chart;
mod compare;
pub mod dates;
mod inspections;
mod leadership;
pub mod numbers;
mod outline;
mod prose;
mod targets;

use chrono::NaiveDate;

use crate::catalogue::{AnnexKind, StampRow};
use crate::ports::Issue;
use crate::report::{Origin, Paragraph, Report, Shape, Span};
use crate::snapshot::Snapshot;
use crate::summary::Summary;
use crate::text::Text;
use dates::Wording;

/// What every writer of sentences sees.
struct Facts<'a> {
    snapshot: &'a Snapshot,
    summary: &'a Summary,
    wording: Wording,
    agency: Text,
    annexes: Vec<annexes::Numbered>,
}

/// Writes the report of a snapshot: as a draft, or as issued with number and date.
pub fn write(snapshot: &Snapshot, summary: &Summary, issue: Option<Issue>) -> Report {
    let day = snapshot.period.data_to;
    let name = snapshot.agency.name_on(day);
    let wording = Wording::of(snapshot.period.period);
    let outline = snapshot.catalogue.outline(wording.part, day);
    let annexes = outline.map(|outline| annexes::numbered(snapshot, summary, outline)).unwrap_or_default();
    let facts = Facts { snapshot, summary, wording, agency: name.short.clone(), annexes };
    let (subject, reported) = outline.map_or_else(|| outline::plain_title(&facts), |outline| outline::title(&facts, outline));
    Report {
        agency: snapshot.agency.clone(),
        agency_short: name.short.clone(),
        agency_name: name.full.clone(),
        period: snapshot.period.clone(),
        issue,
        stamps: stamps(snapshot, day),
        layout: snapshot.catalogue.layout(day).cloned(),
        opening: opening(&facts, &name.full, &reported),
        closing: closing(&subject, &name.full),
        sections: outline.map(|outline| outline::sections(&facts, outline)).unwrap_or_default(),
        annexes: annexes::tables(&facts),
        subject,
    }
}

/// The stamps that the agency asked for, as far as the profile has them.
fn stamps(snapshot: &Snapshot, day: NaiveDate) -> Vec<StampRow> {
    let rows = snapshot.catalogue.layout(day).map(|layout| &layout.stamps[..]).unwrap_or_default();
    rows.iter().filter(|row| snapshot.texts.stamps.contains(&row.code)).cloned().collect()
}

fn opening(facts: &Facts<'_>, agency: &str, reported: &str) -> Vec<Paragraph> {
    let request = &facts.snapshot.texts.request;
    let reason = if request.is_empty() { "chế độ báo cáo định kỳ" } else { request.as_str() };
    let first = format!("Thực hiện {reason}, {agency} báo cáo {reported} như sau:");
    let mut paragraphs = vec![Paragraph { shape: Shape::Text, origin: Origin::Generated, spans: vec![Span::plain(first)] }];
    paragraphs.push(facts.basis().paragraph());
    paragraphs
}

fn closing(subject: &[String], agency: &str) -> Paragraph {
    let title = crate::text::uncapitalise(&subject.join(" "));
    let text = format!("Trên đây là Báo cáo {title} của {agency}./.");
    Paragraph { shape: Shape::Text, origin: Origin::Generated, spans: vec![Span::plain(text)] }
}

impl Facts<'_> {
    /// A catalogue text in the words of this agency: a city's people's committee is no province's.
    fn local(&self, text: &str) -> String {
        self.snapshot.agency.local(text, self.snapshot.period.data_to)
    }

    fn unit_name(&self, code: &str) -> &str {
        self.summary.units.iter().find(|line| line.code.as_str() == code).map_or("", |line| line.name.as_str())
    }

    /// `Phụ lục IV` between `before` and `after`; empty when that annex is not part of the report.
    fn annex_reference(&self, kind: AnnexKind, before: &str, after: &str) -> String {
        let annex = self.annexes.iter().find(|annex| annex.kind == kind);
        annex.map_or_else(String::new, |annex| format!("{before}{}{after}", annex.label))
    }
}

#[cfg(test)]
mod tests;
