//! Which words are frequent in which languages (`data/stopwords.tsv`): prose is full of them, menus are not.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::letters::{Words, word_hash};
use crate::lang::Lang;

static TABLE: &str = include_str!("../../data/stopwords.tsv");

/// A set of languages, a bit each.
pub(super) type Langs = u64;

static WORDS: LazyLock<Words<Langs>> = LazyLock::new(|| {
    let mut words: FxHashMap<u32, Langs> = FxHashMap::default();
    for (code, list) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
        let Ok(lang) = code.parse::<Lang>() else { continue };
        for word in list.split(' ') {
            *words.entry(word_hash(word)).or_insert(0) |= bit(lang);
        }
    }
    Words::new(words)
});

/// The bit of a language.
pub(super) fn bit(lang: Lang) -> Langs {
    1_u64.checked_shl(lang as u32).unwrap_or(0)
}

/// The languages in which the word of this hash is a stop word.
pub(super) fn langs_of(hash: u32) -> Langs {
    WORDS.get(hash)
}

/// Whether stop words of a language are known.
pub(super) fn is_known(lang: Lang) -> bool {
    static KNOWN: LazyLock<Langs> = LazyLock::new(|| WORDS.values().fold(0, |all, langs| all | langs));
    *KNOWN & bit(lang) != 0
}
