//! `kartoteka eval`: how good rankings are, by judgements.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use kartoteka::eval::{self, Figures, Judgements};

use super::output::Output;
use super::{Exit, Failure, Format};

/// Judge one or two TREC runs: nDCG@10, MAP, R@100, MRR
#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// Judgements: `qid 0 docid grade` lines
    qrels: PathBuf,
    /// A run, or two to be compared, as search --format trec writes them
    #[arg(required = true, num_args = 1..=2)]
    runs: Vec<PathBuf>,
    /// How figures are written
    #[arg(long, default_value = "text")]
    format: Format,
}

/// A figure with its name.
type Named = (&'static str, fn(&Figures) -> f64);

const FIGURES: [Named; 4] =
    [("nDCG@10", |f| f.ndcg_at_10), ("MAP", |f| f.map), ("R@100", |f| f.recall_at_100), ("MRR", |f| f.mrr)];

pub(super) fn run(args: &EvalArgs, output: &mut Output) -> Result<Exit, Failure> {
    let judgements = eval::read_judgements(&read(&args.qrels)?)
        .map_err(|line| wrong(&args.qrels, line, "give lines of: qid 0 docid grade"))?;
    let runs = args.runs.iter().map(|run| figures(run, &judgements)).collect::<Result<Vec<_>, _>>()?;
    for (path, queries) in args.runs.iter().zip(&runs) {
        let mean = eval::mean(queries);
        match args.format {
            Format::Text => {
                let figures = FIGURES.map(|(name, figure)| format!("{name} {:.4}", figure(&mean)));
                writeln!(
                    output.data(),
                    "{}: {} queries  {}",
                    path.display(),
                    queries.len(),
                    figures.join("  ")
                )?;
            }
            Format::Json | Format::Jsonl => {
                let object = serde_json::json!({ "run": path.to_string_lossy(), "queries": queries.len(), "mean": mean });
                writeln!(output.data(), "{object}")?;
            }
        }
    }
    if let [first, second] = runs.as_slice() {
        compare(first, second, args.format, output)?;
    }
    Ok(Exit::Found)
}

type ByQuery = BTreeMap<String, Figures>;

fn compare(first: &ByQuery, second: &ByQuery, format: Format, output: &mut Output) -> Result<(), Failure> {
    for (name, figure) in FIGURES {
        let found = eval::compare(first, second, figure);
        match format {
            Format::Text => {
                let (difference, better, worse, p) = (found.difference, found.better, found.worse, found.p);
                writeln!(
                    output.data(),
                    "{name:<8}{difference:+.4}  better on {better}, worse on {worse}, p = {p:.4}"
                )?;
            }
            Format::Json | Format::Jsonl => {
                let object = serde_json::json!({ "figure": name, "comparison": found });
                writeln!(output.data(), "{object}")?;
            }
        }
    }
    Ok(())
}

fn figures(run: &Path, judgements: &Judgements) -> Result<ByQuery, Failure> {
    let read = eval::read_run(&read(run)?, judgements)
        .map_err(|line| wrong(run, line, "give lines of: qid Q0 docid rank score name"))?;
    Ok(eval::by_query(judgements, &read))
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::Said { message: format!("{}: {error}", path.display()), hint: None })
}

fn wrong(path: &Path, line: usize, form: &str) -> Failure {
    Failure::Said {
        message: format!("{}:{line}: cannot be read", path.display()),
        hint: Some(form.to_owned()),
    }
}
