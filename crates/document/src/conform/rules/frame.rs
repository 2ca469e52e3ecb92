//! The components of page 1, the signature, the headings of annexes.

use super::line::{Wanted, faults, look, verdict};
use super::{Found, Sight, shown};
use crate::conform::Verdict;
use crate::conform::fold::fold;
use crate::conform::paper::{Column, Line, RuleKind, Ruling};

/// How far below a line its rule may be, and how far off its middle; millimetres.
const RULE_BELOW: f64 = 7.0;
const RULE_ASIDE: f64 = 8.0;
/// What the length of a rule may differ, as a part of the line.
const RULE_SLACK: f64 = 0.04;
/// Not found.
const MISSING: &str = "không tìm thấy";

/// Texts of lines as one.
fn joined(sight: &Sight<'_>, lines: &[usize]) -> String {
    lines.iter().map(|at| sight.paper.lines[*at].text()).collect::<Vec<_>>().join(" ")
}

/// Words that must stand as they are, in a look.
fn fixed_words(sight: &Sight<'_>, lines: &[usize], wanted: Wanted) -> Found {
    if lines.is_empty() {
        return Found::fails(MISSING, Vec::new());
    }
    let mut found = faults(sight, lines, wanted);
    let text = joined(sight, lines);
    if found.is_empty() && sight.rule.equivalent.iter().any(|words| words.as_str() == text) {
        return Found { verdict: Verdict::Equivalent, measured: format!("ghi “{text}”"), places: vec![sight.place(lines[0])] };
    }
    if !sight.rule.values.iter().any(|words| words.as_str() == text) {
        found.push((format!("ghi “{text}”"), lines[0]));
    }
    verdict(sight, found, look(&sight.paper.lines[lines[0]]))
}

pub fn national_title(sight: &Sight<'_>) -> Found {
    let wanted = Wanted { capitals: Some(true), bold: Some(true), italic: Some(false), centred: false };
    fixed_words(sight, &sight.parts.national_title, wanted)
}

pub fn national_title_line(sight: &Sight<'_>) -> Found {
    let lines = &sight.parts.national_title;
    let Some(first) = lines.first() else { return Found::fails(MISSING, Vec::new()) };
    if lines.len() > 1 {
        return Found::fails(format!("{} dòng", lines.len()), vec![sight.place(*first)]);
    }
    let setting = sight.paper.lines[*first].setting.as_ref();
    if let Some(setting) = setting.filter(|setting| setting.room > 0.0 && setting.width > setting.room) {
        return Found::fails(format!("dài {} mm trong ô rộng {} mm", shown(setting.width), shown(setting.room)), vec![sight.place(*first)]);
    }
    Found::passes("một dòng")
}

pub fn motto(sight: &Sight<'_>) -> Found {
    let wanted = Wanted { capitals: Some(false), bold: Some(true), italic: Some(false), centred: false };
    fixed_words(sight, sight.parts.motto.as_slice(), wanted)
}

pub fn superior(sight: &Sight<'_>) -> Found {
    let lines = &sight.parts.superior;
    let Some(first) = lines.first() else { return Found::not_applicable("không có tên cơ quan chủ quản") };
    let wanted = Wanted { capitals: Some(true), bold: Some(false), italic: Some(false), centred: false };
    verdict(sight, faults(sight, lines, wanted), look(&sight.paper.lines[*first]))
}

pub fn agency(sight: &Sight<'_>) -> Found {
    let lines = &sight.parts.agency;
    let Some(first) = lines.first() else { return Found::fails(MISSING, Vec::new()) };
    let wanted = Wanted { capitals: Some(true), bold: Some(true), italic: Some(false), centred: false };
    verdict(sight, faults(sight, lines, wanted), look(&sight.paper.lines[*first]))
}

/// How long a line is, millimetres.
fn length(line: &Line) -> f64 {
    line.bounds.map(|[left, right, _]| right - left).or(line.setting.as_ref().map(|setting| setting.width)).unwrap_or(0.0)
}

/// The drawn rule below a text; its length is that of the last line, or of the longest, in the right proportion.
pub fn rule_below(sight: &Sight<'_>, lines: &[usize]) -> Found {
    let Some(at) = lines.last().copied() else {
        return Found::fails("không tìm thấy dòng chữ ở trên đường kẻ", Vec::new());
    };
    let place = vec![sight.place(at)];
    let ruling = if sight.pdf() { shown_rule(sight, at) } else { sight.paper.lines[at].rule };
    let Some(ruling) = ruling else { return Found::fails("không có đường kẻ", place) };
    let mut faults = Vec::new();
    match ruling.kind {
        RuleKind::Drawn => {}
        RuleKind::Underline => faults.push("gạch chân chữ thay cho đường kẻ".to_owned()),
        RuleKind::Characters => faults.push("hàng ký tự thay cho đường kẻ".to_owned()),
    }
    if ruling.kind == RuleKind::Drawn {
        if !ruling.solid {
            faults.push("nét đứt".to_owned());
        }
        if !ruling.black {
            faults.push("đường kẻ không đen".to_owned());
        }
        let longest = lines.iter().map(|at| length(&sight.paper.lines[*at])).fold(0.0, f64::max);
        let to_longest = if longest > 0.0 { length(&sight.paper.lines[at]) / longest } else { 1.0 };
        if ruling.ratio.is_some_and(|ratio| ![1.0, to_longest].iter().any(|part| sight.within(ratio * part, RULE_SLACK))) {
            faults.push("sai độ dài".to_owned());
        }
    }
    let length = ruling.ratio.map_or_else(String::new, |ratio| format!("dài {} lần dòng chữ", hundredths(ratio)));
    if faults.is_empty() {
        return Found::passes(if length.is_empty() { "đường kẻ nét liền".to_owned() } else { length });
    }
    faults.extend((!length.is_empty()).then_some(length));
    Found::fails(faults.join("; "), place)
}

fn hundredths(value: f64) -> String {
    format!("{value:.2}").replace('.', ",")
}

/// The strokes below a line of a PDF that share its middle, taken together.
fn shown_rule(sight: &Sight<'_>, at: usize) -> Option<Ruling> {
    let line = &sight.paper.lines[at];
    let [left, right, y] = line.bounds?;
    let middle = f64::midpoint(left, right);
    // The next line of the column bounds what is below.
    let next = sight.paper.lines[at + 1..].iter().filter(|next| next.sheet == line.sheet && next.column == line.column);
    let next = next.filter_map(|next| next.bounds.map(|[.., y]| (y, next.text()))).find(|(below, _)| *below > y + 1.0);
    let reach = next.as_ref().map_or(RULE_BELOW, |(below, _)| (below - y).min(RULE_BELOW));
    let near = |stroke: &&crate::conform::paper::Stroke| {
        stroke.sheet == line.sheet
            && (-0.3..=reach).contains(&(stroke.y - y))
            && stroke.to > left - RULE_ASIDE
            && stroke.from < right + RULE_ASIDE
    };
    let mut strokes: Vec<_> = sight.paper.strokes.iter().filter(near).collect();
    let first = strokes.iter().map(|stroke| stroke.y).fold(f64::INFINITY, f64::min);
    strokes.retain(|stroke| stroke.y - first < 0.6);
    strokes.sort_by(|a, b| a.from.total_cmp(&b.from));
    let Some(from) = strokes.first().map(|stroke| stroke.from) else {
        let (below, text) = next?;
        let dashes =
            text.chars().filter(|ch| !ch.is_whitespace()).all(|ch| matches!(ch, '-' | '_' | '–' | '—' | '―' | '.' | '*' | '~' | '='));
        let near = below - y < RULE_BELOW && text.chars().count() >= 3;
        return (dashes && near).then_some(Ruling { ratio: None, solid: false, black: true, kind: RuleKind::Characters });
    };
    let to = strokes.iter().map(|stroke| stroke.to).fold(from, f64::max);
    if (f64::midpoint(from, to) - middle).abs() > RULE_ASIDE {
        return None;
    }
    let gaps = strokes.windows(2).any(|pair| pair[1].from - pair[0].to > 0.3);
    let dashed = strokes.iter().any(|stroke| stroke.dashed) || gaps;
    let black = strokes.iter().all(|stroke| stroke.colour.iter().all(|part| *part < 0.2));
    Some(Ruling { ratio: Some((to - from) / (right - left)), solid: !dashed, black, kind: RuleKind::Drawn })
}

/// `Số: 05/BC-TTr`; a draft leaves the number blank.
fn number_fault(text: &str) -> Option<&'static str> {
    let Some(rest) = text.strip_prefix("Số:") else { return Some("không bắt đầu bằng “Số:”") };
    let rest = rest.trim_start();
    let Some((number, symbol)) = rest.split_once('/') else { return Some("thiếu dấu /") };
    let blank = number.chars().all(|ch| matches!(ch, '.' | '…' | '_') || ch.is_whitespace());
    if !blank && !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(if number.contains(' ') { "có khoảng trắng quanh dấu /" } else { "số không phải chữ số Ả Rập" });
    }
    if !blank && number.len() < 2 {
        return Some("số dưới 10 thiếu số 0 ở trước");
    }
    if symbol.contains(' ') {
        return Some("có khoảng trắng trong ký hiệu");
    }
    let groups: Vec<&str> = symbol.split('-').collect();
    let sound = groups.len() >= 2
        && groups.iter().all(|group| !group.is_empty() && group.chars().all(|ch| ch.is_alphanumeric() || matches!(ch, '.' | '&' | '/')));
    (!sound).then_some("ký hiệu không có dạng BC-TTr")
}

pub fn number(sight: &Sight<'_>) -> Found {
    let Some(at) = sight.parts.number else { return Found::fails(MISSING, Vec::new()) };
    let mut found = faults(sight, &[at], Wanted { bold: Some(false), italic: Some(false), ..Wanted::default() });
    let text = sight.paper.lines[at].text();
    found.extend(number_fault(&text).map(|fault| (format!("“{text}”: {fault}"), at)));
    verdict(sight, found, text)
}

/// "Đắk Nông, ngày 05 tháng 7 năm 2022"; a draft leaves day and month blank.
fn date_fault(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = |word: &str| words.iter().position(|known| *known == word);
    let (Some(day), Some(month), Some(year)) = (at("ngày"), at("tháng"), at("năm")) else {
        return Some("không có dạng ngày … tháng … năm …");
    };
    if !(day < month && month < year) {
        return Some("ngày, tháng, năm sai thứ tự");
    }
    if day == 0 || !words[day - 1].ends_with(',') {
        return Some("thiếu dấu phẩy sau địa danh");
    }
    let (day, month, year) = (&words[day + 1..month], &words[month + 1..year], &words[year + 1..]);
    let blank = |words: &[&str]| words.iter().all(|word| word.chars().all(|ch| matches!(ch, '.' | '…' | '_')));
    let digits = |words: &[&str]| matches!(words, [only] if only.bytes().all(|byte| byte.is_ascii_digit()));
    for part in [day, month, year] {
        if !blank(part) && !digits(part) {
            return Some("ngày, tháng, năm không viết bằng chữ số Ả Rập");
        }
    }
    if digits(day) && day[0].len() != 2 {
        return Some("ngày dưới 10 thiếu số 0 ở trước");
    }
    if digits(month) {
        let value: u32 = month[0].parse().unwrap_or(0);
        let zeroed = !(3..=9).contains(&value);
        if (month[0].len() == 2) != zeroed {
            return Some(if zeroed { "tháng 1, 2 thiếu số 0 ở trước" } else { "tháng 3 đến tháng 9 không thêm số 0" });
        }
    }
    None
}

pub fn place_and_date(sight: &Sight<'_>) -> Found {
    let Some(at) = sight.parts.date.first().copied() else { return Found::fails(MISSING, Vec::new()) };
    let mut found =
        faults(sight, &sight.parts.date, Wanted { capitals: Some(false), bold: Some(false), italic: Some(true), centred: false });
    let text = joined(sight, &sight.parts.date);
    found.extend(date_fault(&text).map(|fault| (format!("“{text}”: {fault}"), at)));
    verdict(sight, found, text)
}

pub fn kind(sight: &Sight<'_>) -> Found {
    let Some(at) = sight.parts.kind else { return Found::fails(MISSING, Vec::new()) };
    let mut found = faults(sight, &[at], Wanted { capitals: Some(true), bold: Some(true), italic: Some(false), centred: true });
    let text = sight.paper.lines[at].text();
    if !sight.rule.values.iter().any(|known| fold(known) == fold(&text)) {
        found.push((format!("“{text}” không phải tên loại văn bản"), at));
    }
    verdict(sight, found, look(&sight.paper.lines[at]))
}

pub fn subject(sight: &Sight<'_>) -> Found {
    let lines = &sight.parts.subject;
    let Some(first) = lines.first() else { return Found::fails(MISSING, Vec::new()) };
    let wanted = Wanted { capitals: Some(false), bold: Some(true), italic: Some(false), centred: true };
    verdict(sight, faults(sight, lines, wanted), look(&sight.paper.lines[*first]))
}

/// Who stands where.
pub fn order(sight: &Sight<'_>) -> Found {
    let parts = sight.parts;
    let lines = &sight.paper.lines;
    let mut wrong: Vec<(&str, usize)> = Vec::new();
    let mut column = |at: Option<usize>, column: Column, words: &'static str| {
        wrong.extend(at.filter(|at| lines[*at].column != column).map(|at| (words, at)));
    };
    column(parts.national_title.first().copied(), Column::Right, "Quốc hiệu không ở bên phải");
    column(parts.motto, Column::Right, "Tiêu ngữ không ở bên phải");
    column(parts.agency.first().copied(), Column::Left, "tên cơ quan không ở bên trái");
    column(parts.number, Column::Left, "số, ký hiệu không ở bên trái");
    column(parts.date.first().copied(), Column::Right, "địa danh và thời gian không ở bên phải");
    let follows = [
        (parts.national_title.first().copied(), parts.motto, "Tiêu ngữ đứng trước Quốc hiệu"),
        (parts.agency.last().copied(), parts.number, "số, ký hiệu đứng trước tên cơ quan"),
        (parts.motto, parts.date.first().copied(), "thời gian ban hành đứng trước Tiêu ngữ"),
        (parts.number, parts.kind, "tên loại đứng trước số, ký hiệu"),
        (parts.kind, parts.subject.first().copied(), "trích yếu đứng trước tên loại"),
        (parts.subject.last().copied(), parts.salutation, "Kính gửi đứng trước trích yếu"),
        (parts.body.last().copied(), parts.recipients_title, "Nơi nhận đứng trước nội dung"),
    ];
    for (above, below, words) in follows {
        if let Some((above, below)) = above.zip(below)
            && below < above
        {
            wrong.push((words, below));
        }
    }
    // Number and date stand on one line, recipients level with the signer.
    let level = |one: Option<usize>, other: Option<usize>| {
        let both = one.and_then(|at| lines[at].bounds).zip(other.and_then(|at| lines[at].bounds));
        both.is_none_or(|([.., a], [.., b])| (a - b).abs() < 4.0)
    };
    if let Some(number) = parts.number.filter(|number| !level(Some(*number), parts.date.first().copied())) {
        wrong.push(("số, ký hiệu và thời gian không cùng một dòng", number));
    }
    if wrong.is_empty() {
        return Found::passes("đúng thứ tự, vị trí");
    }
    let words: Vec<&str> = wrong.iter().map(|(words, _)| *words).collect();
    Found::fails(words.join("; "), wrong.iter().take(5).map(|(_, at)| sight.place(*at)).collect())
}

pub fn addressees(sight: &Sight<'_>) -> Found {
    let parts = sight.parts;
    let Some(first) = parts.salutation else { return Found::not_applicable("không có Kính gửi") };
    let lines: Vec<usize> = std::iter::once(first).chain(parts.addressees.iter().copied()).collect();
    let mut found = faults(sight, &lines, Wanted { capitals: Some(false), bold: Some(false), italic: Some(false), centred: false });
    let text = sight.paper.lines[first].text();
    if !text.starts_with("Kính gửi:") {
        found.push(("thiếu dấu hai chấm sau Kính gửi".to_owned(), first));
    }
    found.extend(list_faults(sight, &parts.addressees));
    let measured = if parts.addressees.is_empty() { "một nơi nhận".to_owned() } else { format!("{} dòng", parts.addressees.len()) };
    verdict(sight, found, measured)
}

/// Every entry opens with a dash, ends with `;`, the last with `.`.
fn list_faults(sight: &Sight<'_>, lines: &[usize]) -> Vec<(String, usize)> {
    let mut faults = Vec::new();
    let mut open = false;
    for (index, at) in lines.iter().enumerate() {
        let text = sight.paper.lines[*at].text();
        if !open && !text.starts_with('-') {
            faults.push(("thiếu gạch đầu dòng".to_owned(), *at));
        }
        let last = index + 1 == lines.len();
        let runs_on = lines.get(index + 1).is_some_and(|next| !sight.paper.lines[*next].text().starts_with('-'));
        open = runs_on;
        if !runs_on && !text.ends_with(if last { '.' } else { ';' }) {
            faults.push((
                if last {
                    "dòng cuối không kết thúc bằng dấu chấm"
                } else {
                    "dòng không kết thúc bằng dấu chấm phẩy"
                }
                .to_owned(),
                *at,
            ));
        }
    }
    faults
}

pub fn recipients(sight: &Sight<'_>) -> Found {
    let parts = sight.parts;
    let Some(title) = parts.recipients_title else { return Found::fails(MISSING, Vec::new()) };
    let lines = &sight.paper.lines;
    let mut found = Vec::new();
    let heading = &lines[title];
    if heading.text() != "Nơi nhận:" {
        found.push((format!("ghi “{}”", heading.text()), title));
    }
    if !heading.bold() || !heading.italic() {
        found.push(("“Nơi nhận:” không nghiêng, đậm".to_owned(), title));
    }
    if (heading.size() - sight.most()).abs() > super::line::SIZE_SLACK {
        found.push((format!("“Nơi nhận:” cỡ {}", shown(heading.size())), title));
    }
    for at in &parts.recipients {
        let line = &lines[*at];
        if (line.size() - sight.least()).abs() > super::line::SIZE_SLACK {
            found.push((format!("danh sách cỡ {}", shown(line.size())), *at));
        }
        if line.any_bold() || line.any_italic() {
            found.push(("danh sách đậm hoặc nghiêng".to_owned(), *at));
        }
    }
    found.extend(list_faults(sight, &parts.recipients));
    let archived = parts.recipients.iter().any(|at| sight.rule.values.iter().any(|words| lines[*at].text().contains(words.as_str())));
    if !archived {
        found.push(("thiếu dòng “- Lưu: VT, …”".to_owned(), title));
    }
    verdict(sight, found, format!("{} nơi nhận", parts.recipients.len()))
}

pub fn signer(sight: &Sight<'_>) -> Found {
    let parts = sight.parts;
    let (Some(first), Some(name)) = (parts.titles.first(), parts.name) else {
        let missing = if parts.titles.is_empty() {
            "không tìm thấy chức vụ người ký in hoa"
        } else {
            "không tìm thấy họ tên người ký"
        };
        let places = parts.name.or(parts.titles.first().copied()).map(|at| sight.place(at));
        return Found::fails(missing, places.into_iter().collect());
    };
    let mut found = faults(sight, &parts.titles, Wanted { capitals: Some(true), bold: Some(true), italic: Some(false), centred: false });
    found.extend(faults(sight, &[name], Wanted { capitals: Some(false), bold: Some(true), italic: Some(false), centred: false }));
    verdict(sight, found, look(&sight.paper.lines[*first]))
}

pub fn signature_not_alone(sight: &Sight<'_>) -> Found {
    if !sight.pdf() {
        return Found::not_checked("không kiểm tra được trên tệp Word");
    }
    let parts = sight.parts;
    let Some(at) = parts.recipients_title.or(parts.name) else { return Found::not_checked("không tìm thấy chữ ký") };
    let sheet = sight.paper.lines[at].sheet;
    let above = parts.body.iter().filter(|at| sight.paper.lines[**at].sheet == sheet).count();
    #[expect(clippy::cast_precision_loss, reason = "a count of lines")]
    let enough = above as f64 >= sight.least();
    let measured = format!("{above} dòng nội dung cùng trang");
    if enough { Found::passes(measured) } else { Found::fails(measured, vec![sight.place(at)]) }
}

pub fn annex_heading(sight: &Sight<'_>) -> Found {
    let annexes = &sight.parts.annexes;
    if annexes.is_empty() {
        return Found::not_applicable("không có phụ lục");
    }
    let mut found = Vec::new();
    for annex in annexes {
        found.extend(faults(sight, &[annex.label], Wanted { capitals: Some(false), bold: Some(true), italic: Some(false), centred: true }));
        if annex.title.is_empty() {
            found.push(("phụ lục không có tên in hoa, đậm".to_owned(), annex.label));
        }
        found.extend(faults(sight, &annex.title, Wanted { capitals: Some(true), bold: Some(true), italic: Some(false), centred: true }));
        if let Some(attached) = annex.attached {
            found.extend(faults(
                sight,
                &[attached],
                Wanted { italic: Some(true), bold: Some(false), centred: true, capitals: Some(false) },
            ));
        }
    }
    verdict(sight, found, format!("{} phụ lục", annexes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_by_their_form() {
        for good in ["Số: 05/BC-TTr", "Số: 125/KH-TTT", "Số: /BC-TTr", "Số: …/BC-TTr", "Số: 12/TTr-TTr", "Số: 07/BC-UBND.NC"]
        {
            assert_eq!(number_fault(good), None, "{good}");
        }
        for bad in
            ["Số : 5 / BC - TTr", "Số: 5/BC-TTr", "Số: 05 /BC-TTr", "Số: 05/BC - TTr", "Số 05/BC-TTr", "Số: V/BC-TTr", "Số: 05/BCTTr"]
        {
            assert!(number_fault(bad).is_some(), "{bad}");
        }
        for good in [
            "Đắk Nông, ngày 05 tháng 7 năm 2022",
            "Lâm Đồng, ngày 15 tháng 12 năm 2025",
            "Thành phố Hồ Chí Minh, ngày 09 tháng 02 năm 2023",
            "Đắk Nông, ngày tháng năm 2022",
            "Huế, ngày … tháng … năm 2026",
        ] {
            assert_eq!(date_fault(good), None, "{good}");
        }
        for bad in [
            "Đắk Nông, ngày 05 tháng 07 năm 2022",
            "Đắk Nông, ngày 5 tháng 7 năm 2022",
            "Đắk Nông, ngày 05 tháng 2 năm 2022",
            "Đắk Nông ngày 05 tháng 7 năm 2022",
            "Đắk Nông, ngày năm tháng 7 năm 2022",
        ] {
            assert!(date_fault(bad).is_some(), "{bad}");
        }
    }
}
