//! Kept and dropped blocks in, passages out: the units that are ranked and cited.
//!
//! A passage is one range of the text. It never crosses a dropped block, a heading, or a change of language or charset.
//! Paragraphs of [`LONG`] characters stand alone, shorter neighbours are joined, list items join their
//! lead-in, and what is longer than [`LONGEST`] is cut at sentence ends (UAX #29). Which words a passage
//! holds is left to `analyze`.

mod split;

use serde::{Deserialize, Serialize};

use crate::clean::{Cleaned, Judged, Reason, Role, Verdict};
use crate::lang::Lang;
use crate::span::{TextByte, TextSpan};

/// A paragraph of so many characters stands alone.
pub const LONG: usize = 200;

/// A passage of more characters is cut.
pub const LONGEST: usize = 1200;

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The headline of the article.
    Headline,
    /// A subheading.
    Heading,
    /// Prose or a list.
    Body,
    /// What is not the article, and why.
    Noise(Reason),
}

/// A range of the text that is ranked and cited as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: TextSpan,
    /// Its language.
    pub lang: Option<Lang>,
    /// The subheading it stands under.
    pub heading: Option<TextSpan>,
}

/// Cuts a source into passages, in order; none crosses the places where its charset `changes`.
pub fn passages(cleaned: &Cleaned, text: &str, changes: &[TextByte]) -> Vec<Passage> {
    let mut cutter = Cutter { text, changes, out: Vec::new(), open: None, heading: None };
    for judged in &cleaned.blocks {
        cutter.block(judged);
    }
    cutter.close();
    cutter.out
}

/// A passage that more blocks may join.
struct Open {
    span: TextSpan,
    lang: Option<Lang>,
    chars: usize,
    last: Role,
}

struct Cutter<'a> {
    text: &'a str,
    changes: &'a [TextByte],
    out: Vec<Passage>,
    open: Option<Open>,
    heading: Option<TextSpan>,
}

impl Cutter<'_> {
    fn block(&mut self, judged: &Judged) {
        let span = judged.block.span;
        match judged.verdict {
            Verdict::Kept(role @ (Role::Paragraph | Role::ListItem)) => self.prose(role, span, judged.lang),
            // What it says is metadata, too, but must be found like any other line.
            Verdict::Kept(Role::Dateline) => self.alone(Kind::Body, span, judged.lang),
            Verdict::Kept(Role::Headline) => self.alone(Kind::Headline, span, judged.lang),
            Verdict::Kept(Role::Subheading) => {
                self.alone(Kind::Heading, span, judged.lang);
                self.heading = Some(span);
            }
            Verdict::Dropped(reason) => self.alone(Kind::Noise(reason), span, judged.lang),
        }
    }

    fn prose(&mut self, role: Role, span: TextSpan, lang: Option<Lang>) {
        let chars = span.of(self.text).chars().count();
        let joins = self.open.as_ref().is_some_and(|open| {
            let fits = open.chars + chars < LONGEST;
            let short = open.chars < LONG && chars < LONG && open.last == Role::Paragraph;
            let alike = open.lang == lang && within(self.changes, open.span.cover(span)).is_empty();
            alike && fits && (role == Role::ListItem || short)
        });
        match &mut self.open {
            Some(open) if joins => {
                open.span = open.span.cover(span);
                open.chars += chars;
                open.last = role;
            }
            _ => {
                self.close();
                self.open = Some(Open { span, lang, chars, last: role });
            }
        }
    }

    fn alone(&mut self, kind: Kind, span: TextSpan, lang: Option<Lang>) {
        self.close();
        if matches!(kind, Kind::Heading | Kind::Headline) {
            self.heading = None;
        }
        self.push(kind, span, lang);
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.push(Kind::Body, open.span, open.lang);
        }
    }

    fn push(&mut self, kind: Kind, span: TextSpan, lang: Option<Lang>) {
        let heading = if kind == Kind::Body { self.heading } else { None };
        let parts = split::at_changes(span, within(self.changes, span), self.text);
        let parts = parts.into_iter().flat_map(|part| split::split(part, self.text));
        self.out.extend(parts.map(|span| Passage { kind, span, lang, heading }));
    }
}

/// The changes of charset after the start of a range and before its end.
fn within(changes: &[TextByte], span: TextSpan) -> &[TextByte] {
    let first = changes.partition_point(|change| *change <= span.start());
    let end = changes.partition_point(|change| *change < span.end());
    changes.get(first..end).unwrap_or_default()
}

#[cfg(test)]
mod tests;
