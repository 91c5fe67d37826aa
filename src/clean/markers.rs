//! Interface phrases of news sites, as data in many languages (`data/markers.tsv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Reason;

static TABLE: &str = include_str!("../../data/markers.tsv");

/// A line longer than this is no interface phrase, and a prefix of it says nothing.
const LONGEST_PHRASE: usize = 60;
const LONGEST_WITH_PREFIX: usize = 160;

struct Phrases {
    whole: HashMap<&'static str, Reason>,
    prefixes: Vec<(&'static str, Reason)>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases { whole: HashMap::new(), prefixes: Vec::new() };
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(class), Some(_lang), Some(phrase)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let Some(reason) = reason_of(class) else { continue };
        match phrase.strip_suffix('*') {
            Some(prefix) => phrases.prefixes.push((prefix.trim_end(), reason)),
            None => {
                phrases.whole.entry(phrase).or_insert(reason);
            }
        }
    }
    phrases.prefixes.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(b.0)));
    phrases
});

fn reason_of(class: &str) -> Option<Reason> {
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

/// The kind of interface phrase that a line is, if it is one.
pub(super) fn class_of(line: &str) -> Option<Reason> {
    let length = line.chars().count();
    if length > LONGEST_WITH_PREFIX {
        return None;
    }
    let lowered = unified(line);
    let bare = without_counter(&lowered);
    if length <= LONGEST_PHRASE {
        if let Some(reason) = PHRASES.whole.get(bare) {
            return Some(*reason);
        }
        if is_language_switch(bare) {
            return Some(Reason::LanguageSwitch);
        }
    }
    let begins = |prefix: &str| {
        lowered.strip_prefix(prefix).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric) || prefix.ends_with(|c: char| !c.is_alphanumeric())
        })
    };
    let found = PHRASES.prefixes.iter().find(|(prefix, _)| begins(prefix)).map(|(_, reason)| *reason)?;
    // `More from the front: …` may open a long sentence; a legal notice or an invitation is one.
    let may_be_long = matches!(found, Reason::Legal | Reason::Access | Reason::Newsletter | Reason::Credit);
    (may_be_long || length <= LONGEST_PHRASE).then_some(found)
}

/// Lower case, one kind of apostrophe, single spaces, nothing but letters and digits at the front.
fn unified(line: &str) -> String {
    let lowered = line.to_lowercase().replace(['’', 'ʼ', '‘', '`', '´'], "'");
    let words: Vec<&str> = lowered.split_whitespace().collect();
    words.join(" ").trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// `comments (12)` and `12 comments` as `comments`.
fn without_counter(line: &str) -> &str {
    let edge = |c: char| !c.is_alphabetic();
    let bare = line.trim_matches(edge);
    if bare.is_empty() { line.trim_matches(|c: char| !c.is_alphanumeric()) } else { bare }
}

/// Two to eight codes of two or three letters, all of them codes of languages as sites write them.
fn is_language_switch(line: &str) -> bool {
    let codes: Vec<&str> = line.split(|c: char| !c.is_alphabetic()).filter(|code| !code.is_empty()).collect();
    (2..=12).contains(&codes.len()) && codes.iter().all(|code| is_language_code(code))
}

/// ISO 639-1 codes in use by news sites, the three-letter forms sites show, the country codes that stand for
/// languages on them, and the first letters that Cyrillic menus show.
fn is_language_code(code: &str) -> bool {
    const CODES: &str = " al ar arm at az azj be bel bg bn bos bs by ca cat ch cn cs cz cze da de deu dk ee el en eng \
        es esp est et eu fa fi fin fr fra ga gb ge geo ger gl gr gre he hi hr hu hun hy id ie il in ir is it ita ja jp \
        ka kaz kg kk ko kr ky kz lat lb lit lt lv mk mkd md mn mt nb nl no pl pol por pt ro rom rou rs ru rus se si sk \
        sl slo slk sq sr srb srp sv swe tg th tj tr tur tt ua uk ukr ur us uz vi zh бг бел бр ен қаз қз кг кз мд мк \
        рус руc ру срб ук укр узб анг англ ";
    CODES.contains(&format!(" {code} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_whatever_is_around_them() {
        assert_eq!(class_of("Comments (12)"), Some(Reason::Comments));
        assert_eq!(class_of("ua en ru"), Some(Reason::LanguageSwitch));
        assert_eq!(class_of("RU | BY | EN"), Some(Reason::LanguageSwitch));
        assert_eq!(class_of("Читайте также"), Some(Reason::Related));
        assert_eq!(class_of("Comments by the minister were not well received in Brussels."), None);
        assert_eq!(class_of("2020"), None);
    }
}
