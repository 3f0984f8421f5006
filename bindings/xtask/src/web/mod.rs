//! `cargo xtask web`: the core as wasm, the page around it in `target/page`, and the reference collection service that serves
//! both.

mod page;
mod wasm;

use anyhow::{Context, Result, ensure};
use std::process::Command;

use crate::suite::Places;

/// Shown below the help.
const EXAMPLES: &str = "\
Examples:
  cargo xtask web            builds, serves page and API on this computer, and says where
  cargo xtask web --build    builds target/page and ends: any server of static files can serve it

A browser lends its camera to localhost and to https only. Ctrl-C stops the service; its database stays.";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Where to answer
    #[arg(long, default_value = "127.0.0.1:8037")]
    address: String,
    /// Only build target/page
    #[arg(long)]
    build: bool,
}

/// Builds, and serves until it is stopped.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let out = Places::here().target.join("page");
    crate::models::for_phone(&out.join("models"))?;
    let module = wasm::build()?;
    page::assemble(&module, &out)?;
    println!("page         {}", out.display());
    if arguments.build {
        return Ok(true);
    }
    let words = ["run", "--quiet", "--locked", "--release", "--package"];
    let served = cargo()
        .args(words)
        .args(["xueying-gateway", "--", "--address", &arguments.address])
        .arg("--page")
        .arg(&out)
        .arg("--models")
        .arg(crate::models::folder())
        .status()
        .context("running cargo")?;
    Ok(served.success())
}

fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(crate::root());
    cargo
}

fn must(command: &mut Command, what: &str) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("running {what}"))?;
    ensure!(status.success(), "{what} ended with {status}");
    Ok(())
}
