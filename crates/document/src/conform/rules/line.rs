//! How the lines of one component look: capitals, bold, italic, size.

use super::{Found, Sight, shown};
use crate::conform::paper::Line;

/// Difference of sizes that nobody sees, points.
pub const SIZE_SLACK: f64 = 0.3;

/// What a component must look like; `None` where it may be either way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    pub capitals: Option<bool>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub centred: bool,
}

/// Everything about lines that is not as wanted, with the size by the rule's bounds.
pub fn faults(sight: &Sight<'_>, lines: &[usize], wanted: Wanted) -> Vec<(String, usize)> {
    let mut faults = Vec::new();
    for at in lines {
        let line = &sight.paper.lines[*at];
        let mut say = |words: String| faults.push((words, *at));
        if wanted.capitals == Some(true) && !line.capitals() {
            say("không in hoa".to_owned());
        }
        if wanted.capitals == Some(false) && line.capitals() {
            say("in hoa".to_owned());
        }
        if let Some(bold) = wanted.bold {
            if bold && !line.bold() {
                say("không đậm".to_owned());
            } else if !bold && line.any_bold() {
                say("đậm".to_owned());
            }
        }
        if let Some(italic) = wanted.italic {
            if italic && !line.italic() {
                say("không nghiêng".to_owned());
            } else if !italic && line.any_italic() {
                say("nghiêng".to_owned());
            }
        }
        if wanted.centred && !line.centred(sight.paper) {
            say("không canh giữa".to_owned());
        }
        for piece in line.inked().filter(|piece| !sight.within(piece.size, SIZE_SLACK)) {
            say(format!("cỡ chữ {}", shown(piece.size)));
        }
    }
    faults
}

/// A verdict from faults; `measured` is said when there are none.
pub fn verdict(sight: &Sight<'_>, mut faults: Vec<(String, usize)>, measured: String) -> Found {
    if faults.is_empty() {
        return Found::passes(measured);
    }
    faults.dedup();
    let mut words: Vec<&str> = Vec::new();
    for (fault, _) in &faults {
        if !words.contains(&fault.as_str()) {
            words.push(fault);
        }
    }
    let mut places: Vec<usize> = faults.iter().map(|(_, at)| *at).collect();
    places.dedup();
    Found::fails(words.join("; "), places.into_iter().take(5).map(|at| sight.place(at)).collect())
}

/// The look of a line in words: `cỡ 13, in hoa, đậm`.
pub fn look(line: &Line) -> String {
    let mut words = vec![format!("cỡ {}", shown(line.size()))];
    if line.capitals() {
        words.push("in hoa".to_owned());
    }
    if line.bold() {
        words.push("đậm".to_owned());
    }
    if line.italic() {
        words.push("nghiêng".to_owned());
    }
    words.join(", ")
}
