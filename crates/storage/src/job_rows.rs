//! Rows of schedules, jobs and alarms as they stand in the tables, and how they are read.

use thidua_domain::job::{Alarm, Job, JobState};
use thidua_domain::period::Period;
use thidua_domain::ports::{ReportId, StoreError};
use thidua_domain::schedule::{Missed, Schedule, ScheduleState};
use thidua_domain::text::Text;
use uuid::Uuid;

use crate::codec::{Place, from_json, instant, parse, unsigned};

pub struct ScheduleRow {
    pub id: String,
    pub agency: String,
    pub job: String,
    pub name: String,
    pub rule: String,
    pub task: String,
    pub missed: String,
    pub state: String,
    pub since: i64,
}

impl ScheduleRow {
    pub fn decode(self) -> Result<Schedule, StoreError> {
        let place = |column| Place("schedules", column, self.id.as_str());
        let missed = match self.missed.as_str() {
            "once" => Missed::Once,
            "skip" => Missed::Skip,
            "ask" => Missed::Ask,
            other => return Err(place("missed").corrupt(format!("unknown policy {other}"))),
        };
        let state = match self.state.as_str() {
            "draft" => ScheduleState::Draft,
            "active" => ScheduleState::Active,
            "paused" => ScheduleState::Paused,
            other => return Err(place("state").corrupt(format!("unknown state {other}"))),
        };
        Ok(Schedule {
            id: parse(&self.id, place("id"))?,
            agency: parse(&self.agency, place("agency_id"))?,
            job: parse(&self.job, place("job"))?,
            rule: from_json(&self.rule, place("rule"))?,
            task: from_json(&self.task, place("task"))?,
            since: instant(self.since, place("since"))?,
            name: Text::new(&self.name),
            missed,
            state,
        })
    }
}

pub struct JobRow {
    pub id: String,
    pub kind: String,
    pub agency: String,
    pub period: Option<String>,
    pub schedule_id: Option<String>,
    pub schedule_name: Option<String>,
    pub task: String,
    pub nominal_at: i64,
    pub late: i64,
    pub state: String,
    pub run_at: i64,
    pub attempt: i64,
    pub max_attempts: i64,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub result: String,
    pub report: Option<String>,
}

impl JobRow {
    pub fn decode(self) -> Result<Job, StoreError> {
        let place = |column| Place("jobs", column, self.id.as_str());
        let state = match self.state.as_str() {
            "available" => JobState::Available,
            "running" => JobState::Running,
            "completed" => JobState::Completed,
            "discarded" => JobState::Discarded,
            "held" => JobState::Held,
            other => return Err(place("state").corrupt(format!("unknown state {other}"))),
        };
        let schedule = match (&self.schedule_id, &self.schedule_name) {
            (Some(id), Some(name)) => Some((parse::<Uuid>(id, place("schedule_id"))?, Text::new(name))),
            _ => None,
        };
        Ok(Job {
            id: parse(&self.id, place("id"))?,
            kind: parse(&self.kind, place("kind"))?,
            agency: parse(&self.agency, place("agency"))?,
            period: self.period.as_deref().map(|period| parse::<Period>(period, place("period"))).transpose()?,
            schedule,
            task: serde_json::from_str(&self.task).ok(),
            nominal_at: instant(self.nominal_at, place("nominal_at"))?,
            late: self.late == 1,
            state,
            run_at: instant(self.run_at, place("run_at"))?,
            attempt: unsigned(self.attempt, place("attempt"))?,
            max_attempts: unsigned(self.max_attempts, place("max_attempts"))?,
            created_at: instant(self.created_at, place("created_at"))?,
            started_at: self.started_at.map(|at| instant(at, place("started_at"))).transpose()?,
            finished_at: self.finished_at.map(|at| instant(at, place("finished_at"))).transpose()?,
            result: Text::new(&self.result),
            report: self.report.as_deref().map(|id| parse::<Uuid>(id, place("report")).map(ReportId)).transpose()?,
        })
    }
}

pub struct AlarmRow {
    pub id: String,
    pub agency: String,
    pub at: i64,
    pub words: String,
    pub job_id: Option<String>,
    pub by_letter: i64,
}

impl AlarmRow {
    pub fn decode(self) -> Result<Alarm, StoreError> {
        let place = |column| Place("alarms", column, self.id.as_str());
        Ok(Alarm {
            id: parse(&self.id, place("id"))?,
            agency: parse(&self.agency, place("agency"))?,
            at: instant(self.at, place("at"))?,
            words: Text::new(&self.words),
            job: self.job_id.as_deref().map(|id| parse::<Uuid>(id, place("job_id"))).transpose()?,
            by_letter: self.by_letter == 1,
        })
    }
}
