//! `cargo xtask android` and `cargo xtask ios`: the commands of `bindings/ffi/phones`, a file for each platform, laid out as
//! suites are.

use anyhow::{Context, Result};

use crate::suite::{Places, Suite};

#[derive(clap::Args)]
pub struct Arguments {
    /// Say what would be run, and what is missing for it
    #[arg(long)]
    dry_run: bool,
}

/// Builds for a platform; false if something is missing or fails.
pub fn run(platform: &str, arguments: &Arguments) -> Result<bool> {
    let suites = Suite::all(&crate::root().join("bindings/ffi/phones"))?;
    let suite = suites.iter().find(|suite| suite.name == platform);
    let suite = suite.with_context(|| format!("there is no platform {platform}"))?;
    let places = Places::here();
    println!("{}: {}", suite.name, suite.about);
    let missing = suite.all_missing(&places)?;
    for how in &missing {
        println!("MISSING: {how}");
    }
    if arguments.dry_run {
        suite.tell(&places);
        return Ok(true);
    }
    Ok(missing.is_empty() && suite.run(&places)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_platforms_can_be_told() {
        for platform in ["android", "ios"] {
            let told = run(platform, &Arguments { dry_run: true });
            assert!(told.expect("the file is a suite"), "{platform}");
        }
    }
}
