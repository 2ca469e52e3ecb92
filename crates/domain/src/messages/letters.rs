//! What letters say. Each function gives the words of one kind of letter; the person they go to is put in last.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::schedule::instant;
use crate::letter::{LetterState, Words};
use crate::narrative::dates::{period_name, short_date};
use crate::period::{ReportingPeriod, civil_date};
use crate::settings::Settings;
use crate::snapshot::Snapshot;

/// What all letters of one run share.
pub struct Head<'a> {
    /// The agency's name.
    pub agency: &'a str,
    /// The data is made up.
    pub illustrative: bool,
    /// For links.
    pub settings: &'a Settings,
}

impl Head<'_> {
    fn words(&self, to: &str, subject: String) -> Words {
        Words {
            subject,
            from: self.agency.to_owned(),
            to: to.to_owned(),
            paragraphs: Vec::new(),
            items: Vec::new(),
            closing: Vec::new(),
            link: None,
            attached: false,
            illustrative: self.illustrative,
        }
    }

    fn link(&self, words: &str, path: &str) -> Option<(String, String)> {
        self.settings.link(path).map(|address| (words.to_owned(), address))
    }

    /// A period is open: what is counted, until when to send.
    pub fn opening(&self, to: &str, period: &ReportingPeriod, units: &[String]) -> Words {
        let name = period_name(period.period);
        Words {
            paragraphs: vec![
                format!("{} mở kỳ báo cáo công tác thi đua, khen thưởng {name}.", self.agency),
                format!(
                    "Thời kỳ số liệu: từ ngày {} đến hết ngày {}. Thời hạn gửi báo cáo: {}. Sau {}, số liệu được khóa.",
                    short_date(period.data_from),
                    short_date(period.data_to),
                    instant(period.due_at),
                    instant(period.lock_at)
                ),
                "Đề nghị chuẩn bị và gửi báo cáo đúng thời hạn đối với:".to_owned(),
            ],
            items: units.to_vec(),
            ..self.words(to, format!("Mở kỳ báo cáo thi đua, khen thưởng {name}"))
        }
    }

    /// Units have not sent, before or after the due date.
    pub fn reminder(&self, to: &str, period: &ReportingPeriod, units: &[String], now: DateTime<Utc>) -> Words {
        let (name, due) = (period_name(period.period), instant(period.due_at));
        let (subject, state) = if now < period.due_at {
            (format!("Nhắc gửi báo cáo thi đua, khen thưởng {name}"), format!("Thời hạn gửi báo cáo là {due}{}.", left(now, period.due_at)))
        } else {
            (
                format!("Quá hạn gửi báo cáo thi đua, khen thưởng {name}"),
                format!("Thời hạn gửi báo cáo ({due}) đã qua; số liệu được khóa lúc {}.", instant(period.lock_at)),
            )
        };
        Words {
            paragraphs: vec![format!("{} chưa nhận được báo cáo công tác thi đua, khen thưởng {name} của:", self.agency)],
            items: units.to_vec(),
            closing: vec![state, "Đề nghị gửi báo cáo; nếu đã gửi sau thời điểm lập thư này thì không cần trả lời thư.".to_owned()],
            ..self.words(to, subject)
        }
    }

    /// A report goes out: a draft to the agency's own people, an issued one to whom it is for.
    pub fn report(&self, to: &str, told: &ReportTold<'_>) -> Words {
        let name = period_name(told.period);
        let mark = if told.draft { "[DỰ THẢO] " } else { "" };
        let on = told.on.map_or_else(String::new, |on| format!(" của {on}"));
        let mut paragraphs = vec![match told.issue {
            Some((number, date)) => {
                format!("{} gửi Báo cáo công tác thi đua, khen thưởng {name}{on}, số {number:02} ngày {}.", self.agency, short_date(date))
            }
            None => format!(
                "Đã lập dự thảo (bản thứ {}) Báo cáo công tác thi đua, khen thưởng {name}{on}. Dự thảo chưa ban hành, chỉ dùng trong nội bộ cơ quan.",
                told.version
            ),
        }];
        if !told.missing.is_empty() {
            paragraphs.push("Dự thảo lập khi chưa có báo cáo của các đơn vị dưới đây:".to_owned());
        }
        let closing = match told.attached {
            Attached::File => vec!["Báo cáo kèm theo thư này (tệp PDF).".to_owned()],
            Attached::TooLarge if self.settings.site.is_empty() => {
                vec!["Tệp báo cáo vượt dung lượng đính kèm; liên hệ người gửi để nhận tệp.".to_owned()]
            }
            Attached::TooLarge => vec!["Tệp báo cáo vượt dung lượng đính kèm; mở trang báo cáo để tải về.".to_owned()],
            Attached::No => vec!["Mở trang báo cáo để xem và tải về.".to_owned()],
        };
        Words {
            paragraphs,
            items: told.missing.to_vec(),
            closing,
            link: self.link("Trang báo cáo", told.path),
            attached: told.attached == Attached::File,
            ..self.words(to, format!("{mark}Báo cáo thi đua, khen thưởng {name}{on}"))
        }
    }

    /// Who has sent and who has not, by branch.
    pub fn digest(&self, to: &str, board: &Board, now: DateTime<Utc>) -> Words {
        let name = period_name(board.period.period);
        let mut closing = Vec::new();
        if !board.missing.is_empty() {
            closing.push(format!("Chưa gửi: {}.", board.missing.join("; ")));
        }
        if !board.late.is_empty() {
            closing.push(format!("Gửi sau thời hạn: {}.", board.late.join("; ")));
        }
        Words {
            paragraphs: vec![format!(
                "Tình hình gửi báo cáo công tác thi đua, khen thưởng {name} đến {}: đã gửi {}/{} đơn vị. Thời hạn gửi: {}.",
                instant(now),
                board.sent,
                board.expected,
                instant(board.period.due_at)
            )],
            items: board.branches.iter().map(|(branch, sent, expected)| format!("{branch}: {sent}/{expected}")).collect(),
            closing,
            ..self.words(to, format!("Tình hình gửi báo cáo thi đua, khen thưởng {name}: {}/{}", board.sent, board.expected))
        }
    }

    /// Something that should run by itself failed or did not happen.
    pub fn alarm(&self, to: &str, what: &str, at: DateTime<Utc>, path: &str) -> Words {
        Words {
            paragraphs: vec![format!("Lúc {}, chương trình báo cáo thi đua, khen thưởng ghi nhận:", instant(at)), what.to_owned()],
            closing: vec!["Mở trang công việc tự động để xem nguyên nhân và chạy lại.".to_owned()],
            link: self.link("Trang công việc tự động", path),
            ..self.words(to, "Cần xử lý: công việc tự động không thực hiện được hoặc bị lỡ".to_owned())
        }
    }

    /// A letter that shows that letters arrive.
    pub fn test(&self, to: &str, at: DateTime<Utc>) -> Words {
        Words {
            paragraphs: vec![
                format!("Thư này được gửi lúc {} để thử cài đặt thư điện tử của chương trình báo cáo thi đua, khen thưởng.", instant(at)),
                "Nếu đọc được đủ dấu các chữ sau thì thư hiển thị đúng: ằ ẵ ặ ấ ẫ ậ ế ễ ệ ố ỗ ộ ớ ỡ ợ ứ ữ ự đ Đ Ơ Ư.".to_owned(),
            ],
            ..self.words(to, "Thử thư điện tử: báo cáo thi đua, khen thưởng".to_owned())
        }
    }
}

/// `, còn 3 ngày`.
fn left(now: DateTime<Utc>, due: DateTime<Utc>) -> String {
    let days = (civil_date(due) - civil_date(now)).num_days();
    match days {
        days if days > 0 => format!(", còn {days} ngày"),
        _ if due - now > TimeDelta::zero() => ", trong hôm nay".to_owned(),
        _ => String::new(),
    }
}

/// What a letter tells of the report that it brings.
pub struct ReportTold<'a> {
    /// Its period.
    pub period: crate::period::Period,
    /// The unit or cluster that it is on.
    pub on: Option<&'a str>,
    /// Its version.
    pub version: u32,
    /// Whether it is a draft.
    pub draft: bool,
    /// Number and date, when issued.
    pub issue: Option<(u32, NaiveDate)>,
    /// Units that it lacks.
    pub missing: &'a [String],
    /// Whether the file goes with the letter.
    pub attached: Attached,
    /// Its page.
    pub path: &'a str,
}

/// Whether a file goes with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attached {
    /// It does.
    File,
    /// It is too large.
    TooLarge,
    /// It was not asked for.
    No,
}

/// Who has sent for a period and who has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The period.
    pub period: ReportingPeriod,
    /// Units expected.
    pub expected: usize,
    /// Of them, units whose data counts.
    pub sent: usize,
    /// Branch (kind of unit), sent, expected.
    pub branches: Vec<(String, usize, usize)>,
    /// Names of those that have not sent.
    pub missing: Vec<String>,
    /// Names of those that sent after the due date.
    pub late: Vec<String>,
    /// Codes of those that have not sent.
    pub missing_codes: Vec<crate::code::Code>,
}

impl Board {
    /// The board of a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let day = snapshot.period.data_to;
        let mut board = Self {
            period: snapshot.period.clone(),
            expected: 0,
            sent: 0,
            branches: Vec::new(),
            missing: Vec::new(),
            late: Vec::new(),
            missing_codes: Vec::new(),
        };
        let mut units: Vec<_> = snapshot.units.iter().filter(|unit| unit.expected_for(&snapshot.period)).collect();
        let order = |unit: &crate::unit::Unit| {
            let place = snapshot.catalogue.unit_kinds.iter().position(|row| row.code == unit.kind);
            (place.unwrap_or(usize::MAX), unit.position, unit.code.clone())
        };
        units.sort_by_key(|unit| order(unit));
        for unit in units {
            let branch = snapshot.catalogue.unit_kinds.iter().find(|row| row.code == unit.kind);
            let branch = branch.map_or_else(|| unit.kind.to_string(), |row| row.name.to_string());
            let sent = snapshot.submissions.iter().find(|one| one.unit == unit.code && one.state.counts());
            if board.branches.last().is_none_or(|(last, _, _)| *last != branch) {
                board.branches.push((branch, 0, 0));
            }
            let name = unit.name_on(day).full.to_string();
            if let Some((_, in_branch, expected)) = board.branches.last_mut() {
                *expected += 1;
                *in_branch += usize::from(sent.is_some());
            }
            board.expected += 1;
            if let Some(one) = sent {
                board.sent += 1;
                if one.submitted_at.is_some_and(|at| at > snapshot.period.due_at) {
                    board.late.push(name);
                }
            } else {
                board.missing.push(name);
                board.missing_codes.push(unit.code.clone());
            }
        }
        board
    }
}

/// What became of a letter.
pub fn letter_state(state: LetterState) -> &'static str {
    match state {
        LetterState::Waiting => "chờ gửi",
        LetterState::Sent => "đã gửi",
        LetterState::Refused => "không gửi được",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_say_what_an_official_expects() {
        let settings = Settings { site: "http://127.0.0.1:8080".into(), ..Settings::default() };
        let head = Head { agency: "Thanh tra tỉnh Đắk Nông", illustrative: false, settings: &settings };
        let period = crate::schedule::opened("2027-H1".parse().unwrap(), 3, &|_| crate::period::DayOff::Plain).unwrap();
        let opening = head.opening("Nguyễn Văn A", &period, &["Thanh tra huyện Cư Jút".to_owned()]);
        assert_eq!(opening.subject, "Mở kỳ báo cáo thi đua, khen thưởng 6 tháng đầu năm 2027");
        assert!(opening.paragraphs[1].contains("từ ngày 15/12/2026 đến hết ngày 14/6/2027"), "{}", opening.paragraphs[1]);
        assert!(opening.paragraphs[1].contains("17:00 ngày 17/6/2027 (giờ Việt Nam)"), "{}", opening.paragraphs[1]);

        let before = head.reminder("A", &period, &[], period.due_at - TimeDelta::days(2));
        assert!(before.closing[0].ends_with("còn 2 ngày."), "{}", before.closing[0]);
        let same_day = head.reminder("A", &period, &[], period.due_at - TimeDelta::hours(3));
        assert!(same_day.closing[0].ends_with("trong hôm nay."), "{}", same_day.closing[0]);
        let after = head.reminder("A", &period, &[], period.due_at + TimeDelta::days(1));
        assert!(after.subject.starts_with("Quá hạn"), "{}", after.subject);

        let told = ReportTold {
            period: period.period,
            on: None,
            version: 3,
            draft: true,
            issue: None,
            missing: &[],
            attached: Attached::File,
            path: "/reports/x",
        };
        let draft = head.report("A", &told);
        assert_eq!(draft.subject, "[DỰ THẢO] Báo cáo thi đua, khen thưởng 6 tháng đầu năm 2027");
        assert_eq!(draft.link.unwrap().1, "http://127.0.0.1:8080/reports/x");
        let issued = head.report("A", &ReportTold { draft: false, issue: Some((7, "2027-07-02".parse().unwrap())), ..told });
        assert!(!issued.subject.contains("DỰ THẢO") && issued.paragraphs[0].contains("số 07 ngày 02/7/2027"), "{issued:?}");
    }
}
