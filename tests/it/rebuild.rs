//! The rebuild law: after any history of adding, editing, deleting, moving and killing, an incremental index
//! answers byte for byte as a fresh one.
//!
//! `KARTOTEKA_HISTORIES` sets how many histories are tried (3 by default; `.ci/run` tries 200).

use std::fs::{self, FileTimes};
use std::path::{Path, PathBuf};
use std::time::Duration;

use kartoteka::engine::Segments;
use kartoteka::search::{Noise, SearchOptions, Typed, search};
use kartoteka::sync::{Reading, SyncOptions, sync};
use kartoteka::{render, walk};

use crate::support::{Random, TestEnv, articles, program};

const FILES: usize = 300;
const RUNS_TO_BUILD: usize = 8;

/// Lines of the five articles, to be mixed anew.
fn material() -> Vec<String> {
    let lines = articles().into_iter().flat_map(|(_, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect::<Vec<_>>()
    });
    lines.collect()
}

fn new_text(random: &mut Random, material: &[String]) -> Vec<u8> {
    let mut text = String::new();
    for _ in 0..3 + random.below(6) {
        text.push_str(random.pick::<String>(material));
        text.push_str("\n\n");
    }
    match random.below(20) {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        2 => b"\0\x01\x02\x03\x04".repeat(30),
        3 => [text.as_bytes(), b"\xff\xfe broken \xc3"].concat(),
        _ => text.into_bytes(),
    }
}

fn files(env: &TestEnv) -> Vec<PathBuf> {
    let corpus = env.corpus();
    walk::list(&corpus, &[]).unwrap().files.iter().map(|file| file.path.under(&corpus)).collect()
}

fn fresh_name(env: &TestEnv, random: &mut Random) -> PathBuf {
    let folder = env.corpus().join(["", "a", "b/c"][random.below(3)]);
    fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{:06}.txt", random.below(1_000_000)))
}

/// One change of the corpus.
fn change(env: &TestEnv, random: &mut Random, material: &[String]) {
    let files = files(env);
    let file = random.pick(&files);
    match random.below(7) {
        0 | 1 => fs::write(fresh_name(env, random), new_text(random, material)).unwrap(),
        2 => fs::write(file, new_text(random, material)).unwrap(),
        3 => edit_in_place(file, random),
        4 => fs::remove_file(file).unwrap(),
        5 => fs::rename(file, fresh_name(env, random)).unwrap(),
        _ => drop(fs::copy(file, fresh_name(env, random)).unwrap()),
    }
}

/// Changes a letter, so that the size stays, and sets the time of the last change back to what it was.
fn edit_in_place(file: &Path, random: &mut Random) {
    let mut bytes = fs::read(file).unwrap();
    let letters: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_lowercase()).collect();
    if letters.is_empty() {
        return;
    }
    let modified = fs::metadata(file).unwrap().modified().unwrap();
    bytes[*random.pick(&letters)] = b'q';
    fs::write(file, bytes).unwrap();
    let file = fs::File::options().write(true).open(file).unwrap();
    file.set_times(FileTimes::new().set_modified(modified)).unwrap();
}

/// Starts an index run in a process of its own and kills it at some moment. Whether it was still at work.
fn killed_run(env: &TestEnv, random: &mut Random) -> bool {
    let mut child = program()
        .current_dir(env.path())
        .args(["index", "--index", "index", "--segments", "keep"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_micros(u64::try_from(random.below(120_000)).unwrap()));
    let was_at_work = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    was_at_work
}

fn queries(random: &mut Random, material: &[String]) -> Vec<(String, Noise)> {
    let words: Vec<&str> = material
        .iter()
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 2)
        .collect();
    let mut queries = Vec::new();
    for number in 0..30 {
        let count = 3 + random.below(7);
        let some: Vec<&str> = (0..count).map(|_| *random.pick(&words)).collect();
        let query = match number % 6 {
            0 => some.join(" OR "),
            1 => some[..3].join(" AND "),
            2 => some.join(" "),
            3 => some[0].to_owned(),
            4 => {
                let line: Vec<&str> = random.pick::<String>(material).split_whitespace().collect();
                let start = random.below(line.len());
                format!("\"{}\"", line[start..(start + 3).min(line.len())].join(" ").replace('"', ""))
            }
            _ => format!("{} -{} ({} OR {})", some[0], some[1], some[2], some[0]),
        };
        queries.push((query, if number % 2 == 0 { Noise::Left } else { Noise::Searched }));
    }
    queries.push(("the".to_owned(), Noise::Searched));
    for query in [
        "-the",
        "sanc*",
        "b?laru*",
        "lukashenka~2",
        "Lukashenkx",
        "\"the in\"~4",
        "title:Belarus sanctions",
        "date:2025-12 Minsk",
    ] {
        queries.push((query.to_owned(), Noise::Searched));
    }
    queries
}

fn answers(index: &Path, queries: &[(String, Noise)]) -> Vec<String> {
    let answer = |(query, noise): &(String, Noise)| {
        let typed = Typed::new(query);
        let answer = search(&SearchOptions { noise: *noise, limit: 200, ..SearchOptions::new(index, typed) });
        let mut out = Vec::new();
        // The object holds the hits as jsonl has them, and notes and totals beside.
        render::json::write_json(&answer.unwrap(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    queries.iter().map(answer).collect()
}

fn run(env: &TestEnv, index: &str, segments: Segments) {
    let options = SyncOptions {
        index: env.path().join(index),
        roots: vec![env.corpus()],
        reading: Reading::Changed,
        segments,
        ..SyncOptions::default()
    };
    let report = sync(&options, &|_| {}).unwrap();
    assert!(report.failed.is_empty(), "{report:?}");
}

fn segments(env: &TestEnv) -> usize {
    let folders = fs::read_dir(env.path().join("index")).unwrap().flatten().map(|entry| entry.path());
    let generation = folders.filter(|path| path.is_dir()).max().unwrap();
    fs::read_dir(generation)
        .unwrap()
        .flatten()
        .filter(|e| e.path().extension().is_some_and(|e| e == "term"))
        .count()
}

/// Compares with a fresh index, then merges all segments and compares again.
fn assert_as_fresh(env: &TestEnv, queries: &[(String, Noise)], history: usize) {
    run(env, "fresh", Segments::Few);
    let expected = answers(&env.path().join("fresh"), queries);
    let index = env.path().join("index");
    let compare = |when: &str| {
        for ((query, _), (found, expected)) in
            queries.iter().zip(answers(&index, queries).iter().zip(&expected))
        {
            assert_eq!(found, expected, "history {history}, {when}: {query}");
        }
    };
    compare("before merging");
    if history.is_multiple_of(4) {
        run(env, "index", Segments::One);
        compare("after merging");
    }
    let commit = |index: &str| kartoteka::sync::open(&env.path().join(index)).unwrap().commit().clone();
    let (incremental, fresh) = (commit("index"), commit("fresh"));
    assert_eq!((incremental.totals, incremental.sources), (fresh.totals, fresh.sources), "history {history}");
    fs::remove_dir_all(env.path().join("fresh")).unwrap();
}

#[test]
fn an_incremental_index_answers_as_a_fresh_one_after_any_history() {
    let histories =
        std::env::var("KARTOTEKA_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(3);
    let material = material();
    let env = TestEnv::new();
    let mut random = Random::new(20_251_219);
    for run_number in 0..RUNS_TO_BUILD {
        for _ in 0..=(FILES / RUNS_TO_BUILD) {
            fs::write(fresh_name(&env, &mut random), new_text(&mut random, &material)).unwrap();
        }
        run(&env, "index", Segments::Keep);
        assert!(run_number < 6 || segments(&env) >= 6, "{} segments", segments(&env));
    }
    let mut kills = 0;
    for history in 0..histories {
        let mut random = Random::new(history as u64 + 1);
        for _ in 0..2 + random.below(3) {
            for _ in 0..=random.below(12) {
                change(&env, &mut random, &material);
            }
            if random.below(2) == 0 {
                kills += usize::from(killed_run(&env, &mut random));
            } else {
                run(&env, "index", Segments::Keep);
            }
        }
        run(&env, "index", Segments::Keep);
        let queries = queries(&mut random, &material);
        assert_as_fresh(&env, &queries, history);
    }
    assert!(kills > 0, "no run was killed while it worked");
    println!("{histories} histories, {kills} runs killed at work, {} files", files(&env).len());
}
