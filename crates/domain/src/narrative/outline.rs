//! Puts sections in the order of the outline, leaves out what is empty, and numbers the rest.

use super::Facts;
use super::chart::{self, Bars};
use super::numbers::{point_letter, roman};
use super::prose::own;
use crate::catalogue::{ContentKind, Outline, SectionRow, WhenEmpty};
use crate::report::{Origin, Paragraph, Section, Shape, Span};
use crate::submission::CauseKind;

/// Lines of the subject, and what "báo cáo" is followed by.
pub fn title(facts: &Facts<'_>, outline: &Outline) -> (Vec<String>, String) {
    let lines = outline.title.lines.iter().map(|line| fill(facts, line)).collect();
    (lines, fill(facts, &outline.title.reported))
}

/// The subject when the catalogue has no outline for the period.
pub fn plain_title(facts: &Facts<'_>) -> (Vec<String>, String) {
    let line = format!("Kết quả công tác thi đua, khen thưởng {}", facts.wording.this);
    let reported = format!("kết quả công tác thi đua, khen thưởng {}", facts.wording.this);
    (vec![line], reported)
}

fn fill(facts: &Facts<'_>, pattern: &str) -> String {
    pattern.replace("{ky}", &facts.wording.this).replace("{ky_sau}", &facts.wording.next)
}

/// The numbered sections.
pub fn sections(facts: &Facts<'_>, outline: &Outline) -> Vec<Section> {
    let day = facts.snapshot.period.data_to;
    let rows: Vec<&SectionRow> = outline.sections.iter().filter(|row| row.validity.covers(day)).collect();
    let written: Vec<(&SectionRow, Vec<Paragraph>, Vec<Bars>)> =
        rows.into_iter().map(|row| (row, body(facts, row), charts(facts, row))).collect();
    let silent = |body: &[Paragraph], charts: &[Bars]| body.is_empty() && charts.is_empty();
    let mut sections = Vec::new();
    let mut counters = [0_usize; 8];
    for (index, (row, body, charts)) in written.iter().enumerate() {
        let below = written[index + 1..].iter().take_while(|(other, ..)| other.level > row.level);
        if silent(body, charts) && below.clone().all(|(_, body, charts)| silent(body, charts)) {
            continue;
        }
        let depth = usize::from(row.level).clamp(1, 7);
        counters[depth] += 1;
        counters[depth + 1..].fill(0);
        sections.push(Section {
            id: row.id.clone(),
            level: row.level,
            number: label(depth, counters[depth]),
            heading: fill(facts, &row.heading),
            body: body.clone(),
            charts: charts.clone(),
        });
    }
    sections
}

/// The ladder of a report: `I.` → `1.` → `a)`.
fn label(depth: usize, n: usize) -> String {
    match depth {
        1 => format!("{}.", roman(n)),
        2 => format!("{n}."),
        _ => format!("{})", point_letter(n - 1)),
    }
}

fn body(facts: &Facts<'_>, row: &SectionRow) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = row.content.iter().flat_map(|kind| content(facts, row, *kind)).collect();
    if paragraphs.is_empty() && row.when_empty == WhenEmpty::SayNone {
        paragraphs.push(Paragraph { shape: Shape::Text, origin: Origin::Generated, spans: vec![Span::plain("Không có.")] });
    }
    paragraphs
}

fn charts(facts: &Facts<'_>, row: &SectionRow) -> Vec<Bars> {
    row.content.iter().filter_map(|kind| chart::of(*kind, facts.snapshot, facts.summary)).collect()
}

fn content(facts: &Facts<'_>, row: &SectionRow, kind: ContentKind) -> Vec<Paragraph> {
    match kind {
        ContentKind::OwnText => facts.snapshot.texts.sections.get(&row.id).into_iter().flatten().map(|text| own(text)).collect(),
        ContentKind::Documents => facts.documents(),
        ContentKind::Launches => facts.launches(),
        ContentKind::Inspections => facts.inspections(),
        ContentKind::Movements => facts.movements(),
        ContentKind::Awards => facts.awards(),
        ContentKind::Strengths => facts.strengths(),
        ContentKind::Limitations => facts.limitations(),
        ContentKind::ExternalCauses => facts.causes(CauseKind::External),
        ContentKind::InternalCauses => facts.causes(CauseKind::Internal),
        ContentKind::Directions => facts.directions(),
        ContentKind::Proposals => facts.proposals(),
        ContentKind::InspectionsChart | ContentKind::AwardsChart | ContentKind::PlanChart => Vec::new(),
    }
}
