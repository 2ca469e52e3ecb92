//! Schedules and jobs in words.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};

use uuid::Uuid;

use crate::job::{ByMail, Job, JobState, Task, Whose};
use crate::narrative::dates::{civil_time, period_name};
use crate::period::{DayOff, ReportingPeriod};
use crate::schedule::{Anchor, Due, Missed, Nominal, Rule, RuleError, Schedule, ScheduleState, When};

/// `07:00`.
fn hour(at: NaiveTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `07:00, 1 ngày làm việc sau thời hạn gửi báo cáo của mỗi kỳ`.
pub fn rule(rule: &Rule) -> String {
    let hour = hour(rule.at);
    match &rule.when {
        When::Cron { text } => format!("theo biểu thức cron “{text}” (phút, giờ, ngày, tháng, thứ)"),
        When::Relative { anchor, days, working } => {
            let (days, working) = (*days, *working);
            let anchor = match anchor {
                Anchor::DataTo => "ngày chốt số liệu",
                Anchor::DueAt => "thời hạn gửi báo cáo",
                Anchor::LockAt => "thời điểm khóa số liệu",
            };
            let on = match rule.when {
                When::Relative { anchor: Anchor::DataTo, .. } => "vào ngày chốt số liệu",
                When::Relative { anchor: Anchor::DueAt, .. } => "vào ngày hết hạn gửi báo cáo",
                _ => "vào ngày khóa số liệu",
            };
            let unit = if working { "ngày làm việc" } else { "ngày" };
            let moved = match days {
                0 if working => format!("{on}, hoặc ngày làm việc liền sau nếu là ngày nghỉ,"),
                0 => on.to_owned(),
                days if days < 0 => format!("{} {unit} trước {anchor}", days.unsigned_abs()),
                days => format!("{days} {unit} sau {anchor}"),
            };
            format!("{hour}, {moved} của mỗi kỳ")
        }
        When::Daily => format!("{hour} hằng ngày"),
        When::Weekly { weekday } => {
            let names = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];
            let name = names.get(usize::from(*weekday).wrapping_sub(1)).copied().unwrap_or_default();
            format!("{hour} {name} hằng tuần")
        }
        When::Monthly { day } if *day > 28 => format!("{hour} ngày {day} hằng tháng (tháng thiếu: ngày cuối tháng)"),
        When::Monthly { day } => format!("{hour} ngày {day:02} hằng tháng"),
    }
}

/// `07:00 ngày 15/6/2027 (giờ Việt Nam)`.
pub fn instant(at: DateTime<Utc>) -> String {
    format!("{} (giờ Việt Nam)", civil_time(at))
}

/// A run to come, with the period that it is about; of one that is not open yet the dates are the usual ones.
pub fn run(schedule: &Schedule, run: &Nominal, stored: &[ReportingPeriod]) -> String {
    let known = run.period.is_none_or(|period| stored.iter().any(|known| known.period == period));
    let foreseen = if known { "" } else { " (dự kiến, kỳ chưa mở)" };
    let period = schedule.about(*run).map_or_else(String::new, |period| format!(": {}", period_name(period)));
    format!("{}{period}{foreseen}", instant(run.at))
}

/// The next runs of a schedule in words, at most so many; those whose keys have run come no more.
pub fn next_runs(
    schedule: &Schedule,
    most: usize,
    stored: &[ReportingPeriod],
    ran: &BTreeSet<String>,
    now: DateTime<Utc>,
    day_off: &dyn Fn(NaiveDate) -> DayOff,
) -> Vec<(Nominal, String)> {
    let periods = schedule.counted_periods(stored, now, true, day_off);
    let runs = schedule.rule.runs_after(schedule.since.max(now), most + periods.len(), &periods, day_off);
    let to_come = runs.into_iter().filter(|run| !ran.contains(&schedule.key(*run)));
    to_come.take(most).map(|next| (next, run(schedule, &next, stored))).collect()
}

/// What becomes of missed runs.
pub fn missed(missed: Missed) -> &'static str {
    match missed {
        Missed::Once => "chạy bù một lần",
        Missed::Skip => "bỏ qua",
        Missed::Ask => "chờ người phụ trách quyết định",
    }
}

/// State of a schedule.
pub fn schedule_state(state: ScheduleState) -> &'static str {
    match state {
        ScheduleState::Draft => "bản nháp, chưa chạy",
        ScheduleState::Active => "đang chạy",
        ScheduleState::Paused => "tạm dừng",
    }
}

/// Why a rule is refused.
pub fn rule_error(error: RuleError) -> &'static str {
    match error {
        RuleError::Days => "Số ngày phải từ -366 (trước mốc) đến 366 (sau mốc).",
        RuleError::Weekday => "Thứ trong tuần viết từ 1 (thứ Hai) đến 7 (Chủ nhật).",
        RuleError::MonthDay => "Ngày trong tháng viết từ 1 đến 31.",
        RuleError::Cron => {
            "Biểu thức cron gồm năm phần: phút, giờ, ngày, tháng, thứ, và phải có lần chạy; ví dụ 0 7 1 1,7 * là 07:00 ngày 01/01 và 01/7."
        }
        RuleError::TooClose => "Hai lần chạy phải cách nhau ít nhất 15 phút.",
    }
}

/// State of a job.
pub fn job_state(job: &Job) -> &'static str {
    match job.state {
        JobState::Available if job.attempt > 0 => "chờ thử lại",
        JobState::Available => "chờ chạy",
        JobState::Running => "đang chạy",
        JobState::Completed if job.late => "xong (chạy bù)",
        JobState::Completed => "xong",
        JobState::Discarded => "không thực hiện được",
        JobState::Held => "đã lỡ, chờ quyết định",
    }
}

/// When a job should have run and when it did.
pub fn job_times(job: &Job) -> String {
    let nominal = instant(job.nominal_at);
    match job.started_at {
        Some(started) if job.late => format!("theo lịch {nominal}, chạy bù lúc {}", instant(started)),
        Some(started) => instant(started),
        None if job.schedule.is_some() => format!("theo lịch {nominal}"),
        None => nominal,
    }
}

/// A run that did not happen when it should have, and what becomes of it.
pub fn missed_run(schedule: &Schedule, due: &Due, now: DateTime<Utc>) -> String {
    let period = schedule.about(due.last).map_or_else(String::new, |period| format!(" ({})", period_name(period)));
    let then = match (due.run, due.held) {
        (None, _) => "bỏ qua theo cách xử lý đã chọn",
        (Some(_), true) => "chờ người phụ trách quyết định chạy hay không",
        (Some(_), false) => "đang chạy bù",
    };
    let why = "chương trình không hoạt động vào lúc đó, hoặc ngày của kỳ được ghi sau đó";
    let name = &schedule.name;
    match due.missed {
        None => format!("Lịch “{name}”{period} không chạy đúng lúc {} ({why}); đến {} {then}.", instant(due.last.at), instant(now)),
        Some((first, last)) => {
            let (count, last) = if due.late { (due.before + 1, due.last.at) } else { (due.before, last) };
            let then = if due.late { then } else { "không chạy bù, vì lần chạy gần nhất vẫn đúng giờ" };
            format!("Lịch “{name}” lỡ {count} lần chạy, từ {} đến {} ({why}); đến {} {then}.", instant(first), instant(last), instant(now))
        }
    }
}

/// A schedule whose row in the database cannot be read.
pub fn spoilt_schedule(name: &str, id: Uuid) -> String {
    format!(
        "Lịch “{name}” không đọc được trong cơ sở dữ liệu nên không chạy; bỏ bằng lệnh thidua schedule remove {id} rồi lập lại, hoặc phục hồi từ bản sao lưu."
    )
}

/// A run that failed; `goes_on` when it is tried again.
pub fn failed_run(job: &Job, why: &str, goes_on: bool) -> String {
    let title = crate::job::title(&job.kind);
    let schedule = job.schedule.as_ref().map_or_else(String::new, |(_, name)| format!(" theo lịch “{name}”"));
    let period = job.period.map_or_else(String::new, |period| format!(", {}", period_name(period)));
    let end = if goes_on {
        format!("đã thử {} lần, chương trình còn thử tiếp", job.attempt)
    } else {
        "không thử nữa, cần xử lý rồi chạy lại".to_owned()
    };
    format!("{title}{schedule}{period} không thực hiện được: {}; {end}.", why.trim_end_matches('.'))
}

/// An attempt that took longer than it may.
pub fn too_long(limit: std::time::Duration) -> String {
    format!("Quá {} phút chưa xong", limit.as_secs().div_ceil(60))
}

/// How long an attempt took: `dưới 1 giây`, `12 giây`, `3 phút 05 giây`.
pub fn duration(time: chrono::TimeDelta) -> String {
    match time.num_seconds() {
        ..=0 => "dưới 1 giây".to_owned(),
        seconds if seconds < 60 => format!("{seconds} giây"),
        seconds => format!("{} phút {:02} giây", seconds / 60, seconds % 60),
    }
}

/// Whose reports a run makes.
pub fn whose(whose: Whose) -> &'static str {
    match whose {
        Whose::Agency => "cơ quan",
        Whose::Units => "từng đơn vị",
        Whose::Clusters => "từng cụm, khối thi đua",
    }
}

/// What a schedule's runs are told, in words; empty when nothing but their kind.
pub fn task(task: &Task) -> String {
    let mut parts = Vec::new();
    if !task.whose.is_empty() {
        let named: Vec<&str> = task.whose.iter().map(|one| whose(*one)).collect();
        parts.push(format!("báo cáo của {}", named.join(", ")));
    }
    match task.by_mail {
        Some(ByMail::Attachment) => parts.push("gửi thư kèm tệp PDF".to_owned()),
        Some(ByMail::Link) => parts.push("gửi thư kèm đường dẫn".to_owned()),
        None => {}
    }
    if task.to_folder {
        parts.push("ghi tệp vào thư mục".to_owned());
    }
    if let Some(days) = task.due_after {
        parts.push(format!("thời hạn gửi {days} ngày làm việc sau ngày chốt số liệu"));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_as_officials_say_them() {
        let at = NaiveTime::from_hms_opt(7, 0, 0).unwrap();
        let relative = |anchor, days, working| Rule { when: When::Relative { anchor, days, working }, at };
        for (given, words) in [
            (relative(Anchor::DueAt, 1, true), "07:00, 1 ngày làm việc sau thời hạn gửi báo cáo của mỗi kỳ"),
            (relative(Anchor::DataTo, -3, false), "07:00, 3 ngày trước ngày chốt số liệu của mỗi kỳ"),
            (relative(Anchor::LockAt, 0, false), "07:00, vào ngày khóa số liệu của mỗi kỳ"),
            (Rule { when: When::Daily, at }, "07:00 hằng ngày"),
            (Rule { when: When::Weekly { weekday: 7 }, at }, "07:00 Chủ nhật hằng tuần"),
            (Rule { when: When::Monthly { day: 5 }, at }, "07:00 ngày 05 hằng tháng"),
        ] {
            assert_eq!(rule(&given), words);
        }
        assert_eq!(instant("2027-06-15T00:00:00Z".parse().unwrap()), "07:00 ngày 15/6/2027 (giờ Việt Nam)");
    }
}
