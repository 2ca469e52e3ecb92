//! Sheets, margins, faces, page numbers.

use super::{Found, Sight, shown};
use crate::conform::fold::fold;
use crate::conform::paper::{Column, Line, Numbering, Piece};
use crate::conform::parts::is_page_number;
use crate::conform::{Place, Verdict};

/// Sides of a sheet, in the order of [`crate::conform::paper::Sheet::margins`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

/// A4, millimetres.
const A4: [f64; 2] = [210.0, 297.0];
/// What nobody sees of a length, millimetres.
const SLACK: f64 = 1.0;
/// Ascent and descent of letters, as parts of their size.
const ASCENT: f64 = 0.9;
const DESCENT: f64 = 0.22;
/// Room that spacing may add to a measured margin at the top, at the bottom of a full page, and to a ragged edge.
const ABOVE: f64 = 6.0;
const BELOW: f64 = 16.0;
const RAGGED: f64 = 14.0;
/// Faces that a finding names.
const MOST_NAMED: usize = 12;
/// Pages of so many lines from which one is taken to be full.
const PAGES: usize = 3;
const LINES: usize = 22;

/// Every sheet is A4.
pub fn size(sight: &Sight<'_>) -> Found {
    let wrong = |sheet: &crate::conform::paper::Sheet| {
        let (short, long) = (sheet.width.min(sheet.height), sheet.width.max(sheet.height));
        (short - A4[0]).abs() > SLACK || (long - A4[1]).abs() > SLACK
    };
    let sheets = &sight.paper.sheets;
    let bad: Vec<usize> = (0..sheets.len()).filter(|at| wrong(&sheets[*at])).collect();
    let Some(first) = bad.first().map(|at| &sheets[*at]) else { return Found::passes("A4") };
    let places =
        if sight.pdf() { bad.iter().take(5).map(|at| Place::Page { page: at + 1, x_mm: 0.0, y_mm: 0.0 }).collect() } else { Vec::new() };
    Found::fails(format!("{} x {} mm", shown(first.width), shown(first.height)), places)
}

/// The sheets of the main text that stand upright.
fn main_sheets(sight: &Sight<'_>) -> Vec<usize> {
    let end = sight.parts.annexes.first().map_or(usize::MAX, |annex| sight.paper.lines[annex.label].sheet);
    (0..sight.paper.sheets.len()).filter(|at| (*at < end || *at == 0) && !sight.paper.sheets[*at].wide()).collect()
}

/// A margin of the main text: as a Word file states it, as a PDF shows it.
pub fn margin(sight: &Sight<'_>, side: Side) -> Found {
    if !sight.pdf() {
        let stated: Vec<f64> =
            main_sheets(sight).iter().filter_map(|at| sight.paper.sheets[*at].margins).map(|margins| margins[side as usize]).collect();
        let Some(worst) = stated.iter().copied().find(|margin| !sight.within(*margin, 0.5)).or(stated.first().copied()) else {
            return Found::not_checked("tệp không ghi lề trang");
        };
        let measured = format!("{} mm", shown(worst));
        return if sight.within(worst, 0.5) { Found::passes(measured) } else { Found::fails(measured, Vec::new()) };
    }
    let Some((margin, at, slack)) = shown_margin(sight, side) else { return Found::not_checked("không đủ dòng chữ để đo") };
    if slack.is_infinite() && margin > sight.most() + SLACK {
        return Found::not_checked("không có trang nào đầy chữ để đo");
    }
    let measured = format!("{} mm", shown(margin));
    let fits = margin >= sight.least() - SLACK && margin <= sight.most() + SLACK + slack;
    if fits { Found::passes(measured) } else { Found::fails(measured, vec![sight.place(at)]) }
}

/// The margin that a PDF shows, the line that shows it, and how much more it may look.
fn shown_margin(sight: &Sight<'_>, side: Side) -> Option<(f64, usize, f64)> {
    let (paper, parts) = (sight.paper, sight.parts);
    let sheets = main_sheets(sight);
    let text: Vec<usize> = (0..paper.lines.len())
        .filter(|at| sheets.binary_search(&paper.lines[*at].sheet).is_ok() && parts.furniture.binary_search(at).is_err())
        .collect();
    // Pages of running text are full; those of charts and tables may end anywhere.
    let mut running = vec![0_usize; paper.sheets.len()];
    for line in text.iter().map(|at| &paper.lines[*at]).filter(|line| line.column == Column::Whole) {
        running[line.sheet] += 1;
    }
    let full = sheets.iter().filter(|sheet| running[**sheet] >= LINES).count();
    let bounds = |at: usize| paper.lines[at].bounds;
    let points = |line: &Line, part: f64| line.size() * part * 25.4 / 72.0;
    let measures = text.iter().filter_map(|at| {
        let [left, right, y] = bounds(*at)?;
        let line = &paper.lines[*at];
        let sheet = &paper.sheets[line.sheet];
        let room = match side {
            Side::Left => left,
            Side::Right => sheet.width - right,
            Side::Top => y - points(line, ASCENT),
            Side::Bottom => sheet.height - y - points(line, DESCENT),
        };
        Some((room, *at))
    });
    let (margin, at) = measures.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let justified = super::text::is_justified(sight);
    let slack = match side {
        Side::Left => 0.0,
        // Ragged lines end before the edge.
        Side::Right => {
            if justified {
                0.0
            } else {
                RAGGED
            }
        }
        Side::Top => ABOVE,
        Side::Bottom => {
            if full >= PAGES {
                BELOW
            } else {
                f64::INFINITY
            }
        }
    };
    Some((margin, at, slack))
}

/// Pieces with letters or digits, and their lines.
fn worded<'a>(sight: &'a Sight<'_>) -> impl Iterator<Item = (usize, &'a Piece)> {
    let lines = sight.paper.lines.iter().enumerate();
    lines
        .flat_map(|(at, line)| line.pieces.iter().map(move |piece| (at, piece)))
        .filter(|(_, piece)| piece.text.chars().any(char::is_alphanumeric))
}

/// The faces of all words are the one that is named, or as good.
pub fn typeface(sight: &Sight<'_>) -> Found {
    let bare = |name: &str| fold(name).replace(' ', "");
    let named = |family: &str, names: &[thidua_domain::text::Text]| names.iter().any(|name| bare(family).starts_with(&bare(name)));
    let (mut equivalent, mut others, mut places): (Vec<&str>, Vec<&str>, Vec<Place>) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = std::collections::BTreeSet::new();
    for (at, piece) in worded(sight).filter(|(_, piece)| seen.insert(piece.face)) {
        let Some(face) = sight.paper.faces.get(piece.face) else { continue };
        let family = face.family.as_str();
        if named(family, &sight.rule.values) {
            continue;
        }
        let list = if face.embedded && named(family, &sight.rule.equivalent) { &mut equivalent } else { &mut others };
        if list.len() < MOST_NAMED && !list.contains(&family) {
            list.push(family);
            places.push(sight.place(at));
        }
    }
    match (equivalent.is_empty(), others.is_empty()) {
        (true, true) => Found::passes(sight.rule.values.first().map_or("", |name| name.as_str())),
        (_, false) => Found::fails(others.join(", "), places),
        (false, true) => Found {
            verdict: Verdict::Equivalent,
            measured: format!("{} (đã nhúng, cùng số đo với Times New Roman)", equivalent.join(", ")),
            places,
        },
    }
}

/// Words are black; red marks and stamps outside the text are no words of it.
pub fn colour(sight: &Sight<'_>) -> Found {
    let dark = |piece: &Piece| piece.colour.iter().all(|part| *part < 0.25);
    let red = |piece: &Piece| piece.colour[0] > 0.5 && piece.colour[1] < 0.35 && piece.colour[2] < 0.35;
    let in_body = |at: &usize| sight.parts.body.binary_search(at).is_ok();
    let mut places: Vec<usize> = worded(sight)
        .filter(|(at, piece)| !(dark(piece) || red(piece) && sight.paper.lines[*at].capitals() && !in_body(at)))
        .map(|(at, _)| at)
        .collect();
    places.dedup();
    if places.is_empty() {
        return Found::passes("màu đen");
    }
    Found::fails(format!("{} dòng có chữ không đen", places.len()), places.into_iter().take(5).map(|at| sight.place(at)).collect())
}

/// Letters can be read back, composed.
pub fn extractable(sight: &Sight<'_>) -> Found {
    let private = |ch: char| ch == char::REPLACEMENT_CHARACTER || ('\u{E000}'..='\u{F8FF}').contains(&ch);
    let mut lost = Vec::new();
    let mut decomposed = Vec::new();
    for (at, line) in sight.paper.lines.iter().enumerate() {
        for piece in line.inked() {
            let readable = sight.paper.faces.get(piece.face).is_none_or(|face| face.readable);
            if !readable
                || piece.text.chars().any(|ch| ch == char::REPLACEMENT_CHARACTER)
                || piece.text.chars().filter(|ch| private(*ch)).count() > 1
            {
                lost.push(at);
            } else if thidua_domain::text::nfc(&piece.text) != piece.text {
                decomposed.push(at);
            }
        }
    }
    let places = |lines: &[usize]| lines.iter().take(5).map(|at| sight.place(*at)).collect();
    match (lost.is_empty(), decomposed.is_empty()) {
        (true, true) => Found::passes("Unicode, dạng dựng sẵn"),
        (false, _) => Found::fails("có chữ không đọc lại được", places(&lost)),
        (true, false) => Found::fails("có dấu tách rời (Unicode tổ hợp)", places(&decomposed)),
    }
}

/// Programs of all faces are in the file.
pub fn embedded(sight: &Sight<'_>) -> Found {
    if !sight.pdf() {
        return Found::not_applicable("tệp Word dùng phông chữ của máy");
    }
    let mut missing: Vec<(&str, usize)> = Vec::new();
    for (at, line) in sight.paper.lines.iter().enumerate() {
        for piece in line.inked() {
            let Some(face) = sight.paper.faces.get(piece.face).filter(|face| !face.embedded) else { continue };
            if missing.len() < MOST_NAMED && !missing.iter().any(|(name, _)| *name == face.family) {
                missing.push((&face.family, at));
            }
        }
    }
    if missing.is_empty() {
        return Found::passes("đã nhúng");
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    Found::fails(format!("chưa nhúng: {}", names.join(", ")), missing.iter().take(5).map(|(_, at)| sight.place(*at)).collect())
}

/// Page numbers of the main text.
pub fn number(sight: &Sight<'_>) -> Found {
    if sight.pdf() { shown_numbers(sight) } else { stated_numbers(sight) }
}

/// Letters of a Word file that need more than one page for certain.
const TWO_PAGES: usize = 4_500;

fn stated_numbers(sight: &Sight<'_>) -> Found {
    let sections: Vec<&Numbering> = main_sheets(sight).into_iter().filter_map(|at| sight.paper.sheets[at].numbering.as_ref()).collect();
    let Some(first) = sections.first() else { return Found::not_checked("tệp không ghi cách đánh số trang") };
    // A first page may be a section of its own, without a number.
    let numbered = sections.iter().find(|section| section.in_head || section.in_foot).unwrap_or(first);
    let numbering = Numbering { on_first: first.on_first, ..(*numbered).clone() };
    if !numbering.in_head && !numbering.in_foot {
        let letters: usize = sight.parts.body.iter().map(|at| sight.paper.lines[*at].text().chars().count()).sum();
        return if letters > TWO_PAGES {
            Found::fails("không có số trang", Vec::new())
        } else {
            Found::not_checked("không có số trang; không kiểm tra được trên tệp Word văn bản có dài hơn một trang hay không")
        };
    }
    let mut faults = Vec::new();
    if numbering.in_foot {
        faults.push("số trang ở chân trang".to_owned());
    }
    if numbering.on_first {
        faults.push("trang 1 hiển thị số trang".to_owned());
    }
    if !numbering.centred {
        faults.push("số trang không canh giữa".to_owned());
    }
    if !sight.within(numbering.size, super::line::SIZE_SLACK) {
        faults.push(format!("cỡ chữ {}", shown(numbering.size)));
    }
    if numbering.set_off {
        faults.push("số trang đậm hoặc nghiêng".to_owned());
    }
    if faults.is_empty() {
        Found::passes(format!("giữa lề trên, cỡ {}", shown(numbering.size)))
    } else {
        Found::fails(faults.join("; "), Vec::new())
    }
}

fn shown_numbers(sight: &Sight<'_>) -> Found {
    let (paper, parts) = (sight.paper, sight.parts);
    let numbers = |sheet: usize| {
        let from = parts.furniture.partition_point(|at| paper.lines[*at].sheet < sheet);
        let on_page = parts.furniture[from..].iter().copied().take_while(move |at| paper.lines[*at].sheet == sheet);
        on_page.filter(|at| is_page_number(&paper.lines[*at].text()))
    };
    let mut faults: Vec<(String, Place)> = Vec::new();
    if let Some(at) = numbers(0).next() {
        faults.push(("trang 1 hiển thị số trang".to_owned(), sight.place(at)));
    }
    let pages = main_sheets(sight);
    for sheet in pages.iter().copied().filter(|sheet| *sheet > 0) {
        let edge = Place::Page { page: sheet + 1, x_mm: 0.0, y_mm: 0.0 };
        let Some(at) = numbers(sheet).next() else {
            faults.push((format!("trang {} không có số trang", sheet + 1), edge));
            continue;
        };
        let (line, place) = (&paper.lines[at], sight.place(at));
        let [_, _, y] = line.bounds.unwrap_or_default();
        let mut say = |words: &str| faults.push((words.to_owned(), place.clone()));
        if y > paper.sheets[sheet].height / 2.0 {
            say("số trang ở chân trang");
        } else if !line.centred(paper) {
            say("số trang không canh giữa");
        }
        if line.text().parse::<usize>() != Ok(sheet + 1) {
            say("số trang không liên tục từ 1, hoặc không phải chữ số Ả Rập đứng riêng");
        }
        if line.any_bold() || line.any_italic() {
            say("số trang đậm hoặc nghiêng");
        }
        if !sight.within(line.size(), super::line::SIZE_SLACK) {
            say("cỡ chữ của số trang");
        }
    }
    if faults.is_empty() {
        return if pages.len() > 1 { Found::passes("giữa lề trên, từ trang 2") } else { Found::passes("văn bản một trang") };
    }
    let mut words: Vec<&str> = Vec::new();
    for (fault, _) in &faults {
        if !words.contains(&fault.as_str()) && words.len() < 4 {
            words.push(fault);
        }
    }
    Found::fails(words.join("; "), faults.iter().take(5).map(|(_, place)| place.clone()).collect())
}
