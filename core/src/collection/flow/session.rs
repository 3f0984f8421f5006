//! The session: its code, what it is, its tasks, the instructions.

use super::{Action, Answer, Effect, Event, Flow, Request, Screen};
use crate::codes::parse::SessionCode;
use crate::collection::api::{Session, SessionState, Task};

pub(super) fn actions(flow: &Flow) -> Vec<Action> {
    match flow.screen {
        Screen::SessionCode => vec![Action::Enter, Action::Back],
        Screen::SessionPreview => vec![Action::Bind, Action::OtherSession],
        Screen::Tasks if flow.known.instructed => {
            let more = [Action::Instructions, Action::OtherSession];
            [Action::OpenTask].into_iter().chain(more).collect()
        }
        Screen::Tasks => vec![Action::OpenTask, Action::OtherSession],
        _ => vec![Action::Understood, Action::Back],
    }
}

pub(super) fn on(flow: &mut Flow, event: Event) -> Vec<Effect> {
    match (flow.screen, event) {
        (Screen::SessionCode, Event::Act(Action::Back)) => flow.go(Screen::Welcome),
        (Screen::SessionCode, Event::Typed(text)) => {
            match SessionCode::parse(text.text(), &flow.patterns) {
                Ok(code) => flow.ask(Request::Session, Effect::AskSession(code)),
                Err(error) => flow.tell(error.text_key()),
            }
        }
        (Screen::SessionCode, Event::Answer(Answer::Session(session))) => shown(flow, session),
        (_, Event::Act(Action::OtherSession)) => {
            flow.known.session = None;
            flow.known.bound = false;
            flow.go(Screen::SessionCode)
        }
        (Screen::SessionPreview, Event::Act(Action::Bind)) => {
            let code = flow.session_code();
            flow.ask(Request::Bind, Effect::BindSession(code))
        }
        (Screen::SessionPreview, Event::Answer(Answer::Bound(session))) => {
            let code = session.code.clone();
            flow.known.session = Some(session);
            flow.known.bound = true;
            flow.ask(Request::Tasks, Effect::AskTasks(code))
        }
        (Screen::SessionPreview | Screen::Tasks, Event::Answer(Answer::Tasks(tasks))) => {
            if !tasks.contains(&Task::Portrait) {
                return flow.tell("procedure.notices.no_task");
            }
            flow.go(Screen::Tasks)
        }
        (Screen::Tasks, Event::Act(Action::OpenTask)) if flow.known.instructed => {
            flow.go(Screen::CollectionCode)
        }
        (Screen::Tasks, Event::Act(Action::OpenTask | Action::Instructions)) => {
            flow.go(Screen::Instructions)
        }
        (Screen::Instructions, Event::Act(Action::Understood)) => {
            flow.known.instructed = true;
            flow.go(Screen::CollectionCode)
        }
        (Screen::Instructions, Event::Act(Action::Back)) => flow.go(Screen::Tasks),
        _ => vec![],
    }
}

fn shown(flow: &mut Flow, session: Session) -> Vec<Effect> {
    let takes = session.state == SessionState::Open;
    flow.known.session = Some(session);
    flow.known.bound = false;
    flow.go(if takes {
        Screen::SessionPreview
    } else {
        Screen::SessionClosed
    })
}
