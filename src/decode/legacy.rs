//! The charset of text that is not Unicode: Firefox's detector (`chardetng`) for the charsets of several bytes a
//! character; of those of one byte, all are read and the reading that fits a language best is taken.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::ISO_2022_JP;

use super::charset::Charset;
use super::likely::{Around, Fit, GLANCE, LOOK, Reading, Sample};
use super::rivals::{self, RIVALS, Rival};

/// How much of a source is read, from the line of its first byte beyond ASCII on.
const SAMPLE: usize = 64 * 1024;

/// How much of that the detector sees.
const DETECTED: usize = 4 * 1024;

/// A charset whose reading costs so many bits more at a glance is out.
const OUT_BITS: f32 = 32.0;

/// By how many bits another reading must be likelier to overrule the detector.
const OVERRULE_BITS: f32 = 2.0;

/// A reading is close to another that costs so many bits more.
const CLOSE_BITS: f32 = 12.0;

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

/// A guess, and how sure it is.
pub(super) struct Guess {
    /// The likeliest charset.
    pub(super) charset: Charset,
    /// What the reading costs in bits; `None` for East Asian charsets, which only the detector compares.
    pub(super) bits: Option<f32>,
    /// The likeliest charset that reads other words, if it is nearly as likely.
    pub(super) rival: Option<Charset>,
}

/// The likeliest legacy charset; of lines that stand among others in UTF-8, with what these tell.
pub(super) fn guess(bytes: &[u8], around: Option<&Around>) -> Guess {
    let sample = sample(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let fed = sample.get(..DETECTED).unwrap_or(sample);
    detector.feed(fed, fed.len() == bytes.len());
    let first = Charset::Standard(detector.guess(None, Utf8Detection::Deny));
    let lang = around.and_then(|around| around.lang);
    if let Some(charset) = lang.and_then(|lang| rivals::east_asian_of(lang, first, sample)) {
        return Guess { charset, bits: None, rival: None };
    }
    let is_single = first.width('a').is_some();
    let is_elsewhere = lang.is_some_and(|lang| !rivals::is_east_asian(lang));
    if !is_single && !is_elsewhere && is_dense(&first.decode(sample)) {
        Guess { charset: first, bits: None, rival: None }
    } else {
        rerank(first, sample, around)
    }
}

/// What it costs to read bytes as damaged UTF-8, to be compared with the bits of a guess.
pub(super) fn bits_as_utf8(bytes: &[u8], around: Option<&Around>) -> f32 {
    let sample = Sample::of(sample(bytes), &LOOK, around);
    let fits = Reading::damaged(&sample).fits(&sample, Charset::UTF_8);
    fits.iter().map(Fit::bits_anywhere).fold(f32::INFINITY, f32::min)
}

fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let before = bytes.get(..first).unwrap_or_default();
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let rest = bytes.get(start.max(first.saturating_sub(SAMPLE / 2))..).unwrap_or(bytes);
    rest.get(..SAMPLE).unwrap_or(rest)
}

/// Whether characters beyond ASCII stand side by side, as in East Asian text; those of one byte a character
/// that were taken for two stand alone among letters.
fn is_dense(text: &str) -> bool {
    let after = text.chars().skip(1);
    let (mut all, mut followed) = (0, 0);
    for (_, next) in text.chars().zip(after).filter(|(it, _)| !it.is_ascii()) {
        all += 1;
        followed += usize::from(!next.is_ascii());
    }
    followed * 2 >= all
}

/// Charsets that read the words alike.
struct Group<'a> {
    reading: Reading,
    /// Each with the bits that it is rarer.
    rivals: Vec<(&'a Rival, f32)>,
}

impl<'a> Group<'a> {
    /// What each of its charsets costs.
    fn costs(&self, sample: &Sample<'_>) -> Vec<(&'a Rival, f32)> {
        let any = self.rivals.first().map_or(Charset::UTF_8, |(any, _)| any.charset);
        let fits = self.reading.fits(sample, any);
        let bits =
            |rival: &Rival| fits.iter().map(|fit| fit.bits(&rival.langs)).fold(f32::INFINITY, f32::min);
        self.rivals.iter().map(|(rival, prior)| (*rival, bits(rival) + prior)).collect()
    }
}

/// The charset of the reading that costs least.
fn rerank(first: Charset, bytes: &[u8], around: Option<&Around>) -> Guess {
    let east = rivals::east_asian(first);
    let all: Vec<&Rival> = RIVALS.iter().chain(&east).collect();
    let glance = Sample::of(bytes, &GLANCE, around);
    let costs = costs(&all, first, &glance);
    let least = costs.iter().map(|(_, bits)| *bits).fold(f32::INFINITY, f32::min);
    let likely: Vec<&Rival> =
        costs.iter().filter(|(_, bits)| *bits < least + OUT_BITS).map(|(rival, _)| *rival).collect();
    cheapest(first, &likely, &Sample::of(bytes, &LOOK, around))
}

/// What each charset that can read the sample costs.
fn costs<'a>(rivals: &[&'a Rival], first: Charset, sample: &Sample<'_>) -> Vec<(&'a Rival, f32)> {
    let groups = groups(rivals, first, sample);
    groups.iter().flat_map(|group| group.costs(sample)).collect()
}

/// The best of some charsets, and the best of those that read other words.
fn cheapest(first: Charset, rivals: &[&Rival], sample: &Sample<'_>) -> Guess {
    let mut best = (first, f32::INFINITY);
    let mut second = best;
    for group in groups(rivals, first, sample) {
        let costs = group.costs(sample).into_iter().map(|(rival, bits)| (rival.charset, bits));
        let found = costs.reduce(|best, next| if next.1 < best.1 { next } else { best });
        match found {
            Some(found) if found.1 < best.1 => (best, second) = (found, best),
            Some(found) if found.1 < second.1 => second = found,
            _ => {}
        }
    }
    let rival = (second.1 < best.1 + CLOSE_BITS).then_some(second.0);
    Guess { charset: best.0, bits: Some(best.1), rival }
}

fn groups<'a>(rivals: &[&'a Rival], first: Charset, sample: &Sample<'_>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for rival in rivals.iter().copied() {
        let Some(words) = sample.words_in(rival.charset) else { continue };
        let rarer = (rival, if rival.charset == first { -OVERRULE_BITS } else { rival.rarity });
        match groups.iter_mut().find(|group| group.reading.words == words) {
            Some(group) => group.rivals.push(rarer),
            None => groups.push(Group { reading: Reading::of(words), rivals: vec![rarer] }),
        }
    }
    groups
}
