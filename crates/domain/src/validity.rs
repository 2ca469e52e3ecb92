//! Names and rules with a first and a last day (`valid_from`, `valid_to`).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The days on which something holds, both ends inclusive; an absent end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day, or since ever.
    #[serde(default, rename = "valid_from")]
    pub from: Option<NaiveDate>,
    /// Last day, or until further notice.
    #[serde(default, rename = "valid_to")]
    pub to: Option<NaiveDate>,
}

impl Validity {
    /// True when the rule holds on `day`.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// An official name with the days on which it was borne.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedName {
    /// Full official name, spelled as in the decision: `Thanh tra huyện Cư Jút`.
    pub full: Text,
    /// Short name for tables and lists; equals `full` when there is none.
    pub short: Text,
    /// When the name was borne.
    #[serde(flatten)]
    pub validity: Validity,
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
