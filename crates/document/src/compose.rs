//! From a report to a document: the frame and marks that Decree 30/2020/NĐ-CP prescribes, in words.

use thidua_domain::catalogue::{Catalogue, LayoutProfile};
use thidua_domain::narrative::dates::long_date;
use thidua_domain::ports::Issue;
use thidua_domain::report::{Annex, Paragraph, Report, Shape};

use crate::model::{AnnexPart, Block, Closing, Document, Head, Marks, Run};

/// Blank left for a number or day that is given at signing.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";
/// Shorter blank inside a date.
const SHORT_BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// Dresses a report.
pub fn compose(report: &Report) -> Document {
    let agency = &report.agency;
    Document {
        title: format!("Báo cáo {}", lower_first(&report.subject.join(" "))),
        author: report.agency_name.to_string(),
        profile: report.layout.clone().unwrap_or_else(fallback_profile),
        marks: Marks {
            draft: report.issue.is_none().then(|| "DỰ THẢO".to_owned()),
            illustrative: agency.illustrative.then(|| "SỐ LIỆU MINH HỌA".to_owned()),
        },
        head: head(report),
        body: body(report),
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

fn body(report: &Report) -> Vec<Block> {
    let mut blocks: Vec<Block> = report.opening.iter().map(paragraph).collect();
    for section in &report.sections {
        let heading = if section.level == 1 { section.heading.to_uppercase() } else { section.heading.clone() };
        blocks.push(Block::Heading { level: section.level, text: format!("{}\u{a0}{heading}", section.number) });
        blocks.extend(section.body.iter().map(paragraph));
    }
    blocks.push(paragraph(&report.closing));
    blocks
}

fn paragraph(paragraph: &Paragraph) -> Block {
    let mut runs: Vec<Run> =
        paragraph.spans.iter().map(|span| Run { text: glue(&span.text), figure: span.figure.as_ref().map(ToString::to_string) }).collect();
    if paragraph.shape == Shape::Item {
        runs.insert(0, Run { text: "-\u{a0}".to_owned(), figure: None });
    }
    Block::Paragraph { runs }
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
    fn what_belongs_together_is_not_torn_apart() {
        let shown = |text: &str| glue(text).replace('\u{a0}', "~");
        assert_eq!(shown("Kế hoạch số 125/KH-TTr ngày 09/02/2022 của"), "Kế hoạch số~125/KH-TTr ngày~09/02/2022 của");
        assert_eq!(shown("có 05 tập thể, năm 2022 và 12 cá nhân"), "có 05~tập thể, năm~2022 và 12~cá nhân");
        assert_eq!(shown("tại Phụ lục IV."), "tại Phụ lục~IV.");
        assert_eq!(shown("số liệu"), "số liệu");
    }
}
