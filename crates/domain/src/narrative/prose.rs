//! A paragraph in the making: sentences that remember the figures they print and the facts they rest on.

use crate::quantity::Quantity;
use crate::report::{Fact, Origin, Paragraph, Sentence, Shape, Span};
use crate::summary::Figure;

use super::house::House;

/// Turns of one sentence that all say that there was nothing.
const JOINED: usize = 3;

/// Collects the sentences of one paragraph.
#[derive(Debug)]
pub struct Prose<'a> {
    key: String,
    house: &'a House,
    done: Vec<Sentence>,
    open: Sentence,
    /// Number of units on which the comparison named last rests.
    compared: Option<usize>,
    no_base: bool,
    /// True when the last sentence says that there was nothing.
    nothing: bool,
}

impl<'a> Prose<'a> {
    pub fn new(key: impl Into<String>, house: &'a House) -> Self {
        Self { key: key.into(), house, done: Vec::new(), open: Sentence::default(), compared: None, no_base: false, nothing: false }
    }

    /// Begins a sentence in one of several worded forms.
    pub fn open(&mut self, forms: &[&str]) -> &mut Self {
        self.open.openings = forms.iter().map(|form| (*form).to_owned()).collect();
        self.say(forms.first().copied().unwrap_or_default())
    }

    /// Adds words.
    pub fn say(&mut self, words: &str) -> &mut Self {
        self.add(Span::plain(words))
    }

    /// Adds words of people, a name, a citation.
    pub fn quote(&mut self, words: &str) -> &mut Self {
        self.add(Span::quoted(words))
    }

    fn add(&mut self, span: Span) -> &mut Self {
        let joins = |last: &Span| last.figure.is_none() && last.note.is_none() && last.quoted == span.quoted;
        match self.open.spans.last_mut() {
            Some(last) if joins(last) => last.text.push_str(&span.text),
            _ if span.text.is_empty() => {}
            _ => self.open.spans.push(span),
        }
        self
    }

    /// Adds a figure with its noun.
    pub fn amount(&mut self, figure: &Figure) -> &mut Self {
        let words = self.house.amount(figure.value, figure.counting, &figure.noun);
        self.cite(figure, &words)
    }

    /// Adds words that print a figure.
    pub fn cite(&mut self, figure: &Figure, words: &str) -> &mut Self {
        self.rest_on(figure);
        self.open.spans.push(Span::figure(words, &figure.key.0));
        self
    }

    /// Remembers a figure whose numbers the sentence prints in other words.
    pub fn rest_on(&mut self, figure: &Figure) -> &mut Self {
        let Figure { key, value, comparable, base, base_as_issued, compared, .. } = figure;
        let fact = Fact {
            key: key.0.clone(),
            value: *value,
            comparable: *comparable,
            base: *base,
            base_as_issued: *base_as_issued,
            compared: *compared,
        };
        self.fact_of(fact)
    }

    /// Remembers a number that is no figure of the summary.
    pub fn fact(&mut self, key: &str, value: Quantity) -> &mut Self {
        self.fact_of(Fact { key: key.to_owned(), value, comparable: value, base: None, base_as_issued: None, compared: 0 })
    }

    /// Remembers a value and what it is held against.
    pub fn fact_against(&mut self, key: &str, value: Quantity, base: Quantity) -> &mut Self {
        self.fact_of(Fact { key: key.to_owned(), value, comparable: value, base: Some(base), base_as_issued: None, compared: 0 })
    }

    fn fact_of(&mut self, fact: Fact) -> &mut Self {
        if !self.open.facts.contains(&fact) {
            self.open.facts.push(fact);
        }
        self
    }

    /// Adds a count of things that is no figure of the summary: `05 đơn vị`.
    pub fn count(&mut self, key: &str, count: usize, noun: &str) -> &mut Self {
        let words = format!("{}\u{a0}{noun}", self.house.count(count));
        self.fact(key, Quantity::whole(count as u64)).say(&words)
    }

    /// Puts a note to what was said last.
    pub fn note(&mut self, words: String) -> &mut Self {
        let sentence = if self.open.spans.is_empty() { self.done.last_mut() } else { Some(&mut self.open) };
        if let Some(last) = sentence.and_then(|sentence| sentence.spans.last_mut()) {
            last.note = Some(words);
        }
        self
    }

    /// Ends the sentence with a full stop.
    pub fn stop(&mut self) -> &mut Self {
        self.end(".")
    }

    /// Ends a sentence that says that there was nothing; its neighbour of the same kind goes on in it.
    pub fn stop_nothing(&mut self) -> &mut Self {
        self.stop();
        self.nothing = !self.done.is_empty();
        if let Some(span) = self.done.last_mut().and_then(|last| last.spans.last_mut()) {
            span.text = without_echo(&span.text);
        }
        self
    }

    /// Begins a sentence that says that there was nothing: several in a row are one sentence.
    pub fn open_nothing(&mut self, zero: &str) -> &mut Self {
        let bare = zero.strip_prefix("Trong kỳ ");
        let room = |last: &Sentence| last.text().matches("; ").count() < JOINED;
        match (self.nothing, bare, self.done.pop_if(|last| self.nothing && bare.is_some() && room(last))) {
            (true, Some(bare), Some(mut last)) => {
                if let Some(span) = last.spans.last_mut() {
                    span.text.pop();
                }
                self.open = last;
                self.say("; ").say(bare)
            }
            (_, Some(bare), _) => self.open(&[zero, &crate::text::capitalise(bare)]),
            _ => self.open(&[zero]),
        }
    }

    /// Ends the sentence.
    pub fn end(&mut self, mark: &str) -> &mut Self {
        if self.open.spans.is_empty() {
            return self;
        }
        self.say(mark);
        self.nothing = false;
        self.done.push(std::mem::take(&mut self.open));
        self
    }

    /// True when the paragraph has named this number of compared units already; from now on it has.
    pub fn says_units(&mut self, units: usize) -> bool {
        self.compared.replace(units) == Some(units)
    }

    /// True when the paragraph has named this number of compared units already.
    pub fn names_units(&self, units: usize) -> bool {
        self.compared == Some(units)
    }

    /// True when the paragraph has said that there is no base; from now on it has.
    pub fn says_no_base(&mut self) -> bool {
        std::mem::replace(&mut self.no_base, true)
    }

    /// True when the last character is `ch`.
    pub fn ends_with(&self, ch: char) -> bool {
        self.open.spans.last().is_some_and(|span| span.text.ends_with(ch))
    }

    pub fn is_empty(&self) -> bool {
        self.done.is_empty() && self.open.spans.is_empty()
    }

    /// The finished paragraph of running text.
    pub fn paragraph(self) -> Paragraph {
        self.shaped(Shape::Text)
    }

    /// The finished paragraph in any shape.
    pub fn shaped(mut self, shape: Shape) -> Paragraph {
        self.end("");
        Paragraph { key: self.key, shape, origin: Origin::Generated, sentences: self.done, replaced: None }
    }
}

/// `A; B; cùng kỳ năm trước cũng không phát sinh` where it was said of A already, of nothing else since.
fn without_echo(text: &str) -> String {
    let Some((head, echo)) = text.rsplit_once("; ").filter(|(_, echo)| echo.ends_with(" cũng không phát sinh.")) else {
        return text.to_owned();
    };
    let before = format!("; {}", echo.trim_end_matches('.'));
    let clause = head.rsplit_once("; ").filter(|(earlier, clause)| earlier.ends_with(&before) && !clause.contains(" so với "));
    clause.map_or_else(|| text.to_owned(), |(earlier, clause)| format!("{}; {clause}; {echo}", earlier.trim_end_matches(&before)))
}

/// The paragraphs that say anything.
pub fn paragraphs<const N: usize>(all: [Prose<'_>; N]) -> Vec<Paragraph> {
    all.into_iter().filter(|prose| !prose.is_empty()).map(Prose::paragraph).collect()
}

/// Punctuates list items: each opened by a capital, ended by `;`, the last by `.`.
pub fn punctuated(index: usize, count: usize, text: &str) -> String {
    let bare = text.trim_end_matches(['.', ';', ',', ' ']);
    let end = if index + 1 == count { "." } else { ";" };
    format!("{}{end}", crate::text::capitalise(bare))
}

/// List items in people's words.
pub fn items(key: &str, texts: &[String]) -> Vec<Paragraph> {
    let item = |(index, text): (usize, &String)| {
        Paragraph::own(format!("{key}.{}", index + 1), Shape::Item, &punctuated(index, texts.len(), text))
    };
    texts.iter().enumerate().map(item).collect()
}
