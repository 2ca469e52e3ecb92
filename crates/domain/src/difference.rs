//! What differs between two values of the same kind, field by field.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::bundle::Bundle;
use crate::catalogue::ColumnNo;
use crate::code::Code;
use crate::period::Period;
use crate::submission::Submission;

/// A field with another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Path of the field: `figures.01/TTr.4`, `limitations[0].text`.
    pub path: String,
    /// Value before, empty when there was none.
    pub before: String,
    /// Value after, empty when there is none.
    pub after: String,
}

/// The words of a value for people, by its path inside a submission; `None` when it stands for itself.
pub type Words<'a> = dyn Fn(&str, &Value) -> Option<String> + 'a;

/// The deepest fields in which two JSON values differ.
pub fn between(before: &Value, after: &Value) -> Vec<FieldChange> {
    compared(before, after, &|_, _| None)
}

fn compared(before: &Value, after: &Value, words: &Words<'_>) -> Vec<FieldChange> {
    let mut comparison = Comparison { words, found: Vec::new() };
    comparison.compare(String::new(), before, after);
    comparison.found
}

/// What a part of a bundle is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The agency.
    Agency(Code),
    /// A unit.
    Unit(Code),
    /// A cluster.
    Cluster(Code),
    /// What became of units.
    Succession(Code),
    /// A period.
    Period(Period),
    /// The agency's own texts for a period.
    Texts(Period),
    /// What a unit sent.
    Submission(Code, Period),
}

/// How a bundle would change one part of what is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartChange {
    /// The part.
    pub part: Part,
    /// The field; `None` when the part is new.
    pub field: Option<FieldChange>,
}

/// What a bundle would change in what is stored of its agency.
pub fn bundles(stored: Option<&Bundle>, brought: &Bundle, words: &Words<'_>) -> Vec<PartChange> {
    let mut found = Vec::new();
    let agency = stored.map(|stored| json(&stored.agency));
    parts(&mut found, Part::Agency(brought.agency.code.clone()), agency.as_ref(), &json(&brought.agency));
    listed(&mut found, &|b: &Bundle| &b.units, stored, brought, |unit| Part::Unit(unit.code.clone()));
    listed(&mut found, &|b: &Bundle| &b.clusters, stored, brought, |cluster| Part::Cluster(cluster.code.clone()));
    listed(&mut found, &|b: &Bundle| &b.successions, stored, brought, |succession| Part::Succession(succession.code.clone()));
    listed(&mut found, &|b: &Bundle| &b.periods, stored, brought, |period| Part::Period(period.period));
    listed(&mut found, &|b: &Bundle| &b.texts, stored, brought, |texts| Part::Texts(texts.period));
    let known: BTreeMap<(&Code, Period), &Submission> =
        stored.iter().flat_map(|stored| &stored.submissions).map(|sent| ((&sent.unit, sent.period), sent)).collect();
    for sent in &brought.submissions {
        let part = Part::Submission(sent.unit.clone(), sent.period);
        match known.get(&(&sent.unit, sent.period)) {
            None => found.push(PartChange { part, field: None }),
            Some(before) if before.same_data(sent) => {}
            Some(before) => {
                let mut fields = submissions(Some(before), sent, words);
                fields.extend(compared(&json(&before.submitted_at), &json(&sent.submitted_at), words).into_iter().map(|change| {
                    let path = "submitted_at".to_owned();
                    FieldChange { path, ..change }
                }));
                found.extend(of_part(&part, fields));
            }
        }
    }
    found
}

/// The changes of one part.
pub fn of_part(part: &Part, fields: Vec<FieldChange>) -> Vec<PartChange> {
    fields.into_iter().map(|field| PartChange { part: part.clone(), field: Some(field) }).collect()
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn parts(found: &mut Vec<PartChange>, part: Part, before: Option<&Value>, after: &Value) {
    match before {
        None => found.push(PartChange { part, field: None }),
        Some(before) => found.extend(of_part(&part, between(before, after))),
    }
}

fn listed<'a, T: Serialize>(
    found: &mut Vec<PartChange>,
    list: &dyn Fn(&'a Bundle) -> &'a Vec<T>,
    stored: Option<&'a Bundle>,
    brought: &'a Bundle,
    part: impl Fn(&T) -> Part,
) {
    let known: BTreeMap<Part, &T> = stored.map(list).into_iter().flatten().map(|row| (part(row), row)).collect();
    for row in list(brought) {
        let own = part(row);
        let before = known.get(&own).map(json);
        parts(found, own, before.as_ref(), &json(row));
    }
}

/// What a further version of a submission changes; all of it when there was none before.
pub fn submissions(before: Option<&Submission>, after: &Submission, words: &Words<'_>) -> Vec<FieldChange> {
    #[derive(Serialize)]
    struct Data<'a> {
        state: &'a crate::submission::SubmissionState,
        figures: &'a crate::submission::Figures,
        #[serde(flatten)]
        content: &'a crate::submission::Content,
    }
    let data = |submission: &Submission| {
        let Submission { state, figures, content, .. } = submission;
        serde_json::to_value(Data { state, figures, content }).unwrap_or(Value::Null)
    };
    compared(&before.map_or(Value::Null, data), &data(after), words)
}

struct Comparison<'a> {
    words: &'a Words<'a>,
    found: Vec<FieldChange>,
}

impl Comparison<'_> {
    fn compare(&mut self, path: String, before: &Value, after: &Value) {
        let none = Value::Null;
        match (before, after) {
            (Value::Null, Value::Object(_)) | (Value::Object(_), Value::Null) if path.ends_with(']') => {
                let (before, after) = (self.gist(&path, before), self.gist(&path, after));
                self.found.push(FieldChange { path, before, after });
            }
            (Value::Object(_) | Value::Null, Value::Object(_)) | (Value::Object(_), Value::Null) => {
                for (_, key) in keys(before, after) {
                    let step = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.compare(step, before.get(key).unwrap_or(&none), after.get(key).unwrap_or(&none));
                }
            }
            (Value::Array(_) | Value::Null, Value::Array(_)) | (Value::Array(_), Value::Null) => {
                let length = [before, after].into_iter().filter_map(Value::as_array).map(Vec::len).max().unwrap_or(0);
                for index in 0..length {
                    let step = format!("{path}[{index}]");
                    self.compare(step, before.get(index).unwrap_or(&none), after.get(index).unwrap_or(&none));
                }
            }
            _ if before == after => {}
            _ => {
                let (before, after) = (self.plain(&path, before), self.plain(&path, after));
                self.found.push(FieldChange { path, before, after });
            }
        }
    }

    /// The words and numbers of a whole entry of a list.
    fn gist(&self, path: &str, value: &Value) -> String {
        let filled = |parts: Vec<String>| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        match value {
            Value::Object(fields) => filled(fields.iter().map(|(key, value)| self.gist(&format!("{path}.{key}"), value)).collect()),
            Value::Array(items) => filled(items.iter().map(|item| self.gist(path, item)).collect()),
            other => self.plain(path, other),
        }
    }

    fn plain(&self, path: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            value => (self.words)(path, value).unwrap_or_else(|| value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        }
    }
}

/// The keys of two objects together, column numbers by their size.
fn keys<'a>(before: &'a Value, after: &'a Value) -> BTreeSet<(Option<ColumnNo>, &'a String)> {
    let all = [before, after].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    all.map(|key| (key.parse().ok(), key)).collect()
}

#[cfg(test)]
mod tests {
    use super::between;
    use serde_json::json;

    #[test]
    fn the_deepest_fields_are_named() {
        let before = json!({"figures": {"01/TTr": {"1": 5, "2": 1, "11": 4}}, "strengths": ["a"], "state": "submitted"});
        let after = json!({"figures": {"01/TTr": {"1": 6, "3": 2, "11": 5}}, "strengths": ["a", "b"], "state": "submitted"});
        let told: Vec<_> = between(&before, &after).into_iter().map(|change| (change.path, change.before, change.after)).collect();
        let expected = [
            ("figures.01/TTr.1", "5", "6"),
            ("figures.01/TTr.2", "1", ""),
            ("figures.01/TTr.3", "", "2"),
            ("figures.01/TTr.11", "4", "5"),
            ("strengths[1]", "", "b"),
        ];
        assert_eq!(told, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
        assert!(between(&after, &after).is_empty());
    }
}
