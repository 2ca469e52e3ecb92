//! Runs work later, once, in spite of crashes.
//!
//! [`Runner`] has two halves that know nothing of each other: `tick` moves schedules on and enqueues what is due,
//! `work` claims jobs and does them. `service` turns both until asked to end. A kind of job is one file under
//! `kinds`. The queue itself is the port `JobStore`; time comes in through `World`.

mod kinds;
mod runner;
mod service;

pub use kinds::{KINDS, Kind, kind};
pub use runner::Runner;
pub use service::serve;
