//! Time and chance from the machine: the only file that may ask for them.

use chrono::{DateTime, Utc};
use thidua_domain::snapshot::hex;
use thidua_domain::world::World;
use uuid::{Builder, Uuid};

/// The machine's clock and randomness.
#[derive(Debug, Clone, Copy)]
pub struct Machine;

impl World for Machine {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn fresh_id(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random()).into_uuid()
    }
}

/// A secret for one run of the program.
pub fn secret() -> String {
    hex(&random::<16>())
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("an operating system without randomness cannot run a server");
    bytes
}
