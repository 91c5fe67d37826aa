//! How many texts are read as they were written: `cargo run --release --example charset_eval DIR`.
//!
//! In: a folder with texts in UTF-8 named by ISO 639-3 code, such as the Universal Declaration of Human Rights;
//! anything as a second argument names what was read wrongly, a third measures one thing alone.
//! Out: for each charset and size the share of pieces whose decoded text is identical; the same for UTF-16
//! without a mark, for damaged UTF-8 (read as UTF-8, and no undamaged line changed), for stray legacy lines, for
//! double-encoded texts; and how many clean texts were changed. No chance: the same every time.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for whoever changes the detector")]

use std::collections::HashMap;
use std::path::Path;

use kartoteka::decode::{Charset, decode};

/// Each charset with the languages that are written in it.
const CHARSETS: &[(&str, &str)] = &[
    ("windows-1250", "pol ces slk hun slv hrv ron srp-Latn"),
    ("windows-1251", "rus bel ukr bul mkd srp-Cyrl"),
    ("windows-1252", "eng deu fra spa por ita nld swe dan nob fin isl sqi cat"),
    ("windows-1253", "ell"),
    ("windows-1254", "tur"),
    ("windows-1255", "heb"),
    ("windows-1256", "arb fas urd"),
    ("windows-1257", "lit lav est"),
    ("windows-1258", "vie-1258"),
    ("windows-874", "tha"),
    ("iso-8859-1", "deu fra spa por ita nld swe dan nob fin isl"),
    ("iso-8859-2", "pol ces slk hun slv hrv ron"),
    ("iso-8859-4", "lit lav est"),
    ("iso-8859-5", "rus bel ukr bul mkd srp-Cyrl"),
    ("iso-8859-6", "arb"),
    ("iso-8859-7", "ell"),
    ("iso-8859-8", "heb"),
    ("iso-8859-9", "tur"),
    ("iso-8859-10", "isl fin swe lit"),
    ("iso-8859-13", "lit lav est"),
    ("iso-8859-15", "fra fin deu est"),
    ("iso-8859-16", "ron pol hun slv hrv"),
    ("koi8-r", "rus bul"),
    ("koi8-u", "ukr rus"),
    ("ibm866", "rus bel bul"),
    ("x-mac-cyrillic", "rus ukr bel bul mkd srp-Cyrl"),
    ("macintosh", "fra deu spa por ita swe dan"),
    ("x-mac-ce", "pol ces slk hun"),
    ("cp437", "deu spa fra"),
    ("cp737", "ell"),
    ("cp775", "lit lav est"),
    ("cp850", "fra deu por dan spa swe"),
    ("cp852", "pol ces hun slk hrv ron"),
    ("cp855", "rus bul mkd srp-Cyrl"),
    ("cp857", "tur"),
    ("cp862", "heb"),
    ("cp1125", "ukr rus bel"),
    ("gbk", "zho-CN"),
    ("gb18030", "zho-CN"),
    ("big5", "zho-TW"),
    ("shift_jis", "jpn"),
    ("euc-jp", "jpn"),
    ("iso-2022-jp", "jpn"),
    ("euc-kr", "kor"),
];

/// Sizes of the pieces in bytes, and at most how many of each a language gives.
const SIZES: [(usize, usize); 3] = [(200, 12), (1_000, 8), (10_000, 2)];

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let wanted = std::env::args().nth(3);
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    for (name, measure) in MEASURES {
        if is_wanted(name) {
            measure(&folder);
        }
    }
}

/// Takes a folder, prints figures.
type Measure = fn(&str);

/// What can be asked for alone as a third argument.
const MEASURES: [(&str, Measure); 6] = [
    ("legacy", legacy),
    ("wide", wide),
    ("damaged", damaged),
    ("strays", strays),
    ("twice", twice),
    ("clean", clean),
];

fn legacy(folder: &str) {
    let verbose = std::env::args().nth(2).is_some();
    let mut sums = [(0, 0); 3];
    for (name, langs) in CHARSETS {
        let mut row = [(0, 0); 3];
        for lang in langs.split(' ') {
            let Ok(text) = std::fs::read_to_string(Path::new(folder).join(format!("{lang}.txt"))) else {
                continue;
            };
            for ((size, most), cell) in SIZES.iter().zip(&mut row) {
                for piece in pieces(&text, name, *size, *most) {
                    let bytes = Writer::of(name).encode(&piece).unwrap();
                    let read = decode(&bytes);
                    let right = read.as_ref().is_ok_and(|read| read.text == piece);
                    cell.0 += u32::from(right);
                    cell.1 += 1;
                    if verbose && !right {
                        let read = read.map(|read| {
                            (read.charset.name(), read.text.chars().take(80).collect::<String>())
                        });
                        println!("  {name} {lang} {size}: {read:?}");
                    }
                }
            }
        }
        println!("{name:15} {}", row.map(percent).join(" "));
        sums.iter_mut().zip(row).for_each(|(sum, cell)| (sum.0, sum.1) = (sum.0 + cell.0, sum.1 + cell.1));
    }
    println!("{:15} {}", "all", sums.map(percent).join(" "));
}

/// The charsets that UTF-8 is taken for.
const MISTAKEN_FOR: [&str; 8] = [
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "windows-1254",
    "iso-8859-2",
    "cp437",
    "cp850",
    "macintosh",
];

/// UTF-8 taken for another charset and written as UTF-8 once more: all of it, every third line of it, and all of it
/// with fixed spaces become spaces, which are not told apart then.
fn twice(folder: &str) {
    let whole = |line: &str, name: &str, _: usize| mistaken(line, name);
    let mixed = |line: &str, name: &str, nth: usize| {
        if nth % 3 == 1 { mistaken(line, name) } else { line.to_owned() }
    };
    let spaced = |line: &str, name: &str, _: usize| mistaken(line, name).replace('\u{a0}', " ");
    println!("utf-8, twice    {}", twice_by(folder, &whole).map(percent).join(" "));
    println!("twice, in parts {}", twice_by(folder, &mixed).map(percent).join(" "));
    println!("twice, spaces   {}", twice_by(folder, &spaced).map(percent).join(" "));
}

fn twice_by(folder: &str, wrong: &dyn Fn(&str, &str, usize) -> String) -> [(u32, u32); 3] {
    let mut row = [(0, 0); 3];
    for text in texts(folder) {
        for ((size, most), cell) in SIZES.iter().zip(&mut row) {
            for piece in pieces(&text, "utf-8", *size, *most).into_iter().filter(|piece| !piece.is_ascii()) {
                for name in MISTAKEN_FOR {
                    let mut telling = 0;
                    let written: String = piece
                        .split_inclusive('\n')
                        .map(|line| {
                            telling += usize::from(!line.is_ascii());
                            wrong(line, name, telling)
                        })
                        .collect();
                    if written == piece {
                        continue;
                    }
                    let read = decode(written.as_bytes());
                    let is_same = |text: &str| {
                        text == piece
                            || !written.contains('\u{a0}')
                                && text.replace('\u{a0}', " ") == piece.replace('\u{a0}', " ")
                    };
                    let right = read.as_ref().is_ok_and(|read| is_same(&read.text));
                    if std::env::args().nth(2).is_some() && !right {
                        let differs = read.as_ref().ok().and_then(|read| {
                            let mut pairs = read.text.lines().zip(piece.lines()).zip(written.lines());
                            pairs
                                .find(|((a, b), _)| a != b)
                                .map(|((a, b), c)| (a.to_owned(), b.to_owned(), c.to_owned()))
                        });
                        println!("  twice {name} {size}: {differs:?}");
                    }
                    cell.0 += u32::from(right);
                    cell.1 += 1;
                }
            }
        }
    }
    row
}

fn mistaken(text: &str, name: &str) -> String {
    let charset = Charset::from_name(name).unwrap();
    let read =
        |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { charset.decode(&[byte]) };
    let open = |byte: u8| {
        Some(read(byte)).filter(|read| read != "\u{fffd}").unwrap_or_else(|| char::from(byte).to_string())
    };
    text.bytes().map(open).collect()
}

/// Lines and pieces that are not double-encoded must stay.
fn clean(folder: &str) {
    let (mut lines, mut parts) = ((0, 0), (0, 0));
    let verbose = std::env::args().nth(2).is_some();
    let is_changed = |text: &str| {
        decode(text.as_bytes()).is_ok_and(|read| {
            if verbose && read.repaired > 0 {
                let pair = read.text.lines().zip(text.lines()).find(|(a, b)| a != b);
                println!("  clean {pair:?}");
            }
            read.repaired > 0
        })
    };
    for text in texts(folder) {
        for line in text.lines().filter(|line| !line.is_ascii()) {
            lines.0 += u32::from(is_changed(line));
            lines.1 += 1;
        }
        for size in [200, 1_000, 10_000] {
            for piece in pieces(&text, "utf-8", size, usize::MAX) {
                parts.0 += u32::from(is_changed(&piece));
                parts.1 += 1;
            }
        }
    }
    println!("clean lines that a repair changed: {} of {}", lines.0, lines.1);
    println!("clean pieces that a repair changed: {} of {}", parts.0, parts.1);
}

/// UTF-8 with every sixth line that is not ASCII, the third at first, in a legacy charset.
fn strays(folder: &str) {
    let mut row = [(0, 0); 3];
    for (name, langs) in CHARSETS.iter().filter(|(name, _)| *name != "iso-2022-jp") {
        for lang in langs.split(' ') {
            let Ok(text) = std::fs::read_to_string(Path::new(folder).join(format!("{lang}.txt"))) else {
                continue;
            };
            let writer = Writer::of(name);
            for ((size, most), cell) in SIZES.iter().zip(&mut row) {
                for piece in pieces(&text, name, 2 * size, most.div_ceil(3)) {
                    let mut telling = 0;
                    let mut bytes = Vec::new();
                    for line in piece.split_inclusive('\n') {
                        telling += u32::from(!line.is_ascii());
                        let stray =
                            (telling % 6 == 3 && !line.is_ascii()).then(|| writer.encode(line)).flatten();
                        bytes.extend(stray.unwrap_or_else(|| line.as_bytes().to_vec()));
                    }
                    if telling >= 3 {
                        let read = decode(&bytes);
                        let right = read.as_ref().is_ok_and(|read| read.text == piece);
                        if std::env::args().nth(2).is_some() && !right {
                            let differs = read.as_ref().ok().and_then(|read| {
                                read.text
                                    .lines()
                                    .zip(piece.lines())
                                    .find(|(a, b)| a != b)
                                    .map(|(a, b)| (a.to_owned(), b.to_owned()))
                            });
                            println!(
                                "  lines {name} {lang} {size}: {:?} {differs:?}",
                                read.map(|read| read.charset.name())
                            );
                        }
                        cell.0 += u32::from(right);
                        cell.1 += 1;
                    }
                }
            }
        }
    }
    println!("utf-8 + legacy  {}", row.map(percent).join(" "));
}

fn percent((right, all): (u32, u32)) -> String {
    format!("{:6.1}/{all:<4}", f64::from(right) * 100.0 / f64::from(all.max(1)))
}

/// Pieces of about so many bytes, of whole lines that the charset can write; their words go on as lines do.
fn pieces(text: &str, charset: &str, size: usize, most: usize) -> Vec<String> {
    let writer = Writer::of(charset);
    let mut pieces = vec![String::new()];
    let mut len = 0;
    for line in text.lines().filter(|line| writer.encode(line).is_some()) {
        for word in line.split_inclusive(' ').chain(["\n"]) {
            pieces.last_mut().unwrap().push_str(word);
            len += writer.encode(word).unwrap().len();
            if len >= size {
                pieces.push(String::new());
                len = 0;
            }
        }
    }
    pieces.pop();
    let step = pieces.len().div_ceil(most).max(1);
    let is_telling = |piece: &String| {
        !piece.is_ascii() && charset == "iso-2022-jp" || !writer.encode(piece).unwrap().is_ascii()
    };
    pieces.into_iter().step_by(step).filter(is_telling).collect()
}

/// Text to bytes.
enum Writer {
    Standard(&'static encoding_rs::Encoding),
    Page(HashMap<String, u8>),
}

impl Writer {
    fn of(name: &str) -> Self {
        let page = || {
            let charset = Charset::from_name(name).unwrap();
            Self::Page((0..=255).map(|byte| (charset.decode(&[byte]), byte)).collect())
        };
        encoding_rs::Encoding::for_label(name.as_bytes()).map_or_else(page, Self::Standard)
    }

    fn encode(&self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Standard(encoding) => {
                let (bytes, _, unmapped) = encoding.encode(text);
                (!unmapped).then(|| bytes.into_owned())
            }
            Self::Page(table) => text.chars().map(|c| table.get(&c.to_string()).copied()).collect(),
        }
    }
}

fn texts(folder: &str) -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == "txt"));
    texts.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

fn wide(folder: &str) {
    let mut cell = (0, 0);
    for text in texts(folder) {
        for piece in pieces(&text, "utf-8", 400, 6) {
            let little: Vec<u8> = piece.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = piece.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                cell.0 += u32::from(decode(&bytes).is_ok_and(|read| read.text == piece));
                cell.1 += 1;
            }
        }
    }
    println!("utf-16, no mark {}", percent(cell));
}

/// One byte in 200 is overwritten or cut; lines without damage must be read as they are.
fn damaged(folder: &str) {
    let mut row = [(0, 0); 3];
    for text in texts(folder) {
        for ((size, most), cell) in SIZES.iter().zip(&mut row) {
            for piece in pieces(&text, "utf-8", *size, *most) {
                let mut seed = 1_u32;
                let mut bytes = Vec::new();
                for (at, byte) in piece.bytes().enumerate() {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    match (at % 200 == 100, seed >> 31) {
                        (true, 0) => bytes.push((seed >> 16 & 0xff) as u8 | 0x80),
                        (true, _) => {}
                        _ => bytes.push(byte),
                    }
                }
                let wanted = String::from_utf8_lossy(&bytes);
                let read = decode(&bytes);
                let right = read.as_ref().is_ok_and(|read| read.text == wanted);
                if std::env::args().nth(2).is_some() && !right {
                    println!(
                        "  damaged {size}: {:?} {:?}",
                        read.map(|read| read.charset.name()),
                        piece.chars().take(60).collect::<String>()
                    );
                }
                cell.0 += u32::from(right);
                cell.1 += 1;
            }
        }
    }
    println!("utf-8, damaged  {}", row.map(percent).join(" "));
}
