//! `cargo xtask bench`: the benches of `tests/benches`, each a file there as suites are, run one after the other.

use anyhow::{Result, ensure};

use crate::suite::{Places, Suite};

/// Shown below the help.
const EXAMPLES: &str = "\
Examples:
  cargo xtask bench engine         the engine against LiteRT, per model and instruction set
  cargo xtask bench codes          reading codes against zxing-cpp
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
    let mut benches = Suite::all(&crate::root().join("tests/benches"))?;
    for name in &arguments.names {
        let known = benches.iter().any(|bench| bench.name == *name);
        ensure!(known, "there is no bench {name}");
    }
    if !arguments.names.is_empty() {
        benches.retain(|bench| arguments.names.contains(&bench.name));
    }
    crate::models::run(&crate::models::Arguments::default())?;
    Suite::run_all(&benches, &Places::here())
}
