//! Writes the bindings of a built library: `generate LIBRARY OUT [CONFIG]`.
//!
//! `OUT` gets the folders `kotlin`, `swift` and `python`, and `surface.txt`, the list of everything they offer. `CONFIG` is
//! a file over `uniffi.toml`, for Android.

mod surface;

use anyhow::{Context, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};
use uniffi_bindgen::{BindgenLoader, BindgenPaths, BindgenPathsLayer, GlobalConfig};

/// How clang finds the C part of the Swift bindings.
const MODULE_MAP: &str = "\
module XueyingCoreFFI {
    header \"XueyingCoreFFI.h\"
    export *
}
";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (library, out, config) = match arguments.as_slice() {
        [library, out] => (library, out, None),
        [library, out, config] => (library, out, Some(Utf8PathBuf::from(config))),
        _ => bail!("generate LIBRARY OUT [CONFIG]"),
    };
    let (library, out) = (Utf8Path::new(library), Utf8Path::new(out));
    for (name, language) in [
        ("kotlin", TargetLanguage::Kotlin),
        ("swift", TargetLanguage::Swift),
        ("python", TargetLanguage::Python),
    ] {
        let options = GenerateOptions {
            languages: vec![language],
            source: library.to_owned(),
            out_dir: out.join(name),
            config_override: config.clone(),
            ..GenerateOptions::default()
        };
        generate_with_bindgen_paths(options, paths()).with_context(|| name.to_owned())?;
    }
    fs::write(out.join("swift/module.modulemap"), MODULE_MAP)?;
    fs::write(out.join("surface.txt"), surface(library)?)?;
    Ok(())
}

fn surface(library: &Utf8Path) -> Result<String> {
    let loader = BindgenLoader::new(paths(), GlobalConfig::default());
    let components = loader.load_cis(loader.load_metadata(library)?)?;
    let component = components.first().context("the library exports nothing")?;
    Ok(surface::list(component))
}

fn paths() -> BindgenPaths {
    let mut paths = BindgenPaths::default();
    paths.add_layer(Root);
    paths
}

/// Where the crate with `uniffi.toml` is.
struct Root;

impl BindgenPathsLayer for Root {
    fn get_crate_root(&self, name: &str) -> Option<Utf8PathBuf> {
        let here = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent().filter(|_| name == "xueying_ffi");
        root.map(Utf8Path::to_owned)
    }
}
