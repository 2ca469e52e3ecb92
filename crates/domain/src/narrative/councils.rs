//! Section I.4: councils re-formed and in session.

use super::Facts;
use super::dates::short_date;
use super::prose::{Prose, paragraphs};
use crate::report::Paragraph;
use crate::submission::{CouncilEvent, CouncilEventKind, CouncilKind, Scope};

/// Councils in the order in which they are told: code, name.
const COUNCILS: [(CouncilKind, &str, &str); 3] = [
    (CouncilKind::Emulation, "emulation", "Hội đồng Thi đua - Khen thưởng"),
    (CouncilKind::Initiative, "initiative", "Hội đồng sáng kiến"),
    (CouncilKind::Science, "science", "Hội đồng khoa học"),
];

impl Facts<'_> {
    /// Paragraphs on councils.
    pub fn councils(&self) -> Vec<Paragraph> {
        let mut prose = self.prose("council.events");
        let events: Vec<&CouncilEvent> =
            self.counting().flat_map(|submission| &submission.content.councils).filter(|event| event.scope == Scope::Sector).collect();
        for (kind, code, name) in COUNCILS {
            for event in events.iter().filter(|event| event.council == kind && event.kind != CouncilEventKind::Met) {
                council_event(&mut prose, event, name);
            }
            let meetings = self.summary.figure(&format!("councils:{code}.meetings")).filter(|figure| !figure.value.is_zero());
            if let Some(meetings) = meetings {
                prose.open(&[&format!("Trong kỳ, {name} họp "), &format!("{name} họp ")]).amount(meetings);
                let results: Vec<&str> = events
                    .iter()
                    .filter(|event| event.council == kind && event.kind == CouncilEventKind::Met && !event.result.is_empty())
                    .map(|event| event.result.trim_end_matches('.'))
                    .collect();
                self.compare(&mut prose, meetings, super::compare::Place::Follow);
                if !results.is_empty() {
                    prose.say("; ").quote(&crate::text::uncapitalise(&results.join("; ")));
                }
                prose.stop();
            }
        }
        paragraphs([prose, self.initiatives()])
    }

    /// `Hội đồng sáng kiến công nhận 45 sáng kiến, tăng …`.
    fn initiatives(&self) -> Prose<'_> {
        let mut prose = self.prose("council.initiatives");
        let Some(total) = self.summary.figure("initiatives:recognised") else { return prose };
        if total.value.is_zero() {
            return prose;
        }
        prose.open(&["Trong kỳ, có ", "Có "]).amount(total).say(" được công nhận");
        let levels: Vec<_> = [("state", "toàn quốc"), ("province", "cấp bộ, ngành, tỉnh"), ("base", "cấp cơ sở")]
            .into_iter()
            .filter_map(|(code, name)| Some((self.summary.figure(&format!("initiatives:recognised.{code}"))?, name)))
            .filter(|(figure, _)| !figure.value.is_zero())
            .collect();
        if let [(figure, name)] = levels[..] {
            prose.rest_on(figure).say(&format!(" {name}"));
        } else {
            for (index, (figure, name)) in levels.iter().enumerate() {
                prose.say(if index == 0 { " (" } else { ", " }).amount(figure).say(&format!(" {name}"));
            }
            prose.say(if levels.is_empty() { "" } else { ")" });
        }
        self.compare(&mut prose, total, super::compare::Place::Follow);
        prose.stop();
        prose
    }
}

/// `Kiện toàn Hội đồng … theo Quyết định số … ngày …, gồm 09 thành viên.`
fn council_event(prose: &mut Prose<'_>, event: &CouncilEvent, name: &str) {
    let verb = match event.kind {
        CouncilEventKind::Established => "Thành lập",
        CouncilEventKind::Reconstituted => "Kiện toàn",
        CouncilEventKind::Rules | CouncilEventKind::Met => "Ban hành quy chế hoạt động của",
    };
    let lower = crate::text::uncapitalise(verb);
    prose.open(&[&format!("{verb} {name}"), &format!("Đồng thời, {lower} {name}"), &format!("Trong kỳ, {lower} {name}")]);
    if !event.decision.is_empty() {
        let rules = event.kind == CouncilEventKind::Rules;
        prose.say(if rules { " " } else { " theo Quyết định " }).quote(&format!("số\u{a0}{}", event.decision));
    }
    if let Some(day) = event.held_on {
        prose.say(&format!(" ngày\u{a0}{}", short_date(day)));
    }
    if let Some(members) = event.members {
        prose.say(", gồm ").count("council:members", members as usize, "thành viên");
    }
    if !event.chair.is_empty() {
        prose.say(", do ").quote(&event.chair).say(" làm Chủ tịch");
    }
    prose.stop();
}
