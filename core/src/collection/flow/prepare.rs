//! Dress and light, and the permission to notify.

use super::{Action, Answer, Effect, Event, Flow, Request, Screen, photo};
use crate::report::CheckId;

/// The points of the checklist, by the names of their texts, each with the rule whose drawings show it.
pub(super) const POINTS: [(&str, CheckId); 8] = [
    ("hair", CheckId::HairOverBrows),
    ("ears", CheckId::EarLeftVisible),
    ("jewellery", CheckId::Jewellery),
    ("glasses", CheckId::GlassesGlare),
    ("clothes", CheckId::ClothesPlain),
    ("face", CheckId::SkinShine),
    ("light", CheckId::Backlight),
    ("lens", CheckId::LensClean),
];

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    match flow.screen {
        Screen::Checklist => vec![Action::Ready, Action::HandOver, Action::Withdraw],
        _ => vec![Action::Allow, Action::NotNow],
    }
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::Checklist, Event::Tick(point)) if point < POINTS.len() => {
            let checked = &mut flow.known.checked;
            if !checked.remove(&point) {
                checked.insert(point);
            }
            vec![]
        }
        (Screen::Checklist, Event::Act(Action::Ready)) => ready(flow),
        (Screen::Notifications, Event::Act(Action::Allow)) => {
            flow.ask(Request::Notifications, Effect::AskNotifications)
        }
        (Screen::Notifications, Event::Act(Action::NotNow)) => decided(flow, false),
        (Screen::Notifications, Event::Answer(Answer::Notifications(may))) => decided(flow, may),
        (_, Event::Answer(Answer::Nonce(nonce))) => photo::open(flow, nonce),
        _ => vec![],
    }
}

/// Every point is looked at before the camera opens.
fn ready(flow: &mut Flow) -> Vec<Effect> {
    if flow.known.checked.len() < POINTS.len() {
        return flow.tell("procedure.notices.checklist_open");
    }
    match flow.known.notifications {
        None => flow.go(Screen::Notifications),
        Some(_) => photo::ask_camera(flow),
    }
}

fn decided(flow: &mut Flow, may: bool) -> Vec<Effect> {
    flow.known.notifications = Some(may);
    photo::ask_camera(flow)
}
