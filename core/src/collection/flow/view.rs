//! What is on a screen, in words.

use super::{Action, Flow, Screen, prepare};
use crate::camera::SessionMode;
use crate::collection::api::{PhotoState, SessionState};
use crate::report::CheckId;
use crate::texts::{Lang, rule, text, title};
use serde::Serialize;

/// A screen, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct View {
    /// Which one.
    pub screen: Screen,
    /// Its head.
    pub title: String,
    /// Its paragraphs.
    pub body: Vec<String>,
    /// A list to tick off, where there is one.
    pub points: Vec<Point>,
    /// What can be typed or scanned.
    pub input: Option<Input>,
    /// What can be done; the first leads on.
    pub actions: Vec<Button>,
    /// How far the procedure has come.
    pub progress: Option<Progress>,
    /// What to tell beside all that.
    pub notice: Option<String>,
    /// Whether an answer is awaited.
    pub waiting: bool,
    /// That this is a rehearsal, in words; on every screen of one.
    pub rehearsal: Option<String>,
}

/// An action with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What it does.
    pub action: Action,
    /// What it says.
    pub label: String,
}

/// A point to tick off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What it says.
    pub text: String,
    /// The rule whose drawings show it: [`draw`](crate::examples::draw).
    pub rule: CheckId,
    /// Whether it is ticked.
    pub done: bool,
}

/// What can be typed or scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// A phone number.
    Phone,
    /// The code of an SMS.
    SmsCode,
    /// A session code; also by the camera.
    SessionCode,
    /// A collection code; by the camera or from a picture.
    CollectionCode,
}

/// How far the procedure has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// This step.
    pub step: u32,
    /// Of so many.
    pub of: u32,
    /// Bytes sent and bytes of all, while a photo is on its way.
    pub sent: Option<[u64; 2]>,
}

/// Steps of the procedure.
const STEPS: u32 = 11;

impl Flow {
    /// What is on the screen.
    pub fn view(&self, lang: Lang) -> View {
        let screen = self.screen;
        let button = |action: Action| Button {
            action,
            label: words(&format!("actions.{}", action.name()), lang),
        };
        let rehearsal = self.is_rehearsal().then(|| of("live.rehearsal", lang));
        View {
            screen,
            title: words(&format!("screens.{}.title", screen.name()), lang),
            body: body(self, lang),
            points: points(self, lang),
            input: self.awaited.is_none().then(|| input(screen)).flatten(),
            actions: self.actions().into_iter().map(button).collect(),
            progress: screen.stage().map(|step| Progress {
                step,
                of: STEPS,
                sent: self.known.sent.filter(|_| screen == Screen::Upload),
            }),
            notice: self.notice.as_ref().map(|key| of(key, lang)),
            waiting: self.awaited.is_some(),
            rehearsal,
        }
    }

    fn is_rehearsal(&self) -> bool {
        let session = self.known.session.as_ref();
        session.is_some_and(|session| session.mode == SessionMode::Rehearsal)
    }
}

const fn input(screen: Screen) -> Option<Input> {
    Some(match screen {
        Screen::Phone => Input::Phone,
        Screen::SmsCode => Input::SmsCode,
        Screen::SessionCode => Input::SessionCode,
        Screen::CollectionCode => Input::CollectionCode,
        _ => return None,
    })
}

/// The screen's own paragraph, and what is known.
fn body(flow: &Flow, lang: Lang) -> Vec<String> {
    let screen = flow.screen;
    let own = words(&format!("screens.{}.body", screen.name()), lang);
    [filled(flow, own)]
        .into_iter()
        .chain(more(flow, lang))
        .collect()
}

fn more(flow: &Flow, lang: Lang) -> Vec<String> {
    let known = &flow.known;
    match flow.screen {
        Screen::SmsCode => {
            let code = known
                .challenge
                .as_ref()
                .and_then(|known| known.code.clone());
            let echo = |code: String| words("lines.echoed", lang).replace("{code}", &code);
            code.map(echo).into_iter().collect()
        }
        Screen::Instructions => vec![words("lines.used_for", lang)],
        Screen::Identity => vec![words("lines.compared", lang)],
        Screen::Consent => vec![of("procedure.consent", lang)],
        Screen::CameraRefused => {
            let key = known.camera.as_ref().map(|(key, _)| of(key, lang));
            key.into_iter().collect()
        }
        Screen::Upload => attention(flow, lang),
        Screen::Calibration => calibration(flow, lang),
        Screen::Refused => reasons(flow, lang),
        Screen::SessionClosed => {
            let state = known.session.as_ref().map(|session| session.state);
            let early = state == Some(SessionState::Early);
            let early = early.then(|| words("lines.early", lang));
            early.into_iter().collect()
        }
        Screen::HandOver if known.job.is_some() => vec![words("lines.goes_on", lang)],
        _ => vec![],
    }
}

fn attention(flow: &Flow, lang: Lang) -> Vec<String> {
    let Some(attention) = flow.known.attention else {
        return vec![];
    };
    ["message", "advice"]
        .map(|part| of(&format!("outbox.{}.{part}", attention.code()), lang))
        .to_vec()
}

fn calibration(flow: &Flow, lang: Lang) -> Vec<String> {
    let state = flow.known.photo.as_ref().map(|photo| photo.state);
    match state {
        Some(PhotoState::Calibrated) => vec![words("lines.calibrated", lang)],
        Some(PhotoState::NotCalibrated) => {
            let mut lines = vec![words("lines.not_calibrated", lang)];
            lines.extend(reasons(flow, lang));
            lines
        }
        _ => vec![words("lines.calibrating", lang)],
    }
}

/// Each broken rule with what it demands.
fn reasons(flow: &Flow, lang: Lang) -> Vec<String> {
    let photo = flow.known.photo.iter();
    let reasons = photo.flat_map(|photo| &photo.reasons);
    let colon = match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    };
    reasons
        .map(|id| {
            let demand = text(&format!("checks.{id}.advice"), lang);
            let demand = demand.unwrap_or_else(|| rule(*id, lang));
            format!("{}{colon}{demand}", title(*id, lang))
        })
        .collect()
}

fn points(flow: &Flow, lang: Lang) -> Vec<Point> {
    if flow.screen != Screen::Checklist {
        return vec![];
    }
    let points = prepare::POINTS.iter().enumerate();
    points
        .map(|(index, (name, rule))| Point {
            text: words(&format!("points.{name}"), lang),
            rule: *rule,
            done: flow.known.checked.contains(&index),
        })
        .collect()
}

/// Puts what is known in the place of its name.
fn filled(flow: &Flow, text: String) -> String {
    let session = flow.known.session.as_ref();
    let student = flow.known.student.as_ref();
    let known = [
        ("{session}", session.map(|session| &session.code)),
        ("{programme}", session.map(|session| &session.programme)),
        ("{place}", session.map(|session| &session.place)),
        ("{name}", student.map(|student| &student.masked_name)),
        ("{number}", student.map(|student| &student.masked_number)),
    ];
    let fill = |text: String, (name, value): (&str, Option<&String>)| {
        text.replace(name, value.map_or("", String::as_str))
    };
    known.into_iter().fold(text, fill)
}

/// The text that is consented to: one text in both languages, known by its hash.
pub(super) fn consent_text() -> String {
    Lang::ALL
        .map(|lang| of("procedure.consent", lang))
        .join("\n")
}

fn words(key: &str, lang: Lang) -> String {
    of(&format!("procedure.{key}"), lang)
}

fn of(key: &str, lang: Lang) -> String {
    text(key, lang).unwrap_or_default().to_owned()
}
