//! What the desk remembers over a restart: a note about the device, and one about the student.

use super::Desk;
use crate::collection::api::Token;
use crate::collection::flow::{Effect, Flow};
use crate::profile::CodePatterns;
use crate::vault::VaultError;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Whose note it is; no student has an id with a space.
const DEVICE: &str = "the device";

/// What is known of the device.
#[derive(Default, Serialize, Deserialize)]
struct Device {
    token: Option<Token>,
    /// The student it is about; their note holds the flow.
    enrolment: Option<String>,
    /// The flow, before there is a student.
    flow: Option<String>,
}

impl Desk {
    /// Goes on from what is kept. A note that cannot be read is none: the service knows where everybody stands.
    ///
    /// # Errors
    /// [`VaultError::Locked`], and what the disk says.
    pub(super) fn remember(&mut self, patterns: &CodePatterns) -> Result<Vec<Effect>, VaultError> {
        let Some(note) = self.note(DEVICE)? else {
            return Ok(vec![]);
        };
        let Ok(device) = serde_json::from_slice::<Device>(&note) else {
            return Ok(vec![]);
        };
        self.line.sign_in(device.token);
        let flow = match &device.enrolment {
            Some(enrolment) => self.note(enrolment)?,
            None => device.flow.map(|flow| Zeroizing::new(flow.into_bytes())),
        };
        let Some(flow) = flow else {
            return Ok(vec![]);
        };
        let job = device.enrolment.as_deref();
        let job = job.and_then(|student| self.outbox.job_of(student).cloned());
        let Ok((flow, effects)) = Flow::restore(&flow, patterns.clone(), job) else {
            return Ok(vec![]);
        };
        self.flow = flow;
        Ok(effects)
    }

    fn note(&mut self, of: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        match self.outbox.vault().kept(of) {
            Err(VaultError::Damaged) => Ok(None),
            note => note,
        }
    }

    /// Keeps all that has to survive. Should the disk refuse, the service still knows where the student stands.
    pub(super) fn keep(&mut self) {
        let _ = self.try_keep();
    }

    fn try_keep(&mut self) -> Result<(), VaultError> {
        let flow = self.flow.kept().map_err(|_| VaultError::Damaged)?;
        let flow = Zeroizing::new(flow);
        let enrolment = self.flow.student().map(str::to_owned);
        if let Some(enrolment) = &enrolment {
            self.outbox.vault().keep(enrolment, &flow)?;
        }
        let text = enrolment.is_none().then(|| String::from_utf8_lossy(&flow));
        let device = Device {
            token: self.line.token().cloned(),
            enrolment,
            flow: text.map(std::borrow::Cow::into_owned),
        };
        let note = serde_json::to_vec(&device).map_err(|_| VaultError::Damaged)?;
        self.outbox.vault().keep(DEVICE, &Zeroizing::new(note))
    }
}
