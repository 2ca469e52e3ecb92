//! Making a report version: the same steps for a page, the command line and a job.

use std::fmt;
use std::str::FromStr;

use crate::code::Code;
use crate::ports::{Format, Issue, ReportState, ReportVersion};
use crate::snapshot::Snapshot;

/// On whom a report is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Scope {
    /// The agency with all its units: the report itself.
    #[default]
    Agency,
    /// One unit.
    Unit(Code),
    /// One cluster or block.
    Cluster(Code),
}

/// The text is no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a scope")]
pub struct ScopeError;

impl fmt::Display for Scope {
    /// Empty for the agency; `unit:TTH-CUJUT`, `cluster:CUM-1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agency => Ok(()),
            Self::Unit(code) => write!(f, "unit:{code}"),
            Self::Cluster(code) => write!(f, "cluster:{code}"),
        }
    }
}

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(raw: &str) -> Result<Self, ScopeError> {
        let code = |code: &str| code.parse().map_err(|_| ScopeError);
        match raw.split_once(':') {
            None if raw.is_empty() => Ok(Self::Agency),
            Some(("unit", rest)) => Ok(Self::Unit(code(rest)?)),
            Some(("cluster", rest)) => Ok(Self::Cluster(code(rest)?)),
            _ => Err(ScopeError),
        }
    }
}

/// Prints the files of a report: the port that `thidua-document` fills.
pub trait Press: Send + Sync {
    /// Version of the program and its faces: what the bytes depend on besides the snapshot.
    fn engine(&self) -> String;

    /// The files of a snapshot, as a draft or as issued. Takes tens of milliseconds of one core.
    ///
    /// # Errors
    /// [`PressError`] when no sound file can be made; nothing was stored.
    fn print(&self, snapshot: &Snapshot, issue: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError>;

    /// Reads a stored file back and tells what is wrong with it, in Vietnamese: before it leaves the house.
    fn faults(&self, snapshot: &Snapshot, issue: Option<Issue>, format: Format, bytes: &[u8]) -> Vec<String>;
}

/// Why no file was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PressError {
    /// A character that the faces cannot draw.
    #[error("no face has a glyph for {0:?} (U+{code:04X})", code = u32::from(*.0))]
    MissingGlyph(char),
    /// A file failed the check that follows its making: nothing of the version is kept.
    #[error("the {} that was made is unsound: {}", .format.name(), .faults.join("; "))]
    Unsound {
        /// Which file.
        format: Format,
        /// What is wrong, in Vietnamese.
        faults: Vec<String>,
    },
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

/// A file of a version, printed again from its frozen inputs: of versions that were made before the format was known.
///
/// # Errors
/// [`PressError`] when no sound file can be made.
pub fn again(press: &dyn Press, version: &ReportVersion, snapshot: &Snapshot, format: Format) -> Result<Option<Vec<u8>>, PressError> {
    let files = press.print(snapshot, version.state.issue())?;
    Ok(files.into_iter().find(|(made, _)| *made == format).map(|(_, bytes)| bytes))
}

/// The version already made from the same inputs, by the same engine, for the same issue: making
/// another would only repeat it.
pub fn already_made<'a>(versions: &'a [ReportVersion], snapshot: &str, issue: Option<Issue>, engine: &str) -> Option<&'a ReportVersion> {
    let same_issue = |version: &ReportVersion| match &version.state {
        ReportState::Draft => issue.is_none(),
        ReportState::Issued(stored) => issue == Some(*stored),
        ReportState::Superseded(_) => false,
    };
    versions
        .iter()
        .find(|version| version.scope == Scope::Agency && version.snapshot == snapshot && version.engine == engine && same_issue(version))
}
