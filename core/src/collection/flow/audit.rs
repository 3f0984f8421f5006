//! The audit and what follows: waiting, its result, confirmation, download.

use super::{Action, Answer, Effect, Event, Flow, Request, Screen, calibration, photo};

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    let (first, more): (Action, &[Action]) = match flow.screen {
        Screen::Waiting => (Action::Refresh, &[Action::HandOver, Action::Withdraw]),
        Screen::Approved => (Action::Look, &[Action::HandOver, Action::Withdraw]),
        Screen::Refused => (Action::Retake, &[Action::HandOver, Action::Withdraw]),
        Screen::Confirm => (Action::Confirm, &[Action::Back]),
        Screen::Download => (Action::Download, &[Action::Finish]),
        _ => (Action::HandOver, &[Action::Download]),
    };
    [first].into_iter().chain(more.iter().copied()).collect()
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::Waiting, Event::Act(Action::Refresh) | Event::Notified) => calibration::look(flow),
        (Screen::Waiting | Screen::Refused, Event::Answer(Answer::Photo(photo))) => {
            calibration::stands(flow, photo)
        }
        (Screen::Approved, Event::Act(Action::Look)) => flow.go(Screen::Confirm),
        (Screen::Refused, Event::Act(Action::Retake)) => {
            flow.known.checked.clear();
            flow.go(Screen::Checklist)
        }
        (Screen::Confirm, Event::Act(Action::Back)) => flow.go(Screen::Approved),
        (Screen::Confirm, Event::Act(Action::Confirm)) => {
            let photo = flow.photo_id();
            flow.ask(Request::Confirm, Effect::Confirm(photo))
        }
        (Screen::Confirm, Event::Answer(Answer::OnFile(photo))) => calibration::stands(flow, photo),
        (Screen::Download | Screen::Done, Event::Act(Action::Download)) => {
            let photo = flow.photo_id();
            flow.ask(Request::Download, Effect::Download(photo))
        }
        (Screen::Download | Screen::Done, Event::Answer(Answer::Downloaded))
        | (Screen::Download, Event::Act(Action::Finish)) => flow.go(Screen::Done),
        (_, Event::Answer(Answer::Nonce(nonce))) => photo::open(flow, nonce),
        _ => vec![],
    }
}
