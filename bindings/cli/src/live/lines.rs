//! What a session prints: one line of JSON for each event, or for people a line when something changes. Every line of JSON
//! says that it is a rehearsal and what the frames come from.

use crate::problem::Problem;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::io::{self, Write};
use xueying::camera::{CameraPlan, SessionMode, Source};
use xueying::capture::{Guidance, Perception};
use xueying::guide::{Haptic, Hint, ShutterEvent, ShutterState};
use xueying::report::{CheckId, Report, Side, Stamp, Verdict};
use xueying::texts::{Lang, text};
use xueying::vision::Stages;

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const GREEN: Style = AnsiColor::Green.on_default();
const RED: Style = AnsiColor::Red.on_default();

/// What happens.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event<'a> {
    /// The session is open.
    Opened {
        plan: &'a CameraPlan,
        profile: &'a Stamp,
    },
    /// A frame was looked at.
    Frame {
        t: f64,
        face: bool,
        state: ShutterState,
        readiness: f32,
        #[serde(flatten)]
        told: Told,
        shutter: Option<ShutterEvent>,
        stages: Stages,
    },
    /// A frame was not looked at.
    Refused {
        t: f64,
        code: &'static str,
        text: String,
    },
    /// The stills were refused; the session goes on.
    NotTaken {
        t: f64,
        code: &'static str,
        text: String,
        blocked: &'a [CheckId],
    },
    /// A still was sealed.
    Sealed { t: f64, report: &'a Report },
    /// The session is over.
    End {
        t: f64,
        frames: u64,
        sealed: bool,
        verified: Option<bool>,
    },
}

/// What the two people are told at a frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    show: Option<Words>,
    say: Option<Words>,
    haptic: Option<Haptic>,
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Words {
    id: CheckId,
    side: Option<Side>,
    zh: &'static str,
    en: &'static str,
}

impl Told {
    /// The messages of a frame.
    fn of(guidance: &Guidance) -> Self {
        let messages = &guidance.messages;
        Self {
            show: messages.show.as_ref().map(Words::of),
            say: messages.say.as_ref().map(Words::of),
            haptic: messages.haptic,
        }
    }
}

impl Words {
    fn of(hint: &Hint) -> Self {
        let word = |lang| text(&hint.key, lang).unwrap_or_default();
        Self {
            id: hint.id,
            side: hint.side,
            zh: word(Lang::Zh),
            en: word(Lang::En),
        }
    }

    const fn word(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// What was shown last: a person reads only what changes.
#[derive(Default)]
pub struct Changes {
    state: Option<ShutterState>,
    shown: Option<CheckId>,
}

impl Changes {
    /// The lines for people about a frame, without their time; none where nothing changes.
    pub fn lines(&mut self, guidance: &Guidance, lang: Lang) -> Vec<String> {
        let Told { show, say, .. } = Told::of(guidance);
        let mut lines = vec![];
        if self.state.replace(guidance.state) != Some(guidance.state) {
            let name = word(&format!("state.{}", key(guidance.state)), lang);
            let share = (guidance.readiness * 100.0).round();
            lines.push(format!("{BOLD}{name}{BOLD:#} {FAINT}{share} %{FAINT:#}"));
        }
        let id = show.as_ref().map(|words| words.id);
        if std::mem::replace(&mut self.shown, id) != id
            && let Some(words) = show
        {
            lines.push(format!("{}  {}", word("helper", lang), words.word(lang)));
        }
        if let Some(words) = say {
            lines.push(format!("{}  {}", word("student", lang), words.word(lang)));
        }
        if guidance.event == Some(ShutterEvent::TimedOut) {
            lines.push(word("manual", lang).to_owned());
        }
        lines
    }
}

/// Prints the events of one session.
pub struct Printer {
    json: bool,
    lang: Lang,
    mode: SessionMode,
    source: Source,
    changes: Changes,
}

/// A line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    mode: SessionMode,
    source: Source,
    #[serde(flatten)]
    event: &'a Event<'a>,
}

impl Printer {
    /// A printer of JSON, or of lines in a language.
    pub fn new(json: bool, lang: Lang, mode: SessionMode, source: Source) -> Self {
        Self {
            json,
            lang,
            mode,
            source,
            changes: Changes::default(),
        }
    }

    /// Prints what was made of a frame; for people only what changes with it.
    pub fn frame(&mut self, t: f64, seen: &Perception, guidance: &Guidance) -> Result<(), Problem> {
        if self.json {
            return self.print(&Event::Frame {
                t,
                face: seen.face,
                state: guidance.state,
                readiness: guidance.readiness,
                told: Told::of(guidance),
                shutter: guidance.event,
                stages: seen.stages,
            });
        }
        let lines = self.changes.lines(guidance, self.lang);
        lines
            .iter()
            .try_for_each(|line| put(&format!("{}{line}", seconds(t))))
    }

    /// Prints an event.
    pub fn print(&self, event: &Event<'_>) -> Result<(), Problem> {
        if self.json {
            let (mode, source) = (self.mode, self.source);
            let line = Line {
                mode,
                source,
                event,
            };
            let line =
                serde_json::to_string(&line).map_err(|error| Problem::because("output", error))?;
            return put(&line);
        }
        match self.line(event) {
            Some(line) => put(&line),
            None => Ok(()),
        }
    }

    fn line(&self, event: &Event<'_>) -> Option<String> {
        let lang = self.lang;
        let said = |key: &str| word(key, lang);
        Some(match event {
            Event::Opened { profile, .. } => {
                let source = said(&format!("source.{}", key(self.source)));
                let name = &profile.id;
                format!(
                    "{BOLD}{}{BOLD:#}  {source}  {FAINT}{name}{FAINT:#}",
                    said("rehearsal")
                )
            }
            Event::Frame { .. } => return None,
            Event::Refused { t, code, text } => format!("{}{}", seconds(*t), why(code, text, lang)),
            Event::NotTaken { t, code, text, .. } => {
                let text = why(code, text, lang);
                format!(
                    "{}{} {FAINT}{text}{FAINT:#}",
                    seconds(*t),
                    said("not_taken")
                )
            }
            Event::Sealed { t, report } => {
                let warnings = report.findings.iter();
                let warnings = warnings.filter(|one| one.verdict == Verdict::Warn).count();
                let sealed = said("sealed").replace("{n}", &warnings.to_string());
                format!("{}{GREEN}✓{GREEN:#} {sealed}", seconds(*t))
            }
            Event::End {
                t,
                sealed,
                verified,
                ..
            } => {
                let (tone, sign, name) = match (sealed, verified) {
                    (true, Some(true)) => (GREEN, "✓", "verified"),
                    (true, _) => (RED, "✗", "not_verified"),
                    (false, _) => (RED, "✗", "no_photo"),
                };
                format!("{}{tone}{sign}{tone:#} {}", seconds(*t), said(name))
            }
        })
    }
}

fn seconds(t: f64) -> String {
    format!("{FAINT}{t:6.1} s{FAINT:#}  ")
}

fn word(name: &str, lang: Lang) -> &'static str {
    text(&format!("live.{name}"), lang).unwrap_or_default()
}

/// Why something was refused, in words; what developers read where there are none.
fn why<'a>(code: &str, other: &'a str, lang: Lang) -> &'a str {
    text(&format!("errors.{code}.message"), lang).unwrap_or(other)
}

/// The name of a value as JSON has it.
fn key(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn put(line: &str) -> Result<(), Problem> {
    let mut out = anstream::AutoStream::auto(io::stdout());
    match writeln!(out, "{line}") {
        // Whoever read has seen enough; what is to be kept is still written.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| Problem::because("output", error)),
    }
}
