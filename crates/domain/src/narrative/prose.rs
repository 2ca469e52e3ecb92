//! A paragraph in the making: words, and figures that remember where they come from.

use crate::report::{Origin, Paragraph, Shape, Span};
use crate::summary::Figure;

use super::numbers::amount;

/// Collects the spans of one paragraph.
#[derive(Debug, Default)]
pub struct Prose {
    spans: Vec<Span>,
}

impl Prose {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words.
    pub fn say(&mut self, words: &str) -> &mut Self {
        match self.spans.last_mut() {
            Some(last) if last.figure.is_none() && last.note.is_none() => last.text.push_str(words),
            _ => self.spans.push(Span::plain(words)),
        }
        self
    }

    /// Adds a figure with its noun.
    pub fn amount(&mut self, figure: &Figure) -> &mut Self {
        let words = amount(figure.value, figure.counting, &figure.noun);
        self.cite(figure, &words)
    }

    /// Adds words that print a figure.
    pub fn cite(&mut self, figure: &Figure, words: &str) -> &mut Self {
        self.spans.push(Span::figure(words, &figure.key.0));
        self
    }

    /// Puts a note to what was said last.
    pub fn note(&mut self, words: String) -> &mut Self {
        if let Some(last) = self.spans.last_mut() {
            last.note = Some(words);
        }
        self
    }

    /// Ends a sentence; the next one follows after a space.
    pub fn stop(&mut self) -> &mut Self {
        self.say(". ")
    }

    /// True when the last character is `ch`.
    pub fn ends_with(&self, ch: char) -> bool {
        self.spans.last().is_some_and(|span| span.text.ends_with(ch))
    }

    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The finished paragraph of running text.
    pub fn paragraph(self) -> Paragraph {
        self.shaped(Shape::Text)
    }

    /// The finished paragraph in any shape.
    pub fn shaped(mut self, shape: Shape) -> Paragraph {
        if let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        Paragraph { shape, origin: Origin::Generated, spans: self.spans }
    }
}

/// A typed paragraph.
pub fn own(text: &str) -> Paragraph {
    Paragraph { shape: Shape::Text, origin: Origin::Own, spans: vec![Span::plain(text)] }
}

/// List items from texts: each opened by a capital, ended by `;`, the last by `.`.
pub fn items(texts: &[String], origin: Origin) -> Vec<Paragraph> {
    let last = texts.len().saturating_sub(1);
    let item = |(index, text): (usize, &String)| {
        let bare = text.trim_end_matches(['.', ';', ',', ' ']);
        let end = if index == last { "." } else { ";" };
        let words = format!("{}{end}", crate::text::capitalise(bare));
        Paragraph { shape: Shape::Item, origin, spans: vec![Span::plain(words)] }
    };
    texts.iter().enumerate().map(item).collect()
}
