//! What the heads and feet of pages of a Word file say: how its pages are numbered.

use std::collections::HashMap;

use roxmltree::Node;

use super::looks::Looks;
use super::package::Package;
use super::{UNSIZED, attribute, child, parse, value};
use crate::conform::paper::Numbering;

/// Parts behind the references of sections; each is read once, however many sections name it.
pub struct HeadParts {
    targets: HashMap<String, String>,
    known: HashMap<String, Option<Numbering>>,
}

impl HeadParts {
    /// Reads where references lead.
    pub fn new(package: &Package<'_>) -> Self {
        let related = package.part("word/_rels/document.xml.rels").unwrap_or_default();
        let target = |entry: Node<'_, '_>| {
            let target = attribute(entry, "Target")?;
            let target = target.strip_prefix('/').map_or_else(|| format!("word/{target}"), str::to_owned);
            Some((attribute(entry, "Id")?.to_owned(), target))
        };
        let targets = parse(&related).map(|list| list.root_element().children().filter_map(target).collect()).unwrap_or_default();
        Self { targets, known: HashMap::new() }
    }

    /// How the head or foot behind a reference numbers pages; `None` when it does not.
    pub fn numbering(&mut self, id: &str, package: &Package<'_>, looks: &Looks) -> Option<Numbering> {
        let target = self.targets.get(id)?;
        let read = || {
            let part = package.part(target)?;
            parse(&part).ok().and_then(|part| numbering(part.root_element(), looks))
        };
        self.known.entry(target.clone()).or_insert_with(read).clone()
    }
}

/// How a head or foot numbers its pages; `None` when it does not.
fn numbering(part: Node<'_, '_>, looks: &Looks) -> Option<Numbering> {
    let paged = |node: &Node<'_, '_>| match node.tag_name().name() {
        "instrText" => node.text().is_some_and(|text| text.split_whitespace().next() == Some("PAGE")),
        "fldSimple" => attribute(*node, "instr").is_some_and(|text| text.split_whitespace().next() == Some("PAGE")),
        "pgNum" => true,
        _ => false,
    };
    let field = part.descendants().find(paged)?;
    let paragraph = field.ancestors().find(|node| node.tag_name().name() == "p")?;
    let properties = child(paragraph, "pPr");
    let style = properties.and_then(|properties| value(properties, "pStyle"));
    let setting = looks.setting(style, properties);
    let framed =
        properties.and_then(|properties| child(properties, "framePr")).and_then(|frame| attribute(frame, "xAlign")) == Some("center");
    let tabs = paragraph
        .descendants()
        .take_while(|node| *node != field)
        .filter(|node| node.tag_name().name() == "tab" && node.parent().is_some_and(|parent| parent.tag_name().name() == "r"))
        .count();
    let centred = setting.alignment.as_deref() == Some("center") || framed || tabs == 1;
    // The result of the field looks as it will be printed.
    let run = paragraph.descendants().filter(|node| {
        node.tag_name().name() == "r"
            && child(*node, "t").is_some_and(|text| {
                text.text().is_some_and(|text| text.trim().chars().all(|ch| ch.is_ascii_digit()) && !text.trim().is_empty())
            })
    });
    let run = run.max_by_key(|run| run.range().start).or_else(|| field.ancestors().find(|node| node.tag_name().name() == "r"));
    let letters = looks.letters(style, run.and_then(|run| child(run, "rPr")));
    Some(Numbering {
        in_head: false,
        in_foot: false,
        on_first: false,
        centred,
        size: letters.size.unwrap_or(UNSIZED),
        set_off: letters.bold == Some(true) || letters.italic == Some(true),
    })
}
