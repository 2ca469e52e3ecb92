//! Bundles that are sound, and each way of being broken, with its place and sentence.

use serde_json::{Value, json};

use super::*;
use crate::test_support::{SEEDS, sent, sentences, small, sound};

fn refused(bundle: &Value) -> Vec<String> {
    refused_text(&bundle.to_string())
}

fn refused_text(text: &str) -> Vec<String> {
    let catalogue = Catalogue::shipped().unwrap();
    match read(text.as_bytes(), &Reading::plain(&catalogue)) {
        Ok(checked) => panic!("was taken: {:?}", checked.notes),
        Err(findings) => sentences(&findings),
    }
}

fn bundle() -> Value {
    small(2022, "H1", &[sent("A", "2022-H1", &json!({"1": 5, "2": 1, "3": 4, "4": 5, "6": 2, "8": 10.5, "10": 10.5}), &json!({}))])
}

#[test]
fn the_seeds_are_sound_and_complete() {
    let seeds = sound(SEEDS);
    assert!(seeds.agency.illustrative);
    assert!(seeds.units.len() >= 20);
    assert_eq!(seeds.submissions.len(), 2 * seeds.units.len());
}

#[test]
fn decimals_are_kept_to_the_letter() {
    let mut broken = bundle();
    broken["submissions"][0]["figures"]["01/TTr"]["8"] = serde_json::from_str("0.1").unwrap();
    broken["submissions"][0]["figures"]["01/TTr"]["10"] = serde_json::from_str("0.1").unwrap();
    let read = sound(broken.to_string().as_bytes());
    assert_eq!(read.submissions[0].figures["01/TTr"][&8.into()].plain(), "0.1");
    broken["submissions"][0]["figures"]["01/TTr"]["8"] = serde_json::from_str("0.1000001").unwrap();
    assert!(refused(&broken)[0].contains("$.submissions[0].figures.\"01/TTr\".\"8\": Số “0.1000001”"));
}

#[test]
fn every_problem_names_its_place_and_what_is_valid() {
    type Break = fn(&mut Value);
    let cases: [(Break, &str, &str); 21] = [
        (
            |b| b["submissions"][0]["registrations"] = json!([{"title": "title_advanced_worker", "year": 20222, "count": 1}]),
            "registrations[0].year",
            "từ 1945 đến 2100",
        ),
        (|b| b["format"] = json!("x"), "$.format", "thidua-bundle/1"),
        (|b| b["agency"]["symbol"] = json!(""), "$.agency.symbol", "không được để trống"),
        (|b| b["agency"]["sumbol"] = json!("TTr"), "$.agency", "Không có trường “sumbol”"),
        (|b| b["agency"]["names"] = json!([]), "$.agency.names", "ít nhất một mục"),
        (|b| b["agency"]["illustrative"] = json!("no"), "$.agency.illustrative", "true hoặc false"),
        (|b| b["units"][1]["code"] = json!("A"), "$.units[1].code", "xuất hiện hai lần"),
        (|b| b["units"][0]["kind"] = json!("office"), "$.units[0].kind", "danh mục “unit_kinds”"),
        (|b| b["units"][0]["valid_from"] = json!("2022-6-1"), "$.units[0].valid_from", "2022-06-14"),
        (|b| b["periods"][0]["period"] = json!("2021-H4"), "$.periods[0].period", "2022-H1"),
        (|b| b["periods"][1]["due_at"] = json!("2022-06-14T17:00:00+07:00"), "$.periods[1]", "Thời hạn gửi"),
        (|b| b["submissions"][0]["unit"] = json!("Z"), "$.submissions[0].unit", "“Z”"),
        (|b| b["submissions"][0]["period"] = json!("2020-H1"), "$.submissions[0].period", "2020-H1"),
        (|b| b["submissions"][0]["state"] = json!("done"), "$.submissions[0].state", "accepted"),
        (|b| b["submissions"][0]["state"] = json!("returned"), "$.submissions[0]", "“reason”"),
        (
            |b| b["submissions"][0]["figures"]["01/TTr"]["4"] = json!(6),
            "\"01/TTr\".\"1\"",
            "Phòng A, biểu 01/TTr: cột 1 (5) phải bằng cột 4 + cột 5 (6)",
        ),
        (|b| b["submissions"][0]["figures"]["01/TTr"]["6"] = json!(7), "\"01/TTr\".\"1\"", "không được lớn hơn cột 1 (5)"),
        (|b| b["submissions"][0]["figures"]["01/TTr"]["99"] = json!(7), "\"99\"", "không có cột 99"),
        (|b| b["submissions"][0]["figures"]["01/TTr"]["7"] = json!(1.5), "\"7\"", "không thể là 1,5"),
        (|b| b["submissions"][0]["figures"]["01/TTr"]["7"] = json!(-1), "\"7\"", "không được âm"),
        (
            |b| b["submissions"][0]["awards"] = json!([{"form": "title_base_fighter", "kind": "merit", "achievement_year": 2021, "decided_on": "2022-01-10", "recipient": "collective"}]),
            "$.submissions[0].awards[0].recipient",
            "không tặng cho tập thể",
        ),
    ];
    for (change, place, words) in cases {
        let mut broken = bundle();
        change(&mut broken);
        let said = refused(&broken);
        assert!(said.iter().any(|line| line.contains(place) && line.contains(words)), "{place} {words}: {said:#?}");
    }
}

#[test]
fn all_errors_are_told_at_once() {
    let mut broken = bundle();
    broken["agency"]["place"] = json!(1);
    broken["units"][0]["position"] = json!("x");
    broken["submissions"][0]["figures"]["01/TTr"]["7"] = json!("7");
    assert_eq!(refused(&broken).len(), 3);
}

#[test]
fn broken_json_names_line_and_column() {
    assert!(refused_text("{\n  \"format\": }")[0].contains("dòng 2, cột 13"));
    let twice = refused_text("{\"format\": \"x\", \"agency\": {\"code\": \"A\", \"code\": \"B\"}, \"format\": \"y\"}").join("\n");
    assert!(
        twice.contains("tại $: Khóa “format” được ghi hai lần") && twice.contains("tại $.agency: Khóa “code” được ghi hai lần"),
        "{twice}"
    );
    assert!(refused_text("")[0].contains("không đúng cú pháp JSON"));
    assert!(refused_text(&format!("{{\"a\": {}", "[".repeat(100_000)))[0].contains("không đúng cú pháp JSON"));
    assert!(refused_text("[]")[0].contains("Cần một đối tượng"));
}

#[test]
fn decomposed_letters_are_composed_on_the_way_in() {
    use unicode_normalization::UnicodeNormalization;
    let text = bundle().to_string();
    let decomposed: String = text.nfd().collect();
    assert_ne!(text, decomposed);
    assert_eq!(sound(text.as_bytes()), sound(decomposed.as_bytes()));
}

#[test]
fn warnings_are_told_and_do_not_block() {
    let mut odd = bundle();
    odd["submissions"][0]["limitations"] = json!([{"text": "Tiến độ còn chậm"}]);
    odd["submissions"][0]["documents"] = json!([{"kind": "KH", "number": "125 KH", "issued_on": "2022-06-20", "subject": "thi đua"}]);
    let checked = read(odd.to_string().as_bytes(), &Reading::plain(&Catalogue::shipped().unwrap())).unwrap();
    let said = sentences(&checked.notes);
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().all(|line| line.starts_with("Lưu ý [V1") && line.contains(" tại $.submissions[0].")));
}
