//! The one door to time and chance. Everything that needs either is handed a `World`.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// Gives the present instant and fresh identifiers.
pub trait World: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
    /// A fresh UUID of version 7, sortable by time of creation.
    fn fresh_id(&self) -> Uuid;
}

/// A world in which time stands still and identifiers count up, for tests and measurements.
#[derive(Debug)]
pub struct FixedWorld {
    now: DateTime<Utc>,
    counter: AtomicU64,
}

impl FixedWorld {
    /// A world standing at `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self { now, counter: AtomicU64::new(0) }
    }
}

impl World for FixedWorld {
    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn fresh_id(&self) -> Uuid {
        let count = self.counter.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 10];
        random[2..].copy_from_slice(&count.to_be_bytes());
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
