//! Bars as shapes, the same for the screen (inline SVG) and the paper: first bars dark, second bars light
//! with an outline, so that they are told apart without colour; every value stands in words beside its bar.

use std::fmt::Write as _;

use thidua_domain::narrative::chart::{Bar, Bars};

/// Measures of a drawing, in its own units.
#[derive(Debug, Clone, Copy)]
pub struct Measures {
    /// Whole width.
    pub width: f64,
    /// Room for labels at the left.
    pub labels: f64,
    /// Room behind the longest bar for its value.
    pub values: f64,
    /// Size of the letters.
    pub size: f64,
}

/// Thickness of a bar, as a part of the size of the letters.
const BAR: f64 = 0.95;
/// Distance of lines, as a part of the size.
const LINE: f64 = 1.15;

/// A part of a drawing; `y` grows downwards.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A bar.
    Bar {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// One of the second bars.
        second: bool,
    },
    /// Words on one line.
    Words {
        /// Left end, or right end when `ends`.
        x: f64,
        /// Baseline.
        y: f64,
        /// The words end at `x`.
        ends: bool,
        /// The words.
        text: String,
    },
}

/// Shapes with their height in all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    /// In reading order.
    pub shapes: Vec<Shape>,
    /// How many of the first shapes are the legend.
    pub legend: usize,
    /// Height.
    pub height: f64,
}

impl Drawing {
    fn words(&mut self, x: f64, y: f64, ends: bool, text: &str) {
        self.shapes.push(Shape::Words { x, y, ends, text: text.to_owned() });
    }

    fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, second: bool) {
        if width > 0.0 {
            self.shapes.push(Shape::Bar { x, y, width, height, second });
        }
    }
}

/// Draws `rows` of `bars` (all, or those of one page) with a legend; `wrapped` breaks a label into the lines
/// that its room takes.
pub fn draw<E>(bars: &Bars, rows: &[Bar], measures: Measures, wrapped: impl Fn(&str) -> Result<Vec<String>, E>) -> Result<Drawing, E> {
    let Measures { width, labels, values, size } = measures;
    let longest = bars.rows.iter().map(|row| row.first.max(row.second.unwrap_or(0))).max().unwrap_or(0).max(1);
    let length = |value: u64| as_f64(value) * (width - labels - values) / as_f64(longest);
    let (thick, line) = (size * BAR, size * LINE);
    let mut drawing = Drawing::default();
    let mut x = labels;
    for (name, second) in std::iter::once((&bars.first, false)).chain(bars.second.iter().map(|name| (name, true))) {
        drawing.bar(x, 0.2 * size, thick, thick, second);
        drawing.words(x + 1.5 * size, size, false, name);
        x += (width - labels) / 2.0;
    }
    drawing.legend = drawing.shapes.len();
    drawing.height = 2.0 * line;
    for row in rows {
        let lines = wrapped(&row.label)?;
        let pair = if row.second.is_some() { 2.0 } else { 1.0 };
        let (text, ink) = (as_f64(lines.len() as u64) * line, pair * (thick + 0.1 * size));
        let height = text.max(ink);
        let mut y = drawing.height + (height - text) / 2.0;
        for words in &lines {
            drawing.words(labels - 0.6 * size, y + 0.85 * size, true, words);
            y += line;
        }
        let mut y = drawing.height + (height - ink) / 2.0;
        let values = std::iter::once((row.first, &row.first_text, false)).chain(row.second.map(|second| (second, &row.second_text, true)));
        for (value, words, second) in values {
            drawing.bar(labels, y, length(value), thick, second);
            drawing.words(labels + length(value) + 0.4 * size, y + 0.82 * size, false, words);
            y += thick + 0.1 * size;
        }
        drawing.height += height + 0.7 * size;
    }
    Ok(drawing)
}

/// A value as a length; exact as far as anybody can see.
#[expect(clippy::cast_precision_loss, reason = "a length on paper")]
fn as_f64(value: u64) -> f64 {
    value as f64
}

/// Measures on the screen.
const SCREEN: Measures = Measures { width: 760.0, labels: 200.0, values: 110.0, size: 12.0 };
/// Letters that find room in a line of a label on the screen.
const LETTERS: usize = 30;

/// The chart as inline SVG: colour and pattern, a title and a description, no style attribute, so that a
/// strict content security policy lets it stand. `id` tells several charts of one page apart.
pub fn svg(bars: &Bars, id: usize) -> String {
    let wrapped = |label: &str| Ok::<_, std::convert::Infallible>(by_letters(label));
    let drawing = draw(bars, &bars.rows, SCREEN, wrapped).unwrap_or_default();
    let (width, height) = (SCREEN.width, drawing.height);
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"bieu-do\" role=\"img\" aria-labelledby=\"bieu-do-{id}-ten bieu-do-{id}-ta\" viewBox=\"0 0 {width} {height:.1}\" font-family=\"sans-serif\" font-size=\"{}\"><title id=\"bieu-do-{id}-ten\">{}</title><desc id=\"bieu-do-{id}-ta\">{}</desc>",
        SCREEN.size,
        escape(&bars.title),
        escape(&description(bars, &bars.rows))
    );
    let _ = write!(
        svg,
        "<defs><pattern id=\"soc-{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"3\" height=\"6\" fill=\"#6b7a8c\"/></pattern></defs>"
    );
    for shape in &drawing.shapes {
        let _ = match shape {
            Shape::Bar { x, y, width, height, second } => {
                let fill = if *second { format!("url(#soc-{id})") } else { "#1f4e79".to_owned() };
                write!(
                    svg,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\" stroke=\"#33475b\" stroke-width=\"0.5\"/>"
                )
            }
            Shape::Words { x, y, ends, text } => {
                let anchor = if *ends { " text-anchor=\"end\"" } else { "" };
                write!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>{}</text>", escape(text))
            }
        };
    }
    svg.push_str("</svg>");
    svg
}

/// Breaks a label after whole words.
fn by_letters(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split(' ') {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= LETTERS) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What the chart says, for those who do not see it.
pub fn description(bars: &Bars, rows: &[Bar]) -> String {
    let row = |row: &Bar| {
        let second = bars.second.as_ref().filter(|_| row.second.is_some());
        let second = second.map_or_else(String::new, |name| format!(", {}: {}", name.to_lowercase(), row.second_text));
        format!("{}: {}: {}{second}", row.label, bars.first.to_lowercase(), row.first_text)
    };
    rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Bars {
        let row = |label: &str, first, second: Option<u64>| Bar {
            label: label.to_owned(),
            first,
            first_text: format!("{first} cuộc"),
            second,
            second_text: second.map_or_else(String::new, |b| format!("{b} cuộc")),
        };
        Bars {
            title: "A <B>".to_owned(),
            first: "nay".to_owned(),
            second: Some("trước".to_owned()),
            rows: vec![row("X & Y", 10, Some(5)), row("Z", 0, None)],
        }
    }

    #[test]
    fn bars_are_drawn_to_scale_and_escaped() {
        let drawn = svg(&sample(), 1);
        assert!(drawn.contains("A &lt;B&gt;") && drawn.contains("X &amp; Y") && !drawn.contains("style="));
        assert!(drawn.contains("width=\"450.0\"") && drawn.contains("width=\"225.0\""), "{drawn}");
    }

    #[test]
    fn nothing_is_drawn_outside_and_groups_do_not_touch() {
        let bars = sample();
        let drawing = draw(&bars, &bars.rows, SCREEN, |label| Ok::<_, ()>(by_letters(label))).unwrap();
        let mut last = 0.0;
        for shape in &drawing.shapes {
            if let Shape::Bar { x, y, width, height, .. } = shape {
                assert!(*x >= 0.0 && x + width <= SCREEN.width && y + height <= drawing.height && *y >= last - SCREEN.size);
                last = *y;
            }
        }
    }
}
