//! The agency that issues the report (Thanh tra tỉnh) and what its papers need.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;
use crate::validity::{DatedName, Validity, name_on};

/// A provincial inspectorate and what its papers need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agency {
    /// Code in files and on the command line.
    pub code: Code,
    /// Official names with their days: `Thanh tra tỉnh Đắk Nông`, short `Thanh tra tỉnh`.
    #[schemars(length(min = 1))]
    pub names: Vec<DatedName>,
    /// Superior body (cơ quan chủ quản) as printed above the agency's name: `UBND tỉnh Đắk Nông`.
    pub superior: Text,
    /// The agency part of document symbols: `TTr` or `TTT`, set by the head of the agency.
    pub symbol: Text,
    /// Place of issue (địa danh): `Đắk Nông`.
    pub place: Text,
    /// The whole sector the report speaks for: `ngành Thanh tra tỉnh Đắk Nông`.
    pub sector: Text,
    /// Street address shown at the foot of the pages; may be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub address: Text,
    /// Addressees after "Kính gửi:".
    #[serde(default)]
    pub addressees: Vec<Text>,
    /// Recipients after "Như trên;", without the archive line.
    #[serde(default)]
    pub recipients: Vec<Text>,
    /// Archive line after "Lưu:": `VT, VP`.
    pub archive: Text,
    /// Who signs.
    pub signer: Signer,
    /// True when the data is made up for illustration. Reaches every page of every format.
    pub illustrative: bool,
    /// True when the figures that a report prints go with its PDF as JSON: keys and numbers, no names, no texts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attach_figures: bool,
    /// Short name of the inspectorate whose titles authorities bear, where this is one of its units or clusters that
    /// reports; empty: the agency itself. Stands in snapshots alone.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    #[schemars(skip)]
    pub inspectorate: Text,
    /// Statistical forms that the emulation report collects; none named: form 01/TTr alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<CollectedForm>,
}

/// A statistical form that units send for the emulation report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CollectedForm {
    /// Code of the form.
    pub code: Code,
    /// Kinds of unit that send it, codes of `unit_kinds`; none named: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_kinds: Vec<Code>,
    /// When it is collected, by the last day of the period.
    #[serde(flatten)]
    pub validity: Validity,
}

/// The signature block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// Lines of authority and office, as printed: `["KT. CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA"]`.
    #[schemars(length(min = 1))]
    pub titles: Vec<Text>,
    /// Full name.
    pub name: Text,
}

/// The form collected by an agency that names none.
const USUAL_FORM: &str = "01/TTr";

impl Agency {
    /// A catalogue text with `{thanh_tra}` and `{ubnd}` filled: the agency's short name, and the
    /// people's committee of its province or city.
    pub fn local(&self, text: &str, day: NaiveDate) -> String {
        let city = self.superior.to_lowercase().contains("thành phố");
        let committee = if city { "UBND thành phố" } else { "UBND tỉnh" };
        let own = if self.inspectorate.is_empty() { &self.name_on(day).short } else { &self.inspectorate };
        text.replace("{thanh_tra}", own).replace("{ubnd}", committee)
    }

    /// The name borne on `day`.
    pub fn name_on(&self, day: NaiveDate) -> &DatedName {
        name_on(&self.names, day).unwrap_or(&self.names[0])
    }

    /// True when units are asked to send this form for a period that ends on `day`.
    pub fn collects(&self, form: &str, day: NaiveDate) -> bool {
        if self.forms.is_empty() {
            return form == USUAL_FORM;
        }
        self.forms.iter().any(|collected| collected.code.as_str() == form && collected.validity.covers(day))
    }

    /// True when a unit of this kind is asked to send the form.
    pub fn collects_from(&self, form: &str, kind: &str, day: NaiveDate) -> bool {
        if self.forms.is_empty() {
            return form == USUAL_FORM;
        }
        let from_kind =
            |collected: &CollectedForm| collected.unit_kinds.is_empty() || collected.unit_kinds.iter().any(|k| k.as_str() == kind);
        self.forms.iter().any(|collected| collected.code.as_str() == form && collected.validity.covers(day) && from_kind(collected))
    }
}
