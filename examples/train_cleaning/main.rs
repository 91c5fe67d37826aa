//! Learns the model that tells article from noise: `cargo run --release --example train_cleaning [DEV [OUT]]`.
//!
//! In: the folder of development pages (default `../shared/eval/cleaning/dev`). Out: `src/clean/model.bin`; on
//! stdout precision, recall and F1 of each track with each site judged by a model that has not seen it, as
//! `score.py` computes them. The same pages give the same bytes.
#![expect(
    missing_debug_implementations,
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for whoever changes the model"
)]

mod boost;
mod choices;
mod look;
mod pages;
mod random;
mod score;
mod variants;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use boost::{Plan, Rows};
use kartoteka::clean::train::{COLUMNS, Costs, Model, Sample, Sheet, State, Tree, best};
use pages::{Dump, FOLDS, Track};
use score::{Macro, Tokens};

/// How a forest is grown; found by its figures on sites held back.
const PLAN: Plan = Plan { trees: 140, depth: 6, rate: 0.035, ridge: 10.0, pages: 0.5, columns: 0.5, seed: 1 };

/// How many forests are grown from different draws, and their mean taken.
const MEMBERS: u32 = 3;

/// How much recall counts beside F1 where costs are chosen: losing the article is worse than keeping noise.
const RECALL: f64 = 0.4;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "../shared/eval/cleaning/dev".to_owned());
    let out = arguments.next().unwrap_or_else(|| "src/clean/model.bin".to_owned());
    let mut tokens = Tokens::default();
    let dumps = pages::load(Path::new(&folder), &mut tokens);
    let samples: Vec<Sample> =
        dumps.iter().map(|dump| Sample::of(&dump.blocks, &dump.decoded.text)).collect();
    let blocks: usize = dumps.iter().map(|dump| dump.blocks.len()).sum();
    eprintln!("{} dumps, {blocks} blocks, {} columns", dumps.len(), COLUMNS.len());
    let pages: Vec<(&Dump, &Sample)> = dumps.iter().zip(&samples).collect();
    let folds: Vec<Option<usize>> = (0..FOLDS).map(Some).chain([None]).collect();
    let mut learnt = each(&folds, |fold| Learnt::of(&pages, *fold));
    let Some(Learnt { mut model, judged, .. }) = learnt.pop() else { return };
    for (which, name) in ["bodies", "headlines"].into_iter().enumerate() {
        let sum = |of: fn((usize, usize)) -> usize| {
            learnt.iter().map(|learnt| of(learnt.right[which])).sum::<usize>()
        };
        println!("{name}: {} of {} right, their sites held back", sum(|right| right.0), sum(|right| right.1));
    }
    let mut held_back: Vec<Judged> = learnt.into_iter().flat_map(|learnt| learnt.judged).collect();
    held_back.sort_by_key(|judged| judged.at);
    let set = Set { dumps: &dumps, judged: &held_back };
    model.costs = set.cheapest();
    println!("{:?}", model.costs);
    let states = set.paths(&model.costs);
    println!("sites held back: {}", set.report(&states));
    look::look(&set, &states);
    let fit = Set { dumps: &dumps, judged: &judged };
    println!("the fit:         {}", fit.report(&fit.paths(&model.costs)));
    let bytes = model.to_bytes(COLUMNS);
    std::fs::write(&out, &bytes).unwrap();
    eprintln!("{out}: {} bytes", bytes.len());
}

/// A page with the scores of its blocks.
pub struct Judged {
    at: usize,
    sheet: Sheet,
    scores: Vec<i32>,
}

/// What was learnt without one fold, and what it says of the pages of that fold; of all, where none is held back.
struct Learnt {
    model: Model,
    judged: Vec<Judged>,
    /// How many bodies and headlines of the former are chosen right, and of how many.
    right: [(usize, usize); 2],
}

impl Learnt {
    fn of(pages: &[(&Dump, &Sample)], without: Option<usize>) -> Self {
        let known: Vec<(&Dump, &Sample)> =
            pages.iter().filter(|(dump, _)| Some(dump.fold) != without).copied().collect();
        let weights = choices::learn(&known);
        let sheets: Vec<Sheet> = known.iter().map(|(_, sample)| sample.sheet(&weights)).collect();
        let mut model = forest(&known, &sheets);
        let held_back = |dump: &Dump| without.is_none_or(|fold| dump.fold == fold);
        let unseen: Vec<(&Dump, &Sample)> =
            pages.iter().filter(|(dump, _)| held_back(dump)).copied().collect();
        let right = choices::right(&unseen, &weights);
        let judge = |(at, (_, sample)): (usize, &(&Dump, &Sample))| {
            let sheet = sample.sheet(&weights);
            let rows = sheet.rows.chunks(COLUMNS.len());
            Judged { at, scores: rows.map(|row| model.score_of_row(row)).collect(), sheet }
        };
        let judged = pages.iter().enumerate().filter(|(_, (dump, _))| held_back(dump)).map(judge).collect();
        model.weights = weights;
        Self { model, judged, right }
    }
}

/// The mean of some forests.
fn forest(pages: &[(&Dump, &Sample)], sheets: &[Sheet]) -> Model {
    let mut all =
        Rows { width: COLUMNS.len(), values: vec![], targets: vec![], weights: vec![], pages: vec![] };
    for ((dump, _), sheet) in pages.iter().zip(sheets) {
        let rows = sheet.rows.chunks(COLUMNS.len()).enumerate();
        for (index, row) in rows.filter(|(at, _)| dump.weights[*at] > 0.0) {
            all.values.push(row);
            all.targets.push(dump.targets[index]);
            all.weights.push(dump.weights[index]);
            all.pages.push(dump.page);
        }
    }
    let mut mean = Model::default();
    for member in 0..MEMBERS {
        let forest = boost::grow(&all, &Plan { seed: PLAN.seed + u64::from(member), ..PLAN });
        mean.base += forest.base / MEMBERS as i32;
        let share = |leaf: &i16| (f64::from(*leaf) / f64::from(MEMBERS)).round() as i16;
        let shared = |tree: &Tree| Tree::new(tree.splits.clone(), tree.leaves.iter().map(share).collect());
        mean.trees.extend(forest.trees.iter().map(shared));
    }
    mean
}

/// The pages and what is said of them.
pub struct Set<'a> {
    /// The pages.
    pub dumps: &'a [Dump],
    /// Each of them with the scores of its blocks.
    pub judged: &'a [Judged],
}

impl Set<'_> {
    fn paths(&self, costs: &Costs) -> Vec<Vec<State>> {
        let path = |judged: &Judged| best(&judged.scores, &judged.sheet.fixed(costs), costs);
        self.judged.iter().map(path).collect()
    }

    /// The costs with the best mean of F1 over the tracks, one after another.
    fn cheapest(&self) -> Costs {
        let choices: [&[i32]; Costs::COUNT] = [
            // None above 0: what recall that buys is paid for in noise that is kept.
            &[-160, -128, -96, -64, -32, 0],
            &[0, 50, 100, 150, 200, 300, 400, 500, 700, 1000],
            &[0, 5, 10, 20, 40, 80],
            &[-300, -150, 0, 150, 300],
            &[256, 384, 512, 768, 1200],
            // What is promised of datelines, subheadings, lists and bare pages is kept also where the pages would not ask
            // for it: who wrote an article is looked for, and of a list every item.
            &[300],
            &[400, 500, 800],
            &[800, 1200],
            &[200, 300, 400, 500, 800],
        ];
        let mut costs =
            Costs { gap: 100, dateline: 300, subheading: 400, listed: 800, plain: 300, ..Costs::NONE };
        let value = |costs: &Costs| {
            let states = self.paths(costs);
            let of = |track| self.sum(track, &states).values();
            let [text, near, mix] = [Track::Text, Track::Near, Track::Mix].map(of);
            text.2 + near.2 + mix.2 + RECALL * (text.1 + near.1 + mix.1)
        };
        let mut best = value(&costs);
        for which in (0..Costs::COUNT).chain(0..Costs::COUNT) {
            for choice in choices[which] {
                let mut numbers = costs.numbers();
                numbers[which] = *choice;
                let next = Costs::of(numbers);
                let of = value(&next);
                if of > best + 1e-6 {
                    (best, costs) = (of, next);
                }
            }
        }
        costs
    }

    /// The pages of a track that are scored, with their numbers.
    pub fn scored(&self, track: Track) -> impl Iterator<Item = (usize, &Dump)> {
        self.dumps.iter().enumerate().filter(move |(_, dump)| dump.track == track && dump.has_gold())
    }

    fn sum(&self, track: Track, states: &[Vec<State>]) -> Macro {
        let mut sum = Macro::default();
        for (at, dump) in self.scored(track) {
            sum.add(&dump.lang, score::precision_recall(&kept(dump, &states[at]), &dump.gold));
        }
        sum
    }

    fn report(&self, states: &[Vec<State>]) -> String {
        let mut report = String::new();
        for track in [Track::Text, Track::Near, Track::Mix] {
            let sum = self.sum(track, states);
            let (p, r, f) = sum.values();
            report.push_str(&format!("\n  {track:?}: P {p:.4} R {r:.4} F1 {f:.4}  "));
            for (lang, sum) in sum.langs() {
                let (p, r, f) = sum.values();
                report.push_str(&format!(" {lang} {p:.3}/{r:.3}/{f:.3}"));
            }
        }
        let leaks: Vec<f64> = self
            .scored(Track::Mix)
            .map(|(at, dump)| score::leaked(&kept(dump, &states[at]), &dump.sidebar))
            .collect();
        report.push_str(&format!("\n  foreign kept {:.4}", leaks.iter().sum::<f64>() / leaks.len() as f64));
        let bare: Vec<usize> = self.scored(Track::Bare).map(|(at, _)| lost(&states[at])).collect();
        let whole = bare.iter().filter(|lost| **lost == 0).count();
        report.push_str(&format!(
            "\n  of {} articles alone {whole} kept whole, {} blocks lost",
            bare.len(),
            bare.iter().sum::<usize>()
        ));
        report
    }
}

/// How many blocks are not kept.
fn lost(states: &[State]) -> usize {
    states.iter().filter(|state| **state != State::Inside).count()
}

/// The tokens of the blocks that are kept.
fn kept(dump: &Dump, states: &[State]) -> Vec<u32> {
    let kept = dump.tokens.iter().zip(states).filter(|(_, state)| **state == State::Inside);
    kept.flat_map(|(tokens, _)| tokens.iter().copied()).collect()
}

/// Does all jobs on two threads; the results are in the order of the jobs.
fn each<T: Sync, R: Send>(jobs: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { return done };
            done.push((at, work(job)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(run)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
