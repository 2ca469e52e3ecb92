//! The logical structure: a tree of elements that says what each marked sequence on paper means,
//! and the way back from a sequence to its element. Here it is planned; `spell` writes it.

use lopdf::{Document, ObjectId};

use super::groups::Groups;
use crate::error::RenderError;
use crate::page::{Element, Pages, Role};

/// The objects of the tree as they stand in the file.
mod spell;

/// The tree: nearly all objects of a file, so they are never values of lopdf, but spelt when the writer
/// of the file meets them.
pub(super) struct Structure<'a> {
    /// The root that the catalog points to.
    pub root: ObjectId,
    /// Each element's object; `None` for those that hold nothing.
    pub ids: Vec<Option<ObjectId>>,
    /// The object that leads from sequences and links back to elements.
    parents: ObjectId,
    /// The elements in the order of their objects, whose numbers follow that of the root.
    kept: Vec<usize>,
    laid: &'a Pages,
    page_ids: &'a [ObjectId],
    /// The element of each marked sequence, page by page.
    owners: &'a [Vec<usize>],
    links: &'a [Annotation],
    /// What belongs to each element: its sequences, the elements below it, its links.
    sequences: Groups<Sequence>,
    children: Groups<usize>,
    linked: Groups<usize>,
}

/// A marked sequence: index of the page, number on it.
type Sequence = (usize, usize);

/// A link as it stands in the file: its element, its annotation, the page it stands on.
pub(super) struct Annotation {
    pub element: usize,
    pub object: ObjectId,
    pub page: ObjectId,
}

impl<'a> Structure<'a> {
    /// Plans the tree; `owners` names, page by page, the element of each marked sequence.
    pub(super) fn plan(
        document: &mut Document,
        laid: &'a Pages,
        owners: &'a [Vec<usize>],
        page_ids: &'a [ObjectId],
        links: &'a [Annotation],
    ) -> Result<Self, RenderError> {
        let elements = &laid.elements[..];
        let on_page =
            |(page, owners): (usize, &'a Vec<usize>)| owners.iter().enumerate().map(move |(sequence, owner)| (*owner, (page, sequence)));
        let sequences = Groups::new(elements.len(), owners.iter().enumerate().flat_map(on_page));
        let kept = kept(elements, &sequences);
        let root = document.new_object_id();
        let ids: Vec<_> = kept.iter().map(|&kept| kept.then(|| document.new_object_id())).collect();
        if links.iter().any(|link| ids.get(link.element).copied().flatten().is_none()) {
            return Err(RenderError::Pdf("a link has no element".into()));
        }
        let below = elements.iter().enumerate().filter(|(index, _)| kept[*index]);
        let children = Groups::new(elements.len(), below.filter_map(|(index, element)| Some((element.parent?, index))));
        let linked = Groups::new(elements.len(), links.iter().enumerate().map(|(index, link)| (link.element, index)));
        let parents = document.new_object_id();
        let kept = (0..elements.len()).filter(|index| kept[*index]).collect();
        Ok(Self { root, ids, parents, kept, laid, page_ids, owners, links, sequences, children, linked })
    }
}

/// The standard structure type of a role; also the tag of its marked sequences.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(_) => "H6",
        Role::Paragraph => "P",
        Role::Link => "Link",
        Role::Reference => "Reference",
        Role::Note => "Note",
        Role::Figure => "Figure",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
        Role::Table => "Table",
        Role::TableHead => "THead",
        Role::TableBody => "TBody",
        Role::Row => "TR",
        Role::HeaderCell { .. } => "TH",
        Role::Cell { .. } => "TD",
    }
}

/// Which elements stand in the file: those with content somewhere below them, and every cell of
/// such a table, since a row without its empty cells would be shorter than the others.
fn kept(elements: &[Element], sequences: &Groups<Sequence>) -> Vec<bool> {
    let mut kept: Vec<bool> = (0..elements.len()).map(|index| !sequences.of(index).is_empty()).collect();
    spread_to_parents(elements, &mut kept);
    let mut table = vec![false; elements.len()];
    for (index, element) in elements.iter().enumerate() {
        table[index] = match element.role {
            Role::Table => kept[index],
            Role::TableHead | Role::TableBody | Role::Row => element.parent.is_some_and(|parent| table[parent]),
            Role::Cell { .. } | Role::HeaderCell { .. } => {
                kept[index] |= element.parent.is_some_and(|parent| table[parent]);
                false
            }
            _ => false,
        };
    }
    spread_to_parents(elements, &mut kept);
    if let Some(root) = kept.first_mut() {
        *root = true;
    }
    kept
}

/// An element is kept when one of its children is; children come after their parents.
fn spread_to_parents(elements: &[Element], kept: &mut [bool]) {
    for (index, element) in elements.iter().enumerate().rev() {
        if let Some(parent) = element.parent {
            kept[parent] |= kept[index];
        }
    }
}
