//! The sample as a reader, a validator and a second render see it.

#[path = "support/guard.rs"]
mod guard;
#[path = "support/pages.rs"]
#[expect(dead_code, reason = "other tests look at more of the pages")]
mod pages;
#[path = "support/sample.rs"]
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object};
use thidua_document::error::RenderError;
use thidua_document::fonts::{Face, Fonts};
use thidua_document::page::{Element, Ink, Item, Mark, Page, Pages, Role, TextRun};
use thidua_document::pdf::write;

fn sample_bytes() -> Vec<u8> {
    let fonts = Fonts::bundled();
    let pages = sample::sample(&fonts).expect("the sample is set");
    write(&pages, &sample::meta().expect("a date"), &fonts).expect("the sample is written")
}

/// One page with one paragraph.
fn one_run(face: Face, text: &str) -> Pages {
    let run = TextRun {
        x: 85.0,
        y: 85.0,
        face,
        size: 14.0,
        text: text.to_owned(),
        stretch: 1.5,
        spread: 0.0,
        ink: Ink::Red,
        mark: Mark::Content(1),
    };
    let element = |role, parent| Element::new(role, parent);
    Pages {
        pages: vec![Page { width: 595.28, height: 841.89, items: vec![Item::Text(run)], links: Vec::new() }],
        elements: vec![element(Role::Document, None), element(Role::Paragraph, Some(0))],
        bookmarks: Vec::new(),
    }
}

fn write_run(face: Face, text: &str) -> Result<Vec<u8>, RenderError> {
    write(&one_run(face, text), &sample::meta().expect("a date"), &Fonts::bundled())
}

#[test]
fn the_sample_conforms_to_pdf_a_2a_and_pdf_ua_1() {
    let pages = sample::sample(&Fonts::bundled()).expect("the sample is set");
    assert_eq!(guard::complaints(&sample_bytes(), &pages), [""; 0]);
}

#[test]
fn two_renders_are_equal_byte_for_byte() {
    assert_eq!(sample_bytes(), sample_bytes());
}

#[test]
fn a_missing_glyph_is_named_with_its_face() {
    let error = write_run(Face::Italic, "xong ✓").expect_err("the face has no check mark");
    assert!(matches!(error, RenderError::MissingGlyph { ch: '✓', face: Face::Italic }), "{error:?}");
    assert!(error.to_string().contains("'✓' (U+2713)"), "{error}");
}

#[test]
fn all_vietnamese_letters_are_extracted_as_they_were_in_every_face() {
    assert_eq!(sample::LETTERS.chars().count(), 134);
    for face in Face::ALL {
        let text = format!("{} Đề\u{a0}nghị ", sample::LETTERS);
        let bytes = write_run(face, &text).expect("written");
        assert_eq!(extract(&bytes), text.replace('\u{a0}', " "), "{face}");
    }
}

#[test]
fn characters_that_mean_nothing_by_themselves_are_missing() {
    let fonts = Fonts::bundled();
    // Private use (the italic face has a glyph there), byte order mark, control, beyond the BMP.
    for ch in ['\u{F001}', '\u{FEFF}', '\n', '😀'] {
        assert_eq!(fonts.advance(Face::Italic, ch), None, "{ch:?}");
    }
}

#[test]
fn widths_in_the_file_are_those_layout_measured() {
    let fonts = Fonts::bundled();
    let bytes = write_run(Face::BoldItalic, "Ưỡ W ").expect("written");
    let document = Document::load_mem(&bytes).expect("read");
    let font = font_dict(&document);
    let descendants = font.get(b"DescendantFonts").and_then(Object::as_array).expect("descendants");
    let widths = descendants[0].as_dict().and_then(|d| d.get(b"W")).expect("widths");
    let stated: i64 = widths.as_array().expect("list")[1].as_array().expect("run").iter().map(|w| w.as_i64().expect("whole")).sum();
    let measured = fonts.width(Face::BoldItalic, 1000.0, "Ưỡ W").expect("covered");
    assert!((measured - f64::from(i32::try_from(stated).expect("small"))).abs() < 1e-6);
}

#[test]
fn empty_elements_are_left_out_but_not_the_empty_cells_of_a_table() {
    let bytes = sample_bytes();
    let document = Document::load_mem(&bytes).expect("read");
    let count = |role: &str| {
        let is = |object: &&Object| {
            let name = object.as_dict().and_then(|d| d.get(b"S")).and_then(Object::as_name);
            name.is_ok_and(|name| name == role.as_bytes())
        };
        document.objects.values().filter(is).count()
    };
    assert_eq!((count("TR"), count("TH"), count("TD")), (8, 10, 13));
    // Ten of text and six inside cells; the six in empty cells are gone.
    assert_eq!(count("P"), 3 + 1 + 4 + 1 + 6);
}

#[test]
fn one_element_has_one_sequence_on_a_page() {
    let document = Document::load_mem(&sample_bytes()).expect("read");
    let first = document.get_pages()[&1];
    let content = document.get_page_content(first);
    let content = String::from_utf8_lossy(&content);
    // Two headings of level 2, one of levels 1 and 3, four paragraphs, the table's cells.
    assert_eq!(content.matches("/P<</MCID").count() + content.matches("/P <</MCID").count(), 4 + 2);
}

#[test]
fn pages_that_contradict_themselves_are_refused() {
    let meta = sample::meta().expect("a date");
    let fonts = Fonts::bundled();
    let mut pages = one_run(Face::Regular, "a ");
    pages.elements.pop();
    assert!(matches!(write(&pages, &meta, &fonts), Err(RenderError::Pdf(_))));
    let mut pages = one_run(Face::Regular, "a ");
    pages.elements[1].parent = Some(7);
    assert!(matches!(write(&pages, &meta, &fonts), Err(RenderError::Pdf(_))));
}

#[test]
fn a_length_that_is_no_number_is_refused() {
    let mut pages = one_run(Face::Regular, "a ");
    if let Item::Text(run) = &mut pages.pages[0].items[0] {
        run.y = f64::NAN;
    }
    let written = write(&pages, &sample::meta().expect("a date"), &Fonts::bundled());
    assert!(matches!(written, Err(RenderError::Pdf(_))));
}

#[test]
fn a_page_without_content_conforms() {
    let mut pages = one_run(Face::Regular, "a ");
    pages.pages.push(Page { width: 841.89, height: 595.28, items: Vec::new(), links: Vec::new() });
    let bytes = write(&pages, &sample::meta().expect("a date"), &Fonts::bundled()).expect("written");
    assert_eq!(guard::complaints(&bytes, &pages), [""; 0]);
}

#[test]
fn bookmarks_nest_by_level_and_name_their_elements() {
    let document = Document::load_mem(&sample_bytes()).expect("read");
    let item = |of: &lopdf::Dictionary, key: &[u8]| {
        let id = of.get(key).and_then(Object::as_reference).expect("a link");
        document.get_dictionary(id).expect("an item").clone()
    };
    let outline = item(document.catalog().expect("a catalog"), b"Outlines");
    assert_eq!(outline.get(b"Count").and_then(Object::as_i64).ok(), Some(6));
    let report = item(&outline, b"First");
    let part = item(&item(&report, b"First"), b"Next");
    let title = part.get(b"Title").and_then(lopdf::decode_text_string);
    assert_eq!(title.expect("text"), "II. THÀNH TÍCH ĐẠT ĐƯỢC");
    let heading = item(&part, b"SE");
    assert_eq!(heading.get(b"S").and_then(Object::as_name).ok(), Some(b"H2".as_slice()));
    assert!(part.has(b"First"), "the heading of level 3 hangs below");
}

#[test]
fn dates_come_from_what_was_given_and_ids_from_the_bytes() {
    let bytes = sample_bytes();
    let document = Document::load_mem(&bytes).expect("read");
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).expect("a link");
    let info = document.get_dictionary(info).expect("information");
    let made = info.get(b"CreationDate").and_then(Object::as_str).ok();
    assert_eq!(made, Some(b"D:20260203140506+07'00'".as_slice()));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<xmp:CreateDate>2026-02-03T14:05:06+07:00</xmp:CreateDate>"));
    let id = |bytes: &[u8]| {
        let document = Document::load_mem(bytes).expect("read");
        let ids = document.trailer.get(b"ID").and_then(Object::as_array).expect("ids").clone();
        assert!(ids.len() == 2 && ids[0] == ids[1] && ids[0].as_str().is_ok_and(|id| id.len() == 16), "{ids:?}");
        ids[0].as_str().expect("a string").to_vec()
    };
    let [one, other] = ["Một", "Hai"].map(|text| id(&write_run(Face::Regular, text).expect("written")));
    assert_ne!(one, other);
}

#[test]
fn fonts_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Fonts::bundled());
}

fn font_dict(document: &Document) -> &lopdf::Dictionary {
    let is_font = |dict: &&lopdf::Dictionary| dict.has(b"DescendantFonts");
    document.objects.values().filter_map(|o| o.as_dict().ok()).find(is_font).expect("a font")
}

/// Decodes the text of a file with one font through its own `ToUnicode` map.
fn extract(bytes: &[u8]) -> String {
    let document = Document::load_mem(bytes).expect("read");
    let map = font_dict(&document).get(b"ToUnicode").and_then(Object::as_reference).expect("map");
    let map = document.get_object(map).and_then(Object::as_stream).expect("stream");
    let map = to_unicode(&String::from_utf8(plain(map)).expect("ASCII"));
    let page = document.get_pages()[&1];
    let content = document.get_and_decode_page_content(page).expect("operators");
    let shown = content.operations.iter().filter(|op| matches!(&*op.operator, "Tj" | "TJ"));
    let mut text = String::new();
    for operand in shown.flat_map(|op| &op.operands) {
        let strings = operand.as_array().map_or(std::slice::from_ref(operand), Vec::as_slice);
        for codes in strings.iter().filter_map(|string| string.as_str().ok()) {
            for code in codes.chunks(2) {
                text.push(map[&u16::from_be_bytes([code[0], code[1]])]);
            }
        }
    }
    text
}

fn plain(stream: &lopdf::Stream) -> Vec<u8> {
    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
}

fn to_unicode(map: &str) -> BTreeMap<u16, char> {
    let hex = |word: &str| u16::from_str_radix(word.trim_matches(['<', '>']), 16).ok();
    map.lines()
        .filter_map(|line| line.split_once("> <"))
        .filter_map(|(code, unicode)| Some((hex(code)?, u32::from(hex(unicode)?))))
        .filter_map(|(code, unicode)| Some((code, char::from_u32(unicode)?)))
        .collect()
}

#[test]
fn a_web_subset_maps_its_characters_and_nothing_else() {
    let chars: BTreeSet<char> = "Quyết định, ĐỀ NGHỊ".chars().collect();
    let fonts = Fonts::bundled();
    for face in Face::ALL {
        let file = fonts.web_subset(face, &chars).expect("cut");
        let parsed = ttf_parser::Face::parse(&file, 0).expect("sound");
        for &ch in &chars {
            let glyph = parsed.glyph_index(ch).expect("mapped");
            let advance = f64::from(parsed.glyph_hor_advance(glyph).expect("advance"));
            let stated = fonts.advance(face, ch).expect("covered");
            assert!((advance / 2048.0 - stated).abs() <= 0.0005, "{face} {ch}");
        }
        assert_eq!(parsed.glyph_index('z'), None);
        assert!(file.len() < 12_000, "{} bytes", file.len());
    }
}

#[test]
fn cutting_and_stripping_leave_the_outlines_as_they_were() {
    let chars: BTreeSet<char> = sample::LETTERS.chars().chain(' '..='~').collect();
    let file = Fonts::bundled().web_subset(Face::Regular, &chars).expect("cut");
    let cut = ttf_parser::Face::parse(&file, 0).expect("sound");
    let whole = std::fs::read("../../fonts/LiberationSerif-Regular.ttf").expect("there");
    let whole = ttf_parser::Face::parse(&whole, 0).expect("sound");
    for ch in chars {
        assert_eq!(outline(&cut, ch), outline(&whole, ch), "{ch}");
    }
    assert_eq!(cut.raw_face().table(ttf_parser::Tag::from_bytes(b"fpgm")), None);
}

/// The strokes of a glyph as a line of text.
fn outline(face: &ttf_parser::Face<'_>, ch: char) -> String {
    #[derive(Default)]
    struct Strokes(String);
    impl ttf_parser::OutlineBuilder for Strokes {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.extend(["M", &x.to_string(), " ", &y.to_string()]);
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.extend(["L", &x.to_string(), " ", &y.to_string()]);
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.extend([x1, y1, x, y].map(|n| format!("Q{n}")));
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
        fn close(&mut self) {
            self.0.push('Z');
        }
    }
    let mut strokes = Strokes::default();
    face.outline_glyph(face.glyph_index(ch).expect("mapped"), &mut strokes);
    strokes.0
}
