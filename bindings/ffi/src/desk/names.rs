//! The screens and what can be done on them: the core's own names.

use xueying::collection::flow::{Action, Input, Screen};

/// What a person sees.
#[uniffi::remote(Enum)]
pub enum Screen {
    /// What this is.
    Welcome,
    /// How to get the collection code from 学信档案.
    HowToGetCode,
    /// The phone number.
    Phone,
    /// The code of the SMS.
    SmsCode,
    /// The session's code, scanned or typed.
    SessionCode,
    /// The session it is, before it is bound.
    SessionPreview,
    /// What is to be done.
    Tasks,
    /// Read once: how it goes, and what the photo is used for.
    Instructions,
    /// The collection code.
    CollectionCode,
    /// 「是你吗？」
    Identity,
    /// The consent.
    Consent,
    /// Dress and light.
    Checklist,
    /// May the result be notified?
    Notifications,
    /// The camera.
    Capture,
    /// The camera is refused.
    CameraRefused,
    /// The portrait the photo would give.
    Preview,
    /// On its way.
    Upload,
    /// The server's portrait.
    Calibration,
    /// The last question before the audit.
    Satisfied,
    /// In the audit.
    Waiting,
    /// The audit took it.
    Approved,
    /// The audit did not.
    Refused,
    /// It is mine and goes on file.
    Confirm,
    /// The portrait can be had.
    Download,
    /// All is done.
    Done,
    /// The session is closed, or not open yet.
    SessionClosed,
    /// The collection code is bound to another phone.
    CodeBound,
    /// The phone has to be bound again.
    TokenExpired,
    /// Withdraw the consent?
    Withdraw,
    /// Everything is deleted.
    Withdrawn,
    /// The next student takes the phone.
    HandOver,
}

/// What a person can do.
#[uniffi::remote(Enum)]
pub enum Action {
    /// Begin.
    Begin,
    /// How do I get the code?
    HowTo,
    /// Back.
    Back,
    /// Another number, or the code once more.
    OtherNumber,
    /// On with what was scanned or typed; the shell sends the text itself, `typed`.
    Enter,
    /// Bind this session.
    Bind,
    /// Another session.
    OtherSession,
    /// Open the task.
    OpenTask,
    /// Show the instructions again.
    Instructions,
    /// Understood.
    Understood,
    /// It is me.
    ItIsMe,
    /// It is not.
    NotMe,
    /// I consent.
    Agree,
    /// I do not.
    Disagree,
    /// Everything on the list is done.
    Ready,
    /// Allow notifications.
    Allow,
    /// Not now.
    NotNow,
    /// Ask the system for the camera.
    AskPermission,
    /// Open the settings.
    OpenSettings,
    /// Try again.
    TryAgain,
    /// Use this photo.
    UsePhoto,
    /// Take another one.
    Retake,
    /// Sign in again.
    SignIn,
    /// Read the consent again.
    Consent,
    /// What to do about a closed session.
    AboutSession,
    /// Give this photo up.
    GiveUp,
    /// Is there news?
    Refresh,
    /// Satisfied with the portrait.
    Satisfied,
    /// Into the audit.
    Submit,
    /// On to the confirmation.
    Look,
    /// Confirm.
    Confirm,
    /// Download.
    Download,
    /// Done.
    Finish,
    /// Another collection code.
    OtherCode,
    /// Withdraw the consent.
    Withdraw,
    /// Yes, withdraw it.
    WithdrawNow,
    /// Begin anew.
    StartOver,
    /// The next student.
    HandOver,
    /// Yes, hand over.
    HandOverNow,
    /// Stop waiting for an answer.
    StopWaiting,
}

/// What can be typed or scanned.
#[uniffi::remote(Enum)]
pub enum Input {
    /// A phone number.
    Phone,
    /// The code of an SMS.
    SmsCode,
    /// A session code; also by the camera.
    SessionCode,
    /// A collection code; by the camera or from a picture.
    CollectionCode,
}
