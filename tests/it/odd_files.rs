//! Folders as they are found: what is no source is reported by name and reason, the rest is indexed.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use kartoteka::engine::Segments;
use kartoteka::search::Noise;

use crate::support::{TestEnv, article};

fn reasons(remarks: &[kartoteka::sync::Remark]) -> Vec<(String, String)> {
    remarks.iter().map(|remark| (remark.file.clone(), remark.reason.clone())).collect()
}

#[test]
fn a_binary_an_empty_file_a_loop_a_pipe_and_a_link_outside_are_reported() {
    let env = TestEnv::new();
    let corpus = env.corpus();
    env.write("article.txt", article("001").as_bytes());
    env.write("picture.png", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x02\x03".repeat(20));
    env.write("empty.txt", b"");
    symlink("..", corpus.join("loop")).unwrap();
    std::fs::create_dir(corpus.join("folder")).unwrap();
    symlink("../folder", corpus.join("folder/round")).unwrap();
    symlink("/etc", corpus.join("outside")).unwrap();
    symlink("nowhere", corpus.join("broken")).unwrap();
    assert!(Command::new("mkfifo").arg(corpus.join("pipe")).status().unwrap().success());
    let report = env.index(Segments::Few);
    let expected = [
        ("broken", "a link to nothing"),
        ("empty.txt", "empty"),
        ("folder/round", "a link to a folder that holds it"),
        ("loop", "a link to a folder that holds it"),
        ("outside", "a link that leads outside the corpus"),
        ("picture.png", "not text"),
        ("pipe", "not a regular file (pipe, socket or device)"),
    ];
    assert_eq!(reasons(&report.skipped), expected.map(|(file, reason)| (file.to_owned(), reason.to_owned())));
    assert_eq!((report.added, report.sources), (3, 1));
    assert_eq!(env.places("\"Ambrazevich\"", Noise::Left).len(), 2);
    assert_eq!(reasons(&env.index(Segments::Few).skipped).len(), 7, "they are reported in every run");
}

#[test]
fn an_unreadable_file_fails_by_name_and_the_rest_is_indexed() {
    let env = TestEnv::new();
    env.write("article.txt", article("001").as_bytes());
    env.write("secret.txt", article("002").as_bytes());
    std::fs::set_permissions(env.corpus().join("secret.txt"), PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::read(env.corpus().join("secret.txt")).is_ok() {
        // The superuser reads everything: let another user run the program.
        if !run_as_nobody(&env) {
            eprintln!(
                "SKIPPED: this user reads every file, and no other can be taken here (setpriv is missing)"
            );
        }
        return;
    }
    let report = env.index(Segments::Few);
    assert_eq!(report.failed[0].file, "secret.txt");
    assert_eq!(report.sources, 1);
}

fn run_as_nobody(env: &TestEnv) -> bool {
    let program = env.path().join("kartoteka");
    std::fs::copy(env!("CARGO_BIN_EXE_kartoteka"), &program).unwrap();
    for path in [env.path().to_path_buf(), program.clone()] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o777)).unwrap();
    }
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(program)
        .args(["index", "corpus", "--index", "index"])
        .current_dir(env.path())
        .output();
    let Ok(output) = output else { return false };
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    if said.contains("setpriv:") {
        return false;
    }
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("failed: secret.txt: Permission denied"), "{said}");
    assert!(said.contains("1 added"), "{said}");
    true
}

#[test]
fn a_name_with_a_newline_is_indexed_and_shown_on_one_line() {
    let env = TestEnv::new();
    env.write("two\nlines.txt", article("001").as_bytes());
    env.index(Segments::Few);
    let output = env.run(&["search", "\"Yury Ambrazevich\"", "--index", "index"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.starts_with("1. corpus/two\\nlines.txt:17"), "{said}");
    env.check_citations(&env.jsonl("\"Ambrazevich\"", Noise::Left));
}

#[test]
fn a_name_that_is_not_utf8_is_cited_in_base64() {
    use std::os::unix::ffi::OsStrExt;
    let env = TestEnv::new();
    let name = std::ffi::OsStr::from_bytes(b"\xcc\xe8\xed\xf1\xea.txt");
    if std::fs::write(env.corpus().join(name), article("001")).is_err() {
        eprintln!("SKIPPED: this file system takes no names that are not UTF-8");
        return;
    }
    env.index(Segments::Few);
    let jsonl = env.jsonl("\"Yury Ambrazevich\"", Noise::Left);
    assert!(jsonl.contains("\"file_base64\":\"zOjt8eoudHh0\""), "{jsonl}");
    env.check_citations(&jsonl);
}

#[test]
fn an_ignore_file_is_obeyed_and_hidden_files_are_read() {
    let env = TestEnv::new();
    env.write(".hidden.txt", article("001").as_bytes());
    env.write("drafts/a.txt", article("002").as_bytes());
    env.write(".gitignore", b"*\n");
    env.write(".kartotekaignore", b"drafts/\n.gitignore\n");
    let report = env.index(Segments::Few);
    assert_eq!(report.added, 1);
    assert_eq!(env.places("\"Yury Ambrazevich\"", Noise::Left), [".hidden.txt:17"]);
    let skipped: Vec<String> = report.skipped.iter().map(|remark| remark.file.clone()).collect();
    assert_eq!(skipped, [".gitignore", "drafts"]);
}

#[test]
fn an_index_inside_the_corpus_is_not_indexed() {
    let env = TestEnv::new();
    env.write("article.txt", article("001").as_bytes());
    for _ in 0..2 {
        let output = env.run(&["index", "corpus", "--index", "corpus/index"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("; 1 files"), "{said}");
    }
}

/// 100 MB take a debug build a while; a fifth of it shows the same, and `KARTOTEKA_LONG_LINE_MB` the whole.
#[test]
fn one_line_of_many_megabytes_is_indexed_and_found() {
    let megabytes = std::env::var("KARTOTEKA_LONG_LINE_MB").ok().and_then(|mb| mb.parse().ok()).unwrap_or(4);
    let env = TestEnv::new();
    let filler = "The delegation arrived in the morning and the talks went on until late at night. ";
    let mut line = filler.repeat((megabytes << 20) / filler.len());
    line.insert_str(line.len() / 2 / filler.len() * filler.len(), "Then Yury Ambrazevich spoke of potash. ");
    env.write("long.txt", line.as_bytes());
    let report = env.index(Segments::Few);
    assert_eq!((report.added, report.failed.len()), (1, 0));
    let answer = env.search_first("\"Yury Ambrazevich\"", Noise::Left, 5);
    assert_eq!(answer.totals.article.passages, 1);
    assert!(answer.hits[0].text.as_deref().unwrap().contains("Ambrazevich spoke of potash"));
    assert!(answer.hits[0].text.as_deref().unwrap().len() <= 1300);
}
