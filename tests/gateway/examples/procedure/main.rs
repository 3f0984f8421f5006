//! The whole procedure, from the poster to the photo on file: a service, a simulated phone whose desk is carried by a
//! program, a reviewer. Writes one page that shows each step, and the photo.
//!
//! `procedure FOLDER`: where `procedure.html` and `procedure.jpg` go.

#[path = "../../tests/support/mod.rs"]
mod support;

mod card;
mod device;
mod page;
mod review;
mod shoot;
mod student;
mod walk;

use anyhow::{Context, Result, ensure};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::NamedTempFile;
use xueying::texts::{Lang, text};

/// Set by Ctrl-C: the walk ends at its next step.
pub type Stop = Arc<AtomicBool>;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).context("a folder is missing")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let stop = Stop::default();
    let flag = stop.clone();
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))?;
    let lang = Lang::of_locale(&std::env::var("LANG").unwrap_or_default());
    println!("{}", say("begins", lang));
    let walk = walk::walk(lang, &stop)?;
    write(&folder.join("procedure.jpg"), &walk.file)?;
    let page = page::page(&walk.cards).into_string();
    let path = folder.join("procedure.html");
    write(&path, page.as_bytes())?;
    println!("{}", path.display());
    Ok(())
}

/// Writes a file that is there whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("no folder")?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

fn say(key: &str, lang: Lang) -> &'static str {
    text(&format!("gateway.walk.{key}"), lang).unwrap_or_default()
}

fn go_on(stop: &Stop) -> Result<()> {
    ensure!(!stop.load(Ordering::Relaxed), "broken off");
    Ok(())
}
