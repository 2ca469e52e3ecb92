//! Letters over a real connection to a mail server that does everything wrong that mail servers do: nothing is lost,
//! nothing comes twice but what the server took without saying so, and nothing goes out that must not.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use support::smtp::{Act, Arrived, Fake};
use support::{Hand, agency, filled, mime, schedule};
use tempfile::TempDir;
use thidua_domain::contact::{Contact, Side};
use thidua_domain::job::{ByMail, JobEnd, JobState, Lane, Task};
use thidua_domain::letter::{Letter, LetterState};
use thidua_domain::ports::{AgencyStore as _, Clerk as _, Format, Issue, JobStore as _, LetterStore as _, ReportStore as _};
use thidua_domain::reporting::{Press, PressError};
use thidua_domain::schedule::{Missed, Schedule, When};
use thidua_domain::settings::{MailSettings, Security, Settings};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::world::World as _;
use thidua_jobs::{Runner, Smtp, serve};
use thidua_storage::SqliteStore;
use uuid::Uuid;

const PDF: &[u8] = b"%PDF-1.7\r\n.\r\n..\r\n\x00\xff";
const SUBJECT: &str = "[DỰ THẢO] Báo cáo thi đua, khen thưởng 6 tháng đầu năm 2022";

/// Prints bytes that would hurt if dots or line ends were touched; finds fault with them, or prints nothing, when told to.
#[derive(Default)]
struct Strict {
    faulty: AtomicBool,
    broken: AtomicBool,
}

impl Press for Strict {
    fn engine(&self) -> String {
        "strict".to_owned()
    }

    fn print(&self, _: &Snapshot, _: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(PressError::Failed("thiếu phông chữ".to_owned()));
        }
        Ok(vec![(Format::Pdf, PDF.to_vec())])
    }

    fn faults(&self, _: &Snapshot, _: Option<Issue>, _: Format, _: &[u8]) -> Vec<String> {
        if self.faulty.load(Ordering::SeqCst) { vec!["thiếu phông chữ".to_owned()] } else { Vec::new() }
    }
}

/// A store with its runner, its settings pointing at a mail server.
struct Office {
    store: Arc<SqliteStore>,
    hand: Arc<Hand>,
    press: Arc<Strict>,
    runner: Runner,
    schedule: Schedule,
    _folder: TempDir,
}

impl Office {
    async fn of(fake: &Fake, security: Security, own: &[&str]) -> Self {
        let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-06-20T00:00:00Z"));
        let store = filled(&folder.path().join("t.db"), &hand).await;
        let mail = MailSettings {
            host: "127.0.0.1".into(),
            port: fake.port(),
            security,
            sender: "van.thu@thanhtra.vn".parse().ok(),
            ..MailSettings::default()
        };
        let settings = Settings { mail, ..Settings::default() };
        settings.check().unwrap();
        store.put_settings(&settings).await.unwrap();
        for email in own {
            put(&store, "Nguyễn Thị Ngọc Ánh", email, Side::Own).await;
        }
        // Neither is ever to get a draft.
        put(&store, "Trưởng phòng", "don.vi@cujut.vn", Side::Unit).await;
        put(&store, "Sở Nội vụ", "so.noi.vu@daknong.vn", Side::Outside).await;
        let press = Arc::new(Strict::default());
        let runner = Runner::new(store.clone(), press.clone(), Arc::new(Smtp), hand.clone());
        let task = Task { by_mail: Some(ByMail::Attachment), outside: true, ..Task::default() };
        let schedule = Schedule { task, ..schedule(&hand, "draft", When::Daily, Missed::Once) };
        store.put_schedule(&schedule).await.unwrap();
        Self { store, hand, press, runner, schedule, _folder: folder }
    }

    /// Makes a draft and does all that is due now.
    async fn draft(&self) -> Uuid {
        let id = self.runner.run_now(&self.schedule).await.unwrap();
        self.runner.work_until_idle().await.unwrap();
        id
    }

    /// Lets time pass from one attempt to the next until nothing waits any more.
    async fn settle(&self) {
        for _ in 0..2_000 {
            self.runner.work_until_idle().await.unwrap();
            let Some(next) = self.store.unfinished().await.unwrap().iter().map(|job| job.run_at).min() else { return };
            self.hand.set(&(next.max(self.hand.now()) + TimeDelta::seconds(1)).to_rfc3339());
        }
        panic!("it never ends: {:?}", self.store.unfinished().await.unwrap());
    }

    /// Letters that bring a report.
    async fn letters(&self) -> Vec<Letter> {
        let letters = self.store.letters(10_000).await.unwrap();
        letters.into_iter().filter(|letter| letter.report.is_some()).collect()
    }

    async fn the_letter(&self) -> Letter {
        let mut letters = self.letters().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        letters.remove(0)
    }

    async fn alarms(&self) -> Vec<String> {
        self.store.alarms().await.unwrap().iter().map(|alarm| alarm.words.to_string()).collect()
    }

    async fn set_mail(&self, change: impl FnOnce(&mut MailSettings)) {
        let mut settings = self.store.settings().await.unwrap();
        change(&mut settings.mail);
        self.store.put_settings(&settings).await.unwrap();
    }
}

/// Keeps a contact; the first of the agency's own people, `chu.quan@...`, is told of alarms.
async fn put(store: &SqliteStore, name: &str, email: &str, side: Side) {
    let units = if side == Side::Unit { vec!["TTH-CUJUT".parse().unwrap()] } else { Vec::new() };
    let contact = Contact { name: name.into(), email: email.parse().unwrap(), side, units, owner: email.starts_with("chu.quan") };
    contact.check().unwrap();
    assert!(store.put_contact(&agency(), &contact).await.unwrap());
}

fn message_id(raw: &str) -> String {
    mime::read(raw).raw("message-id").to_owned()
}

/// A sentence in Vietnamese: it starts with one of ours, whatever the server said behind it.
fn is_vietnamese(why: &str) -> bool {
    why.starts_with("Máy chủ thư") || why.starts_with("Không ")
}

#[tokio::test]
async fn a_draft_comes_by_letter_as_it_was_written_to_own_people_alone() {
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn", "binh@thanhtra.vn"]).await;
    let job = office.draft().await;
    let kept = fake.kept();
    let to: BTreeSet<Vec<String>> = kept.iter().map(|one| one.to.clone()).collect();
    // The task says `outside`, and it does not matter: it is a draft.
    assert!(office.schedule.task.outside);
    assert_eq!(to, BTreeSet::from([vec!["anh@thanhtra.vn".to_owned()], vec!["binh@thanhtra.vn".to_owned()]]));
    assert_eq!(kept.len(), 2);
    let raw = &kept[0].raw;
    assert!(raw.is_ascii() && raw.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])), "{raw}");
    let letter = mime::read(raw);
    assert_eq!(letter.text("subject"), SUBJECT);
    assert_eq!(letter.text("from"), "Thanh tra tỉnh Đắk Nông <van.thu@thanhtra.vn>");
    assert!(letter.text("to").starts_with("Nguyễn Thị Ngọc Ánh <"), "{}", letter.text("to"));
    assert_eq!(letter.raw("auto-submitted"), "auto-generated");
    let parts = letter.parts();
    assert_eq!(parts.len(), 2);
    let written: Vec<String> = parts[0].parts().iter().map(|part| String::from_utf8(part.bytes()).unwrap()).collect();
    assert!(written.iter().all(|words| words.contains("Dự thảo chưa ban hành, chỉ dùng trong nội bộ cơ quan")), "{written:?}");
    assert_eq!(parts[1].file_name().unwrap(), "Dự thảo báo cáo thi đua khen thưởng 6 tháng đầu năm 2022 - bản 1.pdf");
    assert!(parts[1].raw("content-disposition").is_ascii() && parts[1].raw("content-type") == "application/pdf");
    assert_eq!(parts[1].bytes(), PDF);

    let version = &office.store.versions_of_job(job).await.unwrap()[0];
    let letters = office.store.letters_of_report(version.id).await.unwrap();
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        assert_eq!((letter.state, letter.subject.as_str()), (LetterState::Sent, SUBJECT));
        assert_eq!(kept.iter().filter(|one| message_id(&one.raw) == format!("<{}>", letter.message_id)).count(), 1);
    }
    assert_ne!(letters[0].message_id, letters[1].message_id);
}

#[tokio::test]
async fn what_the_server_puts_off_comes_later_once_under_the_same_message_id() {
    for act in [
        Act::Greet("421 4.3.2 dang bao tri"),
        Act::Greet(""),
        Act::Recipient("450 4.2.1 hop thu ban"),
        Act::Recipient("452 4.2.2 hop thu day"),
        Act::Letter("451 4.3.0 thu lai sau"),
        Act::Letter("452 4.3.1 het cho"),
        Act::CutWithin,
    ] {
        let fake = Fake::start().await;
        let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
        fake.script([act, act]);
        office.draft().await;
        let waiting = office.the_letter().await;
        assert_eq!((waiting.state, fake.kept().len(), fake.connections()), (LetterState::Waiting, 0, 1), "{act:?}");
        assert!(is_vietnamese(&waiting.why), "{act:?}: {}", waiting.why);
        office.settle().await;
        let letter = office.the_letter().await;
        assert_eq!((letter.state, letter.why.as_str(), fake.connections()), (LetterState::Sent, "", 3), "{act:?}");
        assert_eq!(letter.message_id, waiting.message_id);
        let seen: BTreeSet<String> = fake.arrived().iter().map(|one| message_id(&one.raw)).collect();
        assert_eq!((fake.kept().len(), seen), (1, BTreeSet::from([format!("<{}>", letter.message_id)])), "{act:?}");
        assert_eq!(office.alarms().await, [""; 0], "two attempts are nobody's business");
        assert_eq!(office.store.attempts(letter.sending).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn a_letter_that_was_taken_without_a_word_comes_twice_and_is_known_as_one() {
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn", "binh@thanhtra.vn"]).await;
    fake.script([Act::CutAfter]);
    office.draft().await;
    office.settle().await;
    let mut came: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in fake.kept() {
        came.entry(message_id(&one.raw)).or_default().push(one.raw);
    }
    let mut times: Vec<usize> = came.values().map(Vec::len).collect();
    times.sort_unstable();
    assert_eq!(times, [1, 2], "only the one that was cut off came twice");
    let twice = came.values().find(|copies| copies.len() == 2).unwrap();
    let same = |name: &str| mime::read(&twice[0]).raw(name) == mime::read(&twice[1]).raw(name);
    assert!(["message-id", "date", "subject", "to"].into_iter().all(same), "{twice:?}");
    assert!(office.letters().await.iter().all(|letter| letter.state == LetterState::Sent));
}

#[tokio::test]
async fn what_the_server_refuses_for_good_is_shown_and_told_and_not_tried_again() {
    for (act, said) in [
        (Act::Recipient("550 5.1.1 khong co nguoi nay"), "khong co nguoi nay"),
        (Act::Recipient("501 5.1.3 dia chi sai"), "dia chi sai"),
        (Act::Letter("552 5.3.4 thu qua lon"), "thu qua lon"),
        (Act::Letter("554 5.7.1 bi nghi la thu rac"), "bi nghi la thu rac"),
    ] {
        let fake = Fake::start().await;
        let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
        fake.script([act]);
        office.runner.run_now(&office.schedule).await.unwrap();
        for lane in [Lane::Press, Lane::Road] {
            assert!(matches!(office.runner.work(lane).await.unwrap(), Some(JobEnd::Completed(_))));
        }
        // The owner comes after the letters of the draft were written.
        put(&office.store, "Chủ quản", "chu.quan@thanhtra.vn", Side::Own).await;
        office.settle().await;
        let letter = office.the_letter().await;
        assert_eq!(letter.state, LetterState::Refused, "{act:?}");
        assert!(letter.why.starts_with("Máy chủ thư từ chối thư (") && letter.why.contains(said), "{act:?}: {}", letter.why);
        let job = office.store.job(letter.sending).await.unwrap().unwrap();
        assert_eq!((job.state, job.attempt), (JobState::Discarded, 1));
        let alarms = office.alarms().await;
        assert!(alarms.len() == 1 && alarms[0].contains(said) && alarms[0].contains("không thử nữa"), "{alarms:?}");
        // The owner is told by letter; the draft itself went to nobody.
        let kept = fake.kept();
        assert_eq!(kept.iter().map(|one| one.to.join(",")).collect::<Vec<_>>(), ["chu.quan@thanhtra.vn"]);
        assert!(mime::read(&kept[0].raw).text("subject").starts_with("Cần xử lý"));
        // Whoever mended the address sends it again, and it is the same letter.
        assert!(office.store.again(letter.sending, office.hand.now()).await.unwrap());
        office.settle().await;
        let again = office.the_letter().await;
        assert_eq!((again.state, again.message_id), (LetterState::Sent, letter.message_id));
    }
}

#[tokio::test]
async fn a_letter_about_an_alarm_that_is_refused_brings_no_further_letter() {
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["chu.quan@thanhtra.vn"]).await;
    fake.script([Act::Recipient("550 5.1.1 khong co nguoi nay"); 50]);
    office.draft().await;
    office.settle().await;
    // The draft, and the letter that tells of it; after each refusal the server is asked whether it takes letters at all.
    assert_eq!(fake.connections(), 4);
    let letters = office.store.letters(100).await.unwrap();
    assert!(letters.len() == 2 && letters.iter().all(|letter| letter.state == LetterState::Refused), "{letters:?}");
    assert_eq!(office.alarms().await.len(), 2, "both are told of on the page");
}

#[tokio::test]
async fn a_server_that_talks_to_nobody_refuses_no_letter_for_good() {
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
    fake.script([Act::Greet("554 5.3.2 khong nhan ket noi"); 2]);
    office.draft().await;
    let waiting = office.the_letter().await;
    assert!(waiting.state == LetterState::Waiting && waiting.why.contains("khong nhan ket noi"), "{waiting:?}");
    office.settle().await;
    assert_eq!((office.the_letter().await.state, fake.kept().len()), (LetterState::Sent, 1));
}

#[tokio::test]
async fn a_login_that_is_refused_is_the_settings_fault_and_the_letter_waits_for_them() {
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
    office
        .set_mail(|mail| {
            mail.user = "van.thu".into();
            mail.password = "sai".to_owned();
        })
        .await;
    fake.script([Act::Login("535 5.7.8 sai mat khau"), Act::Login("454 4.7.0 thu lai sau")]);
    office.draft().await;
    let waiting = office.the_letter().await;
    assert_eq!(waiting.state, LetterState::Waiting);
    assert!(
        waiting.why.starts_with("Máy chủ thư không nhận tên hoặc mật khẩu đăng nhập (") && !waiting.why.contains("sai\""),
        "{waiting:?}"
    );
    assert!(fake.heard().iter().any(|line| line.starts_with("AUTH ")));
    assert!(!fake.heard().iter().any(|line| line.starts_with("MAIL ")), "{:?}", fake.heard());
    office.settle().await;
    let letter = office.the_letter().await;
    assert_eq!((letter.state, letter.message_id, fake.kept().len()), (LetterState::Sent, waiting.message_id, 1));
}

#[tokio::test]
async fn without_a_mail_server_the_draft_is_there_and_the_letters_wait_for_it() {
    let mut fake = Fake::start().await;
    fake.close().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn", "binh@thanhtra.vn"]).await;
    let job = office.draft().await;
    assert_eq!(office.store.job(job).await.unwrap().unwrap().state, JobState::Completed);
    assert_eq!(office.store.versions_of_job(job).await.unwrap().len(), 1, "no letter is waited for");
    // Two days without a server: attempts go on, further and further apart.
    let end = office.hand.now() + TimeDelta::days(2);
    while office.hand.now() < end {
        office.hand.pass(TimeDelta::minutes(17));
        office.runner.work_until_idle().await.unwrap();
    }
    let waiting = office.letters().await;
    assert!(waiting.len() == 2 && waiting.iter().all(|letter| letter.state == LetterState::Waiting), "{waiting:?}");
    assert!(waiting.iter().all(|letter| letter.why.starts_with("Không kết nối được hoặc mất kết nối với máy chủ thư (")), "{waiting:?}");
    assert!(office.alarms().await.iter().all(|words| words.contains("chương trình còn thử tiếp")));
    assert_eq!(office.alarms().await.len(), 1, "one a day is enough for all letters");
    fake.reopen().await;
    office.settle().await;
    let ids: BTreeSet<String> = waiting.iter().map(|letter| format!("<{}>", letter.message_id)).collect();
    assert_eq!(fake.kept().iter().map(|one| message_id(&one.raw)).collect::<BTreeSet<_>>(), ids);
    assert_eq!(fake.kept().len(), 2);
    assert!(office.letters().await.iter().all(|letter| letter.state == LetterState::Sent));
}

#[tokio::test]
async fn a_mail_server_that_never_comes_back_is_given_up_on_and_said_so() {
    let mut fake = Fake::start().await;
    fake.close().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
    office.draft().await;
    office.settle().await;
    let letter = office.the_letter().await;
    assert!(letter.state == LetterState::Refused && is_vietnamese(&letter.why), "{letter:?}");
    assert!(letter.created_at + TimeDelta::days(2) < office.hand.now(), "not within the hour");
    assert!(office.alarms().await.iter().any(|words| words.contains("không thử nữa")));
    // Nothing is lost: it is one press of a button away.
    fake.reopen().await;
    assert!(office.store.again(letter.sending, office.hand.now()).await.unwrap());
    office.settle().await;
    assert_eq!((office.the_letter().await.state, message_id(&fake.kept()[0].raw)), (LetterState::Sent, format!("<{}>", letter.message_id)));
}

#[tokio::test]
async fn a_silent_mail_server_holds_up_nothing_but_letters_and_those_not_for_ever() {
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
    fake.script([Act::Stall]);
    office.runner.run_now(&office.schedule).await.unwrap();
    let (ask, asked) = tokio::sync::oneshot::channel::<()>();
    let loops = tokio::spawn(serve(office.runner.clone(), async move {
        let _ = asked.await;
    }));
    let soon = Duration::from_secs(20);
    let until = |what: &'static str| move |_| panic!("{what}");
    tokio::time::timeout(soon, async {
        while fake.connections() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .unwrap_or_else(until("the letter did not set out"));
    // The loop of letters hangs; the others do their work meanwhile.
    let canary = schedule(&office.hand, "canary", When::Daily, Missed::Once);
    office.store.put_schedule(&canary).await.unwrap();
    let canary = office.runner.run_now(&canary).await.unwrap();
    let draft = office.runner.run_now(&office.schedule).await.unwrap();
    tokio::time::timeout(soon, async {
        for id in [canary, draft] {
            while office.store.job(id).await.unwrap().unwrap().state != JobState::Completed {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    })
    .await
    .unwrap_or_else(until("the desk or the press waited for the mail server"));
    assert!(office.letters().await.iter().all(|letter| letter.state == LetterState::Waiting));
    // A minute and a half later, by a clock that jumps there, the attempt is over and the next letter goes out.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(91)).await;
    tokio::time::resume();
    tokio::time::timeout(soon, async {
        while fake.kept().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .unwrap_or_else(until("the silent server is still waited for"));
    ask.send(()).unwrap();
    loops.await.unwrap();
    let late = office.letters().await.into_iter().find(|letter| letter.state == LetterState::Waiting).expect("one still waits");
    assert_eq!(late.why.as_str(), "Máy chủ thư trả lời quá chậm");
    fake.release();
    office.settle().await;
    assert!(office.letters().await.iter().all(|letter| letter.state == LetterState::Sent));
    assert_eq!(fake.kept().len(), 2, "each once");
}

#[tokio::test]
async fn no_letter_leaves_with_a_file_that_something_is_wrong_with() {
    // Found when the letters are to be written.
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
    office.press.faulty.store(true, Ordering::SeqCst);
    office.draft().await;
    office.settle().await;
    assert_eq!((office.letters().await.len(), fake.connections()), (0, 0));
    let alarms = office.alarms().await;
    assert!(alarms.len() == 1 && alarms[0].contains("không qua kiểm tra nên không gửi: thiếu phông chữ"), "{alarms:?}");

    // Found when a letter that waits is about to go out at last.
    let mut fake = Fake::start().await;
    fake.close().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
    office.draft().await;
    office.press.faulty.store(true, Ordering::SeqCst);
    fake.reopen().await;
    office.settle().await;
    let letter = office.the_letter().await;
    assert!(letter.state == LetterState::Refused && letter.why.contains("thiếu phông chữ"), "{letter:?}");
    assert_eq!(fake.connections(), 0);
    assert_eq!(office.alarms().await.len(), 1);
}

#[tokio::test]
async fn a_draft_that_could_not_be_made_at_first_is_delivered_when_it_is_made() {
    let fake = Fake::start().await;
    let office = Office::of(&fake, Security::Plain, &["anh@thanhtra.vn"]).await;
    office.press.broken.store(true, Ordering::SeqCst);
    let job = office.draft().await;
    assert_eq!(office.store.job(job).await.unwrap().unwrap().state, JobState::Discarded);
    assert_eq!(office.alarms().await.len(), 1, "{:?}", office.alarms().await);
    // Somebody sees to it and runs it again.
    office.press.broken.store(false, Ordering::SeqCst);
    assert!(office.store.again(job, office.hand.now()).await.unwrap());
    office.settle().await;
    assert_eq!(office.store.job(job).await.unwrap().unwrap().state, JobState::Completed);
    assert_eq!((office.the_letter().await.state, fake.kept().len()), (LetterState::Sent, 1));
}

#[tokio::test]
async fn without_a_protected_connection_nothing_is_said_that_others_could_read() {
    for (security, offered) in [
        (Security::StartTls, ""),
        (Security::StartTls, "454 4.7.0 TLS khong dung duoc"),
        // It says yes and goes on in plain words, as somebody in between would.
        (Security::StartTls, "220 2.0.0 moi"),
        (Security::Tls, ""),
    ] {
        let fake = Fake::with_start_tls(offered).await;
        let office = Office::of(&fake, security, &["anh@thanhtra.vn"]).await;
        office
            .set_mail(|mail| {
                mail.user = "van.thu".into();
                mail.password = "mat-khau".to_owned();
            })
            .await;
        office.draft().await;
        let letter = office.the_letter().await;
        assert_eq!((letter.state, fake.connections()), (LetterState::Waiting, 1), "{security:?} {offered}");
        let job = office.store.job(letter.sending).await.unwrap().unwrap();
        assert_eq!((job.state, job.attempt), (JobState::Available, 1), "{security:?} {offered}: {}", job.result);
        assert!(is_vietnamese(&letter.why), "{}", letter.why);
        let heard = fake.heard();
        let spoken = |line: &String| line.is_ascii() && ["AUTH", "MAIL", "RCPT", "DATA"].iter().any(|word| line.starts_with(word));
        assert!(!heard.iter().any(spoken) && fake.arrived().is_empty(), "{security:?} {offered}: {heard:?}");
        // The operator sees why at once, and it stays a matter of the settings: the letter goes when they are right.
        office.set_mail(|mail| mail.security = Security::Plain).await;
        office.settle().await;
        assert_eq!((office.the_letter().await.state, fake.kept().len()), (LetterState::Sent, 1));
    }
}

/// A sequence of numbers that is the same in every run.
fn dice(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[tokio::test]
async fn whatever_a_server_does_in_whatever_order_the_ledger_and_the_server_agree() {
    let people: Vec<String> = (0..6).map(|number| format!("can.bo.{number}@thanhtra.vn")).collect();
    for mut seed in 1..=3 {
        let mut fake = Fake::start().await;
        let office = Office::of(&fake, Security::Plain, &people.iter().map(String::as_str).collect::<Vec<_>>()).await;
        fake.script((0..60).map(|_| match dice(&mut seed) % 12 {
            0 | 1 => Act::Take,
            2 => Act::Greet("421 4.3.2 dang bao tri"),
            3 => Act::Recipient("450 4.2.1 hop thu ban"),
            4 => Act::Letter("451 4.3.0 thu lai sau"),
            5 => Act::Letter("452 4.3.1 het cho"),
            6 => Act::CutWithin,
            7 | 8 => Act::CutAfter,
            9 => Act::Recipient("550 5.1.1 khong co nguoi nay"),
            10 => Act::Letter("552 5.3.4 thu qua lon"),
            _ => Act::Greet(""),
        }));
        for round in 0..4 {
            office.draft().await;
            if round == 2 {
                // The server goes away for half a day, and comes back.
                fake.close().await;
                for _ in 0..12 {
                    office.hand.pass(TimeDelta::hours(1));
                    office.runner.work_until_idle().await.unwrap();
                }
                fake.reopen().await;
            }
        }
        office.settle().await;
        let letters = office.letters().await;
        assert_eq!(letters.len(), 4 * people.len(), "every letter is in the ledger");
        let arrived: Vec<(String, Arrived)> = fake.arrived().into_iter().map(|one| (message_id(&one.raw), one)).collect();
        let told = office.alarms().await;
        let of = |letter: &Letter| {
            let id = format!("<{}>", letter.message_id);
            arrived.iter().filter(|(known, _)| *known == id).map(|(_, one)| one).collect::<Vec<_>>()
        };
        for letter in &letters {
            let came = of(letter);
            let said_so = came.iter().filter(|one| one.act == Act::Take).count();
            assert!(came.iter().all(|one| one.to == [letter.recipient.to_string()]), "{letter:?}");
            match letter.state {
                LetterState::Sent => assert_eq!(said_so, 1, "the server said that it took it, once: {letter:?}"),
                LetterState::Refused => {
                    assert_eq!(said_so, 0, "{letter:?}");
                    assert!(letter.why.starts_with("Máy chủ thư từ chối thư ("), "{letter:?}");
                    assert!(told.iter().any(|words| words.contains("không thử nữa")), "{told:?}");
                }
                LetterState::Waiting => panic!("it still waits: {letter:?}"),
            }
            let silent = came.iter().filter(|one| one.act == Act::CutAfter).count();
            assert_eq!(came.iter().filter(|one| one.kept()).count(), said_so + silent, "twice only where the server kept silent");
        }
        assert!(
            letters.iter().any(|letter| letter.state == LetterState::Sent) && letters.iter().any(|one| one.state == LetterState::Refused)
        );
        let known: usize = letters.iter().map(|letter| of(letter).len()).sum();
        assert_eq!(known, arrived.len(), "the server has nothing that the ledger does not know");
        let to: BTreeSet<String> = arrived.iter().flat_map(|(_, one)| one.to.clone()).collect();
        assert!(to.iter().all(|address| people.contains(address)), "{to:?}");
    }
}
