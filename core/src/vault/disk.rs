//! The file system behind the vault, small enough that every fault can be put in.

use std::io;
use std::path::PathBuf;

/// A folder with folders of files. Paths are relative, with `/`.
pub trait Disk: Send {
    /// The names in a folder; none where there is no folder.
    ///
    /// # Errors
    /// What the file system says.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// What the file system says.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Writes a file anew and waits until its bytes are on the medium.
    ///
    /// # Errors
    /// What the file system says.
    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file another name, replacing what had it.
    ///
    /// # Errors
    /// What the file system says.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file; nothing where there is none.
    ///
    /// # Errors
    /// What the file system says.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Makes a folder; nothing where there is one.
    ///
    /// # Errors
    /// What the file system says.
    fn make(&self, folder: &str) -> io::Result<()>;

    /// Waits until the names in a folder are on the medium; `""` is the folder of all.
    ///
    /// # Errors
    /// What the file system says.
    fn sync(&self, folder: &str) -> io::Result<()>;
}

/// A folder of the platform, readable by its owner alone.
pub struct RealDisk {
    root: PathBuf,
}

impl RealDisk {
    /// The folder `root`, made where it is missing.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(root: PathBuf) -> io::Result<Self> {
        make(&root)?;
        Ok(Self { root })
    }
}

impl Disk for RealDisk {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = match std::fs::read_dir(self.root.join(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            entries => entries?,
        };
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.root.join(path))?;
        io::Write::write_all(&mut file, bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        std::fs::rename(self.root.join(from), self.root.join(to))
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        match std::fs::remove_file(self.root.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    fn make(&self, folder: &str) -> io::Result<()> {
        make(&self.root.join(folder))
    }

    fn sync(&self, folder: &str) -> io::Result<()> {
        // Windows opens no folders; there the journal of NTFS keeps the order of names.
        if cfg!(windows) {
            return Ok(());
        }
        std::fs::File::open(self.root.join(folder))?.sync_all()
    }
}

fn make(folder: &std::path::Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
