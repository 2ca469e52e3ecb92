//! People who are told something by e-mail. A contact belongs to an agency and, in the bundle, stands beside its
//! units; no snapshot and no report carries one.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;

/// An e-mail address of ASCII letters, at most 254 of them, with the same spelling wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct EmailError;

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(raw: &str) -> Result<Self, EmailError> {
        let raw = raw.trim();
        let sound = raw.is_ascii() && raw.len() <= 254 && email_address::EmailAddress::is_valid(raw) && !raw.contains(['"', '[', '<', ' ']);
        // Domains do not tell capitals apart, and no mail server in use does in the name before them.
        if sound { Ok(Self(raw.to_ascii_lowercase())) } else { Err(EmailError) }
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;
    fn try_from(raw: String) -> Result<Self, EmailError> {
        raw.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Email {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Email".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "email" })
    }
}

/// Where a contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// One of the agency's own people: gets drafts.
    Own,
    /// Sends for units: is told of periods and reminded.
    Unit,
    /// Receives issued reports, and those alone.
    Outside,
}

/// A person who is told something by e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// Name, as it stands after "Kính gửi".
    pub name: Text,
    /// Address; one contact an address.
    pub email: Email,
    /// Where the person stands.
    pub side: Side,
    /// Units that the person sends for, when `side` is `unit`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Code>,
    /// Told when something that should run by itself failed or did not happen; one of the agency's own people.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub owner: bool,
}

/// Why a contact cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// No name.
    #[error("a contact has a name")]
    Name,
    /// A unit's person without units, or units of somebody else.
    #[error("units belong to people of units, who have at least one")]
    Units,
    /// An owner who is not the agency's own.
    #[error("an owner is one of the agency's own people")]
    Owner,
}

impl Contact {
    /// Holds its parts against each other.
    pub fn check(&self) -> Result<(), ContactError> {
        // A line break in a name would be one in the head of a letter.
        if self.name.is_empty() || self.name.contains(char::is_control) {
            return Err(ContactError::Name);
        }
        if (self.side == Side::Unit) == self.units.is_empty() {
            return Err(ContactError::Units);
        }
        if self.owner && self.side != Side::Own { Err(ContactError::Owner) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_strictly_and_spelt_in_one_way() {
        assert_eq!(" Van.Thu@ThanhTra.daknong.gov.vn ".parse::<Email>().unwrap().as_str(), "van.thu@thanhtra.daknong.gov.vn");
        for bad in ["", "a", "a@", "@b.vn", "a b@c.vn", "a@b.vn\r\nBcc: c@d.vn", "đ@b.vn", "a@b.vn, c@d.vn", "A <a@b.vn>", "\"a b\"@c.vn"]
        {
            assert_eq!(bad.parse::<Email>(), Err(EmailError), "{bad:?}");
        }
        assert_eq!("a@b.gov.vn".parse::<Email>().unwrap().domain(), "b.gov.vn");
    }

    #[test]
    fn a_contact_stands_on_one_side() {
        let contact = |side, units: &[&str], owner| Contact {
            name: "A".into(),
            email: "a@b.vn".parse().unwrap(),
            side,
            units: units.iter().map(|code| code.parse().unwrap()).collect(),
            owner,
        };
        assert_eq!(contact(Side::Own, &[], true).check(), Ok(()));
        assert_eq!(contact(Side::Unit, &["U"], false).check(), Ok(()));
        assert_eq!(contact(Side::Unit, &[], false).check(), Err(ContactError::Units));
        assert_eq!(contact(Side::Outside, &["U"], false).check(), Err(ContactError::Units));
        assert_eq!(contact(Side::Outside, &[], true).check(), Err(ContactError::Owner));
        assert_eq!(Contact { name: "A\nBcc: b@c.vn".into(), ..contact(Side::Own, &[], false) }.check(), Err(ContactError::Name));
        assert_eq!(Contact { name: "".into(), ..contact(Side::Own, &[], true) }.check(), Err(ContactError::Name));
    }
}
