//! Schedules and jobs in words.

use chrono::{DateTime, NaiveTime, Timelike, Utc};

use crate::job::{Job, JobState};
use crate::narrative::dates::{civil_time, period_name};
use crate::schedule::{Anchor, Missed, Nominal, Rule, RuleError, ScheduleState, When};

/// `07:00`.
fn hour(at: NaiveTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `07:00, 1 ngày làm việc sau thời hạn gửi báo cáo của mỗi kỳ`.
pub fn rule(rule: &Rule) -> String {
    let hour = hour(rule.at);
    match rule.when {
        When::Relative { anchor, days, working } => {
            let anchor = match anchor {
                Anchor::DataTo => "ngày chốt số liệu",
                Anchor::DueAt => "thời hạn gửi báo cáo",
                Anchor::LockAt => "thời điểm khóa số liệu",
            };
            let unit = if working { "ngày làm việc" } else { "ngày" };
            let moved = match days {
                0 if working => format!("vào {anchor}, hoặc ngày làm việc liền sau nếu là ngày nghỉ,"),
                0 => format!("vào đúng {anchor}"),
                days if days < 0 => format!("{} {unit} trước {anchor}", days.unsigned_abs()),
                days => format!("{days} {unit} sau {anchor}"),
            };
            format!("{hour}, {moved} của mỗi kỳ")
        }
        When::Daily => format!("{hour} hằng ngày"),
        When::Weekly { weekday } => {
            let names = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];
            let name = names.get(usize::from(weekday).wrapping_sub(1)).copied().unwrap_or_default();
            format!("{hour} {name} hằng tuần")
        }
        When::Monthly { day } if day > 28 => format!("{hour} ngày {day} hằng tháng (tháng thiếu: ngày cuối tháng)"),
        When::Monthly { day } => format!("{hour} ngày {day:02} hằng tháng"),
    }
}

/// `07:00 ngày 15/6/2027 (giờ Việt Nam)`.
pub fn instant(at: DateTime<Utc>) -> String {
    format!("{} (giờ Việt Nam)", civil_time(at))
}

/// A run to come, with the period that it is about.
pub fn run(run: &Nominal) -> String {
    let period = run.period.map_or_else(String::new, |period| format!(": {}", period_name(period)));
    format!("{}{period}", instant(run.at))
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
        Some(started) if job.late => format!("đáng lẽ {nominal}, chạy bù {}", instant(started)),
        Some(started) => instant(started),
        None => format!("theo lịch {nominal}"),
    }
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
            (relative(Anchor::LockAt, 0, false), "07:00, vào đúng thời điểm khóa số liệu của mỗi kỳ"),
            (Rule { when: When::Daily, at }, "07:00 hằng ngày"),
            (Rule { when: When::Weekly { weekday: 7 }, at }, "07:00 Chủ nhật hằng tuần"),
            (Rule { when: When::Monthly { day: 5 }, at }, "07:00 ngày 05 hằng tháng"),
        ] {
            assert_eq!(rule(&given), words);
        }
        assert_eq!(instant("2027-06-15T00:00:00Z".parse().unwrap()), "07:00 ngày 15/6/2027 (giờ Việt Nam)");
    }
}
