//! What a shell tells the desk, and what it does for it.

use crate::camera::{Permission, Platform};
use crate::capture::{CaptureOrder, SealedPhoto, WallTime};
use crate::collection::flow::{Action, Typed};
use crate::collection::wire::{Picture, Reply, Request};
use std::time::Duration;

/// Names an errand whose end is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Time, from the platform.
pub trait Clock: Send {
    /// By the phone's clock, which may be wrong.
    fn wall(&self) -> WallTime;

    /// Since any fixed moment; never goes back.
    fn steady(&self) -> Duration;
}

/// What happened.
#[expect(clippy::large_enum_variant, reason = "an event lives for one step")]
pub enum Event {
    /// A person tapped on an action.
    Act(Action),
    /// A person ticked a point of the checklist, or took the tick away.
    Tick(usize),
    /// A person typed something, or a code was read.
    Typed(Typed),
    /// The platform says whether the camera may be used.
    Camera(Permission, Platform),
    /// The session took a photo.
    Taken(SealedPhoto),
    /// The person says whether notifications may be shown.
    Notifications(bool),
    /// The portrait's file was saved, or was not.
    Saved(bool),
    /// A request was sent; `None` where no answer came.
    Replied(Ticket, Option<Reply>),
    /// The time is over.
    Woken(Ticket),
    /// The app is in front again, the network is back, or a notification came.
    Resumed,
}

/// What is to be done for the desk.
#[derive(Debug)]
pub enum Errand {
    /// Send a request, and tell what came back: [`Event::Replied`].
    Send {
        /// Names it.
        ticket: Ticket,
        /// What to send.
        request: Request,
        /// Not before.
        after: Duration,
    },
    /// Come back later: [`Event::Woken`].
    Wake {
        /// Names it.
        ticket: Ticket,
        /// When.
        after: Duration,
    },
    /// Open a live session with this order: [`Event::Taken`], or [`Event::Camera`] where the camera is refused.
    OpenCamera(CaptureOrder),
    /// Close it, and forget its frames.
    CloseCamera,
    /// Ask the platform for the camera: [`Event::Camera`].
    AskCamera,
    /// Open the platform's settings: [`Event::Camera`] on the way back.
    OpenSettings,
    /// Ask the platform whether notifications may be shown: [`Event::Notifications`].
    AskNotifications,
    /// Save the portrait's file where the person wants it: [`Event::Saved`].
    Save(Picture),
}
