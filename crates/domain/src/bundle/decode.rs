//! From JSON to domain values: the bundle, its agency, units, periods and texts.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{NaiveDate, NaiveTime};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::decode_content::submission;
use super::finding::{Expected, Finding, Problem};
use super::reader::{Findings, Node, Object};
use super::{AgencyTexts, Bundle, FORMAT};
use crate::agency::{Agency, Signer, Unit};
use crate::period::{ReportingPeriod, default_lock_at};
use crate::text::Text;
use crate::validity::{DatedName, Validity};

/// Decodes a bundle; `None` when no sound bundle came out.
pub fn bundle(json: &[u8]) -> (Option<Bundle>, Vec<Finding>) {
    let value = match parse(json) {
        Ok(value) => value,
        Err(problem) => return (None, vec![Finding { path: "$".to_owned(), problem }]),
    };
    let findings: Findings = RefCell::default();
    let bundle = top(&Node::root(&value, &findings));
    let findings = findings.into_inner();
    (bundle.filter(|_| findings.is_empty()), findings)
}

fn top(node: &Node<'_>) -> Option<Bundle> {
    let mut object = node.object()?;
    let format = object.required("format");
    if let Some(node) = &format
        && node.text()?.as_str() != FORMAT
    {
        node.report(Problem::Expected(Expected::Format));
    }
    let agency = object.required("agency").and_then(|node| agency(&node));
    let units = object.list("units", unit);
    let periods = object.list("periods", period);
    let texts = object.list("texts", texts);
    let submissions = object.list("submissions", submission);
    object.finish();
    Some(Bundle { agency: agency?, units, periods, texts, submissions })
}

fn agency(node: &Node<'_>) -> Option<Agency> {
    let mut object = node.object()?;
    let code = object.required("code").and_then(|n| n.code());
    let names = names(&mut object);
    let mut text = |field| object.required(field).and_then(|n| n.text());
    let (superior, symbol, place, sector) = (text("superior"), text("symbol"), text("place"), text("sector"));
    let archive = text("archive");
    let address = object.text_or_empty("address");
    let addressees = object.list("addressees", Node::text);
    let recipients = object.list("recipients", Node::text);
    let signer = object.required("signer").and_then(|n| signer(&n));
    let illustrative = object.required("illustrative").and_then(|n| n.bool());
    object.finish();
    Some(Agency {
        code: code?,
        names: names?,
        superior: superior?,
        symbol: symbol?,
        place: place?,
        sector: sector?,
        address,
        addressees,
        recipients,
        archive: archive?,
        signer: signer?,
        illustrative: illustrative?,
    })
}

fn signer(node: &Node<'_>) -> Option<Signer> {
    let mut object = node.object()?;
    let titles = object.required("titles").and_then(|n| {
        let titles = n.each(Node::text)?;
        if titles.is_empty() {
            n.report(Problem::EmptyList);
            return None;
        }
        Some(titles)
    });
    let name = object.required("name").and_then(|n| n.text());
    object.finish();
    Some(Signer { titles: titles?, name: name? })
}

fn names(object: &mut Object<'_>) -> Option<Vec<DatedName>> {
    let node = object.required("names")?;
    let names = node.each(|node| {
        let mut object = node.object()?;
        let full = object.required("full").and_then(|n| n.text());
        let short = object.optional("short").and_then(|n| n.text());
        let validity = validity(&mut object);
        object.finish();
        let full = full?;
        Some(DatedName { short: short.unwrap_or_else(|| full.clone()), full, validity })
    })?;
    if names.is_empty() {
        node.report(Problem::EmptyList);
        return None;
    }
    Some(names)
}

fn validity(object: &mut Object<'_>) -> Validity {
    let from = object.optional("valid_from").and_then(|n| n.day());
    let to = object.optional("valid_to").and_then(|n| n.day());
    check_order(object, from, to);
    Validity { from, to }
}

fn check_order(object: &Object<'_>, from: Option<NaiveDate>, to: Option<NaiveDate>) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        object.report(Problem::Backwards { from: from.to_string(), to: to.to_string() });
    }
}

fn unit(node: &Node<'_>) -> Option<Unit> {
    let mut object = node.object()?;
    let code = object.required("code").and_then(|n| n.code());
    let kind = object.required("kind").and_then(|n| n.code());
    let names = names(&mut object);
    let position = object.required("position").and_then(|n| n.whole());
    let validity = validity(&mut object);
    object.finish();
    Some(Unit { code: code?, kind: kind?, names: names?, position: position?, validity })
}

fn period(node: &Node<'_>) -> Option<ReportingPeriod> {
    let mut object = node.object()?;
    let period = object.required("period").and_then(|n| n.period());
    let from = object.optional("data_from").and_then(|n| n.day());
    let to = object.optional("data_to").and_then(|n| n.day());
    let due_at = object.required("due_at").and_then(|n| n.instant());
    let lock_at = object.optional("lock_at").and_then(|n| n.instant());
    let (default_from, default_to) = period?.default_window();
    let (data_from, data_to) = (from.unwrap_or(default_from), to.unwrap_or(default_to));
    check_order(&object, Some(data_from), Some(data_to));
    let due_at = due_at?;
    let lock_at = lock_at.unwrap_or_else(|| default_lock_at(due_at));
    let window_ends = crate::period::at_civil(data_to, NaiveTime::MIN) + chrono::Duration::days(1);
    if due_at < window_ends || lock_at < due_at {
        object.report(Problem::DueTooEarly);
    }
    object.finish();
    Some(ReportingPeriod { period: period?, data_from, data_to, due_at, lock_at })
}

fn texts(node: &Node<'_>) -> Option<AgencyTexts> {
    let mut object = node.object()?;
    let period = object.required("period").and_then(|n| n.period());
    let request = object.text_or_empty("request");
    let mut sections = BTreeMap::new();
    for (id, node) in object.optional("sections").and_then(|n| n.entries()).unwrap_or_default() {
        if let Some(paragraphs) = node.each(Node::text) {
            sections.insert(Text::new(id), paragraphs);
        }
    }
    object.finish();
    Some(AgencyTexts { period: period?, request, sections })
}

/// Opens the message of a duplicate key, so that it can be told from bad syntax.
const DUPLICATE: &str = "duplicate key: ";

/// Reads JSON and refuses a key that stands twice in one object; `serde_json` would keep the last.
fn parse(json: &[u8]) -> Result<Value, Problem> {
    let syntax = |error: &serde_json::Error| Problem::NotJson { line: error.line(), column: error.column() };
    if let Err(error) = serde_json::from_slice::<UniqueKeys>(json) {
        let text = error.to_string();
        let key = text.strip_prefix(DUPLICATE).map(|rest| rest.rsplit_once(" at line ").map_or(rest, |(key, _)| key));
        return Err(key.map_or_else(|| syntax(&error), |key| Problem::DuplicateKey(key.to_owned())));
    }
    serde_json::from_slice(json).map_err(|error| syntax(&error))
}

/// Walks JSON for its keys alone.
struct UniqueKeys;

impl<'de> de::Deserialize<'de> for UniqueKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for UniqueKeys {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            entries.next_value::<Self>()?;
            if let Some(twice) = seen.replace(key) {
                return Err(de::Error::custom(format!("{DUPLICATE}{twice}")));
            }
        }
        Ok(self)
    }
}
