//! Who it is, and that they consent.

use super::{Action, Answer, Effect, Event, Flow, Request, Screen, calibration, view};
use crate::codes::parse::CollectionCode;
use crate::collection::api::Enrolment;
use crate::digest::sha256;

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    match flow.screen {
        Screen::CollectionCode => vec![Action::Enter, Action::Back],
        Screen::Identity => vec![Action::ItIsMe, Action::NotMe],
        _ => vec![Action::Agree, Action::Disagree],
    }
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::CollectionCode, Event::Act(Action::Back)) => flow.go(Screen::Tasks),
        (Screen::CollectionCode, Event::Typed(text)) => {
            let session = flow.session_code();
            match CollectionCode::parse(text.text(), &flow.patterns) {
                Ok(code) => flow.ask(Request::Identify, Effect::Identify { session, code }),
                Err(error) => flow.tell(error.text_key()),
            }
        }
        (Screen::CollectionCode, Event::Answer(Answer::Identified(student))) => {
            flow.known.student = Some(student);
            flow.go(Screen::Identity)
        }
        (Screen::Identity, Event::Act(Action::ItIsMe)) => {
            let enrolment = flow.enrolment();
            flow.ask(Request::ConfirmIdentity, Effect::ConfirmIdentity(enrolment))
        }
        (Screen::Identity, Event::Answer(Answer::Confirmed(student))) => confirmed(flow, student),
        (Screen::Identity, Event::Act(Action::NotMe)) => not_me(flow),
        (Screen::Identity, Event::Answer(Answer::Denied)) => {
            flow.known.student = None;
            flow.go(Screen::CollectionCode);
            flow.tell("procedure.notices.not_me")
        }
        (Screen::Consent, Event::Act(Action::Agree)) => {
            let (enrolment, text) = (flow.enrolment(), sha256(view::consent_text().as_bytes()));
            let effect = Effect::GiveConsent { enrolment, text };
            flow.ask(Request::Consent, effect)
        }
        (Screen::Consent, Event::Answer(Answer::Consent(receipt))) => {
            flow.known.consent = Some(receipt);
            match flow.known.job.clone() {
                // The photo was waiting for it.
                Some(job) => {
                    flow.known.attention = None;
                    flow.go(Screen::Upload);
                    vec![Effect::Carry(job)]
                }
                None => flow.go(Screen::Checklist),
            }
        }
        (Screen::Consent, Event::Act(Action::Disagree)) => {
            flow.go(Screen::Tasks);
            flow.tell("procedure.notices.no_consent")
        }
        _ => vec![],
    }
}

/// What was confirmed before cannot be denied any more; whoever it is not takes another code.
fn not_me(flow: &mut Flow) -> Vec<Effect> {
    let confirmed = flow.known.student.as_ref();
    if confirmed.is_some_and(|student| student.confirmed) {
        flow.known.student = None;
        return flow.go(Screen::CollectionCode);
    }
    let enrolment = flow.enrolment();
    flow.ask(Request::DenyIdentity, Effect::DenyIdentity(enrolment))
}

/// On to where this student stands.
pub(super) fn confirmed(flow: &mut Flow, student: Enrolment) -> Vec<Effect> {
    flow.known.consent.clone_from(&student.consent);
    let photo = student.photo.clone();
    flow.known.student = Some(student);
    match (photo, &flow.known.consent) {
        (_, None) => flow.go(Screen::Consent),
        (Some(photo), Some(_)) => calibration::stands(flow, photo),
        (None, Some(_)) => flow.go(Screen::Checklist),
    }
}
