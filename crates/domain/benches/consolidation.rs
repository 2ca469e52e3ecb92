//! Consolidation of 200 units, beside reading the same data from JSON and hashing a megabyte.
//!
//! Target: under 20 ms on an idle 2-core machine. Where the machine is busy, compare with the two
//! calibrations of the same run.

use sha2::{Digest as _, Sha256};
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::narrative;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::submission::Submission;
use thidua_domain::summary::Summary;
use thidua_domain::unit::Unit;

fn main() {
    divan::main();
}

/// The seeds' units, repeated under other codes until there are 200.
fn two_hundred_units() -> Snapshot {
    let catalogue = Catalogue::shipped().unwrap();
    let seeds = bundle::read(include_bytes!("../../../seeds/dak-nong.json"), &bundle::Reading::plain(&catalogue)).unwrap().bundle;
    let mut snapshot = Snapshot::of_bundle(&seeds, "2022-H1".parse().unwrap(), catalogue).unwrap();
    let units = snapshot.units.clone();
    let (now, base) = (snapshot.submissions.clone(), snapshot.base_submissions.clone());
    (snapshot.units, snapshot.submissions, snapshot.base_submissions) = (Vec::new(), Vec::new(), Vec::new());
    for index in 0..200 {
        let unit = &units[index % units.len()];
        let code: thidua_domain::code::Code = format!("{}-{index}", unit.code).parse().unwrap();
        let of = |list: &[Submission]| {
            list.iter()
                .find(|submission| submission.unit == unit.code)
                .map(|submission| Submission { unit: code.clone(), ..submission.clone() })
        };
        snapshot.submissions.extend(of(&now));
        snapshot.base_submissions.extend(of(&base));
        snapshot.units.push(Unit { code: code.clone(), ..unit.clone() });
    }
    snapshot
}

#[divan::bench]
fn summary_of_200_units(bencher: divan::Bencher) {
    let snapshot = two_hundred_units();
    bencher.bench_local(|| Summary::of(&snapshot));
}

#[divan::bench]
fn report_of_200_units(bencher: divan::Bencher) {
    let snapshot = two_hundred_units();
    let summary = Summary::of(&snapshot);
    bencher.bench_local(|| narrative::write(&snapshot, &summary, None));
}

#[divan::bench]
fn calibration_read_the_same_data_from_json(bencher: divan::Bencher) {
    let json = two_hundred_units().canonical();
    bencher.bench_local(|| serde_json::from_slice::<Snapshot>(&json).unwrap());
}

#[divan::bench]
fn calibration_sha256_of_one_megabyte(bencher: divan::Bencher) {
    let bytes = vec![7_u8; 1 << 20];
    bencher.bench_local(|| Sha256::digest(&bytes));
}
