//! What was done to each copy and what was found, for the terminal.

use super::copies::{self, Copy};
use super::line::{Found, Line};
use std::path::Path;
use unicode_width::UnicodeWidthStr;
use xueying::report::Verdict;
use xueying::texts::{self, Lang};

/// Prints what the photo itself fails, and a row for each copy: what was done, whether the check that ought to find it did.
pub fn print(photo: &Path, lines: &[Line]) {
    let Some((original, damaged)) = lines.split_first() else {
        return;
    };
    let lang = original.lang;
    println!("\n{}", photo.display());
    println!("{}", word(["照片本身：", "The photo itself:"], lang));
    for found in original.findings.iter().filter(|found| found.is_trouble()) {
        println!(
            "  {} {}  {}",
            sign(found.verdict),
            pad(&found.title, title_width(original)),
            found.message
        );
    }
    println!(
        "{}",
        word(
            [
                "在副本上做了什么，找到了什么：",
                "What was done to copies of it, and what was found:"
            ],
            lang
        )
    );
    let done = copies::ALL
        .iter()
        .map(|copy| word(copy.done, lang).width())
        .max()
        .unwrap_or_default();
    for (copy, line) in copies::ALL.iter().zip(damaged) {
        println!(
            "  {}  {}",
            pad(word(copy.done, lang), done),
            outcome(copy, original, line, lang)
        );
    }
    println!();
}

/// The finding that was expected, or that it is missing; then whatever else the copy has and the photo has not.
fn outcome(copy: &Copy, original: &Line, line: &Line, lang: Lang) -> String {
    let expected = match line.found(copy.expected) {
        Some(found) if found.is_trouble() => {
            format!("{} {}", sign(found.verdict), found.message)
        }
        _ => {
            let missed = word(["没有找到：", "not found: "], lang);
            format!("– {missed}{}", texts::title(copy.expected, lang))
        }
    };
    let fresh = |found: &&Found| {
        found.id != copy.expected
            && found.is_trouble()
            && found.verdict != Verdict::Unknown
            && !original.found(found.id).is_some_and(Found::is_trouble)
    };
    let others: Vec<_> = line
        .findings
        .iter()
        .filter(fresh)
        .map(|found| found.title.as_str())
        .collect();
    if others.is_empty() {
        return expected;
    }
    let comma = word(["、", ", "], lang);
    format!("{expected} (+ {})", others.join(comma))
}

fn title_width(line: &Line) -> usize {
    let troubles = line.findings.iter().filter(|found| found.is_trouble());
    troubles
        .map(|found| found.title.width())
        .max()
        .unwrap_or_default()
}

fn pad(words: &str, width: usize) -> String {
    format!("{words}{}", " ".repeat(width.saturating_sub(words.width())))
}

fn word(both: [&'static str; 2], lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => both[0],
        Lang::En => both[1],
    }
}

fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Warn => "!",
        Verdict::Unknown => "?",
        Verdict::Fail => "✗",
    }
}
