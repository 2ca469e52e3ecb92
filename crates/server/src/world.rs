//! Time and chance from the machine: the only file that may ask for them.

use chrono::{DateTime, TimeDelta, Utc};
use thidua_domain::snapshot::hex;
use thidua_domain::world::World;
use uuid::{Builder, Uuid};

/// Sets the clock of one run of the program, for tests alone: an instant such as `2022-06-20T00:00:00Z`, from which it
/// goes on.
const TEST_CLOCK: &str = "THIDUA_TEST_CLOCK";

/// The machine's clock and randomness.
#[derive(Debug, Clone, Copy)]
pub struct Machine {
    shift: TimeDelta,
}

impl Machine {
    /// The machine as it is, or with the clock that a test asks for, which is said.
    pub fn new() -> Self {
        let asked = std::env::var(TEST_CLOCK).ok().and_then(|raw| raw.parse::<DateTime<Utc>>().ok());
        if let Some(start) = asked {
            eprintln!("Lưu ý: đồng hồ thử nghiệm, bắt đầu từ {start} ({TEST_CLOCK}).");
        }
        Self { shift: asked.map_or(TimeDelta::zero(), |start| start - real()) }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
fn real() -> DateTime<Utc> {
    Utc::now()
}

impl World for Machine {
    fn now(&self) -> DateTime<Utc> {
        real() + self.shift
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
