//! `kartoteka index`: builds the index or brings it up to date.

use std::path::PathBuf;

use clap::Args;
use kartoteka::engine::{self, Segments};
use kartoteka::sync::{self, Mode, Reading, Remark, SyncOptions, SyncReport};

use super::config::Config;
use super::output::{Bar, Output};
use super::{Exit, Failure, Format, Global};

/// Build the index, or bring it up to date
#[derive(Debug, Args)]
pub(super) struct IndexArgs {
    /// Folders of sources; without one those of the index, or corpus
    corpus: Vec<PathBuf>,
    /// Read every file, also those that look unchanged
    #[arg(long)]
    full: bool,
    /// Say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// How the summary is written
    #[arg(long, default_value = "text")]
    format: Format,
    /// How the index is cut into segments, for tests: output never depends on it
    #[arg(long, hide = true, default_value = "few")]
    segments: SegmentsArg,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum SegmentsArg {
    Few,
    Keep,
    One,
}

pub(super) fn run(
    args: &IndexArgs,
    (global, config): (&Global, &Config),
    output: &mut Output,
) -> Result<Exit, Failure> {
    let options = SyncOptions {
        roots: roots(&args.corpus, global),
        index: global.index(),
        rules: config.rules(),
        reading: if args.full { Reading::All } else { Reading::Changed },
        mode: if args.dry_run { Mode::DryRun } else { Mode::Write },
        segments: match args.segments {
            SegmentsArg::Few => Segments::Few,
            SegmentsArg::Keep => Segments::Keep,
            SegmentsArg::One => Segments::One,
        },
    };
    let report = sync(&options)?;
    match args.format {
        Format::Text => {
            write_remarks(&report, output);
            writeln!(output.data(), "{}", summary(&report, options.mode))?;
        }
        Format::Json | Format::Jsonl => {
            serde_json::to_writer(output.data(), &report).map_err(std::io::Error::from)?;
            writeln!(output.data())?;
        }
    }
    Ok(if report.failed.is_empty() { Exit::Found } else { Exit::Error })
}

fn roots(given: &[PathBuf], global: &Global) -> Vec<PathBuf> {
    if !given.is_empty() {
        return given.to_vec();
    }
    match &global.corpus {
        Some(corpus) => vec![corpus.clone()],
        None if engine::exists(&global.index()) => Vec::new(),
        None => vec![PathBuf::from("corpus")],
    }
}

/// Builds the default index when a search finds none.
pub(super) fn first_use((global, config): (&Global, &Config), output: &mut Output) -> Result<(), Failure> {
    let options = SyncOptions {
        roots: roots(&[], global),
        index: global.index(),
        rules: config.rules(),
        ..SyncOptions::default()
    };
    let report = sync(&options)?;
    write_remarks(&report, output);
    let folder = options.roots.first().map(|root| root.display().to_string()).unwrap_or_default();
    output.say(&format!("first use, built the index of {folder}: {}", summary(&report, Mode::Write)));
    Ok(())
}

fn sync(options: &SyncOptions) -> Result<SyncReport, Failure> {
    let bar = Bar::new();
    let report = sync::sync(options, &|progress| bar.show(progress));
    bar.clear();
    Ok(report?)
}

fn summary(report: &SyncReport, mode: Mode) -> String {
    let would = if mode == Mode::DryRun { "would be: " } else { "" };
    let read = if report.other_rules { "other rules for cleaning, all read again: " } else { "" };
    let counts = [
        (report.added, "added"),
        (report.changed, "changed"),
        (report.removed, "removed"),
        (report.unchanged, "unchanged"),
        (report.skipped.len() as u64, "skipped"),
        (report.damaged.len() as u64, "damaged"),
        (report.failed.len() as u64, "failed"),
    ];
    let said: Vec<String> = counts.iter().map(|(count, what)| format!("{count} {what}")).collect();
    let (files, passages, noise) = (report.sources, report.passages, report.noise_passages);
    format!("{would}{read}{}; {files} files, {passages} passages, {noise} of noise", said.join(", "))
}

/// More remarks of a kind than this are counted, not listed.
const LISTED: usize = 20;

fn write_remarks(report: &SyncReport, output: &mut Output) {
    for (what, remarks) in
        [("skipped", &report.skipped), ("damaged", &report.damaged), ("failed", &report.failed)]
    {
        list(what, remarks, output);
    }
}

fn list(what: &str, remarks: &[Remark], output: &mut Output) {
    for remark in remarks.iter().take(LISTED) {
        output.say(&format!("{what}: {}: {}", remark.file, remark.reason));
    }
    if remarks.len() > LISTED {
        output.say(&format!("{what}: {} more; --format json lists all", remarks.len() - LISTED));
    }
}
