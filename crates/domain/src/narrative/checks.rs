//! The rules of wording that every generated sentence is held to (phrase guide §15), whatever the data.
//!
//! Words of people inside a sentence (names, subjects, citations) are not judged.

use std::collections::BTreeSet;

use super::numbers::parse;
use super::vary::start;
use crate::quantity::Quantity;
use crate::report::{Fact, Origin, Paragraph, Report, Sentence};

/// A sentence that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Number of the rule in the guide; 0: a number that no fact of the sentence has.
    pub rule: u8,
    /// What is wrong.
    pub what: String,
    /// The sentence.
    pub sentence: String,
}

/// Stands for the words of people.
const QUOTED: &str = "…";

/// Words that no generated sentence has.
const REFUSED: [&str; 10] =
    ["đáng kể", "vượt bậc", "mạnh mẽ", "bởi", "sự gia tăng", "chúng tôi", "năm ngoái", "giảm xuống", "leo thang", "giảm 100%"];

/// Everything in a report that breaks a rule; an officer's replacements are not judged.
pub fn check(report: &Report) -> Vec<Breach> {
    let mut checks = Checks { found: Vec::new(), period: super::dates::period_name(report.period.period) };
    checks.section(&report.opening, false);
    for section in &report.sections {
        checks.section(&section.body, true);
    }
    checks.house(report);
    checks.found
}

struct Checks {
    found: Vec<Breach>,
    period: String,
}

impl Checks {
    fn say(&mut self, rule: u8, what: impl Into<String>, sentence: &str) {
        self.found.push(Breach { rule, what: what.into(), sentence: sentence.to_owned() });
    }

    fn section(&mut self, body: &[Paragraph], counts_period: bool) {
        let mut before = String::new();
        let mut named = 0;
        for paragraph in body {
            if paragraph.origin == Origin::Own {
                before.clear();
                continue;
            }
            for sentence in &paragraph.sentences {
                let text = plain(sentence);
                self.sentence(sentence, &text, paragraph.key.starts_with("directions"));
                named += text.matches(self.period.as_str()).count();
                // Items that begin with people's words make a list of their own.
                let quoted = sentence.spans.first().is_some_and(|span| span.quoted);
                let opening = if quoted { String::new() } else { start(&sentence.text()) };
                if !opening.is_empty() && opening == before {
                    self.say(8, format!("two neighbours open with “{opening}”"), &text);
                }
                before = opening;
            }
        }
        if counts_period && named > 1 {
            self.say(7, format!("the period is named {named} times in one section"), "");
        }
    }

    fn sentence(&mut self, sentence: &Sentence, text: &str, direction: bool) {
        self.percentages(text);
        self.signs_and_zeros(text);
        self.directions_of_change(sentence, text);
        self.fractions(text);
        self.brackets(text);
        self.typography(sentence, text);
        for refused in REFUSED.iter().filter(|word| text.contains(**word)) {
            self.say(10, format!("“{refused}”"), text);
        }
        let words: Vec<&str> = text.split([' ', '\u{a0}']).collect();
        for three in words.windows(3) {
            let vague = ["hơn", "gần", "khoảng"].contains(&three[1]) && !["thấp", "cao"].contains(&three[0]);
            if vague && three[2].starts_with(|ch: char| ch.is_ascii_digit()) {
                self.say(10, format!("“{} {}”", three[1], three[2]), text);
            }
        }
        if direction && text.contains("sẽ ") {
            self.say(10, "“sẽ” in a direction", text);
        }
        for number in outside_facts(sentence) {
            self.say(0, format!("{number} is in no fact of the sentence"), text);
        }
    }

    /// 1, 2: a percentage says of what; a ratio moves by points.
    fn percentages(&mut self, text: &str) {
        for (at, _) in text.match_indices('%') {
            let before = &text[..at];
            let said =
                ["đạt ", "chiếm ", "bằng ", "tăng ", "giảm ", "vượt ", "không quá ", "(", "/"].iter().any(|word| before.contains(word));
            if !said {
                self.say(1, "a percentage of nothing", text);
            }
            if before.ends_with([' ', '\u{a0}']) {
                self.say(13, "a space before %", text);
            }
            if text[at + 1..].trim_start_matches(['\u{a0}', ' ']).starts_with("điểm phần trăm") {
                self.say(2, "% before “điểm phần trăm”", text);
            }
        }
    }

    /// 3, 4: no signs, no standalone zero, no padded measure.
    fn signs_and_zeros(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        for (at, pair) in chars.windows(2).enumerate() {
            let opens = at == 0 || matches!(chars[at - 1], ' ' | '\u{a0}' | '(');
            if opens && matches!(pair[0], '-' | '+') && pair[1].is_ascii_digit() {
                self.say(3, "a signed number", text);
            }
        }
        for word in text.split([' ', '\u{a0}', '(', ')', ';', '/']) {
            let bare = word.trim_end_matches(['.', ',']);
            if bare == "0" || bare == "00" {
                self.say(4, "a digit for nothing", text);
            }
            let measure = bare.ends_with('%') || bare.contains(',');
            if measure && bare.starts_with('0') && !bare.starts_with("0,") {
                self.say(4, "a padded measure", text);
            }
        }
    }

    /// 5, 6: the verb follows the facts; no percentage of a base of nothing.
    fn directions_of_change(&mut self, sentence: &Sentence, text: &str) {
        let moved = |test: fn(&Fact, Quantity) -> bool| sentence.facts.iter().any(|fact| fact.base.is_some_and(|base| test(fact, base)));
        let ratio = text.contains("điểm phần trăm");
        if text.contains("tăng ") && !ratio && !moved(|fact, base| fact.comparable > base) {
            self.say(5, "“tăng” without a rise", text);
        }
        if text.contains("giảm ") && !ratio && !moved(|fact, base| fact.comparable < base) {
            self.say(5, "“giảm” without a fall", text);
        }
        if (text.contains(", bằng cùng kỳ") || text.contains(", bằng năm trước")) && !ratio {
            let equal = moved(|fact, base| fact.comparable == base) || same_shares(&sentence.facts);
            if !equal {
                self.say(5, "“bằng” without equal figures", text);
            }
        }
        let absent = ["không phát sinh", "không có ", "chưa phát hiện"].iter().any(|words| text.contains(words));
        let zero = |fact: &Fact| fact.value.is_zero() || fact.base.is_some_and(Quantity::is_zero);
        if absent && !sentence.facts.is_empty() && !sentence.facts.iter().any(zero) {
            self.say(5, "nothing said of something", text);
        }
        let compared: Vec<&Fact> = sentence.facts.iter().filter(|fact| fact.base.is_some()).collect();
        let baseless = !compared.is_empty() && compared.iter().all(|fact| fact.base.is_some_and(Quantity::is_zero));
        if baseless && (text.contains("tương ứng tăng") || text.contains("tương ứng giảm")) {
            self.say(6, "a percentage of a base of nothing", text);
        }
    }

    /// 9: a part is not larger than its whole, unless that is a plan.
    fn fractions(&mut self, text: &str) {
        let plan = text.contains("kế hoạch") || text.contains("chỉ tiêu");
        for word in without_dates(text).split([' ', '\u{a0}', '(', ')', ';']) {
            let Some((part, whole)) = word.split_once('/') else { continue };
            let (Some(part), Some(whole)) = (parse(part), parse(whole.trim_end_matches(['.', ',']))) else { continue };
            if part > whole && !plan {
                self.say(9, format!("{part} of {whole}"), text);
            }
        }
    }

    /// 11: parts in brackets add up to the number before them.
    fn brackets(&mut self, text: &str) {
        if text.matches('(').count() != text.matches(')').count() {
            self.say(11, "unpaired brackets", text);
            return;
        }
        let mut rest = text;
        let mut before = String::new();
        while let Some((head, tail)) = rest.split_once('(') {
            before.push_str(head);
            let Some((inside, after)) = tail.split_once(')') else { break };
            let total = before.split([' ', '\u{a0}']).rev().find_map(|word| parse(word.trim_end_matches(['.', ',', ';'])));
            if let Some(total) = total.filter(|_| !inside.contains('%')) {
                self.parts(inside, total, text);
            }
            rest = after;
        }
    }

    fn parts(&mut self, inside: &str, total: Quantity, text: &str) {
        for group in inside.split("; ") {
            let numbers: Option<Vec<Quantity>> = group.split(", ").map(|part| parse(part.split(['\u{a0}', ' ']).next()?)).collect();
            let Some(numbers) = numbers.filter(|numbers| numbers.len() > 1) else { continue };
            if numbers.iter().copied().sum::<Quantity>() != total {
                self.say(11, format!("the parts of {total} in “{group}”"), text);
            }
        }
    }

    /// 13: numbers and their units are not torn apart; punctuation stands where it should.
    fn typography(&mut self, sentence: &Sentence, text: &str) {
        for span in sentence.spans.iter().filter(|span| span.figure.is_some()) {
            let number = span.text.find(|ch: char| ch.is_ascii_digit()).map(|at| &span.text[at..]);
            let after = number.map(|words| words.trim_start_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, '.' | ',' | '/')));
            if after.is_some_and(|after| after.starts_with(' ')) {
                self.say(13, format!("“{}” can be torn apart", span.text), text);
            }
        }
        for wrong in ["²", "  ", " ,", " .", " ;", ",,", "..", "()", "( "] {
            if text.contains(wrong) && !text.ends_with("./.") {
                self.say(13, format!("“{wrong}”"), text);
            }
        }
        let first = sentence.text().chars().next();
        if first.is_some_and(char::is_lowercase) {
            self.say(13, "a sentence in lower case", text);
        }
    }

    /// 12: one choice of words a report.
    fn house(&mut self, report: &Report) {
        let generated: String = report
            .sections
            .iter()
            .flat_map(|section| &section.body)
            .filter(|paragraph| paragraph.origin == Origin::Generated)
            .flat_map(|paragraph| &paragraph.sentences)
            .map(plain)
            .collect::<Vec<_>>()
            .join("\n");
        for pair in [["vi phạm về", "sai phạm về"], ["công nhận danh hiệu", "tặng danh hiệu"]] {
            if pair.iter().all(|words| generated.contains(words)) {
                self.say(12, format!("both “{}” and “{}”", pair[0], pair[1]), "");
            }
        }
    }
}

/// The sentence with the words of people left out.
fn plain(sentence: &Sentence) -> String {
    sentence.spans.iter().map(|span| if span.quoted { QUOTED } else { span.text.as_str() }).collect()
}

/// True when two facts stand in the same ratio in both periods.
fn same_shares(facts: &[Fact]) -> bool {
    let shares = |a: &Fact, b: &Fact| Some((a.value.percent_of(b.value)?, a.base?.percent_of(b.base?)?));
    facts.iter().any(|a| facts.iter().any(|b| shares(a, b).is_some_and(|(now, then)| now == then)))
}

/// The text without dates, years, annexes and the half-year's own six months.
fn without_dates(text: &str) -> String {
    let words: Vec<&str> = text.split([' ', '\u{a0}']).collect();
    let mut kept = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = if at > 0 { words[at - 1].to_lowercase() } else { String::new() };
        let bare = word.trim_end_matches(['.', ',', ';', ')', ':']);
        let date = bare.matches('/').count() == 2;
        let year = before.ends_with("năm") && bare.len() == 4;
        let months = bare == "6" && words.get(at + 1).is_some_and(|next| *next == "tháng");
        kept.push(if date || year || months { QUOTED } else { word });
    }
    kept.join(" ")
}

/// Numbers of a sentence that follow from none of its facts.
pub fn outside_facts(sentence: &Sentence) -> Vec<String> {
    let text = without_dates(&plain(sentence)).replace("m2", "m");
    let allowed = allowed(&sentence.facts);
    let tokens = text.split(|ch: char| !(ch.is_ascii_digit() || matches!(ch, '.' | ',')));
    let numbers = tokens.map(|token| token.trim_matches(['.', ','])).filter(|token| !token.is_empty());
    numbers.filter(|token| parse(token).is_none_or(|number| !allowed.contains(&number))).map(str::to_owned).collect()
}

/// Every number that may be said of these facts.
fn allowed(facts: &[Fact]) -> BTreeSet<Quantity> {
    let mut numbers = BTreeSet::new();
    for fact in facts {
        let gap = fact.base.map(|base| fact.comparable.distance(base));
        let own =
            [Some(fact.value), Some(fact.comparable), fact.base, fact.base_as_issued, gap, Some(Quantity::whole(fact.compared as u64))];
        for number in own.into_iter().flatten() {
            numbers.extend([number, number.thousandth(), number.ten_thousandth()]);
        }
        if let (Some(gap), Some(base)) = (gap, fact.base) {
            numbers.extend(gap.percent_of(base));
            numbers.extend(fact.comparable.exact_multiple_of(base));
            numbers.extend(fact.value.percent_of(base));
        }
    }
    for one in facts {
        for other in facts {
            let (now, then) = (one.value.percent_of(other.value), one.base.zip(other.base).and_then(|(one, other)| one.percent_of(other)));
            numbers.extend(now);
            numbers.extend(then);
            numbers.extend(now.zip(then).map(|(now, then)| now.distance(then)));
            let gap = one.value.distance(other.value);
            numbers.insert(gap);
            numbers.extend(gap.percent_of(other.value));
        }
    }
    numbers
}
