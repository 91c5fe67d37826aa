//! The command line, the one place that knows clap, terminals and the environment: arguments as typed in,
//! calls of the library, text on stdout and stderr, exit codes. A file a command.

mod bug;
mod clean;
mod config;
mod eval;
mod index;
mod manual;
mod output;
mod search;
mod show;
mod status;
mod verify;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use config::Config;
use kartoteka::engine::{EngineError, remembered};
use kartoteka::search::SearchError;
use kartoteka::sync::SyncError;
use output::Output;

/// Full-text search over folders of scraped multilingual news, with citations that can be checked.
#[derive(Debug, Parser)]
#[command(name = "kartoteka", version = VERSION, after_help = "Exit codes: 0 found, 1 nothing found, 2 error.")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// The version of the program, then the number of the index format.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (index format 8)");

#[derive(Debug, Args)]
struct Global {
    /// The folder of the index [default: index]
    #[arg(long, global = true, env = "KARTOTEKA_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
    /// The folder of the sources [default: that of the index, or corpus]
    #[arg(long, global = true, env = "KARTOTEKA_CORPUS", value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// Colours: by default on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

impl Global {
    fn index(&self) -> PathBuf {
        self.index.clone().unwrap_or_else(|| PathBuf::from("index"))
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// How output is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object
    Json,
    /// One object a line
    Jsonl,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the index, or bring it up to date
    Index(index::IndexArgs),
    /// Find passages, best first, each with a citation
    Search(search::SearchArgs),
    /// Show what is kept of a file, and why the rest is not
    Clean(clean::CleanArgs),
    /// Show an article, or the passage at a line, as it is cited
    Show(show::ShowArgs),
    /// Check quotations against the sources
    Verify(verify::VerifyArgs),
    /// Judge one or two TREC runs: nDCG@10, MAP, R@100, MRR
    Eval(eval::EvalArgs),
    /// Show what is indexed, and what changed since
    Status(status::StatusArgs),
    /// Check every file of the index
    Check(status::CheckArgs),
    /// Write completions for a shell
    Completions(manual::CompletionsArgs),
    /// Write the manual page
    Man,
}

/// What the program says to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Found,
    NothingFound,
    Error,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Found => 0,
            Exit::NothingFound => 1,
            Exit::Error => 2,
        })
    }
}

/// What ends a command early.
#[derive(Debug)]
enum Failure {
    /// The reader of our output is gone; nobody is left to tell.
    BrokenPipe,
    /// What to tell, and what to do about it.
    Said { message: String, hint: Option<String> },
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::BrokenPipe;
        }
        Self::Said { message: format!("cannot write: {error}"), hint: None }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        let dir = match &error {
            EngineError::NoIndex { dir }
            | EngineError::OtherVersion { dir }
            | EngineError::Damaged { dir, .. } => Some(dir),
            EngineError::Io { .. } | EngineError::Library(_) => None,
        };
        if matches!(error, EngineError::Library(_)) {
            let hint = "if the index is damaged, build it anew: kartoteka index --full".to_owned();
            return Self::Said { message: error.to_string(), hint: Some(hint) };
        }
        // An index that no longer knows what it was made of must be told.
        let knows = dir.is_some_and(|dir| !remembered(dir).roots.is_empty());
        let corpus = if knows { "" } else { " CORPUS" };
        let hint = dir.map(|dir| format!("run: kartoteka index{corpus} --index {}", output::quoted(dir)));
        Self::Said { message: error.to_string(), hint }
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Engine(error) => error.into(),
            SearchError::ManyRoots { .. } => Self::Said { message: error.to_string(), hint: None },
        }
    }
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Engine(error) => error.into(),
            SyncError::Walk(_) => {
                let hint = "give the folder that holds the sources: kartoteka index FOLDER";
                Self::Said { message: error.to_string(), hint: Some(hint.to_owned()) }
            }
            SyncError::Rules(_) => config::said(&error.to_string()),
            SyncError::Root(_) => Self::Said { message: error.to_string(), hint: None },
        }
    }
}

/// Runs the program.
pub(crate) fn run() -> Exit {
    let cli = match Cli::try_parse_from(search::protect(std::env::args_os())) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; where they cannot be printed, nobody reads them.
            drop(error.print());
            return if error.use_stderr() { Exit::Error } else { Exit::Found };
        }
    };
    let mut cli = cli;
    let mut output = Output::new(cli.global.color);
    let config = match Config::read() {
        Ok(config) => config,
        Err(failure) => return end(Err(failure), &mut output),
    };
    config.complete(&mut cli.global);
    let done = bug::guarded(|| {
        let exit = dispatch(&cli, &config, &mut output)?;
        output.flush().map(|()| exit)
    });
    end(done, &mut output)
}

fn dispatch(cli: &Cli, config: &Config, output: &mut Output) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Index(args) => index::run(args, (&cli.global, config), output),
        Command::Search(args) => search::run(args, (&cli.global, config), output),
        Command::Clean(args) => clean::run(args, (&cli.global, config), output),
        Command::Show(args) => show::run(args, (&cli.global, config), output),
        Command::Verify(args) => verify::run(args, &cli.global, output),
        Command::Eval(args) => eval::run(args, output),
        Command::Status(args) => status::run(args, &cli.global, output),
        Command::Check(args) => status::check(args, &cli.global, output),
        Command::Completions(args) => manual::completions(args, output),
        Command::Man => manual::man(output),
    }
}

fn end(done: Result<Exit, Failure>, output: &mut Output) -> Exit {
    match done {
        Ok(exit) => exit,
        Err(Failure::BrokenPipe) => Exit::Found,
        Err(Failure::Said { message, hint }) => {
            output.error(&message, hint.as_deref());
            Exit::Error
        }
    }
}
