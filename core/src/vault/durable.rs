//! Files that appear whole or not at all.

use super::{Disk, VaultError};

/// The ending of a file that is not yet in its place.
pub(super) const UNFINISHED: &str = ".new";

/// Puts a file in its place: written and on the medium under another name, renamed, the folder on the medium. A crash
/// leaves the old one or the new one.
pub(super) fn replace(
    disk: &dyn Disk,
    folder: &str,
    name: &str,
    bytes: &[u8],
) -> Result<(), VaultError> {
    let path = format!("{folder}/{name}");
    let unfinished = format!("{path}{UNFINISHED}");
    let placed = disk
        .write(&unfinished, bytes)
        .and_then(|()| disk.rename(&unfinished, &path));
    if let Err(error) = placed {
        // Half a file would keep a full disk full; if this fails too, opening the vault removes it.
        let _ = disk.remove(&unfinished);
        return Err(error.into());
    }
    Ok(disk.sync(folder)?)
}
