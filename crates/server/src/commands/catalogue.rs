//! `thidua catalogue load|show|diff`: law and local custom as rows, changed without a new program.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use thidua_domain::bundle::{self, Finding, Level};
use thidua_domain::catalogue::{Catalogue, Difference, Form, KINDS, RowChange, Source, differences, read_sources};
use thidua_domain::messages;
use thidua_domain::period::civil_date;
use thidua_domain::ports::{AddCatalogueError, AgencyStore as _, CatalogueStore as _};
use thidua_domain::world::World as _;

use crate::cli::{CatalogueAct, CatalogueDiff, CatalogueLoad, CatalogueShow};
use crate::say::say;
use crate::setup::{Tools, open};

pub async fn run(act: CatalogueAct) -> Result<()> {
    match act {
        CatalogueAct::Load(load) => self::load(load).await,
        CatalogueAct::Show(show) => self::show(show).await,
        CatalogueAct::Diff(diff) => self::diff(diff).await,
    }
}

async fn newest(tools: &Tools) -> Result<Catalogue> {
    tools.store.catalogue().await?.context("Cơ sở dữ liệu chưa có danh mục")
}

/// How often rows are merged again after others came in meanwhile.
const MOST_TRIES: u32 = 10;

async fn load(load: CatalogueLoad) -> Result<()> {
    let tools = open(&load.database).await?;
    let note = load.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut tries = 0;
    let (before, after, new) = loop {
        let before = newest(&tools).await?;
        let after = merged(&before, &load.path)?;
        match tools.store.add_catalogue(&after, &before, &note).await {
            Ok(new) => break (before, after, new),
            Err(AddCatalogueError::Overtaken) if tries < MOST_TRIES => tries += 1,
            Err(AddCatalogueError::Overtaken) => {
                bail!("Danh mục đang được nạp ở nơi khác. Không có nội dung nào được ghi; hãy chạy lại lệnh.")
            }
            Err(AddCatalogueError::Store(error)) => bail!("{}", messages::store_error(&error)),
        }
    };
    let changes = differences(&before, &after);
    if changes.is_empty() || !new {
        say!("Danh mục trong tệp đã có đủ, không có gì thay đổi.");
    } else {
        print_differences(&changes);
        if let Err(error) = stored_against(&tools, &before, &after).await {
            say!("Lưu ý: danh mục đã được ghi, nhưng chưa đối chiếu được với dữ liệu đã lưu: {error:#}");
        }
        let version = tools.store.catalogue_versions().await?.first().map_or(0, |version| version.version);
        say!("Đã nạp danh mục, phiên bản {version}: {} dòng thay đổi.", changes.len());
    }
    tools.store.close().await;
    Ok(())
}

/// Tells what of the stored data the new rows refuse and the old ones did not: reports already made stay
/// as they are, and this is what the units would have to send again.
async fn stored_against(tools: &Tools, before: &Catalogue, after: &Catalogue) -> Result<()> {
    const SHOWN: usize = 20;
    for agency in tools.store.agencies().await? {
        let Some(stored) = tools.store.export(&agency.code).await? else { continue };
        let told = |finding: &Finding| format!("{}: {}", messages::place(finding), messages::problem(&finding.problem));
        let blocking = |catalogue| bundle::findings(&stored, catalogue).into_iter().filter(|finding| finding.level() == Level::Block);
        let known: BTreeSet<String> = blocking(before).map(|finding| told(&finding)).collect();
        let new: Vec<String> = blocking(after).map(|finding| told(&finding)).filter(|line| !known.contains(line)).collect();
        if !new.is_empty() {
            say!("Lưu ý: dữ liệu đã lưu của {} có {} chỗ không hợp với danh mục mới:", agency.code, new.len());
        }
        for line in new.iter().take(SHOWN) {
            say!("  {line}");
        }
    }
    Ok(())
}

/// The rows after the files at `path` came in; a directory gives all its `.toml` files.
fn merged(base: &Catalogue, path: &Path) -> Result<Catalogue> {
    let mut files = Vec::new();
    gather(path, &mut files)?;
    if files.is_empty() {
        bail!("Thư mục {} không có tệp .toml nào.", path.display());
    }
    let mut texts = Vec::new();
    for file in &files {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("Không đọc được tệp {} dưới dạng văn bản UTF-8", file.display()))?;
        texts.push((file.display().to_string(), text));
    }
    let sources: Vec<Source<'_>> = texts.iter().map(|(name, text)| Source { name, text }).collect();
    match read_sources(base, &sources) {
        Ok(catalogue) => Ok(catalogue),
        Err(findings) => {
            for finding in &findings {
                eprintln!("{}", messages::finding(finding));
            }
            bail!("Danh mục chưa hợp lệ như nêu trên. Không có nội dung nào được ghi.")
        }
    }
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).with_context(|| format!("Không đọc được thư mục {}", path.display()))?;
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() || entry.extension().is_some_and(|extension| extension == "toml") {
            gather(&entry, files)?;
        }
    }
    Ok(())
}

async fn show(show: CatalogueShow) -> Result<()> {
    let tools = open(&show.database).await?;
    let catalogue = match show.version {
        None => newest(&tools).await?,
        Some(version) => tools.store.catalogue_version(version).await?.with_context(|| format!("Không có phiên bản danh mục {version}"))?,
    };
    match (&show.kind, &show.code) {
        (None, _) => overview(&tools, &catalogue).await?,
        (Some(kind), code) => {
            let rows = rows_of(&catalogue, kind)?;
            let rows: Vec<&Value> = rows.iter().filter(|row| code.as_ref().is_none_or(|code| key(row) == code)).collect();
            if rows.is_empty() {
                bail!("Danh mục “{kind}” không có mã “{}”.", code.as_deref().unwrap_or_default());
            }
            for row in rows {
                say!("{}", line(row));
            }
            for form in catalogue.forms.iter().filter(|form| kind == "forms" && code.as_deref() == Some(form.code.as_str())) {
                print_form(form);
            }
        }
    }
    tools.store.close().await;
    Ok(())
}

/// Kinds with their numbers of rows, versions, and legal texts past their stated day.
async fn overview(tools: &Tools, catalogue: &Catalogue) -> Result<()> {
    for (kind, name) in KINDS {
        say!("{kind:<20} {:>4} dòng  {name}", rows_of(catalogue, kind)?.len());
    }
    say!("");
    for version in tools.store.catalogue_versions().await? {
        say!("{}", messages::catalogue_version(&version));
    }
    for regime in catalogue.expired_by_their_terms(civil_date(tools.world.now())) {
        say!("Lưu ý: {} {}: căn cứ pháp lý đã hết hạn theo quy định, cần kiểm tra.", regime.name, regime.number);
    }
    Ok(())
}

fn rows_of(catalogue: &Catalogue, kind: &str) -> Result<Vec<Value>> {
    let Some(Value::Array(rows)) = serde_json::to_value(catalogue)?.get_mut(kind).map(Value::take) else {
        let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        bail!("Không có danh mục “{kind}”. Các danh mục: {}.", kinds.join(", "));
    };
    Ok(rows)
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn key(row: &Value) -> &str {
    if row.get("code").is_some() { text(row, "code") } else { text(row, "date") }
}

/// One row: code, name, days, how sure we are.
fn line(row: &Value) -> String {
    let names = ["name", "title", "authorities", "source"];
    let name = names.iter().map(|field| row.get(field)).find_map(|value| match value {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Array(items)) => Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")),
        Some(Value::Object(title)) => title.get("reported").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    });
    let days = match (text(row, "valid_from"), text(row, "valid_to")) {
        ("", "") => String::new(),
        (from, "") => format!(" [từ {from}]"),
        ("", to) => format!(" [đến {to}]"),
        (from, to) => format!(" [{from} - {to}]"),
    };
    let unsure = if matches!(text(row, "confidence"), "medium" | "low") { " (chưa đối chiếu với văn bản gốc)" } else { "" };
    format!("{}: {}{days}{unsure}", key(row), name.unwrap_or_default())
}

fn print_form(form: &Form) {
    if !form.circular.is_empty() {
        say!("  {}", form.circular);
    }
    if !form.caution.is_empty() {
        say!("  Lưu ý: {}", form.caution);
    }
    for column in &form.columns {
        let path: Vec<&str> = column.header.iter().map(thidua_domain::text::Text::as_str).collect();
        let formula = if column.formula.is_empty() { String::new() } else { format!(" ({})", column.formula) };
        say!("  {:>5}{formula}  {}", column.number.to_string(), path.join(" > "));
    }
    for note in &form.notes {
        say!("  - {note}");
    }
}

async fn diff(diff: CatalogueDiff) -> Result<()> {
    let tools = open(&diff.database).await?;
    let version = async |raw: &str| -> Result<Catalogue> {
        let number: u32 = raw.parse().with_context(|| format!("“{raw}” không phải là tệp, thư mục hoặc số phiên bản danh mục"))?;
        tools.store.catalogue_version(number).await?.with_context(|| format!("Không có phiên bản danh mục {number}"))
    };
    let first_is_file = Path::new(&diff.first).exists();
    let (before, after) = match &diff.second {
        Some(second) => (version(&diff.first).await?, version(second).await?),
        None if first_is_file => {
            let newest = newest(&tools).await?;
            let after = merged(&newest, Path::new(&diff.first))?;
            (newest, after)
        }
        None => (version(&diff.first).await?, newest(&tools).await?),
    };
    let changes = differences(&before, &after);
    if changes.is_empty() {
        say!("Không có khác biệt.");
    }
    print_differences(&changes);
    tools.store.close().await;
    Ok(())
}

fn print_differences(changes: &[Difference]) {
    for difference in changes {
        let from = if difference.valid_from.is_empty() { String::new() } else { format!(" [từ {}]", difference.valid_from) };
        let place = format!("{} {}{from}", difference.kind, difference.code);
        match &difference.change {
            RowChange::Added => say!("+ {place}"),
            RowChange::Removed => say!("- {place}"),
            RowChange::Reordered => say!("~ {}: thứ tự các dòng thay đổi", difference.kind),
            RowChange::Changed(fields) => {
                say!("~ {place}");
                for field in fields {
                    say!("    {}: “{}” → “{}”", field.path, field.before, field.after);
                }
            }
        }
    }
}
