//! A collection service in memory, as far as uploads go, and a bad network before it. What it took it never forgets; it
//! counts what it took twice.

use fastrand::Rng;
use std::collections::BTreeMap;
use xueying::capture::{Envelope, Expected, Signer, verify};
use xueying::collection::Problem;
use xueying::collection::wire::{Order, Word};
use xueying::digest::sha256;
use xueying::outbox::Event;

/// The service.
#[derive(Default)]
pub struct Service {
    uploads: BTreeMap<String, Upload>,
    /// The job of each photo it took, in order.
    pub taken: Vec<String>,
}

struct Upload {
    job: String,
    length: u64,
    photo: String,
    bytes: Vec<u8>,
    accepted: bool,
}

impl Service {
    /// The photo of a job that was taken.
    pub fn photo(&self, job: &str) -> Option<&[u8]> {
        let mut uploads = self.uploads.values();
        let upload = uploads.find(|upload| upload.accepted && upload.job == job)?;
        Some(&upload.bytes)
    }

    fn create(&mut self, order: &Order<'_>) -> String {
        let known = self.uploads.iter();
        let known = known
            .filter(|(_, upload)| upload.job == order.job.as_str())
            .map(|(id, _)| id.clone())
            .next();
        known.unwrap_or_else(|| {
            let id = format!("/v1/uploads/{:016}", self.uploads.len());
            let upload = Upload {
                job: order.job.to_string(),
                length: order.length,
                photo: order.photo.to_owned(),
                bytes: vec![],
                accepted: false,
            };
            self.uploads.insert(id.clone(), upload);
            id
        })
    }

    fn upload(&mut self, id: &str) -> Result<&mut Upload, Problem> {
        let upload = self.uploads.get_mut(id);
        upload.ok_or_else(|| refused("upload_gone"))
    }

    fn finish(&mut self, id: &str, envelope: &Envelope) -> Result<String, Problem> {
        let upload = self.upload(id)?;
        if upload.accepted {
            return Ok(upload.job.clone());
        }
        if upload.bytes.len() as u64 != upload.length {
            return Err(refused("upload_incomplete"));
        }
        let json = serde_json::to_vec(envelope).map_err(|_| Problem::Contract)?;
        let key = crate::sealed::key().public_key();
        let claimed: serde_json::Value =
            serde_json::from_str(&envelope.manifest).map_err(|_| Problem::Contract)?;
        let expected = Expected {
            key: &key,
            nonce: claimed["nonce"].as_str().unwrap_or_default(),
            session: crate::sealed::SESSION,
            mode: xueying::camera::SessionMode::Rehearsal,
        };
        verify(&json, &upload.bytes, &expected).map_err(|error| refused(error.code()))?;
        assert_eq!(sha256(&upload.bytes), upload.photo);
        upload.accepted = true;
        let job = upload.job.clone();
        self.taken.push(job.clone());
        Ok(job)
    }
}

fn refused(code: &str) -> Problem {
    Problem::Refused { code: code.into() }
}

/// The way to the service; with chance it is a bad one.
pub struct Network<'a> {
    /// The service at its end.
    pub service: &'a mut Service,
    /// What goes wrong; nothing without it.
    pub chance: Option<&'a mut Rng>,
    /// Whether the token is still taken.
    pub signed_in: &'a mut bool,
}

impl Network<'_> {
    fn one_in(&mut self, many: u32) -> bool {
        let chance = self.chance.as_deref_mut();
        chance.is_some_and(|chance| chance.u32(..many) == 0)
    }

    /// What goes wrong before the service hears of it.
    fn before(&mut self) -> Result<(), Problem> {
        if self.one_in(40) {
            *self.signed_in = false;
        }
        if self.one_in(25) {
            // It was restarted: what is under way is gone, what it took is not.
            self.service.uploads.retain(|_, upload| upload.accepted);
        }
        if !*self.signed_in {
            return Err(Problem::Expired);
        }
        match () {
            () if self.one_in(8) => Err(Problem::Offline),
            () if self.one_in(12) => Err(Problem::Server { after: Some(1) }),
            () if self.one_in(60) => Err(Problem::Contract),
            () => Ok(()),
        }
    }

    /// What goes wrong after the service did it.
    fn after<T>(&mut self, answer: T) -> Result<T, Problem> {
        if self.one_in(8) {
            return Err(Problem::Offline);
        }
        Ok(answer)
    }
}

impl Network<'_> {
    /// Brings a word to the service, and its answer back.
    ///
    /// # Errors
    /// What goes wrong.
    pub fn say(&mut self, word: Word<'_>) -> Result<Event, Problem> {
        match word {
            Word::Create(order) => self.create(&order),
            Word::Offset { upload } => self.offset(upload),
            Word::Send {
                upload,
                from,
                bytes,
            } => self.send(upload, from, bytes),
            Word::Finish { upload, envelope } => self.finish(upload, envelope),
        }
    }

    fn create(&mut self, order: &Order<'_>) -> Result<Event, Problem> {
        self.before()?;
        let upload = self.service.create(order);
        if self.one_in(10) {
            // The same request comes twice.
            assert_eq!(self.service.create(order), upload);
        }
        self.after(Event::Created { upload })
    }

    fn offset(&mut self, upload: &str) -> Result<Event, Problem> {
        self.before()?;
        let at = self.service.upload(upload)?.bytes.len() as u64;
        self.after(Event::Offset { at })
    }

    fn send(&mut self, upload: &str, from: u64, bytes: &[u8]) -> Result<Event, Problem> {
        self.before()?;
        if self.one_in(10) {
            return Err(refused("checksum_mismatch"));
        }
        let cut = self.one_in(6);
        let through = match self.chance.as_deref_mut() {
            Some(chance) if cut => chance.usize(..=bytes.len()),
            _ => bytes.len(),
        };
        let there = self.service.upload(upload)?;
        if there.bytes.len() as u64 != from {
            return Err(refused("offset_mismatch"));
        }
        there.bytes.extend(&bytes[..through]);
        let at = there.bytes.len() as u64;
        if cut {
            return Err(Problem::Offline);
        }
        self.after(Event::Offset { at })
    }

    fn finish(&mut self, upload: &str, envelope: &Envelope) -> Result<Event, Problem> {
        self.before()?;
        let photo = self.service.finish(upload, envelope)?;
        if self.one_in(5) {
            assert_eq!(self.service.finish(upload, envelope)?, photo);
        }
        self.after(Event::Accepted { photo })
    }
}
