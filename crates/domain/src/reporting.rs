//! Making a report version: the same steps for a page, the command line and, later, a job.

use crate::ports::{Format, Issue, ReportState, ReportVersion};
use crate::snapshot::Snapshot;

/// Prints the files of a report: the port that `thidua-document` fills.
pub trait Press: Send + Sync {
    /// Version of the program and its faces: what the bytes depend on besides the snapshot.
    fn engine(&self) -> String;

    /// The files of a snapshot, as a draft or as issued. Takes tens of milliseconds of one core.
    ///
    /// # Errors
    /// [`PressError`] when no sound file can be made; nothing was stored.
    fn print(&self, snapshot: &Snapshot, issue: Option<Issue>) -> Result<Vec<(Format, Vec<u8>)>, PressError>;
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
    versions.iter().find(|version| version.snapshot == snapshot && version.engine == engine && same_issue(version))
}
