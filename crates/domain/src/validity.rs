//! Names and rules with a first and a last day (`valid_from`, `valid_to`).

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The days on which something holds, both ends inclusive; an absent end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Validity {
    /// First day, or since ever.
    #[serde(default, rename = "valid_from", skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day, or until further notice.
    #[serde(default, rename = "valid_to", skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

impl Validity {
    /// True when the rule holds on `day`.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// True when both hold on some day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |to: Option<NaiveDate>, from: Option<NaiveDate>| to.zip(from).is_some_and(|(to, from)| to < from);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

/// An official name with the days on which it was borne.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "WrittenName", into = "WrittenName")]
pub struct DatedName {
    /// Full official name, spelled as in the decision: `Thanh tra huyện Cư Jút`.
    pub full: Text,
    /// Short name for tables and lists; equals `full` when there is none.
    pub short: Text,
    /// When the name was borne.
    pub validity: Validity,
}

/// A name as it is written: the short one is left out when it is the full one.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DatedName")]
struct WrittenName {
    /// Full official name, spelled as in the decision.
    full: Text,
    /// Short name for tables and lists; the full name when it is left out.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    short: Text,
    #[serde(flatten)]
    validity: Validity,
}

impl From<WrittenName> for DatedName {
    fn from(written: WrittenName) -> Self {
        let short = if written.short.is_empty() { written.full.clone() } else { written.short };
        Self { full: written.full, short, validity: written.validity }
    }
}

impl From<DatedName> for WrittenName {
    fn from(name: DatedName) -> Self {
        let short = if name.short == name.full { Text::default() } else { name.short };
        Self { full: name.full, short, validity: name.validity }
    }
}

/// The name in use on `day`; before the first or after the last dated name, the nearest one.
pub fn name_on(names: &[DatedName], day: NaiveDate) -> Option<&DatedName> {
    names
        .iter()
        .find(|name| name.validity.covers(day))
        .or_else(|| names.iter().rfind(|name| name.validity.to.is_some_and(|to| to < day)))
        .or_else(|| names.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(raw: &str) -> NaiveDate {
        raw.parse().unwrap()
    }

    #[test]
    fn the_name_of_the_day_is_chosen() {
        let name = |full: &str, from: Option<&str>, to: Option<&str>| DatedName {
            full: full.into(),
            short: full.into(),
            validity: Validity { from: from.map(day), to: to.map(day) },
        };
        let names = [name("cũ", None, Some("2020-12-31")), name("mới", Some("2021-01-01"), None)];
        assert_eq!(name_on(&names, day("2020-12-31")).unwrap().full.as_str(), "cũ");
        assert_eq!(name_on(&names, day("2021-01-01")).unwrap().full.as_str(), "mới");
        assert!(name_on(&[], day("2021-01-01")).is_none());
    }
}
