//! `kartoteka completions` and `kartoteka man`: what a shell and `man` want to know, from the arguments themselves.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::output::Output;
use super::{Cli, Exit, Failure};

/// Write completions for a shell
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(args: &CompletionsArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kartoteka", &mut script);
    output.data().write_all(&script)?;
    Ok(Exit::Found)
}

/// Write the manual page of the program, then those of its commands.
pub(super) fn man(output: &mut Output) -> Result<Exit, Failure> {
    let command = Cli::command();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let name = format!("kartoteka-{}", sub.get_name());
        clap_mangen::Man::new(sub.clone().name(name)).render(&mut page)?;
    }
    output.data().write_all(&page)?;
    Ok(Exit::Found)
}
