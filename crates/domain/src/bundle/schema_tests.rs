//! The schema against the code, both ways: what the schema allows is decoded, what it forbids is
//! told, and the file under `docs/` is the one that the types give.

use serde_json::{Map, Value, json};

use super::decode;
use super::written::shape;
use super::*;

#[test]
fn the_published_schema_is_made_from_the_types() {
    let published: Value = serde_json::from_str(include_str!("../../../../docs/bundle.schema.json")).unwrap();
    assert!(
        published == schema(),
        "docs/bundle.schema.json is old: cargo run -p thidua-domain --example bundle_schema > docs/bundle.schema.json"
    );
}

/// Makes values that the schema allows: with every field, or with the required ones alone.
struct Maker<'a> {
    root: &'a Value,
    full: bool,
}

impl Maker<'_> {
    fn make(&self, schema: &Value) -> Value {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            return self.make(&self.root["$defs"][target.rsplit('/').next().unwrap()]);
        }
        if let Some(variants) = schema.get("anyOf").and_then(Value::as_array) {
            let last = variants.iter().rfind(|variant| variant["type"] != "null").unwrap();
            return self.make(last);
        }
        if let Some(choice) = schema.get("const").or_else(|| schema.get("enum").map(|list| &list[0])) {
            return choice.clone();
        }
        if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
            return self.make(&variants[0]);
        }
        match kind(schema) {
            "object" => self.object(schema),
            "array" => json!([self.make(&schema["items"])]),
            "string" => match schema["format"].as_str() {
                Some("code") => json!("A-1"),
                Some("email") => json!("a@b.vn"),
                Some("period") => json!("2022-H1"),
                Some("column-number") => json!("43.1"),
                Some("date") => json!("2022-06-20"),
                Some("date-time") => json!("2022-06-25T17:00:00+07:00"),
                _ => json!("văn bản"),
            },
            "integer" => json!(schema["maximum"].as_i64().map_or(2022, |most| most.min(2022))),
            "number" => json!(1.5),
            "boolean" => json!(true),
            other => panic!("unknown kind {other} in {schema}"),
        }
    }

    fn object(&self, schema: &Value) -> Value {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let mut made = Map::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if self.full || required.contains(&json!(name)) {
                made.insert(name.clone(), self.make(field));
            }
        }
        let patterns = schema["patternProperties"].as_object().and_then(|patterns| patterns.iter().next());
        let free = schema["additionalProperties"].as_object().map(|_| &schema["additionalProperties"]);
        if let Some(value) = patterns.map(|(_, value)| value).or(free) {
            let key = if patterns.is_some_and(|(pattern, _)| pattern == crate::catalogue::COLUMN_PATTERN) { "43.1" } else { "A-1" };
            made.insert(key.to_owned(), self.make(value));
        }
        Value::Object(made)
    }
}

fn kind(schema: &Value) -> &str {
    schema["type"]
        .as_str()
        .or_else(|| schema["type"].as_array()?.iter().filter_map(Value::as_str).find(|kind| *kind != "null"))
        .unwrap_or("")
}

/// A value that the schema allows; what only the rules ask is put right.
fn made(full: bool) -> Value {
    let root = shape().schema();
    let mut made = Maker { root, full }.make(root);
    if full {
        made["submissions"][0]["state"] = json!("returned");
    }
    made
}

/// Findings of the structure alone, without those of the rules.
fn structural(value: &Value) -> Vec<Finding> {
    let catalogue = Catalogue::shipped().unwrap();
    let (decoded, findings) = decode::bundle(value.to_string().as_bytes(), &Reading::plain(&catalogue), None);
    let findings = findings.into_list();
    assert!(decoded.is_some() || !findings.is_empty());
    findings
}

#[test]
fn what_the_schema_allows_is_decoded() {
    for full in [true, false] {
        let found = structural(&made(full));
        let odd: Vec<&Finding> = found
            .iter()
            .filter(|finding| {
                !matches!(finding.problem, Problem::DueTooEarly | Problem::NotSentYet | Problem::Backwards { .. } | Problem::Missing(_))
            })
            .collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
    let full = made(true);
    let fields = full["submissions"][0].as_object().unwrap().len();
    assert!(fields > 25, "the whole submission is in the schema, not {fields} fields");
}

#[test]
fn a_full_bundle_comes_back_from_its_canonical_form() {
    let catalogue = Catalogue::shipped().unwrap();
    let reading = Reading::plain(&catalogue);
    let decoded = decode::bundle(made(true).to_string().as_bytes(), &reading, None).0.unwrap().bundle;
    let canonical = decoded.canonical();
    let again = decode::bundle(&canonical, &reading, None).0.unwrap().bundle;
    assert_eq!(again, decoded);
    assert_eq!(again.canonical(), canonical);
    let written: Value = serde_json::from_slice(&canonical).unwrap();
    assert!(written["submissions"][0]["directions"][0].is_object() && written["submissions"][0]["figures"]["A-1"]["43.1"] == json!(1.5));
}

/// Every object of a full bundle: a field more, each field away, each field of another kind.
#[test]
fn what_the_schema_forbids_is_told_at_its_place() {
    let full = made(true);
    let mut places = Vec::new();
    objects(&full, String::new(), &mut places);
    assert!(places.len() > 40, "{}", places.len());
    let quiet = structural(&full);
    for pointer in places {
        let keys: Vec<String> = full.pointer(&pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        let mut more = full.clone();
        more.pointer_mut(&pointer).unwrap()["không có"] = json!(1);
        let told = structural(&more);
        assert!(told.len() > quiet.len() || pointer.contains("sections"), "an unknown field at {pointer}: {told:?} {quiet:?}");
        for key in keys {
            let mut other = full.clone();
            let field = &mut other.pointer_mut(&pointer).unwrap()[&key];
            *field = if field.is_boolean() { json!({}) } else { json!(false) };
            assert!(structural(&other).len() > quiet.len(), "{pointer}/{key} of another kind");
        }
    }
}

fn objects(value: &Value, pointer: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                objects(field, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), places);
            }
            places.push(pointer);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(item, format!("{pointer}/{index}"), places);
            }
        }
        _ => {}
    }
}
