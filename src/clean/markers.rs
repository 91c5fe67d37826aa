//! Interface phrases of news sites, as data in many languages (`data/markers.tsv`), found by the hash of a line's
//! letters while they are read.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Reason;
use super::button_row::Row;
use super::chars::{self, Char};
use super::letters::{PHRASE, Words, pair_hash, phrase_hash, phrase_mixed, word_hash};

static TABLE: &str = include_str!("../../data/markers.tsv");

/// A line longer than this is no interface phrase.
pub(super) const LONGEST_PHRASE: u32 = 60;
/// A prefix of a line longer than this says nothing.
const LONGEST_WITH_PREFIX: u32 = 160;

/// Phrases with what they make of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrases {
    whole: FxHashMap<u64, Reason>,
    prefixes: FxHashMap<u64, Reason>,
    /// The first words of those that are whole lines.
    firsts: FxHashSet<u64>,
    /// How many characters the longest prefix has.
    longest: u32,
}

impl Phrases {
    /// Lets a phrase, or with `*` behind it a beginning, stand for a reason, or for none. `false` if it is none that
    /// a line could be.
    pub(super) fn set(&mut self, phrase: &str, reason: Option<Reason>) -> bool {
        let prefix = phrase.trim_end().strip_suffix('*');
        let mut reader = Reader::new(&PHRASES);
        let chars = chars::Chars::new();
        prefix.unwrap_or(phrase).trim_end().chars().for_each(|c| reader.push(chars.of(c)));
        let (hash, map) = match prefix {
            Some(_) => {
                self.longest = self.longest.max(reader.taken);
                (reader.hash, &mut self.prefixes)
            }
            None => (reader.hash_to_letter, &mut self.whole),
        };
        if hash == PHRASE || reader.read > LONGEST_PHRASE {
            return false;
        }
        match reason {
            Some(reason) => map.insert(hash, reason),
            None => map.remove(&hash),
        };
        if prefix.is_none() {
            self.firsts.insert(first_word_hash(phrase));
        }
        true
    }

    /// What the phrase of this hash makes of a line that it is.
    pub(super) fn whole(&self, hash: u64) -> Option<Reason> {
        self.whole.get(&hash).copied()
    }

    /// Whether a phrase begins with the word of this hash.
    pub(super) fn may_begin(&self, hash: u64) -> bool {
        self.firsts.contains(&hash)
    }
}

/// The hash of the first word of a phrase; of scripts without spaces that of the first character.
fn first_word_hash(phrase: &str) -> u64 {
    let chars = chars::Chars::new();
    let letters = phrase.chars().map(|c| chars.of(c)).skip_while(|c| !c.is(chars::LOW_WORD));
    let mut hash = PHRASE;
    for (at, c) in letters.take_while(|c| c.is(chars::LOW_WORD)).enumerate() {
        if at > 0 && c.is(chars::UNSPACED) {
            break;
        }
        hash = phrase_mixed(hash, c.low);
    }
    hash
}

/// A letter without what only typography tells apart.
pub(super) fn plain(c: char) -> char {
    if matches!(c, '’' | 'ʼ' | '‘' | '`' | '´') { '\'' } else { c }
}

pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(class), Some(_lang), Some(phrase)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let Some(reason) = reason_of(class) else { continue };
        if let Some(prefix) = phrase.strip_suffix('*') {
            let prefix = prefix.trim_end();
            let taken = u32::try_from(prefix.chars().count()).unwrap_or(u32::MAX);
            phrases.longest = phrases.longest.max(taken);
            phrases.prefixes.entry(phrase_hash(prefix)).or_insert(reason);
        } else {
            phrases.firsts.insert(first_word_hash(phrase));
            phrases.whole.entry(phrase_hash(phrase)).or_insert(reason);
        }
    }
    phrases
});

/// The reason that a class of phrases stands for.
pub(super) fn reason_of(class: &str) -> Option<Reason> {
    Some(match class {
        "related" => Reason::Related,
        "comments" => Reason::Comments,
        "share" => Reason::Share,
        "newsletter" => Reason::Newsletter,
        "nav" => Reason::Menu,
        "legal" => Reason::Legal,
        "advert" => Reason::Advert,
        "credit" => Reason::Credit,
        "access" => Reason::Access,
        "meta" => Reason::Label,
        _ => return None,
    })
}

/// The words of the phrases, each with the kinds of phrases it stands in: to go on reading, about the page, to take
/// part, about rights.
static WORDS: LazyLock<Words<u8>> = LazyLock::new(|| {
    let mut words: FxHashMap<u32, u8> = FxHashMap::default();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(class), Some(_lang), Some(phrase)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let kind = match class {
            "related" | "nav" => 0,
            "meta" | "credit" => 1,
            "share" | "newsletter" | "comments" => 2,
            _ => 3,
        };
        for hash in words_of_phrase(phrase) {
            *words.entry(hash).or_default() |= 1 << kind;
        }
    }
    Words::new(words)
});

/// The hashes of what [`super::measure`] takes for the words of a phrase: words but for short stop words, of scripts
/// without spaces every two characters in a row.
fn words_of_phrase(phrase: &str) -> impl Iterator<Item = u32> {
    let chars: Vec<char> = phrase.chars().collect();
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|c| chars::is_unspaced(*c)));
    let pairs: Vec<u32> = pairs.map(|pair| pair_hash(pair[0], pair[1])).collect();
    let words = phrase.split(|c: char| !c.is_alphanumeric() || chars::is_unspaced(c));
    let telling = |word: &&str| word.chars().count() >= 4 || super::stop::langs_of(word_hash(word)) == 0;
    let words = words.filter(|word| !word.is_empty()).filter(telling).map(word_hash);
    words.chain(pairs).collect::<Vec<u32>>().into_iter()
}

/// The kinds of phrases that the word of this hash stands in, a bit each.
pub(super) fn kinds_of(hash: u32) -> u8 {
    WORDS.get(hash)
}

/// Reads the letters of a line and finds the phrase that it is, or begins with.
#[expect(clippy::struct_excessive_bools, reason = "what was seen of a line, not a choice of the caller")]
pub(super) struct Reader<'a> {
    phrases: &'a Phrases,
    hash: u64,
    /// The hash up to the last letter, which is that of a phrase without what follows it.
    hash_to_letter: u64,
    space: bool,
    in_word: bool,
    prefix: Option<Reason>,
    /// The prefix ended with a colon.
    labelled: bool,
    last: char,
    codes: Codes,
    row: Row<'a>,
    read: u32,
    /// How many characters are in the hash.
    taken: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(phrases: &'a Phrases) -> Self {
        Self {
            phrases,
            hash: PHRASE,
            hash_to_letter: PHRASE,
            space: false,
            in_word: false,
            prefix: None,
            labelled: false,
            last: ' ',
            codes: Codes::default(),
            row: Row::new(phrases),
            read: 0,
            taken: 0,
        }
    }

    /// Takes the next character of the line.
    #[inline]
    pub(super) fn push(&mut self, known: Char) {
        self.read += 1;
        if self.may_be_phrase() {
            self.push_near(known);
        }
        if self.row.may_be() {
            self.row.push(known);
        }
    }

    /// Whether the line, as far as it was read, may still be a phrase or begin with one.
    #[inline]
    fn may_be_phrase(&self) -> bool {
        self.read <= LONGEST_PHRASE || self.read <= LONGEST_WITH_PREFIX && self.taken <= self.phrases.longest
    }

    fn push_near(&mut self, known: Char) {
        let letter = known.is(chars::LOW_LETTER);
        if !self.codes.other {
            self.codes.push(known.low, letter);
        }
        if self.hash == PHRASE && !letter {
            return;
        }
        let in_word = known.is(chars::LOW_WORD);
        if !in_word || !self.in_word || known.is(chars::UNSPACED) {
            self.look_up_prefix();
        }
        let c = plain(known.low);
        self.in_word = in_word && c != '\'';
        if known.is(chars::SPACE) {
            self.space = true;
            return;
        }
        if self.space {
            self.take(' ');
            self.space = false;
        }
        self.take(c);
        if letter {
            self.hash_to_letter = self.hash;
        }
    }

    #[inline]
    fn take(&mut self, c: char) {
        self.hash = phrase_mixed(self.hash, c);
        self.last = c;
        self.taken += 1;
    }

    fn look_up_prefix(&mut self) {
        if !self.space
            && let Some(reason) = self.phrases.prefixes.get(&self.hash)
        {
            self.prefix = Some(*reason);
            self.labelled = matches!(self.last, ':' | '：');
        }
    }

    /// The kind of interface phrase that the line was, if it was one.
    pub(super) fn finish(mut self) -> Option<Reason> {
        if self.read <= LONGEST_PHRASE {
            if let Some(reason) = self.phrases.whole.get(&self.hash_to_letter) {
                return Some(*reason);
            }
            if self.codes.are_languages() {
                return Some(Reason::LanguageSwitch);
            }
        }
        if let Some(reason) = self.row.finish() {
            return Some(reason);
        }
        if self.read > LONGEST_WITH_PREFIX {
            return None;
        }
        self.look_up_prefix();
        let found = self.prefix?;
        // `More from the front: …` may open a long sentence; a legal notice or an invitation is one.
        let may_be_long =
            matches!(found, Reason::Legal | Reason::Access | Reason::Newsletter | Reason::Credit)
                || found == Reason::Label && self.labelled;
        (may_be_long || self.read <= LONGEST_PHRASE).then_some(found)
    }
}

const LONGEST_CODE: u32 = 3;

/// Words of two or three letters, all of them codes of languages as sites write them.
#[derive(Default)]
struct Codes {
    word: u64,
    letters: u32,
    count: u32,
    other: bool,
}

impl Codes {
    #[inline]
    fn push(&mut self, c: char, letter: bool) {
        if letter {
            self.letters += 1;
            self.other = self.letters > LONGEST_CODE;
            self.word = if self.letters == 1 { phrase_mixed(PHRASE, c) } else { phrase_mixed(self.word, c) };
        } else {
            self.end();
        }
    }

    fn end(&mut self) {
        if self.letters == 0 || self.other {
            self.letters = 0;
            return;
        }
        self.other = !(2..=LONGEST_CODE).contains(&self.letters) || !LANGUAGE_CODES.contains(&self.word);
        self.count += 1;
        self.letters = 0;
    }

    fn are_languages(&mut self) -> bool {
        self.end();
        !self.other && (2..=12).contains(&self.count)
    }
}

/// ISO 639-1 codes in use by news sites, the three-letter forms sites show, the country codes that stand for
/// languages on them, and the first letters that Cyrillic menus show.
static LANGUAGE_CODES: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    const CODES: &str = "al ar arm at az azj be bel bg bn bos bs by ca cat ch cn cs cz cze da de deu dk ee el en eng \
        es esp est et eu fa fi fin fr fra ga gb ge geo ger gl gr gre he hi hr hu hun hy id ie il in ir is it ita ja jp \
        ka kaz kg kk ko kr ky kz lat lb lit lt lv mk mkd md mn mt nb nl no pl pol por pt ro rom rou rs ru rus se si sk \
        sl slo slk sq sr srb srp sv swe tg th tj tr tur tt ua uk ukr ur us uz vi zh бг бел бр ен қаз қз кг кз мд мк \
        рус руc ру срб ук укр узб анг англ";
    CODES.split_whitespace().map(phrase_hash).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn class_of(line: &str) -> Option<Reason> {
        let mut reader = Reader::new(&PHRASES);
        line.chars().for_each(|c| reader.push(chars::Chars::new().of(c)));
        reader.finish()
    }

    #[test]
    fn phrases_are_found_whatever_is_around_them() {
        assert_eq!(class_of("Comments (12)"), Some(Reason::Comments));
        assert_eq!(class_of("» 12  comments"), Some(Reason::Comments));
        assert_eq!(class_of("ua en ru"), Some(Reason::LanguageSwitch));
        assert_eq!(class_of("RU | BY | EN"), Some(Reason::LanguageSwitch));
        assert_eq!(class_of("Читайте также"), Some(Reason::Related));
        assert_eq!(class_of("Comments by the minister were not well received in Brussels."), None);
        assert_eq!(class_of("2020"), None);
    }
}
