//! Sections with the margins of their pages, and the package that holds all parts.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::twips;
use super::xml::{DECLARATION, Face, Look, Xml};
use crate::model::Document;

/// A part of the package.
#[derive(Debug)]
pub struct Part {
    /// Its path in the package.
    pub name: String,
    /// Its markup.
    pub content: String,
}

impl Part {
    /// A part.
    pub fn new(name: &str, content: String) -> Self {
        Self { name: name.to_owned(), content }
    }
}

/// The sections of a document and the heads and feet of their pages.
pub struct Sections<'a> {
    document: &'a Document,
    wide: bool,
}

/// A section: sheet and numbering.
pub struct Section(String);

/// Distance of the line of the page number from the edge of the paper, so that it stands as on the paper.
const HEADER: u32 = 80;

impl<'a> Sections<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self { document, wide: false }
    }

    /// The section of the main text.
    pub fn main(&mut self) -> Section {
        let foot = if self.document.address.is_empty() { "" } else { "<w:footerReference w:type=\"first\" r:id=\"foot\"/>" };
        self.section(false, foot)
    }

    /// The section of an annex.
    pub fn annex(&mut self, wide: bool) -> Section {
        self.wide |= wide;
        self.section(wide, "")
    }

    fn section(&self, wide: bool, foot: &str) -> Section {
        let profile = &self.document.profile;
        let upright = [profile.margin_top, profile.margin_right, profile.margin_bottom, profile.margin_left];
        // The sheet is turned to the left: the binding edge lies on top.
        let turned = [profile.margin_left, profile.margin_top, profile.margin_right, profile.margin_bottom];
        let [top, right, bottom, left] = if wide { turned } else { upright }.map(twips);
        let (short, long) = (twips(profile.paper_width), twips(profile.paper_height));
        let paper = if wide {
            format!("<w:pgSz w:w=\"{long}\" w:h=\"{short}\" w:orient=\"landscape\"/>")
        } else {
            format!("<w:pgSz w:w=\"{short}\" w:h=\"{long}\"/>")
        };
        let sheet = if wide { "wide" } else { "tall" };
        // The address stands inside the type area of page 1.
        let footer = if foot.is_empty() { twips(100) } else { bottom };
        Section(format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{sheet}\"/><w:headerReference w:type=\"first\" r:id=\"{sheet}first\"/>{foot}<w:type w:val=\"nextPage\"/>{paper}<w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"{}\" w:footer=\"{footer}\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:titlePg/></w:sectPr>",
            twips(HEADER)
        ))
    }

    /// Ends a section: in a paragraph that takes no room, or for the last one at the end of the text.
    pub fn end(xml: &mut Xml, section: &Section, last: bool) {
        let inside = if last { "" } else { section.0.as_str() };
        xml.raw(
            "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr>",
        );
        xml.raw(inside).raw("</w:pPr></w:p>");
        if last {
            xml.raw(&section.0);
        }
    }

    /// Heads and feet, and the list of what belongs to the main part.
    pub fn parts(&self, document: &Document) -> Vec<Part> {
        let profile = &document.profile;
        let upright = twips(profile.paper_width - profile.margin_left - profile.margin_right);
        let turned = twips(profile.paper_height - profile.margin_top - profile.margin_bottom);
        let mut parts = Vec::new();
        let mut related = Vec::new();
        for (sheet, width) in [("tall", Some(upright)), ("wide", self.wide.then_some(turned))] {
            let Some(width) = width else { continue };
            for (first, suffix) in [(false, ""), (true, "first")] {
                parts.push(Part::new(&format!("word/header-{sheet}{suffix}.xml"), header(document, width, first)));
                related.push((format!("{sheet}{suffix}"), "header", format!("header-{sheet}{suffix}.xml")));
            }
        }
        if !document.address.is_empty() {
            let mut xml = Xml::part("w:ftr");
            let look = Look { align: "center", rule: Some(4), before: Some(0), ..Look::default() };
            xml.line(&look, Face::PLAIN.sized(110), &document.address);
            parts.push(Part::new("word/footer.xml", xml.finish()));
            related.push(("foot".to_owned(), "footer", "footer.xml".to_owned()));
        }
        for (id, kind) in [("styles", "styles"), ("settings", "settings"), ("fonts", "fontTable"), ("notes", "footnotes")] {
            related.push((id.to_owned(), kind, format!("{kind}.xml")));
        }
        let entry = |(id, kind, target): &(String, &str, String)| {
            format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        let related = related.iter().map(entry).collect::<Vec<_>>().concat();
        let list = format!("{DECLARATION}\n<Relationships xmlns=\"{RELATIONSHIPS}\">{related}</Relationships>");
        parts.push(Part::new("word/_rels/document.xml.rels", list));
        parts
    }
}

/// Marks at the sides, the page number in the middle except on the first page.
fn header(document: &Document, width: u32, first: bool) -> String {
    let mut xml = Xml::part("w:hdr");
    let tabs = format!("<w:tabs><w:tab w:val=\"center\" w:pos=\"{}\"/><w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs>", width / 2);
    let size = Face::PLAIN.sized(document.profile.page_number_size);
    xml.paragraph(&Look { style: "Header", more: &tabs, ..Look::default() }, |xml| {
        xml.run(Face::BOLD.sized(120), document.marks.draft.as_deref().unwrap_or_default());
        xml.raw("<w:r><w:tab/></w:r>");
        if !first {
            for (kind, instruction) in [("begin", false), ("", true), ("separate", false)] {
                let inside = if instruction {
                    "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>".to_owned()
                } else {
                    format!("<w:fldChar w:fldCharType=\"{kind}\"/>")
                };
                xml.raw(&format!("<w:r>{inside}</w:r>"));
            }
            xml.run(size, "2").raw("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
        }
        xml.raw("<w:r><w:tab/></w:r>");
        xml.run(Face { red: true, ..Face::BOLD.sized(120) }, document.marks.illustrative.as_deref().unwrap_or_default());
    });
    xml.finish()
}

/// Names of kinds of relationship.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The vocabulary of lists of relationships.
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// How the types of Word's parts begin.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// All parts as one file; the same parts give the same bytes.
pub fn pack(parts: &[Part]) -> zip::result::ZipResult<Vec<u8>> {
    let kind = |name: &str| {
        let word = |kind: &str| format!("{WORD}.{kind}+xml");
        match name {
            "word/document.xml" => word("document.main"),
            "docProps/core.xml" => "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
            "docProps/app.xml" => "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned(),
            name if name.starts_with("word/header") => word("header"),
            name if name.starts_with("word/footer") => word("footer"),
            name => word(name.trim_start_matches("word/").trim_end_matches(".xml")),
        }
    };
    let named = parts.iter().filter(|part| part.name != "word/_rels/document.xml.rels");
    let entry = |part: &Part| format!("<Override PartName=\"/{}\" ContentType=\"{}\"/>", part.name, kind(&part.name));
    let overrides = named.map(entry).collect::<Vec<_>>().concat();
    let types = format!(
        "{DECLARATION}\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{overrides}</Types>"
    );
    let roots = format!(
        "{DECLARATION}\n<Relationships xmlns=\"{RELATIONSHIPS}\"><Relationship Id=\"main\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"core\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship Id=\"app\" Type=\"{OFFICE}/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let first = [Part::new("[Content_Types].xml", types), Part::new("_rels/.rels", roots)];
    for part in first.iter().chain(parts) {
        zip.start_file(&part.name, options)?;
        zip.write_all(part.content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
