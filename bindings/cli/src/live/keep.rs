//! What is kept of a session: the recording, the contact sheet, the photo with its manifest. Each file appears whole, at the
//! end, or not at all.

use super::sheet::Sheet;
use super::{Arguments, End};
use crate::check::files::Target;
use crate::problem::Problem;
use serde::Serialize;
use std::fs;
use std::path::PathBuf;
use xueying::capture::{Header, Step};

/// The photo as it was sealed.
pub struct Photo {
    /// The file.
    pub jpeg: Vec<u8>,
    /// Its manifest, signed.
    pub envelope: Vec<u8>,
    /// The public key, SEC1.
    pub key: Vec<u8>,
    /// Whether a collector would accept the three.
    pub verified: bool,
}

/// Where things go, known to be writable from the start.
pub struct Kept<'a> {
    record: Option<Target<'a>>,
    sheet: Option<Target<'a>>,
    out: Option<PathBuf>,
    lines: Vec<u8>,
}

impl<'a> Kept<'a> {
    /// Makes sure that there is a place for everything.
    pub fn new(arguments: &'a Arguments) -> Result<Self, Problem> {
        if let Some(folder) = &arguments.out {
            fs::create_dir_all(folder)
                .map_err(|error| Problem::because("report_unwritable", error))?;
        }
        Ok(Self {
            record: arguments.record.as_deref().map(Target::new).transpose()?,
            sheet: arguments.sheet.as_deref().map(Target::new).transpose()?,
            out: arguments.out.clone(),
            lines: Vec::new(),
        })
    }

    /// Begins the recording.
    pub fn open(&mut self, header: &Header) -> Result<(), Problem> {
        self.line(header)
    }

    /// Records a frame.
    pub fn step(&mut self, step: &Step) -> Result<(), Problem> {
        self.line(step)
    }

    fn line(&mut self, value: &impl Serialize) -> Result<(), Problem> {
        if self.record.is_none() {
            return Ok(());
        }
        serde_json::to_writer(&mut self.lines, value)
            .map_err(|error| Problem::because("report_unwritable", error))?;
        self.lines.push(b'\n');
        Ok(())
    }

    /// Writes everything.
    pub fn write(
        self,
        photo: Option<&Photo>,
        sheet: Option<&Sheet>,
        end: End,
    ) -> Result<(), Problem> {
        if let Some(record) = self.record {
            record.write(&self.lines)?;
        }
        if let (Some(target), Some(sheet)) = (self.sheet, sheet) {
            target.write(sheet.render(photo, end).as_bytes())?;
        }
        if let (Some(folder), Some(photo)) = (self.out, photo) {
            let key: String = photo.key.iter().map(|byte| format!("{byte:02x}")).collect();
            for (name, bytes) in [
                ("photo.jpg", photo.jpeg.as_slice()),
                ("manifest.json", &photo.envelope),
                ("key.hex", key.as_bytes()),
            ] {
                Target::new(&folder.join(name))?.write(bytes)?;
            }
        }
        Ok(())
    }
}
