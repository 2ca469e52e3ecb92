//! Annex tables, numbered in Roman numerals when there are several.

use super::Facts;
use super::dates::short_date;
use super::numbers::{number, roman};
use super::targets::verdict;
use crate::catalogue::{AnnexKind, AnnexRow, Column, Outline, find};
use crate::period::civil_date;
use crate::quantity::Quantity;
use crate::report::{Align, Annex, HeaderCell, RowKind, Span, Table, TableColumn, TableRow};
use crate::snapshot::Snapshot;
use crate::submission::{MovementKind, Recipient, Scope, Submission, TargetRule};
use crate::summary::{AWARD_LEVELS, FormSummary, Standing, Summary};

/// An annex that will stand in the report, with its label.
#[derive(Debug, Clone)]
pub struct Numbered {
    pub kind: AnnexKind,
    pub label: String,
    pub title: String,
}

/// The annexes of the outline that have content.
pub fn numbered(snapshot: &Snapshot, summary: &Summary, outline: &Outline) -> Vec<Numbered> {
    let counting = || snapshot.submissions.iter().filter(|submission| submission.state.counts());
    let any = |test: &dyn Fn(&Submission) -> bool| counting().any(test);
    let has = |row: &&AnnexRow| match row.kind {
        AnnexKind::Awards => !summary.awards.is_empty(),
        AnnexKind::Movements => any(&|submission| submission.content.movements.iter().any(|movement| movement.scope == Scope::Sector)),
        AnnexKind::Targets => {
            any(&|submission| submission.content.pacts.iter().any(|pact| pact.scope == Scope::Sector && !pact.targets.is_empty()))
        }
        AnnexKind::Inspections => !summary.forms.is_empty(),
        AnnexKind::Completeness => !summary.units.is_empty(),
    };
    let present: Vec<&AnnexRow> = outline.annexes.iter().filter(has).collect();
    let several = present.len() > 1;
    let label = |index: usize| if several { format!("Phụ lục {}", roman(index + 1)) } else { "Phụ lục".to_owned() };
    present.iter().enumerate().map(|(index, row)| Numbered { kind: row.kind, label: label(index), title: row.title.to_string() }).collect()
}

/// The tables of all annexes.
pub fn tables(facts: &Facts<'_>) -> Vec<Annex> {
    let annex = |numbered: &Numbered| {
        let (note, table) = facts.annex(numbered.kind)?;
        Some(Annex { kind: numbered.kind, label: numbered.label.clone(), title: numbered.title.clone(), note, table })
    };
    facts.annexes.iter().filter_map(annex).collect()
}

impl Facts<'_> {
    fn annex(&self, kind: AnnexKind) -> Option<(String, Table)> {
        match kind {
            AnnexKind::Awards => Some((self.window(""), self.award_table())),
            AnnexKind::Movements => Some((String::new(), self.movement_table())),
            AnnexKind::Targets => Some((self.window(""), self.target_table())),
            AnnexKind::Inspections => {
                let form = self.summary.forms.first()?;
                Some((
                    self.window(&format!(
                        "Theo Biểu {}, {}. Đơn vị tính: tiền (triệu đồng); đất (m2). ",
                        form.form.code, form.form.circular
                    )),
                    self.inspection_table(form),
                ))
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
            Head::tall("Thời gian", Align::Left, 1),
            Head::tall("Kết quả chính", Align::Left, 4),
        ];
        let movements: Vec<_> = self
            .counting()
            .flat_map(|submission| &submission.content.movements)
            .filter(|movement| movement.scope == Scope::Sector)
            .collect();
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
        let heads = [
            Head::tall("STT", Align::Centre, 0),
            Head::tall("Chỉ tiêu", Align::Left, 5),
            Head::tall("Đơn vị tính", Align::Centre, 0),
            Head::tall("Kế hoạch năm", Align::Right, 0),
            Head::tall(so_far, Align::Right, 0),
            Head::tall("Tỷ lệ (%)", Align::Right, 0),
            Head::tall("Đánh giá", Align::Left, 4),
        ];
        let targets: Vec<_> = self.pacts().flat_map(|pact| &pact.targets).collect();
        let row = |(index, target): (usize, &&crate::submission::Target)| {
            let plain = |value: Option<Quantity>| value.map_or_else(String::new, number);
            let share = target
                .result
                .zip(target.plan)
                .filter(|_| target.rule == TargetRule::Cumulative)
                .and_then(|(result, plan)| result.percent_of(plan));
            let limit = |text: String| if target.rule == TargetRule::AtMost && !text.is_empty() { format!("≤ {text}") } else { text };
            let texts = [
                (index + 1).to_string(),
                target.text.to_string(),
                target.unit.to_string(),
                limit(plain(target.plan)),
                plain(target.result),
                plain(share),
                crate::text::capitalise(&verdict(target)),
            ];
            TableRow { kind: RowKind::Body, cells: texts.into_iter().map(Span::plain).collect() }
        };
        let numbers = ["1", "2", "3", "4", "5", "6=5:4", "7"].map(str::to_owned).to_vec();
        build(&heads, numbers, targets.iter().enumerate().map(row).collect())
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
        for line in &self.summary.units {
            let Some((_, values)) = form.rows.iter().find(|(unit, _)| *unit == line.code) else { continue };
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
