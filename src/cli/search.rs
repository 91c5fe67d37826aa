//! `kartoteka search`: ranked passages with citations.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use kartoteka::engine;
use kartoteka::query::{Filter, Forms, TierRule};
use kartoteka::render::cite::{Style, write_citations};
use kartoteka::render::{budget, json, text, trec};
use kartoteka::search::{
    Answer, Explain, Hit, Noise, SearchOptions, SideCount, Sort, Typed, Undated, batch, read_topics, search,
    search_files,
};

use super::config::Config;
use super::output::Output;
use super::{Exit, Failure, Global, index};

/// Find passages, best first, each with a citation
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(after_help = SYNTAX)]
pub(super) struct SearchArgs {
    /// What to look for
    #[arg(required_unless_present_any = ["batch", "lang", "since", "until", "file", "since_run"])]
    query: Vec<OsString>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    shown: ShownArgs,
    /// Search also what was dropped as noise, after the articles
    #[arg(long)]
    noise: bool,
    /// Literal words only, no inflected forms
    #[arg(long)]
    exact: bool,
    /// Answer `qid<TAB>query` lines of a file, or - for standard input, as a TREC run
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    batch: Option<PathBuf>,
    /// Say why each passage ranks where it does, and what was searched for
    #[arg(long)]
    explain: bool,
}

const SYNTAX: &str = "\
Query: words, \"phrases\", \"near phrases\"~3, =\"literal phrases\", +must, -not, AND OR NOT ( ), prefix*, wild?card, \
fuzzy~1, title:word, lang:be,ru, date:2025-09..2025-12, file:GLOB.";

/// What every passage must be
#[derive(Debug, Args)]
struct FilterArgs {
    /// In these languages, such as be,ru
    #[arg(long, value_name = "CODES")]
    lang: Option<String>,
    /// Published on this day, month or year, or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Published on this day, month or year, or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Keep passages without a date where one is asked for
    #[arg(long)]
    undated: bool,
    /// In files whose path or name matches
    #[arg(long, value_name = "GLOB")]
    file: Option<String>,
    /// Indexed after the run of this number
    #[arg(long, value_name = "N")]
    since_run: Option<u64>,
}

/// So many hits are shown if nothing says otherwise.
const DEFAULT_LIMIT: usize = 10;

/// So many files a query, as is usual in runs.
const BATCH_LIMIT: usize = 1000;

/// How much is shown, and how
#[derive(Debug, Args)]
struct ShownArgs {
    /// How many hits at most [default: 10]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// How many hits to pass over first
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// How many hits of one file at most
    #[arg(long, value_name = "N")]
    per_file: Option<usize>,
    /// What hits are ordered by
    #[arg(long, default_value = "score")]
    sort: SortArg,
    /// Only the files, each once
    #[arg(short = 'l', long = "files", conflicts_with = "count")]
    files: bool,
    /// Only how many passages there are
    #[arg(short = 'c', long)]
    count: bool,
    /// How many passages before and after each
    #[arg(short = 'C', long, default_value_t = 0, value_name = "N")]
    context: usize,
    /// Only as many hits as fit; a token is counted as three bytes
    #[arg(long, value_name = "TOKENS")]
    budget: Option<usize>,
    /// Citations alone, in a style
    #[arg(long, value_name = "STYLE", conflicts_with = "format")]
    cite: Option<StyleArg>,
    /// How hits are written
    #[arg(long, default_value = "text")]
    format: HitFormat,
}

/// How citations are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StyleArg {
    /// Numbered notes
    Footnote,
    /// A list that verify reads back
    Markdown,
    /// A table
    Csv,
    /// Entries for LaTeX
    Bibtex,
}

/// How hits are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum HitFormat {
    /// For people
    Text,
    /// One object
    Json,
    /// One object a line
    Jsonl,
    /// A TREC run, with --batch
    Trec,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SortArg {
    /// Tier, then score
    Score,
    /// Newest first
    Date,
}

/// Lets `search minsk -moscow` mean what it says: an argument like `-moscow` is no flag but an exclusion, and
/// reaches clap with a space before it.
pub(super) fn protect(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut is_search = false;
    let protected = arguments.map(|argument| {
        let excludes = argument.to_str().is_some_and(|text| {
            let word = text.strip_prefix('-').filter(|word| word.chars().count() > 1);
            word.is_some_and(|word| !word.starts_with('-') && !is_context(word))
        });
        is_search |= argument == "search";
        if is_search && excludes {
            let mut spaced = OsString::from(" ");
            spaced.push(&argument);
            return spaced;
        }
        argument
    });
    protected.collect()
}

/// `-C3`.
fn is_context(word: &str) -> bool {
    word.strip_prefix('C').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(super) fn run(
    args: &SearchArgs,
    (global, config): (&Global, &Config),
    output: &mut Output,
) -> Result<Exit, Failure> {
    if global.index.is_none() && !engine::exists(&global.index()) {
        index::first_use((global, config), output)?;
    }
    if let Some(file) = &args.batch {
        let options = options(args, global, config)?;
        return run_batch(file, args.shown.format, &options, output);
    }
    if args.shown.format == HitFormat::Trec {
        let hint = "give the queries in a file: --batch FILE --format trec".to_owned();
        return Err(Failure::Said { message: "a TREC run needs named queries".to_owned(), hint: Some(hint) });
    }
    let options = options(args, global, config)?;
    if args.shown.files {
        return run_files(args.shown.format, &options, output);
    }
    let mut answer = search(&options)?;
    let layout = output.layout();
    if let Some(tokens) = args.shown.budget {
        let size = |hit: &Hit| {
            let mut out = Vec::new();
            let written = match args.shown.format {
                HitFormat::Text => text::write_hit(hit, &layout, &mut out),
                HitFormat::Json | HitFormat::Jsonl | HitFormat::Trec => {
                    json::write_hit(hit, answer.has_roots, &mut out)
                }
            };
            // Writing to memory cannot fail.
            written.map_or(0, |()| out.len())
        };
        let sizes: Vec<usize> = answer.hits.iter().map(size).collect();
        budget::fit(&mut answer, tokens, &|hit| {
            sizes.get(hit.rank - 1 - args.shown.offset).copied().unwrap_or(0)
        });
    }
    let found = answer.totals.article.hits + answer.totals.noise.as_ref().map_or(0, |noise| noise.hits);
    write_answer(&answer, found, args, output)?;
    for note in &answer.notes {
        output.note(&note.to_string());
    }
    if args.shown.format == HitFormat::Text && found > 0 && !args.shown.count {
        output.say(&totals(&answer, args.shown.offset));
    }
    if args.shown.format == HitFormat::Text
        && let Some(plan) = &answer.plan
    {
        output.say(&format!("plan: {}", serde_json::to_string(plan).unwrap_or_default()));
    }
    Ok(if found > 0 { Exit::Found } else { Exit::NothingFound })
}

/// Answers with files alone.
fn run_files(format: HitFormat, options: &SearchOptions, output: &mut Output) -> Result<Exit, Failure> {
    let answer = search_files(options)?;
    let layout = output.layout();
    for file in &answer.files {
        if format == HitFormat::Text {
            let path = file.file.under(&file.root_path);
            writeln!(output.data(), "{}", text::shown_path(&path, layout.here.as_deref()))?;
        } else {
            json::write_file(file, answer.has_roots, output.data())?;
        }
    }
    for note in &answer.notes {
        output.note(&note.to_string());
    }
    Ok(if answer.files.is_empty() { Exit::NothingFound } else { Exit::Found })
}

/// Answers the queries of a file.
fn run_batch(
    file: &Path,
    format: HitFormat,
    options: &SearchOptions,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let said = |message: String, hint: &str| Failure::Said { message, hint: Some(hint.to_owned()) };
    if format != HitFormat::Trec {
        return Err(said("--batch writes TREC runs only".to_owned(), "add --format trec"));
    }
    let text = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.map_err(|error| {
        said(format!("{}: {error}", file.display()), "give a file of qid<TAB>query lines")
    })?;
    let topics = read_topics(&text).map_err(|line| {
        said(format!("{}:{line}: no qid<TAB>query", file.display()), "a qid has no spaces, a tab follows it")
    })?;
    let runs = batch(options, &topics)?;
    trec::write_trec(&runs, output.data())?;
    Ok(if runs.iter().any(|(_, files)| !files.is_empty()) { Exit::Found } else { Exit::NothingFound })
}

/// What was typed, as the library takes it.
fn options(args: &SearchArgs, global: &Global, config: &Config) -> Result<SearchOptions, Failure> {
    let typed = args.query.iter().map(|argument| config.query(argument)).collect::<Result<_, _>>()?;
    let shown = &args.shown;
    Ok(SearchOptions {
        corpus: global.corpus.clone(),
        noise: if args.noise { Noise::Searched } else { Noise::Left },
        limit: match shown.limit {
            _ if shown.count => 0,
            None if shown.files => usize::MAX,
            None if args.batch.is_some() => BATCH_LIMIT,
            limit => limit.or(config.limit).unwrap_or(DEFAULT_LIMIT),
        },
        per_file: shown.per_file.or(config.per_file),
        offset: shown.offset,
        rules: config.rules(),
        filters: filters(&args.filters)?,
        undated: if args.filters.undated { Undated::Kept } else { Undated::Left },
        forms: if args.exact { Forms::Literal } else { Forms::All },
        sort: match shown.sort {
            SortArg::Score => Sort::Score,
            SortArg::Date => Sort::Date,
        },
        context: shown.context,
        explain: if args.explain { Explain::Yes } else { Explain::No },
        ..SearchOptions::new(global.index(), Typed(typed))
    })
}

fn filters(args: &FilterArgs) -> Result<Vec<Filter>, Failure> {
    let wrong = |flag: &str, value: &str, form: &str| Failure::Said {
        message: format!("{flag} {value} cannot be read"),
        hint: Some(form.to_owned()),
    };
    let mut filters = Vec::new();
    if let Some(codes) = &args.lang {
        let form = "give language codes with commas between: --lang be,ru";
        filters.push(Filter::read("lang", codes).ok_or_else(|| wrong("--lang", codes, form))?);
    }
    if args.since.is_some() || args.until.is_some() {
        let given = [args.since.as_deref(), args.until.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("..");
        let form = "give a day, month or year: 2025-09-01, 2025-09 or 2025";
        let filter = Filter::between(args.since.as_deref(), args.until.as_deref());
        filters.push(filter.ok_or_else(|| wrong("--since/--until", &given, form))?);
    }
    if let Some(glob) = &args.file {
        let form = "give a glob: --file '2025/*.txt'";
        filters.push(Filter::read("file", glob).ok_or_else(|| wrong("--file", glob, form))?);
    }
    filters.extend(args.since_run.map(Filter::SinceRun));
    Ok(filters)
}

/// Writes what was asked for: a count, files, citations, or hits.
fn write_answer(answer: &Answer, found: u64, args: &SearchArgs, output: &mut Output) -> Result<(), Failure> {
    let layout = output.layout();
    if args.shown.count {
        write_count(answer, found, args.shown.format, output)?;
    } else if let Some(style) = args.shown.cite {
        let style = match style {
            StyleArg::Footnote => Style::Footnote,
            StyleArg::Markdown => Style::Markdown,
            StyleArg::Csv => Style::Csv,
            StyleArg::Bibtex => Style::Bibtex,
        };
        write_citations(&answer.hits, style, layout.here.as_deref(), output.data())?;
    } else {
        match args.shown.format {
            HitFormat::Text => text::write_text(answer, &layout, output.data())?,
            HitFormat::Json => json::write_json(answer, output.data())?,
            HitFormat::Jsonl | HitFormat::Trec => json::write_jsonl(answer, output.data())?,
        }
    }
    Ok(())
}

fn write_count(answer: &Answer, found: u64, format: HitFormat, output: &mut Output) -> Result<(), Failure> {
    match format {
        HitFormat::Text => writeln!(output.data(), "{found}")?,
        HitFormat::Json | HitFormat::Jsonl | HitFormat::Trec => {
            serde_json::to_writer(output.data(), &answer.totals).map_err(std::io::Error::from)?;
            writeln!(output.data())?;
        }
    }
    Ok(())
}

fn totals(answer: &Answer, offset: usize) -> String {
    let rule = answer.totals.tier_rule;
    let mut said = count(&answer.totals.article, rule);
    if let Some(noise) = &answer.totals.noise {
        said.push_str(&format!("; in noise {}", count(noise, rule)));
    }
    let shown = answer.hits.len();
    let all = answer.totals.article.hits + answer.totals.noise.as_ref().map_or(0, |noise| noise.hits);
    if shown > 0 && (shown as u64) < all {
        let next = if shown > 0 && ((offset + shown) as u64) < all {
            format!("; --offset {} shows more", offset + shown)
        } else {
            String::new()
        };
        said.push_str(&format!("; showing {}-{}{next}", offset + 1, offset + shown));
    }
    said
}

fn count(side: &SideCount, rule: TierRule) -> String {
    let of = |number: u64, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
    let mut said = format!("{} in {}", of(side.hits, "passage"), of(side.files, "file"));
    if side.passages > side.hits {
        said.push_str(&format!(" ({} with repetitions)", side.passages));
    }
    let [first, second, third] = side.tiers;
    match rule {
        TierRule::Words if first + second > 0 && second + third > 0 => said.push_str(&format!(
            ": {first} with all words, {second} in articles with all of them, {third} with some"
        )),
        TierRule::Phrase if second > 0 => said.push_str(&format!(": {first} as typed, {second} inflected")),
        _ => {}
    }
    said
}
