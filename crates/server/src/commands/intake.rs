//! Reading a file that somebody sent, bundle or workbook: size, kind, findings. Shared by `check` and
//! `import`.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use thidua_document::fonts::Fonts;
use thidua_document::workbook;
use thidua_domain::bundle::{self, Bundle, Finding, Problem, Reading};
use thidua_domain::catalogue::Catalogue;
use thidua_domain::difference::{self, Part, PartChange};
use thidua_domain::period::civil_date;
use thidua_domain::ports::{AgencyStore as _, CatalogueStore as _};
use thidua_domain::world::World as _;

use crate::cli::Database;
use crate::setup::{Tools, faces, open};

/// Files larger than this are refused before they are read.
const LARGEST: u64 = 64 << 20;

/// How a workbook, which is a ZIP archive, begins.
const ZIP: &[u8] = b"PK";

/// What files are held against, and the store when there is one already.
pub struct Intake {
    pub tools: Option<Tools>,
    catalogue: Catalogue,
    fonts: Arc<Fonts>,
}

/// A file that may be taken in.
pub struct Accepted {
    pub bundle: Bundle,
    pub notes: Vec<Finding>,
    /// What a workbook changes in the stored data; `None` for a bundle.
    pub changes: Option<Vec<PartChange>>,
}

impl Intake {
    /// Opens the database if it exists; a file that may be refused makes none.
    pub async fn open(database: &Database) -> Result<Self> {
        let tools = if database.database.exists() { Some(open(database).await?) } else { None };
        let catalogue = match &tools {
            Some(tools) => tools.store.catalogue().await?.map_or_else(Catalogue::shipped, Ok)?,
            None => Catalogue::shipped()?,
        };
        let fonts = match &tools {
            Some(tools) => tools.fonts.clone(),
            None => Arc::new(faces(&database.faces)?),
        };
        Ok(Self { tools, catalogue, fonts })
    }

    /// Reads and checks a file.
    pub async fn read(&self, file: &Path, convert_legacy: bool) -> Result<Result<Accepted, Vec<Finding>>> {
        let bytes = bytes_of(file)?;
        let fonts = self.fonts.clone();
        let drawable = move |ch| fonts.draws(ch);
        if bytes.starts_with(ZIP) {
            return self.workbook(&bytes, convert_legacy).await;
        }
        let reading =
            Reading { catalogue: &self.catalogue, drawable: &drawable, convert_legacy, now: Some(crate::world::Machine::new().now()) };
        let read = bundle::read(&bytes, &reading);
        Ok(read.map(|checked| Accepted { bundle: checked.bundle, notes: checked.notes, changes: None }))
    }

    async fn workbook(&self, bytes: &[u8], convert_legacy: bool) -> Result<Result<Accepted, Vec<Finding>>> {
        let filled = match workbook::read(bytes) {
            Ok(filled) => filled,
            Err(finding) => return Ok(Err(vec![finding])),
        };
        let stored = match (&self.tools, filled.agency.parse()) {
            (Some(tools), Ok(code)) => tools.store.export(&code).await?,
            _ => None,
        };
        let Some(stored) = stored else {
            let problem = Problem::NoSuchAgency(filled.agency.clone());
            return Ok(Err(vec![Finding::whole("tệp", problem)]));
        };
        let fonts = self.fonts.clone();
        let drawable = move |ch| fonts.draws(ch);
        let reading =
            Reading { catalogue: &self.catalogue, drawable: &drawable, convert_legacy, now: Some(crate::world::Machine::new().now()) };
        let now = crate::world::Machine::new().now();
        let taken = filled.take(&stored, &reading, now);
        Ok(taken.map(|taken| {
            let part = taken.bundle.submissions.first().map(|sent| Part::Submission(sent.unit.clone(), sent.period));
            let changes = part.map(|part| difference::of_part(&part, taken.changes)).unwrap_or_default();
            Accepted { bundle: taken.bundle, notes: taken.notes, changes: Some(changes) }
        }))
    }

    /// What a file would change in what is stored.
    pub async fn changes(&self, accepted: &Accepted) -> Result<Vec<PartChange>> {
        if let Some(changes) = &accepted.changes {
            return Ok(changes.clone());
        }
        let bundle = &accepted.bundle;
        let stored = match &self.tools {
            Some(tools) => tools.store.export(&bundle.agency.code).await?,
            None => None,
        };
        let words = workbook::words(&bundle.agency, &self.catalogue, civil_date(crate::world::Machine::new().now()));
        Ok(difference::bundles(stored.as_ref(), bundle, &words))
    }
}

fn bytes_of(file: &Path) -> Result<Vec<u8>> {
    let path = file.display();
    let size = std::fs::metadata(file).with_context(|| format!("Không đọc được tệp {path}"))?.len();
    if size > LARGEST {
        bail!("Tệp {path} lớn hơn {} MB, không phải tệp dữ liệu của một cơ quan. Không có nội dung nào được ghi.", LARGEST >> 20);
    }
    std::fs::read(file).with_context(|| format!("Không đọc được tệp {path}"))
}
