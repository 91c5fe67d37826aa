//! `kartoteka verify`: whether quotations stand where they are said to.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use kartoteka::render::safe_line;
use kartoteka::verify::{Checked, Outcome, Place, VerifyOptions, read_claims, verify};

use super::output::Output;
use super::{Exit, Failure, Format, Global};

/// Check quotations against the sources
#[derive(Debug, Args)]
#[command(
    after_help = "Reads hits of search --format jsonl, and lines with path:line \"quotation\", also in Markdown. \
    […] and … leave something out. Exit code 1 if any is not ok."
)]
pub(super) struct VerifyArgs {
    /// What holds the quotations; standard input if there is none, or for -
    file: Option<PathBuf>,
    /// How verdicts are written
    #[arg(long, default_value = "text")]
    format: Format,
}

pub(super) fn run(args: &VerifyArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let claims = read_claims(&input(args)?);
    if claims.is_empty() {
        output
            .note("there are no quotations in it: hits as JSON lines, or lines with path:line \"quotation\"");
        return Ok(Exit::NothingFound);
    }
    let options = VerifyOptions {
        index: global.index(),
        corpus: global.corpus.clone(),
        here: std::env::current_dir().ok(),
    };
    let checked = verify(claims, &options)?;
    for one in &checked {
        match args.format {
            Format::Text => write(one, output)?,
            Format::Json | Format::Jsonl => {
                serde_json::to_writer(output.data(), one).map_err(std::io::Error::from)?;
                writeln!(output.data())?;
            }
        }
    }
    let ok = checked.iter().filter(|one| matches!(one.outcome, Outcome::Ok { .. })).count();
    output.say(&format!("{ok} of {} ok", checked.len()));
    Ok(if ok == checked.len() { Exit::Found } else { Exit::NothingFound })
}

fn input(args: &VerifyArgs) -> Result<String, Failure> {
    let read = if let Some(file) = args.file.as_ref().filter(|file| file.as_os_str() != "-") {
        std::fs::read(file)
            .map_err(|error| Failure::Said { message: format!("{}: {error}", file.display()), hint: None })?
    } else {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)?
    };
    Ok(String::from_utf8_lossy(&read).into_owned())
}

fn write(one: &Checked, output: &mut Output) -> Result<(), Failure> {
    let claim = &one.claim;
    let line = claim.line.map(|line| format!(":{line}")).unwrap_or_default();
    let quotation = shortened(&claim.quotation);
    writeln!(output.data(), "{:<13} {}{line} \"{quotation}\"", one.outcome.as_str(), safe_line(&claim.file))?;
    let places: &[Place] = match &one.outcome {
        Outcome::Moved { to } | Outcome::Altered { near: to } => std::slice::from_ref(to),
        Outcome::Misattributed { to } => to,
        Outcome::Ok { noise: true } => {
            writeln!(output.data(), "              warning: it stands in what was dropped as noise")?;
            &[]
        }
        Outcome::Refused { reason } => {
            writeln!(output.data(), "              {reason}")?;
            &[]
        }
        Outcome::Ok { noise: false } | Outcome::Missing => &[],
    };
    for place in places {
        let text = shortened(&place.text);
        writeln!(output.data(), "              {}:{} \"{text}\"", safe_line(&place.file), place.line)?;
    }
    Ok(())
}

/// The beginning of a long quotation, on one line.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 90;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(LONGEST).collect();
    if line.chars().count() > LONGEST {
        short.push('…');
    }
    safe_line(&short).into_owned()
}
