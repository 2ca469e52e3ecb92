// The pages in a real browser: the journey of an official, with script off, and axe on every page.
// Usage: node journey.mjs http://127.0.0.1:PORT   (needs playwright-core, axe-core, Chromium)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const base = process.argv[2];
const problems = [];
const fail = (where, what) => problems.push(`${where}: ${what}`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// 1. The journey works without script.
const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1366, height: 768 }, acceptDownloads: true })).newPage();
await plain.goto(base + "/");
await plain.click("text=6 tháng đầu năm 2022");
const period = plain.url();
await plain.click("main a:text-is('72')");
const figure = plain.url();
if (!(await plain.textContent("main")).includes("Biểu 01/TTr, cột 1")) fail(figure, "no sources");
await plain.goto(period);
await plain.click("button:text('Lập báo cáo')");
const report = plain.url();
if (!report.includes("/reports/")) fail(report, "the button did not open the new version");
const [download] = await Promise.all([plain.waitForEvent("download"), plain.click("text=Tải PDF")]);
const pdf = readFileSync(await download.path());
if (pdf.subarray(0, 5).toString() !== "%PDF-") fail(report, "the download is no PDF");

// 1b. A unit's workbook goes out and comes back, checked before it is written.
await plain.goto(period);
await plain.click("main a:text-is('Thanh tra huyện Cư Jút')");
const unit = new URL(plain.url()).pathname;
const [workbook] = await Promise.all([plain.waitForEvent("download"), plain.click("text=Tải biểu nhập liệu Excel")]);
await plain.goto(base + "/import");
await plain.setInputFiles("input[type=file]", { name: "bieu.xlsx", mimeType: "application/octet-stream", buffer: readFileSync(await workbook.path()) });
await plain.click("button:text('Kiểm tra')");
if (!(await plain.textContent("main")).includes("hợp lệ, chưa ghi")) fail("/import", "the workbook was not accepted");
await plain.click("button:text('Ghi vào cơ sở dữ liệu')");
if (!(await plain.textContent("main")).includes("không có gì thay đổi")) fail("/import", "the unchanged workbook changed something");
await plain.goto(base + "/import");
await plain.setInputFiles("input[type=file]", { name: "hong.json", mimeType: "application/json", buffer: Buffer.from('{"format": "x"}') });
await plain.click("button:text('Kiểm tra')");
if (!(await plain.textContent("main")).includes("Thiếu trường bắt buộc")) fail("/import", "a broken file was not told line by line");

// 1c. A generated paragraph is replaced on the drafting page, shown beside it, and taken back.
await plain.goto(period);
await plain.click("a:text('Soạn báo cáo')");
const draft = new URL(plain.url()).pathname;
const first = () => plain.locator("div.doan", { has: plain.locator("details") }).first();
await first().locator("summary").click();
await first().locator("textarea").fill("Nội dung do công chức viết thay.");
await first().locator("input[name=author]").fill("Lê Thị B");
await first().locator("input[name=reason]").fill("Nói gọn");
await first().locator("button:text('Lưu nội dung viết thay')").click();
if (!(await first().textContent()).includes("Viết thay: Lê Thị B")) fail(draft, "the officer's words are not shown");
await first().locator("button:text('Dùng lại đoạn do chương trình lập')").click();
if ((await first().textContent()).includes("Viết thay: Lê Thị B")) fail(draft, "the officer's words were not taken back");

// 1d. A printed figure of a stored report leads to its parts.
await plain.goto(report);
await plain.click("main a[href*='/figures?'] >> nth=0");
const printed = new URL(plain.url());
if (!printed.pathname.endsWith("/figures")) fail(report, "a printed figure leads nowhere");

// 1e. All four files of a version, and what the checker says of them and of a file from elsewhere.
await plain.goto(report);
const [word] = await Promise.all([plain.waitForEvent("download"), plain.click("text=Tải Word")]);
const docx = readFileSync(await word.path());
if (docx.subarray(0, 2).toString() !== "PK") fail(report, "the download is no Word file");
await plain.goto(report);
await plain.click("main a:text('Kiểm tra thể thức')");
if (!(await plain.textContent("main")).includes("Tệp đúng thể thức")) fail(report, "our own files do not pass");
await plain.goto(base + "/conform");
await plain.setInputFiles("input[type=file]", { name: "báo cáo.docx", mimeType: "application/octet-stream", buffer: docx });
await plain.click("button:text('Kiểm tra')");
if (!(await plain.textContent("main")).includes("Tệp đúng thể thức")) fail("/conform", "the uploaded file was not judged");

// 1f. What runs by itself: a person to tell, a schedule looked at, kept and run, its job with letter and file, an alarm.
await plain.goto(base + "/agencies/TTT-DAKNONG/contacts");
await plain.fill("#ten", "Lê Thị Ánh");
await plain.fill("#thu", "anh@thanhtra.vn");
await plain.check("input[name=owner]");
await plain.click("button:text('Lưu người nhận')");
if (!(await plain.textContent("main")).includes("anh@thanhtra.vn")) fail("/contacts", "the contact was not kept");
await plain.goto(base + "/settings");
await plain.fill("#may-chu", "127.0.0.1");
await plain.fill("#cong", "9");
await plain.selectOption("#bao-ve", "plain");
await plain.fill("#nguoi-gui", "thidua@thanhtra.vn");
await plain.click("button:text('Lưu cài đặt')");
if ((await plain.inputValue("#may-chu")) !== "127.0.0.1") fail("/settings", "the settings were not kept");
await plain.goto(base + "/jobs");
await plain.click("main a:text('Lịch tự động của')");
await plain.click("a:text('Thêm lịch')");
await plain.fill("#ten", "Dự thảo sơ kết");
await plain.selectOption("#thu-dien-tu", "attachment");
await plain.click("button:text('Xem trước')");
if (!(await plain.textContent("main")).includes("giờ Việt Nam")) fail("/schedules/new", "the runs to come are not shown");
await plain.click("button:text('Lưu và cho chạy')");
const schedule = new URL(plain.url()).pathname;
await plain.click("a:text('Xem trước việc sẽ làm')");
const preview = new URL(plain.url()).pathname;
if (!(await plain.textContent("main")).includes("Lập dự thảo báo cáo của cơ quan")) fail(preview, "the preview says nothing");
await plain.click("button:text('Chạy ngay một lần')");
const job = new URL(plain.url()).pathname;
for (let turn = 0; turn < 100 && !(await plain.textContent("main")).includes("Đã lập bản thứ"); turn++) {
  await plain.waitForTimeout(200);
  await plain.reload();
}
await plain.click("main a[href*='/reports/'] >> nth=0");
for (let turn = 0; turn < 100 && !(await plain.textContent("main")).includes("Không kết nối được"); turn++) {
  await plain.waitForTimeout(200);
  await plain.reload();
}
const sent = new URL(plain.url()).pathname;
if (!(await plain.textContent("main")).includes("chờ gửi: Không kết nối được")) fail(sent, "nobody says who has not received the report");
// A delivery into a folder that is not set fails, and is told on the first page.
await plain.click("summary:text('Gửi báo cáo') >> nth=0").catch(() => {});
await plain.goto(base + sent);
await plain.selectOption("#cach-gui", "none");
await plain.check("input[name=to_folder]");
await plain.click("button:text-is('Gửi')");
const failed = new URL(plain.url()).pathname;
for (let turn = 0; turn < 100 && !(await plain.textContent("main")).includes("không thực hiện được"); turn++) {
  await plain.waitForTimeout(200);
  await plain.reload();
}
await plain.goto(base + "/");
if (!(await plain.textContent("main")).includes("Việc tự động cần xử lý")) fail("/", "a failed job is not told");

// 2. axe, overflow and console on every page, wide and narrow.
const pages = ["/", new URL(period).pathname, new URL(figure).pathname + new URL(figure).search, new URL(report).pathname, new URL(report).pathname + "/changes", new URL(report).pathname + "/conform", "/conform", "/agencies/TTT-DAKNONG/reports", draft, printed.pathname + printed.search, unit, "/catalogue", "/catalogue?kind=forms", "/catalogue?kind=forms&code=01%2FTTr", "/import", "/health", "/jobs", job, failed, sent, schedule, preview, "/agencies/TTT-DAKNONG/schedules", "/agencies/TTT-DAKNONG/schedules/new", "/agencies/TTT-DAKNONG/contacts", "/settings", "/nowhere"];
for (const width of [1366, 320]) {
  const context = await browser.newContext({ viewport: { width, height: 768 }, bypassCSP: false });
  for (const path of pages) {
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && !path.includes("nowhere") && fail(`${path} at ${width}`, `console: ${message.text()}`));
    await page.goto(base + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) fail(`${path} at ${width}`, `${wide} px too wide`);
    const result = await page.evaluate(`(() => { const module = { exports: {} }; ${axe}; return (module.exports.run ?? axe.run)(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }); })()`);
    for (const violation of result.violations) fail(`${path} at ${width}`, `axe ${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
    await page.close();
  }
}
await browser.close();
console.log(`${pages.length * 2} pages checked, ${problems.length} problems`);
for (const problem of problems) console.log(problem);
process.exit(problems.length === 0 ? 0 : 1);
