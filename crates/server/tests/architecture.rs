//! The arrows of `ARCHITECTURE.md`, held against what cargo knows.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// A crate may know these siblings and no others.
const ARROWS: [(&str, &[&str]); 6] = [
    ("thidua-domain", &[]),
    ("thidua-storage", &["thidua-domain"]),
    ("thidua-document", &["thidua-domain"]),
    ("thidua-jobs", &["thidua-domain"]),
    ("thidua-web", &["thidua-document", "thidua-domain"]),
    ("thidua-server", &["thidua-document", "thidua-domain", "thidua-jobs", "thidua-storage", "thidua-web"]),
];

/// What the domain must not know.
const FOREIGN_TO_DOMAIN: [&str; 6] = ["sqlx", "axum", "askama", "printpdf", "lopdf", "tokio"];

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO")).args(["metadata", "--format-version", "1", "--no-deps", "--offline"]).output().unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let normal = |package: &serde_json::Value| {
        let list = package["dependencies"].as_array().unwrap().iter();
        list.filter(|dependency| dependency["kind"].is_null()).map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
    };
    metadata["packages"].as_array().unwrap().iter().map(|package| (package["name"].as_str().unwrap().to_owned(), normal(package))).collect()
}

#[test]
fn arrows_point_inward() {
    let found = dependencies();
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(found.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "every crate stands in the map");
    for (name, allowed) in ARROWS {
        let siblings: BTreeSet<&str> =
            found[name].iter().map(String::as_str).filter(|dependency| dependency.starts_with("thidua-")).collect();
        assert_eq!(siblings, allowed.iter().copied().collect(), "{name}");
    }
}

#[test]
fn the_domain_knows_no_technology() {
    let found = dependencies();
    for foreign in FOREIGN_TO_DOMAIN {
        assert!(!found["thidua-domain"].contains(foreign), "{foreign}");
    }
}
