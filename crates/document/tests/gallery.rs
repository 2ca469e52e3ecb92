//! Every paper of the gallery: both standards, all of its text, nothing outside the margins, the signature
//! never alone, the same bytes each time.

#[path = "support/guard.rs"]
mod guard;
#[path = "support/pages.rs"]
mod pages;

use chrono::{DateTime, FixedOffset};
use thidua_document::fonts::Fonts;
use thidua_document::gallery::{Exhibit, gallery};
use thidua_document::layout::lay_out;
use thidua_document::page::{Item, Mark};
use thidua_domain::catalogue::Catalogue;

use pages::{bare, content_text, page_text, runs};

fn exhibits(fonts: &Fonts) -> Vec<Exhibit> {
    gallery(&Catalogue::shipped().unwrap().layouts[0], fonts).unwrap()
}

fn made_at() -> DateTime<FixedOffset> {
    "2026-07-05T07:00:00+07:00".parse().unwrap()
}

#[test]
fn every_paper_conforms_and_is_made_the_same_way_twice() {
    let fonts = Fonts::bundled();
    for exhibit in exhibits(&fonts) {
        let pdf = exhibit.pdf(made_at(), &fonts).unwrap();
        assert!(pdf == exhibit.pdf(made_at(), &fonts).unwrap(), "{}", exhibit.name);
        let pages = lay_out(&exhibit.document, &fonts).unwrap();
        assert_eq!(guard::complaints(&pdf, &pages), [""; 0], "{}", exhibit.name);
    }
}

/// The letters of a text, in no order: a cut table repeats its first columns, a tall row is read piece by piece.
fn letters(text: &str) -> std::collections::BTreeMap<char, usize> {
    let mut letters = std::collections::BTreeMap::new();
    for ch in bare(text).chars() {
        *letters.entry(ch).or_default() += 1;
    }
    letters
}

#[test]
fn every_paper_prints_all_of_its_text() {
    let fonts = Fonts::bundled();
    for exhibit in exhibits(&fonts) {
        let pages = lay_out(&exhibit.document, &fonts).unwrap();
        let (printed, written) = (content_text(&pages), exhibit.document.text());
        match exhibit.name.as_str() {
            // Repeated columns stand once more in each part.
            "bang-30-cot" => {
                let (printed, written) = (letters(&printed), letters(&written));
                assert!(written.iter().all(|(ch, count)| printed.get(ch).is_some_and(|printed| printed >= count)));
            }
            "bang-o-lon" => assert_eq!(letters(&printed), letters(&written)),
            name => assert!(bare(&printed) == bare(&written), "{name}"),
        }
        let html = String::from_utf8(exhibit.html(&fonts).unwrap()).unwrap();
        assert!(html.contains(&exhibit.document.closing.name) && html.contains("lang=\"vi\""), "{}", exhibit.name);
    }
}

#[test]
fn nothing_leaves_the_paper_and_the_signature_is_never_alone() {
    let fonts = Fonts::bundled();
    let millimetres = 72.0 / 25.4;
    for exhibit in exhibits(&fonts) {
        let pages = lay_out(&exhibit.document, &fonts).unwrap();
        for page in &pages.pages {
            let right = page.width - 20.0 * millimetres;
            for item in &page.items {
                if let Item::Text(run) = item {
                    let end = run.x + fonts.width(run.face, run.size, run.text.trim_end()).unwrap();
                    // Justified lines are narrower or wider than their plain text by what their spaces give.
                    assert!(run.stretch.abs() > 1e-9 || end < right + 0.05, "{}: {:?}", exhibit.name, run.text);
                    assert!(run.y < page.height - 20.0 * millimetres + 0.05, "{}: {:?}", exhibit.name, run.text);
                }
            }
        }
        let name = bare(&exhibit.document.closing.name);
        let last = pages.pages.iter().find(|page| bare(&page_text(page)).contains(&name)).unwrap();
        let body = runs(last).filter(|run| run.mark != Mark::Artifact).map(|run| run.text.as_str()).collect::<String>();
        assert!(bare(&body).contains("báocáomẫu./.") || exhibit.name == "chu-viet", "{}: {body}", exhibit.name);
    }
}

#[test]
fn the_cases_are_what_they_say() {
    let fonts = Fonts::bundled();
    let exhibits = exhibits(&fonts);
    let pages = |name: &str| {
        let exhibit = exhibits.iter().find(|exhibit| exhibit.name == name).unwrap();
        lay_out(&exhibit.document, &fonts).unwrap().pages.len()
    };
    assert_eq!([pages("chu-ky-1"), pages("chu-ky-2"), pages("chu-ky-3")], [2, 3, 4]);
    assert!((55..=65).contains(&pages("dai")), "{}", pages("dai"));
    assert!(pages("bang-400-dong") > 8 && pages("bang-30-cot") > 2);
    let whole_run = |name: &str, words: &str| {
        let exhibit = exhibits.iter().find(|exhibit| exhibit.name == name).unwrap();
        lay_out(&exhibit.document, &fonts).unwrap().pages.iter().flat_map(runs).filter(|run| run.text.trim() == words).count()
    };
    assert_eq!(whole_run("bang-30-cot", "Thanh tra huyện thứ 24"), 2, "a name on one line in each of two parts");
    assert!(whole_run("bang-dau-tang", "Thu hồi về ngân") > 0, "a head has the room that the names leave");
    let numbers = exhibits.iter().find(|exhibit| exhibit.name == "bang-thap-phan").unwrap();
    let laid = lay_out(&numbers.document, &fonts).unwrap();
    // Where the part before the comma ends.
    let comma = |words: &str, before: &str| {
        let run = laid.pages.iter().flat_map(runs).find(|run| run.text.trim() == words).unwrap();
        run.x + fonts.width(run.face, run.size, before).unwrap()
    };
    let places = [comma("1.234,5", "1.234"), comma("12", "12"), comma("-", "-"), comma("0,25", "0"), comma("1.248,75", "1.248")];
    assert!(places.iter().all(|place| (place - places[0]).abs() < 0.01), "{places:?}");
    let blocks = exhibits.iter().find(|exhibit| exhibit.name == "khoi").unwrap();
    let laid = lay_out(&blocks.document, &fonts).unwrap();
    let begins = |words: &str| laid.pages.iter().flat_map(runs).any(|run| run.text.starts_with(words));
    assert!(begins("Chuỗi dài hơn dòng: abcdefghij"), "a long word begins beside the words before it");
}
