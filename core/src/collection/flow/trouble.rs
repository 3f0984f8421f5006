//! Detours: what did not work, withdrawal, the hand-over to the next student.

use super::{Action, Answer, Effect, Event, Flow, Known, Request, Screen, photo};
use crate::collection::Problem;
use crate::texts::{Lang, text};

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    match flow.screen {
        Screen::SessionClosed if flow.known.detour.is_some() => {
            vec![Action::OtherSession, Action::Back]
        }
        Screen::SessionClosed => vec![Action::OtherSession],
        Screen::CodeBound => vec![Action::OtherCode, Action::SignIn],
        Screen::TokenExpired => vec![Action::SignIn],
        Screen::Withdraw => vec![Action::WithdrawNow, Action::Back],
        Screen::Withdrawn => vec![Action::StartOver],
        _ => vec![Action::HandOverNow, Action::Back],
    }
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::SessionClosed, Event::Act(Action::OtherSession)) => other_session(flow),
        (_, Event::Act(Action::Back)) => {
            let screen = flow.known.detour.take();
            go_on(flow, screen.unwrap_or(Screen::Welcome))
        }
        (Screen::CodeBound, Event::Act(Action::OtherCode)) => flow.go(Screen::CollectionCode),
        (_, Event::Act(Action::SignIn)) => {
            if flow.screen == Screen::CodeBound {
                flow.known.detour = Some(Screen::CollectionCode);
            }
            flow.known.signed_in = false;
            flow.go(Screen::Phone)
        }
        (Screen::Withdraw, Event::Act(Action::WithdrawNow)) => {
            let enrolment = flow.enrolment();
            flow.ask(Request::Withdraw, Effect::Withdraw(enrolment))
        }
        (Screen::Withdraw, Event::Answer(Answer::Withdrawn)) => {
            forget_student(flow);
            flow.go(Screen::Withdrawn)
        }
        (Screen::Withdrawn, Event::Act(Action::StartOver)) => flow.go(Screen::Tasks),
        (Screen::HandOver, Event::Act(Action::HandOverNow)) => {
            let enrolment = flow.enrolment();
            forget_student(flow);
            flow.go(Screen::CollectionCode);
            vec![Effect::HandOver(enrolment)]
        }
        _ => vec![],
    }
}

/// To a screen from which one comes back to here.
pub(super) fn detour(flow: &mut Flow, event: &Event) -> Vec<Effect> {
    flow.known.detour = Some(flow.screen);
    flow.go(match event {
        Event::Act(Action::HandOver) => Screen::HandOver,
        _ => Screen::Withdraw,
    })
}

/// The phone has to be bound anew; afterwards it goes on from here.
pub(super) fn expired(flow: &mut Flow) -> Vec<Effect> {
    flow.known.signed_in = false;
    match flow.screen.group() {
        super::Group::Entry => return flow.go(Screen::Phone),
        super::Group::Trouble => {}
        _ => flow.known.detour = Some(flow.screen),
    }
    flow.go(Screen::TokenExpired)
}

/// Back from a detour.
pub(super) fn go_on(flow: &mut Flow, screen: Screen) -> Vec<Effect> {
    flow.go(screen);
    match screen {
        Screen::Upload => photo::again(flow),
        Screen::Waiting | Screen::Calibration => vec![Effect::Listen],
        _ => vec![],
    }
}

/// What was requested did not work.
pub(super) fn failed(flow: &mut Flow, problem: &Problem) -> Vec<Effect> {
    let request = flow.awaited.take();
    let code = match problem {
        Problem::Expired => return expired(flow),
        Problem::Refused { code } => code.as_str(),
        other => return flow.tell(format!("procedure.problems.{}", other.code())),
    };
    match code {
        "session_closed" => flow.go(Screen::SessionClosed),
        "code_bound" if flow.screen.group() == super::Group::Identity => flow.go(Screen::CodeBound),
        "consent_missing" if flow.known.student.is_some() => {
            flow.known.consent = None;
            flow.go(Screen::Consent)
        }
        // The service knows better how the photo stands.
        "photo_state" | "not_calibrated" if request != Some(Request::Photo) => {
            super::calibration::look(flow)
        }
        code => {
            let key = format!("procedure.refused.{code}");
            let known = text(&key, Lang::En).is_some();
            flow.tell(if known {
                key
            } else {
                "procedure.refused.other".to_owned()
            })
        }
    }
}

fn other_session(flow: &mut Flow) -> Vec<Effect> {
    let enrolment = flow.known.student.is_some().then(|| flow.enrolment());
    forget_student(flow);
    flow.known.session = None;
    flow.known.bound = false;
    flow.go(Screen::SessionCode);
    enrolment.map(Effect::HandOver).into_iter().collect()
}

/// Keeps what belongs to the phone, not to the student.
fn forget_student(flow: &mut Flow) {
    let known = std::mem::take(&mut flow.known);
    flow.known = Known {
        signed_in: known.signed_in,
        session: known.session,
        bound: known.bound,
        instructed: known.instructed,
        notifications: known.notifications,
        ..Known::default()
    };
}
