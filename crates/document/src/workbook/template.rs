//! Writes the workbook that a unit fills in: headings locked, earlier figures beside, instructions first.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;
use thidua_domain::agency::Agency;
use thidua_domain::catalogue::{Catalogue, Counting, Form, FormLayout};
use thidua_domain::period::{ReportingPeriod, vietnam};
use thidua_domain::quantity::Quantity;
use thidua_domain::submission::Submission;
use thidua_domain::unit::Unit;

use super::FORMAT;
use super::nested::joined;
use super::plan::{Field, GENERAL, Kind, LISTS, RowKind, rows};

/// Rows to fill in on a list sheet beside those that are filled already.
const FREE_ROWS: usize = 60;

/// What a workbook is made for.
pub struct Template<'a> {
    pub agency: &'a Agency,
    pub unit: &'a Unit,
    pub period: &'a ReportingPeriod,
    pub catalogue: &'a Catalogue,
    /// What the unit has sent for the period already.
    pub current: Option<&'a Submission>,
    /// What it sent for the period before (kỳ trước).
    pub previous: Option<&'a Submission>,
    /// What it sent for the same period of the year before (cùng kỳ).
    pub base: Option<&'a Submission>,
}

struct Styles {
    title: Format,
    head: Format,
    locked: Format,
    open: Format,
    open_text: Format,
    figure: Format,
    earlier: Format,
    day: Format,
    plain: Format,
    remark: Format,
    mark: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = || Format::new().set_font_name("Times New Roman").set_font_size(11).set_border(FormatBorder::Thin).set_text_wrap();
        let open = || cell().set_unlocked().set_background_color(Color::RGB(0x00FF_FBE6)).set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_font_name("Times New Roman").set_font_size(13).set_bold(),
            head: cell().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            locked: cell().set_align(FormatAlign::Top),
            open: open(),
            open_text: open().set_num_format("@"),
            figure: open().set_num_format("#,##0.######"),
            earlier: cell().set_num_format("#,##0.######").set_align(FormatAlign::Top).set_font_color(Color::RGB(0x0055_5555)),
            day: open().set_num_format("dd/mm/yyyy"),
            remark: Format::new().set_font_name("Times New Roman").set_font_size(12).set_italic(),
            mark: Format::new().set_num_format(";;;").set_border(FormatBorder::Thin),
            plain: Format::new().set_font_name("Times New Roman").set_font_size(12).set_text_wrap(),
        }
    }
}

/// The workbook as bytes; the same inputs give the same bytes.
///
/// # Errors
/// When the writer refuses a value, which the plan excludes.
pub fn template(template: &Template<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let due = template.period.due_at.with_timezone(&vietnam()).date_naive();
    workbook.set_properties(
        &DocProperties::new().set_title(format!("Biểu nhập liệu kỳ {}", template.period.period)).set_creation_datetime(&excel_day(due)?),
    );
    let writer = Writer { template, styles: Styles::new() };
    workbook.push_worksheet(writer.guide()?);
    for form in writer.forms() {
        workbook.push_worksheet(if form.layout == FormLayout::List { writer.list_form(form)? } else { writer.form(form)? });
    }
    workbook.push_worksheet(writer.general()?);
    let content = template.current.and_then(|current| serde_json::to_value(&current.content).ok()).unwrap_or(Value::Null);
    for list in LISTS {
        workbook.push_worksheet(writer.list(list.name, &format!("list {}", list.list), list.fields, &entries(&content, list.list))?);
    }
    workbook.push_worksheet(writer.codes()?);
    workbook.save_to_buffer()
}

/// Entries of a list as flat objects; nested lists name what they belong to.
pub(super) fn entries(content: &Value, list: &str) -> Vec<Value> {
    let all = |list: &str| content.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
    let nested = |outer: &str, name: &str, inner: &str, alone: bool| -> Vec<Value> {
        let mut flat = Vec::new();
        let outer = all(outer);
        let mut alike: BTreeMap<String, usize> = BTreeMap::new();
        for entry in &outer {
            *alike.entry(entry[name].to_string()).or_default() += 1;
        }
        for (place, entry) in outer.iter().enumerate() {
            let parts = entry.get(inner).and_then(Value::as_array).cloned().unwrap_or_default();
            let parts = if parts.is_empty() && alone { vec![Value::Object(serde_json::Map::new())] } else { parts };
            for (index, mut part) in parts.into_iter().enumerate() {
                if alone {
                    part["no"] = (place + 1).into();
                }
                part["of"] = if alone || alike.get(&entry[name].to_string()) == Some(&1) {
                    entry[name].clone()
                } else {
                    (place + 1).to_string().into()
                };
                if let Some(remedy) = entry.get("remedy").filter(|_| index == 0) {
                    part["remedy"] = remedy.clone();
                }
                flat.push(part);
            }
        }
        flat
    };
    match list {
        "pacts" => {
            let numbered = |(place, mut pact): (usize, Value)| {
                pact["no"] = (place + 1).into();
                pact
            };
            all(list).into_iter().enumerate().map(numbered).collect()
        }
        "targets" => nested("pacts", "partners", "targets", false),
        "causes" => nested("limitations", "text", "causes", true),
        "directions" => {
            all(list).into_iter().map(|entry| if entry.is_string() { serde_json::json!({ "text": entry }) } else { entry }).collect()
        }
        _ => all(list),
    }
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    use chrono::Datelike as _;
    let (year, month, day) = (u16::try_from(day.year()).unwrap_or(1900), day.month(), day.day());
    ExcelDateTime::from_ymd(year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
}

/// A sheet's name: at most 31 characters, without those that spreadsheets forbid.
fn sheet_name(name: &str) -> String {
    name.chars().map(|ch| if matches!(ch, '/' | '\\' | '?' | '*' | '[' | ']' | ':') { '-' } else { ch }).take(31).collect()
}

struct Writer<'a> {
    template: &'a Template<'a>,
    styles: Styles,
}

impl Writer<'_> {
    fn day(&self) -> NaiveDate {
        self.template.period.data_to
    }

    /// The forms that the unit is asked for, and those of which it has sent something all the same.
    fn forms(&self) -> Vec<&Form> {
        let (agency, kind, current) = (self.template.agency, self.template.unit.kind.as_str(), self.template.current);
        let asked = |form: &Form| agency.collects_from(form.code.as_str(), kind, self.day());
        let sent = |form: &Form| {
            current.is_some_and(|Submission { figures, content, .. }| {
                let words = content.form_notes.contains_key(&form.code) || content.explanations.contains_key(&form.code);
                words || figures.contains_key(&form.code) || content.lists.contains_key(&form.code)
            })
        };
        self.template.catalogue.forms_on(self.day()).filter(|form| asked(form) || sent(form)).collect()
    }

    fn sheet(&self, name: &str, mark: &str, title: &str) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(sheet_name(name))?.write(0, 0, mark)?;
        sheet.set_row_hidden(0)?.set_row_hidden(1)?;
        sheet.write_with_format(2, 0, title, &self.styles.title)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).protect();
        Ok(sheet)
    }

    fn guide(&self) -> Result<Worksheet, XlsxError> {
        let template = self.template;
        let period = template.period;
        let name = template.unit.name_on(self.day());
        let mut sheet = Worksheet::new();
        sheet.set_name("Hướng dẫn")?.set_column_width(0, 28)?.set_column_width(1, 80)?.protect();
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let facts = [
            ("Mẫu", FORMAT.to_owned()),
            ("Mã cơ quan", template.agency.code.to_string()),
            ("Mã đơn vị", template.unit.code.to_string()),
            ("Kỳ báo cáo", period.period.to_string()),
            ("Đơn vị", name.full.to_string()),
            ("Số liệu tính từ ngày", format!("{} đến hết ngày {}", period.data_from.format("%d/%m/%Y"), period.data_to.format("%d/%m/%Y"))),
            ("Hạn gửi", period.due_at.with_timezone(&vietnam()).format("%H giờ %M, ngày %d/%m/%Y").to_string()),
        ];
        let notes = [
            "Chỉ ghi vào các ô nền vàng. Không xóa các dòng, cột ẩn; có thể đổi tên hoặc đổi thứ tự các sheet.",
            "Ô số liệu để trống được tính là 0. Ghi số dạng 1.234,5 hoặc 1234,5; tiền ghi theo triệu đồng, đất ghi theo m2.",
            "Số như 1.234 ở cột tiền, đất có thể hiểu hai cách; hãy để ô dạng số hoặc ghi rõ phần thập phân (1.234,0).",
            "Ngày ghi dạng ngày/tháng/năm, ví dụ 15/6/2022.",
            "Cột “Kỳ trước”, “Cùng kỳ năm trước” là số liệu đơn vị đã gửi, chỉ để đối chiếu.",
            "Chỉ tiêu thay đổi trên 50% so với cùng kỳ năm trước cần ghi giải trình ở cột cuối.",
            "Các danh mục (danh hiệu, loại hình …) chọn theo tên hoặc mã ở sheet “Danh mục”.",
        ];
        for (row, (label, value)) in (0..).zip(&facts) {
            sheet.write_with_format(row, 0, *label, &self.styles.head)?.write_with_format(row, 1, value, &self.styles.plain)?;
        }
        for (row, note) in (8..).zip(notes) {
            sheet.write_with_format(row, 1, note, &self.styles.plain)?;
        }
        Ok(sheet)
    }

    fn form(&self, form: &Form) -> Result<Worksheet, XlsxError> {
        let styles = &self.styles;
        let mut sheet =
            self.sheet(&format!("Biểu {}", form.code), &format!("form {}", form.code), &format!("Biểu {} - {}", form.code, form.title))?;
        if form.unverified() {
            sheet.write_with_format(3, 0, "Chưa đối chiếu với văn bản gốc", &styles.remark)?;
        }
        let heads = ["Cột", "Chỉ tiêu", "Đơn vị tính", "Số liệu kỳ này", "Kỳ trước", "Cùng kỳ năm trước", "Công thức", "Giải trình"];
        let keys = ["number", "", "", "value", "", "", "", "explanation"];
        for (column, (head, key)) in (0_u16..).zip(heads.iter().zip(keys)) {
            sheet.write(1, column, key)?.write_with_format(4, column, *head, &styles.head)?;
        }
        for (column, width) in (0_u16..).zip([7, 60, 12, 16, 14, 14, 18, 40]) {
            sheet.set_column_width(column, width)?;
        }
        let value =
            |submission: Option<&Submission>, number| submission.and_then(|sent| sent.figures.get(&form.code)?.get(number).copied());
        let mut row = 5;
        for column in form.figure_columns() {
            let path: Vec<&str> = column.header.iter().map(thidua_domain::text::Text::as_str).collect();
            sheet.write_with_format(row, 0, column.number.to_string(), &styles.locked)?;
            sheet.write_with_format(row, 1, path.join(" - "), &styles.locked)?;
            let unit = if column.counting == Counting::Count && column.noun.is_empty() { "số đếm" } else { column.noun.as_str() };
            sheet.write_with_format(row, 2, unit, &styles.locked)?.write_with_format(row, 6, column.formula.as_str(), &styles.locked)?;
            Self::number(&mut sheet, row, 3, value(self.template.current, &column.number), &styles.figure)?;
            Self::number(&mut sheet, row, 4, value(self.template.previous, &column.number), &styles.earlier)?;
            Self::number(&mut sheet, row, 5, self.base_value(form, column), &styles.earlier)?;
            let said = self.template.current.and_then(|sent| sent.content.explanations.get(&form.code)?.get(&column.number));
            sheet.write_with_format(row, 7, said.map_or("", |text| text.as_str()), &styles.open_text)?;
            row += 1;
        }
        let note = self.template.current.and_then(|sent| sent.content.form_notes.get(&form.code));
        sheet.write_with_format(row, 0, "note", &styles.mark)?.write_with_format(row, 1, "Ghi chú", &styles.locked)?;
        sheet.write_with_format(row, 3, note.map_or("", |text| text.as_str()), &styles.open_text)?;
        for (below, note) in (row + 2..).zip(&form.notes) {
            sheet.write_with_format(below, 1, note.as_str(), &styles.plain)?;
        }
        sheet.set_freeze_panes(5, 2)?.set_repeat_rows(4, 4)?;
        Ok(sheet)
    }

    /// The base value of the column with the same meaning, when the year before had another form.
    fn base_value(&self, form: &Form, column: &thidua_domain::catalogue::Column) -> Option<Quantity> {
        let base = self.template.base?;
        let day = self.template.period.data_to.checked_sub_months(chrono::Months::new(12))?;
        let (code, number) = self.template.catalogue.same_meaning(form, column, day)?;
        base.figures.get(code)?.get(&number).copied()
    }

    fn number(sheet: &mut Worksheet, row: u32, column: u16, value: Option<Quantity>, style: &Format) -> Result<(), XlsxError> {
        match value.and_then(|value| value.plain().parse::<f64>().ok()) {
            Some(value) => sheet.write_with_format(row, column, value, style)?,
            None => sheet.write_blank(row, column, style)?,
        };
        Ok(())
    }

    fn list_form(&self, form: &Form) -> Result<Worksheet, XlsxError> {
        let styles = &self.styles;
        let mut sheet =
            self.sheet(&format!("Biểu {}", form.code), &format!("rows {}", form.code), &format!("Biểu {} - {}", form.code, form.title))?;
        let sent = self.template.current.and_then(|sent| sent.content.lists.get(&form.code)).cloned().unwrap_or_default();
        for (at, column) in (0_u16..).zip(&form.columns) {
            sheet.write(1, at, column.number.to_string())?.write_with_format(4, at, column.label.as_str(), &styles.head)?;
            sheet.set_column_width(at, 30)?;
            for row in 0..sent.len() + FREE_ROWS {
                let text = sent.get(row).and_then(|cells| cells.get(&column.number));
                sheet.write_with_format(below(row), at, text.map_or("", |text| text.as_str()), &styles.open_text)?;
            }
        }
        sheet.set_freeze_panes(5, 0)?.set_repeat_rows(4, 4)?;
        Ok(sheet)
    }

    fn general(&self) -> Result<Worksheet, XlsxError> {
        let mut sheet = self.sheet("Thông tin chung", "general", "Thông tin chung của đơn vị")?;
        sheet.set_column_width(0, 55)?.set_column_width(1, 40)?.set_column_hidden(2)?;
        let content = self.template.current.and_then(|sent| serde_json::to_value(&sent.content).ok()).unwrap_or(Value::Null);
        for (row, field) in (5..).zip(GENERAL) {
            sheet.write_with_format(row, 0, field.title, &self.styles.locked)?.write(row, 2, field.key)?;
            self.value(&mut sheet, row, 1, field, at(&content, field.key))?;
        }
        Ok(sheet)
    }

    fn list(&self, name: &str, mark: &str, fields: &[Field], entries: &[Value]) -> Result<Worksheet, XlsxError> {
        let mut sheet = self.sheet(name, mark, name)?;
        let count = entries.len() + FREE_ROWS;
        for (column, field) in (0_u16..).zip(fields) {
            let title = if field.needed { format!("{} (*)", field.title) } else { field.title.to_owned() };
            sheet.write(1, column, if field.key.is_empty() { "text" } else { field.key })?;
            sheet.write_with_format(4, column, title, &self.styles.head)?;
            sheet.set_column_width(column, if matches!(field.kind, Kind::Text | Kind::Row(_) | Kind::Texts) { 36 } else { 18 })?;
            for row in 0..count {
                let value = entries.get(row).and_then(|entry| at(entry, field.key));
                self.value(&mut sheet, below(row), column, field, value)?;
            }
            if let Some(choices) = Self::choices(field.kind) {
                let validation = DataValidation::new().allow_list_strings(&choices)?.ignore_blank(true);
                sheet.add_data_validation(5, column, below(count - 1), column, &validation)?;
            }
        }
        sheet
            .write_with_format(3, 0, "Cột có dấu (*) phải ghi ở mỗi dòng được dùng.", &self.styles.remark)?
            .set_freeze_panes(5, 0)?
            .set_repeat_rows(4, 4)?;
        Ok(sheet)
    }

    fn choices(kind: Kind) -> Option<Vec<&'static str>> {
        match kind {
            Kind::Choice(choices) => Some(choices.iter().map(|(_, word)| *word).collect()),
            Kind::Yes => Some(vec!["Có", "Không"]),
            _ => None,
        }
    }

    fn value(&self, sheet: &mut Worksheet, row: u32, column: u16, field: &Field, value: Option<&Value>) -> Result<(), XlsxError> {
        let styles = &self.styles;
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let Some(value) = value else {
            let style = match field.kind {
                Kind::Day => &styles.day,
                Kind::Figure => &styles.figure,
                Kind::Whole => &styles.open,
                _ => &styles.open_text,
            };
            sheet.write_blank(row, column, style)?;
            return Ok(());
        };
        match field.kind {
            Kind::Day => match text(value).parse::<NaiveDate>() {
                Ok(day) => sheet.write_with_format(row, column, &excel_day(day)?, &styles.day)?,
                Err(_) => sheet.write_with_format(row, column, text(value), &styles.open_text)?,
            },
            Kind::Whole | Kind::Figure => match text(value).parse::<f64>() {
                Ok(number) => sheet.write_with_format(row, column, number, &styles.figure)?,
                Err(_) => sheet.write_with_format(row, column, text(value), &styles.open_text)?,
            },
            Kind::Yes => {
                sheet.write_with_format(row, column, if *value == Value::Bool(true) { "Có" } else { "Không" }, &styles.open_text)?
            }
            Kind::Choice(choices) => {
                let code = text(value);
                let word = choices.iter().find(|(known, _)| *known == code).map_or(code.as_str(), |(_, word)| word);
                sheet.write_with_format(row, column, word, &styles.open_text)?
            }
            Kind::Row(kind) => {
                let code = text(value);
                let rows = self.rows(kind);
                let name = rows.iter().find(|(known, _)| *known == code).map_or(code.as_str(), |(_, name)| name.as_str());
                sheet.write_with_format(row, column, name, &styles.open_text)?
            }
            Kind::Texts => {
                let names: Vec<String> = value.as_array().map(|names| names.iter().map(text).collect()).unwrap_or_default();
                sheet.write_with_format(row, column, joined(&names), &styles.open_text)?
            }
            Kind::Text => sheet.write_with_format(row, column, text(value), &styles.open_text)?,
        };
        Ok(())
    }

    fn rows(&self, kind: RowKind) -> Vec<(String, String)> {
        let day = self.day();
        rows(kind, self.template.catalogue, day, &|name| self.template.agency.local(name, day))
    }

    fn codes(&self) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name("Danh mục")?.protect();
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        let kinds = [
            ("Danh hiệu, hình thức khen thưởng", RowKind::Award),
            ("Loại hình khen thưởng", RowKind::Commendation),
            ("Loại văn bản", RowKind::Document),
            ("Cấp phát động", RowKind::Level),
            ("Chuẩn mực đạo đức", RowKind::Ethics),
        ];
        for (index, (title, kind)) in (0_u16..).zip(kinds) {
            let column = index * 2;
            sheet.set_column_width(column, 26)?.set_column_width(column + 1, 44)?;
            sheet.write_with_format(0, column, "Mã", &self.styles.head)?.write_with_format(0, column + 1, title, &self.styles.head)?;
            for (row, (code, name)) in (1..).zip(self.rows(kind)) {
                sheet.write_with_format(row, column, code, &self.styles.locked)?.write_with_format(
                    row,
                    column + 1,
                    name,
                    &self.styles.locked,
                )?;
            }
        }
        Ok(sheet)
    }
}

/// The row of the entry `index` on a list sheet.
fn below(index: usize) -> u32 {
    u32::try_from(index + 5).unwrap_or(u32::MAX)
}

/// A value by its dotted key; the empty key is the value itself.
pub(super) fn at<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    if key.is_empty() {
        return Some(value).filter(|value| !value.is_null());
    }
    key.split('.').try_fold(value, |value, step| value.get(step))
}
