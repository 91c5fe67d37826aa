//! `kartoteka.toml` in the current folder: what holds where no flag and no variable says otherwise, queries with
//! names, and rules for cleaning.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use kartoteka::clean::{Rules, WrittenRules};
use kartoteka::engine;
use kartoteka::sync;
use kartoteka::walk::DocPath;
use serde::Deserialize;

use super::{Failure, Global};

const FILE: &str = "kartoteka.toml";

/// The file, read.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Config {
    /// The folder of the index.
    index: Option<PathBuf>,
    /// The folder of the sources.
    corpus: Option<PathBuf>,
    /// How many hits are shown.
    pub(super) limit: Option<usize>,
    /// How many of one file.
    pub(super) per_file: Option<usize>,
    /// Queries by name, for `search @name`.
    #[serde(default)]
    queries: BTreeMap<String, String>,
    /// What the user decides about lines.
    #[serde(default)]
    clean: WrittenRules,
    /// Whether there is a file.
    #[serde(skip)]
    is_there: bool,
}

impl Config {
    /// Reads the file, if there is one.
    pub(super) fn read() -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(Path::new(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(said(&error.to_string())),
        };
        let config: Self = toml::from_str(&text).map_err(|error| unreadable(&error, &text))?;
        Ok(Self { is_there: true, ..config })
    }

    /// The rules for cleaning, where there is a file to say them; elsewhere an index keeps its own.
    pub(super) fn rules(&self) -> Option<WrittenRules> {
        self.is_there.then(|| self.clean.clone())
    }

    /// The rules that hold now: those of the file, or else those of the index.
    pub(super) fn rules_now(&self, global: &Global) -> Result<Rules, Failure> {
        let written = self.rules().unwrap_or_else(|| engine::remembered(&global.index()).rules);
        Rules::new(written).map_err(|error| said(&error.to_string()))
    }

    /// Fills in what neither a flag nor a variable says.
    pub(super) fn complete(&self, global: &mut Global) {
        global.index = global.index.take().or_else(|| self.index.clone());
        global.corpus = global.corpus.take().or_else(|| self.corpus.clone());
    }

    /// `@name` as the query of that name.
    pub(super) fn query(&self, argument: &OsString) -> Result<String, Failure> {
        let text = argument.to_string_lossy().trim().to_owned();
        let Some(name) = text.strip_prefix('@').filter(|name| !name.is_empty() && !self.queries.is_empty())
        else {
            return Ok(text);
        };
        if let Some(query) = self.queries.get(name) {
            return Ok(query.clone());
        }
        let known: Vec<String> = self.queries.keys().map(|name| format!("@{name}")).collect();
        let hint = format!("its queries are {}", known.join(", "));
        Err(Failure::Said { message: format!("there is no query {text} in {FILE}"), hint: Some(hint) })
    }
}

/// A path below the root it lies in, as rules name it.
pub(super) fn below_root(path: &Path, global: &Global) -> DocPath {
    let full = sync::normal(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    let roots = roots(global).into_iter();
    let roots = roots.map(|root| sync::normal(&std::path::absolute(&root).unwrap_or(root)));
    let below = roots.into_iter().find_map(|root| full.strip_prefix(&root).ok().map(DocPath::new));
    below.unwrap_or_else(|| DocPath::new(path))
}

/// Where sources lie: the corpus that was named, and the roots of the index.
pub(super) fn roots(global: &Global) -> Vec<PathBuf> {
    let index = global.index();
    let named = global.corpus.clone().unwrap_or_else(|| PathBuf::from("corpus"));
    let covered = engine::remembered(&index).roots;
    let covered = covered.iter().map(|root| sync::resolve(&index, root).path);
    std::iter::once(named).chain(covered).collect()
}

fn unreadable(error: &toml::de::Error, text: &str) -> Failure {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| format!("line {}: ", before.matches('\n').count() + 1));
    said(&format!("{}{}", line.unwrap_or_default(), error.message()))
}

/// What is wrong with the file.
pub(super) fn said(error: &str) -> Failure {
    Failure::Said { message: format!("{FILE}: {error}"), hint: Some("see docs/configuration.md".to_owned()) }
}
