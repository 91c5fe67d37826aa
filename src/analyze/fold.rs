//! A word as it is compared: case, diacritics of Latin and Greek letters, apostrophes and look-alike
//! letters do not count. й ў ї є ё are letters of their own and stay.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::words::is_apostrophe;
use crate::lang::Script;

/// Folds a word.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    match mixed_script(word) {
        Some(script) => word.chars().for_each(|c| fold_char(look_alike(c, script), &mut folded)),
        None => word.chars().for_each(|c| fold_char(c, &mut folded)),
    }
    if folded.is_empty() { word.to_lowercase() } else { folded }
}

/// The word with ё read as е, if it holds one.
pub(super) fn yo_as_ye(folded: &str) -> Option<String> {
    folded.contains('ё').then(|| folded.replace('ё', "е"))
}

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_apostrophe(c) {
        out.push('\'');
        return;
    }
    match Script::of(c) {
        Some(Script::Cyrillic) => out.extend(c.to_lowercase().map(without_stress)),
        Some(Script::Kana | Script::Hangul | Script::Han) => out.extend(c.nfkc()),
        _ => {
            for lower in c.to_lowercase().flat_map(|c| std::iter::once(c).nfkd()) {
                fold_decomposed(lower, out);
            }
        }
    }
}

fn without_stress(c: char) -> char {
    match c {
        'ѐ' => 'е',
        'ѝ' => 'и',
        _ => c,
    }
}

/// Letters that Unicode does not decompose, written as one would without the keyboard for them.
fn fold_decomposed(c: char, out: &mut String) {
    match c {
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'ø' => out.push('o'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ħ' => out.push('h'),
        'ŧ' => out.push('t'),
        'ı' => out.push('i'),
        'ŋ' => out.push('n'),
        'ſ' => out.push('s'),
        'ς' => out.push('σ'),
        'ـ' => {}
        // Vowel signs of Indic scripts are letters; the marks of the others are diacritics.
        _ if is_combining_mark(c) && !matches!(c, '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{109f}') => {}
        _ => out.extend(c.to_lowercase()),
    }
}

/// The script that most letters of a word of Latin and Cyrillic letters are in.
fn mixed_script(word: &str) -> Option<Script> {
    let (mut latin, mut cyrillic) = (0, 0);
    for letter in word.chars().filter_map(Script::of) {
        latin += usize::from(letter == Script::Latin);
        cyrillic += usize::from(letter == Script::Cyrillic);
    }
    (latin > 0 && cyrillic > 0).then_some(if cyrillic >= latin { Script::Cyrillic } else { Script::Latin })
}

/// Letters of the two scripts that look the same.
static LOOK_ALIKES: &[(char, char)] = &[
    ('a', 'а'),
    ('A', 'А'),
    ('B', 'В'),
    ('c', 'с'),
    ('C', 'С'),
    ('e', 'е'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('i', 'і'),
    ('I', 'І'),
    ('j', 'ј'),
    ('J', 'Ј'),
    ('k', 'к'),
    ('K', 'К'),
    ('M', 'М'),
    ('o', 'о'),
    ('O', 'О'),
    ('p', 'р'),
    ('P', 'Р'),
    ('s', 'ѕ'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('x', 'х'),
    ('X', 'Х'),
    ('y', 'у'),
    ('Y', 'У'),
    ('ï', 'ї'),
    ('Ï', 'Ї'),
    ('ë', 'ё'),
    ('Ë', 'Ё'),
];

fn look_alike(c: char, script: Script) -> char {
    let found = LOOK_ALIKES.iter().find_map(|(latin, cyrillic)| match script {
        Script::Cyrillic if *latin == c => Some(*cyrillic),
        Script::Latin if *cyrillic == c => Some(*latin),
        _ => None,
    });
    found.unwrap_or(c)
}
