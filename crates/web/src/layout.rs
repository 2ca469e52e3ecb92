//! What every page carries around its content.

use thidua_domain::agency::Agency;

use crate::assets;

/// Head, breadcrumb and foot of a page.
#[derive(Default)]
pub struct Frame {
    pub title: String,
    pub site_css: String,
    pub paper_css: Option<String>,
    /// Agency in capitals at the top; the program's own line when no agency is meant.
    pub agency: String,
    pub address: String,
    pub illustrative: bool,
    pub crumbs: Vec<Crumb>,
}

/// A step of the breadcrumb; the last one has no address.
pub struct Crumb {
    pub text: String,
    pub href: Option<String>,
}

impl Frame {
    /// A page that belongs to no agency.
    pub fn plain(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            site_css: assets::site_css(),
            paper_css: None,
            agency: String::new(),
            address: String::new(),
            illustrative: false,
            crumbs: vec![Crumb { text: "Trang đầu".to_owned(), href: Some("/".to_owned()) }, Crumb { text: title.to_owned(), href: None }],
        }
    }

    /// A page of an agency.
    pub fn of(agency: &Agency, name: &str, title: &str, crumbs: Vec<Crumb>) -> Self {
        let mut all = vec![Crumb { text: "Trang đầu".to_owned(), href: Some("/".to_owned()) }];
        all.extend(crumbs);
        all.push(Crumb { text: title.to_owned(), href: None });
        Self {
            agency: name.to_uppercase(),
            address: agency.address.to_string(),
            illustrative: agency.illustrative,
            crumbs: all,
            ..Self::plain(title)
        }
    }
}

impl Crumb {
    /// A step that leads somewhere.
    pub fn to(text: &str, href: String) -> Self {
        Self { text: text.to_owned(), href: Some(href) }
    }
}
