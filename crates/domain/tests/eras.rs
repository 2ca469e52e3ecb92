//! What each legal era prints: basis, titles, duties, unit names; and the warning where a basis is past its day.

use serde_json::{Value, json};
use thidua_domain::bundle::{self, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::hints;
use thidua_domain::narrative;
use thidua_domain::officer::paragraphs;
use thidua_domain::report::{Paragraph, Report};
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

/// One agency through all eras: its district inspectorate ends with the old law, a commune begins with the new one.
fn snapshot(period: &str) -> Snapshot {
    let (year, half) = period.split_once('-').unwrap();
    let year: i32 = year.parse().unwrap();
    let (due, decided) =
        if half == "H1" { (format!("{year}-06-20"), format!("{year}-03-01")) } else { (format!("{year}-12-20"), format!("{year}-09-01")) };
    let old = period < "2025-H2";
    let unit = if old { "HUYEN" } else { "XA" };
    let forms: Value = if period >= "2025-H2" {
        json!({"01/PCTN": {"1": 4}, "01/TTr": {"1": 3, "3": 3, "4": 3}})
    } else {
        json!({"RG/PCTN": {"1": 4}, "01/TTr": {"1": 3, "3": 3, "4": 3}})
    };
    let json = json!({
        "format": "thidua-bundle/1",
        "agency": {
            "code": "TTT-X",
            "names": [
                {"full": "Thanh tra tỉnh Đắk Nông", "short": "Thanh tra tỉnh", "valid_to": "2025-06-30"},
                {"full": "Thanh tra tỉnh Lâm Đồng", "short": "Thanh tra tỉnh", "valid_from": "2025-07-01"}
            ],
            "superior": "UBND tỉnh", "symbol": "TTr", "place": "X", "sector": "ngành Thanh tra", "archive": "VT",
            "signer": {"titles": ["CHÁNH THANH TRA"], "name": "Nguyễn Văn A"}, "illustrative": true
        },
        "units": [
            {"code": "HUYEN", "kind": "district_inspectorate", "position": 1, "valid_to": "2025-06-30", "names": [{"full": "Thanh tra huyện Cư Jút"}]},
            {"code": "XA", "kind": "commune", "position": 1, "valid_from": "2025-07-01", "names": [{"full": "UBND xã Cư Jút"}]}
        ],
        "periods": [{"period": period, "due_at": format!("{due}T17:00:00+07:00")}]
    });
    let catalogue = Catalogue::shipped().unwrap();
    let bundle = bundle::read(json.to_string().as_bytes(), &Reading::plain(&catalogue)).unwrap().bundle;
    let mut snapshot = Snapshot::of_bundle(&bundle, period.parse().unwrap(), catalogue.clone()).unwrap();
    let content = json!({
        "movements": [{"scope": "sector", "name": "Đợt một", "kind": "campaign", "launched_by": "Thanh tra tỉnh", "own": true}],
        "awards": [{"form": "title_base_fighter", "kind": "thematic", "achievement_year": year, "decided_on": decided, "recipient": "direct_staff", "count": 2}]
    });
    let sent = json!({
        "unit": unit, "period": period, "version": 1, "state": "submitted", "submitted_at": format!("{due}T01:00:00Z"), "figures": forms, "content": content
    });
    snapshot.submissions = vec![serde_json::from_value(sent).unwrap()];
    snapshot.catalogue = catalogue;
    snapshot
}

fn text(report: &Report) -> String {
    let headings = report.sections.iter().map(|section| section.heading.clone());
    let lines: Vec<String> = report.subject.iter().cloned().chain(headings).chain(paragraphs(report).map(Paragraph::text)).collect();
    let annexes = report.annexes.iter().flat_map(|annex| &annex.table.rows).flat_map(|row| &row.cells).map(|cell| cell.text.clone());
    lines.into_iter().chain(annexes).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

#[test]
fn each_era_has_its_basis_duties_titles_and_names() {
    let (old_law, new_law) = ("Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003", "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022");
    // Period, what is printed, what is not.
    let cases: [(&str, &[&str], &[&str]); 6] = [
        (
            "2022-H1",
            &[
                old_law,
                "Nghị định số 91/2017/NĐ-CP",
                "Thông tư số 01/2016/TT-TTCP",
                "thi đua theo đợt (chuyên đề)",
                "Phòng, chống tham nhũng\n",
                "Thanh tra tỉnh Đắk Nông",
                "Thanh tra huyện Cư Jút",
            ],
            &[new_law, "tiêu cực"],
        ),
        (
            "2024-H1",
            &[
                new_law,
                "Nghị định số 98/2023/NĐ-CP",
                "Thông tư số 03/2024/TT-TTCP",
                "thi đua theo chuyên đề",
                "Phòng, chống tham nhũng, tiêu cực",
                "Thanh tra huyện Cư Jút",
            ],
            &[old_law, "lãng phí"],
        ),
        (
            "2025-H2",
            &[
                new_law,
                "Nghị định số 152/2025/NĐ-CP",
                "Phòng, chống tham nhũng, lãng phí, tiêu cực",
                "Thanh tra tỉnh Lâm Đồng",
                "UBND xã Cư Jút",
            ],
            &[old_law, "98/2023", "Thanh tra huyện", "sửa đổi, bổ sung)"],
        ),
        ("2026-H1", &[new_law, "Nghị định số 152/2025/NĐ-CP", "UBND xã Cư Jút"], &["(đã được sửa đổi, bổ sung)"]),
        (
            "2026-H2",
            &["Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 (đã được sửa đổi, bổ sung)", "Nghị định số 152/2025/NĐ-CP"],
            &[old_law],
        ),
        (
            "2027-H1",
            &["Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 (đã được sửa đổi, bổ sung)", "Nghị định số 152/2025/NĐ-CP"],
            &[old_law],
        ),
    ];
    for (period, printed, absent) in cases {
        let snapshot = snapshot(period);
        let text = text(&narrative::write(&snapshot, &Summary::of(&snapshot), None));
        for words in printed {
            assert!(text.contains(words), "{period} lacks {words}\n{text}");
        }
        for words in absent {
            assert!(!text.contains(words), "{period} has {words}\n{text}");
        }
        let expired: Vec<&str> = hints::expired(&snapshot).into_iter().map(|row| row.number.as_str()).collect();
        assert_eq!(expired.contains(&"152/2025/NĐ-CP"), period == "2027-H1", "{period}: {expired:?}");
    }
}
