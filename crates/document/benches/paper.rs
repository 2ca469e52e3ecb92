//! The way from a report to files, beside deflating a megabyte.
//!
//! Target: a 10-page PDF from `Report` to bytes under 20 ms on an idle 2-core machine. The seeds give
//! 13 pages with five annexes; `ten_pages` leaves the last two annexes out. `scripts/measure` runs
//! Chromium on the same report as a peer.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use thidua_document::compose::compose;
use thidua_document::fonts::Fonts;
use thidua_document::layout::lay_out;
use thidua_document::render::{self, pdf_file};
use thidua_document::{html, pdf};
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::narrative;
use thidua_domain::report::Report;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

fn main() {
    divan::main();
}

fn snapshot() -> Snapshot {
    let catalogue = Catalogue::shipped().unwrap();
    let seeds = bundle::read(include_bytes!("../../../seeds/dak-nong.json"), &bundle::Reading::plain(&catalogue)).unwrap().bundle;
    Snapshot::of_bundle(&seeds, "2022-H1".parse().unwrap(), catalogue).unwrap()
}

/// A report of ten pages.
fn ten_pages() -> Report {
    let snapshot = snapshot();
    let mut report = narrative::write(&snapshot, &Summary::of(&snapshot), None);
    report.annexes.truncate(3);
    report
}

#[divan::bench]
fn pdf_of_10_pages_from_report_to_bytes(bencher: divan::Bencher) {
    let (fonts, report, snapshot) = (Fonts::bundled(), ten_pages(), snapshot());
    assert_eq!(lay_out(&compose(&report), &fonts).unwrap().pages.len(), 10);
    bencher.bench_local(|| pdf_file(&compose(&report), &snapshot, None, "bench", &fonts).unwrap());
}

#[divan::bench]
fn layout_alone(bencher: divan::Bencher) {
    let (fonts, report) = (Fonts::bundled(), ten_pages());
    let document = compose(&report);
    bencher.bench_local(|| lay_out(&document, &fonts).unwrap());
}

#[divan::bench]
fn pdf_writer_alone(bencher: divan::Bencher) {
    let fonts = Fonts::bundled();
    let pages = lay_out(&compose(&ten_pages()), &fonts).unwrap();
    let meta = pdf::PdfMeta {
        title: "x".to_owned(),
        author: String::new(),
        subject: String::new(),
        created: "2022-07-05T00:00:00+07:00".parse().unwrap(),
        content_id: [7; 32],
    };
    bencher.bench_local(|| pdf::write(&pages, &meta, &fonts).unwrap());
}

#[divan::bench]
fn html_standalone(bencher: divan::Bencher) {
    let (fonts, snapshot) = (Fonts::bundled(), snapshot());
    let document = render::document(&snapshot, None);
    bencher.bench_local(|| html::standalone(&document, &fonts).unwrap());
}

#[divan::bench]
fn calibration_deflate_one_megabyte_of_text(bencher: divan::Bencher) {
    let text = render::document(&snapshot(), None).text().repeat(60);
    let megabyte = &text.as_bytes()[..1 << 20];
    bencher.bench_local(|| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(megabyte).unwrap();
        encoder.finish().unwrap()
    });
}
