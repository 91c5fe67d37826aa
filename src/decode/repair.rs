//! Double-encoded text: UTF-8 that was taken for another charset and written as UTF-8 once more (`â€™` for `’`).
//!
//! Takes text as it stands; gives what was meant, and for each character how many bytes it stands on. The rule
//! is to write the characters back as the bytes they were taken from, every byte allowed, and to take what they
//! are if they are valid UTF-8 (as ftfy does, R. Speer 2019, <https://ftfy.readthedocs.io>). Each line is first
//! judged alone (`line`); what was found there then tells how the other lines of the page came about (`page`).
//! Who reads which of the two texts is left to `decode`.

mod held;
mod line;
mod page;
mod table;

use super::charset::Stepped;
use super::odd;
use page::Page;

/// A character, and how many bytes of the source it stands on.
type Step = (char, u8);

type Steps = [Step];

/// A line as it stands.
struct Line<'a> {
    stands: &'a str,
    /// Whether sequences may stand in it.
    is_suspect: bool,
    /// What is meant, where that is not what stands.
    meant: Option<Vec<Step>>,
}

impl<'a> Line<'a> {
    /// Judges a line by itself.
    fn of(stands: &'a str) -> Self {
        let is_suspect = table::is_suspect(stands);
        Self { stands, is_suspect, meant: is_suspect.then(|| line::meant(&stepped(stands))).flatten() }
    }
}

/// The text with what was double-encoded repaired, and in how many lines; `None` if nothing was.
pub(super) fn repair(text: &str) -> Option<(Stepped, u32)> {
    if !table::is_suspect(text) {
        return None;
    }
    let mut lines: Vec<_> = text.split_inclusive(['\n', '\r']).map(Line::of).collect();
    let page = Page::of(&lines)?;
    for line in &mut lines {
        line.meant = page.meant(line);
    }
    let repaired = lines.iter().filter(|line| line.meant.is_some()).count();
    (repaired > 0).then(|| (joined(lines, text.len()), u32::try_from(repaired).unwrap_or(u32::MAX)))
}

fn joined(lines: Vec<Line<'_>>, len: usize) -> Stepped {
    let mut out = Stepped { text: String::with_capacity(len), steps: Vec::with_capacity(len) };
    for line in lines {
        for (character, bytes) in line.meant.unwrap_or_else(|| stepped(line.stands)) {
            out.text.push(character);
            out.steps.push(bytes);
        }
    }
    out
}

fn stepped(text: &str) -> Vec<Step> {
    let bytes = |c: char| u8::try_from(c.len_utf8()).unwrap_or(u8::MAX);
    text.chars().map(|c| (c, bytes(c))).collect()
}

fn is_repaired((character, bytes): Step) -> bool {
    usize::from(bytes) != character.len_utf8()
}

fn oddness(steps: &Steps) -> f32 {
    text_of(steps).split_ascii_whitespace().map(odd::bits).sum()
}

fn text_of(steps: &Steps) -> String {
    steps.iter().map(|(c, _)| *c).collect()
}

#[cfg(test)]
mod tests;
