//! The document as HTML: a fragment for a page of ours, and a standalone file with its style and
//! subsets of the faces inside.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thidua_domain::report::{Align, HeaderCell, RowKind, Span, Table, TableRow};

use crate::chart;
use crate::error::RenderError;
use crate::fonts::{Face, Fonts};
use crate::layout::is_wide;
use crate::model::{AnnexPart, Block, Document, Run, SIGN_HERE, Style};
use crate::sources::FigureSources;

/// The style of the paper, for screen and print.
pub const PAPER_CSS: &str = include_str!("../../../templates/document/paper.css");

/// Where a figure's sources are shown: from the figure's key to an address.
pub type FigureLink<'a> = &'a dyn Fn(&str) -> Option<String>;

#[derive(Template)]
#[template(path = "document/fragment.html")]
struct Fragment<'a> {
    document: &'a Document,
    /// Name of the printed page: which marks stand in its margin.
    sheet: &'static str,
    blocks: Vec<BlockView>,
    annexes: Vec<AnnexView<'a>>,
    sign_here: &'static str,
}

#[derive(Template)]
#[template(path = "document/standalone.html")]
struct Standalone<'a> {
    document: &'a Document,
    faces: String,
    style: String,
    fragment: String,
    sources: &'a [FigureSources],
}

enum BlockView {
    Heading { level: u8, text: String },
    Paragraph { runs: Vec<RunView> },
    Chart { title: String, svg: String },
}

struct RunView {
    text: String,
    style: Style,
    href: Option<String>,
    /// Number of the note behind it.
    note: Option<usize>,
}

struct AnnexView<'a> {
    part: &'a AnnexPart,
    wide: bool,
    header: Vec<Vec<&'a HeaderCell>>,
    rows: Vec<RowView>,
}

struct RowView {
    class: &'static str,
    cells: Vec<CellView>,
}

struct CellView {
    text: String,
    class: &'static str,
    columns: usize,
    href: Option<String>,
}

/// The document as an `<article>`; figures are links where `link` is given.
///
/// # Errors
/// [`RenderError::MissingGlyph`] when the width of an annex cannot be measured.
pub fn fragment(document: &Document, fonts: &Fonts, link: Option<FigureLink<'_>>) -> Result<String, RenderError> {
    let blocks = document.body.iter().enumerate().map(|(index, block)| block_view(block, index, link)).collect();
    let mut annexes = Vec::with_capacity(document.annexes.len());
    for part in &document.annexes {
        annexes.push(AnnexView {
            part,
            wide: is_wide(document, part, fonts)?,
            header: header(&part.table),
            rows: part.table.rows.iter().map(|row| row_view(&part.table, row, link)).collect(),
        });
    }
    let sheet = sheet(document);
    Fragment { document, sheet, blocks, annexes, sign_here: SIGN_HERE }.render().map_err(|error| RenderError::Html(error.to_string()))
}

/// The document as one file that needs nothing else; figures with `sources` lead to these behind the paper.
///
/// # Errors
/// [`RenderError::MissingGlyph`] for a character that a face cannot draw.
pub fn standalone(document: &Document, fonts: &Fonts, sources: &[FigureSources]) -> Result<Vec<u8>, RenderError> {
    let places: BTreeMap<&str, usize> = sources.iter().enumerate().map(|(index, one)| (one.key.as_str(), index + 1)).collect();
    let link = |key: &str| places.get(key).map(|place| format!("#nguon-{place}"));
    let fragment = fragment(document, fonts, Some(&link))?;
    let page = Standalone { document, faces: faces(document, fonts)?, style: style(document), fragment, sources };
    page.render().map(String::into_bytes).map_err(|error| RenderError::Html(error.to_string()))
}

/// Names of printed pages in the style: without marks, with each, with both.
const SHEETS: [&str; 4] = ["sach", "duthao", "minhhoa", "cahai"];

fn sheet(document: &Document) -> &'static str {
    SHEETS[usize::from(document.marks.draft.is_some()) + 2 * usize::from(document.marks.illustrative.is_some())]
}

/// The style of the paper without the rules for other documents' marks.
fn style(document: &Document) -> String {
    let own = sheet(document);
    let others: Vec<String> = SHEETS
        .iter()
        .filter(|name| **name != own)
        .flat_map(|name| ["dung", "ngang", "trang"].map(|kind| format!("{kind}-{name}")))
        .collect();
    let kept = PAPER_CSS.lines().filter(|line| !others.iter().any(|other| line.contains(other.as_str())));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// `@font-face` rules with subsets of the faces. The family has a name of its own, since the
/// subsets are modified versions.
fn faces(document: &Document, fonts: &Fonts) -> Result<String, RenderError> {
    let mut rules = String::new();
    for (face, chars) in chars_by_face(document) {
        let (weight, style) = match face {
            Face::Regular => ("normal", "normal"),
            Face::Bold => ("bold", "normal"),
            Face::Italic => ("normal", "italic"),
            Face::BoldItalic => ("bold", "italic"),
        };
        let data = STANDARD.encode(fonts.web_subset(face, &chars)?);
        let _ = writeln!(
            rules,
            "@font-face {{ font-family: \"Thidua Serif\"; font-weight: {weight}; font-style: {style}; src: url(data:font/ttf;base64,{data}) format(\"truetype\"); }}"
        );
    }
    Ok(rules)
}

fn chars_by_face(document: &Document) -> BTreeMap<Face, BTreeSet<char>> {
    let head = &document.head;
    let all: BTreeSet<char> = document.text().chars().chain("0123456789".chars()).filter(|ch| *ch != '\n').collect();
    let bold_italic: BTreeSet<char> = document.closing.recipients_title.chars().collect();
    let italic: BTreeSet<char> = head
        .place_and_date
        .chars()
        .chain(document.annexes.iter().flat_map(|annex| {
            annex
                .attached_to
                .chars()
                .chain(SIGN_HERE.chars())
                .chain(annex.note.chars())
                .chain(annex.table.numbers.iter().flat_map(|n| n.chars()))
        }))
        .collect();
    let styled = |style: Style| {
        let runs = document.body.iter().flat_map(|block| if let Block::Paragraph { runs } = block { &runs[..] } else { &[] });
        runs.filter(move |run| run.style == style).flat_map(|run| run.text.chars())
    };
    let italic: BTreeSet<char> = italic.into_iter().chain(styled(Style::Italic)).collect();
    let bold_italic: BTreeSet<char> = bold_italic.into_iter().chain(styled(Style::BoldItalic)).collect();
    BTreeMap::from([(Face::Regular, all.clone()), (Face::Bold, all), (Face::Italic, italic), (Face::BoldItalic, bold_italic)])
}

fn block_view(block: &Block, index: usize, link: Option<FigureLink<'_>>) -> BlockView {
    match block {
        Block::Heading { level, text } => BlockView::Heading { level: *level, text: text.clone() },
        Block::Chart(bars) => BlockView::Chart { title: bars.title.clone(), svg: chart::svg(bars, index) },
        Block::Paragraph { runs } => BlockView::Paragraph { runs: runs.iter().map(|run| run_view(run, link)).collect() },
    }
}

fn run_view(run: &Run, link: Option<FigureLink<'_>>) -> RunView {
    let annex = run.annex.map(|annex| format!("#phu-luc-{}", annex + 1));
    let href = annex.or_else(|| link.zip(run.figure.as_deref()).and_then(|(link, key)| link(key)));
    RunView { text: run.text.clone(), style: run.style, href, note: run.note.map(|note| note + 1) }
}

fn header(table: &Table) -> Vec<Vec<&HeaderCell>> {
    let row = |row: usize| {
        let mut cells: Vec<&HeaderCell> = table.header.iter().filter(|cell| cell.row == row).collect();
        cells.sort_by_key(|cell| cell.column);
        cells
    };
    (0..table.header_rows).map(row).collect()
}

fn row_view(table: &Table, row: &TableRow, link: Option<FigureLink<'_>>) -> RowView {
    let href = |span: &Span| link.zip(span.figure.as_ref()).filter(|_| !span.text.is_empty()).and_then(|(link, key)| link(&key.0));
    let (class, cells) = match row.kind {
        RowKind::Group => {
            let text = row.cells.iter().map(|cell| cell.text.as_str()).find(|text| !text.is_empty()).unwrap_or_default();
            ("nhom", vec![CellView { text: text.to_owned(), class: "trai", columns: table.columns.len(), href: None }])
        }
        kind => {
            let cell = |(column, span): (usize, &Span)| CellView {
                text: span.text.clone(),
                class: align(table, column),
                columns: 1,
                href: href(span),
            };
            (if kind == RowKind::Total { "tong" } else { "dong" }, row.cells.iter().enumerate().map(cell).collect())
        }
    };
    RowView { class, cells }
}

fn align(table: &Table, column: usize) -> &'static str {
    match table.columns.get(column).map(|column| column.align) {
        Some(Align::Right) => "phai",
        Some(Align::Centre) => "giua",
        _ => "trai",
    }
}
