//! Which files are meant, how they are read, and how one is written.

use crate::problem::Problem;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use walkdir::WalkDir;
use xueying::frame::Limits;

/// Endings of the files that are taken from folders. HEIC is among them to be answered with what to do, not passed over.
const ENDINGS: [&str; 6] = ["jpg", "jpeg", "png", "webp", "heic", "heif"];

/// A file to check, or a place where none could be found.
pub struct Input {
    /// As it was given, or as it was found in the folder that was.
    pub path: PathBuf,
    /// Why there is no file.
    pub problem: Option<Problem>,
}

/// The files behind the paths, in their order. A file that is named is taken whatever its ending; a folder gives its
/// pictures and those of the folders inside, by name, hidden ones left out.
pub fn find(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = vec![];
    for path in paths {
        if path.is_dir() {
            inputs.extend(pictures(path));
        } else {
            inputs.push(Input {
                path: path.clone(),
                problem: None,
            });
        }
    }
    inputs
}

fn pictures(folder: &Path) -> impl Iterator<Item = Input> {
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| entry.depth() == 0 || !hidden(entry.file_name()))
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() || !is_picture(entry.path()) => None,
            Ok(entry) => Some(Input {
                path: entry.into_path(),
                problem: None,
            }),
            Err(error) => Some(Input {
                path: error.path().unwrap_or(Path::new("")).to_owned(),
                problem: Some(Problem::because("file_unreadable", error)),
            }),
        })
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ENDINGS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

/// The bytes of a file, and no more of them than the decoder's limit and one, which it refuses.
pub fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let limit = Limits::default().bytes as u64 + 1;
    let mut bytes = vec![];
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file that appears whole, at the end, or not at all. Until then it has another name in the same folder, so that a
/// folder that cannot be written to is known from the start.
pub struct Target<'a> {
    path: &'a Path,
    file: NamedTempFile,
}

impl<'a> Target<'a> {
    /// Makes sure that there is a place for the file.
    pub fn new(path: &'a Path) -> Result<Self, Problem> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let file = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(unwritable)?;
        Ok(Self { path, file })
    }

    /// Writes it, in place of an older one.
    pub fn write(mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.file.write_all(bytes).map_err(unwritable)?;
        self.file.as_file().sync_all().map_err(unwritable)?;
        self.file
            .persist(self.path)
            .map_err(|error| unwritable(error.error))?;
        Ok(())
    }
}

fn unwritable(error: std::io::Error) -> Problem {
    Problem::because("report_unwritable", error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn folders_give_their_pictures_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/.hidden")).unwrap();
        for name in [
            "c.JPG",
            "a.png",
            "b/x.heic",
            "b/.hidden/y.jpg",
            "notes.txt",
            ".z.jpg",
        ] {
            fs::write(root.join(name), b"").unwrap();
        }
        let found = find(&[
            root.join("notes.txt"),
            root.to_owned(),
            root.join("missing.jpg"),
        ]);
        let names: Vec<_> = found
            .iter()
            .map(|input| input.path.strip_prefix(root).unwrap().to_str().unwrap())
            .collect();
        assert_eq!(
            names,
            ["notes.txt", "a.png", "b/x.heic", "c.JPG", "missing.jpg"]
        );
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        Target::new(&path).unwrap().write(b"old").unwrap();
        let target = Target::new(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        target.write(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        drop(Target::new(&path).unwrap());
        let nowhere = folder.path().join("no/report.html");
        let refused = Target::new(&nowhere).err().unwrap();
        assert_eq!(refused.code, "report_unwritable");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
