//! Reads catalogue files (TOML), merges their rows into those that are there, and tells two versions
//! apart.
//!
//! A row is known by its kind, its code and its first day. A file brings new rows and replaces rows
//! with the same key whole; with `replace = ["awards"]` at its top it brings all rows of a kind, in
//! their order. A row ends by its `valid_to`; none is deleted otherwise.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::Catalogue;
use super::check::check;
use crate::difference::FieldChange;
use crate::input::finding::{Finding, Findings, Level, Problem, RowProblem};
use crate::input::shape::Shape;

/// Kinds of row: field in files, Vietnamese name.
pub const KINDS: [(&str, &str); 19] = [
    ("forms", "Biểu mẫu thống kê"),
    ("awards", "Danh hiệu thi đua, hình thức khen thưởng"),
    ("commendation_types", "Loại hình khen thưởng"),
    ("unit_kinds", "Loại đơn vị"),
    ("document_kinds", "Loại văn bản"),
    ("movement_kinds", "Loại phong trào thi đua"),
    ("movement_levels", "Cấp phát động phong trào"),
    ("outlines", "Đề cương báo cáo"),
    ("phrases", "Câu báo cáo theo chỉ tiêu"),
    ("house_styles", "Cách hành văn"),
    ("comparison_breaks", "Chỉ tiêu không so sánh"),
    ("layouts", "Thể thức trình bày"),
    ("legal_regimes", "Căn cứ pháp lý"),
    ("authorities", "Thẩm quyền khen thưởng"),
    ("quota_rules", "Tỷ lệ danh hiệu"),
    ("citation_patterns", "Mẫu số, ký hiệu văn bản"),
    ("holidays", "Ngày nghỉ, ngày làm bù"),
    ("ethics_standards", "Chuẩn mực đạo đức"),
    ("presentation_rules", "Quy định về thể thức"),
];

/// A catalogue file.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its name, for findings.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Merges files into `base`; everything that is wrong is said at once.
///
/// # Errors
/// All findings; `base` is then what it was.
pub fn read_sources(base: &Catalogue, sources: &[Source<'_>]) -> Result<Catalogue, Vec<Finding>> {
    let shape = shape();
    let findings = RefCell::new(Findings::default());
    let mut rows = kinds_of(base);
    for source in sources {
        if let Some(read) = read_source(shape, source, &findings) {
            merge(&mut rows, read, source.name, &findings);
        }
    }
    if findings.borrow().block() {
        return Err(findings.into_inner().into_list());
    }
    let mut findings = findings.into_inner();
    match serde_json::from_value::<Catalogue>(Value::Object(rows)) {
        Ok(mut catalogue) => {
            catalogue.forms.iter_mut().for_each(super::Form::complete);
            check(&catalogue, &mut findings);
            if findings.block() { Err(findings.into_list()) } else { Ok(catalogue) }
        }
        Err(error) => {
            findings.say("$".to_owned(), Problem::Undecodable(error.to_string()));
            Err(findings.into_list())
        }
    }
}

/// The shape of a catalogue file, apart from `replace`.
fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(Shape::of::<Catalogue>);
    &SHAPE
}

/// A catalogue as lists of rows by kind.
fn kinds_of(catalogue: &Catalogue) -> Map<String, Value> {
    match serde_json::to_value(catalogue) {
        Ok(Value::Object(kinds)) => kinds,
        _ => Map::new(),
    }
}

struct Read {
    kinds: Map<String, Value>,
    replace: Vec<String>,
}

fn read_source(shape: &Shape, source: &Source<'_>, findings: &RefCell<Findings>) -> Option<Read> {
    let mut kinds = match toml::from_str::<Map<String, Value>>(source.text) {
        Ok(kinds) => kinds,
        Err(error) => {
            let line = error.span().map_or(1, |span| source.text[..span.start.min(source.text.len())].lines().count().max(1));
            findings.borrow_mut().say(source.name.to_owned(), Problem::NotToml { line });
            return None;
        }
    };
    let replace = replaced(kinds.remove("replace"), source.name, findings);
    let before = findings.borrow().blocks();
    for (kind, list) in &mut kinds {
        match (shape.field(kind, false), list.as_array_mut()) {
            (None, _) => {
                let mut known = shape.fields();
                known.push("replace".to_owned());
                findings.borrow_mut().say(source.name.to_owned(), Problem::Unknown { field: kind.clone(), known });
            }
            (Some(_), Some(rows)) => {
                let Some(entry) = shape.field(kind, true) else { continue };
                for (index, row) in rows.iter_mut().enumerate() {
                    let path = format!("{}: {kind}[{index}] ({})", source.name, name_of(row));
                    shape.check_at(entry, row, &path, findings);
                }
            }
            (Some(schema), None) => shape.check_at(schema, list, &format!("{}: {kind}", source.name), findings),
        }
    }
    (findings.borrow().blocks() == before).then_some(Read { kinds, replace })
}

fn replaced(written: Option<Value>, name: &str, findings: &RefCell<Findings>) -> Vec<String> {
    let Some(written) = written else { return Vec::new() };
    let allowed: Vec<String> = KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    let mut kinds = Vec::new();
    for word in written.as_array().cloned().unwrap_or_else(|| vec![written]) {
        if let Some(word) = word.as_str().filter(|word| allowed.iter().any(|kind| kind == word)) {
            kinds.push(word.to_owned());
        } else {
            let problem = Problem::NotOneOf { found: word.to_string(), allowed: allowed.clone() };
            findings.borrow_mut().say(format!("{name}: replace"), problem);
        }
    }
    kinds
}

/// What names a row to people: its code, or its date.
fn name_of(row: &Value) -> &str {
    row.get("code").or_else(|| row.get("date")).and_then(Value::as_str).unwrap_or("?")
}

/// What identifies a row within its kind.
fn key_of(row: &Value) -> (String, String) {
    (name_of(row).to_owned(), row.get("valid_from").and_then(Value::as_str).unwrap_or_default().to_owned())
}

fn merge(rows: &mut Map<String, Value>, read: Read, name: &str, findings: &RefCell<Findings>) {
    for kind in &read.replace {
        rows.insert(kind.clone(), Value::Array(Vec::new()));
    }
    for (kind, list) in read.kinds {
        let Value::Array(new) = list else { continue };
        let Some(Value::Array(known)) = rows.get_mut(&kind) else { continue };
        let mut brought = BTreeSet::new();
        for row in new {
            let key = key_of(&row);
            if !brought.insert(key.clone()) {
                let reason = RowProblem::Overlap;
                findings.borrow_mut().say(name.to_owned(), Problem::WrongRow { kind: kind.clone(), code: key.0.clone(), reason });
            }
            match known.iter_mut().find(|other| key_of(other) == key) {
                Some(other) => *other = row,
                None => known.push(row),
            }
        }
    }
}

/// One row in which two versions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Field of the catalogue: `forms`.
    pub kind: String,
    /// Code of the row.
    pub code: String,
    /// First day of the row, empty when open.
    pub valid_from: String,
    /// What changed.
    pub change: RowChange,
}

/// How a row changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// Fields with other values.
    Changed(Vec<FieldChange>),
    /// The rows of this kind stand in another order.
    Reordered,
}

/// How `after` differs from `before`, kind by kind, in the order of `after`.
pub fn differences(before: &Catalogue, after: &Catalogue) -> Vec<Difference> {
    let (before, after) = (kinds_of(before), kinds_of(after));
    let mut found = Vec::new();
    for (kind, _) in KINDS {
        let rows = |version: &Map<String, Value>| version.get(kind).and_then(Value::as_array).cloned().unwrap_or_default();
        let (old, new) = (rows(&before), rows(&after));
        let mut say = |row: &Value, change| {
            let (code, valid_from) = key_of(row);
            found.push(Difference { kind: kind.to_owned(), code, valid_from, change });
        };
        for row in &new {
            match old.iter().find(|other| key_of(other) == key_of(row)) {
                None => say(row, RowChange::Added),
                Some(other) if other != row => {
                    say(row, RowChange::Changed(crate::difference::between(other, row)));
                }
                Some(_) => {}
            }
        }
        for row in old.iter().filter(|row| !new.iter().any(|other| key_of(other) == key_of(row))) {
            say(row, RowChange::Removed);
        }
        let kept = |rows: &[Value], others: &[Value]| -> Vec<(String, String)> {
            rows.iter().map(key_of).filter(|key| others.iter().any(|other| key_of(other) == *key)).collect()
        };
        if kept(&old, &new) != kept(&new, &old) {
            found.push(Difference { kind: kind.to_owned(), code: String::new(), valid_from: String::new(), change: RowChange::Reordered });
        }
    }
    found
}

/// The rows after an upgrade of the program: new shipped rows come in, shipped rows that the agency
/// left alone follow the new version, rows that the agency changed or added stay as they are. Kinds in
/// which the two contradict each other stay as they are and are named.
pub fn upgrade(shipped_before: &Catalogue, shipped_now: &Catalogue, current: &Catalogue) -> (Catalogue, Vec<&'static str>) {
    let (before, now, mut merged) = (kinds_of(shipped_before), kinds_of(shipped_now), kinds_of(current));
    let news = KINDS.map(|(kind, _)| (kind, merged_kind(kind, [&before, &now, &merged])));
    let news: Vec<(&'static str, Value)> = news.into_iter().filter(|(kind, rows)| merged.get(*kind) != Some(rows)).collect();
    let with = |base: &Map<String, Value>, kinds: &[(&'static str, Value)]| {
        let mut rows = base.clone();
        rows.extend(kinds.iter().map(|(kind, list)| ((*kind).to_owned(), list.clone())));
        rows
    };
    // What blocks in the agency's own rows already, by rules that came later, is not the fault of the news.
    let known = blocking(&merged).map(|(_, known)| known).unwrap_or_default();
    let sound = |rows: &Map<String, Value>| {
        blocking(rows).filter(|(_, found)| found.iter().all(|finding| known.contains(finding))).map(|(catalogue, _)| catalogue)
    };
    if let Some(catalogue) = sound(&with(&merged, &news)) {
        return (catalogue, Vec::new());
    }
    let mut kept = Vec::new();
    for news in &news {
        let tried = with(&merged, std::slice::from_ref(news));
        if sound(&tried).is_some() { merged = tried } else { kept.push(news.0) }
    }
    (sound(&merged).unwrap_or_else(|| current.clone()), kept)
}

/// The shipped rows that an upgrade has taken note of: the new ones, but for the kinds it kept back those
/// of before, so that their news stay news, and those of the other kinds do not.
pub fn noted(shipped_before: &Catalogue, shipped_now: &Catalogue, kept: &[&'static str]) -> Catalogue {
    let (mut before, mut now) = (kinds_of(shipped_before), kinds_of(shipped_now));
    for kind in kept {
        if let Some(rows) = before.remove(*kind) {
            now.insert((*kind).to_owned(), rows);
        }
    }
    serde_json::from_value(Value::Object(now)).unwrap_or_else(|_| shipped_before.clone())
}

/// The rows as a catalogue, with what blocks in them.
fn blocking(rows: &Map<String, Value>) -> Option<(Catalogue, Vec<Finding>)> {
    let catalogue = serde_json::from_value(Value::Object(rows.clone())).ok()?;
    let mut findings = Findings::unbounded();
    check(&catalogue, &mut findings);
    let mut found = findings.into_list();
    found.retain(|finding| finding.level() == Level::Block);
    Some((catalogue, found))
}

/// The rows of one kind: shipped before, shipped now, and own, put together.
fn merged_kind(kind: &str, versions: [&Map<String, Value>; 3]) -> Value {
    let rows = |version: &Map<String, Value>| version.get(kind).and_then(Value::as_array).cloned().unwrap_or_default();
    let [old, new, mut own] = versions.map(rows);
    if own == old {
        return Value::Array(new);
    }
    for row in new {
        let was = old.iter().find(|other| key_of(other) == key_of(&row));
        match own.iter_mut().find(|other| key_of(other) == key_of(&row)) {
            None if was.is_none() => own.push(row),
            Some(mine) if was == Some(&*mine) => *mine = row,
            _ => {}
        }
    }
    Value::Array(own)
}
