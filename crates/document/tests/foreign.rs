//! The PDF as foreign readers see it. Needs poppler and MuPDF, so `.ci/run` runs these with `--ignored`.

#[expect(dead_code, reason = "each test file uses a part of the support")]
#[path = "support/pages.rs"]
mod pages;
#[expect(dead_code, reason = "each test file uses a part of the support")]
#[path = "support/seeds.rs"]
mod seeds;

use std::process::Command;
use std::sync::Arc;

use thidua_document::fonts::Fonts;
use thidua_document::gallery::gallery;
use thidua_document::layout::lay_out;
use thidua_document::render::{Printer, document};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::Format;
use thidua_domain::reporting::Press as _;

use pages::{bare, page_text};
use seeds::{issue, snapshot};

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program} is needed here: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A program that reads the text of one page, or of all.
struct Reader {
    name: &'static str,
    text: fn(&str, Option<usize>) -> String,
}

const READERS: [Reader; 2] = [
    Reader {
        name: "poppler",
        text: |path, page| match page.map(|page| page.to_string()) {
            Some(page) => run("pdftotext", &["-raw", "-f", &page, "-l", &page, path, "-"]),
            None => run("pdftotext", &["-raw", path, "-"]),
        },
    },
    Reader {
        name: "MuPDF",
        text: |path, page| match page.map(|page| page.to_string()) {
            Some(page) => run("mutool", &["draw", "-q", "-F", "txt", path, &page]),
            None => run("mutool", &["draw", "-q", "-F", "txt", path]),
        },
    },
];

/// The letters of a text in no order: cells of one row may be read in another order than drawn.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = bare(text).chars().collect();
    letters.sort_unstable();
    letters
}

#[test]
#[ignore = "needs poppler and MuPDF; .ci/run installs them and runs this"]
fn two_readers_read_the_text_of_the_document() {
    let folder = tempfile::tempdir().unwrap();
    let fonts = Arc::new(Fonts::bundled());
    for (period, issue) in [("2022-H1", None), ("2022-H1", Some(issue())), ("2021-H1", None)] {
        let snapshot = snapshot(period);
        let files = Printer::new(fonts.clone()).print(&snapshot, issue).unwrap();
        let path = folder.path().join("t.pdf");
        std::fs::write(&path, &files.iter().find(|(format, _)| *format == Format::Pdf).unwrap().1).unwrap();
        let pages = lay_out(&document(&snapshot, issue), &fonts).unwrap();
        for (reader, (index, page)) in READERS.iter().flat_map(|reader| pages.pages.iter().enumerate().map(move |page| (reader, page))) {
            let text = (reader.text)(path.to_str().unwrap(), Some(index + 1));
            let place = format!("{}: {period} page {}", reader.name, index + 1);
            assert!(unicode_normalization::is_nfc(&text), "{place}");
            if page.width < page.height && index < 7 {
                assert_eq!(bare(&text), bare(&page_text(page)), "{place}");
            }
            assert_eq!(letters(&text), letters(&page_text(page)), "{place}");
        }
    }
}

#[test]
#[ignore = "needs poppler and MuPDF; .ci/run installs them and runs this"]
fn two_readers_read_the_gallery() {
    let folder = tempfile::tempdir().unwrap();
    let fonts = Fonts::bundled();
    let made_at = "2026-07-05T07:00:00+07:00".parse().unwrap();
    for exhibit in gallery(&Catalogue::shipped().unwrap().layouts[0], &fonts).unwrap() {
        let path = folder.path().join("t.pdf");
        std::fs::write(&path, exhibit.pdf(made_at, &fonts).unwrap()).unwrap();
        let pages: String = lay_out(&exhibit.document, &fonts).unwrap().pages.iter().map(page_text).collect();
        for reader in &READERS {
            let text = (reader.text)(path.to_str().unwrap(), None);
            assert!(unicode_normalization::is_nfc(&text) && letters(&text) == letters(&pages), "{}: {}", reader.name, exhibit.name);
        }
    }
}

#[test]
#[ignore = "needs poppler (pdffonts); .ci/run installs it and runs this"]
fn all_faces_are_embedded_subset_and_mapped() {
    let folder = tempfile::tempdir().unwrap();
    let files = Printer::new(Arc::new(Fonts::bundled())).print(&snapshot("2022-H1"), None).unwrap();
    let path = folder.path().join("t.pdf");
    std::fs::write(&path, &files.iter().find(|(format, _)| *format == Format::Pdf).unwrap().1).unwrap();
    let list = run("pdffonts", &[path.to_str().unwrap()]);
    let faces: Vec<&str> = list.lines().skip(2).collect();
    assert_eq!(faces.len(), 4, "{list}");
    assert!(faces.iter().all(|face| face.contains("Identity-H") && face.contains("yes yes yes")), "{list}");
}
