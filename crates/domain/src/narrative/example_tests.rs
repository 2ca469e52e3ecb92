//! The worked examples of the phrase guide (§14) that `tests` does not have: same meaning, same facts.

use serde_json::{Value, json};

use super::checks;
use crate::test_support::{free, report, report_text, sent, small, snapshot_of, sound};

/// Figures and parts of this period, and of the year before when there was any.
fn text(now: (Value, Value), base: Option<(Value, Value)>) -> String {
    let mut sent = vec![("A", true, now.0, now.1)];
    sent.extend(base.map(|(figures, content)| ("A", false, figures, content)));
    let report = report(&free(&sent));
    let found = checks::check(&report);
    assert!(found.is_empty(), "{found:#?}");
    report_text(&report)
}

#[test]
fn examples_over_forms() {
    let resolved = |a: u32, b: u32, c: u32, d: u32| json!({"01/KQGQ": {"5": a, "4": b}, "03/KQGQ": {"6": c, "4": d}});
    let reception = |visits: u32, persons: u32, groups: u32| json!({"01/TCD": {"1": visits, "2": persons, "8": groups}});
    let cases: Vec<(u8, Value, Value, &str)> = vec![
        (
            2,
            json!({"01/XLD": {"1": 1286}}),
            json!({"01/XLD": {"1": 1412}}),
            "Tiếp nhận, xử lý 1.286 đơn, giảm 126 đơn, tương ứng giảm 8,92% so với cùng kỳ năm 2021.",
        ),
        (4, reception(5, 5, 0), reception(5, 5, 3), "Trong kỳ không phát sinh đoàn đông người, giảm 03 đoàn đông người so với cùng kỳ."),
        (
            6,
            json!({"01/XLD": {"1": 5, "18": 3, "19": 3, "20": 0}}),
            json!({"01/XLD": {"1": 5, "18": 3, "19": 3, "20": 0}}),
            "Trong kỳ không phát sinh đơn tố cáo thuộc thẩm quyền; cùng kỳ năm trước cũng không phát sinh.",
        ),
        (
            11,
            json!({"RG/KLTT": {"3": 9845.2, "4": 7316.9}}),
            json!({}),
            "Đã thu hồi nộp ngân sách nhà nước 7.316,9/9.845,2 triệu đồng phải thu hồi, đạt 74,32%.",
        ),
        (
            15,
            resolved(100, 120, 25, 40),
            resolved(90, 120, 22, 37),
            "Đã giải quyết 125/160 vụ việc khiếu nại, tố cáo thuộc thẩm quyền, đạt 78,13%, tăng 6,79 điểm phần trăm so với cùng kỳ (71,34%); còn 35 vụ việc đang xem xét, giải quyết.",
        ),
        (
            16,
            resolved(5, 5, 0, 0),
            resolved(8, 8, 0, 0),
            "Đã giải quyết 5/5 vụ việc khiếu nại, tố cáo thuộc thẩm quyền, đạt 100%, bằng cùng kỳ năm trước.",
        ),
        (
            17,
            resolved(0, 0, 0, 0),
            resolved(0, 0, 4, 5),
            "không phát sinh vụ việc khiếu nại, tố cáo phải giải quyết (cùng kỳ năm trước là 4/5 vụ việc).",
        ),
        (
            18,
            reception(842, 910, 0),
            reception(905, 961, 0),
            "842 lượt/910 người đến khiếu nại, tố cáo, kiến nghị, phản ánh; so với cùng kỳ giảm 63 lượt, 51 người.",
        ),
        (
            19,
            reception(842, 0, 5),
            reception(905, 0, 3),
            "giảm 63 lượt, tương ứng giảm 6,96% so với cùng kỳ năm 2021. Có 05 đoàn đông người, tăng 02 đoàn đông người (66,67%) so với cùng kỳ.",
        ),
        (39, json!({"RG/PCTN": {"6": 512}}), json!({}), "Có 512 người hoàn thành kê khai tài sản, thu nhập."),
        (
            40,
            json!({"RG/PCTN": {"7": 0, "8": 0}}),
            json!({"RG/PCTN": {"7": 0, "8": 0}}),
            "Qua thanh tra, kiểm tra và giải quyết khiếu nại, tố cáo, chưa phát hiện vụ việc tham nhũng.",
        ),
    ];
    for (number, now, base, wanted) in cases {
        let base = (base != json!({})).then(|| (base, json!({})));
        let text = text((now, json!({})), base);
        assert!(text.contains(wanted), "{number}: {wanted}\nin: {text}");
    }
}

#[test]
fn examples_over_other_parts() {
    let initiatives: Vec<Value> = (0..45).map(|_| json!({"name": "x", "level": "base"})).collect();
    let plan = |started: u32, concluded: u32| json!({"inspection_plan": {"year": 2022, "planned": 36, "started": started, "concluded": concluded}});
    let documents = |kinds: &[(&str, usize)]| -> Value {
        let rows = kinds.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count));
        rows.map(|kind| json!({"scope": "sector", "kind": kind, "issued_on": "2022-03-01", "subject": "x"})).collect()
    };
    let award = |kind: &str, recipient: &str, count: u32, year: i32| json!({"form": "certificate", "kind": kind, "achievement_year": year, "decided_on": "2022-03-01", "recipient": recipient, "count": count});
    let register = |title: &str, count: u32| json!({"year": 2022, "title": title, "count": count});
    let cases: Vec<(u8, Value, Value, &str)> = vec![
        (
            7,
            json!({"initiatives": initiatives}),
            json!({}),
            "có 45 sáng kiến được công nhận cấp cơ sở (chỉ tiêu mới theo dõi từ kỳ này, chưa có số liệu cùng kỳ để so sánh).",
        ),
        (22, plan(21, 21), json!({}), "Đã thực hiện 21/36 cuộc theo Kế hoạch thanh tra năm 2022, đạt 58,33% kế hoạch năm."),
        (23, plan(38, 38), json!({}), "Đã thực hiện 38 cuộc theo Kế hoạch thanh tra năm 2022, vượt 02 cuộc (5,56%) so với kế hoạch năm."),
        (24, plan(21, 9), json!({}), "Mới ban hành kết luận 9/36 cuộc, đạt 25% kế hoạch năm."),
        (
            31,
            json!({"awards": [award("unexpected", "collective", 2, 2022)]}),
            json!({"documents": documents(&[("KH", 1)])}),
            "khen thưởng đột xuất 02 tập thể (cùng kỳ năm trước không phát sinh).",
        ),
        (
            32,
            json!({"awards": [award("merit", "direct_staff", 60, 2021), award("merit", "direct_staff", 26, 2022)]}),
            json!({}),
            "Khen thưởng thành tích năm 2021 theo các quyết định ban hành trong kỳ: 60 cá nhân; khen thưởng thành tích năm 2022: 26 cá nhân.",
        ),
        (
            33,
            json!({"staff": {"headcount": 215}, "registrations": [register("title_advanced_worker", 210), register("title_base_fighter", 31)]}),
            json!({}),
            "có 210/215 người đăng ký danh hiệu “Lao động tiên tiến”, đạt 97,67%; 31 người đăng ký danh hiệu “Chiến sĩ thi đua cơ sở”, bằng 14,76% số đăng ký “Lao động tiên tiến”.",
        ),
        (
            35,
            json!({"documents": documents(&[("KH", 3), ("QĐ", 1), ("CV", 8)])}),
            json!({"documents": documents(&[("KH", 10)])}),
            "12 văn bản về thi đua, khen thưởng (03 kế hoạch, 01 quyết định, 08 công văn), tăng 02 văn bản, tương ứng tăng 20% so với cùng kỳ năm 2021.",
        ),
    ];
    for (number, now, base, wanted) in cases {
        let text = text((json!({}), now), Some((json!({"01/TTr": {"1": 1}}), base)));
        assert!(text.contains(wanted), "{number}: {wanted}\nin: {text}");
    }
    let limitation = json!({
        "limitations": [{"text": "Tiến độ ban hành kết luận thanh tra còn chậm so với kế hoạch (9/36 cuộc, đạt 25%)", "causes": [{"kind": "external", "text": "Nhiệm vụ đột xuất phát sinh nhiều trong khi biên chế có hạn"}]}],
        "directions": [{"text": "Đẩy nhanh tiến độ ban hành kết luận thanh tra", "unit": "cuộc", "target": {"rule": "cumulative", "plan": 36}, "due": "2022-11-30"}]
    });
    let text = text((json!({}), limitation), None);
    for wanted in [
        "- Tiến độ ban hành kết luận thanh tra còn chậm so với kế hoạch (9/36 cuộc, đạt 25%).",
        "- Nhiệm vụ đột xuất phát sinh nhiều trong khi biên chế có hạn.",
        "- Đẩy nhanh tiến độ ban hành kết luận thanh tra; phấn đấu đạt 36 cuộc; hoàn thành trước ngày 30/11/2022.",
    ] {
        assert!(text.contains(wanted), "42: {wanted}\nin: {text}");
    }
}

#[test]
fn examples_over_several_units() {
    let visits = |count: u32| json!({"01/TCD": {"1": count}});
    let none = || json!({});
    // 8: a unit is missing now, the base is that of the same units.
    let missing = [
        ("A", true, visits(600), none()),
        ("B", true, visits(450), none()),
        ("A", false, visits(580), none()),
        ("B", false, visits(400), none()),
        ("C", false, visits(77), none()),
    ];
    let text = report_text(&report(&free(&missing)));
    for wanted in [
        "đã tiếp 1.050 lượt",
        "; so với cùng kỳ của 02 đơn vị có số liệu của cả hai kỳ, tăng 70 lượt (7,14%).",
        "01 đơn vị chưa gửi báo cáo là Phòng C.",
    ] {
        assert!(text.contains(wanted), "8: {wanted}\nin: {text}");
    }
    // 37: a unit has no base.
    let partly = [("A", true, visits(942), none()), ("B", true, visits(8), none()), ("A", false, visits(894), none())];
    let text = report_text(&report(&free(&partly)));
    assert!(
        text.contains("950 lượt đến khiếu nại, tố cáo, kiến nghị, phản ánh; riêng Phòng A: 942 lượt, tăng 48 lượt (5,37%) so với cùng kỳ."),
        "37: {text}"
    );
    // 34: who has not registered is named.
    let registers = || json!({"registrations": [{"year": 2022, "title": "title_advanced_collective", "count": 1}]});
    let some = [("A", true, none(), registers()), ("B", true, none(), registers()), ("C", true, none(), none())];
    let text = report_text(&report(&free(&some)));
    assert!(
        text.contains(
            "Có 2/3 đơn vị đăng ký danh hiệu thi đua, hình thức khen thưởng năm 2022, đạt 66,67%; 01 đơn vị chưa đăng ký là Phòng C."
        ),
        "34: {text}"
    );
    // 41: the ranking.
    let ranked = [
        ("A", true, json!({"01/TTr": {"1": 18}}), none()),
        ("B", true, json!({"01/TTr": {"1": 15}}), none()),
        ("C", true, json!({"01/TTr": {"1": 12}}), none()),
    ];
    let text = report_text(&report(&free(&ranked)));
    assert!(text.contains("nhất là Phòng A (18 cuộc), tiếp đến là Phòng B (15 cuộc) và Phòng C (12 cuộc)."), "41: {text}");
    // 36: the base was corrected after its report had been issued.
    let mut corrected = free(&[("A", true, json!({"01/TTr": {"1": 48}}), none()), ("A", false, json!({"01/TTr": {"1": 46}}), none())]);
    corrected.base_as_issued = free(&[("A", false, json!({"01/TTr": {"1": 45}}), none())]).base_submissions;
    let text = report_text(&report(&corrected));
    assert!(text.contains("48 cuộc thanh tra, tăng 02 cuộc, tương ứng tăng 4,35% so với cùng kỳ năm 2021 (số liệu cùng kỳ đã rà soát, điều chỉnh từ 45 thành 46 cuộc)."), "36: {text}");
}

#[test]
fn people_with_several_awards_make_awards_of_occasions() {
    let award = |name: &str| json!({"form": "certificate", "kind": "merit", "achievement_year": 2021, "decided_on": "2022-03-01", "recipient": "direct_staff", "count": 1, "names": [name]});
    let twice = text((json!({}), json!({"awards": [award("Lê Thị B"), award("Lê Thị B")]})), None);
    assert!(twice.contains("có 02 lượt cá nhân được khen thưởng"), "{twice}");
    let once = text((json!({}), json!({"awards": [award("Lê Thị B"), award("Lê Văn C")]})), None);
    assert!(once.contains("có 02 cá nhân được khen thưởng"), "{once}");
}

#[test]
fn what_units_ask_of_the_agency_itself_is_not_passed_on() {
    let proposals = json!({"proposals": [{"addressee": "Thanh tra tỉnh", "text": "tổ chức tập huấn"}, {"addressee": "Sở Nội vụ", "text": "hướng dẫn"}]});
    let text = text((json!({}), proposals), None);
    assert!(text.contains("Đề nghị Sở Nội vụ hướng dẫn") && !text.contains("tổ chức tập huấn"), "{text}");
}

#[test]
fn the_plan_is_held_against_the_units_that_told_how_far_they_are() {
    let plan = |planned: u32, started: Option<u32>| {
        let mut plan = json!({"year": 2022, "planned": planned});
        if let Some(started) = started {
            plan["started"] = started.into();
        }
        json!({"inspection_plan": plan})
    };
    let told = |a: Value, b: Value| report_text(&report(&free(&[("A", true, json!({}), a), ("B", true, json!({}), b)])));
    let none = told(plan(10, Some(0)), plan(4, Some(0)));
    assert!(none.contains("Chưa triển khai cuộc thanh tra theo Kế hoạch thanh tra năm 2022."), "{none}");
    let partly = told(plan(10, Some(4)), plan(30, None));
    let words = "Tại 01 đơn vị có báo cáo tiến độ, đã thực hiện 4/10 cuộc theo Kế hoạch thanh tra năm 2022, đạt 40% kế hoạch năm.";
    assert!(partly.contains(words), "{partly}");
}

#[test]
fn what_units_set_out_to_do_is_held_against_what_they_sent() {
    let direction = |plan: u32| {
        let target = json!({"rule": "at_least", "plan": plan, "form": "01/TTr", "column": "1"});
        json!({"directions": [{"text": "Hoàn thành các cuộc thanh tra", "unit": "cuộc", "target": target}]})
    };
    let figures = |count: u32| json!({"1": count, "3": count, "4": count});
    let mut bundle = small(
        2022,
        "H1",
        &[
            sent("A", "2021-H2", &figures(1), &direction(10)),
            sent("B", "2021-H2", &figures(1), &direction(500)),
            sent("C", "2021-H2", &figures(1), &direction(3)),
            sent("A", "2022-H1", &figures(4), &json!({})),
            sent("B", "2022-H1", &figures(5), &json!({})),
            sent("C", "2022-H1", &figures(6), &json!({})),
        ],
    );
    bundle["units"][1]["kind"] = "district_inspectorate".into();
    bundle["units"][2]["kind"] = "district_inspectorate".into();
    let due = json!({"period": "2021-H2", "due_at": "2021-12-18T17:00:00+07:00"});
    bundle["periods"].as_array_mut().unwrap().push(due);
    let text = report_text(&report(&snapshot_of(&sound(bundle.to_string().as_bytes()), "2022-H1")));
    for words in [
        "- Hoàn thành các cuộc thanh tra: 15 cuộc (nhiệm vụ đề ra: 10 cuộc), đạt;",
        "- Hoàn thành các cuộc thanh tra (Phòng B): 5 cuộc (nhiệm vụ đề ra: 500 cuộc), chưa đạt;",
        "- Hoàn thành các cuộc thanh tra (Phòng C): 6 cuộc (nhiệm vụ đề ra: 3 cuộc), đạt.",
    ] {
        assert!(text.contains(words), "{words}\nin: {text}");
    }
}
