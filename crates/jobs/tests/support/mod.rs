//! What the tests of this crate share: time under their hand, a press and a mail server that do as told, a filled store.

#![allow(dead_code, reason = "each test uses its part")]

pub mod mime;
pub mod smtp;

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::code::Code;
use thidua_domain::job::Task;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _, Format, Issue};
use thidua_domain::reporting::{Press, PressError};
use thidua_domain::schedule::{Missed, Rule, Schedule, ScheduleState, When};
use thidua_domain::settings::MailSettings;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::world::World;
use thidua_jobs::{Mailer, Outgoing, Runner, SendError};
use thidua_storage::SqliteStore;
use uuid::Uuid;

const SEEDS: &[u8] = include_bytes!("../../../../seeds/dak-nong.json");

/// Time that moves when the test says so.
pub struct Hand {
    now: AtomicI64,
    count: AtomicU64,
}

impl Hand {
    pub fn at(instant: &str) -> Arc<Self> {
        let now: DateTime<Utc> = instant.parse().unwrap();
        Arc::new(Self { now: AtomicI64::new(now.timestamp()), count: AtomicU64::new(0) })
    }

    pub fn set(&self, instant: &str) {
        self.now.store(instant.parse::<DateTime<Utc>>().unwrap().timestamp(), Ordering::SeqCst);
    }

    pub fn pass(&self, time: TimeDelta) {
        self.now.fetch_add(time.num_seconds(), Ordering::SeqCst);
    }
}

impl World for Hand {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.now.load(Ordering::SeqCst), 0).unwrap()
    }

    fn fresh_id(&self) -> Uuid {
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        Uuid::from_u64_pair(0x0192_0000_0000_7000, 0x8000_0000_0000_0000 | count)
    }
}

/// Prints one file, or breaks as often as it is told to.
#[derive(Default)]
pub struct Stub {
    pub panics: AtomicU64,
}

impl Press for Stub {
    fn engine(&self) -> String {
        "stub".to_owned()
    }

    fn print(&self, _: &Snapshot, _: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError> {
        let left = self.panics.load(Ordering::SeqCst);
        if left > 0 {
            self.panics.store(left - 1, Ordering::SeqCst);
            panic!("the press broke");
        }
        Ok(vec![(Format::Pdf, b"%PDF-".to_vec())])
    }

    fn faults(&self, _: &Snapshot, _: Option<Issue>, _: Format, _: &[u8]) -> Vec<String> {
        Vec::new()
    }
}

/// A mail server that remembers what it took, and refuses as often as it is told to.
#[derive(Default)]
pub struct Post {
    /// Letters taken.
    pub taken: Mutex<Vec<Outgoing>>,
    /// Letters that are still to be put off.
    pub put_off: AtomicU64,
}

#[async_trait]
impl Mailer for Post {
    async fn send(&self, _: &MailSettings, letter: &Outgoing) -> Result<(), SendError> {
        let left = self.put_off.load(Ordering::SeqCst);
        if left > 0 {
            self.put_off.store(left - 1, Ordering::SeqCst);
            return Err(SendError::Later("máy chủ thư bận".to_owned()));
        }
        self.taken.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

pub async fn filled(path: &Path, hand: &Arc<Hand>) -> Arc<SqliteStore> {
    let store = SqliteStore::open(path, hand.clone()).await.unwrap();
    let catalogue = Catalogue::shipped().unwrap();
    store.upgrade_catalogue(&catalogue).await.unwrap();
    store.import(&bundle::read(SEEDS, &bundle::Reading::plain(&catalogue)).unwrap().bundle).await.unwrap();
    Arc::new(store)
}

pub fn agency() -> Code {
    "TTT-DAKNONG".parse().unwrap()
}

pub fn schedule(hand: &Hand, job: &str, when: When, missed: Missed) -> Schedule {
    Schedule {
        id: hand.fresh_id(),
        agency: agency(),
        job: job.parse().unwrap(),
        task: Task::default(),
        name: "Lịch".into(),
        rule: Rule { when, at: NaiveTime::from_hms_opt(7, 0, 0).unwrap() },
        missed,
        state: ScheduleState::Active,
        since: hand.now(),
    }
}

/// A runner with a press and a mail server that do what they are asked.
pub fn runner(store: &Arc<SqliteStore>, hand: &Arc<Hand>) -> Runner {
    Runner::new(store.clone(), Arc::new(Stub::default()), Arc::new(Post::default()), hand.clone())
}
