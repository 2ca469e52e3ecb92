//! The objects of the tree as they stand in the file.

use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};

use super::{Annotation, Sequence, Structure, role_name};
use crate::page::{Figure, Role};
use crate::pdf::archive::printable;
use crate::pdf::content::whole;
use crate::pdf::file::Writer;
use crate::pdf::rounded;

/// What stands below an element.
enum Kid<'a> {
    Sequence(Sequence),
    Element(ObjectId),
    Link(&'a Annotation),
}

impl Structure<'_> {
    /// Writes an object of the tree; `false` when it is none.
    pub(in crate::pdf) fn write(&self, id: ObjectId, writer: &mut Writer<'_>, out: &mut Vec<u8>) -> bool {
        let place = id.0.checked_sub(self.root.0 + 1).map(|place| place as usize);
        if id == self.root {
            self.write_root(writer, out);
        } else if id == self.parents {
            self.write_parents(writer, out);
        } else if let Some(&index) = place.and_then(|place| self.kept.get(place)) {
            self.write_element(index, writer, out);
        } else {
            return false;
        }
        true
    }

    fn write_root(&self, writer: &mut Writer<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<</Type/StructTreeRoot/K");
        self.link_to(0, writer, out);
        out.extend_from_slice(b"/ParentTree ");
        writer.reference(out, self.parents);
        out.extend_from_slice(b"/ParentTreeNextKey ");
        whole(out, (self.owners.len() + self.links.len()) as u64);
        out.extend_from_slice(b">>");
    }

    /// For each page, by its index, the elements of its sequences; behind them, for each link its element.
    fn write_parents(&self, writer: &mut Writer<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<</Nums[");
        for (page, owners) in self.owners.iter().enumerate() {
            whole(out, page as u64);
            out.push(b'[');
            for owner in owners {
                self.link_to(*owner, writer, out);
            }
            out.push(b']');
        }
        for (index, link) in self.links.iter().enumerate() {
            out.push(b' ');
            whole(out, (self.owners.len() + index) as u64);
            self.link_to(link.element, writer, out);
        }
        out.extend_from_slice(b"]>>");
    }

    /// A reference to an element that is kept.
    fn link_to(&self, element: usize, writer: &mut Writer<'_>, out: &mut Vec<u8>) {
        if let Some(id) = self.ids[element] {
            out.push(b' ');
            writer.reference(out, id);
        }
    }

    fn write_element(&self, index: usize, writer: &mut Writer<'_>, out: &mut Vec<u8>) {
        let element = &self.laid.elements[index];
        out.extend_from_slice(b"<</S/");
        out.extend_from_slice(role_name(element.role).as_bytes());
        out.extend_from_slice(b"/P ");
        writer.reference(out, element.parent.and_then(|parent| self.ids[parent]).unwrap_or(self.root));
        for (key, value) in self.peculiar(index) {
            out.extend_from_slice(key);
            writer.object(out, &value);
        }
        let home = self.sequences.of(index).first().map(|&(page, _)| page);
        if let Some(page) = home {
            out.extend_from_slice(b"/Pg ");
            writer.reference(out, self.page_ids[page]);
        }
        match &self.kids(index)[..] {
            [] => {}
            [kid] => {
                out.extend_from_slice(b"/K ");
                self.write_kid(kid, home, writer, out);
            }
            kids => {
                out.extend_from_slice(b"/K[");
                for (place, kid) in kids.iter().enumerate() {
                    if place > 0 {
                        out.push(b' ');
                    }
                    self.write_kid(kid, home, writer, out);
                }
                out.push(b']');
            }
        }
        out.extend_from_slice(b">>");
    }

    /// A sequence on the first page of its element stands by its number alone.
    fn write_kid(&self, kid: &Kid<'_>, home: Option<usize>, writer: &mut Writer<'_>, out: &mut Vec<u8>) {
        match *kid {
            Kid::Element(id) => writer.reference(out, id),
            Kid::Sequence((page, sequence)) if Some(page) == home => whole(out, sequence as u64),
            Kid::Sequence((page, sequence)) => {
                out.extend_from_slice(b"<</Type/MCR/Pg ");
                writer.reference(out, self.page_ids[page]);
                out.extend_from_slice(b"/MCID ");
                whole(out, sequence as u64);
                out.extend_from_slice(b">>");
            }
            Kid::Link(link) => {
                out.extend_from_slice(b"<</Type/OBJR/Obj ");
                writer.reference(out, link.object);
                out.extend_from_slice(b"/Pg ");
                writer.reference(out, link.page);
                out.extend_from_slice(b">>");
            }
        }
    }

    /// Sequences, elements, links; in a paragraph, links and numbers of notes stand between its words.
    fn kids(&self, index: usize) -> Vec<Kid<'_>> {
        let own = self.sequences.of(index).iter().map(|&own| (Some(own), Kid::Sequence(own)));
        let below = self.children.of(index).iter();
        let below = below.filter_map(|&child| Some((self.sequences.of(child).first().copied(), Kid::Element(self.ids[child]?))));
        let mut kids: Vec<(Option<Sequence>, Kid<'_>)> = own.chain(below).collect();
        if self.laid.elements[index].role == Role::Paragraph {
            kids.sort_by_key(|(place, _)| *place);
        }
        let links = self.linked.of(index).iter().map(|&link| Kid::Link(&self.links[link]));
        kids.into_iter().map(|(_, kid)| kid).chain(links).collect()
    }

    /// Entries that few elements have, with their keys as spelt.
    fn peculiar(&self, index: usize) -> Vec<(&'static [u8], Object)> {
        let element = &self.laid.elements[index];
        let mut entries: Vec<(&[u8], Object)> = Vec::new();
        if element.role == Role::Note {
            entries.push((b"/ID", Object::string_literal(format!("note{index}"))));
        }
        if let Some(figure) = &element.figure {
            entries.push((b"/Alt", text_string(&printable(&figure.alt))));
            entries.push((b"/A", self.place(figure).into()));
        }
        entries.extend(attributes(element.role).map(|attributes| (&b"/A"[..], attributes.into())));
        entries
    }

    /// Where a figure stands.
    fn place(&self, figure: &Figure) -> Dictionary {
        let height = self.laid.pages.get(figure.page).map_or(0.0, |page| page.height);
        let [left, top, right, bottom] = figure.bounds;
        let bounds = [left, height - bottom, right, height - top].map(|length| rounded(length).into());
        dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bounds.to_vec() }
    }
}

/// Span and scope of a cell, as far as they differ from what is taken for granted.
fn attributes(role: Role) -> Option<Dictionary> {
    let mut table = dictionary! { "O" => "Table" };
    let (columns, rows) = match role {
        Role::HeaderCell { columns, rows, scope_row } => {
            table.set("Scope", if scope_row { "Row" } else { "Column" });
            (columns, rows)
        }
        Role::Cell { columns } if columns > 1 => (columns, 1),
        _ => return None,
    };
    for (key, span) in [("ColSpan", columns), ("RowSpan", rows)] {
        if span > 1 {
            table.set(key, i64::from(span));
        }
    }
    (table.len() > 1).then_some(table)
}
