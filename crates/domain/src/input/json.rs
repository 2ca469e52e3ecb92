//! Reads JSON value by value, so that a list of any length never stands in memory as a whole, and
//! notices keys that stand twice in one object (`serde_json` would keep the last).

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::finding::{Findings, Problem};
use super::shape::quoted;

/// How `serde_json` hands over a number of any precision.
const NUMBER: &str = "$serde_json::private::Number";

/// Values in one field of the file or one entry of the streamed list; a real submission has some hundreds.
pub const MOST_VALUES: usize = 500_000;

/// Opens the message of a file with too many values, so that it can be told from bad syntax.
const TOO_MANY: &str = "too many values";

/// A value at the top of a file, or one entry of the list that is read entry by entry.
pub type Sink<'s> = &'s mut dyn FnMut(&str, Option<usize>, Value);

/// Reads one JSON object. Each of its fields goes to `sink` with its name; of the field `streamed`,
/// when it is a list, each entry goes there with its place.
pub fn read(json: &[u8], streamed: &str, findings: &RefCell<Findings>, sink: Sink<'_>) -> Result<(), Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let walk = Walk { path: RefCell::new("$".to_owned()), values: Cell::new(0), findings };
    let read = deserializer.deserialize_any(Top { walk: &walk, streamed, sink }).and_then(|()| deserializer.end());
    read.map_err(|error| match error.classify() {
        serde_json::error::Category::Data if error.to_string().starts_with(TOO_MANY) => Problem::TooLarge(MOST_VALUES.to_string()),
        serde_json::error::Category::Data => Problem::Expected(super::finding::Expected::Object),
        _ => Problem::NotJson { line: error.line(), column: error.column() },
    })
}

/// Where the reader stands.
struct Walk<'a> {
    path: RefCell<String>,
    /// Values met since the last piece was handed on.
    values: Cell<usize>,
    findings: &'a RefCell<Findings>,
}

impl Walk<'_> {
    /// Does something one step further down.
    fn below<T>(&self, step: fmt::Arguments<'_>, act: impl FnOnce() -> T) -> T {
        let length = self.path.borrow().len();
        let _ = fmt::Write::write_fmt(&mut *self.path.borrow_mut(), step);
        let done = act();
        self.path.borrow_mut().truncate(length);
        done
    }

    /// Counts a value; the file is given up when one piece has too many.
    fn count<E: de::Error>(&self) -> Result<(), E> {
        self.values.set(self.values.get() + 1);
        if self.values.get() > MOST_VALUES { Err(E::custom(TOO_MANY)) } else { Ok(()) }
    }

    fn twice(&self, key: &str) {
        self.findings.borrow_mut().say(self.path.borrow().clone(), Problem::DuplicateKey(key.to_owned()));
    }
}

struct Top<'a, 's> {
    walk: &'a Walk<'a>,
    streamed: &'a str,
    sink: Sink<'s>,
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut seen = Vec::new();
        while let Some(key) = fields.next_key::<String>()? {
            if key == NUMBER {
                return Err(de::Error::custom("a number"));
            }
            self.walk.values.set(0);
            let twice = seen.contains(&key);
            if twice {
                self.walk.twice(&key);
            }
            self.walk.below(format_args!(".{}", quoted(&key)), || {
                if key == self.streamed && !twice {
                    fields.next_value_seed(Entries { walk: self.walk, key: &key, sink: &mut *self.sink })
                } else {
                    fields.next_value_seed(One(self.walk)).map(|value| {
                        if !twice {
                            (self.sink)(&key, None, value);
                        }
                    })
                }
            })?;
            seen.push(key);
        }
        Ok(())
    }
}

/// A list read entry by entry; anything else is handed on as it is.
struct Entries<'a, 's> {
    walk: &'a Walk<'a>,
    key: &'a str,
    sink: Sink<'s>,
}

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Whatever is no list is read by [`One`] and handed on.
macro_rules! hand_on {
    ($($name:ident($kind:ty)),*) => {$(
        fn $name<E: de::Error>(self, value: $kind) -> Result<(), E> {
            let value = One(self.walk).$name(value)?;
            (self.sink)(self.key, None, value);
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    hand_on!(visit_bool(bool), visit_u64(u64), visit_i64(i64), visit_f64(f64), visit_str(&str));

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        (self.sink)(self.key, None, Value::Null);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<(), A::Error> {
        let value = One(self.walk).visit_map(fields)?;
        (self.sink)(self.key, None, value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        loop {
            self.walk.values.set(0);
            let step = self.walk.below(format_args!("[{index}]"), || items.next_element_seed(One(self.walk)))?;
            let Some(value) = step else { return Ok(()) };
            (self.sink)(self.key, Some(index), value);
            index += 1;
        }
    }
}

/// One whole value.
#[derive(Clone, Copy)]
struct One<'a>(&'a Walk<'a>);

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.count()?;
        let mut list = Vec::new();
        loop {
            let step = self.0.below(format_args!("[{}]", list.len()), || items.next_element_seed(self))?;
            let Some(value) = step else { return Ok(Value::Array(list)) };
            self.0.count()?;
            list.push(value);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            if key == NUMBER && map.is_empty() {
                let written = fields.next_value::<String>()?;
                return written.parse::<Number>().map(Value::Number).map_err(de::Error::custom);
            }
            let value = self.0.below(format_args!(".{}", quoted(&key)), || fields.next_value_seed(self))?;
            self.0.count()?;
            if map.contains_key(&key) {
                self.0.twice(&key);
            } else {
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
    }
}
