//! The printed number of a column or of an indicator row.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The pattern of a printed number.
pub const COLUMN_PATTERN: &str = r"^[1-9][0-9]{0,2}([A-Z]|\.[1-9][0-9]?)?$";

/// A printed number: `12`, `43.1`, `52A`. Ordered as printed: 43, 43.1, 43.2, 44; 52, 52A, 53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnNo {
    main: u16,
    sub: Sub,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Sub {
    None,
    Letter(u8),
    Point(u8),
}

/// The text is no column number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a column number: expected 12, 43.1 or 52A")]
pub struct ColumnNoError;

impl From<u16> for ColumnNo {
    fn from(main: u16) -> Self {
        Self { main, sub: Sub::None }
    }
}

impl FromStr for ColumnNo {
    type Err = ColumnNoError;

    fn from_str(raw: &str) -> Result<Self, ColumnNoError> {
        let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
        let (main, rest) = raw.split_at(digits);
        let whole = |text: &str| (!text.starts_with('0')).then(|| text.parse().ok()).flatten();
        let main = whole(main).filter(|main| *main <= 999).ok_or(ColumnNoError)?;
        let sub = match rest.as_bytes() {
            [] => Sub::None,
            [letter @ b'A'..=b'Z'] => Sub::Letter(*letter),
            [b'.', ..] => {
                Sub::Point(whole(&rest[1..]).and_then(|sub| u8::try_from(sub).ok()).filter(|sub| *sub <= 99).ok_or(ColumnNoError)?)
            }
            _ => return Err(ColumnNoError),
        };
        Ok(Self { main, sub })
    }
}

impl fmt::Display for ColumnNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sub {
            Sub::None => write!(f, "{}", self.main),
            Sub::Letter(letter) => write!(f, "{}{}", self.main, char::from(letter)),
            Sub::Point(point) => write!(f, "{}.{point}", self.main),
        }
    }
}

impl Serialize for ColumnNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ColumnNo {
    /// Whole numbers are accepted beside text, as older catalogues wrote them.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(u16),
        }
        match Written::deserialize(deserializer)? {
            Written::Text(text) => text.parse().map_err(de::Error::custom),
            Written::Number(number) => Ok(number.into()),
        }
    }
}

impl JsonSchema for ColumnNo {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ColumnNo".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "column-number", "pattern": COLUMN_PATTERN })
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnNo;

    #[test]
    fn numbers_stand_in_printed_order() {
        let printed = ["1", "9", "10", "43", "43.1", "43.2", "44", "52", "52A", "53", "999"];
        let numbers: Vec<ColumnNo> = printed.iter().map(|raw| raw.parse().unwrap()).collect();
        assert!(numbers.is_sorted());
        assert!(numbers.iter().zip(printed).all(|(number, raw)| number.to_string() == raw));
        for wrong in ["", "0", "01", "1000", "a", "4.", "4.0", "4.100", "4AB", "4a", " 4", "4.1.1", "65536"] {
            assert!(wrong.parse::<ColumnNo>().is_err(), "{wrong}");
        }
    }
}
