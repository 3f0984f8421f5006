//! Where head, eyes and body belong in the portrait.

use super::{ProfileError, invalid, is_share};
use crate::report::Range;
use serde::Deserialize;

/// One official range with the value to aim for inside it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// What the programme accepts.
    pub official: Range,
    /// What a crop aims for.
    pub target: f64,
}

/// Shares of the portrait's width or height.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geometry {
    /// Top of the hair from the upper edge / height.
    pub crown: Official,
    /// Eye line from the upper edge / height.
    pub eye_line: Official,
    /// Cheek to cheek / width.
    pub face_width: Official,
    /// Eye midpoint from the left edge / width.
    pub center: Official,
    /// Crown to chin / height.
    pub head_share: Official,
    /// Below the chin / height.
    pub body_share: Official,
}

impl Geometry {
    pub(super) fn validate(&self) -> Result<(), ProfileError> {
        let parts = [
            ("geometry.crown", self.crown),
            ("geometry.eye_line", self.eye_line),
            ("geometry.face_width", self.face_width),
            ("geometry.center", self.center),
            ("geometry.head_share", self.head_share),
            ("geometry.body_share", self.body_share),
        ];
        for (field, part) in parts {
            if !is_share(part.official) {
                return Err(invalid(field, "`official` must be two shares in order"));
            }
            if !part.official.contains(part.target) {
                return Err(invalid(field, "`target` must lie inside `official`"));
            }
        }
        Ok(())
    }
}
