//! The screens and what can be done on them.

use super::Group;
use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$item_doc])* $item,)* }

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$item,)*];

            /// The stable name, as JSON and the keys of texts have it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$item => $text,)* }
            }
        }
    };
}

named! {
    /// What a person sees.
    Screen {
        /// What this is.
        Welcome = "welcome",
        /// How to get the collection code from 学信档案.
        HowToGetCode = "how_to_get_code",
        /// The phone number.
        Phone = "phone",
        /// The code of the SMS.
        SmsCode = "sms_code",
        /// The session's code, scanned or typed.
        SessionCode = "session_code",
        /// The session it is, before it is bound.
        SessionPreview = "session_preview",
        /// What is to be done.
        Tasks = "tasks",
        /// Read once: how it goes, and what the photo is used for.
        Instructions = "instructions",
        /// The collection code.
        CollectionCode = "collection_code",
        /// 「是你吗？」
        Identity = "identity",
        /// The consent.
        Consent = "consent",
        /// Dress and light.
        Checklist = "checklist",
        /// May the result be notified?
        Notifications = "notifications",
        /// The camera.
        Capture = "capture",
        /// The camera is refused.
        CameraRefused = "camera_refused",
        /// The portrait the photo would give.
        Preview = "preview",
        /// On its way.
        Upload = "upload",
        /// The server's portrait.
        Calibration = "calibration",
        /// The last question before the audit.
        Satisfied = "satisfied",
        /// In the audit.
        Waiting = "waiting",
        /// The audit took it.
        Approved = "approved",
        /// The audit did not.
        Refused = "refused",
        /// It is mine and goes on file.
        Confirm = "confirm",
        /// The portrait can be had.
        Download = "download",
        /// All is done.
        Done = "done",
        /// The session is closed, or not open yet.
        SessionClosed = "session_closed",
        /// The collection code is bound to another phone.
        CodeBound = "code_bound",
        /// The phone has to be bound again.
        TokenExpired = "token_expired",
        /// Withdraw the consent?
        Withdraw = "withdraw",
        /// Everything is deleted.
        Withdrawn = "withdrawn",
        /// The next student takes the phone.
        HandOver = "hand_over",
    }
}

named! {
    /// What a person can do.
    Action {
        /// Begin.
        Begin = "begin",
        /// How do I get the code?
        HowTo = "how_to",
        /// Back.
        Back = "back",
        /// Another number, or the code once more.
        OtherNumber = "other_number",
        /// On with what was scanned or typed; the shell sends the text itself, [`super::Event::Typed`].
        Enter = "enter",
        /// Bind this session.
        Bind = "bind",
        /// Another session.
        OtherSession = "other_session",
        /// Open the task.
        OpenTask = "open_task",
        /// Show the instructions again.
        Instructions = "instructions",
        /// Understood.
        Understood = "understood",
        /// It is me.
        ItIsMe = "it_is_me",
        /// It is not.
        NotMe = "not_me",
        /// I consent.
        Agree = "agree",
        /// I do not.
        Disagree = "disagree",
        /// Everything on the list is done.
        Ready = "ready",
        /// Allow notifications.
        Allow = "allow",
        /// Not now.
        NotNow = "not_now",
        /// Ask the system for the camera.
        AskPermission = "ask_permission",
        /// Open the settings.
        OpenSettings = "open_settings",
        /// Try again.
        TryAgain = "try_again",
        /// Use this photo.
        UsePhoto = "use_photo",
        /// Take another one.
        Retake = "retake",
        /// Sign in again.
        SignIn = "sign_in",
        /// Read the consent again.
        Consent = "consent",
        /// What to do about a closed session.
        AboutSession = "about_session",
        /// Give this photo up.
        GiveUp = "give_up",
        /// Is there news?
        Refresh = "refresh",
        /// Satisfied with the portrait.
        Satisfied = "satisfied",
        /// Into the audit.
        Submit = "submit",
        /// On to the confirmation.
        Look = "look",
        /// Confirm.
        Confirm = "confirm",
        /// Download.
        Download = "download",
        /// Done.
        Finish = "finish",
        /// Another collection code.
        OtherCode = "other_code",
        /// Withdraw the consent.
        Withdraw = "withdraw",
        /// Yes, withdraw it.
        WithdrawNow = "withdraw_now",
        /// Begin anew.
        StartOver = "start_over",
        /// The next student.
        HandOver = "hand_over",
        /// Yes, hand over.
        HandOverNow = "hand_over_now",
        /// Stop waiting for an answer.
        StopWaiting = "stop_waiting",
    }
}

impl Screen {
    pub(super) const fn group(self) -> Group {
        match self {
            Self::Welcome | Self::HowToGetCode | Self::Phone | Self::SmsCode => Group::Entry,
            Self::SessionCode | Self::SessionPreview | Self::Tasks | Self::Instructions => {
                Group::Session
            }
            Self::CollectionCode | Self::Identity | Self::Consent => Group::Identity,
            Self::Checklist | Self::Notifications => Group::Prepare,
            Self::Capture | Self::CameraRefused | Self::Preview | Self::Upload => Group::Photo,
            Self::Calibration | Self::Satisfied => Group::Calibration,
            Self::Waiting
            | Self::Approved
            | Self::Refused
            | Self::Confirm
            | Self::Download
            | Self::Done => Group::Audit,
            Self::SessionClosed
            | Self::CodeBound
            | Self::TokenExpired
            | Self::Withdraw
            | Self::Withdrawn
            | Self::HandOver => Group::Trouble,
        }
    }

    /// Which of the eleven steps it belongs to; detours belong to none.
    pub(super) const fn stage(self) -> Option<u32> {
        Some(match self {
            Self::Welcome | Self::HowToGetCode | Self::Phone | Self::SmsCode => 1,
            Self::SessionCode | Self::SessionPreview => 2,
            Self::Tasks | Self::Instructions => 3,
            Self::CollectionCode | Self::Identity => 4,
            Self::Consent => 5,
            Self::Checklist | Self::Notifications => 6,
            Self::Capture | Self::CameraRefused | Self::Preview => 7,
            Self::Upload => 8,
            Self::Calibration | Self::Satisfied => 9,
            Self::Waiting | Self::Approved | Self::Refused => 10,
            Self::Confirm | Self::Download | Self::Done => 11,
            Self::SessionClosed
            | Self::CodeBound
            | Self::TokenExpired
            | Self::Withdraw
            | Self::Withdrawn
            | Self::HandOver => return None,
        })
    }
}
