//! The charsets of one byte a character that are compared: name, languages written in it, and how many bits
//! rarer it is than the commonest. Of charsets that read the same the first one is named.

use std::sync::LazyLock;

use super::charset::Charset;
use crate::lang::{Lang, Script};

/// A charset that a text may be in.
pub(super) struct Rival {
    pub(super) charset: Charset,
    /// The languages written in it.
    pub(super) langs: Vec<Lang>,
    /// How many bits rarer it is than the commonest.
    pub(super) rarity: f32,
}

/// The charsets, the commoner first.
pub(super) static RIVALS: LazyLock<Vec<Rival>> = LazyLock::new(|| ROWS.iter().filter_map(read).collect());

fn read((name, langs, rarity): &(&str, &str, u8)) -> Option<Rival> {
    let langs = langs.split(' ').filter_map(|code| code.parse().ok()).collect();
    Some(Rival { charset: Charset::from_name(name)?, langs, rarity: f32::from(*rarity) })
}

/// A charset of several bytes a character as a rival, if it is one.
pub(super) fn east_asian(charset: Charset) -> Option<Rival> {
    let langs = vec![Lang::Zh, Lang::Ja, Lang::Ko, Lang::En];
    charset.width('a').is_none().then_some(Rival { charset, langs, rarity: 0.0 })
}

/// The charset of several bytes a character that bytes are in which stand among lines in a language of such; of those
/// that read nothing but East Asian characters the one that was detected, or the first.
pub(super) fn east_asian_of(lang: Lang, detected: Charset, bytes: &[u8]) -> Option<Charset> {
    let names: &[&str] = match lang {
        Lang::Ja => &["euc-jp", "shift_jis"],
        Lang::Zh => &["gbk", "gb18030", "big5"],
        Lang::Ko => &["euc-kr"],
        _ => return None,
    };
    let is_one = |c: char| {
        let is_wide = !matches!(c, '\u{ff61}'..='\u{ff9f}');
        let is_letter = matches!(Script::of(c), Some(Script::Han | Script::Kana | Script::Hangul)) && is_wide;
        c.is_ascii()
            || is_letter
            || matches!(c, '\u{2010}'..='\u{2044}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}')
    };
    let fits = |charset: &Charset| charset.decode(bytes).chars().all(is_one);
    let charsets = names.iter().filter_map(|name| Charset::from_name(name));
    let detected = Some(detected).filter(|detected| names.contains(&detected.name().as_str()));
    detected.into_iter().chain(charsets).find(fits)
}

/// Whether a language is written in charsets of several bytes a character.
pub(super) fn is_east_asian(lang: Lang) -> bool {
    matches!(lang, Lang::Zh | Lang::Ja | Lang::Ko)
}

const WESTERN: &str = "en de fr es pt it nl sv da nb fi is sq ca gl eu id lb ga et";
const CENTRAL: &str = "pl cs sk hu sl hr bs ro sr sq tk de";
const CYRILLIC: &str = "ru uk be bg mk sr";
const BALTIC: &str = "lt lv et";

static ROWS: &[(&str, &str, u8)] = &[
    ("windows-1252", WESTERN, 0),
    ("windows-1251", CYRILLIC, 0),
    ("windows-1250", CENTRAL, 0),
    ("windows-1253", "el", 0),
    ("windows-1254", "tr gag crh az", 0),
    ("windows-1255", "he yi", 0),
    ("windows-1256", "ar fa ur", 0),
    ("windows-1257", BALTIC, 0),
    ("windows-1258", "vi", 0),
    ("windows-874", "th", 0),
    ("koi8-u", "ru uk bg", 4),
    ("iso-8859-2", CENTRAL, 4),
    ("iso-8859-15", WESTERN, 4),
    ("iso-8859-7", "el", 4),
    ("iso-8859-5", CYRILLIC, 10),
    ("ibm866", "ru be bg", 8),
    ("x-mac-cyrillic", CYRILLIC, 10),
    ("macintosh", WESTERN, 10),
    ("iso-8859-13", BALTIC, 10),
    ("iso-8859-4", BALTIC, 12),
    ("iso-8859-8", "he yi", 10),
    ("iso-8859-6", "ar", 10),
    ("iso-8859-16", "ro sq hr sl hu pl", 8),
    ("iso-8859-10", "is fi sv nb da et lt lv", 14),
    ("iso-8859-3", "mt", 14),
    ("cp850", WESTERN, 10),
    ("cp852", CENTRAL, 10),
    ("cp437", "de es en it fr nl fi sv", 12),
    ("cp775", BALTIC, 12),
    ("cp1125", "uk ru be", 12),
    ("cp855", "sr mk bg ru", 14),
    ("cp857", "tr", 12),
    ("cp737", "el", 12),
    ("cp862", "he", 12),
    ("x-mac-ce", CENTRAL, 14),
];
