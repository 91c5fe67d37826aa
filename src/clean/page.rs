//! What is known of a page as a whole before anything is decided: where prose stands, which language and which
//! words the main run has, where markers, dates and repetitions are. All of it in one pass a question.

use std::collections::BTreeMap;

use super::Reason;
use super::body::{self, Body};
use super::choice::Weights;
use super::headline::Candidate;
use super::measure::{Line, Measured, Shape, Word};
use super::run::{self, Run};
use super::{headline, metadata, stop};
use crate::extract::Dateline;
use crate::lang::Lang;
use crate::langid;

/// The most one block adds to a sum of prose.
const HEAVIEST: u32 = 600;

/// How many letters must tell the language of a fragment that stands alone.
const TELLING_LETTERS: u32 = 20;

/// A page with what its blocks are to each other.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) measured: &'a Measured,
    /// The blocks that say when, by whom and from where.
    pub(super) datelines: BTreeMap<usize, Dateline>,
    pub(super) run: Run,
    pub(super) headline: Option<usize>,
    /// What may be the headline, however little speaks for it.
    pub(super) candidate: Option<Candidate>,
    pub(super) around: Vec<Around>,
    pub(super) sums: Vec<Sums>,
    pub(super) mean_prose: u32,
    /// What the choice of body and headline goes by.
    pub(super) weights: &'a Weights,
    /// The bodies of text, in order.
    pub(super) bodies: Vec<Body>,
    /// The one that is the article's, from its first block to that after its last.
    pub(super) body: (u32, u32),
    /// How much speaks for it, and for the next best.
    pub(super) body_scores: (i32, i32),
    pub(super) signatures: Vec<Signature>,
    pub(super) shared: Shared,
    /// The same of the body alone.
    pub(super) shared_by_body: Shared,
}

/// Where the nearest blocks of some kind are, by number; `NONE` where there are none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The stretch of prose, or of fragments, that the block is in.
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) last_section: u32,
    pub(super) last_marker: u32,
    pub(super) next_marker: u32,
    /// The first block with the same words, and how many there are.
    pub(super) first_same: u32,
    pub(super) same: u32,
    /// The number of the body that the block is in, or of the next.
    pub(super) body: u32,
}

pub(super) const NONE: u32 = u32::MAX;

/// Sums over all blocks before one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) size: u32,
    pub(super) prose: u32,
    pub(super) proses: u32,
    pub(super) dates: u32,
    pub(super) markers: u32,
    pub(super) foreign: i32,
    pub(super) capitals: u32,
    pub(super) ends: u32,
    pub(super) words: u32,
    pub(super) phrase_words: u32,
    pub(super) sections: u32,
    /// Blocks of prose with none beside them.
    pub(super) alone: u32,
    /// Blocks that stand more than once.
    pub(super) repeats: u32,
}

/// How many blocks of the main text hold each word, by hash.
#[derive(Debug)]
pub(super) struct Shared {
    counts: Vec<u8>,
    mask: u32,
}

impl<'a> Page<'a> {
    pub(super) fn of(measured: &'a Measured, weights: &'a Weights) -> Self {
        let run = run::find(&measured.lines);
        let lines = measured.lines.as_slice();
        let around = around(lines);
        let sums = sums(lines, &around, run.lang);
        let total = sums.last().copied().unwrap_or_default();
        let mut shared = Shared::sized_for(measured.words.len());
        let in_run = lines.iter().enumerate().take(run.end).skip(run.start);
        for (index, _) in in_run.filter(|(_, line)| is_of_run(line, run.lang)) {
            shared.add(measured.words_of(index), run.lang);
        }
        let mut page = Self {
            measured,
            datelines: metadata::settled(&measured.datelines, run.lang),
            headline: None,
            candidate: None,
            around,
            sums,
            mean_prose: total.prose / total.proses.max(1),
            weights,
            bodies: Vec::new(),
            body: (0, 0),
            body_scores: (0, 0),
            signatures: signatures(measured, run.lang),
            shared,
            shared_by_body: Shared::sized_for(measured.words.len()),
            run,
        };
        page.choose_body();
        page.candidate = headline::candidate(&page);
        page.headline = headline::find(&page);
        page
    }

    fn choose_body(&mut self) {
        self.bodies = body::find(self, self.weights);
        let Some(best) = body::best(&self.bodies) else { return };
        let number = |index: usize| u32::try_from(index).unwrap_or(NONE);
        self.body = (number(best.from), number(best.to));
        let others = self.bodies.iter().filter(|body| body.from != best.from).map(|body| body.score);
        self.body_scores = (best.score, others.max().unwrap_or(best.score - FAR));
        for index in best.from..best.to {
            self.shared_by_body.add(self.measured.words_of(index), self.run.lang);
        }
        let mut next = 0;
        for (index, around) in self.around.iter_mut().enumerate() {
            next += usize::from(self.bodies.get(next).is_some_and(|body| body.to <= index));
            around.body = number(next);
        }
    }

    pub(super) fn lines(&self) -> &'a [Line] {
        &self.measured.lines
    }

    /// What the headline must score: as much as that there is none.
    pub(super) fn least(&self) -> i32 {
        self.weights.headline.last().copied().unwrap_or(0)
    }

    pub(super) fn len(&self) -> usize {
        self.measured.lines.len()
    }

    /// The share, in thirty-seconds, of a block's telling words that other blocks of the main text hold, and how
    /// many those are.
    pub(super) fn overlap(&self, index: usize) -> (u32, u32) {
        let inside =
            (self.run.start..self.run.end).contains(&index) && is_of_run(&self.lines()[index], self.run.lang);
        self.shared.overlap(self.measured.words_of(index), self.run.lang, u8::from(inside))
    }
}

/// So far below the best is the next where there is none.
const FAR: i32 = 2000;

/// Whether the words of a block of the run are those of the article.
fn is_of_run(line: &Line, main: Option<Lang>) -> bool {
    line.shape != Shape::Fragment && !is_foreign(line, main)
}

/// The telling words of a block as bits, to compare blocks quickly.
pub(super) type Signature = [u64; 8];

fn signatures(measured: &Measured, lang: Option<Lang>) -> Vec<Signature> {
    let of = |index: usize| {
        let mut bits = Signature::default();
        for word in measured.words_of(index).iter().filter(|word| tells(word, lang)) {
            let bit = word.hash.wrapping_mul(0x9e37_79b1) >> 23;
            bits[(bit / 64) as usize] |= 1 << (bit % 64);
        }
        bits
    };
    (0..measured.lines.len()).map(of).collect()
}

/// The share, in thirty-seconds, of the words of one block that another has.
pub(super) fn alike(own: &Signature, other: &Signature) -> u32 {
    let (mut shared, mut all) = (0, 0);
    for (a, b) in own.iter().zip(other) {
        shared += (a & b).count_ones();
        all += a.count_ones();
    }
    shared * 32 / all.max(1)
}

impl Page<'_> {
    /// The share, in thirty-seconds, of a block's telling words that stand in the body.
    pub(super) fn overlap_with_body(&self, index: usize) -> u32 {
        let inside = (self.body.0 as usize..self.body.1 as usize).contains(&index);
        self.shared_by_body.overlap(self.measured.words_of(index), self.run.lang, u8::from(inside)).0
    }
}

impl Shared {
    pub(super) fn sized_for(words: usize) -> Self {
        let size = (words * 2).next_power_of_two().clamp(1 << 10, 1 << 20);
        Self { counts: vec![0; size], mask: u32::try_from(size - 1).unwrap_or(u32::MAX) }
    }

    pub(super) fn add(&mut self, words: &[Word], lang: Option<Lang>) {
        let mask = self.mask;
        // A bit for each word, shared by few: one whose bit is free was not seen, the others are looked for.
        let mut seen = [0_u64; 16];
        for (at, word) in words.iter().enumerate().filter(|(_, word)| tells(word, lang)) {
            let bit = word.hash.wrapping_mul(0x9e37_79b1) >> 22;
            let may_be_seen = seen[(bit / 64) as usize] & 1 << (bit % 64) != 0;
            seen[(bit / 64) as usize] |= 1 << (bit % 64);
            // A word counts once a block.
            if may_be_seen && words.iter().take(at).any(|before| before.hash == word.hash) {
                continue;
            }
            if let Some(count) = self.counts.get_mut((word.hash & mask) as usize) {
                *count = count.saturating_add(1);
            }
        }
    }

    pub(super) fn overlap(&self, words: &[Word], lang: Option<Lang>, own: u8) -> (u32, u32) {
        let (mut shared, mut all) = (0, 0);
        for word in words.iter().filter(|word| tells(word, lang)) {
            all += 1;
            let count = self.counts.get((word.hash & self.mask) as usize).copied().unwrap_or(0);
            shared += u32::from(count > own);
        }
        (shared * 32 / all.max(1), all)
    }
}

/// Whether a word tells a subject: long enough, and no stop word of the language.
pub(super) fn tells(word: &Word, lang: Option<Lang>) -> bool {
    word.tells && lang.is_none_or(|lang| word.stop & stop::bit(lang) == 0)
}

/// Whether a block is surely in another language than `main`.
pub(super) fn is_foreign(line: &Line, main: Option<Lang>) -> bool {
    match (line.lang.filter(|_| line.told), main) {
        (Some(lang), Some(main)) => {
            lang != main && !langid::same_group(lang, main) && line.letters >= TELLING_LETTERS
        }
        _ => false,
    }
}

/// What a block adds to the proof that another language is spoken here, in bits; less than nothing for the
/// language of the article.
pub(super) fn foreign_bits(line: &Line, main: Option<Lang>) -> i32 {
    let (Some(lang), Some(main)) = (line.lang, main) else { return 0 };
    let bits = line.margin.min(32) * line.letters.min(200) / 16;
    let bits = i32::try_from(bits).unwrap_or(0);
    if langid::same_group(lang, main) { -bits } else { bits }
}

/// What a block weighs as prose.
pub(super) fn prose(line: &Line) -> u32 {
    match (line.marker, line.shape) {
        (Some(_), _) | (_, Shape::Fragment) => 0,
        (None, Shape::ListItem) => line.size.min(HEAVIEST) / 2,
        (None, Shape::Sentence) => line.size.min(HEAVIEST),
    }
}

pub(super) fn is_section(line: &Line) -> bool {
    matches!(line.marker, Some(Reason::Related | Reason::Comments))
}

fn sums(lines: &[Line], around: &[Around], main: Option<Lang>) -> Vec<Sums> {
    let mut sum = Sums::default();
    let mut sums = Vec::with_capacity(lines.len() + 1);
    sums.push(sum);
    for (line, around) in lines.iter().zip(around) {
        let prose = prose(line);
        sum.size = sum.size.saturating_add(line.size);
        sum.prose = sum.prose.saturating_add(prose);
        sum.proses += u32::from(prose > 0);
        sum.dates += u32::from(line.dates + line.times > 0);
        sum.words += line.words;
        sum.phrase_words += line.phrase_words;
        sum.markers += u32::from(line.marker.is_some());
        sum.foreign = sum.foreign.saturating_add(foreign_bits(line, main));
        sum.capitals += u32::from(line.start == super::measure::Start::Upper);
        sum.ends += u32::from(line.end >= super::measure::End::Ellipsis);
        sum.sections += u32::from(is_section(line));
        sum.alone += u32::from(prose > 0 && around.to - around.from == 1);
        sum.repeats += u32::from(around.same > 1);
        sums.push(sum);
    }
    sums
}

fn around(lines: &[Line]) -> Vec<Around> {
    let blank = Around {
        from: 0,
        to: 0,
        last_section: NONE,
        last_marker: NONE,
        next_marker: NONE,
        first_same: NONE,
        same: 0,
        body: 0,
    };
    let mut around = vec![blank; lines.len()];
    let number = |index: usize| u32::try_from(index).unwrap_or(NONE);
    let (mut from, mut section, mut marker) = (0, NONE, NONE);
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && (prose(line) > 0) != (prose(&lines[index - 1]) > 0) {
            from = number(index);
        }
        around[index] = Around { from, last_section: section, last_marker: marker, ..around[index] };
        if is_section(line) {
            section = number(index);
        }
        if line.marker.is_some() {
            marker = number(index);
        }
    }
    let (mut to, mut next) = (number(lines.len()), NONE);
    for (index, line) in lines.iter().enumerate().rev() {
        if index + 1 < lines.len() && (prose(line) > 0) != (prose(&lines[index + 1]) > 0) {
            to = number(index + 1);
        }
        around[index].to = to;
        around[index].next_marker = next;
        if line.marker.is_some() {
            next = number(index);
        }
    }
    find_same(lines, &mut around);
    around
}

fn find_same(lines: &[Line], around: &mut [Around]) {
    let number = |index: usize| u32::try_from(index).unwrap_or(NONE);
    let mut order: Vec<(u64, u32)> =
        lines.iter().enumerate().map(|(at, line)| (line.hash, number(at))).collect();
    order.sort_unstable();
    for same in order.chunk_by(|a, b| a.0 == b.0) {
        let first = same.first().map_or(NONE, |first| first.1);
        for (_, index) in same {
            let around = &mut around[*index as usize];
            around.first_same = first;
            around.same = number(same.len());
        }
    }
}
