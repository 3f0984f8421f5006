//! `cargo xtask bindings`: the library for this computer, its bindings in `target/bindings`, and whether what they offer is
//! what is on record.

use anyhow::{Context, Result, ensure};
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::suite::Places;

#[derive(clap::Args)]
pub struct Arguments {
    /// Put what the bindings offer on record, in bindings/ffi/surface.txt
    #[arg(long)]
    accept: bool,
}

/// Builds and writes everything; false if the surface is another than the one on record.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let places = Places::here();
    let out = places.target.join("bindings");
    cargo(&["build", "--locked", "--release", "--package", "xueying-ffi"])?;
    let library = format!("{DLL_PREFIX}xueying_ffi{DLL_SUFFIX}");
    let library = places.target.join("release").join(library);
    generate(&library, &out)?;
    package(&library, &out)?;
    println!("bindings: {}", out.display());
    on_record(&out.join("surface.txt"), arguments.accept)
}

/// Writes the bindings of a library.
fn generate(library: &Path, out: &Path) -> Result<()> {
    let (library, out) = (library.to_string_lossy(), out.to_string_lossy());
    let run = [
        "run",
        "--quiet",
        "--locked",
        "--package",
        "xueying-generate",
        "--",
    ];
    cargo(&[&run[..], &[&library, &out]].concat())
}

/// Lays out the Python package, for `pip install`.
fn package(library: &Path, out: &Path) -> Result<()> {
    let (from, to) = (crate::root().join("bindings/python"), out.join("package"));
    // What an earlier build left is not in this package.
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    let inside = to.join("xueying");
    fs::create_dir_all(&inside)?;
    for (folder, into) in [(from.clone(), &to), (from.join("xueying"), &inside)] {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_file() {
                copy(&path, into)?;
            }
        }
    }
    copy(&out.join("python/xueying_core.py"), &inside)?;
    copy(library, &inside)
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    let name = file.file_name().context("a file has a name")?;
    fs::copy(file, folder.join(name)).with_context(|| file.display().to_string())?;
    Ok(())
}

/// Compares the list of what is offered with the one on record.
fn on_record(list: &Path, accept: bool) -> Result<bool> {
    let record: PathBuf = crate::root().join("bindings/ffi/surface.txt");
    if accept {
        fs::copy(list, &record)?;
    }
    let (new, old) = (fs::read_to_string(list)?, fs::read_to_string(&record)?);
    if new == old {
        return Ok(true);
    }
    for (line, (new, old)) in (1..).zip(new.lines().zip(old.lines())) {
        if new != old {
            println!("line {line} of {}:\n- {old}\n+ {new}", record.display());
            break;
        }
    }
    println!("the surface has changed; `cargo xtask bindings --accept` puts it on record");
    Ok(false)
}

fn cargo(words: &[&str]) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(words)
        .current_dir(crate::root())
        .status()
        .context("running cargo")?;
    ensure!(status.success(), "cargo {} ended with {status}", words[0]);
    Ok(())
}
