//! What happens, and what is to be done about it.

use super::Action;
use crate::camera::{Permission, Platform};
use crate::capture::{CaptureOrder, WallTime};
use crate::codes::parse::{CollectionCode, SessionCode};
use crate::collection::api::{
    Challenge, Choice, ConsentReceipt, Enrolment, Nonce, Photo, Session, Task,
};
use crate::collection::{PhoneNumber, Problem, SmsCode};
use crate::outbox::Attention;
use crate::vault::JobId;
use serde::Deserialize;
use std::fmt;
use zeroize::Zeroizing;

/// What happened.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "an event lives for one step")]
pub enum Event {
    /// A person tapped on an action.
    Act(Action),
    /// A person ticked a point of the checklist, or took the tick away.
    Tick(usize),
    /// A person typed something, or a code was read.
    Typed(Typed),
    /// The service answered.
    Answer(Answer),
    /// The service, or the platform, did not do what was requested.
    Failed(Request, Problem),
    /// The platform says whether the camera may be used.
    Camera(Permission, Platform),
    /// A photo was taken and sealed; its portrait can be looked at.
    Taken,
    /// The vault did not take the photo: what a person must do.
    NotStored(Attention),
    /// So many bytes are there, of so many.
    Sent {
        /// Bytes sent.
        sent: u64,
        /// Bytes of all.
        of: u64,
    },
    /// A person has to do something about the photo on its way.
    Attention(Attention),
    /// The service took the photo.
    Accepted {
        /// The service's id of it.
        photo: String,
    },
    /// There is news of the student's photo.
    Notified,
}

/// A text from a person or a code: wiped from memory when dropped, not shown in `Debug`.
#[derive(Clone, Deserialize)]
pub struct Typed(Zeroizing<String>);

impl Typed {
    /// Takes a text over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(..)")
    }
}

/// What an answer is awaited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// An SMS.
    Sms,
    /// Its code.
    Verify,
    /// A session by its code.
    Session,
    /// Its binding.
    Bind,
    /// Its tasks.
    Tasks,
    /// A collection code.
    Identify,
    /// The identity.
    ConfirmIdentity,
    /// It is somebody else.
    DenyIdentity,
    /// The consent.
    Consent,
    /// Its withdrawal.
    Withdraw,
    /// May notifications be shown?
    Notifications,
    /// A nonce.
    Nonce,
    /// The photo into the vault.
    Store,
    /// Where the student stands.
    Enrolment,
    /// How the photo stands.
    Photo,
    /// Satisfied, or another one.
    Choose,
    /// The confirmation.
    Confirm,
    /// The portrait's file.
    Download,
}

/// An answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// An SMS is on its way.
    Sms(Challenge),
    /// The phone is bound; the client holds the token.
    Verified,
    /// The session.
    Session(Session),
    /// The session is bound.
    Bound(Session),
    /// The tasks.
    Tasks(Vec<Task>),
    /// The student behind the collection code.
    Identified(Enrolment),
    /// It is them.
    Confirmed(Enrolment),
    /// It is not.
    Denied,
    /// The receipt of the consent.
    Consent(ConsentReceipt),
    /// Everything was deleted.
    Withdrawn,
    /// Whether notifications may be shown.
    Notifications(bool),
    /// The nonce.
    Nonce(Nonce),
    /// The photo is in the vault.
    Stored(JobId),
    /// Where the student stands.
    Enrolment(Enrolment),
    /// How the photo stands.
    Photo(Photo),
    /// How it stands after the choice.
    Chosen(Photo),
    /// How it stands after the confirmation.
    OnFile(Photo),
    /// The file is where the person wanted it.
    Downloaded,
}

impl Answer {
    /// What it answers.
    pub const fn request(&self) -> Request {
        match self {
            Self::Sms(_) => Request::Sms,
            Self::Verified => Request::Verify,
            Self::Session(_) => Request::Session,
            Self::Bound(_) => Request::Bind,
            Self::Tasks(_) => Request::Tasks,
            Self::Identified(_) => Request::Identify,
            Self::Confirmed(_) => Request::ConfirmIdentity,
            Self::Denied => Request::DenyIdentity,
            Self::Consent(_) => Request::Consent,
            Self::Withdrawn => Request::Withdraw,
            Self::Notifications(_) => Request::Notifications,
            Self::Nonce(_) => Request::Nonce,
            Self::Stored(_) => Request::Store,
            Self::Enrolment(_) => Request::Enrolment,
            Self::Photo(_) => Request::Photo,
            Self::Chosen(_) => Request::Choose,
            Self::OnFile(_) => Request::Confirm,
            Self::Downloaded => Request::Download,
        }
    }
}

/// What is to be done.
#[derive(Debug)]
pub enum Effect {
    /// Have an SMS sent.
    SendSms(PhoneNumber),
    /// Trade the code for a token.
    Verify {
        /// Of the challenge.
        challenge: String,
        /// What was typed.
        code: SmsCode,
    },
    /// Ask which session it is.
    AskSession(SessionCode),
    /// Bind the session with the device's key.
    BindSession(String),
    /// Ask for its tasks.
    AskTasks(String),
    /// Ask who is behind a collection code.
    Identify {
        /// The session.
        session: String,
        /// The code.
        code: CollectionCode,
    },
    /// It is them.
    ConfirmIdentity(String),
    /// It is not.
    DenyIdentity(String),
    /// Consent to the text of this hash.
    GiveConsent {
        /// The student.
        enrolment: String,
        /// SHA-256 of the text in both languages.
        text: String,
    },
    /// Withdraw: here first, then at the service.
    Withdraw(String),
    /// Ask the platform whether notifications may be shown.
    AskNotifications,
    /// Ask for a nonce.
    AskNonce(String),
    /// Open the camera; without a consent there is no such effect.
    OpenCamera(CaptureOrder),
    /// Close the camera, and forget its frames.
    CloseCamera,
    /// Ask the platform for the camera.
    AskCamera,
    /// Open the platform's settings.
    OpenSettings,
    /// Put the sealed photo into the outbox.
    Store {
        /// The student.
        enrolment: String,
        /// When it is of no use any more, by the server's clock.
        expires: WallTime,
    },
    /// Forget the sealed photo.
    Discard,
    /// Bring the photo to the service; now, whatever it waits for.
    Carry(JobId),
    /// Give the photo up.
    GiveUp(JobId),
    /// Ask where the student stands.
    AskEnrolment(String),
    /// Ask how the photo stands, and for its portrait when there is one.
    AskPhoto(String),
    /// Say what the student chose.
    Choose {
        /// The photo.
        photo: String,
        /// The choice.
        choice: Choice,
    },
    /// Look for news from time to time.
    Listen,
    /// Confirm the photo.
    Confirm(String),
    /// Fetch the portrait's file to where the person wants it.
    Download(String),
    /// Keep [`super::Flow::kept`] in the vault.
    Keep,
    /// Forget this student, all but a photo on its way.
    HandOver(String),
}
