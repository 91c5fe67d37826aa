//! Quotations, verified.

use kartoteka::engine::Segments;
use kartoteka::search::Noise;
use kartoteka::verify::{Checked, Outcome, VerifyOptions, read_claims, verify};

use crate::support::{Random, TestEnv, article};

const ARTICLE_001: &str = "001_ec6d90b5d20c6016.txt";

fn verified(env: &TestEnv, input: &str) -> Vec<Checked> {
    let options =
        VerifyOptions { index: env.path().join("index"), corpus: None, here: Some(env.path().to_path_buf()) };
    verify(read_claims(input), &options).unwrap()
}

fn statuses(env: &TestEnv, input: &str) -> Vec<&'static str> {
    verified(env, input).iter().map(|checked| checked.outcome.as_str()).collect()
}

#[test]
fn every_hit_is_ok() {
    let env = TestEnv::with_articles();
    let hits = env.jsonl("-nosuchword", Noise::Searched);
    let checked = verified(&env, &hits);
    assert!(checked.len() > 100);
    for one in &checked {
        assert!(matches!(one.outcome, Outcome::Ok { .. }), "{one:?}");
    }
    let noise = checked.iter().filter(|one| one.outcome == Outcome::Ok { noise: true }).count();
    assert!(noise > 15, "{noise}");
}

#[test]
fn prose_is_verified_line_by_line() {
    let env = TestEnv::with_articles();
    let report = format!(
        "# A report\n\nAs the agency has it:\n\
        - corpus/{ARTICLE_001}:17 \"Yury Ambrazevich, who was appointed […] to the Vatican in March\"\n\
        - {ARTICLE_001}:19 “Yury Ambrazevich, who was appointed ambassador”\n\
        - {ARTICLE_001}:17 \"Yury Ambrazevich, who was made ambassador to the Vatican in March\"\n\
        - 000_07e2cb37b6f2803c.txt:3 \"Former Deputy Minister of Foreign Affairs of Belarus, Yury Ambrazevich\"\n\
        - {ARTICLE_001}:17 \"Nothing of this kind was ever written by anybody anywhere\"\n\
        - ../index/CURRENT:1 \"gen-1 and some more words\"\n\
        - {ARTICLE_001} \"in March\"\n\
        - {ARTICLE_001}:5 \"President of Belarus (photo: Getty Images)\"\n"
    );
    let checked = verified(&env, &report);
    let found: Vec<(usize, &str)> =
        checked.iter().map(|one| (one.claim.input_line, one.outcome.as_str())).collect();
    let expected = [
        (4, "ok"),
        (5, "moved"),
        (6, "altered"),
        (7, "misattributed"),
        (8, "missing"),
        (9, "refused"),
        (10, "refused"),
        (11, "ok"),
    ];
    assert_eq!(found, expected);
    assert!(matches!(&checked[1].outcome, Outcome::Moved { to } if to.line == 17));
    assert!(matches!(&checked[2].outcome, Outcome::Altered { near } if near.line == 17));
    assert!(matches!(&checked[3].outcome, Outcome::Misattributed { to } if to[0].file == ARTICLE_001));
    assert_eq!(checked[7].outcome, Outcome::Ok { noise: true });
}

#[test]
fn after_a_longer_word_the_later_passages_are_moved_and_the_edited_one_is_altered() {
    let env = TestEnv::with_articles();
    let hits = env.jsonl("Ambrazevich OR isolation", Noise::Left);
    let edited = article("001").replace("way out of isolation", "way out of loneliness");
    env.write(ARTICLE_001, edited.as_bytes());
    let found: Vec<(u32, &str)> = verified(&env, &hits)
        .iter()
        .filter(|one| one.claim.file == ARTICLE_001)
        .map(|one| (one.claim.line.unwrap(), one.outcome.as_str()))
        .collect();
    assert!(found.contains(&(3, "altered")) && found.contains(&(17, "moved")), "{found:?}");
    assert!(found.iter().all(|(line, status)| *line == 3 || *status == "moved"), "{found:?}");
}

/// Letters and digits in order: what no typography changes.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `KARTOTEKA_EDITS` sets how many random edits are tried.
#[test]
fn no_quotation_is_ok_whose_words_are_not_there() {
    let edits = std::env::var("KARTOTEKA_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(150);
    let env = TestEnv::with_articles();
    let hits = env.jsonl("-nosuchword", Noise::Searched);
    let names: Vec<(String, Vec<u8>)> = crate::support::articles();
    let mut random = Random::new(12);
    for _ in 0..edits {
        let (name, bytes) = random.pick(&names).clone();
        let edited = edit(&mut random, &bytes, &names);
        env.write(&name, &edited);
        let lines: Vec<&str> = hits.lines().filter(|line| line.contains(&name)).collect();
        let some: Vec<&str> = (0..4).map(|_| *random.pick(&lines)).collect();
        let text = words(&String::from_utf8_lossy(&edited));
        for one in verified(&env, &some.join("\n")) {
            let there = text.contains(&words(&one.claim.quotation));
            let said = matches!(one.outcome, Outcome::Ok { .. } | Outcome::Moved { .. });
            assert!(there || !said, "{} is not there: {one:?}", one.claim.quotation);
        }
        env.write(&name, &bytes);
    }
}

/// A byte, a word or a line changed, or another file in its place.
fn edit(random: &mut Random, bytes: &[u8], names: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut edited = bytes.to_vec();
    match random.below(4) {
        0 => {
            let at = random.below(edited.len());
            edited[at] = u8::try_from(random.below(256)).unwrap();
        }
        1 => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let words: Vec<&str> = text.split_whitespace().collect();
            edited = text.replacen(*random.pick(&words), "quorn", 1).into_bytes();
        }
        2 => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let mut lines: Vec<&str> = text.lines().collect();
            lines.remove(random.below(lines.len()));
            edited = lines.join("\n").into_bytes();
        }
        _ => edited.clone_from(&random.pick(names).1),
    }
    edited
}

#[test]
fn the_program_reads_hits_and_says_what_is_wrong() {
    let env = TestEnv::with_articles();
    let hits = env.jsonl("\"Ambrazevich\"", Noise::Left);
    std::fs::write(env.path().join("hits.jsonl"), &hits).unwrap();
    let output = env.run(&["verify", "hits.jsonl", "--index", "index"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 of 2 ok"));
    std::fs::write(
        env.path().join("report.md"),
        format!("- {ARTICLE_001}:17 \"Yury Ambrazevich was here\"\n"),
    )
    .unwrap();
    let output = env.run(&["verify", "report.md", "--index", "index"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!("verify_altered", String::from_utf8_lossy(&output.stdout));
    env.index(Segments::Few);
    assert_eq!(statuses(&env, "no quotation at all"), [""; 0]);
}
