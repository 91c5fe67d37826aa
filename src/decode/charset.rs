//! A charset: its name, and bytes to text. Covers the Encoding Standard (`encoding_rs`), and what the standard
//! leaves out: UTF-32 and some code pages. Which charset a source is in is decided in `decode`.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::by_line;
use super::pages::Page;

/// How the characters of a source are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// One of the Encoding Standard (<https://encoding.spec.whatwg.org>).
    Standard(&'static Encoding),
    /// A code page of DOS or a Macintosh.
    Page(&'static Page),
    /// UTF-8 but for lines that are not; those are in a legacy charset. The rule is in `by_line`.
    Lines(Legacy),
    /// Four bytes a character, the lowest first.
    Utf32Le,
    /// Four bytes a character, the highest first.
    Utf32Be,
}

/// A charset from before Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legacy {
    /// One of the Encoding Standard.
    Standard(&'static Encoding),
    /// A code page of DOS or a Macintosh.
    Page(&'static Page),
}

impl From<Legacy> for Charset {
    fn from(legacy: Legacy) -> Self {
        match legacy {
            Legacy::Standard(encoding) => Self::Standard(encoding),
            Legacy::Page(page) => Self::Page(page),
        }
    }
}

/// What the names of charsets begin with that are decoded line by line.
const LINES: &str = "utf-8+";

/// A text, and for each of its characters how many bytes it was written with.
pub(super) struct Stepped {
    pub(super) text: String,
    pub(super) steps: Vec<u8>,
}

impl Charset {
    /// UTF-8.
    pub const UTF_8: Self = Self::Standard(UTF_8);

    /// The name, in lower case as derivations have it.
    pub fn name(self) -> String {
        match self {
            Self::Standard(encoding) => encoding.name().to_ascii_lowercase(),
            Self::Page(page) => page.name().to_owned(),
            Self::Lines(legacy) => LINES.to_owned() + &Self::from(legacy).name(),
            Self::Utf32Le => "utf-32le".to_owned(),
            Self::Utf32Be => "utf-32be".to_owned(),
        }
    }

    /// The charset of a name, if it is known.
    pub fn from_name(name: &str) -> Option<Self> {
        if let Some(legacy) = name.strip_prefix(LINES) {
            return Self::from_name(legacy)?.for_lines();
        }
        match name {
            "utf-32le" => Some(Self::Utf32Le),
            "utf-32be" => Some(Self::Utf32Be),
            _ => {
                let standard = || Encoding::for_label(name.as_bytes()).map(Self::Standard);
                Page::from_name(name).map(Self::Page).or_else(standard)
            }
        }
    }

    /// UTF-8 with lines in this charset, if such lines can be told.
    pub(super) fn for_lines(self) -> Option<Self> {
        match self {
            Self::Page(page) => Some(Self::Lines(Legacy::Page(page))),
            Self::Standard(encoding) if encoding.is_ascii_compatible() && encoding != UTF_8 => {
                Some(Self::Lines(Legacy::Standard(encoding)))
            }
            _ => None,
        }
    }

    /// Whether a range can only be decoded with all that comes before it.
    pub fn is_stateful(self) -> bool {
        self == Self::Standard(ISO_2022_JP)
    }

    /// Decodes bytes that hold no byte order mark; what is broken becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Standard(encoding) if encoding == UTF_8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Standard(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Page(page) => page.decode(bytes),
            Self::Lines(legacy) => by_line::decode(bytes, legacy.into()),
            Self::Utf32Le | Self::Utf32Be => bytes.chunks(4).map(|unit| self.utf32(unit)).collect(),
        }
    }

    /// How many bytes a character takes, for the charsets where that follows from the character.
    pub(super) fn width(self, character: char) -> Option<u64> {
        match self {
            Self::Page(_) => Some(1),
            Self::Utf32Le | Self::Utf32Be => Some(4),
            Self::Standard(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
                Some(character.len_utf16() as u64 * 2)
            }
            Self::Standard(encoding) if encoding.is_single_byte() => Some(1),
            Self::Standard(_) | Self::Lines(_) => None,
        }
    }

    /// Decodes a byte at a time, noting how many bytes went into each character.
    pub(super) fn decode_stepped(self, bytes: &[u8]) -> Stepped {
        let mut out = Stepped { text: String::new(), steps: Vec::new() };
        if let Self::Lines(legacy) = self {
            return by_line::decode_stepped(bytes, legacy.into());
        }
        let Self::Standard(encoding) = self else {
            for unit in bytes.chunks(4) {
                out.push_all(&self.utf32(unit).to_string(), unit.len());
            }
            return out;
        };
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut buffer = [0; 32];
        let mut pending = 0;
        for (at, byte) in bytes.iter().enumerate() {
            let last = at + 1 == bytes.len();
            let (_, _, written, _) = decoder.decode_to_utf8(&[*byte], &mut buffer, last);
            pending += 1;
            if written > 0 {
                let text = buffer.get(..written).and_then(|done| std::str::from_utf8(done).ok());
                out.push_all(text.unwrap_or_default(), pending);
                pending = 0;
            }
        }
        out
    }

    fn utf32(self, unit: &[u8]) -> char {
        let fixed: Result<[u8; 4], _> = unit.try_into();
        let number = match (fixed, self) {
            (Ok(unit), Self::Utf32Be) => u32::from_be_bytes(unit),
            (Ok(unit), _) => u32::from_le_bytes(unit),
            (Err(_), _) => return char::REPLACEMENT_CHARACTER,
        };
        char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

impl Extend<(char, u8)> for Stepped {
    fn extend<T: IntoIterator<Item = (char, u8)>>(&mut self, characters: T) {
        for (character, bytes) in characters {
            self.text.push(character);
            self.steps.push(bytes);
        }
    }
}

impl Stepped {
    /// Several characters can come from one step; the last takes the bytes, so that a range which ends
    /// after any but the last never cuts a byte sequence in two.
    pub(super) fn push_all(&mut self, characters: &str, bytes: usize) {
        let count = characters.chars().count();
        self.text.push_str(characters);
        self.steps.extend(std::iter::repeat_n(0, count.saturating_sub(1)));
        if count > 0 {
            self.steps.push(u8::try_from(bytes).unwrap_or(u8::MAX));
        }
    }
}
