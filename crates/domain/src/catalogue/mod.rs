//! The catalogues: everything legal or local that changes with time, as rows with validity dates.
//!
//! The shipped rows are TOML under `seeds/catalogue/`; a store keeps every version it was given, and
//! a snapshot freezes the rows its report was made with. A rule that is not found never stops a
//! report: lookups return `Option`, the caller has a plain fallback.
//!
//! `form`, `legal`, `outline`, `layout`, `phrase`, `presentation` have the rows, `source` reads TOML files and merges them into what
//! is there, `check` finds rows that contradict each other.

mod check;
mod form;
mod layout;
mod legal;
pub mod meaning;
mod number;
mod outline;
mod phrase;
mod presentation;
mod row;
mod shipped;
mod source;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use form::{Column, Confidence, Counting, CrossCheck, Form, FormLayout, HeaderNode, Identity, IdentityLevel, Polarity, Relation};
pub use layout::{LayoutProfile, StampRow};
pub use legal::{Authority, CitationPattern, EthicsStandard, Holiday, HolidayKind, LegalArea, LegalRank, LegalRegime, QuotaRule};
pub use number::{COLUMN_PATTERN, ColumnNo, ColumnNoError};
pub use outline::{AnnexKind, AnnexRow, ContentKind, Outline, SectionRow, TitleRow, WhenEmpty};
pub use phrase::{ComparisonBreak, HouseStyle, Phrase, PhraseFigure, PhrasePattern};
pub use presentation::PresentationRule;
pub use row::{Row, find};
pub use source::{Difference, KINDS, RowChange, Source, differences, noted, read_sources, upgrade};

use crate::code::Code;
use crate::period::DayOff;
use crate::text::Text;
use crate::validity::Validity;

/// All catalogue rows together. In a TOML file each kind is a list of tables: `[[forms]]`, `[[awards]]` …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Catalogue {
    /// Statistical forms.
    pub forms: Vec<Form>,
    /// Emulation titles and award forms, in their order of rank.
    pub awards: Vec<AwardForm>,
    /// Commendation types (loại hình khen thưởng).
    pub commendation_types: Vec<NamedRow>,
    /// Kinds of unit, in the order in which reports list them.
    pub unit_kinds: Vec<NamedRow>,
    /// Types of document by their abbreviation (Decree 30, Phụ lục III).
    pub document_kinds: Vec<DocumentKind>,
    /// Kinds of movement (`standing`, `campaign`) as they stand after "phong trào".
    pub movement_kinds: Vec<NamedRow>,
    /// Levels of movements, highest first.
    pub movement_levels: Vec<NamedRow>,
    /// Report outlines.
    pub outlines: Vec<Outline>,
    /// Sentences over figures, in their order within a section.
    pub phrases: Vec<Phrase>,
    /// Wordings of which a report keeps to one.
    pub house_styles: Vec<HouseStyle>,
    /// Changes of law over which figures are not compared.
    pub comparison_breaks: Vec<ComparisonBreak>,
    /// Layout profiles.
    pub layouts: Vec<LayoutProfile>,
    /// Laws, decrees, circulars.
    pub legal_regimes: Vec<LegalRegime>,
    /// Who decides which award.
    pub authorities: Vec<Authority>,
    /// How many of a title there may be.
    pub quota_rules: Vec<QuotaRule>,
    /// How numbers of documents look.
    pub citation_patterns: Vec<CitationPattern>,
    /// Public holidays and days worked instead.
    pub holidays: Vec<Holiday>,
    /// Standards of ethics.
    pub ethics_standards: Vec<EthicsStandard>,
    /// Rules of presentation by which files are judged.
    pub presentation_rules: Vec<PresentationRule>,
}

/// A code with a name and validity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedRow {
    /// Code used in data.
    pub code: Code,
    /// Vietnamese name as it stands in a sentence.
    pub name: Text,
    /// Of a kind of unit: its branch (`agency`, `department`, `district`, `commune`, `predecessor`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Code>,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
    /// How sure we are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// Remark for the user.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// A type of document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentKind {
    /// Abbreviation: `KH`, `QĐ`.
    pub code: Text,
    /// Vietnamese name as it stands in a sentence.
    pub name: Text,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
}

/// An emulation title (danh hiệu) or award form (hình thức khen thưởng).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "independent yes-or-no fields of a catalogue row")]
pub struct AwardForm {
    /// Identifier of the glossary: `merit_province`.
    pub code: Code,
    /// Name as it stands in tables: `Bằng khen của Chủ tịch UBND tỉnh`.
    pub name: Text,
    /// The thing given, as it stands in a sentence after the verb: `Bằng khen`.
    pub object: Text,
    /// Who gives it: `Chủ tịch UBND tỉnh`.
    pub giver: Text,
    /// A title is recognised (công nhận danh hiệu), an award is given (tặng).
    pub title: bool,
    /// Level of the decision.
    pub level: AwardLevel,
    /// May be given to a collective.
    pub collective: bool,
    /// May be given to an individual.
    pub individual: bool,
    /// May be given to a household.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub household: bool,
    /// The title one must have for it: there are never more of this than of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<Code>,
    /// When it holds, by the day of the decision.
    #[serde(flatten)]
    pub validity: Validity,
    /// How sure we are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
}

/// Level of an award (cấp khen thưởng), highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardLevel {
    /// Cấp Nhà nước.
    State,
    /// Cấp bộ, ngành, tỉnh.
    Province,
    /// Cấp cơ sở.
    Base,
}

impl Catalogue {
    /// SHA-256 of the rows in their canonical form, hexadecimal.
    pub fn sha256(&self) -> String {
        let canonical = serde_json::to_vec(self).unwrap_or_default();
        crate::snapshot::hex(&Sha256::digest(canonical))
    }

    /// The form with this code in force on `day`.
    pub fn form(&self, code: &str, day: NaiveDate) -> Option<&Form> {
        find(&self.forms, code, day)
    }

    /// Forms in force on `day`, in the order of the catalogue.
    pub fn forms_on(&self, day: NaiveDate) -> impl Iterator<Item = &Form> {
        self.forms.iter().filter(move |form| form.validity.covers(day))
    }

    /// The form and column that counted the same thing on `day`: the same column in the same edition,
    /// else the column with the same meaning, in whatever form. Editions share a number only by chance,
    /// so without a meaning columns compare within one edition alone.
    pub fn same_meaning<'a>(&'a self, form: &'a Form, column: &Column, day: NaiveDate) -> Option<(&'a Code, ColumnNo)> {
        if form.validity.covers(day) {
            return Some((&form.code, column.number));
        }
        let meaning = column.meaning.as_ref()?.as_str();
        self.forms_on(day).find_map(|other| Some((&other.code, other.column_of(meaning)?.number)))
    }

    /// The award form with this code in force on `day`.
    pub fn award(&self, code: &str, day: NaiveDate) -> Option<&AwardForm> {
        find(&self.awards, code, day)
    }

    /// Rank of an award form: its place in the catalogue.
    pub fn award_rank(&self, code: &str) -> usize {
        self.awards.iter().position(|form| form.code.as_str() == code).unwrap_or(usize::MAX)
    }

    /// The outline of an agency for a period that ends on `day`: its own, else the one for all.
    pub fn outline(&self, agency: &Code, part: &str, day: NaiveDate) -> Option<&Outline> {
        let fits = |outline: &&Outline| outline.parts.iter().any(|p| p.as_str() == part) && outline.validity.covers(day);
        let fitting = || self.outlines.iter().filter(fits);
        fitting().find(|outline| outline.agencies.contains(agency)).or_else(|| fitting().find(|outline| outline.agencies.is_empty()))
    }

    /// The wordings that an agency chose for periods that end on `day`.
    pub fn house_style(&self, agency: &Code, day: NaiveDate) -> Option<&HouseStyle> {
        let fitting = || self.house_styles.iter().filter(|row| row.validity.covers(day));
        fitting().find(|row| row.agencies.contains(agency)).or_else(|| fitting().find(|row| row.agencies.is_empty()))
    }

    /// Why the column with this meaning is not compared over these two days.
    pub fn comparison_break(&self, meaning: &str, base: NaiveDate, now: NaiveDate) -> Option<&ComparisonBreak> {
        let counts = |row: &&ComparisonBreak| row.meanings.iter().any(|known| known.as_str() == meaning);
        self.comparison_breaks.iter().filter(counts).find(|row| base < row.since && row.since <= now)
    }

    /// The sentences for a section, in their order.
    pub fn phrases_of(&self, section: &str, day: NaiveDate) -> impl Iterator<Item = &Phrase> {
        self.phrases.iter().filter(move |row| row.section.as_str() == section && row.validity.covers(day))
    }

    /// The layout profile in force on `day`, else the last one.
    pub fn layout(&self, day: NaiveDate) -> Option<&LayoutProfile> {
        self.layouts.iter().find(|layout| layout.validity.covers(day)).or(self.layouts.last())
    }

    /// What the holiday table says of a day; a year without rows is unknown, never without holidays.
    pub fn day_off(&self, day: NaiveDate) -> DayOff {
        if let Some(row) = self.holidays.iter().find(|row| row.date == day) {
            return if row.kind == HolidayKind::Off { DayOff::Off } else { DayOff::Worked };
        }
        let known = self.holidays.iter().any(|row| row.date.year() == day.year());
        if known { DayOff::Plain } else { DayOff::UnknownYear }
    }

    /// Legal texts in force on `day` although they name an earlier last day of their own.
    pub fn expired_by_their_terms(&self, day: NaiveDate) -> impl Iterator<Item = &LegalRegime> {
        self.legal_regimes.iter().filter(move |row| row.validity.covers(day) && row.stated_expiry.is_some_and(|expiry| expiry <= day))
    }

    /// The rows that a report can depend on: of the forms only those used, without their filling
    /// notes; without what only checks need.
    #[must_use]
    pub fn frozen(&self, used: &BTreeSet<&Code>, days: &[NaiveDate]) -> Self {
        let in_force = |form: &&Form| used.contains(&form.code) && days.iter().any(|day| form.validity.covers(*day));
        let bare = |form: &Form| Form { notes: Vec::new(), cross: Vec::new(), ..form.clone() };
        Self {
            forms: self.forms.iter().filter(in_force).map(bare).collect(),
            legal_regimes: self.legal_regimes.iter().filter(|row| days.iter().any(|day| row.validity.covers(*day))).cloned().collect(),
            authorities: Vec::new(),
            citation_patterns: Vec::new(),
            holidays: Vec::new(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests;
