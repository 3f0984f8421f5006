//! What is on a screen, in words.

use xueying::collection::flow::{self, Action, Input, Screen};

/// A screen, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScreenView {
    /// Which one.
    pub screen: Screen,
    /// Its head.
    pub title: String,
    /// Its paragraphs.
    pub body: Vec<String>,
    /// A list to tick off, where there is one.
    pub points: Vec<ChecklistPoint>,
    /// What can be typed or scanned.
    pub input: Option<Input>,
    /// What can be done; the first leads on.
    pub actions: Vec<ActionButton>,
    /// How far the procedure has come.
    pub progress: Option<StepProgress>,
    /// What to tell beside all that.
    pub notice: Option<String>,
    /// Whether an answer is awaited.
    pub waiting: bool,
    /// That this is a rehearsal, in words; on every screen of one.
    pub rehearsal: Option<String>,
}

/// An action with its words.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ActionButton {
    /// What it does.
    pub action: Action,
    /// What it says.
    pub label: String,
}

/// A point to tick off.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChecklistPoint {
    /// What it says.
    pub text: String,
    /// Whether it is ticked.
    pub done: bool,
}

/// How far the procedure has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct StepProgress {
    /// This step.
    pub step: u32,
    /// Of so many.
    pub of: u32,
    /// Bytes sent, while a photo is on its way.
    pub sent: Option<u64>,
    /// Bytes of all.
    pub bytes: Option<u64>,
}

impl From<flow::View> for ScreenView {
    fn from(view: flow::View) -> Self {
        let point = |point: flow::Point| ChecklistPoint {
            text: point.text,
            done: point.done,
        };
        let button = |button: flow::Button| ActionButton {
            action: button.action,
            label: button.label,
        };
        Self {
            screen: view.screen,
            title: view.title,
            body: view.body,
            points: view.points.into_iter().map(point).collect(),
            input: view.input,
            actions: view.actions.into_iter().map(button).collect(),
            progress: view.progress.map(|progress| StepProgress {
                step: progress.step,
                of: progress.of,
                sent: progress.sent.map(|[sent, _]| sent),
                bytes: progress.sent.map(|[_, of]| of),
            }),
            notice: view.notice,
            waiting: view.waiting,
            rehearsal: view.rehearsal,
        }
    }
}
