//! Styles and the parts of the package that do not depend on the text.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};

use super::package::Part;
use super::twips;
use super::xml::{DECLARATION, NAMESPACES, Xml, escape};
use crate::model::Document;

/// The family of the text; the reader's machine has it, the file carries none.
const FAMILY: &str = "Times New Roman";

/// Styles, settings, list of fonts, properties.
pub fn parts(document: &Document, created: DateTime<FixedOffset>) -> Vec<Part> {
    vec![
        Part::new("word/styles.xml", styles(document)),
        Part::new("word/settings.xml", settings()),
        Part::new("word/fontTable.xml", font_table()),
        Part::new("docProps/core.xml", core(document, created)),
        Part::new(
            "docProps/app.xml",
            format!(
                "{DECLARATION}\n<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>thidua</Application></Properties>"
            ),
        ),
    ]
}

/// A style of paragraphs.
struct Style<'a> {
    id: &'a str,
    name: &'a str,
    paragraph: String,
    words: String,
}

fn styles(document: &Document) -> String {
    let profile = &document.profile;
    let half_points = |tenths: u32| tenths / 5;
    let body = format!("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", half_points(profile.body_size));
    let space = profile.paragraph_space * 2;
    let line = 240 * profile.line_spacing / 100;
    let indent = twips(profile.first_line_indent);
    let set = |before: u32| format!("<w:spacing w:before=\"{before}\" w:after=\"0\" w:line=\"{line}\" w:lineRule=\"auto\"/>");
    let heading = |level: u32| {
        format!("<w:keepNext/><w:keepLines/>{}<w:ind w:firstLine=\"{indent}\"/><w:outlineLvl w:val=\"{}\"/>", set(space), level - 1)
    };
    let bold = "<w:b/><w:bCs/>".to_owned();
    let centred = "<w:keepNext/><w:jc w:val=\"center\"/>".to_owned();
    let mut list = vec![
        Style {
            id: "BodyText",
            name: "Body Text",
            paragraph: format!("{}<w:ind w:firstLine=\"{indent}\"/><w:jc w:val=\"both\"/>", set(space)),
            words: String::new(),
        },
        Style { id: "Title", name: "Title", paragraph: centred.clone(), words: bold.clone() },
        Style { id: "Subtitle", name: "Subtitle", paragraph: centred, words: bold.clone() },
        Style { id: "KinhGui", name: "Kính gửi", paragraph: format!("<w:keepNext/>{}", set(240)), words: String::new() },
        Style {
            id: "PhuLuc",
            name: "Phụ lục",
            paragraph: "<w:keepNext/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>".to_owned(),
            words: bold.clone(),
        },
        Style { id: "Header", name: "header", paragraph: String::new(), words: String::new() },
        Style {
            id: "TOC1",
            name: "toc 1",
            paragraph: format!("<w:spacing w:before=\"{}\" w:after=\"0\"/>", space / 2),
            words: String::new(),
        },
        Style {
            id: "FootnoteText",
            name: "footnote text",
            paragraph: "<w:jc w:val=\"both\"/>".to_owned(),
            words: format!("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", half_points(profile.note_size)),
        },
    ];
    let names: Vec<(String, String)> = (1..=6).map(|level| (format!("Heading{level}"), format!("heading {level}"))).collect();
    for (level, (id, name)) in (1..).zip(&names) {
        list.push(Style { id, name, paragraph: heading(level), words: if level < 3 { bold.clone() } else { String::new() } });
    }
    let mut xml = Xml::part("w:styles");
    xml.raw(&format!("<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{FAMILY}\" w:hAnsi=\"{FAMILY}\" w:eastAsia=\"{FAMILY}\" w:cs=\"{FAMILY}\"/>{body}<w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"));
    xml.raw("<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>");
    xml.raw("<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>");
    xml.raw("<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
    xml.raw("<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/></w:style>");
    for style in &list {
        let mut text = String::new();
        let _ = write!(
            text,
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}</w:rPr></w:style>",
            style.id, style.name, style.paragraph, style.words
        );
        xml.raw(&text);
    }
    xml.finish()
}

fn settings() -> String {
    let compatible = "http://schemas.microsoft.com/office/word";
    format!(
        "{DECLARATION}\n<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:autoHyphenation w:val=\"false\"/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"{compatible}\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"vi-VN\"/><w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/></w:settings>"
    )
}

fn font_table() -> String {
    format!(
        "{DECLARATION}\n<w:fonts {NAMESPACES}><w:font w:name=\"{FAMILY}\"><w:altName w:val=\"Liberation Serif\"/><w:panose1 w:val=\"02020603050405020304\"/><w:charset w:val=\"A3\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>"
    )
}

fn core(document: &Document, created: DateTime<FixedOffset>) -> String {
    let at = created.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Secs, true);
    format!(
        "{DECLARATION}\n<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator><dc:language>vi-VN</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:modified></cp:coreProperties>",
        escape(&document.title),
        escape(&document.head.subject.join(" ")),
        escape(&document.author)
    )
}
