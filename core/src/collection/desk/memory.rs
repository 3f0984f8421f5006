//! What the desk remembers over a restart: a note about the device, and one about the student.

use super::Desk;
use crate::capture::SealedPhoto;
use crate::collection::api::Token;
use crate::collection::flow::{Effect, Flow, Screen};
use crate::profile::CodePatterns;
use crate::vault::{JobId, Note, VaultError};
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
        let student = device.enrolment.as_deref();
        let job = student.and_then(|student| self.outbox.job_of(student).cloned());
        let draft = match student {
            Some(student) => self.draft(student, job.as_ref())?,
            None => None,
        };
        let restored = Flow::restore(&flow, patterns.clone(), job, draft.is_some());
        let Ok((flow, effects)) = restored else {
            return Ok(vec![]);
        };
        self.flow = flow;
        self.taken = draft;
        if self.flow.screen() != Screen::Preview {
            self.forget_taken();
        }
        Ok(effects)
    }

    /// The photo of the preview, unless it is on its way already.
    fn draft(
        &mut self,
        student: &str,
        job: Option<&JobId>,
    ) -> Result<Option<SealedPhoto>, VaultError> {
        let draft = match self.outbox.vault().draft(student) {
            Err(VaultError::Damaged) => None,
            draft => draft?,
        };
        Ok(draft.filter(|photo| job != Some(&JobId::of(&photo.envelope().manifest))))
    }

    /// Keeps the photo that was just taken. Should the disk or the keys refuse, it is in memory alone.
    pub(super) fn keep_draft(&mut self, photo: &SealedPhoto) {
        if let Some(student) = self.flow.student().map(str::to_owned) {
            let _ = self.outbox.vault().keep_draft(&student, photo);
        }
    }

    /// Forgets the photo of the preview, here and in the vault.
    pub(super) fn forget_taken(&mut self) {
        self.taken = None;
        if let Some(student) = self.flow.student().map(str::to_owned) {
            // What the disk keeps now goes when the desk is opened again.
            let _ = self.outbox.vault().forget(&student, Note::Draft);
        }
    }

    fn note(&mut self, of: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        match self.outbox.vault().kept(of, Note::Way) {
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
            self.outbox.vault().keep(enrolment, Note::Way, &flow)?;
        }
        let text = enrolment.is_none().then(|| String::from_utf8_lossy(&flow));
        let device = Device {
            token: self.line.token().cloned(),
            enrolment,
            flow: text.map(std::borrow::Cow::into_owned),
        };
        let note = serde_json::to_vec(&device).map_err(|_| VaultError::Damaged)?;
        self.outbox
            .vault()
            .keep(DEVICE, Note::Way, &Zeroizing::new(note))
    }
}
