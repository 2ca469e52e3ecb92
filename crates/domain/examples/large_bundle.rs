//! Writes a bundle of any size to the standard output, for measuring: `large_bundle [UNITS]`, 3,000 units
//! by default, two periods, the 60 figures of forms 01/TTr and 02/TTr each. The figures are made up and
//! pass every rule that blocks.

use std::io::{self, BufWriter, Write};

fn main() -> io::Result<()> {
    let units: u32 = std::env::args().nth(1).and_then(|raw| raw.parse().ok()).unwrap_or(3000);
    let mut out = BufWriter::new(io::stdout().lock());
    write!(out, "{HEAD}")?;
    for unit in 0..units {
        let comma = if unit == 0 { "" } else { "," };
        write!(
            out,
            "{comma}\n{{\"code\": \"DV-{unit:05}\", \"kind\": \"commune\", \"position\": {unit}, \"names\": [{{\"full\": \"Ủy ban nhân dân xã số {unit}\"}}]}}"
        )?;
    }
    write!(out, "],\n{PERIODS}\"submissions\": [")?;
    for unit in 0..units {
        for (index, year) in [2026, 2027].into_iter().enumerate() {
            let comma = if unit == 0 && index == 0 { "" } else { "," };
            write!(
                out,
                "{comma}\n{{\"unit\": \"DV-{unit:05}\", \"period\": \"{year}-H1\", \"submitted_at\": \"{year}-06-15T08:00:00+07:00\", \"figures\": {}}}",
                figures(u64::from(unit) * 2 + index as u64)
            )?;
        }
    }
    out.write_all(b"]}\n")?;
    out.flush()
}

/// Sixty figures whose sums hold.
fn figures(seed: u64) -> String {
    let (a, b, money, land) = (seed % 7, seed % 5, seed % 900 + 1, seed % 4000);
    let inspections =
        [a + b, a, b, a + b, 0, b, a + 3, money + 4, land + 2, money, land, money, land, 0, 0, 4, 2, 5, 3, 2, 4, 1, 3, a % 2, a % 3, b];
    let followed =
        [a + b, a, a, b, money, money / 2, land, land / 2, 9, 8, 7, 6, 5, 4, 3, 2, 10, 6, 4, 5, 3, 2, 8, 3, 5, 4, 1, 3, a, a, 0, 0, b, b];
    let form = |code: &str, values: &[u64]| {
        let cells: Vec<String> = values.iter().enumerate().map(|(index, value)| format!("\"{}\": {value}", index + 1)).collect();
        format!("\"{code}\": {{{}}}", cells.join(", "))
    };
    format!("{{{}, {}}}", form("01/TTr", &inspections), form("02/TTr", &followed))
}

const HEAD: &str = r#"{"format": "thidua-bundle/1",
"agency": {"code": "TTT-LON", "names": [{"full": "Thanh tra tỉnh Lớn", "short": "Thanh tra tỉnh"}], "superior": "UBND tỉnh Lớn",
"symbol": "TTr", "place": "Lớn", "sector": "ngành Thanh tra tỉnh Lớn", "archive": "VT", "signer": {"titles": ["CHÁNH THANH TRA"],
"name": "Nguyễn Văn A"}, "illustrative": true, "forms": [{"code": "01/TTr"}, {"code": "02/TTr"}]},
"units": ["#;

const PERIODS: &str = r#""periods": [{"period": "2026-H1", "due_at": "2026-06-17T17:00:00+07:00", "lock_at": "2026-06-24T17:00:00+07:00"},
{"period": "2027-H1", "due_at": "2027-06-17T17:00:00+07:00", "lock_at": "2027-06-24T17:00:00+07:00"}],
"#;
