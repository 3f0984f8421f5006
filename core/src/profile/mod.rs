//! The numbers of one collection programme, from a JSON file: geometry, output, and the bands of every check.
//! Numbers live there and nowhere in the code; another programme is another file.

mod codes;
mod geometry;
mod guide;

pub use codes::{
    Alphabet, CodeForm, CodePatterns, CollectionPattern, MAX_CODE_BYTES, SessionPattern,
};
pub use geometry::{Geometry, Official};
pub use guide::{Guide, Timing};

use crate::digest::sha256;
use crate::report::{Bands, CheckId, Kind, Range, Stamp, Verdict};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A profile file is refused above this many bytes.
pub const MAX_BYTES: usize = 256 * 1024;

const CHSI: &str = include_str!("../../profiles/chsi.json");

/// One collection programme.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Name, version and hash of the file.
    pub stamp: Stamp,
    /// Where head, eyes and body belong in the portrait.
    pub geometry: Geometry,
    /// The portrait file.
    pub output: Output,
    /// Live guidance.
    pub guide: Guide,
    rehearsal: Vec<CheckId>,
    /// What only a person can tell, asked about every photo.
    pub asked: Vec<CheckId>,
    /// Session and collection codes.
    pub codes: CodePatterns,
    checks: BTreeMap<CheckId, Rule>,
}

/// How one check is judged.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Where the score passes.
    pub pass: Range,
    /// Where it warns; encloses `pass`.
    pub warn: Range,
    /// The gravest verdict this rule may give; `warn` where too little evidence stands behind the threshold.
    #[serde(default = "fail")]
    pub worst: Verdict,
}

impl Rule {
    /// The ranges of the score.
    pub const fn bands(&self) -> Bands {
        Bands {
            pass: self.pass,
            warn: self.warn,
        }
    }
}

/// What the portrait file must be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Dots per inch in the JFIF header.
    pub dpi: u16,
    /// The least JPEG quality, on the encoder's scale of 1 to 100.
    pub min_quality: u8,
    /// The fewest and the most bytes of the file.
    pub bytes: [u32; 2],
    /// sRGB.
    pub background: [u8; 3],
}

/// Why a profile was refused.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// More than [`MAX_BYTES`].
    #[error("the profile has {0} bytes, more than {MAX_BYTES}")]
    TooLarge(usize),
    /// Not the JSON of a profile.
    #[error("the profile cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// A number is out of order.
    #[error("the profile's `{field}` is not valid: {what}")]
    Invalid {
        /// The path of the field.
        field: String,
        /// What is wrong.
        what: &'static str,
    },
    /// No profile of this name is built in.
    #[error("there is no built-in profile named {0:?}; there are: chsi")]
    UnknownName(String),
}

impl ProfileError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "profile_too_large",
            Self::Json(_) => "profile_json",
            Self::Invalid { .. } => "profile_invalid",
            Self::UnknownName(_) => "profile_unknown",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: String,
    geometry: Geometry,
    output: Output,
    guide: Guide,
    rehearsal: Vec<CheckId>,
    asked: Vec<CheckId>,
    codes: CodePatterns,
    checks: BTreeMap<CheckId, Rule>,
}

impl Profile {
    /// The profile of CHSI, the official one.
    pub fn chsi() -> Self {
        Self::parse(CHSI).expect("the built-in profile is tested")
    }

    /// A built-in profile.
    ///
    /// # Errors
    /// [`ProfileError::UnknownName`].
    pub fn named(name: &str) -> Result<Self, ProfileError> {
        match name {
            "chsi" => Ok(Self::chsi()),
            other => Err(ProfileError::UnknownName(other.to_owned())),
        }
    }

    /// Reads and validates a profile.
    ///
    /// # Errors
    /// Every [`ProfileError`] but [`ProfileError::UnknownName`].
    pub fn parse(json: &str) -> Result<Self, ProfileError> {
        if json.len() > MAX_BYTES {
            return Err(ProfileError::TooLarge(json.len()));
        }
        let file: File = serde_json::from_str(json)?;
        file.geometry.validate()?;
        file.output.validate()?;
        file.guide.validate()?;
        file.codes.validate()?;
        for (id, rule) in &file.checks {
            if !rule.bands().is_valid() {
                return Err(invalid(
                    &format!("checks.{id}"),
                    "`warn` must enclose `pass`",
                ));
            }
        }
        if file.asked.iter().any(|id| id.kind() != Kind::Asked) {
            return Err(invalid(
                "asked",
                "only a rule that nothing measures is asked",
            ));
        }
        let stamp = Stamp {
            id: file.id,
            version: file.version,
            sha256: sha256(json.as_bytes()),
        };
        Ok(Self {
            stamp,
            geometry: file.geometry,
            output: file.output,
            guide: file.guide,
            rehearsal: file.rehearsal,
            asked: file.asked,
            codes: file.codes,
            checks: file.checks,
        })
    }

    /// The same programme for an exercise: what a stand-in photo cannot meet only warns, and the stamp says so.
    pub fn rehearsal(mut self) -> Self {
        for id in &self.rehearsal {
            if let Some(rule) = self.checks.get_mut(id) {
                rule.worst = rule.worst.min(Verdict::Warn);
            }
        }
        self.stamp.id.push_str("-rehearsal");
        self
    }

    /// How a check is judged; `None` where the programme does not have the rule.
    pub fn rule(&self, id: CheckId) -> Option<Rule> {
        self.checks.get(&id).copied()
    }
}

impl Output {
    /// Width / height.
    pub fn aspect(&self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }

    fn validate(&self) -> Result<(), ProfileError> {
        let side = 16..=4096;
        if !side.contains(&self.width) || !side.contains(&self.height) {
            return Err(invalid("output", "sides must be 16 to 4096 pixels"));
        }
        if self.bytes[0] >= self.bytes[1] {
            return Err(invalid(
                "output.bytes",
                "the first must be below the second",
            ));
        }
        if !(1..=100).contains(&self.min_quality) {
            return Err(invalid("output.min_quality", "must be 1 to 100"));
        }
        Ok(())
    }
}

fn invalid(field: &str, what: &'static str) -> ProfileError {
    ProfileError::Invalid {
        field: field.to_owned(),
        what,
    }
}

fn fail() -> Verdict {
    Verdict::Fail
}

/// Within 0 to 1 and in order: a share of the portrait's width or height.
fn is_share(range: Range) -> bool {
    range.is_valid() && Range(Some(0.0), Some(1.0)).encloses(range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// The built-in profile with one value replaced, by JSON pointer.
    fn edited(pointer: &str, value: Value) -> Result<Profile, ProfileError> {
        let mut json: Value = serde_json::from_str(CHSI).unwrap();
        *json.pointer_mut(pointer).unwrap() = value;
        Profile::parse(&json.to_string())
    }

    #[test]
    fn the_official_numbers_are_the_published_ones() {
        let profile = Profile::chsi();
        let height = f64::from(profile.output.height);
        let width = f64::from(profile.output.width);
        let Range(Some(top), Some(bottom)) = profile.geometry.crown.official else {
            panic!("two ends")
        };
        assert_eq!((top * height, bottom * height), (50.0, 110.0));
        let Range(Some(narrow), Some(wide)) = profile.geometry.face_width.official else {
            panic!("two ends")
        };
        assert_eq!((narrow * width, wide * width), (180.0, 300.0));
        assert_eq!(profile.output.background, [100, 197, 255]);
    }

    #[test]
    fn what_is_out_of_order_is_named() {
        for (expected, pointer, value) in [
            ("checks.head_yaw", "/checks/head_yaw/warn", json!([-1, 1])),
            ("geometry.crown", "/geometry/crown/target", json!(0.9)),
            ("output.bytes", "/output/bytes", json!([9, 9])),
            ("output", "/output/width", json!(0)),
            ("asked", "/asked", json!(["head_yaw"])),
        ] {
            match edited(pointer, value) {
                Err(ProfileError::Invalid { field, .. }) => assert_eq!(field, expected),
                other => panic!("{expected}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_unknown_check_or_field_is_refused() {
        for (pointer, value) in [
            (
                "/checks",
                json!({"head_yow": {"pass": [0, 1], "warn": [0, 1]}}),
            ),
            ("/output", json!({"surprise": 1})),
        ] {
            assert!(matches!(edited(pointer, value), Err(ProfileError::Json(_))));
        }
    }

    #[test]
    fn a_huge_profile_is_refused_before_it_is_read() {
        let text = " ".repeat(MAX_BYTES + 1);
        assert!(matches!(
            Profile::parse(&text),
            Err(ProfileError::TooLarge(_))
        ));
    }
}
