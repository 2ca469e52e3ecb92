//! What is wrong with a PDF: the standards it must keep, and the pages it must show.

use std::collections::BTreeSet;

use lopdf::content::Operation;
use lopdf::{Document, Object};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use thidua_document::page::Pages;

use crate::pages::{bare, page_text};

/// Everything that a file made from `pages` should not be; empty for a good one.
pub fn complaints(bytes: &[u8], pages: &Pages) -> Vec<String> {
    let mut found = Vec::new();
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        match validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)) {
            Err(error) => found.push(format!("{profile:?}: {error}")),
            Ok(report) => found.extend(report.failures.iter().map(|failure| format!("{profile:?}: {failure:?}"))),
        }
    }
    match Document::load_mem(bytes) {
        Err(error) => found.push(error.to_string()),
        Ok(file) => {
            shown(&file, pages, &mut found);
            structure(&file, &mut found);
            faces(&file, &mut found);
        }
    }
    found
}

/// What the validator lets pass: a page with tagged content names its list of owners, each page its own.
fn structure(file: &Document, found: &mut Vec<String>) {
    let mut known = BTreeSet::new();
    for (number, id) in file.get_pages() {
        let tagged = file.get_and_decode_page_content(id).is_ok_and(|content| content.operations.iter().any(has_owner));
        let list = file.get_dictionary(id).and_then(|page| page.get(b"StructParents")).and_then(Object::as_i64);
        if tagged && !list.is_ok_and(|list| known.insert(list)) {
            found.push(format!("page {number} has no list of owners of its own"));
        }
    }
}

fn has_owner(operation: &Operation) -> bool {
    operation.operator == "BDC" && operation.operands.iter().any(|operand| operand.as_dict().is_ok_and(|marks| marks.has(b"MCID")))
}

/// What the validator lets pass: every face has its program in the file.
fn faces(file: &Document, found: &mut Vec<String>) {
    let programs: [&[u8]; 3] = [b"FontFile", b"FontFile2", b"FontFile3"];
    for descriptor in file.objects.values().filter_map(|object| object.as_dict().ok()).filter(|dictionary| dictionary.has(b"FontName")) {
        let program = programs.iter().find_map(|key| descriptor.get(key).and_then(Object::as_reference).ok());
        if program.is_none_or(|program| file.get_object(program).and_then(Object::as_stream).is_err()) {
            found.push(format!("{descriptor:?} is not embedded"));
        }
    }
}

/// The pages of the file against those that were laid out: their number, size and text.
fn shown(file: &Document, pages: &Pages, found: &mut Vec<String>) {
    let in_file = file.get_pages();
    if in_file.len() != pages.pages.len() {
        found.push(format!("{} pages of {}", in_file.len(), pages.pages.len()));
    }
    for ((number, id), page) in in_file.into_iter().zip(&pages.pages) {
        let sides = file.get_dictionary(id).and_then(|page| page.get(b"MediaBox")).and_then(Object::as_array);
        let sides: Vec<f32> = sides.map(|sides| sides.iter().filter_map(|side| side.as_float().ok()).collect()).unwrap_or_default();
        let near = |side: f32, wanted: f64| (f64::from(side) - wanted).abs() < 0.01;
        if !matches!(sides[..], [x, y, width, height] if near(x, 0.0) && near(y, 0.0) && near(width, page.width) && near(height, page.height))
        {
            found.push(format!("page {number} measures {sides:?}"));
        }
        let text = file.extract_text(&[number]).unwrap_or_default();
        if bare(&text) != bare(&page_text(page)) {
            found.push(format!("page {number} says {text}"));
        }
    }
}
