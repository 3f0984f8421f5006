//! The terminal: each subcommand in a file of its own. It reads files, prints and draws; what is right or wrong the core
//! decides.

mod check;
mod code;
mod help;
mod live;
mod page;
mod portrait;
mod problem;
mod reading;
mod replay;
mod scan;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::process::ExitCode;

/// Guides and checks the portrait photo of Chinese graduates.
#[derive(Parser)]
#[command(name = "xueying", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Checks photos.
    Check(check::Arguments),
    /// Makes codes.
    Code(code::Arguments),
    /// Guides a camera to the photo.
    Live(live::Arguments),
    /// Decides a recorded session anew.
    Replay(replay::Arguments),
    /// Reads QR codes.
    Scan(scan::Arguments),
    /// Makes the portrait.
    Portrait(portrait::Arguments),
}

fn main() -> ExitCode {
    let command = help::translate(Arguments::command(), help::wanted(std::env::args_os()));
    let arguments = match Arguments::from_arg_matches(&command.get_matches()) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    match arguments.task {
        Task::Check(arguments) => check::run(&arguments),
        Task::Code(arguments) => code::run(&arguments),
        Task::Live(arguments) => live::run(&arguments),
        Task::Replay(arguments) => replay::run(&arguments),
        Task::Scan(arguments) => scan::run(&arguments),
        Task::Portrait(arguments) => portrait::run(&arguments),
    }
}
