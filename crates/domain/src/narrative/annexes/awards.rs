//! Awards by form and recipient; registrations by title and unit.

use super::table::{Head, build, count_columns, dash_if_zero};
use crate::catalogue::AwardForm;
use crate::narrative::Facts;
use crate::narrative::numbers::number;
use crate::quantity::Quantity;
use crate::report::{Align, RowKind, Span, Table, TableRow};
use crate::submission::Recipient;
use crate::summary::AWARD_LEVELS;

impl Facts<'_> {
    pub(super) fn award_table(&self) -> Table {
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

    /// Collectives and people by title and unit, titles from the base up, with the ratio of a title to the one it rests on.
    pub(super) fn registration_table(&self) -> Table {
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
}
