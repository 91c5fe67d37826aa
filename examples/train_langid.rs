//! Learns the table of the language recogniser: `cargo run --release --example train_langid UDHR_DIR [OUT]`.
//!
//! In: a folder with the Universal Declaration of Human Rights, a text a language, named by ISO 639-3 code, and
//! `train_langid_words.tsv` beside this file (frequent words of news, written for this purpose). Out:
//! `src/langid/table.bin`. The same input gives the same bytes. Add-alpha estimates of the probability of each
//! hashed gram in each language, as costs in fractions of a bit.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a tool for whoever changes the table")]

use std::collections::BTreeMap;
use std::path::Path;

use kartoteka::langid::train::{self, BlockSpec};

/// The text of each column.
const SOURCES: &[(&str, &str)] = &[
    ("ar", "arb"),
    ("az", "azj-Latn"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("bs", "bos"),
    ("ca", "cat"),
    ("crh", "crh"),
    ("cs", "ces"),
    ("da", "dan"),
    ("de", "deu"),
    ("el", "ell"),
    ("en", "eng"),
    ("es", "spa"),
    ("et", "est"),
    ("eu", "eus"),
    ("fa", "fas"),
    ("fi", "fin"),
    ("fr", "fra"),
    ("ga", "gle"),
    ("gag", "gag"),
    ("gl", "glg"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "hye"),
    ("id", "ind"),
    ("is", "isl"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "kat"),
    ("kk", "kaz"),
    ("ko", "kor"),
    ("ky", "kir"),
    ("lb", "ltz"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mk", "mkd"),
    ("mn", "khk"),
    ("mt", "mlt"),
    ("nb", "nob"),
    ("nl", "nld"),
    ("pl", "pol"),
    ("pt", "por"),
    ("rmn", "rmn"),
    ("ro", "ron"),
    ("ru", "rus"),
    ("sk", "slk"),
    ("sl", "slv"),
    ("sq", "sqi"),
    ("sr", "srp-Cyrl"),
    ("sr-Latn", "srp-Latn"),
    ("sv", "swe"),
    ("tg", "tgk"),
    ("th", "tha"),
    ("tk", "tuk-Latn"),
    ("tr", "tur"),
    ("tt", "tat"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("uz", "uzn-Latn"),
    ("uz-Cyrl", "uzn-Cyrl"),
    ("vi", "vie"),
    ("yi", "ydd"),
    ("zh-CN", "zho-CN"),
    ("zh-TW", "zho-TW"),
];

/// How much of a count every gram is given before any is seen.
const ALPHA: f64 = 0.15;

/// How many times the word list counts.
const WORD_WEIGHT: f64 = 4.0;

/// By how many bits a step of [`rarity`] makes a language less likely beforehand.
const RARITY_BITS: f64 = 3.0;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap();
    let out = arguments.next().unwrap_or_else(|| "src/langid/table.bin".to_owned());
    let words = include_str!("train_langid_words.tsv");
    let mut header = train::MAGIC.to_vec();
    header.extend([train::VERSION, u8::try_from(train::BLOCKS.len()).unwrap()]);
    let mut costs = Vec::new();
    for spec in &train::BLOCKS {
        header.extend([spec.log2_buckets, u8::try_from(spec.columns.len()).unwrap()]);
        for code in spec.columns {
            header.push(in_units(rarity(code) * RARITY_BITS));
            let mut name = [0_u8; train::CODE_BYTES];
            name[..code.len()].copy_from_slice(code.as_bytes());
            header.extend_from_slice(&name);
        }
        costs.extend(learn(spec, Path::new(&folder), words));
    }
    header.extend(costs);
    std::fs::write(&out, &header).unwrap();
    eprintln!("{out}: {} bytes", header.len());
}

/// How seldom a language is met in news of the wider region, in steps.
fn rarity(code: &str) -> f64 {
    match code {
        "en" | "ru" => 0.0,
        "de" | "fr" | "es" | "it" | "pl" | "uk" | "be" | "sq" | "pt" | "ar" | "tr" | "ro" | "lt" | "lv"
        | "cs" | "nl" => 1.0,
        "bg" | "sr" | "sr-Latn" | "hr" | "et" | "hu" | "sk" | "sl" | "sv" | "da" | "nb" | "fi" | "fa"
        | "he" | "id" | "vi" => 2.0,
        "mk" | "kk" | "bs" | "ca" | "az" | "uz" => 3.0,
        _ => 4.0,
    }
}

fn count(text: &str, weight: f64, spec: &BlockSpec, into: &mut BTreeMap<u32, f64>) {
    train::for_each_word(text, usize::MAX, |word| {
        if word.block == spec.block {
            train::for_each_gram(word.chars, |hash| *into.entry(hash).or_default() += weight);
        }
    });
}

/// The costs of one block, bucket by bucket.
fn learn(spec: &BlockSpec, folder: &Path, words: &str) -> Vec<u8> {
    let (buckets, width) = (1_usize << spec.log2_buckets, spec.columns.len());
    let mut counts = vec![0.0_f64; buckets * width];
    for (column, code) in spec.columns.iter().enumerate() {
        let (_, name) = SOURCES.iter().find(|source| source.0 == *code).unwrap();
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        let mut grams = BTreeMap::new();
        count(&text, 1.0, spec, &mut grams);
        for (_, list) in
            words.lines().filter_map(|line| line.split_once('\t')).filter(|entry| entry.0 == *code)
        {
            count(list, WORD_WEIGHT, spec, &mut grams);
        }
        for (hash, number) in grams {
            counts[train::bucket(hash, spec.log2_buckets) * width + column] += number;
        }
    }
    let mut totals = vec![ALPHA * f64::from(1_u32 << spec.log2_buckets); width];
    for row in counts.chunks(width) {
        totals.iter_mut().zip(row).for_each(|(total, count)| *total += count);
    }
    let cost = |(count, total): (&f64, &f64)| {
        in_units(-((count + ALPHA) / total).log2() - f64::from(train::LEAST_BITS))
    };
    counts.chunks(width).flat_map(|row| row.iter().zip(&totals).map(cost).collect::<Vec<_>>()).collect()
}

fn in_units(bits: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
    let units = (bits * f64::from(train::UNITS_PER_BIT)).round().clamp(0.0, 255.0) as u8;
    units
}
