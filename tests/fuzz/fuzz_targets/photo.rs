//! Any bytes are a picture within the limits, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xueying::frame::{Limits, decode, downscale};

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    pixels: 1 << 20,
    side: 4096,
};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(photo) = decode(bytes, &LIMITS) {
        let (width, height) = photo.pixels.dimensions();
        let stored = (photo.source.width, photo.source.height);
        assert!(stored == (width, height) || stored == (height, width));
        let small = downscale(&photo.pixels, 64);
        assert!(small.width().max(small.height()) <= 64);
    }
});
