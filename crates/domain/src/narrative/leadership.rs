//! Section I: documents issued, movements launched, pacts signed.

use super::Facts;
use super::compare::Place;
use super::dates::short_date;
use super::numbers::padded;
use super::prose::Prose;
use crate::catalogue::{AnnexKind, Counting, find};
use crate::report::Paragraph;
use crate::submission::{IssuedDocument, Movement, MovementKind, Pact, Scope, Submission};
use crate::summary::Figure;

/// Documents find one by one; the others are only counted.
const NAMED_DOCUMENTS: usize = 3;

impl Facts<'_> {
    /// Submissions that count, in official order of their units.
    pub fn counting(&self) -> impl Iterator<Item = &Submission> {
        let submissions = &self.snapshot.submissions;
        self.summary
            .units
            .iter()
            .filter_map(move |line| submissions.iter().find(|submission| submission.unit == line.code && submission.state.counts()))
    }

    fn sector_documents(&self) -> Vec<&IssuedDocument> {
        let mut documents: Vec<&IssuedDocument> = self
            .counting()
            .flat_map(|submission| &submission.content.documents)
            .filter(|document| document.scope == Scope::Sector)
            .collect();
        documents.sort_by_key(|document| document.issued_on);
        documents
    }

    /// Paragraphs on documents.
    pub fn documents(&self) -> Vec<Paragraph> {
        let mut prose = Prose::new();
        let total = self.summary.figure("documents:sector");
        if let Some(before) = total.filter(|figure| figure.value.is_zero()).and_then(|figure| figure.base).filter(|base| !base.is_zero()) {
            let count = super::numbers::amount(before, Counting::Count, "văn bản");
            prose.say(&format!(
                "Trong {}, {} không ban hành văn bản về thi đua, khen thưởng ({} có {count}).",
                self.wording.this, self.agency, self.wording.base
            ));
        }
        if let Some(total) = total.filter(|figure| !figure.value.is_zero()) {
            prose.say(&format!("Trong {}, {} đã ban hành ", self.wording.this, self.agency));
            self.document_kinds(&mut prose, total);
            self.compare(&mut prose, total, Place::Lead);
            prose.stop();
            for document in self
                .sector_documents()
                .into_iter()
                .filter(|document| !document.theme.is_empty() || !document.number.is_empty())
                .take(NAMED_DOCUMENTS)
            {
                self.name_document(&mut prose, document);
            }
        }
        let mut paragraphs = vec![prose, self.unit_plans()];
        paragraphs.retain(|prose| !prose.is_empty());
        paragraphs.into_iter().map(Prose::paragraph).collect()
    }

    /// `12 văn bản về thi đua, khen thưởng (03 kế hoạch, 09 công văn)`, or `03 kế hoạch về …` when there is one type alone.
    fn document_kinds(&self, prose: &mut Prose, total: &Figure) {
        let kinds = &self.snapshot.catalogue.document_kinds;
        let figures: Vec<_> = kinds
            .iter()
            .filter_map(|kind| Some((kind, self.summary.figure(&format!("documents:sector.{}", kind.code))?)))
            .filter(|(_, figure)| !figure.value.is_zero())
            .collect();
        let count = |figure: &Figure, name: &str| super::numbers::amount(figure.value, figure.counting, name);
        if let [(kind, figure)] = figures[..] {
            prose.cite(figure, &count(figure, &kind.name)).say(" về thi đua, khen thưởng");
            return;
        }
        prose.amount(total).say(" về thi đua, khen thưởng");
        for (index, (kind, figure)) in figures.iter().enumerate() {
            prose.say(if index == 0 { " (" } else { ", " }).cite(figure, &count(figure, &kind.name));
        }
        prose.say(if figures.is_empty() { "" } else { ")" });
    }

    fn name_document(&self, prose: &mut Prose, document: &IssuedDocument) {
        let kind = find(&self.snapshot.catalogue.document_kinds, &document.kind, document.issued_on)
            .map_or_else(|| document.kind.to_string(), |row| row.name.to_string());
        let kind = crate::text::capitalise(&kind);
        let number = if document.number.is_empty() { String::new() } else { format!(" số\u{a0}{}", document.number) };
        prose.say(&format!(
            "Ngày\u{a0}{}, {} ban hành {kind}{number} về {}",
            short_date(document.issued_on),
            self.agency,
            document.subject
        ));
        if !document.theme.is_empty() {
            prose.say(&format!(" với chủ đề “{}”", document.theme));
        }
        prose.stop();
    }

    fn unit_plans(&self) -> Prose {
        let mut prose = Prose::new();
        let Some(plans) = self.summary.figure("documents:units_with_plan").filter(|figure| !figure.value.is_zero()) else { return prose };
        let reporting = self.summary.basis.reporting.len();
        let without = self.reporting_without(|unit| plans.sources.iter().any(|source| source.unit.as_str() == unit));
        if without.is_empty() {
            prose.say("Toàn bộ ").amount(plans).say(" đã ban hành kế hoạch tổ chức phong trào thi đua.");
            return prose;
        }
        prose
            .say("Có ")
            .cite(plans, &format!("{}/{reporting}", plans.sources.len()))
            .say("\u{a0}đơn vị ban hành kế hoạch tổ chức phong trào thi đua");
        prose.say(&format!("; {}\u{a0}đơn vị chưa ban hành{}", padded(without.len()), named_units(&without))).stop();
        prose
    }

    /// Names of reporting units for which `has` is false, in official order.
    fn reporting_without(&self, has: impl Fn(&str) -> bool) -> Vec<&str> {
        let lines = self.summary.units.iter().filter(|line| self.summary.basis.reporting.contains(&line.code));
        lines.filter(|line| !has(line.code.as_str())).map(|line| line.name.as_str()).collect()
    }

    fn movements_of(&self, scope: Scope) -> impl Iterator<Item = &Movement> {
        self.counting().flat_map(|submission| &submission.content.movements).filter(move |movement| movement.scope == scope)
    }

    /// Sector pacts.
    pub fn pacts(&self) -> impl Iterator<Item = &Pact> {
        self.counting().flat_map(|submission| &submission.content.pacts).filter(|pact| pact.scope == Scope::Sector)
    }

    /// Paragraphs on movements launched and pacts signed.
    pub fn launches(&self) -> Vec<Paragraph> {
        let mut launch = Prose::new();
        for movement in self.movements_of(Scope::Sector).filter(|movement| !movement.own) {
            launch.say(&format!(
                "Hưởng ứng {} do {} phát động, {} đã triển khai thực hiện trong toàn ngành. ",
                called(movement, "phong trào thi đua"),
                movement.launched_by,
                self.agency
            ));
        }
        self.own_launches(&mut launch);
        self.unit_launches(&mut launch);
        let mut pacts = Prose::new();
        for pact in self.pacts() {
            self.pact(&mut pacts, pact);
        }
        [launch, pacts].into_iter().filter(|prose| !prose.is_empty()).map(Prose::paragraph).collect()
    }

    fn own_launches(&self, prose: &mut Prose) {
        let own: Vec<&Movement> = self.movements_of(Scope::Sector).filter(|movement| movement.own).collect();
        match own[..] {
            [] => {}
            [movement] => {
                let kind = format!("phong trào {}", self.movement_kind(movement.kind));
                prose.say(&format!("{} phát động {}", crate::text::capitalise(&self.agency), called(movement, &kind))).stop();
            }
            _ => {
                prose.say(&format!(
                    "{} phát động {}\u{a0}phong trào thi đua, gồm: ",
                    crate::text::capitalise(&self.agency),
                    padded(own.len())
                ));
                let each: Vec<String> =
                    own.iter().map(|movement| called(movement, &format!("phong trào {}", self.movement_kind(movement.kind)))).collect();
                prose.say(&each.join("; ")).stop();
            }
        }
        if !own.is_empty() {
            prose.say(&self.annex_reference(AnnexKind::Movements, "Danh mục phong trào thi đua nêu tại ", ". "));
        }
    }

    /// The kind as the law of the period names it.
    pub fn movement_kind(&self, kind: MovementKind) -> String {
        let (code, usual) = match kind {
            MovementKind::Standing => ("standing", "thi đua thường xuyên"),
            MovementKind::Campaign => ("campaign", "thi đua theo chuyên đề"),
        };
        find(&self.snapshot.catalogue.movement_kinds, code, self.snapshot.period.data_to).map_or(usual, |row| row.name.as_str()).to_owned()
    }

    fn unit_launches(&self, prose: &mut Prose) {
        let launched =
            |submission: &&Submission| submission.content.movements.iter().any(|movement| movement.own && movement.scope == Scope::Unit);
        let launching: Vec<&str> = self.counting().filter(launched).map(|submission| submission.unit.as_str()).collect();
        let without = self.reporting_without(|unit| launching.contains(&unit));
        match (launching.len(), without.len()) {
            (0, _) => {}
            (_, 0) => {
                prose.say("Toàn bộ các đơn vị đã tổ chức phát động thi đua.");
            }
            (count, rest) => {
                let reporting = count + rest;
                prose.say(&format!(
                    "Có {count}/{reporting}\u{a0}đơn vị tổ chức phát động thi đua; {}\u{a0}đơn vị chưa tổ chức{}.",
                    padded(rest),
                    named_units(&without)
                ));
            }
        }
    }

    fn pact(&self, prose: &mut Prose, pact: &Pact) {
        let day = pact.signed_on.map(|day| format!("Ngày\u{a0}{}, ", short_date(day))).unwrap_or_default();
        let place = if pact.place.is_empty() { String::new() } else { format!("tại {}, ", pact.place) };
        let opening = crate::text::capitalise(&format!("{day}{place}{}", self.agency));
        let year = self.snapshot.period.period.year();
        prose.say(&format!("{opening} ký kết Giao ước thi đua năm {year} với {}", pact.partners));
        if !pact.targets.is_empty() {
            prose.say(&format!(", gồm {}\u{a0}chỉ tiêu", padded(pact.targets.len())));
        }
        if !pact.objective.is_empty() {
            prose.say(&format!(", với mục tiêu {}", pact.objective));
        }
        prose.stop();
    }
}

/// A movement in a sentence: its kind and its name in quotation marks; a name that itself begins
/// with "Phong trào" describes the movement and stands without marks.
pub fn called(movement: &Movement, kind: &str) -> String {
    if crate::text::fold(&movement.name).starts_with("phong trao") {
        return crate::text::uncapitalise(&movement.name);
    }
    format!("{kind} “{}”", movement.name)
}

/// `, gồm: A, B` for up to five units, `, là: A` for one, nothing for more.
pub fn named_units(names: &[&str]) -> String {
    match names.len() {
        1 => format!(", là: {}", names[0]),
        2..=5 => format!(", gồm: {}", names.join(", ")),
        _ => String::new(),
    }
}
