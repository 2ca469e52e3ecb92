//! Sheets whose rows belong to rows of another: targets to pacts, causes to limitations. On the sheets
//! they stand apart; in the submission they are nested.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use thidua_domain::input::finding::{Findings, Problem};
use thidua_domain::input::repair::repair;

/// The fields of a submission and the cells they came from.
pub struct Nest<'a> {
    pub fields: Map<String, Value>,
    pub cells: &'a mut BTreeMap<String, String>,
    pub findings: &'a mut Findings,
    /// Fields of which not everything could be read.
    pub holes: &'a mut BTreeSet<String>,
}

/// Where entries stand, by what names them.
type Places<K> = BTreeMap<K, Vec<usize>>;

/// The limitations met so far.
#[derive(Default)]
struct Limitations {
    entries: Vec<Value>,
    by_text: Places<String>,
    by_number: BTreeMap<u64, usize>,
}

impl Nest<'_> {
    /// Puts targets into their pacts and causes into their limitations.
    pub fn nest(mut self) -> Map<String, Value> {
        let pacts_known = !self.holes.contains("pacts");
        for (inner, outer) in [("targets", "pacts"), ("causes", "limitations")] {
            if self.holes.remove(inner) {
                self.holes.insert(outer.to_owned());
            }
        }
        self.targets(pacts_known);
        self.causes();
        self.fields
    }

    fn take(&mut self, list: &str) -> Vec<Value> {
        match self.fields.remove(list) {
            Some(Value::Array(entries)) => entries,
            _ => Vec::new(),
        }
    }

    fn say(&mut self, path: &str, problem: Problem) {
        let place = self.cells.get(path).or_else(|| self.cells.get(path.split(']').next().map(|base| format!("{base}]"))?.as_str()));
        let place = place.cloned().unwrap_or_else(|| "tệp".to_owned());
        self.holes.insert(if path.starts_with(".targets") { "pacts" } else { "limitations" }.to_owned());
        self.findings.say(place, problem);
    }

    /// True when the cell of a path has a blocking finding already.
    fn unreadable(&self, path: &str) -> bool {
        let Some(cell) = self.cells.get(path) else { return false };
        self.findings.blocking_below(cell).is_some_and(|found| found.iter().any(|(rest, _)| rest.is_empty()))
    }

    /// A target names its pact by the number of the row or by the partner, when that is one only. Where a
    /// pact could not be read, a target may be of that one.
    fn targets(&mut self, pacts_known: bool) {
        let mut pacts = self.take("pacts");
        let (mut by_partner, mut by_number): (Places<String>, Places<u64>) = Default::default();
        for (at, pact) in pacts.iter_mut().enumerate() {
            let number = pact.as_object_mut().and_then(|pact| pact.remove("no")).and_then(|number| number.as_u64());
            by_number.entry(number.unwrap_or(at as u64 + 1)).or_default().push(at);
            if let Some(partners) = pact["partners"].as_str() {
                by_partner.entry(repair(partners).0).or_default().push(at);
            }
        }
        for (index, mut target) in self.take("targets").into_iter().enumerate() {
            let of = target.as_object_mut().and_then(|target| target.remove("of"));
            let Some(of) = of.as_ref().and_then(Value::as_str) else { continue };
            let numbered = || by_number.get(&of.trim().parse().ok()?);
            let found = by_partner.get(&repair(of).0).or_else(numbered).map_or(&[][..], Vec::as_slice);
            let (found_text, sheet) = (of.to_owned(), "Giao ước".to_owned());
            match *found {
                [at] => {
                    let inner = push(&mut pacts[at], "targets", target);
                    self.moved(&format!(".targets[{index}]"), &format!(".pacts[{at}].targets[{inner}]"));
                }
                [] if !pacts_known => {}
                [] => self.say(&format!(".targets[{index}].of"), Problem::NoSuchEntry { found: found_text, sheet }),
                _ => self.say(&format!(".targets[{index}].of"), Problem::ManyEntries { found: found_text, sheet }),
            }
        }
        self.put("pacts", pacts);
    }

    /// Rows with the same number, or without number and with the same text, are causes of one limitation.
    fn causes(&mut self) {
        let mut known = Limitations::default();
        for (index, mut cause) in self.take("causes").into_iter().enumerate() {
            let Some(parts) = cause.as_object_mut() else { continue };
            let (of, remedy) = (parts.remove("of"), parts.remove("remedy"));
            let number = parts.remove("no").and_then(|number| number.as_u64());
            let empty = parts.is_empty();
            let Some(at) = self.limitation(&mut known, index, number, of.as_ref()) else { continue };
            // The row's other cells say something of the cause, not of the limitation.
            let (row, place) = (format!(".causes[{index}]"), format!(".limitations[{at}]"));
            for (from, to) in [("", ""), (".of", ".text"), (".remedy", ".remedy")] {
                self.also(&format!("{row}{from}"), format!("{place}{to}"));
            }
            let limitation = &mut known.entries[at];
            if let Some(remedy) = remedy {
                let before = limitation.get("remedy").and_then(Value::as_str).map(str::to_owned);
                match before.filter(|before| mended(&remedy) != repair(before).0) {
                    Some(before) => self.say(&format!("{row}.remedy"), Problem::EntryDiffers { before }),
                    None => limitation["remedy"] = remedy,
                }
            }
            if !empty {
                let inner = push(limitation, "causes", cause);
                self.moved(&row, &format!("{place}.causes[{inner}]"));
            }
        }
        self.put("limitations", known.entries);
    }

    /// The place of the limitation that a row speaks of, which is made when it is new.
    fn limitation(&mut self, known: &mut Limitations, row: usize, number: Option<u64>, of: Option<&Value>) -> Option<usize> {
        let text = of.and_then(Value::as_str).map(|text| repair(text).0);
        let path = format!(".causes[{row}].of");
        if let Some(at) = number.and_then(|number| known.by_number.get(&number).copied()) {
            let before = &known.entries[at]["text"];
            if text.is_some_and(|text| mended(before) != text) {
                self.say(&path, Problem::EntryDiffers { before: before.as_str().unwrap_or_default().to_owned() });
                return None;
            }
            return Some(at);
        }
        let Some(text) = text else {
            if !self.unreadable(&path) {
                self.say(&path, Problem::Missing("Hạn chế".to_owned()));
            }
            return None;
        };
        let alike = known.by_text.get(&text).filter(|_| number.is_none()).map_or(&[][..], Vec::as_slice);
        match *alike {
            [at] => Some(at),
            [] => {
                let at = known.entries.len();
                known.entries.push(json!({ "text": of }));
                known.by_text.entry(text).or_default().push(at);
                known.by_number.extend(number.map(|number| (number, at)));
                Some(at)
            }
            _ => {
                self.say(&path, Problem::ManyEntries { found: text, sheet: "Hạn chế, nguyên nhân".to_owned() });
                None
            }
        }
    }

    fn put(&mut self, list: &str, entries: Vec<Value>) {
        if !entries.is_empty() {
            self.fields.insert(list.to_owned(), Value::Array(entries));
        }
    }

    /// Gives a cell another path as well.
    fn also(&mut self, from: &str, to: String) {
        if let Some(cell) = self.cells.get(from).cloned() {
            self.cells.entry(to).or_insert(cell);
        }
    }

    /// Gives the cells under one path another path as well.
    fn moved(&mut self, from: &str, to: &str) {
        let found: Vec<(String, String)> = self
            .cells
            .range(from.to_owned()..)
            .take_while(|(path, _)| path.starts_with(from))
            .map(|(path, cell)| (format!("{to}{}", &path[from.len()..]), cell.clone()))
            .collect();
        for (path, cell) in found {
            self.cells.entry(path).or_insert(cell);
        }
    }
}

/// A text as everything that comes in is mended; empty for anything else.
fn mended(value: &Value) -> String {
    value.as_str().map(|text| repair(text).0).unwrap_or_default()
}

/// Appends to a list of an entry and tells the place.
fn push(entry: &mut Value, list: &str, value: Value) -> usize {
    if let Some(list) = entry.get_mut(list).and_then(Value::as_array_mut) {
        list.push(value);
        return list.len() - 1;
    }
    entry[list] = json!([value]);
    0
}

/// Several texts in one cell: parted by semicolons, in straight quotes when a text has one itself.
pub fn joined(texts: &[String]) -> String {
    let quoted = |text: &String| {
        if text.contains(';') || text.starts_with('"') { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
    };
    texts.iter().map(quoted).collect::<Vec<_>>().join("; ")
}

/// The texts of such a cell.
pub fn parted(cell: &str) -> Vec<String> {
    let (mut texts, mut left) = (Vec::new(), cell.trim_start());
    while !left.is_empty() {
        if let Some((text, rest)) = left.strip_prefix('"').and_then(quoted_text) {
            texts.push(text);
            left = rest.trim_start().trim_start_matches(';').trim_start();
        } else {
            let (text, rest) = left.split_once(';').unwrap_or((left, ""));
            texts.push(text.trim().to_owned());
            left = rest.trim_start();
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// A text up to its closing quote, which the end of the cell or a semicolon follows; and what is left.
fn quoted_text(inner: &str) -> Option<(String, &str)> {
    let mut from = 0;
    loop {
        let at = from + inner[from..].find('"')?;
        let rest = &inner[at + 1..];
        if rest.starts_with('"') {
            from = at + 2;
        } else {
            let closed = rest.trim_start().is_empty() || rest.trim_start().starts_with(';');
            return closed.then(|| (inner[..at].replace("\"\"", "\""), rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{joined, parted};

    #[test]
    fn texts_in_one_cell_come_apart_as_they_were_put_together() {
        for texts in [&["Trần Văn A", "Tổ 1; Tổ 2"][..], &["\"Đội 3\"; ca đêm"], &["\"x", "y\""], &["a"], &[]] {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(parted(&joined(&texts)), texts, "{}", joined(&texts));
        }
        assert_eq!(parted("a;; b ;"), ["a", "b"]);
        assert_eq!(parted("\"a\" b; c"), ["\"a\" b", "c"]);
    }
}
