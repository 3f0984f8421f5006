//! The record of one job.

use super::Attention;
use crate::capture::WallTime;
use crate::vault::VaultError;
use serde::{Deserialize, Serialize};

/// The version of the record's JSON.
pub const RECORD: u32 = 1;

/// One photo on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    version: u32,
    /// Bytes of the photo.
    pub length: u64,
    /// Where on the server its bytes go; `None` before the upload was created.
    pub upload: Option<String>,
    /// How many bytes the server has; `None` until it was asked. Never on disk: only the server knows.
    #[serde(skip)]
    pub offset: Option<u64>,
    /// How it stands.
    pub phase: Phase,
    /// Failures since the last progress.
    pub failures: u32,
    /// Not to be tried before.
    pub not_before: WallTime,
    /// What a person can do in the meantime.
    pub attention: Option<Attention>,
}

/// How a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// On its way.
    Open,
    /// Nothing happens before a person does what the job's attention says.
    Stuck,
    /// It ended: its photo is to be destroyed.
    Over(Over),
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The server has it, by this id.
    Accepted(String),
    /// A retake took its place.
    Superseded,
    /// The student withdrew, or gave it up.
    Withdrawn,
    /// By the server's clock it is of no use any more.
    Expired,
}

impl Job {
    /// A photo of `length` bytes, of which nothing was sent.
    pub const fn new(length: u64) -> Self {
        Self {
            version: RECORD,
            length,
            upload: None,
            offset: None,
            phase: Phase::Open,
            failures: 0,
            not_before: WallTime(0),
            attention: None,
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it is none of this version.
    pub fn read(json: &[u8]) -> Result<Self, VaultError> {
        let job: Self = serde_json::from_slice(json).map_err(|_| VaultError::Damaged)?;
        let known = job.version == RECORD;
        known.then_some(job).ok_or(VaultError::Damaged)
    }

    /// The record's JSON.
    ///
    /// # Errors
    /// None in practice; [`VaultError::Damaged`] if it could not be written.
    pub fn write(&self) -> Result<Vec<u8>, VaultError> {
        serde_json::to_vec(self).map_err(|_| VaultError::Damaged)
    }

    /// Whether the photo is still to be brought to the server.
    pub const fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Stuck)
    }

    /// Whether two jobs have the same record: the offset is not part of it.
    pub(super) fn same_record(&self, other: &Self) -> bool {
        let offset = other.offset;
        Self {
            offset,
            ..self.clone()
        } == *other
    }
}
