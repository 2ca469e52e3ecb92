//! The running text: size, alignment, indent, spacing, end mark.

use super::{Found, Sight, shown};
use crate::conform::paper::{Alignment, Column, Line, Paper, commonest};
use crate::conform::parts::usual_size;
use crate::conform::pdf::MARKS;

/// Part of the paragraphs that must keep a rule: a stray one is not the text's habit.
const MOST_OF: f64 = 0.9;
/// Letters from which a paragraph of a Word file surely fills more than a line.
const LONG: usize = 110;
/// How far a full line may end from the edge, millimetres.
const EDGE: f64 = 1.2;
/// Single line spacing of Times, as a multiple of its size.
const SINGLE: f64 = 1.15;
/// Difference of a multiple of line spacing that nobody sees.
const SPACING_SLACK: f64 = 0.04;
/// What an indent may differ, millimetres.
const INDENT_SLACK: f64 = 0.9;
/// What the space between paragraphs may fall short, points.
const SPACE_SLACK: f64 = 0.8;

/// A paragraph of running text.
struct Paragraph {
    /// Its lines.
    lines: Vec<usize>,
    /// `None` where Word sets it with a number or a mark.
    indent: Option<f64>,
    /// Space above, points; `None` at the top of a page or of the text.
    above: Option<f64>,
    /// Line height as a multiple of single spacing; `None` of a single line.
    spacing: Option<f64>,
    /// Its full lines reach both edges; `None` of a single line.
    justified: Option<bool>,
}

/// The paragraphs of the body, headings and captions left out.
fn paragraphs(sight: &Sight<'_>) -> Vec<Paragraph> {
    if sight.pdf() { shown_paragraphs(sight) } else { stated_paragraphs(sight) }
}

/// Lines of text across the sheet that are neither centred nor bold.
fn running(sight: &Sight<'_>) -> Vec<usize> {
    let plain = |at: &usize| {
        let line = &sight.paper.lines[*at];
        line.column != Column::Cell && !(line.setting.is_some() && line.column != Column::Whole)
    };
    sight.parts.body.iter().copied().filter(plain).collect()
}

fn stated_paragraphs(sight: &Sight<'_>) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut after: Option<f64> = None;
    for at in running(sight) {
        let line = &sight.paper.lines[at];
        let Some(setting) = &line.setting else { continue };
        let long = line.text().chars().count() > LONG;
        let exact = if setting.spacing < 0.0 { -setting.spacing / (line.size() * SINGLE) } else { setting.spacing };
        if setting.alignment != Alignment::Centre && !line.bold() {
            paragraphs.push(Paragraph {
                lines: vec![at],
                indent: (!setting.numbered).then_some(setting.indent),
                // Word sets the larger of the two.
                above: after.map(|after| after.max(setting.before)),
                spacing: Some(exact),
                justified: long.then_some(setting.alignment == Alignment::Both),
            });
        }
        after = Some(setting.after);
    }
    paragraphs
}

/// Edges of the text block: left and right.
fn edges(sight: &Sight<'_>, lines: &[usize]) -> Option<(f64, f64)> {
    let bounds = || lines.iter().filter_map(|at| sight.paper.lines[*at].bounds);
    let left = bounds().map(|[left, ..]| left).fold(f64::INFINITY, f64::min);
    let right = bounds().map(|[_, right, _]| right).fold(f64::NEG_INFINITY, f64::max);
    (left < right).then_some((left, right))
}

fn shown_paragraphs(sight: &Sight<'_>) -> Vec<Paragraph> {
    let paper = sight.paper;
    // Segments of a line are one line of running text, or a table: those are left out.
    let lines: Vec<usize> = running(sight);
    let mut alone: Vec<usize> = Vec::new();
    for (index, at) in lines.iter().enumerate() {
        let same = |other: Option<&usize>| other.is_some_and(|other| same_baseline(&paper.lines[*other], &paper.lines[*at]));
        if !same(lines.get(index + 1)) && !same(index.checked_sub(1).and_then(|before| lines.get(before))) {
            alone.push(*at);
        }
    }
    let Some((left, right)) = edges(sight, &alone) else { return Vec::new() };
    let width = |at: usize| paper.lines[at].bounds.map_or(0.0, |[start, end, _]| (end - start) / (right - left));
    let wide: Vec<usize> = alone.iter().copied().filter(|at| width(*at) > 0.75).collect();
    let usual = usual_size(paper, if wide.is_empty() { &alone } else { &wide });
    // Words of charts and captions: small and short.
    alone.retain(|at| paper.lines[*at].size() > usual - 1.0 || width(*at) > 0.6);
    let close = usual_pitch(paper, &alone) * 1.15;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in alone {
        let line = &paper.lines[at];
        let [start, end, y] = line.bounds.unwrap_or_default();
        let goes_on = groups.last().and_then(|group| group.last()).is_some_and(|before| {
            let above = &paper.lines[*before];
            let [_, above_end, above_y] = above.bounds.unwrap_or_default();
            let near = above.sheet != line.sheet || (y - above_y) / 25.4 * 72.0 < close;
            near && right - above_end < 18.0 && (start - left < 3.0 || hangs(paper, groups.last(), start))
        });
        // Captions, headings and what stands in small letters are no running text.
        let centred = line.centred(paper) && start - left > 15.0 && right - end > 10.0;
        match groups.last_mut().filter(|_| goes_on) {
            Some(group) => group.push(at),
            None if centred => groups.push(Vec::new()),
            None => groups.push(vec![at]),
        }
    }
    let mut paragraphs = Vec::new();
    let mut before: Option<usize> = None;
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        let bold = group.iter().all(|at| paper.lines[*at].bold());
        let first = group[0];
        let pitches: Vec<f64> = group.windows(2).filter_map(|pair| pitch(&paper.lines[pair[0]], &paper.lines[pair[1]])).collect();
        let own = pitches.iter().copied().reduce(f64::min);
        let size = usual_size(paper, &group);
        let above = before.and_then(|before| pitch(&paper.lines[before], &paper.lines[first]));
        let full = group.split_last().map_or(&[][..], |(_, full)| full);
        let reaches = full.iter().filter(|at| paper.lines[**at].bounds.is_some_and(|[_, end, _]| right - end <= EDGE)).count();
        if !bold {
            paragraphs.push(Paragraph {
                indent: paper.lines[first].bounds.map(|[start, ..]| start - left),
                above: above.map(|gap| gap - own.unwrap_or(size * SINGLE)),
                spacing: own.map(|pitch| pitch / (size * SINGLE)),
                justified: (!full.is_empty()).then_some(reaches * 10 >= full.len() * 9),
                lines: group.clone(),
            });
        }
        before = group.last().copied();
    }
    // A paragraph of one line shows no pitch of its own: it has that of the others.
    let mut usual: Vec<f64> = paragraphs.iter().filter_map(|paragraph| paragraph.spacing).collect();
    usual.sort_by(f64::total_cmp);
    if let Some(middle) = usual.get(usual.len() / 2) {
        for paragraph in paragraphs.iter_mut().filter(|paragraph| paragraph.spacing.is_none()) {
            let size = usual_size(paper, &paragraph.lines);
            paragraph.above = paragraph.above.map(|above| above + size * SINGLE - middle * size * SINGLE);
        }
    }
    paragraphs
}

/// True of a line that begins to the right of the mark of the list under which it stands.
fn hangs(paper: &Paper, group: Option<&Vec<usize>>, start: f64) -> bool {
    let Some(first) = group.and_then(|group| group.first()).map(|at| &paper.lines[*at]) else { return false };
    let marked = MARKS.iter().any(|mark| first.text().starts_with(mark));
    marked && first.bounds.is_some_and(|[mark, ..]| (2.0..20.0).contains(&(start - mark)))
}

/// The commonest distance of neighbouring lines, points: that within paragraphs.
fn usual_pitch(paper: &Paper, lines: &[usize]) -> f64 {
    let pitches = lines.windows(2).filter_map(|pair| pitch(&paper.lines[pair[0]], &paper.lines[pair[1]]));
    commonest(pitches.map(|pitch| (pitch, 1)), 0.6)
}

/// Distance of two baselines of one page, points.
fn pitch(above: &Line, below: &Line) -> Option<f64> {
    let ([_, _, upper], [_, _, lower]) = (above.bounds?, below.bounds?);
    (above.sheet == below.sheet && lower > upper).then_some((lower - upper) / 25.4 * 72.0)
}

fn same_baseline(one: &Line, other: &Line) -> bool {
    let both = one.bounds.zip(other.bounds);
    one.sheet == other.sheet && both.is_some_and(|([_, _, a], [_, _, b])| (a - b).abs() < 0.5)
}

/// True when the text block has straight edges on both sides.
pub fn is_justified(sight: &Sight<'_>) -> bool {
    let told: Vec<bool> = paragraphs(sight).iter().filter_map(|paragraph| paragraph.justified).collect();
    kept(told.iter().copied())
}

/// Most keep the rule.
fn kept(each: impl Iterator<Item = bool> + Clone) -> bool {
    let (all, good) = (each.clone().count(), each.filter(|good| *good).count());
    all > 0 && as_f64(good) >= MOST_OF * as_f64(all)
}

#[expect(clippy::cast_precision_loss, reason = "a count of paragraphs")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

/// A verdict over paragraphs: each tells whether it keeps the rule and what it shows.
fn over(sight: &Sight<'_>, told: &[(bool, f64, usize)], unit: &str) -> Found {
    if told.is_empty() {
        return Found::not_checked("không đủ đoạn văn để đo");
    }
    let mut values: Vec<f64> = told.iter().map(|(_, value, _)| *value).collect();
    values.sort_by(f64::total_cmp);
    let usual = values[values.len() / 2];
    if kept(told.iter().map(|(good, ..)| *good)) {
        return Found::passes(format!("{}{unit}", shown(usual)));
    }
    let wrong: Vec<&(bool, f64, usize)> = told.iter().filter(|(good, ..)| !good).collect();
    let measured = format!("{}{unit} ({} trong {} đoạn)", shown(wrong[0].1), wrong.len(), told.len());
    Found::fails(measured, wrong.iter().take(5).map(|(_, _, at)| sight.place(*at)).collect())
}

/// One size for the whole text.
pub fn size(sight: &Sight<'_>) -> Found {
    let paragraphs = paragraphs(sight);
    let lines: Vec<usize> = paragraphs.iter().flat_map(|paragraph| paragraph.lines.iter().copied()).collect();
    if lines.is_empty() {
        return Found::not_checked("không tìm thấy nội dung");
    }
    let usual = usual_size(sight.paper, &lines);
    let mut other: Vec<(f64, usize)> = Vec::new();
    for at in &lines {
        let line = &sight.paper.lines[*at];
        // Numbers of notes are small by nature.
        let words = line.inked().filter(|piece| piece.text.chars().any(char::is_alphabetic));
        other.extend(words.filter(|piece| (piece.size - usual).abs() > super::line::SIZE_SLACK).map(|piece| (piece.size, *at)));
    }
    if !sight.within(usual, super::line::SIZE_SLACK) {
        return Found::fails(format!("cỡ {}", shown(usual)), vec![sight.place(lines[0])]);
    }
    match other.first() {
        None => Found::passes(format!("cỡ {}", shown(usual))),
        Some((size, _)) => {
            let measured = format!("cỡ {}, có chữ cỡ {}", shown(usual), shown(*size));
            Found::fails(measured, other.iter().take(5).map(|(_, at)| sight.place(*at)).collect())
        }
    }
}

/// Both edges are straight.
pub fn alignment(sight: &Sight<'_>) -> Found {
    let paragraphs = paragraphs(sight);
    let told: Vec<(bool, usize)> = paragraphs.iter().filter_map(|paragraph| Some((paragraph.justified?, paragraph.lines[0]))).collect();
    if told.is_empty() {
        return Found::not_checked("không có đoạn văn dài hơn một dòng");
    }
    // A word that cannot be cut may end a line early on paper; a Word file says what it wants.
    let least = if sight.pdf() { 0.8 } else { 1.0 };
    let good = told.iter().filter(|(good, _)| *good).count();
    if as_f64(good) >= least * as_f64(told.len()) {
        return Found::passes("canh đều hai lề");
    }
    let wrong: Vec<usize> = told.iter().filter(|(good, _)| !good).map(|(_, at)| *at).collect();
    Found::fails(
        format!("{} trong {} đoạn không canh đều hai lề", wrong.len(), told.len()),
        wrong.into_iter().take(5).map(|at| sight.place(at)).collect(),
    )
}

/// The first line of a paragraph stands in.
pub fn indent(sight: &Sight<'_>) -> Found {
    let told: Vec<(bool, f64, usize)> = paragraphs(sight)
        .iter()
        .filter_map(|paragraph| paragraph.indent.map(|indent| (sight.within(indent, INDENT_SLACK), indent, paragraph.lines[0])))
        .collect();
    over(sight, &told, " mm")
}

/// Paragraphs stand apart.
pub fn space(sight: &Sight<'_>) -> Found {
    let told: Vec<(bool, f64, usize)> = paragraphs(sight)
        .iter()
        .filter_map(|paragraph| paragraph.above.map(|above| (sight.within(above, SPACE_SLACK), above, paragraph.lines[0])))
        .collect();
    over(sight, &told, " pt")
}

/// Lines stand at their distance.
pub fn spacing(sight: &Sight<'_>) -> Found {
    let told: Vec<(bool, f64, usize)> = paragraphs(sight)
        .iter()
        .filter_map(|paragraph| paragraph.spacing.map(|spacing| (sight.within(spacing, SPACING_SLACK), spacing, paragraph.lines[0])))
        .collect();
    over(sight, &told, " lần dòng đơn")
}

/// The text ends with its mark.
pub fn end_mark(sight: &Sight<'_>) -> Found {
    let Some(last) = sight.parts.body.last() else { return Found::not_checked("không tìm thấy nội dung") };
    let text = sight.paper.lines[*last].text();
    let mark = sight.rule.values.first().map_or("", |mark| mark.as_str());
    if text.ends_with(mark) {
        return Found::passes(mark);
    }
    let tail: String = text.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
    Found::fails(format!("kết thúc bằng “…{tail}”"), vec![sight.place(*last)])
}
