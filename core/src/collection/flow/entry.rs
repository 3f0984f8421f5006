//! Welcome, how to get the collection code, and the binding of the phone.

use super::{Action, Answer, Effect, Event, Flow, Request, Screen};
use crate::collection::{PhoneNumber, SmsCode};

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    match flow.screen {
        Screen::Welcome => vec![Action::Begin, Action::HowTo],
        Screen::HowToGetCode => vec![Action::Begin, Action::Back],
        Screen::Phone => vec![Action::Enter, Action::Back],
        _ => vec![Action::Enter, Action::OtherNumber, Action::Back],
    }
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::Welcome, Event::Act(Action::HowTo)) => flow.go(Screen::HowToGetCode),
        (_, Event::Act(Action::Begin)) if flow.known.signed_in => flow.go(Screen::SessionCode),
        (_, Event::Act(Action::Begin)) | (Screen::SmsCode, Event::Act(Action::OtherNumber)) => {
            flow.go(Screen::Phone)
        }
        (_, Event::Act(Action::Back)) => back(flow),
        (Screen::Phone, Event::Typed(text)) => match PhoneNumber::parse(text.text()) {
            Ok(number) => flow.ask(Request::Sms, Effect::SendSms(number)),
            Err(error) => flow.tell(format!("procedure.input.{}", error.code())),
        },
        (Screen::Phone, Event::Answer(Answer::Sms(challenge))) => {
            flow.known.challenge = Some(challenge);
            flow.go(Screen::SmsCode)
        }
        (Screen::SmsCode, Event::Typed(text)) => verify(flow, text.text()),
        (Screen::SmsCode, Event::Answer(Answer::Verified)) => signed_in(flow),
        _ => vec![],
    }
}

fn back(flow: &mut Flow) -> Vec<Effect> {
    let before = match flow.screen {
        Screen::SmsCode => Screen::Phone,
        _ => Screen::Welcome,
    };
    flow.go(before)
}

fn verify(flow: &mut Flow, text: &str) -> Vec<Effect> {
    let Some(challenge) = &flow.known.challenge else {
        return flow.go(Screen::Phone);
    };
    let challenge = challenge.challenge.clone();
    match SmsCode::parse(text) {
        Ok(code) => flow.ask(Request::Verify, Effect::Verify { challenge, code }),
        Err(error) => flow.tell(format!("procedure.input.{}", error.code())),
    }
}

/// On, or back to where the token expired.
fn signed_in(flow: &mut Flow) -> Vec<Effect> {
    flow.known.challenge = None;
    flow.known.signed_in = true;
    match flow.known.detour.take() {
        Some(screen) => super::trouble::go_on(flow, screen),
        None => flow.go(Screen::SessionCode),
    }
}
