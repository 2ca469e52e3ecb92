//! The Word file: real styles and sections by reading its parts; its text, sheets and pages as LibreOffice sees them
//! (run by `.ci/run`), which opens every file of the gallery, and whose PDF the checker passes.

#[expect(dead_code, reason = "each test file uses a part of the support")]
#[path = "support/seeds.rs"]
mod seeds;
#[expect(dead_code, reason = "each test file uses a part of the support")]
#[path = "support/word.rs"]
mod word;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use chrono::{DateTime, FixedOffset};
use thidua_document::conform;
use thidua_document::docx;
use thidua_document::fonts::Fonts;
use thidua_document::gallery::gallery;
use thidua_document::layout::{contents, lay_out};
use thidua_document::model::{Block, Document};
use thidua_document::render::document;
use thidua_domain::catalogue::Catalogue;

use seeds::{issue, snapshot};
use word::part;

fn made_at() -> DateTime<FixedOffset> {
    "2026-07-05T07:00:00+07:00".parse().unwrap()
}

fn written(document: &Document, fonts: &Fonts) -> Vec<u8> {
    docx::write(document, &contents(document, &lay_out(document, fonts).unwrap()), made_at(), fonts).unwrap()
}

/// Every paper with its name: the gallery and the reports of the seeds.
fn papers(fonts: &Fonts) -> Vec<(String, Document)> {
    let exhibits = gallery(&Catalogue::shipped().unwrap().layouts[0], fonts).unwrap();
    let mut papers: Vec<(String, Document)> = exhibits.into_iter().map(|exhibit| (exhibit.name, exhibit.document)).collect();
    papers.push(("2022-H1".to_owned(), document(&snapshot("2022-H1"), None)));
    papers.push(("2022-H1-88".to_owned(), document(&snapshot("2022-H1"), Some(issue()))));
    papers
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (fonts, again) = (Fonts::bundled(), Fonts::bundled());
    for (name, document) in papers(&fonts) {
        assert!(written(&document, &fonts) == written(&document, &again), "{name}");
    }
}

/// Texts of the paragraphs of a style.
fn of_style(xml: &str, style: &str) -> Vec<String> {
    let paragraphs = xml.split("<w:p>").filter(|paragraph| paragraph.contains(&format!("<w:pStyle w:val=\"{style}\"/>")));
    let text = |paragraph: &str| {
        let pieces = paragraph.split("<w:t xml:space=\"preserve\">").skip(1).filter_map(|piece| piece.split("</w:t>").next());
        pieces.collect::<String>().replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")
    };
    paragraphs.map(text).collect()
}

#[test]
fn headings_have_real_styles_sections_real_sheets_and_heads_repeat() {
    let fonts = Fonts::bundled();
    for (name, document) in papers(&fonts) {
        let file = written(&document, &fonts);
        let (main, styles) = (part(&file, "word/document.xml"), part(&file, "word/styles.xml"));
        for level in 1..=4_u8 {
            let wanted = document.body.iter().filter_map(|block| match block {
                Block::Heading { level: own, text } if *own == level => Some(text.clone()),
                _ => None,
            });
            assert_eq!(of_style(&main, &format!("Heading{level}")), wanted.collect::<Vec<_>>(), "{name} level {level}");
            assert!(
                styles.contains(&format!("<w:name w:val=\"heading {level}\"/>"))
                    && styles.contains(&format!("<w:outlineLvl w:val=\"{}\"/>", level - 1))
            );
        }
        assert_eq!(of_style(&main, "PhuLuc"), document.annexes.iter().map(|annex| annex.label.clone()).collect::<Vec<_>>(), "{name}");
        assert_eq!(main.matches("<w:sectPr>").count(), 1 + document.annexes.len(), "{name}: a section for the text and each annex");
        assert_eq!(main.matches("<w:pgNumType w:start=\"1\"/>").count(), 1 + document.annexes.len(), "{name}: each numbered anew");
        let tables = document.annexes.iter().filter(|annex| annex.table.header_rows > 0).count();
        assert!(main.matches("<w:tblHeader/>").count() >= tables, "{name}");
        assert_eq!(part(&file, "word/footnotes.xml").matches("<w:footnoteRef/>").count(), document.notes.len(), "{name}");
        assert!(!main.contains("w:txbxContent") && !main.contains("w:pict"), "{name}: no boxes, no pictures");
        assert!(styles.contains("w:lang w:val=\"vi-VN\"") && styles.contains("w:ascii=\"Times New Roman\""));
        assert!(part(&file, "word/header-tall.xml").contains(" PAGE ") && !part(&file, "word/header-tallfirst.xml").contains(" PAGE "));
    }
}

fn soffice(folder: &Path, kind: &str, out: &str) {
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let status = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", kind, "--outdir"])
        .arg(folder.join(out))
        .args(&files)
        .output()
        .expect("LibreOffice is needed here");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

/// How often each letter and digit stands in a text.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    for ch in text.chars().filter(|ch| ch.is_alphanumeric()) {
        *letters.entry(ch).or_default() += 1;
    }
    letters
}

/// Upright and turned sheets in their order, each kind once.
fn turns(sheets: impl Iterator<Item = bool>) -> Vec<bool> {
    let mut turns: Vec<bool> = sheets.collect();
    turns.dedup();
    turns
}

#[test]
#[ignore = "needs LibreOffice and poppler; .ci/run installs them and runs this"]
fn libreoffice_reads_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (fonts, catalogue) = (Fonts::bundled(), Catalogue::shipped().unwrap());
    let papers = papers(&fonts);
    for (name, document) in &papers {
        std::fs::write(folder.path().join(format!("{name}.docx")), written(document, &fonts)).unwrap();
    }
    soffice(folder.path(), "txt:Text (encoded):UTF8", "text");
    soffice(folder.path(), "pdf", "pdf");
    for (name, document) in &papers {
        let text =
            std::fs::read_to_string(folder.path().join(format!("text/{name}.txt"))).unwrap_or_else(|_| panic!("{name} was not opened"));
        let (read, wanted) = (letters(&text), letters(&document.running_text()));
        let exact = document.notes.is_empty() && !["bang-30-cot", "dai"].contains(&name.as_str());
        if exact {
            // A wide table repeats its first columns, a long report has a list of contents, notes have numbers.
            assert_eq!(read, wanted, "{name}");
        } else {
            assert!(wanted.iter().all(|(ch, count)| read.get(ch).is_some_and(|read| read >= count)), "{name} lacks letters");
        }
        // Notes, marks and the address stand outside the text, on paper alone.
        let printed =
            Command::new("pdftotext").arg(folder.path().join(format!("pdf/{name}.pdf"))).arg("-").output().expect("poppler is needed here");
        let (printed, whole) = (letters(&String::from_utf8(printed.stdout).unwrap()), letters(&document.text()));
        assert!(whole.iter().all(|(ch, count)| printed.get(ch).is_some_and(|printed| printed >= count)), "{name}: notes, marks or address");
        let pdf = std::fs::read(folder.path().join(format!("pdf/{name}.pdf"))).unwrap();
        let judgement = conform::check(&pdf, &catalogue, &fonts);
        let ours = lay_out(document, &fonts).unwrap();
        let most = (ours.pages.len() / 10).max(1);
        assert!(judgement.sheets.abs_diff(ours.pages.len()) <= most, "{name}: {} pages, on paper {}", judgement.sheets, ours.pages.len());
        // Papers of edge cases (all letters, endless words) are set otherwise by other programs.
        if !["chu-viet", "khoi"].contains(&name.as_str()) {
            assert!(judgement.passes(), "{name}:\n{}", conform::text(&judgement));
        }
        let list = Command::new("pdfinfo").args(["-l", "-1"]).arg(folder.path().join(format!("pdf/{name}.pdf"))).output().unwrap();
        let sizes: Vec<bool> = String::from_utf8(list.stdout)
            .unwrap()
            .lines()
            .filter(|line| line.contains(" size:") && line.starts_with("Page"))
            .map(|line| {
                let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
                numbers[numbers.len() - 2] > numbers[numbers.len() - 1]
            })
            .collect();
        assert_eq!(turns(sizes.into_iter()), turns(ours.pages.iter().map(|page| page.width > page.height)), "{name}: turned sheets");
    }
}
