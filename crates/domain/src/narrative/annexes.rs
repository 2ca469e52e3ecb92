//! Annex tables, numbered in Roman numerals when there are several.

use std::collections::BTreeMap;

use super::Facts;
use super::dates::short_date;
use super::numbers::{number, roman};
use super::targets::verdict;
use crate::catalogue::{AnnexKind, AnnexRow, AwardForm, Column, ColumnNo, FormLayout, Outline, find};
use crate::code::Code;
use crate::period::civil_date;
use crate::quantity::Quantity;
use crate::report::{Align, Annex, HeaderCell, RowKind, Span, Table, TableColumn, TableRow};
use crate::snapshot::Snapshot;
use crate::submission::{MovementKind, Recipient, Scope, Submission, Target, TargetRule};
use crate::summary::{AWARD_LEVELS, FormSummary, Standing, Summary};

/// An annex that will stand in the report, with its label.
#[derive(Debug, Clone)]
pub struct Numbered {
    pub kind: AnnexKind,
    /// The form, by its place in the summary, of an annex of units' figures.
    pub form: Option<usize>,
    pub label: String,
    pub title: String,
    pub signatures: Vec<String>,
}

/// The annexes of the outline that have content; units' figures have one for each form.
pub fn numbered(snapshot: &Snapshot, summary: &Summary, outline: &Outline) -> Vec<Numbered> {
    let counting = || snapshot.submissions.iter().filter(|submission| submission.state.counts());
    let any = |test: &dyn Fn(&Submission) -> bool| counting().any(test);
    let has = |kind: AnnexKind| match kind {
        AnnexKind::Awards => !summary.awards.is_empty(),
        AnnexKind::Movements => any(&|submission| submission.content.movements.iter().any(|movement| movement.scope == Scope::Sector)),
        AnnexKind::Targets => {
            any(&|submission| submission.content.pacts.iter().any(|pact| pact.scope == Scope::Sector && !pact.targets.is_empty()))
        }
        AnnexKind::Inspections => !summary.forms.is_empty(),
        AnnexKind::Registrations => !summary.registrations.is_empty(),
        AnnexKind::Completeness => !summary.units.is_empty(),
    };
    let mut present: Vec<(&AnnexRow, Option<usize>)> = Vec::new();
    for row in outline.annexes.iter().filter(|row| has(row.kind)) {
        if row.kind == AnnexKind::Inspections {
            present.extend((0..summary.forms.len()).map(|form| (row, Some(form))));
        } else {
            present.push((row, None));
        }
    }
    let several = present.len() > 1;
    let label = |index: usize| if several { format!("Phụ lục {}", roman(index + 1)) } else { "Phụ lục".to_owned() };
    let title = |row: &AnnexRow, form: Option<usize>| match form.filter(|_| summary.forms.len() > 1) {
        Some(form) => format!("{}: {}", row.title, crate::text::uncapitalise(&summary.forms[form].form.title)),
        None => row.title.to_string(),
    };
    let one = |(index, (row, form)): (usize, &(&AnnexRow, Option<usize>))| Numbered {
        kind: row.kind,
        form: *form,
        label: label(index),
        title: title(row, *form),
        signatures: row.signatures.iter().map(ToString::to_string).collect(),
    };
    present.iter().enumerate().map(one).collect()
}

/// The tables of all annexes.
pub fn tables(facts: &Facts<'_>) -> Vec<Annex> {
    let annex = |numbered: &Numbered| {
        let (note, table) = facts.annex(numbered)?;
        let Numbered { kind, label, title, signatures, .. } = numbered.clone();
        Some(Annex { kind, label, title, note, table, signatures })
    };
    facts.annexes.iter().filter_map(annex).collect()
}

impl Facts<'_> {
    fn annex(&self, numbered: &Numbered) -> Option<(String, Table)> {
        match numbered.kind {
            AnnexKind::Awards => Some((self.window(""), self.award_table())),
            AnnexKind::Movements => Some((String::new(), self.movement_table())),
            AnnexKind::Targets => Some((self.window(""), self.target_table())),
            AnnexKind::Inspections => {
                let form = self.summary.forms.get(numbered.form?)?;
                let source = if form.form.circular.is_empty() {
                    "Theo biểu rút gọn của chương trình".to_owned()
                } else {
                    format!("Theo Biểu {}, {}", form.form.code, form.form.circular)
                };
                let note = self.window(&format!("{source}. Đơn vị tính: tiền (triệu đồng); đất (m2). "));
                let rows = form.form.layout == FormLayout::Rows;
                Some((note, if rows { self.indicator_table(form) } else { self.inspection_table(form) }))
            }
            AnnexKind::Registrations => {
                Some((format!("Đăng ký cho năm {}", self.snapshot.period.period.year()), self.registration_table()))
            }
            AnnexKind::Completeness => {
                let due = super::dates::civil_time(self.snapshot.period.due_at);
                Some((format!("Thời hạn gửi: {due} (giờ Việt Nam)"), self.completeness_table()))
            }
        }
    }

    fn window(&self, before: &str) -> String {
        let period = &self.snapshot.period;
        format!("{before}Số liệu tính từ ngày {} đến ngày {}", short_date(period.data_from), short_date(period.data_to))
    }

    fn award_table(&self) -> Table {
        let kinds: [(&str, &str); 4] =
            [("merit", "Công trạng"), ("thematic", "Chuyên đề"), ("unexpected", "Đột xuất"), ("dedication", "Cống hiến")];
        let mut heads = vec![
            Head::tall("STT", Align::Centre, 0),
            Head::tall("Danh hiệu, hình thức khen thưởng", Align::Left, 4),
            Head::tall("Cấp quyết định", Align::Left, 2),
            Head::tall("Tổng số", Align::Right, 0),
            Head::tall("Tập thể", Align::Right, 0),
            Head::under("Cá nhân", "Tổng", Align::Right),
            Head::under("Cá nhân", "Lãnh đạo", Align::Right),
            Head::under("Cá nhân", "Trực tiếp", Align::Right),
        ];
        let households = self.summary.awards.iter().any(|line| line.now.of(Recipient::Household) > 0);
        if households {
            heads.push(Head::tall("Hộ gia đình", Align::Right, 0));
        }
        heads.extend(kinds.iter().map(|(_, name)| Head::under("Loại hình khen thưởng", name, Align::Right)));
        heads.push(Head::under("Loại hình khen thưởng", "Khác", Align::Right));
        let mut sums = vec![0_u64; heads.len() - 3];
        let mut rows = Vec::new();
        for (index, line) in self.summary.awards.iter().enumerate() {
            let tally = &line.now;
            let of_kind = |code: &str| tally.kinds.iter().filter(|(kind, _)| kind.as_str() == code).map(|(_, count)| *count).sum::<u64>();
            let mut values = vec![
                tally.total(),
                tally.collectives(),
                tally.individuals(),
                tally.of(Recipient::Leader),
                tally.of(Recipient::DirectStaff),
            ];
            values.extend(households.then(|| tally.of(Recipient::Household)));
            let by_class = values.len();
            values.extend(kinds.iter().map(|(code, _)| of_kind(code)));
            values.push(tally.total() - values[by_class..].iter().sum::<u64>());
            let level = AWARD_LEVELS[line.form.level as usize].1;
            let mut cells = vec![
                Span::plain((index + 1).to_string()),
                Span::plain(self.local(&line.form.name)),
                Span::plain(crate::text::capitalise(level)),
            ];
            let keys = ["", "collective", "individual", "", "direct_staff"];
            cells.extend(values.iter().enumerate().map(|(column, value)| {
                let text = dash_if_zero(Quantity::whole(*value));
                match keys.get(column) {
                    Some(class) if !class.is_empty() => Span::figure(text, &format!("awards:form.{}.{class}", line.form.code)),
                    _ => Span::plain(text),
                }
            }));
            sums.iter_mut().zip(&values).for_each(|(sum, value)| *sum += value);
            rows.push(TableRow { kind: RowKind::Body, cells });
        }
        let mut total = vec![Span::plain(""), Span::plain("Tổng cộng"), Span::plain("")];
        total.extend(sums.iter().map(|sum| Span::plain(dash_if_zero(Quantity::whole(*sum)))));
        rows.push(TableRow { kind: RowKind::Total, cells: total });
        let mut numbers = count_columns(heads.len());
        numbers[3] = String::from(if households { "4=5+6+9" } else { "4=5+6" });
        numbers[5] = String::from("6=7+8");
        build(&heads, numbers, rows)
    }

    fn movement_table(&self) -> Table {
        let heads = [
            Head::tall("STT", Align::Centre, 0),
            Head::tall("Tên phong trào", Align::Left, 5),
            Head::tall("Cơ quan phát động", Align::Left, 3),
            Head::tall("Số, ngày văn bản", Align::Left, 2),
            Head::tall("Loại", Align::Left, 2),
            Head::tall("Phạm vi", Align::Left, 2),
            Head::tall("Thời gian", Align::Left, 1),
            Head::tall("Kết quả chính", Align::Left, 4),
        ];
        let movements: Vec<_> = self
            .counting()
            .flat_map(|submission| &submission.content.movements)
            .filter(|movement| movement.scope == Scope::Sector)
            .collect();
        let day = self.snapshot.period.data_to;
        let level = |movement: &crate::submission::Movement| {
            let row = movement.level.as_ref().and_then(|code| find(&self.snapshot.catalogue.movement_levels, code.as_str(), day));
            row.map_or_else(String::new, |row| crate::text::capitalise(&row.name))
        };
        let kind = |kind| {
            if kind == MovementKind::Standing {
                "Thường xuyên".to_owned()
            } else {
                crate::text::capitalise(self.movement_kind(MovementKind::Campaign).trim_start_matches("thi đua "))
            }
        };
        let row = |(index, movement): (usize, &&crate::submission::Movement)| {
            let texts = [
                (index + 1).to_string(),
                movement.name.to_string(),
                movement.launched_by.to_string(),
                movement.document.to_string(),
                kind(movement.kind),
                level(movement),
                crate::text::capitalise(&movement.duration),
                crate::text::capitalise(&movement.result),
            ];
            TableRow { kind: RowKind::Body, cells: texts.into_iter().map(Span::plain).collect() }
        };
        let mut rows: Vec<TableRow> = movements.iter().enumerate().map(row).collect();
        let mut heads: Vec<Head> = heads.into();
        for column in (0..heads.len()).rev() {
            if rows.iter().all(|row| row.cells[column].text.is_empty()) {
                heads.remove(column);
                for row in &mut rows {
                    row.cells.remove(column);
                }
            }
        }
        build(&heads, count_columns(heads.len()), rows)
    }

    fn target_table(&self) -> Table {
        let so_far = match self.wording.part {
            "year" => "Thực hiện năm",
            _ => "Thực hiện 6 tháng",
        };
        let targets: Vec<&Target> = self.pacts().flat_map(|pact| &pact.targets).collect();
        let then: Vec<Option<Quantity>> = targets.iter().map(|target| self.result_last_year(target)).collect();
        let compared = then.iter().any(Option::is_some);
        let mut heads = vec![
            Head::tall("STT", Align::Centre, 0),
            Head::tall("Chỉ tiêu", Align::Left, 5),
            Head::tall("Đơn vị tính", Align::Centre, 0),
            Head::tall("Kế hoạch năm", Align::Right, 0),
            Head::tall(so_far, Align::Right, 0),
            Head::tall("Tỷ lệ (%)", Align::Right, 0),
        ];
        if compared {
            heads.extend([Head::tall("Cùng kỳ", Align::Right, 0), Head::tall("Tăng, giảm", Align::Right, 0)]);
        }
        heads.push(Head::tall("Đánh giá", Align::Left, 4));
        let row = |(index, target): (usize, &&Target)| {
            let plain = |value: Option<Quantity>| value.map_or_else(String::new, number);
            let share = target
                .result
                .zip(target.plan)
                .filter(|_| target.rule == TargetRule::Cumulative)
                .and_then(|(result, plan)| result.percent_of(plan));
            let limit = |text: String| if target.rule == TargetRule::AtMost && !text.is_empty() { format!("≤ {text}") } else { text };
            let mut texts = vec![
                (index + 1).to_string(),
                target.text.to_string(),
                target.unit.to_string(),
                limit(plain(target.plan)),
                plain(target.result),
                plain(share),
            ];
            if compared {
                let moved = target.result.zip(then[index]).map_or_else(String::new, |(now, then)| signed(now, then));
                texts.extend([plain(then[index]), moved]);
            }
            texts.push(crate::text::capitalise(&verdict(target, &self.house)));
            TableRow { kind: RowKind::Body, cells: texts.into_iter().map(Span::plain).collect() }
        };
        let mut numbers = count_columns(heads.len());
        numbers[5] = String::from("6=5:4");
        if compared {
            numbers[7] = String::from("8=5-7");
        }
        build(&heads, numbers, targets.iter().enumerate().map(row).collect())
    }

    /// What the pact of the year before reached for the same target.
    fn result_last_year(&self, target: &Target) -> Option<Quantity> {
        let counting = self.snapshot.base_submissions.iter().filter(|submission| submission.state.counts());
        let pacts = counting.flat_map(|submission| &submission.content.pacts).filter(|pact| pact.scope == Scope::Sector);
        let same = |other: &&Target| other.unit == target.unit && same_target(&other.text) == same_target(&target.text);
        pacts.flat_map(|pact| &pact.targets).find(same)?.result
    }

    /// Collectives and people by title and unit, titles from the base up, with the ratio of a title to the one it rests on.
    fn registration_table(&self) -> Table {
        let day = self.snapshot.period.data_to;
        let lines = &self.summary.registrations;
        let titles: Vec<&AwardForm> = self
            .snapshot
            .catalogue
            .awards
            .iter()
            .rev()
            .filter(|row| row.validity.covers(day) && lines.iter().any(|line| line.titles.contains_key(&row.code)))
            .collect();
        let mut heads = vec![
            Head::tall("STT", Align::Centre, 0),
            Head::tall("Đơn vị", Align::Left, 5),
            Head::tall("Tổng số công chức, viên chức, người lao động", Align::Right, 0),
        ];
        for title in &titles {
            heads.push(Head::tall(&self.local(&title.name), Align::Right, 0));
            if let Some(base) = title.rests_on.as_ref().and_then(|code| titles.iter().find(|other| other.code == *code)) {
                heads.push(Head::tall(&format!("Tỷ lệ so với {} (%)", base.object), Align::Right, 0));
            }
        }
        let cells = |first: [String; 2], headcount: Option<u64>, count: &dyn Fn(&AwardForm) -> u64| {
            let mut cells: Vec<Span> = first.into_iter().map(Span::plain).collect();
            cells.push(Span::plain(headcount.map_or_else(String::new, |people| number(Quantity::whole(people)))));
            for title in &titles {
                cells.push(Span::plain(dash_if_zero(Quantity::whole(count(title)))));
                if let Some(base) = title.rests_on.as_ref().and_then(|code| titles.iter().find(|other| other.code == *code)) {
                    let share = Quantity::whole(count(title)).percent_of(Quantity::whole(count(base)));
                    cells.push(Span::plain(share.map_or_else(|| "-".to_owned(), number)));
                }
            }
            cells
        };
        let mut rows: Vec<TableRow> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| {
                let first = [(index + 1).to_string(), self.unit_name(line.unit.as_str()).to_owned()];
                let count = |title: &AwardForm| line.titles.get(&title.code).copied().unwrap_or(0);
                TableRow { kind: RowKind::Body, cells: cells(first, line.headcount.map(u64::from), &count) }
            })
            .collect();
        let sum = |title: &AwardForm| lines.iter().filter_map(|line| line.titles.get(&title.code)).sum();
        let people = lines.iter().filter_map(|line| line.headcount).map(u64::from).sum();
        rows.push(TableRow { kind: RowKind::Total, cells: cells([String::new(), "Tổng cộng".to_owned()], Some(people), &sum) });
        build(&heads, count_columns(heads.len()), rows)
    }

    /// A form whose indicators are rows: the totals beside those of the year before.
    fn indicator_table(&self, form: &FormSummary) -> Table {
        let heads = [
            Head::tall("Mã số", Align::Centre, 0),
            Head::tall("Chỉ tiêu", Align::Left, 6),
            Head::tall("Đơn vị tính", Align::Centre, 0),
            Head::tall("Kỳ này", Align::Right, 0),
            Head::tall("Cùng kỳ", Align::Right, 0),
            Head::tall("Tăng, giảm", Align::Right, 0),
        ];
        let mut rows = Vec::new();
        let mut group: Option<&crate::text::Text> = None;
        for column in form.form.figure_columns() {
            let Some(figure) = self.summary.figure(&form.total_key(column.number)) else { continue };
            if column.header.len() > 1 && group != column.header.first() {
                group = column.header.first();
                let mut cells = vec![Span::plain(""); heads.len()];
                cells[1] = Span::plain(group.map_or("", |text| text.as_str()));
                rows.push(TableRow { kind: RowKind::Group, cells });
            }
            let moved = figure.base.map_or_else(String::new, |base| signed(figure.comparable, base));
            let cells = vec![
                Span::plain(column.number.to_string()),
                Span::plain(column.label.as_str()),
                Span::plain(column.noun.as_str()),
                Span::figure(dash_if_zero(figure.value), &figure.key.0),
                Span::plain(figure.base.map_or_else(String::new, dash_if_zero)),
                Span::plain(moved),
            ];
            rows.push(TableRow { kind: RowKind::Body, cells });
        }
        build(&heads, count_columns(heads.len()), rows)
    }

    fn inspection_table(&self, form: &FormSummary) -> Table {
        let columns = &form.form.columns;
        let depth = form.form.header_depth();
        let mut header = vec![cell("STT", 0, 0, depth, 1), cell("Đơn vị", 0, 1, depth, 1)];
        header.extend(form.form.header_tree().iter().map(|node| cell(&node.text, node.row, node.start + 2, node.height, node.width)));
        let mut widths = vec![TableColumn { align: Align::Centre, stretch: 0 }, TableColumn { align: Align::Left, stretch: 1 }];
        widths.extend(columns.iter().map(|_| TableColumn { align: Align::Right, stretch: 0 }));
        let mut rows = self.unit_rows(form, columns);
        let mut total = vec![Span::plain(""), Span::plain("Tổng cộng")];
        total.extend(columns.iter().map(|column| {
            let key = form.total_key(column.number);
            let value = self.summary.figure(&key).map(|figure| figure.value).unwrap_or_default();
            Span::figure(dash_if_zero(value), &key)
        }));
        rows.push(TableRow { kind: RowKind::Total, cells: total });
        let formula = |column: &Column| if column.formula.is_empty() { column.number.to_string() } else { column.formula.to_string() };
        let mut numbers = vec!["A".to_owned(), "B".to_owned()];
        numbers.extend(columns.iter().map(formula));
        Table { columns: widths, header, header_rows: depth, numbers, rows }
    }

    fn unit_rows(&self, form: &FormSummary, columns: &[Column]) -> Vec<TableRow> {
        let mut rows = Vec::new();
        let (mut kind, mut index) = (None, 0);
        let day = self.snapshot.period.data_to;
        let sent: BTreeMap<&Code, &BTreeMap<ColumnNo, Quantity>> = form.rows.iter().map(|(unit, values)| (unit, values)).collect();
        for line in &self.summary.units {
            let Some(values) = sent.get(&line.code) else { continue };
            if kind != Some(&line.kind) {
                kind = Some(&line.kind);
                let name = find(&self.snapshot.catalogue.unit_kinds, line.kind.as_str(), day).map_or("", |row| row.name.as_str());
                let mut cells = vec![Span::plain(""); columns.len() + 2];
                cells[1] = Span::plain(name);
                rows.push(TableRow { kind: RowKind::Group, cells });
            }
            index += 1;
            let mut cells = vec![Span::plain(index.to_string()), Span::plain(line.short.as_str())];
            cells.extend(columns.iter().map(|column| {
                let text = values.get(&column.number).map_or_else(String::new, |value| dash_if_zero(*value));
                Span::figure(text, &form.unit_key(column.number, &line.code))
            }));
            rows.push(TableRow { kind: RowKind::Body, cells });
        }
        rows
    }

    fn completeness_table(&self) -> Table {
        let heads = [
            Head::tall("STT", Align::Centre, 0),
            Head::tall("Đơn vị", Align::Left, 5),
            Head::tall("Ngày gửi", Align::Centre, 1),
            Head::tall("Đúng hạn", Align::Centre, 0),
            Head::tall("Trễ (số ngày)", Align::Centre, 0),
            Head::tall("Chưa gửi", Align::Centre, 0),
        ];
        let row = |(index, line): (usize, &crate::summary::UnitLine)| {
            let sent = line.submitted_at.map_or_else(String::new, |at| short_date(civil_date(at)));
            let (on_time, late, missing) = match line.standing {
                Standing::OnTime => ("x".to_owned(), String::new(), String::new()),
                Standing::Late(days) => (String::new(), days.to_string(), String::new()),
                Standing::Missing => (String::new(), String::new(), "x".to_owned()),
            };
            let texts = [(index + 1).to_string(), line.name.to_string(), sent, on_time, late, missing];
            TableRow { kind: RowKind::Body, cells: texts.into_iter().map(Span::plain).collect() }
        };
        let mut rows: Vec<TableRow> = self.summary.units.iter().enumerate().map(row).collect();
        let count = |test: &dyn Fn(&Standing) -> bool| {
            dash_if_zero(Quantity::whole(self.summary.units.iter().filter(|line| test(&line.standing)).count() as u64))
        };
        let (on_time, late, missing) =
            (count(&|s| *s == Standing::OnTime), count(&|s| matches!(s, Standing::Late(_))), count(&|s| *s == Standing::Missing));
        let total = [String::new(), "Cộng (số đơn vị)".to_owned(), String::new(), on_time, late, missing];
        rows.push(TableRow { kind: RowKind::Total, cells: total.into_iter().map(Span::plain).collect() });
        build(&heads, count_columns(heads.len()), rows)
    }
}

/// The words by which a target is known from year to year: without the year.
fn same_target(text: &str) -> String {
    let words = crate::text::same_wording(text);
    words.split(' ').filter(|word| word.parse::<u16>().is_err()).collect::<Vec<_>>().join(" ")
}

/// A change in a table, with its sign.
fn signed(now: Quantity, then: Quantity) -> String {
    let gap = number(now.distance(then));
    match now.cmp(&then) {
        std::cmp::Ordering::Greater => format!("+{gap}"),
        std::cmp::Ordering::Less => format!("-{gap}"),
        std::cmp::Ordering::Equal => "0".to_owned(),
    }
}

/// A cell of a table: `-` for zero.
fn dash_if_zero(value: Quantity) -> String {
    if value.is_zero() { "-".to_owned() } else { number(value) }
}

fn count_columns(count: usize) -> Vec<String> {
    (1..=count).map(|n| n.to_string()).collect()
}

/// The head of one column of a table with at most two header rows.
struct Head {
    group: &'static str,
    text: String,
    align: Align,
    stretch: u8,
}

impl Head {
    fn tall(text: &str, align: Align, stretch: u8) -> Self {
        Self { group: "", text: text.to_owned(), align, stretch }
    }

    fn under(group: &'static str, text: &str, align: Align) -> Self {
        Self { group, text: text.to_owned(), align, stretch: 0 }
    }
}

fn cell(text: &str, row: usize, column: usize, rows: usize, columns: usize) -> HeaderCell {
    HeaderCell { text: text.to_owned(), row, column, rows, columns }
}

/// A table from column heads; neighbours under the same group share one cell above them.
fn build(heads: &[Head], numbers: Vec<String>, rows: Vec<TableRow>) -> Table {
    let header_rows = if heads.iter().any(|head| !head.group.is_empty()) { 2 } else { 1 };
    let mut header = Vec::new();
    let mut column = 0;
    while column < heads.len() {
        let head = &heads[column];
        let width = heads[column..].iter().take_while(|other| !head.group.is_empty() && other.group == head.group).count().max(1);
        if head.group.is_empty() {
            header.push(cell(&head.text, 0, column, header_rows, 1));
        } else {
            header.push(cell(head.group, 0, column, 1, width));
            header
                .extend(heads[column..column + width].iter().enumerate().map(|(offset, head)| cell(&head.text, 1, column + offset, 1, 1)));
        }
        column += width;
    }
    let columns = heads.iter().map(|head| TableColumn { align: head.align, stretch: head.stretch }).collect();
    Table { columns, header, header_rows, numbers, rows }
}
