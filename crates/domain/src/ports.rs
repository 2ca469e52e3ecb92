//! What the domain needs from a store. Each method is one transaction and one business act; a
//! lookup returns `Option`, a missing row is no error.

mod automation;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::agency::Agency;
use crate::bundle::{AgencyTexts, Bundle};
use crate::catalogue::Catalogue;
use crate::code::Code;
use crate::contact::Contact;
use crate::period::{Period, ReportingPeriod};
use crate::reporting::Scope;
use crate::settings::Settings;
use crate::snapshot::Snapshot;
use crate::submission::{Submission, SubmissionState};
use crate::text::Text;
use crate::unit::{Cluster, Succession, Unit};

pub use automation::{Clerk, JobStore, LetterStore, Preview, Raised};

/// Why a store could not do its act.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The act collides with what is stored.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A stored value cannot be read.
    #[error("{table}.{column} of row {row} is corrupt: {problem}")]
    Corrupt {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Key of the row.
        row: String,
        /// What is wrong.
        problem: String,
    },
    /// The store does not answer or cannot write.
    #[error("store unavailable: {0}")]
    Unavailable(String),
}

/// Why an import was refused; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Stored submissions stand against it.
    #[error("{} stored submissions stand against it, first: {}", .0.len(), .0[0])]
    Refused(Vec<ImportConflict>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A stored submission that a file cannot change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportConflict {
    /// The stored submission is locked and the file brings other data.
    #[error("submission of {unit} for {period} is locked")]
    Locked {
        /// Unit.
        unit: Code,
        /// Period.
        period: Period,
    },
    /// The data of the period is locked and the file brings other data.
    #[error("the period {period} is locked, {unit} brings other data")]
    PeriodLocked {
        /// Unit.
        unit: Code,
        /// Period.
        period: Period,
    },
    /// The stored state does not lead to the state in the file.
    #[error("submission of {unit} for {period} cannot go from {from:?} to {to:?}")]
    StateNotPossible {
        /// Unit.
        unit: Code,
        /// Period.
        period: Period,
        /// Stored state.
        from: SubmissionState,
        /// State in the file.
        to: SubmissionState,
    },
}

/// Why texts were not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteTextsError {
    /// The agency or the period is not stored.
    #[error("the agency or period is not stored")]
    NoSuchPeriod,
    /// Others changed the texts since they were read.
    #[error("the texts were changed meanwhile")]
    Overtaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Rows of agency, units, periods and texts that were new or different.
    pub changed_rows: usize,
    /// Submissions stored for the first time.
    pub new_submissions: usize,
    /// Submissions stored as a further version.
    pub revised_submissions: usize,
    /// Submissions that were there already, unchanged.
    pub unchanged_submissions: usize,
}

/// Identifies a report version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(pub Uuid);

/// State of a report version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportState {
    /// Dự thảo.
    Draft,
    /// Đã ban hành, with number and date.
    Issued(Issue),
    /// Đã được thay thế by a later issue.
    Superseded(Issue),
}

impl ReportState {
    /// Number and date, unless it is a draft.
    pub fn issue(&self) -> Option<Issue> {
        match self {
            Self::Draft => None,
            Self::Issued(issue) | Self::Superseded(issue) => Some(*issue),
        }
    }
}

/// Number and date given at issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issue {
    /// Number in the agency's series of the year of `date`, from 1.
    pub number: u32,
    /// Day of issue.
    pub date: NaiveDate,
}

/// A format in which a version is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// PDF.
    Pdf,
    /// Standalone HTML.
    Html,
    /// Word, to go on editing.
    Docx,
    /// Excel: the annexes with the sources of their figures.
    Xlsx,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Html, Self::Docx, Self::Xlsx];

    /// Its name and the extension of its files: `pdf`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Html => "text/html; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A stored report version without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportVersion {
    /// Identifier.
    pub id: ReportId,
    /// Agency.
    pub agency: Code,
    /// Period.
    pub period: Period,
    /// On whom it is.
    pub scope: Scope,
    /// Version within agency, period and scope, from 1.
    pub version: u32,
    /// State.
    pub state: ReportState,
    /// SHA-256 of the snapshot.
    pub snapshot: String,
    /// When the version was made.
    pub made_at: DateTime<Utc>,
    /// Version of the program and its faces that made the files.
    pub engine: String,
    /// True when the data is made up for illustration.
    pub illustrative: bool,
    /// The job that made it; `None` of a version that somebody asked for.
    pub job: Option<Uuid>,
    /// The schedule that the job came from, by the name that it had.
    pub schedule: Option<Text>,
}

/// A new report version, ready to be stored.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// The frozen inputs.
    pub snapshot: &'a Snapshot,
    /// On whom it is; the code of the agency is that of the snapshot.
    pub scope: &'a Scope,
    /// Number and date, when it is issued.
    pub issue: Option<Issue>,
    /// Version of the program and its faces.
    pub engine: &'a str,
    /// The job that makes it; a second version of one job and scope is not stored, the first is returned.
    pub job: Option<Uuid>,
    /// The files.
    pub files: &'a [(Format, Vec<u8>)],
}

/// Why a version was not stored.
#[derive(Debug, thiserror::Error)]
pub enum AddVersionError {
    /// The number was given to another report in the same year.
    #[error("number {0} of this year is taken by {1} version {2}")]
    NumberTaken(u32, Period, u32),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an upgrade of the catalogue did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogueUpgrade {
    /// These rows had come in before.
    Known,
    /// They came in, except for these kinds, in which the agency's own rows contradict them.
    Done(Vec<&'static str>),
}

/// Why catalogue rows were not kept.
#[derive(Debug, thiserror::Error)]
pub enum AddCatalogueError {
    /// Others brought in rows since these were merged.
    #[error("the catalogue has a newer version than the one these rows were merged into")]
    Overtaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A period with who has sent and how many versions exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodOverview {
    /// The period.
    pub period: ReportingPeriod,
    /// Units expected for it.
    pub expected: usize,
    /// Expected units whose data counts.
    pub sent: usize,
    /// Versions of the agency's report made so far.
    pub versions: usize,
    /// When its data was locked.
    pub locked_at: Option<DateTime<Utc>>,
}

/// Where a version of the catalogue came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogueOrigin {
    /// Came with the program.
    Shipped,
    /// Brought by the operator.
    Loaded,
    /// A new version of the program merged into the operator's rows.
    Upgraded,
}

/// A stored version of the catalogue, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueVersion {
    /// Counted from 1.
    pub version: u32,
    /// When it was stored.
    pub loaded_at: DateTime<Utc>,
    /// SHA-256 of its rows.
    pub sha256: String,
    /// Where it came from.
    pub origin: CatalogueOrigin,
    /// The files it came from; empty when shipped.
    pub note: String,
}

/// A backup of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 over the rows of all its tables, equal to that of the database at that moment.
    pub content: String,
    /// When it was last restored elsewhere and found whole.
    pub restored_at: Option<DateTime<Utc>>,
}

/// What pruning took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Rows of finished jobs.
    pub jobs: u64,
    /// Files of superseded drafts.
    pub files: u64,
    /// Words of letters.
    pub letters: u64,
}

/// State of the database file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreHealth {
    /// Version of the database engine.
    pub engine: String,
    /// Size of the database in bytes.
    pub size: u64,
    /// Result of the quick integrity check: `None` when it is sound.
    pub defect: Option<String>,
    /// True when a write transaction could be opened.
    pub writable: bool,
}

/// Agencies and what their units sent.
#[async_trait]
pub trait AgencyStore: Send + Sync {
    /// All agencies, by code.
    async fn agencies(&self) -> Result<Vec<Agency>, StoreError>;
    /// One agency.
    async fn agency(&self, code: &Code) -> Result<Option<Agency>, StoreError>;
    /// The agency's units.
    async fn units(&self, agency: &Code) -> Result<Vec<Unit>, StoreError>;
    /// The agency's clusters, by code.
    async fn clusters(&self, agency: &Code) -> Result<Vec<Cluster>, StoreError>;
    /// What became of the agency's units, by code.
    async fn successions(&self, agency: &Code) -> Result<Vec<Succession>, StoreError>;
    /// Everything that is stored of the agency now, read in one transaction: what an export gives.
    async fn export(&self, agency: &Code) -> Result<Option<Bundle>, StoreError>;
    /// The agency's periods alone, newest first: what schedules count from, asked for several times a minute.
    async fn windows(&self, agency: &Code) -> Result<Vec<ReportingPeriod>, StoreError>;
    /// The agency's periods with who has sent, newest first.
    async fn periods(&self, agency: &Code) -> Result<Vec<PeriodOverview>, StoreError>;
    /// All versions of what a unit sent for a period, oldest first.
    async fn submission_history(&self, agency: &Code, unit: &Code, period: Period) -> Result<Vec<Submission>, StoreError>;
    /// The inputs of a report as they are now, read in one transaction; `None` without agency or period.
    async fn snapshot(&self, agency: &Code, period: Period) -> Result<Option<Snapshot>, StoreError>;
    /// Writes the agency's own texts for a period, which were `before`; when others changed them meanwhile, nothing is written.
    async fn write_texts(&self, agency: &Code, before: &AgencyTexts, after: &AgencyTexts) -> Result<(), WriteTextsError>;
    /// Takes a checked bundle in, wholly or not at all.
    async fn import(&self, bundle: &Bundle) -> Result<ImportOutcome, ImportError>;
    /// Keeps a period unless there is one of that name; true when it is new.
    async fn open_period(&self, agency: &Code, period: &ReportingPeriod) -> Result<bool, StoreError>;
    /// Locks the data of a period: accepted submissions become locked ones, and others are not taken in any more.
    /// Tells how many became locked; `None` without the period, or where it was locked already.
    async fn lock_period(&self, agency: &Code, period: Period) -> Result<Option<usize>, StoreError>;
    /// The agency's contacts, by name.
    async fn contacts(&self, agency: &Code) -> Result<Vec<Contact>, StoreError>;
    /// Keeps a contact, new or in the place of the one with its address; false without the agency.
    async fn put_contact(&self, agency: &Code, contact: &Contact) -> Result<bool, StoreError>;
    /// Forgets the contact with this address; letters keep what was sent.
    async fn remove_contact(&self, agency: &Code, email: &str) -> Result<bool, StoreError>;
}

/// Catalogues.
#[async_trait]
pub trait CatalogueStore: Send + Sync {
    /// Brings in the rows that come with the program, unless that was done: a new store gets them all;
    /// later, rows that the agency changed stay. Kinds that had to be kept back are tried again each time.
    async fn upgrade_catalogue(&self, shipped: &Catalogue) -> Result<CatalogueUpgrade, StoreError>;
    /// Keeps the rows as the newest version unless they are that already; true when they were new.
    /// `note` names the files they came from, `base` the rows that they were merged into: when another
    /// version has come meanwhile, nothing is kept and the store says so.
    async fn add_catalogue(&self, catalogue: &Catalogue, base: &Catalogue, note: &str) -> Result<bool, AddCatalogueError>;
    /// The newest version.
    async fn catalogue(&self) -> Result<Option<Catalogue>, StoreError>;
    /// All versions, newest first.
    async fn catalogue_versions(&self) -> Result<Vec<CatalogueVersion>, StoreError>;
    /// The rows of one version.
    async fn catalogue_version(&self, version: u32) -> Result<Option<Catalogue>, StoreError>;
}

/// Report versions and their files.
#[async_trait]
pub trait ReportStore: Send + Sync {
    /// Stores a version with its snapshot and files. An issue supersedes the issue in force for the same period.
    async fn add_version(&self, version: NewVersion<'_>) -> Result<ReportVersion, AddVersionError>;
    /// One version.
    async fn version(&self, id: ReportId) -> Result<Option<ReportVersion>, StoreError>;
    /// All versions of the agency's own report, newest first; only those of `period` when it is given.
    async fn versions(&self, agency: &Code, period: Option<Period>) -> Result<Vec<ReportVersion>, StoreError>;
    /// All versions of the reports on units and clusters of a period, newest first.
    async fn other_versions(&self, agency: &Code, period: Period) -> Result<Vec<ReportVersion>, StoreError>;
    /// The versions that a job made, the agency's first.
    async fn versions_of_job(&self, job: Uuid) -> Result<Vec<ReportVersion>, StoreError>;
    /// The file of a version as it was made.
    async fn file(&self, id: ReportId, format: Format) -> Result<Option<Vec<u8>>, StoreError>;
    /// The frozen inputs of a version.
    async fn version_snapshot(&self, id: ReportId) -> Result<Option<Snapshot>, StoreError>;
}

/// Care of the store itself.
#[async_trait]
pub trait StoreCare: Send + Sync {
    /// How the store is.
    async fn health(&self) -> Result<StoreHealth, StoreError>;
    /// Copies the database as it is at one moment into a file of `folder` (empty: `sao-luu` beside the database), restores
    /// the copy elsewhere, checks it and compares it row by row; keeps the newest `keep` copies. What is told has passed.
    async fn back_up(&self, folder: &str, keep: u32) -> Result<Backup, BackupError>;
    /// The newest backup.
    async fn last_backup(&self) -> Result<Option<Backup>, StoreError>;
    /// Takes away what is older than the settings say: rows of finished jobs (their keys stay), files of superseded drafts
    /// (their snapshots stay), words of letters (what became of them stays).
    async fn prune(&self, settings: &Settings, now: DateTime<Utc>) -> Result<Pruned, StoreError>;
}

/// Why there is no good backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be written.
    #[error("cannot write {path}: {problem}")]
    File {
        /// File or folder.
        path: String,
        /// What the system said.
        problem: String,
    },
    /// The restored copy is not what was copied.
    #[error("the backup {0} is not whole: {1}")]
    Broken(String, String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything a full program needs from its store.
pub trait Store: AgencyStore + CatalogueStore + JobStore + LetterStore + ReportStore + StoreCare {}

impl<T: AgencyStore + CatalogueStore + JobStore + LetterStore + ReportStore + StoreCare> Store for T {}
