//! The rows that come inside the program.

use std::sync::OnceLock;

use super::Catalogue;
use super::source::{Source, read_sources};
use crate::input::finding::Finding;

macro_rules! shipped {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../../../seeds/catalogue/", $file)))),*]
    };
}

const FILES: [(&str, &str); 22] = shipped!(
    "forms/tt-06-2025.toml",
    "forms/tt-01-2024.toml",
    "forms/tt-02-2021.toml",
    "forms/rut-gon.toml",
    "awards.toml",
    "commendation-types.toml",
    "unit-kinds.toml",
    "document-kinds.toml",
    "movement-kinds.toml",
    "movement-levels.toml",
    "outlines.toml",
    "phrases.toml",
    "house-styles.toml",
    "comparison-breaks.toml",
    "layouts.toml",
    "legal-regimes.toml",
    "authorities.toml",
    "quota-rules.toml",
    "citation-patterns.toml",
    "holidays.toml",
    "ethics-standards.toml",
    "presentation-rules.toml",
);

/// A shipped file is broken, which a test excludes.
#[derive(Debug, thiserror::Error)]
#[error("shipped catalogue: {0:?}")]
pub struct ShippedError(Vec<Finding>);

impl Catalogue {
    /// The rows shipped inside the program.
    ///
    /// # Errors
    /// Only when a shipped file is broken, which a test excludes.
    pub fn shipped() -> Result<Self, ShippedError> {
        static READ: OnceLock<Result<Catalogue, Vec<Finding>>> = OnceLock::new();
        let read = READ.get_or_init(|| {
            let sources: Vec<Source<'_>> = FILES.iter().map(|(name, text)| Source { name, text }).collect();
            read_sources(&Self::default(), &sources)
        });
        read.clone().map_err(ShippedError)
    }
}
