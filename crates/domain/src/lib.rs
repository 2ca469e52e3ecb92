//! What a half-year emulation report *is*: agencies, periods and catalogues; what units send; the
//! summary computed from it; the sentences written from the summary; and the ports it needs.
//!
//! Pure: no clock, no chance, no database, no HTTP, no paper. Start reading at [`snapshot`] (the
//! frozen inputs), then [`summary`] (figures that know their sources), then [`narrative`] (words).
//! Layout is in `thidua-document`, storage behind the traits of [`ports`].

/// The agency that issues the report.
pub mod agency;
/// The JSON bundle in which data comes in.
pub mod bundle;
/// Everything legal or local that changes with time.
pub mod catalogue;
/// Short permanent codes.
pub mod code;
/// Vietnamese alphabetical order.
pub mod collation;
/// People who are told something by e-mail.
pub mod contact;
/// What differs between two values.
pub mod difference;
/// What to look at before a report is made.
pub mod hints;
/// Reading, mending and checking what comes from outside.
pub mod input;
/// What is done later: a run in the queue.
pub mod job;
/// What is written to people.
pub mod letter;
/// Sentences of findings and errors.
pub mod messages;
/// The sentences of the report.
pub mod narrative;
/// The inputs of a report on one unit or cluster.
pub mod narrowed;
/// The officer's edits to one report.
pub mod officer;
/// Reporting periods and their dates.
pub mod period;
/// What the domain needs from a store.
pub mod ports;
/// Exact figures.
pub mod quantity;
/// The report as a value.
pub mod report;
/// Making a report version.
pub mod reporting;
/// When something is due, in the terms of a period.
pub mod schedule;
/// What the operator sets for the whole program.
pub mod settings;
/// Frozen inputs of one report version.
pub mod snapshot;
/// What a unit sends.
pub mod submission;
/// Totals and comparisons.
pub mod summary;
#[cfg(test)]
mod test_support;
/// NFC text and folding.
pub mod text;
/// Units through time, clusters, successions.
pub mod unit;
/// Names and rules with dates.
pub mod validity;
/// How two versions of a report differ.
pub mod versions;
/// Time and chance by argument.
pub mod world;
