//! `thidua gallery`: papers that show every block and edge case, as PDF, HTML and Word, from no database at all.

use anyhow::{Context as _, Result};
use chrono::{DateTime, FixedOffset};
use thidua_document::gallery::gallery;
use thidua_domain::catalogue::Catalogue;

use crate::cli::Gallery;
use crate::say::say;
use crate::setup::faces;

/// The instant inside the files, so that they are the same whenever they are made.
const MADE_AT: &str = "2026-07-05T07:00:00+07:00";

pub fn run(asked: &Gallery) -> Result<()> {
    let out = asked.out.display();
    let failed = || format!("Không ghi được vào thư mục {out}; kiểm tra quyền ghi và dung lượng đĩa");
    let catalogue = Catalogue::shipped()?;
    let profile = catalogue.layouts.last().context("Danh mục kèm chương trình không có thể thức trình bày")?;
    let fonts = faces(&asked.faces)?;
    let made_at: DateTime<FixedOffset> = MADE_AT.parse()?;
    std::fs::create_dir_all(&asked.out).with_context(failed)?;
    for exhibit in gallery(profile, &fonts).context("Không lập được trang mẫu")? {
        let files = [("pdf", exhibit.pdf(made_at, &fonts)), ("html", exhibit.html(&fonts)), ("docx", exhibit.docx(made_at, &fonts))];
        for (extension, bytes) in files {
            let bytes = bytes.with_context(|| format!("Không lập được trang mẫu {}", exhibit.name))?;
            std::fs::write(asked.out.join(format!("{}.{extension}", exhibit.name)), bytes).with_context(failed)?;
        }
        say!("{:<16} {}", exhibit.name, exhibit.about);
    }
    Ok(())
}
