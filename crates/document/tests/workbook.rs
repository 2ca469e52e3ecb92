//! Workbooks out and in: what was pre-filled comes back, what was typed is read or named by its cell,
//! and no file, however broken, does more than be refused.

use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use chrono::{DateTime, Utc};
use std::sync::Arc;

use thidua_document::fonts::Fonts;
use thidua_document::render::{Printer, document};
use thidua_document::workbook::{self, Taken, Template};
use thidua_domain::bundle::{self, Bundle, Finding, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::messages;
use thidua_domain::narrative::numbers::parse;
use thidua_domain::period::Period;
use thidua_domain::ports::Format;
use thidua_domain::report::RowKind;
use thidua_domain::reporting::Press as _;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::submission::Submission;
use thidua_domain::summary::Summary;

const SEEDS: &[u8] = include_bytes!("../../../seeds/dak-nong.json");

fn stored() -> Bundle {
    bundle::read(SEEDS, &Reading::plain(&Catalogue::shipped().unwrap())).unwrap().bundle
}

fn h1() -> Period {
    "2022-H1".parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2022-06-16T02:00:00Z".parse().unwrap()
}

fn sent<'a>(bundle: &'a Bundle, unit: &str, period: &str) -> Option<&'a Submission> {
    let period: Period = period.parse().unwrap();
    bundle.submissions.iter().find(|sent| sent.unit.as_str() == unit && sent.period == period)
}

fn made(bundle: &Bundle, unit: &str, filled: bool) -> Vec<u8> {
    let catalogue = Catalogue::shipped().unwrap();
    let template = Template {
        agency: &bundle.agency,
        unit: bundle.units.iter().find(|known| known.code.as_str() == unit).unwrap(),
        period: bundle.periods.iter().find(|known| known.period == h1()).unwrap(),
        catalogue: &catalogue,
        current: sent(bundle, unit, "2022-H1").filter(|_| filled),
        previous: None,
        base: sent(bundle, unit, "2021-H1"),
    };
    workbook::template(&template).unwrap()
}

fn take(bundle: &Bundle, bytes: &[u8]) -> Result<Taken, Vec<Finding>> {
    let catalogue = Catalogue::shipped().unwrap();
    workbook::read(bytes).map_err(|finding| vec![finding])?.take(bundle, &Reading::plain(&catalogue), now())
}

fn sentences(findings: &[Finding]) -> String {
    findings.iter().map(messages::finding).collect::<Vec<_>>().join("\n")
}

/// Rewrites the parts of a workbook.
fn changed(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        writer.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(change(&name, text).as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The sheet of form 01/TTr with the cell `D{row}` replaced.
fn with_cell(bytes: &[u8], row: u32, cell: &str) -> Vec<u8> {
    with(bytes, "Biểu 01-TTr", &format!("D{row}"), cell)
}

/// A workbook with one cell of a sheet replaced.
fn with(bytes: &[u8], sheet: &str, at: &str, cell: &str) -> Vec<u8> {
    let mut list = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name("xl/workbook.xml").unwrap().read_to_string(&mut list).unwrap();
    let before = list.split(&format!("<sheet name=\"{sheet}\"")).next().unwrap();
    let file = format!("xl/worksheets/sheet{}.xml", before.matches("<sheet name=").count() + 1);
    changed(bytes, |name, text| {
        if name != file {
            return text;
        }
        let open = format!("<c r=\"{at}\"");
        let start = text.find(&open).unwrap_or_else(|| panic!("{open}"));
        let rest = &text[start..];
        let end = start
            + if rest.find("/>").unwrap_or(usize::MAX) < rest.find('>').unwrap() + 1 {
                rest.find("/>").unwrap() + 2
            } else {
                rest.find("</c>").unwrap() + 4
            };
        format!("{}<c r=\"{at}\"{cell}</c>{}", &text[..start], &text[end..])
    })
}

fn inline(text: &str) -> String {
    format!(" t=\"inlineStr\"><is><t>{text}</t></is>")
}

#[test]
fn what_was_filled_in_comes_back_unchanged() {
    let bundle = stored();
    for unit in &bundle.units {
        let bytes = made(&bundle, unit.code.as_str(), true);
        let taken = take(&bundle, &bytes).unwrap_or_else(|findings| panic!("{}: {}", unit.code, sentences(&findings)));
        assert_eq!(taken.changes, [], "{}", unit.code);
        assert_eq!(taken.bundle.submissions.len(), 1);
    }
}

#[test]
fn the_same_inputs_give_the_same_workbook() {
    let bundle = stored();
    assert_eq!(made(&bundle, "TTH-CUJUT", true), made(&bundle, "TTH-CUJUT", true));
}

#[test]
fn numbers_are_read_as_typed_and_ambiguous_ones_are_named() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    // Rows 6 and on are columns 1 and on of the form; column 14 is counted by nothing else.
    for (cell, after) in [("><v>7</v>".to_owned(), "7"), (inline("7"), "7"), (inline("1.234"), "1234"), (inline(" 1 234 "), "1234")] {
        let taken = take(&bundle, &with_cell(&bytes, 19, &cell)).unwrap_or_else(|findings| panic!("{cell}: {}", sentences(&findings)));
        let change = taken.changes.iter().find(|change| change.path == "figures.01/TTr.14").unwrap_or_else(|| panic!("{cell}"));
        assert_eq!(change.after, after, "{cell}");
    }
    for (row, cell, words) in [
        (19, inline("bảy"), "“bảy” không phải là số"),
        (19, inline("7,5"), "không thể là 7,5"),
        (19, "><v>7.5</v>".to_owned(), "không thể là 7,5"),
        (19, "><v>-7</v>".to_owned(), "không được âm"),
        (19, " t=\"e\"><v>#DIV/0!</v>".to_owned(), "lỗi công thức"),
        (15, inline("1.234"), "có thể hiểu là 1.234 hoặc 1,234"),
        (13, "><v>99999</v>".to_owned(), "phải bằng cột 10 + cột 12"),
    ] {
        let said = sentences(&take(&bundle, &with_cell(&bytes, row, &cell)).unwrap_err());
        let place = format!("sheet “Biểu 01-TTr”, ô D{row}: ");
        assert!(said.contains(words) && said.contains(&place), "{cell}: {said}");
    }
}

#[test]
fn renamed_and_reordered_sheets_are_known_by_their_marks() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    let moved = changed(&bytes, |name, text| {
        if name != "xl/workbook.xml" {
            return text;
        }
        let start = text.find("<sheets>").unwrap() + "<sheets>".len();
        let end = text.find("</sheets>").unwrap();
        let mut sheets: Vec<String> = text[start..end].split_inclusive("/>").map(str::to_owned).collect();
        sheets.reverse();
        format!("{}{}{}", &text[..start], sheets.concat().replace("Khen thưởng", "Sheet9"), &text[end..])
    });
    assert_ne!(moved, bytes);
    assert_eq!(take(&bundle, &moved).unwrap().changes, []);
}

#[test]
fn a_workbook_of_somebody_else_is_told_apart() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", false);
    let other = |from: &str, to: &str| changed(&bytes, |_, text| text.replace(from, to));
    for (bytes, words) in [
        (other("thidua-workbook/1", "x"), "phần “Mẫu”"),
        (other("TTH-CUJUT", "TTH-NAO"), "đơn vị mang mã “TTH-NAO”"),
        (other("2022-H1", "2030-H1"), "Kỳ báo cáo 2030-H1"),
        (b"PK".to_vec(), "không mở được"),
        (Vec::new(), "không mở được"),
        (SEEDS.to_vec(), "không mở được"),
    ] {
        let said = sentences(&take(&bundle, &bytes).unwrap_err());
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_workbook_cut_anywhere_is_refused() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    for length in 0..bytes.len() {
        assert!(workbook::read(&bytes[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_flipped_byte_is_no_reason_to_panic() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    // Most of the directory at the end, by which the parts are found; of the packed parts, which
    // have check sums, some.
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    for at in (0..directory).step_by(197).chain((directory..bytes.len()).step_by(7)) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x41;
        let _ = take(&bundle, &flipped);
    }
}

#[test]
fn bombs_entities_and_far_cells_are_bounded() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    let bomb = changed(&bytes, |name, text| if name == "xl/sharedStrings.xml" { " ".repeat(80 << 20) } else { text });
    assert!(bomb.len() < 1 << 20, "it is small before it is unpacked");
    assert!(sentences(&take(&bundle, &bomb).unwrap_err()).contains("64 MB"));
    let entity = changed(&bytes, |name, text| {
        if name == "xl/sharedStrings.xml" {
            text.replacen("?>", "?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", 1).replacen("<t>", "<t>&a;", 1)
        } else {
            text
        }
    });
    if let Err(findings) = take(&bundle, &entity) {
        assert!(!sentences(&findings).contains("root:"));
    }
    let far = changed(&bytes, |name, text| {
        if name == "xl/worksheets/sheet2.xml" {
            text.replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>")
        } else {
            text
        }
    });
    let _ = take(&bundle, &far);
}

/// A stored bundle whose unit has two pacts with one partner and two limitations of one text.
fn with_twins() -> Bundle {
    let mut bundle = stored();
    let sent = bundle.submissions.iter_mut().find(|sent| sent.unit.as_str() == "TTH-CUJUT" && sent.period == h1()).unwrap();
    let target = |text: &str| serde_json::json!({"text": text, "rule": "qualitative"});
    let twins = serde_json::json!([
        {"partners": "Khối III", "targets": [target("Chỉ tiêu một")]},
        {"partners": "Khối III", "objective": "Khác", "targets": [target("Chỉ tiêu hai"), target("Chỉ tiêu ba")]},
    ]);
    sent.content.pacts = serde_json::from_value(twins).unwrap();
    let limitation =
        |cause: &str| serde_json::json!({"text": "Tiến độ chậm", "causes": [{"kind": "internal", "text": cause}], "remedy": cause});
    sent.content.limitations = serde_json::from_value(serde_json::json!([limitation("Thiếu người"), limitation("Thiếu xe")])).unwrap();
    let award = serde_json::json!({"form": "certificate", "kind": "merit", "achievement_year": 2021, "decided_on": "2022-01-10", "recipient": "collective", "count": 2, "names": ["Tổ 1; Tổ 2", "\"Đội 3\""]});
    sent.content.awards = vec![serde_json::from_value(award).unwrap()];
    bundle
}

#[test]
fn entries_that_look_alike_stay_apart() {
    let bundle = with_twins();
    let taken = take(&bundle, &made(&bundle, "TTH-CUJUT", true)).unwrap_or_else(|findings| panic!("{}", sentences(&findings)));
    assert_eq!(taken.changes, []);
}

#[test]
fn rows_that_belong_to_none_or_to_several_are_named_by_their_cell() {
    let bundle = with_twins();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    let retold =
        |from: &str, to: &str| changed(&bytes, |name, text| if name == "xl/sharedStrings.xml" { text.replace(from, to) } else { text });
    // The number of the second pact is a text of its own among the shared ones.
    for (from, to, words) in [
        ("<t>2</t>", "<t>9</t>", "Sheet “Giao ước” không có “9”"),
        ("<t>2</t>", "<t>Khối III</t>", "nhiều dòng ghi “Khối III”"),
        ("<t>2</t>", "<t>Khối X</t>", "không có “Khối X”"),
    ] {
        let said = sentences(&take(&bundle, &retold(from, to)).unwrap_err());
        assert!(said.contains(words) && said.contains("sheet “Chỉ tiêu giao ước”, ô A7"), "{words}: {said}");
    }
}

#[test]
fn what_is_not_read_is_never_passed_over_in_silence() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    let formula = sentences(&take(&bundle, &with_cell(&bytes, 19, "><f>D7+1</f>")).unwrap_err());
    assert!(formula.contains("ô D19: Ô có công thức nhưng chưa có kết quả"), "{formula}");
    let worked_out = take(&bundle, &with_cell(&bytes, 19, "><f>D7+1</f><v>7</v>")).unwrap();
    assert!(worked_out.changes.iter().any(|change| change.path == "figures.01/TTr.14" && change.after == "7"));
    let stray = changed(&bytes, |name, text| {
        let row = "<row r=\"900\"><c r=\"D900\"><v>12</v></c></row></sheetData>";
        if name == "xl/worksheets/sheet2.xml" { text.replace("</sheetData>", row) } else { text }
    });
    let noted = sentences(&take(&bundle, &stray).unwrap().notes);
    assert!(noted.contains("ô D900: Nội dung “12” nằm ngoài các ô của biểu"), "{noted}");
    let strange =
        changed(
            &bytes,
            |name, text| if name == "xl/sharedStrings.xml" { text.replace("<t>list awards</t>", "<t>ghi thêm</t>") } else { text },
        );
    let said = sentences(&take(&bundle, &strange).unwrap_err());
    assert!(said.contains("sheet “Khen thưởng”: Nội dung “Khen thưởng” nằm ngoài"), "{said}");
    let gone =
        changed(&bytes, |name, text| if name == "xl/sharedStrings.xml" { text.replace("<t>form 01/TTr</t>", "<t>x</t>") } else { text });
    let said = sentences(&take(&bundle, &gone).unwrap_err());
    assert!(said.contains("không còn sheet của biểu 01/TTr"), "{said}");
}

#[test]
fn a_limitation_is_told_at_its_own_cell_not_at_its_cause() {
    let bundle = with_twins();
    let spaced = changed(&made(&bundle, "TTH-CUJUT", true), |name, text| {
        if name == "xl/sharedStrings.xml" { text.replace("<t>Tiến độ chậm</t>", "<t>Tiến  độ chậm</t>") } else { text }
    });
    let notes = sentences(&take(&bundle, &spaced).unwrap().notes);
    assert!(notes.contains("sheet “Hạn chế, nguyên nhân”, ô B6"), "{notes}");
    assert!(!notes.contains("nguyên nhân”, ô D6"), "{notes}");
}

#[test]
fn what_is_stored_of_a_form_that_is_no_longer_collected_has_its_sheet() {
    let mut bundle = stored();
    let sent = bundle.submissions.iter_mut().find(|sent| sent.unit.as_str() == "TTH-CUJUT" && sent.period == h1()).unwrap();
    sent.figures.insert("01/TCD".parse().unwrap(), serde_json::from_value(serde_json::json!({"1": 0, "2": 0})).unwrap());
    let taken = take(&bundle, &made(&bundle, "TTH-CUJUT", true)).unwrap_or_else(|findings| panic!("{}", sentences(&findings)));
    assert_eq!(taken.changes, []);
    let said = sentences(&take(&bundle, &made(&bundle, "TTH-CUJUT", false)).unwrap_err());
    assert!(said.contains("không còn sheet của biểu 01/TCD"), "{said}");

    // A form that the catalogue has lost cannot be written or read again; the history keeps it.
    let sent = bundle.submissions.iter_mut().find(|sent| sent.unit.as_str() == "TTH-CUJUT" && sent.period == h1()).unwrap();
    let figures = sent.figures.remove("01/TCD").unwrap();
    sent.figures.insert("99/CU".parse().unwrap(), figures);
    let taken = take(&bundle, &made(&bundle, "TTH-CUJUT", true)).unwrap_or_else(|findings| panic!("{}", sentences(&findings)));
    assert!(sentences(&taken.notes).contains("biểu 99/CU không còn chỗ ghi"), "{}", sentences(&taken.notes));
    let lost: Vec<_> = taken.changes.iter().filter(|change| change.path.starts_with("figures")).collect();
    assert!(lost.len() == 2 && lost.iter().all(|change| change.path.starts_with("figures.99/CU") && change.after.is_empty()), "{lost:?}");
}

#[test]
fn a_cell_that_cannot_be_read_hides_no_other_fault_and_makes_none() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    // Column 8 is the sum of columns 10 and 12; unread, it is not zero.
    let said = sentences(&take(&bundle, &with_cell(&bytes, 13, " t=\"e\"><v>#N/A</v>")).unwrap_err());
    assert!(said.contains("ô D13") && !said.contains("phải bằng"), "{said}");
    let twice = with(&with_cell(&bytes, 19, &inline("bảy")), "Khen thưởng", "C6", &inline("-"));
    let said = sentences(&take(&bundle, &twice).unwrap_err());
    assert!(said.contains("ô D19: “bảy” không phải là số"), "{said}");
    assert!(said.contains("sheet “Khen thưởng”, ô C6: ") && said.contains("“Năm thành tích”"), "{said}");
    assert!(!said.contains("achievement_year"), "{said}");
    let once = sentences(&take(&bundle, &with(&bytes, "Khen thưởng", "C6", &inline("năm ngoái"))).unwrap_err());
    assert_eq!(once.matches("ô C6").count(), 1, "{once}");
    assert!(!once.contains("kỳ khác"), "{once}");
}

#[test]
fn rows_of_a_form_keep_their_numbers() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    for number in [inline("mười bốn"), inline("77"), inline("1"), " t=\"e\"><v>#REF!</v>".to_owned()] {
        let said = sentences(&take(&bundle, &with(&bytes, "Biểu 01-TTr", "A19", &number)).unwrap_err());
        assert!(said.contains("sheet “Biểu 01-TTr”, ô A19: "), "{number}: {said}");
    }
    let strange = with(&with(&bytes, "Thông tin chung", "B6", "><v>20</v>"), "Thông tin chung", "C6", &inline("staff"));
    let noted = sentences(&take(&bundle, &strange).unwrap().notes);
    assert!(noted.contains("sheet “Thông tin chung”, ô B6: Nội dung “20” nằm ngoài"), "{noted}");
    let signed = changed(&bytes, |name, text| {
        let row = "<row r=\"800\"><c r=\"A800\" t=\"inlineStr\"><is><t>Người lập</t></is></c></row></sheetData>";
        if name == "xl/worksheets/sheet2.xml" { text.replace("</sheetData>", row) } else { text }
    });
    let noted = sentences(&take(&bundle, &signed).unwrap().notes);
    assert!(noted.contains("ô A800: Nội dung “Người lập” nằm ngoài"), "{noted}");
    let yes = with(&bytes, "Biểu 01-TTr", "E19", " t=\"b\"><v>1</v>");
    assert!(take(&bundle, &yes).is_ok(), "earlier figures are not read");
}

#[test]
fn shared_formulas_are_not_written_out_and_are_counted() {
    let bundle = stored();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    let shared = with_cell(&bytes, 19, "><f t=\"shared\" si=\"0\"/>");
    let said = sentences(&take(&bundle, &shared).unwrap_err());
    assert!(said.contains("ô D19: Ô có công thức nhưng chưa có kết quả"), "{said}");
    let row = |row: u32| format!("<row r=\"{row}\"><c r=\"D{row}\"><f t=\"shared\" si=\"0\"/></c></row>");
    let many = (100..200_200).map(row).collect::<Vec<_>>().concat();
    let swollen = changed(&bytes, |name, text| {
        if name == "xl/worksheets/sheet2.xml" { text.replace("</sheetData>", &format!("{many}</sheetData>")) } else { text }
    });
    let said = sentences(&take(&bundle, &swollen).unwrap_err());
    assert!(said.contains("200000"), "{said}");
}

#[test]
fn words_about_a_form_without_figures_come_back_and_lost_columns_are_told() {
    let mut bundle = stored();
    let sent = bundle.submissions.iter_mut().find(|sent| sent.unit.as_str() == "TTH-CUJUT" && sent.period == h1()).unwrap();
    sent.content.form_notes.insert("01/TCD".parse().unwrap(), "Không phát sinh".into());
    sent.figures.get_mut("01/TTr").unwrap().insert("99".parse().unwrap(), "5".parse().unwrap());
    let taken = take(&bundle, &made(&bundle, "TTH-CUJUT", true)).unwrap_or_else(|findings| panic!("{}", sentences(&findings)));
    assert!(taken.changes.iter().all(|change| !change.path.contains("01/TCD")), "{:?}", taken.changes);
    assert!(!taken.bundle.submissions[0].figures.contains_key("01/TCD"), "words about a form are no figures of it");
    assert!(sentences(&taken.notes).contains("biểu 01/TTr, cột 99 không còn chỗ ghi"), "{}", sentences(&taken.notes));
}

#[test]
fn one_unreadable_cell_is_one_finding() {
    let bundle = with_twins();
    let bytes = made(&bundle, "TTH-CUJUT", true);
    let error = " t=\"e\"><v>#N/A</v>";
    for (sheet, at) in [("Giao ước", "C6"), ("Ưu điểm", "A6"), ("Hạn chế, nguyên nhân", "B6"), ("Giao ước", "A6")] {
        let said = take(&bundle, &with(&bytes, sheet, at, error)).unwrap_err();
        let blocking: Vec<&Finding> = said.iter().filter(|finding| finding.level() == bundle::Level::Block).collect();
        assert!(blocking.len() == 1 && blocking[0].path == format!("sheet “{sheet}”, ô {at}"), "{sheet} {at}: {}", sentences(&said));
    }
    let unnamed = with(&with(&bytes, "Hạn chế, nguyên nhân", "A6", "><v></v>"), "Hạn chế, nguyên nhân", "B6", error);
    assert!(!sentences(&take(&bundle, &unnamed).unwrap_err()).contains("Thiếu"));
    let drawable = |ch: char| ch != '😀';
    let catalogue = Catalogue::shipped().unwrap();
    let smiling = with(&bytes, "Biểu 01-TTr", "H6", &inline("Vui 😀"));
    let reading = Reading { drawable: &drawable, ..Reading::plain(&catalogue) };
    let said = sentences(&workbook::read(&smiling).unwrap().take(&bundle, &reading, now()).unwrap_err());
    assert!(said.contains("sheet “Biểu 01-TTr”, ô H6"), "{said}");
}

#[test]
fn annexes_sources_and_origin_are_in_the_workbook() {
    let snapshot = Snapshot::of_bundle(&stored(), h1(), Catalogue::shipped().unwrap()).unwrap();
    let print = || {
        let files = Printer::new(Arc::new(Fonts::bundled())).print(&snapshot, None).unwrap();
        files.into_iter().find(|(format, _)| *format == Format::Xlsx).unwrap().1
    };
    let bytes = print();
    assert!(bytes == print(), "the same inputs give the same bytes");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let paper = document(&snapshot, None);
    for annex in &paper.annexes {
        let sheet = book.worksheet_range(&annex.label).unwrap();
        let body = 4 + annex.table.header_rows + usize::from(!annex.table.numbers.is_empty());
        for (index, row) in annex.table.rows.iter().enumerate().filter(|(_, row)| row.kind != RowKind::Group) {
            for (column, cell) in row.cells.iter().enumerate() {
                let at = (u32::try_from(body + index).unwrap(), u32::try_from(column).unwrap());
                let same = match sheet.get_value(at) {
                    Some(Data::Float(number)) => parse(&cell.text).unwrap().plain().parse::<f64>().unwrap().to_bits() == number.to_bits(),
                    Some(Data::String(text)) => *text == cell.text,
                    other => cell.text.is_empty() && matches!(other, None | Some(Data::Empty)),
                };
                assert!(same, "{} {at:?}: {:?} is not {}", annex.label, sheet.get_value(at), cell.text);
            }
        }
        let counted = annex.table.rows.iter().filter(|row| row.kind == RowKind::Body).count();
        let last =
            sheet.rows().next_back().unwrap().iter().find_map(|cell| if let Data::String(text) = cell { Some(text.clone()) } else { None });
        assert_eq!(last, Some(format!("Tổng số dòng: {counted}")));
    }
    let summary = Summary::of(&snapshot);
    let sources = book.worksheet_range("Nguồn số liệu").unwrap();
    let parts =
        sources.rows().filter(|row| row[0] == Data::String("01/TTr:1".to_owned()) && row[3] == Data::String("Kỳ này".to_owned())).count();
    assert_eq!(parts, summary.figure("01/TTr:1").unwrap().sources.len());
    let about = book.worksheet_range("Thông tin").unwrap();
    assert!(about.rows().any(|row| row[1] == Data::String(snapshot.sha256())));
}
