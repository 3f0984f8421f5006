//! Pixels: from the bytes of a file to one upright sRGB picture, and from that to the small picture the models see.
//!
//! [`decode`] sniffs the format, refuses what is too large before anything is decoded, turns the picture upright and brings
//! its colours to sRGB, all in one buffer. [`downscale`] averages areas in one pass over the rows.

mod colour;
mod decode;
mod downscale;
mod error;
mod format;
mod jpeg;
mod turn;

pub use colour::Colours;
pub use decode::{Limits, Photo, Source, decode};
pub use downscale::downscale;
pub use error::DecodeError;
pub use format::Format;
pub use jpeg::{Density, JpegFacts};
