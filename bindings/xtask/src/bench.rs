//! `cargo xtask bench`: the benches of `tests/benches`, each a file there as suites are, run one after the other.

use anyhow::Result;

use crate::suite::{Places, Suite};

/// Shown below the help.
const EXAMPLES: &str = "\
Examples:
  cargo xtask bench engine         the engine against LiteRT, per model and instruction set
  cargo xtask bench codes          reading codes against zxing-cpp
  cargo xtask bench gateway        200 students at once with the collection service
  cargo xtask bench vision wasm    two of them
  cargo xtask bench                all

Times are processor time of one thread, the two sides alternate in one run. Still, let the machine be quiet.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Benches by name, the files of tests/benches [default: all]
    names: Vec<String>,
}

/// Fetches the models and runs the benches; false if one failed or lacks a tool.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let names: Vec<&String> = arguments.names.iter().collect();
    let benches = Suite::named(&crate::root().join("tests/benches"), &names)?;
    crate::models::run(&crate::models::Arguments::default())?;
    Suite::run_all(&benches, &Places::here())
}
