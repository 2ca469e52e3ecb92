//! Each rule of the validation list: broken it is told with its values, kept it is silent.

use serde_json::{Value, json};

use super::*;
use crate::messages;
use crate::test_support::{sent, small};

/// A sound bundle of a period under TT 06/2025 or before, with one submission of unit A.
fn one(period: &str, figures: &Value, more: &Value) -> Value {
    let mut submission = sent("A", period, &json!({}), more);
    submission["figures"] = figures.clone();
    let year = period[..4].parse().unwrap();
    let mut bundle = small(year, "H1", &[submission]);
    let forms: Vec<Value> = figures.as_object().unwrap().keys().map(|code| json!({"code": code})).collect();
    if !forms.is_empty() {
        bundle["agency"]["forms"] = json!(forms);
    }
    bundle["clusters"] = json!([{"code": "C3", "kind": "cluster", "names": [{"full": "Cụm thi đua số III"}]}]);
    bundle
}

/// Level, rule and sentence of a finding.
type Told = (Level, String, String);

fn told(bundle: &Value) -> Vec<Told> {
    let catalogue = Catalogue::shipped().unwrap();
    let findings = match read(bundle.to_string().as_bytes(), &Reading::plain(&catalogue)) {
        Ok(checked) => checked.notes,
        Err(findings) => findings,
    };
    findings.iter().map(|finding| (finding.level(), finding.rule().unwrap_or_default().to_owned(), messages::finding(finding))).collect()
}

/// The rule is told once, at its level, with the words; the sound twin is silent about it.
fn rule(id: &str, level: Level, words: &str, broken: &Value, sound: &Value) {
    let of = |list: Vec<Told>| list.into_iter().filter(|(_, rule, _)| rule == id).collect::<Vec<_>>();
    let found = of(told(broken));
    assert!(found.len() == 1 && found[0].0 == level && found[0].2.contains(words), "{id} {words}: {:?}", told(broken));
    let quiet = of(told(sound));
    assert!(quiet.is_empty(), "{id}: {quiet:?}");
}

#[test]
fn figures_follow_the_forms_in_force() {
    let form = |code: &str, columns: Value| json!({ code: columns });
    let at = |columns: Value| one("2022-H1", &form("01/TTr", columns), &json!({}));
    rule(
        "V01",
        Level::Block,
        "cột 8 (7) phải bằng cột 10 + cột 12 (5)",
        &at(json!({"8": 7, "10": 5})),
        &at(json!({"8": 7, "10": 5, "12": 2})),
    );
    rule(
        "V02",
        Level::Block,
        "cột 6 (3) không được lớn hơn cột 1 (2)",
        &at(json!({"1": 2, "2": 2, "4": 2, "6": 3})),
        &at(json!({"1": 2, "2": 2, "4": 2, "6": 2})),
    );
    let letters = |complaints: u32| {
        let figures = json!({"02/XLD": {"1": 5, "2": 5, "3": 4, "4": 4, "6": 4, "7": 4, "9": 4}, "03/GQKN": {"1": complaints, "2": 0}});
        one("2026-H1", &figures, &json!({}))
    };
    rule("V04", Level::Block, "cột 1 biểu 03/GQKN (3) phải bằng cột 6 biểu 02/XLD (4)", &letters(3), &letters(4));
    let visits = |more: Value| one("2026-H1", &json!({"01/TCD": {"1": 5, "5": 5, "2": 3, "6": 3}}), &more);
    rule(
        "V05",
        Level::Warn,
        "cột 1 (5) không được lớn hơn cột 2 (3)",
        &visits(json!({})),
        &visits(json!({"explanations": {"01/TCD": {"2": "Một người đến nhiều lượt"}}})),
    );
    let doubted = told(&one("2026-H1", &json!({"02/TTr": {"17": 5, "18": 5, "20": 6, "21": 6}}), &json!({})));
    assert!(
        doubted.iter().any(|(level, _, said)| *level == Level::Warn && said.contains("cột 20 (6) không được lớn hơn cột 17 (5)")),
        "{doubted:?}"
    );
}

#[test]
fn the_plan_of_the_year_bounds_what_was_begun() {
    let at = |planned: u32, more: Value| {
        let mut plan = json!({"year": 2022, "planned": planned});
        plan.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        one("2022-H1", &json!({"01/TTr": {"1": 4, "3": 4, "4": 4}}), &json!({"inspection_plan": plan}))
    };
    rule("V06", Level::Warn, "(4) lớn hơn Kế hoạch thanh tra năm 2022 (3)", &at(3, json!({})), &at(4, json!({})));
    rule("V06", Level::Warn, "(5) lớn hơn", &at(4, json!({"started": 5})), &at(4, json!({"started": 4})));
    rule("V14", Level::Warn, "sau năm kế hoạch", &at(9, json!({"decided_on": "2023-01-05"})), &at(9, json!({"decided_on": "2021-12-20"})));
}

#[test]
fn awards_follow_form_authority_window_and_split() {
    let with = |change: Value| {
        let mut award =
            json!({"form": "certificate", "kind": "merit", "achievement_year": 2021, "decided_on": "2022-01-10", "recipient": "leader"});
        award.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        one("2022-H1", &json!({}), &json!({"awards": [award]}))
    };
    let sound = with(json!({}));
    rule("V07", Level::Block, "không tặng cho tập thể", &with(json!({"form": "title_base_fighter", "recipient": "collective"})), &sound);
    rule("V07", Level::Block, "không tặng cho cá nhân", &with(json!({"form": "title_excellent_collective"})), &sound);
    let right = with(json!({"authority": "Chánh Thanh tra tỉnh"}));
    rule("V08", Level::Warn, "do “Chủ tịch UBND huyện X” quyết định", &with(json!({"authority": "Chủ tịch UBND huyện X"})), &right);
    rule("V09", Level::Warn, "ngoài thời kỳ số liệu", &with(json!({"decided_on": "2022-07-01"})), &sound);
    rule("V09", Level::Warn, "Năm thành tích 2023 sau năm quyết định 2022", &with(json!({"achievement_year": 2023})), &sound);
    let split = |leaders: u32| with(json!({"recipient": "individual", "count": 5, "leaders": leaders, "direct_staff": 3}));
    rule("V12", Level::Block, "(1) cộng người trực tiếp (3) phải bằng tổng số cá nhân (5)", &split(1), &split(2));
    assert!(
        told(&with(json!({"recipient": "individual"}))).iter().any(|(level, _, said)| *level == Level::Block && said.contains("leaders"))
    );
}

#[test]
fn titles_keep_to_headcount_base_and_quota() {
    let with = |fighters: u32, workers: u32, year: u32| {
        let titles = json!([{"year": year, "title": "title_base_fighter", "count": fighters}, {"year": year, "title": "title_advanced_worker", "count": workers}]);
        one(&format!("{year}-H1"), &json!({}), &json!({"staff": {"headcount": 20}, "registrations": titles}))
    };
    rule(
        "V11",
        Level::Block,
        "(21) không được lớn hơn tổng số công chức, viên chức, người lao động (20)",
        &with(3, 21, 2022),
        &with(3, 20, 2022),
    );
    rule("V11", Level::Block, "(4) không được lớn hơn số “Lao động tiên tiến” (3)", &with(4, 3, 2025), &with(3, 3, 2025));
    let over: Vec<_> = told(&with(4, 20, 2022)).into_iter().filter(|(_, rule, _)| rule == "V10").collect();
    assert!(over.len() == 2 && over[0].0 == Level::Warn && over[0].2.contains("vượt 15%"), "for the unit and over all: {over:?}");
    assert!(told(&with(3, 20, 2022)).iter().all(|(_, rule, _)| rule != "V10"));
    assert!(told(&with(4, 20, 2025)).iter().all(|(_, rule, _)| rule != "V10"), "no quota is known under the law of 2022");
}

#[test]
fn documents_have_numbers_and_days() {
    let with = |number: &str, day: &str, subject: &str| {
        let document = json!({"kind": "KH", "number": number, "issued_on": day, "subject": subject});
        one("2022-H1", &json!({}), &json!({"documents": [document]}))
    };
    let sound = with("125/KH-TTr", "2022-02-09", "phong trào thi đua năm 2022");
    rule("V13", Level::Warn, "“125/KH - TTr” không theo mẫu", &with("125/KH - TTr", "2022-02-09", "thi đua"), &sound);
    rule("V14", Level::Warn, "sau ngày chốt số liệu 2022-06-14", &with("125/KH-TTr", "2022-06-20", "thi đua"), &sound);
    rule(
        "V14",
        Level::Warn,
        "Kế hoạch năm 2021 được ban hành ngày 2022-02-09",
        &with("125/KH-TTr", "2022-02-09", "thi đua năm 2021"),
        &sound,
    );
    for number in [
        "84/BC-TTT",
        "06/2022/QH15",
        "98/2023/NĐ-CP",
        "1821-QĐ/BCS",
        "134-KL/TW",
        "02/2021/TT-TTCP",
        "575/QĐ-TTCP",
        "28/HD-TĐKT",
        "05/BC-TTr",
    ] {
        let found = told(&with(number, "2022-02-09", "thi đua"));
        assert!(found.iter().all(|(_, rule, _)| rule != "V13"), "{number}");
    }
}

#[test]
fn large_changes_want_an_explanation() {
    let with = |more: Value| {
        let base = sent("A", "2021-H1", &json!({"1": 4, "3": 4, "4": 4}), &json!({}));
        small(2022, "H1", &[base, sent("A", "2022-H1", &json!({"1": 7, "3": 7, "4": 7}), &more)])
    };
    let said = json!({"explanations": {"01/TTr": {"1": "x", "3": "x", "4": "x"}}});
    rule("V15", Level::Warn, "cột 1 (7 so với 4)", &with(json!({})), &with(said));
}

#[test]
fn texts_are_repaired_or_shown_with_their_conversion() {
    let with = |text: &str| one("2022-H1", &json!({}), &json!({"strengths": [text]}));
    rule("V16", Level::Repair, "“Ðoàn  kết” → “Đoàn kết”", &with("Ðoàn  kết"), &with("Đoàn kết"));
    rule(
        "V16",
        Level::Block,
        "bảng mã TCVN3 (ABC): “C«ng t¸c thi ®ua” → “Công tác thi đua”",
        &with("C«ng t¸c thi ®ua"),
        &with("Công tác thi đua"),
    );
    rule("V16", Level::Block, "bảng mã VNI", &with("Coâng taùc thi ñua, khen thöôûng"), &with("Công tác thi đua, khen thưởng"));
    let catalogue = Catalogue::shipped().unwrap();
    let reading = Reading { convert_legacy: true, ..Reading::plain(&catalogue) };
    let read = read(with("C«ng t¸c thi ®ua").to_string().as_bytes(), &reading).unwrap();
    assert_eq!(read.bundle.submissions[0].content.strengths[0].as_str(), "Công tác thi đua");
    assert!(read.notes.iter().any(|note| note.level() == Level::Repair), "never silent");
}

#[test]
fn limitations_have_causes_and_remedies() {
    let with = |limitation: Value| one("2022-H1", &json!({}), &json!({"limitations": [limitation]}));
    let cause = json!([{"kind": "internal", "text": "c"}]);
    let sound = with(json!({"text": "a", "causes": cause, "remedy": "b"}));
    rule("V18", Level::Warn, "chưa ghi nguyên nhân", &with(json!({"text": "a"})), &sound);
    rule("V18", Level::Warn, "biện pháp khắc phục", &with(json!({"text": "a", "causes": cause})), &sound);
}

#[test]
fn units_through_time_hold_together() {
    let with = |change: fn(&mut Value)| {
        let mut bundle = one("2025-H1", &json!({}), &json!({}));
        change(&mut bundle);
        told(&bundle).into_iter().filter(|(level, ..)| *level == Level::Block).map(|(_, _, said)| said).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(with(|_| {}), "");
    assert_eq!(
        with(|b| {
            b["successions"] =
                json!([{"code": "S1", "kind": "merge", "effective_on": "2025-07-01", "predecessors": ["A", "B"], "successors": ["C"]}]);
            b["units"][0]["parents"] = json!([{"kind": "administrative", "name": "UBND huyện X", "valid_to": "2025-06-30"}, {"kind": "administrative", "unit": "B", "valid_from": "2025-07-01"}]);
            b["units"][0]["expectations"] =
                json!([{"period": "2025-H1", "expected": true, "data_to": "2025-05-31", "reason": "kết thúc hoạt động"}]);
            b["clusters"][0]["members"] = json!([{"unit": "A", "role": "head"}, {"name": "Thanh tra tỉnh Y"}]);
        }),
        ""
    );
    for (change, words) in [
        (
            (|b| {
                b["successions"] =
                    json!([{"code": "S1", "kind": "split", "effective_on": "2025-07-01", "predecessors": ["A"], "successors": ["B"]}]);
            }) as fn(&mut Value),
            "split một thành nhiều",
        ),
        (|b| b["successions"] = json!([{"code": "S1", "kind": "abolish", "effective_on": "2025-07-01", "predecessors": ["Z"]}]), "“Z”"),
        (|b| b["units"][0]["parents"] = json!([{"kind": "administrative"}]), "Ghi một trong hai"),
        (|b| b["units"][0]["names"] = json!([{"full": "A"}, {"full": "B"}]), "chồng lên"),
        (|b| b["units"][0]["valid_to"] = json!("2024-01-01"), ""),
        (|b| b["clusters"][0]["members"] = json!([{"unit": "A"}, {"unit": "A", "role": "head"}]), "chồng lên"),
        (|b| b["agency"]["forms"] = json!([{"code": "99/X"}]), "“99/X”"),
        (
            |b| b["submissions"][0]["cluster_activities"] = json!([{"cluster": "C9", "kind": "other", "text": "x"}]),
            "cụm, khối mang mã “C9”",
        ),
    ] {
        let said = with(change);
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn silence_after_the_due_day_is_told_for_periods_of_the_file() {
    let catalogue = Catalogue::shipped().unwrap();
    let mut bundle = one("2022-H1", &json!({"01/TTr": {}}), &json!({}));
    let told_at = |bundle: &Value, now: &str| {
        let reading = Reading { now: Some(now.parse().unwrap()), ..Reading::plain(&catalogue) };
        let list = read(bundle.to_string().as_bytes(), &reading).map_or_else(|findings| findings, |checked| checked.notes);
        list.iter().filter(|finding| finding.rule() == Some("V17")).map(messages::finding).collect::<Vec<_>>()
    };
    let late = told_at(&bundle, "2023-01-01T00:00:00Z");
    assert!(late.len() == 1 && late[0].contains("Kỳ 2022-H1") && !late[0].contains("Phòng A"), "{late:?}");
    assert_eq!(told_at(&bundle, "2022-01-01T00:00:00Z"), [""; 0], "its time is not over");
    bundle["submissions"][0]["unit"] = json!("B");
    bundle["submissions"][0]["state"] = json!("x");
    assert_eq!(told_at(&bundle, "2023-01-01T00:00:00Z"), [""; 0], "what could not be read may have been sent");
}

#[test]
fn one_bad_field_does_not_silence_the_rules_about_the_others() {
    let award = json!({"form": "title_base_fighter", "kind": "merit", "achievement_year": 2021, "decided_on": "2022-01-10", "recipient": "collective"});
    let more =
        json!({"awards": [award], "limitations": 7, "conferences": [{"subject": "x", "kind": "in_person", "participants": "nhiều"}]});
    let said = told(&one("2022-H1", &json!({"01/TTr": {"8": 7, "10": 5}}), &more));
    for words in [
        "Khen thưởng 1, đối tượng): “Chiến sĩ thi đua cơ sở” không tặng cho tập thể",
        "cột 8 (7) phải bằng",
        "Cần một danh sách",
        "Cần một số nguyên",
    ] {
        assert!(said.iter().any(|(_, _, line)| line.contains(words)), "{words}: {said:#?}");
    }
    let unread = told(&one("2022-H1", &json!({"01/TTr": {"8": "7"}}), &json!({})));
    assert!(unread.iter().all(|(_, _, line)| !line.contains("chưa gửi biểu")), "{unread:#?}");
}

#[test]
fn what_could_not_be_read_is_not_taken_for_nothing() {
    let says = |bundle: &Value, words: &str| told(bundle).iter().any(|(_, _, line)| line.contains(words));
    let people = "cột 1 (5) không được lớn hơn cột 2 (3)";
    let visits = |other: Value, more: Value| one("2026-H1", &json!({"01/TCD": {"1": 5, "5": 5, "2": 3, "6": 3}, "02/XLD": other}), &more);
    assert!(says(&visits(json!({"1": "x"}), json!({})), people), "a form is not silenced by another");
    let strange = json!({"lạ": 1, "staff": {"headcount": 2, "leaders": 3}});
    assert!(says(&visits(json!({}), strange), "lãnh đạo, quản lý"), "nor by a field that the format does not know");
    let mut misspelt = visits(json!({}), json!({}));
    let figures = misspelt["submissions"][0].as_object_mut().unwrap().remove("figures").unwrap();
    misspelt["submissions"][0]["figurs"] = figures;
    assert!(!says(&misspelt, "chưa gửi biểu"), "which may be another one's name");
    assert!(!says(&visits(json!({}), json!({"explanations": {"01/TCD": {"2": 5}}})), people), "the explanation may be there");
    let letters = json!({"02/XLD": {"1": 5, "6": "x"}, "03/GQKN": {"1": 3, "2": 0}});
    assert!(!says(&one("2026-H1", &letters, &json!({})), "phải bằng cột 6 biểu 02/XLD"));
    let crowd = json!({"awards": 7, "staff": {"headcount": 2, "leaders": 3}});
    assert!(says(&one("2022-H1", &json!({}), &crowd), "lãnh đạo, quản lý"), "awards say nothing of the staff");
}

#[test]
fn a_pool_of_titles_is_not_judged_by_a_part_of_it() {
    let over = json!({"registrations": [{"year": 2022, "title": "title_base_fighter", "count": 4}, {"year": 2022, "title": "title_advanced_worker", "count": 20}]});
    let pooled = |other: &Value| {
        let mut bundle = one("2022-H1", &json!({}), &over);
        let unit = bundle["units"][0].clone();
        bundle["units"].as_array_mut().unwrap().push(unit);
        bundle["units"][1]["code"] = json!("B2");
        let mut sent = bundle["submissions"][0].clone();
        sent["unit"] = json!("B2");
        sent["registrations"] = other.clone();
        bundle["submissions"].as_array_mut().unwrap().push(sent);
        told(&bundle).iter().any(|(_, rule, line)| rule == "V10" && line.contains("toàn ngành"))
    };
    assert!(pooled(&json!([])));
    assert!(!pooled(&json!("đọc không được")));
    assert!(!pooled(&json!([{"year": 2022, "title": "title_advanced_worker", "count": "20 người"}])));
}

#[test]
fn a_unit_reports_for_windows_in_which_it_was_there() {
    let mut bundle = one("2022-H1", &json!({"01/TTr": {}}), &json!({}));
    let said = |bundle: &Value| {
        told(bundle).iter().any(|(level, _, line)| *level == Level::Warn && line.contains("không còn hoặc chưa hoạt động"))
    };
    assert!(!said(&bundle));
    bundle["units"][0]["valid_to"] = json!("2020-12-31");
    assert!(said(&bundle));
}
