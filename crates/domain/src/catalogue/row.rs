//! What all kinds of row have in common: a code and the days on which it holds.

use chrono::NaiveDate;

use super::{
    Authority, AwardForm, CitationPattern, DocumentKind, EthicsStandard, Form, HouseStyle, LayoutProfile, LegalRegime, NamedRow, Outline,
    Phrase, PresentationRule, QuotaRule,
};
use crate::validity::Validity;

/// A row with code and validity.
pub trait Row {
    /// Its code.
    fn code(&self) -> &str;
    /// When it holds.
    fn validity(&self) -> &Validity;
}

macro_rules! rows {
    ($($kind:ty),*) => {$(
        impl Row for $kind {
            fn code(&self) -> &str {
                self.code.as_str()
            }

            fn validity(&self) -> &Validity {
                &self.validity
            }
        }
    )*};
}

rows!(
    Authority,
    AwardForm,
    CitationPattern,
    DocumentKind,
    EthicsStandard,
    Form,
    HouseStyle,
    LayoutProfile,
    LegalRegime,
    NamedRow,
    Outline,
    Phrase,
    PresentationRule,
    QuotaRule
);

/// The row with `code` in force on `day`.
pub fn find<'a, T: Row>(rows: &'a [T], code: &str, day: NaiveDate) -> Option<&'a T> {
    rows.iter().find(|row| row.code() == code && row.validity().covers(day))
}
