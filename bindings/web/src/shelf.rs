//! The vault's disk in memory. The page commits what changed to the browser's database, in one transaction, before anything
//! is done that would rely on it.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::vault::Disk;

/// Files by their path, as the browser's database has them.
#[wasm_bindgen]
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Files>>);

#[derive(Default)]
struct Files {
    files: BTreeMap<String, Vec<u8>>,
    /// The paths that the database has otherwise.
    changed: BTreeMap<String, ()>,
}

/// A file that changed.
#[wasm_bindgen]
pub struct Change {
    path: String,
    bytes: Option<Vec<u8>>,
}

#[wasm_bindgen]
impl Shelf {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts in a file of the browser's database.
    pub fn put(&self, path: String, bytes: Vec<u8>) {
        self.files().files.insert(path, bytes);
    }

    /// What changed since the last time it was asked for: to be committed as one.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut all = self.files();
        let changed = std::mem::take(&mut all.changed);
        let change = |path: String| Change {
            bytes: all.files.get(&path).cloned(),
            path,
        };
        changed.into_keys().map(change).collect()
    }
}

#[wasm_bindgen]
impl Change {
    /// Which file.
    #[wasm_bindgen(getter)]
    pub fn path(&self) -> String {
        self.path.clone()
    }

    /// What it holds now; nothing where it is gone.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        self.bytes.clone()
    }
}

impl Shelf {
    fn files(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Disk for Shelf {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let inside = |path: &String| -> Option<String> {
            let rest = match folder {
                "" => path.as_str(),
                folder => path.strip_prefix(folder)?.strip_prefix('/')?,
            };
            rest.split('/').next().map(str::to_owned)
        };
        let mut names: Vec<_> = self.files().files.keys().filter_map(inside).collect();
        names.dedup();
        Ok(names)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let found = self.files().files.get(path).cloned();
        found.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut all = self.files();
        all.files.insert(path.to_owned(), bytes.to_vec());
        all.changed.insert(path.to_owned(), ());
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut all = self.files();
        let bytes = all.files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        all.files.insert(to.to_owned(), bytes);
        for path in [from, to] {
            all.changed.insert(path.to_owned(), ());
        }
        Ok(())
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let mut all = self.files();
        if all.files.remove(path).is_some() {
            all.changed.insert(path.to_owned(), ());
        }
        Ok(())
    }

    // Folders are there once a file is in them, and what is durable is the transaction.
    fn make(&self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn sync(&self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(shelf: &Shelf) -> Vec<(String, Option<Vec<u8>>)> {
        let changes = shelf.changes().into_iter();
        changes
            .map(|change| (change.path(), change.bytes()))
            .collect()
    }

    #[test]
    fn only_what_changed_is_told_and_only_once() {
        let shelf = Shelf::new();
        shelf.put("a/1".into(), vec![1]);
        assert_eq!(told(&shelf), []);
        shelf.write("a/2.new", &[2]).unwrap();
        shelf.rename("a/2.new", "a/2").unwrap();
        shelf.remove("a/1").unwrap();
        shelf.remove("a/nothing").unwrap();
        let all = [
            ("a/1".to_owned(), None),
            ("a/2".to_owned(), Some(vec![2])),
            ("a/2.new".to_owned(), None),
        ];
        assert_eq!(told(&shelf), all);
        assert_eq!(told(&shelf), []);
    }

    #[test]
    fn folders_list_what_is_in_them() {
        let shelf = Shelf::new();
        for path in ["a/1", "a/2", "ab/3", "note"] {
            shelf.write(path, &[]).unwrap();
        }
        assert_eq!(shelf.list("").unwrap(), ["a", "ab", "note"]);
        assert_eq!(shelf.list("a").unwrap(), ["1", "2"]);
        assert_eq!(shelf.list("b").unwrap(), [""; 0]);
        assert_eq!(
            shelf.read("a/3").unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }
}
