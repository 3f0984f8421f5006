//! What must not stand on a phone's disk in the clear.

use crate::crash_disk::CrashDisk;

/// Forty strips of a photo.
pub fn strips(jpeg: &[u8]) -> Vec<Vec<u8>> {
    let strips = (0..jpeg.len() - 24).step_by(jpeg.len() / 40);
    strips.map(|from| jpeg[from..from + 24].to_vec()).collect()
}

/// The bytes of words.
pub fn words(words: &[&str]) -> Vec<Vec<u8>> {
    words.iter().map(|word| word.as_bytes().to_vec()).collect()
}

/// None of these stands anywhere on the disk.
///
/// # Panics
/// If one does.
pub fn assert_no_leak(disk: &CrashDisk, secrets: &[Vec<u8>]) {
    for secret in secrets {
        let shown = String::from_utf8_lossy(secret);
        assert!(
            !disk.holds(secret),
            "{shown} lies on the disk: {:?}",
            disk.names()
        );
    }
}
