//! How fast sources become clean text: `cargo run --release --example clean_speed FOLDER...`.
//!
//! In: folders, read into memory beforehand. Out: MB of source bytes a second on one core for each stage, and for all
//! of them together. The least time of many runs over each file is taken, so that a busy machine changes little.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever changes these stages")]
#![expect(clippy::cast_precision_loss, reason = "sizes of files")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use kartoteka::{clean, decode, extract, langid};

/// How often each file is run through each stage.
const RUNS: usize = 5;

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    for folder in &folders {
        let mut files = Vec::new();
        read(Path::new(folder), &mut files);
        measure(folder, &files);
    }
}

fn read(folder: &Path, files: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, files);
        } else {
            files.push(std::fs::read(path).unwrap());
        }
    }
}

fn measure(folder: &str, files: &[Vec<u8>]) {
    let mut bytes = 0;
    let mut sums = [0.0; 5];
    for file in files {
        let Ok(decoded) = decode::decode(file) else { continue };
        let extracted = extract::extract(&decoded);
        let guess_all = || {
            let said = extracted.blocks.iter().map(|block| block.span.of(&decoded.text));
            said.filter(|said| langid::guess(said).is_some()).count()
        };
        let together = || {
            let decoded = decode::decode(file).unwrap();
            clean::clean(&extract::extract(&decoded), &decoded.text, &clean::FileRules::default())
                .blocks
                .len()
        };
        bytes += file.len();
        let seconds = [
            least(|| decode::decode(file).map(|decoded| decoded.text.len())),
            least(|| extract::extract(&decoded).blocks.len()),
            least(guess_all),
            least(|| clean::clean(&extracted, &decoded.text, &clean::FileRules::default()).blocks.len()),
            least(together),
        ];
        sums.iter_mut().zip(seconds).for_each(|(sum, seconds)| *sum += seconds);
    }
    println!("{folder}: {:.1} MB", bytes as f64 / 1e6);
    let names = ["decode", "extract", "language alone", "clean (with language)", "all together"];
    for (name, seconds) in names.iter().zip(sums) {
        println!("  {name:<22} {:>8.1} MB/s", bytes as f64 / seconds / 1e6);
    }
}

fn least<T>(work: impl Fn() -> T) -> f64 {
    let once = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(|_| once()).fold(f64::MAX, f64::min)
}
