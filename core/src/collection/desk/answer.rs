//! What is awaited from the shell, and what its coming means.

use super::{Desk, Errand, Ticket};
use crate::collection::Problem;
use crate::collection::api::{Photo, PhotoState, Token};
use crate::collection::flow::{Answer, Event, Request, Screen};
use crate::collection::wire::{self, Call, Heard, News, Picture, Reply, Tries};
use crate::outbox;
use crate::vault::JobId;
use std::time::Duration;

/// How often a photo in calibration, or in the audit, is looked after.
const CALIBRATION: Duration = Duration::from_secs(1);
const AUDIT: Duration = Duration::from_secs(15);

/// What is awaited.
pub(super) enum Pending {
    /// The service's answer to a call.
    Call {
        purpose: Purpose,
        call: Call<Meaning>,
        tries: Tries,
    },
    /// The time of a photo on its way.
    Post(JobId),
    /// The time to look for news.
    Look,
}

/// What a call is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The flow awaits it.
    Flow(Request),
    /// A word about a photo on its way.
    Word(JobId),
    /// The calibrated portrait, to be shown.
    Portrait,
    /// News, nobody waits for them.
    News,
    /// An upload is to be forgotten; whether it is does not matter.
    Cancel,
}

/// What the service answered.
pub(super) enum Meaning {
    Answer(Answer),
    Token(Token),
    /// The official portrait.
    File(Picture),
    /// The calibrated portrait, and the id of its photo.
    Portrait(String, Picture),
    Word(outbox::Event),
    /// How the photo stands that is looked after.
    Stands(Photo),
    News(Option<News>),
    Nothing,
}

impl Desk {
    /// Makes a call.
    pub(super) fn ask(&mut self, purpose: Purpose, call: Call<Meaning>) -> Vec<Errand> {
        let request = self.line.request(&call);
        let tries = Tries::default();
        let ticket = self.await_on(Pending::Call {
            purpose,
            call,
            tries,
        });
        vec![Errand::Send {
            ticket,
            request,
            after: Duration::ZERO,
        }]
    }

    /// An answer came, or none.
    pub(super) fn replied(&mut self, ticket: Ticket, reply: Option<&Reply>) -> Vec<Errand> {
        let Some(Pending::Call {
            purpose,
            call,
            mut tries,
        }) = self.pending.remove(&ticket)
        else {
            return vec![];
        };
        let (now, chance) = (self.clock.steady(), self.moment().chance);
        let heard = self
            .line
            .hear(&call, reply, &mut tries, now, chance.to_le_bytes()[0]);
        match heard {
            Heard::Over(result) => {
                let mut errands = self.expire();
                errands.extend(self.answered(purpose, result));
                errands
            }
            Heard::Again(after) => {
                let request = self.line.request(&call);
                let again = Pending::Call {
                    purpose,
                    call,
                    tries,
                };
                self.pending.insert(ticket, again);
                vec![Errand::Send {
                    ticket,
                    request,
                    after,
                }]
            }
        }
    }

    fn answered(&mut self, purpose: Purpose, result: Result<Meaning, Problem>) -> Vec<Errand> {
        match (purpose, result) {
            (_, Ok(Meaning::Answer(answer))) => self.step(Event::Answer(answer)),
            (_, Ok(Meaning::Token(token))) => {
                self.line.sign_in(Some(token));
                self.keep();
                let mut errands = self.step(Event::Answer(Answer::Verified));
                errands.extend(self.carry_all(true));
                errands
            }
            (_, Ok(Meaning::File(file))) => vec![Errand::Save(file)],
            (_, Ok(Meaning::Portrait(photo, picture))) => {
                self.portrait = Some((photo, picture));
                vec![]
            }
            (Purpose::Word(job), Ok(Meaning::Word(event))) => self.heard(&job, Ok(event)),
            (Purpose::Word(job), Err(problem)) => self.heard(&job, Err(problem)),
            (_, Ok(Meaning::Stands(photo))) if photo.state == PhotoState::Calibrating => {
                self.listen()
            }
            (_, Ok(Meaning::Stands(_))) => self.step(Event::Notified),
            (_, Ok(Meaning::News(news))) => self.news(news),
            (Purpose::News, Err(_)) => self.listen(),
            (Purpose::Flow(request), Err(problem)) => self.step(Event::Failed(request, problem)),
            (_, Ok(Meaning::Word(_) | Meaning::Nothing) | Err(_)) => vec![],
        }
    }

    fn news(&mut self, news: Option<News>) -> Vec<Errand> {
        let mut errands = self.listen();
        let Some(news) = news else {
            return errands;
        };
        self.etag = news.etag;
        let mine = |enrolment: &str| self.flow.student() == Some(enrolment);
        let mut news = news.notifications.iter();
        if news.any(|one| mine(&one.enrolment)) {
            errands.extend(self.step(Event::Notified));
        }
        errands
    }

    /// Looks after the photo from time to time, while there is something to wait for.
    pub(super) fn listen(&mut self) -> Vec<Errand> {
        let after = match self.flow.screen() {
            Screen::Calibration => CALIBRATION,
            Screen::Waiting => AUDIT,
            _ => return vec![],
        };
        self.pending
            .retain(|_, pending| !matches!(pending, Pending::Look));
        let ticket = self.await_on(Pending::Look);
        vec![Errand::Wake { ticket, after }]
    }

    /// A time is over.
    pub(super) fn woken(&mut self, ticket: Ticket) -> Vec<Errand> {
        match self.pending.get(&ticket) {
            Some(Pending::Post(job)) => {
                let job = job.clone();
                self.pending.remove(&ticket);
                self.carry(&job, false)
            }
            Some(Pending::Look) => {
                self.pending.remove(&ticket);
                self.look()
            }
            _ => vec![],
        }
    }

    /// Looks for news, where some are waited for.
    pub(super) fn look(&mut self) -> Vec<Errand> {
        let call = match (self.flow.screen(), self.flow.photo()) {
            (Screen::Calibration, Some(photo)) => wire::photo(&photo.photo).map(Meaning::Stands),
            (Screen::Waiting, _) => wire::notifications(self.etag.as_deref()).map(Meaning::News),
            _ => return vec![],
        };
        self.ask(Purpose::News, call)
    }

    /// Fetches the calibrated portrait of the photo on the screen, where there is one and it is not here.
    pub(super) fn fetch_portrait(&mut self) -> Vec<Errand> {
        let Some(photo) = self.flow.photo() else {
            self.portrait = None;
            return vec![];
        };
        let has = matches!(
            photo.state,
            PhotoState::Calibrated
                | PhotoState::Waiting
                | PhotoState::Approved
                | PhotoState::Confirmed
        );
        let here = self
            .portrait
            .as_ref()
            .is_some_and(|(id, _)| *id == photo.photo);
        let asked = self.pending.values().any(|pending| {
            matches!(
                pending,
                Pending::Call {
                    purpose: Purpose::Portrait,
                    ..
                }
            )
        });
        // On a detour it is not looked at, and on the way to a withdrawal not wanted.
        let shown = matches!(
            self.flow.screen(),
            Screen::Calibration
                | Screen::Satisfied
                | Screen::Waiting
                | Screen::Approved
                | Screen::Confirm
        );
        if !has || !shown || here || asked {
            return vec![];
        }
        let id = photo.photo.clone();
        let call = wire::portrait(&id);
        let call = call.map(move |picture| Meaning::Portrait(id.clone(), picture));
        self.ask(Purpose::Portrait, call)
    }
}
