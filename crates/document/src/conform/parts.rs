//! Finds the components of a document among its lines, by what they say and where they stand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::fold::{fold, says};
use super::paper::{Column, Line, Paper, commonest};

/// The components, as places in [`Paper::lines`].
#[derive(Debug, Default)]
pub struct Parts {
    /// Quốc hiệu; on two lines both.
    pub national_title: Vec<usize>,
    /// Tiêu ngữ.
    pub motto: Option<usize>,
    /// Tên cơ quan chủ quản.
    pub superior: Vec<usize>,
    /// Tên cơ quan ban hành.
    pub agency: Vec<usize>,
    /// Số, ký hiệu.
    pub number: Option<usize>,
    /// Địa danh và thời gian; of a long name on two lines.
    pub date: Vec<usize>,
    /// Tên loại.
    pub kind: Option<usize>,
    /// Trích yếu.
    pub subject: Vec<usize>,
    /// Kính gửi.
    pub salutation: Option<usize>,
    /// Nơi nhận below Kính gửi.
    pub addressees: Vec<usize>,
    /// Nội dung, without page numbers, notes and marks in the margins.
    pub body: Vec<usize>,
    /// "Nơi nhận:".
    pub recipients_title: Option<usize>,
    /// Its list.
    pub recipients: Vec<usize>,
    /// Chức vụ.
    pub titles: Vec<usize>,
    /// Họ tên.
    pub name: Option<usize>,
    /// Phụ lục.
    pub annexes: Vec<Annex>,
    /// Lines in the margins of a PDF: numbers, marks.
    pub furniture: Vec<usize>,
    /// The day of the document.
    pub day: Option<NaiveDate>,
}

/// The heading of an annex.
#[derive(Debug)]
pub struct Annex {
    /// "Phụ lục I".
    pub label: usize,
    /// Its title.
    pub title: Vec<usize>,
    /// "(Kèm theo …)".
    pub attached: Option<usize>,
}

/// Lines that a head may have.
const HEAD: usize = 40;
/// Height of the margins in which numbers and marks stand, millimetres.
const MARGIN: f64 = 18.5;
/// Height within which they may stand where a margin is wide.
const TOP: f64 = 36.0;
/// Lines and short rules of a page that may have notes.
const MOST_LINES: usize = 500;
const MOST_RULES: usize = 40;
/// Addressees below "Kính gửi:".
const MOST_ADDRESSEES: usize = 300;
/// Kinds of places that have people's committees, of today and before.
const PLACES: [&str; 8] = ["tinh", "thanh pho", "xa", "phuong", "dac khu", "huyen", "quan", "thi xa"];
/// Names of kinds of document, for finding the title.
const KINDS: [&str; 12] = [
    "bao cao",
    "ke hoach",
    "to trinh",
    "quyet dinh",
    "thong bao",
    "huong dan",
    "chuong trinh",
    "phuong an",
    "de an",
    "nghi quyet",
    "chi thi",
    "bien ban",
];

/// Millimetres in tenths.
#[expect(clippy::cast_possible_truncation, reason = "a height on paper")]
fn tenths(height: f64) -> i64 {
    (height * 10.0).round() as i64
}

/// Finds the components.
pub fn find(paper: &Paper) -> Parts {
    let mut finder = Finder { paper, parts: Parts::default(), texts: paper.lines.iter().map(|line| fold(&line.text())).collect() };
    finder.furniture();
    finder.head();
    finder.annexes();
    finder.closing();
    finder.body();
    finder.parts
}

struct Finder<'a> {
    paper: &'a Paper,
    parts: Parts,
    /// Folded texts of the lines.
    texts: Vec<String>,
}

impl Finder<'_> {
    fn line(&self, at: usize) -> &Line {
        &self.paper.lines[at]
    }

    fn baseline(&self, at: usize) -> Option<f64> {
        self.line(at).bounds.map(|[_, _, y]| y)
    }

    fn is_furniture(&self, at: usize) -> bool {
        self.parts.furniture.binary_search(&at).is_ok()
    }

    /// Numbers and marks in the margins of a PDF.
    fn furniture(&mut self) {
        let title = self.texts.iter().position(|text| text.contains("cong hoa xa hoi chu nghia"));
        // What stands at one height on several pages is no text of theirs.
        let mut heights: BTreeMap<(&str, i64), usize> = BTreeMap::new();
        for (at, line) in self.paper.lines.iter().enumerate() {
            if let Some([_, _, y]) = line.bounds.filter(|[_, _, y]| *y < TOP) {
                *heights.entry((self.texts[at].as_str(), tenths(y))).or_default() += 1;
            }
        }
        for (at, line) in self.paper.lines.iter().enumerate() {
            let (Some([left, right, y]), Some(sheet)) = (line.bounds, self.paper.sheets.get(line.sheet)) else { continue };
            let above_all = title.is_some_and(|title| {
                line.sheet == 0 && self.line(title).sheet == 0 && self.baseline(title).is_some_and(|top| y < top - 3.0)
            });
            let number = is_page_number(&line.text()) && (y < TOP || y > sheet.height - MARGIN);
            let short = right - left < 0.4 * sheet.width;
            let repeated = short
                && y < TOP
                && !number
                && line.sheet > 0
                && heights.get(&(self.texts[at].as_str(), tenths(y))).is_some_and(|count| *count > 1);
            if repeated || y < MARGIN || y > sheet.height - 12.0 || above_all || number {
                self.parts.furniture.push(at);
            }
        }
    }

    fn head(&mut self) {
        let first: Vec<usize> =
            (0..self.paper.lines.len()).filter(|at| self.line(*at).sheet == 0 && !self.is_furniture(*at)).take(HEAD).collect();
        let find = |test: &dyn Fn(&str) -> bool| first.iter().copied().find(|at| test(&self.texts[*at]));
        let title = find(&|text| text.contains("cong hoa xa hoi chu nghia"));
        // A name may say a part of it.
        let whole = |text: &str| text.contains("doc lap") && text.contains("tu do") && text.contains("hanh phuc");
        let motto = find(&whole).or_else(|| find(&|text| text.contains("doc lap") && text.contains("tu do")));
        let kind =
            first.iter().copied().filter(|at| motto.is_none_or(|motto| *at > motto)).find(|at| KINDS.contains(&self.texts[*at].as_str()));
        let head: Vec<usize> = first.iter().copied().take_while(|at| kind.is_none_or(|kind| *at < kind)).collect();
        let number = head.iter().copied().find(|at| {
            let text = &self.texts[*at];
            (text == "so" || text.starts_with("so ")) && self.line(*at).text().contains('/') && !says(text, "ngay")
        });
        let date = self.date(&head);
        let rest = title.and_then(|title| {
            let whole = self.texts[title].contains("viet nam");
            let rest = head.iter().copied().find(|at| *at > title && self.texts[*at] == "viet nam");
            rest.filter(|_| !whole)
        });
        let known: Vec<usize> = [title, rest, motto, number].into_iter().flatten().chain(date.iter().copied()).collect();
        // The names of the bodies stand beside Quốc hiệu, on whichever side that is.
        let beside = if title.is_some_and(|title| self.line(title).column == Column::Left) { Column::Right } else { Column::Left };
        let bodies: Vec<usize> = head
            .iter()
            .copied()
            .filter(|at| self.line(*at).column == beside && !known.contains(at))
            .filter(|at| number.is_none_or(|number| *at < number) && date.first().is_none_or(|date| *at < *date))
            .collect();
        let (superior, agency) = self.two_bodies(&bodies);
        let subject = kind.map(|kind| self.subject(&first, kind)).unwrap_or_default();
        let after = subject.last().copied().or(kind);
        let salutation = first
            .iter()
            .copied()
            .filter(|at| after.is_none_or(|after| *at > after))
            .take(3)
            .find(|at| self.texts[*at].starts_with("kinh gui"));
        let addressees = salutation.map(|salutation| self.listed(salutation)).unwrap_or_default();
        let day = day(&date.iter().map(|at| self.line(*at).text()).collect::<Vec<_>>().join(" "));
        self.parts = Parts {
            national_title: title.into_iter().chain(rest).collect(),
            motto,
            superior,
            agency,
            number,
            date,
            kind,
            subject,
            salutation,
            addressees,
            day,
            furniture: std::mem::take(&mut self.parts.furniture),
            ..Parts::default()
        };
    }

    /// Place and date, with the line before or after that a long name takes.
    fn date(&self, head: &[usize]) -> Vec<usize> {
        let has = |at: usize, word: &str| self.texts[at].split(' ').any(|part| part == word);
        let Some(index) = head.iter().position(|at| has(*at, "ngay") && has(*at, "thang")) else { return Vec::new() };
        let first = head[index];
        let column = self.line(first).column;
        let beside = |at: &usize| self.line(*at).column == column && self.line(*at).italic() == self.line(first).italic();
        let mut lines = vec![first];
        if !has(first, "nam") {
            lines.extend(head[index + 1..].iter().copied().find(beside).filter(|at| has(*at, "nam")));
        }
        if self.texts[first].starts_with("ngay") {
            let before = head[..index].iter().rev().copied().find(beside).filter(|at| self.line(*at).text().ends_with(','));
            lines.extend(before);
            lines.sort_unstable();
        }
        lines
    }

    /// The superior body and the issuing one: where bold begins, else the last line is the issuing body.
    fn two_bodies(&self, lines: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let bold: Vec<bool> = lines.iter().map(|at| self.line(*at).bold()).collect();
        let cut = match bold.iter().position(|bold| *bold) {
            Some(first) if first > 0 => first,
            // A people's committee has no body above it: its name takes both lines, the second begins with the place.
            Some(_) if bold.iter().all(|bold| *bold) && lines.last().is_some_and(|last| names_a_place(&self.texts[*last])) => 0,
            _ => lines.len().saturating_sub(1),
        };
        (lines[..cut].to_vec(), lines[cut..].to_vec())
    }

    fn subject(&self, first: &[usize], kind: usize) -> Vec<usize> {
        let mut subject = Vec::new();
        for at in first.iter().copied().filter(|at| *at > kind).take(6) {
            let line = self.line(at);
            let says_other = self.texts[at].starts_with("kinh gui") || self.texts[at].is_empty();
            let belongs = line.centred(self.paper) && (line.any_bold() || subject.is_empty());
            if says_other || !belongs || line.italic() {
                break;
            }
            subject.push(at);
        }
        subject
    }

    /// Lines with dashes below "Kính gửi:", with what they run on to.
    fn listed(&self, salutation: usize) -> Vec<usize> {
        let mut listed: Vec<usize> = Vec::new();
        let below = (salutation + 1..self.paper.lines.len()).filter(|at| !self.is_furniture(*at));
        for at in below.take(MOST_ADDRESSEES) {
            let text = self.line(at).text();
            let goes_on = listed.last().is_some_and(|last| !self.line(*last).text().ends_with(['.', ';']));
            if !text.starts_with(['-', '–', '+']) && !goes_on {
                break;
            }
            listed.push(at);
        }
        listed
    }

    /// The first text of its page, or of its section.
    fn first_of_sheet(&self, at: usize) -> bool {
        let sheet = self.line(at).sheet;
        let before = (0..at).rev().find(|before| !self.is_furniture(*before));
        sheet > 0 && before.is_none_or(|before| self.line(before).sheet < sheet)
    }

    fn annexes(&mut self) {
        let mut annexes = Vec::new();
        for (at, text) in self.texts.iter().enumerate() {
            let mut words = text.split(' ');
            let named = words.next() == Some("phu") && words.next() == Some("luc");
            let rest: Vec<&str> = words.collect();
            let symbol = rest.strip_prefix(&["so"]).unwrap_or(&rest);
            let short = symbol.len() <= 1 && symbol.iter().all(|word| word.len() <= 6);
            // Cells of tables may name an annex; its heading stands in none.
            let heads_sheet = || self.line(at).bold() && self.first_of_sheet(at);
            let centred = self.line(at).column == Column::Whole && self.line(at).centred(self.paper);
            // The same name again heads a page on which an annex goes on.
            let again = annexes.iter().any(|annex: &Annex| self.texts[annex.label] == *text);
            if !named || !short || again || !(centred || heads_sheet()) {
                continue;
            }
            let mut annex = Annex { label: at, title: Vec::new(), attached: None };
            for next in (at + 1..self.texts.len()).take(6) {
                if !self.line(next).centred(self.paper) || self.line(next).sheet != self.line(at).sheet {
                    break;
                }
                if self.texts[next].starts_with("kem theo") {
                    annex.attached = Some(next);
                    break;
                }
                if self.line(next).italic() {
                    break;
                }
                annex.title.push(next);
            }
            annexes.push(annex);
        }
        self.parts.annexes = annexes;
    }

    fn closing(&mut self) {
        let end = self.parts.annexes.first().map_or(self.texts.len(), |annex| annex.label);
        let Some(title) = (0..end).rev().find(|at| self.texts[*at].starts_with("noi nhan") && self.texts[*at].len() < 14) else {
            return;
        };
        let sheet = self.line(title).sheet;
        let (mut recipients, mut right) = (Vec::new(), Vec::new());
        let top = self.baseline(title);
        let level = |at: &usize| top.is_none_or(|top| self.baseline(*at).is_some_and(|y| y > top - 9.0));
        let start = title.saturating_sub(6);
        // A Word file has no heights: the block ends where text across the page follows.
        let block = |at: &usize| {
            top.is_some() || *at <= title || (title..*at).all(|at| matches!(self.line(at).column, Column::Left | Column::Right))
        };
        for at in
            (start..end).filter(block).filter(|at| self.line(*at).sheet == sheet && *at != title && !self.is_furniture(*at)).filter(level)
        {
            match self.line(at).column {
                Column::Right if at > title || top.is_some() => right.push(at),
                Column::Left | Column::Whole if at > title && self.belongs_to_list(&recipients, at) => recipients.push(at),
                _ => {}
            }
        }
        let name = right.iter().rposition(|at| !self.line(*at).capitals());
        self.parts.name = name.map(|position| right[position]);
        self.parts.titles = right.into_iter().filter(|at| self.line(*at).capitals()).collect();
        self.parts.recipients = recipients;
        self.parts.recipients_title = Some(title);
    }

    /// An entry of the list of recipients, or what one runs on to.
    fn belongs_to_list(&self, before: &[usize], at: usize) -> bool {
        let text = self.line(at).text();
        let near = before.last().is_none_or(|last| match (self.baseline(*last), self.baseline(at)) {
            (Some(above), Some(below)) => below - above < 9.0,
            _ => true,
        });
        let goes_on = before.last().is_some_and(|last| !self.line(*last).text().ends_with(['.', ';']));
        // The first entry may lack its dash: that is a fault of the list, no end of it.
        let first = before.is_empty() && self.line(at).column == Column::Left;
        near && (text.starts_with(['-', '–', '+']) || goes_on || first)
    }

    fn body(&mut self) {
        let parts = &self.parts;
        let head = [parts.addressees.last().copied(), parts.salutation, parts.subject.last().copied(), parts.kind];
        let Some(start) = head.into_iter().flatten().max().map(|at| at + 1) else { return };
        let signature = [parts.recipients_title, parts.titles.first().copied(), parts.name];
        let annex = parts.annexes.first().map(|annex| annex.label);
        let end = signature.into_iter().flatten().min().or(annex).unwrap_or(self.texts.len());
        let notes = self.notes(start, end);
        self.parts.body = (start..end).filter(|at| !self.is_furniture(*at) && !notes.contains(at) && !self.texts[*at].is_empty()).collect();
    }

    /// Notes at the foot of pages: smaller letters below a short rule.
    fn notes(&self, start: usize, end: usize) -> BTreeSet<usize> {
        let mut pages: BTreeMap<usize, (Vec<usize>, BTreeSet<i64>)> = BTreeMap::new();
        for stroke in self.paper.strokes.iter().filter(|stroke| (35.0..=70.0).contains(&(stroke.to - stroke.from))) {
            pages.entry(stroke.sheet).or_default().1.insert(tenths(stroke.y));
        }
        for at in (start..end).filter(|at| !self.is_furniture(*at)) {
            if let Some((lines, _)) = pages.get_mut(&self.line(at).sheet) {
                lines.push(at);
            }
        }
        let mut notes = BTreeSet::new();
        // Many rules are a drawing or a table, many lines no page of text.
        for (lines, rules) in pages.into_values().filter(|(lines, rules)| lines.len() <= MOST_LINES && rules.len() <= MOST_RULES) {
            for rule in rules {
                let is_below = |at: &usize| self.baseline(*at).is_some_and(|y| tenths(y) > rule);
                let (below, above): (Vec<usize>, Vec<usize>) = lines.iter().copied().partition(is_below);
                let usual = usual_size(self.paper, &above);
                if !above.is_empty() && below.iter().all(|at| self.line(*at).size() < usual - 0.5) {
                    notes.extend(below);
                }
            }
        }
        notes
    }
}

/// The size of most letters of these lines.
pub fn usual_size(paper: &Paper, lines: &[usize]) -> f64 {
    let pieces = lines.iter().flat_map(|at| paper.lines[*at].inked());
    commonest(pieces.map(|piece| (piece.size, piece.text.chars().count())), 0.26)
}

/// Begins with the kind of a place: `TỈNH QUẢNG MINH`.
fn names_a_place(folded: &str) -> bool {
    PLACES.iter().any(|kind| folded.strip_prefix(kind).is_some_and(|name| name.starts_with(' ')))
}

/// A number alone, as pages bear it: `2`, `- 2 -`.
pub fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(|ch: char| ch == '-' || ch == '–' || ch.is_whitespace());
    !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// The day in "…, ngày 05 tháng 7 năm 2022".
fn day(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let after = |word: &str| {
        let at = words.iter().rposition(|known| fold(known) == word)?;
        words.get(at + 1)?.trim_end_matches(['.', ',', ';']).parse::<u32>().ok()
    };
    NaiveDate::from_ymd_opt(i32::try_from(after("nam")?).ok()?, after("thang")?, after("ngay")?)
}
