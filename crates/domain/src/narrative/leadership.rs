//! Section I: documents issued, movements launched, pacts signed.

use std::collections::BTreeSet;

use super::Facts;
use super::compare::Place;
use super::dates::short_date;
use super::prose::{Prose, paragraphs};
use crate::catalogue::{AnnexKind, Counting, find};
use crate::quantity::Quantity;
use crate::report::Paragraph;
use crate::submission::{IssuedDocument, Movement, MovementKind, Pact, Scope, Submission};
use crate::summary::Figure;

/// Documents find one by one; the others are only counted.
const NAMED_DOCUMENTS: usize = 3;

/// Ends of the symbols of party, elected and administrative bodies above an inspectorate.
const ABOVE: [&str; 12] = ["UBND", "HĐND", "ĐU", "TU", "TW", "BBT", "CP", "TTg", "TTCP", "BNV", "CTN", "QH"];

impl Facts<'_> {
    /// Submissions that count, in official order of their units.
    pub fn counting(&self) -> impl Iterator<Item = &Submission> {
        self.counting.iter().copied()
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
        let mut prose = self.prose("documents.issued");
        let total = self.summary.figure("documents:sector");
        let (this, agency) = (&self.wording.this, &self.agency);
        if let Some((total, before)) =
            total.filter(|figure| figure.value.is_zero()).and_then(|figure| Some((figure, figure.base.filter(|base| !base.is_zero())?)))
        {
            let count = self.house.amount(before, Counting::Count, "văn bản");
            prose
                .rest_on(total)
                .say(&format!("Trong {this}, {agency} không ban hành văn bản về thi đua, khen thưởng ({} có {count})", self.wording.base));
            prose.stop();
        }
        if let Some(total) = total.filter(|figure| !figure.value.is_zero()) {
            let verb = if self.sector_documents().iter().all(|document| self.of_agency(document)) {
                "ban hành"
            } else {
                "tiếp nhận, ban hành và triển khai thực hiện"
            };
            prose.open(&[&format!("Trong {this}, {agency} đã {verb} "), &format!("Trong kỳ, {agency} đã {verb} ")]);
            self.document_kinds(&mut prose, total);
            self.compare(&mut prose, total, Place::Lead);
            prose.stop();
            let named = |document: &&IssuedDocument| !document.theme.is_empty() || !document.number.is_empty();
            for document in self.sector_documents().into_iter().filter(named).take(NAMED_DOCUMENTS) {
                self.name_document(&mut prose, document);
            }
        }
        paragraphs([prose, self.unit_plans()])
    }

    /// `12 văn bản về thi đua, khen thưởng (03 kế hoạch, 09 công văn)`, or `03 kế hoạch về …` when there is one type alone.
    fn document_kinds(&self, prose: &mut Prose<'_>, total: &Figure) {
        let kinds = &self.snapshot.catalogue.document_kinds;
        let figures: Vec<_> = kinds
            .iter()
            .filter_map(|kind| Some((kind, self.summary.figure(&format!("documents:sector.{}", kind.code))?)))
            .filter(|(_, figure)| !figure.value.is_zero())
            .collect();
        let count = |figure: &Figure, name: &str| self.house.amount(figure.value, figure.counting, name);
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

    fn name_document(&self, prose: &mut Prose<'_>, document: &IssuedDocument) {
        let kind = find(&self.snapshot.catalogue.document_kinds, &document.kind, document.issued_on)
            .map_or_else(|| document.kind.to_string(), |row| row.name.to_string());
        let kind = crate::text::capitalise(&kind);
        let number = if document.number.is_empty() { String::new() } else { format!(" số\u{a0}{}", document.number) };
        let day = short_date(document.issued_on);
        if self.of_agency(document) {
            prose.say(&format!("Ngày\u{a0}{day}, {} ban hành ", self.agency));
            prose.quote(&format!("{kind}{number} về {}", document.subject));
        } else {
            prose.quote(&format!("{kind}{number} ngày\u{a0}{day} về {}", document.subject));
            prose.say(" được triển khai thực hiện");
        }
        if !document.theme.is_empty() {
            prose.say(" với chủ đề ").quote(&format!("“{}”", document.theme));
        }
        prose.stop();
    }

    /// False when the symbol of a document ends in that of a body above: `36/2025/QĐ-UBND`, `12-CTr/ĐU`.
    fn of_agency(&self, document: &IssuedDocument) -> bool {
        let issuer = document.number.rsplit(['-', '/']).next().unwrap_or_default().trim();
        issuer == self.snapshot.agency.symbol.as_str() || !ABOVE.contains(&issuer)
    }

    fn unit_plans(&self) -> Prose<'_> {
        let mut prose = self.prose("documents.unit_plans");
        let Some(plans) = self.summary.figure("documents:units_with_plan").filter(|figure| !figure.value.is_zero()) else { return prose };
        let without = self.reporting_without(plans);
        if self.is_of_one() && without.is_empty() {
            prose.rest_on(plans).say("Đơn vị đã ban hành kế hoạch tổ chức phong trào thi đua").stop();
            return prose;
        }
        if without.is_empty() {
            prose.say("Toàn bộ ").amount(plans).say(" đã ban hành kế hoạch tổ chức phong trào thi đua").stop();
            return prose;
        }
        self.some_units(&mut prose, plans, "ban hành kế hoạch tổ chức phong trào thi đua", "chưa ban hành", &without);
        prose
    }

    /// `Có 18/20 đơn vị {did}; 02 đơn vị {did_not}, gồm: …`.
    fn some_units(&self, prose: &mut Prose<'_>, done: &Figure, did: &str, did_not: &str, without: &[&str]) {
        let reporting = self.summary.basis.reporting.len();
        prose.say("Có ").cite(done, &format!("{}/{reporting}", done.sources.len()));
        prose.fact("units:reporting", Quantity::whole(reporting as u64)).say(&format!("\u{a0}đơn vị {did}; "));
        prose.count("units:without", without.len(), &format!("đơn vị {did_not}")).quote(&named_units(without)).stop();
    }

    /// Names of reporting units that have no part in a figure, in official order.
    pub fn reporting_without(&self, figure: &Figure) -> Vec<&str> {
        let having: BTreeSet<&str> = figure.sources.iter().map(|source| source.unit.as_str()).collect();
        let lines = self.summary.units.iter().filter(|line| self.summary.basis.reporting.contains(&line.code));
        lines.filter(|line| !having.contains(line.code.as_str())).map(|line| line.name.as_str()).collect()
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
        let mut launch = self.prose("launches.movements");
        for movement in self.movements_of(Scope::Sector).filter(|movement| !movement.own) {
            launch.open(&["Hưởng ứng ", "Đồng thời, hưởng ứng ", "Cùng với đó, hưởng ứng "]).quote(&called(movement, "phong trào thi đua"));
            launch.say(" do ").quote(&movement.launched_by);
            launch.say(&format!(" phát động, {} triển khai thực hiện tại các đơn vị", self.agency)).stop();
        }
        self.own_launches(&mut launch);
        self.unit_launches(&mut launch);
        let mut pacts = self.prose("launches.pacts");
        for pact in self.pacts() {
            self.pact(&mut pacts, pact);
        }
        paragraphs([launch, pacts])
    }

    fn own_launches(&self, prose: &mut Prose<'_>) {
        let own: Vec<&Movement> = self.movements_of(Scope::Sector).filter(|movement| movement.own).collect();
        let agency = crate::text::capitalise(&self.agency);
        let kind = |movement: &Movement| format!("phong trào {}", self.movement_kind(movement.kind));
        if let Some(figure) = self.summary.figure("movements:sector") {
            match own[..] {
                [] => {}
                [movement] => {
                    prose
                        .rest_on(figure)
                        .open(&[&format!("{agency} phát động "), "Trong kỳ, phát động "])
                        .quote(&called(movement, &kind(movement)));
                    prose.stop();
                }
                _ => {
                    prose.open(&[&format!("{agency} phát động "), "Trong kỳ, phát động "]);
                    prose.cite(figure, &self.house.amount(figure.value, figure.counting, "phong trào thi đua")).say(", gồm: ");
                    let each: Vec<String> = own.iter().map(|movement| called(movement, &kind(movement))).collect();
                    prose.quote(&each.join("; ")).stop();
                }
            }
        }
        if !own.is_empty() {
            prose.say(&self.annex_reference(AnnexKind::Movements, "Danh mục phong trào thi đua nêu tại ", "")).stop();
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

    fn unit_launches(&self, prose: &mut Prose<'_>) {
        let Some(units) = self.summary.figure("movements:units").filter(|figure| !figure.value.is_zero()) else { return };
        let without = self.reporting_without(units);
        if without.is_empty() {
            let all = if self.is_of_one() { "Đơn vị" } else { "Toàn bộ các đơn vị" };
            prose.rest_on(units).say(all).say(" đã tổ chức phát động thi đua").stop();
        } else {
            self.some_units(prose, units, "tổ chức phát động thi đua", "chưa báo cáo nội dung này", &without);
        }
    }

    fn pact(&self, prose: &mut Prose<'_>, pact: &Pact) {
        let day = pact.signed_on.map(|day| format!("Ngày\u{a0}{}, ", short_date(day))).unwrap_or_default();
        prose.say(&day);
        if !pact.place.is_empty() {
            prose.say(if day.is_empty() { "Tại " } else { "tại " }).quote(&pact.place).say(", ");
        }
        let agency = self.agency.to_string();
        let opens = day.is_empty() && pact.place.is_empty();
        prose.say(&if opens { crate::text::capitalise(&agency) } else { agency });
        let year = self.snapshot.period.period.year();
        // Without a day nothing says that it was signed in this period.
        let verb = if pact.signed_on.is_some() { " ký kết" } else { " thực hiện" };
        prose.say(&format!("{verb} Giao ước thi đua năm {year} với ")).quote(&pact.partners);
        if !pact.targets.is_empty() {
            prose.say(", gồm ").count("pact:targets", pact.targets.len(), "chỉ tiêu");
        }
        if !pact.objective.is_empty() {
            prose.say(", với mục tiêu ").quote(&pact.objective);
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

/// `, gồm: A, B` for up to five units, ` là A` for one, nothing for more.
pub fn named_units(names: &[&str]) -> String {
    match names.len() {
        1 => format!(" là {}", names[0]),
        2..=5 => format!(", gồm: {}", names.join(", ")),
        _ => String::new(),
    }
}
