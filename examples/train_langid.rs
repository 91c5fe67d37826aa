//! Learns `src/langid/table.bin`: `cargo run --release --example train_langid -- UDHR_DIR OUT`.
use std::collections::BTreeMap;
use std::path::Path;
use kartoteka::langid::train::{self, BlockSpec};

const SOURCES: &[(&str, &str)] = &[
    ("ar", "arb"), ("az", "azj-Latn"), ("be", "bel"), ("bg", "bul"), ("bn", "ben"), ("bs", "bos"), ("ca", "cat"),
    ("crh", "crh"), ("cs", "ces"), ("da", "dan"), ("de", "deu"), ("el", "ell"), ("en", "eng"), ("es", "spa"),
    ("et", "est"), ("eu", "eus"), ("fa", "fas"), ("fi", "fin"), ("fr", "fra"), ("ga", "gle"), ("gag", "gag"),
    ("gl", "glg"), ("he", "heb"), ("hi", "hin"), ("hr", "hrv"), ("hu", "hun"), ("hy", "hye"), ("id", "ind"),
    ("is", "isl"), ("it", "ita"), ("ja", "jpn"), ("ka", "kat"), ("kk", "kaz"), ("ko", "kor"), ("ky", "kir"),
    ("lb", "ltz"), ("lt", "lit"), ("lv", "lav"), ("mk", "mkd"), ("mn", "khk"), ("mt", "mlt"), ("nb", "nob"),
    ("nl", "nld"), ("pl", "pol"), ("pt", "por"), ("rmn", "rmn"), ("ro", "ron"), ("ru", "rus"), ("sk", "slk"),
    ("sl", "slv"), ("sq", "sqi"), ("sr", "srp-Cyrl"), ("sr-Latn", "srp-Latn"), ("sv", "swe"), ("tg", "tgk"),
    ("th", "tha"), ("tk", "tuk-Latn"), ("tr", "tur"), ("tt", "tat"), ("uk", "ukr"), ("ur", "urd"), ("uz", "uzn-Latn"),
    ("uz-Cyrl", "uzn-Cyrl"), ("vi", "vie"), ("yi", "ydd"), ("zh-CN", "zho-CN"), ("zh-TW", "zho-TW"),
];

fn env(name: &str, default: f64) -> f64 { std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default) }

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = Path::new(&args[1]);
    let words_text = std::fs::read_to_string("examples/train_langid_words.tsv").unwrap_or_default();
    let mut out = Vec::new();
    let mut body = Vec::new();
    out.extend_from_slice(train::MAGIC);
    out.push(train::VERSION);
    out.push(train::BLOCKS.len() as u8);
    for spec in &train::BLOCKS {
        out.push(spec.log2_buckets);
        out.push(spec.columns.len() as u8);
        for code in spec.columns {
            out.push(prior(code));
            let mut name = [0_u8; train::CODE_BYTES];
            name[..code.len()].copy_from_slice(code.as_bytes());
            out.extend_from_slice(&name);
        }
        body.extend(learn(spec, dir, &words_text));
    }
    out.extend(body);
    std::fs::write(&args[2], &out).unwrap();
    eprintln!("{} bytes", out.len());
}

fn prior(code: &str) -> u8 {
    let p = match code {
        "en" | "ru" => 0.0,
        "de" | "fr" | "es" | "it" | "pl" | "uk" | "be" | "sq" | "pt" | "ar" | "tr" | "ro" | "lt" | "lv" | "cs" | "nl" => 1.0,
        "bg" | "sr" | "sr-Latn" | "hr" | "et" | "hu" | "sk" | "sl" | "sv" | "da" | "nb" | "fi" | "fa" | "he" | "id" | "vi" => 2.0,
        "mk" | "kk" | "bs" | "ca" | "az" | "uz" => 3.0,
        _ => 4.0,
    };
    (p * env("PRIOR", 3.0) * 16.0) as u8
}

fn count(text: &str, weight: f64, spec: &BlockSpec, into: &mut BTreeMap<u32, f64>) {
    train::for_each_word(text, usize::MAX, |word| {
        if word.block == spec.block {
            train::for_each_gram(word.chars, |hash| *into.entry(hash).or_default() += weight);
        }
    });
}

fn learn(spec: &BlockSpec, dir: &Path, words: &str) -> Vec<u8> {
    let power = env("POWER", 1.0);
    let alpha = env("ALPHA", 0.15);
    let mu = env("MU", 0.0);
    let buckets = 1_usize << spec.log2_buckets;
    let width = spec.columns.len();
    let mut table = vec![0.0_f64; buckets * width];
    for (column, code) in spec.columns.iter().enumerate() {
        let file = SOURCES.iter().find(|s| s.0 == *code).unwrap().1;
        let text = std::fs::read_to_string(dir.join(format!("{file}.txt"))).unwrap();
        let mut grams = BTreeMap::new();
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines { count(line, 1.0, spec, &mut grams); }
        for line in words.lines() {
            if let Some((c, list)) = line.split_once('\t') { if c == *code {
                count(list, env("WORDS", 4.0), spec, &mut grams);
            } }
        }
        for (hash, n) in grams {
            table[train::bucket(hash, spec.log2_buckets) * width + column] += n.powf(power);
        }
    }
    let mut out = vec![0_u8; table.len()];
    let mut totals = vec![0.0; width];
    for row in table.chunks(width) { for (t, v) in totals.iter_mut().zip(row) { *t += v; } }
    let mut o = out.iter_mut();
    for row in table.chunks(width) {
        let bg: f64 = row.iter().zip(&totals).map(|(c, t)| c / t).sum::<f64>() / width as f64;
        for (c, t) in row.iter().zip(&totals) {
            let p = (c + alpha + mu * bg) / (t + alpha * buckets as f64 + mu);
            let bits = -p.log2() - f64::from(train::LEAST_BITS);
            let lo = env("LO", 0.0); let step = env("STEP", 0.0);
            let bits = if step > 0.0 { lo + ((bits - lo) / step).round().clamp(0.0, 15.0) * step } else { bits };
            *o.next().unwrap() = (bits * f64::from(train::UNITS_PER_BIT)).round().clamp(0.0, 255.0) as u8;
        }
    }
    out
}
