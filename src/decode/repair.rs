//! Double-encoded text: UTF-8 that was taken for another charset and written as UTF-8 once more (`â€™` for `’`).
//!
//! Takes text as it stands; gives what was meant, and for each character how many bytes it stands on. The rule
//! is to write the characters back as the bytes they were taken from, every byte allowed, and to take what they
//! are if they are valid UTF-8 (as ftfy does, R. Speer 2019, <https://ftfy.readthedocs.io>), where the text
//! as it stands is odder. Lines first, then words, then single characters of punctuation. Who reads which of the two
//! texts is left to `decode`.

use std::sync::LazyLock;

use super::charset::{Charset, Stepped};
use super::{odd, sniff};
use crate::langid;

/// The charsets that UTF-8 is taken for.
const MISTAKEN_FOR: [&str; 7] =
    ["windows-1252", "windows-1251", "windows-1250", "windows-1254", "macintosh", "cp437", "cp850"];

/// How often a text may have been written anew.
const MOST_ROUNDS: usize = 3;

/// A line that is as odd as this after its words were repaired was something else.
const STILL_ODD: f32 = 24.0;

/// Characters from here on are in no such charset, but for those of [`Table::beyond`].
const TABLE_END: usize = 0x2600;

/// A charset from characters to bytes.
struct Table {
    bytes: Vec<u8>,
    beyond: Vec<(char, u8)>,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    MISTAKEN_FOR.iter().filter_map(|name| Charset::from_name(name)).map(Table::of).collect()
});

/// What a character can be in the charsets: a bit for each table, eight bits for each of: a byte that goes on, the
/// first of two, the first of more.
static ROLES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let role = |c: char| {
        TABLES.iter().enumerate().fold(0, |role, (nth, table)| match table.byte(c) {
            Some(0x80..=0xbf) => role | 1 << nth,
            Some(0xc2..=0xdf) if !is_punctuation(c) => role | 0x100 << nth,
            Some(0xe0..=0xf4) => role | 0x1_0000 << nth,
            _ => role,
        })
    };
    (0..TABLE_END).map(|code| u32::try_from(code).ok().and_then(char::from_u32).map_or(0, role)).collect()
});

/// Where these are the first byte (in Macintosh), it is that of letters hardly ever written; but they stand before
/// many letters that go on.
fn is_punctuation(character: char) -> bool {
    matches!(character, '«' | '»' | '…' | '\u{a0}' | '“' | '”' | '‘' | '’')
}

impl Table {
    fn of(charset: Charset) -> Self {
        let mut table = Self { bytes: vec![0; TABLE_END], beyond: Vec::new() };
        for byte in 0x80..=0xff {
            // A byte that the charset leaves open becomes the control character of its number.
            let open = char::from(byte);
            let read = charset.decode(&[byte]).chars().next().filter(|c| *c != char::REPLACEMENT_CHARACTER);
            for character in [Some(open).filter(|_| byte < 0xa0), read].into_iter().flatten() {
                match table.bytes.get_mut(character as usize) {
                    Some(place) => *place = byte,
                    None => table.beyond.push((character, byte)),
                }
            }
        }
        table
    }

    /// The byte of a character beyond ASCII.
    fn byte(&self, character: char) -> Option<u8> {
        match self.bytes.get(character as usize) {
            Some(byte) => Some(*byte).filter(|byte| *byte != 0),
            None => self.beyond.iter().find(|(known, _)| *known == character).map(|(_, byte)| *byte),
        }
    }
}

/// Characters, each with how many bytes of the source it stands on.
type Steps = [(char, u8)];

/// The text with what was double-encoded repaired, and in how many lines; `None` if nothing was.
pub(super) fn repair(text: &str) -> Option<(Stepped, u32)> {
    if !is_suspect(text) {
        return None;
    }
    let mut out = Stepped { text: String::with_capacity(text.len()), steps: Vec::with_capacity(text.len()) };
    let mut lines = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let repaired = is_suspect(line).then(|| repaired_line(&stepped(line))).flatten();
        lines += u32::from(repaired.is_some());
        for (character, bytes) in repaired.unwrap_or_else(|| stepped(line)) {
            out.text.push(character);
            out.steps.push(bytes);
        }
    }
    (lines > 0).then_some((out, lines))
}

fn stepped(text: &str) -> Vec<(char, u8)> {
    let bytes = |c: char| u8::try_from(c.len_utf8()).unwrap_or(u8::MAX);
    text.chars().map(|c| (c, bytes(c))).collect()
}

/// Whether characters that can be a sequence in one of the charsets stand side by side.
fn is_suspect(text: &str) -> bool {
    let mut rest = text.as_bytes();
    // What the last character and the one before can be the start of.
    let (mut last, mut before) = (0, 0);
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        if at > 0 {
            (last, before) = (0, 0);
        }
        let (role, len) = match rest.get(at..).unwrap_or_default() {
            [a @ 0xc2..=0xdf, b, ..] => (role(&[a & 0x1f, b & 0x3f]), 2),
            [a @ 0xe0..=0xef, b, c, ..] => (role(&[a & 0x0f, b & 0x3f, c & 0x3f]), 3),
            _ => (0, 4),
        };
        if last >> 8 & role & 0xff != 0 || before >> 16 & last & role & 0xff != 0 {
            return true;
        }
        (before, last) = (last, role);
        rest = rest.get(at + len..).unwrap_or_default();
    }
    false
}

/// The role of the character with these bits, six to a byte.
fn role(bits: &[u8]) -> u32 {
    let code = bits.iter().fold(0, |code, bits| code << 6 | usize::from(*bits));
    ROLES.get(code).copied().unwrap_or(0)
}

fn repaired_line(line: &Steps) -> Option<Vec<(char, u8)>> {
    let is_space = |(c, _): &(char, u8)| c.is_ascii_whitespace();
    let repaired_word = |word: &Steps| less_odd(word, rewritten(word, MOST_ROUNDS)).or_else(|| in_runs(word));
    let by_word = || in_parts(line, is_space, repaired_word).filter(|line| oddness(line) < STILL_ODD);
    less_odd(line, rewritten(line, MOST_ROUNDS)).or_else(by_word).or_else(|| in_parts(line, is_space, signs))
}

/// Repairs what stands between the letters of ASCII in a word.
fn in_runs(word: &Steps) -> Option<Vec<(char, u8)>> {
    let is_ascii = |(c, _): &(char, u8)| c.is_ascii();
    less_odd(word, in_parts(word, is_ascii, |run| rewritten(run, MOST_ROUNDS))).or_else(|| signs(word))
}

/// Repairs its quotation marks and dashes alone.
fn signs(word: &Steps) -> Option<Vec<(char, u8)>> {
    let sign = |run: &Steps| rewritten(run, MOST_ROUNDS).filter(|read| is_typographic(read));
    in_parts(word, |(c, _)| c.is_ascii(), sign)
}

/// Repairs parts; `None` if nothing was to repair.
fn in_parts(
    steps: &Steps,
    is_between: impl Fn(&(char, u8)) -> bool,
    repaired: impl Fn(&Steps) -> Option<Vec<(char, u8)>>,
) -> Option<Vec<(char, u8)>> {
    let mut out = Vec::with_capacity(steps.len());
    let mut any = false;
    for part in steps.chunk_by(|a, b| is_between(a) == is_between(b)) {
        let new = part.iter().any(|(c, _)| !c.is_ascii()).then(|| repaired(part)).flatten();
        any |= new.is_some();
        match new {
            Some(new) => out.extend(new),
            None => out.extend_from_slice(part),
        }
    }
    any.then_some(out)
}

/// What is meant, if that is less odd than what stands there.
fn less_odd(stands: &Steps, meant: Option<Vec<(char, u8)>>) -> Option<Vec<(char, u8)>> {
    meant.filter(|meant| is_typographic(meant) || oddness(meant) < oddness(stands))
}

/// What all characters beyond ASCII mean if they are double-encoded, or more often than twice.
fn rewritten(steps: &Steps, rounds: usize) -> Option<Vec<(char, u8)>> {
    let rounds = rounds.checked_sub(1)?;
    let candidates = TABLES.iter().filter_map(|table| {
        let once = written_back(steps, table)?;
        let again = less_odd(&once, rewritten(&once, rounds));
        again.or_else(|| once.iter().all(|(c, _)| is_plausible(*c)).then_some(once))
    });
    candidates.reduce(likelier)
}

/// Which of two readings fits its language better; the first if they are alike.
fn likelier(a: Vec<(char, u8)>, b: Vec<(char, u8)>) -> Vec<(char, u8)> {
    let fit = |steps: &Steps| {
        let text = text_of(steps);
        langid::guess(&text).and_then(|guess| langid::score(&text, guess.lang)).unwrap_or(f32::NEG_INFINITY)
    };
    if a != b && fit(&b) > fit(&a) { b } else { a }
}

/// The characters of the bytes that these were taken from.
fn written_back(steps: &Steps, table: &Table) -> Option<Vec<(char, u8)>> {
    // Nearly all text fails here, without a copy.
    let mut rest = steps;
    while let Some(count) = sequence(rest, table)? {
        rest = rest.get(count..)?;
    }
    let mut out = Vec::with_capacity(steps.len());
    let mut rest = steps;
    while let Some(count) = sequence(rest, table)? {
        let (sequence, after) = rest.split_at_checked(count)?;
        out.push((character(sequence, table)?, sequence.iter().map(|(_, bytes)| bytes).sum()));
        rest = after;
    }
    (out.len() < steps.len()).then_some(out)
}

/// How many characters the first sequence takes, if one is left; `None` if they are none.
#[expect(clippy::option_option, reason = "no sequence, or none left")]
fn sequence(steps: &Steps, table: &Table) -> Option<Option<usize>> {
    let Some((first, _)) = steps.first() else { return Some(None) };
    if first.is_ascii() {
        return Some(Some(1));
    }
    let count = sequence_len(table.byte(*first)?).filter(|_| !is_punctuation(*first))?;
    let more = steps.get(1..count)?;
    let goes_on = |c: char| table.byte(c).is_some_and(|byte| matches!(byte, 0x80..=0xbf));
    more.iter().all(|(c, _)| goes_on(*c)).then_some(Some(count))
}

fn sequence_len(first: u8) -> Option<usize> {
    match first {
        0xc2..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf4 => Some(4),
        _ => None,
    }
}

fn character(sequence: &Steps, table: &Table) -> Option<char> {
    if let [(only, _)] = sequence {
        return Some(*only);
    }
    let bytes: Vec<u8> = sequence.iter().map(|(c, _)| table.byte(*c)).collect::<Option<_>>()?;
    std::str::from_utf8(&bytes).ok()?.chars().next()
}

/// Whether quotation marks, dashes or currencies were repaired: letters of no charset come to be them by chance.
fn is_typographic(steps: &Steps) -> bool {
    let is_one =
        |c: char| matches!(c, '\u{2010}'..='\u{2044}' | '\u{20a0}'..='\u{20bf}' | '\u{2116}' | '\u{2122}');
    steps.iter().any(|(c, bytes)| is_one(*c) && usize::from(*bytes) != c.len_utf8())
}

/// A character that texts hold; combining marks come about by chance.
fn is_plausible(character: char) -> bool {
    let is_picture = matches!(character, '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    is_picture || sniff::is_plausible(character) && !matches!(character, '\u{300}'..='\u{36f}')
}

fn oddness(steps: &Steps) -> f32 {
    text_of(steps).split_ascii_whitespace().map(odd::bits).sum()
}

fn text_of(steps: &Steps) -> String {
    steps.iter().map(|(c, _)| *c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UTF-8 taken for a charset.
    fn mistaken(text: &str, charset: &str) -> String {
        let charset = Charset::from_name(charset).unwrap();
        let open =
            |byte: u8| if byte < 0x80 { char::from(byte).to_string() } else { charset.decode(&[byte]) };
        let read =
            |byte: u8| if open(byte) == "\u{fffd}" { char::from(byte).to_string() } else { open(byte) };
        text.bytes().map(read).collect()
    }

    fn repaired(text: &str) -> String {
        repair(text).map_or_else(
            || text.to_owned(),
            |(stepped, _)| {
                let bytes: usize = stepped.steps.iter().map(|bytes| usize::from(*bytes)).sum();
                assert_eq!(bytes, text.len());
                stepped.text
            },
        )
    }

    #[test]
    fn double_encoded_lines_are_repaired() {
        let texts = [
            "Минск и Вильнюс договорились о поставках",
            "“They don’t want it,” he said — in Paris",
            "São Paulo, Córdoba, München, français",
            "Żółw i książka, źdźbło",
            "Οι συνομιλίες θα συνεχιστούν",
            "你好，世界",
            "Žinia iš Vilniaus",
        ];
        for text in texts {
            for charset in MISTAKEN_FOR {
                assert_eq!(repaired(&mistaken(text, charset)), text, "{charset}");
            }
            let twice = mistaken(&mistaken(text, "windows-1252"), "windows-1252");
            assert_eq!(repaired(&twice), text);
        }
    }

    #[test]
    fn what_is_double_encoded_is_repaired_among_what_is_not() {
        assert_eq!(repaired("He said “it isnâ€™t”.\nNaïve.\n"), "He said “it isn’t”.\nNaïve.\n");
        assert_eq!(repaired("“SÃ£o Paulo” – cafÃ©"), "“São Paulo” – café");
    }

    #[test]
    fn what_is_meant_stays() {
        for text in [
            "Le CAFÉ” et l’été… à « gauche »",
            "дії, вії, мої",
            "naïve ‚quote‘",
            "«РОССИЯ»",
            "Ä° à\u{a0}»",
            "ÎÏ…",
        ] {
            assert_eq!(repaired(text), text);
        }
    }
}
