//! Words so frequent that a query does not insist on them (`data/stopwords.tsv`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::lang::Lang;

static TABLE: &str = include_str!("../../data/stopwords.tsv");

static STOPWORDS: LazyLock<HashMap<Lang, HashSet<&'static str>>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let entries = lines.filter_map(|line| line.split_once('\t'));
    entries.filter_map(|(code, words)| Some((code.parse().ok()?, words.split(' ').collect()))).collect()
});

/// The languages whose stop words are known.
pub fn stopword_languages() -> Vec<Lang> {
    Lang::ALL.iter().copied().filter(|lang| STOPWORDS.contains_key(lang)).collect()
}

/// Whether a typed word is a stop word of one of these languages. A word in capitals is a name: `US`, `WHO`.
pub(super) fn is_stopword(typed: &str, langs: &[Lang]) -> bool {
    let word = typed.trim_matches(|c: char| !c.is_alphanumeric());
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    if word.chars().count() > 1 && letters.all(char::is_uppercase) {
        return false;
    }
    let word = word.to_lowercase();
    langs.iter().any(|lang| STOPWORDS.get(lang).is_some_and(|words| words.contains(word.as_str())))
}
