//! Bars as inline SVG: colour and pattern, a title and a description, no style attribute, so that
//! a strict content security policy lets them stand.

use std::fmt::Write as _;

use thidua_domain::narrative::chart::Bars;

/// Width of the drawing; the page scales it.
const WIDTH: u64 = 760;
/// Where bars begin.
const LEFT: u64 = 190;
/// Room right of the longest bar for its value.
const RIGHT: u64 = 70;
/// Height of one bar.
const BAR: u64 = 11;
/// Height of a group of two bars with the gap below.
const GROUP: u64 = 30;
/// Room for the legend.
const TOP: u64 = 34;

/// Draws bars of two periods, one group a row.
pub fn bars(bars: &Bars) -> String {
    let longest = bars.rows.iter().map(|row| row.now.max(row.base.unwrap_or(0))).max().unwrap_or(0).max(1);
    let length = |value: u64| value * (WIDTH - LEFT - RIGHT) / longest;
    let height = TOP + GROUP * bars.rows.len() as u64 + 6;
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"bieu-do\" role=\"img\" aria-labelledby=\"bieu-do-ten bieu-do-ta\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\"><title id=\"bieu-do-ten\">{}</title><desc id=\"bieu-do-ta\">{}</desc>",
        escape(&bars.title),
        escape(&description(bars))
    );
    svg.push_str("<defs><pattern id=\"soc\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"3\" height=\"6\" fill=\"#6b7a8c\"/></pattern></defs>");
    legend(&mut svg, bars);
    for (index, row) in bars.rows.iter().enumerate() {
        let top = TOP + GROUP * index as u64;
        let _ = write!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>", LEFT - 8, top + BAR + 4, escape(&row.label));
        bar(&mut svg, top, length(row.now), "#1f4e79", &row.now_text);
        if let Some(base) = row.base {
            bar(&mut svg, top + BAR + 1, length(base), "url(#soc)", &row.base_text);
        }
    }
    svg.push_str("</svg>");
    svg
}

fn legend(svg: &mut String, bars: &Bars) {
    let _ = write!(
        svg,
        "<rect x=\"{LEFT}\" y=\"8\" width=\"14\" height=\"12\" fill=\"#1f4e79\"/><text x=\"{}\" y=\"18\">{}</text>",
        LEFT + 20,
        escape(&bars.now)
    );
    if let Some(base) = &bars.base {
        let x = LEFT + 230;
        let _ = write!(
            svg,
            "<rect x=\"{x}\" y=\"8\" width=\"14\" height=\"12\" fill=\"url(#soc)\" stroke=\"#6b7a8c\"/><text x=\"{}\" y=\"18\">{}</text>",
            x + 20,
            escape(base)
        );
    }
}

fn bar(svg: &mut String, top: u64, length: u64, fill: &str, text: &str) {
    if length > 0 {
        let _ = write!(
            svg,
            "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{length}\" height=\"{BAR}\" fill=\"{fill}\" stroke=\"#33475b\" stroke-width=\"0.5\"/>"
        );
    }
    let _ = write!(svg, "<text x=\"{}\" y=\"{}\" font-size=\"11\">{}</text>", LEFT + length + 5, top + BAR - 1, escape(text));
}

fn description(bars: &Bars) -> String {
    let row = |row: &thidua_domain::narrative::chart::Bar| {
        let base = if row.base.is_some() { format!(" (trước đó {})", row.base_text) } else { String::new() };
        format!("{}: {}{base}", row.label, row.now_text)
    };
    bars.rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use thidua_domain::narrative::chart::Bar;

    #[test]
    fn bars_are_drawn_to_scale_and_escaped() {
        let row = |label: &str, now, base| Bar {
            label: label.to_owned(),
            now,
            now_text: format!("{now} cuộc"),
            base,
            base_text: base.map_or_else(String::new, |b| format!("{b} cuộc")),
        };
        let drawn = bars(&Bars {
            title: "A <B>".to_owned(),
            now: "nay".to_owned(),
            base: Some("trước".to_owned()),
            rows: vec![row("X & Y", 10, Some(5)), row("Z", 0, None)],
        });
        assert!(drawn.contains("A &lt;B&gt;") && drawn.contains("X &amp; Y") && !drawn.contains("style="));
        assert!(drawn.contains("width=\"500\"") && drawn.contains("width=\"250\""), "{drawn}");
    }
}
