//! The way from a report to files, beside deflating a megabyte.
//!
//! Targets on an idle 2-core machine, from `Report` to bytes: 3 pages under 3 ms, 10 under 7.5 ms, 60
//! under 50 ms, linear beyond. `scripts/measure` runs Typst and Chromium on the same reports as peers.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use thidua_document::compose::compose;
use thidua_document::fonts::Fonts;
use thidua_document::layout::lay_out;
use thidua_document::render::{self, pdf_file};
use thidua_document::{conform, docx, html, pdf, workbook};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::summary::Summary;

mod grown;
use grown::snapshot;

fn main() {
    divan::main();
}

#[divan::bench(args = [3, 10, 60, 250, 1000], sample_count = 30)]
fn pdf_from_report_to_bytes(bencher: divan::Bencher, pages: usize) {
    let (fonts, snapshot) = (Fonts::bundled(), snapshot());
    let report = grown::report(&snapshot, pages, &fonts);
    bencher.bench_local(|| pdf_file(&compose(&report), &snapshot, &fonts, None).unwrap());
}

/// With faces just read, so that no subset is at hand.
#[divan::bench(args = [10], sample_count = 30)]
fn pdf_with_new_faces(bencher: divan::Bencher, pages: usize) {
    let snapshot = snapshot();
    let report = grown::report(&snapshot, pages, &Fonts::bundled());
    bencher.with_inputs(Fonts::bundled).bench_local_refs(|fonts| pdf_file(&compose(&report), &snapshot, fonts, None).unwrap());
}

#[divan::bench(args = [10, 60])]
fn layout_alone(bencher: divan::Bencher, pages: usize) {
    let (fonts, snapshot) = (Fonts::bundled(), snapshot());
    let document = compose(&grown::report(&snapshot, pages, &fonts));
    bencher.bench_local(|| lay_out(&document, &fonts).unwrap());
}

#[divan::bench(args = [10, 60])]
fn pdf_writer_alone(bencher: divan::Bencher, pages: usize) {
    let (fonts, snapshot) = (Fonts::bundled(), snapshot());
    let pages = lay_out(&compose(&grown::report(&snapshot, pages, &fonts)), &fonts).unwrap();
    let meta = pdf::PdfMeta {
        title: "x".to_owned(),
        author: String::new(),
        subject: String::new(),
        created: "2022-07-05T00:00:00+07:00".parse().unwrap(),
        attachment: None,
    };
    bencher.bench_local(|| pdf::write(&pages, &meta, &fonts).unwrap());
}

#[divan::bench]
fn html_standalone(bencher: divan::Bencher) {
    let (fonts, snapshot) = (Fonts::bundled(), snapshot());
    let document = render::document(&snapshot, None);
    bencher.bench_local(|| html::standalone(&document, &fonts, &[]).unwrap());
}

/// Target: under 5 ms.
#[divan::bench(args = [10, 60])]
fn docx_from_document(bencher: divan::Bencher, pages: usize) {
    let (fonts, snapshot) = (Fonts::bundled(), snapshot());
    let document = compose(&grown::report(&snapshot, pages, &fonts));
    bencher.bench_local(|| docx::write(&document, &[], "2022-07-05T00:00:00+07:00".parse().unwrap(), &fonts).unwrap());
}

/// Target: under 5 ms.
#[divan::bench]
fn xlsx_of_the_annexes(bencher: divan::Bencher) {
    let snapshot = snapshot();
    let (summary, document) = (Summary::of(&snapshot), render::document(&snapshot, None));
    bencher.bench_local(|| workbook::annexes(&document, &snapshot, &summary).unwrap());
}

/// Target: under 100 ms for 10 pages.
#[divan::bench(args = [10, 60])]
fn check_of_a_pdf(bencher: divan::Bencher, pages: usize) {
    let (fonts, snapshot, catalogue) = (Fonts::bundled(), snapshot(), Catalogue::shipped().unwrap());
    let document = compose(&grown::report(&snapshot, pages, &fonts));
    let file = pdf_file(&document, &snapshot, &fonts, None).unwrap();
    bencher.bench_local(|| assert!(conform::check(&file, &catalogue, &fonts).passes()));
}

#[divan::bench(args = [10])]
fn check_of_a_word_file(bencher: divan::Bencher, pages: usize) {
    let (fonts, snapshot, catalogue) = (Fonts::bundled(), snapshot(), Catalogue::shipped().unwrap());
    let document = compose(&grown::report(&snapshot, pages, &fonts));
    let file = docx::write(&document, &[], "2022-07-05T00:00:00+07:00".parse().unwrap(), &fonts).unwrap();
    bencher.bench_local(|| assert!(conform::check(&file, &catalogue, &fonts).passes()));
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
