//! Runs work later, once, in spite of crashes.
//!
//! [`Runner`] has two halves that know nothing of each other: `tick` moves schedules on and enqueues what is due,
//! `work` claims jobs of a lane and does them. `service` turns both until asked to end, and watches them. A kind of
//! job is one file under `kinds`; what it writes to people goes through `post` into the ledger, and `mailer` carries
//! it out. The queue itself is the port `JobStore`; time comes in through `World`.

mod clerk;
mod folder;
mod kinds;
mod mailer;
mod post;
mod runner;
mod service;

pub use folder::write_whole;
pub use kinds::{JobError, KINDS, Kind, kind};
pub use mailer::{Mailer, Outgoing, SendError, Smtp};
pub use runner::Runner;
pub use service::serve;
