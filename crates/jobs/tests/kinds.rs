//! What each kind of job does, on a real store: to whom it writes, what it changes, what it refuses.

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use support::{Hand, Post, Stub, agency, filled, runner, schedule};
use thidua_domain::bundle::Bundle;
use thidua_domain::contact::{Contact, Side};
use thidua_domain::job::{ByMail, JobEnd, JobState, Lane, Task, Whose};
use thidua_domain::letter::LetterState;
use thidua_domain::period::Period;
use thidua_domain::ports::{
    AgencyStore as _, Clerk as _, Format, ImportConflict, ImportError, Issue, JobStore as _, LetterStore as _, NewVersion,
    ReportStore as _, StoreCare as _,
};
use thidua_domain::reporting::Scope;
use thidua_domain::schedule::{Anchor, Missed, Schedule, When};
use thidua_domain::settings::{MailSettings, Settings};
use thidua_domain::submission::{Submission, SubmissionState};
use thidua_domain::world::World as _;
use thidua_jobs::{Mailer, Outgoing, Runner, SendError};
use thidua_storage::SqliteStore;
use uuid::Uuid;

fn contact(name: &str, email: &str, side: Side, units: &[&str], owner: bool) -> Contact {
    let units = units.iter().map(|code| code.parse().unwrap()).collect();
    Contact { name: name.into(), email: email.parse().unwrap(), side, units, owner }
}

async fn people(store: &SqliteStore) {
    for person in [
        contact("Chị Ánh", "anh@own.vn", Side::Own, &[], true),
        contact("Anh Bình", "binh@own.vn", Side::Own, &[], false),
        contact("Ông Cường", "cuong@unit.vn", Side::Unit, &["TTH-CUJUT", "TTS-YTE"], false),
        contact("Sở Nội vụ", "snv@outside.vn", Side::Outside, &[], false),
    ] {
        assert!(store.put_contact(&agency(), &person).await.unwrap());
    }
    store
        .put_settings(&Settings {
            mail: MailSettings { host: "127.0.0.1".into(), sender: "a@own.vn".parse().ok(), ..MailSettings::default() },
            site: "http://127.0.0.1:8080".into(),
            ..Settings::default()
        })
        .await
        .unwrap();
}

fn asked(hand: &Hand, job: &str, task: Task) -> Schedule {
    Schedule { task, ..schedule(hand, job, When::Relative { anchor: Anchor::DueAt, days: 0, working: false }, Missed::Once) }
}

/// Runs a schedule now and gives the job as it ended.
async fn run(runner: &Runner, schedule: &Schedule) -> thidua_domain::job::Job {
    runner.store.put_schedule(schedule).await.unwrap();
    let id = runner.run_now(schedule).await.unwrap();
    runner.work_until_idle().await.unwrap();
    runner.store.job(id).await.unwrap().unwrap()
}

async fn recipients(store: &SqliteStore, job: Uuid) -> Vec<String> {
    store.letters_of_job(job).await.unwrap().iter().map(|letter| letter.recipient.to_string()).collect()
}

fn h1() -> Period {
    "2022-H1".parse().unwrap()
}

#[tokio::test]
async fn a_period_is_opened_once_and_each_person_told_once() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-06-15T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let runner = runner(&store, &hand);
    let open = asked(&hand, "open", Task { due_after: Some(2), ..Task::default() });
    let preview = runner.preview(&open).await.unwrap();
    assert_eq!(preview.letters.len(), 1, "looked at first: {preview:?}");
    assert!(store.letters(10).await.unwrap().is_empty(), "and nothing done");
    let first = run(&runner, &open).await;
    assert!(first.state == JobState::Completed && first.result.contains("Đã mở kỳ 6 tháng cuối năm 2022"), "{}", first.result);
    assert_eq!(first.period, Some("2022-H2".parse().unwrap()), "it is about the period that it opens");
    let opened = store.periods(&agency()).await.unwrap().into_iter().find(|known| known.period.period.to_string() == "2022-H2").unwrap();
    assert_eq!(opened.period.due_at, "2022-12-16T10:00:00Z".parse::<DateTime<Utc>>().unwrap());
    assert_eq!(recipients(&store, first.id).await, ["cuong@unit.vn"], "those who send, nobody else");
    let letter = &store.letters_of_job(first.id).await.unwrap()[0];
    assert_eq!((letter.words.as_ref().unwrap().items.len(), letter.state), (2, LetterState::Sent), "both units in one letter");
    let second = run(&runner, &open).await;
    assert!(second.result.contains("Đã có kỳ") && recipients(&store, second.id).await.is_empty(), "{}", second.result);
}

#[tokio::test]
async fn only_those_who_have_not_sent_are_reminded_in_one_letter_each() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-06-15T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let runner = runner(&store, &hand);
    let remind = asked(&hand, "remind", Task::default());
    // For the first half, both units of Mr Cường sent; for the second, which opens now, nobody did.
    let none = run(&runner, &remind).await;
    assert!(recipients(&store, none.id).await.is_empty(), "{}", none.result);
    run(&runner, &asked(&hand, "open", Task::default())).await;
    hand.set("2022-12-10T00:00:00Z");
    let some = run(&runner, &remind).await;
    assert_eq!(recipients(&store, some.id).await, ["cuong@unit.vn"]);
    assert!(some.result.contains("chưa có địa chỉ thư để nhắc"), "{}", some.result);
    let words = store.letters_of_job(some.id).await.unwrap()[0].words.clone().unwrap();
    assert_eq!((words.items.len(), words.subject.as_str()), (2, "Nhắc gửi báo cáo thi đua, khen thưởng 6 tháng cuối năm 2022"));
    hand.set("2022-12-20T00:00:00Z");
    let late = run(&runner, &remind).await;
    assert!(store.letters_of_job(late.id).await.unwrap()[0].subject.starts_with("Quá hạn"));
    hand.set("2023-01-20T00:00:00Z");
    let locked = run(&runner, &remind).await;
    assert!(recipients(&store, locked.id).await.is_empty(), "after the lock nobody can send: {}", locked.result);
}

#[tokio::test]
async fn data_is_locked_at_its_hour_and_takes_nothing_in_until_the_hour_is_moved() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-06-15T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let runner = runner(&store, &hand);
    // One unit's submission is sent, not accepted.
    let mut bundle = store.export(&agency()).await.unwrap().unwrap();
    let own = |one: &&mut Submission| one.period == h1() && one.unit.as_str() == "TTH-CUJUT";
    bundle.submissions.iter_mut().find(own).unwrap().state = SubmissionState::Submitted;
    store.import(&bundle).await.unwrap();
    let lock = asked(&hand, "lock", Task::default());
    let early = run(&runner, &lock).await;
    assert!(early.state == JobState::Discarded && early.result.contains("Chưa đến thời điểm khóa"), "{}", early.result);
    let period = store.periods(&agency()).await.unwrap().into_iter().find(|known| known.period.period == h1()).unwrap().period;
    hand.set(&(period.lock_at + TimeDelta::hours(1)).to_rfc3339());
    let done = run(&runner, &Schedule { id: hand.fresh_id(), ..lock.clone() }).await;
    assert!(done.result.contains("Đã khóa số liệu"), "{}", done.result);
    let mut bundle = store.export(&agency()).await.unwrap().unwrap();
    let states: Vec<&SubmissionState> = bundle.submissions.iter().filter(|one| one.period == h1()).map(|one| &one.state).collect();
    assert!(states.len() > 5 && !states.contains(&&SubmissionState::Accepted), "what was accepted is locked now: {states:?}");
    // What was sent but not accepted takes no change any more either.
    bundle.submissions.iter_mut().find(own).unwrap().submitted_at = Some(hand.now());
    let accepted_again = |mut bundle: Bundle| {
        bundle
            .submissions
            .iter_mut()
            .filter(|one| one.state == SubmissionState::Locked)
            .for_each(|one| one.state = SubmissionState::Accepted);
        bundle
    };
    let unchanged = accepted_again(store.export(&agency()).await.unwrap().unwrap());
    assert_eq!(store.import(&unchanged).await.unwrap().revised_submissions, 0, "the agency's file from before the lock is no other data");
    let refused = store.import(&bundle).await.unwrap_err();
    assert!(matches!(&refused, ImportError::Refused(list) if matches!(list[..], [ImportConflict::PeriodLocked { .. }])), "{refused}");
    for known in bundle.periods.iter_mut().filter(|known| known.period == h1()) {
        known.lock_at = hand.now() + TimeDelta::days(3);
    }
    assert_eq!(store.import(&Bundle { submissions: Vec::new(), ..bundle.clone() }).await.unwrap().changed_rows, 1);
    assert!(store.periods(&agency()).await.unwrap().iter().all(|known| known.locked_at.is_none()), "open again");
    let states = store.export(&agency()).await.unwrap().unwrap().submissions;
    assert!(
        states.iter().filter(|one| one.period == h1()).all(|one| one.state != SubmissionState::Locked),
        "with what the lock had closed"
    );
    // The agency's own file from before the lock brings only what it changes, for one that was accepted too.
    let other = bundle.submissions.iter_mut().find(|one| one.period == h1() && one.state == SubmissionState::Locked).unwrap();
    (other.state, other.submitted_at) = (SubmissionState::Accepted, Some(hand.now()));
    for one in bundle.submissions.iter_mut().filter(|one| one.state == SubmissionState::Locked) {
        one.state = SubmissionState::Accepted;
    }
    assert_eq!(store.import(&bundle).await.unwrap().revised_submissions, 2);
    assert!(run(&runner, &Schedule { id: hand.fresh_id(), ..lock }).await.result.contains("Chưa đến thời điểm khóa"));
}

#[tokio::test]
async fn each_unit_and_cluster_has_its_draft_once_however_often_it_is_tried() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-01T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let press = Arc::new(Stub::default());
    // The third report breaks the press; the attempt after it goes on from there.
    press.panics.store(1, Ordering::SeqCst);
    let runner = Runner::new(store.clone(), press, Arc::new(Post::default()), hand.clone());
    let all = asked(&hand, "draft", Task { whose: vec![Whose::Agency, Whose::Units, Whose::Clusters], ..Task::default() });
    store.put_schedule(&all).await.unwrap();
    let id = runner.run_now(&all).await.unwrap();
    assert!(matches!(runner.work(Lane::Press).await.unwrap(), Some(JobEnd::Retry(..))));
    hand.pass(TimeDelta::minutes(2));
    assert!(matches!(runner.work(Lane::Press).await.unwrap(), Some(JobEnd::Completed(_))));
    let scopes = store.snapshot(&agency(), h1()).await.unwrap().unwrap().scopes();
    let made = store.versions_of_job(id).await.unwrap();
    assert!(scopes.len() > 10 && made.len() == scopes.len(), "{} of {}", made.len(), scopes.len());
    assert!(scopes.iter().all(|scope| made.iter().filter(|version| version.scope == *scope).count() == 1));
    assert!(made.iter().all(|version| version.version == 1 && version.schedule.as_deref().map(str::to_owned) == Some("Lịch".to_owned())));
    assert_eq!(store.versions(&agency(), Some(h1())).await.unwrap().len(), 1, "the agency's list is not full of units");
}

#[tokio::test]
async fn a_draft_goes_to_own_people_and_an_issued_report_out_when_somebody_pressed_send() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-01T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let into = folder.path().join("nhận báo cáo");
    let settings = Settings { folder: into.to_str().unwrap().into(), ..store.settings().await.unwrap() };
    store.put_settings(&settings).await.unwrap();
    let post = Arc::new(Post::default());
    let runner = Runner::new(store.clone(), Arc::new(Stub::default()), post.clone(), hand.clone());
    let task = Task { by_mail: Some(ByMail::Attachment), to_folder: true, outside: true, ..Task::default() };
    run(&runner, &asked(&hand, "draft", task.clone())).await;
    let to = || post.taken.lock().unwrap().iter().map(|letter| letter.to.to_string()).collect::<Vec<_>>();
    assert_eq!(to(), ["anh@own.vn", "binh@own.vn"]);
    {
        let taken = post.taken.lock().unwrap();
        let (name, kind, bytes) = taken[0].file.clone().unwrap();
        assert!(name.starts_with("Dự thảo báo cáo") && kind == "application/pdf" && bytes == b"%PDF-", "{name}");
        assert!(taken.iter().all(|letter| letter.words.subject.starts_with("[DỰ THẢO] ")));
    }
    let files: Vec<String> = std::fs::read_dir(&into).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, ["TTT-DAKNONG-bao-cao-2022-H1-ban-1-du-thao.pdf"]);

    // Issued, and sent by hand.
    let snapshot = store.snapshot(&agency(), h1()).await.unwrap().unwrap();
    let issue = Some(Issue { number: 7, date: "2022-07-01".parse().unwrap() });
    let files = [(Format::Pdf, b"%PDF-".to_vec())];
    let new = NewVersion { snapshot: &snapshot, scope: &Scope::Agency, issue, engine: "stub", job: None, files: &files };
    let version = store.add_version(new).await.unwrap();
    post.taken.lock().unwrap().clear();
    run(&runner, &asked(&hand, "deliver", Task { report: Some(version.id.0), ..task.clone() })).await;
    assert_eq!(to(), ["anh@own.vn", "binh@own.vn", "snv@outside.vn"]);
    assert!(post.taken.lock().unwrap().iter().all(|letter| !letter.words.subject.contains("DỰ THẢO")));

    // Too large to attach: a link instead.
    let large = [(Format::Pdf, vec![b'x'; 11 << 20])];
    let new = NewVersion { snapshot: &snapshot, scope: &Scope::Agency, issue: None, engine: "stub", job: None, files: &large };
    let version = store.add_version(new).await.unwrap();
    post.taken.lock().unwrap().clear();
    run(&runner, &asked(&hand, "deliver", Task { report: Some(version.id.0), to_folder: false, ..task.clone() })).await;
    assert!(post.taken.lock().unwrap().iter().all(|letter| letter.file.is_none() && letter.words.link.is_some()));

    // A secret one goes nowhere.
    let mut secret = snapshot.clone();
    secret.texts.stamps = vec!["secret".parse().unwrap()];
    let new = NewVersion { snapshot: &secret, scope: &Scope::Agency, issue: None, engine: "stub", job: None, files: &files };
    let version = store.add_version(new).await.unwrap();
    post.taken.lock().unwrap().clear();
    for way in [Task { to_folder: false, ..task.clone() }, Task { by_mail: None, ..task }] {
        let refused = run(&runner, &asked(&hand, "deliver", Task { report: Some(version.id.0), ..way })).await;
        assert!(refused.state == JobState::Discarded && refused.result.contains("độ MẬT"), "{}", refused.result);
    }
    assert!(post.taken.lock().unwrap().iter().all(|letter| letter.file.is_none()), "the owner is told, without the report");
    assert_eq!(std::fs::read_dir(&into).unwrap().count(), 2, "nothing of it is in the folder");
}

#[tokio::test]
async fn a_letter_that_waited_goes_only_to_one_who_may_still_have_it() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-01T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let post = Arc::new(Post::default());
    post.put_off.store(2, Ordering::SeqCst);
    let runner = Runner::new(store.clone(), Arc::new(Stub::default()), post.clone(), hand.clone());
    let draft = run(&runner, &asked(&hand, "draft", Task { by_mail: Some(ByMail::Attachment), ..Task::default() })).await;
    let letters = store.letters_of_report(draft.report.unwrap()).await.unwrap();
    assert!(letters.len() == 2 && letters.iter().all(|letter| letter.state == LetterState::Waiting), "{letters:?}");
    // One has left the agency for another body, one has left.
    store.put_contact(&agency(), &contact("Chị Ánh", "anh@own.vn", Side::Outside, &[], false)).await.unwrap();
    store.remove_contact(&agency(), "binh@own.vn").await.unwrap();
    hand.pass(TimeDelta::minutes(5));
    runner.work_until_idle().await.unwrap();
    let letters = store.letters_of_report(draft.report.unwrap()).await.unwrap();
    assert!(letters.iter().all(|letter| letter.state == LetterState::Refused), "{letters:?}");
    assert!(post.taken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_weekly_digest_tells_the_agencys_own_people_who_has_sent() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-06-20T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let digest = run(&runner(&store, &hand), &asked(&hand, "digest", Task::default())).await;
    assert_eq!(recipients(&store, digest.id).await, ["anh@own.vn", "binh@own.vn"]);
    let words = store.letters_of_job(digest.id).await.unwrap()[0].words.clone().unwrap();
    assert!(words.items.iter().any(|item| item.contains(": ")) && words.paragraphs[0].contains("đã gửi"), "{words:?}");
}

#[tokio::test]
async fn what_failed_is_told_to_the_owner_by_letter_and_letters_about_letters_are_not_written() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-01T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let post = Arc::new(Post::default());
    let runner = Runner::new(store.clone(), Arc::new(Stub::default()), post.clone(), hand.clone());
    run(&runner, &asked(&hand, "draft", Task::default())).await;
    // No folder is set: the delivery cannot be done.
    let failed = run(&runner, &asked(&hand, "deliver", Task { to_folder: true, ..Task::default() })).await;
    assert_eq!(failed.state, JobState::Discarded);
    assert_eq!(
        post.taken.lock().unwrap().iter().map(|letter| letter.to.to_string()).collect::<Vec<_>>(),
        ["anh@own.vn"],
        "the owner alone"
    );
    assert!(post.taken.lock().unwrap()[0].words.paragraphs[1].contains("Gửi báo cáo đã lập"));
    assert_eq!(store.alarms().await.unwrap().len(), 1);
    // The mail server refuses the letter about the next failure: one alarm more, no letter about the letter.
    post.put_off.store(1000, Ordering::SeqCst);
    run(&runner, &asked(&hand, "deliver", Task { to_folder: true, ..Task::default() })).await;
    for _ in 0..40 {
        hand.pass(TimeDelta::hours(7));
        runner.work_until_idle().await.unwrap();
    }
    let letters = store.letters(50).await.unwrap();
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert_eq!((letters[0].state, letters[0].why.as_str()), (LetterState::Refused, "máy chủ thư bận"));
    // Somebody runs it again when the server is back.
    post.put_off.store(0, Ordering::SeqCst);
    assert!(store.again(letters[0].sending, hand.now()).await.unwrap());
    runner.work_until_idle().await.unwrap();
    assert_eq!(store.letter(letters[0].id).await.unwrap().unwrap().state, LetterState::Sent);
}

#[tokio::test]
async fn backups_are_restored_kept_in_number_and_missed_when_they_fail() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-07-01T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let to = folder.path().join("b");
    store.put_settings(&Settings { backup_folder: to.to_str().unwrap().into(), backups_kept: 2, ..Settings::default() }).await.unwrap();
    let runner = runner(&store, &hand);
    let backup = asked(&hand, "backup", Task::default());
    for _ in 0..3 {
        let done = run(&runner, &backup).await;
        assert!(done.state == JobState::Completed && done.result.contains("đối chiếu khớp"), "{}", done.result);
        hand.pass(TimeDelta::days(1));
    }
    assert_eq!(std::fs::read_dir(&to).unwrap().count(), 2, "the newest two");
    let last = store.last_backup().await.unwrap().unwrap();
    let copy = SqliteStore::open(std::path::Path::new(&last.path), hand.clone()).await.unwrap();
    assert_eq!(copy.export(&agency()).await.unwrap().unwrap().canonical(), store.export(&agency()).await.unwrap().unwrap().canonical());
    copy.close().await;
    // A folder that is none.
    std::fs::write(folder.path().join("tep"), "x").unwrap();
    let nowhere = folder.path().join("tep").to_str().unwrap().into();
    store.put_settings(&Settings { backup_folder: nowhere, ..Settings::default() }).await.unwrap();
    let id = runner.run_now(&backup).await.unwrap();
    for _ in 0..3 {
        runner.work(Lane::Care).await.unwrap();
        hand.pass(TimeDelta::minutes(10));
    }
    assert_eq!(store.job(id).await.unwrap().unwrap().state, JobState::Discarded);
    assert!(store.alarms().await.unwrap()[0].words.contains("Sao lưu"), "it is told within minutes");
}

#[tokio::test]
async fn pruning_leaves_snapshots_issued_reports_and_the_memory_of_what_ran() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-05-20T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let runner = runner(&store, &hand);
    let draft = asked(&hand, "draft", Task { by_mail: Some(ByMail::Attachment), ..Task::default() });
    store.put_schedule(&draft).await.unwrap();
    let period = store.periods(&agency()).await.unwrap().into_iter().find(|known| known.period.period == h1()).unwrap().period;
    // 07:05 of the day on which units must have sent.
    hand.set(&(period.due_at - TimeDelta::minutes(595)).to_rfc3339());
    runner.tick().await.unwrap();
    runner.work_until_idle().await.unwrap();
    let first = store.versions(&agency(), Some(h1())).await.unwrap()[0].clone();
    run(&runner, &draft).await;
    let second = store.versions(&agency(), Some(h1())).await.unwrap()[0].clone();
    assert_ne!(first.id, second.id);
    hand.pass(TimeDelta::days(900));
    let pruned = run(&runner, &asked(&hand, "prune", Task::default())).await;
    assert!(pruned.result.contains("1 tệp"), "{}", pruned.result);
    assert_eq!(store.file(first.id, Format::Pdf).await.unwrap(), None, "the older draft can be printed again");
    assert!(store.version_snapshot(first.id).await.unwrap().is_some() && store.version(first.id).await.unwrap().is_some());
    assert!(store.file(second.id, Format::Pdf).await.unwrap().is_some(), "the newest stays");
    let letters = store.letters(10).await.unwrap();
    assert!(letters.len() == 4 && letters.iter().all(|letter| letter.words.is_none() && letter.sent_at.is_some()), "{letters:?}");
    assert_eq!(store.jobs(50, 0).await.unwrap().len(), 1, "only the pruning itself is left");
    // The run of the period does not come again though its row is gone.
    store.put_schedule(&Schedule { since: period.due_at - TimeDelta::days(1), ..draft }).await.unwrap();
    runner.tick().await.unwrap();
    runner.work_until_idle().await.unwrap();
    assert_eq!(store.versions(&agency(), Some(h1())).await.unwrap().len(), 2);
}

/// A mail server that never answers.
struct Silent;

#[async_trait]
impl Mailer for Silent {
    async fn send(&self, _: &MailSettings, _: &Outgoing) -> Result<(), SendError> {
        std::future::pending().await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_silent_mail_server_delays_nobody_else() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2022-06-20T00:00:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    people(&store).await;
    let runner = Runner::new(store.clone(), Arc::new(Stub::default()), Arc::new(Silent), hand.clone());
    let digest = asked(&hand, "digest", Task::default());
    store.put_schedule(&digest).await.unwrap();
    runner.run_now(&digest).await.unwrap();
    let draft = asked(&hand, "draft", Task::default());
    store.put_schedule(&draft).await.unwrap();
    let loops = tokio::spawn(thidua_jobs::serve(runner.clone(), std::future::pending()));
    // Letters are under way and hang; reports and quick acts go on.
    while !store.unfinished().await.unwrap().iter().any(|job| job.kind.as_str() == "mail" && job.state == JobState::Running) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let id = runner.run_now(&draft).await.unwrap();
    while store.job(id).await.unwrap().unwrap().state != JobState::Completed {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    loops.abort();
}

#[tokio::test]
async fn a_clock_that_is_put_back_loses_and_doubles_nothing() {
    let (folder, hand) = (tempfile::tempdir().unwrap(), Hand::at("2026-03-01T00:30:00Z"));
    let store = filled(&folder.path().join("t.db"), &hand).await;
    let runner = runner(&store, &hand);
    store.put_schedule(&schedule(&hand, "canary", When::Daily, Missed::Once)).await.unwrap();
    // A year ahead by mistake, and back.
    hand.set("2027-03-02T00:05:00Z");
    runner.tick().await.unwrap();
    let draft = asked(&hand, "draft", Task::default());
    store.put_schedule(&draft).await.unwrap();
    let waiting = runner.run_now(&draft).await.unwrap();
    store.claim(Lane::Press, "dead", hand.now(), hand.now() + TimeDelta::minutes(5)).await.unwrap();
    hand.set("2026-03-02T00:05:00Z");
    assert_eq!(runner.tick().await.unwrap(), 1, "today's run is not waited for until next year");
    assert_eq!(runner.tick().await.unwrap(), 0);
    runner.work_until_idle().await.unwrap();
    assert_eq!(store.job(waiting).await.unwrap().unwrap().state, JobState::Completed, "a lease from the wrong time holds nobody up");
    // Small steps back and forth around a run bring no second one.
    for at in ["2026-03-03T00:00:00Z", "2026-03-02T23:59:59Z", "2026-03-03T00:00:01Z", "2026-03-02T23:59:59Z", "2026-03-03T00:00:02Z"] {
        hand.set(at);
        runner.tick().await.unwrap();
        runner.work_until_idle().await.unwrap();
    }
    let of_day = |day: &str| {
        let day = day.to_owned();
        let store = store.clone();
        async move {
            let jobs = store.jobs(50, 0).await.unwrap();
            jobs.iter().filter(|job| job.kind.as_str() == "canary" && job.nominal_at.to_rfc3339().starts_with(&day)).count()
        }
    };
    assert_eq!(of_day("2026-03-02").await, 1);
    assert_eq!(of_day("2026-03-03").await, 1);
}
