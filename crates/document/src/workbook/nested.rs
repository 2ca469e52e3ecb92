//! Sheets whose rows belong to rows of another: targets to pacts, causes to limitations. On the sheets
//! they stand apart; in the submission they are nested.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use thidua_domain::input::finding::{Findings, Problem};
use thidua_domain::input::repair::repair;

/// The fields of a submission and the cells they came from.
pub struct Nest<'a> {
    pub fields: Map<String, Value>,
    pub cells: &'a mut BTreeMap<String, String>,
    pub findings: &'a mut Findings,
}

impl Nest<'_> {
    /// Puts targets into their pacts and causes into their limitations.
    pub fn nest(mut self) -> Map<String, Value> {
        self.targets();
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
        self.findings.say(place, problem);
    }

    /// A target names its pact by the number of the row or by the partner, when that is one only.
    fn targets(&mut self) {
        const SHEET: &str = "Giao ước";
        let mut pacts = self.take("pacts");
        let mut numbers = Vec::new();
        for (index, pact) in pacts.iter_mut().enumerate() {
            let number = pact.as_object_mut().and_then(|pact| pact.remove("no")).and_then(|number| number.as_u64());
            numbers.push(number.unwrap_or(index as u64 + 1));
        }
        for (index, mut target) in self.take("targets").into_iter().enumerate() {
            let of = target.as_object_mut().and_then(|target| target.remove("of"));
            let Some(of) = of.as_ref().and_then(Value::as_str) else { continue };
            let by_partner: Vec<usize> = (0..pacts.len()).filter(|at| same(&pacts[*at]["partners"], of)).collect();
            let by_number = || (0..pacts.len()).filter(|at| of.trim().parse() == Ok(numbers[*at])).collect();
            let found = if by_partner.is_empty() { by_number() } else { by_partner };
            let (found_text, sheet) = (of.to_owned(), SHEET.to_owned());
            match found[..] {
                [at] => {
                    let inner = push(&mut pacts[at], "targets", target);
                    self.moved(&format!(".targets[{index}]"), &format!(".pacts[{at}].targets[{inner}]"));
                }
                [] => self.say(&format!(".targets[{index}].of"), Problem::NoSuchEntry { found: found_text, sheet }),
                _ => self.say(&format!(".targets[{index}].of"), Problem::ManyEntries { found: found_text, sheet }),
            }
        }
        self.put("pacts", pacts);
    }

    /// Rows with the same number, or without number and with the same text, are causes of one limitation.
    fn causes(&mut self) {
        let mut limitations: Vec<(Option<u64>, Value)> = Vec::new();
        for (index, mut cause) in self.take("causes").into_iter().enumerate() {
            let Some(parts) = cause.as_object_mut() else { continue };
            let (of, remedy) = (parts.remove("of"), parts.remove("remedy"));
            let number = parts.remove("no").and_then(|number| number.as_u64());
            let empty = parts.is_empty();
            let Some(at) = self.limitation(&mut limitations, index, number, of.as_ref()) else { continue };
            self.moved(&format!(".causes[{index}]"), &format!(".limitations[{at}]"));
            if let Some(remedy) = remedy {
                let known = limitations[at].1.get("remedy").and_then(Value::as_str).map(str::to_owned);
                match known.filter(|known| !same(&remedy, known)) {
                    Some(before) => self.say(&format!(".causes[{index}].remedy"), Problem::EntryDiffers { before }),
                    None => limitations[at].1["remedy"] = remedy,
                }
            }
            if !empty {
                let inner = push(&mut limitations[at].1, "causes", cause);
                self.moved(&format!(".causes[{index}]"), &format!(".limitations[{at}].causes[{inner}]"));
            }
        }
        self.put("limitations", limitations.into_iter().map(|(_, limitation)| limitation).collect());
    }

    /// The place of the limitation that a row speaks of, which is made when it is new.
    fn limitation(&mut self, known: &mut Vec<(Option<u64>, Value)>, row: usize, number: Option<u64>, of: Option<&Value>) -> Option<usize> {
        let text = of.and_then(Value::as_str).map(str::to_owned);
        let path = format!(".causes[{row}].of");
        let numbered = number.and_then(|number| known.iter().position(|(other, _)| *other == Some(number)));
        if let Some(at) = numbered {
            let before = known[at].1["text"].as_str().unwrap_or_default().to_owned();
            if text.is_some_and(|text| !same(&known[at].1["text"], &text)) {
                self.say(&path, Problem::EntryDiffers { before });
                return None;
            }
            return Some(at);
        }
        let Some(text) = text else {
            self.say(&path, Problem::Missing("Hạn chế".to_owned()));
            return None;
        };
        let alike: Vec<usize> = (0..known.len()).filter(|at| number.is_none() && same(&known[*at].1["text"], &text)).collect();
        match alike[..] {
            [at] => Some(at),
            [] => {
                known.push((number, json!({ "text": of })));
                Some(known.len() - 1)
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

/// True when two texts are the same once they are mended as everything that comes in is.
fn same(value: &Value, text: &str) -> bool {
    value.as_str().is_some_and(|value| repair(value).0 == repair(text).0)
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
