//! Titles registered and awards decided.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;

/// A title or form registered for a year (đăng ký danh hiệu).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Registration {
    /// Year for which it is registered.
    #[schemars(range(min = 1945, max = 2100))]
    pub year: u16,
    /// Code of the catalogue's title or award form.
    pub title: Code,
    /// Collectives or individuals that registered it.
    pub count: u32,
}

/// One row of awards: same decision, form, type, year of merit and recipient class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Award {
    /// Code of the catalogue's title or award form.
    pub form: Code,
    /// Code of the commendation type: `merit`, `thematic`, `unexpected` …
    pub kind: Code,
    /// Year of the achievement.
    #[schemars(range(min = 1945, max = 2100))]
    pub achievement_year: i32,
    /// Day of the decision.
    pub decided_on: NaiveDate,
    /// Number and symbol of the decision.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub decision: Text,
    /// Who decided: `Chánh Thanh tra tỉnh`; left out when the form itself says it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub authority: Text,
    /// Who received it.
    pub recipient: Recipient,
    /// How many received it.
    #[serde(default = "one")]
    pub count: u32,
    /// With `recipient` = `individual`: leaders and managers among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaders: Option<u32>,
    /// With `recipient` = `individual`: direct staff among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct_staff: Option<u32>,
    /// Names of the recipients, in their official order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Text>,
}

fn one() -> u32 {
    1
}

impl Award {
    /// The recipients by class: a row of individuals gives its leaders and its direct staff.
    pub fn classes(&self) -> Vec<(Recipient, u32)> {
        if self.recipient != Recipient::Individual {
            return vec![(self.recipient, self.count)];
        }
        let classes = [(Recipient::Leader, self.leaders), (Recipient::DirectStaff, self.direct_staff)];
        classes.into_iter().filter_map(|(class, count)| Some((class, count.filter(|count| *count > 0)?))).collect()
    }
}

/// Class of recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Tập thể.
    Collective,
    /// Cá nhân là lãnh đạo, quản lý.
    Leader,
    /// Cá nhân là người trực tiếp lao động, công tác.
    DirectStaff,
    /// Cá nhân, with the split in `leaders` and `direct_staff`.
    Individual,
    /// Hộ gia đình.
    Household,
}
