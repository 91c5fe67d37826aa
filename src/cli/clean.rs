//! `kartoteka clean`: what is kept of a file, and why the rest is not.

use std::path::PathBuf;

use clap::Args;
use kartoteka::article::Article;
use kartoteka::render::lines;
use kartoteka::walk;

use super::config::{Config, below_root};
use super::output::Output;
use super::{Exit, Failure, Format, Global};

/// Show what is kept of a file, and why the rest is not
#[derive(Debug, Args)]
pub(super) struct CleanArgs {
    /// Files to read
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Show dropped lines, too, each with its reason
    #[arg(long)]
    all: bool,
    /// How lines are written
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(super) fn run(
    args: &CleanArgs,
    (global, config): (&Global, &Config),
    output: &mut Output,
) -> Result<Exit, Failure> {
    let rules = config.rules_now(global)?;
    let mut exit = Exit::NothingFound;
    for file in &args.files {
        let article = match walk::read(file) {
            Ok(bytes) => Article::read_by(&rules.of(&below_root(file, global)), &bytes)
                .map_err(|reason| reason.as_str().to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let article = match article {
            Ok(article) => article,
            Err(reason) => {
                output.error(&format!("{}: {reason}", file.display()), None);
                exit = Exit::Error;
                continue;
            }
        };
        let layout = output.layout();
        match (args.format, args.all) {
            (Format::Json | Format::Jsonl, _) => lines::write_clean_jsonl(&article, output.data())?,
            (Format::Text, true) => lines::write_all_lines(&article, &layout, output.data())?,
            (Format::Text, false) => lines::write_kept(&article, output.reader(), output.data())?,
        }
        if exit == Exit::NothingFound {
            exit = Exit::Found;
        }
    }
    Ok(exit)
}
