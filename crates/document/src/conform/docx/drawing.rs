//! Straight lines that a Word file draws.

use roxmltree::Node;

use super::looks::{colour, is_black};
use super::{attribute, child, number};

/// English units of length in a millimetre.
const EMU: f64 = 36_000.0;

/// A drawn straight line in a drawing: length, solid, black.
pub fn drawn(node: Node<'_, '_>) -> Option<(f64, bool, bool)> {
    let named = |name: &'static str| node.descendants().filter(move |inner| inner.tag_name().name() == name);
    let shape =
        named("prstGeom").find(|shape| attribute(*shape, "prst").is_some_and(|kind| kind.contains("line") || kind.contains("Connector")));
    if shape.is_some() {
        let length =
            named("extent").find_map(|extent| number(extent, "cx")).or_else(|| named("ext").find_map(|extent| number(extent, "cx")))? / EMU;
        let stroke = named("ln").next();
        let dashed =
            stroke.and_then(|stroke| child(stroke, "prstDash")).and_then(|dash| attribute(dash, "val")).is_some_and(|kind| kind != "solid");
        let colour = stroke
            .and_then(|stroke| child(stroke, "solidFill"))
            .and_then(|fill| child(fill, "srgbClr"))
            .and_then(|fill| attribute(fill, "val"))
            .and_then(colour);
        return Some((length, !dashed, colour.is_none_or(is_black)));
    }
    let line = named("line").find(|line| attribute(*line, "from").is_some())?;
    let end = |name: &str| attribute(line, name)?.split(',').next().and_then(length_of);
    let length = (end("to")? - end("from")?).abs();
    let dashed = named("stroke").any(|stroke| attribute(stroke, "dashstyle").is_some_and(|kind| kind != "solid"));
    let colour = attribute(line, "strokecolor").and_then(|raw| colour(raw.split_whitespace().next().unwrap_or(raw)));
    Some((length, !dashed, colour.is_none_or(is_black)))
}

/// `12.5pt`, `3cm`, `0.5in`, `20mm` in millimetres.
fn length_of(raw: &str) -> Option<f64> {
    let raw = raw.trim();
    let unit = raw.trim_start_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, '.' | '-' | '+'));
    let value: f64 = raw[..raw.len() - unit.len()].parse().ok()?;
    let factor = match unit {
        "" | "px" => 25.4 / 96.0,
        "pt" => 25.4 / 72.0,
        "in" => 25.4,
        "cm" => 10.0,
        "mm" => 1.0,
        _ => return None,
    };
    Some(value * factor).filter(|length: &f64| length.is_finite())
}
