//! `GET`/`POST /agencies/{agency}/periods/{period}/draft`: the report as it would be made now, paragraph by
//! paragraph, with the officer's hand: own words, sections added, moved, left out. Beside it what to look at:
//! figures that moved the wrong way, legal texts past their day, texts of units that nearly say the same.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use thidua_domain::bundle::AgencyTexts;
use thidua_domain::code::Code;
use thidua_domain::narrative::dates::period_name;
use thidua_domain::narrative::{self, similar};
use thidua_domain::officer::Edit;
use thidua_domain::ports::WriteTextsError;
use thidua_domain::report::{Origin, Paragraph, Shape};
use thidua_domain::snapshot::{Snapshot, hex};
use thidua_domain::summary::Summary;
use thidua_domain::text::Text;
use thidua_domain::{hints, messages};

use crate::App;
use crate::error::{AppError, OwnPage};
use crate::extract::{AgencyPeriod, Signed};
use crate::format::{change, figure_href, period_href, time};
use crate::layout::{Crumb, Frame};
use crate::press::compute;

#[derive(Template)]
#[template(path = "pages/drafting.html")]
struct DraftingPage {
    frame: Frame,
    heading: String,
    action: String,
    token: String,
    /// Hash of the texts that the page shows: another one means that somebody changed them since.
    stand: String,
    problem: String,
    hints: Vec<Hint>,
    similar: Vec<SimilarView>,
    opening: Vec<ParagraphView>,
    sections: Vec<SectionView>,
    closing: Vec<ParagraphView>,
    /// What the officer typed when it was refused, so that nothing typed is lost.
    typed: EditForm,
    left_out: Vec<Choice>,
    waiting: Vec<WaitingView>,
    choices: Vec<Choice>,
}

struct Hint {
    words: String,
    href: Option<String>,
}

struct SimilarView {
    kind: &'static str,
    texts: Vec<(String, String)>,
    /// Further texts of the group, not shown.
    more: usize,
}

/// Texts of a group and units of a text that are shown; of more, the number.
const NAMED: usize = 20;

/// A section by its identifier and its heading with number.
#[derive(Clone)]
struct Choice {
    id: String,
    name: String,
}

struct SectionView {
    id: String,
    name: String,
    level: u8,
    added: bool,
    moved: bool,
    paragraphs: Vec<ParagraphView>,
}

struct ParagraphView {
    key: String,
    /// Hash of the facts that it rests on: other ones by the time of the edit flag the officer's words.
    facts: String,
    /// Number of its form on the page.
    number: usize,
    item: bool,
    generated: bool,
    text: String,
    replaced: Option<ReplacedView>,
}

struct ReplacedView {
    text: String,
    author: String,
    reason: String,
    written_at: String,
    outdated: bool,
}

/// Own words whose paragraph the report does not have now.
struct WaitingView {
    key: String,
    text: String,
    author: String,
}

/// What the forms of the page send.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct EditForm {
    stand: String,
    act: String,
    paragraph: String,
    section: String,
    after: String,
    heading: String,
    text: String,
    author: String,
    reason: String,
    facts: String,
}

pub async fn show(State(app): State<App>, at: AgencyPeriod) -> Result<Html<String>, AppError> {
    let snapshot = app.store.snapshot(&at.agency, at.period).await?.ok_or(AppError::NotFound)?;
    let token = app.form_token.to_string();
    let page = compute(move || page(&snapshot, token, String::new(), EditForm::default())).await?;
    Ok(Html(page.render()?))
}

pub async fn edit(State(app): State<App>, at: AgencyPeriod, Signed(form): Signed<EditForm>) -> Result<Response, AppError> {
    let snapshot = app.store.snapshot(&at.agency, at.period).await?.ok_or(AppError::NotFound)?;
    let (stand, anchor) = (form.stand.clone(), anchor(&form));
    let edit = edit_of(&form).ok_or(AppError::Forbidden("form"))?;
    let overtaken = "Nội dung báo cáo vừa được người khác sửa. Xem lại nội dung hiện có dưới đây rồi làm lại thao tác.";
    if stand != stand_of(&snapshot.texts) {
        return refused(&app, snapshot, StatusCode::CONFLICT, overtaken.to_owned(), form).await;
    }
    let (fonts, now, inputs) = (app.fonts.clone(), app.world.now(), snapshot.clone());
    let texts = match compute(move || edit.apply(&inputs, now, &|ch| fonts.draws(ch))).await? {
        Ok(texts) => texts,
        Err(error) => return refused(&app, snapshot, StatusCode::UNPROCESSABLE_ENTITY, messages::edit_error(&error), form).await,
    };
    match app.store.write_texts(&at.agency, &snapshot.texts, &texts).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/draft{anchor}", period_href(&at.agency, at.period))).into_response()),
        Err(WriteTextsError::NoSuchPeriod) => Err(AppError::NotFound),
        Err(WriteTextsError::Overtaken) => {
            let snapshot = app.store.snapshot(&at.agency, at.period).await?.ok_or(AppError::NotFound)?;
            refused(&app, snapshot, StatusCode::CONFLICT, overtaken.to_owned(), form).await
        }
        Err(WriteTextsError::Store(error)) => Err(error.into()),
    }
}

/// The page with what was wrong on it and with what was typed; nothing was changed.
async fn refused(app: &App, snapshot: Snapshot, status: StatusCode, problem: String, typed: EditForm) -> Result<Response, AppError> {
    let token = app.form_token.to_string();
    let page = compute(move || page(&snapshot, token, problem, typed)).await?;
    Ok((status, Extension(OwnPage), Html(page.render()?)).into_response())
}

fn edit_of(form: &EditForm) -> Option<Edit> {
    let text = |words: &str| Text::from(words);
    let (section, after) = (text(&form.section), text(&form.after));
    Some(match form.act.as_str() {
        "replace" => Edit::Replace {
            paragraph: text(&form.paragraph),
            text: text(&form.text),
            author: text(&form.author),
            reason: text(&form.reason),
            facts: text(&form.facts),
        },
        "take-back" => Edit::TakeBack(text(&form.paragraph)),
        "leave-out" => Edit::LeaveOut(section),
        "restore" => Edit::Restore(section),
        "add" => Edit::Add { heading: text(&form.heading), after, paragraphs: form.text.lines().map(Text::from).collect() },
        "move" => Edit::Move { section, after },
        "move-back" => Edit::MoveBack(section),
        _ => return None,
    })
}

/// Where the page opens after the edit.
fn anchor(form: &EditForm) -> String {
    let id = if form.paragraph.is_empty() { &form.section } else { &form.paragraph };
    if id.is_empty() { String::new() } else { format!("#{}", crate::format::segment(id)) }
}

fn stand_of(texts: &AgencyTexts) -> String {
    let mut hash = hex(&Sha256::digest(serde_json::to_vec(texts).unwrap_or_default()));
    hash.truncate(16);
    hash
}

fn page(snapshot: &Snapshot, token: String, problem: String, typed: EditForm) -> DraftingPage {
    let summary = Summary::of(snapshot);
    let report = narrative::write(snapshot, &summary, None);
    let period = snapshot.period.period;
    let name = period_name(period);
    let crumb = Crumb::to(&thidua_domain::text::capitalise(&name), period_href(&snapshot.agency.code, period));
    let changes = &snapshot.texts.outline;
    let mut number = 0;
    let mut view = |paragraph: &Paragraph| {
        number += 1;
        paragraph_view(snapshot, paragraph, number)
    };
    let opening = report.opening.iter().map(&mut view).collect();
    let sections: Vec<SectionView> = report
        .sections
        .iter()
        .map(|section| SectionView {
            id: section.id.to_string(),
            name: format!("{} {}", section.number, section.heading),
            level: section.level,
            added: changes.added.iter().any(|added| added.id == section.id),
            moved: changes.moved.iter().any(|moved| moved.section == section.id),
            paragraphs: section.body.iter().map(&mut view).collect(),
        })
        .collect();
    let closing = vec![view(&report.closing)];
    let keys: Vec<&str> = thidua_domain::officer::paragraphs(&report).map(|paragraph| paragraph.key.as_str()).collect();
    let waiting = snapshot.texts.replacements.iter().filter(|one| !keys.contains(&one.paragraph.as_str()));
    DraftingPage {
        frame: Frame::of(&snapshot.agency, &snapshot.agency.name_on(snapshot.period.data_to).full, "Soạn báo cáo", vec![crumb]),
        heading: format!("Soạn báo cáo {name}"),
        action: format!("{}/draft", period_href(&snapshot.agency.code, period)),
        token,
        stand: stand_of(&snapshot.texts),
        problem,
        typed,
        hints: hints_of(snapshot, &summary),
        similar: similar_views(snapshot, &summary),
        opening,
        choices: sections.iter().map(|section| Choice { id: section.id.clone(), name: section.name.clone() }).collect(),
        sections,
        closing,
        left_out: changes.left_out.iter().map(|id| Choice { id: id.to_string(), name: heading_of(snapshot, id) }).collect(),
        waiting: waiting
            .map(|one| WaitingView { key: one.paragraph.to_string(), text: one.text.to_string(), author: one.author.to_string() })
            .collect(),
    }
}

/// The heading of a section that the report does not have now.
fn heading_of(snapshot: &Snapshot, id: &Text) -> String {
    let rows = snapshot.catalogue.outlines.iter().flat_map(|outline| &outline.sections);
    let day = snapshot.period.data_to;
    let found = rows.filter(|row| row.id == *id).find(|row| row.validity.covers(day));
    let next = period_name(snapshot.period.period);
    found.map_or_else(|| id.to_string(), |row| row.heading.replace("{ky}", &next).replace(" {ky_sau}", ""))
}

fn paragraph_view(snapshot: &Snapshot, paragraph: &Paragraph, number: usize) -> ParagraphView {
    let text = paragraph.generated().iter().map(|span| span.text.as_str()).collect::<String>();
    let stored = snapshot.texts.replacements.iter().find(|one| one.paragraph.as_str() == paragraph.key);
    let replaced = paragraph.replaced.as_ref().map(|replaced| ReplacedView {
        text: replaced.text.clone(),
        author: replaced.author.clone(),
        reason: replaced.reason.clone(),
        written_at: stored.and_then(|one| one.written_at).map(time).unwrap_or_default(),
        outdated: replaced.outdated,
    });
    ParagraphView {
        key: paragraph.key.clone(),
        facts: paragraph.facts_hash(),
        number,
        item: paragraph.shape == Shape::Item,
        generated: paragraph.origin == Origin::Generated,
        text,
        replaced,
    }
}

fn hints_of(snapshot: &Snapshot, summary: &Summary) -> Vec<Hint> {
    let mut hints: Vec<Hint> =
        hints::expired(snapshot).into_iter().map(|row| Hint { words: messages::expired_regime(row), href: None }).collect();
    hints.extend(hints::unexplained(snapshot, summary).into_iter().map(|figure| {
        let (moved, _) = change(figure);
        Hint {
            words: format!("{}: {moved} {} so với cùng kỳ, chưa có đơn vị nào nêu nguyên nhân.", figure.label, figure.noun),
            href: Some(figure_href(&snapshot.agency.code, snapshot.period.period, &figure.key.0)),
        }
    }));
    hints.extend(summary.excesses.iter().map(|excess| Hint { words: messages::quota_excess(snapshot, summary, excess), href: None }));
    hints
}

fn similar_views(snapshot: &Snapshot, summary: &Summary) -> Vec<SimilarView> {
    let known: BTreeMap<&Code, &str> = summary.units.iter().map(|line| (&line.code, line.name.as_str())).collect();
    let names = |units: &[Code]| {
        let first = units.iter().take(NAMED).map(|unit| known.get(unit).map_or_else(|| unit.to_string(), |name| (*name).to_owned()));
        let rest = units.len().saturating_sub(NAMED);
        let names = first.collect::<Vec<_>>().join(", ");
        if rest == 0 { names } else { format!("{names} và {rest} đơn vị khác") }
    };
    similar::similar(snapshot)
        .into_iter()
        .map(|group| SimilarView {
            kind: group.kind,
            more: group.texts.len().saturating_sub(NAMED),
            texts: group.texts.iter().take(NAMED).map(|(text, units)| (text.to_string(), names(units))).collect(),
        })
        .collect()
}
