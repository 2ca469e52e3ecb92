//! Annex tables, numbered in Roman numerals when there are several: which stand, and those of movements and of
//! completeness; awards and registrations, figures and targets have a room each.

mod awards;
mod figures;
mod table;
mod targets;

use self::table::{Head, build, count_columns, dash_if_zero};
use super::Facts;
use super::dates::short_date;
use super::numbers::roman;
use crate::catalogue::{AnnexKind, AnnexRow, FormLayout, Outline, find};
use crate::period::civil_date;
use crate::quantity::Quantity;
use crate::report::{Align, Annex, RowKind, Span, Table, TableRow};
use crate::snapshot::Snapshot;
use crate::submission::{MovementKind, Scope, Submission};
use crate::summary::{Standing, Summary};

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
                    // A form that serves days on which its circular was not the law lends its columns.
                    let day = self.snapshot.period.data_to;
                    let mut regimes = self.snapshot.catalogue.legal_regimes.iter();
                    let law = regimes.any(|row| form.form.circular.contains(row.number.as_str()) && row.validity.covers(day));
                    let source = if law { "Theo" } else { "Các cột theo" };
                    format!("{source} Biểu {}, {}", form.form.code, form.form.circular)
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
