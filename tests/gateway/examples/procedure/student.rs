//! What the student and the helper do on each screen.

use anyhow::{Context, Result};
use xueying::collection::desk::Event;
use xueying::collection::flow::{Action, Input, Typed, View};

/// What is at hand of the student.
pub struct Student {
    pub phone: String,
    pub session: String,
    pub code: String,
}

/// What a person does, and the text they type for it.
pub struct Deed {
    pub event: Event,
    pub typed: Option<String>,
}

impl Student {
    /// What is done on a screen, the leading action of it; `None` where there is nothing to do but wait.
    pub fn does(&self, view: &View) -> Result<Option<Deed>> {
        if view.waiting {
            return Ok(None);
        }
        if let Some(input) = view.input {
            let typed = match input {
                Input::Phone => self.phone.clone(),
                Input::SmsCode => echoed(view)?,
                Input::SessionCode => self.session.clone(),
                Input::CollectionCode => self.code.clone(),
            };
            let event = Event::Typed(Typed::new(typed.clone()));
            let typed = Some(typed);
            return Ok(Some(Deed { event, typed }));
        }
        if let Some(open) = view.points.iter().position(|point| !point.done) {
            let event = Event::Tick(open);
            return Ok(Some(Deed { event, typed: None }));
        }
        // To look again, or to go back, is not to go on.
        let leads =
            |action: &Action| !matches!(action, Action::Refresh | Action::TryAgain | Action::Back);
        let first = view.actions.first().map(|button| button.action);
        Ok(first.filter(leads).map(|action| Deed {
            event: Event::Act(action),
            typed: None,
        }))
    }
}

/// The code that a rehearsal shows instead of an SMS.
fn echoed(view: &View) -> Result<String> {
    let words = view.body.iter();
    let digits = words.flat_map(|line| line.split(|at: char| !at.is_ascii_digit()));
    let mut codes = digits.filter(|digits| digits.len() == 6);
    codes.next().map(str::to_owned).context("no code is echoed")
}
