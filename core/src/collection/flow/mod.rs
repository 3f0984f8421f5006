//! The procedure as a state machine: which screen a person sees, and what is done next.
//!
//! [`Flow::step`] takes what happened and gives what is to be done; it does nothing itself. [`Flow::view`] says what is on
//! the screen, in words. One file holds a group of screens. Only what the screen offers is done, an answer counts only
//! while it is awaited, and every screen has a way on, which is its first action, and a way out.

mod audit;
mod calibration;
mod entry;
mod event;
mod identity;
mod keep;
mod photo;
mod prepare;
mod screen;
mod session;
mod trouble;
mod view;

pub use event::{Answer, Effect, Event, Request, Typed};
pub use keep::KeepError;
pub use screen::{Action, Screen};
pub use view::{Button, Input, Point, Progress, View};

use super::api::{Challenge, ConsentReceipt, Enrolment, Nonce, Photo, Session};
use crate::outbox::Attention;
use crate::profile::CodePatterns;
use crate::vault::JobId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The procedure with one student, and what is known so far.
#[derive(Debug, Clone)]
pub struct Flow {
    patterns: CodePatterns,
    screen: Screen,
    /// What is awaited; meanwhile nothing else can be asked for.
    awaited: Option<Request>,
    /// The key of what to tell beside the screen's own words.
    notice: Option<String>,
    known: Known,
}

/// What is known so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    challenge: Option<Challenge>,
    /// Whether the phone is bound.
    signed_in: bool,
    session: Option<Session>,
    /// Whether the session is bound.
    bound: bool,
    instructed: bool,
    student: Option<Enrolment>,
    consent: Option<ConsentReceipt>,
    /// The points of the checklist that are done.
    checked: BTreeSet<usize>,
    /// Whether notifications may be shown; `None` before the question.
    notifications: Option<bool>,
    nonce: Option<Nonce>,
    /// The key of what keeps the camera shut, and what helps.
    camera: Option<(String, Action)>,
    job: Option<JobId>,
    /// Bytes sent, and bytes of all.
    #[serde(skip)]
    sent: Option<[u64; 2]>,
    #[serde(skip)]
    attention: Option<Attention>,
    photo: Option<Photo>,
    /// Where to go on after a detour.
    detour: Option<Screen>,
}

impl Flow {
    /// The procedure from its beginning, with codes of these forms.
    pub fn new(patterns: CodePatterns) -> Self {
        Self {
            patterns,
            screen: Screen::Welcome,
            awaited: None,
            notice: None,
            known: Known::default(),
        }
    }

    /// The screen.
    pub const fn screen(&self) -> Screen {
        self.screen
    }

    /// What is awaited, if anything.
    pub const fn awaited(&self) -> Option<Request> {
        self.awaited
    }

    /// What a person can do here; the first leads on. While an answer is awaited, that is to stop waiting.
    pub fn actions(&self) -> Vec<Action> {
        if self.awaited.is_some() {
            return vec![Action::StopWaiting];
        }
        match self.screen.group() {
            Group::Entry => entry::actions(self),
            Group::Session => session::actions(self),
            Group::Identity => identity::actions(self),
            Group::Prepare => prepare::actions(self),
            Group::Photo => photo::actions(self),
            Group::Calibration => calibration::actions(self),
            Group::Audit => audit::actions(self),
            Group::Trouble => trouble::actions(self),
        }
    }

    /// Takes in what happened. What does not fit the moment changes nothing: a tap on what is not offered, an answer that is
    /// not awaited.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let before = self.kept().ok();
        let mut effects = match event {
            Event::Act(action) if !self.actions().contains(&action) => vec![],
            Event::Act(Action::StopWaiting) => {
                self.awaited = None;
                vec![]
            }
            Event::Answer(answer) if self.awaited != Some(answer.request()) => vec![],
            Event::Failed(request, problem) => match self.awaited {
                Some(awaited) if awaited == request => trouble::failed(self, &problem),
                _ => vec![],
            },
            event => {
                if let Event::Answer(_) = event {
                    self.awaited = None;
                }
                if matches!(event, Event::Act(_) | Event::Typed(_)) {
                    self.notice = None;
                }
                self.dispatch(event)
            }
        };
        if self.kept().ok() != before {
            effects.push(Effect::Keep);
        }
        effects
    }

    fn dispatch(&mut self, event: Event) -> Vec<Effect> {
        if let Event::Act(Action::Withdraw | Action::HandOver) = event {
            return trouble::detour(self, &event);
        }
        match self.screen.group() {
            Group::Entry => entry::on(self, event),
            Group::Session => session::on(self, event),
            Group::Identity => identity::on(self, event),
            Group::Prepare => prepare::on(self, event),
            Group::Photo => photo::on(self, event),
            Group::Calibration => calibration::on(self, event),
            Group::Audit => audit::on(self, event),
            Group::Trouble => trouble::on(self, event),
        }
    }

    fn go(&mut self, screen: Screen) -> Vec<Effect> {
        self.screen = screen;
        vec![]
    }

    /// Awaits an answer.
    fn ask(&mut self, request: Request, effect: Effect) -> Vec<Effect> {
        self.awaited = Some(request);
        vec![effect]
    }

    fn tell(&mut self, key: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(key.into());
        vec![]
    }

    /// The student's id, once it is known.
    pub(super) fn student(&self) -> Option<&str> {
        let student = self.known.student.as_ref();
        student.map(|student| student.enrolment.as_str())
    }

    /// The student's latest photo at the service.
    pub(super) const fn photo(&self) -> Option<&Photo> {
        self.known.photo.as_ref()
    }

    /// The photo on its way.
    pub(super) const fn job(&self) -> Option<&JobId> {
        self.known.job.as_ref()
    }

    /// The student's id; there is one on every screen behind the identity.
    fn enrolment(&self) -> String {
        let student = self.known.student.as_ref();
        student.map_or_else(String::new, |student| student.enrolment.clone())
    }

    fn photo_id(&self) -> String {
        let photo = self.known.photo.as_ref();
        photo.map_or_else(String::new, |photo| photo.photo.clone())
    }

    fn session_code(&self) -> String {
        let session = self.known.session.as_ref();
        session.map_or_else(String::new, |session| session.code.clone())
    }
}

/// Screens that belong together: one file each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Entry,
    Session,
    Identity,
    Prepare,
    Photo,
    Calibration,
    Audit,
    Trouble,
}

#[cfg(test)]
mod tests;
