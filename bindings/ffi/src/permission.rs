//! What to do when the camera may not be used.

use xueying::camera::{self, Permission, Platform, Recovery};

/// Whether the app may use the camera.
#[uniffi::remote(Enum)]
pub enum Permission {
    /// The person was not asked yet.
    NotAsked,
    /// Yes.
    Granted,
    /// No, but the system would ask again.
    Denied,
    /// No, and only the settings can change it.
    DeniedForGood,
    /// The device's owner forbids it: parental controls, a managed phone.
    Restricted,
}

/// Where the app runs.
#[uniffi::remote(Enum)]
pub enum Platform {
    /// An Android app.
    Android,
    /// An iOS app.
    Ios,
    /// A page in a browser.
    Browser,
    /// A program on a computer.
    Desktop,
}

/// What to do about a permission.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PermissionAdvice {
    /// What the shell does.
    pub recovery: Recovery,
    /// The key of what to say.
    pub text_key: String,
}

/// What to do about a permission, and the key of what to say; none when nothing is in the way.
#[uniffi::export]
pub fn permission_advice(permission: Permission, platform: Platform) -> Option<PermissionAdvice> {
    let (recovery, text_key) = camera::recovery(permission, platform)?;
    Some(PermissionAdvice { recovery, text_key })
}
