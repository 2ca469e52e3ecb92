//! Finds characters that no face can print, at their place in the file, so that one unit's emoji
//! does not stop the report of all.

use serde_json::Value;

use super::finding::{Finding, Problem};
use super::reader::quoted;
use crate::text::nfc;

/// Every string with a character for which `drawable` is false, once a string.
pub fn undrawable(json: &[u8], drawable: &dyn Fn(char) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Ok(value) = serde_json::from_slice(json) {
        walk(&value, "$".to_owned(), drawable, &mut findings);
    }
    findings
}

fn walk(value: &Value, path: String, drawable: &dyn Fn(char) -> bool, findings: &mut Vec<Finding>) {
    match value {
        Value::String(text) => {
            let odd = nfc(text).trim().chars().find(|ch| !drawable(*ch));
            findings.extend(odd.map(|ch| Finding { path, problem: Problem::NotDrawable(ch) }));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, format!("{path}[{index}]"), drawable, findings);
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields {
                walk(item, format!("{path}.{}", quoted(key)), drawable, findings);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
