//! Sections III to V: strengths, limitations, causes, directions, proposals, in the units' words.
//! The same words of several units stand once, with the units counted; nothing is rewritten.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::dates::short_date;
use super::prose::items;
use crate::code::Code;
use crate::report::Paragraph;
use crate::submission::{CauseKind, Direction, Submission, TargetRule};
use crate::text::{Text, same_wording};

/// Units named after a shared text; of more, only the number is given.
const NAMED_UNITS: usize = 5;

/// A text with the units that sent it.
struct Shared<'a> {
    text: &'a Text,
    units: Vec<&'a Code>,
}

impl Facts<'_> {
    /// Texts of all units in official order, the same wording once.
    fn shared<'a>(&'a self, texts: impl Fn(&'a Submission) -> Vec<&'a Text>) -> Vec<Shared<'a>> {
        let mut shared: Vec<Shared<'a>> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for submission in self.counting() {
            for text in texts(submission) {
                let place = *places.entry(same_wording(text)).or_insert_with(|| {
                    shared.push(Shared { text, units: Vec::new() });
                    shared.len() - 1
                });
                // A unit's texts come together, so that it can only be the last one known.
                if shared[place].units.last() != Some(&&submission.unit) {
                    shared[place].units.push(&submission.unit);
                }
            }
        }
        shared
    }

    /// Items with the units behind a text that several sent.
    fn shared_items(&self, key: &str, shared: &[Shared<'_>], attribute: bool) -> Vec<Paragraph> {
        let words = |item: &Shared<'_>| {
            let bare = item.text.trim_end_matches(['.', ';', ',', ' ']);
            match item.units.len() {
                0 | 1 => bare.to_owned(),
                _ if !attribute => bare.to_owned(),
                2..=NAMED_UNITS => {
                    let names: Vec<&str> = item.units.iter().map(|unit| self.unit_name(unit.as_str())).collect();
                    format!("{bare} ({}\u{a0}đơn vị: {})", self.house.count(names.len()), names.join(", "))
                }
                count => format!("{bare} ({}\u{a0}đơn vị)", self.house.count(count)),
            }
        };
        items(key, &shared.iter().map(words).collect::<Vec<_>>())
    }

    /// Ưu điểm.
    pub fn strengths(&self) -> Vec<Paragraph> {
        self.shared_items("strengths", &self.shared(|submission| submission.content.strengths.iter().collect()), false)
    }

    /// Tồn tại, hạn chế.
    pub fn limitations(&self) -> Vec<Paragraph> {
        let shared = self.shared(|submission| submission.content.limitations.iter().map(|limitation| &limitation.text).collect());
        let words = "Bên cạnh những kết quả đạt được, công tác thi đua, khen thưởng còn một số hạn chế:";
        self.led("limitations", words, self.shared_items("limitations", &shared, true))
    }

    /// Nguyên nhân, of one kind.
    pub fn causes(&self, kind: CauseKind) -> Vec<Paragraph> {
        let shared = self.shared(|submission| {
            let causes = submission.content.limitations.iter().flat_map(|limitation| &limitation.causes);
            causes.filter(|cause| cause.kind == kind).map(|cause| &cause.text).collect()
        });
        let key = if kind == CauseKind::External { "external_causes" } else { "internal_causes" };
        self.shared_items(key, &shared, false)
    }

    /// Phương hướng, nhiệm vụ, with what is to be reached, by whom and by when.
    pub fn directions(&self) -> Vec<Paragraph> {
        let shared = self.shared(|submission| submission.content.directions.iter().map(|direction| &direction.text).collect());
        let mut fullest: BTreeMap<String, &Direction> = BTreeMap::new();
        for direction in self.counting().flat_map(|submission| &submission.content.directions) {
            let known = fullest.entry(same_wording(&direction.text)).or_insert(direction);
            if known.target.is_none() && direction.target.is_some() {
                *known = direction;
            }
        }
        let task = |item: &Shared<'_>| fullest.get(&same_wording(item.text)).map_or_else(|| item.text.to_string(), |full| self.task(full));
        let texts: Vec<String> = shared.iter().map(task).collect();
        let words = format!(
            "Để hoàn thành nhiệm vụ công tác thi đua, khen thưởng {}, {} tập trung thực hiện các nhiệm vụ trọng tâm sau:",
            self.wording.goal_year, self.agency
        );
        self.led("directions", &words, items("directions", &texts))
    }

    /// `Đẩy nhanh tiến độ …, phấn đấu 36 cuộc, giao Văn phòng chủ trì, hoàn thành trước ngày 30/11/2022`.
    fn task(&self, direction: &Direction) -> String {
        let mut words = vec![direction.text.trim_end_matches(['.', ';', ',', ' ']).to_owned()];
        if let Some(target) = &direction.target {
            let value = super::targets::measured(target.plan, &direction.unit, &self.house);
            let strives = crate::text::fold(&direction.text).contains("phan dau");
            let verb = match target.rule {
                TargetRule::AtMost => "bảo đảm không quá",
                _ if strives => "chỉ tiêu",
                _ => "phấn đấu đạt",
            };
            words.push(format!("{verb} {value}"));
        }
        let due = direction.due.map(|due| format!("hoàn thành trước ngày {}", short_date(due)));
        match (direction.owner.is_empty(), due) {
            (false, Some(due)) => words.push(format!("giao {} chủ trì, {due}", direction.owner)),
            (false, None) => words.push(format!("giao {} chủ trì", direction.owner)),
            (true, due) => words.extend(due),
        }
        words.join("; ")
    }

    /// Kiến nghị, đề xuất, by addressee in order of first mention.
    pub fn proposals(&self) -> Vec<Paragraph> {
        let name = self.snapshot.agency.name_on(self.snapshot.period.data_to);
        // What units ask of the agency itself is answered by it, not passed on.
        let own = |addressee: &Text| [&name.full, &name.short].iter().any(|known| same_wording(known) == same_wording(addressee));
        let sent = self.counting().flat_map(|submission| &submission.content.proposals);
        let proposals: Vec<_> = sent.filter(|proposal| !own(&proposal.addressee)).collect();
        let mut order: Vec<&Text> = Vec::new();
        let mut asked: BTreeMap<&Text, Vec<String>> = BTreeMap::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        for proposal in proposals {
            let text = format!("Đề nghị {} {}", proposal.addressee, proposal.text);
            let list = asked.entry(&proposal.addressee).or_insert_with(|| {
                order.push(&proposal.addressee);
                Vec::new()
            });
            if known.insert(same_wording(&text)) {
                list.push(text);
            }
        }
        let texts: Vec<String> = order.iter().filter_map(|addressee| asked.remove(*addressee)).flatten().collect();
        items("proposals", &texts)
    }

    /// Items behind a lead, unless the agency's own text for the section leads in already.
    fn led(&self, section: &str, words: &str, mut items: Vec<Paragraph>) -> Vec<Paragraph> {
        let own = self.snapshot.texts.sections.get(&Text::from(section)).map_or(&[][..], |texts| texts);
        let opening = |text: &str| crate::text::fold(text).split(' ').take(4).collect::<Vec<_>>().join(" ");
        let leads_in = own.last().is_some_and(|own| own.ends_with(':')) || own.iter().any(|own| opening(own) == opening(words));
        if !items.is_empty() && !leads_in {
            let mut lead = self.prose(format!("{section}.lead"));
            lead.say(words);
            items.insert(0, lead.paragraph());
        }
        items
    }
}
