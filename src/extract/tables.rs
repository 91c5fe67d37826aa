//! What single words mean on a line of date, author and source: `data/months.tsv` and `data/bylines.tsv`.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::langs::Langs;
use crate::lang::Lang;

static MONTHS: &str = include_str!("../../data/months.tsv");
static LABELS: &str = include_str!("../../data/bylines.tsv");
static FREQUENT: &str = include_str!("../../data/stopwords.tsv");

/// What a word does on such a line; `data/bylines.tsv` says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Author,
    Wrote,
    Active,
    By,
    And,
    Role,
    Particle,
    Nameless,
    Published,
    Updated,
    Filler,
    Year,
    Day,
    Zone,
    Meridiem,
    Section,
    Count,
    Outlet,
    Picture,
    Other,
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Ok(match name {
            "author" => Self::Author,
            "wrote" => Self::Wrote,
            "active" => Self::Active,
            "by" => Self::By,
            "and" => Self::And,
            "role" => Self::Role,
            "particle" => Self::Particle,
            "nameless" => Self::Nameless,
            "published" => Self::Published,
            "updated" => Self::Updated,
            "filler" => Self::Filler,
            "year" => Self::Year,
            "day" => Self::Day,
            "zone" => Self::Zone,
            "meridiem" => Self::Meridiem,
            "section" => Self::Section,
            "count" => Self::Count,
            "outlet" => Self::Outlet,
            "picture" => Self::Picture,
            "other" => Self::Other,
            _ => return Err(()),
        })
    }
}

/// A number that a word stands for, and the languages in which it does.
pub(super) type Numbered = (u8, Langs);

/// What is known of a word.
#[derive(Debug, Default)]
pub(super) struct Word {
    kinds: u32,
    /// The languages of the labels among its kinds: they tell in which language the line is.
    pub(super) langs: Langs,
    /// The languages in which it is a preposition before an author.
    pub(super) by: Langs,
    pub(super) months: Vec<Numbered>,
    pub(super) weekdays: Vec<Numbered>,
}

impl Word {
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.kinds & 1 << (kind as u32) != 0
    }

    /// Whether it does nothing but name a month or a day of the week.
    pub(super) fn has_no_kind(&self) -> bool {
        self.kinds == 0
    }

    fn add_kind(&mut self, kind: Kind, lang: Lang) {
        self.kinds |= 1 << (kind as u32);
        match kind {
            Kind::By => self.by = self.by.with(lang),
            Kind::Author | Kind::Wrote | Kind::Active | Kind::Published | Kind::Updated | Kind::Outlet => {
                self.langs = self.langs.with(lang);
            }
            _ => {}
        }
    }
}

fn add_number(numbers: &mut Vec<Numbered>, number: u8, lang: Lang) {
    match numbers.iter_mut().find(|(known, _)| *known == number) {
        Some((_, langs)) => *langs = langs.with(lang),
        None => numbers.push((number, Langs::of(&[lang]))),
    }
}

static TABLE: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    let mut table: HashMap<String, Word> = HashMap::new();
    for line in LABELS.lines().chain(MONTHS.lines()).filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, lang, form, rest @ ..] = fields.as_slice() else { continue };
        let Ok(lang) = lang.parse::<Lang>() else { continue };
        let word = table.entry(key(form)).or_default();
        match (*kind, rest.first().and_then(|number| number.parse().ok())) {
            ("month", Some(number)) => add_number(&mut word.months, number, lang),
            ("weekday", Some(number)) => add_number(&mut word.weekdays, number, lang),
            _ => {
                if let Ok(kind) = kind.parse() {
                    word.add_kind(kind, lang);
                }
            }
        }
    }
    table
});

static FREQUENT_ENGLISH: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let line = FREQUENT.lines().find_map(|line| line.strip_prefix("en\t"));
    line.unwrap_or_default().split_whitespace().filter(|word| !matches!(*word, "will" | "may")).collect()
});

impl Kind {
    /// Whether what it marks may open a line that holds no date.
    fn opens(self) -> bool {
        matches!(self, Self::Author | Self::Wrote | Self::Active | Self::By | Self::Outlet)
    }
}

/// The shapes of the words that may open a line without a date, a bit each.
static OPENING_SHAPES: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut shapes = vec![0; SHAPES / 64];
    for line in LABELS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, _, form] = fields.as_slice() else { continue };
        if kind.parse().is_ok_and(Kind::opens) {
            for shape in [shape(form), shape(&key(form))] {
                shapes[shape / 64] |= 1 << (shape % 64);
            }
        }
    }
    shapes
});

/// How many shapes of words are told apart.
const SHAPES: usize = 1 << 14;

/// A number that equal words share: their length, their first and last letter.
fn shape(word: &str) -> usize {
    let lower = |c: Option<char>| c.and_then(|c| c.to_lowercase().next()).map_or(0, |c| c as usize);
    let (mut chars, length) = (word.chars(), word.len());
    (lower(chars.next()) * 31 + lower(chars.next_back()) * 1021 + length * 7919) % SHAPES
}

/// Whether a word may open a line without a date. Nearly all words are told without a copy of them.
pub(super) fn may_open(word: &str) -> bool {
    let shape = shape(word);
    let has_shape = OPENING_SHAPES.get(shape / 64).is_some_and(|bits| bits & 1 << (shape % 64) != 0);
    let opens = |word: &Word| {
        [Kind::Author, Kind::Wrote, Kind::Active, Kind::By, Kind::Outlet]
            .into_iter()
            .any(|kind| word.is(kind))
    };
    has_shape && look_up(&key(word)).is_some_and(opens)
}

/// What is known of a word.
pub(super) fn look_up(key: &str) -> Option<&'static Word> {
    TABLE.get(key)
}

/// Whether a word is one of those that hold an English sentence together, so no part of a name.
pub(super) fn is_frequent_english(key: &str) -> bool {
    FREQUENT_ENGLISH.contains(key)
}

/// A word as the table has it: lower case, no accents, no apostrophes, one kind of i, ya and kaf. Accents may
/// go since no two months of a language differ by them, and sites leave them out in capitals.
pub(super) fn key(word: &str) -> String {
    let bare = word.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_passed_over(*c));
    // Composed again, for the syllables of Korean.
    bare.map(unified).nfc().collect()
}

fn is_passed_over(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{200c}')
        || is_apostrophe(c)
}

/// A mark that may stand inside a word.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '׳')
}

fn unified(c: char) -> char {
    match c {
        'ı' => 'i',
        'ς' => 'σ',
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_read() {
        for line in LABELS.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(fields.len() == 3 && fields[0].parse::<Kind>().is_ok(), "{line}");
            assert!(fields[1].parse::<Lang>().is_ok(), "{line}");
        }
        for line in MONTHS.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let most = if fields[0] == "month" { 12 } else { 7 };
            assert!((1..=most).contains(&fields[3].parse::<u8>().unwrap()), "{line}");
            assert!(matches!(fields[0], "month" | "weekday") && fields[1].parse::<Lang>().is_ok(), "{line}");
        }
    }

    #[test]
    fn months_have_all_their_languages() {
        let months = |form: &str| &look_up(&key(form)).unwrap().months;
        assert_eq!(months("LISTOPADA").len(), 2);
        assert_eq!(months("ARALIK").as_slice(), [(12, Langs::of(&[Lang::Tr]))]);
        assert_eq!(months("Δεκεμβρίου")[0].0, 12);
        assert_eq!(months("грудня")[0].0, 12);
    }
}
