//! Rankings as TREC runs: `qid Q0 docid rank score kartoteka`, one file a line.

use std::io::{self, Write};

use super::json::percent_encoded;
use crate::search::{RankedFile, Topic};

/// What a tier weighs in a score, so that programs which sort by score keep the order.
const TIER: i64 = 10_000;

/// Writes a run.
pub fn write_trec(runs: &[(Topic, Vec<RankedFile>)], out: &mut dyn Write) -> io::Result<()> {
    for (topic, files) in runs {
        for (file, rank) in files.iter().zip(1..) {
            let docid = percent_encoded(file.file.as_bytes());
            let units = i64::from(3 - file.tier.min(3)) * TIER * 10_000 + file.score;
            let score = format!("{}.{:04}", units / 10_000, units % 10_000);
            writeln!(out, "{} Q0 {docid} {rank} {score} kartoteka", topic.id)?;
        }
    }
    Ok(())
}
