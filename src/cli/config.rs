//! `kartoteka.toml` in the current folder: what holds where no flag and no variable says otherwise, and queries
//! with names.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

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
}

impl Config {
    /// Reads the file, if there is one.
    pub(super) fn read() -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(Path::new(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(said(&error.to_string())),
        };
        toml::from_str(&text).map_err(|error| said(error.to_string().trim()))
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

fn said(error: &str) -> Failure {
    Failure::Said { message: format!("{FILE}: {error}"), hint: Some("see docs/configuration.md".to_owned()) }
}
