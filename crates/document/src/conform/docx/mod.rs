//! Reads a Word file within bounds: paragraphs with their looks in reading order, sections, what stands in the heads
//! and feet of pages.
//!
//! `package` unpacks, `looks` works out what styles and paragraphs say together, `body` walks the text
//! with the tables of `grid` and the lines of `drawing`, `heads` reads what stands above and below it.

mod body;
mod drawing;
mod grid;
mod heads;
mod looks;
mod package;

use roxmltree::{Document, Node, ParsingOptions};

use super::limits::{MOST_ATTRIBUTES, MOST_PARTS, MOST_VOCABULARIES};
use super::paper::{FaceUse, Paper};
use super::{FileKind, Unreadable};
use crate::fonts::Fonts;

pub use package::container;

/// Size of letters where the file says nothing.
const UNSIZED: f64 = 10.0;
/// Nodes that one part may have.
const MOST_NODES: u32 = 1_500_000;

/// Reads a file.
pub fn read(bytes: &[u8], fonts: &Fonts) -> Result<Paper, Unreadable> {
    let package = package::open(bytes)?;
    let styles = package.part("word/styles.xml").unwrap_or_default();
    let theme = package.part("word/theme/theme1.xml").unwrap_or_default();
    let main = package.part("word/document.xml").ok_or(Unreadable::Broken)?;
    let (styles, theme) = (parse(&styles).ok(), parse(&theme).ok());
    let main = parse(&main)?;
    let looks = looks::Looks::read(styles.as_ref(), theme.as_ref());
    let body = child(main.root_element(), "body").ok_or(Unreadable::Broken)?;
    let mut walk = body::Walk::new(&looks, fonts, &package);
    walk.body(body)?;
    let paper = walk.finish();
    let letters = paper.lines.iter().any(|line| line.inked().next().is_some());
    let pictures = package.names().take(MOST_PARTS).any(|name| name.starts_with("word/media/"));
    if letters { Ok(paper) } else { Err(if pictures { Unreadable::Scan } else { Unreadable::Empty }) }
}

fn parse(text: &str) -> Result<Document<'_>, Unreadable> {
    if !is_tame(text) {
        return Err(Unreadable::TooLarge);
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Unreadable::TooLarge,
        _ => Unreadable::Broken,
    })
}

/// False of a text with elements of very many attributes, or with very many vocabularies: their number costs by its
/// square.
fn is_tame(text: &str) -> bool {
    let mut rest = text;
    let mut vocabularies = 0;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let passage = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")].into_iter().find(|(start, _)| rest.starts_with(start));
        if let Some((start, end)) = passage {
            let Some(length) = rest[start.len()..].find(end) else { return true };
            rest = &rest[start.len() + length + end.len()..];
            continue;
        }
        let (mut attributes, mut quote, mut end) = (0, None, rest.len());
        for (at, byte) in rest.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => attributes += 1,
                (None, b'>') => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        vocabularies += rest[..end].matches("xmlns").count();
        if attributes > MOST_ATTRIBUTES || vocabularies > MOST_VOCABULARIES {
            return false;
        }
        rest = &rest[end..];
    }
    true
}

/// The first child element of this name, whatever its vocabulary.
fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// An attribute by its bare name.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The value of a child: `<w:jc w:val="both"/>`.
fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|child| attribute(child, "val"))
}

/// A number of an attribute.
fn number(node: Node<'_, '_>, name: &str) -> Option<f64> {
    attribute(node, name)?.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Twentieths of a point in millimetres.
fn millimetres(twentieths: f64) -> f64 {
    twentieths / 20.0 * 25.4 / 72.0
}

/// An empty paper.
fn blank() -> Paper {
    Paper { kind: FileKind::Docx, sheets: Vec::new(), lines: Vec::new(), strokes: Vec::new(), faces: Vec::new() }
}

/// A face that the file names; it carries none.
fn face(family: &str) -> FaceUse {
    FaceUse { family: family.to_owned(), embedded: false, readable: true }
}
