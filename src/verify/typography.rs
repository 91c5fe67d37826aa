//! Words compared whatever their typography: quotation marks, dashes, apostrophes, spaces and line ends, soft
//! hyphens, composed or decomposed letters, ligatures. Case, letters and all other punctuation count.

use unicode_normalization::UnicodeNormalization;

use crate::span::TextSpan;

/// A text in canonical characters, with the way back.
pub(super) struct Canonical {
    chars: Vec<char>,
    /// Where in the text each character comes from.
    spans: Vec<(usize, usize)>,
}

/// What becomes of a hyphen at a line end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineHyphen {
    /// It belongs to the word: `well-known`.
    Stays,
    /// It came with the line end: `dip-lomat`.
    Goes,
}

impl Canonical {
    /// A text with hyphens at line ends, and without.
    pub(super) fn variants(text: &str) -> Vec<Self> {
        let stays = Self::new(text, LineHyphen::Stays);
        if stays.chars.len() == text.len() && !text.contains("-\n") {
            return vec![stays];
        }
        let goes = Self::new(text, LineHyphen::Goes);
        if goes.chars == stays.chars { vec![stays] } else { vec![stays, goes] }
    }

    fn new(text: &str, hyphen: LineHyphen) -> Self {
        let mut out = Self { chars: Vec::with_capacity(text.len()), spans: Vec::with_capacity(text.len()) };
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let end = at + c.len_utf8();
            if is_ignorable(c) {
                continue;
            }
            if hyphen == LineHyphen::Goes && matches!(c, '-' | '\u{2010}') {
                let behind = text.get(end..).unwrap_or_default();
                let after = behind.trim_start_matches([' ', '\t', '\r']);
                if after.starts_with('\n') && out.chars.last().is_some_and(|c| c.is_alphabetic()) {
                    let gap = behind.len() - behind.trim_start().len();
                    while rest.next_if(|(at, _)| *at < end + gap).is_some() {}
                    continue;
                }
            }
            out.push(c, (at, end));
        }
        out
    }

    fn push(&mut self, c: char, span: (usize, usize)) {
        match canonical(c) {
            Piece::Space => {
                // Spaces run together, and those beside a dash do not count.
                if self.chars.last().is_some_and(|last| !matches!(last, ' ' | '-')) {
                    self.add(' ', span);
                }
            }
            Piece::Dash => {
                if self.chars.last() == Some(&' ') {
                    self.chars.pop();
                    self.spans.pop();
                }
                self.add('-', span);
            }
            Piece::Char(c) => self.add(c, span),
            Piece::Text => c.nfkd().for_each(|c| self.add(c, span)),
        }
    }

    fn add(&mut self, c: char, span: (usize, usize)) {
        self.chars.push(c);
        self.spans.push(span);
    }

    /// The ranges of the text that say what was looked for, in order, without overlaps.
    pub(super) fn find(&self, needle: &Needle) -> Vec<TextSpan> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((start, end)) = self.find_parts(&needle.parts, from) {
            let (first, last) = (self.spans[start].0, self.spans[end - 1].1);
            found.push(TextSpan::between(first, last));
            from = start + 1;
        }
        found
    }

    fn find_parts(&self, parts: &[Vec<char>], from: usize) -> Option<(usize, usize)> {
        let (first, others) = parts.split_first()?;
        let start = self.find_part(first, from)?;
        let mut end = start + first.len();
        for part in others {
            end = self.find_part(part, end)? + part.len();
        }
        Some((start, end))
    }

    /// The place of a part that does not begin or end within a word.
    fn find_part(&self, part: &[char], from: usize) -> Option<usize> {
        let (first, last) = (part.first()?, part.last()?);
        let is_word = |at: Option<&char>| at.is_some_and(|c| is_word(*c));
        (from..=self.chars.len().checked_sub(part.len())?).find(|at| {
            let end = at + part.len();
            self.chars[*at] == *first
                && self.chars.get(*at..end) == Some(part)
                && !(is_word(Some(first))
                    && is_word(at.checked_sub(1).and_then(|before| self.chars.get(before))))
                && !(is_word(Some(last)) && is_word(self.chars.get(end)))
        })
    }
}

/// A quotation, cut at omissions.
pub(super) struct Needle {
    parts: Vec<Vec<char>>,
    texts: Vec<String>,
}

impl Needle {
    pub(super) fn new(quotation: &str) -> Self {
        let marked = quotation.replace("[…]", "\u{1}").replace("[...]", "\u{1}").replace("(…)", "\u{1}");
        let marked = marked.replace('…', "\u{1}").replace("...", "\u{1}");
        let mut needle = Self { parts: Vec::new(), texts: Vec::new() };
        for text in marked.split('\u{1}') {
            let text = text.trim_matches(|c: char| !is_word(c));
            let part = Canonical::new(text, LineHyphen::Stays).chars;
            if !part.is_empty() {
                needle.parts.push(part);
                needle.texts.push(text.to_owned());
            }
        }
        needle
    }

    /// A text that is quoted whole, as a hit does.
    pub(super) fn verbatim(text: &str) -> Self {
        let part = Canonical::new(text, LineHyphen::Stays).chars;
        let (parts, texts) =
            if part.is_empty() { (Vec::new(), Vec::new()) } else { (vec![part], vec![text.to_owned()]) };
        Self { parts, texts }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The longest piece without an omission.
    pub(super) fn longest_part(&self) -> &str {
        self.texts.iter().max_by_key(|text| text.len()).map_or("", String::as_str)
    }
}

enum Piece {
    Space,
    Dash,
    Char(char),
    Text,
}

fn canonical(c: char) -> Piece {
    match c {
        _ if c.is_whitespace() => Piece::Space,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{ff0d}' => Piece::Dash,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '″' => Piece::Char('"'),
        '\'' | '‘' | '’' | '‚' | '‛' | 'ʼ' | '`' | '´' | '′' | '‹' | '›' | '＇' => {
            Piece::Char('\'')
        }
        _ if c.is_ascii() => Piece::Char(c),
        _ => Piece::Text,
    }
}

fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(quotation: &str, text: &str) -> Vec<String> {
        let needle = Needle::new(quotation);
        let variants = Canonical::variants(text);
        let mut spans: Vec<TextSpan> =
            variants.iter().flat_map(|canonical| canonical.find(&needle)).collect();
        spans.sort();
        spans.dedup();
        spans.into_iter().map(|span| span.of(text).to_owned()).collect()
    }

    #[test]
    fn typography_does_not_count_and_words_do() {
        let text = "“They don’t want it – not now,” he said. A dip-\nlomat, well-\nknown, agreed.";
        assert_eq!(found("\"They don't want it — not now,\"", text), ["They don’t want it – not now"]);
        assert_eq!(found("They don't want  it-not now", text), ["They don’t want it – not now"]);
        assert_eq!(found("A diplomat,", text), ["A dip-\nlomat"]);
        assert_eq!(found("well-known", text), ["well-\nknown"]);
        assert_eq!(found("They […] agreed", text).len(), 1);
        assert_eq!(found("agreed […] They", text), [""; 0]);
        for wrong in [
            "They dont want it",
            "they don't want it",
            "They don't wan",
            "hey don't want it",
            "want it not now",
        ] {
            assert_eq!(found(wrong, text), [""; 0], "{wrong}");
        }
        assert_eq!(found("Юрий", "Юрии\u{306}\u{ad} сказал"), ["Юрии\u{306}"]);
    }
}
