//! The logical structure: a tree of elements that says what each marked sequence on paper means,
//! and the way back from a sequence to its element.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

use super::archive::{number, printable};
use super::rounded;
use crate::error::RenderError;
use crate::page::{Element, Pages, Role};

/// The tree as it stands in the file.
pub(super) struct Structure {
    /// The root that the catalog points to.
    pub root: ObjectId,
    /// Each element's object; `None` for those that hold nothing.
    pub elements: Vec<Option<ObjectId>>,
}

/// A marked sequence: index of the page, number on it.
type Sequence = (usize, usize);

/// A link as it stands in the file: its element, its annotation, the page it stands on.
pub(super) struct Annotation {
    pub element: usize,
    pub object: ObjectId,
    pub page: ObjectId,
}

/// Writes the tree; `owners` names, page by page, the element of each marked sequence.
pub(super) fn add(
    document: &mut Document,
    laid: &Pages,
    owners: &[Vec<usize>],
    pages: &[ObjectId],
    links: &[Annotation],
) -> Result<Structure, RenderError> {
    let elements = &laid.elements[..];
    let sequences = sequences(elements.len(), owners);
    let kept = kept(elements, &sequences);
    let root = document.new_object_id();
    let ids: Vec<_> = kept.iter().map(|&kept| kept.then(|| document.new_object_id())).collect();
    let children = children(elements, &ids);
    let first: Vec<Option<Sequence>> = sequences.iter().map(|own| own.first().copied()).collect();
    let mut annotations: BTreeMap<usize, Vec<&Annotation>> = BTreeMap::new();
    for link in links {
        annotations.entry(link.element).or_default().push(link);
    }
    for (index, element) in elements.iter().enumerate() {
        let Some(id) = ids[index] else { continue };
        let parent = element.parent.and_then(|parent| ids[parent]).unwrap_or(root);
        let mut dict = dictionary! { "S" => role_name(element.role), "P" => parent };
        if element.role == Role::Note {
            dict.set("ID", Object::string_literal(format!("note{index}")));
        }
        if let Some(figure) = &element.figure {
            let height = laid.pages.get(figure.page).map_or(0.0, |page| page.height);
            let [left, top, right, bottom] = figure.bounds;
            let bounds = [left, height - bottom, right, height - top].map(|length| rounded(length).into());
            dict.set("Alt", text_string(&printable(&figure.alt)));
            dict.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bounds.to_vec() });
        }
        if let Some(attributes) = attributes(element.role) {
            dict.set("A", attributes);
        }
        let own = content(&mut dict, &sequences[index], pages);
        let below = children[index].iter().filter_map(|&child| Some((first[child], Object::Reference(ids[child]?))));
        let mut kids: Vec<(Option<Sequence>, Object)> = sequences[index].iter().copied().map(Some).zip(own).chain(below).collect();
        if matches!(element.role, Role::Paragraph) {
            // Links and numbers of notes stand between the words of their paragraph.
            kids.sort_by_key(|(place, _)| *place);
        }
        let mut kids: Vec<Object> = kids.into_iter().map(|(_, kid)| kid).collect();
        kids.extend(annotations.get(&index).into_iter().flatten().map(|link| object_reference(link)));
        set_kids(&mut dict, kids);
        document.set_object(id, dict);
    }
    let parents = parent_tree(owners, &ids, links)?;
    let whole = ids.first().copied().flatten();
    let whole = whole.ok_or_else(|| RenderError::Pdf("the document has no structure".into()))?;
    let parents = document.add_object(dictionary! { "Nums" => parents });
    document.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => whole,
            "ParentTree" => parents,
            "ParentTreeNextKey" => number(owners.len() + links.len()),
        },
    );
    Ok(Structure { root, elements: ids })
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

/// The sequences of each element, in reading order.
fn sequences(count: usize, owners: &[Vec<usize>]) -> Vec<Vec<Sequence>> {
    let mut sequences = vec![Vec::new(); count];
    for (page, owners) in owners.iter().enumerate() {
        for (sequence, &owner) in owners.iter().enumerate() {
            sequences[owner].push((page, sequence));
        }
    }
    sequences
}

/// Which elements stand in the file: those with content somewhere below them, and every cell of
/// such a table, since a row without its empty cells would be shorter than the others.
fn kept(elements: &[Element], sequences: &[Vec<Sequence>]) -> Vec<bool> {
    let mut kept: Vec<bool> = sequences.iter().map(|own| !own.is_empty()).collect();
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

/// The elements below each element, in order.
fn children(elements: &[Element], ids: &[Option<ObjectId>]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); elements.len()];
    for (index, element) in elements.iter().enumerate() {
        if let (Some(parent), Some(_)) = (element.parent, ids[index]) {
            children[parent].push(index);
        }
    }
    children
}

/// The annotation of a link as a kid of its element.
fn object_reference(link: &Annotation) -> Object {
    Object::Dictionary(dictionary! { "Type" => "OBJR", "Obj" => link.object, "Pg" => link.page })
}

/// Span and scope of a cell, as far as they differ from what is taken for granted.
fn attributes(role: Role) -> Option<Dictionary> {
    let mut table = dictionary! { "O" => "Table" };
    let (columns, rows) = match role {
        Role::HeaderCell { columns, rows, scope_row } => {
            table.set("Scope", if scope_row { "Row" } else { "Column" });
            (columns, rows)
        }
        Role::Cell { columns } => (columns, 1),
        _ => return None,
    };
    for (key, span) in [("ColSpan", columns), ("RowSpan", rows)] {
        if span > 1 {
            table.set(key, i64::from(span));
        }
    }
    (table.len() > 1).then_some(table)
}

/// The element's own sequences as kids; those on its first page by number alone.
fn content(dict: &mut Dictionary, sequences: &[Sequence], pages: &[ObjectId]) -> Vec<Object> {
    let Some(&(home, _)) = sequences.first() else { return Vec::new() };
    dict.set("Pg", pages[home]);
    sequences
        .iter()
        .map(|&(page, sequence)| match number(sequence) {
            sequence if page == home => sequence,
            sequence => Object::Dictionary(dictionary! {
                "Type" => "MCR",
                "Pg" => pages[page],
                "MCID" => sequence,
            }),
        })
        .collect()
}

fn set_kids(dict: &mut Dictionary, mut kids: Vec<Object>) {
    match kids.len() {
        0 => {}
        1 => dict.set("K", kids.swap_remove(0)),
        _ => dict.set("K", kids),
    }
}

/// For each page, by its index, the elements of its sequences; behind them, for each link its element.
fn parent_tree(owners: &[Vec<usize>], ids: &[Option<ObjectId>], links: &[Annotation]) -> Result<Vec<Object>, RenderError> {
    let mut numbers = Vec::new();
    for (page, owners) in owners.iter().enumerate() {
        let parents: Option<Vec<Object>> = owners.iter().map(|&owner| ids[owner].map(Object::Reference)).collect();
        let parents = parents.ok_or_else(|| RenderError::Pdf(format!("page {page} has an orphan")))?;
        numbers.extend([number(page), Object::Array(parents)]);
    }
    for (index, link) in links.iter().enumerate() {
        let element = ids.get(link.element).copied().flatten();
        let element = element.ok_or_else(|| RenderError::Pdf("a link has no element".into()))?;
        numbers.extend([number(owners.len() + index), element.into()]);
    }
    Ok(numbers)
}
