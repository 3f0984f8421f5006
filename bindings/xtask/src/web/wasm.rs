//! The core as a wasm module with the JavaScript around it.

use anyhow::Result;
use std::path::PathBuf;
use wasm_bindgen_cli_support::Bindgen;

use super::{cargo, must};
use crate::suite::Places;

/// The name of the module and of its JavaScript.
pub const NAME: &str = "xueying";

/// What was built.
pub struct Module {
    /// The JavaScript that loads the module, an ES module itself.
    pub script: String,
    /// The module.
    pub wasm: Vec<u8>,
}

/// Builds the module, and writes its JavaScript with the generator of the same version: nothing has to be installed but
/// the compiler's target.
pub fn build() -> Result<Module> {
    let target = "wasm32-unknown-unknown";
    let build = ["build", "--locked", "--profile", "web", "--target", target];
    must(
        cargo().args(build).args(["--package", "xueying-web"]),
        "cargo build",
    )?;
    let built: PathBuf = Places::here()
        .target
        .join(target)
        .join("web/xueying_web.wasm");
    let mut output = Bindgen::new()
        .input_path(built)
        .out_name(NAME)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .generate_output()?;
    Ok(Module {
        script: output.js().to_owned(),
        wasm: output.wasm_mut().emit_wasm(),
    })
}
