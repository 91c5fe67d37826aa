//! How fast languages are recognised: `cargo run --release --example langid_speed FILE...`.
//!
//! In: files of UTF-8 text. Out: MB/s on one core, line by line, and how many times as long that takes as
//! decoding the characters and asking of each whether it is a letter. The least of many runs over small parts
//! is taken, so that a busy machine changes little.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever changes the recogniser")]
#![expect(clippy::cast_precision_loss, reason = "sizes of files")]

use std::hint::black_box;
use std::time::Instant;

use kartoteka::langid;

/// Bytes of a part, and how often each is run.
const PART: usize = 32 * 1024;
const RUNS: usize = 25;

fn main() {
    let texts: Vec<String> =
        std::env::args().skip(1).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let mut parts = vec![Vec::new()];
    let mut filled = 0;
    for line in texts.iter().flat_map(|text| text.lines()) {
        parts.last_mut().unwrap().push(line);
        filled += line.len();
        if filled > PART {
            parts.push(Vec::new());
            filled = 0;
        }
    }
    let bytes: usize = parts.iter().flatten().map(|line| line.len()).sum();
    let guessing = seconds(&parts, |line| usize::from(langid::guess(line).is_some()));
    let passing = seconds(&parts, |line| line.chars().filter(|c| c.is_alphabetic()).count());
    println!("{:.1} MB/s, {:.2} times a plain pass", bytes as f64 / guessing / 1e6, guessing / passing);
}

fn seconds(parts: &[Vec<&str>], work: impl Fn(&str) -> usize) -> f64 {
    let once = |part: &Vec<&str>| {
        let start = Instant::now();
        black_box(part.iter().map(|line| work(line)).sum::<usize>());
        start.elapsed().as_secs_f64()
    };
    parts.iter().map(|part| (0..RUNS).map(|_| once(part)).fold(f64::MAX, f64::min)).sum()
}
