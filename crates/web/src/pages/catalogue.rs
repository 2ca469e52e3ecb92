//! `GET /catalogue`: kinds of row, their rows with validity, one form column by column.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;
use serde_json::Value;
use thidua_domain::catalogue::{Catalogue, Form, KINDS};
use thidua_domain::messages;
use thidua_domain::narrative::dates::short_date;
use thidua_domain::period::civil_date;

use crate::App;
use crate::error::AppError;
use crate::format::segment;
use crate::layout::{Crumb, Frame};

#[derive(Deserialize)]
pub struct Asked {
    kind: Option<String>,
    code: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/catalogue.html")]
struct CataloguePage {
    frame: Frame,
    heading: String,
    warnings: Vec<String>,
    kinds: Vec<KindView>,
    rows: Vec<RowView>,
    forms: Vec<FormView>,
    versions: Vec<String>,
}

struct KindView {
    name: &'static str,
    href: String,
    count: usize,
}

struct RowView {
    code: String,
    href: String,
    name: String,
    validity: String,
    source: String,
    note: String,
    unsure: bool,
}

struct FormView {
    title: String,
    circular: String,
    validity: String,
    unsure: bool,
    caution: String,
    columns: Vec<[String; 4]>,
    rules: Vec<String>,
    notes: Vec<String>,
}

pub async fn show(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Html<String>, AppError> {
    let catalogue = app.store.catalogue().await?.ok_or(AppError::NotFound)?;
    let versions = app.store.catalogue_versions().await?;
    let today = civil_date(app.world.now());
    let root = Crumb::to("Danh mục", "/catalogue".to_owned());
    let mut page = CataloguePage {
        frame: Frame::plain("Danh mục"),
        heading: "Danh mục".to_owned(),
        warnings: Vec::new(),
        kinds: Vec::new(),
        rows: Vec::new(),
        forms: Vec::new(),
        versions: Vec::new(),
    };
    match &asked.kind {
        None => {
            page.kinds =
                KINDS.iter().map(|(kind, name)| KindView { name, href: href(kind, None), count: rows(&catalogue, kind).len() }).collect();
            page.warnings = catalogue
                .expired_by_their_terms(today)
                .map(|row| format!("{} {}: căn cứ pháp lý đã hết hạn theo quy định, cần kiểm tra.", row.name, row.number))
                .collect();
            page.versions = versions.iter().map(messages::catalogue_version).collect();
        }
        Some(kind) => {
            let name = KINDS.iter().find(|(known, _)| known == kind).map(|(_, name)| *name).ok_or(AppError::NotFound)?;
            let code = asked.code.as_deref();
            page.rows =
                rows(&catalogue, kind).iter().filter(|row| code.is_none_or(|code| key(row) == code)).map(|row| view(kind, row)).collect();
            if page.rows.is_empty() && code.is_some() {
                return Err(AppError::NotFound);
            }
            page.forms = catalogue.forms.iter().filter(|form| kind == "forms" && code == Some(form.code.as_str())).map(form_view).collect();
            page.heading = code.map_or_else(|| name.to_owned(), |code| format!("{name}: {code}"));
            page.frame = Frame::plain(&page.heading);
            page.frame.crumbs.insert(1, root);
        }
    }
    Ok(Html(page.render()?))
}

fn href(kind: &str, code: Option<&str>) -> String {
    let code = code.map_or_else(String::new, |code| format!("&code={}", segment(code)));
    format!("/catalogue?kind={kind}{code}")
}

fn rows(catalogue: &Catalogue, kind: &str) -> Vec<Value> {
    let mut all = serde_json::to_value(catalogue).unwrap_or(Value::Null);
    all.get_mut(kind).and_then(Value::as_array_mut).map(std::mem::take).unwrap_or_default()
}

fn text(row: &Value, field: &str) -> String {
    row.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn key(row: &Value) -> String {
    if row.get("code").is_some() { text(row, "code") } else { text(row, "date") }
}

fn view(kind: &str, row: &Value) -> RowView {
    let listed = |field: &str| {
        row.get(field).and_then(Value::as_array).map(|items| items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "))
    };
    let name = [text(row, "name"), row["title"].as_str().unwrap_or_default().to_owned(), listed("authorities").unwrap_or_default()];
    let detail = [text(row, "text"), text(row, "number"), listed("awards").unwrap_or_default(), text(row, "note"), text(row, "caution")];
    RowView {
        code: key(row),
        href: href(kind, Some(&key(row))),
        name: name.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
        validity: validity(&text(row, "valid_from"), &text(row, "valid_to")),
        source: if text(row, "source").is_empty() { text(row, "circular") } else { text(row, "source") },
        note: detail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". "),
        unsure: matches!(text(row, "confidence").as_str(), "medium" | "low"),
    }
}

fn validity(from: &str, to: &str) -> String {
    let day = |raw: &str| raw.parse().map_or_else(|_| raw.to_owned(), short_date);
    match (from, to) {
        ("", "") => String::new(),
        (from, "") => format!("từ {}", day(from)),
        ("", to) => format!("đến {}", day(to)),
        (from, to) => format!("{} - {}", day(from), day(to)),
    }
}

fn form_view(form: &Form) -> FormView {
    let column = |column: &thidua_domain::catalogue::Column| {
        let path: Vec<&str> = column.header.iter().map(thidua_domain::text::Text::as_str).collect();
        [column.number.to_string(), path.join(" › "), column.noun.to_string(), column.formula.to_string()]
    };
    let date = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    FormView {
        title: format!("Biểu {}: {}", form.code, form.title),
        circular: form.circular.to_string(),
        validity: validity(&date(form.validity.from), &date(form.validity.to)),
        unsure: form.unverified(),
        caution: form.caution.to_string(),
        columns: form.columns.iter().map(column).collect(),
        rules: messages::form_rules(form),
        notes: form.notes.iter().map(ToString::to_string).collect(),
    }
}
