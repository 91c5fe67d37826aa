//! What the model sees of a block: a row of small numbers, each in a named column of a group that can be given as
//! a reason. The trainer and the program both take rows from here, so they cannot differ.

use super::measure::{End, Line, Shape, Start};
use super::page::{self, NONE, Page, Sums, foreign_bits, is_foreign, prose};
use super::{Reason, headline, stop};

/// Values are below this.
pub const VALUES: u8 = 64;

/// What a column is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The block reads as prose, or does not.
    Prose,
    /// It is an interface phrase, or has the signs of one.
    Phrase,
    /// What comes before and after is prose, or is not.
    Neighbours,
    /// Related headlines or comments began above.
    Section,
    /// It is in another language than the article.
    Language,
    /// Where on the page it is.
    Place,
    /// The same words stand elsewhere.
    Repeats,
    /// It has words of the article or the headline.
    Subject,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Prose,
        Self::Phrase,
        Self::Neighbours,
        Self::Section,
        Self::Language,
        Self::Place,
        Self::Repeats,
        Self::Subject,
    ];

    /// How many there are.
    pub const COUNT: usize = 8;
}

/// A column: its name and group.
pub(super) type Column = (&'static str, Group);

macro_rules! columns {
    ($columns:ident, $fill:ident, |$view:ident: $of:ty| { $($group:ident: $($name:literal => $value:expr,)+)+ }) => {
        /// The columns in their order.
        pub const $columns: &[Column] = &[$($(($name, Group::$group),)+)+];

        /// Writes the row of a block.
        pub(super) fn $fill($view: &$of, row: &mut [u8]) {
            let values = [$($($value,)+)+];
            for (place, value) in row.iter_mut().zip(values) {
                *place = below(value);
            }
        }
    };
}

/// A number as a value.
pub(super) fn below(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX).min(VALUES - 1)
}

/// A number on a scale of quarters of powers of two: 0–7 themselves, 60 for 64 Ki.
pub(super) fn log(value: u32) -> u32 {
    if value < 8 {
        return value;
    }
    let power = value.ilog2();
    8 + 4 * (power - 3) + (value >> (power - 2) & 3)
}

/// A share in thirty-seconds.
pub(super) fn share(part: u32, all: u32) -> u32 {
    (u64::from(part) * 32 / u64::from(all.max(1))).try_into().unwrap_or(32)
}

/// A number of either sign, 32 for none.
pub(super) fn signed(value: i32) -> u32 {
    let size = log(value.unsigned_abs()).min(31);
    if value < 0 { 32 - size } else { 32 + size }
}

/// How far one block is from another; the largest value where there is none.
pub(super) fn apart(from: u32, to: u32) -> u32 {
    if from == NONE || to == NONE { 63 } else { log(from.abs_diff(to)).min(62) }
}

/// A block of a page, with what is asked of it more than once.
pub(super) struct View<'a> {
    page: &'a Page<'a>,
    line: &'a Line,
    index: usize,
    overlap: (u32, u32),
}

static BEYOND: Line = Line {
    chars: 0,
    size: 0,
    letters: 0,
    digits: 0,
    words: 0,
    capitalised: 0,
    capitals: 0,
    commas: 0,
    ends_inside: 0,
    signs: 0,
    quotes: 0,
    longest_word: 0,
    dates: 0,
    times: 0,
    years: 0,
    addresses: 0,
    start: Start::Other,
    end: End::Letter,
    shape: Shape::Fragment,
    marker: None,
    phrase_words: 0,
    phrase_kinds: [0; 4],
    lang: None,
    margin: 0,
    told: false,
    first_word: 0,
    end_word: 0,
    hash: 0,
};

impl<'a> View<'a> {
    pub(super) fn of(page: &'a Page<'a>, index: usize) -> Self {
        Self { page, line: &page.lines()[index], index, overlap: page.overlap(index) }
    }

    /// The block so many further down.
    fn at(&self, step: isize) -> &'a Line {
        let index = self.index.checked_add_signed(step);
        index.and_then(|index| self.page.lines().get(index)).unwrap_or(&BEYOND)
    }

    /// A sum over the blocks from so many before to so many after.
    fn within(&self, before: usize, after: usize, of: impl Fn(&Sums) -> u32) -> u32 {
        let sums = &self.page.sums;
        let from = self.index.saturating_sub(before);
        let to = (self.index + 1 + after).min(self.page.len());
        of(&sums[to]).saturating_sub(of(&sums[from]))
    }

    /// The same over blocks before it alone.
    fn before(&self, count: usize, of: impl Fn(&Sums) -> u32) -> u32 {
        let sums = &self.page.sums;
        of(&sums[self.index]).saturating_sub(of(&sums[self.index.saturating_sub(count)]))
    }

    fn after(&self, count: usize, of: impl Fn(&Sums) -> u32) -> u32 {
        let sums = &self.page.sums;
        let to = (self.index + 1 + count).min(self.page.len());
        of(&sums[to]).saturating_sub(of(&sums[self.index + 1]))
    }

    fn foreign(&self, reach: usize) -> i32 {
        let sums = &self.page.sums;
        let from = self.index.saturating_sub(reach);
        let to = (self.index + 1 + reach).min(self.page.len());
        sums[to].foreign - sums[from].foreign
    }

    fn total(&self) -> Sums {
        self.page.sums.last().copied().unwrap_or_default()
    }

    fn number(&self) -> u32 {
        u32::try_from(self.index).unwrap_or(NONE)
    }

    fn count(&self) -> u32 {
        u32::try_from(self.page.len()).unwrap_or(NONE)
    }

    fn stop_share(&self, index: Option<usize>) -> u32 {
        let Some(lang) = self.page.run.lang.filter(|lang| stop::is_known(*lang)) else { return 63 };
        let Some(index) = index.filter(|index| *index < self.page.len()) else { return 0 };
        let words = self.page.measured.words_of(index);
        let stops = words.iter().filter(|word| word.stop & stop::bit(lang) != 0).count();
        share(u32::try_from(stops).unwrap_or(0), u32::try_from(words.len()).unwrap_or(1))
    }

    /// How far outside the run the block is; 32 inside, less before, more after.
    fn beside_run(&self) -> u32 {
        let run = &self.page.run;
        if self.index < run.start {
            32 - log(u32::try_from(run.start - self.index).unwrap_or(NONE)).min(31)
        } else if self.index >= run.end {
            32 + log(u32::try_from(self.index + 1 - run.end).unwrap_or(NONE)).min(31)
        } else {
            32
        }
    }

    fn prose_of_run(&self) -> u32 {
        let sums = &self.page.sums;
        sums[self.page.run.end].prose - sums[self.page.run.start].prose
    }

    /// Prose between the block and the last section mark above it.
    fn prose_since_section(&self) -> u32 {
        match self.page.around[self.index].last_section {
            NONE => 63,
            at => log(self.page.sums[self.index].prose - self.page.sums[at as usize].prose).min(62),
        }
    }

    /// How long the stretch of blocks of like look is that the block stands in, up to eight each way.
    fn alike(&self) -> u32 {
        let like = |other: &Line| {
            other.size > 0
                && (other.end >= End::Ellipsis) == (self.line.end >= End::Ellipsis)
                && other.start == self.line.start
                && log(other.size).abs_diff(log(self.line.size)) <= 4
        };
        let up = (1_isize..=8).take_while(|step| like(self.at(-step))).count();
        let down = (1_isize..=8).take_while(|step| like(self.at(*step))).count();
        u32::try_from(up + down).unwrap_or(0)
    }

    fn around(&self) -> page::Around {
        self.page.around[self.index]
    }

    fn nearest_prose(&self, up: bool) -> u32 {
        let Some(at) = self.prose_beside(up) else { return 63 };
        apart(self.number(), u32::try_from(at).unwrap_or(NONE))
    }

    fn size_of_nearest_prose(&self, up: bool) -> u32 {
        self.prose_beside(up).map_or(0, |at| log(self.page.lines()[at].size))
    }

    /// How much of its words the nearest prose has, on one side.
    fn cohesion(&self, up: bool) -> u32 {
        let own = &self.page.signatures[self.index];
        self.prose_beside(up).map_or(0, |at| page::alike(own, &self.page.signatures[at]))
    }

    /// The same of up to four blocks of prose, within eight blocks on one side, together.
    fn cohesion_of_four(&self, up: bool) -> u32 {
        let mut other = page::Signature::default();
        let lines = self.page.lines();
        let near: &mut dyn Iterator<Item = usize> = if up {
            &mut (self.index.saturating_sub(8)..self.index).rev()
        } else {
            &mut (self.index + 1..(self.index + 9).min(lines.len()))
        };
        for at in near.filter(|at| prose(&lines[*at]) > 0).take(4) {
            other.iter_mut().zip(&self.page.signatures[at]).for_each(|(a, b)| *a |= b);
        }
        page::alike(&self.page.signatures[self.index], &other)
    }

    /// How far the body is.
    fn beside_body(&self) -> u32 {
        let (from, to) = self.page.body;
        let index = self.number();
        let distance = |blocks: u32| i32::try_from(blocks).unwrap_or(i32::MAX);
        if index < from {
            signed(-distance(from - index))
        } else if index >= to {
            signed(distance(index + 1 - to))
        } else {
            32
        }
    }

    /// Prose between the block and the body.
    fn prose_to_body(&self) -> u32 {
        let (from, to) = self.page.body;
        let sums = &self.page.sums;
        let index = self.index;
        if self.number() < from {
            log(sums[from as usize].prose - sums[index + 1].prose)
        } else if self.number() >= to {
            log(sums[index].prose - sums[to as usize].prose)
        } else {
            63
        }
    }

    fn prose_of_body(&self) -> u32 {
        let (from, to) = self.page.body;
        self.page.sums[to as usize].prose - self.page.sums[from as usize].prose
    }

    /// How much speaks for the body that the block is in, or that on one side; 63 for the article's.
    fn speaks_for_body(&self, side: Side) -> u32 {
        let bodies = &self.page.bodies;
        let next = self.around().body as usize;
        let own = bodies.get(next).filter(|body| body.from <= self.index);
        let found = match side {
            Side::Here => own,
            Side::Above => own.or_else(|| bodies.get(next.checked_sub(1)?)),
            Side::Below => own.or_else(|| bodies.get(next)),
        };
        let best = self.page.body_scores.0;
        found.map_or(0, |body| 63_u32.saturating_sub(score_steps(best - body.score)))
    }

    fn prose_beside(&self, up: bool) -> Option<usize> {
        let around = self.around();
        let own = prose(self.line) > 0;
        let at = match (own, up) {
            (true, true) => self.index.checked_sub(1)?,
            (true, false) => self.index + 1,
            (false, true) => (around.from as usize).checked_sub(1)?,
            (false, false) => around.to as usize,
        };
        self.page.lines().get(at).filter(|line| prose(line) > 0).map(|_| at)
    }
}

pub(super) fn class(marker: Option<Reason>) -> u32 {
    match marker {
        None => 0,
        Some(Reason::Credit) => 1,
        Some(Reason::Label) => 2,
        Some(Reason::Menu) => 3,
        Some(Reason::LanguageSwitch) => 4,
        Some(Reason::Access) => 5,
        Some(Reason::Legal) => 6,
        Some(Reason::Newsletter) => 7,
        Some(Reason::Advert) => 8,
        Some(Reason::Share) => 9,
        Some(Reason::Related) => 10,
        Some(_) => 11,
    }
}

/// Where a body is looked for.
#[derive(Clone, Copy)]
enum Side {
    Here,
    Above,
    Below,
}

/// How far one score is from another, in steps of a sixth of a logit.
fn score_steps(apart: i32) -> u32 {
    u32::try_from(apart * 6 / 100).unwrap_or(0)
}

fn mean(part: u32, all: u32) -> u32 {
    part * 4 / all.max(1)
}

columns!(FIRST, fill_first, |v: View<'_>| {
    Prose:
    "size" => log(v.line.size),
    "words" => log(v.line.words),
    "letters a word" => mean(v.line.letters, v.line.words),
    "longest word" => v.line.longest_word,
    "letters" => share(v.line.letters, v.line.chars),
    "digits" => share(v.line.digits, v.line.chars),
    "capitalised" => share(v.line.capitalised, v.line.words),
    "capitals" => share(v.line.capitals, v.line.words),
    "commas" => v.line.commas,
    "sentence ends inside" => v.line.ends_inside,
    "end" => v.line.end as u32,
    "start" => v.line.start as u32,
    "shape" => v.line.shape as u32,
    "quotation marks" => v.line.quotes,
    "stop words" => v.stop_share(Some(v.index)),
    "prose" => log(prose(v.line)),
    "size to mean" => share(v.line.size, v.page.mean_prose.max(1)),
    Phrase:
    "marker" => class(v.line.marker),
    "words of phrases" => share(v.line.phrase_words, v.line.words),
    "words to go on" => share(v.line.phrase_kinds[0], v.line.words),
    "words about the page" => share(v.line.phrase_kinds[1], v.line.words),
    "words to take part" => share(v.line.phrase_kinds[2], v.line.words),
    "words of rights" => share(v.line.phrase_kinds[3], v.line.words),
    "signs" => log(v.line.signs),
    "dates" => v.line.dates + v.line.times,
    "years" => v.line.years,
    "addresses" => v.line.addresses,
    Neighbours:
    "size -1" => log(v.at(-1).size),
    "size -2" => log(v.at(-2).size),
    "size -3" => log(v.at(-3).size),
    "size +1" => log(v.at(1).size),
    "size +2" => log(v.at(2).size),
    "size +3" => log(v.at(3).size),
    "end -1" => v.at(-1).end as u32,
    "end -2" => v.at(-2).end as u32,
    "end +1" => v.at(1).end as u32,
    "end +2" => v.at(2).end as u32,
    "start -1" => v.at(-1).start as u32,
    "start +1" => v.at(1).start as u32,
    "marker -1" => class(v.at(-1).marker),
    "marker +1" => class(v.at(1).marker),
    "dates -1" => v.at(-1).dates + v.at(-1).times,
    "dates +1" => v.at(1).dates + v.at(1).times,
    "commas -1" => v.at(-1).commas,
    "commas +1" => v.at(1).commas,
    "stop words -1" => v.stop_share(v.index.checked_sub(1)),
    "stop words +1" => v.stop_share(Some(v.index + 1)),
    "prose within 1" => log(v.within(1, 1, |s| s.prose)),
    "prose within 3" => log(v.within(3, 3, |s| s.prose)),
    "prose within 8" => log(v.within(8, 8, |s| s.prose)),
    "prose within 20" => log(v.within(20, 20, |s| s.prose)),
    "share of prose within 3" => share(v.within(3, 3, |s| s.prose), v.within(3, 3, |s| s.size)),
    "share of prose within 8" => share(v.within(8, 8, |s| s.prose), v.within(8, 8, |s| s.size)),
    "share of prose within 20" => share(v.within(20, 20, |s| s.prose), v.within(20, 20, |s| s.size)),
    "prose 3 before" => log(v.before(3, |s| s.prose)),
    "prose 8 before" => log(v.before(8, |s| s.prose)),
    "prose 3 after" => log(v.after(3, |s| s.prose)),
    "prose 8 after" => log(v.after(8, |s| s.prose)),
    "proses within 3" => v.within(3, 3, |s| s.proses),
    "proses within 8" => v.within(8, 8, |s| s.proses),
    "ends within 2" => v.within(2, 2, |s| s.ends),
    "ends 5 before" => v.before(5, |s| s.ends),
    "ends 5 after" => v.after(5, |s| s.ends),
    "markers within 2" => v.within(2, 2, |s| s.markers),
    "markers 5 before" => v.before(5, |s| s.markers),
    "markers 5 after" => v.after(5, |s| s.markers),
    "markers within 15" => v.within(15, 15, |s| s.markers),
    "words of phrases -1" => share(v.at(-1).phrase_words, v.at(-1).words),
    "words of phrases +1" => share(v.at(1).phrase_words, v.at(1).words),
    "words of phrases within 3" => share(v.within(3, 3, |s| s.phrase_words), v.within(3, 3, |s| s.words)),
    "words of phrases within 8" => share(v.within(8, 8, |s| s.phrase_words), v.within(8, 8, |s| s.words)),
    "dates within 3" => v.within(3, 3, |s| s.dates),
    "dates within 10" => v.within(10, 10, |s| s.dates),
    "stretch" => log(v.around().to - v.around().from),
    "into the stretch" => log(v.number() - v.around().from),
    "to the end of the stretch" => log(v.around().to - v.number()),
    "prose above" => v.nearest_prose(true),
    "prose below" => v.nearest_prose(false),
    "size of prose above" => v.size_of_nearest_prose(true),
    "size of prose below" => v.size_of_nearest_prose(false),
    "alike" => v.alike(),
    "alone within 6" => v.within(6, 6, |s| s.alone),
    "alone within 15" => v.within(15, 15, |s| s.alone),
    "share of alone within 10" => share(v.within(10, 10, |s| s.alone), v.within(10, 10, |s| s.proses)),
    "size of stretch" => log(v.page.sums[v.around().to as usize].size - v.page.sums[v.around().from as usize].size),
    "prose of stretch" => log(v.page.sums[v.around().to as usize].prose - v.page.sums[v.around().from as usize].prose),
    "stretch to body" => share(v.page.sums[v.around().to as usize].prose - v.page.sums[v.around().from as usize].prose, v.prose_of_body()),
    "share of body" => share(v.prose_of_body(), v.total().prose),
    Section:
    "since section" => apart(v.around().last_section, v.number()),
    "since marker" => apart(v.around().last_marker, v.number()),
    "to marker" => apart(v.around().next_marker, v.number()),
    "prose since section" => v.prose_since_section(),
    "class of marker above" => v.page.lines().get(v.around().last_marker as usize).map_or(0, |line| class(line.marker)),
    Language:
    "foreign" => u32::from(is_foreign(v.line, v.page.run.lang)),
    "foreign bits" => signed(foreign_bits(v.line, v.page.run.lang) / 8),
    "foreign bits within 1" => signed(v.foreign(1) / 8),
    "foreign bits within 3" => signed(v.foreign(3) / 8),
    Place:
    "place" => share(v.number(), v.count()),
    "from the top" => log(v.number()),
    "from the end" => log(v.count() - v.number()),
    "blocks" => log(v.count()),
    "prose before" => share(v.page.sums[v.index].prose, v.total().prose),
    "prose of the page" => log(v.total().prose),
    "proses of the page" => log(v.total().proses),
    "mean prose" => log(v.page.mean_prose),
    "share of prose" => share(v.total().prose, v.total().size),
    "beside run" => v.beside_run(),
    "into run" => share(v.number().saturating_sub(u32::try_from(v.page.run.start).unwrap_or(0)), u32::try_from(v.page.run.end - v.page.run.start).unwrap_or(1)),
    "prose of run" => log(v.prose_of_run()),
    "beside body" => v.beside_body(),
    "prose to body" => v.prose_to_body(),
    "run of prose" => share(v.prose_of_run(), v.total().prose),
    "speaks for body" => v.speaks_for_body(Side::Here),
    "speaks for body above" => v.speaks_for_body(Side::Above),
    "speaks for body below" => v.speaks_for_body(Side::Below),
    "speaks for no other" => score_steps(v.page.body_scores.0 - v.page.body_scores.1),
    "blocks of run" => log(u32::try_from(v.page.run.end - v.page.run.start).unwrap_or(NONE)),
    "from headline" => v.page.headline.map_or(63, |at| signed(i32::try_from(v.index).unwrap_or(0) - i32::try_from(at).unwrap_or(0))),
    "from what may be the headline" => v.page.candidate.map_or(63, |of| signed(i32::try_from(v.index).unwrap_or(0) - i32::try_from(of.index).unwrap_or(0))),
    Repeats:
    "first of same" => u32::from(v.around().same > 1) * (1 + u32::from(v.around().first_same != v.number())),
    "same" => log(v.around().same),
    "from first same" => apart(v.around().first_same, v.number()),
    "repeats within 2" => v.within(2, 2, |s| s.repeats),
    "repeats within 6" => v.within(6, 6, |s| s.repeats),
    "repeats within 15" => v.within(15, 15, |s| s.repeats),
    "repeat -1" => v.before(1, |s| s.repeats),
    "repeat +1" => v.after(1, |s| s.repeats),
    "same as headline" => u32::from(v.page.headline.is_some_and(|at| headline::begins_with(v.page, v.index, at))),
    Subject:
    "words of run" => v.overlap.0,
    "words of body" => v.page.overlap_with_body(v.index),
    "telling words" => log(v.overlap.1),
    "words of prose above" => v.cohesion(true),
    "words of prose below" => v.cohesion(false),
    "words of four above" => v.cohesion_of_four(true),
    "words of four below" => v.cohesion_of_four(false),
    "speaks for a headline" => v.page.candidate.filter(|of| of.index == v.index).map_or(0, |of| signed((of.score - v.page.least()) / 8).max(1)),
    "words of headline" => headline::overlap(v.page, v.index),
});
