//! The agency that issues the report (Thanh tra tỉnh) and the units that send to it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::text::Text;
use crate::validity::{DatedName, Validity, name_on};

/// A provincial inspectorate and what its papers need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Code in files and on the command line.
    pub code: Code,
    /// Official names with their days: `Thanh tra tỉnh Đắk Nông`, short `Thanh tra tỉnh`.
    pub names: Vec<DatedName>,
    /// Superior body (cơ quan chủ quản) as printed above the agency's name: `UBND tỉnh Đắk Nông`.
    pub superior: Text,
    /// The agency part of document symbols: `TTr` or `TTT`, set by the head of the agency.
    pub symbol: Text,
    /// Place of issue (địa danh): `Đắk Nông`.
    pub place: Text,
    /// The whole sector the report speaks for: `ngành Thanh tra tỉnh Đắk Nông`.
    pub sector: Text,
    /// Street address shown at the foot of the pages; may be empty.
    pub address: Text,
    /// Addressees after "Kính gửi:".
    pub addressees: Vec<Text>,
    /// Recipients after "Như trên;", without the archive line.
    pub recipients: Vec<Text>,
    /// Archive line after "Lưu:": `VT, VP`.
    pub archive: Text,
    /// Who signs.
    pub signer: Signer,
    /// True when the data is made up for illustration. Reaches every page of every format.
    pub illustrative: bool,
}

/// The signature block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Lines of authority and office, as printed: `["KT. CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA"]`.
    pub titles: Vec<Text>,
    /// Full name.
    pub name: Text,
}

/// A unit that sends figures and text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Code in files and on the command line.
    pub code: Code,
    /// Kind of unit, a code of the catalogue's `unit_kinds`; orders the units in tables.
    pub kind: Code,
    /// Official names with their days.
    pub names: Vec<DatedName>,
    /// Official order inside its kind.
    pub position: u32,
    /// Days on which the unit exists.
    #[serde(flatten)]
    pub validity: Validity,
}

impl Agency {
    /// A catalogue text with `{thanh_tra}` and `{ubnd}` filled: the agency's short name, and the
    /// people's committee of its province or city.
    pub fn local(&self, text: &str, day: NaiveDate) -> String {
        let city = self.superior.to_lowercase().contains("thành phố");
        let committee = if city { "UBND thành phố" } else { "UBND tỉnh" };
        text.replace("{thanh_tra}", &self.name_on(day).short).replace("{ubnd}", committee)
    }

    /// The name borne on `day`.
    pub fn name_on(&self, day: NaiveDate) -> &DatedName {
        name_on(&self.names, day).unwrap_or(&self.names[0])
    }
}

impl Unit {
    /// The full name borne on `day`.
    pub fn name_on(&self, day: NaiveDate) -> &DatedName {
        name_on(&self.names, day).unwrap_or(&self.names[0])
    }

    /// True when the unit is expected to send for a window: it exists on the window's last day.
    pub fn expected_on(&self, data_to: NaiveDate) -> bool {
        self.validity.covers(data_to)
    }
}
