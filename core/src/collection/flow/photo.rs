//! The camera, the local preview, the photo on its way.

use super::{Action, Answer, Effect, Event, Flow, Request, Screen, trouble};
use crate::camera::{Permission, Platform, Recovery, recovery};
use crate::capture::CaptureOrder;
use crate::collection::api::Nonce;
use crate::outbox::Attention;

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    match flow.screen {
        // The photo comes from the session by itself, or by its own shutter.
        Screen::Capture => vec![Action::Back],
        Screen::CameraRefused => {
            let helps = flow.known.camera.as_ref().map(|(_, action)| *action);
            let first = helps.unwrap_or(Action::TryAgain);
            let again = (first != Action::TryAgain).then_some(Action::TryAgain);
            let actions = [first].into_iter().chain(again);
            actions.chain([Action::Back]).collect()
        }
        Screen::Preview => vec![Action::UsePhoto, Action::Retake, Action::Withdraw],
        _ => {
            let more = [Action::HandOver, Action::Withdraw];
            on_its_way(flow.known.attention)
                .iter()
                .copied()
                .chain(more)
                .collect()
        }
    }
}

/// What helps a photo on its way.
const fn on_its_way(attention: Option<Attention>) -> &'static [Action] {
    match attention {
        None | Some(Attention::NoNetwork | Attention::ServerBusy) => &[Action::TryAgain],
        Some(Attention::Update | Attention::DiskFull | Attention::Locked) => &[Action::TryAgain],
        Some(Attention::SignIn) => &[Action::SignIn, Action::TryAgain],
        Some(Attention::Consent) => &[Action::Consent],
        Some(Attention::SessionClosed) => &[Action::AboutSession, Action::TryAgain],
        Some(Attention::PhotoRefused | Attention::Damaged) => &[Action::Retake, Action::GiveUp],
        Some(Attention::AuditRunning) => &[Action::GiveUp],
    }
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::Capture, Event::Act(Action::Back)) => {
            flow.go(Screen::Checklist);
            vec![Effect::CloseCamera]
        }
        (Screen::Capture, Event::Taken) => {
            flow.go(Screen::Preview);
            vec![Effect::CloseCamera]
        }
        (Screen::Capture | Screen::CameraRefused, Event::Camera(permission, platform)) => {
            permitted(flow, permission, platform)
        }
        (Screen::CameraRefused, Event::Act(action)) => refused(flow, action),
        (Screen::Preview, Event::Act(Action::UsePhoto)) => store(flow),
        (Screen::Preview, Event::Act(Action::Retake)) => {
            let mut effects = vec![Effect::Discard];
            effects.extend(ask_camera(flow));
            effects
        }
        (Screen::Preview, Event::NotStored(attention)) => {
            flow.awaited = None;
            flow.tell(format!("outbox.{}.advice", attention.code()))
        }
        (Screen::Preview, Event::Answer(Answer::Stored(job))) => {
            flow.known.job = Some(job.clone());
            flow.known.sent = None;
            flow.known.attention = None;
            flow.go(Screen::Upload);
            vec![Effect::Carry(job)]
        }
        (_, Event::Answer(Answer::Nonce(nonce))) => open(flow, nonce),
        (Screen::Upload, event) => upload(flow, event),
        _ => vec![],
    }
}

/// Each photo has a nonce of its own; without a consent there is none, and no camera.
pub(super) fn ask_camera(flow: &mut Flow) -> Vec<Effect> {
    if flow.known.consent.is_none() {
        return flow.go(Screen::Consent);
    }
    let enrolment = flow.enrolment();
    flow.ask(Request::Nonce, Effect::AskNonce(enrolment))
}

pub(super) fn open(flow: &mut Flow, nonce: Nonce) -> Vec<Effect> {
    let known = (flow.known.consent.clone(), flow.known.session.clone());
    let (Some(consent), Some(session)) = known else {
        return flow.go(Screen::Consent);
    };
    let order = CaptureOrder::new(&consent, session.mode, session.code, nonce.nonce.clone());
    flow.known.nonce = Some(nonce);
    flow.go(Screen::Capture);
    vec![Effect::OpenCamera(order)]
}

fn permitted(flow: &mut Flow, permission: Permission, platform: Platform) -> Vec<Effect> {
    let Some((helps, key)) = recovery(permission, platform) else {
        // Back to where they were.
        let opened = flow.screen == Screen::Capture;
        return if opened { vec![] } else { ask_camera(flow) };
    };
    let action = match helps {
        Recovery::AskPermission => Action::AskPermission,
        Recovery::OpenSettings => Action::OpenSettings,
        _ => Action::TryAgain,
    };
    flow.known.camera = Some((key, action));
    let opened = flow.screen == Screen::Capture;
    flow.go(Screen::CameraRefused);
    let close = opened.then_some(Effect::CloseCamera);
    close.into_iter().collect()
}

fn refused(flow: &mut Flow, action: Action) -> Vec<Effect> {
    match action {
        Action::AskPermission => vec![Effect::AskCamera],
        Action::OpenSettings => vec![Effect::OpenSettings],
        Action::TryAgain => ask_camera(flow),
        _ => flow.go(Screen::Checklist),
    }
}

fn store(flow: &mut Flow) -> Vec<Effect> {
    let Some(nonce) = &flow.known.nonce else {
        return ask_camera(flow);
    };
    let expires = nonce.expires_at;
    let enrolment = flow.enrolment();
    let effect = Effect::Store { enrolment, expires };
    flow.ask(Request::Store, effect)
}

fn upload(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match event {
        Event::Sent { sent, of } => {
            flow.known.sent = Some([sent, of]);
            flow.known.attention = None;
            vec![]
        }
        Event::Attention(attention) => {
            flow.known.attention = Some(attention);
            vec![]
        }
        Event::Accepted { photo } => {
            flow.known.job = None;
            flow.ask(Request::Photo, Effect::AskPhoto(photo))
        }
        Event::Answer(Answer::Photo(photo)) => super::calibration::stands(flow, photo),
        Event::Answer(Answer::Enrolment(student)) => super::identity::confirmed(flow, student),
        Event::Act(Action::TryAgain) => again(flow),
        Event::Act(Action::SignIn) => trouble::expired(flow),
        Event::Act(Action::Consent) => flow.go(Screen::Consent),
        Event::Act(Action::AboutSession) => {
            flow.known.detour = Some(Screen::Upload);
            flow.go(Screen::SessionClosed)
        }
        Event::Act(Action::Retake) => ask_camera(flow),
        Event::Act(Action::GiveUp) => give_up(flow),
        _ => vec![],
    }
}

/// Now, whatever it waits for. A photo that is not here any more is on the server, or nowhere.
pub(super) fn again(flow: &mut Flow) -> Vec<Effect> {
    flow.known.attention = None;
    match flow.known.job.clone() {
        Some(job) => vec![Effect::Carry(job)],
        None => {
            let enrolment = flow.enrolment();
            flow.ask(Request::Enrolment, Effect::AskEnrolment(enrolment))
        }
    }
}

fn give_up(flow: &mut Flow) -> Vec<Effect> {
    flow.known.attention = None;
    let job = flow.known.job.take().map(Effect::GiveUp);
    let mut effects: Vec<Effect> = job.into_iter().collect();
    effects.extend(again(flow));
    effects
}
