//! The server's portrait: satisfied, or another one.

use super::{Action, Answer, Effect, Event, Flow, Request, Screen, photo};
use crate::collection::api::{Choice, Photo, PhotoState};

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    let state = flow.known.photo.as_ref().map(|photo| photo.state);
    match (flow.screen, state) {
        (Screen::Satisfied, _) => vec![Action::Submit, Action::Back],
        (_, Some(PhotoState::Calibrated)) => {
            vec![Action::Satisfied, Action::Retake, Action::Withdraw]
        }
        (_, Some(PhotoState::NotCalibrated)) => vec![Action::Retake, Action::Withdraw],
        _ => vec![Action::Refresh, Action::Withdraw],
    }
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::Calibration, Event::Act(Action::Refresh) | Event::Notified) => look(flow),
        (Screen::Calibration, Event::Act(Action::Satisfied)) => flow.go(Screen::Satisfied),
        (Screen::Calibration, Event::Act(Action::Retake)) => choose(flow, Choice::Retake),
        (Screen::Satisfied, Event::Act(Action::Submit)) => choose(flow, Choice::Satisfied),
        (Screen::Satisfied, Event::Act(Action::Back)) => flow.go(Screen::Calibration),
        (_, Event::Answer(Answer::Photo(photo) | Answer::Chosen(photo))) => stands(flow, photo),
        (_, Event::Answer(Answer::Nonce(nonce))) => photo::open(flow, nonce),
        _ => vec![],
    }
}

fn choose(flow: &mut Flow, choice: Choice) -> Vec<Effect> {
    let photo = flow.photo_id();
    flow.ask(Request::Choose, Effect::Choose { photo, choice })
}

/// Asks how the photo stands.
pub(super) fn look(flow: &mut Flow) -> Vec<Effect> {
    let photo = flow.photo_id();
    flow.ask(Request::Photo, Effect::AskPhoto(photo))
}

/// Goes to the screen of a photo that stands like this.
pub(super) fn stands(flow: &mut Flow, photo: Photo) -> Vec<Effect> {
    let state = photo.state;
    flow.known.photo = Some(photo);
    match state {
        PhotoState::Calibrating => {
            flow.go(Screen::Calibration);
            vec![Effect::Listen]
        }
        PhotoState::Calibrated | PhotoState::NotCalibrated => flow.go(Screen::Calibration),
        PhotoState::Superseded => photo::ask_camera(flow),
        PhotoState::Waiting => {
            flow.go(Screen::Waiting);
            vec![Effect::Listen]
        }
        PhotoState::Approved => flow.go(Screen::Approved),
        PhotoState::Refused => flow.go(Screen::Refused),
        PhotoState::Confirmed => flow.go(Screen::Download),
    }
}
