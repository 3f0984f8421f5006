//! `cargo xtask demo`: from a fresh clone to a report to look at. It fetches the models, damages copies of a photo by known
//! amounts, lets the terminal shell check them all, and says what was done and what was found. With `--procedure`, instead,
//! the whole way to the photo on file.

mod copies;
mod line;
mod overlay;
mod procedure;
mod table;

use anyhow::{Context, Result, ensure};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use line::Line;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use xueying::frame::{Limits, decode};

/// The package of the terminal shell.
const SHELL: &str = "xueying-cli";
/// JPEG quality of the copies: high enough that nothing but the damage is found.
const QUALITY: u8 = 95;

/// The exit code of the terminal shell for a file that cannot be read, or that gives no portrait; fails are what the demo
/// is about.
const UNREADABLE: i32 = 2;

#[derive(clap::Args)]
pub struct Arguments {
    /// Photos of one person each [default: the sample photo]
    photos: Vec<PathBuf>,
    /// Rehearse the whole procedure instead, with a simulated phone, and write demo/procedure.html to look at
    #[arg(long, conflicts_with = "photos")]
    procedure: bool,
}

/// Writes `demo/report.html`, `demo/overlay.png` and `demo/portrait.jpg`, and prints the table.
pub fn run(arguments: &Arguments) -> Result<()> {
    crate::models::run(&crate::models::Arguments::default())?;
    let folder = crate::root().join("demo");
    if arguments.procedure {
        return procedure::run(&folder);
    }
    build()?;
    let photos = match arguments.photos.as_slice() {
        [] => vec![crate::models::folder().join("astronaut.png")],
        given => given.to_vec(),
    };
    let copies = folder.join("photos");
    if copies.exists() {
        fs::remove_dir_all(&copies).with_context(|| format!("clearing {}", copies.display()))?;
    }
    let mut all = vec![];
    for (index, photo) in photos.iter().enumerate() {
        all.extend(damage(photo, &copies.join((index + 1).to_string()))?);
    }
    let report = folder.join("report.html");
    let mut lines = check(&all, Some(&report))?.into_iter();
    for (photo, files) in photos.iter().zip(all.chunks(1 + copies::ALL.len())) {
        let lines: Vec<Line> = lines.by_ref().take(files.len()).collect();
        table::print(photo, &lines);
        portrait(photo, &folder.join("portrait.jpg"))?;
    }
    println!(
        "\n{}\n{}",
        report.display(),
        folder.join("overlay.png").display()
    );
    Ok(())
}

/// Lets the terminal shell make the portrait: it names the official measures that the photo cannot give, and where nothing
/// can be cut at all, why.
fn portrait(photo: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_file(to)?;
    }
    let status = cargo("run", SHELL)
        .args(["--quiet", "--", "portrait"])
        .arg(std::path::absolute(photo)?)
        .arg("--output")
        .arg(to)
        .env(
            "XUEYING_MODELS",
            std::path::absolute(crate::models::folder())?,
        )
        .status()
        .context("running cargo")?;
    ensure!(
        status.code().is_some_and(|code| code <= UNREADABLE),
        "the portrait ended with {status}"
    );
    Ok(())
}

/// Writes the photo and its damaged copies into `folder`, and the overlay beside it.
fn damage(photo: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    let bytes = fs::read(photo).with_context(|| format!("reading {}", photo.display()))?;
    let picture = decode(&bytes, &Limits::default())
        .with_context(|| format!("decoding {}", photo.display()))?
        .pixels;
    fs::create_dir_all(folder)?;
    let original = save(&picture, folder, "0-as-it-is")?;
    let seen = check(std::slice::from_ref(&original), None)?;
    let line = seen.first().context("the check printed nothing")?;
    let place = line
        .place()
        .with_context(|| format!("there is no face in {}", photo.display()))?;
    let overlay = crate::root().join("demo/overlay.png");
    overlay::draw(&picture, line).save(&overlay)?;
    let mut files = vec![original];
    for (index, copy) in copies::ALL.iter().enumerate() {
        let damaged = (copy.damage)(&picture, &place);
        files.push(save(
            &damaged,
            folder,
            &format!("{}-{}", index + 1, copy.name),
        )?);
    }
    Ok(files)
}

fn save(picture: &RgbImage, folder: &Path, name: &str) -> Result<PathBuf> {
    let path = folder.join(name).with_extension("jpg");
    let file = BufWriter::new(File::create(&path)?);
    JpegEncoder::new_with_quality(file, QUALITY).encode_image(picture)?;
    Ok(path)
}

/// Builds the terminal shell for speed.
fn build() -> Result<()> {
    let status = cargo("build", SHELL).status().context("running cargo")?;
    ensure!(status.success(), "the build ended with {status}");
    Ok(())
}

/// Runs the terminal shell, with an HTML report if one is wanted, and reads what it prints.
fn check(files: &[PathBuf], report: Option<&Path>) -> Result<Vec<Line>> {
    let root = crate::root();
    let models = std::path::absolute(crate::models::folder())?;
    let report = report.map(|path| [OsStr::new("--report"), path.as_os_str()]);
    let output = cargo("run", SHELL)
        .args(["--quiet", "--", "check", "--json", "--landmarks"])
        .args(report.iter().flatten())
        .args(
            files
                .iter()
                .map(|file| file.strip_prefix(&root).unwrap_or(file)),
        )
        .env("XUEYING_MODELS", models)
        .stderr(Stdio::inherit())
        .output()
        .context("running cargo")?;
    let code = output.status.code();
    ensure!(
        code.is_some_and(|code| code < UNREADABLE),
        "the check ended with {}",
        output.status
    );
    let text = String::from_utf8(output.stdout)?;
    let lines = text.lines().map(serde_json::from_str);
    lines
        .collect::<Result<_, _>>()
        .context("reading what the check printed")
}

/// Builds a package for speed, or runs it.
fn cargo(task: &str, package: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args([task, "--release", "--package", package])
        .current_dir(crate::root());
    command
}
