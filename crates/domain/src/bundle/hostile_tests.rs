//! Broken and hostile files: refused with sentences, never a panic, within bounds.

use serde_json::{Value, json};

use super::*;
use crate::input::finding::KEPT;
use crate::test_support::{sent, small};

fn bundle() -> Vec<u8> {
    let submission = sent(
        "A",
        "2022-H1",
        &json!({"1": 5, "2": 1, "3": 4, "4": 5, "8": 10.5, "10": 10.5}),
        &json!({"strengths": ["Ưu điểm"], "directions": ["a", {"text": "b", "target": {"rule": "at_least", "plan": 95.5}}]}),
    );
    small(2022, "H1", &[submission]).to_string().into_bytes()
}

fn told(json: &[u8]) -> Result<Checked, Vec<Finding>> {
    let catalogue = Catalogue::shipped().unwrap();
    read(json, &Reading::plain(&catalogue))
}

#[test]
fn a_file_cut_anywhere_is_refused_with_a_place() {
    let whole = bundle();
    assert!(told(&whole).is_ok());
    for length in 0..whole.len() {
        let findings = told(&whole[..length]).expect_err("a part of a file");
        assert!(findings.iter().any(|finding| matches!(finding.problem, Problem::NotJson { .. })), "cut at {length}");
    }
}

#[test]
fn a_file_with_any_byte_flipped_is_answered() {
    let whole = bundle();
    for at in 0..whole.len() {
        for bit in [0x01, 0x10, 0x80] {
            let mut flipped = whole.clone();
            flipped[at] ^= bit;
            if let Err(findings) = told(&flipped) {
                assert!(!findings.is_empty());
            }
        }
    }
}

#[test]
fn findings_are_kept_to_a_bound_and_the_rest_is_counted() {
    let mut broken: Value = serde_json::from_slice(&bundle()).unwrap();
    let row = broken["submissions"][0].clone();
    broken["submissions"] = (0..KEPT + 500).map(|_| json!({"unit": row["unit"], "period": 1})).collect();
    let findings = told(broken.to_string().as_bytes()).unwrap_err();
    assert_eq!(findings.len(), KEPT + 1);
    assert!(matches!(findings.last().unwrap().problem, Problem::More { count, blocking: true } if count >= 500));
}

#[test]
fn a_million_values_are_too_many() {
    for field in ["units", "submissions"] {
        let values = vec!["0"; 1_000_000].join(",");
        let text = if field == "units" { format!("{{\"units\": [{values}]}}") } else { format!("{{\"submissions\": [[{values}]]}}") };
        let findings = told(text.as_bytes()).unwrap_err();
        assert!(findings.iter().any(|finding| matches!(finding.problem, Problem::TooLarge(_))), "{field}");
    }
}

#[test]
fn contradictions_and_odd_keys_are_told() {
    for text in [
        "{\"format\": \"thidua-bundle/1\", \"submissions\": {}}",
        "{\"submissions\": null, \"agency\": null}",
        "{\"$serde_json::private::Number\": \"1\"}",
        "{\"units\": [{\"$serde_json::private::Number\": \"x\"}]}",
        "null",
        "\"x\"",
        "1e999999",
        "{\"a\": 1e999999}",
        "\u{feff}{}",
    ] {
        assert!(told(text.as_bytes()).is_err(), "{text}");
    }
    assert!(told(b"\xff\xfe{}").is_err());
}
