//! Puts sections in the order of the outline, leaves out what is empty, and numbers the rest.

use super::Facts;
use super::chart::{self, Bars};
use super::numbers::{point_letter, roman};
use super::vary::vary;
use crate::bundle::OutlineChanges;
use crate::catalogue::{ContentKind, Outline, SectionRow, WhenEmpty};
use crate::report::{Paragraph, Section, Shape};
use crate::submission::CauseKind;
use crate::text::Text;

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

/// A section with what it says, before it is numbered.
struct Written {
    id: Text,
    level: u8,
    heading: String,
    body: Vec<Paragraph>,
    charts: Vec<Bars>,
}

/// The numbered sections, as the outline and the officer's changes to it for this report have them.
pub fn sections(facts: &Facts<'_>, outline: &Outline) -> Vec<Section> {
    let day = facts.snapshot.period.data_to;
    let rows = outline.sections.iter().filter(|row| row.validity.covers(day));
    let mut written: Vec<Written> = rows.map(|row| write(facts, row)).collect();
    facts.snapshot.texts.outline.apply(&mut written);
    let silent = |section: &Written| section.body.is_empty() && section.charts.is_empty();
    let mut sections = Vec::new();
    let mut counters = [0_usize; 8];
    for (index, section) in written.iter().enumerate() {
        let below = written[index + 1..].iter().take_while(|other| other.level > section.level);
        if silent(section) && below.clone().all(silent) {
            continue;
        }
        let depth = usize::from(section.level).clamp(1, 7);
        counters[depth] += 1;
        counters[depth + 1..].fill(0);
        sections.push(Section {
            id: section.id.clone(),
            level: section.level,
            number: label(depth, counters[depth]),
            heading: section.heading.clone(),
            body: section.body.clone(),
            charts: section.charts.clone(),
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

fn write(facts: &Facts<'_>, row: &SectionRow) -> Written {
    let heading = fill(facts, &row.heading);
    let mut body: Vec<Paragraph> = row.content.iter().flat_map(|kind| content(facts, row, *kind, &heading)).collect();
    let nothing = match row.when_empty {
        WhenEmpty::Omit => None,
        WhenEmpty::SayNone => Some("Không có."),
        WhenEmpty::SayNothingOccurred => Some("Không phát sinh."),
    };
    if let Some(words) = nothing.filter(|_| body.is_empty()) {
        let mut prose = facts.prose(format!("{}.nothing", row.id));
        prose.say(words);
        body.push(prose.paragraph());
    }
    vary(&mut body, &facts.wording.this);
    let charts = row.content.iter().filter_map(|kind| chart::of(*kind, facts.snapshot, facts.summary)).collect();
    Written { id: row.id.clone(), level: row.level, heading, body, charts }
}

fn content(facts: &Facts<'_>, row: &SectionRow, kind: ContentKind, heading: &str) -> Vec<Paragraph> {
    match kind {
        ContentKind::OwnText => own_text(&row.id, facts.snapshot.texts.sections.get(&row.id).map_or(&[][..], |texts| texts)),
        ContentKind::Indicators => facts.indicators(&row.id, heading),
        ContentKind::Disseminations => facts.disseminations(),
        ContentKind::Documents => facts.documents(),
        ContentKind::Launches => facts.launches(),
        ContentKind::Registrations => facts.registrations(),
        ContentKind::Councils => facts.councils(),
        ContentKind::Inspections => facts.inspections(),
        ContentKind::InspectionPlan => facts.inspection_plan(),
        ContentKind::Movements => facts.movements(),
        ContentKind::Clusters => facts.cluster_paragraphs(),
        ContentKind::Models => facts.models(),
        ContentKind::Awards => facts.awards(),
        ContentKind::PastDirections => facts.past_directions(),
        ContentKind::Strengths => facts.strengths(),
        ContentKind::Limitations => facts.limitations(),
        ContentKind::ExternalCauses => facts.causes(CauseKind::External),
        ContentKind::InternalCauses => facts.causes(CauseKind::Internal),
        ContentKind::Directions => facts.directions(),
        ContentKind::Proposals => facts.proposals(),
        ContentKind::InspectionsChart | ContentKind::AwardsChart | ContentKind::PlanChart => Vec::new(),
    }
}

/// The agency's own paragraphs of a section.
fn own_text(section: &str, texts: &[Text]) -> Vec<Paragraph> {
    let paragraph = |(index, text): (usize, &Text)| Paragraph::own(format!("{section}.own.{}", index + 1), Shape::Text, text);
    texts.iter().enumerate().map(paragraph).collect()
}

impl OutlineChanges {
    /// Adds, moves, then leaves out sections; a section goes with those below it.
    fn apply(&self, written: &mut Vec<Written>) {
        for added in &self.added {
            let mut at = behind(written, &added.after, added.level).unwrap_or(written.len());
            // Several behind the same one stand in the order in which they were added.
            let earlier = |section: &Written| self.added.iter().any(|other| other.after == added.after && other.id == section.id);
            while let Some(next) = written.get(at).filter(|section| earlier(section)) {
                at = with_children(written, &next.id).map_or(at + 1, |range| range.end);
            }
            let body = own_text(&added.id, &added.paragraphs);
            let (id, heading) = (added.id.clone(), added.heading.to_string());
            written.insert(at, Written { id, level: added.level, heading, body, charts: Vec::new() });
        }
        for moved in &self.moved {
            let Some(range) = with_children(written, &moved.section) else { continue };
            let taken: Vec<Written> = written.drain(range.clone()).collect();
            let at = taken.first().and_then(|first| behind(written, &moved.after, first.level)).unwrap_or(range.start);
            written.splice(at..at, taken);
        }
        for id in &self.left_out {
            if let Some(range) = with_children(written, id) {
                written.drain(range);
            }
        }
    }
}

/// Where a section of this level stands behind another one: behind the one above that at its own level, so that no
/// section is cut in two.
fn behind(written: &[Written], after: &str, level: u8) -> Option<usize> {
    let place = written.iter().position(|section| section.id.as_str() == after)?;
    let host = (0..=place).rev().find(|at| written[*at].level <= level).unwrap_or(place);
    with_children(written, &written[host].id).map(|range| range.end)
}

/// A section with those below it.
fn with_children(written: &[Written], id: &str) -> Option<std::ops::Range<usize>> {
    let start = written.iter().position(|section| section.id.as_str() == id)?;
    let level = written[start].level;
    let below = written[start + 1..].iter().take_while(|section| section.level > level).count();
    Some(start..start + 1 + below)
}
