//! Learns the table of the language recogniser:
//! `cargo run --release --example train_langid UDHR_DIR CRATES_DIR [OUT]`.
//!
//! In: (1) a folder with the Universal Declaration of Human Rights, a text a language, named by ISO 639-3 code;
//! (2) a folder with the crates `lingua-NAME-language-model` 1.3.0 (Apache-2.0, Peter M. Stahl; made from
//! the Wortschatz corpora of Leipzig University, CC BY 4.0), of which a thousand sentences of news and web
//! a language (`testdata/sentences.txt`) and the likelihoods of letters after letters (`models/ngrams.fst`) are
//! read. `cargo vendor CRATES_DIR` in a scratch package that depends on `lingua = "=1.8.0"` lays that folder out;
//! (3) `train_langid_words.tsv` beside this file, frequent words of news, written for this purpose.
//! Out: `src/langid/table.bin`: figures only, no text. The same input gives the same bytes.
//!
//! Method: relative frequencies of hashed grams, those inside words mixed with the crates' likelihoods, the
//! unseen given a share of what was seen once (Good 1953); as costs in fractions of a bit.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a tool for whoever changes the table")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use fst::Streamer;
use kartoteka::langid::train::{self, BlockSpec};

const WORDS: &str = include_str!("train_langid_words.tsv");

/// Where the text of each column lies: its file of the Declaration, its crate of sentences ("" for none).
const SOURCES: &[(&str, &str, &str)] = &[
    ("ar", "arb", "arabic"),
    ("az", "azj-Latn", "azerbaijani"),
    ("be", "bel", "belarusian"),
    ("bg", "bul", "bulgarian"),
    ("bn", "ben", "bengali"),
    ("bs", "bos", "bosnian"),
    ("ca", "cat", "catalan"),
    ("crh", "crh", ""),
    ("cs", "ces", "czech"),
    ("da", "dan", "danish"),
    ("de", "deu", "german"),
    ("el", "ell", "greek"),
    ("en", "eng", "english"),
    ("es", "spa", "spanish"),
    ("et", "est", "estonian"),
    ("eu", "eus", "basque"),
    ("fa", "fas", "persian"),
    ("fi", "fin", "finnish"),
    ("fr", "fra", "french"),
    ("ga", "gle", "irish"),
    ("gag", "gag", ""),
    ("gl", "glg", ""),
    ("he", "heb", "hebrew"),
    ("hi", "hin", "hindi"),
    ("hr", "hrv", "croatian"),
    ("hu", "hun", "hungarian"),
    ("hy", "hye", "armenian"),
    ("id", "ind", "indonesian"),
    ("is", "isl", "icelandic"),
    ("it", "ita", "italian"),
    ("ja", "jpn", "japanese"),
    ("ka", "kat", "georgian"),
    ("kk", "kaz", "kazakh"),
    ("ko", "kor", "korean"),
    ("ky", "kir", ""),
    ("lb", "ltz", ""),
    ("lt", "lit", "lithuanian"),
    ("lv", "lav", "latvian"),
    ("mk", "mkd", "macedonian"),
    ("mn", "khk", "mongolian"),
    ("mt", "mlt", ""),
    ("nb", "nob", "bokmal"),
    ("nb-nn", "", "nynorsk"),
    ("nl", "nld", "dutch"),
    ("pl", "pol", "polish"),
    ("pt", "por", "portuguese"),
    ("rmn", "rmn", ""),
    ("ro", "ron", "romanian"),
    ("ru", "rus", "russian"),
    ("sk", "slk", "slovak"),
    ("sl", "slv", "slovene"),
    ("sq", "sqi", "albanian"),
    ("sr", "srp-Cyrl", "serbian"),
    ("sr-Latn", "srp-Latn", "serbian"),
    ("sv", "swe", "swedish"),
    ("tg", "tgk", ""),
    ("th", "tha", "thai"),
    ("tk", "tuk-Latn", ""),
    ("tr", "tur", "turkish"),
    ("tt", "tat", ""),
    ("uk", "ukr", "ukrainian"),
    ("ur", "urd", "urdu"),
    ("uz", "uzn-Latn", ""),
    ("uz-Cyrl", "uzn-Cyrl", ""),
    ("vi", "vie", "vietnamese"),
    ("yi", "ydd", ""),
    ("zh-CN", "zho-CN", "chinese"),
    ("zh-TW", "zho-TW", ""),
];

/// What share of the probability of grams seen once is given to those never seen (Good 1953, made milder).
const UNSEEN: f64 = 0.25;

/// Languages with little text borrow from their relatives, which share most of their grams.
const RELATIVES: &[(&str, &[&str])] = &[
    ("crh", &["tr"]),
    ("gag", &["tr"]),
    ("gl", &["es", "pt"]),
    ("ky", &["kk"]),
    ("lb", &["de"]),
    ("tk", &["az", "tr"]),
    ("tt", &["kk"]),
    ("uz", &["az"]),
];

/// How much of a borrower's probability is its relatives'.
const BORROWED: f64 = 0.25;

/// How many times the word list counts.
const WORD_WEIGHT: f64 = 6.0;

/// The same for a language without sentences, where it must not drown what little text there is.
const WORD_WEIGHT_ALONE: f64 = 2.0;

/// How many times the Declaration counts: it is one text of one kind.
const DECLARATION_WEIGHT: f64 = 1.0;

/// By how many bits a step of [`rarity`] makes a language less likely beforehand.
const RARITY_BITS: f64 = 5.0;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folders =
        Folders { declaration: arguments.next().unwrap().into(), crates: arguments.next().unwrap().into() };
    let out = arguments.next().unwrap_or_else(|| "src/langid/table.bin".to_owned());
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
        costs.extend(learn(spec, &folders));
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
        | "he" | "id" | "vi" | "ca" => 2.0,
        "gl" | "mk" | "kk" | "bs" | "az" | "uz" | "lb" => 3.0,
        _ => 4.0,
    }
}

/// Where texts lie.
struct Folders {
    declaration: PathBuf,
    crates: PathBuf,
}

impl Folders {
    /// All that is known of a language, each text with how often it counts.
    fn texts(&self, code: &str) -> Vec<(String, f64)> {
        let (_, declaration, sentences) = *SOURCES.iter().find(|source| source.0 == code).unwrap();
        let mut texts = Vec::new();
        if !declaration.is_empty() {
            let path = self.declaration.join(format!("{declaration}.txt"));
            texts.push((std::fs::read_to_string(path).unwrap(), DECLARATION_WEIGHT));
        }
        if !sentences.is_empty() {
            let path = self.crates.join(format!("lingua-{sentences}-language-model/testdata/sentences.txt"));
            let text = std::fs::read_to_string(path).unwrap();
            texts.push((if code == "sr-Latn" { in_latin(&text) } else { text }, 1.0));
        }
        let lists = WORDS.lines().filter_map(|line| line.split_once('\t')).filter(|entry| entry.0 == code);
        let weight = if sentences.is_empty() { WORD_WEIGHT_ALONE } else { WORD_WEIGHT };
        texts.extend(lists.map(|(_, list)| (list.to_owned(), weight)));
        texts
    }
}

impl Folders {
    /// How likely each gram inside words is in a language, after the model in its crate.
    fn model(&self, code: &str) -> BTreeMap<String, f64> {
        let (_, _, name) = *SOURCES.iter().find(|source| source.0 == code).unwrap();
        let path = self.crates.join(format!("lingua-{name}-language-model/models/ngrams.fst"));
        if name.is_empty() || code == "sr-Latn" {
            return BTreeMap::new();
        }
        let map = fst::Map::new(std::fs::read(path).unwrap()).unwrap();
        let mut logs = BTreeMap::new();
        let mut stream = map.stream();
        while let Some((gram, value)) = stream.next() {
            logs.insert(String::from_utf8(gram.to_vec()).unwrap(), f64::from_bits(value));
        }
        // Each is the likelihood of the last letter after the others.
        let joint = |gram: &String| -> f64 {
            let ends = gram.char_indices().map(|(at, c)| at + c.len_utf8());
            ends.map(|end| logs.get(gram.get(..end).unwrap_or_default()).copied().unwrap_or(-20.0)).sum()
        };
        logs.keys().map(|gram| (gram.clone(), joint(gram).exp())).collect()
    }
}

/// Serbian in its other alphabet, letter by letter.
fn in_latin(text: &str) -> String {
    const PAIRS: [(&str, &str); 30] = [
        ("а", "a"),
        ("б", "b"),
        ("в", "v"),
        ("г", "g"),
        ("д", "d"),
        ("ђ", "đ"),
        ("е", "e"),
        ("ж", "ž"),
        ("з", "z"),
        ("и", "i"),
        ("ј", "j"),
        ("к", "k"),
        ("л", "l"),
        ("љ", "lj"),
        ("м", "m"),
        ("н", "n"),
        ("њ", "nj"),
        ("о", "o"),
        ("п", "p"),
        ("р", "r"),
        ("с", "s"),
        ("т", "t"),
        ("ћ", "ć"),
        ("у", "u"),
        ("ф", "f"),
        ("х", "h"),
        ("ц", "c"),
        ("ч", "č"),
        ("џ", "dž"),
        ("ш", "š"),
    ];
    PAIRS.iter().fold(text.to_lowercase(), |text, (from, to)| text.replace(from, to))
}

fn count(text: &str, weight: f64, spec: &BlockSpec, into: &mut BTreeMap<u32, f64>) {
    train::for_each_word(text, usize::MAX, |word| {
        if word.block == spec.block {
            train::for_each_gram(word.letters, |hash| *into.entry(hash).or_default() += weight);
        }
    });
}

/// How much of the probability of a gram inside a word comes from the crates' models, where there is one.
const MODEL_WEIGHT: f64 = 0.5;

/// How likely each gram is in a language.
fn shares(code: &str, spec: &BlockSpec, folders: &Folders) -> (BTreeMap<u32, f64>, f64) {
    let mut grams = BTreeMap::new();
    folders.texts(code).iter().for_each(|(text, weight)| count(text, *weight, spec, &mut grams));
    let total: f64 = grams.values().sum();
    let rare: f64 = grams.values().filter(|number| **number <= 1.0).sum();
    let unseen = UNSEEN * rare / total;
    for number in grams.values_mut() {
        *number /= total;
    }
    let model = folders.model(code);
    for length in 1..=4 {
        let inside: BTreeMap<u32, f64> = model
            .iter()
            .filter(|(gram, _)| gram.chars().count() == length)
            .filter_map(|(gram, likely)| Some((hash_of(gram, spec)?, *likely)))
            .collect();
        let mass: f64 = inside.keys().filter_map(|hash| grams.get(hash)).sum();
        let whole: f64 = inside.values().sum();
        for (hash, likely) in &inside {
            let share = grams.entry(*hash).or_default();
            *share = (1.0 - MODEL_WEIGHT) * *share + MODEL_WEIGHT * mass * likely / whole;
        }
    }
    (grams, unseen)
}

/// How likely each gram is in a language, as far as its own text and its relatives' tell.
fn with_relatives(code: &str, spec: &BlockSpec, folders: &Folders) -> (BTreeMap<u32, f64>, f64) {
    let (mut grams, unseen) = shares(code, spec, folders);
    let Some((_, relatives)) = RELATIVES.iter().find(|entry| entry.0 == code) else {
        return (grams, unseen);
    };
    for share in grams.values_mut() {
        *share *= 1.0 - BORROWED;
    }
    #[expect(clippy::cast_precision_loss, reason = "one or two")]
    let each = BORROWED / relatives.len() as f64;
    for relative in *relatives {
        for (hash, share) in shares(relative, spec, folders).0 {
            *grams.entry(hash).or_default() += share * each;
        }
    }
    (grams, unseen)
}

/// The hash of a gram inside a word: what `for_each_gram` gives for it between the ends.
fn hash_of(gram: &str, spec: &BlockSpec) -> Option<u32> {
    let mut hash = None;
    train::for_each_word(gram, usize::MAX, |word| {
        if word.block == spec.block && word.letters.len() == gram.chars().count() {
            hash = Some(train::gram(word.letters));
        }
    });
    hash
}

/// The costs of one block, bucket by bucket.
fn learn(spec: &BlockSpec, folders: &Folders) -> Vec<u8> {
    let (buckets, width) = (1_usize << spec.log2_buckets, spec.columns.len());
    let even = 1.0 / f64::from(1_u32 << spec.log2_buckets);
    let mut all = vec![0.0_f64; buckets * width];
    for (column, code) in spec.columns.iter().enumerate() {
        let (grams, unseen) = with_relatives(code, spec, folders);
        for (hash, share) in grams {
            all[train::bucket(hash, spec.log2_buckets) * width + column] += share * (1.0 - unseen);
        }
        all.iter_mut().skip(column).step_by(width).for_each(|share| *share += unseen * even);
    }
    let mut costs = Vec::with_capacity(buckets * train::row_width(width));
    for row in all.chunks(width) {
        let cost = |share: &f64| in_units(-share.log2() - f64::from(train::LEAST_BITS));
        costs.extend(row.iter().map(cost));
        costs.resize(costs.len().next_multiple_of(train::row_width(width)), train::MOST_COST);
    }
    costs
}

fn in_units(bits: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
    let units =
        (bits * f64::from(train::UNITS_PER_BIT)).round().clamp(0.0, f64::from(train::MOST_COST)) as u8;
    units
}
