//! A suite of tests, a bench or a soak, as data: one file says what it needs and which commands it is.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// One file of `tests/suites`, `tests/benches` or `tests/soaks`. The words of all commands may hold the places of [`Places`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// The name of the file, without its ending.
    #[serde(skip)]
    pub name: String,
    /// What it shows, in a few words.
    pub about: String,
    /// What must be here before it can run.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Variables of the environment of all steps.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Commands, each a program with its arguments, run in the root of the repository until one fails.
    pub steps: Vec<Vec<String>>,
}

/// Something that has to be installed, and how.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// A quick command that succeeds where it is installed.
    pub probe: Vec<String>,
    /// A line that the probe has to print, for tools that succeed either way.
    pub prints: Option<String>,
    /// How to install it.
    pub how: String,
}

/// What stands for `{target}`, `{models}` and `{python}` in the words of a command.
pub struct Places {
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The folder of models.
    pub models: PathBuf,
}

impl Places {
    /// The places of this run.
    pub fn here() -> Self {
        let target = std::env::var_os("CARGO_TARGET_DIR");
        Self {
            target: target.map_or_else(|| crate::root().join("target"), PathBuf::from),
            models: crate::models::folder(),
        }
    }

    fn fill(&self, word: &str) -> String {
        let python = self.target.join("venv/bin/python");
        word.replace("{target}", &self.target.to_string_lossy())
            .replace("{models}", &self.models.to_string_lossy())
            .replace("{python}", &python.to_string_lossy())
    }

    /// The command of these words, run in the root of the repository without input.
    fn command(&self, words: &[String]) -> Result<Command> {
        let (program, arguments) = words.split_first().context("a command without words")?;
        let mut command = Command::new(self.fill(program));
        command.args(arguments.iter().map(|word| self.fill(word)));
        command.current_dir(crate::root()).stdin(Stdio::null());
        Ok(command)
    }
}

impl Suite {
    /// All suites of a folder, by name; they end in `.json`.
    pub fn all(folder: &Path) -> Result<Vec<Self>> {
        let mut suites = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.extension() != Some(OsStr::new("json")) {
                continue;
            }
            let read = || -> Result<Self> { Ok(serde_json::from_slice(&fs::read(&path)?)?) };
            let mut suite = read().with_context(|| path.display().to_string())?;
            suite.name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            suites.push(suite);
        }
        suites.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(suites)
    }

    /// Those of a folder with these names; all without a name.
    pub fn named(folder: &Path, names: &[&String]) -> Result<Vec<Self>> {
        let mut suites = Self::all(folder)?;
        for name in names {
            let known = suites.iter().any(|suite| suite.name == **name);
            ensure!(known, "there is no {name} in {}", folder.display());
        }
        if !names.is_empty() {
            suites.retain(|suite| names.contains(&&suite.name));
        }
        Ok(suites)
    }

    /// Runs one after the other, naming what lacks a tool or fails; false if any did.
    pub fn run_all(suites: &[Self], places: &Places) -> Result<bool> {
        let mut all_ran = true;
        for suite in suites {
            println!("\n== {}: {}", suite.name, suite.about);
            if let Some(how) = suite.missing(places)? {
                println!("NOT RUN: {} ({how})", suite.name);
                all_ran = false;
            } else if !suite.run(places)? {
                println!("FAILED: {}", suite.name);
                all_ran = false;
            }
        }
        Ok(all_ran)
    }

    /// How to install the first thing that is not here.
    pub fn missing(&self, places: &Places) -> Result<Option<&str>> {
        Ok(self.all_missing(places)?.first().copied())
    }

    /// How to install each thing that is not here.
    pub fn all_missing(&self, places: &Places) -> Result<Vec<&str>> {
        let mut missing = vec![];
        for need in &self.needs {
            if !need.is_met(places)? {
                missing.push(need.how.as_str());
            }
        }
        Ok(missing)
    }

    /// Prints what [`Suite::run`] would run.
    pub fn tell(&self, places: &Places) {
        for (name, value) in &self.env {
            println!("{name}={}", places.fill(value));
        }
        for words in &self.steps {
            let words: Vec<String> = words.iter().map(|word| places.fill(word)).collect();
            println!("$ {}", words.join(" "));
        }
    }

    /// Runs the steps, whose output goes to the terminal; false as soon as one fails.
    pub fn run(&self, places: &Places) -> Result<bool> {
        for words in &self.steps {
            println!("$ {}", words.join(" "));
            let mut command = places.command(words)?;
            command.envs(
                self.env
                    .iter()
                    .map(|(key, value)| (key, places.fill(value))),
            );
            // A program that is not there fails its suite, not the run.
            match command.status() {
                Ok(status) if status.success() => {}
                Ok(status) => {
                    println!("{status}");
                    return Ok(false);
                }
                Err(error) => {
                    println!("{error}");
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

impl Need {
    fn is_met(&self, places: &Places) -> Result<bool> {
        let Ok(output) = places.command(&self.probe)?.output() else {
            return Ok(false);
        };
        let printed = String::from_utf8_lossy(&output.stdout);
        let prints = self.prints.as_deref();
        Ok(output.status.success()
            && prints.is_none_or(|line| printed.lines().any(|l| l.trim() == line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Places {
        Places {
            target: "/t".into(),
            models: "/m".into(),
        }
    }

    #[test]
    fn the_committed_suites_are_readable() {
        let folders = [
            ("tests/suites", "rust"),
            ("tests/benches", "engine"),
            ("tests/soaks", "faults"),
            ("bindings/ffi/phones", "android"),
        ];
        for (folder, one) in folders {
            let suites = Suite::all(&crate::root().join(folder)).expect("all files are suites");
            assert!(suites.iter().any(|suite| suite.name == one));
            assert!(suites.iter().all(|suite| !suite.steps.is_empty()));
        }
    }

    #[test]
    fn places_are_filled_in() {
        assert_eq!(
            places().fill("{python} {target}/x {models}"),
            "/t/venv/bin/python /t/x /m"
        );
    }

    #[test]
    fn a_missing_tool_is_named_and_a_failing_step_fails() {
        let suite = |json: &str| serde_json::from_str::<Suite>(json).expect("a suite");
        let suite_with = |probe: &str| {
            suite(&format!(
                r#"{{"about": "", "needs": [{{"probe": {probe}, "prints": "1", "how": "install it"}}], "steps": []}}"#
            ))
        };
        let missing = |probe: &str| {
            suite_with(probe)
                .missing(&places())
                .expect("runs")
                .map(str::to_owned)
        };
        assert_eq!(missing(r#"["echo", "1"]"#), None);
        assert_eq!(missing(r#"["echo", "2"]"#).as_deref(), Some("install it"));
        assert_eq!(
            missing(r#"["no-such-program"]"#).as_deref(),
            Some("install it")
        );
        let runs = |steps: &str| {
            let suite = suite(&format!(r#"{{"about": "", "steps": {steps}}}"#));
            suite.run(&places()).expect("starts")
        };
        assert!(runs(r#"[["true"]]"#));
        assert!(!runs(r#"[["false"], ["true"]]"#));
        assert!(!runs(r#"[["no-such-program"]]"#));
    }
}
