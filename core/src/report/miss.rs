//! What about a portrait file is not as prescribed.

use serde::{Deserialize, Serialize};

/// A property of a picture file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// The file format.
    Format,
    /// Width × height in pixels, as stored.
    Size,
    /// The Exif orientation, 1 to 8; 1 is upright and not mirrored.
    Orientation,
    /// Bits for each pixel.
    Depth,
    /// Dots per inch in the JFIF header.
    Density,
    /// JPEG quality on the scale of the Independent JPEG Group.
    Quality,
    /// Size of the file.
    Bytes,
}

/// One property that is not as prescribed; both values as people write them, without words of any language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// Which one.
    pub property: Property,
    /// What the file has; `–` where it says nothing.
    pub found: String,
    /// What is prescribed.
    pub wanted: String,
}
