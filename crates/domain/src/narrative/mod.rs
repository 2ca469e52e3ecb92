//! The sentences: from facts to administrative Vietnamese, by fixed rules, the same words for the
//! same facts. No adverb or judgement that the data did not give.
//!
//! `numbers`, `dates` and `compare` phrase the smallest parts; one file per group of sections writes
//! sentences with them; `outline` puts the sections in order and numbers them; `annexes` makes tables.

mod annexes;
mod assessment;
mod awards;
pub mod chart;
mod compare;
pub mod dates;
mod inspections;
mod leadership;
pub mod numbers;
mod outline;
mod prose;
mod targets;

use crate::catalogue::AnnexKind;
use crate::ports::Issue;
use crate::report::{Origin, Paragraph, Report, Shape, Span};
use crate::snapshot::Snapshot;
use crate::summary::Summary;
use crate::text::Text;
use dates::{Wording, short_date};
use prose::Prose;

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
        layout: snapshot.catalogue.layout(day).cloned(),
        opening: opening(&facts, &name.full, &reported),
        closing: closing(&subject, &name.full),
        sections: outline.map(|outline| outline::sections(&facts, outline)).unwrap_or_default(),
        annexes: annexes::tables(&facts),
        subject,
    }
}

fn opening(facts: &Facts<'_>, agency: &str, reported: &str) -> Vec<Paragraph> {
    let request = &facts.snapshot.texts.request;
    let reason = if request.is_empty() { "chế độ báo cáo định kỳ" } else { request.as_str() };
    let first = format!("Thực hiện {reason}, {agency} báo cáo {reported} như sau:");
    let mut paragraphs = vec![Paragraph { shape: Shape::Text, origin: Origin::Generated, spans: vec![Span::plain(first)] }];
    paragraphs.push(basis(facts).paragraph());
    paragraphs
}

/// From how many units, over which days, and with whom it is compared.
fn basis(facts: &Facts<'_>) -> Prose {
    let (basis, period) = (&facts.summary.basis, &facts.snapshot.period);
    let mut prose = Prose::new();
    let units = if basis.missing.is_empty() {
        format!("{}\u{a0}đơn vị", numbers::padded(basis.reporting.len()))
    } else {
        format!("{}/{}\u{a0}đơn vị", basis.reporting.len(), basis.concerned())
    };
    let window = format!("từ ngày {} đến ngày {}", short_date(period.data_from), short_date(period.data_to));
    prose.say(&format!("Số liệu trong báo cáo được tổng hợp từ {units}, tính {window}"));
    if !basis.missing.is_empty() {
        let names: Vec<&str> = basis.missing.iter().map(|code| facts.unit_name(code.as_str())).collect();
        let missing = numbers::padded(names.len());
        prose.say(&format!("; {missing}\u{a0}đơn vị chưa gửi báo cáo{}", leadership::named_units(&names)));
    }
    prose.stop();
    prose.say(&facts.annex_reference(AnnexKind::Completeness, "Tình hình gửi báo cáo của từng đơn vị nêu tại ", ". "));
    if basis.compared.is_empty() {
        prose.say(&format!("Chưa có số liệu {} để so sánh.", facts.wording.base_bare));
    } else if !basis.like_with_like() {
        let compared = numbers::padded(basis.compared.len());
        prose.say(&format!(
            "Việc so sánh với {} được thực hiện trên {compared}\u{a0}đơn vị có số liệu của cả hai kỳ.",
            facts.wording.base_bare
        ));
    }
    prose
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
