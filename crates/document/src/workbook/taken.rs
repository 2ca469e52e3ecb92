//! A filled-in workbook held against what is stored: the bundle it amounts to, or every cell that is wrong.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use thidua_domain::bundle::{Bundle, Finding, Level, Problem, Reading, read_value};
use thidua_domain::difference::{FieldChange, submissions};
use thidua_domain::period::vietnam;
use thidua_domain::submission::Submission;

use super::filled::{Filled, Submitted};
use super::plan::{Field, GENERAL, LISTS};
use super::shown::words;

/// What a workbook brings.
#[derive(Debug)]
pub struct Taken {
    /// The stored agency with the one new submission.
    pub bundle: Bundle,
    /// What it changes; empty when everything is stored already.
    pub changes: Vec<FieldChange>,
    /// Warnings and repairs, by sheet and cell.
    pub notes: Vec<Finding>,
}

impl Filled {
    /// Checks the workbook as a submission sent at `now`.
    ///
    /// # Errors
    /// All findings by sheet and cell, when at least one blocks.
    pub fn take(&self, stored: &Bundle, reading: &Reading<'_>, now: DateTime<Utc>) -> Result<Taken, Vec<Finding>> {
        let refused = |problem| vec![Finding::whole("tệp", problem)];
        let Some(unit) = stored.units.iter().find(|unit| unit.code.as_str() == self.unit) else {
            return Err(refused(Problem::NoSuchUnit(self.unit.clone())));
        };
        let Some(period) = stored.periods.iter().find(|period| period.period == self.period) else {
            return Err(refused(Problem::NoSuchPeriod(self.period)));
        };
        let submitted = self.submitted(&stored.agency, unit, period, reading.catalogue);
        let (of_period, others): (Vec<Submission>, Vec<Submission>) =
            stored.submissions.iter().filter(|sent| sent.unit == unit.code).cloned().partition(|sent| sent.period == self.period);
        let mut whole = Bundle { submissions: others, texts: Vec::new(), ..stored.clone() };
        let value = self.with_submission(&whole, &submitted, now);
        let checked = read_value(&value, reading, &submitted.holes);
        let mut findings = submitted.findings.clone();
        let gone = of_period.iter().flat_map(|before| self.forms_gone(before, reading.catalogue, period.data_to));
        findings.extend(gone.map(|problem| Finding::whole("tệp", problem)));
        let own = |list: Vec<Finding>| by_cell(list, whole.submissions.len(), &submitted);
        let read = match checked {
            Ok(checked) => {
                findings.extend(own(checked.notes));
                checked.bundle.submissions.into_iter().find(|sent| sent.unit == unit.code && sent.period == self.period)
            }
            Err(list) => {
                findings.extend(own(list));
                None
            }
        };
        if read.is_none() && findings.iter().all(|finding| finding.level() != Level::Block) {
            // Stored data of another period stands in the way, since the catalogue has changed under it.
            findings.push(Finding::whole("tệp", Problem::StoredInvalid));
        }
        let Some(mut sent) = read.filter(|_| findings.iter().all(|finding| finding.level() != Level::Block)) else { return Err(findings) };
        let before = of_period.first();
        if let Some(before) =
            before.filter(|before| before.state.counts() && before.figures == sent.figures && before.content == sent.content)
        {
            sent = before.clone();
        }
        let changes = submissions(before, &sent, &words(&stored.agency, reading.catalogue, period.data_to));
        // Only the submission is written: units and periods may have changed since they were read.
        whole = Bundle { units: Vec::new(), clusters: Vec::new(), successions: Vec::new(), periods: Vec::new(), ..whole };
        whole.submissions = vec![sent];
        Ok(Taken { bundle: whole, changes, notes: findings })
    }

    /// The stored bundle with the submission as its last.
    fn with_submission(&self, whole: &Bundle, submitted: &Submitted, now: DateTime<Utc>) -> Value {
        let mut value: Value = serde_json::from_slice(&whole.canonical()).unwrap_or(Value::Null);
        let mut submission = submitted.fields.clone();
        submission.insert("unit".to_owned(), json!(self.unit));
        submission.insert("period".to_owned(), json!(self.period));
        submission.insert("submitted_at".to_owned(), json!(now.with_timezone(&vietnam()).to_rfc3339()));
        match value.get_mut("submissions").and_then(Value::as_array_mut) {
            Some(list) => list.push(Value::Object(submission)),
            None => value["submissions"] = json!([submission]),
        }
        value
    }
}

/// Findings of the new submission, at their cells; those of stored data are not the sender's.
fn by_cell(findings: Vec<Finding>, place: usize, submitted: &Submitted) -> Vec<Finding> {
    let prefix = format!("$.submissions[{place}]");
    let unreadable: BTreeSet<&str> =
        submitted.findings.iter().filter(|finding| finding.level() == Level::Block).map(|finding| finding.path.as_str()).collect();
    let at_cell = |finding: Finding| {
        let inner = finding.path.strip_prefix(&prefix)?;
        let Problem::Missing(field) = &finding.problem else {
            let path = nearest(inner, submitted);
            let told = matches!(finding.problem, Problem::Expected(_)) && unreadable.contains(path.as_str());
            return (!told).then_some(Finding { path, ..finding });
        };
        let whole = format!("{inner}.{field}");
        let path = nearest(&whole, submitted);
        // A cell that could not be read has a finding of its own.
        let title = title_of(&whole).unwrap_or(field).to_owned();
        (!unreadable.contains(path.as_str())).then_some(Finding { path, problem: Problem::Missing(title), ..finding })
    };
    findings.into_iter().filter_map(at_cell).collect()
}

/// The cell of a path, or of the shortest way out of it that has one.
fn nearest(path: &str, submitted: &Submitted) -> String {
    let mut end = path.len();
    loop {
        if let Some(cell) = submitted.cells.get(&path[..end]) {
            return cell.clone();
        }
        match path[..end].rfind(['.', '[']) {
            Some(shorter) => end = shorter,
            None => return "tệp".to_owned(),
        }
    }
}

/// The title over the cell of a path: `.awards[2].count` is "Số lượng".
fn title_of(path: &str) -> Option<&'static str> {
    let title = |fields: &'static [Field], key: &str| Some(fields.iter().find(|field| field.key == key)?.title);
    let Some((list, key)) = path.rsplit_once("].") else { return title(GENERAL, path.trim_start_matches('.')) };
    let list = list[..list.rfind('[')?].rsplit('.').next()?;
    title(LISTS.iter().find(|plan| plan.list == list)?.fields, key)
}
