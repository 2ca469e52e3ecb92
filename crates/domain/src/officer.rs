//! The officer's hand on one report: own words in the place of generated paragraphs, sections added, moved,
//! left out. Edits are values; each gives the texts as they are after it, or says why it cannot be done.

use chrono::{DateTime, Utc};

use crate::bundle::{AddedSection, AgencyTexts, MovedSection, Replacement};
use crate::narrative;
use crate::report::{Origin, Paragraph, Report};
use crate::snapshot::Snapshot;
use crate::summary::Summary;
use crate::text::Text;

/// An edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Own words in the place of a generated paragraph.
    Replace {
        /// Key of the paragraph.
        paragraph: Text,
        /// The words.
        text: Text,
        /// Who writes them.
        author: Text,
        /// Why.
        reason: Text,
        /// Hash of the facts of the paragraph that the officer saw; empty: those of now.
        facts: Text,
    },
    /// The generated paragraph is printed again.
    TakeBack(Text),
    /// A section is left out, with those below it.
    LeaveOut(Text),
    /// A section that was left out stands again.
    Restore(Text),
    /// A section is added behind another one.
    Add {
        /// Heading.
        heading: Text,
        /// The section before it.
        after: Text,
        /// Its paragraphs.
        paragraphs: Vec<Text>,
    },
    /// A section stands behind another one.
    Move {
        /// The section.
        section: Text,
        /// The section before it.
        after: Text,
    },
    /// A moved section stands where the outline has it.
    MoveBack(Text),
}

/// Why an edit cannot be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A field that must be filled in is empty: its name in the edit.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A field is longer than so many characters.
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    /// The report has no such paragraph now.
    #[error("no paragraph {0}")]
    NoSuchParagraph(String),
    /// The report has no such section now.
    #[error("no section {0}")]
    NoSuchSection(String),
    /// A section cannot stand behind itself or below itself.
    #[error("a section cannot follow itself")]
    BehindItself,
    /// A character that the faces cannot draw.
    #[error("no face draws {0:?}")]
    NotDrawable(char),
}

/// Longest texts that an officer writes, in characters: names and reasons, headings, and what is printed.
const LONGEST: [(&str, usize); 4] = [("author", 200), ("reason", 500), ("heading", 300), ("text", 10_000)];

impl Edit {
    /// The agency's texts after this edit.
    ///
    /// # Errors
    /// [`EditError`]; the texts then stay as they are.
    pub fn apply(self, snapshot: &Snapshot, now: DateTime<Utc>, drawable: &dyn Fn(char) -> bool) -> Result<AgencyTexts, EditError> {
        for (field, text) in self.texts() {
            let longest = LONGEST.iter().find(|(name, _)| *name == field).map_or(usize::MAX, |(_, longest)| *longest);
            if text.chars().count() > longest {
                return Err(EditError::TooLong(field, longest));
            }
            if let Some(ch) = text.chars().find(|ch| !ch.is_whitespace() && !drawable(*ch)) {
                return Err(EditError::NotDrawable(ch));
            }
        }
        let report = narrative::write(snapshot, &Summary::of(snapshot), None);
        let mut texts = snapshot.texts.clone();
        let changes = &mut texts.outline;
        match self {
            Self::Replace { paragraph, text, author, reason, facts } => {
                replace(&mut texts, &report, [paragraph, text, author, reason, facts], now)?;
            }
            Self::TakeBack(paragraph) => texts.replacements.retain(|one| one.paragraph != paragraph),
            Self::LeaveOut(section) => {
                standing(&report, &section)?;
                if changes.added.iter().any(|added| added.id == section) {
                    remove(changes, &section);
                } else if !changes.left_out.contains(&section) {
                    changes.left_out.push(section);
                }
            }
            Self::Restore(section) => changes.left_out.retain(|left| *left != section),
            Self::Add { heading, after, paragraphs } => add(&mut texts, &report, heading, after, paragraphs)?,
            Self::Move { section, after } => {
                let (level, start) = standing(&report, &section)?;
                let (_, target) = standing(&report, &after)?;
                let below = report.sections[start + 1..].iter().take_while(|other| other.level > level).count();
                if (start..=start + below).contains(&target) {
                    return Err(EditError::BehindItself);
                }
                changes.moved.retain(|moved| moved.section != section);
                changes.moved.push(MovedSection { section, after });
            }
            Self::MoveBack(section) => changes.moved.retain(|moved| moved.section != section),
        }
        Ok(texts)
    }

    /// The words that would be printed.
    fn texts(&self) -> Vec<(&'static str, &Text)> {
        match self {
            Self::Replace { text, author, reason, .. } => vec![("text", text), ("author", author), ("reason", reason)],
            Self::Add { heading, paragraphs, .. } => {
                std::iter::once(("heading", heading)).chain(paragraphs.iter().map(|text| ("text", text))).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn replace(
    texts: &mut AgencyTexts,
    report: &Report,
    [paragraph, text, author, reason, seen]: [Text; 5],
    now: DateTime<Utc>,
) -> Result<(), EditError> {
    for (field, given) in [("text", &text), ("author", &author), ("reason", &reason)] {
        if given.is_empty() {
            return Err(EditError::Empty(field));
        }
    }
    let generated = |one: &&Paragraph| *one.key == *paragraph && one.origin == Origin::Generated;
    let facts = paragraphs(report).find(generated).map(Paragraph::facts_hash);
    let facts = facts.ok_or_else(|| EditError::NoSuchParagraph(paragraph.to_string()))?;
    let facts = if seen.is_empty() { Text::from(facts.as_str()) } else { seen };
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    texts.replacements.retain(|one| one.paragraph != paragraph);
    texts.replacements.push(Replacement { paragraph, text: Text::from(folded.as_str()), author, reason, written_at: Some(now), facts });
    Ok(())
}

fn add(texts: &mut AgencyTexts, report: &Report, heading: Text, after: Text, mut paragraphs: Vec<Text>) -> Result<(), EditError> {
    paragraphs.retain(|text| !text.is_empty());
    if heading.is_empty() {
        return Err(EditError::Empty("heading"));
    }
    if paragraphs.is_empty() {
        return Err(EditError::Empty("text"));
    }
    let (level, _) = standing(report, &after)?;
    let taken = |id: &str| texts.outline.added.iter().any(|added| added.id.as_str() == id);
    let id = (1..=texts.outline.added.len() + 1).map(|number| format!("them-{number}")).find(|id| !taken(id)).unwrap_or_default();
    texts.outline.added.push(AddedSection { id: Text::from(id.as_str()), after, level, heading, paragraphs });
    Ok(())
}

fn remove(changes: &mut crate::bundle::OutlineChanges, section: &Text) {
    let after = changes.added.iter().find(|added| added.id == *section).map(|added| added.after.clone());
    changes.added.retain(|added| added.id != *section);
    changes.moved.retain(|moved| moved.section != *section);
    // What stood behind it stands behind what it stood behind.
    if let Some(after) = after {
        changes.added.iter_mut().filter(|added| added.after == *section).for_each(|added| added.after = after.clone());
        changes.moved.iter_mut().filter(|moved| moved.after == *section).for_each(|moved| moved.after = after.clone());
    }
}

/// Level and place of a section of the report.
fn standing(report: &Report, id: &Text) -> Result<(u8, usize), EditError> {
    let place = report.sections.iter().position(|section| section.id == *id);
    place.map(|place| (report.sections[place].level, place)).ok_or_else(|| EditError::NoSuchSection(id.to_string()))
}

/// All paragraphs of a report in reading order.
pub fn paragraphs(report: &Report) -> impl Iterator<Item = &Paragraph> {
    let body = report.sections.iter().flat_map(|section| &section.body);
    report.opening.iter().chain(body).chain(std::iter::once(&report.closing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::dak_nong;

    fn done(snapshot: &Snapshot, edit: Edit) -> Snapshot {
        let texts = edit.apply(snapshot, "2022-06-30T01:00:00Z".parse().unwrap(), &|ch| ch != '✓').unwrap();
        Snapshot { texts, ..snapshot.clone() }
    }

    fn written(snapshot: &Snapshot) -> Report {
        narrative::write(snapshot, &Summary::of(snapshot), None)
    }

    fn replacing(text: &str) -> Edit {
        Edit::Replace {
            paragraph: "inspections.performed".into(),
            text: text.into(),
            author: "Lê Thị B".into(),
            reason: "Nói gọn".into(),
            facts: Text::default(),
        }
    }

    #[test]
    fn own_words_are_printed_kept_beside_the_generated_ones_and_taken_back() {
        let before = dak_nong("2022-H1");
        let generated = written(&before);
        let after = done(&before, replacing("Công tác thanh tra\nđạt 72 cuộc."));
        let report = written(&after);
        let one = paragraphs(&report).find(|one| one.key == "inspections.performed").unwrap();
        assert_eq!(one.text(), "Công tác thanh tra đạt 72 cuộc.");
        assert!(one.generated()[0].text.contains("toàn ngành"), "the generated one is kept");
        let replaced = one.replaced.as_ref().unwrap();
        assert_eq!((replaced.author.as_str(), replaced.reason.as_str(), replaced.outdated), ("Lê Thị B", "Nói gọn", false));
        assert_eq!(written(&done(&after, Edit::TakeBack("inspections.performed".into()))), generated);
    }

    #[test]
    fn own_words_are_flagged_when_their_facts_change_and_only_then() {
        let mut snapshot = done(&dak_nong("2022-H1"), replacing("Đã triển khai 72 cuộc."));
        let outdated = |snapshot: &Snapshot| {
            let report = written(snapshot);
            paragraphs(&report).find(|one| one.key == "inspections.performed").unwrap().replaced.as_ref().unwrap().outdated
        };
        let set = |snapshot: &mut Snapshot, column: &str, value: u64| {
            let sent = snapshot.submissions.iter_mut().find(|sent| sent.unit.as_str() == "TTH-CUJUT").unwrap();
            sent.figures.values_mut().next().unwrap().insert(column.parse().unwrap(), crate::quantity::Quantity::whole(value));
        };
        assert!(!outdated(&snapshot));
        set(&mut snapshot, "18", 77);
        assert!(!outdated(&snapshot), "another paragraph's fact");
        set(&mut snapshot, "7", 77);
        assert!(outdated(&snapshot));
    }

    #[test]
    fn sections_are_left_out_restored_added_moved_and_removed() {
        let plain = dak_nong("2022-H1");
        let ids = |snapshot: &Snapshot| written(snapshot).sections.iter().map(|section| section.id.to_string()).collect::<Vec<_>>();
        let without = done(&plain, Edit::LeaveOut("political_task".into()));
        assert!(!ids(&without).iter().any(|id| ["political_task", "inspections", "petitions"].contains(&id.as_str())), "with those below");
        assert_eq!(ids(&done(&without, Edit::Restore("political_task".into()))), ids(&plain));
        let add = Edit::Add { heading: "Công tác khác".into(), after: "awards".into(), paragraphs: vec!["Một".into(), "".into()] };
        let added = done(&plain, add);
        let report = written(&added);
        let at = report.sections.iter().position(|section| section.id.as_str() == "them-1").unwrap();
        assert_eq!((report.sections[at].number.as_str(), report.sections[at].level), ("6.", 2));
        assert_eq!(report.sections[at - 1].id.as_str(), "awards");
        let moved = done(&added, Edit::Move { section: "clusters".into(), after: "them-1".into() });
        let order = ids(&moved);
        let place = |id: &str| order.iter().position(|other| other == id).unwrap();
        assert_eq!(place("clusters"), place("them-1") + 1);
        let removed = done(&moved, Edit::LeaveOut("them-1".into()));
        assert_eq!(ids(&removed)[place("them-1")], "clusters", "what followed it follows what it followed");
        assert_eq!(ids(&done(&removed, Edit::MoveBack("clusters".into()))), ids(&plain));
    }

    #[test]
    fn what_hangs_on_a_section_stays_where_it_was_and_no_section_is_cut_in_two() {
        let plain = dak_nong("2022-H1");
        let ids = |snapshot: &Snapshot| written(snapshot).sections.iter().map(|section| section.id.to_string()).collect::<Vec<_>>();
        let add = |name: &str| Edit::Add { heading: name.into(), after: "clusters".into(), paragraphs: vec!["Nội dung".into()] };
        let two = done(&done(&plain, add("Một")), add("Hai"));
        let at = ids(&two).iter().position(|id| id == "clusters").unwrap();
        assert_eq!(ids(&two)[at + 1..at + 3], ["them-1", "them-2"], "in the order in which they were added");
        let without = done(&two, Edit::LeaveOut("clusters".into()));
        assert_eq!(ids(&without)[at..at + 2], ["them-1", "them-2"], "where the one left out stood");
        let moved = done(&plain, Edit::Move { section: "assessment".into(), after: "documents".into() });
        let report = written(&moved);
        let top: Vec<&str> = report.sections.iter().filter(|section| section.level == 1).map(|section| section.id.as_str()).collect();
        assert_eq!(top[1], "assessment", "behind the whole section of the other one");
        let first = report.sections.iter().position(|section| section.id.as_str() == "assessment").unwrap();
        assert!(report.sections[1..first].iter().any(|section| section.id.as_str() == "launches"), "whose later parts stay before it");
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        let snapshot = dak_nong("2022-H1");
        let refused = |edit: Edit| edit.apply(&snapshot, DateTime::<Utc>::MIN_UTC, &|ch| ch != '✓').unwrap_err();
        assert_eq!(refused(replacing(" ")), EditError::Empty("text"));
        assert_eq!(refused(replacing("✓")), EditError::NotDrawable('✓'));
        let nowhere =
            Edit::Replace { paragraph: "x".into(), text: "a".into(), author: "b".into(), reason: "c".into(), facts: Text::default() };
        assert_eq!(refused(nowhere), EditError::NoSuchParagraph("x".to_owned()));
        assert_eq!(refused(Edit::LeaveOut("x".into())), EditError::NoSuchSection("x".to_owned()));
        let below = Edit::Move { section: "political_task".into(), after: "inspections".into() };
        assert_eq!(refused(below), EditError::BehindItself);
    }
}
