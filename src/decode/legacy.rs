//! The charset of text that is not Unicode: Firefox's detector (`chardetng`), its nearest candidates read
//! again by the language table, which knows more of Cyrillic and Baltic letters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_5, KOI8_U, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1257, X_MAC_CYRILLIC,
};

use super::charset::Charset;
use crate::langid;

/// How much of a source the detector reads.
const DETECTOR_SAMPLE: usize = 256 * 1024;

/// How many bytes around non-ASCII ones the candidates are compared on.
const RERANK_SAMPLE: usize = 4096;

/// By how much (bits a letter group) another reading must be likelier to overrule the detector.
const OVERRULE_BITS: f32 = 0.35;

/// Charsets that are mistaken for one another. The detector's own answer is always among the candidates.
static RIVALS: &[&Encoding] = &[
    WINDOWS_1251,
    KOI8_U,
    IBM866,
    X_MAC_CYRILLIC,
    ISO_8859_5,
    WINDOWS_1252,
    WINDOWS_1250,
    ISO_8859_2,
    WINDOWS_1257,
    WINDOWS_1254,
    WINDOWS_1253,
];

/// ISO-2022-JP, the one charset in use that is written with escapes.
pub(super) fn escaped(bytes: &[u8]) -> Option<Charset> {
    let opens = |pair: &[u8]| matches!(pair, [0x1b, b'$' | b'(']);
    if !bytes.is_ascii() || !bytes.windows(2).any(opens) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    (guess == ISO_2022_JP).then_some(Charset::Standard(guess))
}

/// The likeliest legacy charset.
pub(super) fn guess(bytes: &[u8]) -> Charset {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = bytes.get(..DETECTOR_SAMPLE.min(bytes.len())).unwrap_or(bytes);
    detector.feed(sample, sample.len() == bytes.len());
    let first = detector.guess(None, Utf8Detection::Deny);
    if !first.is_single_byte() {
        return Charset::Standard(first);
    }
    Charset::Standard(rerank(first, &telling_part(bytes)))
}

/// The words with bytes beyond ASCII, and their neighbours on the line: what tells charsets apart.
fn telling_part(bytes: &[u8]) -> Vec<u8> {
    let mut part = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
        let room = RERANK_SAMPLE.saturating_sub(part.len());
        part.extend_from_slice(line.get(..room.min(line.len())).unwrap_or(line));
        part.push(b'\n');
        if part.len() >= RERANK_SAMPLE {
            break;
        }
    }
    part
}

fn rerank(first: &'static Encoding, sample: &[u8]) -> &'static Encoding {
    let Some(base) = likelihood(first, sample) else { return first };
    let mut best = (first, base + OVERRULE_BITS);
    for rival in RIVALS.iter().copied().filter(|rival| *rival != first) {
        if let Some(score) = likelihood(rival, sample).filter(|score| *score > best.1) {
            best = (rival, score);
        }
    }
    best.0
}

/// How likely the bytes are as a text in this charset: bits a letter group under the best language, less a
/// price for what texts do not hold: control characters, line drawing, capitals after small letters.
fn likelihood(encoding: &'static Encoding, sample: &[u8]) -> Option<f32> {
    let (text, broken) = encoding.decode_without_bom_handling(sample);
    if broken {
        return None;
    }
    let guess = langid::guess(&text)?;
    let after = text.chars().skip(1);
    let odd = text.chars().filter(|c| is_odd(*c)).count();
    let odd = odd + text.chars().zip(after).filter(|(a, b)| a.is_lowercase() && b.is_uppercase()).count();
    let all = text.chars().count().max(1);
    #[expect(clippy::cast_precision_loss, reason = "both are below the sample's few thousand")]
    let price = odd as f32 / all as f32 * 40.0;
    langid::score(&text, guess.lang).map(|bits| bits - price)
}

fn is_odd(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}' | '\u{2500}'..='\u{259f}' | '¤' | '¬' | '¦' | '¶' | '\u{fffd}')
}
