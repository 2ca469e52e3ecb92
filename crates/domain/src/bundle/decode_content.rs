//! From JSON to domain values: what a unit sends.

use std::collections::BTreeMap;

use super::finding::{Expected, Problem};
use super::reader::Node;
use crate::submission::{
    Award, Cause, CauseKind, Content, Figures, IssuedDocument, Limitation, Movement, MovementKind, Pact, Proposal, Recipient, Scope,
    Submission, SubmissionState, Target, TargetRule,
};

pub fn submission(node: &Node<'_>) -> Option<Submission> {
    let mut object = node.object()?;
    let unit = object.required("unit").and_then(|n| n.code());
    let period = object.required("period").and_then(|n| n.period());
    let submitted_at = object.optional("submitted_at").and_then(|n| n.instant());
    let word = object.optional("state").map_or(Some("submitted"), |n| {
        n.one_of(&[
            ("draft", "draft"),
            ("submitted", "submitted"),
            ("returned", "returned"),
            ("accepted", "accepted"),
            ("locked", "locked"),
        ])
    });
    let reason = object.optional("reason");
    let state = match word {
        Some("draft") => Some(SubmissionState::Draft),
        Some("returned") => {
            if reason.is_none() {
                object.report(Problem::Missing("reason"));
            }
            reason.and_then(|node| node.text()).map(SubmissionState::Returned)
        }
        Some("accepted") => Some(SubmissionState::Accepted),
        Some("locked") => Some(SubmissionState::Locked),
        Some(_) => Some(SubmissionState::Submitted),
        None => None,
    };
    if submitted_at.is_none() && state.as_ref().is_some_and(|state| *state != SubmissionState::Draft) {
        object.report(Problem::NotSentYet);
    }
    let figures = object.optional("figures").and_then(|n| figures(&n)).unwrap_or_default();
    let content = Content {
        documents: object.list("documents", document),
        movements: object.list("movements", movement),
        pacts: object.list("pacts", pact),
        awards: object.list("awards", award),
        strengths: object.list("strengths", Node::text),
        limitations: object.list("limitations", limitation),
        directions: object.list("directions", Node::text),
        proposals: object.list("proposals", proposal),
    };
    object.finish();
    Some(Submission { unit: unit?, period: period?, version: 0, state: state?, submitted_at, figures, content })
}

fn figures(node: &Node<'_>) -> Option<Figures> {
    let mut figures = Figures::new();
    for (form, node) in node.entries()? {
        let Ok(form) = form.parse() else {
            node.report(Problem::Expected(Expected::Code));
            continue;
        };
        let mut columns = BTreeMap::new();
        for (number, node) in node.entries().unwrap_or_default() {
            match number.parse::<u16>() {
                Ok(parsed) if parsed.to_string() == number => {
                    if let Some(value) = node.figure() {
                        columns.insert(parsed, value);
                    }
                }
                _ => node.report(Problem::NoSuchColumn { form: form_name(&form), column: number.to_owned() }),
            }
        }
        figures.insert(form, columns);
    }
    Some(figures)
}

fn form_name(form: &crate::code::Code) -> String {
    form.to_string()
}

fn scope(node: &Node<'_>) -> Option<Scope> {
    node.one_of(&[("sector", Scope::Sector), ("unit", Scope::Unit)])
}

fn document(node: &Node<'_>) -> Option<IssuedDocument> {
    let mut object = node.object()?;
    let scope = object.optional("scope").map_or(Some(Scope::Unit), |n| scope(&n));
    let kind = object.required("kind").and_then(|n| n.text());
    let number = object.text_or_empty("number");
    let issued_on = object.required("issued_on").and_then(|n| n.day());
    let subject = object.required("subject").and_then(|n| n.text());
    let theme = object.text_or_empty("theme");
    object.finish();
    Some(IssuedDocument { scope: scope?, kind: kind?, number, issued_on: issued_on?, subject: subject?, theme })
}

fn movement(node: &Node<'_>) -> Option<Movement> {
    let mut object = node.object()?;
    let scope = object.optional("scope").map_or(Some(Scope::Unit), |n| scope(&n));
    let name = object.required("name").and_then(|n| n.text());
    let kind =
        object.required("kind").and_then(|n| n.one_of(&[("standing", MovementKind::Standing), ("campaign", MovementKind::Campaign)]));
    let launched_by = object.required("launched_by").and_then(|n| n.text());
    let own = object.required("own").and_then(|n| n.bool());
    let document = object.text_or_empty("document");
    let duration = object.text_or_empty("duration");
    let result = object.text_or_empty("result");
    object.finish();
    Some(Movement { scope: scope?, name: name?, kind: kind?, launched_by: launched_by?, own: own?, document, duration, result })
}

fn pact(node: &Node<'_>) -> Option<Pact> {
    let mut object = node.object()?;
    let scope = object.optional("scope").map_or(Some(Scope::Unit), |n| scope(&n));
    let partners = object.required("partners").and_then(|n| n.text());
    let signed_on = object.optional("signed_on").and_then(|n| n.day());
    let place = object.text_or_empty("place");
    let objective = object.text_or_empty("objective");
    let targets = object.list("targets", target);
    object.finish();
    Some(Pact { scope: scope?, partners: partners?, signed_on, place, objective, targets })
}

fn target(node: &Node<'_>) -> Option<Target> {
    let rules = [
        ("cumulative", TargetRule::Cumulative),
        ("at_least", TargetRule::AtLeast),
        ("at_most", TargetRule::AtMost),
        ("qualitative", TargetRule::Qualitative),
    ];
    let mut object = node.object()?;
    let text = object.required("text").and_then(|n| n.text());
    let unit = object.text_or_empty("unit");
    let rule = object.required("rule").and_then(|n| n.one_of(&rules));
    let plan = object.optional("plan").and_then(|n| n.figure());
    let result = object.optional("result").and_then(|n| n.figure());
    let evaluation = object.text_or_empty("evaluation");
    if rule.is_some_and(|rule| rule != TargetRule::Qualitative) && plan.is_none() {
        object.report(Problem::Missing("plan"));
    }
    object.finish();
    Some(Target { text: text?, unit, rule: rule?, plan, result, evaluation })
}

fn award(node: &Node<'_>) -> Option<Award> {
    let recipients = [("collective", Recipient::Collective), ("leader", Recipient::Leader), ("direct_staff", Recipient::DirectStaff)];
    let mut object = node.object()?;
    let form = object.required("form").and_then(|n| n.code());
    let kind = object.required("kind").and_then(|n| n.code());
    let year = object.required("achievement_year").and_then(|n| n.whole());
    let decided_on = object.required("decided_on").and_then(|n| n.day());
    let decision = object.text_or_empty("decision");
    let recipient = object.required("recipient").and_then(|n| n.one_of(&recipients));
    let count = object.optional("count").map_or(Some(1), |n| n.whole());
    object.finish();
    let achievement_year = i32::try_from(year?).ok()?;
    Some(Award { form: form?, kind: kind?, achievement_year, decided_on: decided_on?, decision, recipient: recipient?, count: count? })
}

fn limitation(node: &Node<'_>) -> Option<Limitation> {
    let mut object = node.object()?;
    let text = object.required("text").and_then(|n| n.text());
    let causes = object.list("causes", cause);
    object.finish();
    Some(Limitation { text: text?, causes })
}

fn cause(node: &Node<'_>) -> Option<Cause> {
    let mut object = node.object()?;
    let kind = object.required("kind").and_then(|n| n.one_of(&[("external", CauseKind::External), ("internal", CauseKind::Internal)]));
    let text = object.required("text").and_then(|n| n.text());
    object.finish();
    Some(Cause { kind: kind?, text: text? })
}

fn proposal(node: &Node<'_>) -> Option<Proposal> {
    let mut object = node.object()?;
    let addressee = object.required("addressee").and_then(|n| n.text());
    let text = object.required("text").and_then(|n| n.text());
    object.finish();
    Some(Proposal { addressee: addressee?, text: text? })
}
