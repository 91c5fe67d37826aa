//! The five articles, searched.

use kartoteka::query::Closeness;
use kartoteka::query::Note;
use kartoteka::render::json::HitLine;
use kartoteka::search::{Noise, SearchOptions, Status, Typed, search, search_files};

use crate::support::TestEnv;

const ARTICLE_001: &str = "001_ec6d90b5d20c6016.txt";

#[test]
fn a_name_is_found_in_exactly_the_passages_that_hold_it() {
    let env = TestEnv::with_articles();
    let both = [format!("{ARTICLE_001}:17"), format!("{ARTICLE_001}:19")];
    assert_eq!(env.places("\"Ambrazevich\"", Noise::Left), both);
    assert_eq!(env.places("Yury Ambrazevich", Noise::Left), [format!("{ARTICLE_001}:17")]);
    let answer = env.search("\"Yury Ambrazevich\"", Noise::Left);
    let hit = &answer.hits[0];
    let text = hit.text.as_deref().unwrap();
    let marked: Vec<&str> = hit.marks.iter().map(|mark| mark.span.of(text)).collect();
    assert_eq!(marked, ["Yury Ambrazevich"]);
    assert_eq!((hit.meta.span.start().0, hit.meta.span.end().0), (1119, 1353));
    env.check_citations(&env.jsonl("\"Ambrazevich\"", Noise::Left));
}

#[test]
fn noise_is_found_only_where_it_is_asked_for() {
    let env = TestEnv::with_articles();
    for query in ["Kushner", "Arlou", "GlobalTips", "Whatsapp", "\"Getty Images\""] {
        let answer = env.search(query, Noise::Left);
        assert!(answer.hits.is_empty(), "{query}");
        assert!(
            answer.notes.iter().any(|note| matches!(note, Note::NoiseHolds { .. })),
            "{query}: {:?}",
            answer.notes
        );
        let jsonl = env.jsonl(query, Noise::Searched);
        let hit: HitLine = serde_json::from_str(jsonl.lines().next().unwrap()).unwrap();
        assert!(hit.noise && hit.reason.is_some() && !hit.matches.is_empty(), "{query}");
        env.check_citations(&jsonl);
    }
}

#[test]
fn possessives_are_found_and_the_mark_is_on_the_name_alone() {
    let env = TestEnv::with_articles();
    let answer = env.search("Lukashenko", Noise::Left);
    let mut possessives = 0;
    for hit in &answer.hits {
        let text = hit.text.as_deref().unwrap();
        for mark in &hit.marks {
            assert_eq!(mark.span.of(text), "Lukashenko");
            assert_eq!(mark.kind, Closeness::Exact);
            possessives += usize::from(text[mark.span.end().index()..].starts_with(['\'', '’']));
        }
    }
    assert!(possessives >= 5, "{possessives} possessives");
    env.check_citations(&env.jsonl("Lukashenko", Noise::Left));
}

#[test]
fn every_kept_passage_of_the_corpus_can_be_cited() {
    let env = TestEnv::with_articles();
    let jsonl = env.jsonl("-nosuchword", Noise::Searched);
    assert!(jsonl.lines().count() > 100);
    env.check_citations(&jsonl);
    for line in jsonl.lines() {
        let hit: HitLine = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&hit).unwrap(), line, "the format is what its structs say");
    }
}

#[test]
fn any_form_of_query_is_answered() {
    let env = TestEnv::with_articles();
    let first = |query: &str| {
        let answer = env.search_first(query, Noise::Left, 1);
        let place = answer
            .hits
            .first()
            .map(|hit| format!("{}:{}", &hit.file.lossy()[..3], hit.meta.lines.first.get()));
        let notes: Vec<String> = answer.notes.iter().map(ToString::to_string).collect();
        format!("{} of {} | {}", place.unwrap_or_default(), answer.totals.article.hits, notes.join("; "))
    };
    let queries = [
        "Tsikhanouskaya's",
        "Lukashenko's regime",
        "Trump: \"good cop\"",
        "Belarus (EU",
        "Why is Ukraine escalating relations with Lukashenka?",
        "\"EU-Belarus\"",
        "a AND",
        "\"\"",
        "***",
        "+Vilnius balloons",
        "Belavia AND (potash OR sanctions) -Trump",
        "Lukashenko AND Trump AND potash",
        "-Lukashenko",
        "Belavia nosuchword",
        "Sviatlana Tsikhanouskaya",
    ];
    let answers: Vec<String> = queries.iter().map(|query| format!("{query} => {}", first(query))).collect();
    insta::assert_snapshot!(answers.join("\n"));
}

#[test]
fn random_bytes_are_a_query() {
    let env = TestEnv::with_articles();
    let mut random = crate::support::Random::new(7);
    let bytes: Vec<u8> = (0..10_000).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
    let answer = env.search(&String::from_utf8_lossy(&bytes), Noise::Searched);
    assert!(answer.notes.iter().any(|note| matches!(note, Note::TooManyWords { .. })));
}

#[test]
fn the_limit_by_file_counts_each_file() {
    let env = TestEnv::with_articles();
    let options = SearchOptions {
        limit: 100,
        per_file: Some(1),
        ..SearchOptions::new(env.path().join("index"), Typed::new("Lukashenko"))
    };
    let answer = search(&options).unwrap();
    assert_eq!(answer.hits.len(), 4);
    assert!(answer.totals.article.hits > 20, "totals do not depend on the limit");
}

#[test]
fn a_source_that_changed_is_not_quoted() {
    let env = TestEnv::with_articles();
    let text = crate::support::article("001").replace("Ambrazevich", "Abramovich");
    env.write(ARTICLE_001, text.as_bytes());
    let answer = env.search("\"Ambrazevich\"", Noise::Left);
    assert!(answer.hits.iter().all(|hit| hit.text.is_none()) && answer.hits.len() == 2);
    assert!(answer.notes.contains(&Note::Stale { hits: 2 }));
    assert!(env.jsonl("\"Ambrazevich\"", Noise::Left).lines().all(|line| line.contains("\"text\":null")));
    env.index(kartoteka::engine::Segments::Few);
    assert!(env.search("\"Ambrazevich\"", Noise::Left).hits.is_empty());
}

#[test]
fn equal_passages_are_one_hit() {
    let env = TestEnv::with_articles();
    env.write("zz_copy.txt", crate::support::article("001").as_bytes());
    env.index(kartoteka::engine::Segments::Few);
    let answer = env.search("\"Ambrazevich\"", Noise::Left);
    assert_eq!(
        (answer.totals.article.hits, answer.totals.article.passages, answer.totals.article.files),
        (2, 4, 2)
    );
    assert_eq!(answer.hits[0].file.lossy(), ARTICLE_001);
    assert_eq!(answer.hits[0].duplicates[0].file.lossy(), "zz_copy.txt");
}

#[test]
fn a_passage_that_one_file_lost_is_quoted_from_another() {
    let env = TestEnv::with_articles();
    env.write("zz_copy.txt", crate::support::article("001").as_bytes());
    env.index(kartoteka::engine::Segments::Few);
    env.write(ARTICLE_001, b"Nothing of it is left.");
    let answer = env.search("\"Ambrazevich\"", Noise::Left);
    for hit in &answer.hits {
        assert_eq!((hit.file.lossy().as_str(), hit.status), ("zz_copy.txt", Status::Ok));
        let twins: Vec<_> = hit.duplicates.iter().map(|twin| (twin.file.lossy(), twin.status)).collect();
        assert_eq!(twins, [(ARTICLE_001.to_owned(), Status::Stale)]);
    }
    assert_eq!(answer.hits.len(), 2);
}

#[test]
fn a_line_break_put_before_a_passage_moves_its_lines() {
    let env = TestEnv::with_articles();
    let text = crate::support::article("001").replacen(' ', "\n", 2);
    env.write(ARTICLE_001, text.as_bytes());
    assert_eq!(env.places("\"Yury Ambrazevich\"", Noise::Left), [format!("{ARTICLE_001}:19")]);
}

#[test]
fn an_exclusion_among_alternatives_is_one_of_them() {
    let env = TestEnv::new();
    env.write("a.txt", b"The ministers met in Warsaw on Monday to speak of sanctions and of the border.");
    env.write("b.txt", b"The farmers of the region sold their potatoes on Tuesday at a very low price.");
    env.write("c.txt", b"The farmers of the region met the ministers on Friday in the great town hall.");
    env.index(kartoteka::engine::Segments::Few);
    assert_eq!(env.places("Warsaw OR NOT ministers", Noise::Left), ["a.txt:1", "b.txt:1"]);
    assert_eq!(env.places("farmers OR NOT ministers", Noise::Left), ["b.txt:1", "c.txt:1"]);
}

#[test]
fn files_are_listed_each_once_with_those_of_duplicates() {
    let env = TestEnv::with_articles();
    env.write("zz_copy.txt", crate::support::article("001").as_bytes());
    env.index(kartoteka::engine::Segments::Few);
    let files = |query: &str, limit: usize, offset: usize| {
        let options = SearchOptions {
            limit,
            offset,
            noise: Noise::Searched,
            ..SearchOptions::new(env.path().join("index"), Typed::new(query))
        };
        let answer = search_files(&options).unwrap();
        answer.files.iter().map(|file| file.file.lossy()).collect::<Vec<_>>()
    };
    assert_eq!(files("Ambrazevich", 100, 0), [ARTICLE_001, "zz_copy.txt"]);
    assert_eq!(files("Ambrazevich", 1, 1), ["zz_copy.txt"]);
    let all = files("the", 100, 0);
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
}

#[test]
fn words_of_one_article_in_different_passages_make_the_second_tier() {
    let env = TestEnv::new();
    let sentence = |words: &str| {
        format!(
            "The spokesman said on Monday that {words} would be discussed again by the two sides before long, and that nothing had been decided so far about it, as both of them had asked for more time to think it over at home.\n\n"
        )
    };
    env.write(
        "a.txt",
        format!("Talks go on in the capital\n\n{}{}", sentence("potash"), sentence("balloons")).as_bytes(),
    );
    env.write(
        "b.txt",
        format!("Nothing new at the border\n\n{}{}", sentence("potash exports"), sentence("visas"))
            .as_bytes(),
    );
    env.write(
        "c.txt",
        format!("A day of many meetings\n\n{}{}", sentence("potash and balloons"), sentence("visas"))
            .as_bytes(),
    );
    env.index(kartoteka::engine::Segments::Few);
    let answer = env.search("potash balloons", Noise::Left);
    let tiers: Vec<(String, u8)> = answer.hits.iter().map(|hit| (hit.file.lossy(), hit.tier)).collect();
    let expected = [("c.txt", 1), ("a.txt", 2), ("a.txt", 3), ("b.txt", 3)];
    assert_eq!(tiers, expected.map(|(file, tier)| (file.to_owned(), tier)));
    assert_eq!(answer.totals.article.tiers, [1, 1, 2]);
}

const PIECES: &[&str] = &[
    "\"",
    "“",
    "”",
    "«",
    "(",
    ")",
    "+",
    "-",
    "*",
    "?",
    "~",
    "~9",
    "~99999999999",
    "=\"",
    "AND",
    "OR",
    "NOT",
    "title:",
    "lang:",
    "date:",
    "file:",
    "outlet:",
    "date:2025..",
    "lang:en",
    "file:[",
    "file:**",
    "..",
    ":",
    " ",
    " ",
    " ",
    " ",
    "Lukashenko",
    "a",
    "the",
    "Minsk",
    "Амбразевіч",
    "白俄罗斯",
    "شهر",
    "\u{202e}",
    "\u{0}",
    "\u{1b}[2J",
    "\n",
    "\\",
    "'",
    "’s",
    "e\u{301}",
    "🙂",
    "\u{ad}",
    "x*y*z*",
    "a*b?c*",
    "****",
    "EU-Belarus",
    "1.5",
    "@",
    "%",
    "{}",
    "<b>",
];

/// A string of pieces of syntax, words in several scripts, and what scraped text and terminals are made of.
fn hostile(random: &mut crate::support::Random) -> String {
    (0..=random.below(24)).map(|_| *random.pick(PIECES)).collect()
}

/// `KARTOTEKA_QUERIES` sets how many are tried.
#[test]
fn any_string_is_answered() {
    let count = std::env::var("KARTOTEKA_QUERIES").ok().and_then(|count| count.parse().ok()).unwrap_or(1500);
    let env = TestEnv::with_articles();
    let mut random = crate::support::Random::new(31);
    let all = env.search_first("-nosuchwordatall", Noise::Left, 1).totals.article.passages;
    let mut slowest = std::time::Duration::ZERO;
    for _ in 0..count {
        let query = hostile(&mut random);
        let began = std::time::Instant::now();
        let answer = env.search_first(&query, Noise::Searched, 3);
        slowest = slowest.max(began.elapsed());
        let totals = &answer.totals.article;
        assert!(
            totals.hits <= totals.passages && totals.tiers.iter().sum::<u64>() == totals.hits,
            "{query:?}"
        );
        assert!(totals.passages <= all, "{query:?}");
        let noise = answer.totals.noise.as_ref().map_or(0, |noise| noise.hits);
        assert!(totals.hits + noise > 0 || !answer.notes.is_empty(), "a zero answer says why: {query:?}");
    }
    println!("{count} queries, the slowest took {slowest:?}");
}
