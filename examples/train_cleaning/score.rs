//! The measure of the development pages' `score.py`: shingles of four tokens, precision and recall averaged over
//! pages, F1 of the averages, mean over languages.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;

/// Numbers for tokens.
#[derive(Default)]
pub struct Tokens(HashMap<String, u32>);

fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}')
}

impl Tokens {
    pub fn of(&mut self, text: &str) -> Vec<u32> {
        let mut out = Vec::new();
        let mut word = String::new();
        let mut flush = |word: &mut String, known: &mut HashMap<String, u32>| {
            if !word.is_empty() {
                let next = known.len() as u32;
                out.push(*known.entry(std::mem::take(word)).or_insert(next));
            }
        };
        for c in text.nfc() {
            if stands_alone(c) {
                flush(&mut word, &mut self.0);
                word.push(c);
                flush(&mut word, &mut self.0);
            } else if c.is_alphanumeric() || c == '_' {
                word.push(c);
            } else {
                flush(&mut word, &mut self.0);
            }
        }
        flush(&mut word, &mut self.0);
        out
    }
}

pub fn shingles(tokens: &[u32]) -> Vec<[u32; 4]> {
    if tokens.is_empty() {
        return Vec::new();
    }
    if tokens.len() < 4 {
        let mut short = [u32::MAX; 4];
        short[..tokens.len()].copy_from_slice(tokens);
        return vec![short];
    }
    tokens.windows(4).map(|w| [w[0], w[1], w[2], w[3]]).collect()
}

fn counted(shingles: &[[u32; 4]]) -> HashMap<[u32; 4], u32> {
    let mut counts = HashMap::new();
    for shingle in shingles {
        *counts.entry(*shingle).or_default() += 1;
    }
    counts
}

/// Precision and recall of one page; `None` where there is nothing to have any of.
pub fn precision_recall(kept: &[u32], gold: &[u32]) -> (Option<f64>, Option<f64>) {
    let (kept, gold) = (shingles(kept), shingles(gold));
    let (in_kept, in_gold) = (counted(&kept), counted(&gold));
    let both: u32 =
        in_kept.iter().map(|(shingle, count)| in_gold.get(shingle).map_or(0, |of| *count.min(of))).sum();
    let ratio = |of: usize| (of > 0).then(|| f64::from(both) / of as f64);
    (ratio(kept.len()), ratio(gold.len()))
}

/// The share of one text's shingles that stand in another.
pub fn leaked(kept: &[u32], side: &[u32]) -> f64 {
    let kept = counted(&shingles(kept));
    let side = shingles(side);
    side.iter().filter(|s| kept.contains_key(*s)).count() as f64 / side.len().max(1) as f64
}

#[derive(Default, Clone)]
pub struct Sum {
    precision: (f64, usize),
    recall: (f64, usize),
}

impl Sum {
    pub fn add(&mut self, (p, r): (Option<f64>, Option<f64>)) {
        if let Some(p) = p {
            self.precision = (self.precision.0 + p, self.precision.1 + 1);
        }
        if let Some(r) = r {
            self.recall = (self.recall.0 + r, self.recall.1 + 1);
        }
    }

    pub fn values(&self) -> (f64, f64, f64) {
        let mean = |(sum, count): (f64, usize)| if count == 0 { 0.0 } else { sum / count as f64 };
        let (p, r) = (mean(self.precision), mean(self.recall));
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// Languages with fewer pages stay out of the mean.
pub const LEAST_PAGES: usize = 10;

#[derive(Default, Clone)]
pub struct Macro(BTreeMap<String, Sum>);

impl Macro {
    pub fn add(&mut self, lang: &str, page: (Option<f64>, Option<f64>)) {
        self.0.entry(lang.to_owned()).or_default().add(page);
    }

    /// The languages that count.
    pub fn langs(&self) -> impl Iterator<Item = (&String, &Sum)> {
        self.0.iter().filter(|(_, sum)| sum.recall.1 >= LEAST_PAGES)
    }

    pub fn values(&self) -> (f64, f64, f64) {
        let langs: Vec<_> = self.langs().map(|(_, sum)| sum.values()).collect();
        let mean =
            |of: fn(&(f64, f64, f64)) -> f64| langs.iter().map(of).sum::<f64>() / langs.len().max(1) as f64;
        (mean(|v| v.0), mean(|v| v.1), mean(|v| v.2))
    }
}
