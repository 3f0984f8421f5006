//! Finding and reading QR codes in a luma plane.

mod binarize;
mod bitmap;
mod deep;
mod equalise;
mod finders;
mod hint;
mod layout;
mod live;
mod matched;
mod modules;
mod patch;
mod planes;
mod refine;
mod search;
mod second;
mod spread;
mod symbol;
#[cfg(test)]
mod tests;
mod warp;

use core::fmt;
use core::time::Duration;
use std::panic::{AssertUnwindSafe, catch_unwind};

use zeroize::Zeroizing;

pub use deep::{DEEP_BUDGET, deep};
pub use hint::ScanHint;
pub use live::{FRAME_BUDGET, LiveScan, LiveScanner};

/// Four corners of a symbol in pixels of the plane, x then y: top left, top right, bottom right, bottom left as the
/// symbol is read, whatever its rotation in the picture.
pub type Corners = [[f32; 2]; 4];

/// A code that was read. Its text is wiped when it is dropped and stays out of `Debug`.
#[derive(Clone, PartialEq)]
pub struct Code {
    text: Zeroizing<String>,
    corners: Corners,
}

impl Code {
    /// What the code says.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it was seen.
    #[must_use]
    pub fn corners(&self) -> Corners {
        self.corners
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Code")
            .field("corners", &self.corners)
            .finish_non_exhaustive()
    }
}

/// Monotonic time since any fixed moment: a port, since the core has no clock of its own.
pub type Clock<'a> = &'a dyn Fn() -> Duration;

/// Time that may be spent on a picture.
#[derive(Clone, Copy)]
pub(crate) struct Budget<'a> {
    clock: Clock<'a>,
    end: Duration,
}

impl<'a> Budget<'a> {
    pub(crate) fn new(clock: Clock<'a>, limit: Duration) -> Self {
        Self {
            clock,
            end: clock().saturating_add(limit),
        }
    }

    pub(crate) fn spent(&self) -> bool {
        (self.clock)() >= self.end
    }
}

/// Runs code of a library that may panic on hostile pictures. Where panics abort, as in wasm, this fences nothing.
fn fence<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
