//! The shells of the phones repeat nothing of the core: no text, no rule, no number of a profile, and no key that is none.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use xueying::profile::Profile;
use xueying::report::CheckId;
use xueying::texts::{self, Lang, text};

/// The sources of the shells, Kotlin and Swift.
const SHELLS: [&str; 4] = [
    "android/shell/src",
    "android/app/src",
    "ios/Sources/XueyingShell",
    "ios/Sources/XueyingApp",
];

/// English texts that are shorter may be anything.
const SHORTEST: usize = 8;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every source file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the shells are part of the repository");
    let mut files = vec![];
    for entry in entries {
        let path = entry.expect("a folder that can be read").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// What is no comment.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let lines = source.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with(['/', '*']))
}

/// The words between quotation marks.
fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// Every number of the profile that says something by itself.
fn numbers(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Number(number) => {
            let digits = number.to_string();
            if digits.contains('.') && digits.trim_matches(['0', '.']).len() > 1 {
                into.insert(digits);
            }
        }
        Value::Array(all) => all.iter().for_each(|one| numbers(one, into)),
        Value::Object(fields) => fields.values().for_each(|one| numbers(one, into)),
        _ => {}
    }
}

/// What a line repeats of the core, if it does.
fn repeats(line: &str, known: &Known) -> Option<String> {
    if line.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c)) {
        return Some("Chinese text".into());
    }
    for word in quoted(line) {
        if known.sentences.contains(word) {
            return Some(format!("the text {word}"));
        }
        if known.rules.contains(word) {
            return Some(format!("the rule {word}"));
        }
        let place = word.split('.').next().unwrap_or_default();
        let is_key = word.contains('.') && known.places.contains(place);
        if is_key
            && !word.ends_with('.')
            && !word.contains(['$', '\\'])
            && text(word, Lang::En).is_none()
        {
            return Some(format!("no key: {word}"));
        }
    }
    let mut numbers = line.split(|c: char| !c.is_ascii_digit() && c != '.');
    let number = numbers.find(|number| known.numbers.contains(*number))?;
    Some(format!("the profile's {number}"))
}

/// What belongs to the core.
struct Known {
    sentences: BTreeSet<&'static str>,
    rules: BTreeSet<String>,
    numbers: BTreeSet<String>,
    /// First parts of keys.
    places: BTreeSet<&'static str>,
}

impl Known {
    fn new() -> Self {
        let english = texts::keys().filter_map(|key| text(key, Lang::En));
        let profile =
            fs::read_to_string(root().join("core/profiles/chsi.json")).expect("the profile");
        let mut all = BTreeSet::new();
        numbers(&serde_json::from_str(&profile).expect("JSON"), &mut all);
        assert!(Profile::parse(&profile).is_ok());
        Self {
            sentences: english.filter(|words| words.len() >= SHORTEST).collect(),
            rules: CheckId::ALL.iter().map(ToString::to_string).collect(),
            numbers: all,
            places: texts::keys()
                .filter_map(|key| key.split('.').next())
                .collect(),
        }
    }
}

#[test]
fn nothing_of_the_core_is_repeated() {
    let known = Known::new();
    for folder in SHELLS {
        let mut lines = 0;
        for path in sources(&root().join(folder)) {
            let source = fs::read_to_string(&path).expect("a source file");
            for line in code(&source) {
                lines += 1;
                let found = repeats(line, &known);
                assert_eq!(found, None, "{}: {line}", path.display());
            }
        }
        println!("{folder}: {lines} lines");
        assert!(lines > 100, "{folder} has {lines} lines");
    }
}

#[test]
fn what_is_repeated_is_found() {
    let known = Known::new();
    for line in [
        "text = \"请抬头\"",
        "Text(\"Come closer\")",
        "if (id == \"head_yaw\")",
        "val eyes = 0.3125",
        "word(\"guide.helper.nobody\")",
    ] {
        assert!(repeats(line, &known).is_some(), "{line}");
    }
    assert_eq!(repeats("lang.word(\"live.manual\")", &known), None);
}
