//! The report of the seeds, shortened or repeated to any number of pages; shared by the bench and the example.

use thidua_document::compose::compose;
use thidua_document::fonts::Fonts;
use thidua_document::layout::lay_out;
use thidua_domain::bundle;
use thidua_domain::catalogue::Catalogue;
use thidua_domain::narrative;
use thidua_domain::report::Report;
use thidua_domain::snapshot::Snapshot;
use thidua_domain::summary::Summary;

/// The seeds, frozen.
pub fn snapshot() -> Snapshot {
    let catalogue = Catalogue::shipped().unwrap();
    let seeds = bundle::read(include_bytes!("../../../../seeds/dak-nong.json"), &bundle::Reading::plain(&catalogue)).unwrap().bundle;
    Snapshot::of_bundle(&seeds, "2022-H1".parse().unwrap(), catalogue).unwrap()
}

/// A report of `pages` pages, or a few more: text and annexes in the proportion of the seeds.
pub fn report(snapshot: &Snapshot, pages: usize, fonts: &Fonts) -> Report {
    let whole = narrative::write(snapshot, &Summary::of(snapshot), None);
    let count = |report: &Report| lay_out(&compose(report), fonts).unwrap().pages.len();
    let mut report = Report { annexes: Vec::new(), ..whole.clone() };
    while count(&report) > pages {
        report.sections.pop();
    }
    let (text, all) = (count(&Report { annexes: Vec::new(), ..whole.clone() }), count(&whole));
    let times = pages.saturating_sub(count(&report)) / all;
    for _ in 0..times {
        report.sections.extend(whole.sections.iter().cloned());
        report.annexes.extend(whole.annexes.iter().cloned());
    }
    for annex in whole.annexes.iter().cycle().take(all - text) {
        report.annexes.push(annex.clone());
        if count(&report) > pages {
            report.annexes.pop();
        }
    }
    report
}
