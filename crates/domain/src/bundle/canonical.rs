//! The one way in which a bundle is written: fields in the order of `docs/bundle.md`, lists that have
//! a key in order of their keys, lists of contents in their own order, what has its default left
//! out, instants in Vietnamese time, one space of indentation, a line end at the end.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

use super::Bundle;
use super::written::{FormatMark, WrittenBundle, WrittenPeriod, WrittenSubmission};

impl Bundle {
    /// Writes the canonical form; two bundles with the same data give the same bytes.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_canonical(&self, out: &mut impl Write) -> io::Result<()> {
        let written = self.written();
        let mut serializer = Serializer::with_formatter(&mut *out, PrettyFormatter::with_indent(b" "));
        written.serialize(&mut serializer)?;
        out.write_all(b"\n")
    }

    /// The canonical form in memory.
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = self.write_canonical(&mut bytes);
        bytes
    }

    fn written(&self) -> WrittenBundle {
        let sorted = |mut bundle: Self| {
            bundle.units.sort_by(|a, b| a.code.cmp(&b.code));
            bundle.clusters.sort_by(|a, b| a.code.cmp(&b.code));
            bundle.successions.sort_by(|a, b| a.code.cmp(&b.code));
            bundle.contacts.sort_by(|a, b| a.email.cmp(&b.email));
            bundle.periods.sort_by_key(|period| (period.period.year(), period.period.part()));
            bundle.texts.sort_by_key(|texts| (texts.period.year(), texts.period.part()));
            bundle
                .submissions
                .sort_by(|a, b| (a.period.year(), a.period.part(), &a.unit).cmp(&(b.period.year(), b.period.part(), &b.unit)));
            bundle
        };
        let bundle = sorted(self.clone());
        WrittenBundle {
            format: FormatMark::One,
            periods: bundle.periods.iter().map(WrittenPeriod::from).collect(),
            submissions: bundle.submissions.iter().map(WrittenSubmission::from).collect(),
            agency: bundle.agency,
            units: bundle.units,
            clusters: bundle.clusters,
            successions: bundle.successions,
            contacts: bundle.contacts,
            texts: bundle.texts,
        }
    }
}
