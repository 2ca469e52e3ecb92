//! Bookmarks: a tree by level, each pointing to a place on paper and to the element it names.

use lopdf::{Document, Object, ObjectId, dictionary, text_string};

use super::archive::{number, printable};
use super::rounded;
use crate::page::{Bookmark, Pages};

/// Writes the outline and returns its root; `None` when there are no bookmarks.
pub(super) fn add(document: &mut Document, pages: &Pages, page_ids: &[ObjectId], elements: &[Option<ObjectId>]) -> Option<ObjectId> {
    if pages.bookmarks.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<_> = pages.bookmarks.iter().map(|_| document.new_object_id()).collect();
    let parents = parents(&pages.bookmarks);
    let link = |index: usize| Object::Reference(ids[index]);
    for (index, bookmark) in pages.bookmarks.iter().enumerate() {
        let top = pages.pages[bookmark.page].height - bookmark.y;
        let mut item = dictionary! {
            "Title" => text_string(&printable(&bookmark.title)),
            "Parent" => parents[index].map_or(Object::Reference(root), link),
            "Dest" => vec![
                page_ids[bookmark.page].into(),
                "XYZ".into(),
                Object::Null,
                rounded(top).into(),
                Object::Null,
            ],
        };
        let siblings = siblings(&parents, parents[index]);
        let place = siblings.iter().position(|&sibling| sibling == index).unwrap_or(0);
        if let Some(&previous) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
            item.set("Prev", link(previous));
        }
        if let Some(&next) = siblings.get(place + 1) {
            item.set("Next", link(next));
        }
        if let Some(element) = elements.get(bookmark.element).copied().flatten() {
            item.set("SE", element);
        }
        add_children(&mut item, &parents, Some(index), &ids);
        document.set_object(ids[index], item);
    }
    let mut outline = dictionary! { "Type" => "Outlines" };
    add_children(&mut outline, &parents, None, &ids);
    document.set_object(root, outline);
    Some(root)
}

/// The nearest bookmark before each that is of a lower level.
fn parents(bookmarks: &[Bookmark]) -> Vec<Option<usize>> {
    let mut path: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(bookmarks.len());
    for (index, bookmark) in bookmarks.iter().enumerate() {
        while path.last().is_some_and(|&open| bookmarks[open].level >= bookmark.level) {
            path.pop();
        }
        parents.push(path.last().copied());
        path.push(index);
    }
    parents
}

fn siblings(parents: &[Option<usize>], of: Option<usize>) -> Vec<usize> {
    (0..parents.len()).filter(|&index| parents[index] == of).collect()
}

/// Ends of the list of children, and how many entries show when it is open.
fn add_children(item: &mut lopdf::Dictionary, parents: &[Option<usize>], parent: Option<usize>, ids: &[ObjectId]) {
    let children = siblings(parents, parent);
    if let (Some(&first), Some(&last)) = (children.first(), children.last()) {
        item.set("First", ids[first]);
        item.set("Last", ids[last]);
        item.set("Count", number(descendants(parents, parent)));
    }
}

/// All entries are shown open, so all below an entry count.
fn descendants(parents: &[Option<usize>], of: Option<usize>) -> usize {
    let children = siblings(parents, of);
    children.len() + children.iter().map(|&child| descendants(parents, Some(child))).sum::<usize>()
}
