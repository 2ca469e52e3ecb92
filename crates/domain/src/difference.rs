//! What differs between two values of the same kind, field by field.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

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

/// The deepest fields in which two JSON values differ.
pub fn between(before: &Value, after: &Value) -> Vec<FieldChange> {
    let mut found = Vec::new();
    compare(String::new(), before, after, &mut found);
    found
}

/// What a further version of a submission changes; all of it when there was none before.
pub fn submissions(before: Option<&Submission>, after: &Submission) -> Vec<FieldChange> {
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
    between(&before.map_or(Value::Null, data), &data(after))
}

fn compare(path: String, before: &Value, after: &Value, found: &mut Vec<FieldChange>) {
    let none = Value::Null;
    match (before, after) {
        (Value::Null, Value::Object(_)) | (Value::Object(_), Value::Null) if path.ends_with(']') => {
            found.push(FieldChange { path, before: gist(before), after: gist(after) });
        }
        (Value::Object(_) | Value::Null, Value::Object(_)) | (Value::Object(_), Value::Null) => {
            let keys: BTreeSet<&String> =
                [before, after].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys).collect();
            for key in keys {
                let step = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(step, before.get(key).unwrap_or(&none), after.get(key).unwrap_or(&none), found);
            }
        }
        (Value::Array(_) | Value::Null, Value::Array(_)) | (Value::Array(_), Value::Null) => {
            let length = [before, after].into_iter().filter_map(Value::as_array).map(Vec::len).max().unwrap_or(0);
            for index in 0..length {
                compare(format!("{path}[{index}]"), before.get(index).unwrap_or(&none), after.get(index).unwrap_or(&none), found);
            }
        }
        _ if before == after => {}
        _ => found.push(FieldChange { path, before: plain(before), after: plain(after) }),
    }
}

/// The words and numbers of a whole entry of a list.
fn gist(value: &Value) -> String {
    match value {
        Value::Object(fields) => fields.values().map(gist).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; "),
        Value::Array(items) => items.iter().map(gist).collect::<Vec<_>>().join("; "),
        other => plain(other),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::between;
    use serde_json::json;

    #[test]
    fn the_deepest_fields_are_named() {
        let before = json!({"figures": {"01/TTr": {"1": 5, "2": 1}}, "strengths": ["a"], "state": "submitted"});
        let after = json!({"figures": {"01/TTr": {"1": 6, "3": 2}}, "strengths": ["a", "b"], "state": "submitted"});
        let told: Vec<_> = between(&before, &after).into_iter().map(|change| (change.path, change.before, change.after)).collect();
        let expected =
            [("figures.01/TTr.1", "5", "6"), ("figures.01/TTr.2", "1", ""), ("figures.01/TTr.3", "", "2"), ("strengths[1]", "", "b")];
        assert_eq!(told, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
        assert!(between(&after, &after).is_empty());
    }
}
