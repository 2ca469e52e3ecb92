//! Holds a JSON value against the schema made from a Rust type, and says everything that is wrong
//! at once, each with its path.
//!
//! The types of the bundle and of the catalogue are the one truth: schemars makes the schema from
//! them, the schema is published under `docs/`, and this file reads values by it. What passes here
//! is decoded by serde without a further question.

use std::cell::RefCell;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::finding::{Expected, Findings, Problem};
use crate::quantity::Quantity;

/// The schema of a type.
pub struct Shape {
    root: Value,
}

impl Shape {
    /// The shape of `T`: fields that it does not name are errors, optional fields may be `null`,
    /// required texts and entries of lists are not empty.
    pub fn of<T: JsonSchema>() -> Self {
        let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
        let mut root = schema.to_value();
        tidy(&mut root, true);
        Self { root }
    }

    /// The JSON Schema (draft 2020-12).
    pub fn schema(&self) -> &Value {
        &self.root
    }

    /// The shape of the field `field`, or of its entries when it is a list; `None` when there is no such field.
    pub fn field(&self, field: &str, entry: bool) -> Option<&Value> {
        let node = self.root.get("properties")?.get(field)?;
        if entry { self.resolve(node).get("items") } else { Some(node) }
    }

    /// Names of all fields.
    pub fn fields(&self) -> Vec<String> {
        self.root.get("properties").and_then(Value::as_object).map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
    }

    /// Names of required fields.
    pub fn required(&self) -> Vec<&str> {
        words(self.root.get("required"))
    }

    /// Checks a whole value; `null` in optional fields is taken out.
    pub fn check(&self, value: &mut Value, path: &str, findings: &RefCell<Findings>) {
        self.check_at(&self.root, value, path, findings);
    }

    /// Checks a value against a part of the schema that [`Self::field`] gave.
    pub fn check_at(&self, schema: &Value, value: &mut Value, path: &str, findings: &RefCell<Findings>) {
        Checker { shape: self, findings, path: path.to_owned() }.value(schema, value);
    }

    /// Follows references and takes the one variant that is not `null`.
    fn resolve<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        loop {
            if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
                let name = target.rsplit('/').next().unwrap_or_default();
                let Some(found) = self.root.get("$defs").and_then(|defs| defs.get(name)) else { return schema };
                schema = found;
                continue;
            }
            let variants = schema.get("anyOf").and_then(Value::as_array);
            let Some(variants) = variants.filter(|all| all.iter().any(is_null_schema) && all.len() == 2) else { return schema };
            schema = variants.iter().find(|variant| !is_null_schema(variant)).unwrap_or(schema);
        }
    }
}

fn is_null_schema(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

fn words(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).map(|words| words.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// Makes the schema say what the reader does. `filled`: texts at this place must not be empty.
fn tidy(schema: &mut Value, filled: bool) {
    let Value::Object(node) = schema else { return };
    if filled
        && node.get("type").is_some_and(|kind| kind == "string")
        && !["format", "enum", "const"].iter().any(|key| node.contains_key(*key))
    {
        node.insert("minLength".to_owned(), json!(1));
    }
    let required: Vec<String> = words(node.get("required")).into_iter().map(str::to_owned).collect();
    if let Some(Value::Object(fields)) = node.get_mut("properties") {
        for (name, field) in fields.iter_mut() {
            let needed = required.contains(name);
            tidy(field, needed);
            if !needed {
                allow_null(field);
            }
        }
        node.insert("additionalProperties".to_owned(), json!(false));
    }
    for key in ["items", "additionalProperties", "anyOf", "oneOf", "$defs"] {
        match node.get_mut(key) {
            Some(Value::Array(list)) => list.iter_mut().for_each(|item| tidy(item, filled)),
            Some(Value::Object(parts)) if key == "$defs" => parts.values_mut().for_each(|part| tidy(part, true)),
            Some(part @ Value::Object(_)) => tidy(part, true),
            _ => {}
        }
    }
    if let Some(Value::Object(patterns)) = node.get_mut("patternProperties") {
        patterns.values_mut().for_each(|part| tidy(part, true));
    }
}

/// Lets `null` stand for an optional field that is not there; the description stays outside.
fn allow_null(schema: &mut Value) {
    let takes_null = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "null"),
        _ => schema.get("anyOf").and_then(Value::as_array).is_some_and(|variants| variants.iter().any(is_null_schema)),
    };
    if takes_null {
        return;
    }
    let Value::Object(mut inner) = schema.take() else { return };
    let mut outer = Map::new();
    outer.extend(["description", "default"].iter().filter_map(|key| inner.remove_entry(*key)));
    outer.insert("anyOf".to_owned(), json!([inner, { "type": "null" }]));
    *schema = Value::Object(outer);
}

/// A step through a value and its schema.
struct Checker<'a> {
    shape: &'a Shape,
    findings: &'a RefCell<Findings>,
    path: String,
}

impl<'a> Checker<'a> {
    fn say(&self, problem: Problem) {
        self.findings.borrow_mut().say(self.path.clone(), problem);
    }

    fn below(&mut self, step: &str, act: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(step);
        act(self);
        self.path.truncate(length);
    }

    fn value(&mut self, schema: &'a Value, value: &mut Value) {
        let schema = self.shape.resolve(schema);
        if let Some(variants) = schema.get("anyOf").and_then(Value::as_array) {
            let fits = |variant: &&Value| kind_of(self.shape.resolve(variant)) == Some(kind_of_value(value));
            match variants.iter().find(fits) {
                Some(variant) => self.value(variant, value),
                None => self.say(Problem::Expected(variants.first().map_or(Expected::Object, |first| expected(self.shape.resolve(first))))),
            }
            return;
        }
        let choices = choices(schema);
        if !choices.is_empty() {
            return self.choice(&choices, value);
        }
        match (kind_of(schema), value) {
            (Some("object"), Value::Object(fields)) => self.object(schema, fields),
            (Some("array"), Value::Array(items)) => self.array(schema, items),
            (Some("string"), Value::String(text)) => self.text(schema, text),
            (Some("integer"), Value::Number(number)) => {
                let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
                let whole = number.as_i64().filter(|n| *n >= bound("minimum").unwrap_or(i64::from(i32::MIN)));
                if whole.is_none_or(|n| n > bound("maximum").unwrap_or_else(|| most(schema))) {
                    let both = bound("minimum").filter(|least| *least > 0).zip(bound("maximum"));
                    self.say(Problem::Expected(both.map_or(Expected::WholeNumber, |(least, most)| Expected::Between(least, most))));
                }
            }
            (Some("number"), Value::Number(number)) => self.figure(&number.to_string()),
            (Some("boolean"), Value::Bool(_)) => {}
            _ => self.say(Problem::Expected(expected(schema))),
        }
    }

    fn choice(&self, choices: &[&str], value: &Value) {
        match value.as_str() {
            None => self.say(Problem::Expected(Expected::Text)),
            Some(word) if choices.contains(&word) => {}
            Some(word) => {
                let allowed = choices.iter().map(|choice| (*choice).to_owned()).collect();
                self.say(Problem::NotOneOf { found: word.to_owned(), allowed });
            }
        }
    }

    fn object(&mut self, schema: &'a Value, fields: &mut Map<String, Value>) {
        let required = words(schema.get("required"));
        for name in &required {
            if fields.get(*name).is_none_or(Value::is_null) {
                self.say(Problem::Missing((*name).to_owned()));
            }
        }
        fields.retain(|_, value| !value.is_null());
        let known = schema.get("properties").and_then(Value::as_object);
        let key_schema = schema.get("propertyNames");
        let free = schema.get("additionalProperties").filter(|free| free.is_object());
        let pattern = schema.get("patternProperties").and_then(Value::as_object).and_then(|patterns| patterns.iter().next());
        for (key, value) in fields.iter_mut() {
            let field = known.and_then(|known| known.get(key));
            let Some(field) = field.or(free).or(pattern.map(|(_, field)| field)) else {
                let known = known.map(|known| known.keys().cloned().collect()).unwrap_or_default();
                self.say(Problem::Unknown { field: key.clone(), known });
                continue;
            };
            self.below(&format!(".{}", quoted(key)), |this| {
                let key_form = key_schema.and_then(|names| names.get("format")).and_then(Value::as_str);
                let key_form = key_form.or_else(|| pattern.and_then(|(pattern, _)| form_of_pattern(pattern)));
                if let Some(problem) = key_form.and_then(|form| misformed(form, key)) {
                    this.say(problem);
                }
                this.value(field, value);
            });
        }
    }

    fn array(&mut self, schema: &'a Value, items: &mut [Value]) {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        if (items.len() as u64) < least {
            self.say(Problem::EmptyList);
        }
        let Some(entry) = schema.get("items") else { return };
        for (index, item) in items.iter_mut().enumerate() {
            self.below(&format!("[{index}]"), |this| this.value(entry, item));
        }
    }

    fn text(&self, schema: &Value, text: &str) {
        if let Some(problem) = schema.get("format").and_then(Value::as_str).and_then(|form| misformed(form, text)) {
            self.say(problem);
        } else if schema.get("minLength").is_some() && text.trim().is_empty() {
            self.say(Problem::Empty);
        }
    }

    fn figure(&self, written: &str) {
        match written.parse::<Quantity>() {
            Ok(quantity) if quantity.is_negative() => self.say(Problem::Negative(quantity)),
            Ok(_) => {}
            Err(_) => self.say(Problem::OutOfRange(written.to_owned())),
        }
    }
}

fn most(schema: &Value) -> i64 {
    match schema.get("format").and_then(Value::as_str) {
        Some("uint8") => i64::from(u8::MAX),
        Some("uint16") => i64::from(u16::MAX),
        Some("int32") => i64::from(i32::MAX),
        _ => i64::from(u32::MAX),
    }
}

fn kind_of(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => Some(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        _ => None,
    }
}

fn kind_of_value(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The words of a choice: `enum`, or `oneOf` with a `const` and a description each.
fn choices(schema: &Value) -> Vec<&str> {
    if let Some(list) = schema.get("enum") {
        return words(Some(list));
    }
    let Some(variants) = schema.get("oneOf").and_then(Value::as_array) else { return Vec::new() };
    variants.iter().flat_map(|variant| variant.get("const").and_then(Value::as_str).into_iter().chain(words(variant.get("enum")))).collect()
}

fn expected(schema: &Value) -> Expected {
    let form = schema.get("format").and_then(Value::as_str).and_then(expected_form);
    form.unwrap_or_else(|| match kind_of(schema) {
        Some("array") => Expected::List,
        Some("string") => Expected::Text,
        Some("number") => Expected::Number,
        Some("integer") => Expected::WholeNumber,
        Some("boolean") => Expected::Bool,
        _ => Expected::Object,
    })
}

fn expected_form(form: &str) -> Option<Expected> {
    Some(match form {
        "code" => Expected::Code,
        "email" => Expected::Email,
        "column-number" => Expected::ColumnNumber,
        "period" => Expected::Period,
        "date" => Expected::Day,
        "date-time" => Expected::Instant,
        _ => return None,
    })
}

/// What is wrong with a text of a given form.
fn misformed(form: &str, text: &str) -> Option<Problem> {
    let sound = match form {
        "code" => text.parse::<crate::code::Code>().is_ok(),
        "email" => text.parse::<crate::contact::Email>().is_ok(),
        "column-number" => text.parse::<crate::catalogue::ColumnNo>().is_ok(),
        "period" => text.parse::<crate::period::Period>().is_ok(),
        "date" => text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok(),
        "date-time" => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        _ => true,
    };
    (!sound).then(|| expected_form(form).map(Problem::Expected)).flatten()
}

/// Keys of maps carry their form as a pattern only.
fn form_of_pattern(pattern: &str) -> Option<&'static str> {
    [("code", crate::code::PATTERN), ("column-number", crate::catalogue::COLUMN_PATTERN)]
        .into_iter()
        .find(|(_, known)| *known == pattern)
        .map(|(form, _)| form)
}

/// A key as it stands in a path: quoted unless it is a plain word.
pub fn quoted(key: &str) -> String {
    let plain = key.starts_with(|ch: char| ch.is_ascii_alphabetic()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if plain { key.to_owned() } else { format!("\"{key}\"") }
}
