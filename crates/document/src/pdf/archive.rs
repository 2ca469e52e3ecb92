//! What makes a drawn document archival and accessible: language, output intent, metadata, ids,
//! with the tags and the outline from their own files.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use lopdf::{dictionary, text_string};

use super::content::Content;
use super::tags::Structure;
use super::{Attachment, PdfMeta, file, icc, links, outline, xmp};
use crate::error::RenderError;
use crate::page::Pages;

/// Language of the text.
pub(super) const LANGUAGE: &str = "vi-VN";
/// The program that wrote the file.
pub(super) const PRODUCER: &str = "thidua-document";

/// Completes the document and returns the bytes of the file.
pub(super) fn finish(mut document: Document, pages: &Pages, contents: Vec<Content>, meta: &PdfMeta) -> Result<Vec<u8>, RenderError> {
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let mut owners = Vec::with_capacity(contents.len());
    for ((index, &id), content) in page_ids.iter().enumerate().zip(contents) {
        complete_page(&mut document, id, index, content.bytes)?;
        owners.push(content.owners);
    }
    let links = links::add(&mut document, pages, &page_ids)?;
    let structure = Structure::plan(&mut document, pages, &owners, &page_ids, &links)?;
    let outline = outline::add(&mut document, pages, &page_ids, &structure.ids);
    let mut catalog = catalog(&mut document, meta)?;
    catalog.set("StructTreeRoot", structure.root);
    catalog.set("PageMode", if outline.is_some() { "UseOutlines" } else { "UseNone" });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    if let Some(attachment) = &meta.attachment {
        attach(&mut document, &mut catalog, attachment, meta);
    }
    let root = document.add_object(catalog);
    let info = document.add_object(information(meta));
    document.trailer = dictionary! { "Root" => root, "Info" => info };
    file::save(&document, &structure)
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

/// Leaves of the page what counts, and adds what it draws and its key in the parent tree.
fn complete_page(document: &mut Document, id: ObjectId, index: usize, content: Vec<u8>) -> Result<(), RenderError> {
    let content = document.add_object(Stream::new(Dictionary::new(), content));
    let page = document.get_dictionary_mut(id)?;
    for key in ["TrimBox", "CropBox", "Annots"] {
        page.remove(key.as_bytes());
    }
    page.set("Contents", content);
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

/// Puts a file into the document, as the data of the whole.
fn attach(document: &mut Document, catalog: &mut Dictionary, attachment: &Attachment, meta: &PdfMeta) {
    let parameters = dictionary! { "Size" => number(attachment.bytes.len()), "ModDate" => Object::string_literal(date(meta)) };
    let dict = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => Object::Name(attachment.media_type.clone().into_bytes()),
        "Params" => parameters,
    };
    let stream = document.add_object(Stream::new(dict, attachment.bytes.clone()));
    let name = text_string(&attachment.name);
    let specification = document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => name.clone(),
        "UF" => name.clone(),
        "Desc" => text_string(&attachment.about),
        "AFRelationship" => "Data",
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    });
    catalog.set("AF", vec![Object::Reference(specification)]);
    let files = dictionary! { "Names" => vec![name, Object::Reference(specification)] };
    catalog.set("Names", dictionary! { "EmbeddedFiles" => files });
}

/// The date of the document as PDF writes dates.
fn date(meta: &PdfMeta) -> String {
    let offset = meta.created.format("%:z").to_string().replace(':', "'");
    format!("D:{}{offset}'", meta.created.format("%Y%m%d%H%M%S"))
}

/// The document information, equal to the metadata packet.
fn information(meta: &PdfMeta) -> Dictionary {
    let date = date(meta);
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
