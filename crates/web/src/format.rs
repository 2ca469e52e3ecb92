//! Display-ready values for templates, and addresses of pages.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use thidua_domain::bundle::{Finding, Level};
use thidua_domain::narrative::dates::civil_time;
use thidua_domain::narrative::numbers::{number, percent};
use thidua_domain::period::Period;
use thidua_domain::ports::{ReportId, ReportState, ReportVersion};
use thidua_domain::quantity::Quantity;
use thidua_domain::reporting::Scope;
use thidua_domain::summary::{Change, Figure};
use thidua_domain::{code::Code, messages};
use uuid::Uuid;

/// `07:00 ngày 14/6/2026 (giờ Việt Nam)`.
pub fn time(instant: DateTime<Utc>) -> String {
    format!("{} (giờ Việt Nam)", civil_time(instant))
}

pub fn period_href(agency: &Code, period: Period) -> String {
    format!("/agencies/{}/periods/{period}", segment(agency.as_str()))
}

pub fn unit_href(agency: &Code, period: Period, unit: &Code) -> String {
    format!("{}/units/{}", period_href(agency, period), segment(unit.as_str()))
}

pub fn reports_href(agency: &Code) -> String {
    format!("/agencies/{}/reports", segment(agency.as_str()))
}

pub fn schedules_href(agency: &Code) -> String {
    format!("/agencies/{}/schedules", segment(agency.as_str()))
}

pub fn contacts_href(agency: &Code) -> String {
    format!("/agencies/{}/contacts", segment(agency.as_str()))
}

pub fn schedule_href(id: Uuid) -> String {
    format!("/schedules/{id}")
}

pub fn job_href(id: Uuid) -> String {
    format!("/jobs/{id}")
}

pub fn report_href(id: ReportId) -> String {
    format!("/reports/{}", id.0)
}

pub fn figure_href(agency: &Code, period: Period, key: &str) -> String {
    format!("{}/figures?key={}", period_href(agency, period), segment(key))
}

/// Percent-encodes all but letters, digits and `-_.`.
pub fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// A change in the cells of a table: signed words and the percentage.
pub fn change(figure: &Figure) -> (String, String) {
    change_words(figure.change(), figure.base.map(|base| (figure.comparable, base)))
}

/// The same for a change between two values.
pub fn change_words(change: Change, values: Option<(Quantity, Quantity)>) -> (String, String) {
    let share = |p: Option<Quantity>| p.map_or_else(|| "-".to_owned(), percent);
    let (now, base) = values.unwrap_or_default();
    match change {
        Change::NoBase => ("chưa có số liệu".to_owned(), "-".to_owned()),
        Change::BothZero | Change::Equal => ("không thay đổi".to_owned(), "-".to_owned()),
        Change::ZeroBase => (format!("tăng {}", number(now)), "-".to_owned()),
        Change::ZeroNow => (format!("giảm {}", number(base)), "-".to_owned()),
        Change::Rise { by, percent } => (format!("tăng {}", number(by)), share(percent)),
        Change::Fall { by, percent } => (format!("giảm {}", number(by)), share(percent)),
    }
}

/// A finding as a row of a list.
pub struct FindingRow {
    pub level: &'static str,
    pub blocks: bool,
    pub rule: String,
    pub place: String,
    pub sentence: String,
}

impl FindingRow {
    pub fn of(finding: &Finding) -> Self {
        Self {
            level: messages::level(finding.level()),
            blocks: finding.level() == Level::Block,
            rule: finding.rule().unwrap_or_default().to_owned(),
            place: messages::place(finding),
            sentence: messages::problem(&finding.problem),
        }
    }
}

/// A report version as a row of a list.
pub struct VersionRow {
    pub href: String,
    pub period: String,
    pub version: u32,
    pub state: String,
    pub made_at: String,
    pub hash: String,
    pub short_hash: String,
    pub engine: String,
    pub illustrative: bool,
    /// The schedule that made it; empty when somebody asked for it.
    pub schedule: String,
    /// The unit or cluster that it is on, by its code; empty of the agency's report.
    pub scope: String,
}

impl VersionRow {
    pub fn of(version: &ReportVersion) -> Self {
        let state = match &version.state {
            ReportState::Draft => "dự thảo".to_owned(),
            ReportState::Issued(issue) | ReportState::Superseded(issue) => {
                format!(
                    "{}, số {:02} ngày {}",
                    messages::report_state(&version.state),
                    issue.number,
                    thidua_domain::narrative::dates::short_date(issue.date)
                )
            }
        };
        Self {
            href: report_href(version.id),
            period: thidua_domain::narrative::dates::period_name(version.period),
            version: version.version,
            state,
            made_at: time(version.made_at),
            short_hash: version.snapshot.chars().take(12).collect(),
            hash: version.snapshot.clone(),
            engine: version.engine.clone(),
            illustrative: version.illustrative,
            schedule: version.schedule.as_ref().map_or_else(String::new, ToString::to_string),
            scope: match &version.scope {
                Scope::Agency => String::new(),
                Scope::Unit(code) | Scope::Cluster(code) => code.to_string(),
            },
        }
    }
}
