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
            // A unit's texts come together, so that it can only be the last one known.
            if distinct[at].1.last() != Some(&sent.unit) {
                distinct[at].1.push(sent.unit.clone());
            }
        }
    }
    distinct
}

/// Texts that share most of their words, joined into groups.
///
/// Two texts that are alike enough share one of their rarest words: those alone lead to the candidates, so that
/// words that everybody uses cost nothing.
fn groups(kind: &'static str, texts: &[(Text, Vec<Code>)]) -> Vec<SimilarTexts> {
    let words = by_rarity(texts);
    let mut group: Vec<usize> = (0..texts.len()).collect();
    let mut known: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, own) in words.iter().enumerate() {
        let rarest = own.len() - (own.len() * ALIKE).div_ceil(100) + 1;
        for word in own.iter().take(rarest) {
            let candidates = known.entry(*word).or_default();
            for other in candidates.iter().copied() {
                let (a, b) = (root(&mut group, index), root(&mut group, other));
                if a != b && alike(own, &words[other]) {
                    group[a.max(b)] = a.min(b);
                }
            }
            candidates.push(index);
        }
    }
    let roots: Vec<usize> = (0..texts.len()).map(|index| root(&mut group, index)).collect();
    let mut found: BTreeMap<usize, Vec<(Text, Vec<Code>)>> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        found.entry(roots[index]).or_default().push(text.clone());
    }
    let several = found.into_values().filter(|texts| texts.len() > 1);
    several
        .map(|mut texts| {
            texts.sort_by_key(|(_, units)| std::cmp::Reverse(units.len()));
            SimilarTexts { kind, texts }
        })
        .collect()
}

/// The words of each text as numbers, the rarest of all texts first.
fn by_rarity(texts: &[(Text, Vec<Code>)]) -> Vec<Vec<usize>> {
    let split: Vec<BTreeSet<String>> = texts.iter().map(|(text, _)| fold(text).split(' ').map(str::to_owned).collect()).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    split.iter().flatten().for_each(|word| *uses.entry(word).or_default() += 1);
    let mut ranked: Vec<(usize, &str)> = uses.into_iter().map(|(word, count)| (count, word)).collect();
    ranked.sort_unstable();
    let rank: BTreeMap<&str, usize> = ranked.iter().enumerate().map(|(rank, (_, word))| (*word, rank)).collect();
    let numbers = |words: &BTreeSet<String>| {
        let mut numbers: Vec<usize> = words.iter().map(|word| rank[word.as_str()]).collect();
        numbers.sort_unstable();
        numbers
    };
    split.iter().map(numbers).collect()
}

/// True when two texts, as sorted numbers of words, have enough of them in common.
fn alike(a: &[usize], b: &[usize]) -> bool {
    let common = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    common * 100 >= (a.len() + b.len() - common) * ALIKE
}

/// The first text of a group.
fn root(group: &mut [usize], mut index: usize) -> usize {
    while group[index] != index {
        group[index] = group[group[index]];
        index = group[index];
    }
    index
}
