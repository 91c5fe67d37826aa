//! The body of the article: which of the page's bodies of text it is. A body is prose with at most one other block
//! between two of its paragraphs, and that no mark of what is not the article. Takes a page whose sums and signatures are
//! known; gives its bodies, each with how much speaks for it. What of a body is kept is left to the model.

use super::Reason;
use super::choice::{self, Weights, number, yes};
use super::columns::{class, log, share, signed};
use super::measure::{Line, Shape};
use super::page::{Page, Signature, Sums, alike, is_section, prose};

/// A body of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) from: usize,
    /// The block after the last.
    pub(super) to: usize,
    /// How much speaks for it that it is the article.
    pub(super) score: i32,
}

/// So many blocks may stand between two paragraphs.
const MOST_BETWEEN: usize = 1;

/// Markers of this class and above end a body: invitations, advertisements, buttons, what leads to other articles.
const ENDING: u32 = 7;

/// The bodies of a page.
pub(super) fn find(page: &Page<'_>, weights: &Weights) -> Vec<Body> {
    let scored = |(from, to)| {
        let score = choice::score(&traits(page, from, to), &weights.body);
        Body { from, to, score }
    };
    spans(page).into_iter().map(scored).collect()
}

/// The body that most speaks for.
pub(super) fn best(bodies: &[Body]) -> Option<Body> {
    bodies.iter().copied().reduce(|a, b| if b.score > a.score { b } else { a })
}

/// From where to where bodies go.
pub(super) fn spans(page: &Page<'_>) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut ended = true;
    for (index, line) in page.lines().iter().enumerate() {
        if prose(line) == 0 {
            ended |= class(line.marker) >= ENDING;
            continue;
        }
        match spans.last_mut() {
            Some(last) if !ended && index - last.1 <= MOST_BETWEEN => last.1 = index + 1,
            _ => spans.push((index, index + 1)),
        }
        ended = false;
    }
    spans
}

/// No trait is larger, however odd a page is, so that what they weigh together is a number.
const MOST: u32 = 4096;

/// Buttons so near are those of the body.
const BUTTONS: usize = 4;

/// How many traits there are.
pub(super) const TRAITS: usize = 35;

/// What speaks for a body or against it, in small numbers.
pub(super) fn traits(page: &Page<'_>, from: usize, to: usize) -> [i32; TRAITS] {
    let lines = page.lines();
    let sums = &page.sums;
    let total = sums.last().copied().unwrap_or_default();
    let of = |from: usize, to: usize, what: fn(&Sums) -> u32| what(&sums[to]) - what(&sums[from]);
    let within = |what: fn(&Sums) -> u32| of(from, to, what);
    let above = |count: usize| from.saturating_sub(count)..from;
    let below = |count: usize| to..(to + count).min(lines.len());
    let (size, proses) = (within(|s| s.prose), within(|s| s.proses).max(1));
    let blocks = u32::try_from(to - from).unwrap_or(u32::MAX);
    let count = |of: &dyn Fn(&Line) -> u32| -> i32 {
        let sum: u64 =
            lines[from..to].iter().filter(|line| prose(line) > 0).map(|line| u64::from(of(line))).sum();
        number(u32::try_from(sum * 8 / u64::from(proses)).unwrap_or(MOST).min(MOST))
    };
    let twice = |at: std::ops::Range<usize>| at.filter(|at| page.around[*at].same > 1).count();
    let sections = sums[from].sections;
    let (title, title_words) = title(page, from, to);
    let foreign = (sums[to].foreign - sums[from].foreign) / i32::try_from(blocks).unwrap_or(1) / 8;
    let small = |count: usize| i32::try_from(count).unwrap_or(0);
    [
        number(log(size)),
        number(log(proses)),
        number(log(size / proses)),
        number(share(size, total.prose)),
        yes(above(3).any(|at| is_section(&lines[at]))),
        yes(above(3).any(|at| class(lines[at].marker) >= ENDING)),
        yes(of(from.saturating_sub(5), (from + 2).min(lines.len()), |s| s.dates) > 0),
        yes(of(from.saturating_sub(3), from, |s| s.dates) > 0),
        yes(of(to, (to + 4).min(lines.len()), |s| s.markers) > 0),
        title,
        title_words,
        cohesion(page, from, to),
        number(share(blocks - proses, blocks)),
        number(share(within(|s| s.phrase_words), within(|s| s.words))),
        number(share(within(|s| s.alone), proses)),
        small(twice(above(2))),
        small(twice(to..(to + 2).min(lines.len()))),
        number(sections.min(5)),
        yes(sections > 0 && sections == total.sections),
        number(log(sums[from].prose)),
        number(log(u32::try_from(from).unwrap_or(0))),
        number(log(from.checked_sub(1).map_or(0, |at| lines[at].size))),
        number(signed(foreign)),
        count(&|line| line.signs),
        count(&|line| line.commas),
        count(&|line| line.quotes),
        count(&|line| line.longest_word),
        count(&|line| line.letters / line.words.max(1)),
        count(&|line| share(line.capitals, line.words)),
        count(&|line| share(line.phrase_kinds[3], line.words)),
        count(&|line| share(line.digits, line.chars)),
        yes(above(BUTTONS).any(|at| lines[at].marker == Some(Reason::Share))),
        yes(below(BUTTONS).any(|at| lines[at].marker == Some(Reason::Share))),
        yes(above(BUTTONS).any(|at| lines[at].marker == Some(Reason::Label))),
        yes(below(BUTTONS + 2).any(|at| lines[at].marker == Some(Reason::Comments))),
    ]
}

/// How far above a body its title may stand.
const TITLE_REACH: usize = 8;

/// How many paragraphs tell what a body is about.
const TELLING: usize = 6;

/// Of the fragments above a body, the largest share of words that stand in it, in thirty-seconds; and how many.
fn title(page: &Page<'_>, from: usize, to: usize) -> (i32, i32) {
    let mut words = Signature::default();
    for at in (from..to).filter(|at| prose(&page.lines()[*at]) > 0).take(TELLING) {
        add(&mut words, &page.signatures[at]);
    }
    let (mut best, mut most) = (0, 0);
    for at in from.saturating_sub(TITLE_REACH)..from {
        let line = &page.lines()[at];
        if line.shape != Shape::Fragment || !(3..=30).contains(&line.words) {
            continue;
        }
        let own = &page.signatures[at];
        let telling: u32 = own.iter().map(|bits| bits.count_ones()).sum();
        let shared = alike(own, &words);
        best = best.max(shared * telling.min(3) / 3);
        most = most.max(shared * telling / 32);
    }
    (number(best), number(most.min(12)))
}

/// How much of its words a paragraph has from the four before it, in the mean, in thirty-seconds.
fn cohesion(page: &Page<'_>, from: usize, to: usize) -> i32 {
    let proses: Vec<usize> = (from..to).filter(|at| prose(&page.lines()[*at]) > 0).collect();
    let mut shared = 0;
    for (number, at) in proses.iter().enumerate().skip(1) {
        let mut before = Signature::default();
        for earlier in &proses[number.saturating_sub(4)..number] {
            add(&mut before, &page.signatures[*earlier]);
        }
        shared += alike(&page.signatures[*at], &before);
    }
    number(shared / u32::try_from(proses.len().saturating_sub(1)).unwrap_or(1).max(1))
}

fn add(to: &mut Signature, more: &Signature) {
    to.iter_mut().zip(more).for_each(|(to, more)| *to |= more);
}
