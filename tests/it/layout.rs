//! The pipeline goes one way: a module imports only modules before it. A search of the text of `src/`.

use std::path::{Path, PathBuf};

use crate::support::repository;

/// The modules of the library in reading order, as ARCHITECTURE.md draws them.
const ORDER: &[&str] = &[
    "span", "lang", "langid", "walk", "decode", "extract", "clean", "passage", "article", "analyze",
    "lexicon", "query", "engine", "sync", "cite", "search", "verify", "eval", "render",
];

/// What only some modules may name, by the beginning of a path.
const FENCED: &[(&str, &[&str])] = &[
    ("tantivy::", &["engine"]),
    ("clap::", &["cli"]),
    ("anstream::", &["cli"]),
    ("indicatif::", &["cli"]),
    ("std::env", &["cli", "main"]),
    ("std::fs", &["walk", "engine", "cli"]),
    ("chardetng::", &["decode"]),
    ("oem_cp::", &["decode"]),
    ("snowball_stemmers_rs::", &["analyze"]),
];

/// No file is longer; what is holds two things.
const LONGEST_FILE: usize = 700;

fn sources() -> Vec<(PathBuf, String)> {
    let root = repository().join("src");
    let files = kartoteka::walk::list(&root, &[]).unwrap().files;
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "rs");
    let rust = files.into_iter().filter(|file| is_rust(&file.path.lossy()));
    rust.map(|file| {
        (PathBuf::from(file.path.lossy()), std::fs::read_to_string(file.path.under(&root)).unwrap())
    })
    .collect()
}

/// The code of a file, without comments and without its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn module_of(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn is_test(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "tests.rs")
}

/// The modules that a file names after `crate::`, groups in braces expanded.
fn imports(code: &str) -> Vec<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let group = rest.strip_prefix('{').and_then(|group| group.split_once("};")).map(|(group, _)| group);
        match group {
            Some(group) => {
                found.extend(group.split(',').map(|part| part.trim().split("::").next().unwrap().to_owned()));
            }
            None => found.push(rest.chars().take_while(|c| is_name(*c)).collect()),
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn modules_import_only_those_before_them() {
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some(own) = ORDER.iter().position(|name| *name == module) else {
            assert!(matches!(module.as_str(), "lib" | "main" | "cli"), "{module} is not in the order");
            continue;
        };
        if is_test(&path) {
            continue;
        }
        for import in imports(&code(&text)) {
            let other = ORDER.iter().position(|name| *name == import);
            let other = other.unwrap_or_else(|| panic!("{}: crate::{import} is no module", path.display()));
            assert!(
                other <= own,
                "{}: {module} may not import {import}, which comes after it",
                path.display()
            );
        }
    }
}

#[test]
fn the_library_lists_its_modules_in_order() {
    let text = std::fs::read_to_string(repository().join("src/lib.rs")).unwrap();
    let listed: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(listed, ORDER);
}

#[test]
fn fences_hold() {
    for (path, text) in sources() {
        let (module, code) = (module_of(&path), code(&text));
        if is_test(&path) {
            continue;
        }
        for (name, allowed) in FENCED {
            assert!(
                !code.contains(name) || allowed.contains(&module.as_str()),
                "{} may not name {name}",
                path.display()
            );
        }
    }
}

#[test]
fn files_open_with_what_they_do_and_stay_short() {
    for (path, text) in sources() {
        assert!(is_test(&path) || text.starts_with("//!"), "{} does not say what it does", path.display());
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines", path.display());
        assert!(!text.contains("use crate::*"), "{} imports everything", path.display());
    }
}
