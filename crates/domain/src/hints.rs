//! What an officer should look at before a report is made: figures that moved the wrong way without a reason,
//! legal texts past their own last day, registrations beyond a limit. Hints, no judgement, nothing is printed.

use crate::catalogue::{LegalRegime, Polarity};
use crate::snapshot::Snapshot;
use crate::summary::{Change, Figure, Summary};

/// Totals that moved the wrong way by the catalogue's polarity and that no unit explained.
pub fn unexplained<'a>(snapshot: &Snapshot, summary: &'a Summary) -> Vec<&'a Figure> {
    let wrong_way = |figure: &&Figure| {
        let change = figure.change();
        match figure.polarity {
            Polarity::MoreIsBetter => matches!(change, Change::Fall { .. } | Change::ZeroNow),
            Polarity::FewerIsBetter => matches!(change, Change::Rise { .. } | Change::ZeroBase),
            Polarity::Neutral => false,
        }
    };
    let explained = |figure: &&Figure| {
        let counting = snapshot.submissions.iter().filter(|sent| sent.state.counts());
        let mut explanations = counting.flat_map(|sent| &sent.content.explanations);
        explanations.any(|(form, columns)| columns.keys().any(|column| figure.key.0 == format!("{form}:{column}")))
    };
    // A sum of columns is explained by its columns, which stand here themselves.
    let totals = summary.figures().filter(|figure| figure.key.whole() == figure.key.0 && !figure.key.0.contains('+'));
    totals.filter(wrong_way).filter(|figure| !explained(figure)).collect()
}

/// Legal texts in force on the period's last day although they name an earlier last day of their own.
pub fn expired(snapshot: &Snapshot) -> Vec<&LegalRegime> {
    snapshot.catalogue.expired_by_their_terms(snapshot.period.data_to).collect()
}
