//! The development pages: their dumps, which blocks of each are article, and variants made of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use kartoteka::decode::{Decoded, decode};
use kartoteka::extract::{Block, extract};

use crate::random::Random;
use crate::score::{Tokens, shingles};
use crate::variants::{self, Other};

/// Which dump of a page this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Track {
    Text,
    Near,
    Mix,
    /// Made here, to learn from; never scored.
    Made,
    /// An article alone, made here: learnt from, and looked at for what is dropped of it.
    Bare,
}

/// A dump of a page with what is known of its blocks.
pub struct Dump {
    pub id: String,
    pub page: u32,
    pub lang: String,
    pub fold: usize,
    pub track: Track,
    pub decoded: Decoded,
    pub blocks: Vec<Block>,
    pub tokens: Vec<Vec<u32>>,
    /// The share of each block that is article, and how much it counts.
    pub targets: Vec<f32>,
    pub weights: Vec<f32>,
    pub gold: Vec<u32>,
    pub titles: Vec<Vec<u32>>,
    /// The foreign sidebar of the mixed dumps.
    pub sidebar: Vec<u32>,
}

impl Dump {
    pub fn has_gold(&self) -> bool {
        !self.gold.is_empty()
    }
}

pub const FOLDS: usize = 5;

#[derive(serde::Deserialize)]
struct Entry {
    id: String,
    source: String,
    lang: String,
    site: String,
    titles: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Mix {
    lines: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Segments {
    with: Vec<String>,
    without: Vec<String>,
}

/// What stands in a page's folder.
struct Known {
    entry: Entry,
    fold: usize,
    gold: Option<String>,
    segments: Option<Segments>,
}

pub fn load(folder: &Path, tokens: &mut Tokens) -> Vec<Dump> {
    let manifest = std::fs::read_to_string(folder.join("manifest.jsonl")).unwrap();
    let entries: Vec<Entry> = manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let folds = folds(&entries);
    let mut dumps = Vec::new();
    let mut others: Vec<Other> = Vec::new();
    let known: Vec<Known> = entries
        .into_iter()
        .map(|entry| {
            let of = folder.join("pages").join(&entry.id);
            let gold = std::fs::read_to_string(of.join("gold.txt")).ok();
            let segments = std::fs::read_to_string(of.join("gold.json")).ok();
            let segments = segments.map(|text| serde_json::from_str(&text).unwrap());
            Known { fold: folds[&entry.site], gold, segments, entry }
        })
        .collect();
    for (number, page) in known.iter().enumerate() {
        let of = folder.join("pages").join(&page.entry.id);
        for (track, name) in
            [(Track::Text, "page.txt"), (Track::Near, "page.near.txt"), (Track::Mix, "page.mix.txt")]
        {
            let Ok(text) = std::fs::read_to_string(of.join(name)) else { continue };
            if text.trim().is_empty() {
                continue;
            }
            let mut dump = dump_of(page, number as u32, track, &text, tokens);
            if track == Track::Mix {
                let mix: Mix =
                    serde_json::from_str(&std::fs::read_to_string(of.join("mix.json")).unwrap()).unwrap();
                dump.sidebar = tokens.of(&mix.lines.join("\n"));
            }
            if track == Track::Near {
                let kept = dump.blocks.iter().zip(&dump.targets).filter(|(_, t)| **t > 0.5);
                let lines = kept.map(|(b, _)| b.span.of(&dump.decoded.text).to_owned()).collect();
                others.push(Other {
                    page: number as u32,
                    lang: page.entry.lang.clone(),
                    fold: page.fold,
                    lines,
                });
            }
            dumps.push(dump);
        }
    }
    let mut made = Vec::new();
    for dump in dumps.iter().filter(|dump| dump.has_gold()) {
        made.extend(variants::of(dump, &others).into_iter().filter(|made| !made.text.trim().is_empty()));
    }
    for made in made {
        dumps.push(dump_of(&known[made.page as usize], made.page, made.track, &made.text, tokens));
    }
    balance(&mut dumps);
    dumps
}

/// Sites in folds, so that a site is wholly in one: the largest first, each into the smallest fold of its language.
fn folds(entries: &[Entry]) -> HashMap<String, usize> {
    let mut sizes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in entries {
        *sizes.entry((&entry.lang, &entry.site)).or_default() += 1;
    }
    let mut sites: Vec<_> = sizes.into_iter().collect();
    sites.sort_by_key(|((lang, site), size)| {
        (std::cmp::Reverse(*size), Random::of(site).next(), lang.to_string())
    });
    let mut filled: HashMap<&str, [usize; FOLDS]> = HashMap::new();
    let mut folds = HashMap::new();
    for ((lang, site), size) in sites {
        if folds.contains_key(site) {
            continue;
        }
        let filled = filled.entry(lang).or_default();
        let fold = (0..FOLDS).min_by_key(|fold| filled[*fold]).unwrap();
        filled[fold] += size;
        folds.insert(site.to_owned(), fold);
    }
    folds
}

fn dump_of(page: &Known, number: u32, track: Track, text: &str, tokens: &mut Tokens) -> Dump {
    let decoded = decode(text.as_bytes()).unwrap();
    let blocks = extract(&decoded).blocks;
    let of: Vec<Vec<u32>> = blocks.iter().map(|block| tokens.of(block.span.of(&decoded.text))).collect();
    let gold = page.gold.as_ref().map(|gold| tokens.of(gold)).unwrap_or_default();
    let titles: Vec<Vec<u32>> = page.entry.titles.iter().map(|title| tokens.of(title)).collect();
    let (targets, weights) = match &page.segments {
        Some(segments) => by_segments(segments, &blocks, &decoded.text),
        None => by_gold(&of, &gold, &titles, page.entry.source == "aeb"),
    };
    Dump {
        id: page.entry.id.clone(),
        page: number,
        lang: page.entry.lang.clone(),
        fold: page.fold,
        track,
        decoded,
        blocks,
        tokens: of,
        targets,
        weights,
        gold,
        titles,
        sidebar: Vec::new(),
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Weak labels: blocks that hold a segment of the article, or one of the noise; others count nothing.
fn by_segments(segments: &Segments, blocks: &[Block], text: &str) -> (Vec<f32>, Vec<f32>) {
    let holds = |line: &str, segments: &[String]| {
        segments.iter().map(|s| squeezed(s)).any(|s| s.chars().count() >= 8 && line.contains(&s))
    };
    let label = |block: &Block| {
        let line = squeezed(block.span.of(text));
        match (holds(&line, &segments.with), holds(&line, &segments.without)) {
            (true, false) => (1.0, SEGMENT),
            (false, true) => (0.0, SEGMENT),
            _ => (0.0, 0.0),
        }
    };
    blocks.iter().map(label).unzip()
}

/// How much a block counts that holds a segment.
const SEGMENT: f32 = 0.15;

/// How many tokens a block counts beside those it has, so that short lines are not sacrificed.
const LINE: f32 = 4.0;

/// The noise of a page counts at most so many times what its article counts.
const MOST_NOISE: f32 = 3.0;

fn by_gold(blocks: &[Vec<u32>], gold: &[u32], titles: &[Vec<u32>], untitled: bool) -> (Vec<f32>, Vec<f32>) {
    let mut targets = chain(blocks, gold);
    let again = of_first(blocks, &mut targets);
    let in_gold: HashSet<[u32; 4]> = shingles(gold).into_iter().collect();
    let chained: HashSet<&Vec<u32>> =
        blocks.iter().zip(&targets).filter(|(_, t)| **t > 0.5).map(|(b, _)| b).collect();
    for (target, block) in targets.iter_mut().zip(blocks) {
        if *target < 1.0 && block.len() >= 8 && !chained.contains(block) {
            let own = shingles(block);
            let found = own.iter().filter(|s| in_gold.contains(*s)).count() as f32 / own.len() as f32;
            *target = if found > 0.1 { found } else { 0.0 };
        }
    }
    let size = |block: &Vec<u32>| block.len() as f32 + LINE;
    let article: f32 = blocks.iter().zip(&targets).map(|(b, t)| size(b) * t).sum::<f32>().max(20.0);
    let noise: f32 = blocks.iter().zip(&targets).map(|(b, t)| size(b) * (1.0 - t)).sum();
    let scale = (MOST_NOISE * article / noise.max(1.0)).min(1.0);
    let weigh = |(at, (block, target)): (usize, (&Vec<u32>, &f32))| {
        // The headline is kept by rule; what one source says of it and another does not teaches nothing.
        let untaught = untitled && *target == 0.0 && titles.iter().any(|t| t == block && t.len() > 2);
        let noise_scale = if *target > 0.5 { 1.0 } else { scale };
        if untaught || again[at] { 0.0 } else { size(block) / article * noise_scale }
    };
    let weights = blocks.iter().zip(&targets).enumerate().map(weigh).collect();
    (targets, weights)
}

/// Of paragraphs that stand twice the first is the article, whichever the chain went through: which of them stand
/// again.
fn of_first(blocks: &[Vec<u32>], targets: &mut [f32]) -> Vec<bool> {
    let mut firsts: HashMap<&Vec<u32>, usize> = HashMap::new();
    let mut again = vec![false; blocks.len()];
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.len() >= PARAGRAPH) {
        let first = *firsts.entry(block).or_insert(at);
        again[at] = first < at;
        if first < at && targets[at] > targets[first] {
            targets.swap(first, at);
        }
    }
    again
}

/// A paragraph has as many tokens; a headline may stand first as a link.
const PARAGRAPH: usize = 16;

/// The heaviest chain of blocks that stand whole in the article, in its order and without overlap.
fn chain(blocks: &[Vec<u32>], gold: &[u32]) -> Vec<f32> {
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, token) in gold.iter().enumerate() {
        places.entry(*token).or_default().push(at);
    }
    // best[end] is the heaviest chain that ends at or before `end`: (weight, the step it ends with).
    let mut best: Vec<(usize, usize)> = vec![(0, usize::MAX); gold.len() + 1];
    let mut steps: Vec<(usize, usize)> = Vec::new();
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| !block.is_empty()) {
        let starts = places.get(&block[0]).map(Vec::as_slice).unwrap_or_default();
        let stands = starts.iter().rev().filter(|at| gold[**at..].starts_with(block));
        let found: Vec<(usize, usize, usize)> = stands
            .map(|at| (at + block.len(), best[*at].0 + block.len() * block.len().min(8), best[*at].1))
            .collect();
        for (end, weight, before) in found {
            // Of equal headlines the last before the text, of equal paragraphs the first.
            if weight > best[end].0 || weight == best[end].0 && block.len() <= 25 {
                steps.push((index, before));
                let step = steps.len() - 1;
                for place in best.iter_mut().skip(end).take_while(|place| place.0 <= weight) {
                    *place = (weight, step);
                }
            }
        }
    }
    let mut targets = vec![0.0; blocks.len()];
    let mut step = best[gold.len()].1;
    while step != usize::MAX {
        targets[steps[step].0] = 1.0;
        step = steps[step].1;
    }
    targets
}

/// Languages count alike, and what is made here less than what is real.
fn balance(dumps: &mut [Dump]) {
    let mut pages: HashMap<String, HashSet<u32>> = HashMap::new();
    for dump in dumps.iter().filter(|dump| dump.has_gold()) {
        pages.entry(dump.lang.clone()).or_default().insert(dump.page);
    }
    for dump in dumps {
        let of_lang = pages.get(&dump.lang).map_or(0, HashSet::len);
        let lang = if of_lang >= 10 { 30.0 / of_lang as f32 } else { 0.6 };
        let track = match dump.track {
            Track::Text => 1.0,
            Track::Near | Track::Mix | Track::Made | Track::Bare => 0.5,
        };
        for weight in &mut dump.weights {
            *weight *= lang * track * 100.0;
        }
    }
}
