//! Consolidation and sentences of 200, 3,000 and 6,000 units over two periods, beside reading the same data from
//! JSON and hashing a megabyte.
//!
//! Targets on an idle 2-core machine: 200 units under 20 ms; 3,000 units, both together, under 300 ms, and linear
//! beyond. Where the machine is busy, compare with the calibrations of the same run.

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

/// The seeds' units, repeated under other codes until there are `count`.
fn units(count: usize) -> Snapshot {
    let catalogue = Catalogue::shipped().unwrap();
    let seeds = bundle::read(include_bytes!("../../../seeds/dak-nong.json"), &bundle::Reading::plain(&catalogue)).unwrap().bundle;
    let mut snapshot = Snapshot::of_bundle(&seeds, "2022-H1".parse().unwrap(), catalogue).unwrap();
    let units = snapshot.units.clone();
    let (now, base) = (snapshot.submissions.clone(), snapshot.base_submissions.clone());
    (snapshot.units, snapshot.submissions, snapshot.base_submissions) = (Vec::new(), Vec::new(), Vec::new());
    for index in 0..count {
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

const COUNTS: [usize; 3] = [200, 3000, 6000];

#[divan::bench(args = COUNTS)]
fn summary(bencher: divan::Bencher, count: usize) {
    let snapshot = units(count);
    bencher.bench_local(|| Summary::of(&snapshot));
}

#[divan::bench(args = COUNTS)]
fn sentences(bencher: divan::Bencher, count: usize) {
    let snapshot = units(count);
    let summary = Summary::of(&snapshot);
    bencher.bench_local(|| narrative::write(&snapshot, &summary, None));
}

#[divan::bench(args = COUNTS)]
fn summary_and_sentences(bencher: divan::Bencher, count: usize) {
    let snapshot = units(count);
    bencher.bench_local(|| narrative::write(&snapshot, &Summary::of(&snapshot), None));
}

#[divan::bench(args = COUNTS)]
fn calibration_read_the_same_data_from_json(bencher: divan::Bencher, count: usize) {
    let json = units(count).canonical();
    bencher.bench_local(|| serde_json::from_slice::<Snapshot>(&json).unwrap());
}

#[divan::bench]
fn calibration_sha256_of_one_megabyte(bencher: divan::Bencher) {
    let bytes = vec![7_u8; 1 << 20];
    bencher.bench_local(|| Sha256::digest(&bytes));
}
