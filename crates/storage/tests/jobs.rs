//! What any store must do with schedules and jobs: one case for every method of the port, on a real file.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use sqlx::{ConnectOptions as _, Connection as _};
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::code::Code;
use thidua_domain::job::{Alarm, JobEnd, JobState, Lane, MOST_ATTEMPTS, NewJob, Task};
use thidua_domain::letter::{LetterState, NewLetter, Words};
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _, JobStore as _, LetterStore as _, Raised};
use thidua_domain::schedule::{Anchor, Missed, Rule, Schedule, ScheduleState, When};
use thidua_domain::settings::Settings;
use thidua_domain::world::FixedWorld;
use thidua_storage::SqliteStore;
use uuid::Uuid;

const SEEDS: &[u8] = include_bytes!("../../../seeds/dak-nong.json");

fn now() -> DateTime<Utc> {
    "2022-06-25T01:00:00Z".parse().unwrap()
}

fn later(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

async fn filled() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("t.db"), Arc::new(FixedWorld::at(now()))).await.unwrap();
    let catalogue = Catalogue::shipped().unwrap();
    store.upgrade_catalogue(&catalogue).await.unwrap();
    store.import(&bundle::read(SEEDS, &bundle::Reading::plain(&catalogue)).unwrap().bundle).await.unwrap();
    (folder, store)
}

fn code(code: &str) -> Code {
    code.parse().unwrap()
}

fn schedule(id: u128, when: When) -> Schedule {
    Schedule {
        id: Uuid::from_u128(id),
        agency: code("TTT-DAKNONG"),
        job: code("draft"),
        task: Task::default(),
        name: "Dự thảo".into(),
        rule: Rule { when, at: NaiveTime::from_hms_opt(6, 30, 0).unwrap() },
        missed: Missed::Ask,
        state: ScheduleState::Active,
        since: now(),
    }
}

fn job(id: u128, key: Option<&str>, run_at: DateTime<Utc>) -> NewJob {
    NewJob {
        id: Uuid::from_u128(id),
        kind: code("draft"),
        agency: code("TTT-DAKNONG"),
        period: Some("2022-H1".parse().unwrap()),
        schedule: None,
        task: Task::default(),
        unique_key: key.map(str::to_owned),
        nominal_at: run_at,
        late: false,
        held: false,
        run_at,
    }
}

#[tokio::test]
async fn schedules_come_back_as_they_went_in_and_may_change() {
    let (_folder, store) = filled().await;
    let rules = [
        When::Relative { anchor: Anchor::LockAt, days: -3, working: true },
        When::Daily,
        When::Weekly { weekday: 7 },
        When::Monthly { day: 31 },
    ];
    let mut all: Vec<Schedule> = rules.into_iter().zip(1..).map(|(when, id)| schedule(id, when)).collect();
    for one in &all {
        assert!(store.put_schedule(one).await.unwrap());
    }
    assert_eq!(store.schedules().await.unwrap(), all);
    all[1] = Schedule { state: ScheduleState::Paused, missed: Missed::Skip, name: "Khác".into(), since: later(5), ..all[1].clone() };
    assert!(store.put_schedule(&all[1]).await.unwrap());
    assert_eq!(store.schedules().await.unwrap(), all);
    assert!(!store.put_schedule(&Schedule { agency: code("KHONG-CO"), ..schedule(9, When::Daily) }).await.unwrap());
    assert_eq!(store.schedules().await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_schedule_moves_on_with_its_run_or_not_at_all() {
    let (_folder, store) = filled().await;
    let own = schedule(1, When::Daily);
    store.put_schedule(&own).await.unwrap();
    let run = NewJob { schedule: Some(own.id), ..job(10, Some("1@a"), now()) };
    assert!(store.advance(&own, later(1), Some(&run), None).await.unwrap());
    let stored = store.job(run.id).await.unwrap().unwrap();
    assert_eq!(stored.schedule, Some((own.id, own.name.clone())));
    // Another who still believes in the old state enqueues nothing.
    assert!(!store.advance(&own, later(1), Some(&job(11, Some("1@b"), now())), None).await.unwrap());
    assert_eq!(store.job(Uuid::from_u128(11)).await.unwrap(), None);
    // A known key moves the schedule on and enqueues nothing.
    let moved = store.schedules().await.unwrap().remove(0);
    assert_eq!(moved.since, later(1));
    assert!(store.advance(&moved, later(2), Some(&job(12, Some("1@a"), now())), None).await.unwrap());
    // Nor does a run that is left out.
    let moved = store.schedules().await.unwrap().remove(0);
    assert!(store.advance(&moved, later(3), None, None).await.unwrap());
    assert_eq!(store.jobs(10, 0).await.unwrap().len(), 1);
}

#[tokio::test]
async fn jobs_are_claimed_in_order_by_one_at_a_time_while_the_claim_holds() {
    let (_folder, store) = filled().await;
    let first = store.enqueue(&job(2, Some("k"), now())).await.unwrap();
    assert_eq!(store.enqueue(&job(3, Some("k"), now())).await.unwrap(), first, "the job that has the key");
    store.enqueue(&job(1, None, later(1))).await.unwrap();
    store.enqueue(&NewJob { held: true, ..job(4, None, now()) }).await.unwrap();

    assert_eq!(store.claim(Lane::Press, "a", now() - TimeDelta::seconds(1), later(5)).await.unwrap(), None, "nothing is due");
    let taken = store.claim(Lane::Press, "a", later(2), later(5)).await.unwrap().unwrap();
    assert_eq!((taken.id, taken.state, taken.attempt, taken.started_at), (first, JobState::Running, 1, Some(later(2))));
    let second = store.claim(Lane::Press, "b", later(2), later(5)).await.unwrap().unwrap();
    assert_eq!(second.id, Uuid::from_u128(1));
    assert_eq!(store.claim(Lane::Press, "c", later(2), later(5)).await.unwrap(), None, "held and claimed ones are not given");

    // Renewed, a claim holds longer; run out, it goes to another, and the first is not listened to any more.
    assert!(store.renew(&second, "b", later(20)).await.unwrap());
    let stolen = store.claim(Lane::Press, "c", later(6), later(30)).await.unwrap().unwrap();
    assert_eq!((stolen.id, stolen.attempt), (first, 2));
    assert!(!store.renew(&taken, "a", later(40)).await.unwrap());
    assert!(!store.finish(&taken, "a", later(7), &JobEnd::Completed(String::new()), None).await.unwrap());
    assert!(store.finish(&stolen, "c", later(8), &JobEnd::Completed("xong".to_owned()), None).await.unwrap());
    let done = store.job(first).await.unwrap().unwrap();
    assert_eq!((done.state, done.result.as_str(), done.finished_at), (JobState::Completed, "xong", Some(later(8))));
    assert!(!store.finish(&stolen, "c", later(9), &JobEnd::Discarded(String::new()), None).await.unwrap(), "it is over");
}

#[tokio::test]
async fn failed_jobs_wait_discarded_ones_stay_and_both_come_again() {
    let (_folder, store) = filled().await;
    let id = store.enqueue(&job(1, None, now())).await.unwrap();
    let taken = store.claim(Lane::Press, "a", now(), later(5)).await.unwrap().unwrap();
    assert!(!store.again(id, now()).await.unwrap(), "somebody is at it");
    assert!(store.finish(&taken, "a", later(1), &JobEnd::Retry("bận".to_owned(), later(10)), None).await.unwrap());
    assert_eq!(store.claim(Lane::Press, "a", later(9), later(20)).await.unwrap(), None);
    let taken = store.claim(Lane::Press, "a", later(10), later(20)).await.unwrap().unwrap();
    assert_eq!((taken.attempt, taken.result.as_str()), (2, "bận"));
    assert!(store.finish(&taken, "a", later(11), &JobEnd::Discarded("hỏng".to_owned()), None).await.unwrap());
    let put_aside = store.job(id).await.unwrap().unwrap();
    assert_eq!((put_aside.state, put_aside.result.as_str()), (JobState::Discarded, "hỏng"));
    assert!(store.again(id, later(12)).await.unwrap());
    assert_eq!(store.claim(Lane::Press, "a", later(12), later(20)).await.unwrap().unwrap().attempt, 3);
    assert!(!store.again(Uuid::from_u128(99), now()).await.unwrap());
    let held = store.enqueue(&NewJob { held: true, ..job(2, None, now()) }).await.unwrap();
    assert!(store.again(held, later(13)).await.unwrap());
    let newest: Vec<Uuid> = store.jobs(1, 0).await.unwrap().into_iter().map(|job| job.id).collect();
    assert_eq!(newest, [held], "the newest first, no more than asked for");
}

/// Rows that nobody could have written by the port: of a newer program, or spoilt.
#[tokio::test]
async fn a_poisoned_row_is_put_aside_and_stops_nobody() {
    let (folder, store) = filled().await;
    for id in 1..=3 {
        store.enqueue(&job(id, None, now())).await.unwrap();
    }
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("t.db"));
    let mut raw = options.connect().await.unwrap();
    let spoil = |query: &'static str, id: u128| sqlx::query(query).bind(Uuid::from_u128(id).to_string());
    spoil("UPDATE jobs SET task = 'no json {' WHERE id = ?", 1).execute(&mut raw).await.unwrap();
    spoil("UPDATE jobs SET agency = 'no code at all' WHERE id = ?", 2).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    let first = store.claim(Lane::Press, "a", later(1), later(6)).await.unwrap().unwrap();
    assert_eq!((first.id, first.task), (Uuid::from_u128(1), None), "whoever does it tells that it cannot be read");
    assert!(store.claim(Lane::Press, "a", later(1), later(6)).await.is_err(), "a row that cannot be read at all is told once");
    let alarms = store.alarms().await.unwrap();
    assert!(alarms.len() == 1 && alarms[0].words.contains(&Uuid::from_u128(2).to_string()), "where people see it: {alarms:?}");
    let third = store.claim(Lane::Press, "a", later(1), later(6)).await.unwrap().unwrap();
    assert_eq!(third.id, Uuid::from_u128(3), "and the next one is reached");
    assert_eq!(store.claim(Lane::Press, "a", later(1), later(6)).await.unwrap(), None);
    assert_eq!(store.jobs(10, 0).await.unwrap().len(), 2, "lists leave out what cannot be read");
}

#[tokio::test]
async fn a_spoilt_schedule_is_named_hides_no_other_and_can_be_removed() {
    let (folder, store) = filled().await;
    for id in 1..=2 {
        assert!(store.put_schedule(&schedule(id, When::Daily)).await.unwrap());
    }
    assert!(store.spoilt_schedules().await.unwrap().is_empty());
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("t.db"));
    let mut raw = options.connect().await.unwrap();
    let spoil = sqlx::query("UPDATE schedules SET rule = '{}' WHERE id = ?").bind(Uuid::from_u128(1).to_string());
    spoil.execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
    assert_eq!(store.schedules().await.unwrap(), [schedule(2, When::Daily)]);
    let spoilt = store.spoilt_schedules().await.unwrap();
    assert_eq!(spoilt, [(code("TTT-DAKNONG"), Uuid::from_u128(1), "Dự thảo".into())]);
    assert!(store.remove_schedule(spoilt[0].1).await.unwrap() && store.spoilt_schedules().await.unwrap().is_empty());
}

#[tokio::test]
async fn alarms_attempts_and_the_pulse_are_kept() {
    let (_folder, store) = filled().await;
    let alarm = Alarm {
        id: Uuid::from_u128(50),
        agency: code("TTT-DAKNONG"),
        at: now(),
        words: "Lịch không chạy".into(),
        job: Some(Uuid::from_u128(1)),
        by_letter: true,
    };
    let telling = NewJob::of_alarm(Uuid::from_u128(51), &alarm, now());
    store.enqueue(&job(1, None, now())).await.unwrap();
    let taken = store.claim(Lane::Press, "a", now(), later(5)).await.unwrap().unwrap();
    let raised = Raised { alarm: alarm.clone(), telling: Some(telling), once: None, left_out: None };
    assert!(store.finish(&taken, "a", later(1), &JobEnd::Discarded("hỏng".to_owned()), Some(&raised)).await.unwrap());
    assert_eq!(store.alarms().await.unwrap(), std::slice::from_ref(&alarm));
    let told = store.claim(Lane::Desk, "a", now(), later(5)).await.unwrap().unwrap();
    assert_eq!((told.kind.as_str(), told.task.unwrap().alarm), ("alarm", Some(alarm.id)), "it came with the end of the job");
    // An end that is not listened to raises nothing.
    let other = Raised { alarm: Alarm { id: Uuid::from_u128(60), ..alarm.clone() }, telling: None, once: None, left_out: None };
    assert!(!store.finish(&taken, "a", later(2), &JobEnd::Discarded(String::new()), Some(&other)).await.unwrap());
    assert_eq!(store.alarm(Uuid::from_u128(60)).await.unwrap(), None);
    assert!(store.see_alarm(alarm.id).await.unwrap() && !store.see_alarm(alarm.id).await.unwrap());
    assert!(store.alarms().await.unwrap().is_empty() && store.alarm(alarm.id).await.unwrap().is_some());
    let attempts = store.attempts(taken.id).await.unwrap();
    assert_eq!((attempts.len(), attempts[0].ended_at, attempts[0].result.as_str()), (1, Some(later(1)), "hỏng"));
    // As many attempts again as at first, counted on.
    assert!(store.again(taken.id, later(3)).await.unwrap());
    let again = store.claim(Lane::Press, "b", later(3), later(9)).await.unwrap().unwrap();
    assert_eq!((again.attempt, again.max_attempts), (2, 1 + MOST_ATTEMPTS));
    assert_eq!(store.attempts(taken.id).await.unwrap().len(), 2);
    assert_eq!(store.last_beat().await.unwrap(), None);
    store.beat(later(1)).await.unwrap();
    store.beat(later(2)).await.unwrap();
    assert_eq!(store.last_beat().await.unwrap(), Some(later(2)));
}

#[tokio::test]
async fn letters_are_written_with_the_jobs_that_send_them_once_a_key() {
    let (_folder, store) = filled().await;
    let letter = |id: u128, key: &str| NewLetter {
        id: Uuid::from_u128(id),
        message_id: format!("{id}@x.vn"),
        sending: Uuid::from_u128(id + 1),
        agency: code("TTT-DAKNONG"),
        job: Uuid::from_u128(9),
        unique_key: key.to_owned(),
        recipient: "a@x.vn".parse().unwrap(),
        words: Words {
            subject: "Nhắc".to_owned(),
            from: "Thanh tra tỉnh".to_owned(),
            to: "Chị A".to_owned(),
            paragraphs: vec!["Đề nghị gửi.".to_owned()],
            items: Vec::new(),
            closing: Vec::new(),
            link: None,
            attached: false,
            illustrative: false,
        },
        report: None,
        alarm: None,
        at: now(),
    };
    assert_eq!(store.write_letters(&[letter(100, "x"), letter(200, "y")]).await.unwrap(), 2);
    assert_eq!(store.write_letters(&[letter(300, "x"), letter(400, "z")]).await.unwrap(), 1, "one key, one letter");
    let sending = store.claim(Lane::Post, "a", now(), later(5)).await.unwrap().unwrap();
    assert_eq!((sending.id, sending.max_attempts), (Uuid::from_u128(101), 24), "mail servers are given days");
    assert_eq!(sending.task.as_ref().unwrap().letter, Some(Uuid::from_u128(100)));
    // Given up with its job, waiting again with it, and sent for good.
    store.finish(&sending, "a", later(1), &JobEnd::Discarded("không có hộp thư".to_owned()), None).await.unwrap();
    let refused = store.letter(Uuid::from_u128(100)).await.unwrap().unwrap();
    assert_eq!((refused.state, refused.why.as_str()), (LetterState::Refused, "không có hộp thư"));
    store.again(sending.id, later(2)).await.unwrap();
    assert_eq!(store.letter(refused.id).await.unwrap().unwrap().state, LetterState::Waiting);
    store.mark_letter(refused.id, LetterState::Sent, "").await.unwrap();
    store.mark_letter(refused.id, LetterState::Waiting, "trễ").await.unwrap();
    let sent = store.letter(refused.id).await.unwrap().unwrap();
    assert_eq!((sent.state, sent.sent_at), (LetterState::Sent, Some(now())), "what was sent stays sent");
    assert_eq!(store.letters_of_job(Uuid::from_u128(9)).await.unwrap().len(), 3);
    // Settings come back as they were put.
    let settings = Settings { site: "http://127.0.0.1:1".into(), keep_jobs: 31, ..Settings::default() };
    assert_eq!(store.settings().await.unwrap(), Settings::default());
    store.put_settings(&settings).await.unwrap();
    assert_eq!(store.settings().await.unwrap(), settings);
}
