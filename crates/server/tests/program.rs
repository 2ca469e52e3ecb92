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
fn demo_names_both_files_and_gives_the_same_bytes_everywhere() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let said = out(&thidua(first.path(), &["demo", "--no-serve"]));
    let names: Vec<std::path::PathBuf> = said.lines().map(std::path::PathBuf::from).collect();
    assert_eq!(names, [Path::new("thidua-demo").join("bao-cao-2022-H1.html"), Path::new("thidua-demo").join("bao-cao-2022-H1.pdf")]);
    let read = |folder: &Path| {
        ["html", "pdf"].map(|kind| std::fs::read(folder.join("thidua-demo").join(format!("bao-cao-2022-H1.{kind}"))).unwrap())
    };
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
