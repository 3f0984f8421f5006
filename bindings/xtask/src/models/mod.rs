//! `cargo xtask models`: from `models.lock` to a folder of checked files.
//!
//! Whole at every moment: a file appears under its name only when its hash is right, and an archive is kept until all its
//! files are out, so that a run that was broken off goes on where it was.

mod archive;
mod client;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use xueying::digest::sha256;
use xueying::models::{Archive, Lock, LockedFile};
use xueying::vision::Vision;

/// Names a folder of models given by hand; it is checked and never written to.
const BY_HAND: &str = "XUEYING_MODELS";

#[derive(clap::Args, Default)]
pub struct Arguments {
    /// The folder to fill [default: models/ in the repository]
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Then fill DIR with what a phone needs: the largest model with weights of half precision
    #[arg(long, value_name = "DIR")]
    phone: Option<PathBuf>,
}

/// Fetches what is missing, or checks the folder that `XUEYING_MODELS` names.
pub fn run(arguments: &Arguments) -> Result<()> {
    let from = arguments.dir.clone().unwrap_or_else(folder);
    if arguments.dir.is_none() && std::env::var_os(BY_HAND).is_some() {
        check(&from)?;
    } else {
        fetch(&from)?;
    }
    match &arguments.phone {
        Some(phone) => pack(&from, phone),
        None => Ok(()),
    }
}

/// Fills `folder` with the models as a phone or a page needs them.
pub fn for_phone(phone: &Path) -> Result<()> {
    run(&Arguments {
        dir: None,
        phone: Some(phone.to_owned()),
    })
}

/// Fills `phone` with the models that see, each as small as the lock knows it.
fn pack(folder: &Path, phone: &Path) -> Result<()> {
    fs::create_dir_all(phone).with_context(|| format!("making {}", phone.display()))?;
    let mut total = 0;
    for model in Vision::MODELS {
        let name = model.file_name();
        let file = Lock::get().file(name).context("a model without a lock")?;
        let path = phone.join(name);
        let mut bytes = fs::read(folder.join(name))?;
        if let Some(halved) = &file.halved {
            bytes = xueying_engine::halve(&bytes).with_context(|| format!("halving {name}"))?;
            verify(&path, &bytes, halved)?;
        }
        fs::write(&path, &bytes).with_context(|| format!("writing {}", path.display()))?;
        println!("  {name:<48} {:>9} bytes", bytes.len());
        total += bytes.len();
    }
    println!(
        "{}: {:.1} MB for a phone",
        phone.display(),
        total as f64 / 1e6
    );
    Ok(())
}

/// Where the models are: the folder that `XUEYING_MODELS` names, or `models/` in the repository.
pub fn folder() -> PathBuf {
    std::env::var_os(BY_HAND).map_or_else(|| crate::root().join("models"), PathBuf::from)
}

/// Checks every file of a folder that was filled by hand.
fn check(folder: &Path) -> Result<()> {
    for file in Lock::get().files() {
        let path = folder.join(&file.name);
        let bytes = fs::read(&path).with_context(|| format!("{BY_HAND}: {}", path.display()))?;
        verify(&path, &bytes, &file.sha256)?;
    }
    println!("{}: all files are there and right", folder.display());
    Ok(())
}

/// Fills `folder` with what is missing in it.
fn fetch(folder: &Path) -> Result<()> {
    let lock = Lock::get();
    let downloads = folder.join(".fetch");
    fs::create_dir_all(&downloads).with_context(|| format!("making {}", downloads.display()))?;
    for (i, archive) in lock.archives.iter().enumerate() {
        print!(
            "[{}/{}] {} {}: ",
            i + 1,
            lock.archives.len(),
            archive.package,
            archive.version
        );
        if archive
            .files
            .iter()
            .all(|file| is_right(&folder.join(&file.name), &file.sha256))
        {
            println!("there already");
            continue;
        }
        println!("fetching");
        fetch_archive(archive, &downloads.join((i + 1).to_string()), folder)?;
    }
    fs::remove_dir_all(&downloads).with_context(|| format!("removing {}", downloads.display()))?;
    println!("{}: all files are there and right", folder.display());
    Ok(())
}

/// Fetches one archive into `downloads` and takes its files out.
fn fetch_archive(archive: &Archive, downloads: &Path, folder: &Path) -> Result<()> {
    let path = match downloaded(downloads, &archive.sha256) {
        Some(path) => path,
        None => {
            let _ = fs::remove_dir_all(downloads); // what a broken run left
            fs::create_dir_all(downloads)?;
            client::download(archive, downloads)?;
            sole_file(downloads)?
        }
    };
    let bytes = fs::read(&path)?;
    verify(&path, &bytes, &archive.sha256)?;
    for file in &archive.files {
        let content = archive::take(archive.registry, &bytes, &file.path)?;
        store(folder, file, &content)?;
        println!("  {:<48} {:>9} bytes", file.name, content.len());
    }
    fs::remove_dir_all(downloads)?;
    Ok(())
}

/// Writes a checked file under its name in one step.
fn store(folder: &Path, file: &LockedFile, content: &[u8]) -> Result<()> {
    verify(Path::new(&file.name), content, &file.sha256)?;
    let partial = folder.join(".fetch").join("partial");
    fs::write(&partial, content).with_context(|| format!("writing {}", partial.display()))?;
    fs::rename(&partial, folder.join(&file.name)).with_context(|| format!("writing {}", file.name))
}

/// An archive of an earlier run, if it is whole.
fn downloaded(downloads: &Path, expected: &str) -> Option<PathBuf> {
    sole_file(downloads)
        .ok()
        .filter(|path| is_right(path, expected))
}

/// The one file that a client puts into an empty folder.
fn sole_file(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    match entries.as_slice() {
        [entry] => Ok(entry.path()),
        _ => bail!(
            "expected one file in {}, found {}",
            folder.display(),
            entries.len()
        ),
    }
}

fn is_right(path: &Path, expected: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| sha256(&bytes) == expected)
}

/// Refuses wrong bytes, naming both hashes.
fn verify(path: &Path, bytes: &[u8], expected: &str) -> Result<()> {
    let found = sha256(bytes);
    ensure!(
        found == expected,
        "{} has the sha256 {found}, expected {expected}",
        path.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_file_is_refused_naming_both_hashes_and_not_stored() {
        let folder = std::env::temp_dir().join(format!("xueying-models-{}", std::process::id()));
        fs::create_dir_all(folder.join(".fetch")).expect("a temporary folder");
        let file = Lock::get()
            .file("astronaut.png")
            .expect("the sample photo is locked");
        let refused = store(&folder, file, b"another picture")
            .expect_err("wrong bytes")
            .to_string();
        assert!(refused.contains(&file.sha256) && refused.contains(&sha256(b"another picture")));
        assert!(!folder.join("astronaut.png").exists());
        fs::remove_dir_all(&folder).expect("still there");
    }
}
