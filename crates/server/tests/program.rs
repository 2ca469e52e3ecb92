//! The built program, as an operator runs it.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

const SEEDS: &str = include_str!("../../../seeds/dak-nong.json");

fn thidua(folder: &Path, arguments: &[&str]) -> Output {
    thidua_in(folder, arguments, &[])
}

fn thidua_in(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua")).args(arguments).current_dir(folder).envs(environment.iter().copied()).output().unwrap()
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn import(folder: &Path, json: &str) -> Output {
    std::fs::write(folder.join("b.json"), json).unwrap();
    thidua(folder, &["import", "b.json"])
}

fn report(folder: &Path, out: &str, more: &[&str]) -> Output {
    let mut arguments = vec!["report", "--agency", "TTT-DAKNONG", "--period", "2022-H1", "--out", out];
    arguments.extend(more);
    thidua(folder, &arguments)
}

#[test]
fn demo_names_its_files_and_gives_the_same_bytes_everywhere() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let said = out(&thidua(first.path(), &["demo", "--no-serve"]));
    let names: Vec<std::path::PathBuf> = said.lines().map(std::path::PathBuf::from).collect();
    let kinds = ["pdf", "html", "docx", "xlsx"];
    assert_eq!(names, kinds.map(|kind| Path::new("thidua-demo").join(format!("bao-cao-2022-H1.{kind}"))));
    let read = |folder: &Path| kinds.map(|kind| std::fs::read(folder.join("thidua-demo").join(format!("bao-cao-2022-H1.{kind}"))).unwrap());
    let files = read(first.path());
    out(&thidua(first.path(), &["demo", "--no-serve"]));
    assert_eq!(read(first.path()), files, "a second run in the same folder");
    // T7, T23: other zones, locales and thread counts.
    for environment in [
        [("TZ", "America/New_York"), ("LANG", "C"), ("TOKIO_WORKER_THREADS", "1")],
        [("TZ", "Asia/Ho_Chi_Minh"), ("LANG", "vi_VN.UTF-8"), ("TOKIO_WORKER_THREADS", "7")],
    ] {
        std::fs::remove_dir_all(second.path().join("thidua-demo")).ok();
        out(&thidua_in(second.path(), &["demo", "--no-serve"], &environment));
        assert_eq!(read(second.path()), files, "{environment:?}");
    }
}

#[test]
fn a_busy_port_and_a_foreign_address_are_answered_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let said = err(&thidua(folder.path(), &["demo", "--listen", &address]));
    assert!(said.contains("đang được chương trình khác dùng") && said.contains("--listen"), "{said}");
    let said = err(&thidua(folder.path(), &["serve", "--listen", "0.0.0.0:8080"]));
    assert!(said.contains("--listen 127.0.0.1:8080") && !folder.path().join("thidua.db").exists(), "{said}");
}

#[test]
fn a_broken_bundle_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut bundle: serde_json::Value = serde_json::from_str(SEEDS).unwrap();
    bundle["submissions"][0]["period"] = "2022-H7".into();
    bundle["units"][0]["position"] = (-1).into();
    let said = err(&import(folder.path(), &bundle.to_string()));
    assert!(
        said.contains("$.submissions[0].period") && said.contains("$.units[0].position") && said.contains("Không có nội dung nào được ghi"),
        "{said}"
    );
    assert!(!folder.path().join("thidua.db").exists());
    let odd = SEEDS.replacen("Nguyễn Văn A", "Nguyễn Văn A 🎉", 1);
    let said = err(&import(folder.path(), &odd));
    assert!(said.contains("$.agency.signer.name") && said.contains("U+1F389"), "{said}");
    assert!(err(&thidua(folder.path(), &["import", "none.json"])).contains("none.json"));
}

#[test]
fn a_changed_figure_changes_the_report_and_no_earlier_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    assert!(out(&import(path, SEEDS)).contains("46 báo cáo mới"));
    assert!(out(&import(path, SEEDS)).contains("không có gì thay đổi"));
    assert!(out(&report(path, "one", &["--format", "pdf"])).contains("Đã lập bản thứ 1 (dự thảo)"));
    assert!(out(&report(path, "again", &["--format", "pdf"])).contains("Số liệu không đổi từ bản thứ 1"));
    let pdf = |folder: &str| std::fs::read(path.join(folder).join("bao-cao-2022-H1.pdf")).unwrap();
    assert_eq!(pdf("one"), pdf("again"));
    assert!(!path.join("one/bao-cao-2022-H1.html").exists());
    let mut bundle: serde_json::Value = serde_json::from_str(SEEDS).unwrap();
    let submission =
        bundle["submissions"].as_array_mut().unwrap().iter_mut().find(|s| s["unit"] == "TTH-CUJUT" && s["period"] == "2022-H1").unwrap();
    submission["figures"]["01/TTr"]["18"] = 3.into();
    assert!(out(&import(path, &bundle.to_string())).contains("1 báo cáo có phiên bản mới"));
    assert!(out(&report(path, "two", &[])).contains("Đã lập bản thứ 2"));
    assert_ne!(pdf("one"), pdf("two"));
    assert!(out(&import(path, SEEDS)).contains("1 báo cáo có phiên bản mới"));
    assert!(
        out(&report(path, "back", &["--format", "pdf"])).contains("Đã lập bản thứ 3"),
        "a third version of the data is another snapshot"
    );
}

#[test]
fn an_issue_prints_number_and_date_and_numbers_are_given_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    out(&import(path, SEEDS));
    assert!(out(&report(path, "o", &["--number", "88", "--date", "2022-07-05"])).contains("Đã lập bản thứ 1 (đã ban hành)"));
    let html = std::fs::read_to_string(path.join("o/bao-cao-2022-H1.html")).unwrap();
    assert!(
        html.contains("Số: 88/BC-TTr")
            && html.contains("ngày 05 tháng 7 năm 2022")
            && !html.contains("DỰ THẢO")
            && html.contains("SỐ LIỆU MINH HỌA")
    );
    let other =
        thidua(path, &["report", "--agency", "TTT-DAKNONG", "--period", "2021-H1", "--out", "o", "--number", "88", "--date", "2022-01-05"]);
    assert!(err(&other).contains("Số 88"), "one series a year");
    assert!(out(&report(path, "o", &["--number", "90", "--date", "2022-07-20"])).contains("Bản thứ 1 (số 88 ngày 05/7/2022) chuyển sang"));
    assert!(err(&report(path, "o", &["--number", "91", "--date", "2021-12-14"])).contains("15/12/2021"));
    let unknown = thidua(path, &["report", "--agency", "TTT-KHAC", "--period", "2021-H1", "--out", "o"]);
    assert!(err(&unknown).contains("TTT-DAKNONG"));
    let period = thidua(path, &["report", "--agency", "TTT-DAKNONG", "--period", "2020-H1", "--out", "o"]);
    assert!(err(&period).contains("2022-H1, 2021-H1"));
}

#[test]
fn help_is_vietnamese() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--help"][..], &["demo", "--help"], &["report", "-h"], &["import", "--help"], &["serve", "--help"]] {
        let said = out(&thidua(folder.path(), arguments));
        assert!(
            said.contains("Cách dùng")
                && !said.contains("Usage")
                && !said.contains("OPTIONS")
                && !said.contains("Options")
                && !said.contains("Print"),
            "{said}"
        );
    }
    assert!(err(&thidua(folder.path(), &["thing"])).contains("không có lệnh"));
}

#[test]
fn check_tells_everything_and_takes_nothing_in() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.json"), SEEDS).unwrap();
    let said = out(&thidua(folder.path(), &["check", "b.json"]));
    assert!(said.contains("Lưu ý [V18]") && said.contains("nạp được: không có lỗi"), "{said}");
    assert!(!folder.path().join("thidua.db").exists());
    let mut bundle: serde_json::Value = serde_json::from_str(SEEDS).unwrap();
    bundle["submissions"][0]["figures"]["01/TTr"]["1"] = 99.into();
    bundle["submissions"][0]["strengths"] = serde_json::json!(["C«ng t¸c thi ®ua"]);
    std::fs::write(folder.path().join("bad.json"), bundle.to_string()).unwrap();
    let refused = thidua(folder.path(), &["check", "bad.json", "--json"]);
    assert_eq!(refused.status.code(), Some(1));
    let told: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(told["importable"], false);
    let findings = told["findings"].as_array().unwrap();
    let of = |rule: &str| findings.iter().find(|finding| finding["rule"] == rule).unwrap_or_else(|| panic!("{rule}"));
    assert_eq!(
        (of("V01")["level"].as_str(), of("V01")["form"].as_str(), of("V01")["column"].as_str()),
        (Some("block"), Some("01/TTr"), Some("1"))
    );
    assert!(of("V16")["message"].as_str().unwrap().contains("Công tác thi đua"));
    assert_eq!(thidua(folder.path(), &["check", "none.json"]).status.code(), Some(1));
    assert_eq!(thidua(folder.path(), &["check"]).status.code(), Some(2));
}

#[test]
fn an_export_is_canonical_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    out(&import(folder.path(), SEEDS));
    out(&thidua(folder.path(), &["export", "--agency", "TTT-DAKNONG", "--out", "e.json"]));
    let exported = std::fs::read_to_string(folder.path().join("e.json")).unwrap();
    assert!(out(&import(folder.path(), &exported)).contains("không có gì thay đổi"));
    out(&thidua(folder.path(), &["import", "e.json", "--database", "other.db"]));
    out(&thidua(folder.path(), &["export", "--agency", "TTT-DAKNONG", "--out", "f.json", "--database", "other.db"]));
    assert_eq!(std::fs::read_to_string(folder.path().join("f.json")).unwrap(), exported);
    assert!(err(&thidua(folder.path(), &["export", "--agency", "TTT-NAO", "--out", "g.json"])).contains("TTT-DAKNONG"));
}

/// A column with an identity and a new name, in TOML alone: check, summary, annex, workbook and HTML know it.
#[test]
fn a_catalogue_changed_in_toml_alone_shows_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    out(&import(folder.path(), SEEDS));
    let shipped = include_str!("../../../seeds/catalogue/forms/tt-02-2021.toml");
    let start = shipped.find("[[forms]]").unwrap();
    let end = start + 9 + shipped[start + 9..].find("[[forms]]").unwrap();
    let form = shipped[start..end].replace("Số đơn vị được thanh tra\"]", "Số cơ quan được thanh tra\"]");
    let column = "  { number = \"19\", header = [\"Số cuộc thanh tra trực tuyến\"], counting = \"count\", noun = \"cuộc\" },\n]\nidentities = [\n  { total = \"1\", parts = [\"19\"], at_most = true, level = \"block\" },";
    let form = form.replacen("]\nidentities = [", column, 1);
    std::fs::write(folder.path().join("cot-moi.toml"), &form).unwrap();
    assert!(out(&thidua(folder.path(), &["catalogue", "diff", "cot-moi.toml"])).contains("~ forms 01/TTr"));
    assert!(out(&thidua(folder.path(), &["catalogue", "load", "cot-moi.toml"])).contains("phiên bản 2"));
    assert!(out(&thidua(folder.path(), &["catalogue", "show", "forms", "01/TTr"])).contains("Số cuộc thanh tra trực tuyến"));
    assert!(out(&thidua(folder.path(), &["catalogue", "diff", "1", "2"])).contains("01/TTr"));

    let mut bundle: serde_json::Value = serde_json::from_str(SEEDS).unwrap();
    let sent = bundle["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .position(|sent| sent["unit"] == "TTH-CUJUT" && sent["period"] == "2022-H1")
        .unwrap();
    bundle["submissions"][sent]["figures"]["01/TTr"]["19"] = 77.into();
    let said = err(&import(folder.path(), &bundle.to_string()));
    assert!(said.contains("cột 19 (77) không được lớn hơn cột 1 (5)"), "{said}");
    bundle["submissions"][sent]["figures"]["01/TTr"]["19"] = 3.into();
    let unit = bundle["units"].as_array().unwrap().iter().position(|unit| unit["code"] == "TTH-CUJUT").unwrap();
    bundle["units"][unit]["names"] = serde_json::json!([{"full": "Thanh tra huyện Cư Jút đổi tên"}]);
    out(&import(folder.path(), &bundle.to_string()));
    out(&report(folder.path(), "d", &[]));
    let html = std::fs::read_to_string(folder.path().join("d/bao-cao-2022-H1.html")).unwrap();
    for words in ["Số cuộc thanh tra trực tuyến", "Số cơ quan được thanh tra", "Cư Jút đổi tên"] {
        assert!(html.contains(words), "{words}");
    }
    out(&thidua(folder.path(), &["template", "--unit", "TTH-CUJUT", "--period", "2022-H1", "--out", "u.xlsx"]));
    assert!(out(&thidua(folder.path(), &["check", "u.xlsx"])).contains("nạp được"));
    assert!(out(&thidua(folder.path(), &["import", "u.xlsx"])).contains("không có gì thay đổi"), "the new column went out and came back");

    std::fs::write(folder.path().join("sai.toml"), form.replace("parts = [\"19\"]", "parts = [\"20\"]")).unwrap();
    assert!(err(&thidua(folder.path(), &["catalogue", "load", "sai.toml"])).contains("cột 20"));
    assert_eq!(out(&thidua(folder.path(), &["catalogue", "show"])).matches("Phiên bản").count(), 2);
}

#[test]
fn the_gallery_needs_no_database_and_is_the_same_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let first = out(&thidua(folder.path(), &["gallery", "--out", "a"]));
    let second = out(&thidua_in(folder.path(), &["gallery", "--out", "b"], &[("TZ", "America/New_York")]));
    assert_eq!(first, second);
    assert!(first.lines().count() > 10 && first.contains("Bảng 30 cột"), "{first}");
    for name in first.lines().filter_map(|line| line.split_whitespace().next()) {
        for extension in ["pdf", "html"] {
            let file = |out: &str| std::fs::read(folder.path().join(out).join(format!("{name}.{extension}"))).unwrap();
            assert!(file("a") == file("b"), "{name}.{extension}");
        }
    }
    assert!(!folder.path().join("thidua.db").exists());
}

#[test]
fn trace_leads_from_a_figure_to_what_units_sent() {
    let folder = tempfile::tempdir().unwrap();
    out(&import(folder.path(), SEEDS));
    out(&report(folder.path(), "out", &[]));
    let trace = |more: &[&str]| {
        let mut arguments = vec!["trace", "--agency", "TTT-DAKNONG", "--period", "2022-H1"];
        arguments.extend(more);
        thidua(folder.path(), &arguments)
    };
    let listed = out(&trace(&["--find", "tập thể được khen"]));
    assert!(listed.lines().any(|line| line.starts_with("awards:collective ") && line.contains(" 24 tập thể")), "{listed}");
    let total = out(&trace(&["--key", "01/TTr:1"]));
    assert!(total.contains("Kỳ này: 72 cuộc") && total.contains("61 cuộc"), "{total}");
    assert_eq!(total.matches("; Biểu 01/TTr, cột 1; bản gửi thứ 1").count(), 46, "{total}");
    let one = out(&trace(&["--key", "01/TTr:1@TTH-CUJUT"]));
    assert!(one.contains("Thanh tra huyện Cư Jút; Biểu 01/TTr, cột 1; bản gửi thứ 1"), "{one}");
    // What a stored version froze stays, whatever comes in later.
    let mut later: serde_json::Value = serde_json::from_str(SEEDS).unwrap();
    let submissions = later["submissions"].as_array_mut().unwrap();
    let sent = submissions.iter_mut().find(|sent| sent["unit"] == "TTH-CUJUT" && sent["period"] == "2022-H1").unwrap();
    sent["figures"]["01/TTr"]["7"] = (sent["figures"]["01/TTr"]["7"].as_u64().unwrap() + 5).into();
    out(&import(folder.path(), &later.to_string()));
    let value = |more: &[&str]| out(&trace(more)).lines().nth(1).unwrap().to_owned();
    assert_eq!(
        (value(&["--key", "01/TTr:7"]).as_str(), value(&["--key", "01/TTr:7", "--report", "1"]).as_str()),
        ("Kỳ này: 229 đơn vị", "Kỳ này: 224 đơn vị")
    );
    assert!(err(&trace(&["--key", "khong-co"])).contains("Không có số liệu mang mã “khong-co”"));
    assert!(err(&trace(&["--report", "9"])).contains("Các bản đã lập: 1."));
    out(&report(folder.path(), "out", &[]));
    let diff = |from: &str, to: &str| {
        thidua(folder.path(), &["diff", "--agency", "TTT-DAKNONG", "--period", "2022-H1", "--from", from, "--to", to])
    };
    let found = out(&diff("1", "2"));
    assert!(found.contains("Đơn vị: Thanh tra huyện Cư Jút: bản gửi thứ 1 → bản gửi thứ 2"), "{found}");
    assert!(found.contains("01/TTr:7 ") && found.contains("224 đơn vị") && found.contains("→ 229 đơn vị"), "{found}");
    assert!(found.lines().any(|line| line.starts_with("  + ") && line.contains("229 đơn vị")), "{found}");
    assert!(out(&diff("2", "2")).contains("không khác nhau"));
    assert!(err(&diff("1", "3")).contains("Các bản đã lập: 1, 2."));
}

#[test]
fn a_schedule_is_added_runs_on_its_day_and_its_draft_is_there() {
    let folder = tempfile::tempdir().unwrap();
    out(&import(folder.path(), SEEDS));
    let at = |clock: &str, arguments: &[&str]| thidua_in(folder.path(), arguments, &[("THIDUA_TEST_CLOCK", clock)]);
    let early = "2022-06-01T00:00:00Z";
    let add = ["schedule", "add", "--agency", "TTT-DAKNONG", "--name", "Dự thảo sơ kết", "--at", "07:00"];
    let with = |more: &[&'static str]| [&add[..], more].concat();
    // What is not clear is refused, and what is unknown is named.
    assert!(err(&at(early, &add)).contains("Chọn một cách tính"));
    assert!(err(&at(early, &with(&["--daily", "--weekly", "2"]))).contains("Chỉ chọn một cách tính"));
    assert!(err(&at(early, &with(&["--weekly", "8"]))).contains("Thứ trong tuần"));
    assert!(
        err(&at(early, &with(&["--daily", "--job", "nothing"])))
            .contains("draft, open, remind, lock, deliver, digest, backup, prune, canary")
    );
    assert!(err(&at(early, &with(&["--daily", "--days", "3"]))).contains("--anchor"), "days are counted from a date");
    assert!(err(&at(early, &with(&["--anchor", "due_at", "--days", "-400"]))).contains("từ -366"));
    assert!(out(&at(early, &["schedule", "list"])).contains("Chưa có lịch nào"));

    let told = out(&at(early, &with(&["--anchor", "due_at", "--days", "-1", "--working"])));
    assert!(told.contains("1 ngày làm việc trước thời hạn gửi báo cáo của mỗi kỳ") && told.contains("(giờ Việt Nam)"), "{told}");
    assert_eq!(out(&at(early, &["schedule", "list"])).trim(), told.trim());
    let id = told.split_whitespace().next().unwrap().to_owned();

    // Asked for, the draft is made at once, and stands among the jobs and the reports.
    let line = out(&at(early, &["schedule", "run", &id]));
    assert!(line.contains("Lập dự thảo báo cáo, theo lịch “Dự thảo sơ kết”") && line.contains("Đã lập bản thứ 1"), "{line}");
    assert_eq!(out(&at(early, &["jobs", "list"])), line);
    let job = line.split_whitespace().next().unwrap().to_owned();
    let shown = out(&at(early, &["jobs", "show", &job]));
    assert!(shown.starts_with(&line) && shown.contains("Lần thử 1, 07:00 ngày 01/6/2022 (giờ Việt Nam)"), "{shown}");

    // Changed in one respect, the rest stays; a text that is no cron text is refused.
    assert!(err(&at(early, &["schedule", "edit", &id, "--cron", "0 7 * *"])).contains("Biểu thức cron gồm năm phần"));
    let cron = out(&at(early, &["schedule", "edit", &id, "--cron", "30 6 1 1,7 *", "--by-mail", "link", "--whose", "agency,units"]));
    for words in ["“30 6 1 1,7 *”", "06:30 ngày 01/7/2022", "gửi thư kèm đường dẫn", "cơ quan, từng đơn vị", "Dự thảo sơ kết"]
    {
        assert!(cron.contains(words), "{words}: {cron}");
    }
    let back = out(&at(
        early,
        &["schedule", "edit", &id, "--anchor", "due_at", "--days", "-1", "--working", "--by-mail", "none", "--whose", "agency"],
    ));
    assert!(back.contains("1 ngày làm việc trước") && !back.contains("thư"), "{back}");
    assert!(err(&at(early, &["jobs", "retry", &job])).contains("không ở trạng thái chạy lại được"));

    assert!(out(&at(early, &["schedule", "pause", &id])).contains("(tạm dừng)"));
    assert!(out(&at(early, &["schedule", "resume", &id])).contains("(đang chạy)"));
    let nobody = "00000000-0000-0000-0000-000000000001";
    assert!(err(&at(early, &["schedule", "run", nobody])).contains("Không có lịch mang mã"));
    assert!(err(&at(early, &["schedule", "remove", nobody])).contains("Không có lịch mang mã"));
    assert!(err(&at(early, &["jobs", "show", nobody])).contains("Không có công việc mang mã"));
}
