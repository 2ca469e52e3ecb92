//! The sentences, read on the seeds and on made-up data in every state that data can have.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::summary::FigureKey;
use crate::test_support::{dak_nong, report, report_text, sent, small, snapshot_of, sound};

/// The text of the report on unit A alone, now and a year before.
fn text_of(period: &str, now: &Value, base: Option<&Value>, more: &Value) -> String {
    let (year, part) = period.split_once('-').unwrap_or((period, ""));
    let year: i32 = year.parse().unwrap();
    let before = if part.is_empty() { (year - 1).to_string() } else { format!("{}-{part}", year - 1) };
    let mut submissions = vec![sent("A", period, now, more)];
    submissions.extend(base.map(|base| sent("A", &before, base, &json!({}))));
    report_text(&report(&snapshot_of(&sound(small(year, part, &submissions).to_string().as_bytes()), period)))
}

/// Columns of an inspection form whose identities hold.
fn inspections(total: u32, carried: u32, planned: u32, more: &Value) -> Value {
    let mut columns = json!({"1": total, "2": carried, "3": total - carried, "4": planned, "5": total - planned});
    for (column, value) in more.as_object().unwrap() {
        columns[column] = value.clone();
    }
    columns
}

#[test]
fn worked_examples_of_the_phrase_guide() {
    let none = json!({});
    let base61 = inspections(61, 9, 50, &none);
    let cases: [(Value, Value, &str); 14] = [
        (
            inspections(72, 12, 58, &none),
            base61.clone(),
            "Trong 6 tháng đầu năm 2022, toàn ngành đã triển khai 72 cuộc thanh tra (12 cuộc kỳ trước chuyển sang, 60 cuộc triển khai trong kỳ; 58 cuộc theo kế hoạch, 14 cuộc đột xuất), tăng 11 cuộc, tương ứng tăng 18,03% so với cùng kỳ năm 2021.",
        ),
        (
            inspections(61, 0, 61, &none),
            base61.clone(),
            "61 cuộc thanh tra (đều triển khai trong kỳ; đều theo kế hoạch), bằng cùng kỳ năm trước.",
        ),
        (
            inspections(40, 40, 0, &none),
            base61.clone(),
            "(đều từ kỳ trước chuyển sang; đều đột xuất), giảm 21 cuộc, tương ứng giảm 34,43% so với cùng kỳ năm 2021.",
        ),
        (inspections(0, 0, 0, &none), base61.clone(), "toàn ngành không triển khai cuộc thanh tra, giảm 61 cuộc so với cùng kỳ."),
        (
            inspections(5, 0, 5, &none),
            inspections(0, 0, 0, &none),
            "đã triển khai 05 cuộc thanh tra (đều triển khai trong kỳ; đều theo kế hoạch); cùng kỳ năm trước không phát sinh.",
        ),
        (
            inspections(72, 0, 72, &json!({"6": 24})),
            inspections(61, 0, 61, &json!({"6": 24})),
            "Đã ban hành kết luận 24 cuộc, bằng cùng kỳ năm trước.",
        ),
        (
            inspections(72, 0, 72, &json!({"6": 15})),
            inspections(61, 0, 61, &json!({"6": 6})),
            "Đã ban hành kết luận 15 cuộc, tăng 09 cuộc, gấp 2,5 lần cùng kỳ năm trước.",
        ),
        (
            inspections(72, 0, 72, &json!({"6": 0})),
            inspections(61, 0, 61, &json!({"6": 3})),
            "Chưa ban hành kết luận thanh tra, giảm 03 cuộc so với cùng kỳ.",
        ),
        (
            inspections(72, 0, 72, &json!({"8": 14526.8, "12": 14526.8, "9": 43250, "13": 43250})),
            inspections(61, 0, 61, &json!({"8": 12218.4, "12": 12218.4, "9": 58900, "13": 58900})),
            "Qua thanh tra, phát hiện vi phạm về kinh tế 14.526,8 triệu đồng, tăng 2.308,4 triệu đồng (18,89%) so với cùng kỳ; vi phạm 43.250 m2 đất, giảm 15.650 m2 (26,57%) so với cùng kỳ.",
        ),
        (
            inspections(72, 0, 72, &json!({"9": 1200, "11": 1200})),
            base61.clone(),
            "Kiến nghị thu hồi về ngân sách nhà nước 1.200 m2 đất (cùng kỳ năm trước không phát sinh).",
        ),
        (inspections(72, 0, 72, &none), base61.clone(), "Ngoài ra, không phát sinh kiến nghị xử lý khác về kinh tế."),
        (
            inspections(72, 0, 72, &json!({"16": 2, "17": 3})),
            base61.clone(),
            "Chuyển cơ quan điều tra 02 vụ/03 đối tượng (cùng kỳ năm trước không phát sinh).",
        ),
        (
            inspections(72, 0, 72, &none),
            inspections(61, 0, 61, &json!({"16": 2, "17": 3})),
            "Không có vụ việc chuyển cơ quan điều tra, giảm 02 vụ, 03 đối tượng so với cùng kỳ.",
        ),
        (inspections(25023, 0, 25023, &none), inspections(25022, 0, 25022, &none), "tăng 01 cuộc so với cùng kỳ năm 2021."),
    ];
    for (now, base, sentence) in cases {
        let text = text_of("2022-H1", &now, Some(&base), &none);
        assert!(text.contains(sentence), "wanted: {sentence}\nin: {text}");
    }
}

#[test]
fn awards_are_worded_by_the_guide() {
    let award = |form: &str, recipient: &str, count: u32, year: i32, day: &str| json!({"form": form, "kind": "merit", "achievement_year": year, "decided_on": day, "recipient": recipient, "count": count});
    let now = [
        award("merit_province", "collective", 5, 2021, "2022-01-10"),
        award("merit_province", "direct_staff", 12, 2021, "2022-01-10"),
        award("certificate", "collective", 19, 2021, "2022-01-10"),
        award("certificate", "leader", 28, 2021, "2022-01-10"),
        award("certificate", "direct_staff", 46, 2021, "2022-01-10"),
    ];
    let base = [
        award("certificate", "collective", 21, 2020, "2021-01-10"),
        award("certificate", "leader", 28, 2020, "2021-01-10"),
        award("certificate", "direct_staff", 49, 2020, "2021-01-10"),
        award("merit_pm", "direct_staff", 1, 2020, "2021-01-10"),
    ];
    let submissions =
        [sent("A", "2022-H1", &json!({}), &json!({"awards": now})), sent("A", "2021-H1", &json!({}), &json!({"awards": base}))];
    let text = report_text(&report(&snapshot_of(&sound(small(2022, "H1", &submissions).to_string().as_bytes()), "2022-H1")));
    for sentence in [
        "Trong kỳ, có 24 tập thể, 86 cá nhân được khen thưởng; so với cùng kỳ năm 2021 tăng 03 tập thể (14,29%), 08 cá nhân (10,26%).",
        "Không có tập thể, cá nhân được khen thưởng cấp Nhà nước (cùng kỳ năm trước có 01 cá nhân).",
        "Chủ tịch UBND tỉnh tặng Bằng khen cho 05 tập thể, 12 cá nhân; Chánh Thanh tra tỉnh tặng Giấy khen cho 19 tập thể, 74 cá nhân.",
        "Trong 86 cá nhân được khen thưởng, có 58 người trực tiếp công tác, chiếm 67,44%, tăng 3,34 điểm phần trăm so với cùng kỳ (64,1%).",
    ] {
        assert!(text.contains(sentence), "wanted: {sentence}\nin: {text}");
    }
    let none = text_of("2022-H1", &json!({}), Some(&json!({})), &json!({}));
    assert!(none.contains("Trong kỳ không có tập thể, cá nhân được khen thưởng."), "{none}");
}

#[test]
fn missing_units_and_missing_bases_are_said() {
    let columns = inspections(10, 0, 10, &json!({}));
    let first = text_of("2022-H1", &columns, None, &json!({}));
    assert!(first.contains("tổng hợp từ 1/3 đơn vị, tính từ ngày 15/12/2021 đến ngày 14/6/2022; 02 đơn vị chưa gửi báo cáo, gồm: Phòng B, Phòng C. Tình hình gửi báo cáo của từng đơn vị nêu tại Phụ lục II. Chưa có số liệu cùng kỳ năm 2021 để so sánh."), "{first}");
    assert!(!first.contains("so với"), "{first}");
    let partly = [
        sent("A", "2022-H1", &columns, &json!({})),
        sent("B", "2022-H1", &columns, &json!({})),
        sent("A", "2021-H1", &inspections(4, 0, 4, &json!({})), &json!({})),
    ];
    let text = report_text(&report(&snapshot_of(&sound(small(2022, "H1", &partly).to_string().as_bytes()), "2022-H1")));
    assert!(text.contains("Việc so sánh với cùng kỳ năm 2021 được thực hiện trên 01 đơn vị có số liệu của cả hai kỳ."), "{text}");
    assert!(text.contains("đã triển khai 20 cuộc thanh tra (đều triển khai trong kỳ; đều theo kế hoạch); riêng Phòng A: 10 cuộc, tăng 06 cuộc (150%) so với cùng kỳ."), "{text}");
}

/// The note to the sentence on the comparison.
fn note_of(bundle: &Value, period: &str) -> String {
    let report = report(&snapshot_of(&sound(bundle.to_string().as_bytes()), period));
    let notes: Vec<String> = report.opening.iter().flat_map(Paragraph::spans).filter_map(|span| span.note).collect();
    notes.join(" | ").replace('\u{a0}', " ")
}

#[test]
fn a_note_says_who_is_left_out_of_the_comparison_and_why() {
    let columns = inspections(10, 0, 10, &json!({}));
    let send = |unit: &str, period: &str| sent(unit, period, &columns, &json!({}));
    let both = |units: &[(&str, bool, bool)]| {
        let mut list = Vec::new();
        for (unit, now, base) in units {
            list.extend(now.then(|| send(unit, "2022-H1")));
            list.extend(base.then(|| send(unit, "2021-H1")));
        }
        small(2022, "H1", &list)
    };
    let whole = both(&[("A", true, true), ("B", true, true), ("C", true, true)]);
    assert_eq!(note_of(&whole, "2022-H1"), "");
    let mixed = both(&[("A", true, true), ("B", true, false), ("C", false, true)]);
    assert_eq!(
        note_of(&mixed, "2022-H1"),
        "Không đưa vào so sánh: 01 đơn vị chưa có số liệu cùng kỳ năm 2021, là: Phòng B; 01 đơn vị có số liệu cùng kỳ năm 2021 nhưng chưa gửi báo cáo kỳ này, là: Phòng C."
    );
    let divided = {
        let mut bundle = mixed.clone();
        bundle["units"][1]["valid_from"] = "2021-09-01".into();
        bundle["units"][2]["valid_to"] = "2021-08-31".into();
        bundle["successions"] =
            json!([{"code": "S1", "kind": "split", "effective_on": "2021-09-01", "predecessors": ["C"], "successors": ["A", "B"]}]);
        bundle
    };
    assert_eq!(
        note_of(&divided, "2022-H1"),
        "Không đưa vào so sánh: 01 đơn vị mới hoạt động sau cùng kỳ năm 2021, là: Phòng B; 01 đơn vị đã được chia, tách thành Phòng A, Phòng B từ ngày 01/9/2021, là: Phòng C."
    );
    let mut partly = whole.clone();
    partly["units"][0]["expectations"] =
        json!([{"period": "2022-H1", "expected": true, "data_from": "2022-03-01", "reason": "Mới thành lập"}]);
    assert_eq!(
        note_of(&partly, "2022-H1"),
        "Số liệu của một số đơn vị chỉ tính một phần kỳ báo cáo: Phòng A từ ngày 01/3/2022 (mới thành lập)."
    );
}

#[test]
fn the_base_of_merged_units_is_added_up_and_told() {
    let send = |unit: &str, period: &str, total| sent(unit, period, &inspections(total, 0, total, &json!({})), &json!({}));
    let merged = |list: &[Value]| {
        let mut bundle = small(2022, "H1", list);
        bundle["units"][1]["valid_from"] = "2021-09-01".into();
        for old in [0, 2] {
            bundle["units"][old]["valid_to"] = "2021-08-31".into();
        }
        bundle["successions"] =
            json!([{"code": "S1", "kind": "merge", "effective_on": "2021-09-01", "predecessors": ["A", "C"], "successors": ["B"]}]);
        bundle
    };
    let whole = merged(&[send("B", "2022-H1", 30), send("A", "2021-H1", 12), send("C", "2021-H1", 8)]);
    assert_eq!(note_of(&whole, "2022-H1"), "Số liệu cùng kỳ năm 2021 của Phòng B được cộng từ Phòng A và Phòng C trước khi sắp xếp.");
    let text = report_text(&report(&snapshot_of(&sound(whole.to_string().as_bytes()), "2022-H1")));
    assert!(
        text.contains(
            "30 cuộc thanh tra (đều triển khai trong kỳ; đều theo kế hoạch), tăng 10 cuộc, tương ứng tăng 50% so với cùng kỳ năm 2021."
        ),
        "{text}"
    );
    assert!(text.contains("Số liệu cùng kỳ năm 2021 đã được cộng gộp theo các đơn vị sau sắp xếp."), "{text}");
    let part = merged(&[send("B", "2022-H1", 30), send("A", "2021-H1", 12)]);
    let text = report_text(&report(&snapshot_of(&sound(part.to_string().as_bytes()), "2022-H1")));
    assert!(!text.contains("tăng") && text.contains("Chưa có số liệu cùng kỳ năm 2021 để so sánh."), "half of the base is no base: {text}");
}

#[test]
fn columns_without_counterpart_in_the_older_circular_are_told() {
    let columns = inspections(10, 0, 10, &json!({}));
    let list = [sent("A", "2026-H1", &columns, &json!({})), sent("A", "2025-H1", &columns, &json!({}))];
    let note = note_of(&small(2026, "H1", &list), "2026-H1");
    assert!(
        note.contains("Không có chỉ tiêu tương ứng ở biểu mẫu cùng kỳ năm 2025 để so sánh: cột ") && note.contains(" của Biểu 01/TTr."),
        "{note}"
    );
}

#[test]
fn other_periods_and_eras_have_their_words() {
    let columns = inspections(10, 0, 10, &json!({}));
    let half = text_of("2023-H2", &columns, Some(&columns), &json!({"directions": ["Tập trung"]}));
    for words in [
        "Sơ kết công tác thi đua, khen thưởng 6 tháng cuối năm 2023\nvà phương hướng, nhiệm vụ 6 tháng đầu năm 2024",
        "từ ngày 15/6/2023 đến ngày 14/12/2023",
        "khen thưởng năm 2024, Thanh tra tỉnh tập trung",
    ] {
        assert!(half.contains(words), "{words}\n{half}");
    }
    let year = text_of("2023", &columns, Some(&inspections(8, 0, 8, &json!({}))), &json!({}));
    for words in [
        "Tổng kết công tác thi đua, khen thưởng năm 2023\nvà phương hướng, nhiệm vụ năm 2024",
        "từ ngày 15/12/2022 đến ngày 14/12/2023",
        "tương ứng tăng 25% so với năm 2022",
    ] {
        assert!(year.contains(words), "{words}\n{year}");
    }
    let campaign =
        json!({"movements": [{"scope": "sector", "name": "Đợt một", "kind": "campaign", "launched_by": "Thanh tra tỉnh", "own": true}]});
    assert!(text_of("2023-H1", &columns, None, &campaign).contains("phong trào thi đua theo đợt (chuyên đề) “Đợt một”"));
    assert!(text_of("2024-H1", &columns, None, &campaign).contains("phong trào thi đua theo chuyên đề “Đợt một”"));
}

#[test]
fn new_form_of_2025_speaks_of_conclusions() {
    let now = json!({"1": 9, "3": 9, "4": 9, "6": 11, "7": 20, "8": 5, "10": 5, "12": 5});
    let text = text_of("2025-H2", &now, None, &json!({}));
    assert!(text.contains("Đã ban hành 11 kết luận thanh tra đối với 20 đơn vị."), "{text}");
    assert!(text.contains("Kiến nghị thu hồi 5 triệu đồng."), "{text}");
}

#[test]
fn empty_sections_leave_no_heading_and_numbers_stay_in_order() {
    let text = text_of("2022-H1", &json!({}), None, &json!({}));
    assert!(!text.contains("Tiếp công dân") && !text.contains("Nguyên nhân"), "{text}");
    assert!(text.contains("Kiến nghị, đề xuất\nKhông có."), "{text}");
    let report = report(&dak_nong("2022-H1"));
    let first: Vec<&str> = report.sections.iter().filter(|section| section.level == 1).map(|section| section.number.as_str()).collect();
    assert_eq!(first, ["I.", "II.", "III.", "IV.", "V."]);
}

#[test]
fn the_same_words_of_several_units_stand_once() {
    let limitation = json!({"limitations": [{"text": "Tiến độ còn chậm", "causes": [{"kind": "external", "text": "Việc nhiều"}]}]});
    let submissions = [
        sent("A", "2022-H1", &json!({}), &limitation),
        sent(
            "B",
            "2022-H1",
            &json!({}),
            &json!({"limitations": [{"text": "tiến độ  còn chậm.", "causes": [{"kind": "internal", "text": "Chưa chủ động"}]}]}),
        ),
    ];
    let text = report_text(&report(&snapshot_of(&sound(small(2022, "H1", &submissions).to_string().as_bytes()), "2022-H1")));
    assert!(text.contains("- Tiến độ còn chậm (02 đơn vị: Phòng A, Phòng B)."), "{text}");
    assert_eq!(text.matches("còn chậm").count(), 1);
}

#[test]
fn annexes_are_referred_to_in_the_body() {
    let report = report(&dak_nong("2022-H1"));
    let paragraphs = report.opening.iter().chain(report.sections.iter().flat_map(|section| &section.body));
    let body = paragraphs.map(Paragraph::text).collect::<Vec<_>>().join("\n") + "\n";
    assert_eq!(report.annexes.len(), 5);
    for annex in &report.annexes {
        let referred = [".", " ", ")"].iter().any(|after| body.replace('\u{a0}', " ").contains(&format!("{}{after}", annex.label)));
        assert!(referred, "{}", annex.label);
    }
}

#[test]
fn of_equal_units_none_is_ranked_before_the_other() {
    let ranked = |counts: [u32; 3]| {
        let submissions: Vec<Value> = counts
            .iter()
            .zip(["A", "B", "C"])
            .map(|(count, unit)| sent(unit, "2022-H1", &inspections(*count, 0, *count, &json!({})), &json!({})))
            .collect();
        report_text(&report(&snapshot_of(&sound(small(2022, "H1", &submissions).to_string().as_bytes()), "2022-H1")))
    };
    assert!(ranked([7, 9, 3]).contains("nhất là Phòng B (09 cuộc), tiếp đến là Phòng A (07 cuộc) và Phòng C (03 cuộc)."));
    assert!(ranked([5, 9, 5]).contains("nhất là Phòng B (09 cuộc). "));
    assert!(!ranked([9, 9, 5]).contains("nhất là"));
}

#[test]
fn units_that_sent_no_form_are_left_out_of_its_comparison() {
    let mut without = sent("B", "2022-H1", &json!({}), &json!({}));
    without["figures"] = json!({});
    let submissions = [
        sent("A", "2022-H1", &inspections(7, 0, 7, &json!({})), &json!({})),
        without,
        sent("A", "2021-H1", &inspections(8, 0, 8, &json!({})), &json!({})),
        sent("B", "2021-H1", &inspections(1, 0, 1, &json!({})), &json!({})),
    ];
    let text = report_text(&report(&snapshot_of(&sound(small(2022, "H1", &submissions).to_string().as_bytes()), "2022-H1")));
    assert!(text.contains("so với cùng kỳ của Phòng A, giảm 01 cuộc (12,5%)."), "{text}");
    assert!(text.contains("được tổng hợp từ 1/2 đơn vị đã gửi Biểu 01/TTr."), "{text}");
}

#[test]
fn a_city_is_not_called_a_province() {
    let award = json!([{"form": "merit_province", "kind": "merit", "achievement_year": 2021, "decided_on": "2022-01-10", "recipient": "collective"}]);
    let mut city = small(2022, "H1", &[sent("A", "2022-H1", &json!({}), &json!({"awards": award}))]);
    city["agency"]["superior"] = json!("UBND Thành phố Hồ Chí Minh");
    let text = report_text(&report(&snapshot_of(&sound(city.to_string().as_bytes()), "2022-H1")));
    assert!(text.contains("Chủ tịch UBND thành phố tặng Bằng khen") && !text.contains("UBND tỉnh") && !text.contains('{'), "{text}");
}

/// Spans and cells that print each figure.
fn printed(report: &Report) -> Vec<(String, Option<FigureKey>)> {
    let body = report.opening.iter().chain(report.sections.iter().flat_map(|section| &section.body)).flat_map(Paragraph::spans);
    let cells = report.annexes.iter().flat_map(|annex| &annex.table.rows).flat_map(|row| row.cells.iter().cloned());
    body.chain(cells).map(|span| (span.text.clone(), span.figure.clone())).collect()
}

#[test]
fn one_changed_figure_changes_only_what_depends_on_it() {
    let before = dak_nong("2022-H1");
    let mut after = before.clone();
    let submission = after.submissions.iter_mut().find(|submission| submission.unit.as_str() == "TTH-CUJUT").unwrap();
    let cell = submission.figures.get_mut("01/TTr").unwrap().get_mut(&18.into()).unwrap();
    *cell = *cell + crate::quantity::Quantity::whole(3);
    let (old, new) = (report(&before), report(&after));
    assert_ne!(old, new);
    let (old_spans, new_spans) = (printed(&old), printed(&new));
    assert_eq!(old_spans.len(), new_spans.len(), "the sentence keeps its spans");
    let changed: Vec<_> = old_spans.iter().zip(&new_spans).filter(|(a, b)| a != b).collect();
    let keys: BTreeSet<String> = changed.iter().filter_map(|(a, _)| a.1.as_ref().map(ToString::to_string)).collect();
    assert_eq!(keys, BTreeSet::from(["01/TTr:18".to_owned(), "01/TTr:18@TTH-CUJUT".to_owned()]));
    let words: Vec<_> = changed.iter().filter(|(a, _)| a.1.is_none()).collect();
    assert_eq!(words.len(), 1, "only the comparison after the figure: {words:?}");
    assert!(words[0].0.0.contains("bằng cùng kỳ năm trước") && words[0].1.0.contains("tăng 03"));
}

/// Holds a report to every rule of the guide.
fn check(report: &Report) {
    let found = checks::check(report);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_seeds_pass_the_checks() {
    check(&report(&dak_nong("2022-H1")));
    check(&report(&dak_nong("2021-H1")));
}

fn any_columns() -> impl Strategy<Value = Value> {
    let small = || prop_oneof![Just(0_u32), 1..12_u32, 100..3000_u32];
    (small(), small(), small(), prop::collection::vec(small(), 9)).prop_map(|(carried, started, planned, rest)| {
        let total = carried + started;
        let planned = planned.min(total);
        inspections(total, carried, planned, &json!({"6": rest[0].min(total), "7": rest[1], "8": rest[2] + rest[3], "10": rest[2], "12": rest[3], "9": rest[4], "13": rest[4], "14": rest[5], "15": rest[6], "16": rest[7], "17": rest[7] + 1, "18": rest[8]}))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn any_data_is_worded_by_the_rules(now in prop::collection::vec(any_columns(), 1..4), base in prop::collection::vec(any_columns(), 0..4)) {
        let now = now.iter().zip(["A", "B", "C"]).map(|(columns, unit)| sent(unit, "2022-H1", columns, &json!({})));
        let base = base.iter().zip(["A", "B", "C"]).map(|(columns, unit)| sent(unit, "2021-H1", columns, &json!({})));
        let submissions: Vec<Value> = now.chain(base).collect();
        let report = report(&snapshot_of(&sound(small(2022, "H1", &submissions).to_string().as_bytes()), "2022-H1"));
        check(&report);
        let text = report_text(&report);
        let text = text.split("Trên đây là").next().unwrap_or_default();
        prop_assert!(!text.contains("  ") && !text.contains(" ,") && !text.contains(" ."), "{}", text);
    }
}

#[test]
fn a_house_may_hold_the_first_figure_against_the_half_before() {
    for (before, words) in [
        (32, "so với cùng kỳ năm 2021; so với 6 tháng cuối năm 2021 tăng 08 cuộc (25%)."),
        (50, "so với cùng kỳ năm 2021; so với 6 tháng cuối năm 2021 giảm 10 cuộc (20%)."),
        (40, "so với cùng kỳ năm 2021; so với 6 tháng cuối năm 2021 không thay đổi."),
    ] {
        let [now, base, half] = [(40, "2022-H1"), (30, "2021-H1"), (before, "2021-H2")]
            .map(|(total, period)| sent("A", period, &inspections(total, 0, total, &json!({})), &json!({})));
        let mut bundle = small(2022, "H1", &[now, base, half]);
        bundle["periods"].as_array_mut().unwrap().push(json!({"period": "2021-H2", "due_at": "2021-12-18T17:00:00+07:00"}));
        let mut snapshot = snapshot_of(&sound(bundle.to_string().as_bytes()), "2022-H1");
        assert!(!report_text(&report(&snapshot)).contains("so với 6 tháng"), "the shipped house does not");
        snapshot.catalogue.house_styles[0].half_before = true;
        let report = report(&snapshot);
        assert!(report_text(&report).contains(words), "{}", report_text(&report));
        assert_eq!(checks::check(&report), []);
    }
}
