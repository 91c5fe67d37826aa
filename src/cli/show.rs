//! `kartoteka show`: an article, or the passage at a line, as it is cited.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::Args;
use kartoteka::article::Article;
use kartoteka::render::lines::{ArticleView, Shown};
use kartoteka::span::LineNo;
use kartoteka::walk;

use super::config::{Config, below_root, roots};
use super::output::Output;
use super::{Exit, Failure, Global};

/// Show an article, or the passage at a line, as it is cited
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// A file, perhaps with a line: corpus/a.txt:17
    #[arg(value_name = "FILE[:LINE]")]
    place: PathBuf,
}

pub(super) fn run(
    args: &ShowArgs,
    (global, config): (&Global, &Config),
    output: &mut Output,
) -> Result<Exit, Failure> {
    let (file, shown) = place(args, global);
    let said =
        |reason: String| Failure::Said { message: format!("{}: {reason}", file.display()), hint: None };
    let bytes = walk::read(&file).map_err(|error| said(error.to_string()))?;
    let rules = config.rules_now(global)?;
    let rules = rules.of(&below_root(&file, global));
    let article = Article::read_by(&rules, &bytes).map_err(|reason| said(reason.as_str().to_owned()))?;
    let layout = output.layout();
    let view = ArticleView { article: &article, path: &file, layout: &layout };
    if view.write(shown, output.data())? {
        return Ok(Exit::Found);
    }
    let Shown::At(line) = shown else { return Ok(Exit::NothingFound) };
    let last = article.extracted.lines.count();
    output.note(&format!("no passage at line {}; the file has {last} lines", line.get()));
    Ok(Exit::NothingFound)
}

/// The file and the line. A file whose name ends in `:17` is taken as it is; a path that is not there is
/// looked for below the corpus and the roots of the index, as hits name it.
fn place(args: &ShowArgs, global: &Global) -> (PathBuf, Shown) {
    let found = |path: PathBuf| {
        let below = roots(global).into_iter().map(|root| root.join(&path)).find(|below| below.is_file());
        below.filter(|_| !path.exists()).unwrap_or(path)
    };
    if args.place.exists() {
        return (args.place.clone(), Shown::Article);
    }
    let split = args.place.to_str().and_then(|place| place.rsplit_once(':'));
    let line = split.and_then(|(file, line)| Some((file, line.parse::<usize>().ok()?.checked_sub(1)?)));
    match line {
        Some((file, index)) => (found(PathBuf::from(OsStr::new(file))), Shown::At(LineNo::from_index(index))),
        None => (found(args.place.clone()), Shown::Article),
    }
}
