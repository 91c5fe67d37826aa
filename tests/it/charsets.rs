//! Articles as other programs save them: found, and cited to the byte.

use encoding_rs::{Encoding, IBM866, KOI8_R, WINDOWS_1251, WINDOWS_1252};
use kartoteka::decode::Charset;
use kartoteka::engine::Segments;
use kartoteka::search::Noise;
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
