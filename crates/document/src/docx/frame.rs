//! The head of page 1 and the signature block: borderless tables, rules drawn as borders of exact length, no boxes.

use super::xml::{Face, Look, Xml};
use super::{twentieths, twips};
use crate::error::RenderError;
use crate::fonts::{self, Fonts};
use crate::layout::{HeadPlan, head_plan};
use crate::model::{AnnexPart, Document, SIGN_HERE, Stamp};

/// Stroke of the drawn rules, in eighths of a point.
const RULE: u32 = 6;
/// Height of the paragraph that bears a rule: what the paper leaves between text and text.
const RULE_HEIGHT: u32 = 60;
/// Space between the last addressee and the text.
const BELOW_ADDRESSEES: u32 = 120;
/// Size of the words of a stamp, tenths of a point.
const STAMP_SIZE: u32 = 130;

/// Quốc hiệu, names of the bodies, number, date, title, addressees.
pub fn head(xml: &mut Xml, document: &Document, fonts: &Fonts) -> Result<(), RenderError> {
    let (head, profile, plan) = (&document.head, &document.profile, head_plan(document, fonts)?);
    let [left, right] = [plan.left, plan.right].map(twentieths);
    // The name of a body keeps off Quốc hiệu.
    let gap = twentieths(6.0);
    let centred = Look { align: "center", ..Look::default() };
    let with_gap = Look { indents: Some((0, gap)), ..centred };
    open_table(xml, &[left, right]);
    xml.raw("<w:tr>");
    cell(xml, left, |xml| {
        xml.line(&with_gap, Face::PLAIN.sized(profile.national_title_size), &head.superior);
        xml.line(&with_gap, Face::BOLD.sized(profile.national_title_size), &head.agency);
        rule(xml, plan.left - 6.0, plan.agency_rule, gap);
    });
    cell(xml, right, |xml| {
        xml.line(&centred, Face::BOLD.sized(profile.national_title_size), &head.national_title);
        xml.line(&centred, Face::BOLD.sized(profile.motto_size), &head.motto);
        rule(xml, plan.right, plan.motto_rule, 0);
    });
    xml.raw("</w:tr><w:tr>");
    let lowered = twentieths(6.0);
    cell(xml, left, |xml| {
        xml.line(&Look { before: Some(lowered), ..with_gap }, Face::PLAIN.sized(profile.number_size), &head.number);
    });
    cell(xml, right, |xml| {
        let size = twentieths(plan.date_size) / 2;
        xml.line(&Look { before: Some(lowered), ..centred }, Face::ITALIC.sized(size), &head.place_and_date);
    });
    xml.raw("</w:tr>");
    for stamp in &head.stamps {
        stamp_row(xml, stamp, &plan, fonts)?;
    }
    xml.raw("</w:tbl>");
    let title = Look { style: "Title", before: Some(twentieths(18.0)), keep_with_next: true, ..Look::default() };
    xml.line(&title, Face::PLAIN, &head.kind);
    for line in &head.subject {
        xml.line(&Look { style: "Subtitle", keep_with_next: true, ..Look::default() }, Face::PLAIN, line);
    }
    rule(xml, plan.width, plan.subject_rule, 0);
    addressees(xml, document, fonts)
}

/// A rule of `width` in the middle of `room`; `gap` is free at the right of the room.
fn rule(xml: &mut Xml, room: f64, width: f64, gap: u32) {
    let aside = twentieths(((room - width) / 2.0).max(0.0));
    let look = Look {
        before: Some(RULE_HEIGHT),
        exactly: Some(RULE_HEIGHT),
        indents: Some((aside, aside + gap)),
        rule: Some(RULE),
        ..Look::default()
    };
    xml.paragraph(&look, |_| {});
}

/// Ô 10: red words in a red frame, centred under the number.
fn stamp_row(xml: &mut Xml, stamp: &Stamp, plan: &HeadPlan, fonts: &Fonts) -> Result<(), RenderError> {
    let size = f64::from(STAMP_SIZE) / 10.0;
    let words = fonts.width(fonts::Face::Bold, size, &stamp.words)? + size;
    let room = plan.left - 6.0;
    let width = (f64::from(stamp.width) * 72.0 / 254.0).max(words).min(room);
    let aside = twentieths((room - width) / 2.0);
    let spare = twips(stamp.height).saturating_sub(twentieths(size * 1.15)) / 2;
    let level = |name: &str| format!("<w:{name} w:val=\"single\" w:sz=\"8\" w:space=\"{}\" w:color=\"C00000\"/>", spare / 20);
    let across = |name: &str| format!("<w:{name} w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"C00000\"/>");
    let frame = format!("<w:pBdr>{}{}{}{}</w:pBdr>", level("top"), across("left"), level("bottom"), across("right"));
    let look = Look {
        align: "center",
        before: Some(twentieths(5.0)),
        indents: Some((aside, aside + twentieths(6.0))),
        more: &frame,
        ..Look::default()
    };
    xml.raw("<w:tr>");
    cell(xml, twentieths(plan.left), |xml| {
        xml.line(&look, Face { red: true, ..Face::BOLD.sized(STAMP_SIZE) }, &stamp.words);
    });
    cell(xml, twentieths(plan.right), |xml| {
        xml.paragraph(&Look::default(), |_| {});
    });
    xml.raw("</w:tr>");
    Ok(())
}

/// Ô 9a: one addressee on the line of "Kính gửi:", several below each other, the dashes under the colon.
fn addressees(xml: &mut Xml, document: &Document, fonts: &Fonts) -> Result<(), RenderError> {
    let head = &document.head;
    let style = Look { style: "KinhGui", ..Look::default() };
    if let [only] = &head.addressees[..] {
        xml.line(&Look { align: "center", after: Some(BELOW_ADDRESSEES), ..style }, Face::PLAIN, &format!("{} {only}", head.salutation));
    } else if !head.addressees.is_empty() {
        let salutation = head.salutation.trim_end_matches(':');
        let size = f64::from(document.profile.body_size) / 10.0;
        let left = twips(250);
        let dash = left + twentieths(fonts.width(fonts::Face::Regular, size, salutation)?);
        xml.line(&Look { indents: Some((left, 0)), ..style }, Face::PLAIN, &head.salutation);
        for (index, addressee) in head.addressees.iter().enumerate() {
            let after = (index + 1 == head.addressees.len()).then_some(BELOW_ADDRESSEES);
            xml.line(&Look { indents: Some((dash, 0)), before: Some(0), after, ..style }, Face::PLAIN, addressee);
        }
    }
    Ok(())
}

/// Ô 7 and 9b side by side, as one row that never breaks.
pub fn signature(xml: &mut Xml, document: &Document) {
    let (closing, profile) = (&document.closing, &document.profile);
    let width = twips(profile.paper_width - profile.margin_left - profile.margin_right);
    let half = width / 2;
    open_table(xml, &[half, width - half]);
    xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    let above = Some(twentieths(12.0));
    cell(xml, half, |xml| {
        let title = Face { bold: true, ..Face::ITALIC }.sized(profile.recipients_title_size);
        xml.line(&Look { before: above, ..Look::default() }, title, &closing.recipients_title);
        for line in &closing.recipients {
            xml.line(&Look::default(), Face::PLAIN.sized(profile.recipients_size), line);
        }
    });
    cell(xml, width - half, |xml| {
        for (index, title) in closing.titles.iter().enumerate() {
            let before = above.filter(|_| index == 0);
            xml.line(&Look { align: "center", before, ..Look::default() }, Face::BOLD.sized(profile.body_size), title);
        }
        let before = Some(twips(profile.signature_space));
        xml.line(&Look { align: "center", before, ..Look::default() }, Face::BOLD.sized(profile.body_size), &closing.name);
    });
    xml.raw("</w:tr></w:tbl>");
}

/// Who signs a table, side by side below it, with room for their hands.
pub fn annex_signatures(xml: &mut Xml, document: &Document, annex: &AnnexPart, width: f64) {
    let Some(count) = u32::try_from(annex.signatures.len()).ok().filter(|count| *count > 0) else { return };
    let size = document.profile.recipients_title_size;
    let widths = vec![twentieths(width) / count; annex.signatures.len()];
    xml.paragraph(&Look { exactly: Some(20), keep_with_next: true, ..Look::default() }, |_| {});
    open_table(xml, &widths);
    xml.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for (office, width) in annex.signatures.iter().zip(&widths) {
        cell(xml, *width, |xml| {
            let look = Look { align: "center", ..Look::default() };
            xml.line(&Look { before: Some(twentieths(12.0)), ..look }, Face::BOLD.sized(size), office);
            xml.line(&Look { after: Some(twips(document.profile.signature_space)), ..look }, Face::ITALIC.sized(size), SIGN_HERE);
        });
    }
    xml.raw("</w:tr></w:tbl>");
}

/// Begins a table without borders whose edges are those of the text.
pub fn open_table(xml: &mut Xml, widths: &[u32]) {
    let total: u32 = widths.iter().sum();
    let none: String = ["top", "left", "bottom", "right"].map(|side| format!("<w:{side} w:w=\"0\" w:type=\"dxa\"/>")).concat();
    xml.raw(&format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>{none}</w:tblCellMar></w:tblPr>"
    ));
    grid(xml, widths);
}

/// The columns of a table.
pub fn grid(xml: &mut Xml, widths: &[u32]) {
    xml.raw("<w:tblGrid>");
    for width in widths {
        xml.raw(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    xml.raw("</w:tblGrid>");
}

/// A cell of a borderless table.
pub fn cell(xml: &mut Xml, width: u32, content: impl FnOnce(&mut Xml)) {
    xml.raw(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"));
    content(xml);
    xml.raw("</w:tc>");
}
