//! The seeds as a snapshot and as a document.

use thidua_document::model::Document;
use thidua_document::render::document;
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::ports::Issue;
use thidua_domain::snapshot::Snapshot;

/// The snapshot of a period of the shipped Đắk Nông data.
pub fn snapshot(period: &str) -> Snapshot {
    let catalogue = Catalogue::shipped().unwrap();
    let json = include_bytes!("../../../../seeds/dak-nong.json");
    let bundle = bundle::read(json, &bundle::Reading::plain(&catalogue)).unwrap().bundle;
    Snapshot::of_bundle(&bundle, period.parse().unwrap(), catalogue).unwrap()
}

/// The draft of the first half of 2022.
pub fn draft() -> Document {
    document(&snapshot("2022-H1"), None)
}

/// Number 88 of 05/7/2022.
pub fn issue() -> Issue {
    Issue { number: 88, date: "2022-07-05".parse().unwrap() }
}
