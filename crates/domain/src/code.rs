//! Codes of agencies, units and catalogue entries: short names that never change while official
//! names do.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The pattern of a code.
pub const PATTERN: &str = "^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$";

/// A code of 1 to 40 characters: ASCII letters, digits, `-`, `_`, `.` and `/`, starting with a letter or digit.
/// Copies share the text: every part of every figure names its unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(Arc<str>);

/// The text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code: 1 to 40 ASCII letters, digits, '-', '_', '.', '/', starting with a letter or digit")]
pub struct CodeError;

impl Code {
    /// The code as a string slice.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
        let starts_well = raw.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        if starts_well && raw.len() <= 40 && raw.bytes().all(allowed) { Ok(Self(raw.into())) } else { Err(CodeError) }
    }
}

impl TryFrom<String> for Code {
    type Error = CodeError;
    fn try_from(raw: String) -> Result<Self, CodeError> {
        raw.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.as_ref().to_owned()
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Code {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "code", "pattern": PATTERN })
    }
}
