//! The charsets that UTF-8 is taken for, from characters to bytes: which characters can be a sequence of bytes in
//! one of them, and what such a sequence says. Whether it was meant is left to `repair`.

use std::sync::LazyLock;

use super::{Step, Steps};
use crate::decode::charset::Charset;

/// The charsets that UTF-8 is taken for, the commonest first, and how many bits rarer each is.
pub(super) const MISTAKEN_FOR: [(&str, u8); 8] = [
    ("windows-1252", 0),
    ("windows-1251", 0),
    ("windows-1250", 2),
    ("windows-1254", 4),
    ("iso-8859-2", 4),
    ("macintosh", 10),
    ("cp437", 10),
    ("cp850", 10),
];

/// Characters from here on are in no such charset, but for those of [`Table::beyond`].
const TABLE_END: usize = 0x2600;

/// A charset from characters to bytes.
pub(super) struct Table {
    bytes: Vec<u8>,
    beyond: Vec<(char, u8)>,
    /// How many bits it is rarer than the commonest.
    pub(super) rarity: f32,
}

/// A table for each charset.
pub(super) static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let table = |(name, rarity): &(&str, u8)| Some(Table::of(Charset::from_name(name)?, *rarity));
    MISTAKEN_FOR.iter().filter_map(table).collect()
});

/// What a character can be in the charsets: a bit for each table, eight bits for each of: a byte that goes on, the
/// first of two, the first of more.
static ROLES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let role = |c: char| {
        TABLES.iter().enumerate().fold(0, |role, (nth, table)| match table.byte(c) {
            Some(0x80..=0xbf) => role | 1 << nth,
            Some(0xc2..=0xdf) if is_no_punctuation(c) => role | 0x100 << nth,
            Some(0xe0..=0xf4) => role | 0x1_0000 << nth,
            _ => role,
        })
    };
    (0..TABLE_END).map(|code| u32::try_from(code).ok().and_then(char::from_u32).map_or(0, role)).collect()
});

/// Where these are the first byte (in Macintosh), it is that of letters seldom written; but they stand before
/// many letters that go on.
pub(super) fn is_no_punctuation(character: char) -> bool {
    !matches!(character, '«' | '»' | '…' | '\u{a0}' | '“' | '”' | '‘' | '’')
}

/// For pages that are known to be double-encoded.
pub(super) fn is_any(_: char) -> bool {
    true
}

impl Table {
    fn of(charset: Charset, rarity: u8) -> Self {
        let mut table = Self { bytes: vec![0; TABLE_END], beyond: Vec::new(), rarity: rarity.into() };
        for byte in 0x80..=0xff {
            // What is called by these names is often the ISO charset, which has control characters there.
            let is_iso = byte < 0xa0 && matches!(charset.name().as_str(), "windows-1252" | "windows-1254");
            let iso = is_iso.then_some(char::from(byte));
            let read = charset.decode(&[byte]).chars().next().filter(|c| *c != char::REPLACEMENT_CHARACTER);
            // A byte that the charset leaves open becomes the control character of its number.
            for character in [iso, read.or(Some(char::from(byte)))].into_iter().flatten() {
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

    /// The characters of the bytes that these were taken from, if all are such bytes; `opens` tells what may be a first.
    pub(super) fn written_back(&self, steps: &Steps, opens: fn(char) -> bool) -> Option<Vec<Step>> {
        // Nearly all text fails here, without a copy.
        let mut rest = steps;
        while !rest.is_empty() {
            rest = rest.get(self.sequence_len(rest, opens)?..)?;
        }
        let mut out = Vec::with_capacity(steps.len());
        let mut rest = steps;
        while !rest.is_empty() {
            let (step, len) = self.first(rest, opens)?;
            out.push(step);
            rest = rest.get(len..)?;
        }
        (out.len() < steps.len()).then_some(out)
    }

    /// What the first characters say, and how many they are.
    pub(super) fn first(&self, steps: &Steps, opens: fn(char) -> bool) -> Option<(Step, usize)> {
        let len = self.sequence_len(steps, opens)?;
        let sequence = steps.get(..len)?;
        if let [only] = sequence {
            return Some((*only, 1));
        }
        let mut bytes = [0; 4];
        for (place, (character, _)) in bytes.iter_mut().zip(sequence) {
            *place = self.byte(*character)?;
        }
        let said = std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
        Some(((said, sequence.iter().map(|(_, bytes)| bytes).sum()), len))
    }

    /// How many characters the first sequence takes.
    fn sequence_len(&self, steps: &Steps, opens: fn(char) -> bool) -> Option<usize> {
        let (first, _) = steps.first()?;
        if first.is_ascii() {
            return Some(1);
        }
        let len = sequence_len(self.byte(*first)?).filter(|_| opens(*first))?;
        let more = steps.get(1..len)?;
        let goes_on = |c: char| self.byte(c).is_some_and(|byte| matches!(byte, 0x80..=0xbf));
        more.iter().all(|(c, _)| goes_on(*c)).then_some(len)
    }
}

fn sequence_len(first: u8) -> Option<usize> {
    match first {
        0xc2..=0xdf => Some(2),
        0xe0..=0xef => Some(3),
        0xf0..=0xf4 => Some(4),
        _ => None,
    }
}

/// Whether characters that can be a sequence in one of the charsets stand side by side.
pub(super) fn is_suspect(text: &str) -> bool {
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
