//! What tests share: a folder with a corpus and an index, the program, the independent checker.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kartoteka::engine::Segments;
use kartoteka::search::{Answer, Noise, SearchOptions, Typed, search};
use kartoteka::sync::{SyncOptions, SyncReport, sync};
use kartoteka::{render, walk};
use tempfile::TempDir;

/// The root of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names and bytes of the five articles.
pub(crate) fn articles() -> Vec<(String, Vec<u8>)> {
    let root = repository().join("corpus");
    let files = walk::list(&root, &[]).unwrap().files;
    files.iter().map(|file| (file.path.lossy(), std::fs::read(file.path.under(&root)).unwrap())).collect()
}

/// The text of the article whose name begins so.
pub(crate) fn article(number: &str) -> String {
    let (_, bytes) = articles().into_iter().find(|(name, _)| name.starts_with(number)).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A corpus and an index in a folder of their own.
pub(crate) struct TestEnv {
    dir: TempDir,
}

impl TestEnv {
    pub(crate) fn new() -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::create_dir(dir.path().join("corpus")).unwrap();
        Self { dir }
    }

    /// With the five articles, indexed.
    pub(crate) fn with_articles() -> Self {
        let env = Self::new();
        for (name, bytes) in articles() {
            env.write(&name, &bytes);
        }
        env.index(Segments::Few);
        env
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn corpus(&self) -> PathBuf {
        self.dir.path().join("corpus")
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.corpus().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn index(&self, segments: Segments) -> SyncReport {
        let options = SyncOptions {
            index: self.dir.path().join("index"),
            roots: vec![self.corpus()],
            segments,
            ..SyncOptions::default()
        };
        sync(&options, &|_| {}).unwrap()
    }

    pub(crate) fn search(&self, query: &str, noise: Noise) -> Answer {
        self.search_first(query, noise, 1000)
    }

    pub(crate) fn search_first(&self, query: &str, noise: Noise, limit: usize) -> Answer {
        let options = SearchOptions {
            noise,
            limit,
            ..SearchOptions::new(self.dir.path().join("index"), Typed::new(query))
        };
        search(&options).unwrap()
    }

    /// The places of the hits, as `file:line`.
    pub(crate) fn places(&self, query: &str, noise: Noise) -> Vec<String> {
        let answer = self.search(query, noise);
        answer.hits.iter().map(|hit| format!("{}:{}", hit.file.lossy(), hit.meta.lines.first.get())).collect()
    }

    pub(crate) fn jsonl(&self, query: &str, noise: Noise) -> String {
        let mut out = Vec::new();
        render::json::write_jsonl(&self.search(query, noise), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Runs the program in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        program().current_dir(self.path()).args(arguments).output().unwrap()
    }

    /// Has `tests/check_citations.py` confirm hits against the corpus; it shares no code with the crate.
    pub(crate) fn check_citations(&self, jsonl: &str) {
        use std::io::Write;
        let script = repository().join("tests/check_citations.py");
        let child = Command::new("python3")
            .arg(script)
            .arg(self.corpus())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            eprintln!("SKIPPED: no python3 here, citations are not checked by tests/check_citations.py");
            return;
        };
        child.stdin.take().unwrap().write_all(jsonl.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// The program, without the settings of whoever runs the tests.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kartoteka"));
    for name in ["KARTOTEKA_INDEX", "KARTOTEKA_CORPUS", "NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
        command.env_remove(name);
    }
    command
}

/// Numbers that look random and are the same in every run (xorshift64*, Vigna 2016).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
