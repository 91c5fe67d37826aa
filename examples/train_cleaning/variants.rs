//! Pages made of the development pages: an article almost without noise; one beside foreign articles longer than those
//! of the mixed dumps, also without any other noise; one within the noise of another page; one with some of its noise
//! cut out; one with noise in its middle.

use crate::pages::{Dump, Track};
use crate::random::Random;

/// Articles of other pages: language, fold, blocks.
pub struct Other {
    pub page: u32,
    pub lang: String,
    pub fold: usize,
    pub lines: Vec<String>,
}

/// A made page.
pub struct Made {
    /// Whose article it holds.
    pub page: u32,
    pub track: Track,
    pub text: String,
}

pub fn of(dump: &Dump, others: &[Other]) -> Vec<Made> {
    let mut random = Random::of(&format!("{} {:?}", dump.id, dump.track));
    let lines: Vec<(&str, bool)> = dump
        .blocks
        .iter()
        .zip(&dump.targets)
        .map(|(block, target)| (block.span.of(&dump.decoded.text), *target > 0.5))
        .collect();
    let made = |track, text| Made { page: dump.page, track, text };
    let own = |text| made(Track::Made, text);
    match dump.track {
        Track::Text => {
            let mut made = vec![
                own(with_sidebar(&lines, dump, others, &mut random)),
                own(thinned(&lines, &mut random)),
                own(with_noise_inside(&lines, &mut random)),
            ];
            made.extend(
                (0..TRANSPLANTS).filter_map(|_| with_other_article(&lines, dump, others, &mut random)),
            );
            made
        }
        Track::Near => vec![
            own(almost_bare(&lines, &mut random)),
            own(with_sidebar(&lines, dump, others, &mut random)),
            own(with_sidebar(&alone(&lines, 3 + random.below(8)), dump, others, &mut random)),
            made(Track::Bare, bare(&lines, usize::MAX)),
            made(Track::Bare, bare(&lines, 3 + random.below(5))),
        ],
        _ => Vec::new(),
    }
}

/// How many other articles each page gets.
const TRANSPLANTS: usize = 2;

/// The page with the article of another page of its language instead of its own.
fn with_other_article(
    lines: &[(&str, bool)],
    dump: &Dump,
    others: &[Other],
    random: &mut Random,
) -> Option<Made> {
    let own = |other: &&Other| {
        other.lang == dump.lang && other.fold == dump.fold && other.page != dump.page && other.lines.len() > 1
    };
    let same: Vec<&Other> = others.iter().filter(own).collect();
    let from = same.get(random.below(same.len()))?;
    // Noise inside the article stays where it was, as far as the other one reaches.
    let mut rest = from.lines.iter().map(String::as_str);
    let last = lines.iter().rposition(|line| line.1)?;
    let mut out: Vec<&str> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.1 {
            out.extend(rest.next());
        } else {
            out.push(line.0);
        }
        if at == last {
            out.extend(rest.by_ref());
        }
    }
    Some(Made { page: from.page, track: Track::Made, text: out.join("\n") })
}

/// The page without some stretches of its noise.
fn thinned(lines: &[(&str, bool)], random: &mut Random) -> String {
    let keep = 0.2 + 0.6 * random.share();
    let mut kept = true;
    let mut out = Vec::new();
    for line in lines {
        if random.below(8) == 0 {
            kept = random.share() < keep;
        }
        if line.1 || kept {
            out.push(line.0);
        }
    }
    out.join("\n")
}

/// The article with a stretch of the noise of its page in its middle, and perhaps a stretch at its end.
fn with_noise_inside(lines: &[(&str, bool)], random: &mut Random) -> String {
    let noise: Vec<&str> = lines.iter().filter(|line| !line.1).map(|line| line.0).collect();
    let mut out: Vec<&str> = lines.iter().filter(|line| line.1).map(|line| line.0).collect();
    let mut places = vec![1 + random.below(out.len().max(2) - 1)];
    if random.below(2) == 0 {
        places.insert(0, out.len());
    }
    for at in places {
        let from = random.below(noise.len() + 1);
        let stretch = noise.iter().skip(from).take(2 + random.below(9)).copied();
        out.splice(at.min(out.len())..at.min(out.len()), stretch);
    }
    out.join("\n")
}

/// The first blocks of the article.
fn alone<'a>(lines: &[(&'a str, bool)], most: usize) -> Vec<(&'a str, bool)> {
    lines.iter().filter(|line| line.1).take(most).copied().collect()
}

/// The article and nothing else, or no more than its beginning: what people keep by hand, and short news.
fn bare(lines: &[(&str, bool)], most: usize) -> String {
    lines.iter().filter(|line| line.1).map(|line| line.0).take(most).collect::<Vec<_>>().join("\n")
}

/// The article with at most a few of the lines around it.
fn almost_bare(lines: &[(&str, bool)], random: &mut Random) -> String {
    let most = random.below(6);
    let first = lines.iter().position(|line| line.1).unwrap_or(0);
    let last = lines.iter().rposition(|line| line.1).unwrap_or(0);
    let before = first.saturating_sub(random.below(most + 1));
    let after = (last + 1 + random.below(most + 1)).min(lines.len());
    let kept = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| line.1 || (before..first).contains(at) || (last + 1..after).contains(at));
    kept.map(|(_, line)| line.0).collect::<Vec<_>>().join("\n")
}

/// The page with a stretch of a page in another language at the start, in the middle or at the end.
fn with_sidebar(lines: &[(&str, bool)], dump: &Dump, others: &[Other], random: &mut Random) -> String {
    // Only of pages of the same fold: what is held back stays unseen.
    let foreign: Vec<&Vec<String>> = others
        .iter()
        .filter(|o| o.lang != dump.lang && o.fold == dump.fold && o.lines.len() > 2)
        .map(|o| &o.lines)
        .collect();
    let mut out: Vec<&str> = lines.iter().map(|line| line.0).collect();
    if foreign.is_empty() || out.is_empty() {
        return out.join("\n");
    }
    let from = foreign[random.below(foreign.len())];
    let own: usize = lines.iter().filter(|line| line.1).map(|line| line.0.len()).sum();
    let most = (own as f64 * (0.1 + random.share() * 1.2)) as usize;
    let start = random.below(from.len() / 2 + 1);
    let mut size = 0;
    let side: Vec<&str> = from[start..]
        .iter()
        .map(String::as_str)
        .take_while(|line| {
            size += line.len();
            size <= most.max(80)
        })
        .collect();
    let article: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| line.1).map(|(at, _)| at).collect();
    let (first, last) =
        (article.first().copied().unwrap_or(0), article.last().map_or(out.len(), |at| at + 1));
    let at = match random.below(3) {
        0 => random.below(first + 1),
        1 => article.get(random.below(article.len())).copied().unwrap_or(0),
        _ => last + random.below(out.len() - last + 1),
    };
    out.splice(at..at, side);
    out.join("\n")
}
