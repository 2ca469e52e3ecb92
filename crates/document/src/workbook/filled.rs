//! From a filled-in workbook to the JSON of a submission, with the cell that each value came from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use thidua_domain::agency::Agency;
use thidua_domain::catalogue::{Catalogue, ColumnNo, Counting, Form, FormLayout};
use thidua_domain::input::day;
use thidua_domain::input::finding::{Expected, Finding, Findings, Problem};
use thidua_domain::input::number::{NumberProblem, binary, typed};
use thidua_domain::period::{Period, ReportingPeriod};
use thidua_domain::quantity::Quantity;
use thidua_domain::submission::Submission;
use thidua_domain::unit::Unit;

use super::FORMAT;
use super::cells::{Cell, Sheet, cell_name, sheets, shown, text_of};
use super::nested::{Nest, parted};
use super::plan::{Field, GENERAL, Kind, LISTS, RowKind, code_of, rows};

/// What a workbook says.
#[derive(Debug)]
pub struct Filled {
    /// Code of the agency.
    pub agency: String,
    /// Code of the unit.
    pub unit: String,
    /// The period.
    pub period: Period,
    sheets: Vec<Sheet>,
}

/// A submission read from a workbook.
pub struct Submitted {
    /// Its fields as in a bundle, without unit, period, state and instant.
    pub fields: Map<String, Value>,
    /// The cell of each value, by its path inside the submission.
    pub cells: BTreeMap<String, String>,
    /// What was wrong with cells.
    pub findings: Vec<Finding>,
    /// The fields that such cells belong to: `awards`, or the form `figures."01/TTr"`.
    pub holes: BTreeSet<String>,
}

/// Opens a workbook and finds out for whom and what it was made.
///
/// # Errors
/// When it is no workbook, none of ours, or too large.
#[expect(clippy::result_large_err, reason = "a file is refused once, and its finding is kept as it is")]
pub fn read(bytes: &[u8]) -> Result<Filled, Finding> {
    let whole = |problem| Finding::whole("tệp", problem);
    let sheets = sheets(bytes).map_err(whole)?;
    let fact = |label: &str| {
        let named = |sheet: &Sheet| {
            let row = (0..20).find(|row| matches!(sheet.cells.get(&(*row, 0)), Some(Cell::Text(text)) if text.trim() == label))?;
            text_of(sheet.cells.get(&(row, 1))?)
        };
        sheets.iter().find_map(named).ok_or_else(|| whole(Problem::NotOurWorkbook(label.to_owned())))
    };
    if fact("Mẫu")? != FORMAT {
        return Err(whole(Problem::NotOurWorkbook("Mẫu".to_owned())));
    }
    let period = fact("Kỳ báo cáo")?.parse().map_err(|_| whole(Problem::Expected(Expected::Period)))?;
    Ok(Filled { agency: fact("Mã cơ quan")?, unit: fact("Mã đơn vị")?, period, sheets })
}

impl Filled {
    /// The submission that the cells hold.
    pub fn submitted(&self, agency: &Agency, unit: &Unit, period: &ReportingPeriod, catalogue: &Catalogue) -> Submitted {
        let mut reader = Reader {
            agency,
            unit,
            catalogue,
            day: period.data_to,
            fields: Map::new(),
            cells: BTreeMap::new(),
            findings: Findings::default(),
            field: String::new(),
            holes: BTreeSet::new(),
        };
        let mut seen = Vec::new();
        for sheet in &self.sheets {
            let Some(Cell::Text(mark)) = sheet.cells.get(&(0, 0)) else {
                reader.stranger(sheet);
                continue;
            };
            reader.reading(field_of(mark));
            if seen.contains(&mark.as_str()) {
                reader.say(Place { sheet, row: 0, column: 0 }, Problem::Twice(sheet.name.clone()));
            }
            seen.push(mark.as_str());
            reader.sheet(sheet);
        }
        for list in LISTS.iter().filter(|list| !seen.contains(&format!("list {}", list.list).as_str())) {
            reader.findings.say("tệp".to_owned(), Problem::NotOurWorkbook(list.name.to_owned()));
        }
        if !seen.contains(&"general") {
            reader.findings.say("tệp".to_owned(), Problem::NotOurWorkbook("Thông tin chung".to_owned()));
        }
        let Reader { fields, mut cells, mut findings, mut holes, .. } = reader;
        let fields = Nest { fields, cells: &mut cells, findings: &mut findings, holes: &mut holes }.nest();
        Submitted { fields, cells, findings: findings.into_list(), holes }
    }

    /// What was sent of forms that has no sheet here: the workbook has lost it, or it had none because
    /// the catalogue no longer has the form, the column or the way in which it was filled in.
    pub fn forms_gone(&self, sent: &Submission, catalogue: &Catalogue, day: NaiveDate) -> Vec<Problem> {
        let mark = |sheet: &Sheet| if let Some(Cell::Text(mark)) = sheet.cells.get(&(0, 0)) { mark.clone() } else { String::new() };
        let marks: BTreeSet<String> = self.sheets.iter().map(mark).collect();
        let content = &sent.content;
        let figures = sent.figures.keys().chain(content.form_notes.keys()).chain(content.explanations.keys());
        let sent_forms: BTreeSet<_> = figures.map(|code| ("form", code)).chain(content.lists.keys().map(|code| ("rows", code))).collect();
        let mut gone = Vec::new();
        for (kind, code) in sent_forms {
            let form = catalogue.form(code.as_str(), day).filter(|form| (form.layout == FormLayout::List) == (kind == "rows"));
            match form {
                None => gone.push(Problem::FormLeftOut(code.to_string())),
                Some(_) if !marks.contains(&format!("{kind} {code}")) => gone.push(Problem::FormSheetGone(code.to_string())),
                Some(form) => {
                    let figures = sent.figures.get(code).into_iter().flat_map(|columns| columns.keys());
                    let words = content.explanations.get(code).into_iter().flat_map(|columns| columns.keys());
                    let columns: BTreeSet<_> = figures.chain(words).filter(|number| form.column(**number).is_none()).collect();
                    gone.extend(columns.into_iter().map(|number| Problem::FormLeftOut(format!("{code}, cột {number}"))));
                }
            }
        }
        gone
    }
}

/// The field that a sheet with this mark is read into; empty when it is several.
fn field_of(mark: &str) -> String {
    match mark.split_once(' ') {
        Some(("form", code)) => format!("figures.\"{code}\""),
        Some(("rows", _)) => "lists".to_owned(),
        Some((_, list)) => list.to_owned(),
        None => String::new(),
    }
}

struct Reader<'a> {
    agency: &'a Agency,
    unit: &'a Unit,
    catalogue: &'a Catalogue,
    day: NaiveDate,
    fields: Map<String, Value>,
    cells: BTreeMap<String, String>,
    findings: Findings,
    /// The field that is being read.
    field: String,
    /// Fields with a cell that could not be read.
    holes: BTreeSet<String>,
}

/// A place on a sheet.
#[derive(Clone, Copy)]
struct Place<'s> {
    sheet: &'s Sheet,
    row: u32,
    column: u32,
}

impl Place<'_> {
    fn name(&self) -> String {
        format!("sheet “{}”, ô {}", self.sheet.name, cell_name(self.row, self.column))
    }

    fn cell(&self) -> Option<&Cell> {
        self.sheet.cells.get(&(self.row, self.column))
    }
}

impl Reader<'_> {
    fn say(&mut self, place: Place<'_>, problem: Problem) {
        let before = self.findings.blocks();
        self.findings.say(place.name(), problem);
        if self.findings.blocks() > before && !self.field.is_empty() {
            self.holes.insert(self.field.clone());
        }
    }

    /// Says to which field the cells that follow belong.
    fn reading(&mut self, field: impl Into<String>) {
        self.field = field.into();
    }

    fn sheet(&mut self, sheet: &Sheet) {
        let Some(Cell::Text(mark)) = sheet.cells.get(&(0, 0)) else { return };
        match mark.split_once(' ') {
            Some(("form", code)) => self.form(sheet, code),
            Some(("rows", code)) => self.list_form(sheet, code),
            Some(("list", list)) => {
                if let Some(plan) = LISTS.iter().find(|plan| plan.list == list) {
                    self.list(sheet, plan.list, plan.fields);
                }
            }
            None if mark == "general" => self.general(sheet),
            _ => self.stranger(sheet),
        }
    }

    /// A sheet that was not ours is named, since nobody would read what stands on it.
    fn stranger(&mut self, sheet: &Sheet) {
        let begins = |label: &str| matches!(sheet.cells.get(&(0, 0)), Some(Cell::Text(text)) if text.trim() == label);
        if !sheet.cells.is_empty() && !begins("Mẫu") && !begins("Mã") {
            self.findings.say(format!("sheet “{}”", sheet.name), Problem::NotRead(sheet.name.clone()));
        }
    }

    /// What stands beside the cells that are read, below the heads.
    fn beside(&mut self, sheet: &Sheet, is_read: impl Fn(u32, u32) -> bool) {
        for ((row, column), cell) in sheet.cells.range((5, 0)..).filter(|((row, column), _)| !is_read(*row, *column)) {
            self.say(Place { sheet, row: *row, column: *column }, Problem::NotRead(shown(cell)));
        }
    }

    /// The column of each key in the hidden second row.
    fn keys(sheet: &Sheet) -> BTreeMap<&str, u32> {
        let keys = sheet.cells.range((1, 0)..=(1, u32::MAX));
        keys.filter_map(|((_, column), cell)| if let Cell::Text(key) = cell { Some((key.as_str(), *column)) } else { None }).collect()
    }

    fn last_row(sheet: &Sheet) -> u32 {
        sheet.cells.keys().next_back().map_or(0, |(row, _)| *row)
    }

    fn form(&mut self, sheet: &Sheet, code: &str) {
        let whole = Place { sheet, row: 0, column: 0 };
        let Some(form) = self.catalogue.form(code, self.day) else {
            return self.say(whole, Problem::NotInCatalogue { what: "forms", code: code.to_owned(), day: Some(self.day) });
        };
        let keys = Self::keys(sheet);
        let (Some(numbers), Some(values)) = (keys.get("number"), keys.get("value")) else {
            return self.say(whole, Problem::NotOurWorkbook(sheet.name.clone()));
        };
        let said = keys.get("explanation").copied();
        let (mut figures, mut explanations, mut seen) = (Map::new(), Map::new(), BTreeSet::new());
        for row in 5..=Self::last_row(sheet) {
            let at_number = Place { sheet, row, column: *numbers };
            let Some(written) = at_number.cell().map(shown) else { continue };
            let place = Place { sheet, row, column: *values };
            if written == "note" {
                self.reading("form_notes");
                if let Some(text) = self.text(place) {
                    self.keep("form_notes", code, text, place);
                }
                continue;
            }
            self.reading(field_of(&format!("form {code}")));
            let Some(number) = written.parse::<ColumnNo>().ok().filter(|number| form.column(*number).is_some()) else {
                let lost = [Some(*values), said].into_iter().flatten().any(|column| sheet.cells.contains_key(&(row, column)));
                let no_column = Problem::NoSuchColumn { form: code.to_owned(), column: written.clone() };
                self.say(at_number, if lost { no_column } else { Problem::NotRead(written) });
                continue;
            };
            // An empty cell counts as zero, and a rule may speak of it.
            self.cells.insert(format!(".figures.\"{code}\".\"{number}\""), place.name());
            if !seen.insert(number) {
                self.say(at_number, Problem::Twice(number.to_string()));
            }
            if let Some(value) = self.cell_of(form, number, place) {
                figures.insert(number.to_string(), value);
            }
            self.reading("explanations");
            let at_words = said.map(|column| Place { column, ..place });
            if let Some((at_words, text)) = at_words.and_then(|at| Some((at, self.text(at)?))) {
                self.cells.insert(format!(".explanations.\"{code}\".\"{number}\""), at_words.name());
                explanations.insert(number.to_string(), Value::String(text));
            }
        }
        // An empty form that is asked for says that there was nothing; another one says nothing.
        if !figures.is_empty() || self.agency.collects_from(code, self.unit.kind.as_str(), self.day) {
            self.put("figures", code, Value::Object(figures));
        }
        if !explanations.is_empty() {
            self.put("explanations", code, Value::Object(explanations));
        }
        self.cells.insert(format!(".figures.\"{code}\""), format!("sheet “{}”", sheet.name));
        let last = keys.values().max().copied().unwrap_or_default();
        let numbered = |row| sheet.cells.contains_key(&(row, *numbers));
        self.beside(sheet, |row, column| column <= last && (numbered(row) || (column != *values && Some(column) != said)));
    }

    fn put(&mut self, field: &str, code: &str, value: Value) {
        let slot = self.fields.entry(field).or_insert_with(|| json!({}));
        if let Some(codes) = slot.as_object_mut() {
            codes.insert(code.to_owned(), value);
        }
    }

    fn keep(&mut self, field: &str, code: &str, text: String, place: Place<'_>) {
        self.cells.insert(format!(".{field}.\"{code}\""), place.name());
        self.put(field, code, Value::String(text));
    }

    fn cell_of(&mut self, form: &Form, number: ColumnNo, place: Place<'_>) -> Option<Value> {
        let whole = form.column(number).is_some_and(|column| column.counting == Counting::Count);
        self.figure(place, whole)
    }

    fn list_form(&mut self, sheet: &Sheet, code: &str) {
        let keys = Self::keys(sheet);
        let mut rows = Vec::new();
        for row in 5..=Self::last_row(sheet) {
            let mut cells = Map::new();
            for (number, column) in &keys {
                let place = Place { sheet, row, column: *column };
                if let Some(text) = self.text(place) {
                    self.cells.insert(format!(".lists.\"{code}\"[{}].\"{number}\"", rows.len()), place.name());
                    cells.insert((*number).to_owned(), Value::String(text));
                }
            }
            if !cells.is_empty() {
                rows.push(Value::Object(cells));
            }
        }
        self.beside(sheet, |_, column| keys.values().any(|known| *known == column));
        if !rows.is_empty() {
            self.put("lists", code, Value::Array(rows));
        }
    }

    fn general(&mut self, sheet: &Sheet) {
        let mut known = BTreeMap::new();
        for row in 5..=Self::last_row(sheet) {
            let Some(Cell::Text(key)) = sheet.cells.get(&(row, 2)) else { continue };
            let Some(field) = GENERAL.iter().find(|field| field.key == key) else { continue };
            let place = Place { sheet, row, column: 1 };
            let object = key.split('.').next().unwrap_or_default();
            self.reading(object);
            if known.insert(key.as_str(), row).is_some() {
                self.say(place, Problem::Twice(field.title.to_owned()));
            }
            self.cells.insert(format!(".{key}"), place.name());
            if let Some(value) = self.value(field.kind, place) {
                self.cells.entry(format!(".{object}")).or_insert_with(|| place.name());
                set(&mut self.fields, key, value);
            }
        }
        self.beside(sheet, |row, column| column == 0 || (column <= 2 && known.values().any(|known| *known == row)));
    }

    /// True when a row of a list says more than its own number.
    fn says(sheet: &Sheet, keys: &BTreeMap<&str, u32>, row: u32) -> bool {
        keys.iter().any(|(key, column)| *key != "no" && sheet.cells.contains_key(&(row, *column)))
    }

    fn list(&mut self, sheet: &Sheet, list: &'static str, fields: &'static [Field]) {
        let keys = Self::keys(sheet);
        let mut entries = Vec::new();
        for row in 5..=Self::last_row(sheet) {
            if !Self::says(sheet, &keys, row) {
                continue;
            }
            let base = format!(".{list}[{}]", entries.len());
            self.cells.insert(base.clone(), format!("sheet “{}”, dòng {}", sheet.name, row + 1));
            let mut entry = Map::new();
            for field in fields {
                let key = if field.key.is_empty() { "text" } else { field.key };
                let Some(column) = keys.get(key) else { continue };
                let place = Place { sheet, row, column: *column };
                self.cells.insert(if fields.len() == 1 { base.clone() } else { format!("{base}.{key}") }, place.name());
                match self.value(field.kind, place) {
                    Some(value) => set(&mut entry, key, value),
                    None if field.needed && place.cell().is_none() => self.say(place, Problem::Missing(field.title.to_owned())),
                    None => {}
                }
            }
            entries.push(if fields.len() == 1 { entry.remove("text").unwrap_or(Value::Null) } else { Value::Object(entry) });
        }
        self.beside(sheet, |_, column| keys.values().any(|known| *known == column));
        if !entries.is_empty() {
            self.fields.insert(list.to_owned(), Value::Array(entries));
        }
    }

    fn value(&mut self, kind: Kind, place: Place<'_>) -> Option<Value> {
        match kind {
            Kind::Text => self.text(place).map(Value::String),
            Kind::Texts => {
                let texts = self.text(place)?;
                Some(json!(parted(&texts)))
            }
            Kind::Whole => self.figure(place, true).filter(|value| {
                let whole = value.as_u64().is_some();
                if !whole {
                    self.say(place, Problem::Expected(Expected::WholeNumber));
                }
                whole
            }),
            Kind::Figure => self.figure(place, false),
            Kind::Day => self.day_of(place),
            Kind::Yes => {
                if let Some(Cell::Bool(value)) = place.cell() {
                    return Some(json!(value));
                }
                self.one_of(place, &[("true".to_owned(), "Có".to_owned()), ("false".to_owned(), "Không".to_owned())])
                    .map(|word| json!(word == "true"))
            }
            Kind::Choice(choices) => {
                let choices: Vec<(String, String)> = choices.iter().map(|(code, word)| ((*code).to_owned(), (*word).to_owned())).collect();
                self.one_of(place, &choices).map(Value::String)
            }
            Kind::Row(kind) => {
                let known = self.rows(kind);
                self.one_of(place, &known).map(Value::String)
            }
        }
    }

    fn rows(&self, kind: RowKind) -> Vec<(String, String)> {
        rows(kind, self.catalogue, self.day, &|name| self.agency.local(name, self.day))
    }

    fn one_of(&mut self, place: Place<'_>, choices: &[(String, String)]) -> Option<String> {
        let written = self.text(place)?;
        let code = code_of(choices, &written);
        if code.is_none() {
            let allowed = choices.iter().map(|(_, word)| word.clone()).collect();
            self.say(place, Problem::NotOneOf { found: written, allowed });
        }
        code.map(str::to_owned)
    }

    fn text(&mut self, place: Place<'_>) -> Option<String> {
        let cell = place.cell()?;
        let text = text_of(cell);
        if text.is_none() {
            let problem = cell_problem(cell).unwrap_or(Problem::Expected(Expected::Text));
            self.say(place, problem);
        }
        text
    }

    fn figure(&mut self, place: Place<'_>, whole: bool) -> Option<Value> {
        let problem = match place.cell()? {
            Cell::Number(number) if *number < 0.0 => binary(-*number).map_or(Problem::OutOfRange(number.to_string()), Problem::Negative),
            Cell::Number(number) => match binary(*number) {
                Some(quantity) => return as_number(quantity),
                None => Problem::OutOfRange(number.to_string()),
            },
            Cell::Text(text) if matches!(text.trim(), "-" | "–") => return None,
            Cell::Text(text) => match typed(text, whole) {
                Ok(quantity) => return as_number(quantity),
                Err(NumberProblem::NotANumber) if typed(text, false).is_ok_and(|quantity| !quantity.is_whole()) => {
                    typed(text, false).map_or(Problem::NotANumber(String::new()), Problem::NotWhole)
                }
                Err(NumberProblem::NotANumber) => Problem::NotANumber(text.trim().to_owned()),
                Err(NumberProblem::Ambiguous(readings)) => Problem::AmbiguousNumber { written: text.trim().to_owned(), readings },
            },
            other => cell_problem(other).unwrap_or(Problem::Expected(Expected::Number)),
        };
        self.say(place, problem);
        None
    }

    fn day_of(&mut self, place: Place<'_>) -> Option<Value> {
        let day = match place.cell()? {
            Cell::Serial(serial) | Cell::Number(serial) => day::serial(*serial),
            Cell::Text(text) => day::typed(text),
            Cell::Bool(_) | Cell::Error(_) | Cell::Formula => None,
        };
        if day.is_none() {
            let problem = place.cell().and_then(cell_problem).unwrap_or(Problem::Expected(Expected::Day));
            self.say(place, problem);
        }
        day.map(|day| json!(day.to_string()))
    }
}

/// What is wrong with a cell that holds no value at all.
fn cell_problem(cell: &Cell) -> Option<Problem> {
    match cell {
        Cell::Error(error) => Some(Problem::CellError(error.clone())),
        Cell::Formula => Some(Problem::FormulaWithoutValue),
        _ => None,
    }
}

fn as_number(quantity: Quantity) -> Option<Value> {
    quantity.plain().parse().ok().map(Value::Number)
}

/// Sets a value by its dotted key.
fn set(object: &mut Map<String, Value>, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            object.insert(key.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = object.entry(first).or_insert_with(|| json!({}));
            if let Some(inner) = inner.as_object_mut() {
                set(inner, rest, value);
            }
        }
    }
}
