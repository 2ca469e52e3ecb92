//! The inputs of a report on one unit or one cluster, taken from the agency's snapshot: only what those units sent,
//! compared with what they sent before. The agency's own texts and what became of other units stay out.

use std::collections::BTreeSet;

use crate::agency::{Agency, Signer};
use crate::bundle::AgencyTexts;
use crate::code::Code;
use crate::reporting::Scope;
use crate::snapshot::Snapshot;
use crate::submission::Submission;
use crate::text::{Text, capitalise};
use crate::unit::{Cluster, ClusterKind, ParentKind, Unit};
use crate::validity::{DatedName, name_on};

impl Snapshot {
    /// The scopes of which a report can be made: the agency, each expected unit that sent, each cluster in which one sent.
    pub fn scopes(&self) -> Vec<Scope> {
        let sent: BTreeSet<&Code> = self.submissions.iter().filter(|one| one.state.counts()).map(|one| &one.unit).collect();
        let units = self.units.iter().filter(|unit| unit.expected_for(&self.period) && sent.contains(&unit.code));
        let clusters = self.clusters.iter().filter(|cluster| cluster.validity.covers(self.period.data_to)).filter(|cluster| {
            cluster.members_on(self.period.data_to).iter().any(|member| member.unit.as_ref().is_some_and(|code| sent.contains(code)))
        });
        let units = units.map(|unit| Scope::Unit(unit.code.clone()));
        let clusters = clusters.map(|cluster| Scope::Cluster(cluster.code.clone()));
        std::iter::once(Scope::Agency).chain(units).chain(clusters).collect()
    }

    /// The inputs of a report on `scope`; `None` where it is not among [`Self::scopes`].
    pub fn narrowed(&self, scope: &Scope) -> Option<Self> {
        if !self.scopes().contains(scope) {
            return None;
        }
        let day = self.period.data_to;
        match scope {
            Scope::Agency => Some(self.clone()),
            Scope::Unit(code) => {
                let unit = self.units.iter().find(|unit| unit.code == *code)?;
                Some(self.of_units(&BTreeSet::from([code]), self.agency_of(unit), Vec::new()))
            }
            Scope::Cluster(code) => {
                let cluster = self.clusters.iter().find(|cluster| cluster.code == *code)?;
                let members: BTreeSet<&Code> = cluster.members_on(day).into_iter().filter_map(|member| member.unit.as_ref()).collect();
                Some(self.of_units(&members, self.agency_of_cluster(cluster), vec![cluster.clone()]))
            }
        }
    }

    /// What the scope is called on the last day of the period.
    pub fn scope_name(&self, scope: &Scope) -> String {
        let day = self.period.data_to;
        match scope {
            Scope::Agency => self.agency.name_on(day).full.to_string(),
            Scope::Unit(code) => {
                let unit = self.units.iter().find(|unit| unit.code == *code);
                unit.map_or_else(|| code.to_string(), |unit| unit.name_on(day).full.to_string())
            }
            Scope::Cluster(code) => {
                let cluster = self.clusters.iter().find(|cluster| cluster.code == *code);
                cluster.map_or_else(|| code.to_string(), |cluster| cluster.name_on(day).full.to_string())
            }
        }
    }

    /// The unit as the body that reports: under the body that it belongs to, addressed to the agency. What is not known of
    /// it, above all who signs, stays open.
    fn agency_of(&self, unit: &Unit) -> Agency {
        let day = self.period.data_to;
        let above = unit.parent_on(ParentKind::Administrative, day);
        let superior = above.and_then(|parent| match &parent.unit {
            Some(code) => self.units.iter().find(|unit| unit.code == *code).map(|unit| unit.name_on(day).full.clone()),
            None => Some(parent.name.clone()),
        });
        self.reporting(&unit.names, superior.unwrap_or_default(), "THỦ TRƯỞNG ĐƠN VỊ")
    }

    /// The cluster or block as the body that reports, its head signing.
    fn agency_of_cluster(&self, cluster: &Cluster) -> Agency {
        let title = match cluster.kind {
            ClusterKind::Cluster => "CỤM TRƯỞNG",
            ClusterKind::Block => "KHỐI TRƯỞNG",
        };
        self.reporting(&cluster.names, self.agency.name_on(self.period.data_to).full.clone(), title)
    }

    fn reporting(&self, names: &[DatedName], superior: Text, title: &str) -> Agency {
        let day = self.period.data_to;
        let own = self.agency.name_on(day);
        // Short names are for tables; the head of a paper has the whole name.
        let names: Vec<DatedName> = names.iter().map(|name| DatedName { short: name.full.clone(), ..name.clone() }).collect();
        Agency {
            sector: name_on(&names, day).map_or_else(Text::default, |name| name.full.clone()),
            names,
            superior,
            inspectorate: own.short.clone(),
            address: Text::default(),
            addressees: vec![Text::new(&capitalise(&own.full))],
            recipients: Vec::new(),
            archive: Text::from("VT"),
            signer: Signer { titles: vec![Text::from(title)], name: Text::default() },
            ..self.agency.clone()
        }
    }

    fn of_units(&self, units: &BTreeSet<&Code>, agency: Agency, clusters: Vec<Cluster>) -> Self {
        let of = |sent: &[Submission]| -> Vec<Submission> { sent.iter().filter(|one| units.contains(&one.unit)).cloned().collect() };
        let mut kept: Vec<Unit> = self.units.iter().filter(|unit| units.contains(&unit.code)).cloned().collect();
        for unit in &mut kept {
            // A parent that is not among them would be a name without a unit.
            unit.parents.retain(|parent| parent.unit.as_ref().is_none_or(|code| units.contains(code)));
        }
        Self {
            agency,
            units: kept,
            clusters,
            successions: Vec::new(),
            period: self.period.clone(),
            base_period: self.base_period.clone(),
            submissions: of(&self.submissions),
            base_submissions: of(&self.base_submissions),
            base_as_issued: of(&self.base_as_issued),
            previous_period: self.previous_period.clone(),
            previous_submissions: of(&self.previous_submissions),
            texts: AgencyTexts::empty(self.period.period),
            catalogue: self.catalogue.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{self, Reading};
    use crate::catalogue::Catalogue;
    use crate::narrative;
    use crate::summary::Summary;

    fn snapshot() -> Snapshot {
        let catalogue = Catalogue::shipped().unwrap();
        let bundle = bundle::read(include_bytes!("../../../seeds/dak-nong.json"), &Reading::plain(&catalogue)).unwrap().bundle;
        Snapshot::of_bundle(&bundle, "2022-H1".parse().unwrap(), catalogue).unwrap()
    }

    #[test]
    fn units_and_clusters_add_up_to_the_agency() {
        let whole = snapshot();
        let scopes = whole.scopes();
        let units: Vec<&Scope> = scopes.iter().filter(|scope| matches!(scope, Scope::Unit(_))).collect();
        assert!(units.len() > 5 && scopes[0] == Scope::Agency);
        let total = |snapshot: &Snapshot| Summary::of(snapshot).figure("01/TTr:1").unwrap().value;
        let sum = units.iter().map(|scope| total(&whole.narrowed(scope).unwrap())).fold(crate::quantity::Quantity::default(), |a, b| a + b);
        assert_eq!(sum, total(&whole));
        assert_eq!(whole.narrowed(&Scope::Agency).as_ref(), Some(&whole));
        assert_eq!(whole.narrowed(&Scope::Unit("KHONG-CO".parse().unwrap())), None);
    }

    #[test]
    fn the_report_of_a_unit_is_its_own() {
        let whole = snapshot();
        let own = whole.narrowed(&Scope::Unit("TTH-CUJUT".parse().unwrap())).unwrap();
        assert_eq!((own.units.len(), own.submissions.len()), (1, 1));
        let report = narrative::write(&own, &Summary::of(&own), None);
        let words: String = crate::officer::paragraphs(&report)
            .map(|paragraph| paragraph.text().clone())
            .collect::<Vec<_>>()
            .join("\n")
            .replace('\u{a0}', " ");
        assert!(words.contains("đơn vị đã triển khai 05 cuộc thanh tra"), "{words}");
        for wrong in ["toàn ngành", "nhất là", "Toàn bộ"] {
            assert!(!words.contains(wrong), "{wrong}: {words}");
        }
        assert_eq!(own.agency.names[0].short, own.agency.names[0].full);
        assert_eq!(own.agency.addressees[0].as_str(), whole.agency.name_on(whole.period.data_to).full.as_str());
    }
}
