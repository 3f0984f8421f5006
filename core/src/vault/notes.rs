//! What the procedure has to remember of one student, beside the photo on its way.

use super::store::context;
use super::{Partition, PhotoKey, Vault, VaultError, durable, photo, seal};
use crate::capture::SealedPhoto;
use std::io;
use zeroize::Zeroizing;

/// What is remembered; each with a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// How far the procedure has come.
    Way,
    /// A photo that the student has not said yes to.
    Draft,
}

impl Note {
    const fn name(self) -> &'static str {
        match self {
            Self::Way => "note",
            Self::Draft => "draft",
        }
    }
}

impl Vault {
    /// Keeps a note about a student, in place of the one before.
    ///
    /// # Errors
    /// [`VaultError`]; the note before stays.
    pub fn keep(&mut self, enrolment: &str, note: Note, plain: &[u8]) -> Result<(), VaultError> {
        let partition = Partition::of(enrolment);
        let folder = partition.as_str();
        let key = match self.note_key(&partition, note) {
            Ok(Some(key)) => key,
            Ok(None) | Err(VaultError::Damaged) => self.make_note_key(&partition, note)?,
            Err(error) => return Err(error),
        };
        let name = note.name();
        let sealed = seal::seal(&key, &[name.as_bytes()], plain, self.chance.as_mut())?;
        durable::replace(
            self.disk.as_ref(),
            folder,
            &format!("{name}.sealed"),
            &sealed,
        )
    }

    /// The note about a student; `None` where there is none.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it cannot be read.
    pub fn kept(
        &mut self,
        enrolment: &str,
        note: Note,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let partition = Partition::of(enrolment);
        let name = note.name();
        let path = format!("{}/{name}.sealed", partition.as_str());
        let sealed = match self.disk.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            sealed => sealed?,
        };
        let key = self.note_key(&partition, note)?;
        let key = key.ok_or(VaultError::Damaged)?;
        Ok(Some(seal::open(&key, &[name.as_bytes()], &sealed)?))
    }

    /// Destroys the note about a student, its key first; a photo on its way stays.
    ///
    /// # Errors
    /// What the disk says.
    pub fn forget(&mut self, enrolment: &str, note: Note) -> Result<(), VaultError> {
        let partition = Partition::of(enrolment);
        for part in ["key", "sealed"] {
            let path = format!("{}/{}.{part}", partition.as_str(), note.name());
            self.disk.remove(&path)?;
            self.disk.sync(partition.as_str())?;
        }
        Ok(())
    }

    /// Keeps a photo until the student says yes or no.
    ///
    /// # Errors
    /// [`VaultError`]; the caller still has the photo.
    pub fn keep_draft(&mut self, enrolment: &str, photo: &SealedPhoto) -> Result<(), VaultError> {
        let packed = photo::pack(photo.envelope(), photo.jpeg())?;
        self.keep(enrolment, Note::Draft, &packed)
    }

    /// The photo that waits for the student's yes, held against its manifest.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it is not what was kept.
    pub fn draft(&mut self, enrolment: &str) -> Result<Option<SealedPhoto>, VaultError> {
        let Some(packed) = self.kept(enrolment, Note::Draft)? else {
            return Ok(None);
        };
        let (envelope, jpeg) = photo::split(&packed)?;
        let photo = SealedPhoto::restored(jpeg.to_vec(), envelope);
        photo.map(Some).ok_or(VaultError::Damaged)
    }

    fn note_key(
        &mut self,
        partition: &Partition,
        note: Note,
    ) -> Result<Option<PhotoKey>, VaultError> {
        let name = note.name();
        let path = format!("{}/{name}.key", partition.as_str());
        match self.disk.read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            wrapped => Ok(Some(
                self.keys.unwrap(&wrapped?, &context(partition, name))?,
            )),
        }
    }

    fn make_note_key(&mut self, partition: &Partition, note: Note) -> Result<PhotoKey, VaultError> {
        let (folder, name) = (partition.as_str(), note.name());
        let mut key: PhotoKey = Zeroizing::new([0; 32]);
        self.chance.fill(key.as_mut_slice())?;
        let wrapped = self.keys.wrap(&key, &context(partition, name))?;
        self.make_folder(folder)?;
        durable::replace(self.disk.as_ref(), folder, &format!("{name}.key"), &wrapped)?;
        Ok(key)
    }
}
