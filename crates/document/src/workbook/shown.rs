//! What a unit wrote beside figures, as tables in the words of the workbook's sheets.

use chrono::NaiveDate;
use serde_json::Value;
use thidua_domain::agency::Agency;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::narrative::dates::short_date;
use thidua_domain::narrative::numbers::number;
use thidua_domain::quantity::Quantity;
use thidua_domain::submission::Submission;

use super::plan::{Field, GENERAL, Kind, LISTS, rows};
use super::template::{at, entries};

/// A part of a submission as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub title: String,
    /// Heads of the columns in use.
    pub heads: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

/// The parts that hold something, in the order of the sheets.
pub fn parts(submission: &Submission, agency: &Agency, catalogue: &Catalogue, day: NaiveDate) -> Vec<Part> {
    let content = serde_json::to_value(&submission.content).unwrap_or(Value::Null);
    let shown = |field: &Field, value: &Value| {
        if field.key.ends_with("year") {
            return value.to_string();
        }
        word(field.kind, value, &|kind| rows(kind, catalogue, day, &|name| agency.local(name, day)))
    };
    let mut parts = Vec::new();
    let general: Vec<Vec<String>> =
        GENERAL.iter().filter_map(|field| Some(vec![field.title.to_owned(), shown(field, at(&content, field.key)?)])).collect();
    if !general.is_empty() {
        parts.push(Part {
            title: "Thông tin chung".to_owned(), heads: vec!["Nội dung".to_owned(), "Giá trị".to_owned()], rows: general
        });
    }
    for list in LISTS {
        let entries = entries(&content, list.list);
        let used: Vec<&Field> = list.fields.iter().filter(|field| entries.iter().any(|entry| at(entry, field.key).is_some())).collect();
        if entries.is_empty() {
            continue;
        }
        let cells =
            |entry: &Value| used.iter().map(|field| at(entry, field.key).map_or_else(String::new, |value| shown(field, value))).collect();
        parts.push(Part {
            title: list.name.to_owned(),
            heads: used.iter().map(|field| field.title.to_owned()).collect(),
            rows: entries.iter().map(cells).collect(),
        });
    }
    parts
}

/// The words that the sheets use for codes inside a submission: its path and value to the word.
pub fn words<'a>(agency: &'a Agency, catalogue: &'a Catalogue, day: NaiveDate) -> impl Fn(&str, &Value) -> Option<String> + 'a {
    move |path, value| {
        let steps: Vec<&str> = path.split('.').map(|step| step.split('[').next().unwrap_or_default()).collect();
        let (list, key) = match steps[..] {
            [_, "targets", key] => ("targets", key.to_owned()),
            ["limitations", "causes", key] => ("causes", key.to_owned()),
            [list, ref rest @ ..] => (list, rest.join(".")),
            [] => return None,
        };
        let field = LISTS.iter().find(|plan| plan.list == list)?.fields.iter().find(|field| field.key == key)?;
        let coded = matches!(field.kind, Kind::Choice(_) | Kind::Row(_) | Kind::Yes);
        coded.then(|| word(field.kind, value, &|kind| rows(kind, catalogue, day, &|name| agency.local(name, day))))
    }
}

fn word(kind: Kind, value: &Value, rows: &dyn Fn(super::plan::RowKind) -> Vec<(String, String)>) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match kind {
        Kind::Text => text,
        Kind::Day => text.parse().map_or(text, short_date),
        Kind::Whole | Kind::Figure => text.parse::<Quantity>().map_or(text, number),
        Kind::Yes => if *value == Value::Bool(true) { "Có" } else { "Không" }.to_owned(),
        Kind::Choice(choices) => choices.iter().find(|(code, _)| *code == text).map_or(text, |(_, word)| (*word).to_owned()),
        Kind::Row(kind) => rows(kind).into_iter().find(|(code, _)| *code == text).map_or(text, |(_, name)| name),
        Kind::Texts => value.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
    }
}
