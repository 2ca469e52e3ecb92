//! A cursor over JSON that knows its path and never stops at the first problem.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};

use super::finding::{Expected, Finding, Problem};
use crate::code::Code;
use crate::period::Period;
use crate::quantity::Quantity;
use crate::text::Text;

/// Where findings are gathered.
pub type Findings = RefCell<Vec<Finding>>;

/// A JSON value at a path.
pub struct Node<'a> {
    value: &'a Value,
    path: String,
    findings: &'a Findings,
}

/// A JSON object whose fields are taken one by one; what is left over is reported.
pub struct Object<'a> {
    fields: &'a Map<String, Value>,
    path: String,
    findings: &'a Findings,
    known: BTreeSet<&'static str>,
}

impl<'a> Node<'a> {
    pub fn root(value: &'a Value, findings: &'a Findings) -> Self {
        Self { value, path: "$".to_owned(), findings }
    }

    pub fn report(&self, problem: Problem) {
        self.findings.borrow_mut().push(Finding { path: self.path.clone(), problem });
    }

    fn expect<T>(&self, found: Option<T>, expected: Expected) -> Option<T> {
        if found.is_none() {
            self.report(Problem::Expected(expected));
        }
        found
    }

    pub fn object(&self) -> Option<Object<'a>> {
        let fields = self.expect(self.value.as_object(), Expected::Object)?;
        Some(Object { fields, path: self.path.clone(), findings: self.findings, known: BTreeSet::new() })
    }

    pub fn list(&self) -> Option<Vec<Node<'a>>> {
        let items = self.expect(self.value.as_array(), Expected::List)?;
        let node = |(index, value)| Node { value, path: format!("{}[{index}]", self.path), findings: self.findings };
        Some(items.iter().enumerate().map(node).collect())
    }

    /// The entries of an object used as a map.
    pub fn entries(&self) -> Option<Vec<(&'a str, Node<'a>)>> {
        let fields = self.expect(self.value.as_object(), Expected::Object)?;
        let node = |(key, value): (&'a String, &'a Value)| {
            (key.as_str(), Node { value, path: format!("{}.{}", self.path, quoted(key)), findings: self.findings })
        };
        Some(fields.iter().map(node).collect())
    }

    /// Text that must not be empty.
    pub fn text(&self) -> Option<Text> {
        let text = self.text_or_empty()?;
        if text.is_empty() {
            self.report(Problem::Empty);
            return None;
        }
        Some(text)
    }

    pub fn text_or_empty(&self) -> Option<Text> {
        self.expect(self.value.as_str(), Expected::Text).map(Text::new)
    }

    pub fn bool(&self) -> Option<bool> {
        self.expect(self.value.as_bool(), Expected::Bool)
    }

    pub fn whole(&self) -> Option<u32> {
        self.expect(self.value.as_u64().and_then(|n| u32::try_from(n).ok()), Expected::WholeNumber)
    }

    pub fn day(&self) -> Option<NaiveDate> {
        let parsed = self.value.as_str().filter(|raw| raw.len() == 10).and_then(|raw| raw.parse().ok());
        self.expect(parsed, Expected::Day)
    }

    pub fn instant(&self) -> Option<DateTime<Utc>> {
        let parsed = self.value.as_str().and_then(|raw| DateTime::parse_from_rfc3339(raw).ok());
        self.expect(parsed.map(|instant| instant.to_utc()), Expected::Instant)
    }

    pub fn period(&self) -> Option<Period> {
        self.expect(self.value.as_str().and_then(|raw| raw.parse().ok()), Expected::Period)
    }

    pub fn code(&self) -> Option<Code> {
        self.expect(self.value.as_str().and_then(|raw| raw.parse().ok()), Expected::Code)
    }

    /// An exact figure, not negative.
    pub fn figure(&self) -> Option<Quantity> {
        let number = match self.value {
            Value::Number(number) => number.to_string(),
            _ => return self.expect(None, Expected::Number),
        };
        match number.parse::<Quantity>() {
            Ok(quantity) if quantity.is_negative() => {
                self.report(Problem::Negative(quantity));
                None
            }
            Ok(quantity) => Some(quantity),
            Err(_) => {
                self.report(Problem::OutOfRange(number));
                None
            }
        }
    }

    /// One of a few words, each standing for a value.
    pub fn one_of<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let raw = self.expect(self.value.as_str(), Expected::Text)?;
        let found = words.iter().find(|(word, _)| *word == raw).map(|(_, value)| *value);
        if found.is_none() {
            self.report(Problem::NotOneOf { found: raw.to_owned(), allowed: words.iter().map(|(word, _)| *word).collect() });
        }
        found
    }

    /// Decodes every entry of a list; entries with findings are left out.
    pub fn each<T>(&self, decode: impl Fn(&Node<'a>) -> Option<T>) -> Option<Vec<T>> {
        Some(self.list()?.iter().filter_map(decode).collect())
    }
}

impl<'a> Object<'a> {
    /// A field that may be absent; JSON `null` counts as absent.
    pub fn optional(&mut self, field: &'static str) -> Option<Node<'a>> {
        self.known.insert(field);
        let value = self.fields.get(field).filter(|value| !value.is_null())?;
        Some(Node { value, path: format!("{}.{field}", self.path), findings: self.findings })
    }

    /// A field that must be there.
    pub fn required(&mut self, field: &'static str) -> Option<Node<'a>> {
        let node = self.optional(field);
        if node.is_none() {
            self.report(Problem::Missing(field));
        }
        node
    }

    pub fn report(&self, problem: Problem) {
        self.findings.borrow_mut().push(Finding { path: self.path.clone(), problem });
    }

    /// Text, empty when absent.
    pub fn text_or_empty(&mut self, field: &'static str) -> Text {
        self.optional(field).and_then(|node| node.text_or_empty()).unwrap_or_default()
    }

    /// A list, empty when absent.
    pub fn list<T>(&mut self, field: &'static str, decode: impl Fn(&Node<'a>) -> Option<T>) -> Vec<T> {
        self.optional(field).and_then(|node| node.each(decode)).unwrap_or_default()
    }

    /// Reports every field that was not asked for.
    pub fn finish(self) {
        for field in self.fields.keys().filter(|field| !self.known.contains(field.as_str())) {
            let known = self.known.iter().copied().collect();
            self.report(Problem::Unknown { field: field.clone(), known });
        }
    }
}

/// A key as it stands in a path: quoted unless it is a plain word.
pub fn quoted(key: &str) -> String {
    let plain = key.starts_with(|ch: char| ch.is_ascii_alphabetic()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if plain { key.to_owned() } else { format!("\"{key}\"") }
}
