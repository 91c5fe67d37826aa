//! Articles as other programs save them: found, and cited to the byte.

use std::path::Path;

use encoding_rs::{Encoding, IBM866, KOI8_R, WINDOWS_1251, WINDOWS_1252};
use kartoteka::decode::{Charset, decode};
use kartoteka::engine::Segments;
use kartoteka::search::Noise;
use kartoteka::verify::{Outcome, VerifyOptions, read_claims, verify};
use unicode_normalization::UnicodeNormalization;

use crate::support::{TestEnv, article};

const RUSSIAN: &str = "Минск и Вильнюс договорились о поставках\n\n\
    Министр иностранных дел Юрий Амбразевич заявил в пятницу, что переговоры о поставках удобрений продолжатся в \
    ближайшие недели, несмотря на то, что стороны пока не пришли к соглашению.\n\n\
    По его словам, Минск готов обсуждать любые предложения, если они помогут снизить напряжённость на границе.\n";

const BELARUSIAN: &str = "Мінск і Вільня дамовіліся пра пастаўкі\n\n\
    Міністр замежных спраў Юрый Амбразевіч заявіў у пятніцу, што перамовы пра пастаўкі ўгнаенняў працягнуцца ў \
    бліжэйшыя тыдні, нягледзячы на тое, што бакі пакуль не прыйшлі да пагаднення.\n\n\
    Паводле яго слоў, Мінск гатовы абмяркоўваць любыя прапановы, калі яны дапамогуць знізіць напружанасць на мяжы.\n";

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, unmapped) = encoding.encode(text);
    assert!(!unmapped);
    bytes.into_owned()
}

/// Indexes one file and expects the query in so many of its passages, each confirmed by the checker.
fn expect(name: &str, bytes: &[u8], query: &str, charset: &str, count: usize) {
    let env = TestEnv::new();
    env.write(name, bytes);
    let report = env.index(Segments::Few);
    assert!(report.damaged.is_empty() && report.failed.is_empty(), "{name}: {report:?}");
    let answer = env.search(query, Noise::Left);
    assert_eq!(answer.hits.len(), count, "{name}: {query}: {:?}", answer.notes);
    assert_eq!(answer.hits[0].derivation, [charset], "{name}");
    env.check_citations(&env.jsonl(query, Noise::Left));
    env.check_citations(&env.jsonl("-nosuchword", Noise::Searched));
}

#[test]
fn windows_1252_with_curly_quotes() {
    let text = article("001").replace(" \"", " “").replace('"', "”").replace('\'', "’");
    assert!(text.contains('“') && text.contains('’'));
    expect("001.txt", &encoded(&text, WINDOWS_1252), "\"Yury Ambrazevich\"", "windows-1252", 1);
}

#[test]
fn utf_16_without_a_mark() {
    let bytes: Vec<u8> = article("002").encode_utf16().flat_map(u16::to_le_bytes).collect();
    expect("002.txt", &bytes, "\"Ihar Kizim\"", "utf-16le", 4);
}

#[test]
fn russian_in_three_legacy_charsets() {
    let without_yo = RUSSIAN.replace('ё', "е");
    for (encoding, charset) in [(WINDOWS_1251, "windows-1251"), (KOI8_R, "koi8-u"), (IBM866, "ibm866")] {
        expect(charset, &encoded(&without_yo, encoding), "\"юрий амбразевич\"", charset, 1);
    }
    expect("1251", &encoded(RUSSIAN, WINDOWS_1251), "напряженность", "windows-1251", 1);
}

const POLISH: &str = "Mińsk i Wilno uzgodniły dostawy\n\n\
    Minister spraw zagranicznych Jurij Ambrazewicz oświadczył w piątek, że rozmowy o dostawach nawozów będą \
    kontynuowane w najbliższych tygodniach, choć strony nie doszły jeszcze do porozumienia.\n\n\
    Według niego Mińsk jest gotów omawiać wszelkie propozycje, jeśli pomogą zmniejszyć napięcie na granicy.\n";

/// Written in a code page that `encoding_rs` lacks.
fn in_page(text: &str, name: &str) -> Vec<u8> {
    let page = Charset::from_name(name).unwrap();
    text.chars().map(|c| (0..=255).find(|byte| page.decode(&[*byte]).contains(c)).unwrap()).collect()
}

#[test]
fn legacy_lines_in_utf_8() {
    let without_yo = RUSSIAN.replace('ё', "е");
    let russian = |text: &str| encoded(text, WINDOWS_1251);
    let paragraphs: Vec<&str> = without_yo.split_inclusive("\n\n").collect();
    let legacy_inside =
        [paragraphs[0].as_bytes(), &russian(paragraphs[1]), paragraphs[2].as_bytes()].concat();
    let utf8_inside = [&russian(paragraphs[0]), paragraphs[1].as_bytes(), &russian(paragraphs[2])].concat();
    for bytes in [legacy_inside, utf8_inside] {
        for query in ["\"договорились о поставках\"", "\"юрий амбразевич\"", "напряженность"]
        {
            expect("mixed.txt", &bytes, query, "utf-8+windows-1251", 1);
        }
    }
}

/// UTF-8 that was taken for a charset and written as UTF-8 once more.
fn mistaken(text: &str, encoding: &'static Encoding) -> String {
    text.bytes().map(|byte| encoding.decode_without_bom_handling(&[byte]).0.into_owned()).collect()
}

#[test]
fn double_encoded_text_is_found_as_meant_and_cited_as_it_stands() {
    for encoding in [WINDOWS_1251, WINDOWS_1252] {
        let env = TestEnv::new();
        let paragraphs: Vec<&str> = RUSSIAN.split_inclusive("\n\n").collect();
        let text = [paragraphs[0], &mistaken(paragraphs[1], encoding), paragraphs[2]].concat();
        env.write("twice.txt", format!("\u{feff}{text}").as_bytes());
        env.index(Segments::Few);
        let answer = env.search("\"юрий амбразевич\"", Noise::Left);
        let [hit] = answer.hits.as_slice() else { panic!("{:?}", answer.notes) };
        let stands = hit.text.as_deref().unwrap();
        assert!(text.contains(stands) && stands.contains(&mistaken("Министр", encoding)));
        assert!(hit.text_repaired.as_deref().unwrap().contains("Министр иностранных дел"));
        assert_eq!(hit.marks[0].span.of(stands), mistaken("Юрий Амбразевич", encoding));
        assert_eq!(hit.matched[0].forms, ["Юрий Амбразевич"]);
        for query in ["\"юрий амбразевич\"", "напряженность", "-nosuchword"] {
            env.check_citations(&env.jsonl(query, Noise::Searched));
        }
        let options = VerifyOptions { index: env.path().join("index"), corpus: None, here: None };
        let prose = "twice.txt:3 \"Министр иностранных дел Юрий Амбразевич заявил\"\n";
        for claims in [env.jsonl("-nosuchword", Noise::Searched), prose.to_owned()] {
            for checked in verify(read_claims(&claims), &options).unwrap() {
                assert!(matches!(checked.outcome, Outcome::Ok { .. }), "{checked:?}");
            }
        }
        let status = String::from_utf8(env.run(&["status"]).stdout).unwrap();
        assert!(
            status.contains("repaired    twice.txt: 1 double-encoded lines, repaired for search"),
            "{status}"
        );
    }
}

#[test]
fn status_names_guesses_and_damage() {
    let env = TestEnv::new();
    env.write("guessed.txt", &encoded(&RUSSIAN.replace('ё', "е"), KOI8_R));
    let mut broken = RUSSIAN.as_bytes().to_vec();
    broken[9] = 0xff;
    env.write("damaged.txt", &broken);
    env.index(Segments::Few);
    let status = String::from_utf8(env.run(&["status"]).stdout).unwrap();
    for line in
        ["guessed     guessed.txt: koi8-u\n", "guessed     damaged.txt: utf-8\n", "damaged     damaged.txt: "]
    {
        assert!(status.contains(line), "{line:?} in {status}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&env.run(&["status", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["repaired"], serde_json::json!([]));
    assert_eq!(json["guessed"][1]["reason"], "koi8-u");
}

/// Real pages, which hold a handful of lines that their sites double-encoded.
#[test]
fn no_clean_line_is_changed_by_a_repair() {
    let pages = Path::new("/work/shared/eval/cleaning/dev/pages");
    let Ok(folders) = std::fs::read_dir(pages) else {
        eprintln!("SKIPPED: no development pages here, repairs are not tried on clean lines");
        return;
    };
    let names = ["page.txt", "page.near.txt", "gold.txt"];
    let files = folders.flat_map(|folder| names.map(|name| folder.as_ref().unwrap().path().join(name)));
    let (mut lines, mut wrong) = (0, Vec::new());
    for bytes in files.filter_map(|file| std::fs::read(file).ok()) {
        let Ok(decoded) = decode(&bytes) else { continue };
        for (stands, meant) in decoded.as_it_stands().lines().zip(decoded.text.lines()) {
            lines += 1;
            // Control characters stand in no clean line, nor does an accented capital inside a word.
            let is_garbled = stands.contains("ï¿½")
                || stands.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}' | 'Ã' | 'Â' | 'â'))
                || stands.chars().zip(stands.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b == 'Ă');
            if stands != meant && !is_garbled {
                wrong.push((stands.to_owned(), meant.to_owned()));
            }
        }
    }
    assert!(lines > 10_000, "{lines}");
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn code_pages_of_dos_and_macintosh() {
    for charset in ["cp852", "x-mac-ce"] {
        expect(charset, &in_page(POLISH, charset), "\"jurij ambrazewicz\"", charset, 1);
    }
    expect("cp855", &in_page(RUSSIAN, "cp855"), "\"юрий амбразевич\"", "cp855", 1);
    let charset = "x-mac-cyrillic";
    expect(charset, &in_page(RUSSIAN, charset), "\"юрий амбразевич\"", charset, 1);
}

#[test]
fn decomposed_text_with_soft_hyphens() {
    let shy: String =
        BELARUSIAN.replace("пера", "пе\u{ad}ра").replace("Амбра", "Ам\u{ad}бра").nfd().collect();
    assert!(shy.contains('\u{306}'), "й and ў come apart");
    expect("nfd.txt", shy.as_bytes(), "\"Юрый Амбразевіч\"", "utf-8", 1);
    expect("nfd.txt", shy.as_bytes(), "перамовы", "utf-8", 1);
}

#[test]
fn hard_wrapped_lines() {
    let wrapped: Vec<String> = article("001").lines().map(|line| textwrap::fill(line, 72)).collect();
    let text = wrapped.join("\n");
    expect("wrapped.txt", text.as_bytes(), "\"Ambrazevich\"", "utf-8", 2);
    expect(
        "wrapped.txt",
        text.as_bytes(),
        "\"ambassador to the Vatican in March, has become informally\"",
        "utf-8",
        1,
    );
}
