//! How far the check is, on a terminal; nothing anywhere else.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};

/// The bar, on the error stream.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for so many files; hidden for a single one and where nobody looks.
    pub fn new(files: usize) -> Self {
        if files < 2 || !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{bar:40.blue} {pos}/{len} {eta}");
        let bar = ProgressBar::new(files as u64);
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// Prints past the bar, and moves it on by a file.
    pub fn past(&self, print: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        self.0.suspend(print)?;
        self.0.inc(1);
        Ok(())
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
