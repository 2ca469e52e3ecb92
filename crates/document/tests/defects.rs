//! Defects made on purpose in a good file: the guards that every golden file passes must find each.

#[path = "support/guard.rs"]
mod guard;
#[path = "support/pages.rs"]
#[expect(dead_code, reason = "other tests look at more of the pages")]
mod pages;
#[path = "support/sample.rs"]
mod sample;

use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use thidua_document::fonts::Fonts;
use thidua_document::page::Pages;
use thidua_document::pdf::write;

use guard::complaints;

fn good() -> (Pages, Vec<u8>) {
    let fonts = Fonts::bundled();
    let pages = sample::sample(&fonts).unwrap();
    let bytes = write(&pages, &sample::meta().unwrap(), &fonts).unwrap();
    (pages, bytes)
}

/// The good file with one thing changed.
fn spoiled(bytes: &[u8], spoil: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut file = Document::load_mem(bytes).unwrap();
    spoil(&mut file);
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

/// The first object of which something is true.
fn first(file: &Document, is: impl Fn(&Dictionary) -> bool) -> ObjectId {
    let dictionary = |object: &Object| match object {
        Object::Dictionary(dictionary) => is(dictionary),
        Object::Stream(stream) => is(&stream.dict),
        _ => false,
    };
    *file.objects.iter().find(|(_, object)| dictionary(object)).unwrap().0
}

fn named(dictionary: &Dictionary, key: &[u8], name: &str) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|found| found == name.as_bytes())
}

fn root(file: &mut Document) -> &mut Dictionary {
    file.catalog_mut().unwrap()
}

fn page(file: &mut Document) -> &mut Dictionary {
    let id = file.get_pages()[&1];
    file.get_dictionary_mut(id).unwrap()
}

fn having<'f>(file: &'f mut Document, key: &[u8]) -> &'f mut Dictionary {
    let id = first(file, |dictionary| dictionary.has(key));
    match file.get_object_mut(id).unwrap() {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &mut stream.dict,
        _ => unreachable!(),
    }
}

/// The glyphs behind the first face.
fn descendant(file: &mut Document) -> &mut Dictionary {
    having(file, b"DescendantFonts").get_mut(b"DescendantFonts").and_then(Object::as_array_mut).unwrap()[0].as_dict_mut().unwrap()
}

/// Rewrites the operators of the first page.
fn drawn(file: &mut Document, change: impl FnOnce(&mut Vec<Operation>)) {
    let id = file.get_pages()[&1];
    let mut content = file.get_and_decode_page_content(id).unwrap();
    change(&mut content.operations);
    file.change_page_content(id, content.encode().unwrap()).unwrap();
}

/// Rewrites a stream as text.
fn rewritten(file: &mut Document, key: &[u8], name: &str, from: &str, to: &str) {
    let id = first(file, |dictionary| named(dictionary, key, name));
    retold(file, id, from, to);
}

fn retold(file: &mut Document, id: ObjectId, from: &str, to: &str) {
    let stream = file.get_object_mut(id).and_then(Object::as_stream_mut).unwrap();
    let text = String::from_utf8(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    stream.dict.remove(b"Filter");
    stream.set_plain_content(text.replacen(from, to, 1).into_bytes());
}

type Defect = (&'static str, fn(&mut Document));

/// The information a file gives about itself.
const ABOUT: &[Defect] = &[
    ("no word that it is tagged", |file| drop(root(file).remove(b"MarkInfo"))),
    ("no language", |file| drop(root(file).remove(b"Lang"))),
    ("no metadata", |file| drop(root(file).remove(b"Metadata"))),
    ("no colours to print with", |file| drop(root(file).remove(b"OutputIntents"))),
    ("no structure", |file| drop(root(file).remove(b"StructTreeRoot"))),
    ("its file name for a title", |file| drop(root(file).remove(b"ViewerPreferences"))),
    ("another part of the standard", |file| {
        rewritten(file, b"Type", "Metadata", "<pdfaid:part>2</pdfaid:part>", "<pdfaid:part>9</pdfaid:part>");
    }),
    ("no claim of PDF/UA", |file| rewritten(file, b"Type", "Metadata", "<pdfuaid:part>1</pdfuaid:part>", "")),
    ("no title in its metadata", |file| rewritten(file, b"Type", "Metadata", "dc:title", "dc:other")),
    ("metadata that are no XML", |file| rewritten(file, b"Type", "Metadata", "</rdf:RDF>", "")),
    ("no identifier", |file| drop(file.trailer.remove(b"ID"))),
];

/// What a file must not bring with it.
const STRANGERS: &[Defect] = &[
    ("a script at opening", |file| {
        let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        root(file).set("OpenAction", script);
    }),
    ("an action of a page", |file| {
        page(file).set("AA", dictionary! { "O" => dictionary! { "S" => "Launch", "F" => Object::string_literal("x.exe") } });
    }),
    ("a film", |file| {
        let film =
            dictionary! { "Type" => "Annot", "Subtype" => "Movie", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "F" => 4 };
        let id = file.add_object(film);
        page(file).set("Annots", vec![Object::Reference(id)]);
    }),
    ("a link outside the structure", |file| {
        let link = dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()] };
        let id = file.add_object(link);
        page(file).set("Annots", vec![Object::Reference(id)]);
    }),
    ("a stream packed by LZW", |file| {
        let id = file.get_pages()[&1];
        let contents = file.get_page_contents(id)[0];
        let stream = file.get_object_mut(contents).and_then(Object::as_stream_mut).unwrap();
        stream.dict.set("Filter", "LZWDecode");
    }),
    ("colours of a printing press", |file| {
        drawn(file, |operations| operations.insert(0, Operation::new("k", vec![0.into(), 0.into(), 0.into(), 1.into()])));
    }),
    ("an image that is smoothed", |file| {
        let image = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray", "Interpolate" => true };
        let id = file.add_object(Stream::new(image, vec![0]));
        let page = file.get_pages()[&1];
        file.add_xobject(page, "Im1", id).unwrap();
        drawn(file, |operations| {
            operations.push(Operation::new("BMC", vec!["Artifact".into()]));
            operations.push(Operation::new("Do", vec!["Im1".into()]));
            operations.push(Operation::new("EMC", Vec::new()));
        });
    }),
];

/// What is wrong with faces.
const FACES: &[Defect] = &[
    ("a face that is not in the file", |file| {
        let descriptor = descendant(file).get(b"FontDescriptor").and_then(Object::as_reference).unwrap();
        let descriptor = file.get_dictionary_mut(descriptor).unwrap();
        assert!(["FontFile2", "FontFile3"].iter().any(|key| descriptor.remove(key.as_bytes()).is_some()));
    }),
    ("a face whose letters cannot be told", |file| drop(having(file, b"ToUnicode").remove(b"ToUnicode"))),
    ("a face without a map of its glyphs", |file| drop(descendant(file).remove(b"CIDToGIDMap").unwrap())),
    ("widths that are not the face's", |file| descendant(file).set("W", vec![0.into(), Object::Array(vec![9.into(); 99])])),
    ("a letter told as another", |file| {
        let map = having(file, b"ToUnicode").get(b"ToUnicode").and_then(Object::as_reference).unwrap();
        retold(file, map, "> <00", "> <01");
    }),
];

/// What is wrong with the pages and their structure.
const PAGES: &[Defect] = &[
    ("a page lost", |file| file.delete_pages(&[2])),
    ("a page of another size", |file| page(file).set("MediaBox", vec![0.into(), 0.into(), 612.into(), 792.into()])),
    ("a page without its place in the structure", |file| drop(page(file).remove(b"StructParents"))),
    ("a line of text lost", |file| {
        drawn(file, |operations| {
            let at = operations.iter().position(|operation| matches!(&*operation.operator, "Tj" | "TJ")).unwrap();
            operations.remove(at);
        });
    }),
    ("text that is not tagged", |file| {
        drawn(file, |operations| operations.retain(|operation| !matches!(&*operation.operator, "BDC" | "BMC" | "EMC")));
    }),
    ("a role that nobody knows", |file| {
        let id = first(file, |dictionary| named(dictionary, b"S", "P"));
        file.get_dictionary_mut(id).unwrap().set("S", "Doan");
    }),
    ("a heading of level 1 that is of level 4", |file| {
        let id = first(file, |dictionary| named(dictionary, b"S", "H1"));
        file.get_dictionary_mut(id).unwrap().set("S", "H4");
    }),
    ("a cell outside a row", |file| {
        let id = first(file, |dictionary| named(dictionary, b"S", "TR"));
        file.get_dictionary_mut(id).unwrap().set("S", "P");
    }),
];

#[test]
fn a_good_file_gives_no_cause_for_complaint() {
    let (pages, bytes) = good();
    assert_eq!(complaints(&bytes, &pages), [""; 0]);
    assert_eq!(complaints(&spoiled(&bytes, |_| ()), &pages), [""; 0], "writing it again spoils nothing");
}

#[test]
fn every_deliberate_defect_is_found() {
    let (pages, bytes) = good();
    let all = [ABOUT, STRANGERS, FACES, PAGES].concat();
    assert!(all.len() >= 20);
    let missed: Vec<&str> =
        all.iter().filter(|(_, spoil)| complaints(&spoiled(&bytes, spoil), &pages).is_empty()).map(|(name, _)| *name).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(!complaints(&bytes[..bytes.len() / 2], &pages).is_empty(), "half a file");
}
