//! Whether a line is a row of interface phrases and nothing else: buttons beside each other, a menu in one line. Takes
//! the line character by character; what single phrases are is left to `markers`.

use super::Reason;
use super::chars::{self, Char};
use super::letters::{PHRASE, phrase_mixed};
use super::markers::{LONGEST_PHRASE, Phrases, plain};

/// Reads a line and finds the phrases that it is made of, if it is made of nothing else.
#[expect(clippy::struct_excessive_bools, reason = "what was seen of a line, not a choice of the caller")]
pub(super) struct Row<'a> {
    phrases: &'a Phrases,
    /// Phrases that began, and may go on.
    open: Vec<Open>,
    /// What the line is made of up to here, where it is made of phrases.
    so_far: Option<SoFar>,
    space: bool,
    in_word: bool,
    /// The word so far has letters, so that it is more than a count.
    lettered: bool,
}

#[derive(Clone, Copy)]
struct SoFar {
    phrases: u32,
    reason: Option<Reason>,
}

#[derive(Clone, Copy)]
struct Open {
    before: SoFar,
    hash: u64,
    taken: u32,
    first_word: bool,
}

/// More phrases that begin alike do not go on.
const MOST_OPEN: usize = 4;

impl<'a> Row<'a> {
    pub(super) fn new(phrases: &'a Phrases) -> Self {
        let so_far = Some(SoFar { phrases: 0, reason: None });
        Self { phrases, open: Vec::new(), so_far, space: false, in_word: false, lettered: false }
    }

    /// Whether the line may still be a row of phrases.
    #[inline]
    pub(super) fn may_be(&self) -> bool {
        self.so_far.is_some() || !self.open.is_empty()
    }

    /// Takes the next character of the line.
    pub(super) fn push(&mut self, known: Char) {
        let in_word = known.is(chars::LOW_WORD);
        if self.in_word && (!in_word || known.is(chars::UNSPACED)) {
            self.end_word();
        }
        if in_word && !self.in_word {
            self.begin_word();
        }
        self.lettered |= known.is(chars::LOW_LETTER);
        self.in_word = in_word;
        if known.is(chars::SPACE) {
            self.space = true;
            return;
        }
        let c = plain(known.low);
        for open in &mut self.open {
            if self.space && open.hash != PHRASE {
                open.hash = phrase_mixed(open.hash, ' ');
            }
            open.hash = phrase_mixed(open.hash, c);
            open.taken += 1;
        }
        self.space = false;
        self.open.retain(|open| open.taken <= LONGEST_PHRASE);
    }

    fn begin_word(&mut self) {
        self.lettered = false;
        if let Some(before) = self.so_far.filter(|_| self.open.len() < MOST_OPEN) {
            self.open.push(Open { before, hash: PHRASE, taken: 0, first_word: true });
        }
    }

    fn end_word(&mut self) {
        self.in_word = false;
        if !self.lettered && self.so_far.is_some() {
            // A count between buttons; but it may also be part of a phrase that began before it.
            self.open.retain(|open| !open.first_word);
            return;
        }
        let phrases = self.phrases;
        self.open.retain_mut(|open| !std::mem::take(&mut open.first_word) || phrases.may_begin(open.hash));
        let ended = self.open.iter().filter_map(|open| open.ended(phrases));
        self.so_far = ended.max_by_key(|so_far| so_far.phrases);
    }

    /// What the line is: the kind of its phrases, a menu where they are of several kinds. `None` if it is anything else,
    /// or a single phrase.
    pub(super) fn finish(&mut self) -> Option<Reason> {
        if self.in_word {
            self.end_word();
        }
        self.so_far.filter(|so_far| so_far.phrases > 1).and_then(|so_far| so_far.reason)
    }
}

impl Open {
    /// What the line is made of if the phrase ends here.
    fn ended(&self, phrases: &Phrases) -> Option<SoFar> {
        let reason = phrases.whole(self.hash)?;
        let reason =
            if self.before.reason.is_none_or(|before| before == reason) { reason } else { Reason::Menu };
        Some(SoFar { phrases: self.before.phrases + 1, reason: Some(reason) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::markers::PHRASES;
    use super::*;

    fn row(line: &str) -> Option<Reason> {
        let mut row = Row::new(&PHRASES);
        let chars = chars::Chars::new();
        line.chars().for_each(|c| row.push(chars.of(c)));
        row.finish()
    }

    #[test]
    fn a_row_of_phrases_is_told_from_a_sentence_that_has_some() {
        assert_eq!(row("Αποστολή Εκτύπωση Μέγεθος κειμένου Μοιραστείτε το:"), Some(Reason::Share));
        assert_eq!(row("Share | Print (3) Tweet 12"), Some(Reason::Share));
        assert_eq!(row("Home » News » Sport"), Some(Reason::Menu));
        assert_eq!(row("首页 新闻 体育"), Some(Reason::Menu));
        assert_eq!(row("Share"), None);
        assert_eq!(row("Share prices fell"), None);
        assert_eq!(row("News: sport is not for sale"), None);
        assert_eq!(row("2011 2012"), None);
        assert_eq!(row(""), None);
    }
}
