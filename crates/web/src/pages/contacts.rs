//! `GET`/`POST /agencies/{agency}/contacts`: people who are told something by e-mail.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use thidua_domain::agency::Agency;
use thidua_domain::code::Code;
use thidua_domain::contact::{Contact, Side};
use thidua_domain::messages::settings as words;
use thidua_domain::period::civil_date;
use thidua_domain::text::Text;

use crate::App;
use crate::error::{AppError, OwnPage};
use crate::extract::{AgencyCode, Signed};
use crate::format::contacts_href;
use crate::layout::{Crumb, Frame};

#[derive(Template)]
#[template(path = "pages/contacts.html")]
struct ContactsPage {
    frame: Frame,
    token: String,
    action: String,
    problem: String,
    contacts: Vec<ContactView>,
    form: ContactForm,
    /// Units of today: code and name.
    units: Vec<(String, String)>,
    /// Names of units for which nobody is told anything.
    silent: Vec<String>,
}

struct ContactView {
    name: String,
    email: String,
    side: &'static str,
    units: String,
    owner: bool,
}

/// What the forms of the page send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    act: String,
    name: String,
    email: String,
    side: String,
    units: String,
    owner: String,
}

impl ContactForm {
    /// The contact that was typed.
    fn read(&self, known: &[(String, String)]) -> Result<Contact, String> {
        let email =
            self.email.parse().map_err(|_| format!("Địa chỉ thư “{}” không đúng dạng, ví dụ vanthu@thanhtra.tinh.gov.vn.", self.email))?;
        let mut units: Vec<Code> = Vec::new();
        for code in self.units.split([',', ';', '\n', ' ']).map(str::trim).filter(|code| !code.is_empty()) {
            if !known.iter().any(|(unit, _)| unit == code) {
                return Err(format!("Không có đơn vị mang mã “{code}”. Mã các đơn vị nêu ở cuối trang."));
            }
            units.extend(code.parse().ok().filter(|code| !units.contains(code)));
        }
        let side = match self.side.as_str() {
            "unit" => Side::Unit,
            "outside" => Side::Outside,
            _ => Side::Own,
        };
        let contact = Contact {
            name: Text::new(&self.name.split_whitespace().collect::<Vec<_>>().join(" ")),
            email,
            side,
            units,
            owner: !self.owner.is_empty(),
        };
        contact.check().map_err(|error| words::contact_error(error).to_owned())?;
        Ok(contact)
    }
}

async fn page(app: &App, agency: &Agency, form: ContactForm, problem: String) -> Result<String, AppError> {
    let today = civil_date(app.world.now());
    let contacts = app.store.contacts(&agency.code).await?;
    let units = units(app, agency).await?;
    let name =
        |code: &Code| units.iter().find(|(known, _)| known == code.as_str()).map_or_else(|| code.to_string(), |(_, name)| name.clone());
    let view = |contact: &Contact| ContactView {
        name: contact.name.to_string(),
        email: contact.email.to_string(),
        side: words::side(contact.side),
        units: contact.units.iter().map(name).collect::<Vec<_>>().join("; "),
        owner: contact.owner,
    };
    let told = |code: &str| contacts.iter().any(|contact| contact.units.iter().any(|unit| unit.as_str() == code));
    let page = ContactsPage {
        frame: Frame::of(agency, &agency.name_on(today).full, "Người nhận thư", vec![Crumb::to("Cài đặt", "/settings".to_owned())]),
        token: app.form_token.to_string(),
        action: contacts_href(&agency.code),
        problem,
        contacts: contacts.iter().map(view).collect(),
        silent: units.iter().filter(|(code, _)| !told(code)).map(|(_, name)| name.clone()).collect(),
        form,
        units,
    };
    Ok(page.render()?)
}

/// Units that exist on the last day of the newest period.
async fn units(app: &App, agency: &Agency) -> Result<Vec<(String, String)>, AppError> {
    let newest = app.store.windows(&agency.code).await?.first().map(|known| known.data_to);
    let day = newest.unwrap_or_else(|| civil_date(app.world.now()));
    let units = app.store.units(&agency.code).await?;
    let living = units.iter().filter(|unit| unit.validity.covers(day));
    Ok(living.map(|unit| (unit.code.to_string(), unit.name_on(day).full.to_string())).collect())
}

pub async fn show(State(app): State<App>, AgencyCode(code): AgencyCode) -> Result<Html<String>, AppError> {
    let agency = app.store.agency(&code).await?.ok_or(AppError::NotFound)?;
    Ok(Html(page(&app, &agency, ContactForm { side: "own".to_owned(), ..ContactForm::default() }, String::new()).await?))
}

pub async fn edit(State(app): State<App>, AgencyCode(code): AgencyCode, Signed(form): Signed<ContactForm>) -> Result<Response, AppError> {
    let agency = app.store.agency(&code).await?.ok_or(AppError::NotFound)?;
    if form.act == "remove" {
        app.store.remove_contact(&code, form.email.trim()).await?;
        return Ok(Redirect::to(&contacts_href(&code)).into_response());
    }
    match form.read(&units(&app, &agency).await?) {
        Ok(contact) => {
            app.store.put_contact(&code, &contact).await?;
            Ok(Redirect::to(&contacts_href(&code)).into_response())
        }
        Err(problem) => {
            let page = page(&app, &agency, form, problem).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Extension(OwnPage), Html(page)).into_response())
        }
    }
}
