//! Bars as a table without borders whose shaded cells are as long as the values: text that stays editable, no pictures.

use thidua_domain::narrative::chart::Bars;

use super::frame::grid;
use super::twips;
use super::xml::{Face, Look, Xml};
use crate::model::Document;

/// Size of the letters, tenths of a point.
const SIZE: u32 = 100;
/// Steps of the longest bar.
const STEPS: u64 = 60;
/// Steps behind the longest bar, for its value.
const ROOM: u64 = 24;
/// Shades of the first and the second bars.
const SHADES: [&str; 2] = ["4D4D4D", "D9D9D9"];

/// The title, the legend, a row for each bar.
pub fn chart(xml: &mut Xml, document: &Document, bars: &Bars) {
    let profile = &document.profile;
    let width = twips(profile.paper_width - profile.margin_left - profile.margin_right);
    let centred = Look { align: "center", keep_with_next: true, ..Look::default() };
    xml.line(&Look { before: Some(160), ..centred }, Face::BOLD.sized(profile.table_size), &bars.title);
    xml.paragraph(&Look { after: Some(60), ..centred }, |xml| {
        for (index, name) in std::iter::once(&bars.first).chain(&bars.second).enumerate() {
            xml.raw(if index > 0 { "<w:r><w:t xml:space=\"preserve\">     </w:t></w:r>" } else { "" });
            swatch(xml, SHADES[index]);
            xml.run(Face::PLAIN.sized(SIZE), &format!(" {name}"));
        }
    });
    let labels = width * 34 / 100;
    let step = (width - labels) / u32::try_from(STEPS + ROOM).unwrap_or(u32::MAX);
    let mut widths = vec![labels];
    widths.extend((0..STEPS + ROOM).map(|_| step));
    xml.raw(&format!("<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"40\" w:type=\"dxa\"/><w:right w:w=\"40\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"));
    grid(xml, &widths);
    let longest = bars.rows.iter().map(|row| row.first.max(row.second.unwrap_or(0))).max().unwrap_or(0).max(1);
    for row in &bars.rows {
        blank_row(xml, width);
        let second = row.second.map(|value| (value, &row.second_text));
        for (index, (value, words)) in std::iter::once((row.first, &row.first_text)).chain(second).enumerate() {
            let merge = match (second.is_some(), index) {
                (false, _) => "",
                (true, 0) => "<w:vMerge w:val=\"restart\"/>",
                (true, _) => "<w:vMerge/>",
            };
            let more = second.is_some() && index == 0;
            xml.raw(&format!("<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"{labels}\" w:type=\"dxa\"/>{merge}<w:vAlign w:val=\"center\"/></w:tcPr>"));
            let label = if index == 0 { row.label.as_str() } else { "" };
            xml.line(&Look { align: "right", keep_with_next: more, ..Look::default() }, Face::PLAIN.sized(SIZE), label);
            xml.raw("</w:tc>");
            // A value above nothing is never without a bar.
            let length = if value == 0 { 0 } else { (value.saturating_mul(STEPS) / longest).max(1) };
            bar(xml, length, step, SHADES[index]);
            let rest = STEPS + ROOM - length;
            xml.raw(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/><w:gridSpan w:val=\"{rest}\"/><w:vAlign w:val=\"center\"/></w:tcPr>",
                rest * u64::from(step)
            ));
            xml.line(&Look::default(), Face::PLAIN.sized(SIZE), words);
            xml.raw("</w:tc></w:tr>");
        }
    }
    xml.raw("</w:tbl>");
    xml.paragraph(&Look { exactly: Some(60), ..Look::default() }, |_| {});
}

/// Room between groups of bars, on one page with the group below.
fn blank_row(xml: &mut Xml, width: u32) {
    let span = STEPS + ROOM + 1;
    xml.raw(&format!(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:gridSpan w:val=\"{span}\"/></w:tcPr>"
    ));
    xml.paragraph(&Look { exactly: Some(100), keep_with_next: true, ..Look::default() }, |_| {});
    xml.raw("</w:tc></w:tr>");
}

/// The shaded cell of a bar, a little lower than its row.
fn bar(xml: &mut Xml, length: u64, step: u32, shade: &str) {
    if length == 0 {
        return;
    }
    let edge = |name: &str| format!("<w:{name} w:val=\"single\" w:sz=\"12\" w:space=\"0\" w:color=\"FFFFFF\"/>");
    xml.raw(&format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/><w:gridSpan w:val=\"{length}\"/><w:tcBorders>{}{}</w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{shade}\"/></w:tcPr>",
        length * u64::from(step),
        edge("top"),
        edge("bottom")
    ));
    xml.paragraph(&Look::default(), |_| {});
    xml.raw("</w:tc>");
}

fn swatch(xml: &mut Xml, shade: &str) {
    xml.raw(&format!("<w:r><w:rPr><w:sz w:val=\"20\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{shade}\"/></w:rPr><w:t xml:space=\"preserve\">\u{a0}\u{a0}\u{a0}\u{a0}</w:t></w:r>"));
}
