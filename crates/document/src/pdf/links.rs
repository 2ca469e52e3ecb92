//! Links inside the document, as annotations that belong to the elements of their words.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

use super::archive::{number, printable};
use super::rounded;
use super::tags::Annotation;
use crate::error::RenderError;
use crate::page::{Link, Pages};

/// Writes the annotations of all pages.
pub(super) fn add(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Result<Vec<Annotation>, RenderError> {
    let mut annotations = Vec::new();
    for (page, id) in pages.pages.iter().zip(page_ids) {
        let mut own = Vec::with_capacity(page.links.len());
        for link in &page.links {
            let place = pages.pages.len() + annotations.len();
            let (Some(target), Some(goal)) = (pages.pages.get(link.page), page_ids.get(link.page)) else {
                return Err(RenderError::Pdf(format!("a link leads to page {}: no such one", link.page)));
            };
            let object = document.add_object(annotation(link, page.height, *goal, target.height, place));
            own.push(Object::Reference(object));
            annotations.push(Annotation { element: link.element, object, page: *id });
        }
        if !own.is_empty() {
            document.get_dictionary_mut(*id)?.set("Annots", own);
        }
    }
    Ok(annotations)
}

fn annotation(link: &Link, height: f64, goal: ObjectId, goal_height: f64, place: usize) -> Dictionary {
    let corners = [link.left, height - link.bottom, link.right, height - link.top];
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => corners.map(|length| rounded(length).into()).to_vec(),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        // Printed with the page, as archival files must say.
        "F" => 4,
        "Contents" => text_string(&printable(&link.words)),
        "Dest" => vec![goal.into(), "XYZ".into(), Object::Null, rounded(goal_height - link.y).into(), Object::Null],
        "StructParent" => number(place),
    }
}
