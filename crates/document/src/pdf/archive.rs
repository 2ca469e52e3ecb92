//! What makes a drawn document archival and accessible: language, output intent, metadata, ids,
//! with the tags and the outline from their own files; then it is saved.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat};
use lopdf::{dictionary, text_string};

use super::{PdfMeta, icc, outline, tags, xmp};
use crate::error::RenderError;
use crate::page::Pages;

/// Language of the text.
pub(super) const LANGUAGE: &str = "vi-VN";
/// The program that wrote the file.
pub(super) const PRODUCER: &str = "thidua-document";

/// Effort of deflating: more costs twice the time and gains 1 % of size.
const LEVEL: u32 = 6;

/// Completes the document and returns the bytes of the file.
pub(super) fn finish(mut document: Document, pages: &Pages, owners: &[Vec<usize>], meta: &PdfMeta) -> Result<Vec<u8>, RenderError> {
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    for (index, &id) in page_ids.iter().enumerate() {
        complete_page(&mut document, id, index)?;
    }
    let structure = tags::add(&mut document, &pages.elements, owners, &page_ids)?;
    let outline = outline::add(&mut document, pages, &page_ids, &structure.elements);
    let mut catalog = catalog(&mut document, meta)?;
    catalog.set("StructTreeRoot", structure.root);
    catalog.set("PageMode", if outline.is_some() { "UseOutlines" } else { "UseNone" });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    let root = document.add_object(catalog);
    let info = document.add_object(information(meta));
    document.trailer = trailer(root, info, meta);
    save(document)
}

/// An index or count as a PDF number.
pub(super) fn number(value: usize) -> Object {
    Object::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// Text for metadata: without control characters and blanks at its ends, so that the packet and
/// the document information say the same.
pub(super) fn printable(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_control()).collect::<String>().trim().to_owned()
}

/// Leaves of the page what counts, and adds its key in the parent tree.
fn complete_page(document: &mut Document, id: ObjectId, index: usize) -> Result<(), RenderError> {
    let page = document.get_dictionary_mut(id)?;
    for key in ["TrimBox", "CropBox", "Annots"] {
        page.remove(key.as_bytes());
    }
    page.set("Tabs", "S");
    page.set("StructParents", number(index));
    let resources = page.get(b"Resources")?.as_reference()?;
    let resources = document.get_dictionary_mut(resources)?;
    for key in ["XObject", "ExtGState", "Shading"] {
        resources.remove(key.as_bytes());
    }
    Ok(())
}

/// The catalog, apart from structure and outline.
fn catalog(document: &mut Document, meta: &PdfMeta) -> Result<Dictionary, RenderError> {
    let pages = document.catalog()?.get(b"Pages")?.clone();
    let profile = Stream::new(dictionary! { "N" => 3 }, icc::srgb());
    let profile = document.add_object(profile);
    let intent = document.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    });
    let packet = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    // Readable in the file itself, for tools that look for it without reading PDF.
    let packet = Stream::new(packet, xmp::packet(meta).into_bytes()).with_compression(false);
    let packet = document.add_object(packet);
    Ok(dictionary! {
        "Type" => "Catalog",
        "Pages" => pages,
        "Lang" => Object::string_literal(LANGUAGE),
        "MarkInfo" => dictionary! { "Marked" => true },
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "Metadata" => packet,
        "OutputIntents" => vec![Object::Reference(intent)],
    })
}

/// The document information, equal to the metadata packet.
fn information(meta: &PdfMeta) -> Dictionary {
    let offset = meta.created.format("%:z").to_string().replace(':', "'");
    let date = format!("D:{}{offset}'", meta.created.format("%Y%m%d%H%M%S"));
    let mut information = dictionary! {
        "CreationDate" => Object::string_literal(date.clone()),
        "ModDate" => Object::string_literal(date),
        "Producer" => Object::string_literal(PRODUCER),
    };
    for (key, text) in [("Title", &meta.title), ("Author", &meta.author), ("Subject", &meta.subject)] {
        let text = printable(text);
        if !text.is_empty() {
            information.set(key, text_string(&text));
        }
    }
    information
}

/// A trailer whose ID comes from the content, not from chance.
fn trailer(root: ObjectId, info: ObjectId, meta: &PdfMeta) -> Dictionary {
    let id = Object::String(meta.content_id[..16].to_vec(), StringFormat::Hexadecimal);
    dictionary! { "Root" => root, "Info" => info, "ID" => vec![id.clone(), id] }
}

fn save(mut document: Document) -> Result<Vec<u8>, RenderError> {
    "1.7".clone_into(&mut document.version);
    document.prune_objects();
    document.renumber_objects();
    deflate(&mut document)?;
    let options =
        SaveOptions::builder().use_object_streams(true).use_xref_streams(true).max_objects_per_stream(500).compression_level(LEVEL).build();
    let mut bytes = Vec::new();
    document.save_with_options(&mut bytes, options).map_err(|error| RenderError::Pdf(format!("saving failed: {error}")))?;
    Ok(bytes)
}

/// Deflates every stream that gains from it. (lopdf's own `compress` knows the highest effort only.)
fn deflate(document: &mut Document) -> Result<(), RenderError> {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        let mut packed = pack(&stream.content)?;
        // A stream that ends like a line looks one byte shorter to readers that count up to the line's end.
        while packed.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) && is_text(stream) {
            stream.content.push(b' ');
            packed = pack(&stream.content)?;
        }
        if packed.len() + FILTER_ENTRY < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
    Ok(())
}

fn pack(content: &[u8]) -> Result<Vec<u8>, RenderError> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 2), Compression::new(LEVEL));
    let written = encoder.write_all(content).and_then(|()| encoder.finish());
    written.map_err(|error| RenderError::Pdf(format!("deflating failed: {error}")))
}

/// Page contents and character maps, to which a space may be added; faces and colour profiles state their length.
fn is_text(stream: &Stream) -> bool {
    !["Length1", "N", "Subtype"].iter().any(|key| stream.dict.has(key.as_bytes()))
}

/// What the entry that names the filter takes in the file.
const FILTER_ENTRY: usize = 19;
