//! The door: how text from outside becomes values that the rest of the program may trust.
//!
//! `json` reads JSON piece by piece, `repair` mends what may be mended without asking, `number` and `day` read what people type, `legacy` knows
//! the encodings before Unicode, `shape` holds a value against the schema made from its Rust type,
//! `finding` is what all of them report. Bundles, catalogue files and workbooks pass through here.

pub mod day;
pub mod finding;
pub mod json;
pub mod legacy;
pub mod number;
pub mod repair;
pub mod shape;
