//! Rules that touch or cover each other become one: neighbouring cells of a table each bring their
//! own four sides, and a page with a table is half as large without the second ones.

use crate::page::Line;

/// Ends of rules closer than this, in points, are the same.
const TOUCH: f64 = 0.01;

/// The same ink with as few rules as possible; those that lean stay as they are.
pub(super) fn joined(lines: Vec<Line>) -> Vec<Line> {
    let (level, others): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| same(line.from.1, line.to.1));
    let (upright, leaning): (Vec<Line>, Vec<Line>) = others.into_iter().partition(|line| same(line.from.0, line.to.0));
    let mut all = along(level, |point| point);
    all.extend(along(upright, |(x, y)| (y, x)));
    all.extend(leaning);
    all
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < TOUCH
}

/// Joins parallel rules; `turned` swaps the axes of a point so that the rules run along the first.
fn along(lines: Vec<Line>, turned: fn((f64, f64)) -> (f64, f64)) -> Vec<Line> {
    let forward = |line: Line| {
        let (from, to) = (turned(line.from), turned(line.to));
        let (from, to) = if from.0 <= to.0 { (from, to) } else { (to, from) };
        Line { from, to, ..line }
    };
    let mut lines: Vec<Line> = lines.into_iter().map(forward).collect();
    let hundredth = |value: f64| (value * 100.0).round();
    lines.sort_by(|a, b| {
        let place =
            hundredth(a.from.1).total_cmp(&hundredth(b.from.1)).then(a.width.total_cmp(&b.width)).then((a.ink as u8).cmp(&(b.ink as u8)));
        place.then(a.from.0.total_cmp(&b.from.0))
    });
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        match joined.last_mut() {
            Some(last)
                if same(last.from.1, line.from.1)
                    && same(last.width, line.width)
                    && last.ink == line.ink
                    && line.from.0 <= last.to.0 + TOUCH =>
            {
                last.to.0 = last.to.0.max(line.to.0);
            }
            _ => joined.push(line),
        }
    }
    joined.into_iter().map(|line| Line { from: turned(line.from), to: turned(line.to), ..line }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Ink;

    #[test]
    fn a_grid_is_drawn_with_one_rule_a_line() {
        let line = |from, to| Line { from, to, width: 0.5, ink: Ink::Black };
        let sides = |x: f64, y: f64| {
            let (right, bottom) = (x + 10.0, y + 5.0);
            [line((x, y), (right, y)), line((x, bottom), (right, bottom)), line((x, y), (x, bottom)), line((right, y), (right, bottom))]
        };
        let cells: Vec<Line> =
            (0..3).flat_map(|row| (0..4).flat_map(move |column| sides(f64::from(column) * 10.0, f64::from(row) * 5.0))).collect();
        let grid = joined(cells);
        assert_eq!(grid.len(), 4 + 5);
        assert!(grid.contains(&line((0.0, 5.0), (40.0, 5.0))) && grid.contains(&line((20.0, 0.0), (20.0, 15.0))));
    }

    #[test]
    fn rules_apart_of_other_strength_or_leaning_stay() {
        let line = |from, to, width| Line { from, to, width, ink: Ink::Black };
        let apart = vec![line((0.0, 0.0), (10.0, 0.0), 0.5), line((12.0, 0.0), (20.0, 0.0), 0.5), line((10.0, 0.0), (12.0, 0.0), 0.75)];
        assert_eq!(joined(apart.clone()).len(), 3);
        let leaning = vec![line((0.0, 0.0), (10.0, 4.0), 0.5)];
        assert_eq!(joined(leaning.clone()), leaning);
    }
}
