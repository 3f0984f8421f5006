//! `cargo xtask demo --procedure`: from the poster to the photo on file, with a simulated phone and the reference service.

use anyhow::{Context, Result, ensure};
use std::path::Path;

/// Writes `procedure.html`, every step to look at, and `procedure.jpg`, the photo on file, into `folder`.
pub fn run(folder: &Path) -> Result<()> {
    let models = std::path::absolute(crate::models::folder())?;
    let status = super::cargo("run", "xueying-gateway")
        .args(["--example", "procedure", "--"])
        .arg(folder)
        .env("XUEYING_MODELS", models)
        .status()
        .context("running cargo")?;
    ensure!(status.success(), "the procedure ended with {status}");
    Ok(())
}
