//! What to say and where to lead when the camera may not be used yet.

use serde::{Deserialize, Serialize};

/// Whether the app may use the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// What a shell does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// Try the same again.
    Retry,
    /// Take another photo.
    Retake,
    /// Ask the system for the permission.
    AskPermission,
    /// Open the settings.
    OpenSettings,
    /// Wait.
    Wait,
    /// Ask the school.
    ContactSchool,
}

/// What to do about a permission, and the key of what to say; `None` when there is nothing in the way.
/// A browser has no settings a page could open: there the text describes the way.
pub fn recovery(permission: Permission, platform: Platform) -> Option<(Recovery, String)> {
    let action = match permission {
        Permission::Granted => return None,
        Permission::NotAsked => Recovery::AskPermission,
        // iOS asks once; afterwards only the settings help.
        Permission::Denied if platform == Platform::Ios => Recovery::OpenSettings,
        Permission::Denied => Recovery::AskPermission,
        Permission::DeniedForGood if platform == Platform::Browser => Recovery::Retry,
        Permission::DeniedForGood => Recovery::OpenSettings,
        Permission::Restricted => Recovery::ContactSchool,
    };
    let state = match permission {
        Permission::NotAsked => "not_asked",
        Permission::Restricted => "restricted",
        _ => "denied",
    };
    let place = match platform {
        Platform::Android => "android",
        Platform::Ios => "ios",
        Platform::Browser => "browser",
        Platform::Desktop => "desktop",
    };
    let key = match state {
        "denied" => format!("camera.permission.denied.{place}"),
        other => format!("camera.permission.{other}"),
    };
    Some((action, key))
}
