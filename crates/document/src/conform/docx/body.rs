//! Walks the text of a Word file: paragraphs of cells and of the page in reading order, drawn rules, sections.

use std::collections::HashMap;

use roxmltree::Node;

use super::drawing::drawn;
use super::grid::{Grid, rows};
use super::heads::HeadParts;
use super::looks::{Letters, Looks, Setting};
use super::package::Package;
use super::{UNSIZED, attribute, blank, child, face, millimetres, number, value};
use crate::conform::limits::{MOST_NESTING, MOST_PARAGRAPHS};
use crate::conform::paper::{self, Alignment, Column, Line, Numbering, Paper, Piece, RuleKind, Ruling, Sheet};
use crate::conform::{Place, Unreadable};
use crate::fonts::{Face, Fonts};

/// A paragraph before rules are given to the lines above them.
struct Raw {
    line: Line,
    setting: Setting,
    /// Cell in which it stands; 0 for none.
    cell: usize,
    /// A drawn line anchored in it: length in millimetres, solid, black.
    drawn: Option<(f64, bool, bool)>,
}

/// What is known on the way.
pub struct Walk<'a> {
    looks: &'a Looks,
    fonts: &'a Fonts,
    package: &'a Package<'a>,
    paper: Paper,
    raw: Vec<Raw>,
    paragraphs: usize,
    cells: usize,
    first_of_section: usize,
    heads: Heads,
    parts: HeadParts,
    /// Places of families in [`Paper::faces`].
    families: HashMap<String, usize>,
}

/// Heads and feet of the section before: a section that names none has them too.
#[derive(Default, Clone)]
struct Heads {
    usual: Option<Numbering>,
    first: Option<Numbering>,
    foot: Option<Numbering>,
}

/// Where a paragraph stands.
#[derive(Clone, Copy)]
struct At {
    column: Column,
    cell: usize,
    /// Millimetres; `None` for the width of the page.
    room: Option<f64>,
    depth: usize,
}

impl<'a> Walk<'a> {
    pub fn new(looks: &'a Looks, fonts: &'a Fonts, package: &'a Package<'a>) -> Self {
        Self {
            looks,
            fonts,
            package,
            paper: blank(),
            raw: Vec::new(),
            paragraphs: 0,
            cells: 0,
            first_of_section: 0,
            heads: Heads::default(),
            parts: HeadParts::new(package),
            families: HashMap::new(),
        }
    }

    /// The whole text.
    pub fn body(&mut self, body: Node<'_, '_>) -> Result<(), Unreadable> {
        self.blocks(body, At { column: Column::Whole, cell: 0, room: None, depth: 0 })?;
        if let Some(section) = child(body, "sectPr") {
            self.section(section);
        }
        if self.paper.sheets.is_empty() {
            self.paper.sheets.push(Sheet::default());
        }
        Ok(())
    }

    fn blocks(&mut self, parent: Node<'_, '_>, at: At) -> Result<(), Unreadable> {
        if at.depth > MOST_NESTING {
            return Err(Unreadable::TooLarge);
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node, at)?,
                "tbl" => self.table(node, at)?,
                "sdt" | "sdtContent" | "ins" | "smartTag" | "customXml" => self.blocks(node, At { depth: at.depth + 1, ..at })?,
                _ => {}
            }
        }
        Ok(())
    }

    fn table(&mut self, table: Node<'_, '_>, at: At) -> Result<(), Unreadable> {
        let grid = Grid::of(table);
        for row in rows(table) {
            for (cell, column, room) in grid.cells(row, at.column) {
                self.cells += 1;
                self.blocks(cell, At { column, cell: self.cells, room, depth: at.depth + 1 })?;
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, node: Node<'_, '_>, at: At) -> Result<(), Unreadable> {
        self.paragraphs += 1;
        if self.paragraphs > MOST_PARAGRAPHS {
            return Err(Unreadable::TooLarge);
        }
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle"));
        let setting = self.looks.setting(style, properties);
        let mut inside = Inside { pieces: Vec::new(), drawn: None, instruction: false };
        self.runs(node, style, &mut inside, 0)?;
        let place = Place::Paragraph { paragraph: self.paragraphs, style: self.looks.name(style) };
        let sheet = self.paper.sheets.len();
        // A tab between two texts of the head sets them in two columns, a break in a cell or a centred text two lines.
        let broken = at.column != Column::Whole || setting.alignment.as_deref() == Some("center");
        let printed: Vec<(Column, Vec<Piece>)> = if broken {
            broken_lines(inside.pieces).into_iter().map(|pieces| (at.column, pieces)).collect()
        } else {
            columns(inside.pieces, at.column)
        };
        let count = printed.len();
        for (index, (column, pieces)) in printed.into_iter().enumerate() {
            let line = Line { pieces, sheet, place: place.clone(), column, bounds: None, setting: None, rule: None };
            let line = Line { setting: Some(shown(&setting, at.room.unwrap_or(0.0))), ..line };
            // What is drawn in a paragraph of several lines stands below its last.
            let drawn = inside.drawn.filter(|_| !broken || index + 1 == count);
            self.raw.push(Raw { line, setting: setting.clone(), cell: at.cell, drawn });
        }
        if let Some(section) = properties.and_then(|properties| child(properties, "sectPr")) {
            self.section(section);
        }
        Ok(())
    }

    fn runs(&mut self, parent: Node<'_, '_>, style: Option<&str>, inside: &mut Inside, depth: usize) -> Result<(), Unreadable> {
        if depth > MOST_NESTING {
            return Err(Unreadable::TooLarge);
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "r" => self.run(node, style, inside),
                "hyperlink" | "ins" | "smartTag" | "fldSimple" | "sdt" | "sdtContent" | "customXml" | "moveTo" => {
                    self.runs(node, style, inside, depth + 1)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn run(&mut self, run: Node<'_, '_>, style: Option<&str>, inside: &mut Inside) {
        let letters = self.looks.letters(style, child(run, "rPr"));
        let mut text = String::new();
        for node in run.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "t" if !inside.instruction => text.push_str(node.text().unwrap_or_default()),
                "tab" | "ptab" => text.push('\t'),
                "br" if attribute(node, "type").is_some_and(|kind| kind != "textWrapping") => text.push(' '),
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('\u{2011}'),
                "fldChar" => match attribute(node, "fldCharType") {
                    Some("begin") => inside.instruction = true,
                    Some("separate" | "end") => inside.instruction = false,
                    _ => {}
                },
                "drawing" | "pict" | "AlternateContent" => inside.drawn = inside.drawn.or_else(|| drawn(node)),
                _ => {}
            }
        }
        if text.is_empty() || letters.hidden == Some(true) || letters.raised == Some(true) {
            return;
        }
        let text = if letters.capitals == Some(true) { text.to_uppercase() } else { text };
        let piece = self.piece(text, &letters);
        match inside.pieces.last_mut() {
            Some(last) if Piece { text: String::new(), ..last.clone() } == Piece { text: String::new(), ..piece.clone() } => {
                last.text.push_str(&piece.text);
            }
            _ => inside.pieces.push(piece),
        }
    }

    fn piece(&mut self, text: String, letters: &Letters) -> Piece {
        let family = letters.family.clone().unwrap_or_default();
        let faces = &mut self.paper.faces;
        let face = *self.families.entry(family).or_insert_with_key(|family| {
            faces.push(face(family));
            faces.len() - 1
        });
        Piece {
            text,
            size: letters.size.unwrap_or(UNSIZED),
            bold: letters.bold == Some(true),
            italic: letters.italic == Some(true),
            underlined: letters.underlined == Some(true),
            face,
            colour: letters.colour.unwrap_or([0.0; 3]),
        }
    }

    /// The end of a section: its sheet, and how its pages are numbered.
    fn section(&mut self, node: Node<'_, '_>) {
        let size = child(node, "pgSz");
        let of_size = |name: &str| size.and_then(|size| number(size, name)).map_or(0.0, millimetres);
        let margin = child(node, "pgMar");
        let margins = margin.map(|margin| {
            ["top", "right", "bottom", "left"].map(|side| number(margin, side).map_or(0.0, |width| millimetres(width.abs())))
        });
        let gutter = margin.and_then(|margin| number(margin, "gutter")).map_or(0.0, millimetres);
        let margins = margins.map(|[top, right, bottom, left]| [top, right, bottom, left + gutter]);
        for reference in node.children().filter(Node::is_element) {
            let of = match (reference.tag_name().name(), attribute(reference, "type")) {
                ("headerReference", Some("default")) => &mut self.heads.usual,
                ("headerReference", Some("first")) => &mut self.heads.first,
                ("footerReference", Some("default")) => &mut self.heads.foot,
                _ => continue,
            };
            *of = attribute(reference, "id").and_then(|id| self.parts.numbering(id, self.package, self.looks));
        }
        let title_page = child(node, "titlePg").is_some_and(|title| attribute(title, "val").is_none_or(super::looks::yes));
        let Heads { usual, first, foot } = self.heads.clone();
        let numbering = Numbering {
            in_head: usual.is_some(),
            in_foot: foot.is_some(),
            on_first: if title_page { first.is_some() } else { usual.is_some() || foot.is_some() },
            ..usual.or(foot).unwrap_or_default()
        };
        let sheet = Sheet { width: of_size("w"), height: of_size("h"), margins, numbering: Some(numbering) };
        let text_width = margins.map_or(sheet.width, |[_, right, _, left]| sheet.width - left - right);
        for raw in &mut self.raw[self.first_of_section..] {
            if let Some(setting) = raw.line.setting.as_mut().filter(|setting| setting.room <= 0.0) {
                setting.room = text_width;
            }
        }
        self.first_of_section = self.raw.len();
        self.paper.sheets.push(sheet);
    }

    /// The paper: rules go to the line above them, blank paragraphs go.
    pub fn finish(mut self) -> Paper {
        let raw = std::mem::take(&mut self.raw);
        for (index, own) in raw.iter().enumerate() {
            let mut line = own.line.clone();
            if line.inked().next().is_none() || is_row_of_dashes(&line.text()) {
                continue;
            }
            let indents = millimetres(own.setting.left.unwrap_or(0.0) + own.setting.right.unwrap_or(0.0));
            if let Some(setting) = &mut line.setting {
                setting.room -= indents.max(0.0);
            }
            let width = self.width(&line);
            if let Some(setting) = &mut line.setting {
                setting.width = width.0;
            }
            line.rule = Self::rule(&raw, index, width.1);
            self.paper.lines.push(line);
        }
        self.paper
    }

    /// Width of a line set in Times, and of its last printed line; millimetres.
    fn width(&self, line: &Line) -> (f64, f64) {
        let room = line.setting.as_ref().map_or(160.0, |setting| setting.room) / 25.4 * 72.0;
        let (mut whole, mut last) = (0.0, 0.0);
        for piece in line.inked() {
            let face = match (piece.bold, piece.italic) {
                (true, true) => Face::BoldItalic,
                (true, false) => Face::Bold,
                (false, true) => Face::Italic,
                (false, false) => Face::Regular,
            };
            let of = |text: &str| text.chars().map(|ch| self.fonts.advance(face, ch).unwrap_or(0.5) * piece.size).sum::<f64>();
            whole += of(piece.text.trim());
            for word in piece.text.split_whitespace() {
                let (word, space) = (of(word), if last > 0.0 { of(" ") } else { 0.0 });
                last = if last > 0.0 && last + space + word > room { word } else { last + space + word };
            }
        }
        let millimetres = 25.4 / 72.0;
        (whole * millimetres, last * millimetres)
    }

    /// The rule of a line of this length: its own, or one in the blank paragraphs below it.
    fn rule(raw: &[Raw], index: usize, length: f64) -> Option<Ruling> {
        let own = &raw[index];
        let ratio = |rule: f64| (length > 0.0).then(|| rule / length);
        let bordered = |raw: &Raw, above: bool| {
            let border = raw.setting.border.filter(|border| border.above == above)?;
            let room = raw.line.setting.as_ref().map_or(0.0, |setting| setting.room);
            let indents = millimetres(raw.setting.left.unwrap_or(0.0) + raw.setting.right.unwrap_or(0.0));
            Some(Ruling { ratio: ratio(room - indents), solid: border.solid, black: border.black, kind: RuleKind::Drawn })
        };
        let of_drawing =
            |raw: &Raw| raw.drawn.map(|(rule, solid, black)| Ruling { ratio: ratio(rule), solid, black, kind: RuleKind::Drawn });
        if let Some(rule) = bordered(own, false).or_else(|| of_drawing(own)) {
            return Some(rule);
        }
        for below in raw[index + 1..].iter().take_while(|below| below.cell == own.cell) {
            let text = below.line.text();
            if is_row_of_dashes(&text) {
                return Some(Ruling { ratio: None, solid: false, black: true, kind: RuleKind::Characters });
            }
            if !text.is_empty() {
                // The border above the next line is a rule as well, and one that is anchored in the next text of the page.
                let anchored = (below.cell == 0 && below.line.column == Column::Whole).then(|| of_drawing(below)).flatten();
                return bordered(below, true).or(anchored).or_else(|| underline(&own.line));
            }
            if let Some(rule) = bordered(below, true).or_else(|| bordered(below, false)).or_else(|| of_drawing(below)) {
                return Some(rule);
            }
        }
        underline(&own.line)
    }
}

/// What a paragraph holds.
struct Inside {
    pieces: Vec<Piece>,
    drawn: Option<(f64, bool, bool)>,
    instruction: bool,
}

/// All letters underlined stand in for a rule.
fn underline(line: &Line) -> Option<Ruling> {
    line.inked().all(|piece| piece.underlined).then_some(Ruling { ratio: Some(1.0), solid: true, black: true, kind: RuleKind::Underline })
}

/// A row of dashes, underscores or the like.
fn is_row_of_dashes(text: &str) -> bool {
    let bare: Vec<char> = text.chars().filter(|ch| !ch.is_whitespace()).collect();
    bare.len() >= 3 && bare.iter().all(|ch| matches!(ch, '-' | '_' | '–' | '—' | '―' | '=' | '.' | '*' | '~'))
}

/// Pieces line by line, where the text breaks its lines; at least one line.
fn broken_lines(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut lines = vec![Vec::new()];
    for piece in pieces {
        for (index, text) in piece.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(Piece { text: text.to_owned(), ..piece.clone() });
            }
        }
    }
    lines
}

/// Pieces on both sides of a tab, where both say something.
fn columns(pieces: Vec<Piece>, column: Column) -> Vec<(Column, Vec<Piece>)> {
    let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let parts: Vec<&str> = text.trim().split('\t').filter(|part| !part.trim().is_empty()).collect();
    if column != Column::Whole || parts.len() != 2 {
        return vec![(column, pieces)];
    }
    let cut = text.find(parts[1]).unwrap_or(text.len());
    let (mut left, mut right, mut seen) = (Vec::new(), Vec::new(), 0);
    for piece in pieces {
        let end = seen + piece.text.len();
        let at = cut.clamp(seen, end) - seen;
        if let (Some(before), Some(after)) = (piece.text.get(..at), piece.text.get(at..)) {
            left.extend((!before.is_empty()).then(|| Piece { text: before.replace('\t', " "), ..piece.clone() }));
            right.extend((!after.is_empty()).then(|| Piece { text: after.to_owned(), ..piece.clone() }));
        }
        seen = end;
    }
    vec![(Column::Left, left), (Column::Right, right)]
}

fn shown(setting: &Setting, room: f64) -> paper::Setting {
    let alignment = match setting.alignment.as_deref() {
        Some("both" | "distribute") => Alignment::Both,
        Some("center") => Alignment::Centre,
        Some("right" | "end") => Alignment::Right,
        _ => Alignment::Left,
    };
    let line = setting.line.unwrap_or(1.0);
    // A line that hangs out of its paragraph begins where it begins.
    let first = setting.first.unwrap_or(0.0);
    let hanging = first < 0.0;
    paper::Setting {
        alignment,
        indent: millimetres(if hanging { first + setting.left.unwrap_or(0.0) } else { first }),
        numbered: setting.numbered == Some(true),
        before: setting.before.unwrap_or(0.0) / 20.0,
        after: setting.after.unwrap_or(0.0) / 20.0,
        spacing: line,
        room,
        width: 0.0,
    }
}
