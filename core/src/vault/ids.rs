//! The names of jobs and of students' folders. Neither tells anything about a person.

use crate::digest::sha256;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many hexadecimal digits an id has.
const DIGITS: usize = 32;

/// One photo on its way. The id follows from the signed manifest, so that the same photo stored twice is one job; it is
/// also the key that keeps the server from taking the photo twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JobId(String);

/// The folder of one student.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition(String);

impl JobId {
    pub(crate) fn of(manifest: &str) -> Self {
        Self(sha256(format!("xueying job\n{manifest}").as_bytes())[..DIGITS].to_owned())
    }

    /// The id as it was written; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        is_id(text).then(|| Self(text.to_owned()))
    }

    /// 32 lower-case hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Partition {
    /// The folder of an enrolment, by the id the server gave it.
    pub fn of(enrolment: &str) -> Self {
        Self(sha256(format!("xueying partition\n{enrolment}").as_bytes())[..DIGITS].to_owned())
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        is_id(text).then(|| Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for JobId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not the id of a job")
    }
}

impl From<JobId> for String {
    fn from(id: JobId) -> Self {
        id.0
    }
}

fn is_id(text: &str) -> bool {
    let digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.len() == DIGITS && text.bytes().all(digit)
}
