//! Every form of the query language on the five articles: which passages it finds, with what marked, and what is
//! said about it. The answers are golden files, one a form; `tests/it/snapshots/it__forms__*`.

use kartoteka::query::{Filter, Forms};
use kartoteka::search::{Noise, SearchOptions, Sort, Typed, Undated, search};

use crate::support::TestEnv;

/// A form with queries of it.
const FORMS: &[(&str, &[&str])] = &[
    (
        "word",
        &["Ambrazevich", "AMBRAZEVICH", "potash", "sanction", "Lukashenko’s", "nosuchword", "Ambrazevicz"],
    ),
    (
        "words",
        &["sanctions potash", "Belavia nosuchword", "Why is Ukraine escalating relations with Lukashenka?"],
    ),
    (
        "phrase",
        &[
            "\"Yury Ambrazevich\"",
            "“Yury Ambrazevich”",
            "«yury ambrazevich»",
            "\"Ambrazevich Yury\"",
            "\"EU-Belarus\"",
        ],
    ),
    (
        "slop",
        &["\"Yury appointed\"~1", "\"Yury appointed\"~3", "\"Kizim sanctions\"~5", "\"balloons Vilnius\"~1"],
    ),
    ("literal", &["=\"potash fertilizer\"", "=\"sanction\"", "=\"sanctions potash\""]),
    ("must", &["+Vilnius balloons", "+Vilnius +balloons", "+nosuchword Vilnius"]),
    (
        "must_not",
        &["Trump -Lukashenko", "balloons -Vilnius", "-Lukashenko -Trump -Belarus -Belarusian -Minsk"],
    ),
    (
        "boolean",
        &[
            "potash AND Belavia",
            "potash OR Belavia",
            "NOT Lukashenko AND Trump",
            "Trump AND (potash OR Belavia)",
            "(Vilnius balloons) AND Lithuania",
            "potash OR NOT Lukashenko",
            "a AND",
            "AND OR NOT",
            "Belarus (EU",
        ],
    ),
    ("prefix", &["Ambraz*", "Tsikhanou*", "balloon* +Vilnius"]),
    ("wildcard", &["Lukashenk?", "Ambr*vich", "b?lloons", "***", "what?"]),
    ("fuzzy", &["Ambrazevic~1", "Tsikhanovskaya~2", "Lukashenka~", "potush~1"]),
    (
        "title",
        &[
            "title:Kizim",
            "title:Kizim sanctions",
            "title:\"Yury Ambrazevich\"",
            "title:(Belarus OR Ukraine) balloons",
        ],
    ),
    ("lang", &["lang:en Ambrazevich", "lang:be,ru Ambrazevich", "lang:sq", "lang:nosuch potash"]),
    ("file", &["file:001* Ambrazevich", "file:*.md Ambrazevich", "file:00[12]* sanctions"]),
    (
        "date",
        &[
            "date:2025 potash",
            "date:2025-12..2026-01 potash",
            "date:>=2025-12-01 Lukashenko",
            "date:..2024 potash",
            "date:nosuch potash",
        ],
    ),
    (
        "odd",
        &[
            "\"\"",
            "name:Ambrazevich",
            "outlet:vna Minsk",
            "\"Yury Ambrazevich",
            "Trump: \"good cop\"",
            "10:30",
            "a:b:c",
        ],
    ),
];

/// The hits of an answer, one a line: file, lines, tier, what is marked; then how many there are and the notes.
fn shown(options: &SearchOptions) -> String {
    let answer = search(options).unwrap();
    let mut lines = Vec::new();
    for hit in &answer.hits {
        let text = hit.text.as_deref().unwrap();
        let marks: Vec<&str> = hit.marks.iter().map(|mark| mark.span.of(text)).collect();
        let place = format!("{}:{}", &hit.file.lossy()[..3], hit.meta.lines.first.get());
        lines.push(format!("  {place} tier {} [{}]", hit.tier, marks.join("] [")));
    }
    let total = answer.totals.article.hits + answer.totals.noise.map_or(0, |noise| noise.hits);
    if total > answer.hits.len() as u64 {
        lines.push(format!("  … {total} in all"));
    }
    lines.extend(answer.notes.iter().map(|note| format!("  note: {note}")));
    if lines.is_empty() { "  nothing".to_owned() } else { lines.join("\n") }
}

fn options(env: &TestEnv, query: &str) -> SearchOptions {
    SearchOptions { limit: 8, ..SearchOptions::new(env.path().join("index"), Typed::new(query)) }
}

#[test]
fn every_form_finds_the_passages_it_should() {
    let env = TestEnv::with_articles();
    for (form, queries) in FORMS {
        let answers: Vec<String> =
            queries.iter().map(|query| format!("{query}\n{}", shown(&options(&env, query)))).collect();
        insta::assert_snapshot!(*form, answers.join("\n\n"));
    }
}

#[test]
fn every_option_finds_the_passages_it_should() {
    let env = TestEnv::with_articles();
    let plain = |query: &str| options(&env, query);
    let potash = || plain("potash");
    let since = |date: &str| vec![Filter::between(Some(date), None).unwrap()];
    let all = [
        ("--exact sanction", SearchOptions { forms: Forms::Literal, ..plain("sanction") }),
        ("--limit 2 --offset 1 potash", SearchOptions { limit: 2, offset: 1, ..potash() }),
        ("--per-file 1 Lukashenko", SearchOptions { per_file: Some(1), ..plain("Lukashenko") }),
        ("--sort date Lukashenko", SearchOptions { sort: Sort::Date, ..plain("Lukashenko") }),
        ("--since 2025-12 Lukashenko", SearchOptions { filters: since("2025-12"), ..plain("Lukashenko") }),
        (
            "--since 2025-12 --undated Lukashenko",
            SearchOptions { filters: since("2025-12"), undated: Undated::Kept, ..plain("Lukashenko") },
        ),
        ("--noise Whatsapp", SearchOptions { noise: Noise::Searched, ..plain("Whatsapp") }),
        ("Whatsapp", plain("Whatsapp")),
        (
            "--lang en potash",
            SearchOptions { filters: vec![Filter::read("lang", "en").unwrap()], ..potash() },
        ),
        (
            "--file '*001*' Ambrazevich",
            SearchOptions { filters: vec![Filter::read("file", "*001*").unwrap()], ..plain("Ambrazevich") },
        ),
        (
            "--since-run 0 Ambrazevich",
            SearchOptions { filters: vec![Filter::SinceRun(0)], ..plain("Ambrazevich") },
        ),
        (
            "--since-run 1 Ambrazevich",
            SearchOptions { filters: vec![Filter::SinceRun(1)], ..plain("Ambrazevich") },
        ),
    ];
    let answers: Vec<String> =
        all.iter().map(|(typed, options)| format!("{typed}\n{}", shown(options))).collect();
    insta::assert_snapshot!("options", answers.join("\n\n"));
}

/// Finds words without any of the code that is tested: the kept lines of each article, letters alone, lower-cased.
#[test]
fn literal_words_are_found_in_exactly_the_passages_that_hold_them() {
    let env = TestEnv::with_articles();
    let everything = env.search("-nosuchwordatall", Noise::Left);
    assert_eq!(everything.hits.len() as u64, everything.totals.article.passages);
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase().replace(['’', '‘'], "'");
        lower.split(|c: char| !c.is_alphanumeric() && c != '\'').map(str::to_owned).collect()
    };
    let mut checked = 0;
    for word in
        ["potash", "sanctions", "vilnius", "balloons", "trump", "minsk", "president", "european", "2025"]
    {
        let holds = |text: &str| words(text).iter().any(|other| other.trim_matches('\'') == word);
        let mut expected: Vec<(String, u64)> = everything
            .hits
            .iter()
            .filter(|hit| holds(hit.text.as_deref().unwrap()))
            .map(|hit| (hit.file.lossy(), hit.meta.span.start().0))
            .collect();
        let answer = env.search(&format!("=\"{word}\""), Noise::Left);
        let mut found: Vec<(String, u64)> =
            answer.hits.iter().map(|hit| (hit.file.lossy(), hit.meta.span.start().0)).collect();
        expected.sort();
        found.sort();
        // Possessives are another form, and no literal one.
        found.retain(|place| expected.contains(place));
        assert_eq!(found, expected, "{word}");
        checked += found.len();
    }
    assert!(checked > 40, "{checked}");
}
