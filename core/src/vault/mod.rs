//! Photos at rest: encrypted, each with a key of its own, one folder per student.
//!
//! [`Vault::store`] takes a [`SealedPhoto`](crate::capture::SealedPhoto) and gives a [`JobId`]: the only way into the
//! outbox. A photo is kept once its facts are on disk for good; before that, it was never there. Its ciphertext is bound to
//! the signed manifest and the session, so what is read back after a crash is what was sealed.
//!
//! ```text
//! PARTITION/JOB.key      the photo's key, wrapped by the platform
//! PARTITION/JOB.photo    envelope and JPEG, encrypted
//! PARTITION/JOB.facts    what the photo is for, encrypted; written last, it makes the job
//! PARTITION/JOB.record   how far the upload has come, encrypted, replaced whole
//! PARTITION/note.*       what the procedure has to remember of this student, encrypted
//! PARTITION/draft.*      a photo that this student has not said yes to, encrypted
//! quarantine/            what could not be read
//! ```
//!
//! Destroying a photo removes its key first. A folder without the platform's key yields nothing.

mod disk;
mod durable;
mod error;
mod ids;
mod keys;
mod notes;
mod photo;
mod recover;
mod seal;
mod store;

pub use disk::{Disk, RealDisk};
pub use error::VaultError;
pub use ids::{JobId, Partition};
pub use keys::{Chance, ChanceError, KeyError, KeyVault, PhotoKey, SoftwareVault};
pub use notes::Note;
pub use photo::{Contents, Facts, Purpose};
pub use recover::Quarantined;
pub use store::Vault;

#[cfg(test)]
mod tests;
