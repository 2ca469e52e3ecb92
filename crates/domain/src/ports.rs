//! What the domain needs from a store. Each method is one transaction and one business act; a
//! lookup returns `Option`, a missing row is no error.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::agency::Agency;
use crate::bundle::{AgencyTexts, Bundle};
use crate::catalogue::Catalogue;
use crate::code::Code;
use crate::job::{Job, JobEnd, NewJob};
use crate::period::{Period, ReportingPeriod};
use crate::schedule::Schedule;
use crate::snapshot::Snapshot;
use crate::submission::{Submission, SubmissionState};
use crate::unit::{Cluster, Succession, Unit};

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
    /// Version within agency and period, from 1.
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
}

/// A new report version, ready to be stored.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// The frozen inputs.
    pub snapshot: &'a Snapshot,
    /// Number and date, when it is issued.
    pub issue: Option<Issue>,
    /// Version of the program and its faces.
    pub engine: &'a str,
    /// The job that makes it; a second version of one job is not stored, the first is returned.
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
    /// Report versions made so far.
    pub versions: usize,
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
    /// The agency's periods, newest first.
    async fn periods(&self, agency: &Code) -> Result<Vec<PeriodOverview>, StoreError>;
    /// All versions of what a unit sent for a period, oldest first.
    async fn submission_history(&self, agency: &Code, unit: &Code, period: Period) -> Result<Vec<Submission>, StoreError>;
    /// The inputs of a report as they are now, read in one transaction; `None` without agency or period.
    async fn snapshot(&self, agency: &Code, period: Period) -> Result<Option<Snapshot>, StoreError>;
    /// Writes the agency's own texts for a period, which were `before`; when others changed them meanwhile, nothing is written.
    async fn write_texts(&self, agency: &Code, before: &AgencyTexts, after: &AgencyTexts) -> Result<(), WriteTextsError>;
    /// Takes a checked bundle in, wholly or not at all.
    async fn import(&self, bundle: &Bundle) -> Result<ImportOutcome, ImportError>;
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
    /// All versions of an agency, newest first; only those of `period` when it is given.
    async fn versions(&self, agency: &Code, period: Option<Period>) -> Result<Vec<ReportVersion>, StoreError>;
    /// The file of a version as it was made.
    async fn file(&self, id: ReportId, format: Format) -> Result<Option<Vec<u8>>, StoreError>;
    /// The frozen inputs of a version.
    async fn version_snapshot(&self, id: ReportId) -> Result<Option<Snapshot>, StoreError>;
}

/// Schedules, and the queue of what is to be done.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// All schedules, oldest first.
    async fn schedules(&self) -> Result<Vec<Schedule>, StoreError>;
    /// Keeps a schedule, new or changed; false without its agency.
    async fn put_schedule(&self, schedule: &Schedule) -> Result<bool, StoreError>;
    /// Moves a schedule on and enqueues its run in one transaction. False when another has moved it meanwhile; then
    /// nothing is enqueued. A run whose key is known is not enqueued again.
    async fn advance(&self, schedule: &Schedule, until: DateTime<Utc>, job: Option<&NewJob>) -> Result<bool, StoreError>;
    /// Enqueues a job; of a key that is known nothing is enqueued, and the job that has it is told.
    async fn enqueue(&self, job: &NewJob) -> Result<Uuid, StoreError>;
    /// Takes the job that is due longest, or one whose lease has run out, for `owner` until `lease_until`.
    async fn claim(&self, owner: &str, now: DateTime<Utc>, lease_until: DateTime<Utc>) -> Result<Option<Job>, StoreError>;
    /// Keeps a claim longer; false when it is another's by now.
    async fn renew(&self, job: &Job, owner: &str, lease_until: DateTime<Utc>) -> Result<bool, StoreError>;
    /// Ends an attempt; false when the claim is another's by now.
    async fn finish(&self, job: &Job, owner: &str, now: DateTime<Utc>, end: &JobEnd) -> Result<bool, StoreError>;
    /// Makes a discarded or held job available again; false for others.
    async fn again(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError>;
    /// The newest jobs, newest first.
    async fn jobs(&self, most: u32) -> Result<Vec<Job>, StoreError>;
    /// One job.
    async fn job(&self, id: Uuid) -> Result<Option<Job>, StoreError>;
}

/// Care of the store itself.
#[async_trait]
pub trait StoreCare: Send + Sync {
    /// How the store is.
    async fn health(&self) -> Result<StoreHealth, StoreError>;
}

/// Everything a full program needs from its store.
pub trait Store: AgencyStore + CatalogueStore + JobStore + ReportStore + StoreCare {}

impl<T: AgencyStore + CatalogueStore + JobStore + ReportStore + StoreCare> Store for T {}
