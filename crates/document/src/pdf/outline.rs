//! Bookmarks: a tree by level, each pointing to a place on paper and to the element it names.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};

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
    let tree = Tree::of(&pages.bookmarks);
    let link = |index: usize| Object::Reference(ids[index]);
    for (index, bookmark) in pages.bookmarks.iter().enumerate() {
        let top = pages.pages[bookmark.page].height - bookmark.y;
        let mut item = dictionary! {
            "Title" => text_string(&printable(&bookmark.title)),
            "Parent" => tree.parents[index].map_or(Object::Reference(root), link),
            "Dest" => vec![
                page_ids[bookmark.page].into(),
                "XYZ".into(),
                Object::Null,
                rounded(top).into(),
                Object::Null,
            ],
        };
        if let Some(previous) = tree.previous[index] {
            item.set("Prev", link(previous));
        }
        if let Some(next) = tree.next[index] {
            item.set("Next", link(next));
        }
        if let Some(element) = elements.get(bookmark.element).copied().flatten() {
            item.set("SE", element);
        }
        tree.below[index].add_to(&mut item, &ids);
        document.set_object(ids[index], item);
    }
    let mut outline = dictionary! { "Type" => "Outlines" };
    tree.top.add_to(&mut outline, &ids);
    document.set_object(root, outline);
    Some(root)
}

/// How bookmarks stand to each other.
struct Tree {
    parents: Vec<Option<usize>>,
    previous: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
    below: Vec<Children>,
    top: Children,
}

/// The ends of a list of children, and how many entries stand below when all are open.
#[derive(Clone, Copy, Default)]
struct Children {
    ends: Option<(usize, usize)>,
    descendants: usize,
}

impl Tree {
    fn of(bookmarks: &[Bookmark]) -> Self {
        let count = bookmarks.len();
        let mut tree = Self {
            parents: parents(bookmarks),
            previous: vec![None; count],
            next: vec![None; count],
            below: vec![Children::default(); count],
            top: Children::default(),
        };
        for index in 0..count {
            let parent = tree.parents[index];
            let children = parent.map_or(&mut tree.top, |parent| &mut tree.below[parent]);
            if let Some((_, last)) = children.ends {
                tree.previous[index] = Some(last);
                tree.next[last] = Some(index);
            }
            children.ends = Some((children.ends.map_or(index, |(first, _)| first), index));
        }
        // Children come after their parents, so each count is whole when it is passed on.
        for index in (0..count).rev() {
            let own = tree.below[index].descendants + 1;
            tree.parents[index].map_or(&mut tree.top, |parent| &mut tree.below[parent]).descendants += own;
        }
        tree
    }
}

impl Children {
    fn add_to(self, item: &mut Dictionary, ids: &[ObjectId]) {
        if let Some((first, last)) = self.ends {
            item.set("First", ids[first]);
            item.set("Last", ids[last]);
            item.set("Count", number(self.descendants));
        }
    }
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
