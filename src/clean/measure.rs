//! What a block looks like by itself, measured in one pass over its characters: length, words, signs, dates,
//! phrases, language. Nothing here knows the neighbours.

use std::collections::BTreeMap;
use std::str;

use super::chars::{self, Char, Chars, closes, stops};
use super::letters::{EMPTY, STEM_LETTERS, mixed, pair_hash};
use super::markers::{Phrases, Reader};
use super::{Reason, stop};
use crate::extract::{Block, Dateline, starts_list_item};
use crate::lang::Lang;
use crate::langid;

/// The three shapes a block can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// Ends as sentences do, or is too long to be anything else.
    Sentence,
    /// Starts as the items of a list do.
    ListItem,
    /// Anything else: a headline, a button, a name.
    #[default]
    Fragment,
}

/// What is known of a block before its neighbours are looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) chars: u32,
    /// Characters, those of scripts that write a word with one or two counted threefold.
    pub(super) size: u32,
    pub(super) letters: u32,
    pub(super) digits: u32,
    pub(super) words: u32,
    pub(super) capitalised: u32,
    pub(super) capitals: u32,
    pub(super) commas: u32,
    /// Ends of sentences before the last character.
    pub(super) ends_inside: u32,
    pub(super) signs: u32,
    pub(super) quotes: u32,
    pub(super) longest_word: u32,
    pub(super) dates: u32,
    pub(super) times: u32,
    pub(super) years: u32,
    pub(super) addresses: u32,
    pub(super) start: Start,
    pub(super) end: End,
    pub(super) shape: Shape,
    pub(super) marker: Option<Reason>,
    /// How many of its words stand in interface phrases, and in which kinds of them.
    pub(super) phrase_words: u32,
    pub(super) phrase_kinds: [u32; 4],
    /// The best language, and how much better than the next, in sixteenths of a bit a gram.
    pub(super) lang: Option<Lang>,
    pub(super) margin: u32,
    /// Whether the language is sure.
    pub(super) told: bool,
    /// Where its words stand in [`Measured::words`].
    pub(super) first_word: u32,
    pub(super) end_word: u32,
    /// The hash of all its letters and digits.
    pub(super) hash: u64,
}

/// What a block begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Start {
    #[default]
    Lower,
    Upper,
    Digit,
    Quote,
    Bullet,
    Other,
}

/// What a block ends with, from what least to what most ends a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    #[default]
    Letter,
    Digit,
    Other,
    Comma,
    Bracket,
    Colon,
    Ellipsis,
    Exclamation,
    Question,
    Mark,
    Quote,
    Stop,
}

/// All blocks of a text, and their words.
#[derive(Debug, Default)]
pub(super) struct Measured {
    pub(super) lines: Vec<Line>,
    /// Hashes of the beginnings of words, block after block.
    pub(super) words: Vec<Word>,
    /// The blocks that may say when, by whom and from where.
    pub(super) datelines: BTreeMap<usize, Dateline>,
}

/// A word as far as it is compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) hash: u32,
    /// The languages in which it is a stop word.
    pub(super) stop: stop::Langs,
    /// Whether it is long enough to tell a subject.
    pub(super) tells: bool,
}

impl Measured {
    pub(super) fn words_of(&self, index: usize) -> &[Word] {
        let line = &self.lines[index];
        self.words.get(line.first_word as usize..line.end_word as usize).unwrap_or_default()
    }
}

/// A fragment of this size is prose whose end was lost.
const SURELY_PROSE: u32 = 260;

/// A sentence has at least this many words.
const SENTENCE_WORDS: u32 = 4;

/// How many words of a block are compared with others.
const MOST_WORDS: usize = 60;

/// How many bytes of a block tell its language.
const LANGUAGE_BYTES: usize = 256;

pub(super) fn measure(blocks: &[Block], text: &str, phrases: &Phrases) -> Measured {
    let mut measured =
        Measured { lines: Vec::with_capacity(blocks.len()), words: Vec::new(), datelines: BTreeMap::new() };
    for (index, block) in blocks.iter().enumerate() {
        let said = block.span.of(text);
        measured.lines.push(measure_line(said, phrases, &mut measured.words));
        measured.datelines.extend(Dateline::read(said, block.span).map(|line| (index, line)));
    }
    measured
}

fn measure_line(text: &str, phrases: &Phrases, words: &mut Vec<Word>) -> Line {
    let first = words.len();
    let mut pass = Pass::new(phrases, words);
    let chars = Chars::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        pass.push(c, chars.of(c));
        if pass.is_in_word() {
            pass.push_letters(&mut rest, chars);
        }
    }
    let mut line = pass.finish();
    line.first_word = u32::try_from(first).unwrap_or(u32::MAX);
    line.end_word = u32::try_from(words.len()).unwrap_or(u32::MAX);
    line.start = start_of(text);
    line.end = end_of(text);
    line.shape = shape_of(&line, text);
    tell_language(&mut line, text);
    line
}

fn tell_language(line: &mut Line, text: &str) {
    let end = text.floor_char_boundary(LANGUAGE_BYTES);
    let Some(guess) = langid::guess(text.get(..end).unwrap_or(text)) else { return };
    line.lang = Some(guess.lang);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
    let margin = (guess.margin * 16.0).clamp(0.0, 255.0) as u32;
    line.margin = margin;
    line.told = guess.margin.is_infinite()
        || guess.letters >= langid::MIN_LETTERS && guess.margin >= langid::MIN_MARGIN;
    if !line.told && guess.letters >= langid::MIN_LETTERS && langid::same_group(guess.lang, Lang::Hr) {
        line.told = langid::identify(text.get(..end).unwrap_or(text)).is_some();
    }
}

fn start_of(text: &str) -> Start {
    if starts_list_item(text) {
        return Start::Bullet;
    }
    match text.chars().next().unwrap_or(' ') {
        c if c.is_lowercase() => Start::Lower,
        c if c.is_alphabetic() => Start::Upper,
        c if c.is_numeric() => Start::Digit,
        '"' | '“' | '„' | '«' | '‘' | '\'' | '—' | '–' | '-' | '”' | '»' | '「' | '『' | '《' => {
            Start::Quote
        }
        _ => Start::Other,
    }
}

fn end_of(text: &str) -> End {
    let last = text.chars().next_back().unwrap_or(' ');
    match last {
        '.' if text.ends_with("...") => End::Ellipsis,
        '…' => End::Ellipsis,
        '.' | '。' | '۔' | '։' | '।' | '።' => End::Stop,
        '?' | '？' | '؟' | ';' => End::Question,
        '!' | '！' => End::Exclamation,
        ':' | '：' => End::Colon,
        ',' | '，' | '、' => End::Comma,
        _ if closes(last) => {
            if text.trim_end_matches(closes).ends_with(|c| stops(c) || c == ';') {
                End::Quote
            } else {
                End::Bracket
            }
        }
        _ if ends_with_mark(text) => End::Mark,
        _ if last.is_alphabetic() => End::Letter,
        _ if last.is_numeric() => End::Digit,
        _ => End::Other,
    }
}

/// The mark of an agency after the last sentence: `… in Kyiv./REL`.
fn ends_with_mark(text: &str) -> bool {
    let Some((before, mark)) = text.rsplit_once('/') else { return false };
    let is_mark =
        (2..=20).contains(&mark.chars().count()) && mark.chars().all(|c| c.is_alphanumeric() || c == ' ');
    is_mark && before.ends_with(['.', '!', '?', '"', '”', '»'])
}

fn shape_of(line: &Line, text: &str) -> Shape {
    let ends = matches!(
        line.end,
        End::Stop | End::Quote | End::Mark | End::Question | End::Exclamation | End::Ellipsis | End::Colon
    );
    if line.start == Start::Bullet && line.words > 1 {
        Shape::ListItem
    } else if (ends && line.words >= SENTENCE_WORDS) || line.size >= SURELY_PROSE || text.len() > 1_000 {
        Shape::Sentence
    } else {
        Shape::Fragment
    }
}

/// The pass over the characters of one block.
struct Pass<'a> {
    line: Line,
    words: &'a mut Vec<Word>,
    most: usize,
    reader: Reader<'a>,
    word: WordSoFar,
    digits: Digits,
    previous: char,
    /// A sentence ended, and only space came since.
    ended: bool,
    unspaced: u32,
}

#[derive(Default)]
struct WordSoFar {
    hash: u32,
    chars: u32,
    lower: bool,
    upper_first: bool,
    last_unspaced: Option<char>,
}

/// The last runs of digits, to see dates and times.
#[derive(Default)]
struct Digits {
    run: u32,
    value: u32,
    lengths: [u32; 2],
    signs: [char; 2],
}

impl WordSoFar {
    #[inline]
    fn push(&mut self, known: Char) {
        self.last_unspaced = None;
        let upper = known.is(chars::UPPER);
        if self.chars == 0 {
            self.upper_first = upper;
        }
        self.lower |= !upper;
        self.chars += 1;
        if self.chars <= STEM_LETTERS {
            self.hash = mixed(self.hash, known.low);
        }
    }
}

impl Digits {
    fn push(&mut self, c: char) {
        self.run += 1;
        self.value = self.value.wrapping_mul(10).wrapping_add(u32::from(c) - u32::from('0'));
    }
}

impl<'a> Pass<'a> {
    fn new(phrases: &'a Phrases, words: &'a mut Vec<Word>) -> Self {
        let most = words.len() + MOST_WORDS;
        Self {
            line: Line { hash: super::letters::PHRASE, ..Line::default() },
            words,
            most,
            reader: Reader::new(phrases),
            word: WordSoFar { hash: EMPTY, ..WordSoFar::default() },
            digits: Digits::default(),
            previous: ' ',
            ended: false,
            unspaced: 0,
        }
    }

    #[inline]
    fn push(&mut self, c: char, known: Char) {
        self.line.chars += 1;
        self.reader.push(known);
        if known.is(chars::WORD) {
            self.push_letter(c, known);
        } else {
            self.push_sign(c, known);
        }
        self.previous = c;
    }

    #[inline]
    fn push_letter(&mut self, c: char, known: Char) {
        self.line.hash = super::letters::phrase_mixed(self.line.hash, known.low);
        if known.is(chars::DIGIT) {
            self.line.digits += 1;
            self.digits.push(c);
        } else {
            self.end_digits_at_letter();
            self.line.letters += 1;
        }
        if self.ended {
            self.ended = false;
            self.line.ends_inside += u32::from(!known.is(chars::LOWER));
        }
        if known.is(chars::UNSPACED) {
            self.unspaced += 1;
            self.end_word();
            self.push_pair(c);
            return;
        }
        self.word.push(known);
    }

    /// Whether the last character was a letter of a script with spaces.
    #[inline]
    fn is_in_word(&self) -> bool {
        self.word.chars > 0 && self.digits.run == 0
    }

    /// Takes the letters that go on a word. It is what [`Self::push_letter`] does, without asking for each letter
    /// what only the first can change.
    #[inline]
    fn push_letters(&mut self, rest: &mut str::Chars<'_>, chars: Chars) {
        let (mut hash, mut count) = (self.line.hash, 0);
        let mut ahead = rest.clone();
        while let Some((c, known)) =
            ahead.next().map(|c| (c, chars.of(c))).filter(|(_, c)| c.is_plain_letter())
        {
            *rest = ahead.clone();
            self.reader.push(known);
            self.word.push(known);
            hash = super::letters::phrase_mixed(hash, known.low);
            count += 1;
            self.previous = c;
        }
        self.line.hash = hash;
        self.line.chars += count;
        self.line.letters += count;
    }

    /// Scripts without spaces: two characters in a row are as good as a word.
    fn push_pair(&mut self, c: char) {
        if let Some(before) = self.word.last_unspaced {
            let hash = pair_hash(before, c);
            self.count_kinds(super::markers::kinds_of(hash), 1);
            self.add_word(Word { hash, stop: 0, tells: true });
        }
        self.word.last_unspaced = Some(c);
    }

    fn add_word(&mut self, word: Word) {
        if self.words.len() < self.most {
            self.words.push(word);
        }
    }

    fn push_sign(&mut self, c: char, known: Char) {
        self.end_word();
        self.word.last_unspaced = None;
        self.end_digits(c);
        self.line.commas += u32::from(known.is(chars::COMMA));
        self.line.quotes += u32::from(known.is(chars::QUOTE));
        self.line.signs += u32::from(known.is(chars::SIGN));
        self.line.addresses += u32::from(c == '@' || c == '/' && self.previous == '/');
        if known.is(chars::STOPS) {
            self.ended = c != '.' || !self.previous.is_whitespace();
        } else if !known.is(chars::CLOSES) {
            self.ended = false;
        }
        if matches!(c, '。' | '！' | '？') {
            self.line.ends_inside += 1;
            self.ended = false;
        }
    }

    fn end_word(&mut self) {
        if self.word.chars == 0 {
            return;
        }
        let word = &self.word;
        self.line.words += 1;
        self.line.capitalised += u32::from(word.upper_first);
        self.line.capitals += u32::from(word.chars > 1 && word.upper_first && !word.lower);
        self.line.longest_word = self.line.longest_word.max(word.chars);
        let found = Word { hash: word.hash, stop: stop::langs_of(word.hash), tells: word.chars >= 4 };
        self.word = WordSoFar { hash: EMPTY, ..WordSoFar::default() };
        if found.tells || found.stop == 0 {
            self.count_kinds(super::markers::kinds_of(found.hash), 2);
        }
        self.add_word(found);
    }

    /// Counts a word that stands in these kinds of interface phrases, by halves: of two characters in a row each is
    /// also in another pair.
    fn count_kinds(&mut self, kinds: u8, halves: u32) {
        if kinds == 0 {
            return;
        }
        self.line.phrase_words += halves;
        for (count, bit) in self.line.phrase_kinds.iter_mut().zip(0..) {
            *count += halves * u32::from(kinds >> bit & 1);
        }
    }

    /// What stands before letters is no part of a date behind them.
    #[inline]
    fn end_digits_at_letter(&mut self) {
        if self.digits.run > 0 {
            self.end_digits(' ');
        } else {
            self.digits.signs[1] = ' ';
        }
    }

    fn end_digits(&mut self, next: char) {
        let Digits { run, value, lengths, signs } = self.digits;
        if run == 0 {
            if next.is_whitespace() || next.is_alphabetic() {
                self.digits = Digits::default();
            }
            return;
        }
        let separates = |sign: char| matches!(sign, '.' | '-' | '/');
        if separates(signs[0]) && signs[0] == signs[1] {
            let shape = (lengths[0], lengths[1], run);
            self.line.dates += u32::from(matches!(shape, (1..=2, 1..=2, 2 | 4) | (4, 1..=2, 1..=2)));
        }
        self.line.times += u32::from(signs[1] == ':' && run == 2 && (1..=2).contains(&lengths[1]));
        self.line.years += u32::from(run == 4 && (1900..2100).contains(&value));
        self.digits = Digits { run: 0, value: 0, lengths: [lengths[1], run], signs: [signs[1], next] };
    }

    fn finish(mut self) -> Line {
        self.end_word();
        self.end_digits(' ');
        let mut line = self.line;
        line.words += self.unspaced / 2;
        line.phrase_words = line.phrase_words.div_ceil(2);
        line.phrase_kinds = line.phrase_kinds.map(|halves| halves.div_ceil(2));
        line.size = line.chars + 2 * self.unspaced;
        line.marker = self.reader.finish();
        line
    }
}
