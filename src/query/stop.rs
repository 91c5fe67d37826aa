//! Words so frequent that a query does not insist on them (`data/stopwords.tsv`).

use crate::lang::Lang;

static TABLE: &str = include_str!("../../data/stopwords.tsv");

/// Each language of the table with its words. A query has few words: reading the table for each costs less than
/// a table to look them up in.
fn entries() -> impl Iterator<Item = (Lang, &'static str)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(code, words)| Some((code.parse().ok()?, words)))
}

/// The languages whose stop words are known.
pub fn stopword_languages() -> Vec<Lang> {
    let known: Vec<Lang> = entries().map(|(lang, _)| lang).collect();
    Lang::ALL.iter().copied().filter(|lang| known.contains(lang)).collect()
}

/// Whether a typed word is a stop word of one of these languages. A word in capitals is a name: `US`, `WHO`.
pub(super) fn is_stopword(typed: &str, langs: &[Lang]) -> bool {
    let word = typed.trim_matches(|c: char| !c.is_alphanumeric());
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    if word.chars().count() > 1 && letters.all(char::is_uppercase) {
        return false;
    }
    let word = word.to_lowercase();
    entries().any(|(lang, words)| langs.contains(&lang) && words.split(' ').any(|stop| stop == word))
}
