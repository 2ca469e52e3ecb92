//! Every text of a file passes here before anything else looks at it: repairs, legacy encodings,
//! characters that no face can print, so that one unit's emoji does not stop the report of all.

use std::cell::RefCell;

use serde_json::Value;

use super::Reading;
use crate::input::finding::{Findings, Problem};
use crate::input::shape::quoted;
use crate::input::{legacy, repair};

/// Mends all texts of a value in place and says what was done or is wrong.
pub fn mend(value: &mut Value, path: &str, reading: &Reading<'_>, findings: &RefCell<Findings>) {
    Mender { path: path.to_owned(), reading, findings }.walk(value);
}

struct Mender<'a> {
    path: String,
    reading: &'a Reading<'a>,
    findings: &'a RefCell<Findings>,
}

impl Mender<'_> {
    fn walk(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(&format!("[{index}]"), item);
                }
            }
            Value::Object(fields) => {
                for (key, item) in fields.iter_mut() {
                    self.below(&format!(".{}", quoted(key)), item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn below(&mut self, step: &str, value: &mut Value) {
        if value.is_number() {
            return;
        }
        let length = self.path.len();
        self.path.push_str(step);
        self.walk(value);
        self.path.truncate(length);
    }

    fn say(&self, problem: Problem) {
        self.findings.borrow_mut().say(self.path.clone(), problem);
    }

    fn text(&self, text: &mut String) {
        if text.is_ascii() && !text.contains("  ") && text.trim().len() == text.len() && !text.bytes().any(|b| b.is_ascii_control()) {
            return;
        }
        if let Some(encoding) = legacy::detect(text) {
            let after = legacy::raise_capitals(&legacy::convert(text, encoding));
            let accepted = self.reading.convert_legacy;
            self.say(Problem::Legacy { encoding, before: text.clone(), after: after.clone(), accepted });
            if !accepted {
                return;
            }
            *text = after;
        }
        let (mended, repairs) = repair::repair(text);
        if !repairs.is_empty() {
            self.say(Problem::Repaired { before: text.clone(), after: mended.clone(), repairs });
            *text = mended;
        }
        if let Some(odd) = text.chars().find(|ch| !(self.reading.drawable)(*ch)) {
            self.say(Problem::NotDrawable(odd));
        }
    }
}
