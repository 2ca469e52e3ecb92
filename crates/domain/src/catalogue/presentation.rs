//! Rules of presentation by which finished files are judged: the numbers of the decree as data, each with the
//! place in the decree that it comes from. How a file is measured is the checker's business.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Catalogue, Confidence};
use crate::code::Code;
use crate::quantity::Quantity;
use crate::text::Text;
use crate::validity::Validity;

/// A rule of presentation (quy định về thể thức, kỹ thuật trình bày).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PresentationRule {
    /// Identifier: `margin_left`. The checker knows how to measure each; a row that is missing is not judged.
    pub code: Code,
    /// What it asks for: `Lề trái`.
    pub title: Text,
    /// The item that it comes from: `Phụ lục I, phần I, mục I.4`.
    pub item: Text,
    /// The least value allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Quantity>,
    /// The greatest value allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Quantity>,
    /// What the values are in: `mm`, `pt`, `lần dòng đơn`.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// Words or names of which one must be found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Text>,
    /// Names that are as good: faces with the same measures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equivalent: Vec<Text>,
    /// Where the numbers are known from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// How sure we are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// When it holds, by the day of the document.
    #[serde(flatten)]
    pub validity: Validity,
}

impl Catalogue {
    /// The rule with this code for documents of `day`; without a day the newest.
    pub fn presentation_rule(&self, code: &str, day: Option<NaiveDate>) -> Option<&PresentationRule> {
        let mut rules = self.presentation_rules.iter().filter(|rule| rule.code.as_str() == code);
        match day {
            Some(day) => rules.find(|rule| rule.validity.covers(day)),
            None => rules.next_back(),
        }
    }
}
