//! What a person reads in the terminal about a file.

use super::work::{Outcome, Seen};
use crate::problem::Problem;
use crate::reading::Reading;
use anstyle::{AnsiColor, Style};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;
use xueying::report::{Finding, Verdict};
use xueying::texts::{self, Lang, text};

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// A few lines about a file: the verdict, then what is wrong with what to do, then what a person must confirm.
pub fn of(outcome: &Outcome, lang: Lang) -> String {
    let mut lines = String::new();
    let written = match &outcome.result {
        Ok(seen) => checked(&mut lines, &outcome.path, seen, lang),
        Err(problem) => unreadable(&mut lines, &outcome.path, problem, lang),
    };
    written.expect("a string takes everything");
    lines
}

/// Says on the error stream why there is no check at all.
pub fn trouble(problem: &Problem, lang: Lang) {
    let mut lines = format!("{}\n{}", problem.message(lang), problem.advice(lang));
    if !problem.detail.is_empty() {
        lines = format!("{lines}\n({})", problem.detail);
    }
    anstream::eprintln!(
        "{}✗{:#} {}",
        style(Verdict::Fail),
        style(Verdict::Fail),
        lines.replace('\n', "\n  ")
    );
}

fn checked(lines: &mut String, path: &str, seen: &Seen, lang: Lang) -> std::fmt::Result {
    let verdict = seen.report.verdict;
    let tone = style(verdict);
    let name = word(&format!("report.verdict.{}", key(verdict)), lang);
    writeln!(
        lines,
        "{tone}{} {name}{tone:#}  {BOLD}{path}{BOLD:#}",
        sign(verdict)
    )?;
    let reading = Reading::of(&seen.report);
    let troubles = || reading.fails.iter().chain(&reading.warnings);
    let column = troubles()
        .map(|finding| texts::title(finding.id, lang).width())
        .max();
    for finding in troubles() {
        trouble_lines(lines, finding, column.unwrap_or_default(), lang)?;
    }
    for (_, group) in &reading.unknown {
        unknown_lines(lines, group, lang)?;
    }
    for question in reading.questions {
        writeln!(lines, "  ? {}", texts::question(question.id, lang))?;
    }
    let name = word("report.section.pass", lang);
    let (passed, times) = (reading.passed.len(), seen.times.total().as_millis());
    writeln!(lines, "  {FAINT}✓ {name} {passed} · {times} ms{FAINT:#}\n")
}

fn trouble_lines(
    lines: &mut String,
    finding: &Finding,
    column: usize,
    lang: Lang,
) -> std::fmt::Result {
    let words = texts::finding(finding, lang);
    let tone = style(finding.verdict);
    let gap = " ".repeat(column - words.title.width());
    write!(
        lines,
        "  {tone}{} {}{tone:#}{gap}  {}",
        sign(finding.verdict),
        words.title,
        words.message
    )?;
    if let Some(score) = finding.score {
        write!(
            lines,
            " {FAINT}{}{FAINT:#}",
            texts::value(score, finding.unit)
        )?;
    }
    writeln!(lines)?;
    if !words.advice.is_empty() {
        writeln!(lines, "    {}  → {}", " ".repeat(column), words.advice)?;
    }
    Ok(())
}

/// What could not be checked for one reason.
fn unknown_lines(lines: &mut String, group: &[&Finding], lang: Lang) -> std::fmt::Result {
    let tone = style(Verdict::Unknown);
    let words = texts::finding(group[0], lang);
    let titles: Vec<_> = group
        .iter()
        .map(|finding| texts::title(finding.id, lang))
        .collect();
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    writeln!(lines, "  {tone}?{tone:#} {}", words.message)?;
    writeln!(
        lines,
        "    → {}\n    {FAINT}{}{FAINT:#}",
        words.advice,
        titles.join(comma)
    )
}

fn unreadable(lines: &mut String, path: &str, problem: &Problem, lang: Lang) -> std::fmt::Result {
    let tone = style(Verdict::Unknown);
    let name = word("report.verdict.unreadable", lang);
    writeln!(lines, "{tone}? {name}{tone:#}  {BOLD}{path}{BOLD:#}")?;
    writeln!(
        lines,
        "  {}\n  → {}\n",
        problem.message(lang),
        problem.advice(lang)
    )
}

fn word(key: &str, lang: Lang) -> &'static str {
    text(key, lang).unwrap_or_default()
}

const fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Warn => "warn",
        Verdict::Unknown => "unknown",
        Verdict::Fail => "fail",
    }
}

/// Told apart without colours too.
const fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Pass => '✓',
        Verdict::Warn => '!',
        Verdict::Unknown => '?',
        Verdict::Fail => '✗',
    }
}

const fn style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Pass => AnsiColor::Green,
        Verdict::Warn => AnsiColor::Yellow,
        Verdict::Unknown => AnsiColor::Magenta,
        Verdict::Fail => AnsiColor::Red,
    };
    colour.on_default().bold()
}
