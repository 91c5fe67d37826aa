//! The examples of the documentation, run.

use std::process::Command;

use crate::support::{TestEnv, repository};

/// The commands of a page, each with the exit code that it names.
fn commands(page: &str) -> Vec<(String, i32)> {
    let text = std::fs::read_to_string(repository().join(page)).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("$ kartoteka "));
    let split = |line: &str| match line.split_once("   # exit ") {
        Some((command, code)) => (command.to_owned(), code.parse().unwrap()),
        None => (line.to_owned(), 0),
    };
    lines.map(split).collect()
}

fn with_articles() -> TestEnv {
    let env = TestEnv::new();
    for (name, bytes) in crate::support::articles() {
        env.write(&name, &bytes);
    }
    env.run(&["index"]);
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_kartoteka"), env.path().join("kartoteka")).unwrap();
    env
}

#[test]
fn an_agents_session_of_ten_calls_works_within_its_budget() {
    let env = with_articles();
    let commands = commands("docs/agents.md");
    assert_eq!(commands.len(), 10);
    for (command, code) in commands {
        let line = format!("kartoteka {command}").replace("kartoteka ", "./kartoteka ");
        let output = Command::new("sh").arg("-c").arg(&line).current_dir(env.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{line}: {said}");
        // The object around the hits of `--format json` is not part of their budget.
        let tokens = output.stdout.len().div_ceil(3);
        assert!(tokens <= 3_400, "{line}: {tokens} tokens");
        if code == 1 {
            let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert!(!answer["notes"].as_array().unwrap().is_empty(), "{line}: a zero answer says why");
        }
    }
}

/// The first column of the table in `docs/query-syntax.md` finds something, or says why not.
#[test]
fn every_form_of_the_query_language_is_answered() {
    let env = with_articles();
    let page = std::fs::read_to_string(repository().join("docs/query-syntax.md")).unwrap();
    let cells = page.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let forms: Vec<String> =
        cells.flat_map(|cell| cell.split("`, `")).map(|form| form.trim_matches('`').to_owned()).collect();
    assert!(forms.len() > 15, "{forms:?}");
    let mut found = Vec::new();
    for form in forms {
        let answer = env.search_first(&form, kartoteka::search::Noise::Left, 3);
        let places: Vec<String> = answer
            .hits
            .iter()
            .map(|hit| format!("{}:{}", &hit.file.lossy()[..3], hit.meta.lines.first.get()))
            .collect();
        let notes: Vec<String> = answer.notes.iter().map(ToString::to_string).collect();
        let total = answer.totals.article.hits;
        assert!(total > 0 || !notes.is_empty(), "{form}");
        found.push(format!("{form} => {total}: {} | {}", places.join(" "), notes.join("; ")));
    }
    insta::assert_snapshot!("query_forms", found.join("\n"));
}
