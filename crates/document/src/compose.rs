//! From a report to a document: the frame and marks that Decree 30/2020/NĐ-CP prescribes, in words.

use thidua_domain::catalogue::{Catalogue, LayoutProfile};
use thidua_domain::narrative::dates::long_date;
use thidua_domain::ports::Issue;
use thidua_domain::report::{Annex, Paragraph, Report, Shape};

use crate::model::{AnnexPart, Block, Closing, Document, Head, Marks, Run, Stamp};

/// Blank left for a number or day that is given at signing.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";
/// Shorter blank inside a date.
const SHORT_BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// Dresses a report.
pub fn compose(report: &Report) -> Document {
    let agency = &report.agency;
    let (body, notes) = body(report);
    Document {
        title: format!("Báo cáo {}", lower_first(&report.subject.join(" "))),
        author: report.agency_name.to_string(),
        profile: report.layout.clone().unwrap_or_else(fallback_profile),
        marks: Marks {
            draft: report.issue.is_none().then(|| "DỰ THẢO".to_owned()),
            illustrative: agency.illustrative.then(|| "SỐ LIỆU MINH HỌA".to_owned()),
        },
        head: head(report),
        body,
        notes,
        closing: closing(report),
        annexes: report.annexes.iter().map(|annex| annex_part(report, annex)).collect(),
        address: agency.address.to_string(),
    }
}

fn head(report: &Report) -> Head {
    let agency = &report.agency;
    Head {
        superior: keep_names(&agency.superior.to_uppercase()),
        agency: keep_names(&report.agency_short.to_uppercase()),
        national_title: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
        motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
        number: format!("Số: {}", symbol(report)),
        stamps: report.stamps.iter().map(|row| Stamp { words: row.words.to_string(), width: row.width, height: row.height }).collect(),
        place_and_date: format!("{}, {}", agency.place, date(report)),
        kind: "BÁO CÁO".to_owned(),
        subject: report.subject.clone(),
        salutation: "Kính gửi:".to_owned(),
        addressees: addressees(report),
    }
}

/// Joins the words of a term, so that a name wraps between terms: "ỦY BAN NHÂN DÂN / THÀNH PHỐ …".
fn keep_names(name: &str) -> String {
    const TERMS: [&str; 5] = ["ỦY BAN", "NHÂN DÂN", "THÀNH PHỐ", "THANH TRA", "CHÍNH PHỦ"];
    TERMS.iter().fold(name.to_owned(), |name, term| name.replace(term, &term.replace(' ', "\u{a0}")))
}

/// `88/BC-TTr`; numbers below 10 take a zero; a draft leaves the number blank.
fn symbol(report: &Report) -> String {
    let number = report.issue.map_or_else(|| BLANK.to_owned(), |issue| format!("{:02}", issue.number));
    format!("{number}/BC-{}", report.agency.symbol)
}

fn date(report: &Report) -> String {
    match report.issue {
        Some(Issue { date, .. }) => long_date(date),
        None => format!("ngày{SHORT_BLANK}tháng{SHORT_BLANK}năm {}", report.day().format("%Y")),
    }
}

fn addressees(report: &Report) -> Vec<String> {
    let list = &report.agency.addressees;
    match &list[..] {
        [only] => vec![only.to_string()],
        _ => list.iter().enumerate().map(|(index, name)| format!("- {name}{}", if index + 1 == list.len() { "." } else { ";" })).collect(),
    }
}

/// The blocks of the body, and the notes to them in order.
fn body(report: &Report) -> (Vec<Block>, Vec<String>) {
    let labels: Vec<String> = report.annexes.iter().map(|annex| glue(&annex.label)).collect();
    let mut notes = Vec::new();
    let mut paragraph = |paragraph| paragraph_block(paragraph, &labels, &mut notes);
    let mut blocks: Vec<Block> = report.opening.iter().map(&mut paragraph).collect();
    for section in &report.sections {
        let heading = if section.level == 1 { section.heading.to_uppercase() } else { section.heading.clone() };
        blocks.push(Block::Heading { level: section.level, text: format!("{}\u{a0}{heading}", section.number) });
        blocks.extend(section.body.iter().map(&mut paragraph));
        blocks.extend(section.charts.iter().cloned().map(Block::Chart));
    }
    blocks.push(paragraph(&report.closing));
    (blocks, notes)
}

fn paragraph_block(paragraph: &Paragraph, labels: &[String], notes: &mut Vec<String>) -> Block {
    let spans = paragraph.spans();
    let mut runs = Vec::with_capacity(spans.len() + 1);
    if paragraph.shape == Shape::Item {
        runs.push(Run::plain("-\u{a0}"));
    }
    for span in &spans {
        let first = runs.len();
        runs.extend(with_links(&glue(&span.text), labels));
        for run in &mut runs[first..] {
            run.figure = span.figure.as_ref().map(ToString::to_string);
        }
        if let (Some(words), Some(last)) = (&span.note, runs.last_mut()) {
            last.note = Some(notes.len());
            notes.push(glue(words));
        }
    }
    Block::Paragraph { runs }
}

/// Cuts a text where it names an annex of the report.
fn with_links(text: &str, labels: &[String]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some((at, annex)) = first_annex(rest, labels) {
        let (before, named) = rest.split_at(at);
        let (name, after) = named.split_at(labels[annex].len());
        if !before.is_empty() {
            runs.push(Run::plain(before));
        }
        runs.push(Run { annex: Some(annex), ..Run::plain(name) });
        rest = after;
    }
    if !rest.is_empty() || runs.is_empty() {
        runs.push(Run::plain(rest));
    }
    runs
}

/// How every label of an annex begins.
const ANNEX: &str = "Phụ lục";

/// Where the first label stands that is not the beginning of a longer word, and whose it is.
fn first_annex(text: &str, labels: &[String]) -> Option<(usize, usize)> {
    let whole = |after: &str| {
        let joined = after.trim_start_matches('\u{a0}');
        // "Phụ lục" alone is no reference where a number follows; "Phụ lục I" is none inside "Phụ lục II".
        !after.starts_with(char::is_alphanumeric) && (joined.len() == after.len() || !joined.starts_with(char::is_alphanumeric))
    };
    text.match_indices(ANNEX).find_map(|(at, _)| {
        let named = |label: &String| text[at..].strip_prefix(label.as_str()).is_some_and(whole);
        Some((at, labels.iter().position(named)?))
    })
}

/// Joins with non-breaking spaces what must not be torn apart at a line end: "Số 125/KH-TTr",
/// "ngày 09/02/2022", "quý III", a number and the word it counts.
pub fn glue(text: &str) -> String {
    const BEFORE_NUMBER: [&str; 14] =
        ["số", "ngày", "tháng", "năm", "quý", "điều", "khoản", "điểm", "lục", "biểu", "cột", "lần", "khóa", "tp."];
    let mut glued = String::with_capacity(text.len());
    let mut words = text.split(' ').peekable();
    let mut before_was_label = false;
    while let Some(word) = words.next() {
        glued.push_str(word);
        let Some(next) = words.peek() else { break };
        let bare = word.trim_start_matches(['(', '“', '"']).to_lowercase();
        let is_label = BEFORE_NUMBER.contains(&bare.as_str());
        let next_is_number = next.starts_with(|ch: char| ch.is_ascii_digit()) || is_roman(next);
        let counts = is_count(&bare) && !before_was_label && next.starts_with(char::is_alphabetic);
        let joined = (is_label && (next_is_number || bare == "tp.")) || counts;
        glued.push(if joined { '\u{a0}' } else { ' ' });
        before_was_label = is_label;
    }
    glued
}

fn is_count(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') && word.ends_with(|ch: char| ch.is_ascii_digit())
}

fn is_roman(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',', ';', ')', ':']);
    !bare.is_empty() && bare.chars().all(|ch| matches!(ch, 'I' | 'V' | 'X'))
}

fn closing(report: &Report) -> Closing {
    let agency = &report.agency;
    let mut recipients = Vec::new();
    if !agency.addressees.is_empty() {
        recipients.push("- Như trên;".to_owned());
    }
    recipients.extend(agency.recipients.iter().map(|name| format!("- {name};")));
    recipients.push(format!("- Lưu: {}.", agency.archive));
    Closing {
        recipients_title: "Nơi nhận:".to_owned(),
        recipients,
        titles: agency.signer.titles.iter().map(|title| title.to_uppercase()).collect(),
        name: agency.signer.name.to_string(),
    }
}

fn annex_part(report: &Report, annex: &Annex) -> AnnexPart {
    let dated = match report.issue {
        Some(_) => format!("số\u{a0}{} {}", symbol(report), date(report)),
        None => format!("số{BLANK}/BC-{} ngày{SHORT_BLANK}tháng{SHORT_BLANK}năm{BLANK}", report.agency.symbol),
    };
    AnnexPart {
        label: annex.label.clone(),
        title: annex.title.to_uppercase(),
        attached_to: format!("(Kèm theo Báo cáo {dated} của {})", report.agency_name),
        note: annex.note.clone(),
        table: annex.table.clone(),
        signatures: annex.signatures.clone(),
    }
}

fn lower_first(text: &str) -> String {
    thidua_domain::text::uncapitalise(text)
}

/// The shipped profile, for a catalogue that has none.
fn fallback_profile() -> LayoutProfile {
    let shipped = Catalogue::shipped().ok().and_then(|catalogue| catalogue.layouts.into_iter().next());
    shipped.expect("the shipped catalogue has a layout profile; a test reads it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_annex_leads_to_it_and_no_other() {
        let labels = ["Phụ lục\u{a0}I", "Phụ lục\u{a0}II"].map(str::to_owned);
        let found = |text: &str| with_links(text, &labels).into_iter().map(|run| (run.text, run.annex)).collect::<Vec<_>>();
        let run = |text: &str, annex| (text.to_owned(), annex);
        let expected =
            [run("nêu tại ", None), run("Phụ lục\u{a0}II", Some(1)), run(", ", None), run("Phụ lục\u{a0}I", Some(0)), run(".", None)];
        assert_eq!(found("nêu tại Phụ lục\u{a0}II, Phụ lục\u{a0}I."), expected);
        assert_eq!(found("Phụ lục\u{a0}III"), [run("Phụ lục\u{a0}III", None)]);
    }

    #[test]
    fn what_belongs_together_is_not_torn_apart() {
        let shown = |text: &str| glue(text).replace('\u{a0}', "~");
        assert_eq!(shown("Kế hoạch số 125/KH-TTr ngày 09/02/2022 của"), "Kế hoạch số~125/KH-TTr ngày~09/02/2022 của");
        assert_eq!(shown("có 05 tập thể, năm 2022 và 12 cá nhân"), "có 05~tập thể, năm~2022 và 12~cá nhân");
        assert_eq!(shown("tại Phụ lục IV."), "tại Phụ lục~IV.");
        assert_eq!(shown("số liệu"), "số liệu");
    }
}
