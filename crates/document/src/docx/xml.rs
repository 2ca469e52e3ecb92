//! Spells the markup of Word: elements, attributes, escaped text. Knows nothing of documents.

use std::fmt::{Display, Write as _};

/// Names of the vocabularies.
pub const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
/// What every part begins with.
pub const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Text as markup; characters that no XML file can hold are left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            ch if ch >= ' ' || ch == '\t' => out.push(ch),
            _ => {}
        }
    }
    out
}

/// Markup in the making.
#[derive(Debug)]
pub struct Xml {
    out: String,
    root: &'static str,
}

impl Xml {
    /// A part whose root element is `root`.
    pub fn part(root: &'static str) -> Self {
        Self { out: format!("{DECLARATION}\n<{root} {NAMESPACES}>"), root }
    }

    /// The main part.
    pub fn document() -> Self {
        let mut xml = Self::part("w:document");
        xml.raw("<w:body>");
        xml
    }

    /// Markup as it is.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// An empty element with one value: `<w:jc w:val="both"/>`.
    pub fn val(&mut self, name: &str, value: impl Display) -> &mut Self {
        let _ = write!(self.out, "<{name} w:val=\"{value}\"/>");
        self
    }

    /// Escaped text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.raw(&escape(text))
    }

    /// A paragraph.
    pub fn paragraph(&mut self, look: &Look<'_>, content: impl FnOnce(&mut Self)) -> &mut Self {
        self.raw("<w:p>");
        look.write(self);
        content(self);
        self.raw("</w:p>")
    }

    /// Words in one look; a line break where the words have one.
    pub fn run(&mut self, face: Face, words: &str) -> &mut Self {
        if words.is_empty() {
            return self;
        }
        self.raw("<w:r>");
        face.write(self);
        for (index, line) in words.split('\n').enumerate() {
            self.raw(if index > 0 { "<w:br/>" } else { "" });
            self.raw("<w:t xml:space=\"preserve\">").text(line).raw("</w:t>");
        }
        self.raw("</w:r>")
    }

    /// A paragraph of words in one face.
    pub fn line(&mut self, look: &Look<'_>, face: Face, words: &str) -> &mut Self {
        self.paragraph(look, |xml| {
            xml.run(face, words);
        })
    }

    /// The finished part.
    pub fn finish(mut self) -> String {
        let body = if self.root == "w:document" { "</w:body>" } else { "" };
        let _ = write!(self.out, "{body}</{}>", self.root);
        self.out
    }
}

/// How a paragraph differs from its style. Lengths in twentieths of a point.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'a> {
    /// Style of the paragraph; empty for the usual one.
    pub style: &'a str,
    /// `center`, `right`, `left`, `both`; empty as the style says.
    pub align: &'a str,
    /// Space above.
    pub before: Option<u32>,
    /// Space below.
    pub after: Option<u32>,
    /// Indents of the left and the right edge.
    pub indents: Option<(u32, u32)>,
    /// Line height of exactly so much.
    pub exactly: Option<u32>,
    /// On one page with the next paragraph.
    pub keep_with_next: bool,
    /// A ruled line above: eighths of a point.
    pub rule: Option<u32>,
    /// Further markup: tabs, frames.
    pub more: &'a str,
}

impl Look<'_> {
    fn write(&self, xml: &mut Xml) {
        xml.raw("<w:pPr>");
        if !self.style.is_empty() {
            xml.val("w:pStyle", self.style);
        }
        if self.keep_with_next {
            xml.raw("<w:keepNext/>");
        }
        if let Some(width) = self.rule {
            let _ = write!(xml.out, "<w:pBdr><w:top w:val=\"single\" w:sz=\"{width}\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>");
        }
        xml.raw(self.more);
        let attribute = |name: &str, value: Option<u32>| value.map_or_else(String::new, |value| format!(" w:{name}=\"{value}\""));
        let exactly = self.exactly.map_or_else(String::new, |height| format!(" w:line=\"{height}\" w:lineRule=\"exact\""));
        let spacing = format!("{}{}{exactly}", attribute("before", self.before), attribute("after", self.after));
        if !spacing.is_empty() {
            let _ = write!(xml.out, "<w:spacing{spacing}/>");
        }
        if let Some((left, right)) = self.indents {
            let _ = write!(xml.out, "<w:ind w:left=\"{left}\" w:right=\"{right}\" w:firstLine=\"0\"/>");
        }
        if !self.align.is_empty() {
            xml.val("w:jc", self.align);
        }
        xml.raw("</w:pPr>");
    }
}

/// How words are set.
#[derive(Debug, Clone, Copy, Default)]
pub struct Face {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Tenths of a point; none as the style says.
    pub size: Option<u32>,
    /// Red.
    pub red: bool,
}

impl Face {
    /// As the style says.
    pub const PLAIN: Self = Self { bold: false, italic: false, size: None, red: false };
    /// Bold.
    pub const BOLD: Self = Self { bold: true, ..Self::PLAIN };
    /// Italic.
    pub const ITALIC: Self = Self { italic: true, ..Self::PLAIN };

    /// The same in tenths of a point.
    pub fn sized(self, tenths: u32) -> Self {
        Self { size: Some(tenths), ..self }
    }

    fn write(self, xml: &mut Xml) {
        if !self.bold && !self.italic && !self.red && self.size.is_none() {
            return;
        }
        xml.raw("<w:rPr>");
        xml.raw(if self.bold { "<w:b/>" } else { "" });
        xml.raw(if self.italic { "<w:i/>" } else { "" });
        xml.raw(if self.red { "<w:color w:val=\"C00000\"/>" } else { "" });
        if let Some(tenths) = self.size {
            xml.val("w:sz", tenths / 5);
        }
        xml.raw("</w:rPr>");
    }
}
