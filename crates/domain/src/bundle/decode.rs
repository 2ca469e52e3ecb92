//! From JSON to domain values, piece by piece: a bad piece is left out with its findings, and the
//! others are still read, so that everything that is wrong is said at once.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::NaiveTime;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::mend::mend;
use super::rules::Place;
use super::written::{StateWord, WrittenPeriod, WrittenSubmission, shape};
use super::{AgencyTexts, Bundle, Reading};
use crate::agency::Agency;
use crate::contact::Contact;
use crate::input::finding::{Findings, Problem};
use crate::input::json;
use crate::input::shape::{Shape, quoted};
use crate::period::{ReportingPeriod, at_civil, default_lock_at};
use crate::submission::{Submission, TargetRule};
use crate::unit::{Cluster, Succession, Unit};

/// Submissions in one file. A province has some hundreds a period.
const MOST_SUBMISSIONS: usize = 50_000;

/// A decoded bundle with the place of each submission in the file.
pub struct Decoded {
    pub bundle: Bundle,
    /// Where each submission that could be read stands in the file.
    pub places: Vec<Place>,
    /// False when a submission was left out, so that a unit without one may have sent.
    pub complete: bool,
    /// False when units, clusters, successions or periods were left out, so that a name not found proves nothing.
    pub whole: bool,
}

/// Fields of one submission, by its index, of which not everything could be read.
type Unread<'a> = (usize, &'a BTreeSet<String>);

/// Decodes a bundle; `None` when no agency came out.
pub fn bundle(json: &[u8], reading: &Reading<'_>, unread: Option<Unread<'_>>) -> (Option<Decoded>, Findings) {
    let shape = shape();
    let findings = RefCell::new(Findings::default());
    let parts = Parts { whole: true, ..Parts::default() };
    let mut decoder = Decoder { shape, reading, findings: &findings, unread, parts, seen: Vec::new() };
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let read = json::read(json, "submissions", &findings, &mut |field, index, value| decoder.piece(field, index, value));
    let (seen, parts) = (decoder.seen, decoder.parts);
    match read {
        Err(problem) => {
            findings.borrow_mut().say("$".to_owned(), problem);
            return (None, findings.into_inner());
        }
        Ok(()) => {
            for field in shape.required().iter().filter(|field| !seen.iter().any(|name| name == **field)) {
                findings.borrow_mut().say("$".to_owned(), Problem::Missing((*field).to_owned()));
            }
        }
    }
    (parts.into_decoded(), findings.into_inner())
}

/// What has been read so far.
#[derive(Default)]
struct Parts {
    agency: Option<Agency>,
    units: Vec<Unit>,
    clusters: Vec<Cluster>,
    successions: Vec<Succession>,
    contacts: Vec<Contact>,
    periods: Vec<ReportingPeriod>,
    texts: Vec<AgencyTexts>,
    submissions: Vec<Submission>,
    places: Vec<Place>,
    lost: bool,
    whole: bool,
}

impl Parts {
    /// What was sound; an agency that was not is replaced for the checks of the rest, since the file is
    /// refused anyway.
    fn into_decoded(self) -> Option<Decoded> {
        let bundle = Bundle {
            agency: self.agency.or_else(unknown_agency)?,
            units: self.units,
            clusters: self.clusters,
            successions: self.successions,
            contacts: self.contacts,
            periods: self.periods,
            texts: self.texts,
            submissions: self.submissions,
        };
        Some(Decoded { bundle, places: self.places, complete: !self.lost, whole: self.whole })
    }
}

fn unknown_agency() -> Option<Agency> {
    let text = |field: &str| (field.to_owned(), Value::from("?"));
    let mut fields: serde_json::Map<String, Value> =
        ["code", "superior", "symbol", "place", "sector", "archive"].map(text).into_iter().collect();
    fields.insert("code".to_owned(), "unknown".into());
    fields.insert("names".to_owned(), serde_json::json!([{ "full": "?" }]));
    fields.insert("signer".to_owned(), serde_json::json!({ "titles": ["?"], "name": "?" }));
    fields.insert("illustrative".to_owned(), true.into());
    serde_json::from_value(Value::Object(fields)).ok()
}

/// A part of a submission of which not everything could be read.
struct Hole {
    field: String,
    /// The form, when the part is its figures.
    form: Option<String>,
}

impl Hole {
    /// The part that a path inside a submission leads into: `.awards[2].count`, `figures."01/TTr"."4"`.
    fn of(path: &str) -> Self {
        let step = |path: &str| match path.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((quoted, _)) => quoted.to_owned(),
            None => path.split(['.', '[']).next().unwrap_or_default().to_owned(),
        };
        let path = path.trim_start_matches('.');
        Self { field: step(path), form: path.strip_prefix("figures.").map(step) }
    }
}

struct Decoder<'a> {
    shape: &'a Shape,
    reading: &'a Reading<'a>,
    findings: &'a RefCell<Findings>,
    unread: Option<Unread<'a>>,
    parts: Parts,
    seen: Vec<String>,
}

impl Decoder<'_> {
    fn say(&self, path: &str, problem: Problem) {
        self.findings.borrow_mut().say(path.to_owned(), problem);
    }

    fn blocks(&self) -> usize {
        self.findings.borrow().blocks()
    }

    /// One field of the file, or one entry of `submissions`.
    fn piece(&mut self, field: &str, index: Option<usize>, mut value: Value) {
        if index.is_none_or(|index| index == 0) {
            self.seen.push(field.to_owned());
        }
        if index == Some(MOST_SUBMISSIONS) {
            self.say("$.submissions", Problem::TooLarge(format!("{MOST_SUBMISSIONS}")));
        }
        if index.is_some_and(|index| index >= MOST_SUBMISSIONS)
            || (value.is_null() && index.is_none() && !self.shape.required().contains(&field))
        {
            return;
        }
        let path = index.map_or_else(|| format!("$.{}", quoted(field)), |index| format!("$.{field}[{index}]"));
        let Some(schema) = self.shape.field(field, index.is_some()) else {
            return self.say("$", Problem::Unknown { field: field.to_owned(), known: self.shape.fields() });
        };
        mend(&mut value, &path, self.reading, self.findings);
        let before = self.blocks();
        if value.is_null() {
            return self.say("$", Problem::Missing(field.to_owned()));
        }
        self.shape.check_at(schema, &mut value, &path, self.findings);
        let sound = self.blocks() == before;
        if field == "submissions" {
            let unread = self.unread.filter(|(at, fields)| Some(*at) == index && !fields.is_empty()).map(|(_, fields)| fields);
            let holes = if sound && unread.is_none() { Some(BTreeSet::new()) } else { self.leave_out_unsound(&mut value, &path, unread) };
            match holes {
                Some(holes) => self.submission(value, Place { index: index.unwrap_or(0), holes }, &path),
                None => self.parts.lost = true,
            }
            return;
        }
        match field {
            "agency" => self.parts.agency = if sound { self.typed(value, &path) } else { None },
            "units" => self.parts.units = self.list(value, sound, &path),
            "clusters" => self.parts.clusters = self.list(value, sound, &path),
            "successions" => self.parts.successions = self.list(value, sound, &path),
            "contacts" => {
                let whole = self.parts.whole;
                self.parts.contacts = self.list(value, sound, &path);
                self.parts.whole = whole;
            }
            "texts" => {
                let whole = self.parts.whole;
                self.parts.texts = self.list(value, sound, &path);
                self.parts.whole = whole;
            }
            "periods" => {
                let written: Vec<WrittenPeriod> = self.list(value, sound, &path);
                self.parts.periods =
                    written.iter().enumerate().map(|(index, period)| self.period(&format!("{path}[{index}]"), period)).collect();
            }
            _ => {}
        }
    }

    fn typed<T: DeserializeOwned>(&self, value: Value, path: &str) -> Option<T> {
        let typed = serde_json::from_value(value);
        if let Err(error) = &typed {
            self.say(path, Problem::Undecodable(error.to_string()));
        }
        typed.ok()
    }

    fn list<T: DeserializeOwned>(&mut self, value: Value, sound: bool, path: &str) -> Vec<T> {
        self.parts.whole &= sound;
        if sound { self.typed(value, path).unwrap_or_default() } else { Vec::new() }
    }

    fn period(&self, path: &str, written: &WrittenPeriod) -> ReportingPeriod {
        let (default_from, default_to) = written.period.default_window();
        let (data_from, data_to) = (written.data_from.unwrap_or(default_from), written.data_to.unwrap_or(default_to));
        if data_to < data_from {
            self.say(path, Problem::Backwards { from: data_from.to_string(), to: data_to.to_string() });
        }
        let due_at = written.due_at.to_utc();
        let lock_at = written.lock_at.map_or_else(
            || {
                let (lock_at, unknown) = default_lock_at(due_at, &|day| self.reading.catalogue.day_off(day));
                if let Some(year) = unknown {
                    self.say(path, Problem::NoHolidays(year));
                }
                lock_at
            },
            |at| at.to_utc(),
        );
        let window_ends = at_civil(data_to, NaiveTime::MIN) + chrono::Duration::days(1);
        if due_at < window_ends || lock_at < due_at {
            self.say(path, Problem::DueTooEarly);
        }
        ReportingPeriod { period: written.period, data_from, data_to, due_at, lock_at }
    }

    /// Takes the fields with blocking findings out of a submission, and of the figures those of the forms
    /// with one, so that the rules can look at the others; `None` when one of them says whose it is, or
    /// when not all findings were kept.
    fn leave_out_unsound(&self, value: &mut Value, path: &str, unread: Option<&BTreeSet<String>>) -> Option<BTreeSet<String>> {
        let mut found: Vec<Hole> = unread.into_iter().flatten().map(|path| Hole::of(path)).collect();
        let mut misspelt = BTreeSet::new();
        for (rest, problem) in self.findings.borrow().blocking_below(path)? {
            found.push(match problem {
                Problem::Unknown { field, known } if rest.is_empty() => {
                    misspelt.extend(known.iter().cloned());
                    Hole { field: field.clone(), form: None }
                }
                _ => Hole::of(rest),
            });
        }
        let known = ["unit", "period", "state", "reason", "submitted_at", ""];
        if found.iter().any(|hole| known.contains(&hole.field.as_str())) {
            return None;
        }
        let fields = value.as_object_mut()?;
        for hole in &found {
            match (&hole.form, fields.get_mut(&hole.field)) {
                (Some(form), Some(Value::Object(forms))) => drop(forms.remove(form)),
                _ => drop(fields.remove(&hole.field)),
            }
        }
        // A field that is not known may be any of those that are not there.
        misspelt.retain(|field| !fields.contains_key(field));
        Some(found.into_iter().map(|hole| hole.field).chain(misspelt).collect())
    }

    fn submission(&mut self, value: Value, place: Place, path: &str) {
        let Some(written) = self.typed::<WrittenSubmission>(value, path) else {
            self.parts.lost = true;
            return;
        };
        let returned = written.state == StateWord::Returned;
        if returned && written.reason.is_empty() {
            self.say(path, Problem::Missing("reason".to_owned()));
        }
        if !returned && !written.reason.is_empty() {
            self.say(&format!("{path}.reason"), Problem::ReasonMisplaced);
        }
        if written.submitted_at.is_none() && written.state != StateWord::Draft {
            self.say(path, Problem::NotSentYet);
        }
        let submission = written.into_submission();
        for (pact, target) in submission
            .content
            .pacts
            .iter()
            .enumerate()
            .flat_map(|(n, pact)| pact.targets.iter().enumerate().map(move |(m, target)| ((n, m), target)))
        {
            if target.rule != TargetRule::Qualitative && target.plan.is_none() {
                self.say(&format!("{path}.pacts[{}].targets[{}]", pact.0, pact.1), Problem::Missing("plan".to_owned()));
            }
        }
        self.parts.places.push(place);
        self.parts.submissions.push(submission);
    }
}
