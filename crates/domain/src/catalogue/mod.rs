//! The catalogues: everything legal or local that changes with time, as rows with validity dates.
//!
//! The shipped rows are TOML under `seeds/catalogue/`; a store keeps every version it was given, and
//! a snapshot freezes the version its report was made with. A rule that is not found never stops a
//! report: lookups return `Option`, the caller has a plain fallback.

mod form;
mod layout;
mod outline;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use form::{Column, Confidence, Counting, Form, HeaderNode, Identity, IdentityLevel, Polarity, Sense};
pub use layout::LayoutProfile;
pub use outline::{AnnexKind, AnnexRow, ContentKind, Outline, SectionRow, TitleRow, WhenEmpty};

use crate::code::Code;
use crate::text::Text;
use crate::validity::Validity;

/// All catalogue rows together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub document_kinds: Vec<NamedRow>,
    /// Report outlines.
    pub outlines: Vec<Outline>,
    /// Layout profiles.
    pub layouts: Vec<LayoutProfile>,
}

/// A code with a name and validity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRow {
    /// Code used in data.
    pub code: Text,
    /// Vietnamese name as it stands in a sentence.
    pub name: Text,
    /// When it holds.
    #[serde(flatten)]
    pub validity: Validity,
}

/// An emulation title (danh hiệu) or award form (hình thức khen thưởng).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// When it holds, by the day of the decision.
    #[serde(flatten)]
    pub validity: Validity,
}

/// Level of an award (cấp khen thưởng), highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardLevel {
    /// Cấp Nhà nước.
    State,
    /// Cấp bộ, ngành, tỉnh.
    Province,
    /// Cấp cơ sở.
    Base,
}

/// The catalogue files are not as they should be.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct CatalogueError {
    /// Name of the file.
    pub file: &'static str,
    /// What the reader said.
    pub problem: String,
}

macro_rules! shipped {
    ($file:literal) => {
        ($file, include_str!(concat!("../../../../seeds/catalogue/", $file)))
    };
}

impl Catalogue {
    /// The rows shipped inside the program.
    ///
    /// # Errors
    /// Only when a shipped file is broken, which a test excludes.
    pub fn shipped() -> Result<Self, CatalogueError> {
        let catalogue = Self {
            forms: rows(shipped!("forms.toml"))?,
            awards: rows(shipped!("awards.toml"))?,
            commendation_types: rows(shipped!("commendation-types.toml"))?,
            unit_kinds: rows(shipped!("unit-kinds.toml"))?,
            document_kinds: rows(shipped!("document-kinds.toml"))?,
            outlines: rows(shipped!("outlines.toml"))?,
            layouts: rows(shipped!("layouts.toml"))?,
        };
        Ok(catalogue)
    }

    /// SHA-256 of the rows in their canonical form, hexadecimal.
    pub fn sha256(&self) -> String {
        let canonical = serde_json::to_vec(self).unwrap_or_default();
        crate::snapshot::hex(&Sha256::digest(canonical))
    }

    /// The form with this code in force on `day`.
    pub fn form(&self, code: &str, day: NaiveDate) -> Option<&Form> {
        self.forms.iter().find(|form| form.code.as_str() == code && form.validity.covers(day))
    }

    /// The award form with this code in force on `day`.
    pub fn award(&self, code: &str, day: NaiveDate) -> Option<&AwardForm> {
        self.awards.iter().find(|form| form.code.as_str() == code && form.validity.covers(day))
    }

    /// Rank of an award form: its place in the catalogue.
    pub fn award_rank(&self, code: &str) -> usize {
        self.awards.iter().position(|form| form.code.as_str() == code).unwrap_or(usize::MAX)
    }

    /// The outline for a period that ends on `day`.
    pub fn outline(&self, part: &str, day: NaiveDate) -> Option<&Outline> {
        self.outlines.iter().find(|outline| outline.parts.iter().any(|p| p.as_str() == part) && outline.validity.covers(day))
    }

    /// The layout profile in force on `day`, else the last one.
    pub fn layout(&self, day: NaiveDate) -> Option<&LayoutProfile> {
        self.layouts.iter().find(|layout| layout.validity.covers(day)).or(self.layouts.last())
    }
}

/// The row with `code` in force on `day`.
pub fn named<'a>(rows: &'a [NamedRow], code: &str, day: NaiveDate) -> Option<&'a NamedRow> {
    rows.iter().find(|row| row.code.as_str() == code && row.validity.covers(day))
}

#[derive(Deserialize)]
struct Rows<T> {
    row: Vec<T>,
}

fn rows<T: serde::de::DeserializeOwned>((file, text): (&'static str, &str)) -> Result<Vec<T>, CatalogueError> {
    toml::from_str::<Rows<T>>(text).map(|rows| rows.row).map_err(|problem| CatalogueError { file, problem: problem.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_rows_are_sound() {
        let catalogue = Catalogue::shipped().unwrap();
        let day: NaiveDate = "2022-06-14".parse().unwrap();
        let form = catalogue.form("01/TTr", day).unwrap();
        assert_eq!(form.columns.len(), 18);
        for form in &catalogue.forms {
            form.check().unwrap_or_else(|problem| panic!("{}: {problem}", form.code));
        }
        assert!(catalogue.outline("H1", day).is_some());
        assert!(catalogue.outline("year", day).is_some());
        assert_eq!(catalogue.layout(day).unwrap().code.as_str(), "nd30-2020");
        assert!(catalogue.award("certificate", day).is_some());
    }

    #[test]
    fn canonical_form_survives_storage() {
        let catalogue = Catalogue::shipped().unwrap();
        let stored: Catalogue = serde_json::from_str(&serde_json::to_string(&catalogue).unwrap()).unwrap();
        assert_eq!(stored, catalogue);
        assert_eq!(stored.sha256(), catalogue.sha256());
    }
}
