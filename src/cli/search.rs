//! `kartoteka search`: ranked passages with citations.

use std::ffi::OsString;

use clap::Args;
use kartoteka::engine;
use kartoteka::query::TierRule;
use kartoteka::render::{json, text};
use kartoteka::search::{Answer, Noise, SearchOptions, SideCount, Typed, search};

use super::output::Output;
use super::{Exit, Failure, Format, Global, index};

/// Find passages, best first, each with a citation
#[derive(Debug, Args)]
#[command(
    after_help = "Words, \"phrases\", +must -not, AND OR NOT ( ). +word must, -word must not be there."
)]
pub(super) struct SearchArgs {
    /// What to look for
    #[arg(required = true)]
    query: Vec<OsString>,
    /// Search also what was dropped as noise, after the articles
    #[arg(long)]
    noise: bool,
    /// How many hits at most
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// How many hits of one file at most
    #[arg(long, value_name = "N")]
    per_file: Option<usize>,
    /// How hits are written
    #[arg(long, default_value = "text")]
    format: Format,
}

/// Lets `search minsk -moscow` mean what it says: an argument like `-moscow` is no flag but an exclusion, and
/// reaches clap with a space before it.
pub(super) fn protect(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut is_search = false;
    let protected = arguments.map(|argument| {
        let excludes = argument.to_str().is_some_and(|text| {
            let word = text.strip_prefix('-').filter(|word| word.chars().count() > 1);
            word.is_some_and(|word| !word.starts_with('-'))
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

pub(super) fn run(args: &SearchArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    if global.index.is_none() && !engine::exists(&global.index()) {
        index::first_use(global, output)?;
    }
    let typed = args.query.iter().map(|argument| argument.to_string_lossy().trim().to_owned()).collect();
    let answer = search(&SearchOptions {
        index: global.index(),
        corpus: global.corpus.clone(),
        typed: Typed(typed),
        noise: if args.noise { Noise::Searched } else { Noise::Left },
        limit: args.limit,
        per_file: args.per_file,
    })?;
    let layout = output.layout();
    match args.format {
        Format::Text => text::write_text(&answer, &layout, output.data())?,
        Format::Json => json::write_json(&answer, output.data())?,
        Format::Jsonl => json::write_jsonl(&answer, output.data())?,
    }
    for note in &answer.notes {
        output.note(&note.to_string());
    }
    let found = answer.totals.article.hits + answer.totals.noise.as_ref().map_or(0, |noise| noise.hits);
    if args.format == Format::Text && found > 0 {
        output.say(&totals(&answer));
    }
    Ok(if found > 0 { Exit::Found } else { Exit::NothingFound })
}

fn totals(answer: &Answer) -> String {
    let rule = answer.totals.tier_rule;
    let mut said = count(&answer.totals.article, rule);
    if let Some(noise) = &answer.totals.noise {
        said.push_str(&format!("; in noise {}", count(noise, rule)));
    }
    let shown = answer.hits.len() as u64;
    let all = answer.totals.article.hits + answer.totals.noise.as_ref().map_or(0, |noise| noise.hits);
    if shown < all {
        said.push_str(&format!("; the first {shown} are shown, --limit shows more"));
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
