//! The folder that is served: the page as it lies in `bindings/web/page`, the module, the texts of both languages, the
//! models, and the list of all for working offline. Everything that packs well has a packed copy beside it.

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use xueying::digest::sha256;
use xueying::models::Lock;
use xueying::texts::{self, Lang};
use xueying::vision::Vision;

use super::wasm::{Module, NAME};

/// The first load, without the models, is at most so many bytes, packed.
const LARGEST: usize = 1_500_000;

/// What the page's own scripts read to know what there is.
#[derive(Serialize)]
struct Files {
    /// Changes with every file.
    version: String,
    /// The files of the first load.
    shell: Vec<String>,
    /// The models, with the size and hash of the files as served.
    models: Vec<ModelFile>,
}

#[derive(Serialize)]
struct ModelFile {
    name: &'static str,
    sha256: String,
    bytes: usize,
}

/// Lays out the folder.
pub fn assemble(module: &Module, out: &Path) -> Result<()> {
    let mut shell = BTreeMap::new();
    let page = crate::root().join("bindings/web/page");
    for entry in fs::read_dir(&page).with_context(|| page.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        shell.insert(name, fs::read(entry.path())?);
    }
    shell.insert(format!("{NAME}.js"), module.script.clone().into());
    shell.insert(format!("{NAME}_bg.wasm"), module.wasm.clone());
    for (lang, name) in [(Lang::Zh, "texts.zh.json"), (Lang::En, "texts.en.json")] {
        shell.insert(name.into(), catalogue(lang)?);
    }
    let files = Files {
        version: sha256(&shell.values().flatten().copied().collect::<Vec<_>>()),
        shell: shell.keys().cloned().collect(),
        models: models(&out.join("models"))?,
    };
    let listed = serde_json::to_vec(&files)?;
    know(&mut shell, &listed)?;
    shell.insert("files.json".into(), listed);
    clear(out)?;
    let mut total = 0;
    for (name, bytes) in &shell {
        total += write(&out.join(name), bytes)?;
    }
    println!("first load   {total} bytes packed, without the models");
    ensure!(total <= LARGEST, "the first load is above {LARGEST} bytes");
    Ok(())
}

/// Puts the list of files into the service worker: with every build another script, which the browser then installs.
fn know(shell: &mut BTreeMap<String, Vec<u8>>, listed: &[u8]) -> Result<()> {
    let script = shell.get_mut("sw.js").context("no service worker")?;
    let place = "/* build */ { version: '', shell: [] }";
    let text = String::from_utf8_lossy(script);
    ensure!(
        text.contains(place),
        "the service worker has no place for the files"
    );
    *script = text.replace(place, &String::from_utf8_lossy(listed)).into();
    Ok(())
}

/// Removes what an earlier build left beside the models.
fn clear(out: &Path) -> Result<()> {
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        if path.is_file() {
            fs::remove_file(&path).with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}

/// Writes a file and its packed copy; how many bytes travel.
fn write(path: &Path, bytes: &[u8]) -> Result<usize> {
    fs::write(path, bytes).with_context(|| path.display().to_string())?;
    let mut packed = GzEncoder::new(vec![], Compression::best());
    packed.write_all(bytes)?;
    let packed = packed.finish()?;
    if packed.len() >= bytes.len() {
        return Ok(bytes.len());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(OsStr::new(".gz"));
    fs::write(name, &packed)?;
    Ok(packed.len())
}

/// Every text of a language, by its key.
fn catalogue(lang: Lang) -> Result<Vec<u8>> {
    let all: BTreeMap<_, _> = texts::keys()
        .filter_map(|key| Some((key, texts::text(key, lang)?)))
        .collect();
    Ok(serde_json::to_vec(&all)?)
}

fn models(folder: &Path) -> Result<Vec<ModelFile>> {
    let files = Vision::MODELS.iter().map(|model| {
        let name = model.file_name();
        let bytes = fs::read(folder.join(name))?;
        let known = Lock::get().file(name).context("a model without a lock")?;
        let sha256 = known.halved.as_ref().unwrap_or(&known.sha256).clone();
        let bytes = bytes.len();
        Ok(ModelFile {
            name,
            sha256,
            bytes,
        })
    });
    files.collect()
}
