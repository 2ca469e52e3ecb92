//! The shipped rows, loading, differences and upgrades.

use chrono::NaiveDate;

use super::*;
use crate::input::shape::Shape;
use crate::messages;

fn day(raw: &str) -> NaiveDate {
    raw.parse().unwrap()
}

fn load(base: &Catalogue, text: &str) -> Result<Catalogue, Vec<String>> {
    read_sources(base, &[Source { name: "a.toml", text }]).map_err(|findings| findings.iter().map(messages::finding).collect())
}

#[test]
fn shipped_rows_are_sound() {
    let catalogue = Catalogue::shipped().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(catalogue.form("01/TTr", day("2022-06-14")).unwrap().columns.len(), 18);
    assert_eq!(catalogue.form("01/TTr", day("2026-06-14")).unwrap().columns.len(), 26);
    let codes = |day: NaiveDate| catalogue.forms_on(day).map(|form| form.code.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(codes(day("2026-06-14")).len(), 12, "TT 06/2025 has twelve forms");
    assert!(codes(day("2023-06-14")).contains(&"03/XLD".to_owned()) && codes(day("2023-06-14")).contains(&"RG/TTCN".to_owned()));
    assert!(!codes(day("2025-12-14")).contains(&"RG/TTCN".to_owned()));
    for part in ["H1", "H2", "year"] {
        assert!(catalogue.outline(&"TTT-X".parse().unwrap(), part, day("2022-06-14")).is_some());
    }
    assert_eq!(catalogue.layout(day("2022-06-14")).unwrap().code.as_str(), "nd30-2020");
    assert!(catalogue.award("certificate", day("2022-06-14")).is_some());
    assert_eq!(catalogue.ethics_standards.len(), 5);
    let kinds = serde_json::to_value(&catalogue).unwrap();
    let fields: Vec<&String> = kinds.as_object().unwrap().keys().collect();
    assert!(fields.iter().all(|field| KINDS.iter().any(|(kind, _)| kind == field)) && fields.len() == KINDS.len());
}

#[test]
fn canonical_form_survives_storage() {
    let catalogue = Catalogue::shipped().unwrap();
    let stored: Catalogue = serde_json::from_str(&serde_json::to_string(&catalogue).unwrap()).unwrap();
    assert_eq!(stored, catalogue);
    assert_eq!(stored.sha256(), catalogue.sha256());
}

#[test]
fn the_regime_of_the_day_is_in_force() {
    let catalogue = Catalogue::shipped().unwrap();
    let law = |code: &str, on: &str| find(&catalogue.legal_regimes, code, day(on)).is_some();
    assert!(law("law-2003", "2023-12-31") && !law("law-2003", "2024-01-01"));
    assert!(law("law-2022", "2024-01-01") && law("law-2026-amendment", "2026-10-01") && !law("law-2026-amendment", "2026-09-30"));
    assert!(law("decree-91-2017", "2022-06-14") && law("decree-98-2023", "2025-06-30") && law("decree-152-2025", "2025-07-01"));
    let expired = |on: &str| catalogue.expired_by_their_terms(day(on)).map(|row| row.code.to_string()).collect::<Vec<_>>();
    assert_eq!(expired("2027-02-28"), Vec::<String>::new());
    assert_eq!(expired("2027-03-01"), ["decree-152-2025"]);
    assert!(law("decree-152-2025", "2027-06-14"), "a stated expiry without a successor leaves the row in force");
}

#[test]
fn a_year_without_holidays_is_unknown() {
    let catalogue = Catalogue::shipped().unwrap();
    assert_eq!(catalogue.day_off(day("2022-09-02")), DayOff::Off);
    assert_eq!(catalogue.day_off(day("2022-06-14")), DayOff::Plain);
    assert_eq!(catalogue.day_off(day("2050-01-01")), DayOff::UnknownYear);
}

#[test]
fn a_file_adds_replaces_and_is_refused_whole() {
    let shipped = Catalogue::shipped().unwrap();
    let text = "[[unit_kinds]]\ncode = \"centre\"\nname = \"Trung tâm\"\n[[ethics_standards]]\ncode = \"ethics-1\"\nname = \"Chuẩn mực 1\"\ntext = \"Liêm khiết\"\nconfidence = \"low\"\n";
    let loaded = load(&shipped, text).unwrap();
    assert_eq!(loaded.unit_kinds.last().unwrap().code.as_str(), "centre");
    assert_eq!(loaded.ethics_standards[0].text.as_str(), "Liêm khiết");
    assert_eq!(loaded.ethics_standards.len(), 5);
    let changes: Vec<(String, String)> = differences(&shipped, &loaded).into_iter().map(|d| (d.kind, d.code)).collect();
    assert_eq!(changes, [("unit_kinds".to_owned(), "centre".to_owned()), ("ethics_standards".to_owned(), "ethics-1".to_owned())]);
    assert!(differences(&loaded, &loaded).is_empty());

    let replaced = load(&shipped, "replace = [\"unit_kinds\"]\n[[unit_kinds]]\ncode = \"a\"\nname = \"A\"\n");
    assert!(replaced.unwrap_err().iter().any(|line| line.contains("agency_office")), "authorities name kinds that are gone");

    for (text, words) in [
        ("[[unit_kinds]\n", "TOML gần dòng 1"),
        ("[[units_kinds]]\ncode = \"a\"\n", "units_kinds"),
        ("[[unit_kinds]]\ncode = \"a\"\nnam = \"A\"\n", "“nam”"),
        ("[[unit_kinds]]\ncode = \"a\"\n", "“name”"),
        ("[[unit_kinds]]\ncode = \"a b\"\nname = \"A\"\n", "Cần một mã"),
        ("[[unit_kinds]]\ncode = \"commune\"\nname = \"A\"\nvalid_from = \"2030-01-01\"\n", "cùng hiệu lực"),
        ("[[citation_patterns]]\ncode = \"x\"\nname = \"X\"\npattern = \"(\"\nexample = \"1\"\n", "không đúng cú pháp"),
        ("[[citation_patterns]]\ncode = \"x\"\nname = \"X\"\npattern = \"^a$\"\nexample = \"b\"\n", "không khớp"),
        ("replace = \"forme\"\n", "forms, awards"),
        ("unit_kinds = 3\n", "Cần một danh sách"),
    ] {
        let said = load(&shipped, text).unwrap_err().join("\n");
        assert!(said.contains(words) && said.contains("a.toml") | said.contains('('), "{text}: {said}");
    }
}

#[test]
fn a_form_names_its_columns_in_its_rules() {
    let shipped = Catalogue::shipped().unwrap();
    let form = |columns: &str, rules: &str| {
        format!("[[forms]]\ncode = \"X\"\ntitle = \"X\"\nconfidence = \"high\"\ncolumns = [{columns}]\nidentities = [{rules}]\n")
    };
    let column = "{ number = \"1\", header = [\"Một\"], counting = \"count\" }";
    let loaded = load(&shipped, &form(column, "")).unwrap();
    assert_eq!(loaded.forms.last().unwrap().columns[0].label.as_str(), "Một", "a label is made from the header");
    for (columns, rules, words) in [
        (format!("{column}, {column}"), "", "được ghi hai lần"),
        (column.to_owned(), "{ total = \"1\", parts = [\"2\"], level = \"block\" }", "cột 2"),
        ("{ number = \"1\", header = [], counting = \"count\" }".to_owned(), "", "thiếu tiêu đề"),
        ("{ number = \"1\", header = [\"a\"], counting = \"count\", meaning = \"visits\" }".to_owned(), "", "hai cột"),
        ("{ number = \"0\", header = [\"a\"], counting = \"count\" }".to_owned(), "", "số thứ tự cột"),
    ] {
        let said = load(&shipped, &form(&columns, rules)).unwrap_err().join("\n");
        assert!(said.contains(words), "{columns} {rules}: {said}");
    }
}

#[test]
fn an_upgrade_keeps_what_the_agency_changed() {
    let old = Catalogue::shipped().unwrap();
    let own = load(&old, "[[ethics_standards]]\ncode = \"ethics-1\"\nname = \"Riêng\"\nconfidence = \"low\"\n[[unit_kinds]]\ncode = \"own\"\nname = \"Riêng\"\n").unwrap();
    let mut new = old.clone();
    new.ethics_standards[0].name = "Bản mới".into();
    new.ethics_standards[1].name = "Bản mới".into();
    new.unit_kinds.push(NamedRow { code: "new".parse().unwrap(), ..new.unit_kinds[0].clone() });
    let (merged, kept) = upgrade(&old, &new, &own);
    assert!(kept.is_empty());
    let names: Vec<&str> = merged.ethics_standards.iter().map(|row| row.name.as_str()).take(2).collect();
    assert_eq!(names, ["Riêng", "Bản mới"]);
    let kinds: Vec<&str> = merged.unit_kinds.iter().map(|row| row.code.as_str()).rev().take(2).collect();
    assert_eq!(kinds, ["new", "own"]);
    assert_eq!(upgrade(&old, &new, &old), (new.clone(), Vec::new()));

    // A code that the agency chose first now comes with the program, with other days.
    new.unit_kinds.push(NamedRow {
        code: "own".parse().unwrap(),
        validity: Validity { from: Some(day("2020-01-01")), to: None },
        ..new.unit_kinds[0].clone()
    });
    let (merged, kept) = upgrade(&old, &new, &own);
    assert_eq!((merged.unit_kinds.len(), kept), (own.unit_kinds.len(), vec!["unit_kinds"]));
    assert_eq!(merged.ethics_standards[1].name.as_str(), "Bản mới", "the other kinds follow");

    // The agency's rows may not stand up to a check that came later; that is no fault of the news.
    let mut own = old.clone();
    own.ethics_standards.push(own.ethics_standards[0].clone());
    let mut new = old.clone();
    new.unit_kinds.push(NamedRow { code: "new".parse().unwrap(), ..new.unit_kinds[0].clone() });
    let (merged, kept) = upgrade(&old, &new, &own);
    assert_eq!((merged.unit_kinds, kept), (new.unit_kinds, Vec::new()));
    assert_eq!(merged.ethics_standards, own.ethics_standards);
}

#[test]
fn the_docs_name_the_fields_of_every_kind() {
    let docs = include_str!("../../../../docs/catalogue.md");
    let shape = Shape::of::<Catalogue>();
    for (kind, _) in KINDS {
        let entry = shape.field(kind, true).unwrap();
        let name = entry["$ref"].as_str().and_then(|target| target.rsplit('/').next());
        let row = name.map_or(entry, |name| &shape.schema()["$defs"][name]);
        let required: Vec<&str> = row["required"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
        let all = row["properties"].as_object().unwrap().keys().map(String::as_str);
        let optional: Vec<&str> = all.filter(|field| !required.contains(field)).collect();
        let cell = |fields: &[&str]| fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
        let line = format!("| `{kind}` | {} | {} |", cell(&required), cell(&optional));
        assert!(docs.contains(&line), "docs/catalogue.md lacks the line\n{line}");
    }
}
