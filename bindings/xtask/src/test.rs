//! `cargo xtask test`: every suite of `tests/suites` whose tools are here; the others are named, never passed over in
//! silence. A new suite is a new file there, nothing else.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::suite::{Places, Suite};

#[derive(clap::Args)]
pub struct Arguments {
    /// Suites that must run, by name, or "all": a missing tool then fails.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    require: Vec<String>,
}

/// How a suite ended.
enum Outcome {
    Passed(Duration),
    Failed(Duration),
    /// What would have to be installed.
    NotRun(String),
}

/// Fetches the models, runs the suites and sums up; false if one failed.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let suites = Suite::all(&crate::root().join("tests/suites"))?;
    for name in &arguments.require {
        let known = name == "all" || suites.iter().any(|suite| suite.name == *name);
        ensure!(known, "there is no suite {name}");
    }
    crate::models::run(&crate::models::Arguments::default())?;
    let places = Places::here();
    let mut outcomes = Vec::new();
    for suite in &suites {
        outcomes.push((suite.name.as_str(), run_suite(suite, &places)?));
    }
    Ok(sum_up(&outcomes, &arguments.require))
}

fn run_suite(suite: &Suite, places: &Places) -> Result<Outcome> {
    println!("\n== {}: {}", suite.name, suite.about);
    if let Some(how) = suite.missing(places)? {
        println!("NOT RUN: {} ({how})", suite.name);
        return Ok(Outcome::NotRun(how.to_owned()));
    }
    let start = Instant::now();
    let passed = suite.run(places)?;
    let took = start.elapsed();
    Ok(if passed {
        Outcome::Passed(took)
    } else {
        Outcome::Failed(took)
    })
}

/// Prints the table and the closing line; true if nothing failed. A required suite that did not run counts as failed.
fn sum_up(outcomes: &[(&str, Outcome)], required: &[String]) -> bool {
    let is_required = |name: &str| required.iter().any(|r| r == name || r == "all");
    let (mut passed, mut failed) = (0, 0);
    println!();
    for (name, outcome) in outcomes {
        match outcome {
            Outcome::Passed(took) => {
                passed += 1;
                println!("passed   {name:<12} {:>6.0} s", took.as_secs_f32());
            }
            Outcome::Failed(took) => {
                failed += 1;
                println!("FAILED   {name:<12} {:>6.0} s", took.as_secs_f32());
            }
            Outcome::NotRun(how) if is_required(name) => {
                failed += 1;
                println!("FAILED   {name:<12} required, but not here: {how}");
            }
            Outcome::NotRun(how) => println!("NOT RUN: {name} ({how})"),
        }
    }
    println!("{passed} passed, {failed} failed");
    failed == 0
}
