//! Section II.3: the agency in its clusters and blocks, and what was done there.

use super::Facts;
use super::dates::short_date;
use super::prose::{Prose, paragraphs};
use crate::report::Paragraph;
use crate::submission::{ClusterActivity, ClusterActivityKind};
use crate::unit::{Cluster, ClusterKind, ClusterRole};
use crate::validity::name_on;

impl Facts<'_> {
    /// Paragraphs on clusters.
    pub fn cluster_paragraphs(&self) -> Vec<Paragraph> {
        let day = self.snapshot.period.data_to;
        let clusters: Vec<&Cluster> = self.snapshot.clusters.iter().filter(|cluster| cluster.validity.covers(day)).collect();
        let mut roles = self.prose("clusters.roles");
        for cluster in &clusters {
            self.cluster_role(&mut roles, cluster);
        }
        let mut activities = self.prose("clusters.activities");
        for cluster in &clusters {
            self.cluster_activities(&mut activities, cluster);
        }
        paragraphs([roles, activities])
    }

    fn cluster_name<'a>(&self, cluster: &'a Cluster) -> &'a str {
        name_on(&cluster.names, self.snapshot.period.data_to).or(cluster.names.first()).map_or("", |name| name.full.as_str())
    }

    /// `Năm 2022, Thanh tra tỉnh là Cụm trưởng Cụm thi đua số III.`, when the agency is more than a member.
    fn cluster_role(&self, prose: &mut Prose<'_>, cluster: &Cluster) {
        let day = self.snapshot.period.data_to;
        let own = self.snapshot.agency.name_on(day);
        let is_agency = |name: &str| name == own.full.as_str() || name == own.short.as_str();
        let member = cluster.members.iter().find(|member| member.validity.covers(day) && is_agency(&member.name));
        let role = match (member.map(|member| member.role), cluster.kind) {
            (Some(ClusterRole::Head), ClusterKind::Cluster) => "Cụm trưởng",
            (Some(ClusterRole::Head), ClusterKind::Block) => "Khối trưởng",
            (Some(ClusterRole::Deputy), ClusterKind::Cluster) => "Cụm phó",
            (Some(ClusterRole::Deputy), ClusterKind::Block) => "Khối phó",
            _ => return,
        };
        let (year, agency) = (self.snapshot.period.period.year(), &self.agency);
        prose.open(&[&format!("Năm {year}, {agency} là {role} "), &format!("Đồng thời, {agency} là {role} ")]);
        prose.quote(self.cluster_name(cluster)).stop();
    }

    /// `Tham gia các hoạt động của Cụm thi đua số III, gồm: ký kết giao ước thi đua ngày …; kiểm tra chéo …`.
    fn cluster_activities(&self, prose: &mut Prose<'_>, cluster: &Cluster) {
        let mut rows: Vec<&ClusterActivity> = Vec::new();
        for row in self.counting().flat_map(|submission| &submission.content.cluster_activities) {
            let known = rows.iter().any(|other| other.kind == row.kind && other.text == row.text && other.held_on == row.held_on);
            if row.cluster == cluster.code && !known {
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return;
        }
        rows.sort_by_key(|row| (rank(row.kind), row.held_on));
        let name = self.cluster_name(cluster);
        let told: Vec<String> = rows.iter().map(|row| activity(row)).collect();
        prose.open(&["Tham gia các hoạt động của ", "Cùng với đó, tham gia các hoạt động của ", "Ngoài ra, tham gia các hoạt động của "]);
        prose.quote(name).say(if told.len() == 1 { ": " } else { ", gồm: " }).quote(&told.join("; ")).stop();
    }
}

/// Activities in the order in which reports list them.
fn rank(kind: ClusterActivityKind) -> usize {
    use ClusterActivityKind::{Criteria, CrossCheck, Culture, Exchange, Other, PactSigning, Plan, Review};
    [Plan, PactSigning, Criteria, CrossCheck, Exchange, Review, Culture, Other].iter().position(|known| *known == kind).unwrap_or(0)
}

fn activity(row: &ClusterActivity) -> String {
    let day = row.held_on.map(|day| format!(" ngày\u{a0}{}", short_date(day))).unwrap_or_default();
    let place = if row.place.is_empty() { String::new() } else { format!(" tại {}", row.place) };
    format!("{}{day}{place}", crate::text::uncapitalise(row.text.trim_end_matches(['.', ';'])))
}
