//! `xueying portrait`: a photo in, the portrait out, and what of the official measures it keeps.

use crate::check::files::{self, Target};
use crate::check::{setup, summary};
use crate::problem::Problem;
use anstyle::{AnsiColor, Style};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use unicode_width::UnicodeWidthStr;
use xueying::frame::{Limits, decode};
use xueying::portrait::crop::Missing;
use xueying::portrait::{self, Background, Fit, Mark, Portrait, PortraitError};
use xueying::profile::Profile;
use xueying::report::Reason;
use xueying::texts::{self, Lang, text};
use xueying::vision::View;

/// Something official is not met.
const UNMET: u8 = 1;
/// No portrait.
const NONE: u8 = 2;
/// Enlarged by more than this, a portrait looks soft.
const SOFT: f64 = 1.1;

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

// The help of each argument is in the catalogue of texts.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "IN")]
    input: PathBuf,
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    #[arg(long)]
    keep_background: bool,
    #[arg(long, value_name = "NAME|FILE", default_value = "chsi")]
    profile: String,
    #[arg(long, value_parser = setup::lang())]
    lang: Option<Lang>,
}

/// Makes one portrait.
pub fn run(arguments: &Arguments) -> ExitCode {
    let lang = arguments.lang.unwrap_or_else(crate::help::environment);
    match made(arguments, lang) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            summary::trouble(&problem, lang);
            ExitCode::from(NONE)
        }
    }
}

fn made(arguments: &Arguments, lang: Lang) -> Result<u8, Problem> {
    let profile = setup::profile(&arguments.profile)?;
    let target = Target::new(&arguments.output).map_err(unwritable)?;
    let photo = decode(&files::read(&arguments.input)?, &Limits::default())?;
    let seen = setup::vision(&setup::models()?)?.observe(&View::of(&photo.pixels));
    let background = if arguments.keep_background {
        Background::Kept
    } else {
        Background::Official
    };
    let portrait = portrait::compose(&photo.pixels, &seen, &profile, background)
        .map_err(|error| problem(error, lang))?;
    target.write(&portrait.file.bytes).map_err(unwritable)?;
    let marks = portrait::marks(&portrait.proposal.shares, &profile);
    let path = arguments.output.to_string_lossy();
    anstream::print!("{}", told(&path, &portrait, &marks, &profile, lang));
    let kept = portrait.file.fit == Fit::Inside && marks.iter().all(|mark| mark.met);
    Ok(if kept { 0 } else { UNMET })
}

fn unwritable(problem: Problem) -> Problem {
    Problem {
        code: "portrait_unwritable",
        ..problem
    }
}

/// The reason why no head was seen stands beside the message.
fn problem(error: PortraitError, lang: Lang) -> Problem {
    match error {
        PortraitError::NoHead(reason) => Problem::because(error.code(), reason_text(reason, lang)),
        PortraitError::NotUpright => Problem::new(error.code()),
    }
}

fn reason_text(reason: Reason, lang: Lang) -> &'static str {
    let name = serde_json::to_value(reason).unwrap_or_default();
    let key = format!("reasons.{}.message", name.as_str().unwrap_or_default());
    text(&key, lang).unwrap_or_default()
}

/// What a person reads about a portrait that was written.
fn told(path: &str, portrait: &Portrait, marks: &[Mark], profile: &Profile, lang: Lang) -> String {
    let mut lines = String::new();
    let kept = portrait.file.fit == Fit::Inside && marks.iter().all(|mark| mark.met);
    let (tone, sign) = if kept { (GOOD, '✓') } else { (BAD, '!') };
    let _ = writeln!(lines, "{tone}{sign}{tone:#} {BOLD}{path}{BOLD:#}");
    file_lines(&mut lines, portrait, profile, lang);
    let column = marks
        .iter()
        .map(|mark| texts::title(mark.id, lang).width())
        .max();
    for mark in marks {
        mark_line(&mut lines, mark, column.unwrap_or_default(), lang);
    }
    if marks.iter().any(|mark| !mark.met) {
        missing_lines(&mut lines, &portrait.proposal.missing, lang);
    }
    let enlarged = f64::from(profile.output.width) / portrait.proposal.crop.width;
    if enlarged > SOFT {
        let words = filled("enlarged", &[("times", &format!("{enlarged:.1}"))], lang);
        let _ = writeln!(lines, "  {BAD}!{BAD:#} {words}");
    }
    lines
}

fn file_lines(lines: &mut String, portrait: &Portrait, profile: &Profile, lang: Lang) {
    let output = &profile.output;
    let [least, most] = output.bytes.map(|bytes| bytes.to_string());
    let bytes = portrait.file.bytes.len().to_string();
    let facts = [
        ("width", &*output.width.to_string()),
        ("height", &output.height.to_string()),
        ("dpi", &output.dpi.to_string()),
        ("quality", &portrait.file.quality.to_string()),
        ("bytes", &bytes),
        ("least", &least),
        ("most", &most),
    ];
    let _ = writeln!(lines, "  {FAINT}{}{FAINT:#}", filled("file", &facts, lang));
    let unfit = match portrait.file.fit {
        Fit::Inside => return,
        Fit::TooSmall => "too_small",
        Fit::TooLarge => "too_large",
    };
    let _ = writeln!(lines, "  {BAD}✗{BAD:#} {}", filled(unfit, &facts, lang));
}

/// One official measure: its name, what it is, what it should be.
fn mark_line(lines: &mut String, mark: &Mark, column: usize, lang: Lang) {
    let title = texts::title(mark.id, lang);
    let gap = " ".repeat(column - title.width());
    let end = |end: Option<f64>| end.map_or(String::new(), |end| format!("{end:.0}"));
    let (least, most) = (end(mark.least), end(mark.most));
    let range = filled("official", &[("least", &least), ("most", &most)], lang);
    let (tone, sign, note) = if mark.met {
        (GOOD, '✓', "")
    } else {
        (
            BAD,
            '✗',
            text("portrait.unreachable", lang).unwrap_or_default(),
        )
    };
    let value = mark.value;
    let line = format!(
        "  {tone}{sign}{tone:#} {title}{gap}  {value:>4.0} px  {FAINT}{range}{FAINT:#}  {note}"
    );
    let _ = writeln!(lines, "{}", line.trim_end());
}

/// Which edge of the photo is short, and by how much.
fn missing_lines(lines: &mut String, missing: &Missing, lang: Lang) {
    let edges = [
        ("left", missing.left),
        ("top", missing.top),
        ("right", missing.right),
        ("bottom", missing.bottom),
    ];
    for (edge, pixels) in edges {
        if pixels >= 0.5 {
            let pixels = format!("{:.0}", pixels.ceil());
            let words = filled(&format!("missing.{edge}"), &[("pixels", &pixels)], lang);
            let _ = writeln!(lines, "  {words}");
        }
    }
    let why = if missing.nothing() {
        "missing.proportions"
    } else {
        "missing.advice"
    };
    let _ = writeln!(lines, "  → {}", filled(why, &[], lang));
}

/// A text of the catalogue with its places filled.
fn filled(key: &str, values: &[(&str, &str)], lang: Lang) -> String {
    let template = text(&format!("portrait.{key}"), lang).unwrap_or_default();
    values
        .iter()
        .fold(template.to_owned(), |words, (name, value)| {
            words.replace(&format!("{{{name}}}"), value)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;
    use xueying::portrait::Encoded;
    use xueying::portrait::crop::{Crop, Proposal, Shares};

    /// A portrait cut too tight below, from a photo that is a little small, with a file that is a little large.
    fn tight() -> Portrait {
        Portrait {
            pixels: RgbImage::new(480, 640),
            file: Encoded {
                bytes: vec![0; 41_234],
                quality: 60,
                subsampled: true,
                fit: Fit::TooLarge,
            },
            proposal: Proposal {
                crop: Crop {
                    x: 0.0,
                    y: 0.0,
                    width: 320.0,
                    height: 426.7,
                },
                shares: Shares {
                    crown: 0.08,
                    eye_line: 0.4,
                    face_width: 0.5,
                    center: 0.5,
                    head_share: 0.66,
                    body_share: 0.26,
                },
                missing: Missing {
                    bottom: 33.3,
                    ..Missing::default()
                },
            },
        }
    }

    #[test]
    fn what_is_met_and_what_is_short_is_said_in_both_languages() {
        let profile = Profile::chsi();
        let portrait = tight();
        let marks = portrait::marks(&portrait.proposal.shares, &profile);
        let told = Lang::ALL.map(|lang| {
            let lines = told("portrait.jpg", &portrait, &marks, &profile, lang);
            anstream::adapter::strip_str(&lines).to_string()
        });
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn every_error_has_its_texts() {
        for error in [
            PortraitError::NoHead(Reason::NoFace),
            PortraitError::NotUpright,
        ] {
            for lang in Lang::ALL {
                let problem = problem(error, lang);
                assert_ne!(problem.message(lang), problem.code);
                assert_ne!(problem.advice(lang), "");
            }
            assert_eq!(problem(error, Lang::En).code, error.code());
        }
        assert_ne!(reason_text(Reason::NoModel, Lang::Zh), "");
        assert_ne!(Problem::new("portrait_unwritable").advice(Lang::Zh), "");
    }
}
