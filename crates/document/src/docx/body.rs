//! Running text: headings, paragraphs with links and notes, the list of contents.

use super::chart;
use super::xml::{Face, Look, Xml};
use super::{twentieths, twips};
use crate::layout::ContentsEntry;
use crate::model::{Block, Document, Run, Style};

/// Name of the place to which mentions of an annex lead.
pub fn bookmark(annex: usize) -> String {
    format!("PhuLuc{}", annex + 1)
}

/// The blocks of the body; the last stays with the signature.
pub fn blocks(xml: &mut Xml, document: &Document) {
    let last = document.body.len().saturating_sub(1);
    // Two lines stay with the signature: of a short last paragraph the one before it too.
    let short = document.body.last().is_some_and(|block| block.text().chars().count() < 90);
    let kept = if short { last.saturating_sub(1) } else { last };
    for (index, block) in document.body.iter().enumerate() {
        match block {
            Block::Heading { level, text } => {
                let style = format!("Heading{}", (*level).clamp(1, 6));
                xml.line(&Look { style: &style, ..Look::default() }, Face::PLAIN, text);
            }
            Block::Paragraph { runs } => {
                let leads_on = runs.last().is_some_and(|run| run.text.ends_with(':'));
                let look = Look { style: "BodyText", keep_with_next: leads_on || index >= kept, ..Look::default() };
                xml.paragraph(&look, |xml| runs.iter().for_each(|run| write_run(xml, run)));
            }
            Block::Chart(bars) => chart::chart(xml, document, bars),
        }
    }
}

fn write_run(xml: &mut Xml, run: &Run) {
    let face = match run.style {
        Style::Plain => Face::PLAIN,
        Style::Bold => Face::BOLD,
        Style::Italic => Face::ITALIC,
        Style::BoldItalic => Face { bold: true, ..Face::ITALIC },
    };
    if let Some(annex) = run.annex {
        xml.raw(&format!("<w:hyperlink w:anchor=\"{}\" w:history=\"1\">", bookmark(annex))).run(face, &run.text).raw("</w:hyperlink>");
    } else {
        xml.run(face, &run.text);
    }
    if let Some(note) = run.note {
        xml.raw(&format!("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{}\"/></w:r>", note + 1));
    }
}

/// The notes, with the two rules that Word draws above them.
pub fn notes(document: &Document) -> String {
    let mut xml = Xml::part("w:footnotes");
    for (id, kind, mark) in [(-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator")] {
        xml.raw(&format!("<w:footnote w:type=\"{kind}\" w:id=\"{id}\">"));
        xml.paragraph(&Look::default(), |xml| {
            xml.raw(&format!("<w:r><w:{mark}/></w:r>"));
        });
        xml.raw("</w:footnote>");
    }
    for (index, note) in document.notes.iter().enumerate() {
        xml.raw(&format!("<w:footnote w:id=\"{}\">", index + 1));
        xml.paragraph(&Look { style: "FootnoteText", ..Look::default() }, |xml| {
            xml.raw("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>");
            xml.run(Face::PLAIN, &format!(" {note}"));
        });
        xml.raw("</w:footnote>");
    }
    xml.finish()
}

/// The list of contents as a field with its last result: Word makes it anew when asked to.
pub fn contents(xml: &mut Xml, document: &Document, entries: &[ContentsEntry]) {
    if entries.is_empty() {
        return;
    }
    let profile = &document.profile;
    let width = twips(profile.paper_width - profile.margin_left - profile.margin_right);
    xml.raw("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
    xml.line(&Look { style: "Title", keep_with_next: true, ..Look::default() }, Face::PLAIN, "MỤC LỤC");
    let tabs = format!("<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{width}\"/></w:tabs>");
    for (index, entry) in entries.iter().enumerate() {
        let left = twentieths(18.0) * u32::from(entry.level.saturating_sub(1));
        let look = Look { style: "TOC1", indents: Some((left, twentieths(36.0))), more: &tabs, ..Look::default() };
        xml.paragraph(&look, |xml| {
            if index == 0 {
                xml.raw("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
            }
            xml.run(Face::PLAIN, &entry.words);
            if let Some(page) = entry.page {
                xml.raw("<w:r><w:tab/></w:r>").run(Face::PLAIN, &page.to_string());
            }
            if index + 1 == entries.len() {
                xml.raw("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
            }
        });
    }
}
