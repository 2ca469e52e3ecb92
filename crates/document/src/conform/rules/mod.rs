//! Judges a paper by the rules of the catalogue, one after the other.
//!
//! `frame` has the components of page 1 and the signature, `page` sheets, margins, faces and numbers, `text` the running
//! text, `line` how a single line looks.

mod frame;
mod line;
mod page;
mod text;

use thidua_domain::catalogue::{Catalogue, PresentationRule};
use thidua_domain::quantity::Quantity;

use super::paper::Paper;
use super::parts::Parts;
use super::{FileKind, Place, Ruled, Verdict, ruled};

/// What one rule found.
struct Found {
    verdict: Verdict,
    measured: String,
    places: Vec<Place>,
}

impl Found {
    fn passes(measured: impl Into<String>) -> Self {
        Self { verdict: Verdict::Passes, measured: measured.into(), places: Vec::new() }
    }

    fn fails(measured: impl Into<String>, places: Vec<Place>) -> Self {
        Self { verdict: Verdict::Fails, measured: measured.into(), places }
    }

    fn not_applicable(why: &str) -> Self {
        Self { verdict: Verdict::NotApplicable, measured: why.to_owned(), places: Vec::new() }
    }

    fn not_checked(why: &str) -> Self {
        Self { verdict: Verdict::NotChecked, measured: why.to_owned(), places: Vec::new() }
    }
}

/// What every rule sees.
struct Sight<'a> {
    paper: &'a Paper,
    parts: &'a Parts,
    rule: &'a PresentationRule,
}

impl Sight<'_> {
    fn pdf(&self) -> bool {
        self.paper.kind == FileKind::Pdf
    }

    fn least(&self) -> f64 {
        self.rule.least.map_or(f64::NEG_INFINITY, as_f64)
    }

    fn most(&self) -> f64 {
        self.rule.most.map_or(f64::INFINITY, as_f64)
    }

    /// Within the rule's bounds, give or take `slack`.
    fn within(&self, value: f64, slack: f64) -> bool {
        value >= self.least() - slack && value <= self.most() + slack
    }

    fn place(&self, at: usize) -> Place {
        self.paper.lines[at].place.clone()
    }
}

/// One verdict for each rule in force on the day of the document.
pub fn judge(paper: &Paper, parts: &Parts, catalogue: &Catalogue) -> Vec<Ruled> {
    let mut judged: Vec<Ruled> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for row in &catalogue.presentation_rules {
        let code = row.code.as_str();
        if seen.contains(&code) {
            continue;
        }
        seen.push(code);
        let Some(rule) = catalogue.presentation_rule(code, parts.day).or_else(|| catalogue.presentation_rule(code, None)) else { continue };
        let sight = Sight { paper, parts, rule };
        let Some(found) = one(code, &sight) else { continue };
        judged.push(ruled(rule, found.verdict, found.measured, required(rule), found.places));
    }
    judged
}

/// The verdict of a rule; `None` for a code that nothing here measures.
fn one(code: &str, sight: &Sight<'_>) -> Option<Found> {
    Some(match code {
        "page_size" => page::size(sight),
        "margin_top" => page::margin(sight, page::Side::Top),
        "margin_right" => page::margin(sight, page::Side::Right),
        "margin_bottom" => page::margin(sight, page::Side::Bottom),
        "margin_left" => page::margin(sight, page::Side::Left),
        "typeface" => page::typeface(sight),
        "text_colour" => page::colour(sight),
        "extractable_text" => page::extractable(sight),
        "embedded_fonts" => page::embedded(sight),
        "page_number" => page::number(sight),
        "national_title" => frame::national_title(sight),
        "national_title_line" => frame::national_title_line(sight),
        "motto" => frame::motto(sight),
        "motto_rule" => frame::rule_below(sight, sight.parts.motto.as_slice()),
        "superior" => frame::superior(sight),
        "agency" => frame::agency(sight),
        "agency_rule" => frame::rule_below(sight, &sight.parts.agency),
        "number" => frame::number(sight),
        "place_and_date" => frame::place_and_date(sight),
        "kind" => frame::kind(sight),
        "subject" => frame::subject(sight),
        "subject_rule" => frame::rule_below(sight, &sight.parts.subject),
        "order" => frame::order(sight),
        "addressees" => frame::addressees(sight),
        "body_size" => text::size(sight),
        "body_alignment" => text::alignment(sight),
        "first_line_indent" => text::indent(sight),
        "paragraph_space" => text::space(sight),
        "line_spacing" => text::spacing(sight),
        "end_mark" => text::end_mark(sight),
        "signer" => frame::signer(sight),
        "signature_not_alone" => frame::signature_not_alone(sight),
        "recipients" => frame::recipients(sight),
        "annex_heading" => frame::annex_heading(sight),
        _ => return None,
    })
}

/// The bounds in words: `20–25 mm`.
fn required(rule: &PresentationRule) -> String {
    let unit = if rule.unit.is_empty() { String::new() } else { format!(" {}", rule.unit) };
    let number = |value: Quantity| thidua_domain::narrative::numbers::number(value);
    match (rule.least, rule.most) {
        (Some(least), Some(most)) if least == most => format!("{}{unit}", number(least)),
        (Some(least), Some(most)) => format!("{}–{}{unit}", number(least), number(most)),
        (Some(least), None) => format!("ít nhất {}{unit}", number(least)),
        (None, Some(most)) => format!("nhiều nhất {}{unit}", number(most)),
        (None, None) if rule.values.len() == 1 => format!("“{}”", rule.values[0]),
        (None, None) => String::new(),
    }
}

fn as_f64(value: Quantity) -> f64 {
    value.plain().parse().unwrap_or(0.0)
}

/// A length in words: `12,7`.
fn shown(value: f64) -> String {
    let text = format!("{:.1}", (value * 10.0).round() / 10.0);
    text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}
