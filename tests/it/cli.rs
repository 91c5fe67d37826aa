//! The program as a user meets it: what it prints, where, and with which exit code.

use std::process::Output;

use crate::support::{TestEnv, article};

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn with_corpus() -> TestEnv {
    let env = TestEnv::new();
    for (name, bytes) in crate::support::articles() {
        env.write(&name, &bytes);
    }
    env
}

#[test]
fn the_first_search_builds_the_index_and_answers() {
    let env = with_corpus();
    let output = env.run(&["search", "\"Ambrazevich\""]);
    insta::assert_snapshot!("first_search_stdout", out(&output));
    insta::assert_snapshot!("first_search_stderr", err(&output));
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&env.run(&["search", "\"Ambrazevich\""])).starts_with("2 passages"), "it is built once");
}

#[test]
fn nothing_found_says_why_and_exits_with_1() {
    let env = TestEnv::with_articles();
    let output = env.run(&["search", "Kushner", "--index", "index"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""));
    insta::assert_snapshot!("nothing_found_stderr", err(&output));
    let output = env.run(&["search", "Kushner", "--index", "index", "--noise", "--color", "always"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).contains("\u{1b}[1;31mKushner\u{1b}[0m"), "{}", out(&output));
}

#[test]
fn a_named_index_that_is_missing_is_an_error_with_the_command_to_run() {
    let env = TestEnv::new();
    let output = env.run(&["search", "x", "--index", "no where"]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!("missing_index_stderr", err(&output));
}

#[test]
fn index_says_what_it_did() {
    let env = with_corpus();
    let output = env.run(&["index", "corpus"]);
    insta::assert_snapshot!("index_stdout", out(&output));
    env.write("new.txt", article("001").replace("Minsk", "Vilnius").as_bytes());
    env.write("empty.txt", b"");
    std::fs::remove_file(env.corpus().join("000_07e2cb37b6f2803c.txt")).unwrap();
    let dry = out(&env.run(&["index", "--dry-run"]));
    let output = env.run(&["index"]);
    insta::assert_snapshot!("index_again_stdout", out(&output));
    insta::assert_snapshot!("index_again_stderr", err(&output));
    assert_eq!(output.status.code(), Some(0), "what is skipped is no failure");
    assert!(dry.starts_with("would be: 2 added, 0 changed, 1 removed, 4 unchanged"), "{dry}");
    let again = out(&env.run(&["index", "--full", "--format", "json"]));
    let report: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!((&report["unchanged"], &report["run"]), (&6.into(), &3.into()));
    assert!(err(&env.run(&["index", "nowhere"])).contains("cannot read the corpus"));
}

#[test]
fn an_argument_that_begins_with_a_minus_excludes() {
    let env = TestEnv::with_articles();
    let output = env.run(&["search", "Trump", "-Lukashenko", "--index", "index", "--limit", "50"]);
    assert!(
        output.status.success() && !out(&output).to_lowercase().contains("**lukashenko"),
        "{}",
        out(&output)
    );
    let both = out(&env.run(&["search", "Trump -Lukashenko", "--index", "index", "--limit", "50"]));
    assert_eq!(out(&output), both);
}

#[test]
fn the_index_moves_with_its_corpus() {
    let env = with_corpus();
    env.run(&["index"]);
    let moved = tempfile::tempdir().unwrap();
    for folder in ["corpus", "index"] {
        std::fs::rename(env.path().join(folder), moved.path().join(folder)).unwrap();
    }
    let output = crate::support::program()
        .current_dir(moved.path())
        .args(["search", "\"Yury Ambrazevich\"", "--index", "index"])
        .output()
        .unwrap();
    assert!(out(&output).starts_with("1. corpus/001_ec6d90b5d20c6016.txt:17"), "{}", out(&output));
}

#[test]
fn clean_shows_what_is_kept_and_why_the_rest_is_not() {
    let env = with_corpus();
    let file = "corpus/001_ec6d90b5d20c6016.txt";
    let kept = out(&env.run(&["clean", file]));
    assert!(
        kept.starts_with("Lukashenko seeks way out of isolation") && !kept.contains("Getty Images"),
        "{kept}"
    );
    let all = out(&env.run(&["clean", "--all", file]));
    assert!(all.starts_with(" 1 - ua en ru  [language switch]\n 3   Lukashenko seeks"), "{all}");
    let jsonl = out(&env.run(&["clean", "--format", "jsonl", file]));
    let lines: Vec<kartoteka::render::lines::CleanLine> =
        jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), article("001").lines().count());
    assert!(lines.iter().zip(article("001").lines()).all(|(line, text)| line.text == text));
    let output = env.run(&["clean", "corpus/none.txt", file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).contains("Lukashenko"), "the other file is shown");
}

#[test]
fn show_shows_an_article_and_the_passage_at_a_line() {
    let env = with_corpus();
    let article = out(&env.run(&["show", "corpus/003_66c2f88a206f8541.txt"]));
    assert!(article.starts_with(
        "Washington and Brussels in opposite directions on Belarus\n2025-12-19 21:20:00 (line 1) · VNA (line 1) · "
    ));
    let output = env.run(&["show", "corpus/001_ec6d90b5d20c6016.txt:17"]);
    insta::assert_snapshot!("show_passage", out(&output));
    let nothing = env.run(&["show", "corpus/001_ec6d90b5d20c6016.txt:999"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(err(&nothing).contains("no passage at line 999; the file has 47 lines"), "{}", err(&nothing));
}

#[test]
fn a_damaged_index_is_noticed_and_built_anew() {
    let env = with_corpus();
    env.run(&["index"]);
    let digest = out(&env.run(&["check"]));
    assert!(digest.contains(" files, 5 sources, digest "), "{digest}");
    let generation = env.path().join("index/gen-1");
    let files = std::fs::read_dir(generation).unwrap().flatten().map(|entry| entry.path());
    let positions = files.filter(|path| path.extension().is_some_and(|e| e == "pos")).min().unwrap();
    let mut bytes = std::fs::read(&positions).unwrap();
    bytes[20] ^= 0x55;
    std::fs::write(&positions, bytes).unwrap();
    let check = env.run(&["check"]);
    assert_eq!(check.status.code(), Some(2));
    assert!(out(&check).contains("has another checksum") && err(&check).contains("kartoteka index --full"));
    env.run(&["index", "--full"]);
    let again = env.run(&["check"]);
    assert_eq!(again.status.code(), Some(0));
    let digest_of = |text: &str| text.split("digest ").nth(1).unwrap().to_owned();
    assert_eq!(digest_of(&out(&again)), digest_of(&digest));
}

#[test]
fn status_says_what_is_indexed_and_what_changed_since() {
    let env = with_corpus();
    env.run(&["index"]);
    env.write("new.txt", article("001").replace("Minsk", "Vilnius").as_bytes());
    let status = out(&env.run(&["status"]));
    assert!(
        status.contains("files       5 indexed, 0 skipped\n")
            && status.contains("since then  1 new, 0 changed, 0 gone")
    );
    let manifest = out(&env.run(&["status", "--manifest"]));
    assert_eq!(manifest.lines().count(), 5);
    assert!(manifest.contains("  001_ec6d90b5d20c6016.txt\n"));
    env.run(&["index"]);
    let since = env.run(&["search", "Ambrazevich", "--since-run", "1"]);
    assert!(
        out(&since).contains("new.txt:") && err(&since).starts_with("2 passages in 1 file"),
        "{}",
        out(&since)
    );
    assert_eq!(
        out(&env.run(&["status", "--runs"])),
        "1: 5 added, 0 changed, 0 removed\n2: 1 added, 0 changed, 0 removed\n"
    );
    let version = out(&env.run(&["--version"]));
    assert!(version.contains(&format!("(index format {})", kartoteka::engine::FORMAT)), "{version}");
    assert!(
        out(&env.run(&["completions", "bash"])).contains("kartoteka")
            && out(&env.run(&["man"])).contains(".TH")
    );
}

#[test]
fn citations_are_written_in_styles_and_markdown_is_read_back() {
    let env = TestEnv::with_articles();
    let cite =
        |style| out(&env.run(&["search", "\"Yury Ambrazevich\"", "--index", "index", "--cite", style]));
    insta::assert_snapshot!("cite_styles", ["footnote", "markdown", "csv", "bibtex"].map(cite).join("\n"));
    let all = env.run(&["search", "Lukashenko", "--index", "index", "--cite", "markdown", "--limit", "99"]);
    std::fs::write(env.path().join("report.md"), &all.stdout).unwrap();
    let verified = env.run(&["verify", "report.md", "--index", "index"]);
    assert_eq!(verified.status.code(), Some(0), "{}", out(&verified));
    assert!(out(&verified).lines().count() > 20);
}

#[test]
fn a_configuration_sets_defaults_and_names_queries() {
    let env = with_corpus();
    std::fs::rename(env.corpus(), env.path().join("news")).unwrap();
    let config =
        "index = \"news.index\"\ncorpus = \"news\"\nlimit = 1\n[queries]\nmorning = '+Lukashenko +potash'\n";
    std::fs::write(env.path().join("kartoteka.toml"), config).unwrap();
    env.run(&["index"]);
    let found = env.run(&["search", "@morning"]);
    assert!(out(&found).starts_with("1. news/001_ec6d90b5d20c6016.txt:43"), "{}{}", out(&found), err(&found));
    assert!(err(&env.run(&["search", "Lukashenko"])).contains("showing 1-1"));
    let wrong = env.run(&["search", "@evening"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("its queries are @morning"));
    std::fs::write(env.path().join("kartoteka.toml"), "limmit = 1\n").unwrap();
    let wrong = env.run(&["search", "x"]);
    assert!(wrong.status.code() == Some(2) && err(&wrong).contains("limmit"), "{}", err(&wrong));
}

#[test]
fn scraped_control_characters_never_reach_a_terminal_raw() {
    let env = TestEnv::new();
    let text = "A headline about the port of Riga\n\nThe minister\u{1b}[2J said \u{202e}that the port\u{9b}31m of Riga would open again in the spring of next year, if all goes well.\n";
    env.write("a\u{1b}]0;x\u{7}.txt", text.as_bytes());
    for arguments in [&["search", "minister"][..], &["clean", "--all"], &["show"]] {
        let name = "corpus/a\u{1b}]0;x\u{7}.txt";
        let arguments: Vec<&str> = if arguments.len() == 2 && arguments[0] == "search" {
            arguments.to_vec()
        } else {
            [arguments, &[name]].concat()
        };
        let output = env.run(&arguments);
        let said = out(&output) + &err(&output);
        assert!(said.contains("The **minister**") || said.contains("The minister"), "{arguments:?}: {said}");
        assert!(
            !said.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'),
            "{arguments:?}: {said:?}"
        );
    }
}
