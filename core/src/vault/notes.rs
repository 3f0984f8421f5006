//! What the procedure has to remember of one student, beside the photo.

use super::store::context;
use super::{Partition, PhotoKey, Vault, VaultError, durable, seal};
use std::io;
use zeroize::Zeroizing;

impl Vault {
    /// Keeps a note about a student, in place of the one before.
    ///
    /// # Errors
    /// [`VaultError`]; the note before stays.
    pub fn keep(&mut self, enrolment: &str, plain: &[u8]) -> Result<(), VaultError> {
        let partition = Partition::of(enrolment);
        let folder = partition.as_str();
        let key = match self.note_key(&partition) {
            Ok(Some(key)) => key,
            Ok(None) | Err(VaultError::Damaged) => self.make_note_key(&partition)?,
            Err(error) => return Err(error),
        };
        let sealed = seal::seal(&key, &[b"note"], plain, self.chance.as_mut())?;
        durable::replace(self.disk.as_ref(), folder, "note.sealed", &sealed)
    }

    /// The note about a student; `None` where there is none.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it cannot be read.
    pub fn kept(&mut self, enrolment: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let partition = Partition::of(enrolment);
        let path = format!("{}/note.sealed", partition.as_str());
        let sealed = match self.disk.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            sealed => sealed?,
        };
        let key = self.note_key(&partition)?.ok_or(VaultError::Damaged)?;
        Ok(Some(seal::open(&key, &[b"note"], &sealed)?))
    }

    /// Destroys the note about a student, its key first; a photo stays.
    ///
    /// # Errors
    /// What the disk says.
    pub fn forget(&mut self, enrolment: &str) -> Result<(), VaultError> {
        let partition = Partition::of(enrolment);
        for name in ["note.key", "note.sealed"] {
            let path = format!("{}/{name}", partition.as_str());
            self.disk.remove(&path)?;
            self.disk.sync(partition.as_str())?;
        }
        Ok(())
    }

    fn note_key(&mut self, partition: &Partition) -> Result<Option<PhotoKey>, VaultError> {
        match self.disk.read(&format!("{}/note.key", partition.as_str())) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            wrapped => Ok(Some(
                self.keys.unwrap(&wrapped?, &context(partition, "note"))?,
            )),
        }
    }

    fn make_note_key(&mut self, partition: &Partition) -> Result<PhotoKey, VaultError> {
        let mut key: PhotoKey = Zeroizing::new([0; 32]);
        self.chance.fill(key.as_mut_slice())?;
        let wrapped = self.keys.wrap(&key, &context(partition, "note"))?;
        self.make_folder(partition.as_str())?;
        durable::replace(self.disk.as_ref(), partition.as_str(), "note.key", &wrapped)?;
        Ok(key)
    }
}
