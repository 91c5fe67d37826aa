//! `kartoteka status` and `kartoteka check`: what an index holds, and whether it is whole.

use std::collections::BTreeMap;

use clap::Args;
use kartoteka::clean::WrittenRules;
use kartoteka::sync::{self, Remark, Status};

use super::output::{Output, quoted};
use super::{Exit, Failure, Format, Global};

/// Show what is indexed, and what changed since
#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// List the sources with their SHA-256, for sha256sum --check in the corpus
    #[arg(long)]
    manifest: bool,
    /// List the last runs
    #[arg(long)]
    runs: bool,
    /// How it is written
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(super) fn run(args: &StatusArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    if args.manifest {
        write!(output.data(), "{}", sync::manifest(&global.index())?)?;
        return Ok(Exit::Found);
    }
    let status = sync::status(&global.index())?;
    match args.format {
        Format::Json | Format::Jsonl => {
            serde_json::to_writer(output.data(), &status).map_err(std::io::Error::from)?;
            writeln!(output.data())?;
        }
        Format::Text if args.runs => write_runs(&status, output)?,
        Format::Text => write(&status, output)?,
    }
    Ok(Exit::Found)
}

fn write_runs(status: &Status, output: &mut Output) -> Result<(), Failure> {
    for run in &status.runs {
        let (added, changed, removed) = (run.added, run.changed, run.removed);
        writeln!(output.data(), "{}: {added} added, {changed} changed, {removed} removed", run.run)?;
    }
    Ok(())
}

fn write(status: &Status, output: &mut Output) -> Result<(), Failure> {
    let roots: Vec<String> = status.roots.iter().map(|root| quoted(root)).collect();
    let files = format!("{} indexed, {} skipped", status.sources, status.skipped.len());
    let passages = format!("{} of articles, {} of noise", status.passages, status.noise_passages);
    let dates = match &status.dates {
        Some((first, last)) => format!("{first} to {last}; {} files without", status.undated),
        None => format!("none; {} files without", status.undated),
    };
    let since = &status.since;
    let changes = format!("{} new, {} changed, {} gone", since.added, since.changed, since.removed);
    let lines = [
        ("corpus", roots.join(" ")),
        ("run", status.run.to_string()),
        ("files", files),
        ("passages", passages),
        ("languages", counts(&status.langs)),
        ("encodings", counts(&status.encodings)),
        ("dates", dates),
        ("noise", counts(&status.reasons)),
        ("rules", rules(&status.rules)),
        ("since then", changes),
    ];
    for (name, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(output.data(), "{name:<12}{value}")?;
    }
    let failed = &status.since.failed;
    let lists = [
        ("guessed", &status.guessed),
        ("repaired", &status.repaired),
        ("damaged", &status.damaged),
        ("skipped", &status.skipped),
        ("failed", failed),
    ];
    for (what, remarks) in lists {
        list(what, remarks, output)?;
    }
    Ok(())
}

/// How many rules for cleaning there are; nothing if there are none.
fn rules(rules: &WrittenRules) -> String {
    let phrases: usize = rules.markers.values().map(Vec::len).sum();
    let counts = [(rules.rules.len(), "about lines"), (phrases, "phrases")];
    let said = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    said.collect::<Vec<_>>().join(", ")
}

/// The largest first.
fn counts(counts: &BTreeMap<String, u64>) -> String {
    let mut sorted: Vec<(&String, &u64)> = counts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    sorted.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

fn list(what: &str, remarks: &[Remark], output: &mut Output) -> Result<(), Failure> {
    for remark in remarks {
        let line = format!("{what:<12}{}: {}", remark.file, remark.reason);
        writeln!(output.data(), "{}", kartoteka::render::safe_line(&line))?;
    }
    Ok(())
}

/// Check every file of the index
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// How it is written
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(super) fn check(args: &CheckArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let report = sync::open(&global.index())?.check()?;
    match args.format {
        Format::Text => {
            for fault in &report.faults {
                writeln!(output.data(), "damaged: {fault}")?;
            }
            writeln!(
                output.data(),
                "{} files, {} sources, digest {}",
                report.files,
                report.sources,
                report.digest
            )?;
        }
        Format::Json | Format::Jsonl => {
            serde_json::to_writer(output.data(), &report).map_err(std::io::Error::from)?;
            writeln!(output.data())?;
        }
    }
    if report.faults.is_empty() {
        return Ok(Exit::Found);
    }
    let index = quoted(&global.index());
    output.error(
        "the index is damaged",
        Some(&format!("build it anew: kartoteka index --full --index {index}")),
    );
    Ok(Exit::Error)
}
