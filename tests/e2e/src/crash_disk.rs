//! A disk in memory that crashes and fills up where it is told to, and forgets what was not put on the medium for good.

use memchr::memmem::Finder;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use xueying::vault::Disk;

/// A handle on the disk; the disk outlives the program that dies on it.
#[derive(Clone, Default)]
pub struct CrashDisk(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// What is on the medium for good.
    durable: BTreeMap<String, Vec<u8>>,
    /// What the program sees.
    live: BTreeMap<String, Vec<u8>>,
    /// Changes of names since, in order: a crash leaves as many of them as it likes.
    pending: Vec<Change>,
    /// Steps so far: everything that changes the disk.
    steps: u64,
    /// The program dies in this step.
    dies_at: Option<u64>,
    /// From this step on, for so many, nothing more fits.
    full: Option<[u64; 2]>,
}

enum Change {
    Put(String, Vec<u8>),
    Rename(String, String),
    Remove(String),
}

impl Change {
    fn apply(self, files: &mut BTreeMap<String, Vec<u8>>) {
        match self {
            Self::Put(path, bytes) => {
                files.insert(path, bytes);
            }
            Self::Rename(from, to) => {
                if let Some(bytes) = files.remove(&from) {
                    files.insert(to, bytes);
                }
            }
            Self::Remove(path) => {
                files.remove(&path);
            }
        }
    }

    fn is_in(&self, folder: &str) -> bool {
        let within = |path: &String| path.rsplit_once('/').map_or("", |(head, _)| head) == folder;
        match self {
            Self::Put(path, _) | Self::Remove(path) => within(path),
            Self::Rename(from, to) => within(from) || within(to),
        }
    }
}

impl CrashDisk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panics with it")
    }

    /// Steps so far.
    pub fn steps(&self) -> u64 {
        self.state().steps
    }

    /// The program dies in the step after so many more.
    pub fn die_after(&self, steps: u64) {
        let mut state = self.state();
        state.dies_at = Some(state.steps + steps);
    }

    /// For so many steps after so many more, nothing fits.
    pub fn fill_after(&self, steps: u64, long: u64) {
        let mut state = self.state();
        let from = state.steps + steps;
        state.full = Some([from, from + long]);
    }

    /// Whether the program died.
    pub fn is_dead(&self) -> bool {
        let state = self.state();
        state.dies_at.is_some_and(|step| state.steps > step)
    }

    /// The power is gone: `kept` of the pending changes, counted modulo those there are and one, got through. The disk can
    /// be used again.
    pub fn crash(&self, kept: usize) {
        let mut state = self.state();
        let pending = std::mem::take(&mut state.pending);
        let kept = kept % (pending.len() + 1);
        let mut durable = std::mem::take(&mut state.durable);
        for change in pending.into_iter().take(kept) {
            change.apply(&mut durable);
        }
        state.live.clone_from(&durable);
        state.durable = durable;
        state.dies_at = None;
        state.full = None;
    }

    /// Names of the files.
    pub fn names(&self) -> Vec<String> {
        self.state().live.keys().cloned().collect()
    }

    /// Replaces the bytes of a file.
    pub fn spoil(&self, name: &str, change: impl Fn(&mut Vec<u8>)) {
        let mut state = self.state();
        let State { durable, live, .. } = &mut *state;
        for files in [durable, live] {
            if let Some(bytes) = files.get_mut(name) {
                change(bytes);
            }
        }
    }

    /// Whether these bytes stand anywhere, in a name or a file, on the medium or on its way there.
    pub fn holds(&self, needle: &[u8]) -> bool {
        let state = self.state();
        let finder = Finder::new(needle);
        let within = |bytes: &[u8]| finder.find(bytes).is_some();
        let pending = state.pending.iter().filter_map(|change| match change {
            Change::Put(path, bytes) => Some((path, bytes)),
            _ => None,
        });
        let files = state.durable.iter().chain(&state.live).chain(pending);
        files
            .into_iter()
            .any(|(path, bytes)| within(path.as_bytes()) || within(bytes))
    }

    /// Takes a step; the error is what hinders it.
    fn step(&self, takes_space: bool) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.steps += 1;
        let step = state.steps;
        if state.dies_at.is_some_and(|dies_at| step > dies_at) {
            return Err(io::Error::other("killed"));
        }
        let full = state
            .full
            .is_some_and(|[from, to]| (from..to).contains(&step));
        if full && takes_space {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(state)
    }

    fn change(&self, change: Change, again: Change) -> io::Result<()> {
        let mut state = self.step(false)?;
        change.apply(&mut state.live);
        state.pending.push(again);
        Ok(())
    }
}

impl Disk for CrashDisk {
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let state = self.state();
        let prefix = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let below = state
            .live
            .keys()
            .filter_map(|path| path.strip_prefix(&prefix));
        let mut names: Vec<String> = below
            .map(|path| path.split('/').next().unwrap_or(path).to_owned())
            .collect();
        names.dedup();
        Ok(names)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let state = self.state();
        let bytes = state.live.get(path).cloned();
        bytes.ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let taken = self.step(true).map(drop);
        // What does not get through leaves a part of itself.
        let there = if taken.is_ok() {
            bytes
        } else {
            &bytes[..bytes.len() / 2]
        };
        let mut state = self.state();
        state.live.insert(path.to_owned(), there.to_vec());
        let put = Change::Put(path.to_owned(), there.to_vec());
        state.pending.push(put);
        taken
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let rename = || Change::Rename(from.to_owned(), to.to_owned());
        self.change(rename(), rename())
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let remove = || Change::Remove(path.to_owned());
        self.change(remove(), remove())
    }

    fn make(&self, _: &str) -> io::Result<()> {
        self.step(true).map(drop)
    }

    fn sync(&self, folder: &str) -> io::Result<()> {
        let mut state = self.step(false)?;
        let pending = std::mem::take(&mut state.pending);
        let (mine, others): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|change| change.is_in(folder));
        state.pending = others;
        for change in mine {
            change.apply(&mut state.durable);
        }
        Ok(())
    }
}
