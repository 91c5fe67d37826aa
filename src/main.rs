//! The program: what was typed in, exit code out. All else is in `cli`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run().into()
}
