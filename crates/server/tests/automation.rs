//! What runs by itself, from the built program, as an operator and an official see it: on the pages, with the clock
//! moved by the documented setting for tests, and a mail server that is not there.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SEEDS: &str = include_str!("../../../seeds/dak-nong.json");
const AGENCY: &str = "/agencies/TTT-DAKNONG";

/// A serving program; ended with the test.
struct Site {
    child: Child,
    address: String,
    token: String,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    location: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl Site {
    /// Serves the folder's database, its clock beginning at an instant.
    fn at(folder: &Path, clock: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_thidua"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(folder)
            .env("THIDUA_TEST_CLOCK", clock)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        let mut site = Self { child, address, token: String::new() };
        let page = site.get(&format!("{AGENCY}/schedules/new")).text();
        page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap().clone_into(&mut site.token);
        site
    }

    fn ask(&self, head: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{head}Host: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", self.address, body.len()).unwrap();
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).unwrap();
        let split = raw.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(raw[..split].to_vec()).unwrap();
        let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default().to_owned();
        Answer { status: head.split(' ').nth(1).unwrap().parse().unwrap(), location, body: raw[split + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Sends a form; the answer leads to another page.
    fn send(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(path, fields);
        assert_eq!(answer.status, 303, "{path} {fields:?}: {}", answer.text());
        answer.location
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("token={}", self.token);
        for (name, value) in fields {
            let _ = write!(body, "&{name}=");
            for byte in value.bytes() {
                let _ = write!(body, "%{byte:02X}");
            }
        }
        let head =
            format!("POST {path} HTTP/1.1\r\nOrigin: http://{}\r\nContent-Type: application/x-www-form-urlencoded\r\n", self.address);
        self.ask(&head, &body)
    }

    /// Asks again and again until a page says something.
    fn until(&self, path: &str, words: &str) -> String {
        let start = Instant::now();
        loop {
            let page = self.get(path).text();
            if page.contains(words) {
                return page;
            }
            assert!(start.elapsed() < Duration::from_mins(1), "{path} never says “{words}”:\n{page}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.json"), SEEDS).unwrap();
    let import = Command::new(env!("CARGO_BIN_EXE_thidua")).args(["import", "b.json"]).current_dir(folder.path()).output().unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
    folder
}

/// The first link of a page that begins so.
fn link(page: &str, begin: &str) -> String {
    let rest = page.split(&format!("href=\"{begin}")).nth(1).unwrap_or_else(|| panic!("no link to {begin}:\n{page}"));
    format!("{begin}{}", rest.split('"').next().unwrap())
}

#[test]
fn a_schedule_made_on_its_page_makes_the_report_though_no_mail_leaves() {
    let folder = filled();
    let schedule = {
        let site = Site::at(folder.path(), "2022-06-10T00:00:00Z");
        // Nobody listens at the discard port of this machine: the mail server is down.
        site.send(
            "/settings",
            &[
                ("act", "save"),
                ("host", "127.0.0.1"),
                ("port", "9"),
                ("security", "plain"),
                ("sender", "thidua@thanhtra.vn"),
                ("largest", "10"),
                ("backups_kept", "3"),
                ("keep_jobs", "400"),
                ("keep_drafts", "800"),
                ("keep_letters", "400"),
            ],
        );
        site.send(&format!("{AGENCY}/contacts"), &[("name", "Lê Thị Ánh"), ("email", "anh@thanhtra.vn"), ("side", "own"), ("owner", "1")]);
        site.send(&format!("{AGENCY}/contacts"), &[("name", "Sở Nội vụ"), ("email", "snv@x.vn"), ("side", "outside")]);
        let fields = [
            ("name", "Dự thảo sơ kết"),
            ("job", "draft"),
            ("when", "relative"),
            ("days", "1"),
            ("side", "after"),
            ("anchor", "data_to"),
            ("at", "07:00"),
            ("missed", "once"),
            ("whose_agency", "1"),
            ("by_mail", "attachment"),
        ];
        // Looked at first: nothing is kept, the runs to come are told.
        let shown = site.post(&format!("{AGENCY}/schedules"), &[&fields[..], &[("act", "look")]].concat()).text();
        assert!(shown.contains("07:00 ngày 15/6/2022 (giờ Việt Nam): 6 tháng đầu năm 2022"), "{shown}");
        assert!(site.get(&format!("{AGENCY}/schedules")).text().contains("Chưa có lịch nào"));
        let wrong = site.post(&format!("{AGENCY}/schedules"), &[&fields[..], &[("act", "save"), ("at", "25:00")]].concat());
        assert_eq!(wrong.status, 403, "a field stands once in a form");
        site.send(&format!("{AGENCY}/schedules"), &[&fields[..], &[("act", "save")]].concat())
    };
    // The clock is moved to a minute before the run's hour.
    let site = Site::at(folder.path(), "2022-06-14T23:59:50Z");
    assert!(site.get(&schedule).text().contains("07:00 ngày 15/6/2022 (giờ Việt Nam)"));
    let jobs = site.until("/jobs", "Đã lập bản thứ 1 của kỳ 2022-H1");
    assert!(!jobs.contains("chạy bù"), "it ran on time: {jobs}");
    // The PDF is there, made by the schedule.
    let report = link(&jobs, "/reports/");
    let pdf = site.get(&format!("{report}/pdf"));
    assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF-"));
    let page = site.get(&format!("{AGENCY}/periods/2022-H1")).text();
    assert!(page.contains("<td>Dự thảo sơ kết</td>"), "the version names its schedule: {page}");
    // Who has not received it, and why: only the agency's own people were to.
    let page = site.until(&report, "Không kết nối được");
    assert!(page.contains("Lê Thị Ánh &#60;anh@thanhtra.vn&#62;") && page.contains("chờ gửi"), "{page}");
    assert!(page.contains("[DỰ THẢO] Báo cáo thi đua, khen thưởng 6 tháng đầu năm 2022") && !page.contains("snv@x.vn"), "{page}");
    // The button makes a version of its own.
    let own = site.send(&format!("{AGENCY}/periods/2022-H1/reports"), &[]);
    assert_ne!(own, report);
    assert!(!site.get(&own).text().contains("Dự thảo sơ kết"));
}

#[test]
fn a_run_missed_for_three_days_is_made_up_for_once_and_told() {
    let folder = filled();
    let run = |arguments: &[&str], clock: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_thidua"))
            .args(arguments)
            .current_dir(folder.path())
            .env("THIDUA_TEST_CLOCK", clock)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let add = "schedule add --agency TTT-DAKNONG --name Sơ-kết --anchor data_to --days 1 --whose agency,units";
    run(&add.split(' ').collect::<Vec<_>>(), "2022-06-10T00:00:00Z");
    let site = Site::at(folder.path(), "2022-06-18T03:00:00Z");
    let jobs = site.until("/jobs", "xong (chạy bù)");
    assert!(jobs.contains("theo lịch 07:00 ngày 15/6/2022 (giờ Việt Nam), chạy bù lúc 10:0"), "{jobs}");
    let home = site.get("/").text();
    assert!(home.contains("Việc tự động cần xử lý: 1") && home.contains("không chạy đúng lúc 07:00 ngày 15/6/2022"), "{home}");
    // Seen is seen.
    let alarm = jobs.split("action=\"/alarms/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    site.send(&format!("/alarms/{alarm}"), &[]);
    assert!(!site.get("/").text().contains("Việc tự động cần xử lý"));
    // Each unit that sent has its own report, made by the same job.
    let list = run(&["jobs", "list"], "2022-06-18T04:00:00Z");
    assert_eq!(list.matches("Lập dự thảo báo cáo, theo lịch “Sơ-kết”").count(), 1, "{list}");
    let page = site.get(&format!("{AGENCY}/periods/2022-H1")).text();
    assert!(page.contains("Báo cáo của từng đơn vị, cụm, khối: ") && page.contains("TTH-CUJUT, bản thứ 1"), "{page}");
}

#[test]
fn a_backup_is_restored_on_trial_and_shown_on_the_health_page() {
    let folder = filled();
    let thidua =
        |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_thidua")).args(arguments).current_dir(folder.path()).output().unwrap();
    let backup = thidua(&["backup"]);
    assert!(backup.status.success(), "{}", String::from_utf8_lossy(&backup.stderr));
    let said = String::from_utf8(backup.stdout).unwrap();
    let path = said.lines().next().unwrap();
    assert!(path.contains("sao-luu") && said.contains("đối chiếu khớp"), "{said}");
    // What was saved is a database of its own, and nothing else lies beside it.
    let listed = thidua(&["export", "--agency", "TTT-DAKNONG", "--out", "x.json", "--database", path]);
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let restored: Vec<_> = std::fs::read_dir(folder.path().join("sao-luu")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        restored.iter().all(|name| !name.to_string_lossy().contains("restored") && !name.to_string_lossy().contains("part")),
        "{restored:?}"
    );
    let site = Site::at(folder.path(), "2022-06-18T03:00:00Z");
    assert!(site.get("/health").text().contains("đã phục hồi thử và đối chiếu khớp"));
    drop(site);
    // A folder that cannot be written is told with what to look at.
    std::fs::write(folder.path().join("tep"), "x").unwrap();
    assert!(!thidua(&["settings", "set", "--backup-folder", "tep"]).status.success(), "a folder is named from the root");
    let nowhere = folder.path().join("tep");
    let set = thidua(&["settings", "set", "--backup-folder", nowhere.to_str().unwrap()]);
    assert!(set.status.success(), "{}", String::from_utf8_lossy(&set.stderr));
    let refused = thidua(&["backup"]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("Kiểm tra thư mục sao lưu"));
}
