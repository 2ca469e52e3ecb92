//! Puts an officer's words in the place of generated paragraphs, and flags those whose facts have changed.

use crate::bundle::Replacement;
use crate::report::{Paragraph, Replaced, Report};

/// Puts in all replacements; one whose paragraph the report no longer has waits until it has it again.
pub fn put_in(report: &mut Report, replacements: &[Replacement]) {
    let closing = std::iter::once(&mut report.closing);
    let body = report.sections.iter_mut().flat_map(|section| &mut section.body);
    for paragraph in report.opening.iter_mut().chain(body).chain(closing) {
        if let Some(found) = replacements.iter().find(|one| *one.paragraph == *paragraph.key) {
            paragraph.replaced = Some(replaced(paragraph, found));
        }
    }
}

fn replaced(paragraph: &Paragraph, one: &Replacement) -> Replaced {
    Replaced {
        text: one.text.to_string(),
        author: one.author.to_string(),
        reason: one.reason.to_string(),
        outdated: !one.facts.is_empty() && *one.facts != *paragraph.facts_hash(),
    }
}
