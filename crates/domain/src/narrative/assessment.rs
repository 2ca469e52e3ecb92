//! Sections III to V: strengths, limitations, causes, directions, proposals, in the units' words.
//! The same words of several units stand once, with the units counted; nothing is rewritten.

use super::Facts;
use super::numbers::padded;
use super::prose::items;
use crate::code::Code;
use crate::report::{Origin, Paragraph, Shape, Span};
use crate::submission::{CauseKind, Submission};
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
        for submission in self.counting() {
            for text in texts(submission) {
                match shared.iter_mut().find(|known| same_wording(known.text) == same_wording(text)) {
                    Some(known) if known.units.contains(&&submission.unit) => {}
                    Some(known) => known.units.push(&submission.unit),
                    None => shared.push(Shared { text, units: vec![&submission.unit] }),
                }
            }
        }
        shared
    }

    /// Items with the units behind a text that several sent.
    fn shared_items(&self, shared: &[Shared<'_>], attribute: bool) -> Vec<Paragraph> {
        let words = |item: &Shared<'_>| {
            let bare = item.text.trim_end_matches(['.', ';', ',', ' ']);
            match item.units.len() {
                0 | 1 => bare.to_owned(),
                _ if !attribute => bare.to_owned(),
                2..=NAMED_UNITS => {
                    let names: Vec<&str> = item.units.iter().map(|unit| self.unit_name(unit.as_str())).collect();
                    format!("{bare} ({}\u{a0}đơn vị: {})", padded(names.len()), names.join(", "))
                }
                count => format!("{bare} ({}\u{a0}đơn vị)", padded(count)),
            }
        };
        items(&shared.iter().map(words).collect::<Vec<_>>(), Origin::Own)
    }

    /// Ưu điểm.
    pub fn strengths(&self) -> Vec<Paragraph> {
        self.shared_items(&self.shared(|submission| submission.content.strengths.iter().collect()), false)
    }

    /// Tồn tại, hạn chế.
    pub fn limitations(&self) -> Vec<Paragraph> {
        let shared = self.shared(|submission| submission.content.limitations.iter().map(|limitation| &limitation.text).collect());
        lead("Bên cạnh những kết quả đạt được, công tác thi đua, khen thưởng còn một số hạn chế:", self.shared_items(&shared, true))
    }

    /// Nguyên nhân, of one kind.
    pub fn causes(&self, kind: CauseKind) -> Vec<Paragraph> {
        let shared = self.shared(|submission| {
            let causes = submission.content.limitations.iter().flat_map(|limitation| &limitation.causes);
            causes.filter(|cause| cause.kind == kind).map(|cause| &cause.text).collect()
        });
        self.shared_items(&shared, false)
    }

    /// Phương hướng, nhiệm vụ.
    pub fn directions(&self) -> Vec<Paragraph> {
        let shared = self.shared(|submission| submission.content.directions.iter().map(|direction| &direction.text).collect());
        let text = format!(
            "Để hoàn thành nhiệm vụ công tác thi đua, khen thưởng {}, {} tập trung thực hiện các nhiệm vụ trọng tâm sau:",
            self.wording.goal_year, self.agency
        );
        lead(&text, self.shared_items(&shared, false))
    }

    /// Kiến nghị, đề xuất, by addressee in order of first mention.
    pub fn proposals(&self) -> Vec<Paragraph> {
        let proposals: Vec<_> = self.counting().flat_map(|submission| &submission.content.proposals).collect();
        let mut texts: Vec<String> = Vec::new();
        let mut done: Vec<&Text> = Vec::new();
        for addressee in proposals.iter().map(|proposal| &proposal.addressee) {
            if done.contains(&addressee) {
                continue;
            }
            done.push(addressee);
            for proposal in proposals.iter().filter(|proposal| proposal.addressee == *addressee) {
                let text = format!("Đề nghị {addressee} {}", proposal.text);
                if !texts.iter().any(|known| same_wording(known) == same_wording(&text)) {
                    texts.push(text);
                }
            }
        }
        items(&texts, Origin::Own)
    }
}

fn lead(text: &str, mut items: Vec<Paragraph>) -> Vec<Paragraph> {
    if !items.is_empty() {
        items.insert(0, Paragraph { shape: Shape::Text, origin: Origin::Generated, spans: vec![Span::plain(text)] });
    }
    items
}
