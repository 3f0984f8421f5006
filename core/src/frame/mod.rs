//! Pixels: from the bytes of a file to one upright sRGB picture, and from that to the small picture the models see.
//!
//! [`decode`] sniffs the format, refuses what is too large before anything is decoded, turns the picture upright and brings
//! its colours to sRGB, all in one buffer. [`downscale`] averages areas in one pass over the rows.
//!
//! A camera's frame is borrowed as a [`FrameView`], its strides checked once; [`Upright`] shows it, or a part of it, small
//! and upright in one pass.

mod colour;
mod decode;
mod downscale;
mod error;
mod format;
mod jpeg;
mod luma;
mod rows;
mod strip;
mod turn;
mod upright;
mod view;

pub use colour::Colours;
pub use decode::{Limits, Photo, Source, decode};
pub use downscale::downscale;
pub use error::DecodeError;
pub use format::Format;
pub use jpeg::{Density, JpegFacts};
pub use luma::{Luma, LumaError};
pub use strip::strip_metadata;
pub use upright::{Area, Upright};
pub use view::{
    ChromaOrder, FrameError, FrameView, MAX_SIDE, Plane, Planes, Rotation, YuvCoding, YuvMatrix,
};
