//! Texts of units that nearly say the same, side by side for the officer; nothing is rewritten.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::Code;
use crate::snapshot::Snapshot;
use crate::submission::{CauseKind, Submission};
use crate::text::{Text, fold, same_wording};

/// Texts with the units that sent each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarTexts {
    /// What they are: `Tồn tại, hạn chế`.
    pub kind: &'static str,
    /// The texts, those of most units first.
    pub texts: Vec<(Text, Vec<Code>)>,
}

/// How alike two texts must be, in hundredths of their words in common.
const ALIKE: usize = 60;

/// Kinds of free text, with where they stand in a submission.
type Kind = (&'static str, fn(&Submission) -> Vec<&Text>);

const KINDS: [Kind; 5] = [
    ("Ưu điểm", |sent| sent.content.strengths.iter().collect()),
    ("Tồn tại, hạn chế", |sent| sent.content.limitations.iter().map(|limitation| &limitation.text).collect()),
    ("Nguyên nhân khách quan", |sent| causes(sent, CauseKind::External)),
    ("Nguyên nhân chủ quan", |sent| causes(sent, CauseKind::Internal)),
    ("Phương hướng, nhiệm vụ", |sent| sent.content.directions.iter().map(|direction| &direction.text).collect()),
];

fn causes(sent: &Submission, kind: CauseKind) -> Vec<&Text> {
    let causes = sent.content.limitations.iter().flat_map(|limitation| &limitation.causes);
    causes.filter(|cause| cause.kind == kind).map(|cause| &cause.text).collect()
}

/// Groups of texts that are not equal but alike, kind by kind.
pub fn similar(snapshot: &Snapshot) -> Vec<SimilarTexts> {
    KINDS.into_iter().flat_map(|(kind, texts)| groups(kind, &distinct(snapshot, texts))).collect()
}

/// The same wording once, with its units.
fn distinct(snapshot: &Snapshot, texts: fn(&Submission) -> Vec<&Text>) -> Vec<(Text, Vec<Code>)> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut distinct: Vec<(Text, Vec<Code>)> = Vec::new();
    for sent in snapshot.submissions.iter().filter(|sent| sent.state.counts()) {
        for text in texts(sent) {
            let at = *known.entry(same_wording(text)).or_insert_with(|| {
                distinct.push((text.clone(), Vec::new()));
                distinct.len() - 1
            });
            if !distinct[at].1.contains(&sent.unit) {
                distinct[at].1.push(sent.unit.clone());
            }
        }
    }
    distinct
}

/// Texts that share most of their words, joined into groups.
fn groups(kind: &'static str, texts: &[(Text, Vec<Code>)]) -> Vec<SimilarTexts> {
    let words: Vec<BTreeSet<String>> = texts.iter().map(|(text, _)| fold(text).split(' ').map(str::to_owned).collect()).collect();
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, words) in words.iter().enumerate() {
        for word in words {
            by_word.entry(word).or_default().push(index);
        }
    }
    let mut group: Vec<usize> = (0..texts.len()).collect();
    for (index, own) in words.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in own {
            by_word[word.as_str()].iter().filter(|other| **other > index).for_each(|other| *shared.entry(*other).or_default() += 1);
        }
        for (other, common) in shared {
            let all = own.len() + words[other].len() - common;
            if common * 100 >= all * ALIKE {
                let (from, into) = (group[other].max(group[index]), group[other].min(group[index]));
                group.iter_mut().filter(|known| **known == from).for_each(|known| *known = into);
            }
        }
    }
    let mut found: BTreeMap<usize, Vec<(Text, Vec<Code>)>> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        found.entry(group[index]).or_default().push(text.clone());
    }
    let several = found.into_values().filter(|texts| texts.len() > 1);
    several
        .map(|mut texts| {
            texts.sort_by_key(|(_, units)| std::cmp::Reverse(units.len()));
            SimilarTexts { kind, texts }
        })
        .collect()
}
